import assert from "node:assert/strict";
import { test } from "node:test";
import { json } from "../src/json.js";
import { LONG_LINE } from "../src/limits.js";
import { coloured } from "./coloured.js";

const check = (name, text, expected) => test(name, () => assert.equal(coloured(json, text), expected));

check(
  "keys and values",
  `{"a": "b", "c" : [1, -2.5e+3, true, false, null, NaN]}`,
  `{propertyName("a"): string("b"), propertyName("c") : [number(1), number(-2.5e+3), atom(true), atom(false), atom(null), NaN]}`,
);
check(
  "escapes",
  `{"a\\"": "\\\\", "b": "\\u00e9:"}`,
  `{propertyName("a\\""): string("\\\\"), propertyName("b"): string("\\u00e9:")}`,
);
check(
  "a string that is not closed ends with its line",
  `{"a": "b
  "c": 1}`,
  `{propertyName("a"): string("b)
  propertyName("c"): number(1)}`,
);

test("a long string is read as one, a long line is cut", () => {
  assert.match(coloured(json, `{"a": "${"x".repeat(20_000)}"}`), /: string\("x+"\)}$/);
  assert.equal(coloured(json, "1,".repeat(1e5)).match(/number/g).length, LONG_LINE / 2);
});
