//! Rust: tonic and the code of tonic-prost-build.

use super::layout::{COMMAS, Doc, PADDED};
use super::plan::{self, Method, Plan};
use super::value::{Content, Message, Set, Value};
use super::{Listing, Side, listing, quote, words};
use crate::schema::types::{Kind, MessageId, Root};

const INDENT: &str = "    ";
const DOUBLE: quote::Odd =
    quote::Odd { infinity: "f64::INFINITY", minus_infinity: "f64::NEG_INFINITY", nan: "f64::NAN" };
const FLOAT: quote::Odd =
    quote::Odd { infinity: "f32::INFINITY", minus_infinity: "f32::NEG_INFINITY", nan: "f32::NAN" };

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    let (name, text) = match side {
        Side::Client => ("src/bin/client.rs", client(plan)),
        Side::Server => ("src/bin/server.rs", server(plan)),
    };
    vec![listing("Cargo.toml", CARGO.to_owned()), listing("build.rs", build(plan)), listing(name, text)]
}

const CARGO: &str = "[package]\nname = \"calls\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nprost = \"0.14\"\n\
                     prost-types = \"0.14\"\ntokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n\
                     tokio-stream = \"0.1\"\ntonic = \"0.14\"\ntonic-prost = \"0.14\"\n\n[build-dependencies]\n\
                     tonic-prost-build = \"0.14\"\n";

fn build(plan: &Plan<'_>) -> String {
    let files = plan.files();
    let items = files.iter().map(|it| (String::new(), Doc::Atom(text(&it.file.name)))).collect();
    let files = Doc::block("&[".to_owned(), items, "]", &COMMAS);
    format!(
        "// Needs protoc, on the path or where PROTOC says.\nfn main() -> std::io::Result<()> {{\n    \
         tonic_prost_build::configure().compile_protos({}, &[\".\"])\n}}\n",
        files.text(INDENT, 1, 48)
    )
}

/// The modules that the generated code goes into: one a package, each in that of the package around it.
fn modules(plan: &Plan<'_>) -> String {
    let mut packages: Vec<&str> = plan.files().iter().map(|it| it.file.package.text.as_str()).collect();
    packages.sort_unstable();
    packages.dedup();
    let mut out = String::new();
    let (mut open, mut depth): (Vec<&str>, usize) = (Vec::new(), 0);
    let has_none = packages.first() == Some(&"");
    if has_none {
        out += "mod proto {\n";
        depth = 1;
    }
    let base = depth;
    let close = |depth: usize| format!("{}}}\n", INDENT.repeat(depth));
    for package in packages {
        let parts: Vec<&str> = package.split('.').filter(|it| !it.is_empty()).collect();
        let common = open.iter().zip(&parts).take_while(|(one, other)| one == other).count();
        while open.len() > common {
            open.pop();
            depth -= 1;
            out += &close(depth);
        }
        for part in parts.get(common..).unwrap_or_default() {
            let visibility = if depth > 0 { "pub " } else { "" };
            out += &format!("{}{visibility}mod {} {{\n", INDENT.repeat(depth), snake(part));
            open.push(part);
            depth += 1;
        }
        let file = if package.is_empty() { "_" } else { package };
        out += &format!("{}tonic::include_proto!(\"{file}\");\n", INDENT.repeat(depth));
    }
    while depth > base {
        depth -= 1;
        out += &close(depth);
    }
    if has_none {
        out += "}\n";
    }
    out
}

fn client(plan: &Plan<'_>) -> String {
    let method = plan.method();
    let mut code = Code::new(plan);
    let mut body = String::new();
    let mut imports = Vec::new();
    let sent = if method.client_streams {
        let items = plan.requests.iter().map(|it| (String::new(), code.message(&plan.request, it))).collect();
        let list = Doc::block("[".to_owned(), items, "]", &COMMAS);
        body += &format!("    let requests = {};\n", list.text(INDENT, 1, 17));
        "tokio_stream::iter(requests)"
    } else {
        let request = match plan.requests.first() {
            Some(it) => code.message(&plan.request, it),
            None => Doc::Atom(format!("{}::default()", code.message_type(&method.request))),
        };
        let has_more = plan.call.deadline.is_some() || !plan.call.metadata.is_empty();
        let name = if has_more { "message" } else { "request" };
        body += &format!("    let {name} = {};\n", request.text(INDENT, 1, 16));
        name
    };
    let mut argument = sent.to_owned();
    if plan.call.deadline.is_some() || !plan.call.metadata.is_empty() {
        body += &format!("    let mut request = tonic::Request::new({sent});\n");
        "request".clone_into(&mut argument);
        if let Some(deadline) = plan.call.deadline {
            imports.push("use std::time::Duration;\n\n");
            body += &format!("    request.set_timeout(Duration::from_micros({deadline}));\n");
        }
        for (name, value) in &plan.call.metadata {
            body += &if name.ends_with("-bin") {
                let bytes = quote::bytes(&super::binary(value));
                let value = format!("tonic::metadata::MetadataValue::from_bytes(b{bytes})");
                format!("    request.metadata_mut().insert_bin({}, {value});\n", text(name))
            } else {
                format!("    request.metadata_mut().insert({}, {}.parse()?);\n", text(name), text(value))
            };
        }
    }
    let call = format!("client.{}({argument}).await", snake(&method.name));
    body += &if method.server_streams {
        format!(
            "    let mut replies = {call}?.into_inner();\n    while let Some(reply) = replies.message().await? {{\n        \
             println!(\"{{reply:#?}}\");\n    }}\n"
        )
    } else {
        format!("    let reply = {call}?.into_inner();\n    println!(\"{{reply:#?}}\");\n")
    };
    let service = words::upper_camel(plan.service);
    let path = format!("{}{}_client::{service}Client", code.package_of_service(), naive_snake(&service));
    format!(
        "{imports}use {path};\n\n{modules}{note}\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let mut client = {service}Client::connect({address}).await?;\n{body}    Ok(())\n}}\n",
        imports = imports.concat(),
        modules = modules(plan),
        note = super::note(plan, "\n// ", &plan.requests),
        address = text(&format!("http://{}", plan.call.address)),
    )
}

fn server(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let mut uses_stream = false;
    let mut methods = String::new();
    for (at, method) in plan.methods.iter().enumerate() {
        if at > 0 {
            methods.push('\n');
        }
        let (request, response) = (code.message_type(&method.request), code.message_type(&method.response));
        let request = if method.client_streams { format!("Streaming<{request}>") } else { request };
        let response = if method.server_streams {
            uses_stream = true;
            let name = format!("{}Stream", method.name);
            methods += &format!("    type {name} = Replies<{response}>;\n\n");
            format!("Self::{name}")
        } else {
            response
        };
        let is_it = at == plan.at;
        let body = if is_it { handler(&mut code, method) } else { OTHER.to_owned() };
        methods += &format!(
            "    async fn {}(\n        &self,\n        {}request: Request<{request}>,\n    ) -> \
             Result<Response<{response}>, Status> {{\n{body}    }}\n",
            snake(&method.name),
            if is_it { "" } else { "_" },
        );
    }
    let service = words::upper_camel(plan.service);
    let module = format!("{}{}_server", code.package_of_service(), naive_snake(&service));
    let (alias, stream) = if uses_stream {
        ("\ntype Replies<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;\n", true)
    } else {
        ("", false)
    };
    let pin = if stream { "use std::pin::Pin;\n\n" } else { "" };
    let is_both = plan.method().client_streams && plan.method().server_streams;
    // What one reply is made of each request with, or one more thing is put behind.
    let is_mapped = is_both && (plan.replies.len() == 1 || plan.failure().is_some());
    let traits = match (stream, is_mapped) {
        (true, true) => "use tokio_stream::{Stream, StreamExt};\n",
        (true, false) => "use tokio_stream::Stream;\n",
        (false, _) => "",
    };
    let streaming = if plan.methods.iter().any(|it| it.client_streams) { ", Streaming" } else { "" };
    let (host, port) = plan.host_and_port();
    // An address to listen at is no name.
    let host = if host == "localhost" { "127.0.0.1" } else { host };
    format!(
        "{pin}{traits}use tonic::{{Request, Response, Status{streaming}, transport::Server}};\n\n\
         use {module}::{{{service}, {service}Server}};\n\n{modules}{note}{alias}\nstruct Handler;\n\n#[tonic::async_trait]\n\
         impl {service} for Handler {{\n{methods}}}\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         println!(\"listening on {address}\");\n    Server::builder()\n        .add_service({service}Server::new(Handler))\n        \
         .serve(\"{host}:{port}\".parse()?)\n        .await?;\n    Ok(())\n}}\n",
        modules = modules(plan),
        note = super::note(plan, "\n// ", &plan.replies),
        address = plan.call.address,
    )
}

const OTHER: &str = "        Err(Status::unimplemented(\"not here yet\"))\n";

fn handler(code: &mut Code<'_>, method: &Method) -> String {
    let plan = code.plan;
    let failure = plan.failure().map(|it| {
        let code = words::upper_camel(it.code.name());
        format!("Status::new(tonic::Code::{code}, {})", text(&it.message))
    });
    let print = "        println!(\"{:#?}\", request.into_inner());\n";
    let items = |code: &mut Code<'_>| -> Vec<(String, Doc)> {
        plan.replies.iter().map(|it| (String::new(), code.message(&plan.response, it).within("Ok(", ")"))).collect()
    };
    let reply = |code: &mut Code<'_>| match plan.replies.first() {
        Some(it) => code.message(&plan.response, it),
        None => Doc::Atom(format!("{}::default()", code.message_type(&method.response))),
    };
    let answer = |code: &mut Code<'_>| match &failure {
        Some(failure) => format!("        Err({failure})\n"),
        None => {
            let whole = reply(code).within("Ok(Response::new(", "))");
            format!("        {}\n", whole.text(INDENT, 2, 0))
        }
    };
    match (method.client_streams, method.server_streams) {
        (false, false) => print.to_owned() + &answer(code),
        (true, false) => {
            format!(
                "        let mut requests = request.into_inner();\n        \
                 while let Some(request) = requests.message().await? {{\n            println!(\"{{request:#?}}\");\n        }}\n{}",
                answer(code)
            )
        }
        (false, true) => {
            let mut items = items(code);
            items.extend(failure.map(|it| (String::new(), Doc::Atom(format!("Err({it})")))));
            let list = Doc::block("[".to_owned(), items, "]", &COMMAS);
            format!(
                "{print}        let replies = {};\n        Ok(Response::new(Box::pin(tokio_stream::iter(replies))))\n",
                list.text(INDENT, 2, 15)
            )
        }
        (true, true) => {
            let both = items(code);
            let end = failure
                .map_or(String::new(), |failure| format!("\n            .chain(tokio_stream::once(Err({failure})))"));
            if let [(_, one)] = &both[..] {
                return format!(
                    "        let replies = request\n            .into_inner()\n            .map(|request| {{\n                \
                     println!(\"{{:#?}}\", request?);\n                {}\n            }}){end};\n        \
                     Ok(Response::new(Box::pin(replies)))\n",
                    one.text(INDENT, 4, 0)
                );
            }
            // A stream of streams has no adapter here: a task sends what is to be sent.
            let mut sends = String::new();
            for (_, reply) in &both {
                sends += &format!(
                    "                {}\n",
                    reply.clone().within("let _ = sender.send(", ").await;").text(INDENT, 4, 0)
                );
            }
            let last = if end.is_empty() { String::new() } else { end };
            format!(
                "        let mut requests = request.into_inner();\n        \
                 let (sender, replies) = tokio::sync::mpsc::channel(1);\n        tokio::spawn(async move {{\n            \
                 while let Ok(Some(request)) = requests.message().await {{\n                println!(\"{{request:#?}}\");\n{sends}            \
                 }}\n        }});\n        let replies = tokio_stream::wrappers::ReceiverStream::new(replies){last};\n        \
                 Ok(Response::new(Box::pin(replies)))\n"
            )
        }
    }
}

fn text(it: &str) -> String {
    quote::text(it, quote::braced)
}

/// As tonic names the modules of a service.
fn naive_snake(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name.chars().peekable();
    while let Some(character) = rest.next() {
        out.push(character.to_ascii_lowercase());
        if rest.peek().is_some_and(char::is_ascii_uppercase) {
            out.push('_');
        }
    }
    out
}

/// prost's names of fields, methods and modules.
fn snake(name: &str) -> String {
    allowed(words::snake(name))
}

/// prost's names of types and variants.
fn camel(name: &str) -> String {
    allowed(words::upper_camel(name))
}

/// A word of the language as prost writes it for a name.
fn allowed(name: String) -> String {
    const KEYWORDS: [&str; 47] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
        "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    match &*name {
        "" | "_" | "super" | "self" | "Self" | "extern" | "crate" => name + "_",
        word if KEYWORDS.contains(&word) => format!("r#{name}"),
        word if word.starts_with(|it: char| it.is_ascii_digit()) => format!("_{name}"),
        _ => name,
    }
}

struct Code<'a> {
    plan: &'a Plan<'a>,
    /// Whether a file has no package: then everything is in a module of its own.
    is_wrapped: bool,
}

impl<'a> Code<'a> {
    fn new(plan: &'a Plan<'a>) -> Code<'a> {
        let is_wrapped = plan.files().iter().any(|it| it.file.package.text.is_empty());
        Code { plan, is_wrapped }
    }

    fn package(&self, package: &str) -> String {
        let parts = package.split('.').filter(|it| !it.is_empty()).map(|it| format!("{}::", snake(it)));
        let start = if self.is_wrapped { "proto::" } else { "" };
        parts.fold(start.to_owned(), |so_far, part| so_far + &part)
    }

    fn package_of_service(&self) -> String {
        self.package(&self.plan.file.file.package.text)
    }

    /// A type's path; `inner` is what stands in the module of its name.
    fn path(&self, full_name: &str, inner: Option<&str>) -> String {
        let Some(home) = self.plan.home(full_name) else { return full_name.to_owned() };
        let mut out = if plan::is_googles(&home.file.file) {
            "prost_types::".to_owned()
        } else {
            self.package(&home.file.file.package.text)
        };
        let around = home.path.len() - usize::from(inner.is_none());
        for name in home.path.iter().take(around) {
            out += &format!("{}::", snake(name));
        }
        out + &inner.map_or_else(|| home.path.last().map(|it| camel(it)).unwrap_or_default(), str::to_owned)
    }

    /// The type a message has, which of a few of Google's is one of the language.
    fn message_type(&self, full_name: &str) -> String {
        let own = match full_name.strip_prefix("google.protobuf.") {
            Some("Empty") => "()",
            Some("BoolValue") => "bool",
            Some("BytesValue") => "Vec<u8>",
            Some("DoubleValue") => "f64",
            Some("FloatValue") => "f32",
            Some("Int32Value") => "i32",
            Some("Int64Value") => "i64",
            Some("StringValue") => "String",
            Some("UInt32Value") => "u32",
            Some("UInt64Value") => "u64",
            _ => return self.path(full_name, None),
        };
        own.to_owned()
    }

    fn message(&mut self, root: &Root, message: &Message) -> Doc {
        let name = self.message_type(&message.full_name);
        match &*name {
            "()" => return Doc::Atom(name),
            // A wrapper is what it wraps.
            "bool" | "Vec<u8>" | "f64" | "f32" | "i32" | "i64" | "String" | "u32" | "u64" => {
                return match message.fields.first() {
                    Some(Set { content: Content::One(value), .. }) => self.value(root, value),
                    _ => Doc::Atom(if name == "Vec<u8>" {
                        "Vec::new()".to_owned()
                    } else {
                        format!("{name}::default()")
                    }),
                };
            }
            _ if message.fields.is_empty() => return Doc::Atom(format!("{name}::default()")),
            _ => {}
        }
        let mut items: Vec<(String, Doc)> = message.fields.iter().map(|set| self.field(root, message, set)).collect();
        if message.id.is_none_or(|id| members(root, id) > items.len()) {
            items.push((String::new(), Doc::Atom("..Default::default()".to_owned())));
            // Nothing may follow it, not even a comma.
            return Doc::block(format!("{name} {{"), items, "}", &STRUCT);
        }
        Doc::block(format!("{name} {{"), items, "}", &PADDED)
    }

    fn field(&mut self, root: &Root, message: &Message, set: &Set) -> (String, Doc) {
        let field = &set.field;
        let doc = match &set.content {
            Content::One(value) => {
                let doc = self.value(root, value);
                let is_boxed = message.id.is_some_and(|id| is_boxed(root, id, field.kind));
                let doc = if is_boxed { doc.within("Box::new(", ")") } else { doc };
                if let Some(oneof) = &set.oneof {
                    let mut name = camel(oneof);
                    if self.has_type(&message.full_name, &name) {
                        name += "OneOf";
                    }
                    let around = self.path(&message.full_name, Some(&name));
                    let doc = doc.within(&format!("Some({around}::{}(", camel(&field.name)), "))");
                    return (format!("{}: ", snake(oneof)), doc);
                }
                if field.has_presence && !field.is_required { doc.within("Some(", ")") } else { doc }
            }
            Content::List(values) => {
                let items = values.iter().map(|it| (String::new(), self.value(root, it))).collect();
                Doc::block("vec![".to_owned(), items, "]", &COMMAS)
            }
            Content::Map(_, entries) => {
                let items = entries.iter().map(|(key, value)| {
                    let pair = vec![(String::new(), self.value(root, key)), (String::new(), self.value(root, value))];
                    (String::new(), Doc::block("(".to_owned(), pair, ")", &COMMAS))
                });
                let items = items.collect();
                // prost-types was made with another map than others are.
                let map = if message.full_name == "google.protobuf.Struct" { "BTreeMap" } else { "HashMap" };
                Doc::block(format!("std::collections::{map}::from(["), items, "])", &COMMAS)
            }
        };
        (format!("{}: ", snake(&field.name)), doc)
    }

    /// Whether a message declares a type in it that has this name in Rust.
    fn has_type(&self, full_name: &str, name: &str) -> bool {
        self.plan.inner_types(full_name).into_iter().any(|it| camel(it) == name)
    }

    fn value(&mut self, root: &Root, value: &Value) -> Doc {
        Doc::Atom(match value {
            Value::Message(it) => return self.message(root, it),
            Value::Bool(it) => it.to_string(),
            Value::I32(it) => it.to_string(),
            Value::I64(it) => it.to_string(),
            Value::U32(it) => it.to_string(),
            Value::U64(it) => it.to_string(),
            Value::Float(it) => quote::float(*it, &FLOAT),
            Value::Double(it) => quote::double(*it, &DOUBLE),
            Value::Text(it) => format!("{}.to_owned()", text(it)),
            Value::Bytes(it) => format!("b{}.to_vec()", quote::bytes(it)),
            Value::Enum(full_name, _, Some(name)) => {
                let own = full_name.rsplit('.').next().unwrap_or(full_name);
                format!("{}::{} as i32", self.path(full_name, None), variant(own, name))
            }
            Value::Enum(_, number, None) => number.to_string(),
        })
    }
}

/// As [`PADDED`] is, where nothing may follow the last item.
static STRUCT: super::layout::Style = super::layout::Style { trailing: "", ..PADDED };

/// The variant of an enum's value: without the enum's own name in front, if a capital follows.
fn variant(of: &str, value: &str) -> String {
    let (of, value) = (camel(of), camel(value));
    let rest = value.strip_prefix(&of).filter(|it| it.starts_with(|it: char| it.is_ascii_uppercase()));
    allowed(rest.unwrap_or(&value).to_owned())
}

/// How many fields the struct of a message has: a oneof is one.
fn members(root: &Root, id: MessageId) -> usize {
    let message = root.types().message(id);
    let plain = message.fields().iter().filter(|it| !it.is_extension && it.oneof.is_none()).count();
    plain + message.oneofs.len()
}

/// Whether a message leads back to one it is in, by fields that hold one: prost boxes it then.
fn is_boxed(root: &Root, outer: MessageId, kind: Kind) -> bool {
    let Some(inner) = kind.message() else { return false };
    let (mut seen, mut next) = (vec![inner], 0);
    while let Some(&id) = seen.get(next) {
        next += 1;
        if id == outer {
            return true;
        }
        for field in root.types().message(id).fields() {
            if let Kind::Message(inner) = field.kind
                && field.shape == crate::schema::types::Shape::Single
                && !seen.contains(&inner)
            {
                seen.push(inner);
            }
        }
    }
    false
}
