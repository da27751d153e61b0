//! Python: grpcio and the code of grpcio-tools.

use super::layout::{COMMAS, Doc};
use super::plan::Plan;
use super::value::{Content, Message, Set, Value};
use super::{Listing, Side, listing, quote};

/// Words that are no names; what is called so is reached another way.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
const INDENT: &str = "    ";
const ODD: quote::Odd =
    quote::Odd { infinity: "float(\"inf\")", minus_infinity: "float(\"-inf\")", nan: "float(\"nan\")" };

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    let (name, text) = match side {
        Side::Client => ("client.py", client(plan)),
        Side::Server => ("server.py", server(plan)),
    };
    vec![listing("setup.sh", setup(plan)), listing(name, text)]
}

fn setup(plan: &Plan<'_>) -> String {
    let files: Vec<_> = plan.files().iter().map(|it| super::shell::word(&it.file.name)).collect();
    format!(
        "pip install grpcio grpcio-tools\npython -m grpc_tools.protoc -I. --python_out=. --grpc_python_out=. {}\n",
        files.join(" ")
    )
}

fn client(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let method = plan.method();
    let service = code.service_module();
    let mut body = String::new();
    let sent = if method.client_streams {
        let requests: Vec<_> = plan.requests.iter().map(|it| (String::new(), code.message(it))).collect();
        let list = Doc::block("[".to_owned(), requests, "]", &COMMAS);
        body += &format!("        requests = {}\n", list.text(INDENT, 2, 11));
        "iter(requests)"
    } else {
        let request = code.message(&plan.requests.first().cloned().unwrap_or_else(|| super::empty(&method.request)));
        body += &format!("        request = {}\n", request.text(INDENT, 2, 10));
        "request"
    };
    let mut arguments = vec![(String::new(), Doc::Atom(sent.to_owned()))];
    if let Some(deadline) = plan.call.deadline {
        arguments.push((String::new(), Doc::Atom(format!("timeout={}", super::seconds(deadline)))));
    }
    if !plan.call.metadata.is_empty() {
        let pairs = plan.call.metadata.iter().map(|(name, value)| {
            let value = if name.ends_with("-bin") { bytes(&super::binary(value)) } else { text(value) };
            (String::new(), Doc::Atom(format!("({}, {value})", text(name))))
        });
        arguments.push((String::new(), Doc::block("metadata=[".to_owned(), pairs.collect(), "]", &COMMAS)));
    }
    let call = Doc::block(format!("{}(", code.attribute("service", &method.name)), arguments, ")", &COMMAS);
    body += "        try:\n";
    body += &if method.server_streams {
        format!("            for reply in {}:\n                print(reply)\n", call.text(INDENT, 3, 14))
    } else {
        format!("            reply = {}\n            print(reply)\n", call.text(INDENT, 3, 8))
    };
    body +=
        "        except grpc.RpcError as error:\n            sys.exit(f\"{error.code().name}: {error.details()}\")\n";
    let stub = code.attribute(&service, &format!("{}Stub", plan.service));
    format!(
        "import sys\n\nimport grpc\n\n{imports}{note}\n\ndef main():\n    with grpc.insecure_channel({address}) as channel:\n        \
         service = {stub}(channel)\n{body}\n\nif __name__ == \"__main__\":\n    main()\n",
        imports = code.imports(),
        note = super::note(plan, "\n# ", &plan.requests),
        address = text(&plan.call.address),
    )
}

fn server(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let method = plan.method();
    let service = code.service_module();
    let is_name = !KEYWORDS.contains(&&*method.name);
    let name = if is_name { method.name.as_str() } else { "method" };
    let argument = if method.client_streams { "requests" } else { "request" };
    let mut body = String::new();
    let mut indent = 2;
    if method.client_streams {
        body += "        for request in requests:\n            print(request)\n";
        // What a bidirectional method says, it says to each request.
        indent += usize::from(method.server_streams);
    } else {
        body += "        print(request)\n";
    }
    let pad = INDENT.repeat(indent);
    if method.server_streams {
        for reply in &plan.replies {
            body += &format!("{pad}yield {}\n", code.message(reply).text(INDENT, indent, 6));
        }
    }
    if let Some(failure) = plan.failure() {
        let code = failure.code.name();
        body += &format!("        context.abort(grpc.StatusCode.{code}, {})\n", text(&failure.message));
    } else if !method.server_streams {
        let reply = plan.reply_or_empty();
        body += &format!("        return {}\n", code.message(&reply).text(INDENT, 2, 7));
    }
    if method.server_streams && plan.replies.is_empty() {
        // What never yields is no generator.
        body += "        yield from ()\n";
    }
    let rename = if is_name {
        String::new()
    } else {
        format!("\n\nsetattr({}, {}, {}.method)\n", plan.service, text(&method.name), plan.service)
    };
    let base = code.attribute(&service, &format!("{}Servicer", plan.service));
    let add = code.attribute(&service, &format!("add_{}Servicer_to_server", plan.service));
    let host = plan.call.address.as_str();
    format!(
        "from concurrent import futures\n\nimport grpc\n\n{imports}{note}\n\nclass {own}({base}):\n    \
         def {name}(self, {argument}, context):\n{body}{rename}\n\ndef main():\n    \
         server = grpc.server(futures.ThreadPoolExecutor())\n    {add}({own}(), server)\n    \
         server.add_insecure_port({address})\n    server.start()\n    print(\"listening on\", {address})\n    \
         server.wait_for_termination()\n\n\nif __name__ == \"__main__\":\n    main()\n",
        own = plan.service,
        imports = code.imports(),
        note = super::note(plan, "\n# ", &plan.replies),
        address = text(host),
    )
}

/// Whether a name can be an argument's; in a class, two underscores in front make another name of it.
fn is_argument(name: &str) -> bool {
    !KEYWORDS.contains(&name) && (!name.starts_with("__") || name.ends_with("__"))
}

fn text(it: &str) -> String {
    quote::text(it, quote::code_point)
}

fn bytes(it: &[u8]) -> String {
    format!("b{}", quote::bytes(it))
}

/// What a program needs so far.
struct Code<'a> {
    plan: &'a Plan<'a>,
    /// The modules that are imported: statement, and the name it has here.
    modules: Vec<(String, String)>,
}

impl Code<'_> {
    fn new<'a>(plan: &'a Plan<'a>) -> Code<'a> {
        Code { plan, modules: Vec::new() }
    }

    /// The import statements, the sorted ones of Google's before the user's own.
    fn imports(&mut self) -> String {
        let is_googles = |statement: &str| statement.starts_with("from google.protobuf ");
        self.modules.sort_by(|(one, _), (other, _)| (!is_googles(one), one).cmp(&(!is_googles(other), other)));
        let mut out = String::new();
        let mut was_googles = false;
        for (statement, _) in &self.modules {
            if was_googles && !is_googles(statement) {
                out.push('\n');
            }
            was_googles = is_googles(statement);
            out += statement;
            out.push('\n');
        }
        out
    }

    /// The module that is made of a file, by the name it has here; `suffix` is `_pb2` or `_pb2_grpc`.
    fn module(&mut self, file: &str, suffix: &str) -> String {
        let stem = file.strip_suffix(".proto").unwrap_or(file).replace('-', "_");
        let (folder, base) = stem.rsplit_once('/').map_or((None, &*stem), |(folder, base)| (Some(folder), base));
        let folder = folder.map(|it| it.replace('/', "."));
        let own = format!("{base}{suffix}");
        let path = folder.iter().flat_map(|it| it.split('.'));
        let statement = |alias: &str| {
            if path.clone().chain([base]).any(|it| KEYWORDS.contains(&it)) {
                // No statement has such a name in it.
                let whole = folder.iter().cloned().chain([own.clone()]).collect::<Vec<_>>().join(".");
                return format!("{alias} = __import__({}, fromlist=[\"*\"])", text(&whole));
            }
            let renamed = if alias == own { String::new() } else { format!(" as {alias}") };
            match &folder {
                Some(folder) => format!("from {folder} import {own}{renamed}"),
                None => format!("import {own}{renamed}"),
            }
        };
        let known = |statement: &str, modules: &[(String, String)]| modules.iter().any(|(it, _)| it == statement);
        let mut alias = own.clone();
        while !known(&statement(&alias), &self.modules) && self.modules.iter().any(|(_, it)| *it == alias) {
            // Two files of one name in two folders.
            let folder = folder.as_deref().unwrap_or("own").replace('.', "_");
            alias = format!("{folder}_{alias}");
        }
        let statement = statement(&alias);
        if !known(&statement, &self.modules) {
            self.modules.push((statement, alias.clone()));
        }
        alias
    }

    fn service_module(&mut self) -> String {
        self.module(&self.plan.file.file.name, "_pb2_grpc")
    }

    /// `object.name`, also if the name is a word of the language.
    fn attribute(&self, object: &str, name: &str) -> String {
        if KEYWORDS.contains(&name) { format!("getattr({object}, {})", text(name)) } else { format!("{object}.{name}") }
    }

    /// A type, or, where `last` is given, what stands beside it under that name.
    fn reach(&mut self, full_name: &str, last: Option<&str>) -> String {
        let Some(home) = self.plan.home(full_name) else { return full_name.to_owned() };
        let module = self.module(&home.file.file.name, "_pb2");
        let around = home.path.len() - 1;
        let names = home.path.iter().take(around).copied().chain([last.unwrap_or(home.path[around])]);
        names.fold(module, |so_far, name| self.attribute(&so_far, name))
    }

    fn message(&mut self, message: &Message) -> Doc {
        let open = self.reach(&message.full_name, None);
        let (plain, odd): (Vec<&Set>, Vec<&Set>) = message.fields.iter().partition(|it| is_argument(&it.field.name));
        let mut items: Vec<(String, Doc)> =
            plain.into_iter().map(|set| (format!("{}=", set.field.name), self.content(set))).collect();
        if !odd.is_empty() {
            // What is no name may still be a key.
            let pairs = odd.into_iter().map(|set| (format!("{}: ", text(&set.field.name)), self.content(set)));
            let pairs = pairs.collect();
            items.push((String::new(), Doc::block("**{".to_owned(), pairs, "}", &COMMAS)));
        }
        Doc::block(open + "(", items, ")", &COMMAS)
    }

    fn content(&mut self, set: &Set) -> Doc {
        match &set.content {
            Content::One(value) => self.value(value),
            Content::List(values) => {
                let items = values.iter().map(|it| (String::new(), self.value(it))).collect();
                Doc::block("[".to_owned(), items, "]", &COMMAS)
            }
            Content::Map(_, entries) => {
                let items = entries.iter().map(|(key, value)| {
                    let key = self.value(key).text(INDENT, 0, 0);
                    (format!("{key}: "), self.value(value))
                });
                let items = items.collect();
                Doc::block("{".to_owned(), items, "}", &COMMAS)
            }
        }
    }

    fn value(&mut self, value: &Value) -> Doc {
        Doc::Atom(match value {
            Value::Message(it) => return self.message(it),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::I32(it) => it.to_string(),
            Value::I64(it) => it.to_string(),
            Value::U32(it) => it.to_string(),
            Value::U64(it) => it.to_string(),
            Value::Float(it) => quote::float(*it, &ODD),
            Value::Double(it) => quote::double(*it, &ODD),
            Value::Text(it) => text(it),
            Value::Bytes(it) => bytes(it),
            Value::Enum(full_name, _, Some(name)) => self.reach(full_name, Some(name)),
            Value::Enum(_, number, None) => number.to_string(),
        })
    }
}
