//! Node: @grpc/grpc-js, and @grpc/proto-loader, which reads the .proto files when the program runs.

use super::layout::{COMMAS, Doc, PADDED};
use super::plan::Plan;
use super::value::{Content, Message, Set, Value};
use super::{Listing, Side, listing, quote, words};

const INDENT: &str = "  ";
const ODD: quote::Odd = quote::Odd { infinity: "Infinity", minus_infinity: "-Infinity", nan: "NaN" };
/// What a number holds without loss.
const SAFE: u64 = (1 << 53) - 1;

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    let (name, text) = match side {
        Side::Client => ("client.mjs", client(plan)),
        Side::Server => ("server.mjs", server(plan)),
    };
    vec![listing("setup.sh", "npm install @grpc/grpc-js @grpc/proto-loader\n".to_owned()), listing(name, text)]
}

/// The imports, the files' reading, and the service as `name`.
fn head(plan: &Plan<'_>) -> String {
    let package = &plan.file.file.package.text;
    let path: String = package.split('.').filter(|it| !it.is_empty()).map(|it| format!(".{it}")).collect();
    format!(
        "import grpc from '@grpc/grpc-js';\nimport protoLoader from '@grpc/proto-loader';\n\n\
         const definition = protoLoader.loadSync({}, {{\n  includeDirs: ['.'],\n  keepCase: true,\n  longs: String,\n  \
         enums: String,\n  oneofs: true,\n}});\nconst {{ {} }} = grpc.loadPackageDefinition(definition){path};\n",
        text(&plan.file.file.name),
        plan.service,
    )
}

/// grpc-js gives a method a second name, by lodash's rules, which are plain for plain names.
fn method_name(plan: &Plan<'_>) -> String {
    let name = &plan.method().name;
    let bytes = name.as_bytes();
    let is_plain = bytes.first().is_some_and(u8::is_ascii_uppercase)
        && bytes.iter().all(u8::is_ascii_alphabetic)
        && !bytes.windows(2).any(|it| it[0].is_ascii_uppercase() && it[1].is_ascii_uppercase())
        && bytes.last().is_some_and(u8::is_ascii_lowercase);
    if is_plain { words::uncapitalized(name) } else { name.clone() }
}

fn client(plan: &Plan<'_>) -> String {
    let method = plan.method();
    let mut out = head(plan);
    out += &super::note(plan, "\n// ", &plan.requests);
    out += &format!(
        "\nconst client = new {}({}, grpc.credentials.createInsecure());\n",
        plan.service,
        text(&plan.call.address)
    );
    let mut arguments = Vec::new();
    if method.client_streams {
        let items = plan.requests.iter().map(|it| (String::new(), message(it))).collect();
        let list = Doc::block("[".to_owned(), items, "]", &COMMAS);
        out += &format!("const requests = {};\n", list.text(INDENT, 0, 17));
    } else {
        let request = plan.requests.first().cloned().unwrap_or_default();
        out += &format!("const request = {};\n", message(&request).text(INDENT, 0, 16));
        arguments.push("request".to_owned());
    }
    if !plan.call.metadata.is_empty() {
        out += "const metadata = new grpc.Metadata();\n";
        for (name, value) in &plan.call.metadata {
            let value = if name.ends_with("-bin") { bytes(&super::binary(value)) } else { text(value) };
            out += &format!("metadata.add({}, {value});\n", text(name));
        }
        arguments.push("metadata".to_owned());
    }
    if let Some(deadline) = plan.call.deadline {
        arguments.push(format!("{{ deadline: Date.now() + {} }}", super::milliseconds(deadline)));
    }
    const FAIL: &str = "console.error(`${grpc.status[error.code]}: ${error.details}`);\n";
    let name = method_name(plan);
    let open = |arguments: &[String]| format!("client.{name}({}", arguments.join(", "));
    let callback = |out: &mut String, start: &str| {
        let comma = if arguments.is_empty() { "" } else { ", " };
        *out += &format!(
            "\n{start}{}{comma}(error, reply) => {{\n  if (error) {{\n    {FAIL}    process.exitCode = 1;\n    return;\n  }}\n  \
             console.log(reply);\n}});\n",
            open(&arguments)
        );
    };
    const SEND: &str = "for (const request of requests) call.write(request);\ncall.end();\n";
    match (method.client_streams, method.server_streams) {
        (false, false) => callback(&mut out, ""),
        (true, false) => {
            callback(&mut out, "const call = ");
            out += SEND;
        }
        (is_both, true) => {
            out += &format!("\nconst call = {});\n", open(&arguments));
            if is_both {
                out += SEND;
            }
            out += &format!(
                "try {{\n  for await (const reply of call) console.log(reply);\n}} catch (error) {{\n  {FAIL}  process.exitCode = 1;\n}}\n"
            );
        }
    }
    out
}

fn server(plan: &Plan<'_>) -> String {
    let method = plan.method();
    let failure =
        plan.failure().map(|it| format!("{{ code: grpc.status.{}, details: {} }}", it.code.name(), text(&it.message)));
    let reply = |used: usize, depth: usize| message(&plan.reply_or_empty()).text(INDENT, depth, used);
    let writes = |depth: usize| -> String {
        let pad = INDENT.repeat(depth);
        let write = |it| format!("{pad}call.write({});\n", message(it).text(INDENT, depth, 12));
        plan.replies.iter().map(write).collect()
    };
    let end = match &failure {
        Some(failure) => format!("call.emit('error', {failure})"),
        None => "call.end()".to_owned(),
    };
    let answer = |depth: usize| {
        let pad = INDENT.repeat(depth);
        match &failure {
            Some(failure) => format!("{pad}callback({failure});\n"),
            None => format!("{pad}callback(null, {});\n", reply(16, depth)),
        }
    };
    let print = "console.log(call.request);\n";
    let body = match (method.client_streams, method.server_streams) {
        (false, false) => format!("(call, callback) {{\n    {print}{}  }}", answer(2)),
        (false, true) => format!("(call) {{\n    {print}{}    {end};\n  }}", writes(2)),
        (true, false) => format!(
            "(call, callback) {{\n    call.on('data', (request) => console.log(request));\n    call.on('end', () => {{\n{}    }});\n  }}",
            answer(3)
        ),
        (true, true) => {
            format!(
                "(call) {{\n    call.on('data', (request) => {{\n      console.log(request);\n{}    }});\n    \
                 call.on('end', () => {end});\n  }}",
                writes(3)
            )
        }
    };
    format!(
        "{head}{note}\nconst server = new grpc.Server();\nserver.addService({service}.service, {{\n  {name}{body},\n}});\n\
         server.bindAsync({address}, grpc.ServerCredentials.createInsecure(), (error) => {{\n  if (error) throw error;\n  \
         console.log('listening on', {address});\n}});\n",
        head = head(plan),
        note = super::note(plan, "\n// ", &plan.replies),
        service = plan.service,
        name = method_name(plan),
        address = text(&plan.call.address),
    )
}

/// Single quotes, as is the custom.
fn text(it: &str) -> String {
    let double = quote::text(it, quote::utf16);
    let inner = double.get(1..double.len() - 1).unwrap_or_default();
    format!("'{}'", inner.replace("\\\"", "\"").replace('\'', "\\'"))
}

fn bytes(it: &[u8]) -> String {
    format!("Buffer.from('{}', 'hex')", quote::hex(it))
}

/// A key of an object literal. `__proto__` is a field as others are only in brackets.
fn key(name: &str) -> String {
    let is_start = |it: char| it.is_ascii_alphabetic() || it == '_' || it == '$';
    let is_name = name.starts_with(is_start) && name.chars().all(|it| is_start(it) || it.is_ascii_digit());
    match name {
        "__proto__" => format!("[{}]", text(name)),
        name if is_name => name.to_owned(),
        name => text(name),
    }
}

fn message(it: &Message) -> Doc {
    // The loader has this file's types built in, under names of its own.
    let is_built_in = it.full_name == "google.protobuf.Value";
    let name = |set: &Set| key(if is_built_in { &set.field.json_name } else { &set.field.name });
    let items = it.fields.iter().map(|set| (format!("{}: ", name(set)), content(set)));
    Doc::block("{".to_owned(), items.collect(), "}", &PADDED)
}

fn content(set: &Set) -> Doc {
    match &set.content {
        Content::One(it) => value(it),
        Content::List(values) => {
            let items = values.iter().map(|it| (String::new(), value(it))).collect();
            Doc::block("[".to_owned(), items, "]", &COMMAS)
        }
        Content::Map(_, entries) => {
            let items = entries.iter().map(|(its_key, it)| (format!("{}: ", map_key(its_key)), value(it)));
            Doc::block("{".to_owned(), items.collect(), "}", &PADDED)
        }
    }
}

/// Every key of an object is a text.
fn map_key(it: &Value) -> String {
    match it {
        Value::Text(it) => key(it),
        Value::Bool(it) => it.to_string(),
        Value::I32(it) => key(&it.to_string()),
        Value::I64(it) => key(&it.to_string()),
        Value::U32(it) => key(&it.to_string()),
        Value::U64(it) => key(&it.to_string()),
        // The specification has no other keys.
        _ => String::new(),
    }
}

/// All numbers are of one type: a whole one needs no point.
fn number(text: String) -> String {
    text.strip_suffix(".0").filter(|it| *it != "-0").map_or_else(|| text.clone(), str::to_owned)
}

fn value(it: &Value) -> Doc {
    Doc::Atom(match it {
        Value::Message(it) => return message(it),
        Value::Bool(it) => it.to_string(),
        Value::I32(it) => it.to_string(),
        Value::U32(it) => it.to_string(),
        Value::I64(it) if it.unsigned_abs() <= SAFE => it.to_string(),
        Value::I64(it) => format!("'{it}'"),
        Value::U64(it) if *it <= SAFE => it.to_string(),
        Value::U64(it) => format!("'{it}'"),
        Value::Float(it) => number(quote::float(*it, &ODD)),
        Value::Double(it) => number(quote::double(*it, &ODD)),
        Value::Text(it) => text(it),
        Value::Bytes(it) => bytes(it),
        Value::Enum(_, _, Some(name)) => text(name),
        Value::Enum(_, number, None) => number.to_string(),
    })
}
