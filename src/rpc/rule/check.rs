//! Tree and message type → an expression whose every part has a type, or all that is wrong.

use prost_reflect::{Value, bytes::Bytes};

use super::{
    parse::{Node, Relation, Tree},
    value::{Expr, Within},
    wrong,
};
use crate::{
    diagnostic::Diagnostic,
    schema::{
        Root,
        types::{EnumId, Field, Form, Kind, MessageId, Shape, Types},
    },
    suggest::closest,
    text::Span,
};

/// What the message is called that the condition is about.
const REQUEST: &str = "request";

const SIZE: &str = "size";
const HAS: &str = "has";
const WITHIN: [(&str, Within); 3] =
    [("startsWith", Within::Start), ("endsWith", Within::End), ("contains", Within::Anywhere)];

/// The field of a wrapper: `google/protobuf/wrappers.proto`.
const WRAPPED: u32 = 1;

/// The type of a part.
#[derive(Clone, Debug, PartialEq)]
enum Type {
    Bool,
    /// All numbers are one type: they are compared by what they are.
    Number,
    Text,
    Bytes,
    Enum(EnumId),
    Message(MessageId),
    List(Box<Type>),
    Map(Box<Type>, Box<Type>),
    /// Of an empty list.
    Nothing,
}

/// Reads a tree as a condition.
///
/// # Errors
/// All that is wrong, in the order of the text.
pub(super) fn check(tree: &Tree, text: &str, request: &Root) -> Result<Expr, Vec<Diagnostic>> {
    let mut checker = Checker { types: request.types(), request: request.id(), text, wrong: Vec::new() };
    let expr = checker.truth(tree);
    match expr {
        Some(expr) if checker.wrong.is_empty() => Ok(expr),
        _ => {
            checker.wrong.sort_by_key(|diagnostic| diagnostic.place);
            Err(checker.wrong)
        }
    }
}

struct Checker<'a> {
    types: &'a Types,
    request: MessageId,
    text: &'a str,
    wrong: Vec<Diagnostic>,
}

type Typed = Option<(Expr, Type)>;

/// The name that a part is, if it is one of an enum's value: `ADMIN`, `demo.Role.ADMIN`.
fn name_of(tree: &Tree) -> Option<&str> {
    match &tree.node {
        Node::Name(name) if name != REQUEST => Some(name),
        Node::Field(of, name, _) => name_of(of).map(|_| name.as_str()),
        _ => None,
    }
}

/// Whether its type depends on what it is compared with.
fn is_open(tree: &Tree) -> bool {
    match &tree.node {
        Node::Text(_) => true,
        Node::List(list) => list.iter().any(is_open),
        _ => name_of(tree).is_some(),
    }
}

impl Checker<'_> {
    /// Tells what is wrong there.
    fn fail<T>(&mut self, span: Span, message: String, help: Option<String>) -> Option<T> {
        self.wrong.push(Diagnostic { help, ..wrong(span, message) });
        None
    }

    /// A part that is true or false.
    fn truth(&mut self, tree: &Tree) -> Option<Expr> {
        let (expr, kind) = self.scalar(tree, None)?;
        if kind == Type::Bool {
            return Some(expr);
        }
        let help = matches!(kind, Type::Number | Type::Text | Type::Bytes | Type::Enum(_))
            .then(|| format!("compare it: `{} == …`", tree.span.of_str(self.text)));
        self.fail(tree.span, format!("expected a condition, found {}", self.described(&kind)), help)
    }

    fn truths(&mut self, trees: &[Tree]) -> Option<Vec<Expr>> {
        // Each is looked at, so that what is wrong with the second is told beside what is wrong with the first.
        let parts: Vec<Option<Expr>> = trees.iter().map(|tree| self.truth(tree)).collect();
        parts.into_iter().collect()
    }

    /// A part, and of a wrapper what it wraps.
    fn scalar(&mut self, tree: &Tree, beside: Option<&Type>) -> Typed {
        let (expr, kind) = self.typed(tree, beside)?;
        if let Type::Message(id) = kind {
            let message = self.types.message(id);
            if let (Form::Wrapper, Some(field)) = (message.form, message.field(WRAPPED)) {
                return Some((Expr::Field(Box::new(expr), WRAPPED), self.single(field.kind)));
            }
        }
        Some((expr, kind))
    }

    /// A part, and its type. What it stands beside may say what a name means.
    fn typed(&mut self, tree: &Tree, beside: Option<&Type>) -> Typed {
        let value = |value, kind| Some((Expr::Value(value), kind));
        match &tree.node {
            Node::Bool(is) => value(Value::Bool(*is), Type::Bool),
            Node::Int(number) => {
                let fits = u64::try_from(*number).map(Value::U64).or_else(|_| i64::try_from(*number).map(Value::I64));
                match fits {
                    Ok(number) => value(number, Type::Number),
                    Err(_) => self.fail(tree.span, "expected a number of at most 64 bits".to_owned(), None),
                }
            }
            Node::Float(number) => value(Value::F64(*number), Type::Number),
            Node::Text(text) => match beside {
                Some(Type::Enum(id)) => self.enum_value(*id, text, tree.span),
                _ => value(Value::String(text.clone()), Type::Text),
            },
            Node::Bytes(bytes) => value(Value::Bytes(Bytes::from(bytes.clone())), Type::Bytes),
            Node::Name(name) if name == REQUEST => Some((Expr::Request, Type::Message(self.request))),
            Node::List(list) => self.list(list, beside),
            Node::Not(of) => Some((Expr::Not(Box::new(self.truth(of)?)), Type::Bool)),
            Node::And(parts) => Some((Expr::And(self.truths(parts)?), Type::Bool)),
            Node::Or(parts) => Some((Expr::Or(self.truths(parts)?), Type::Bool)),
            Node::Relation(Relation::In, left, right) => self.within(left, right),
            Node::Relation(relation, left, right) => self.comparison(*relation, left, right),
            Node::Call(name, place, given) => self.call(name, *place, given, tree.span),
            Node::Name(_) | Node::Field(..) if name_of(tree).is_some() => self.name(tree, beside),
            Node::Name(_) => None,
            Node::Field(of, name, place) => {
                let (of, kind) = self.typed(of, None)?;
                let (number, kind) = self.field(&kind, name, *place)?;
                Some((Expr::Field(Box::new(of), number), kind))
            }
            Node::Index(of, by) => {
                let (expr, kind) = self.typed(of, None)?;
                let (expected, found) = match kind {
                    Type::List(of) => (Type::Number, *of),
                    Type::Map(key, of) => (*key, *of),
                    other => {
                        let message = format!("expected a list or a map before `[`, found {}", self.described(&other));
                        return self.fail(of.span, message, None);
                    }
                };
                let (by_expr, by_kind) = self.scalar(by, Some(&expected))?;
                if by_kind != expected {
                    let message = format!(
                        "expected {} in brackets, found {}",
                        self.described(&expected),
                        self.described(&by_kind)
                    );
                    return self.fail(by.span, message, None);
                }
                Some((Expr::Element(Box::new(expr), Box::new(by_expr)), found))
            }
        }
    }

    /// A name that is no part of the request: it means something beside an enum only.
    fn name(&mut self, tree: &Tree, beside: Option<&Type>) -> Typed {
        let name = name_of(tree).unwrap_or_default();
        if let Some(Type::Enum(id)) = beside {
            return self.enum_value(*id, name, tree.span);
        }
        let first = tree.span.of_str(self.text).split(['.', '[']).next().unwrap_or_default().trim();
        let message = format!("expected `{REQUEST}`, found the name '{first}'");
        let help = if self.types.message(self.request).named(first).is_some() {
            format!("a field of the request is `{REQUEST}.{first}`")
        } else if first == "null" {
            format!("whether a field is there is `{HAS}({REQUEST}.…)`")
        } else {
            format!("a text is written \"{first}\"")
        };
        self.fail(tree.span, message, Some(help))
    }

    fn enum_value(&mut self, id: EnumId, name: &str, span: Span) -> Typed {
        let declared = self.types.enumeration(id);
        if let Some(number) = declared.number(name) {
            return Some((Expr::Value(Value::EnumNumber(number)), Type::Enum(id)));
        }
        let help = closest(name, declared.values().map(|(_, name)| name)).map(|it| format!("did you mean '{it}'?"));
        self.fail(span, format!("expected a value of '{}', found '{name}'", declared.full_name), help)
    }

    fn list(&mut self, list: &[Tree], beside: Option<&Type>) -> Typed {
        let mut of = match beside {
            Some(Type::List(of)) => (**of).clone(),
            _ => Type::Nothing,
        };
        let mut parts = Vec::with_capacity(list.len());
        for part in list {
            let (expr, kind) = self.scalar(part, Some(&of))?;
            if of == Type::Nothing {
                of = kind;
            } else if !is_comparable(&of, &kind) {
                let message =
                    format!("expected {} like the others, found {}", self.described(&of), self.described(&kind));
                return self.fail(part.span, message, None);
            }
            parts.push(expr);
        }
        Some((Expr::List(parts), Type::List(Box::new(of))))
    }

    /// Both sides; the one whose names mean nothing by themselves last.
    fn sides(
        &mut self,
        left: &Tree,
        right: &Tree,
        of_left: fn(&Type) -> Type,
        of_right: fn(&Type) -> Type,
    ) -> Option<[(Expr, Type); 2]> {
        if is_open(left) {
            let right = self.scalar(right, None);
            let left = self.scalar(left, right.as_ref().map(|(_, kind)| of_right(kind)).as_ref());
            return Some([left?, right?]);
        }
        let left = self.scalar(left, None);
        let right = self.scalar(right, left.as_ref().map(|(_, kind)| of_left(kind)).as_ref());
        Some([left?, right?])
    }

    fn comparison(&mut self, relation: Relation, left: &Tree, right: &Tree) -> Typed {
        let span = Span { start: left.span.start, end: right.span.end };
        let [(left, one), (right, other)] = self.sides(left, right, Type::clone, Type::clone)?;
        if is_comparable(&one, &other) {
            return Some((Expr::Compare(relation, Box::new(left), Box::new(right)), Type::Bool));
        }
        let [found, also] = [&one, &other].map(|kind| self.described(kind));
        let help = match (&one, &other) {
            (Type::Bytes, Type::Text) | (Type::Text, Type::Bytes) => "bytes are written b\"\\x01\\x02\"".to_owned(),
            (Type::List(_), _) | (_, Type::List(_)) => "whether a list has it is `… in list`".to_owned(),
            (Type::Message(_), _) | (_, Type::Message(_)) => "name a field of the message".to_owned(),
            _ => "compare things of one type".to_owned(),
        };
        self.fail(span, format!("expected two values of one type, found {found} and {also}"), Some(help))
    }

    fn within(&mut self, left: &Tree, right: &Tree) -> Typed {
        let list_of = |kind: &Type| Type::List(Box::new(kind.clone()));
        let [(left_expr, kind), (right_expr, whole)] = self.sides(left, right, list_of, element_of)?;
        let of = element_of(&whole);
        if !matches!(whole, Type::List(_) | Type::Map(..)) {
            let message = format!("expected a list or a map behind `in`, found {}", self.described(&whole));
            return self.fail(right.span, message, Some("such as `[1, 2, 3]`".to_owned()));
        }
        if of != Type::Nothing && !is_comparable(&kind, &of) {
            let message = format!("expected {} before `in`, found {}", self.described(&of), self.described(&kind));
            return self.fail(left.span, message, None);
        }
        Some((Expr::Compare(Relation::In, Box::new(left_expr), Box::new(right_expr)), Type::Bool))
    }

    fn call(&mut self, name: &str, place: Span, given: &[Tree], span: Span) -> Typed {
        match (name, given) {
            (SIZE, [of]) => {
                let (expr, kind) = self.scalar(of, None)?;
                if matches!(kind, Type::Text | Type::Bytes | Type::List(_) | Type::Map(..)) {
                    return Some((Expr::Size(Box::new(expr)), Type::Number));
                }
                let message = format!("expected a list, a map, a text or bytes, found {}", self.described(&kind));
                self.fail(of.span, message, None)
            }
            (HAS, [Tree { node: Node::Field(of, name, place), .. }]) if name_of(of).is_none() => {
                let (of, kind) = self.typed(of, None)?;
                let (number, _) = self.field(&kind, name, *place)?;
                Some((Expr::Has(Box::new(of), number), Type::Bool))
            }
            (HAS, _) => self.fail(span, format!("expected a field: `{HAS}({REQUEST}.…)`"), None),
            (_, [text, part]) if WITHIN.iter().any(|(it, _)| *it == name) => {
                let within = WITHIN.iter().find(|(it, _)| *it == name).map(|(_, within)| *within)?;
                let [text, part] = [text, part].map(|tree| self.text(tree));
                Some((Expr::Holds(within, Box::new(text?), Box::new(part?)), Type::Bool))
            }
            _ => {
                let known = [SIZE, HAS].into_iter().chain(WITHIN.map(|(name, _)| name));
                if known.clone().any(|it| it == name) {
                    let count = given.len();
                    return self.fail(span, format!("expected another number of arguments, found {count}"), None);
                }
                let help = closest(name, known.clone()).map(|it| format!("did you mean `{it}`?"));
                let help = help.unwrap_or_else(|| format!("there are {}", known.collect::<Vec<_>>().join(", ")));
                self.fail(place, format!("expected a function, found '{name}'"), Some(help))
            }
        }
    }

    /// A part that is a text.
    fn text(&mut self, tree: &Tree) -> Option<Expr> {
        let (expr, kind) = self.scalar(tree, None)?;
        if kind == Type::Text {
            return Some(expr);
        }
        self.fail(tree.span, format!("expected a text, found {}", self.described(&kind)), None)
    }

    /// The number and type of a field.
    fn field(&mut self, of: &Type, name: &str, place: Span) -> Option<(u32, Type)> {
        let Type::Message(id) = of else {
            let help = matches!(of, Type::List(_)).then(|| "one element is `[0]`".to_owned());
            return self.fail(
                place,
                format!("expected a message before '.{name}', found {}", self.described(of)),
                help,
            );
        };
        let message = self.types.message(*id);
        let found = message.named(name).and_then(|at| message.fields().get(at));
        if let Some(field) = found {
            return Some((field.number, self.of_field(field)));
        }
        let help = closest(name, message.fields().iter().map(|it| &*it.name)).map(|it| format!("did you mean '{it}'?"));
        self.fail(place, format!("expected a field of '{}', found '{name}'", message.full_name()), help)
    }

    fn of_field(&self, field: &Field) -> Type {
        match (field.shape, field.kind.message().and_then(|id| self.types.message(id).entry())) {
            (Shape::Map, Some((key, value))) => {
                Type::Map(Box::new(self.single(key.kind)), Box::new(self.single(value.kind)))
            }
            (Shape::List, _) => Type::List(Box::new(self.single(field.kind))),
            _ => self.single(field.kind),
        }
    }

    fn single(&self, kind: Kind) -> Type {
        match kind {
            Kind::Bool => Type::Bool,
            Kind::String => Type::Text,
            Kind::Bytes => Type::Bytes,
            Kind::Enum(id) => Type::Enum(id),
            Kind::Message(id) | Kind::Group(id) => Type::Message(id),
            _ => Type::Number,
        }
    }

    fn described(&self, kind: &Type) -> String {
        match kind {
            Type::Bool => "true or false".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::Text => "a text".to_owned(),
            Type::Bytes => "bytes".to_owned(),
            Type::Enum(id) => format!("a value of '{}'", self.types.enumeration(*id).full_name),
            Type::Message(id) => format!("a message '{}'", self.types.message(*id).full_name()),
            Type::List(_) => "a list".to_owned(),
            Type::Map(..) => "a map".to_owned(),
            Type::Nothing => "nothing".to_owned(),
        }
    }
}

fn element_of(kind: &Type) -> Type {
    match kind {
        Type::List(of) | Type::Map(of, _) => (**of).clone(),
        _ => Type::Nothing,
    }
}

fn is_comparable(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Number, Type::Enum(_)) | (Type::Enum(_), Type::Number) => true,
        (Type::Message(_) | Type::List(_) | Type::Map(..) | Type::Nothing, _) => false,
        _ => one == other,
    }
}
