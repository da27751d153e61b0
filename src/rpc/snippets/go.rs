//! Go: grpc-go and the code of protoc-gen-go and protoc-gen-go-grpc.

use std::collections::BTreeSet;

use super::layout::{COMMAS, Doc, Style};
use super::plan::{self, Plan};
use super::value::{Content, Message, Set, Value};
use super::{Listing, Side, listing, quote, words};
use crate::schema::model::File;
use crate::schema::types::{Field, Kind};
use crate::schema::unit::Unit;

const INDENT: &str = "\t";
const ODD: quote::Odd = quote::Odd { infinity: "math.Inf(1)", minus_infinity: "math.Inf(-1)", nan: "math.NaN()" };
/// As gofmt has braces.
static BRACES: Style = Style { is_aligned: true, ..COMMAS };
/// The module, where the files name none.
const MODULE: &str = "example.com/calls";
const GRPC: &str = "google.golang.org/grpc";

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    let (name, text) = match side {
        Side::Client => ("client/main.go", client(plan)),
        Side::Server => ("server/main.go", server(plan)),
    };
    vec![listing("setup.sh", setup(plan)), listing(name, text)]
}

fn setup(plan: &Plan<'_>) -> String {
    let module = module(plan);
    let files = plan.files();
    let named = files.iter().filter(|it| go_package(&it.file).is_none());
    // What a file does not say can be said of it.
    let named: Vec<String> =
        named.map(|it| super::shell::word(&format!("M{}={}", it.file.name, package(plan, it).0))).collect();
    let options = |plugin: &str| -> String {
        let own = format!("  --{plugin}_out=. --{plugin}_opt=module={module}");
        named.iter().fold(own, |so_far, it| format!("{so_far} \\\n  --{plugin}_opt={it}")) + " \\\n"
    };
    let names: Vec<_> = files.iter().map(|it| super::shell::word(&it.file.name)).collect();
    format!(
        "go mod init {module}\ngo install google.golang.org/protobuf/cmd/protoc-gen-go@latest\n\
         go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@latest\nprotoc -I. \\\n{}{}  {}\ngo mod tidy\n",
        options("go"),
        options("go-grpc"),
        names.join(" ")
    )
}

/// Import path and perhaps name.
fn go_package(file: &File) -> Option<(String, Option<String>)> {
    let option = plan::text_option(file, "go_package")?;
    match option.split_once(';') {
        Some((path, name)) => Some((path.to_owned(), Some(name.to_owned()))),
        None => Some((option, None)),
    }
}

/// The module that holds all packages: what the files' own have in common.
fn module(plan: &Plan<'_>) -> String {
    let mut common: Option<Vec<String>> = None;
    for (path, _) in plan.files().iter().filter_map(|it| go_package(&it.file)) {
        let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        common = Some(match common {
            None => parts,
            Some(so_far) => {
                so_far.into_iter().zip(parts).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
            }
        });
    }
    common.filter(|it| !it.is_empty()).map_or_else(|| MODULE.to_owned(), |it| it.join("/"))
}

/// Import path and name of the package that a file's code is in.
fn package(plan: &Plan<'_>, unit: &Unit) -> (String, String) {
    let clean = |name: &str| -> String {
        let name: String = name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
        if name.starts_with(|it: char| it.is_ascii_digit()) { format!("_{name}") } else { name }
    };
    let (path, name) = go_package(&unit.file).unwrap_or_else(|| {
        let package = &unit.file.package.text;
        let inner = if package.is_empty() { "pb".to_owned() } else { package.replace('.', "/") };
        (format!("{}/{inner}", module(plan)), None)
    });
    let name = name.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(&path).to_owned());
    (path, clean(&name))
}

/// What a program imports so far.
struct Code<'a> {
    plan: &'a Plan<'a>,
    /// Of Go's own library.
    standard: BTreeSet<&'static str>,
    /// Path and, where it differs from the path's end, name.
    others: BTreeSet<(String, String)>,
    /// Generated packages: path and the name it has here.
    generated: Vec<(String, String)>,
}

const SERVICE: &str = "pb";

fn fail(indent: usize) -> String {
    let pad = INDENT.repeat(indent);
    format!("{pad}if err != nil {{\n{pad}\tlog.Fatal(err)\n{pad}}}\n")
}

fn client(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let method = plan.method();
    let name = words::go_camel(&method.name);
    code.standard.extend(["context", "fmt", "log"]);
    code.others.insert((GRPC.to_owned(), String::new()));
    code.others.insert((format!("{GRPC}/credentials/insecure"), String::new()));
    let mut body = String::new();
    let context = match plan.call.deadline {
        Some(deadline) => {
            code.standard.insert("time");
            let text = if deadline.is_multiple_of(1000) {
                format!("{}*time.Millisecond", deadline / 1000)
            } else {
                format!("{deadline}*time.Microsecond")
            };
            format!("\tctx, cancel := context.WithTimeout(context.Background(), {text})\n\tdefer cancel()\n")
        }
        None => "\tctx := context.Background()\n".to_owned(),
    };
    body += &context;
    if !plan.call.metadata.is_empty() {
        code.others.insert((format!("{GRPC}/metadata"), String::new()));
        let pairs = plan.call.metadata.iter().map(|(name, value)| {
            let value = if name.ends_with("-bin") { quote::bytes(&super::binary(value)) } else { text(value) };
            format!(", {}, {value}", text(name))
        });
        body += &format!("\tctx = metadata.AppendToOutgoingContext(ctx{})\n", pairs.collect::<String>());
    }
    if method.client_streams {
        let items: Vec<_> = plan.requests.iter().map(|it| (String::new(), code.message_inner(it))).collect();
        let open = format!("[]*{}{{", code.type_name(&method.request));
        body += &format!("\trequests := {}\n", Doc::block(open, items, "}", &BRACES).text(INDENT, 1, 12));
        body += &format!("\n\tstream, err := client.{name}(ctx)\n{}", fail(1));
    } else {
        let request = match plan.requests.first() {
            Some(it) => code.message(it),
            None => Doc::Atom(format!("&{}{{}}", code.type_name(&method.request))),
        };
        body += &format!("\trequest := {}\n\n", request.text(INDENT, 1, 11));
        let variable = if method.server_streams { "stream" } else { "reply" };
        body += &format!("\t{variable}, err := client.{name}(ctx, request)\n{}", fail(1));
    }
    const RECEIVE: &str = "\tfor {\n\t\treply, err := stream.Recv()\n\t\tif err == io.EOF {\n\t\t\tbreak\n\t\t}\n";
    body += &match (method.client_streams, method.server_streams) {
        (false, false) => "\tfmt.Println(reply)\n".to_owned(),
        (true, false) => {
            code.standard.insert("io");
            format!(
                "\tfor _, request := range requests {{\n\t\t// io.EOF: the server has ended the call, and CloseAndRecv tells how.\n\t\t\
                 if err := stream.Send(request); err == io.EOF {{\n\t\t\tbreak\n\t\t}} else if err != nil {{\n\t\t\tlog.Fatal(err)\n\t\t}}\n\t}}\n\
                 \treply, err := stream.CloseAndRecv()\n{}\tfmt.Println(reply)\n",
                fail(1)
            )
        }
        (is_both, true) => {
            code.standard.insert("io");
            let send = if is_both {
                "\tgo func() {\n\t\tfor _, request := range requests {\n\t\t\tif err := stream.Send(request); err != nil {\n\t\t\t\t\
                 return // Recv tells why.\n\t\t\t}\n\t\t}\n\t\tstream.CloseSend()\n\t}()\n"
            } else {
                ""
            };
            format!("{send}{RECEIVE}{}\t\tfmt.Println(reply)\n\t}}\n", fail(2))
        }
    };
    format!(
        "package main\n\n{imports}{note}\nfunc main() {{\n\tconn, err := grpc.NewClient({address}, \
         grpc.WithTransportCredentials(insecure.NewCredentials()))\n{failed}\tdefer conn.Close()\n\t\
         client := {SERVICE}.New{service}Client(conn)\n\n{body}}}\n",
        imports = code.imports(),
        note = super::note(plan, "\n// ", &plan.requests),
        address = text(&plan.call.address),
        failed = fail(1),
        service = words::go_camel(plan.service),
    )
}

fn server(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let method = plan.method();
    let service = words::go_camel(plan.service);
    let name = words::go_camel(&method.name);
    code.standard.extend(["fmt", "log", "net"]);
    code.others.insert((GRPC.to_owned(), String::new()));
    let (request, response) = (code.type_name(&method.request), code.type_name(&method.response));
    let failure = plan.failure().map(|it| {
        code.others.insert((format!("{GRPC}/codes"), String::new()));
        code.others.insert((format!("{GRPC}/status"), String::new()));
        let name = match it.code.name() {
            "CANCELLED" => "Canceled".to_owned(),
            name => words::upper_camel(name),
        };
        format!("status.Error(codes.{name}, {})", text(&it.message))
    });
    // Asked for only where it is used: an import too many is an error.
    let reply = |code: &mut Code<'_>| match plan.replies.first() {
        Some(it) => code.message(it),
        None => Doc::Atom(format!("&{response}{{}}")),
    };
    let sends = |code: &mut Code<'_>, depth: usize| -> String {
        let pad = INDENT.repeat(depth);
        let send = |it: &Message| {
            let message = code.message(it).text(INDENT, depth, 20);
            format!("{pad}if err := stream.Send({message}); err != nil {{\n{pad}\treturn err\n{pad}}}\n")
        };
        plan.replies.iter().map(send).collect()
    };
    let end = failure.clone().unwrap_or_else(|| "nil".to_owned());
    const RECEIVE: &str = "\tfor {\n\t\trequest, err := stream.Recv()\n\t\tif err == io.EOF {\n";
    const FAILED: &str = "\t\t}\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tfmt.Println(request)\n";
    let (signature, body) = match (method.client_streams, method.server_streams) {
        (false, false) => {
            let answer = match &failure {
                Some(failure) => format!("\treturn nil, {failure}\n"),
                None => format!("\treturn {}, nil\n", reply(&mut code).text(INDENT, 1, 12)),
            };
            (
                format!("(ctx context.Context, request *{request}) (*{response}, error)"),
                format!("\tfmt.Println(request)\n{answer}"),
            )
        }
        (false, true) => (
            format!("(request *{request}, stream grpc.ServerStreamingServer[{response}]) error"),
            format!("\tfmt.Println(request)\n{}\treturn {end}\n", sends(&mut code, 1)),
        ),
        (true, false) => {
            let answer = match &failure {
                Some(failure) => format!("\t\t\treturn {failure}\n"),
                None => format!("\t\t\treturn stream.SendAndClose({})\n", reply(&mut code).text(INDENT, 3, 28)),
            };
            (
                format!("(stream grpc.ClientStreamingServer[{request}, {response}]) error"),
                format!("{RECEIVE}{answer}{FAILED}\t}}\n"),
            )
        }
        (true, true) => (
            format!("(stream grpc.BidiStreamingServer[{request}, {response}]) error"),
            format!("{RECEIVE}\t\t\treturn {end}\n{FAILED}{}\t}}\n", sends(&mut code, 2)),
        ),
    };
    if method.client_streams {
        code.standard.insert("io");
    } else if !method.server_streams {
        code.standard.insert("context");
    }
    format!(
        "package main\n\n{imports}{note}\ntype server struct {{\n\t{SERVICE}.Unimplemented{service}Server\n}}\n\n\
         func (server) {name}{signature} {{\n{body}}}\n\nfunc main() {{\n\tlistener, err := net.Listen(\"tcp\", {address})\n{failed}\t\
         s := grpc.NewServer()\n\t{SERVICE}.Register{service}Server(s, server{{}})\n\tlog.Println(\"listening on\", listener.Addr())\n\t\
         log.Fatal(s.Serve(listener))\n}}\n",
        imports = code.imports(),
        note = super::note(plan, "\n// ", &plan.replies),
        address = text(&plan.call.address),
        failed = fail(1),
    )
}

fn text(it: &str) -> String {
    quote::text(it, quote::code_point)
}

impl<'a> Code<'a> {
    fn new(plan: &'a Plan<'a>) -> Code<'a> {
        let generated = vec![(package(plan, plan.file).0, SERVICE.to_owned())];
        Code { plan, standard: BTreeSet::new(), others: BTreeSet::new(), generated }
    }

    fn imports(&self) -> String {
        let mut out = "import (\n".to_owned();
        out.extend(self.standard.iter().map(|it| format!("\t\"{it}\"\n")));
        out.push('\n');
        out.extend(self.others.iter().map(|(path, _)| format!("\t\"{path}\"\n")));
        let mut generated = self.generated.clone();
        generated.sort();
        if !generated.is_empty() {
            out.push('\n');
        }
        for (path, name) in generated {
            // A name that the path ends with goes without saying.
            let alias = if path.rsplit('/').next() == Some(&name) { String::new() } else { name + " " };
            out += &format!("\t{alias}\"{path}\"\n");
        }
        out + ")\n"
    }

    /// The name here of the package of a file.
    fn package(&mut self, unit: &Unit) -> String {
        let (path, name) = package(self.plan, unit);
        if let Some((_, known)) = self.generated.iter().find(|(it, _)| *it == path) {
            return known.clone();
        }
        let is_taken = |name: &str| {
            // What programs import, and their variables.
            const OWN: [&str; 24] = [
                "cancel", "client", "codes", "conn", "context", "ctx", "err", "fmt", "grpc", "insecure", "io",
                "listener", "log", "math", "metadata", "net", "proto", "reply", "request", "requests", "server",
                "status", "stream", "time",
            ];
            OWN.contains(&name) || self.generated.iter().any(|(_, it)| it == name)
        };
        let mut own = name;
        while is_taken(&own) {
            own += "pb";
        }
        self.generated.push((path, own.clone()));
        own
    }

    /// A type by its package, without a star.
    fn type_name(&mut self, full_name: &str) -> String {
        let Some(home) = self.plan.home(full_name) else { return full_name.to_owned() };
        let package = self.package(home.file);
        format!("{package}.{}", nested(&home.path))
    }

    fn message(&mut self, message: &Message) -> Doc {
        let open = format!("&{}{{", self.type_name(&message.full_name));
        self.fields(open, message)
    }

    /// Of a message in a list, the type goes without saying.
    fn message_inner(&mut self, message: &Message) -> Doc {
        self.fields("{".to_owned(), message)
    }

    fn fields(&mut self, open: String, message: &Message) -> Doc {
        let items = message.fields.iter().map(|set| self.field(message, set)).collect();
        Doc::block(open, items, "}", &BRACES)
    }

    fn field(&mut self, message: &Message, set: &Set) -> (String, Doc) {
        let field = &set.field;
        let name = field_name(&field.name);
        let doc = match &set.content {
            Content::One(value) => {
                if let Some(oneof) = &set.oneof {
                    let mut wrapper =
                        format!("{}_{}", self.type_name(&message.full_name), words::go_camel(&field.name));
                    if self.has_type(&message.full_name, &words::go_camel(&field.name)) {
                        wrapper += "_";
                    }
                    let inner = vec![(format!("{name}: "), self.value(value))];
                    return (
                        format!("{}: ", field_name(oneof)),
                        Doc::block(format!("&{wrapper}{{"), inner, "}", &BRACES),
                    );
                }
                if field.has_presence { self.pointer(value) } else { self.value(value) }
            }
            Content::List(values) => {
                let items = values.iter().map(|it| (String::new(), self.element(it))).collect();
                Doc::block(format!("[]{}{{", self.field_type(field, values.first())), items, "}", &BRACES)
            }
            Content::Map(fields, entries) => {
                let key_type = self.field_type(&fields.0, None);
                let value_type = self.field_type(&fields.1, entries.first().map(|(_, it)| it));
                let items = entries.iter().map(|(key, value)| {
                    let key = self.value(key).text(INDENT, 0, 0);
                    (format!("{key}: "), self.element(value))
                });
                let items = items.collect();
                Doc::block(format!("map[{key_type}]{value_type}{{"), items, "}", &BRACES)
            }
        };
        (format!("{name}: "), doc)
    }

    /// Whether a message declares a type in it whose name in Go ends like this.
    fn has_type(&self, full_name: &str, name: &str) -> bool {
        self.plan.inner_types(full_name).into_iter().any(|it| words::go_camel(it) == name)
    }

    fn element(&mut self, value: &Value) -> Doc {
        match value {
            Value::Message(it) => self.message_inner(it),
            other => self.value(other),
        }
    }

    /// The type of the values of a list or a map; of messages and enums a value says which.
    fn field_type(&mut self, field: &Field, value: Option<&Value>) -> String {
        let plain = match (field.kind, value) {
            (_, Some(Value::Message(it))) => return format!("*{}", self.type_name(&it.full_name)),
            (_, Some(Value::Enum(full_name, ..))) => return self.type_name(&full_name.clone()),
            (Kind::Double, _) => "float64",
            (Kind::Float, _) => "float32",
            (Kind::Int32 | Kind::Sint32 | Kind::Sfixed32, _) => "int32",
            (Kind::Int64 | Kind::Sint64 | Kind::Sfixed64, _) => "int64",
            (Kind::Uint32 | Kind::Fixed32, _) => "uint32",
            (Kind::Uint64 | Kind::Fixed64, _) => "uint64",
            (Kind::Bool, _) => "bool",
            (Kind::Bytes, _) => "[]byte",
            _ => "string",
        };
        plain.to_owned()
    }

    /// A value that may be absent.
    fn pointer(&mut self, value: &Value) -> Doc {
        let function = match value {
            Value::Message(_) | Value::Bytes(_) => return self.value(value),
            Value::Enum(_, _, Some(_)) => return self.value(value).within("", ".Enum()"),
            Value::Enum(full_name, number, None) => {
                return Doc::Atom(format!("{}({number}).Enum()", self.type_name(full_name)));
            }
            Value::Bool(_) => "Bool",
            Value::I32(_) => "Int32",
            Value::I64(_) => "Int64",
            Value::U32(_) => "Uint32",
            Value::U64(_) => "Uint64",
            Value::Float(_) => "Float32",
            Value::Double(_) => "Float64",
            Value::Text(_) => "String",
        };
        self.others.insert(("google.golang.org/protobuf/proto".to_owned(), String::new()));
        self.value(value).within(&format!("proto.{function}("), ")")
    }

    fn value(&mut self, value: &Value) -> Doc {
        Doc::Atom(match value {
            Value::Message(it) => return self.message(it),
            Value::Bool(it) => it.to_string(),
            Value::I32(it) => it.to_string(),
            Value::I64(it) => it.to_string(),
            Value::U32(it) => it.to_string(),
            Value::U64(it) => it.to_string(),
            Value::Float(it) if it.is_finite() && (*it != 0.0 || it.is_sign_positive()) => quote::float(*it, &ODD),
            Value::Float(it) => format!("float32({})", self.odd(f64::from(*it))),
            Value::Double(it) => self.odd(*it),
            Value::Text(it) => text(it),
            Value::Bytes(it) => format!("[]byte({})", quote::bytes(it)),
            Value::Enum(full_name, _, Some(name)) => {
                let Some(home) = self.plan.home(full_name) else { return Doc::Atom(name.clone()) };
                // A value is named behind what is around its enum; at the top, behind the enum.
                let around = if home.path.len() > 1 { &home.path[..home.path.len() - 1] } else { &home.path[..] };
                format!("{}.{}_{name}", self.package(home.file), nested(around))
            }
            Value::Enum(_, number, None) => number.to_string(),
        })
    }

    fn odd(&mut self, value: f64) -> String {
        if value == 0.0 && value.is_sign_negative() {
            self.standard.insert("math");
            // The literal -0.0 is 0.
            return "math.Copysign(0, -1)".to_owned();
        }
        if !value.is_finite() {
            self.standard.insert("math");
        }
        quote::double(value, &ODD)
    }
}

fn nested(path: &[&str]) -> String {
    words::go_camel(&path.join("."))
}

/// The field of a struct; what every message has as a method ends in an underscore.
fn field_name(name: &str) -> String {
    let name = words::go_camel(name);
    let is_taken = matches!(
        &*name,
        "Reset"
            | "String"
            | "ProtoMessage"
            | "Marshal"
            | "Unmarshal"
            | "ExtensionRangeArray"
            | "ExtensionMap"
            | "Descriptor"
    );
    if is_taken { name + "_" } else { name }
}
