// A tokenizer for .proto text (proto2, proto3, editions): just enough to colour it. It knows no errors and no names;
// where text is no valid .proto, any colour will do. Most keywords are also legal names (`string message = 1;`), so
// it follows where in a statement it is:
//
//   start ─ a statement begins      type ─ a type comes next       name ─ the declared name comes next
//   typename, rpcname ─ likewise    path ─ a package's name        option ─ an option's name
//   value ─ right of `=`            literal ─ right of `:`         range ─ reserved, extensions
//   rpc ─ behind an rpc's name      import, rest ─ up to the `;`
import { match, peekPast, readString, skipLongLine } from "./tokens.js";

const IDENT = /^[A-Za-z_]\w*/;
const TYPE = /^\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/;
// Hexadecimal; or decimal and octal, with fraction and exponent (and the `f` of text format).
const NUMBER = /^(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?)/;

const LITERALS = new Set(["true", "false", "inf", "nan"]);

/** What a keyword at the start of a statement leads to. */
const STATEMENTS = new Map([
  ["syntax", "rest"],
  ["edition", "rest"],
  ["package", "path"],
  ["import", "import"],
  ["option", "option"],
  ["message", "typename"],
  ["enum", "typename"],
  ["service", "typename"],
  ["group", "typename"],
  ["oneof", "name"],
  ["rpc", "rpcname"],
  ["extend", "type"],
  ["extensions", "range"],
  ["reserved", "range"],
  ["optional", "type"],
  ["required", "type"],
  ["repeated", "type"],
  ["export", "start"],
  ["local", "start"],
]);

export const proto = {
  name: "proto",
  // `at` as above; `comment`: within /* */; `options`: within a field's [ ]; `list`: within a literal's [ ].
  startState: () => ({ at: "start", comment: false, options: false, list: false }),
  token(stream, state) {
    if (skipLongLine(stream) || stream.eatSpace()) return null;
    if (state.comment || stream.match("/*")) return blockComment(stream, state);
    if (stream.match("//")) {
      stream.skipToEnd();
      return "comment";
    }
    const next = stream.peek();
    if (next === '"' || next === "'") {
      readString(stream, next);
      valueRead(state);
      return "string";
    }
    if (match(stream, NUMBER)) {
      valueRead(state);
      return "number";
    }
    // A line that begins with a word behind a whole statement: its `;` is missing, or not typed yet.
    if (state.at === "rest" && !state.options && startsLine(stream)) state.at = "start";
    const wholePath = state.at === "start" || state.at === "type" || state.at === "rpc";
    const word = match(stream, wholePath ? TYPE : IDENT);
    if (word) return name(word, stream, state);
    punctuation(stream.next(), state);
    return null;
  },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["{", "[", "(", '"', "'"] },
    indentOnInput: /^\s*[}\])]$/,
  },
};

/** Behind a value, a statement only waits for its end; but in a literal (outside its lists) the next key follows. */
function valueRead(state) {
  if (state.at === "value") state.at = "rest";
  if (state.at === "literal" && !state.list) state.at = "start";
}

function startsLine(stream) {
  return !/\S/.test(stream.string.slice(0, stream.pos)) && /\w/.test(stream.peek());
}

function blockComment(stream, state) {
  state.comment = !stream.skipTo("*/");
  if (state.comment) stream.skipToEnd();
  else stream.pos += 2;
  return "comment";
}

/** The style of a word, and where it leads. */
function name(word, stream, state) {
  const next = peekPast(stream);
  if (next === ":") return "propertyName"; // in a literal, `{ key: value }`
  switch (state.at) {
    case "start":
      return statement(word, next, state);
    case "type":
      if (word === "map" && next === "<") return "keyword";
      if (word === "group" && next !== "=") {
        state.at = "typename";
        return "keyword";
      }
      // Within `map<…>` the `>` says that the type is over; `extend Type {` has no name.
      if (next !== "," && next !== ">") state.at = "name";
      return "typeName";
    case "typename":
      state.at = "rest";
      return "typeName";
    case "rpcname":
      state.at = "rpc";
      return null;
    case "rpc":
      return word === "returns" || (word === "stream" && next !== ")") ? "keyword" : "typeName";
    case "import":
      return "keyword"; // public, weak, option
    case "range":
      return word === "to" || word === "max" ? "keyword" : null;
    case "option":
      return "propertyName";
    case "value":
    case "literal":
      valueRead(state);
      return LITERALS.has(word) ? "atom" : null;
    case "name":
      state.at = "rest";
      return null;
    default:
      return null;
  }
}

function statement(word, next, state) {
  const leads = STATEMENTS.get(word);
  // `message = 1;` is the enum value of that name, but `syntax = …` is what it looks like.
  if (leads && (next !== "=" || leads === "rest")) {
    state.at = leads;
    return "keyword";
  }
  if (word === "map" && next === "<") {
    state.at = "type";
    return "keyword";
  }
  if (next === "=") {
    state.at = "rest"; // an enum value
    return null;
  }
  if (next === "{" || next === "<") return "propertyName"; // a message in an option's literal
  state.at = "name";
  return "typeName"; // a field without a label
}

function punctuation(char, state) {
  switch (char) {
    case "{":
    case "}":
      state.at = "start";
      break;
    case ";":
      state.at = "start";
      state.options = state.list = false;
      break;
    case "=":
      state.at = "value";
      break;
    case ":":
      state.at = "literal";
      break;
    case "[":
      if (state.at === "literal") {
        state.list = true;
      } else {
        state.options = true;
        state.at = "option";
      }
      break;
    case "]":
      if (state.list) {
        state.list = false;
        state.at = "start";
      } else {
        state.options = false;
        state.at = "rest";
      }
      break;
    case ",":
      if (state.options && !state.list) state.at = "option";
      break;
    case ">":
      if (state.at === "type") state.at = "name";
      break;
    default:
  }
}
