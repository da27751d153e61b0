//! Everything a file declares as flat lists, so that a rule is a loop: messages and enums with what is around them, fields
//! with their owner. Knows no rule.

use super::super::model::{Enum, EnumValue, Field, File, Message, Origin, Setting};
use super::super::unit::Unit;
use crate::syntax::{Kind, Tree};

/// The lists; what is around something comes before it.
pub struct Declared<'u> {
    /// The file.
    pub file: &'u File,
    tree: &'u Tree,
    /// All messages, those of groups and map entries included.
    pub messages: Vec<Inside<'u, Message>>,
    /// All enums.
    pub enums: Vec<Inside<'u, Enum>>,
    /// All extensions by where they are declared.
    pub extensions: Vec<Inside<'u, Field>>,
}

/// A part and the message it stands in.
pub struct Inside<'u, T> {
    /// The part.
    pub part: &'u T,
    /// The index of the message around it; none at the top.
    pub around: Option<usize>,
    /// How many messages are around it.
    pub depth: usize,
    /// Whether its braces are closed; if not, it may hold what is not its own.
    pub is_closed: bool,
}

impl<'u> Declared<'u> {
    /// Lists what a file declares.
    pub fn new(unit: &'u Unit) -> Declared<'u> {
        let file = &unit.file;
        let mut declared =
            Declared { file, tree: &unit.tree, messages: Vec::new(), enums: Vec::new(), extensions: Vec::new() };
        declared.add(&file.messages, &file.enums, &file.extensions, None, 0);
        declared
    }

    /// Recurses as deep as messages are nested, which the tree bounds.
    fn add(
        &mut self,
        messages: &'u [Message],
        enums: &'u [Enum],
        extensions: &'u [Field],
        around: Option<usize>,
        depth: usize,
    ) {
        self.enums.extend(enums.iter().map(|part| Inside { part, around, depth, is_closed: true }));
        self.extensions.extend(extensions.iter().map(|part| Inside { part, around, depth, is_closed: true }));
        for part in messages {
            let at = Some(self.messages.len());
            let body = self.tree.node(part.node).part(Kind::Body);
            let is_closed = body.is_none_or(|body| body.part(Kind::RBrace).is_some());
            self.messages.push(Inside { part, around, depth, is_closed });
            self.add(&part.messages, &part.enums, &part.extensions, at, depth + 1);
        }
    }

    /// The full name of the scope within a message, or of the file's package.
    pub fn scope(&self, around: Option<usize>) -> String {
        match around.and_then(|at| self.messages.get(at)) {
            Some(message) => join(&self.scope(message.around), &message.part.name.text),
            None => self.file.package.text.clone(),
        }
    }

    /// The full name of something in a scope.
    pub fn full_name(&self, around: Option<usize>, name: &str) -> String {
        join(&self.scope(around), name)
    }

    /// All fields and extensions with the message they are declared in.
    pub fn fields(&self) -> impl Iterator<Item = (&'u Field, Option<usize>)> + '_ {
        let within = self.messages.iter().enumerate();
        let within = within.flat_map(|(at, message)| message.part.fields.iter().map(move |field| (field, Some(at))));
        within.chain(self.extensions.iter().map(|extension| (extension.part, extension.around)))
    }

    /// The settings of every declaration that has some.
    pub fn settings(&self) -> impl Iterator<Item = &'u [Setting]> + '_ {
        let messages = self.messages.iter().filter(|it| it.part.origin != Origin::MapEntry).flat_map(|it| {
            let oneofs = it.part.oneofs.iter().map(|oneof| oneof.options.as_slice());
            // All ranges of a statement have the same ones.
            let mut last = None;
            let ranges = it.part.extension_ranges.iter().map(|range| &range.options);
            let ranges = ranges.filter(move |options| last.replace(options.as_ptr()) != Some(options.as_ptr()));
            [it.part.options.as_slice()].into_iter().chain(oneofs).chain(ranges.map(|options| &**options))
        });
        let fields = self.fields().map(|(field, _)| field.options.as_slice());
        let enums = self.enums.iter().map(|it| it.part.options.as_slice());
        let values = self.values().map(|(value, _)| value.options.as_slice());
        let services = self.file.services.iter().flat_map(|service| {
            [service.options.as_slice()]
                .into_iter()
                .chain(service.methods.iter().map(|method| method.options.as_slice()))
        });
        let all = [self.file.options.as_slice()].into_iter().chain(messages).chain(fields).chain(enums).chain(values);
        all.chain(services).filter(|settings| !settings.is_empty())
    }

    /// All values of enums with their enum.
    pub fn values(&self) -> impl Iterator<Item = (&'u EnumValue, &'u Enum)> + '_ {
        self.enums.iter().flat_map(|part| part.part.values.iter().map(move |value| (value, part.part)))
    }
}

/// A name in a scope.
pub fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
