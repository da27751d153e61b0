// Texts of any size in shapes that invite more than linear work: what people write, and what nobody should.

import { schema } from "./schemas.mjs";

/** Text of at least so many bytes: a head, and a piece for each number from 1 on. */
function repeated(bytes, head, piece) {
  const parts = [head];
  for (let at = 1, length = head.length; length < bytes; at++) {
    const part = piece(at);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

const PROTO3 = 'syntax = "proto3";\n';

/** The shapes by their names; each makes a text of a size. */
export const SHAPES = {
  "an API": schema,
  "one message of many fields": (bytes) => `${repeated(bytes, `${PROTO3}message M {\n`, (at) => `  string field_${at} = ${at};\n`)}}\n`,
  "one enum": (bytes) => `${repeated(bytes, `${PROTO3}enum E {\n  E_0 = 0;\n`, (at) => `  E_${at} = ${at};\n`)}}\n`,
  "messages that use the next": (bytes) => repeated(bytes, `${PROTO3}message M0 {}\n`, (at) => `message M${at} { M${at - 1} a = 1; }\n`),
  "reserved numbers": (bytes) => `${repeated(bytes, `${PROTO3}message M {\n  reserved 1`, (at) => `, ${2 * at + 1}`)};\n}\n`,
  "options of the file": (bytes) => {
    const head = `${PROTO3}import "google/protobuf/descriptor.proto";\nmessage O { repeated int32 r = 1; }\nextend google.protobuf.FileOptions { O opt = 50000; }\n`;
    return repeated(bytes, head, () => "option (opt).r = 1;\n");
  },
  "names that are not declared": (bytes) => repeated(bytes, PROTO3, (at) => `message M${at} { Nothing${at} a = 1; }\n`),
  "fields without semicolons": (bytes) => `${repeated(bytes, `${PROTO3}message M {\n`, (at) => `  string field_${at} = ${at}\n`)}}\n`,
  "braces that are not closed": (bytes) => repeated(bytes, PROTO3, (at) => `message M${at} {\n`),
  "brackets and parentheses": (bytes) => repeated(bytes, PROTO3, (at) => "([{<"[at % 4]),
  "words": (bytes) => repeated(bytes, PROTO3, (at) => `word${at % 9} `),
  "comments": (bytes) => repeated(bytes, PROTO3, (at) => (at % 2 === 0 ? "// a\n" : "/* b */ ")),
};
