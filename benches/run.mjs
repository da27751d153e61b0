// Compares the core with other protobuf libraries, all in this one process. `cargo xtask bench` runs it; benches/README.md
// says how to read what it prints.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { agreeOnMessage, agreeOnSchema } from "./agree.mjs";
import { large, small } from "./cases/messages.mjs";
import { schema } from "./cases/schemas.mjs";
import { protobufEs, protobufjs, wirelens } from "./libraries.mjs";
import { inWords, measure, quantile, ratio } from "./measure.mjs";

const KB = 1000;
const ROOT = "bench.Batch";
const THOROUGH = { rounds: 21, batchMs: 20, warmUpMs: 400 };
// To see whether it runs at all; its numbers say nothing.
const QUICK = { rounds: 3, batchMs: 2, warmUpMs: 20 };

const USAGE = `cargo xtask bench [--quick] [--rounds N] [--only TEXT]

--quick      a smoke run, whose numbers say nothing
--rounds N   how often each is measured; ${THOROUGH.rounds} if not said
--only TEXT  only the rows whose name has this text in it, such as "compile" or "500 KB"
`;

/** What is measured: rows of { task, size, calls }, where `calls` has a function or null for each library. */
function rows(libraries) {
  const store = readFileSync(new URL("cases/store.proto", import.meta.url), "utf8");
  const schemas = { small: store, "50 KB": schema(50 * KB), "500 KB": schema(500 * KB) };
  const compile = Object.entries(schemas).map(([size, text]) => ({
    task: "compile",
    size,
    bytes: Buffer.byteLength(text),
    check: () => agreeOnSchema(libraries, text, size),
    calls: libraries.map(({ compile }) => compile && (() => compile(text))),
  }));

  const codecs = libraries.map((library) => ({ name: library.name, ...library.codec(store, ROOT) }));
  const encoded = (value) => codecs[0].encode(JSON.stringify(value)).length;
  const messages = { small: small(), "50 KB": large(50 * KB, encoded), "500 KB": large(500 * KB, encoded) };
  const work = Object.entries(messages).map(([size, value]) => {
    const json = JSON.stringify(value);
    // protobufjs has a quicker reader for Node's own kind of Uint8Array.
    const bytes = Buffer.from(codecs[0].encode(json));
    const row = (task, call) => ({
      task,
      size,
      bytes: bytes.length,
      check: () => agreeOnMessage(codecs, json, size),
      calls: codecs.map(call),
    });
    return [
      row("JSON → bytes", ({ encode }) => () => encode(json)),
      row("bytes → JSON", ({ decode }) => () => decode(bytes)),
      row("annotate / decode", ({ read }) => () => read(bytes)),
    ];
  });
  return [...compile, ...[0, 1, 2].flatMap((task) => work.map((rows) => rows[task]))];
}

function main() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      only: { type: "string", default: "" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return process.stdout.write(USAGE);
  const effort = { ...(values.quick ? QUICK : THOROUGH) };
  if (values.rounds !== undefined) effort.rounds = Number(values.rounds);
  if (!(Number.isInteger(effort.rounds) && effort.rounds > 0)) throw new Error("--rounds takes a number from 1");

  const { WIRELENS_CORE: core, WIRELENS_NODE_MODULES: modules } = process.env;
  if (!core || !modules) throw new Error("run it by `cargo xtask bench`, which builds what it needs");
  const libraries = [wirelens(core), protobufjs(modules), protobufEs(modules)];
  const wanted = rows(libraries).filter(({ task, size }) => `${task} ${size}`.includes(values.only));
  if (wanted.length === 0) throw new Error(`no row's name has "${values.only}" in it`);
  for (const { check } of wanted) check();

  const peers = libraries.slice(1).map(({ name }) => `beside ${name}`);
  const table = [["", "case", "bytes", "a call", ...peers]];
  for (const { task, size, bytes, calls } of wanted) {
    progress(`${task}, ${size}`);
    const there = calls.filter((call) => call !== null);
    const [ours, ...others] = measure(there, effort);
    const words = calls.slice(1).map((call) => (call === null ? "—" : inWords(ratio(ours, others.shift()))));
    table.push([task, size, String(bytes), duration(quantile(ours, 0.5)), ...words]);
  }
  progress("");
  const warning = values.quick ? "A smoke run: it shows that all works, and its numbers say nothing.\n\n" : "";
  console.log(`\n${warning}Wirelens is …\n\n${layout(table)}\n${note(effort)}`);
}

function note({ rounds, batchMs }) {
  return `Node ${process.versions.node}, V8 ${process.versions.v8}, all in one process. The median of ${rounds} rounds, in brackets the quartiles; in
each round every library has a batch of calls of about ${batchMs} ms or one call. Wirelens is compiled as for the page (release
profile, opt-level ${optLevel()}, wasm-opt), and its times include copying texts and bytes into wasm and out of it. They are
this machine's at this moment; only the ratios say something. All libraries were seen to agree on every case.
- compile: .proto text → linked schema. @bufbuild/protobuf has no compiler.
- JSON → bytes: JSON text → bytes. Wirelens keeps the place of every value, which the others don't.
- bytes → JSON: bytes → JSON text. Wirelens' is indented, the others' is not.
- annotate / decode: bytes → all nodes with their places (Wirelens), against a plain decode (the others).
`;
}

/** How far the release profile optimizes, as Cargo.toml says it, unless the environment says otherwise. */
function optLevel() {
  const manifest = readFileSync(new URL("../Cargo.toml", import.meta.url), "utf8");
  const written = /\[profile\.release\][^[]*?\nopt-level = (\S+)/.exec(manifest)?.[1];
  return process.env.CARGO_PROFILE_RELEASE_OPT_LEVEL ?? written ?? "3";
}

/** Columns as wide as their widest cell; numbers to the right. */
function layout(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const isNumber = (column) => column === 2 || column === 3;
  const cell = (text, column) => (isNumber(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  return table.map((row) => `${row.map(cell).join("  ").trimEnd()}\n`).join("");
}

function duration(ms) {
  const [value, unit] = ms < 1 ? [ms * 1000, "µs"] : [ms, "ms"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** What is being measured, where someone watches. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

try {
  main();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
