import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG_LINE } from "../src/limits.js";
import { textproto } from "../src/textproto.js";
import { coloured } from "./coloured.js";

const check = (name, text, expected) => test(name, () => assert.equal(coloured(textproto, text), expected));

check(
  "fields and values",
  `name: "Al" age : 30 home { city: 'X' } <`,
  `propertyName(name): string("Al") propertyName(age) : number(30) propertyName(home) { propertyName(city): string('X') } <`,
);
check(
  "numbers and words",
  `a: [-1, 0x1F, .5e-3f, 1.] b: -inf c: true d: RED e: -x`,
  `propertyName(a): [number(-1), number(0x1F), number(.5e-3f), number(1.)] propertyName(b): -atom(inf) propertyName(c): atom(true) propertyName(d): atom(RED) propertyName(e): -atom(x)`,
);
check(
  "extensions and types in brackets",
  `[pkg.ext]: 1 any { [example.com/pkg.Type] { a: 1 } } list: [A, B]`,
  `[propertyName(pkg.ext)]: number(1) propertyName(any) { [propertyName(example.com/pkg.Type)] { propertyName(a): number(1) } } propertyName(list): [atom(A), atom(B)]`,
);
check("comments", `a: 1 # b: "2"`, `propertyName(a): number(1) comment(# b: "2")`);

test("a long line is cut", () => {
  assert.equal(coloured(textproto, "1,".repeat(1e5)).match(/number/g).length, LONG_LINE / 2);
});
