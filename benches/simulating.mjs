// Whether simulating grows as the call does: the time an event takes in long streams beside that in a short one.

import { layout } from "./layout.mjs";
import { measure, quantile, ratio } from "./measure.mjs";

const COUNTS = [100, 1_000, 10_000, 100_000];
const NAMES = ["100", "1,000", "10,000", "100,000"];
// A long stream takes long enough to be one batch.
const ROUNDS = 3;
const SHAPES = ["all at once", "one by one", "with losses", "many calls", "as REST"];

/** A table of shapes: 1.0 says that an event takes as long as in a stream of 100 messages. */
export function simulating(library, effort, progress) {
  const rows = SHAPES.map((shape, kind) => {
    progress(`simulate: ${shape}`);
    const calls = COUNTS.map((count) => () => library.simulate(kind, count));
    const events = calls.map((call) => call());
    const [short, ...long] = measure(calls, { ...effort, rounds: Math.min(ROUNDS, effort.rounds) });
    const perEvent = (times, at) => times.map((time) => time / events[at]);
    const growth = (times, at) => ratio(perEvent(short, 0), perEvent(times, at + 1)).middle.toFixed(1);
    const nanoseconds = quantile(perEvent(short, 0), 0.5) * 1e6;
    const milliseconds = quantile(long[1], 0.5).toFixed(0);
    return [shape, `${nanoseconds.toFixed(0)} ns`, ...long.map(growth), `${milliseconds} ms`];
  });
  const head = ["messages", "an event", ...NAMES.slice(1).map((name) => `at ${name}`), "10,000 messages"];
  return `Simulating a call: the time an event takes in a stream of 100 messages, and beside that in longer ones; then how long 10,000
messages take.\n\n${layout([head, ...rows], [1, 2, 3, 4, 5])}`;
}
