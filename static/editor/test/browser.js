// The built bundle in a real Chromium, on a page with the site's content security policy. It needs chromedriver and
// Chromium (CHROMEDRIVER and CHROMIUM name them if they are not on PATH); `npm run build` comes first.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after, before, beforeEach, test } from "node:test";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

const CONTROL = "\ue009";
const SHIFT = "\ue008";
const KEYS = { Tab: "\ue004", Enter: "\ue007", F8: "\ue038", Escape: "\ue00c" };
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

let server, driver, session, address;

before(async () => {
  server = createServer(async (request, response) => {
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    const file = name === "editor.js" ? "../dist/editor.js" : `page/${name}`;
    try {
      const body = await readFile(new URL(file, import.meta.url));
      response.writeHead(200, { "content-type": TYPES[extname(name)], "content-security-policy": POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

  driver = spawn(process.env.CHROMEDRIVER ?? "chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((found, failed) => {
    let said = "";
    driver.on("error", failed);
    driver.stdout.on("data", (part) => {
      said += part;
      const match = /started successfully on port (\d+)/.exec(said);
      if (match) found(match[1]);
    });
  });
  address = `http://127.0.0.1:${port}/session`;
  const { sessionId } = await call("POST", "", {
    capabilities: {
      alwaysMatch: {
        browserName: "chrome",
        "goog:chromeOptions": {
          ...(process.env.CHROMIUM && { binary: process.env.CHROMIUM }),
          args: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,700"],
        },
        "goog:loggingPrefs": { browser: "ALL" },
        timeouts: { script: 60_000 },
      },
    },
  });
  session = `/${sessionId}`;
});

after(async () => {
  if (session) await call("DELETE", session);
  driver?.kill();
  server?.close();
});

beforeEach(async () => {
  await call("POST", `${session}/url`, { url: `http://127.0.0.1:${server.address().port}/` });
  await until("globalThis.page");
});

async function call(method, path, body) {
  const response = await fetch(address + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** Runs the body of a function in the page; `page` is what page.js made. */
const run = (body, ...args) => call("POST", `${session}/execute/sync`, { script: body, args });
const frames = (n = 2) =>
  call("POST", `${session}/execute/async`, {
    script: "let [n, done] = arguments; const next = () => (n-- ? requestAnimationFrame(next) : done()); next()",
    args: [n],
  });

/** Asks once a frame until an expression holds, and gives its value; WebDriver's time limit ends a hopeless wait. */
const until = (expression) =>
  call("POST", `${session}/execute/async`, {
    script: `const done = arguments[0];
      const ask = () => { const value = ${expression}; value ? done(value === true || typeof value !== "object" ? value : true) : requestAnimationFrame(ask) };
      ask()`,
    args: [],
  });

async function press(...keys) {
  const actions = [
    ...keys.map((value) => ({ type: "keyDown", value })),
    ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
  ];
  await call("POST", `${session}/actions`, { actions: [{ type: "key", id: "keys", actions }] });
}

async function type(text) {
  for (const char of text) await press(char === "\n" ? KEYS.Enter : char);
}

async function point(x, y) {
  const actions = [{ type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) }];
  await call("POST", `${session}/actions`, { actions: [{ type: "pointer", id: "mouse", actions }] });
}

/** The events since the last call. */
const events = () => run("return page.events.splice(0)");

/** Nothing was refused, and the console holds no warning. */
async function assertClean() {
  assert.deepEqual(await run("return page.refused"), []);
  const log = await call("POST", `${session}/se/log`, { type: "browser" });
  assert.deepEqual(
    log.map((entry) => entry.message),
    [],
  );
}

test("names, colours and layout, under the policy", async () => {
  const [schema, message] = await call("POST", `${session}/elements`, { using: "css selector", value: ".cm-content" });
  const named = async (element) => [
    await call("GET", `${session}/element/${element[ELEMENT]}/computedrole`),
    await call("GET", `${session}/element/${element[ELEMENT]}/computedlabel`),
  ];
  assert.deepEqual(await named(schema), ["textbox", "Schema"]);
  assert.deepEqual(await named(message), ["textbox", "Message JSON"]);

  await run(`page.schema.setDocument("a.proto", 'message M { string s = 1; } // "no"')`);
  await frames();
  const style = (selector, property) =>
    run("return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", `#schema ${selector}`, property);
  assert.equal(await style(".cm-editor", "fontSize"), "12.5px");
  assert.equal(await style(".cm-scroller", "overflowX"), "auto");
  assert.notEqual(await style(".tok-keyword", "color"), await style(".cm-content", "color"));
  assert.notEqual(await style(".tok-type", "color"), await style(".tok-number", "color"));
  assert.equal(await run("return document.querySelectorAll('style').length"), 0);
  await assertClean();
});

test("panels, tooltips and dialogs obey the policy", async () => {
  await run(`page.schema.setDocument("a.proto", "message M {\\n  int32 a = 1;\\n}\\n");
    page.schema.setDiagnostics(JSON.stringify([
      { from: 14, to: 19, severity: "error", message: "a <b>message</b>", help: "a way out" },
      { from: 20, to: 20, severity: "warning", message: "a place" },
      { from: 27, to: 9999, severity: "info", message: "past the end" },
    ]));
    page.schema.focus()`);
  await press(KEYS.F8);
  await until("document.querySelector('.cm-tooltip-lint')?.textContent === 'a <b>message</b>a way out'");
  assert.match(await run("return document.querySelector('.cm-announced').textContent"), /error: a <b>message<\/b>/);
  assert.equal(await run("return document.querySelectorAll('.cm-lint-marker').length"), 2);
  await press(CONTROL, SHIFT, "m");
  await until("document.activeElement.closest('.cm-panel-lint')");
  await press(KEYS.Escape);
  await press(CONTROL, "f");
  await until("document.activeElement.name === 'search'");
  await type("int");
  await until("document.querySelector('.cm-searchMatch')");
  await press(KEYS.Escape);
  await press(CONTROL, "\ue00a", "g");
  await until("document.querySelector('.cm-dialog input')");
  await press(KEYS.Escape);
  await run(`document.querySelectorAll("#schema .cm-foldGutter .cm-gutterElement span")[0].click()`);
  await until("document.querySelector('.cm-foldPlaceholder')");
  await run("page.schema.write('')");
  await until("document.querySelector('.cm-placeholder')?.textContent === 'A .proto file'");
  await assertClean();
});

test("the user's changes are told, ours are not", async () => {
  await run(`page.schema.setDocument("a.proto", "ab"); page.schema.select(2, 2)`);
  await frames();
  assert.deepEqual(
    (await events()).map((event) => event.kind),
    ["focus"],
  );
  await press("c");
  assert.deepEqual(await events(), [
    { id: "schema", kind: "change", key: "a.proto", text: "abc" },
    { id: "schema", kind: "select", key: "a.proto", from: 3, to: 3 },
  ]);
  await run(`page.schema.write("abXc")`);
  assert.equal(await run("return page.schema.text()"), "abXc");
  assert.deepEqual(await events(), []);
  await press(CONTROL, "z"); // takes back our write alone
  assert.deepEqual((await events())[0], { id: "schema", kind: "change", key: "a.proto", text: "abc" });
  await press(CONTROL, "z");
  assert.equal((await events())[0].text, "ab");
  await run(`page.schema.replace(0, 1, "<\\ud800>")`);
  assert.equal((await events())[0].text, "<\ufffd>b");
});

test("no event leaves while a call is on the stack, and one for the old document names it", async () => {
  const during = await run(`
    page.schema.setDocument("a", "");
    page.schema.insert("x");
    page.schema.insert("y");
    page.schema.setDocument("b", "other");
    return page.events.length`);
  assert.equal(during, 0);
  const changes = (await events()).filter((event) => event.kind === "change");
  assert.deepEqual(changes, [{ id: "schema", kind: "change", key: "a", text: "xy" }]);
  await run(`page.schema.insert("z"); page.schema.destroy()`);
  assert.deepEqual(await events(), []);
});

test("a document comes back as it was left", async () => {
  const long = "// line\n".repeat(500);
  const scrollTop = "document.querySelector('#schema .cm-scroller').scrollTop";
  await run(`page.schema.setDocument("a", arguments[0]); page.schema.select(4000, 4000)`, long);
  await press("!");
  await until(`${scrollTop} > 1000`);
  const before = await run(`return ${scrollTop}`);
  await run(`page.schema.setDocument("__proto__", "short")`);
  await until(`${scrollTop} === 0`);
  await run(
    `page.schema.rename("a", "b"); page.schema.setDocument("b", page.schema.text() && arguments[0])`,
    "//+line\n" + long.slice(8, 4000) + "!" + long.slice(4000),
  );
  await until(`Math.abs(${scrollTop} - ${before}) < 2`);
  await events();
  await press("?");
  assert.deepEqual(
    (await events()).find((event) => event.kind === "select"),
    { id: "schema", kind: "select", key: "b", from: 4002, to: 4002 },
  );
  await press(CONTROL, "z");
  await press(CONTROL, "z");
  await press(CONTROL, "z");
  assert.equal(await run("return page.schema.text()"), long);
  await run(
    `page.schema.setDocument("__proto__", "short"); page.schema.forget("b"); page.schema.setDocument("b", "new")`,
  );
  await press(CONTROL, "z");
  assert.equal(await run("return page.schema.text()"), "new");
});

test("keys: Enter indents, a closing bracket goes back, Tab leaves", async () => {
  await run(`page.schema.setDocument("a", ""); page.schema.focus()`);
  await type("message A {\nint32 a = 1;\n\noneof b {\nint32 c = 2;");
  assert.equal(
    await run("return page.schema.text()"),
    "message A {\n  int32 a = 1;\n\n  oneof b {\n    int32 c = 2;\n  }\n}",
  );
  await run(`page.schema.setDocument("b", "message A {\\n  oneof b {\\n    c"); page.schema.select(99, 99)`);
  await type("\n}\n}");
  assert.equal(await run("return page.schema.text()"), "message A {\n  oneof b {\n    c\n  }\n}");
  await press(CONTROL, "/");
  assert.match(await run("return page.schema.text()"), /\n\/\/ }$/);
  await press(KEYS.Tab);
  assert.equal(await run("return document.activeElement.getAttribute('aria-label')"), "Message JSON");
  await press(KEYS.Tab);
  assert.equal(await run("return document.activeElement.id"), "after");
});

test("the pointer's place is told", async () => {
  await run(`page.schema.setDocument("a", "ab\\ncd😀ef")`);
  await frames();
  const rect = (line) =>
    run(
      `const r = document.createRange(); r.selectNodeContents(document.querySelectorAll("#schema .cm-line")[arguments[0]]);
       const { left, right, top, height } = r.getBoundingClientRect(); return { left, right, middle: top + height / 2 }`,
      line,
    );
  const hovered = async (x, y) => {
    await events();
    await point(x, y);
    await frames();
    return (await events()).map((event) => event.at);
  };
  const { left, right, middle } = await rect(1);
  const letter = (await rect(0)).right - (await rect(0)).left;
  assert.deepEqual(await hovered(left + 2, middle), [3]);
  assert.deepEqual(await hovered(left + 4, middle), []);
  assert.deepEqual(await hovered(left + letter + 3, middle), [5]);
  assert.deepEqual(await hovered(right - 2, middle), [8]);
  assert.deepEqual(await hovered(right + 40, middle), [-1]);
  await hovered(left + 2, middle);
  assert.deepEqual(await hovered(2, 2), [-1]);
});

test("marks follow edits and stay within the text", async () => {
  await run(`page.message.setDocument("m", '{\\n  "a": 1,\\n  "b": 2\\n}');
    page.message.setMarks(JSON.stringify({ selected: [[4, 10], [9000, 9001]], hovered: [[14, 17]] }))`);
  const marked = (name) =>
    run("return [...document.querySelectorAll('.' + arguments[0])].map((e) => e.textContent).join()", name);
  await until("document.querySelector('.wl-hovered')");
  assert.equal(await marked("wl-line-selected"), '  "a": 1,,}');
  assert.equal(await marked("wl-selected"), '"a": 1');
  assert.equal(await marked("wl-hovered"), '"b"');
  await run(`page.message.replace(0, 1, "{ ")`);
  assert.equal(await marked("wl-selected"), '"a": 1');
  await run(`page.message.setMarks("{}")`);
  assert.equal(await marked("wl-line-selected"), "");
});

test("revealed while hidden, seen when shown", async () => {
  await run(`page.schema.setDocument("a", "x\\n".repeat(1000)); document.querySelector("#schema").hidden = true;
    page.schema.reveal(1800, 1801); page.schema.setMarks('{"selected":[[1800,1801]]}')`);
  await frames(4);
  await run(`document.querySelector("#schema").hidden = false`);
  await until("document.querySelector('#schema .wl-line-selected')?.getBoundingClientRect().top > 0");
  await assertClean();
});

test("carriage returns keep their places", async () => {
  const text = "message A {\r\n}\r\n";
  await run(`page.schema.setDocument("a", arguments[0])`, text);
  assert.equal(await run("return page.schema.text()"), text);
  await run("page.schema.select(13, 14)");
  await press("x");
  assert.equal((await events()).find((event) => event.kind === "change").text, "message A {\r\nx\r\n");
});

test("a paste has no carriage returns", async () => {
  await run(`page.schema.setDocument("a", "")`);
  await run(PASTE, "a\r\nb\rc");
  assert.equal((await events()).find((event) => event.kind === "change").text, "a\nb\nc");
});

const PASTE = `
  const content = document.querySelector("#schema .cm-content");
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", arguments[0]);
  content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))`;

test("five megabytes, in lines or in one, keep nobody waiting", async () => {
  const times = await run(`
    const value = Array.from({ length: 80000 }, (_, i) => ({ id: i, name: "user " + i, roles: ["admin", "ops"] }));
    const times = {};
    for (const [name, text] of Object.entries({
      lines: JSON.stringify(value, null, 2),
      line: JSON.stringify(value),
      string: '"' + "x".repeat(5e6) + '"',
      brackets: "[".repeat(5e6),
    })) {
      const clock = (step, work) => {
        const start = performance.now();
        work();
        document.body.offsetHeight;
        times[name + ": " + step] = Math.round(performance.now() - start);
      };
      clock("paste", () => {
        page.message.setDocument(name, "");
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.querySelector("#message .cm-content").dispatchEvent(paste);
      });
      clock("cursor at the end", () => page.message.select(text.length, text.length));
      clock("insert", () => page.message.insert(" "));
      clock("cursor at the start", () => page.message.select(0, 0));
      clock("insert", () => page.message.insert(" "));
      clock("write", () => page.message.write(text + "]"));
      clock("text", () => page.message.text());
      clock("leave", () => page.message.setDocument("", ""));
    }
    return times`);
  if (process.env.TIMES) console.table(times);
  // What took seconds would be something that grows with the square of the text.
  for (const [step, time] of Object.entries(times)) assert.ok(time < 5000, `${step}: ${time} ms`);
  await assertClean();
});

const CHOICES = {
  from: 14,
  to: 15,
  all: true,
  options: [
    { label: "string", insert: "string", snippet: false, detail: "scalar type", kind: "type", doc: "UTF-8 <b>text</b>", also: [] },
    { label: "Stamp", insert: "Stamp", snippet: false, detail: "a.proto", kind: "class", also: [{ from: 0, to: 0, insert: 'import "a";\n' }] },
    { label: "service", insert: "service", snippet: false, detail: "", kind: "keyword", also: [] },
    { label: "message", insert: "message ${Name} {\n\t${}\n}", snippet: true, detail: "", kind: "keyword", also: [] },
  ],
};
const choices = () => run("return [...document.querySelectorAll('.cm-completionLabel')].map((e) => e.textContent)");
const schemaText = () => run("return page.schema.text()");

async function typeAfterAnswers(text, choices) {
  await run(`const [choices] = arguments; page.answers.complete = (to) => ({ ...choices, to })`, choices);
  await run(`page.schema.setDocument("a", "message M {\\n  }"); page.schema.select(14, 14)`);
  await type(text);
}

test("completion opens while a name is typed, is narrowed, and puts in what was chosen", async () => {
  await typeAfterAnswers("s", CHOICES);
  await until("document.querySelectorAll('.cm-completionLabel').length === 3");
  assert.deepEqual(await choices(), ["string", "service", "Stamp"]);
  await until("document.querySelector('.cm-completionInfo')?.textContent === 'UTF-8 <b>text</b>'");
  const list = await run("return document.activeElement.getAttribute('aria-activedescendant')");
  assert.equal(await run("return document.getElementById(arguments[0]).getAttribute('role')", list), "option");
  const asked = () => events().then((all) => all.filter(({ kind }) => kind === "complete"));
  assert.deepEqual(await asked(), [{ id: "schema", kind: "complete", key: "a", at: 15 }]);
  await type("t");
  await until("document.querySelectorAll('.cm-completionLabel').length === 2");
  assert.deepEqual(await asked(), [], "what is there is filtered, not asked for again");
  await until("document.querySelector('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)')");
  await frames(10); // CodeMirror takes no choice in the first 75 ms: it might be one for what was there before
  await press(KEYS.Enter);
  assert.equal(await schemaText(), "message M {\n  string}");
  await assertClean();
});

test("a choice brings its import along, and goes with it", async () => {
  await typeAfterAnswers("sta", CHOICES);
  await until("document.querySelector('.cm-completionLabel')?.textContent === 'Stamp'");
  await frames(10);
  await press(KEYS.Enter);
  assert.equal(await schemaText(), 'import "a";\nmessage M {\n  Stamp}');
  await press(CONTROL, "z");
  assert.equal(await schemaText(), "message M {\n  sta}");
});

test("a snippet has tab stops, and Tab leaves behind the last", async () => {
  await typeAfterAnswers("m", CHOICES);
  await until("document.querySelector('.cm-completionLabel')?.textContent === 'message'");
  await frames(10);
  await press(KEYS.Enter);
  assert.equal(await schemaText(), "message M {\n  message Name {\n    \n  }}");
  await type("Inner");
  await press(KEYS.Tab);
  await type("x");
  assert.equal(await schemaText(), "message M {\n  message Inner {\n    x\n  }}");
  await press(KEYS.Escape);
  await press(KEYS.Tab);
  assert.equal(await run("return document.activeElement.getAttribute('aria-label')"), "Message JSON");
});

test("completion comes when it is asked for, and where nothing fits there is none", async () => {
  await run(`page.answers.propose = arguments[0]; page.answers.complete = null;
    page.schema.setDocument("a", "message M {\\n  s}"); page.schema.select(15, 15)`, CHOICES);
  await press(CONTROL, " ");
  await until("document.querySelectorAll('.cm-completionLabel').length === 3");
  await press(KEYS.Escape);
  await until("!document.querySelector('.cm-tooltip-autocomplete')");
  assert.equal(await run("return document.activeElement.getAttribute('aria-label')"), "Schema");
  await events();
  await type(";");
  await frames(10);
  assert.deepEqual((await events()).filter(({ kind }) => kind === "complete"), []);
  await type("=");
  await until("page.events.some(({ kind }) => kind === 'complete')");
  await frames(10);
  assert.equal(await run("return document.querySelector('.cm-tooltip-autocomplete')"), null);
});

const middleOf = (piece) =>
  run(
    `const line = [...document.querySelectorAll("#schema .cm-line")].find((line) => line.textContent.includes(arguments[0]));
     const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
     for (let node = walker.nextNode(); node; node = walker.nextNode()) {
       const at = node.data.indexOf(arguments[0]);
       if (at < 0) continue;
       const range = document.createRange();
       range.setStart(node, at);
       range.setEnd(node, at + arguments[0].length);
       const { x, y, width, height } = range.getBoundingClientRect();
       return [x + width / 2, y + height / 2];
     }`,
    piece,
  );

test("the engine's words stand beside the pointer, as text", async () => {
  const doc = "what <img src=x onerror=page.events.push(1)> is";
  await run(
    `page.answers.describe = { from: 8, to: 12, title: "message demo.User", doc: arguments[0], facts: [["wire type", "LEN"], ["tag", "0a"]] };
     page.schema.setDocument("a", "message User {}")`,
    doc,
  );
  await frames();
  await point(...(await middleOf("User")));
  await until("document.querySelector('.wl-card')");
  assert.equal(await run("return document.querySelector('.wl-title').textContent"), "message demo.User");
  assert.equal(await run("return document.querySelector('.wl-doc').textContent"), doc);
  const facts = "return [...document.querySelectorAll('.wl-facts > *')].map((e) => e.localName + ' ' + e.textContent)";
  assert.deepEqual(await run(facts), ["dt wire type", "dd LEN", "dt tag", "dd 0a"]);
  await point(600, 500);
  await until("!document.querySelector('.wl-card')");
  // The same by a key, said aloud, until the cursor moves or Escape is pressed.
  await run("page.schema.select(9, 9)");
  await press(CONTROL, "k");
  await press(CONTROL, "i");
  await until("document.querySelector('.wl-card')");
  await until("document.querySelector('.cm-announced').textContent.includes('demo.User')");
  await press(KEYS.Escape);
  await until("!document.querySelector('.wl-card')");
  await assertClean();
});

test("with Ctrl held a name is a link where it leads somewhere", async () => {
  await run(`page.answers.link = (at) => (at >= 8 && at < 12 ? { from: 8, to: 12 } : null);
    page.schema.setDocument("a", "message User {}"); page.schema.focus()`);
  await frames();
  const click = (place) =>
    call("POST", `${session}/actions`, {
      actions: [
        { type: "key", id: "keys", actions: [{ type: "keyDown", value: CONTROL }, { type: "pause" }, { type: "pause" }, { type: "pause" }] },
        {
          type: "pointer",
          id: "mouse",
          actions: [{ type: "pause" }, { type: "pointerMove", duration: 0, x: Math.round(place[0]), y: Math.round(place[1]) }, { type: "pause" }, { type: "pause" }],
        },
      ],
    });
  const button = async () => {
    const actions = [{ type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
    await call("POST", `${session}/actions`, { actions: [{ type: "pointer", id: "mouse", actions }] });
  };
  await click(await middleOf("User"));
  await until("document.querySelector('.wl-link')?.textContent === 'User'");
  await events();
  await button();
  await frames();
  assert.deepEqual((await events()).filter(({ kind }) => kind === "command"), [
    { id: "schema", kind: "command", key: "a", text: "definition", from: 8, to: 8 },
  ]);
  await click(await middleOf("message"));
  await until("page.events.some(({ kind }) => kind === 'link')");
  await frames(4);
  assert.equal(await run("return document.querySelector('.wl-link')"), null);
  await call("DELETE", `${session}/actions`);
});

test("keys are told as commands, with the selection", async () => {
  await run(`page.schema.setDocument("a", "message User {}"); page.schema.select(8, 12)`);
  await events();
  for (const keys of [["\ue03c"], ["\ue00a", "\ue012"], [SHIFT, "\ue00a", "f"], [CONTROL, "."]]) await press(...keys);
  assert.deepEqual(
    (await events()).map(({ kind, text, from, to }) => [kind, text, from, to]),
    ["definition", "back", "format", "fixes"].map((name) => ["command", name, 8, 12]),
  );
  assert.equal(await schemaText(), "message User {}");
});

test("a problem's fixes are buttons, and told", async () => {
  await run(`page.schema.setDocument("a", "message User {}");
    page.schema.setDiagnostics(JSON.stringify([
      { from: 8, to: 12, severity: "hint", message: "a hint", number: 7, fixes: ["insert \`;\`", "rename to \`A\`"] },
    ]));
    page.schema.focus()`);
  await press(KEYS.F8);
  await until("document.querySelectorAll('.cm-diagnosticAction').length === 2");
  await events();
  await run("document.querySelectorAll('.cm-diagnosticAction')[1].click()");
  assert.deepEqual(await events(), [{ id: "schema", kind: "fix", key: "a", from: 7, to: 1 }]);
  await assertClean();
});

test("folds and colours are the engine's, and follow edits", async () => {
  await run(`page.schema.setDocument("a", "// one\\n// two\\nmessage User {}\\n");
    page.schema.setStructure(Uint32Array.of(6, 13), Uint32Array.of(14, 21, 6, 22, 26, 0))`);
  const coloured = () => run("return [...document.querySelectorAll('[class*=sem-]')].map((e) => e.className + ' ' + e.textContent)");
  await until("document.querySelector('.sem-type')");
  assert.deepEqual(await coloured(), ["sem-keyword message", "sem-type User"]);
  const colour = (selector) => run("return getComputedStyle(document.querySelector(arguments[0])).color", selector);
  assert.equal(await colour(".sem-type"), await colour(".tok-type"));
  await run("page.schema.replace(0, 0, '//\\n')");
  assert.deepEqual(await coloured(), ["sem-keyword message", "sem-type User"]);
  await run("page.schema.select(5, 5)");
  await press(CONTROL, SHIFT, "[");
  await until("document.querySelector('#schema .cm-foldPlaceholder')");
  assert.match(await run("return document.querySelector('#schema .cm-content').textContent"), /^\/\/\/\/ one…message/);
});

test("the page's edits are one step, and leave the cursor where it was", async () => {
  await run(`page.schema.setDocument("a", "Userx Userx Userx"); page.schema.select(8, 8)`);
  await run(`page.schema.edit(JSON.stringify([0, 6, 12].map((from) => ({ from, to: from + 5, insert: "Person" }))));
    page.schema.setDocument("a", "Person Person Person")`);
  assert.equal(await schemaText(), "Person Person Person");
  assert.deepEqual((await events()).filter(({ kind }) => kind === "change"), []);
  await press(CONTROL, "z");
  assert.equal(await schemaText(), "Userx Userx Userx");
});

test("a document can be for reading only", async () => {
  await run(`page.schema.setDocument("bundled", "message A {}", true); page.schema.focus()`);
  await type("x");
  assert.equal(await schemaText(), "message A {}");
  await run(`page.schema.setDocument("own", ""); page.schema.focus()`);
  await type("x");
  assert.equal(await schemaText(), "x");
});

test("a place in the text is a place on the screen", async () => {
  await run(`page.schema.setDocument("a", "ab\\ncd")`);
  await frames();
  const [left, top, bottom] = await run("return [...page.schema.place(4)]");
  const [x, y] = await middleOf("cd");
  assert.ok(Math.abs(left - x) < 2 && top < y && y < bottom, `${left} ${top} ${bottom}, not ${x} ${y}`);
});
