// What the tokenizers share. They read a CodeMirror StringStream and return a style name or null.
// Brackets must stay null: bracket matching compares the styles of the two.
import { LONG_LINE, LONG_TOKEN } from "./limits.js";

/** The style names that the tokenizers return, and the class that theme.js gives a colour. */
export const STYLES = ["keyword", "typeName", "propertyName", "number", "string", "atom", "comment"];

/** If the stream is past the part of a line that gets colours, moves it to the line's end. */
export function skipLongLine(stream) {
  if (stream.pos < LONG_LINE) return false;
  stream.skipToEnd();
  return true;
}

/** Reads the string whose opening quote is next; one that is not closed ends with its line. */
export function readString(stream, quote) {
  const { string } = stream;
  const end = Math.min(string.length, stream.pos + LONG_TOKEN);
  let pos = stream.pos + 1;
  while (pos < end && string[pos] !== quote) pos += string[pos] === "\\" ? 2 : 1;
  stream.pos = Math.min(pos + 1, string.length);
}

/**
 * The match of a pattern right here, looking at no more than 500 units (a longer name is read in pieces): a
 * pattern that can loop over a line of megabytes would cost more than the colours are worth.
 */
export function match(stream, pattern) {
  const found = pattern.exec(stream.string.slice(stream.pos, stream.pos + 500));
  if (found) stream.pos += found[0].length;
  return found?.[0];
}

/** The next character that is not white space, or "" at the end of the line (or of what is looked at). */
export function peekPast(stream) {
  return /\S/.exec(stream.string.slice(stream.pos, stream.pos + 200))?.[0] ?? "";
}
