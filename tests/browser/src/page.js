// What tests know of the page beyond what a user does: parts by role and name, and waiting. Put before each script, so
// that it leaves nothing behind in the page.
const wl = (() => {
  const SELECTORS = {
    button: "button, [role=button]",
    checkbox: "input[type=checkbox]:not([role]), [role=checkbox]",
    combobox: "select, [role=combobox]",
    dialog: "dialog, [role=dialog]",
    form: "form, [role=form]",
    grid: "[role=grid]",
    gridcell: "[role=gridcell]",
    group: "fieldset, [role=group]",
    heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
    link: "a[href], [role=link]",
    list: "ul, ol, [role=list]",
    listbox: "[role=listbox]",
    listitem: "li, [role=listitem]",
    main: "main, [role=main]",
    menu: "[role=menu]",
    menuitem: "[role=menuitem]",
    navigation: "nav, [role=navigation]",
    option: "option, [role=option]",
    radio: "input[type=radio], [role=radio]",
    radiogroup: "[role=radiogroup]",
    region: "section[aria-label], section[aria-labelledby], [role=region]",
    separator: "[role=separator]",
    spinbutton: "input[type=number], [role=spinbutton]",
    status: "output, [role=status]",
    switch: "[role=switch]",
    tab: "[role=tab]",
    searchbox: "input[type=search]",
    table: "table, [role=table]",
    tablist: "[role=tablist]",
    tabpanel: "[role=tabpanel]",
    textbox: "[role=textbox], textarea, input:not([type]), input[type=text]",
    tree: "[role=tree]",
    treeitem: "[role=treeitem]",
  };
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const text = (element) => clean(element.innerText ?? element.textContent ?? "");
  // Near enough to the real computation (accname-1.2) for parts as plain as ours; one test compares it with the
  // browser's own.
  const name = (element) => {
    const others = element.getAttribute("aria-labelledby");
    if (others) return clean(others.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
    const label = element.getAttribute("aria-label");
    if (label) return clean(label);
    if (element.localName === "fieldset") return clean(element.querySelector(":scope > legend")?.textContent ?? "");
    if (element.localName === "table" && element.caption) return clean(element.caption.textContent);
    if (element.labels?.length) return clean(element.labels[0].textContent);
    const fromContent = "button, a, option, li, [role=option], h1, h2, h3, h4, h5, h6, [role=tab], [role=treeitem], [role=gridcell]";
    return element.matches(fromContent) ? clean(element.textContent) : "";
  };
  const seen = (element) => element.localName === "option" || element.checkVisibility({ visibilityProperty: true });
  const all = (role, wanted, within = document) => {
    if (!(role in SELECTORS)) throw new Error(`page.js knows no role ${role}`);
    const found = [...within.querySelectorAll(SELECTORS[role])].filter(seen);
    return wanted === undefined || wanted === null ? found : found.filter((element) => name(element) === wanted);
  };
  const one = (role, wanted, within) => all(role, wanted, within)[0] ?? null;
  // What a CodeMirror shows; all of the text as long as it fits the view.
  const code = (wanted) => {
    const content = one("textbox", wanted);
    return content && [...content.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n");
  };
  // The middle of a piece of text in an editor, in the viewport; highlighting splits it into many nodes.
  const middle = (wanted, piece) => {
    for (const line of one("textbox", wanted)?.querySelectorAll(".cm-line") ?? []) {
      const start = line.textContent.indexOf(piece);
      if (start < 0) continue;
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      let seen = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const end = seen + node.length;
        if (seen <= start && start < end) range.setStart(node, start - seen);
        if (seen < start + piece.length && start + piece.length <= end) range.setEnd(node, start + piece.length - seen);
        seen = end;
      }
      const box = range.getBoundingClientRect();
      return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    }
    return null;
  };
  const problems = () => {
    const list = one("list", "Problems");
    return list ? all("listitem", null, list).map(text) : [];
  };
  // The bytes on screen, as hex digits.
  const bytes = () => {
    const grid = one("grid", "Bytes");
    return grid ? all("gridcell", null, grid).filter((cell) => cell.dataset.offset).map((cell) => clean(cell.textContent)).join(" ") : "";
  };
  const offsets = (selector) =>
    [...document.querySelectorAll(`[role=gridcell]${selector}`)].map((cell) => Number(cell.dataset.offset));
  const selected = () => offsets('[aria-selected="true"]');
  const explanation = () => text(one("region", "Explanation") ?? document.createElement("p"));
  // The row of a field; its text begins with the name.
  const row = (field) =>
    all("treeitem").find((item) => text(item).replace(/^[▾▸]\s*/, "").split(" ")[0] === field) ?? null;
  const chosenRows = () => all("treeitem").filter((item) => item.getAttribute("aria-selected") === "true").map(text);
  // The text under marks of a class in an editor, such as `wl-selected`, and the lines marked as a whole.
  const marked = (wanted, className) =>
    [...(one("textbox", wanted)?.querySelectorAll(`.${className}`) ?? [])].map((part) => part.textContent).join("");
  const markedLines = (wanted) =>
    [...(one("textbox", wanted)?.querySelectorAll(".wl-line-selected") ?? [])].map((line) => clean(line.textContent));
  const fresh = () => !document.querySelector(".stale");
  const notice = () => all("status").map(text).join(" ").trim();
  // Calls `then` with the first truthy value of `test`, or with null when the time is over.
  const until = (test, milliseconds, then) => {
    let frame = 0;
    const end = (value) => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      then(value);
    };
    const timer = setTimeout(() => end(null), milliseconds);
    const look = () => {
      let value;
      try {
        value = test();
      } catch (error) {
        end({ thrown: String(error) });
        return;
      }
      if (value) end({ value });
      else frame = requestAnimationFrame(look);
    };
    look();
  };
  return {
    all, bytes, chosenRows, code, explanation, fresh, marked, markedLines, middle, name, notice, offsets, one, problems,
    row, selected, text, until,
  };
})();
