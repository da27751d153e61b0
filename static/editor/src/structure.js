// What the engine knows of a text as a whole: what can be folded, and the colours that need more than the words. Kept in
// its own offsets; edits since are looked through, until the next answer comes.
import { foldService } from "@codemirror/language";
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

/** Replaces it: `{ folds, colours }`, arrays of numbers: from, to, … and from, to, class, …; both in order of `from`. */
export const setStructure = StateEffect.define();

const structure = StateField.define({
  create: () => null,
  update(value, transaction) {
    if (value && transaction.docChanged) {
      const since = transaction.changes.desc;
      value = { ...value, since: value.since ? value.since.composeDesc(since) : since };
    }
    for (const effect of transaction.effects) if (effect.is(setStructure)) value = { ...effect.value, since: null };
    return value;
  },
});

/** Calls `each` with the records of `size` numbers that begin within a range of today's text, and their place in it. */
function within({ since }, records, size, from, to, each) {
  const old = since ? since.invertedDesc.mapPos(from, -1) : from;
  let low = 0;
  for (let high = records.length / size; low < high;) {
    const middle = (low + high) >> 1;
    if (records[middle * size] < old) low = middle + 1;
    else high = middle;
  }
  for (let at = low * size; at < records.length; at += size) {
    const start = since ? since.mapPos(records[at], 1) : records[at];
    if (start > to) return;
    each(start, since ? since.mapPos(records[at + 1], -1) : records[at + 1], records[at + 2]);
  }
}

/** Of what begins in a line and ends below it, the longest. */
export const folding = foldService.of((state, from, to) => {
  const known = state.field(structure);
  let fold = null;
  const { length } = state.doc;
  if (known) {
    within(known, known.folds, 2, from, to, (start, end) => {
      if (end > to && end <= length && end > (fold?.to ?? 0)) fold = { from: start, to: end };
    });
  }
  return fold;
});

/** @param classes the class of each kind of colour */
function colours(classes) {
  const marks = classes.map((name) => Decoration.mark({ class: `sem-${name}` }));
  const decorate = ({ state, visibleRanges }) => {
    const known = state.field(structure);
    if (!known) return Decoration.none;
    const { length } = state.doc;
    const found = [];
    for (const seen of visibleRanges) {
      within(known, known.colours, 3, seen.from, seen.to, (start, end, kind) => {
        if (start < end && end <= length && marks[kind]) found.push(marks[kind].range(start, end));
      });
    }
    return Decoration.set(found, true);
  };
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = decorate(view);
      }
      update(update) {
        const known = update.state.field(structure);
        if (update.docChanged || update.viewportChanged || known !== update.startState.field(structure)) {
          this.decorations = decorate(update.view);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

/** @param classes see Editor's constructor; within the tokenizer's colours, so that these are what is seen */
export const structured = (classes) => [structure, folding, Prec.highest(colours(classes))];
