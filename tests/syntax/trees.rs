//! What the tree of a text looks like: declarations on lines of their own, what they are made of behind them.

use expect_test::{Expect, expect};
use wirelens::syntax::{Kind, Node};

use super::hold;

fn check(text: &str, expect: Expect) {
    let parsed = hold(text);
    let mut out = String::new();
    parsed.tree.root().nodes().for_each(|node| dump(node, 0, &mut out));
    expect.assert_eq(&out);
}

/// Whether a node gets lines of its own for what is in it.
fn is_block(node: Node<'_>) -> bool {
    node.kind() == Kind::Body
}

fn dump(node: Node<'_>, depth: usize, out: &mut String) {
    *out += &"  ".repeat(depth);
    *out += &inline(node);
    *out += "\n";
    for body in node.nodes().filter(|&part| is_block(part)) {
        body.nodes().for_each(|part| dump(part, depth + 1, out));
    }
}

fn inline(node: Node<'_>) -> String {
    let broken = if node.is_broken() { "!" } else { "" };
    let parts: Vec<String> = node.parts().map(part).collect();
    format!("{:?}{broken}({})", node.kind(), parts.join(" "))
}

fn part(node: Node<'_>) -> String {
    match node.kind() {
        _ if is_block(node) => "{…}".to_owned(),
        Kind::Keyword => format!("*{}*", node.text()),
        Kind::Unknown => format!("?{}", node.text()),
        kind if kind.is_token() => node.text().to_owned(),
        _ => inline(node),
    }
}

#[test]
fn a_file_of_everything() {
    check(
        r#"
syntax = "proto2";
package a . b;
import public "x" '.proto';
option (c.d).e.(.f) = -1.5;
;
message M {
  optional .a.b.M m = 0x1 [deprecated = true, (x) = { y: 1 }];
  map<string, a.B> n = 2;
  repeated group G = 3 { optional bytes b = 1; }
  oneof o { int32 p = 4; option (x) = NONE; }
  extensions 100 to 199, 300 to max [verification = UNVERIFIED];
  reserved 5, 6 to 9; reserved "q", "r" "s";
  extend M { optional M ext = 100; }
  message N {}
  enum E { option allow_alias = true; A = 0; B = -0x1 [(x) = "y"]; reserved -5 to -2, 3 to max; }
}
service S {
  option deprecated = true;
  rpc A (stream M) returns (.a.M);
  rpc B (M) returns (stream stream.M) { option deprecated = true; }
}
"#,
        expect![[r#"
            Syntax(*syntax* = Strings("proto2") ;)
            Package(*package* Name(a . b) ;)
            Import(*import* *public* Strings("x" '.proto') ;)
            Option(*option* OptionName(OptionPart(( Name(c . d) )) . OptionPart(e) . OptionPart(( Name(. f) ))) = Literal(- 1.5) ;)
            Empty(;)
            Message(*message* M {…})
              Field(*optional* TypeName(. a . b . M) m = Number(0x1) CompactOptions([ CompactOption(OptionName(OptionPart(deprecated)) = Literal(true)) , CompactOption(OptionName(OptionPart(( Name(x) ))) = Aggregate({ AggregateField(AggregateName(y) : Literal(1)) })) ]) ;)
              MapField(MapType(*map* < TypeName(string) , TypeName(a . B) >) n = Number(2) ;)
              Group(*repeated* *group* G = Number(3) {…})
                Field(*optional* TypeName(bytes) b = Number(1) ;)
              Oneof(*oneof* o {…})
                Field(TypeName(int32) p = Number(4) ;)
                Option(*option* OptionName(OptionPart(( Name(x) ))) = Literal(NONE) ;)
              Extensions(*extensions* Range(Number(100) *to* Number(199)) , Range(Number(300) *to* *max*) CompactOptions([ CompactOption(OptionName(OptionPart(verification)) = Literal(UNVERIFIED)) ]) ;)
              Reserved(*reserved* Range(Number(5)) , Range(Number(6) *to* Number(9)) ;)
              Reserved(*reserved* Strings("q") , Strings("r" "s") ;)
              Extend(*extend* TypeName(M) {…})
                Field(*optional* TypeName(M) ext = Number(100) ;)
              Message(*message* N {…})
              Enum(*enum* E {…})
                Option(*option* OptionName(OptionPart(allow_alias)) = Literal(true) ;)
                EnumValue(A = Number(0) ;)
                EnumValue(B = Number(- 0x1) CompactOptions([ CompactOption(OptionName(OptionPart(( Name(x) ))) = Strings("y")) ]) ;)
                Reserved(*reserved* Range(Number(- 5) *to* Number(- 2)) , Range(Number(3) *to* *max*) ;)
            Service(*service* S {…})
              Option(*option* OptionName(OptionPart(deprecated)) = Literal(true) ;)
              Rpc(*rpc* A RpcType(( *stream* TypeName(M) )) *returns* RpcType(( TypeName(. a . M) )) ;)
              Rpc(*rpc* B RpcType(( TypeName(M) )) *returns* RpcType(( *stream* TypeName(stream . M) )) {…})
                Option(*option* OptionName(OptionPart(deprecated)) = Literal(true) ;)
        "#]],
    );
}

#[test]
fn editions_have_names_without_quotes_and_visibility() {
    check(
        r#"edition = "2024"; import option "a.proto"; export message A { local enum B { C = 0; } reserved d, e; } local message F {}"#,
        expect![[r#"
            Edition(*edition* = Strings("2024") ;)
            Import(*import* *option* Strings("a.proto") ;)
            Message(*export* *message* A {…})
              Enum(*local* *enum* B {…})
                EnumValue(C = Number(0) ;)
              Reserved(*reserved* d , e ;)
            Message(*local* *message* F {…})
        "#]],
    );
    // Before 2024 the words are names.
    check(
        r#"edition = "2023"; message A { export local = 1; local enum C { D = 0; } } export message B {}"#,
        expect![[r#"
            Edition(*edition* = Strings("2023") ;)
            Message(*message* A {…})
              Field(TypeName(export) local = Number(1) ;)
              Error(local)
              Enum(*enum* C {…})
                EnumValue(D = Number(0) ;)
            Error(export)
            Message(*message* B {…})
        "#]],
    );
}

#[test]
fn aggregates_are_text_format() {
    check(
        r#"option (a) = {
  s: "x" 'y', i: -1; d: - inf # a comment
  m { n < o: [1, 2.5, FOO] > } p: { } q [{}, <>] r: []
  [a.b]: true [type.example-host.com/a.B] { c: 1 }
};"#,
        expect![[r#"
            Option(*option* OptionName(OptionPart(( Name(a) ))) = Aggregate({ AggregateField(AggregateName(s) : Strings("x" 'y')) , AggregateField(AggregateName(i) : Literal(- 1)) ; AggregateField(AggregateName(d) : Literal(- inf)) AggregateField(AggregateName(m) Aggregate({ AggregateField(AggregateName(n) Aggregate(< AggregateField(AggregateName(o) : List([ Literal(1) , Literal(2.5) , Literal(FOO) ])) >)) })) AggregateField(AggregateName(p) : Aggregate({ })) AggregateField(AggregateName(q) List([ Aggregate({ }) , Aggregate(< >) ])) AggregateField(AggregateName(r) : List([ ])) AggregateField(AggregateName([ Name(a . b) ]) : Literal(true)) AggregateField(AggregateName([ Name(type . example - host . com) / Name(a . B) ]) Aggregate({ AggregateField(AggregateName(c) : Literal(1)) })) }) ;)
        "#]],
    );
}

#[test]
fn values_may_stand_on_the_next_line() {
    check(
        "option (a) = {\n  b:\n    FOO\n  c:\n    -\n    1 d: [\n    BAR\n    , BAZ ]\n};\noption e =\n  -\n  inf\n  ;",
        expect![[r#"
            Option(*option* OptionName(OptionPart(( Name(a) ))) = Aggregate({ AggregateField(AggregateName(b) : Literal(FOO)) AggregateField(AggregateName(c) : Literal(- 1)) AggregateField(AggregateName(d) : List([ Literal(BAR) , Literal(BAZ) ])) }) ;)
            Option(*option* OptionName(OptionPart(e)) = Literal(- inf) ;)
        "#]],
    );
}

#[test]
fn every_keyword_may_be_a_name() {
    check(
        r#"message message { optional optional optional = 1; .message message = 2; repeated group Group = 3 {} stream stream = 4; map map = 5; }
service rpc { rpc rpc (stream stream) returns (stream.stream); }
enum enum { message = 0; max = 1; to = 2; enum = 3; }"#,
        expect![[r#"
            Message(*message* message {…})
              Field(*optional* TypeName(optional) optional = Number(1) ;)
              Field(TypeName(. message) message = Number(2) ;)
              Group(*repeated* *group* Group = Number(3) {…})
              Field(TypeName(stream) stream = Number(4) ;)
              Field(TypeName(map) map = Number(5) ;)
            Service(*service* rpc {…})
              Rpc(*rpc* rpc RpcType(( *stream* TypeName(stream) )) *returns* RpcType(( *stream* TypeName(. stream) )) ;)
            Enum(*enum* enum {…})
              EnumValue(message = Number(0) ;)
              EnumValue(max = Number(1) ;)
              EnumValue(to = Number(2) ;)
              EnumValue(enum = Number(3) ;)
        "#]],
    );
    check(
        "message A { rpc rpc = 1; package package = 2; to.max to = 3; returns returns = 4; group.a b = 5; }",
        expect![[r#"
        Message(*message* A {…})
          Field(TypeName(rpc) rpc = Number(1) ;)
          Field(TypeName(package) package = Number(2) ;)
          Field(TypeName(to . max) to = Number(3) ;)
          Field(TypeName(returns) returns = Number(4) ;)
          Group!(*group* Error(. a b = 5) ;)
    "#]],
    );
}

#[test]
fn what_is_broken_is_marked_and_nothing_else() {
    check(
        "message A {\n  string a = 1\n  string b\n  str\n  int32 c = 2 [deprecated];\n  bool d = 3;\n}",
        expect![[r#"
            Message(*message* A {…})
              Field(TypeName(string) a = Number(1))
              Field!(TypeName(string) b)
              Field!(TypeName(str))
              Field(TypeName(int32) c = Number(2) CompactOptions([ CompactOption!(OptionName(OptionPart(deprecated))) ]) ;)
              Field(TypeName(bool) d = Number(3) ;)
        "#]],
    );
    check(
        "service S {\n  rpc A B returns stream C;\n  rpc D(\n  rpc E(F) returns (G);\n}",
        expect![[r#"
        Service(*service* S {…})
          Rpc(*rpc* A RpcType(TypeName(B)) *returns* RpcType(*stream* TypeName(C)) ;)
          Rpc!(*rpc* D RpcType(())
          Rpc(*rpc* E RpcType(( TypeName(F) )) *returns* RpcType(( TypeName(G) )) ;)
    "#]],
    );
    check(
        "mesage A { reapeated string a = 1; }\nmessage\nmessage B {}",
        expect![[r#"
        Message(*mesage* A {…})
          Field(*reapeated* TypeName(string) a = Number(1) ;)
        Message!(*message*)
        Message(*message* B {…})
    "#]],
    );
    check(
        "option (a\nmessage A {}\nenum E { A = 0, B }\nfoo bar;",
        expect![[r#"
        Option!(*option* OptionName(OptionPart(( Name(a))))
        Message(*message* A {…})
        Enum(*enum* E {…})
          EnumValue!(A = Number(0) Error(, B))
        Error!(Field!(TypeName(foo) bar ;))
    "#]],
    );
}

#[test]
fn the_edges_of_a_file() {
    check("", expect![[""]]);
    check(
        "\u{feff}// a\nmessage A {} // b\n/* c",
        expect![[r#"
        Message(*message* A {…})
    "#]],
    );
    check(
        "message A { /* a */ } // b",
        expect![[r#"
        Message(*message* A {…})
    "#]],
    );
}
