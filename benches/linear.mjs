// Whether work grows as the text does: the time a byte takes in long texts beside that in a short one.

import { SHAPES } from "./cases/shapes.mjs";
import { layout } from "./layout.mjs";
import { measure, ratio } from "./measure.mjs";

const SIZES = [10_000, 100_000, 1_000_000];
// Each text is a case of its own, and what is looked for is no few percent.
const ROUNDS = 3;

/** A table of shapes and what is done with them: 1.0 says that a byte takes as long as at 10 KB. */
export function linear(library, effort, progress) {
  const work = Object.entries({ parse: library.parse, format: library.format, compile: library.check });
  const rows = Object.entries(SHAPES).flatMap(([shape, make]) => {
    const texts = SIZES.map(make);
    return work.map(([name, call]) => {
      progress(`${name}: ${shape}`);
      const calls = texts.map((text) => () => call(text));
      const [short, ...long] = measure(calls, { ...effort, rounds: Math.min(ROUNDS, effort.rounds) });
      const perByte = (times, at) => times.map((time) => time / texts[at].length);
      const growth = (times, at) => ratio(perByte(short, 0), perByte(times, at + 1)).middle.toFixed(1);
      return [shape, name, ...long.map(growth)];
    });
  });
  return `The time a byte takes, beside that at 10 KB.\n\n${layout([["text", "", "100 KB", "1 MB"], ...rows], [2, 3])}`;
}
