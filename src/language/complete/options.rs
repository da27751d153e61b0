//! Options: their names, built-in and custom, their values, and the fields of values in braces.
//!
//! Which there are is read off `descriptor.proto`, so that a new one needs no line here.

use super::{Job, doc, plain, rank};
use crate::language::data::{Completion, CompletionKind};
use crate::language::expect::{OptionPath, Owner, PartBegun, Qualifier, Step};
use crate::language::holds::Holds;
use crate::language::numbers;
use crate::language::scope::Sought;
use crate::language::space::is_own;
use crate::schema::model::{Scalar, Syntax};
use crate::schema::names::{Symbol, SymbolKind};
use crate::syntax::ast::{self, dotted};
use crate::syntax::{Kind, Node};

/// Fields of the options' messages that nobody writes.
const HIDDEN: [&str; 2] = ["uninterpreted_option", "map_entry"];

/// Those that are written most.
const COMMON: [&str; 3] = ["deprecated", "go_package", "java_package"];

/// What is put behind the name of a field: how its value begins.
enum Behind {
    Option,
    Aggregate,
    Nothing,
}

impl Job<'_, '_> {
    /// What may follow in an option's name.
    pub(super) fn option_names(&mut self, path: &OptionPath, begun: &PartBegun) {
        let Some(Holds::Message(message)) = self.space.value_at(&self.from, path) else { return };
        match begun {
            PartBegun::Word => {
                let behind = if self.cursor.next_on_line() == Some("=") { Behind::Nothing } else { Behind::Option };
                self.pseudo_options(path, &behind);
                self.fields(message, path, &behind);
                self.extensions(message, &Qualifier::default(), &behind, true);
                // In a message of the user's, its own fields come first.
                if !path.steps.is_empty() {
                    self.choices
                        .iter_mut()
                        .filter(|it| it.completion.label.starts_with('('))
                        .for_each(|it| it.rank = it.rank.max(rank::LATE));
                }
            }
            PartBegun::Extension(qualifier) => self.extensions(message, qualifier, &Behind::Nothing, false),
        }
    }

    /// Fields in a value in braces.
    pub(super) fn aggregate_fields(&mut self, path: &OptionPath) {
        let Some(Holds::Message(message)) = self.space.value_at(&self.from, path) else { return };
        let behind = match self.cursor.next_on_line() {
            Some(":" | "{" | "<") => Behind::Nothing,
            _ => Behind::Aggregate,
        };
        self.fields(message, path, &behind);
    }

    /// What may stand in brackets instead of a field.
    pub(super) fn aggregate_extensions(&mut self, path: &OptionPath, qualifier: &Qualifier) {
        let Some(Holds::Message(message)) = self.space.value_at(&self.from, path) else { return };
        self.extensions(message, qualifier, &Behind::Nothing, false);
    }

    /// The two that look like options of a field.
    fn pseudo_options(&mut self, path: &OptionPath, behind: &Behind) {
        if path.owner != Owner::Field || !path.steps.is_empty() {
            return;
        }
        for word in ["default", "json_name"] {
            // proto3 has no defaults of one's own, and messages have none at all.
            let step = Step::Field(word.to_owned());
            let holds = self.space.value_at(&self.from, &OptionPath { steps: vec![step], ..path.clone() });
            let is_message = matches!(holds, Some(Holds::Message(_)) | None);
            if word == "default" && (self.syntax() == Syntax::Proto3 || is_message) {
                continue;
            }
            let base = plain(word, CompletionKind::Field, "option");
            let doc = crate::language::words::word(word).map(str::to_owned);
            let completion = self.with_value(Completion { doc, ..base }, holds, behind);
            self.push(rank::GOOD, completion);
        }
    }

    fn fields(&mut self, message: Symbol, path: &OptionPath, behind: &Behind) {
        let Some(node) = self.space.node(message) else { return };
        let is_options = path.steps.is_empty();
        let scope = self.space.full_name(message);
        let fields: Vec<Node<'_>> = numbers::fields(node).collect();
        let mut found = Vec::new();
        for field in fields {
            let Some(name) = field.part(Kind::Ident).map(Node::text) else { continue };
            let hidden = is_options && (HIDDEN.contains(&name) || name == "features" && !self.syntax().is_edition());
            if hidden || !fits(field, path.owner, self.syntax()) {
                continue;
            }
            let symbol = self.space.declared_at(message.id.unit, &format!("{scope}.{name}"), field);
            let holds = symbol.and_then(|symbol| self.space.value_of(symbol));
            let is_repeated = field.kind() == Kind::MapField
                || ast::Field::cast(field).and_then(ast::Field::label).is_some_and(|label| label.text() == "repeated");
            let detail = format!(
                "{}{}",
                if is_repeated { "repeated " } else { "" },
                holds.map_or_else(String::new, |holds| self.type_text(holds))
            );
            let base = plain(name, CompletionKind::Field, detail.trim());
            let completion = self.with_value(Completion { doc: doc(field), ..base }, holds, behind);
            let rank = match name {
                _ if is_deprecated(field) => rank::LATE,
                _ if is_options && COMMON.contains(&name) => rank::BEST,
                _ => rank::SEEN,
            };
            found.push((rank, completion));
        }
        self.cap(found);
    }

    fn type_text(&self, holds: Holds) -> String {
        match holds {
            Holds::Scalar(scalar) => scalar.word().to_owned(),
            Holds::Message(symbol) | Holds::Enum(symbol) => self.space.full_name(symbol),
        }
    }

    /// With the beginning of the value put behind the name.
    fn with_value(&self, completion: Completion, holds: Option<Holds>, behind: &Behind) -> Completion {
        let name = completion.insert.clone();
        let end = if self.cursor.block() == super::BlockKind::Options { "" } else { self.end() };
        let insert = match (behind, holds) {
            (Behind::Nothing, _) => return completion,
            _ if !self.is_free() && !matches!(self.cursor.next_on_line(), Some("]" | "," | ";")) => return completion,
            (Behind::Option, Some(Holds::Scalar(Scalar::Bool))) => format!("{name} = ${{true}}{end}"),
            (Behind::Option, Some(Holds::Scalar(Scalar::String | Scalar::Bytes))) => format!("{name} = \"${{}}\"{end}"),
            // One field of it, by a dot, or all in braces.
            (Behind::Option, Some(Holds::Message(_)) | None) => return completion,
            (Behind::Option, _) => format!("{name} = ${{}}{end}"),
            (Behind::Aggregate, Some(Holds::Scalar(Scalar::String | Scalar::Bytes))) => format!("{name}: \"${{}}\""),
            (Behind::Aggregate, Some(Holds::Message(_))) => format!("{name} {{ ${{}} }}"),
            (Behind::Aggregate, _) => format!("{name}: ${{}}"),
        };
        Completion { insert, is_snippet: true, ..completion }
    }

    /// The extensions of a message, in parentheses if they are asked for.
    fn extensions(&mut self, message: Symbol, qualifier: &Qualifier, behind: &Behind, parentheses: bool) {
        let space = self.space;
        let extendee = space.full_name(message);
        let simple = extendee.rsplit('.').next().unwrap_or_default();
        let outer = if qualifier.is_empty() { None } else { Some(self.meant(qualifier)) };
        let mut found = Vec::new();
        for unit in space.world.units().chain(space.unused()) {
            let seen = space.sees(self.from.unit, unit.index);
            let rank_unseen = if is_own(unit.index) { rank::WORKSPACE } else { rank::BUNDLED };
            for &symbol in unit.symbols.iter().filter(|symbol| symbol.kind == SymbolKind::Extension) {
                let node = unit.tree.node(symbol.node);
                let extend = node.ancestors().find(|node| node.kind() == Kind::Extend);
                let Some(written) = extend.and_then(|extend| extend.part(Kind::TypeName)).map(dotted) else { continue };
                // Most lead elsewhere; to find out where costs more than to look at the last part.
                if written.rsplit('.').next() != Some(simple) {
                    continue;
                }
                // The bundled files write it out.
                let is_meant = match space.world.unit(unit.index) {
                    None => written.trim_start_matches('.') == extendee,
                    Some(_) => {
                        let from = space.around(symbol);
                        let found = space.resolve(&from, &written, &|symbol| symbol.kind == SymbolKind::Message);
                        found.is_some_and(|found| space.full_name(found) == extendee)
                    }
                };
                if !is_meant {
                    continue;
                }
                let full_name = unit.symbols.full_name(&symbol);
                let (written, also, rank) = match (seen, space.shortest(&self.from, symbol, Sought::Anything)) {
                    (true, Some(written)) => (written, Vec::new(), rank::GOOD),
                    (true, None) => continue,
                    (false, _) => (space.relative(&self.from, &full_name), self.import(&unit.file.name), rank_unseen),
                };
                let detail = if seen {
                    "custom option".to_owned()
                } else {
                    format!("custom option · import {}", unit.file.name)
                };
                let base = Completion { doc: doc(node), also, ..plain(&written, CompletionKind::Field, &detail) };
                found.push((rank, full_name, base, space.value_of(symbol)));
            }
        }
        let mut choices = Vec::new();
        for (rank, full_name, mut base, holds) in found {
            if let Some(outer) = &outer {
                let Some(rest) = full_name.strip_prefix(outer.as_str()).and_then(|rest| rest.strip_prefix('.')) else {
                    continue;
                };
                rest.clone_into(&mut base.label);
                rest.clone_into(&mut base.insert);
            } else if parentheses {
                base.label = format!("({})", base.label);
                base.insert = format!("({})", base.insert);
            }
            choices.push((rank, self.with_value(base, holds, behind)));
        }
        self.cap(choices);
    }

    /// The values an option may have.
    pub(super) fn option_values(&mut self, path: &OptionPath) {
        let end = if matches!(
            self.cursor.block(),
            super::BlockKind::Options | super::BlockKind::Aggregate | super::BlockKind::List
        ) {
            ""
        } else {
            self.end()
        };
        match self.space.value_at(&self.from, path) {
            Some(Holds::Scalar(Scalar::Bool)) => {
                for word in ["true", "false"] {
                    self.keyword(word, &format!("{word}{end}"));
                }
            }
            Some(Holds::Scalar(Scalar::Float | Scalar::Double)) => {
                for word in ["inf", "nan"] {
                    self.keyword(word, &format!("{word}{end}"));
                }
            }
            Some(Holds::Scalar(Scalar::String | Scalar::Bytes)) => {
                let base = plain("\"\"", CompletionKind::Value, "string");
                self.push(rank::BEST, Completion { insert: format!("\"${{}}\"{end}"), is_snippet: true, ..base });
            }
            Some(Holds::Enum(found)) => self.enum_choices(found, path, end),
            Some(Holds::Message(found)) => {
                let base = plain("{ }", CompletionKind::Value, &self.space.full_name(found));
                self.push(rank::BEST, Completion { insert: format!("{{\n\t${{}}\n}}{end}"), is_snippet: true, ..base });
            }
            _ => {}
        }
    }

    fn enum_choices(&mut self, found: Symbol, path: &OptionPath, end: &str) {
        let Some(node) = self.space.node(found) else { return };
        let is_feature = path.steps.first() == Some(&Step::Field("features".to_owned()));
        let mut choices = Vec::new();
        for value in ast::members(node).filter(|part| part.kind() == Kind::EnumValue) {
            let number = value.part(Kind::Number).and_then(numbers::value);
            // A feature's zero stands for what is not set.
            if is_feature && number == Some(0) || !fits(value, path.owner, self.syntax()) {
                continue;
            }
            let Some(name) = value.part(Kind::Ident) else { continue };
            let detail = number.map(|number| format!("= {number}")).unwrap_or_default();
            let mut completion = plain(name.text(), CompletionKind::Value, &detail);
            completion.insert.push_str(end);
            completion.doc = doc(value);
            choices.push((if is_deprecated(value) { rank::LATE } else { rank::BEST }, completion));
        }
        self.cap(choices);
    }
}

/// Whether a statement says that it is deprecated.
pub(in crate::language) fn is_deprecated(node: Node<'_>) -> bool {
    ast::settings(node).any(|setting| says_deprecated(setting.node()))
}

/// Whether an option says that what it belongs to is deprecated.
pub(in crate::language) fn says_deprecated(setting: Node<'_>) -> bool {
    let setting = ast::Setting::cast(setting);
    setting.and_then(ast::Setting::name).is_some_and(|name| name.text() == "deprecated")
        && setting.and_then(ast::Setting::value).is_some_and(|value| value.text() == "true")
}

/// Whether a field of an options' message may be set for a thing of a kind in a file of a syntax: `targets` and `feature_support`
/// in descriptor.proto say so.
fn fits(field: Node<'_>, owner: Owner, syntax: Syntax) -> bool {
    let mut has_targets = false;
    let mut is_target = false;
    for setting in ast::settings(field) {
        let (Some(name), Some(value)) = (setting.name(), setting.value()) else { continue };
        match name.text() {
            "targets" => {
                has_targets = true;
                is_target |= value.text() == owner.target();
            }
            "feature_support" => {
                let own = year(syntax);
                let stated = |field: &str| stated_year(value, field);
                if stated("edition_introduced").is_some_and(|year| year > own)
                    || stated("edition_removed").is_some_and(|year| year <= own)
                {
                    return false;
                }
            }
            _ => {}
        }
    }
    !has_targets || is_target
}

/// The year of an edition; none of the versions before.
fn year(syntax: Syntax) -> u32 {
    match syntax {
        Syntax::Proto2 | Syntax::Proto3 => 0,
        Syntax::Edition2023 => 2023,
        Syntax::Edition2024 => 2024,
        Syntax::Edition2026 => 2026,
    }
}

/// The year in a field of `feature_support`: `EDITION_2023`, or `EDITION_PROTO2` and the like.
fn stated_year(support: Node<'_>, field: &str) -> Option<u32> {
    let mut fields = support.nodes().filter_map(ast::AggregateField::cast);
    let field = fields.find(|it| it.name().is_some_and(|name| name.text() == field))?;
    let year = field.value()?.text().strip_prefix("EDITION_")?;
    Some(year.parse().unwrap_or(0))
}
