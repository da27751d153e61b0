// Indentation, folding and matching by brackets. The languages are bracketed and nothing else, so the line above
// and the matching bracket say all there is to know, and no parser state has to reach the cursor first.
import { foldService, indentService, matchBrackets, syntaxTree } from "@codemirror/language";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { BLANK_LINES, FOLD_SCAN, LONG_LINE } from "./limits.js";

/** As the line above; one step deeper behind an opening bracket; a closing one goes below its opening line. */
export const indentation = indentService.of((context, pos) => {
  const line = context.lineAt(pos);
  const [start] = /^\s*/.exec(line.text.slice(0, LONG_LINE));
  const closes = /[}\])]/.test(line.text.charAt(start.length));
  if (closes && context.state.doc.lineAt(pos).length <= LONG_LINE) {
    const match = matchBrackets(context.state, line.from + start.length + 1, -1);
    if (match?.matched) return context.lineIndent(match.end.from, -1);
  }
  let above = line;
  for (let n = 0; n < BLANK_LINES && above.from > 0; n++) {
    above = context.lineAt(above.from - 1, -1);
    if (/\S/.test(above.text)) break;
  }
  if (above === line) return 0;
  const indent = context.lineIndent(above.from, -1);
  const step = (opens(above.text) ? context.unit : 0) - (closes ? context.unit : 0);
  return Math.max(0, indent + step);
});

/** Whether a line ends with an opening bracket, a comment behind it aside. */
function opens(text) {
  if (text.length > LONG_LINE || /^\s*\/\//.test(text)) return false;
  return /[{[(]$/.test(text.trimEnd()) || /[{[(]$/.test(text.replace(/\/\/.*$/, "").trimEnd());
}

/** Folds from the last bracket that a line leaves open to its partner. */
export const folding = foldService.of((state, from, to) => {
  if (to - from > LONG_LINE) return null;
  const text = state.sliceDoc(from, to);
  const tree = syntaxTree(state);
  for (let i = text.length - 1, depth = 0; i >= 0; i--) {
    if (!"{}[]()".includes(text[i])) continue;
    if (!tree.resolveInner(from + i, 1).type.isTop) continue; // in a string or a comment
    if ("}])".includes(text[i])) depth++;
    else if (depth > 0) depth--;
    else {
      const match = matchBrackets(state, from + i, 1, { maxScanDistance: FOLD_SCAN });
      return match?.matched && match.end.from > to ? { from: from + i + 1, to: match.end.from } : null;
    }
  }
  return null;
});

const matchedMark = Decoration.mark({ class: "cm-matchingBracket" });
const unmatchedMark = Decoration.mark({ class: "cm-nonmatchingBracket" });

function pair(state) {
  const { head, empty } = state.selection.main;
  if (!empty || state.doc.lineAt(head).length > LONG_LINE) return Decoration.none;
  const match =
    matchBrackets(state, head, -1) ||
    (head > 0 && matchBrackets(state, head - 1, 1)) ||
    matchBrackets(state, head, 1) ||
    (head < state.doc.length && matchBrackets(state, head + 1, -1));
  if (!match) return Decoration.none;
  const mark = match.matched ? matchedMark : unmatchedMark;
  const ends = match.end ? [match.start, match.end] : [match.start];
  return Decoration.set(
    ends.map(({ from, to }) => mark.range(from, to)),
    true,
  );
}

/**
 * Shows the bracket at the cursor and its partner. CodeMirror's `bracketMatching` does the same, but its limit counts
 * whole lines, so that in a line of megabytes every step of the cursor takes a quarter of a second.
 */
export const matching = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = pair(view.state);
    }
    update(update) {
      // Changing what is around an input method's text would end its composition.
      if (update.view.composing) this.decorations = this.decorations.map(update.changes);
      else if (update.docChanged || update.selectionSet) this.decorations = pair(update.state);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
