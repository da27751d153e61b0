// What the comparison's own parts promise; `node --test benches`.

import { deepStrictEqual, strictEqual, throws } from "node:assert";
import { test } from "node:test";

import { agreeOnCount, agreeOnMessage, canonical } from "./agree.mjs";
import { large } from "./cases/messages.mjs";
import { schema } from "./cases/schemas.mjs";
import { typed, workspace } from "./cases/workspace.mjs";
import { inWords, measure, quantile, ratio, share } from "./measure.mjs";

test("cases are the same in every run and as large as asked", () => {
  const size = (value) => JSON.stringify(value).length;
  const [first, second] = [large(20000, size), large(20000, size)];
  deepStrictEqual(first, second);
  strictEqual(size(first) > 20000 && size(first) < 25000, true);
  strictEqual(schema(20000), schema(20000));
  strictEqual(schema(20000).length >= 20000 && schema(20000).length < 22000, true);
});

test("a workspace's files are typed in by one letter", () => {
  const files = workspace(40);
  strictEqual(new Set(files.map((file) => file.name)).size, 40);
  for (const { text } of files) strictEqual(typed(text).length, text.length + 1);
});

test("what another process does is measured by the clock", () => {
  let clock = 0;
  const call = Object.assign(() => void (clock += 5), { isElsewhere: true });
  deepStrictEqual(measure([call], { rounds: 1, batchMs: 5, warmUpMs: 0 }, () => ({ clock, cpu: 0 })), [[5]]);
});

test("rounds are fair: each function is first in turn, and gets calls that fill its batch", () => {
  let clock = 0;
  const order = [];
  const function_ = (name, takes) => () => {
    clock += takes;
    if (order.at(-1) !== name) order.push(name);
  };
  const times = measure([function_("a", 1), function_("b", 4)], { rounds: 2, batchMs: 20, warmUpMs: 0 }, () => ({ clock, cpu: 2 * clock }));
  deepStrictEqual(times, [[1, 1], [4, 4]]);
  // The warm-up's a and b; then a b, then b a: the two b's are one run.
  deepStrictEqual(order, ["a", "b", "a", "b", "a"]);
});

test("time in which other processes had the processor is left out", () => {
  let cpu = 0;
  const call = () => void (cpu += 1);
  const times = (clock) => measure([call], { rounds: 2, batchMs: 20, warmUpMs: 0 }, () => ({ clock: clock(), cpu }));
  deepStrictEqual(times(() => cpu * 7), [[1, 1]]);
  cpu = 0;
  // What counts no CPU time finely has only the clock.
  const coarse = measure([call], { rounds: 2, batchMs: 20, warmUpMs: 0 }, () => ({ clock: cpu * 7, cpu: Infinity }));
  deepStrictEqual(coarse, [[7, 7]]);
});

test("ratios are taken round by round", () => {
  // The second round was twice as slow for both.
  deepStrictEqual(ratio([1, 2, 1], [3, 6, 3]), { low: 3, middle: 3, high: 3 });
  strictEqual(quantile([3, 1, 2], 0.5), 2);
  strictEqual(quantile([1, 2], 0.25), 1.25);
});

test("ratios in words say who is faster", () => {
  strictEqual(inWords({ low: 1.9, middle: 2.14, high: 2.3 }), "2.1× faster (1.90–2.3)");
  strictEqual(inWords({ low: 0.4, middle: 0.5, high: 0.8 }), "2.0× slower (1.25–2.5)");
  strictEqual(inWords({ low: 11, middle: 12.4, high: 13 }), "12× faster (11–13)");
});

test("shares in words are percents", () => {
  strictEqual(share([1, 2, 1], [50, 100, 50]), "2.0 % (2.0–2.0)");
});

test("a codec that reads something else is found out", () => {
  const codec = { name: "honest", encode: (json) => json, decode: String };
  const wrong = { name: "wrong", encode: (json) => json, decode: () => "{}" };
  agreeOnMessage([codec], '{"b": 1, "a": [{"d": 2, "c": 3}]}', "case");
  throws(() => agreeOnMessage([codec, wrong], '{"a": 1}', "case"), /what honest writes, wrong reads as something else/);
  strictEqual(canonical('{"b": 1, "a": [{"d": 2, "c": 3}]}'), '{"a":[{"c":3,"d":2}],"b":1}');
});

test("a reader that finds other fields is found out", () => {
  const counting = Object.assign(() => ["a", "b"], { count: (list) => list.length });
  agreeOnCount([() => 2, null, counting], "case");
  throws(() => agreeOnCount([() => 3, counting], "case"), /another number of fields/);
});
