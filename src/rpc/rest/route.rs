//! A method and a request → the request line and the body of the same call as REST.
//!
//! As the method's `google.api.http` says it. Without, by its name ([`words`](super::words)): what only reads is a GET with the id
//! in the path and the other fields in the query, so that caches and people can make use of it; the rest is a POST of the
//! request. Knows no schema but the method: a field that is not in the JSON has no part in the path.

use super::{
    template::{self, Rule, escaped, filled},
    words::{Deed, kebab, plural, taken_apart},
};
use crate::message::json::{
    self,
    tree::{Kind, NodeId, Tree},
};
use crate::rpc::{
    method::{Idempotency, Method},
    scene::Rest,
};

/// The longest target that is asked of a server, in bytes: RFC 9110, section 4.1 recommends that each takes that.
const MAX_TARGET: usize = 8000;

/// A request as REST has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routed {
    /// The request line.
    pub rest: Rest,
    /// The body; nothing where there is none.
    pub body: Option<String>,
}

/// The same call as REST; `request` is the request's ProtoJSON without white space.
pub fn route(method: &Method, request: &str) -> Routed {
    let request = Request::new(request);
    match template::rule(&method.options) {
        Some(rule) => by_rule(&rule, request),
        None => by_name(method, request),
    }
}

fn by_rule(rule: &Rule, mut request: Request<'_>) -> Routed {
    let path = filled(&rule.pattern, |field| request.take(&camel_path(field)).unwrap_or_default());
    let (body, query) = match rule.body.as_str() {
        "*" => (Some(request.rest()), String::new()),
        "" => (None, request.query().unwrap_or_default()),
        field => {
            let body = request.take_raw(&camel(field));
            (body, request.query().unwrap_or_default())
        }
    };
    routed(&rule.verb, path + &query, body)
}

fn by_name(method: &Method, mut request: Request<'_>) -> Routed {
    let (deed, noun) = taken_apart(&method.name);
    let service = method.service_name();
    let service = kebab(service.strip_suffix("Service").filter(|name| !name.is_empty()).unwrap_or(service));
    let version = version(&method.service);
    // `UserService.Get` is about users.
    let noun = if noun.is_empty() { service.clone() } else { noun };
    let reads = method.idempotency == Idempotency::NoSideEffects || matches!(deed, Deed::Get | Deed::List);
    let whole = |path: String, request: &Request<'_>| routed("POST", path, Some(request.rest()));
    if method.streams.client {
        return whole(format!("/{version}/{service}/{}", kebab(&method.name)), &request);
    }
    let one = |request: &mut Request<'_>| {
        let id = request.take_id(&noun).map(|id| escaped(&id, |_| false));
        id.filter(|id| !id.is_empty()).map(|id| format!("/{version}/{}/{id}", plural(&noun)))
    };
    match deed {
        _ if reads => {
            let all = request.clone();
            let path = match deed {
                Deed::Get => one(&mut request).unwrap_or_else(|| format!("/{version}/{noun}")),
                Deed::List => format!("/{version}/{noun}"),
                _ => format!("/{version}/{service}/{}", kebab(&method.name)),
            };
            match request.query() {
                Some(query) if path.len() + query.len() <= MAX_TARGET => routed("GET", path + &query, None),
                // What has lists of messages in it, or is too long, is no query any more.
                _ => whole(format!("/{version}/{service}/{}", kebab(&method.name)), &all),
            }
        }
        Deed::Create => whole(format!("/{version}/{}", plural(&noun)), &request),
        Deed::Update | Deed::Replace | Deed::Delete => match (one(&mut request), deed) {
            (Some(path), Deed::Delete) => {
                let query = request.query().unwrap_or_default();
                routed("DELETE", path + &query, None)
            }
            (Some(path), Deed::Replace) => routed("PUT", path, Some(request.rest())),
            (Some(path), _) => routed("PATCH", path, Some(request.rest())),
            (None, _) => whole(format!("/{version}/{service}/{}", kebab(&method.name)), &request),
        },
        _ => {
            let name = kebab(&method.name);
            // `LoginService.Login` need not say it twice.
            let path =
                if name == service { format!("/{version}/{name}") } else { format!("/{version}/{service}/{name}") };
            whole(path, &request)
        }
    }
}

fn routed(verb: &str, target: String, body: Option<String>) -> Routed {
    Routed { rest: Rest { verb: verb.to_owned(), target }, body }
}

/// The version of an interface by its package: `store.v2.Users` → `v2`, and `v1` of one that names none.
fn version(service: &str) -> &str {
    let is_one =
        |part: &&str| part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()));
    service.split('.').rev().skip(1).find(is_one).unwrap_or("v1")
}

/// The name of a field as JSON has it: `user_id` → `userId`.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut is_next = false;
    for letter in name.chars() {
        match letter {
            '_' => is_next = true,
            _ if std::mem::take(&mut is_next) => out.push(letter.to_ascii_uppercase()),
            _ => out.push(letter),
        }
    }
    out
}

fn camel_path(path: &str) -> Vec<String> {
    path.split('.').map(camel).collect()
}

/// A request, and which of its fields have got a place.
#[derive(Clone)]
struct Request<'a> {
    tree: std::rc::Rc<Tree<'a>>,
    /// The members that are not in the rest any more.
    taken: Vec<NodeId>,
}

impl<'a> Request<'a> {
    fn new(text: &'a str) -> Request<'a> {
        Request { tree: std::rc::Rc::new(json::parse(text).0), taken: Vec::new() }
    }

    fn member(&self, path: &[String]) -> Option<NodeId> {
        let mut at = self.tree.root()?;
        let mut found = None;
        for name in path {
            let member = self.tree.children(at).find(|&it| self.tree.key(it) == *name)?;
            at = self.tree.value(member);
            found = Some(member);
        }
        found
    }

    /// Takes a field that is a text, a number or a truth.
    fn take(&mut self, path: &[String]) -> Option<String> {
        let member = self.member(path)?;
        let value = self.tree.value(member);
        let is_scalar = matches!(self.tree.kind(value), Kind::String | Kind::Number | Kind::Bool(_));
        is_scalar.then(|| {
            self.taken.push(member);
            self.tree.string(value).into_owned()
        })
    }

    /// Takes a field as it stands.
    fn take_raw(&mut self, name: &str) -> Option<String> {
        let member = self.member(&[name.to_owned()])?;
        self.taken.push(member);
        Some(self.tree.raw(self.tree.value(member)).to_owned())
    }

    /// Takes the field by which a thing is known.
    fn take_id(&mut self, noun: &str) -> Option<String> {
        let mut own = noun.split('-').map(str::to_owned).collect::<Vec<_>>().join("_");
        own.push_str("_id");
        ["id".to_owned(), camel(&own), "name".to_owned()].into_iter().find_map(|name| self.take(&[name]))
    }

    /// All that has not been taken, as JSON.
    fn rest(&self) -> String {
        match self.tree.root() {
            Some(root) if self.taken.is_empty() => self.tree.raw(root).to_owned(),
            Some(root) => self.without(root),
            None => "{}".to_owned(),
        }
    }

    fn without(&self, at: NodeId) -> String {
        let span = self.tree.span(at);
        if self.tree.kind(at) != Kind::Object || !self.taken.iter().any(|&it| span.covers(self.tree.span(it))) {
            return self.tree.raw(at).to_owned();
        }
        let kept = self.tree.children(at).filter(|member| !self.taken.contains(member)).map(|member| {
            let key = self.tree.key_span(member).of_str(self.tree.text());
            format!("{key}:{}", self.without(self.tree.value(member)))
        });
        format!("{{{}}}", kept.collect::<Vec<_>>().join(","))
    }

    /// All that has not been taken, as a query with its question mark; nothing where it has a list of what is no scalar, which
    /// a query can't say.
    fn query(&self) -> Option<String> {
        let mut pairs = Vec::new();
        if let Some(root) = self.tree.root() {
            self.pairs(root, "", &mut pairs)?;
        }
        Some(if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) })
    }

    fn pairs(&self, at: NodeId, name: &str, pairs: &mut Vec<String>) -> Option<()> {
        match self.tree.kind(at) {
            Kind::Null => {}
            Kind::Object => {
                for member in self.tree.children(at).filter(|member| !self.taken.contains(member)) {
                    let key = self.tree.key(member);
                    let inner = if name.is_empty() { key.into_owned() } else { format!("{name}.{key}") };
                    self.pairs(self.tree.value(member), &inner, pairs)?;
                }
            }
            Kind::Array => {
                for item in self.tree.children(at) {
                    if matches!(self.tree.kind(item), Kind::Object | Kind::Array) {
                        return None;
                    }
                    self.pairs(item, name, pairs)?;
                }
            }
            Kind::Member | Kind::Broken => return None,
            _ => {
                let value = escaped(&self.tree.string(at), |_| false);
                pairs.push(format!("{}={value}", escaped(name, |_| false)));
            }
        }
        Some(())
    }
}
