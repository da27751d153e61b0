// A tokenizer for the text format of Protocol Buffers: just enough to colour it. It knows no errors; they come from the engine.
import { match, readString, skipLongLine } from "./tokens.js";

/** A field, an enum value, a type's URL or an extension in brackets, read whole. */
const WORD = /^[A-Za-z_][\w.\-/]*/;
const NUMBER = /^-?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?)/;
/** What comes behind a name and makes it that of a field. */
const FIELD = /^\s*\]?\s*[:{<]/;

export const textproto = {
  name: "textproto",
  startState: () => ({}),
  token(stream) {
    if (skipLongLine(stream) || stream.eatSpace()) return null;
    const next = stream.peek();
    if (next === "#") {
      stream.skipToEnd();
      return "comment";
    }
    if (next === '"' || next === "'") {
      readString(stream, next);
      return "string";
    }
    if (match(stream, NUMBER)) return "number";
    if (match(stream, WORD)) {
      return FIELD.test(stream.string.slice(stream.pos, stream.pos + 200)) ? "propertyName" : "atom";
    }
    stream.next();
    return null;
  },
  languageData: {
    closeBrackets: { brackets: ["{", "[", '"', "'"] },
    commentTokens: { line: "#" },
    indentOnInput: /^\s*[}\]]$/,
  },
};
