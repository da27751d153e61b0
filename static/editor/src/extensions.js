// Which parts of CodeMirror every editor is made of. No `basicSetup`: it brings more than is used.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit, StreamLanguage } from "@codemirror/language";
import { lintGutter, lintKeymap, nextDiagnostic, previousDiagnostic, forEachDiagnostic } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { folding, indentation, matching } from "./brackets.js";
import { json } from "./json.js";
import { marks } from "./marks.js";
import { proto } from "./proto.js";
import { textproto } from "./textproto.js";
import { theme } from "./theme.js";

// Made once: a language is an identity to CodeMirror, and two editors may be of one language.
const LANGUAGES = {
  proto: StreamLanguage.define(proto),
  json: StreamLanguage.define(json),
  textproto: StreamLanguage.define(textproto),
};

/** F8 shows the problem that it goes to; this says it too. */
const announced = (command) => (view) => {
  if (!command(view)) return false;
  const { from, to } = view.state.selection.main;
  const found = [];
  forEachDiagnostic(view.state, (diagnostic, start, end) => {
    if (start === from && end === to) found.push(`${diagnostic.severity}: ${diagnostic.message}`);
  });
  view.dispatch({ effects: EditorView.announce.of(found.join(". ")) });
  return true;
};

/** CodeMirror's control, bidirectional and zero-width characters, less "\r": a file from Windows has one a line. */
const SPECIAL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202d\u202e\u2066\u2067\u2069\ufeff\ufff9-\ufffc]/g;

/** Its class tells what can be unfolded, which always shows, from what can be folded, which does for whoever looks there. */
function foldMarker(open) {
  const marker = document.createElement("span");
  marker.className = open ? "wl-fold" : "wl-folded";
  marker.title = open ? "Fold" : "Unfold";
  marker.append(open ? "⌄" : "›");
  return marker;
}

const COMMON = [
  // Only "\n" ends a line, and "\r" stays in the text, so that our offsets are those of the text as it was written to
  // us. What is pasted loses its "\r", which nobody meant.
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
  EditorState.allowMultipleSelections.of(true),
  EditorState.tabSize.of(2),
  indentUnit.of("  "),
  highlightSpecialChars({ specialChars: SPECIAL }),
  history(),
  drawSelection(),
  dropCursor(),
  lintGutter(),
  lineNumbers(),
  foldGutter({ markerDOM: foldMarker }),
  codeFolding(),
  folding,
  highlightActiveLine(),
  highlightActiveLineGutter(),
  indentation,
  indentOnInput(),
  matching,
  closeBrackets(),
  search({ top: true }),
  marks,
  theme,
  // Tab is not bound: it moves the focus on, as everywhere on the page (Mod-[ and Mod-] indent).
  keymap.of([
    { key: "F8", run: announced(nextDiagnostic), shift: announced(previousDiagnostic) },
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...lintKeymap,
  ]),
];

/** @param options see Editor's constructor */
export function extensions(options) {
  const language = LANGUAGES[options.language];
  if (!language) throw new RangeError(`the editor knows no language "${options.language}"`);
  return [
    COMMON,
    language,
    // An editable element takes the focus without a tabindex, but axe-core does not know and finds its scroller mute.
    EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
    options.placeholder ? placeholder(options.placeholder) : [],
    options.readOnly ? EditorState.readOnly.of(true) : [],
  ];
}
