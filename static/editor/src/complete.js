// Completion: CodeMirror's list, filled by the engine. What fits where is the engine's business.
import {
  autocompletion,
  insertCompletionText,
  pickedCompletion,
  snippet as snippetOf,
  startCompletion,
} from "@codemirror/autocomplete";
import { Transaction } from "@codemirror/state";

/** As long as a name is typed on, a list of all there is only has to be searched. */
const SAME = /^\w*$/;

/**
 * @param questions answers "complete" and "propose" (asked for by the user) with `{ from, to, all, options }` or null
 * @param opens behind what they are asked without a wish of the user's
 */
export function completion(questions, opens) {
  const source = async (context) => {
    if (!context.explicit && !context.matchBefore(opens)) return null;
    // The page answers for the newest text only.
    context.addEventListener("abort", () => {}, { onDocChange: true });
    const told = await questions.ask(context.explicit ? "propose" : "complete", context.pos);
    if (!told || told.options.length === 0) return null;
    const { from, to, all, options } = told;
    return {
      from,
      to,
      options: options.map((choice, order) => option(choice, order, to - from, to)),
      validFor: all ? SAME : undefined,
    };
  };
  return autocompletion({
    override: [source],
    // The engine's order, where the typed letters fit equally well.
    compareCompletions: (a, b) => a.order - b.order,
    maxRenderedOptions: 60,
  });
}

/** `length` and `end` are those of the typed word when the engine was asked. */
function option({ label, insert, snippet, detail, kind, doc, also, more }, order, length, end) {
  const apply = (view, completion, from, to) => {
    // What was typed since then has moved what lies behind it.
    const moved = (offset) => (offset >= end ? offset + to - from - length : offset);
    const edits = view.state.update({
      changes: also.map((edit) => ({ from: moved(edit.from), to: moved(edit.to), insert: edit.insert })),
    });
    const put = snippet ? snippetOf(insert) : plain(insert);
    // One step for the user: the word and what goes with it.
    const dispatch = ({ changes, selection, effects }) =>
      view.dispatch({
        changes: edits.changes.compose(changes),
        selection,
        effects,
        scrollIntoView: true,
        annotations: [pickedCompletion.of(completion), Transaction.userEvent.of("input.complete")],
      });
    const at = (offset) => edits.changes.mapPos(offset, 1);
    put({ state: edits.state, dispatch }, completion, at(from), at(to));
    if (more) startCompletion(view);
  };
  return { label, detail, type: kind, order, apply, info: doc ? () => prose(doc) : undefined };
}

const plain =
  (text) =>
  ({ state, dispatch }, _, from, to) =>
    dispatch(state.update(insertCompletionText(state, text, from, to)));

function prose(text) {
  const all = document.createElement("div");
  all.append(text);
  return all;
}
