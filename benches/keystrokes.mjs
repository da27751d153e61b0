// A keystroke in one file of many, beside compiling all of them afresh.

import { PLACES, typed, workspace } from "./cases/workspace.mjs";
import { duration, layout } from "./layout.mjs";
import { measure, quantile, share } from "./measure.mjs";

const FILES = 200;

/** A table of what a keystroke takes in a file that nobody imports, that some import, and that all import. */
export function keystrokes(library, effort, progress) {
  progress("a keystroke");
  const files = workspace(FILES);
  const bytes = files.reduce((sum, file) => sum + file.text.length, 0);
  const { full, keystroke } = library.workspace(files);
  const places = Object.entries(PLACES);
  const calls = places.map(([, at]) => keystroke(at, [typed(files[at].text), files[at].text]));
  const [whole, ...parts] = measure([full, ...calls], effort);
  const median = (times) => duration(quantile(times, 0.5));
  const rows = parts.map((times, at) => [`in a ${places[at][0]} file`, median(times), share(times, whole)]);
  const table = layout([["a keystroke", "a call", "of compiling all afresh"], ...rows], [1]);
  return `${FILES} files of ${bytes} bytes together, afresh in ${median(whole)}.\n\n${table}`;
}
