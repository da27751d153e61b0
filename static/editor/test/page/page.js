// Mounts the two editors of the page and keeps what they report, and what the policy refuses, for the test to read.
const refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
const { Editor } = await import("./editor.js");
const events = [];
/** Kind of question → what to answer: a value, or a function of the offset. Without one nobody answers. */
const answers = {};
const mount = (id, options) => {
  const editor = new Editor(document.getElementById(id), JSON.stringify(options), (kind, key, text, from, to) => {
    // What a kind does not use is left out, as a reader of the test would.
    const own = {
      change: { key, text },
      select: { key, from, to },
      hover: { key, at: from },
      command: { key, text, from, to },
      fix: { key, from, to },
    };
    const question = ["complete", "propose", "describe", "link"].includes(kind);
    events.push({ id, kind, ...(question ? { key, at: from } : own[kind]) });
    if (!question || !(kind in answers)) return;
    const answer = answers[kind];
    const told = typeof answer === "function" ? answer(from) : answer;
    setTimeout(() => editor.answer(to, JSON.stringify(told)));
  });
  return editor;
};
const keys = [
  { key: "F12", command: "definition" },
  { key: "Alt-ArrowLeft", mac: "Ctrl--", command: "back" },
  { key: "Shift-Alt-f", command: "format" },
  { key: "Mod-.", command: "fixes" },
  { key: "Mod-k Mod-i", command: "describe" },
];
const colours = ["type", "scalar", "field", "enum-value", "rpc", "option", "keyword", "deprecated"];
const schema = mount("schema", {
  language: "proto",
  label: "Schema",
  text: "",
  placeholder: "A .proto file",
  keys,
  colours,
  opens: `[\\w."'([<=/]$`,
});
const message = mount("message", { language: "json", label: "Message JSON", text: "{}", keys });
globalThis.page = { Editor, schema, message, events, refused, answers };
