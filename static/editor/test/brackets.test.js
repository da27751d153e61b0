import { foldable, getIndentation, StreamLanguage } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import assert from "node:assert/strict";
import { test } from "node:test";
import { folding, indentation } from "../src/brackets.js";
import { proto } from "../src/proto.js";

const language = StreamLanguage.define(proto);
const stateOf = (doc) => EditorState.create({ doc, extensions: [language, indentation, folding] });

/** The column that the line of the `|` should begin at. */
const indents = (text, column) =>
  test(`indent ${JSON.stringify(text)}`, () =>
    assert.equal(getIndentation(stateOf(text.replace("|", "")), text.indexOf("|")), column));

indents("|", 0);
indents("message A {\n|", 2);
indents("message A { // why\n|", 2);
indents("  // {\n|", 2);
indents("  int32 a = 1;\n\n\n|", 2);
indents("message A {\n|}", 0);
indents("message A {\n  oneof b {\n    c; }\n|}", 0);
indents("  a\n|}", 0);
indents("int32 a = 1 [\n|", 2);

/** What folds from the first line. */
const folds = (text, expected) =>
  test(`fold ${JSON.stringify(text)}`, () => {
    const state = stateOf(text);
    const range = foldable(state, 0, state.doc.line(1).to);
    assert.equal(range && state.sliceDoc(range.from, range.to), expected);
  });

folds("message A {\n  int32 a = 1;\n}", "\n  int32 a = 1;\n");
folds("message A {}\n", null);
folds("message A {\n", null);
folds("message A { // {\n}", " // {\n");
folds('option a = "{";\n}', null);
folds("a { b {\n} }", "\n");
