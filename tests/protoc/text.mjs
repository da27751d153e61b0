// Texts in the text format against protoc: writes its verdicts into `text/cases.jsonl` again, and has it read what we wrote.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { INCLUDE, PROTOC } from "./protoc.mjs";

const DIR = join(dirname(fileURLToPath(import.meta.url)), "text");
const FILES = { shop: "shop.proto", old: "old.proto", fresh: "new.proto" };

/** The bytes that protoc makes of a text, in hexadecimal; null where it refuses it. */
function encoded({ root, text }) {
  const args = [`-I${DIR}`, `-I${INCLUDE}`, `--encode=${root}`, "--deterministic_output", FILES[root.split(".")[0]]];
  try {
    return execFileSync(PROTOC, args, { cwd: DIR, input: text, stdio: ["pipe", "pipe", "ignore"] }).toString("hex");
  } catch {
    return null;
  }
}

const lines = (name) =>
  readFileSync(join(DIR, name), "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));

const cases = lines("cases.jsonl").map(({ root, text }) => ({ root, text, bytes: encoded({ root, text }) }));
writeFileSync(join(DIR, "cases.jsonl"), cases.map((it) => `${JSON.stringify(it)}\n`).join(""));

const wrong = lines("written.jsonl").filter((it) => encoded(it) !== it.bytes);
for (const { root, text } of wrong) console.error(`protoc reads another ${root} from what we wrote:\n${text}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
