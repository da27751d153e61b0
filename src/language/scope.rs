//! What a written name leads to by protoc's rules of scope, and how a symbol is written somewhere.
//!
//! `schema` resolves names to judge them. Here they are looked up to get somewhere: in files that are not imported, too, after all
//! that are, and as they will be found once something is renamed.

use super::outline::join;
use super::space::{Site, Space};
use crate::schema::names::{Symbol, SymbolKind};
use crate::syntax::{Kind, Node};

/// What a name is taken for where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// The type of a field: whatever else has the name is passed over.
    Type,
    /// The type of an rpc, what is extended, an extension: the first that has the name counts, be it the wrong one.
    Anything,
}

impl Space<'_> {
    /// What a written name stands for: in the files that its file sees, else in any.
    pub(super) fn resolve(&self, from: &Site, written: &str, wanted: &dyn Fn(Symbol) -> bool) -> Option<Symbol> {
        let visible = |name: &str| self.named(name, &|id| self.sees(from.unit, id.unit));
        let any = |name: &str| self.named(name, &|_| true);
        self.search(from, written, wanted, &visible).or_else(|| self.search(from, written, wanted, &any))
    }

    /// protoc's rule (`DescriptorBuilder::LookupSymbol`): the innermost scope that has the name's first part decides, be the rest
    /// there or not; but where the name has only one part, what is not wanted is passed over.
    fn search(
        &self,
        from: &Site,
        written: &str,
        wanted: &dyn Fn(Symbol) -> bool,
        find: &dyn Fn(&str) -> Option<Symbol>,
    ) -> Option<Symbol> {
        if let Some(absolute) = written.strip_prefix('.') {
            return find(absolute).filter(|&symbol| wanted(symbol));
        }
        let first = written.split('.').next().unwrap_or_default();
        let mut scope = from.scope.as_str();
        loop {
            if let Some(found) = find(&join(scope, first)) {
                if first.len() == written.len() {
                    if wanted(found) {
                        return Some(found);
                    }
                } else if found.kind.is_scope() || self.is_broken_scope(found) {
                    return find(&join(scope, written)).filter(|&symbol| wanted(symbol));
                }
            }
            if scope.is_empty() {
                return None;
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
    }

    fn is_broken_scope(&self, symbol: Symbol) -> bool {
        symbol.kind == SymbolKind::Broken && self.node(symbol).is_some_and(|node| node.kind() == Kind::Message)
    }

    /// Whether a symbol is a message or an enum, though it may be broken.
    pub(super) fn is_type(&self, symbol: Symbol) -> bool {
        let broken = |node: Node<'_>| matches!(node.kind(), Kind::Message | Kind::Enum | Kind::Group);
        symbol.kind.is_type() || symbol.kind == SymbolKind::Broken && self.node(symbol).is_some_and(broken)
    }

    /// Whether a written name leads to a symbol.
    pub(super) fn leads(&self, from: &Site, written: &str, symbol: Symbol, sought: Sought) -> bool {
        let wanted = |found: Symbol| sought == Sought::Anything || self.is_type(found);
        self.resolve(from, written, &wanted).is_some_and(|found| found.id == symbol.id)
    }

    /// The shortest name that leads from a place to a symbol; none where even the whole name with a dot before it leads elsewhere.
    pub(super) fn shortest(&self, from: &Site, symbol: Symbol, sought: Sought) -> Option<String> {
        let full_name = self.now(self.full_name(symbol));
        let leads = |written: &str| self.leads(from, written, symbol, sought);
        let mut scope = from.scope.as_str();
        loop {
            if let Some(written) = strip_scope(&full_name, scope)
                && leads(written)
            {
                return Some(written.to_owned());
            }
            if scope.is_empty() {
                break;
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
        let absolute = format!(".{full_name}");
        leads(&absolute).then_some(absolute)
    }

    /// The shortest name that should lead from a place to what is not in sight yet: without the package, where that is the
    /// same, and with a dot before it, where its first part would lead elsewhere.
    pub(super) fn relative(&self, from: &Site, full_name: &str) -> String {
        let package = self.unit(from.unit).map_or("", |unit| unit.file.package.text.as_str());
        let written = if package.is_empty() { full_name } else { strip_scope(full_name, package).unwrap_or(full_name) };
        let first = written.split('.').next().unwrap_or_default();
        let mut scope = from.scope.as_str();
        while !scope.is_empty() {
            let here = join(scope, first);
            let is_hidden =
                self.named(&here, &|id| self.sees(from.unit, id.unit)).is_some_and(|found| found.kind.is_scope());
            if is_hidden && !format!("{full_name}.").starts_with(&format!("{here}.")) {
                return format!(".{full_name}");
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
        written.to_owned()
    }
}

/// A full name without the scope it lies in.
fn strip_scope<'n>(full_name: &'n str, scope: &str) -> Option<&'n str> {
    if scope.is_empty() { Some(full_name) } else { full_name.strip_prefix(scope)?.strip_prefix('.') }
}
