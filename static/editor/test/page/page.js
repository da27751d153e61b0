// Mounts the two editors of the page and keeps what they report, and what the policy refuses, for the test to read.
const refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
const { Editor } = await import("./editor.js");
const events = [];
const mount = (id, options) =>
  new Editor(document.getElementById(id), JSON.stringify(options), (kind, key, text, from, to) => {
    // What a kind does not use is left out, as a reader of the test would.
    const own = { change: { key, text }, select: { key, from, to }, hover: { key, at: from } };
    events.push({ id, kind, ...own[kind] });
  });
const schema = mount("schema", { language: "proto", label: "Schema", text: "", placeholder: "A .proto file" });
const message = mount("message", { language: "json", label: "Message JSON", text: "{}" });
globalThis.page = { Editor, schema, message, events, refused };
