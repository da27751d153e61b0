//! Words of the language, and the statements they begin.

use super::Job;
use crate::language::cursor::BlockKind;
use crate::language::expect::TypePlace;
use crate::schema::model::Syntax;

const MESSAGE: &str = "message ${Name} {\n\t${}\n}";
const ENUM: &str = "enum ${Name} {\n\t${}\n}";

impl Job<'_, '_> {
    /// The words that may begin a statement in the innermost body; types are no words.
    pub(super) fn statements(&mut self) {
        match self.cursor.block() {
            BlockKind::File => self.in_file(),
            BlockKind::Message => self.in_message(),
            BlockKind::Oneof => {
                self.group("");
                self.keyword("option", "option");
            }
            BlockKind::Extend => self.labels(),
            BlockKind::Enum => {
                self.keyword("option", "option");
                self.keyword("reserved", "reserved");
            }
            BlockKind::Service => {
                self.snippet("rpc", "rpc ${Name}(${Request}) returns (${Response});");
                self.keyword("option", "option");
            }
            BlockKind::Rpc => self.keyword("option", "option"),
            BlockKind::Options | BlockKind::Aggregate | BlockKind::List | BlockKind::AggregateName => {}
        }
    }

    fn in_file(&mut self) {
        let root = self.file.tree.root();
        let start = self.cursor.replaced().start;
        let is_first = root.nodes().all(|node| node.span().start >= start);
        if is_first && self.file.file.syntax_node.is_none() {
            self.snippet("syntax", "syntax = \"${proto3}\";");
            self.snippet("edition", "edition = \"${2024}\";");
        }
        if self.file.file.package.text.is_empty() {
            let name = self.folder_package();
            self.snippet("package", &format!("package ${{{}}};", if name.is_empty() { "name" } else { &name }));
        }
        self.snippet("import", "import \"${}\";");
        self.keyword("option", "option");
        self.declarations();
        self.snippet("service", "service ${Name} {\n\t${}\n}");
        self.snippet("extend", "extend ${google.protobuf.FieldOptions} {\n\t${}\n}");
        self.visibility();
    }

    fn in_message(&mut self) {
        self.labels();
        self.snippet("map", &format!("map<${{string}}, ${{Type}}> ${{name}} = {};", self.next_number()));
        self.snippet("oneof", "oneof ${name} {\n\t${}\n}");
        self.declarations();
        self.keyword("reserved", "reserved");
        self.keyword("option", "option");
        if self.syntax() != Syntax::Proto3 {
            self.snippet("extensions", "extensions ${100} to ${max};");
        }
        self.snippet("extend", "extend ${Message} {\n\t${}\n}");
        self.visibility();
    }

    /// `message` and `enum`.
    pub(super) fn declarations(&mut self) {
        self.snippet("message", MESSAGE);
        self.snippet("enum", ENUM);
    }

    fn visibility(&mut self) {
        if self.syntax() >= Syntax::Edition2024 {
            self.keyword("export", "export");
            self.keyword("local", "local");
        }
    }

    fn labels(&mut self) {
        if !self.syntax().is_edition() {
            self.keyword("optional", "optional");
        }
        self.keyword("repeated", "repeated");
        if self.syntax() == Syntax::Proto2 {
            self.keyword("required", "required");
            self.group("optional ");
        }
    }

    /// A group with the label it needs before it.
    fn group(&mut self, label: &str) {
        if self.syntax() == Syntax::Proto2 {
            let number = self.next_number();
            self.snippet("group", &format!("{label}group ${{Name}} = {number} {{\n\t${{}}\n}}"));
        }
    }

    /// What may stand before or instead of a type's name, a label left out.
    pub(super) fn words_before_type(&mut self, place: TypePlace) {
        match place {
            TypePlace::Rpc { may_stream: true } => self.keyword("stream", "stream"),
            TypePlace::Labelled => self.group(""),
            _ => {}
        }
    }
}
