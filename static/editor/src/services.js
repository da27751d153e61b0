// What the engine does for whoever edits a .proto or a message's JSON: the questions it is asked from here, and the keys
// for what the page does. The answers:
//   "complete", "propose": { from, to, all, options: [{ label, insert, snippet, detail, kind, doc?,
//     also: [{ from, to, insert }], more }] }; `all` says that more letters only narrow the list, `more` that there is
//     something to choose again once it is put in
//   "describe": { from, to, title, doc?, facts: [[label, text], …] }
//   "link": { from, to }
import { keymap } from "@codemirror/view";
import { completion } from "./complete.js";
import { closeDescription, describe, description } from "./describe.js";
import { links } from "./links.js";
import { structured } from "./structure.js";

/** The commands that need no word from the page. */
const OWN = { describe };

/**
 * @param options see Editor's constructor
 * @param questions what the answers come through
 * @param command (name, { from, to }) => void: what the page is to do, and where
 */
export function services({ keys = [], colours, opens }, questions, command) {
  const told = (name) => (view) => {
    // What the page opens now must not lie below it.
    closeDescription(view);
    command(name, view.state.selection.main);
    return true;
  };
  const bound = keys.map(({ key, mac, command: name }) => ({ key, mac, run: (opens && OWN[name]) || told(name) }));
  if (!opens) return keymap.of(bound);
  return [
    keymap.of([...bound, { key: "Escape", run: closeDescription }]),
    completion(questions, new RegExp(opens)),
    description((at) => questions.ask("describe", at)),
    links(
      (at) => questions.ask("link", at),
      (at) => command("definition", { from: at, to: at }),
    ),
    colours ? structured(colours) : [],
  ];
}
