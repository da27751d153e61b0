import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { LONG_LINE } from "../src/limits.js";
import { proto } from "../src/proto.js";
import { coloured } from "./coloured.js";

const check = (name, text, expected) => test(name, () => assert.equal(coloured(proto, text), expected));

check(
  "a file's head",
  `syntax = "proto3";
edition = '2023';
package demo.v1;
import public "a.proto"; // why`,
  `keyword(syntax) = string("proto3");
keyword(edition) = string('2023');
keyword(package) demo.v1;
keyword(import) keyword(public) string("a.proto"); comment(// why)`,
);
check(
  "fields and their types",
  `message A { string name = 1; .demo.B b = 2; repeated int32 c = 0x3; optional a.B d=04; }`,
  `keyword(message) typeName(A) { typeName(string) name = number(1); typeName(.demo.B) b = number(2); keyword(repeated) typeName(int32) c = number(0x3); keyword(optional) typeName(a.B) d=number(04); }`,
);
check(
  "maps",
  `message A { map<string, google.protobuf.Any> all = 1; map<int32,B> b = 2; }`,
  `keyword(message) typeName(A) { keyword(map)<typeName(string), typeName(google.protobuf.Any)> all = number(1); keyword(map)<typeName(int32),typeName(B)> b = number(2); }`,
);
check(
  "names that are keywords elsewhere",
  `message message { string message = 1; optional bool option = 2; oneof rpc { int32 to = 3; } }`,
  `keyword(message) typeName(message) { typeName(string) message = number(1); keyword(optional) typeName(bool) option = number(2); keyword(oneof) rpc { typeName(int32) to = number(3); } }`,
);
check(
  "enums",
  `enum Kind { option allow_alias = true; KIND_UNSPECIFIED = 0; message = 1; B = -1 [deprecated = true]; }`,
  `keyword(enum) typeName(Kind) { keyword(option) propertyName(allow_alias) = atom(true); KIND_UNSPECIFIED = number(0); message = number(1); B = -number(1) [propertyName(deprecated) = atom(true)]; }`,
);
check(
  "reserved and extensions",
  `message A { reserved 2, 9 to 11, 40 to max, "old"; extensions 100 to 199 [verification = UNVERIFIED]; }`,
  `keyword(message) typeName(A) { keyword(reserved) number(2), number(9) keyword(to) number(11), number(40) keyword(to) keyword(max), string("old"); keyword(extensions) number(100) keyword(to) number(199) [propertyName(verification) = UNVERIFIED]; }`,
);
check(
  "groups and extend",
  `extend .a.B { optional group Result = 1 [a = 2] { required string url = 2; } }`,
  `keyword(extend) typeName(.a.B) { keyword(optional) keyword(group) typeName(Result) = number(1) [propertyName(a) = number(2)] { keyword(required) typeName(string) url = number(2); } }`,
);
check(
  "services",
  `service S { rpc Get (stream A) returns (stream .b.C); rpc stream(stream)returns(A){} }`,
  `keyword(service) typeName(S) { keyword(rpc) Get (keyword(stream) typeName(A)) keyword(returns) (keyword(stream) typeName(.b.C)); keyword(rpc) stream(typeName(stream))keyword(returns)(typeName(A)){} }`,
);
check(
  "an rpc without parentheses",
  `service S { rpc GetUser UserRequest returns UserResponse; }
message A {}`,
  `keyword(service) typeName(S) { keyword(rpc) GetUser typeName(UserRequest) keyword(returns) typeName(UserResponse); }
keyword(message) typeName(A) {}`,
);
check(
  "options and literals",
  `option (google.api.http).get = { get: "/v1" more { a: [1, -2.5e3, X] b: inf } c: true };
message A { int32 a = 1 [(x).y = { k: [1] }, json_name = "b", z = -nan]; }`,
  `keyword(option) (propertyName(google).propertyName(api).propertyName(http)).propertyName(get) = { propertyName(get): string("/v1") propertyName(more) { propertyName(a): [number(1), -number(2.5e3), X] propertyName(b): atom(inf) } propertyName(c): atom(true) };
keyword(message) typeName(A) { typeName(int32) a = number(1) [(propertyName(x)).propertyName(y) = { propertyName(k): [number(1)] }, propertyName(json_name) = string("b"), propertyName(z) = -atom(nan)]; }`,
);
check(
  "editions",
  `export message A { local enum B { C = 0; } }`,
  `keyword(export) keyword(message) typeName(A) { keyword(local) keyword(enum) typeName(B) { C = number(0); } }`,
);
check(
  "comments",
  `a /* b */ c
/* message
A { // */ message B
// message`,
  `typeName(a) comment(/* b */) c
comment(/* message)
comment(A { // */) message B
comment(// message)`,
);
check(
  "broken off",
  `string s = "abc
message A
{ int32
= 1 ]]] >>> , : `,
  `typeName(string) s = string("abc)
keyword(message) typeName(A)
{ typeName(int32)
= number(1) ]]] >>> , : `,
);

check(
  "a missing end of a statement",
  `message A {
  int32 a = 1
  message B {}
  string c
  B d = 2
  E e = 3 [a = b,
  c = d]
}`,
  `keyword(message) typeName(A) {
  typeName(int32) a = number(1)
  keyword(message) typeName(B) {}
  typeName(string) c
  typeName(B) d = number(2)
  typeName(E) e = number(3) [propertyName(a) = b,
  propertyName(c) = d]
}`,
);

test("any text is read to its end", async () => {
  const sample = await readFile(new URL("sample.proto", import.meta.url), "utf8");
  for (let from = 0; from < sample.length; from++) coloured(proto, sample.slice(from, from + 120));
});

test("a long line gets no colours past its start", () => {
  assert.equal(coloured(proto, "1 ".repeat(1e5)).match(/number/g).length, LONG_LINE / 2);
  assert.match(coloured(proto, `"${"a".repeat(1e6)}`), /^string\("a+\)a+$/);
});
