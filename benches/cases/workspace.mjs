// A workspace as a company has it: a hub that every file imports, files in the middle that import it and are imported by
// some, and leaves that nobody imports.

const MIDDLE = 19;
const MESSAGES = 6;

/** So many files with the name and the text of each; the hub comes first, then the middle, then the leaves. */
export function workspace(count) {
  const files = [{ name: "hub/common.proto", text: file("hub", [], 0) }];
  for (let at = 1; at < count; at++) {
    const isMiddle = at <= MIDDLE;
    const own = isMiddle ? `middle${at}` : `leaf${at}`;
    const imported = isMiddle ? [0] : [0, 1 + (at % MIDDLE), 1 + ((at * 7) % MIDDLE)];
    files.push({ name: path(at), text: file(own, [...new Set(imported)], at) });
  }
  return files;
}

/** The index of a file of each kind. */
export const PLACES = { leaf: 150, middle: 7, hub: 0 };

/** The same text after a keystroke: one more letter in the name of a field. */
export function typed(text) {
  const at = text.indexOf("title_1");
  return `${text.slice(0, at)}x${text.slice(at)}`;
}

function path(at) {
  if (at === 0) return "hub/common.proto";
  return at <= MIDDLE ? `middle/part${at}.proto` : `leaf/part${at}.proto`;
}

function pack(at) {
  if (at === 0) return "bench.hub";
  return at <= MIDDLE ? `bench.middle${at}` : `bench.leaf${at}`;
}

function file(own, imported, at) {
  const imports = imported.map((other) => `import "${path(other)}";\n`).join("");
  const messages = Array.from({ length: MESSAGES }, (_, index) => message(own, imported, at, index));
  return `syntax = "proto3";\n\npackage bench.${own};\n\n${imports}\n${messages.join("\n")}`;
}

function message(own, imported, at, index) {
  const uses = imported.map((other, field) => {
    return `  // What ${pack(other)} says of it.\n  ${pack(other)}.Record${(index + field) % MESSAGES} other_${field} = ${10 + field};\n`;
  });
  return `// Record ${index} of ${own}, as it is stored.
message Record${index} {
  // Shown to people.
  string title_${index} = 1;
  int64 created_at = 2;
  repeated string labels = 3;
  map<string, int32> counts = 4;
  State${index} state = 5;
${uses.join("")}
  enum State${index} {
    STATE${index}_UNSPECIFIED = 0;
    STATE${index}_OPEN = 1;
  }
}
`;
}
