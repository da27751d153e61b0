// Where the package `protoc` keeps the compiler's own program and its .proto files; its start script costs 40 ms a run.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = dirname(createRequire(import.meta.url).resolve("protoc/package.json"));
const systems = { linux: "linux", darwin: "osx", win32: "win64.exe" };
const machines = { x64: "x86_64", arm64: "aarch_64" };
const system = systems[process.platform];

/** The native program. */
export const PROTOC = join(
  root,
  "bin",
  process.platform === "win32" ? `protoc-${system}` : `protoc-${system}-${machines[process.arch]}`,
);

/** The directory below which `google/protobuf/*.proto` lie. */
export const INCLUDE = join(root, "include");
