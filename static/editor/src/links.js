// With Ctrl or Cmd held, the name under the pointer is a link if the engine knows where it leads; a click follows it.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";
import { characterAt } from "./pointer.js";

const setLink = StateEffect.define();

const mark = Decoration.mark({ class: "wl-link" });

/** What is underlined: one range or none. */
const link = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    if (transaction.docChanged) value = Decoration.none;
    for (const effect of transaction.effects) if (effect.is(setLink)) value = effect.value;
    return value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const held = (event) => (MAC ? event.metaKey : event.ctrlKey);

/**
 * @param ask answers an offset with `{ from, to }`, the name that leads somewhere, or null
 * @param follow (at: number) => void
 */
export function links(ask, follow) {
  const plugin = ViewPlugin.fromClass(
    class {
      point = null;
      /** Counts the looks, so that an answer to an earlier one is known as such. */
      looks = 0;

      constructor(view) {
        this.view = view;
        this.key = (event) => this.look(held(event));
        for (const kind of ["keydown", "keyup"]) document.addEventListener(kind, this.key);
      }

      async look(held) {
        const at = held && this.point ? characterAt(this.view, this.point) : -1;
        const now = this.view.state.field(link).iter();
        if (at >= 0 && now.value && now.from <= at && at < now.to) return;
        const mine = ++this.looks;
        if (at < 0 && !now.value) return;
        const found = at < 0 ? null : await ask(at);
        if (mine !== this.looks) return;
        const { length } = this.view.state.doc;
        const real = found && found.from < found.to && found.to <= length;
        this.view.dispatch({ effects: setLink.of(real ? Decoration.set(mark.range(found.from, found.to)) : Decoration.none) });
      }

      destroy() {
        this.looks++;
        for (const kind of ["keydown", "keyup"]) document.removeEventListener(kind, this.key);
      }
    },
    {
      eventHandlers: {
        pointermove(event) {
          this.point = { x: event.clientX, y: event.clientY };
          this.look(held(event));
        },
        pointerleave() {
          this.point = null;
          this.look(false);
        },
        // Without a link it is CodeMirror's: one cursor more.
        mousedown(event, view) {
          const { value, from } = view.state.field(link).iter();
          if (!value || !held(event) || event.button !== 0) return false;
          event.preventDefault();
          this.look(false);
          follow(from);
          return true;
        },
      },
    },
  );
  return [link, plugin];
}
