// Nothing is measured before all libraries give the same answers: a fast wrong one is not fast.

import { deepStrictEqual, strictEqual } from "node:assert";

/** All libraries understand the .proto text alike. */
export function agreeOnSchema(libraries, text, name) {
  const [first, ...others] = libraries;
  const expected = first.fields(text);
  for (const other of others) {
    deepStrictEqual(other.fields(text), expected, `${other.name} and ${first.name} disagree about the schema ${name}`);
  }
  return expected.length;
}

/** Each codec reads what each writes, and all get back the JSON they were given. */
export function agreeOnMessage(codecs, json, name) {
  const expected = canonical(json);
  for (const writer of codecs) {
    const bytes = Buffer.from(writer.encode(json));
    for (const reader of codecs) {
      const got = canonical(reader.decode(bytes));
      strictEqual(got, expected, `${name}: what ${writer.name} writes, ${reader.name} reads as something else`);
    }
  }
}

/** Those that read without a schema find as many fields: what is no number tells its number by `count`. */
export function agreeOnCount(calls, name) {
  const there = calls.filter((call) => call !== null);
  const [first, ...others] = there.map((call) => call.count?.(call()) ?? call());
  for (const other of others) strictEqual(other, first, `${name}: another number of fields is found without a schema`);
}

/** JSON text with keys in the order of their names and without white space. */
export function canonical(text) {
  const sorted = (_, value) => {
    const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  };
  return JSON.stringify(JSON.parse(text), sorted);
}
