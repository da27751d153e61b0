// Not a test: runs a tokenizer over a text as CodeMirror does, and writes the styles into the text: `keyword(message) typeName(A)`.
import { StringStream } from "@codemirror/streamparser";
import assert from "node:assert/strict";
import { STYLES } from "../src/tokens.js";

export function coloured(language, text) {
  const state = language.startState();
  const lines = text.split("\n").map((line) => {
    const stream = new StringStream(line, 2, 2);
    let out = "";
    while (!stream.eol()) {
      stream.start = stream.pos;
      const style = language.token(stream, state);
      assert.ok(stream.pos > stream.start, `no way on from column ${stream.pos}`);
      assert.ok(style === null || STYLES.includes(style), `no such style: ${style}`);
      const token = line.slice(stream.start, stream.pos);
      out += style ? `${style}(${token})` : token;
    }
    return out;
  });
  return lines.join("\n");
}
