// Compares the core with other protobuf libraries, all in this one process. `cargo xtask bench` runs it; benches/README.md
// says how to read what it prints.

import { parseArgs } from "node:util";

import { ROOT, STORE, beside } from "./beside.mjs";
import { keystrokes } from "./keystrokes.mjs";
import { protobufDecoder, protobufEs, protobufjs, protocItself, wirelens } from "./libraries.mjs";
import { linear } from "./linear.mjs";
import { reading } from "./reading.mjs";
import { simulating } from "./simulating.mjs";

const THOROUGH = { rounds: 21, batchMs: 20, warmUpMs: 400 };
// To see whether it runs at all; its numbers say nothing.
const QUICK = { rounds: 3, batchMs: 2, warmUpMs: 20 };

const USAGE = `cargo xtask bench [--quick] [--rounds N] [--only TEXT]

--quick      a smoke run, whose numbers say nothing
--rounds N   how often each is measured; ${THOROUGH.rounds} if not said
--only TEXT  only the rows whose name has this text in it, such as "compile", "100 KB",
             "keystroke", "reading", "linear" or "simulate"
`;

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
  const ours = wirelens(core);
  const libraries = [ours, protobufjs(modules), protobufEs(modules), protobufDecoder(modules), protocItself(modules)];
  const { only } = values;
  const tables = [
    beside(libraries, only, effort, progress),
    "keystroke".includes(only) ? keystrokes(ours, effort, progress) : null,
    "reading".includes(only) ? reading(ours, STORE, ROOT, effort, progress) : null,
    "linear".includes(only) ? linear(ours, effort, progress) : null,
    "simulate".includes(only) ? simulating(ours, effort, progress) : null,
  ].filter((table) => table !== null);
  progress("");
  if (tables.length === 0) throw new Error(`no row's name has "${only}" in it`);
  if (values.quick) console.log("\nA smoke run: it shows that all works, and its numbers say nothing.");
  for (const table of tables) console.log(`\n${table}`);
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
