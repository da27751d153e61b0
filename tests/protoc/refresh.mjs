// Runs protoc on every case, writes its verdicts into the case files and its descriptors into `descriptors.bin.gz`.
//
//   npm ci && node refresh.mjs            writes
//   npm ci && node refresh.mjs --check    only says whether anything would change

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { bodyBytes, parseCases, printCases } from "./cases.mjs";
import { INCLUDE, PROTOC } from "./protoc.mjs";
import { delimited, filesOfSet } from "./sets.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const CASES = join(HERE, "cases");
const ARCHIVE = join(HERE, "descriptors.bin.gz");
const BUNDLED = "google/protobuf";
const AT_A_TIME = 2;
const TIME_LIMIT_MS = 20_000;

/** Runs protoc over files below `dir`. */
function protoc(dir, names) {
  const args = ["-I.", `-I${INCLUDE}`, "--include_imports", "-oset.bin", ...names];
  return new Promise((resolve, reject) => {
    execFile(PROTOC, args, { cwd: dir, timeout: TIME_LIMIT_MS, encoding: "utf8" }, (error, _, printed) => {
      if (error?.killed) reject(new Error(`protoc took more than ${TIME_LIMIT_MS} ms: ${names}`));
      // One of its own checks failed; what it logs of that has a time and a process in it.
      if (error?.signal === "SIGABRT") printed = `${printed.replaceAll(/^(?:[EF]\d{4} |\*\*\*).*\n/gm, "")}protoc aborts`;
      resolve({ good: !error, printed });
    });
  });
}

/** A line that protoc printed → `place severity message`. */
function verdictLine(line) {
  const [, place, rest] = /^([^:]+\.proto(?::\d+:\d+)?): (.*)$/s.exec(line) ?? [undefined, "-", line];
  const warning = /^warning: ?(.*)$/s.exec(rest);
  return warning ? `${place} warning ${warning[1]}` : `${place} error ${rest}`;
}

const byText = new Intl.Collator("en", { numeric: true }).compare;

async function judge({ title, files }) {
  const dir = mkdtempSync(join(tmpdir(), "wirelens-protoc-"));
  try {
    for (const { name, body } of files) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), bodyBytes(body));
    }
    const { good, printed } = await protoc(dir, files.filter((file) => !file.importOnly).map((file) => file.name));
    const lines = printed.split("\n").filter((line) => line !== "").map(verdictLine);
    if (!good && lines.length === 0) throw new Error(`protoc said nothing: ${title}`);
    const set = good ? readFileSync(join(dir, "set.bin")) : undefined;
    // Warnings of unused imports come in the order of a hash table.
    return { verdict: good ? ["good", ...lines.sort(byText)] : lines, set };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The files that come with protoc, as one set. */
async function bundled() {
  const names = readdirSync(join(INCLUDE, BUNDLED), { recursive: true })
    .map((name) => `${BUNDLED}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".proto"))
    .sort();
  const dir = mkdtempSync(join(tmpdir(), "wirelens-protoc-"));
  try {
    const { good, printed } = await protoc(dir, names);
    if (!good) throw new Error(printed);
    return readFileSync(join(dir, "set.bin"));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main() {
  const check = process.argv.includes("--check");
  const paths = readdirSync(CASES).filter((name) => name.endsWith(".txt")).sort().map((name) => join(CASES, name));
  const areas = paths.map((path) => {
    const before = readFileSync(path, "utf8");
    return { path, before, ...parseCases(before, path) };
  });
  const cases = areas.flatMap((area) => area.cases);
  const titles = new Set();
  for (const { title } of cases) {
    if (titles.has(title)) throw new Error(`two cases are called '${title}'`);
    titles.add(title);
  }

  const sets = new Map();
  let next = 0;
  const work = async () => {
    while (next < cases.length) {
      const one = cases[next++];
      const { verdict, set } = await judge(one);
      one.verdict = verdict;
      if (set) sets.set(one.title, set);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));

  // In the cases' order, and without the files that come with protoc, which are there once.
  const entries = [delimited(Buffer.from(BUNDLED)), delimited(await bundled())];
  for (const { title } of cases) {
    const set = sets.get(title);
    if (!set) continue;
    const own = filesOfSet(set).filter(({ name }) => !name.startsWith(`${BUNDLED}/`));
    entries.push(delimited(Buffer.from(title)), delimited(Buffer.concat(own.map((file) => file.record))));
  }
  const archive = gzipSync(Buffer.concat(entries), { level: 9 });

  const stale = [];
  const put = (path, before, after) => {
    if (Buffer.from(before).equals(Buffer.from(after))) return;
    stale.push(path.slice(HERE.length + 1));
    if (!check) writeFileSync(path, after);
  };
  for (const area of areas) put(area.path, area.before, printCases(area));
  let before = "";
  try {
    before = readFileSync(ARCHIVE);
  } catch {
    // The first time.
  }
  put(ARCHIVE, before, archive);

  const bad = cases.length - sets.size;
  console.log(`${cases.length} cases: ${sets.size} good, ${bad} bad; ${stale.length} files ${check ? "are stale" : "written"}`);
  for (const name of stale) console.log(`  ${name}`);
  if (check && stale.length > 0) process.exitCode = 1;
}

await main();
