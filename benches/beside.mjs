// Each library's time for the same work, beside ours.

import { readFileSync } from "node:fs";

import { agreeOnCount, agreeOnMessage, agreeOnSchema } from "./agree.mjs";
import { large, plain, small } from "./cases/messages.mjs";
import { schema } from "./cases/schemas.mjs";
import { duration, layout } from "./layout.mjs";
import { inWords, measure, quantile, ratio } from "./measure.mjs";

const KB = 1000;
/** The schema of the messages that are measured, and their type. */
export const STORE = readFileSync(new URL("cases/store.proto", import.meta.url), "utf8");
export const ROOT = "bench.Batch";

/** The rows whose names have a text in them, as a table with a note; nothing if there are none. */
export function beside(libraries, only, effort, progress) {
  const wanted = rows(libraries).filter(({ task, size }) => `${task} ${size}`.includes(only));
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
  return wanted.length > 0 ? `Wirelens is …\n\n${layout(table, [2, 3])}\n${note(effort)}` : null;
}

/** What is measured: rows of { task, size, calls }, where `calls` has a function or null for each library. */
function rows(libraries) {
  const schemas = { "1 KB": schema(KB), "50 KB": schema(50 * KB), "500 KB": schema(500 * KB) };
  const compile = Object.entries(schemas).map(([size, text]) => ({
    task: "compile",
    size,
    bytes: Buffer.byteLength(text),
    check: () => agreeOnSchema(libraries.filter((library) => library.fields), text, size),
    calls: libraries.map(({ compile, prepare }) => compile && bound(compile, prepare?.(text) ?? text)),
  }));

  const codecs = libraries.filter((library) => library.codec).map((library) => {
    return { name: library.name, ...library.codec(STORE, ROOT) };
  });
  const written = (value) => Buffer.byteLength(JSON.stringify(value));
  const messages = { small: small(), "1 KB": large(KB, written), "100 KB": large(100 * KB, written), "5 MB": large(5000 * KB, written) };
  const work = Object.entries(messages).map(([size, value]) => {
    const json = JSON.stringify(value);
    // protobufjs has a quicker reader for Node's own kind of Uint8Array.
    const bytes = Buffer.from(codecs[0].encode(json));
    const row = (task, call) => ({
      task,
      size,
      bytes: bytes.length,
      check: () => agreeOnMessage(codecs, json, size),
      calls: libraries.map(({ codec }, at) => codec ? call(codecs[at]) : null),
    });
    return [
      row("JSON → bytes", ({ encode }) => () => encode(json)),
      row("bytes → JSON", ({ decode }) => () => decode(bytes)),
      row("annotate / decode", ({ read }) => () => read(bytes)),
    ];
  });
  const guess = Object.entries(messages).slice(0, -1).map(([size, value]) => {
    const bytes = Buffer.from(codecs[0].encode(JSON.stringify(plain(value))));
    const calls = libraries.map(({ guess }) => (guess ? guess(bytes) : null));
    return { task: "no schema", size, bytes: bytes.length, check: () => agreeOnCount(calls, size), calls };
  });
  return [...compile, ...[0, 1, 2].flatMap((task) => work.map((rows) => rows[task])), ...guess];
}

/** A call with its argument; whether another process does the work stays known. */
function bound(call, argument) {
  return Object.assign(() => call(argument), { isElsewhere: call.isElsewhere });
}

function note({ rounds, batchMs }) {
  return `Node ${process.versions.node}, V8 ${process.versions.v8}, all in one process. The median of ${rounds} rounds, in brackets the quartiles; in
each round every library has a batch of calls of about ${batchMs} ms or one call. Wirelens is compiled as for the page (release
profile, opt-level ${optLevel()}, wasm-opt), and its times include copying texts and bytes into wasm and out of it. They are
this machine's at this moment; only the ratios say something. All libraries were seen to agree on every case.
- compile: .proto text → linked schema. @bufbuild/protobuf has no compiler. protoc is a native program, and its time that of
  a process: it starts, reads a file and writes one.
- JSON → bytes: JSON text → bytes. Wirelens keeps the place of every value, which the others don't.
- bytes → JSON: bytes → JSON text, without white space.
- annotate / decode: bytes → all nodes with their places (Wirelens), against a plain decode (the others).
- no schema: bytes → all nodes with their places (Wirelens), against protobuf-decoder's fields.
`;
}

/** How far the release profile optimizes, as Cargo.toml says it, unless the environment says otherwise. */
function optLevel() {
  const manifest = readFileSync(new URL("../Cargo.toml", import.meta.url), "utf8");
  const written = /\[profile\.release\][^[]*?\nopt-level = (\S+)/.exec(manifest)?.[1];
  return process.env.CARGO_PROFILE_RELEASE_OPT_LEVEL ?? written ?? "3";
}
