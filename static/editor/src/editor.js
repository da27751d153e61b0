// The editor as Rust sees it: a class whose methods take and give strings and numbers. All offsets are UTF-16 units of
// the current document. It decides nothing: it shows what it is told and reports what the user does.
import { isolateHistory } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorSelection, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { difference } from "./diff.js";
import { Events } from "./events.js";
import { extensions } from "./extensions.js";
import { hover } from "./hover.js";
import { MOST_DIAGNOSTICS } from "./limits.js";
import { setMarks } from "./marks.js";
import { Questions } from "./questions.js";
import { services } from "./services.js";
import { setStructure } from "./structure.js";

/** On transactions that the page made: they are no news to it. */
const ours = Annotation.define();

export class Editor {
  #view;
  #events;
  #questions;
  #extensions;
  /** Key → { state, scroll } of the documents that are not shown. */
  #others = new Map();
  /** The key of the document shown; undefined for the constructor's text and for a forgotten one. */
  #key;

  /**
   * @param {HTMLElement} parent gets the editor as its child, which fills its height
   * @param {string} options JSON: { language: "proto" | "json" | "textproto", label, text?, readOnly?, placeholder?,
   *   keys?: [{ key, mac?, command }, …] in CodeMirror's notation, each reported as a "command" but for those that
   *   services.js knows,
   *   opens?: the engine is asked for completions and the like, and behind this pattern without a wish of the user's,
   *   colours?: [class, …], those of `setStructure` }
   * @param {(kind: string, key: string, text: string, from: number, to: number) => void} onEvent called from a
   *   microtask, never from within a call of ours; what a kind does not use is empty or -1:
   *   "change", key, text: the user's edits, undo and redo; not `write` and `setDocument`
   *   "select", key, "", from, to: the user's cursor or selection
   *   "hover", key, "", from: the pointer is over the character at an offset, -1 if over none
   *   "command", key, name, from, to: the user pressed a key of `keys`, with this selection; Ctrl-click is the command
   *   "definition"
   *   "fix", key, "", from, to: the user wants the fix with index `to` of the diagnostic whose `number` is `from`
   *   "complete", "propose", "describe", "link", key, "", from, to: a question about the offset `from`; its answer goes to
   *   `answer` with the number `to`
   *   "focus", "blur"
   *   `key` is the document's, null before the first `setDocument`.
   */
  constructor(parent, options, onEvent) {
    const given = JSON.parse(options);
    this.#events = new Events(onEvent);
    this.#questions = new Questions((kind, id, at) =>
      this.#events.post(kind, () => ({ kind, key: this.#name(), from: at, to: id })),
    );
    this.#extensions = [
      services(given, this.#questions, (name, range) => this.#command(name, range)),
      extensions(given),
      EditorView.updateListener.of((update) => this.#report(update)),
      EditorView.domEventHandlers({
        focus: () => this.#events.post("focus", () => ({ kind: "focus" })),
        blur: () => this.#events.post("focus", () => ({ kind: "blur" })),
      }),
      hover((at) => this.#events.post("hover", () => ({ kind: "hover", key: this.#name(), from: at }))),
    ];
    this.#view = new EditorView({ parent, state: this.#fresh(given.text ?? "") });
  }

  /** The current document. */
  text() {
    return this.#view.state.doc.toString();
  }

  /**
   * Shows another document. One that was shown before comes back with its undo history, selection and scroll position;
   * if its text has become another one, that is one more step in its history.
   */
  setDocument(key, text, readOnly = false) {
    if (key !== this.#key) {
      this.#events.seal();
      this.#questions.drop();
      if (this.#key !== undefined) {
        this.#others.set(this.#key, { state: this.#view.state, scroll: this.#view.scrollSnapshot() });
      }
      const known = this.#others.get(key);
      this.#others.delete(key);
      this.#key = key;
      this.#view.setState(known?.state ?? this.#fresh(text, readOnly));
      // The element that scrolls is the same for all documents, and keeps the place of the one before.
      this.#view.scrollDOM.scrollTo(0, 0);
      if (known) this.#view.dispatch({ effects: known.scroll, annotations: ours.of(true) });
    }
    this.write(text);
  }

  /** Replaces the text by the smallest change, in a step of its own that the user can undo. */
  write(text) {
    const change = difference(this.text(), text);
    if (!change) return;
    this.#view.dispatch({ changes: change, annotations: [ours.of(true), isolateHistory.of("full")] });
  }

  /**
   * Makes the page's edits, in one step of its own that the user can undo.
   * @param {string} json [{ from, to, insert }, …]
   */
  edit(json) {
    const changes = JSON.parse(json).map(({ from, to, insert }) => ({ ...this.#inside(from, to), insert }));
    this.#view.dispatch({ changes, annotations: [ours.of(true), isolateHistory.of("full")] });
  }

  /** Drops what is kept of a document. The current one stays in view until another is set. */
  forget(key) {
    this.#others.delete(key);
    if (key === this.#key) {
      this.#events.seal();
      this.#key = undefined;
    }
  }

  /** Keeps a document under another key. */
  rename(before, after) {
    if (before === after) return;
    if (before === this.#key) {
      this.#events.seal();
      this.#key = after;
      this.#others.delete(after);
    } else if (this.#others.has(before)) {
      this.#others.set(after, this.#others.get(before));
      this.#others.delete(before);
    }
  }

  /**
   * @param {string} json [{ from, to, severity: "error" | "warning" | "info" | "hint", message, help?, number?,
   *   fixes?: [title, …] }, …]
   */
  setDiagnostics(json) {
    const { state } = this.#view;
    const shown = JSON.parse(json)
      .slice(0, MOST_DIAGNOSTICS)
      .map(({ from, to, severity, message, help, number, fixes = [] }) => ({
        ...this.#inside(from, to),
        severity,
        message,
        renderMessage: () => rendered(message, help),
        actions: fixes.map((name, index) => ({ name, apply: () => this.#fix(number, index) })),
      }));
    this.#view.dispatch(setDiagnostics(state, shown), { annotations: ours.of(true) });
  }

  /** @param {string} json { selected: [[from, to], …], hovered: [[from, to], …] } */
  setMarks(json) {
    this.#view.dispatch({ effects: setMarks.of(JSON.parse(json)), annotations: ours.of(true) });
  }

  /**
   * What the engine knows of the text: ranges that can be folded, and ranges with the index of their colour's class.
   * @param {Uint32Array} folds from, to, …
   * @param {Uint32Array} colours from, to, class, …
   */
  setStructure(folds, colours) {
    this.#view.dispatch({ effects: setStructure.of({ folds, colours }), annotations: ours.of(true) });
  }

  /** Answers a question. @param {string} json null, or what services.js says for its kind */
  answer(id, json) {
    this.#questions.answer(id, JSON.parse(json));
  }

  /** Where an offset is on the screen: left, top and bottom in CSS pixels of the viewport, for what belongs beside it. */
  place(at) {
    const { left, top } = this.#view.dom.getBoundingClientRect();
    const box = this.#view.coordsAtPos(this.#inside(at, at).from) ?? { left, top, bottom: top };
    return Float64Array.of(box.left, box.top, box.bottom);
  }

  /** Scrolls a range into view; focus and selection stay. */
  reveal(from, to) {
    this.#view.dispatch({ effects: scrolledTo(this.#inside(from, to)), annotations: ours.of(true) });
  }

  /** Selects a range, scrolls it into view and takes the focus. */
  select(from, to) {
    const range = this.#inside(from, to);
    this.#view.dispatch({
      selection: EditorSelection.single(range.from, range.to),
      effects: scrolledTo(range),
      annotations: ours.of(true),
    });
    this.focus();
  }

  focus() {
    this.#view.focus();
  }

  /** Replaces the selection as if the user had typed it. */
  insert(text) {
    this.#view.dispatch(this.#view.state.replaceSelection(text), {
      annotations: isolateHistory.of("full"),
      userEvent: "input",
      scrollIntoView: true,
    });
  }

  /** Replaces a range as if the user had done it. */
  replace(from, to, text) {
    this.#view.dispatch({
      changes: { ...this.#inside(from, to), insert: text },
      annotations: isolateHistory.of("full"),
      userEvent: "input",
    });
  }

  /** Takes the editor off the page; no event follows. */
  destroy() {
    this.#events.close();
    this.#questions.drop();
    this.#view.destroy();
  }

  #fresh(doc, readOnly = false) {
    return EditorState.create({ doc, extensions: [this.#extensions, readOnly ? EditorState.readOnly.of(true) : []] });
  }

  #command(text, { from, to }) {
    this.#events.post("command", () => ({ kind: "command", key: this.#name(), text, from, to }));
  }

  #fix(from, to) {
    this.#events.post("fix", () => ({ kind: "fix", key: this.#name(), from, to }));
  }

  #name() {
    return this.#key ?? null;
  }

  /** A range as it can be: the engine's answers may be about a text that was longer. */
  #inside(from, to) {
    const { length } = this.#view.state.doc;
    const start = Math.max(0, Math.min(from, length));
    return { from: start, to: Math.max(start, Math.min(to, length)) };
  }

  #report(update) {
    const theirs = update.transactions.filter((transaction) => !transaction.annotation(ours));
    if (theirs.some((transaction) => transaction.docChanged)) {
      this.#events.post("change", () => ({ kind: "change", key: this.#name(), text: wellFormed(this.text()) }));
    }
    if (theirs.some((transaction) => transaction.selection)) {
      this.#events.post("select", () => {
        const { from, to } = this.#view.state.selection.main;
        return { kind: "select", key: this.#name(), from, to };
      });
    }
  }
}

/** Room is left around it, so that what surrounds the place is seen too. */
function scrolledTo({ from, to }) {
  return EditorView.scrollIntoView(EditorSelection.range(from, to), { y: "nearest", yMargin: 48 });
}

/** A message and, in a line below, how to mend it; as text nodes, whatever is in them. */
function rendered(message, help) {
  const all = document.createElement("div");
  all.append(message);
  if (help) {
    const line = all.appendChild(document.createElement("div"));
    line.className = "wl-help";
    line.append(help);
  }
  return all;
}

/** Half a surrogate pair is no Rust string and no JSON to serde; the replacement character is as long. */
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
