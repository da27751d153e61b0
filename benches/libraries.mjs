// Each library behind the same few functions:
//   compile(text)   a .proto text → a compiled schema (null where the library has no compiler)
//   fields(text)    what the library understood of a text, a line a field, sorted: "package.Message.field number [repeated]"
//   prepare(text)   for compile: what is not measured, in place of the text (only where there is such a thing)
//   guess(bytes)    a function that reads bytes without a schema, and tells how many fields it has found
//   codec(...)      { encode: JSON text → bytes, decode: bytes → JSON text, read: bytes → the library's own plain result }
// What they are given and what they give back is text and bytes, so that each pays for its own JSON.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Our core, from the module that wasm-bindgen made. */
export function wirelens(module) {
  const core = createRequire(module)(module);
  return {
    name: "wirelens",
    // The schema lies in wasm memory, so to free it belongs to the work.
    compile: (text) => core.compile(text).free(),
    parse: (text) => core.parse(text),
    format: (text) => core.format(text),
    check: (text) => core.check(text),
    fields: (text) => core.compile(text).fields().trimEnd().split("\n").sort(),
    workspace(files) {
      const workspace = new core.Workspace(files.map((file) => file.name), files.map((file) => file.text));
      return {
        full: () => proven(workspace.full()),
        // One call is one keystroke: there and back, in turn.
        keystroke(file, texts) {
          let turn = 0;
          return () => proven(workspace.keystroke(file, texts[(turn += 1) % texts.length]));
        },
      };
    },
    codec(text, root) {
      const message = core.compile(text).message(root);
      return {
        encode: (json) => message.encode(json),
        decode: (bytes) => message.decode(bytes),
        read: (bytes) => message.annotate(bytes),
        footprint: (bytes) => message.footprint(bytes),
      };
    },
    guess: (bytes) => () => core.guess(bytes),
    simulate: (kind, count) => core.simulate(kind, count),
  };
}

function proven(isCompiled) {
  if (!isCompiled) throw new Error("the workspace does not compile");
}

/** protobufjs, whose codecs are functions it generates from the schema. */
export function protobufjs(modules) {
  const library = createRequire(join(modules, "index.js"))("protobufjs");
  const compile = (text) => library.parse(text, new library.Root()).root.resolveAll();
  // As ProtoJSON has them; without `defaults`, as ProtoJSON leaves them out.
  const asJson = { longs: String, enums: String, bytes: String, json: true };
  return {
    name: "protobufjs",
    compile,
    fields(text) {
      const lines = [];
      const visit = (space) => {
        for (const it of space.nestedArray) visitType(it);
      };
      const visitType = (it) => {
        for (const field of it.fieldsArray ?? []) {
          lines.push(line(`${it.fullName.slice(1)}.${field.name}`, field.id, field.repeated));
        }
        if (it.nestedArray) visit(it);
      };
      visit(library.parse(text, new library.Root(), { keepCase: true }).root.resolveAll());
      return lines.sort();
    },
    codec(text, root) {
      const type = compile(text).lookupType(root);
      return {
        encode: (json) => type.encode(type.fromObject(JSON.parse(json))).finish(),
        decode: (bytes) => JSON.stringify(type.toObject(type.decode(bytes), asJson)),
        read: (bytes) => type.decode(bytes),
      };
    },
  };
}

/** Protobuf-ES, which has no compiler: protoc compiles for it, outside of what is measured. */
export function protobufEs(modules) {
  const require = createRequire(join(modules, "index.js"));
  const library = require("@bufbuild/protobuf");
  const { FileDescriptorSetSchema } = require("@bufbuild/protobuf/wkt");
  const registry = (text) => {
    const descriptors = protoc(join(modules, ".bin", "protoc"), text);
    return library.createFileRegistry(library.fromBinary(FileDescriptorSetSchema, descriptors));
  };
  return {
    name: "@bufbuild/protobuf",
    compile: null,
    fields(text) {
      const lines = [];
      for (const it of registry(text)) {
        if (it.kind !== "message") continue;
        for (const field of it.fields) {
          lines.push(line(`${it.typeName}.${field.name}`, field.number, field.fieldKind === "list"));
        }
      }
      return lines.sort();
    },
    codec(text, root) {
      const type = registry(text).getMessage(root);
      return {
        encode: (json) => library.toBinary(type, library.fromJsonString(type, json)),
        decode: (bytes) => library.toJsonString(type, library.fromBinary(type, bytes)),
        read: (bytes) => library.fromBinary(type, bytes),
      };
    },
  };
}

/** protobuf-decoder, which reads without a schema. It takes base64, so to undo that belongs to the work. */
export function protobufDecoder(modules) {
  const Decoder = createRequire(join(modules, "index.js"))("protobuf-decoder").default;
  // A nested message has its fields in place of values.
  const count = ({ values }) => values.reduce((sum, value) => sum + 1 + (value?.values?.[0]?.values ? count(value) : 0), 0);
  return {
    name: "protobuf-decoder",
    compile: null,
    guess(bytes) {
      const text = Buffer.from(bytes).toString("base64");
      return Object.assign(() => new Decoder(text, false).decode(), { count: (result) => count(result) });
    },
  };
}

/** protoc as a process that reads a file and writes one. Its time is the clock's: it is not this process's. */
export function protocItself(modules) {
  const folder = mkdtempSync(join(tmpdir(), "wirelens-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const program = native(modules);
  return {
    name: "protoc (a process)",
    prepare(text) {
      const name = `bench${text.length}.proto`;
      writeFileSync(join(folder, name), text);
      return name;
    },
    compile: Object.assign((name) => {
      const run = spawnSync(program, [`--proto_path=${folder}`, `--descriptor_set_out=${folder}/set.binpb`, name]);
      if (run.status !== 0) throw new Error(`protoc refuses the schema: ${run.stderr ?? run.error}`);
    }, { isElsewhere: true }),
  };
}

/** protoc's own program; what npm puts on the path is a script that starts Node first. */
function native(modules) {
  const system = { linux: "linux", darwin: "osx", win32: "win64" }[process.platform];
  const processor = { x64: "x86_64", arm64: "aarch_64" }[process.arch];
  const file = system === "win64" ? "protoc-win64.exe" : `protoc-${system}-${processor}`;
  return join(modules, "protoc", "bin", file);
}

function line(name, number, isRepeated) {
  return `${name} ${number}${isRepeated ? " repeated" : ""}`;
}

/** The descriptors of a .proto text, as a FileDescriptorSet's bytes. */
function protoc(program, text) {
  const folder = mkdtempSync(join(tmpdir(), "wirelens-bench-"));
  try {
    writeFileSync(join(folder, "bench.proto"), text);
    const set = join(folder, "bench.binpb");
    const run = spawnSync(program, [`--proto_path=${folder}`, `--descriptor_set_out=${set}`, "bench.proto"], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`protoc refuses the schema: ${run.stderr ?? run.error}`);
    return readFileSync(set);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
