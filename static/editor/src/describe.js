// What the engine says of the name under the pointer, or at the cursor for whoever has no pointer.
import { activateHover, closeHoverTooltips, EditorView, hasHoverTooltips, hoverTooltip } from "@codemirror/view";

/** @param ask answers with `{ from, to, title, doc, facts: [[label, text], …] }` or null */
export function description(ask) {
  const source = async (view, pos, side) => {
    const told = await ask(side < 0 ? Math.max(0, pos - 1) : pos);
    if (!told) return null;
    const shown = card(told);
    if (asked.delete(view)) {
      view.dispatch({ effects: EditorView.announce.of([...shown.children].map((part) => part.textContent).join(". ")) });
    }
    return { pos: told.from, end: told.to, above: true, create: () => ({ dom: shown }) };
  };
  return hoverTooltip(source, { hideOnChange: true });
}

/** The views whose user asked by a key, and is to hear the answer. */
const asked = new WeakSet();

/** Shows and says what there is to say about the cursor's place, until it moves. */
export function describe(view) {
  asked.add(view);
  activateHover(view, view.state.selection.main.head, 1, {
    until: (transaction) => transaction.docChanged || Boolean(transaction.selection),
  });
  return true;
}

export function closeDescription(view) {
  asked.delete(view);
  if (!hasHoverTooltips(view.state)) return false;
  view.dispatch({ effects: closeHoverTooltips });
  return true;
}

/** As text nodes, whatever is in them. */
function card({ title, doc, facts }) {
  const all = element("div", "wl-card", element("code", "wl-title", title));
  if (doc) all.append(element("p", "wl-doc", doc));
  if (facts.length > 0) {
    const rows = facts.flatMap(([label, text]) => [element("dt", "", label), element("dd", "", text)]);
    all.append(element("dl", "wl-facts", ...rows));
  }
  return all;
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}
