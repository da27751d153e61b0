// Reads and writes the case files (`cases/*.txt`); README.md tells their format. `tests/protoc/cases.rs` reads the same.

/** The name of a body without a `---` line before it. */
export const DEFAULT_NAME = "test.proto";

/**
 * @typedef {{ name: string, importOnly: boolean, body: string }} File
 * @typedef {{ title: string, files: File[], verdict: string[] }} Case
 */

/** A case file's text → what stands before its first case, and its cases. */
export function parseCases(text, path) {
  const head = [];
  const cases = [];
  let current;
  let file;
  const fail = (line, why) => {
    throw new Error(`${path}:${line}: ${why}`);
  };
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  lines.forEach((line, index) => {
    if (line.startsWith("=== ")) {
      current = { title: line.slice(4).trim(), files: [], verdict: [] };
      cases.push(current);
      file = undefined;
    } else if (!current) {
      head.push(line);
    } else if (line.startsWith(">>> ")) {
      current.verdict.push(line.slice(4));
    } else if (current.verdict.length > 0) {
      if (line.trim() !== "") fail(index + 1, "a body's line behind the verdict");
    } else if (line.startsWith("--- ")) {
      const name = line.slice(4).trim();
      const importOnly = name.endsWith(" (import)");
      file = { name: importOnly ? name.slice(0, -" (import)".length).trim() : name, importOnly, body: "" };
      if (current.files.some((other) => other.name === file.name)) fail(index + 1, `${file.name} is there twice`);
      current.files.push(file);
    } else {
      if (!file) {
        file = { name: DEFAULT_NAME, importOnly: false, body: "" };
        current.files.push(file);
      }
      file.body += `${line}\n`;
    }
  });
  for (const { title, files } of cases) {
    // Blank lines between a new case and the next belong to neither.
    const last = files.at(-1);
    if (last) last.body = last.body.replace(/\n+$/, "\n");
    if (files.length === 0) throw new Error(`${path}: case '${title}' has no file`);
  }
  return { head, cases };
}

/** The text of a case file. */
export function printCases({ head, cases }) {
  const blocks = cases.map(({ title, files, verdict }) => {
    const bodies = files.map(({ name, importOnly, body }, index) => {
      const plain = index === 0 && name === DEFAULT_NAME && !importOnly;
      return (plain ? "" : `--- ${name}${importOnly ? " (import)" : ""}\n`) + body;
    });
    return `=== ${title}\n${bodies.join("")}${verdict.map((line) => `>>> ${line}\n`).join("")}`;
  });
  const about = head.join("\n").trim();
  return [...(about ? [`${about}\n`] : []), ...blocks].join("\n");
}

/** A body as it is written here → the bytes that it stands for. */
export function bodyBytes(body) {
  const parts = [];
  let rest = body;
  for (;;) {
    const start = rest.indexOf("⟦");
    if (start < 0) {
      parts.push(Buffer.from(rest));
      return Buffer.concat(parts);
    }
    parts.push(Buffer.from(rest.slice(0, start)));
    const end = rest.indexOf("⟧", start);
    if (end < 0) throw new Error(`an escape without its end: ${rest.slice(start, start + 40)}`);
    const inside = rest.slice(start + 1, end);
    rest = rest.slice(end + 1);
    if (inside === "end") return Buffer.concat(parts);
    const times = inside.indexOf("×");
    if (times >= 0) {
      const [text, counts] = [inside.slice(times + 1), inside.slice(0, times).split("..").map(Number)];
      const [first, end] = counts.length === 2 ? counts : [0, counts[0]];
      for (let count = first; count < end; count++) parts.push(Buffer.from(text.replaceAll("№", count)));
    } else if (/^[0-9A-F]{2}( [0-9A-F]{2})*$/.test(inside)) {
      parts.push(Buffer.from(inside.replaceAll(" ", ""), "hex"));
    } else {
      throw new Error(`no such escape: ⟦${inside}⟧`);
    }
  }
}
