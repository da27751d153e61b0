// A tokenizer for JSON: just enough to colour it. It knows no errors; they come from the engine as diagnostics.
// CodeMirror's own JSON language brings the Lezer runtime, about 10 KB brotli more for the same colours.
import { match, peekPast, readString, skipLongLine } from "./tokens.js";

const WORD = /^[A-Za-z_]\w*/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/;

export const json = {
  name: "json",
  startState: () => ({}),
  token(stream) {
    if (skipLongLine(stream) || stream.eatSpace()) return null;
    if (stream.peek() === '"') {
      readString(stream, '"');
      return peekPast(stream) === ":" ? "propertyName" : "string";
    }
    if (match(stream, NUMBER)) return "number";
    const word = match(stream, WORD);
    if (word) return word === "true" || word === "false" || word === "null" ? "atom" : null;
    stream.next();
    return null;
  },
  languageData: {
    closeBrackets: { brackets: ["{", "[", '"'] },
    indentOnInput: /^\s*[}\]]$/,
  },
};
