//! Services and their rpcs.

use super::super::lex::{END, Token};
use super::message::Place;
use super::{Kind, Parser};
use crate::suggest::closest;
use crate::text::Span;

const SHAPE: &str = "an rpc is declared as `rpc Name (Request) returns (Response);`";

impl Parser<'_> {
    /// `service S { … }`
    pub(super) fn service(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        self.name("the service's name", "a service is declared as `service Name { … }`");
        self.body(Place::Service, &statement);
        self.end(statement, Kind::Service);
    }

    /// What stands in a service and is no option.
    pub(super) fn service_member(&mut self) {
        let word = self.word();
        let names_follow = self.ahead(1).kind == Kind::Ident && !self.ahead(1).first_in_line;
        if word == "rpc" {
            return self.rpc();
        }
        if names_follow && self.ahead(2).kind == Kind::LParen {
            // `rcp`, `method`, `func`, …
            self.take_for("rpc");
            return self.rpc();
        }
        let statement = self.start();
        let message = format!("expected an rpc, found {}", self.found_word());
        let help = match word {
            "message" | "enum" => "messages and enums are declared outside of services",
            _ => SHAPE,
        };
        if !word.is_empty() && self.ahead(1).kind == Kind::LParen {
            let span = Span::at(self.token().start as usize);
            let name = self.found_word();
            let mut entry = self.add("proto-keyword", span, format!("expected `rpc` before {name}, found nothing"));
            entry.help(SHAPE).fix("insert `rpc`", span, "rpc ");
            self.rpc_parts(statement.first);
            return self.end(statement, Kind::Rpc);
        }
        self.add("proto-unexpected", self.token().span(), message).help(help);
        self.skip_statement(statement.first);
        self.end(statement, Kind::Error);
    }

    /// `rpc M (Q) returns (A);`
    pub(super) fn rpc(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        self.rpc_parts(statement.first);
        self.end(statement, Kind::Rpc);
    }

    fn rpc_parts(&mut self, first: usize) {
        if !self.name("the rpc's name", SHAPE)
            || !self.rpc_type("the request")
            || !self.returns()
            || !self.rpc_type("the response")
        {
            if !self.token().first_in_line {
                self.skip_statement(first);
            }
            return;
        }
        if self.is(Kind::LBrace) {
            self.braced(Place::Rpc);
        } else {
            self.semicolon(first);
        }
    }

    /// What stands in an rpc's braces and is no option.
    pub(super) fn rpc_member(&mut self) {
        let statement = self.start();
        let message = format!("expected an option, found {}", self.found_word());
        self.add("proto-unexpected", self.token().span(), message).help("the braces of an rpc hold options only");
        self.skip_statement(statement.first);
        self.end(statement, Kind::Error);
    }

    /// `returns`, and what is written for it.
    fn returns(&mut self) -> bool {
        if self.eat_word("returns") {
            return true;
        }
        let token = self.token();
        if token.first_in_line || token.kind == END {
            self.expected("proto-returns", "`returns`").help(SHAPE);
            return false;
        }
        let length = match (token.kind, self.ahead(1).kind) {
            (Kind::Ident, _) if closest(self.word(), ["returns"]).is_some() => {
                self.misspelt("returns");
                return true;
            }
            (Kind::Minus | Kind::Equals, Kind::RAngle) => 2,
            (Kind::Colon, _) => 1,
            (Kind::LParen, _) => 0,
            (Kind::Ident, Kind::Semicolon | Kind::LBrace) => 0,
            _ => {
                self.expected("proto-returns", "`returns`").help(SHAPE);
                return false;
            }
        };
        let span = Span { start: token.start, end: self.ahead(usize::max(length, 1) - 1).end };
        let found = super::quote(span.of_str(self.text));
        let message = format!("expected `returns` after {}, found {found}", self.behind());
        let behind = self.end_before();
        let is_glued = self.ahead(length).start == span.end && length > 0;
        let stream = usize::from(self.word_ahead(length) == "stream" && self.type_length(length + 1) > 0);
        let bare = self.type_length(length + stream);
        let kind = Span { start: self.ahead(length).start, end: self.ahead((length + stream + bare).max(1) - 1).end };
        let written = kind.of_str(self.text);
        let edit = Span { start: behind.start, end: if length == 0 { behind.start } else { span.end } };
        let mut entry = self.add("proto-returns", if length == 0 { token.span() } else { span }, message);
        entry.help(SHAPE);
        if bare == 0 {
            entry.fix("write `returns`", edit, if is_glued { " returns " } else { " returns" });
        } else {
            let edit = Span { start: behind.start, end: kind.end };
            entry.fix(format!("write `returns ({written})`"), edit, format!(" returns ({written})"));
        }
        self.skip_to(self.at + length);
        // That the parentheses are missing has been said as well.
        self.told = self.at;
        true
    }

    /// `(stream T)`
    fn rpc_type(&mut self, what: &str) -> bool {
        if self.is(Kind::LParen) {
            let open = self.open();
            self.bump();
            let whole = self.rpc_type_parts(what);
            self.close(open, Kind::RpcType);
            return whole;
        }
        let stream = usize::from(self.is_word("stream") && self.type_length(1) > 0);
        let length = self.type_length(stream);
        if length == 0 || self.is_word("returns") || self.token().first_in_line && self.is_own_line() {
            self.expected("proto-rpc-type", &format!("the type of {what} in parentheses")).help(SHAPE);
            return false;
        }
        let span = Span { start: self.token().start, end: self.ahead(stream + length - 1).end };
        let written = super::quote(span.of_str(self.text));
        let message = format!("expected parentheses around {written}, found none");
        let edits = [(Span::at(span.start as usize), "(".to_owned()), (Span::at(span.end as usize), ")".to_owned())];
        let mut entry = self.add("proto-rpc-type", span, message);
        entry.help(SHAPE).edits(format!("put {written} in parentheses"), &edits);
        let open = self.open();
        self.eat_word("stream");
        self.type_name();
        self.close(open, Kind::RpcType);
        true
    }

    /// What is in the parentheses, and the closing one.
    fn rpc_type_parts(&mut self, what: &str) -> bool {
        self.eat_word("stream");
        if self.token().first_in_line && self.is_own_line() || !self.type_name() {
            self.expected("proto-rpc-type", &format!("the type of {what}"))
                .help("an rpc takes one message and gives one; for nothing use `google.protobuf.Empty`");
            return self.eat(Kind::RParen);
        }
        if self.eat(Kind::RParen) {
            return true;
        }
        let end = self.end_before();
        let token = self.token();
        if token.first_in_line
            || matches!(token.kind, Kind::Semicolon | Kind::LBrace | Kind::LParen | END)
            || self.is_word("returns")
        {
            let broken = self.broken;
            self.expected("proto-missing-parenthesis", "`)`").help(SHAPE).fix("insert `)`", end, ")");
            self.broken = broken;
            return true;
        }
        let help = match (token.kind, self.tokens[self.at - 1].span().of_str(self.text)) {
            (Kind::Comma, _) => "an rpc takes one message; put several values into its fields",
            (_, "repeated") => "an rpc takes one message; for many write `stream`, or put a repeated field into it",
            _ => "requests and responses have a type, but no name",
        };
        let is_name = token.kind == Kind::Ident && self.ahead(1).kind == Kind::RParen;
        let before = self.before().map_or(end, Token::span);
        let is_repeated = before.of_str(self.text) == "repeated";
        let mut entry = self.expected("proto-missing-parenthesis", "`)`");
        entry.help(help);
        if is_name && is_repeated {
            entry.fix("write `stream`", before, "stream");
        } else if is_name {
            entry.fix("remove the name", Span { start: end.start, end: token.end }, "");
        }
        self.skip_to(self.find(&[Kind::RParen, Kind::Semicolon, Kind::LBrace]));
        self.eat(Kind::RParen)
    }
}
