// .proto texts of a given size, in the shape of a real API: commented messages that use each other, enums, services.

import { random } from "./random.mjs";

const SEED = 7;
const SCALARS = ["string", "int32", "int64", "uint32", "uint64", "sint32", "bool", "double", "float", "bytes", "fixed64"];
const WORDS = ["user", "order", "price", "stock", "label", "region", "created", "updated", "token", "page", "total", "kind"];

/** One file of at least so many bytes. */
export function schema(bytes) {
  const numbers = random(SEED);
  const parts = ['syntax = "proto3";\n\npackage bench.api.v1;\n'];
  let length = parts[0].length;
  for (let at = 0; length < bytes; at++) {
    const part = at % 8 === 7 ? service(at) : at % 4 === 3 ? enumeration(at) : message(at, numbers);
    parts.push(part);
    length += part.length + 1;
  }
  return parts.join("\n");
}

// Every fourth part is none, see `schema`.
const isMessage = (at) => at % 4 !== 3;

function message(at, { below, pick, list }) {
  const earlier = () => {
    const other = below(at);
    return `Message${isMessage(other) ? other : other - 1}`;
  };
  // Enumerations are the parts 3, 11, 19 and so on.
  const state = () => `State${8 * below(Math.floor((at + 4) / 8)) + 3}`;
  const type = () => (at > 3 && below(8) === 0 ? state() : at > 1 && below(4) === 0 ? earlier() : pick(SCALARS));
  const fields = list(4 + below(9), (_, field) => {
    const number = field + 1;
    const name = `${pick(WORDS)}_${pick(WORDS)}_${number}`;
    const comment = below(2) === 0 ? `  // The ${name.replaceAll("_", " ")} of this ${pick(WORDS)}, if it has one.\n` : "";
    const declared = ["repeated ", "optional ", ""][below(3)] + type();
    return `${comment}  ${below(10) === 0 ? `map<string, ${type()}>` : declared} ${name} = ${number};\n`;
  });
  const oneof = `  oneof choice {\n    string choice_name = 20;\n    int64 choice_id = 21;\n  }\n`;
  const nested = `  message Part {\n    string key = 1;\n    repeated double values = 2;\n  }\n  repeated Part parts = 30;\n`;
  const extra = [oneof, nested, "", ""][below(4)];
  return `// Message ${at} of the interface: what a client sends, or what it gets back.\nmessage Message${at} {\n${fields.join("")}${extra}}\n`;
}

function enumeration(at) {
  const values = ["UNSPECIFIED", "ACTIVE", "PAUSED", "DELETED"].map((name, number) => `  STATE${at}_${name} = ${number};\n`);
  return `enum State${at} {\n${values.join("")}}\n`;
}

function service(at) {
  const methods = ["Get", "List", "Watch"].map((verb, index) => {
    const answer = verb === "Watch" ? "stream " : "";
    return `  // ${verb}s what the request names.\n  rpc ${verb}${at}(Message${at - 5}) returns (${answer}Message${at - 3 + index});\n`;
  });
  return `service Service${at} {\n${methods.join("")}}\n`;
}
