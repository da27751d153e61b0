// Each library behind the same few functions:
//   compile(text)   a .proto text → a compiled schema (null where the library has no compiler)
//   fields(text)    what the library understood of a text, a line a field, sorted: "package.Message.field number [repeated]"
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
    fields: (text) => core.compile(text).fields().trimEnd().split("\n").sort(),
    codec(text, root) {
      const message = core.compile(text).message(root);
      return {
        encode: (json) => message.encode(json),
        decode: (bytes) => message.decode(bytes),
        read: (bytes) => message.annotate(bytes),
      };
    },
  };
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
