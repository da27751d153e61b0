import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "../src/search.js";

const find = open([
  ["How tags work", "", "A tag is a varint: the field number and the wire type."],
  ["How varints work", "", "Seven bits a byte, the lowest first."],
  ["Ten bytes", "How varints work", "How long may a negative int32 be?"],
  ["DEADLINE_EXCEEDED (4)", "Status codes", "The deadline passed before the call was done."],
]);
const numbers = (query) => find(query).map(([number]) => number);

test("a title weighs more than a text", () => assert.deepEqual(numbers("varint"), [1, 0, 2]));
test("the beginning of a word is enough", () => assert.deepEqual(numbers("dead"), [3]));
test("a slip is forgiven, and the word that matched is told", () => assert.deepEqual(find("daedline"), [[3, "deadline"]]));
test("all words count, as long as anything has them all", () => {
  assert.deepEqual(numbers("wire type"), [0]);
  assert.deepEqual(numbers("negative deadline").sort(), [2, 3]);
});
test("names are found by their parts", () => assert.deepEqual(numbers("deadline_exceeded"), [3]));
test("words that JavaScript knows are words", () => assert.deepEqual(numbers("__proto__ constructor"), []));
test("what is no word finds nothing", () => assert.deepEqual(numbers("€ ++"), []));
