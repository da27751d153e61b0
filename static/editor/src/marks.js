// The places that are linked with a selection elsewhere on the page: a line decoration where something is selected,
// and a mark over the very range. Knows nothing of what the ranges mean.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

/** Replaces the marks: `{ selected: [[from, to], …], hovered: [[from, to], …] }`, UTF-16 offsets. */
export const setMarks = StateEffect.define();

const NONE = { selected: [], hovered: [] };

/** The ranges, kept in step with edits until the next analysis brings new ones. */
const ranges = StateField.define({
  create: () => NONE,
  update(value, transaction) {
    if (transaction.docChanged && value !== NONE) {
      const map = ([from, to]) => [transaction.changes.mapPos(from, 1), transaction.changes.mapPos(to, -1)];
      value = { selected: value.selected.map(map), hovered: value.hovered.map(map) };
    }
    for (const effect of transaction.effects) if (effect.is(setMarks)) value = inside(effect.value, transaction.newDoc);
    return value;
  },
});

/** An answer of the engine may be older than the text, so its ranges may reach past the end. */
function inside({ selected = [], hovered = [] }, { length }) {
  const clip = ([from, to]) => [Math.max(0, Math.min(from, length)), Math.max(0, Math.min(to, length))];
  return { selected: selected.map(clip), hovered: hovered.map(clip) };
}

const selectedLine = Decoration.line({ class: "wl-line-selected" });
const selectedMark = Decoration.mark({ class: "wl-selected" });
const hoveredMark = Decoration.mark({ class: "wl-hovered" });

// Only what is in view is decorated: a selected root message can cover every line of a large document.
const decorations = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = decorate(view);
    }
    update(update) {
      if (
        update.docChanged ||
        update.viewportChanged ||
        update.state.field(ranges) !== update.startState.field(ranges)
      ) {
        this.decorations = decorate(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate({ state, viewport, visibleRanges }) {
  const { selected, hovered } = state.field(ranges);
  const found = [];
  const mark = (from, to, decoration) => {
    for (const seen of visibleRanges) {
      const start = Math.max(from, seen.from);
      const end = Math.min(to, seen.to);
      if (start < end) found.push(decoration.range(start, end));
    }
  };
  const lines = new Set();
  for (const [from, to] of selected) {
    if (from > to || to < viewport.from || from > viewport.to) continue;
    mark(from, to, selectedMark);
    const last = Math.min(to, viewport.to);
    for (let pos = Math.max(from, viewport.from); pos <= last;) {
      const line = state.doc.lineAt(pos);
      // A range that ends with the line break has nothing on the line behind it.
      if (line.from === to && from < to) break;
      if (!lines.has(line.from)) found.push(selectedLine.range(line.from));
      lines.add(line.from);
      pos = line.to + 1;
    }
  }
  for (const [from, to] of hovered) mark(from, to, hoveredMark);
  return Decoration.set(found, true);
}

export const marks = [ranges, decorations];
