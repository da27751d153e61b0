import assert from "node:assert/strict";
import { test } from "node:test";
import { difference } from "../src/diff.js";

const check = (before, after, expected) =>
  test(`${JSON.stringify(before)} → ${JSON.stringify(after)}`, () =>
    assert.deepEqual(difference(before, after), expected));

check("abc", "abc", null);
check("", "abc", { from: 0, to: 0, insert: "abc" });
check("abc", "", { from: 0, to: 3, insert: "" });
check("abc", "abXc", { from: 2, to: 2, insert: "X" });
check("aXbXc", "aYbYc", { from: 1, to: 4, insert: "YbY" });
// What is repeated belongs to the common start, and is not counted twice.
check("aa", "aaa", { from: 2, to: 2, insert: "a" });
check("abab", "ab", { from: 2, to: 4, insert: "" });
// 😀 and 😁 share their first half, 😀 and 🨀 their second.
check("a😀b", "a😁b", { from: 1, to: 3, insert: "😁" });
check("a😀b", "a🨀b", { from: 1, to: 3, insert: "🨀" });
check("😀", "😀😀", { from: 2, to: 2, insert: "😀" });
check("😀😀", "😀", { from: 2, to: 4, insert: "" });

test("the change makes one text of the other, and halves no pair", () => {
  const letters = ["a", "b", "😀", "😁", "🨀"];
  const whole = (text, at) => !/[\ud800-\udbff]$/.test(text.slice(0, at)) || !/^[\udc00-\udfff]/.test(text.slice(at));
  const texts = [""];
  for (const text of texts) if ([...text].length < 4) texts.push(...letters.map((letter) => text + letter));
  for (const before of texts) {
    for (const after of texts) {
      const change = difference(before, after);
      if (before === after) assert.equal(change, null);
      else {
        assert.equal(before.slice(0, change.from) + change.insert + before.slice(change.to), after);
        assert.ok(whole(before, change.from) && whole(before, change.to), `${before} ${after}`);
      }
    }
  }
});
