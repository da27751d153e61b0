//! C#: grpc-dotnet and the code of Grpc.Tools.

use std::collections::BTreeSet;

use super::layout::{Doc, PADDED, Style};
use super::plan::{self, Plan};
use super::value::{Content, Message, Set, Value};
use super::{Listing, Side, listing, quote, words};
use crate::schema::model::File;
use crate::schema::types::Form;

const INDENT: &str = "    ";
const DOUBLE: quote::Odd =
    quote::Odd { infinity: "double.PositiveInfinity", minus_infinity: "double.NegativeInfinity", nan: "double.NaN" };
const FLOAT: quote::Odd =
    quote::Odd { infinity: "float.PositiveInfinity", minus_infinity: "float.NegativeInfinity", nan: "float.NaN" };
/// What an initializer has no comma behind, by custom.
static BRACES: Style = Style { trailing: "", ..PADDED };

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    let (project, text) = match side {
        Side::Client => (CLIENT_PROJECT, client(plan)),
        Side::Server => (SERVER_PROJECT, server(plan)),
    };
    vec![listing("Calls.csproj", project.to_owned()), listing("Program.cs", text)]
}

const CLIENT_PROJECT: &str = "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <OutputType>Exe</OutputType>\n    \
                              <TargetFramework>net8.0</TargetFramework>\n    <ImplicitUsings>enable</ImplicitUsings>\n    \
                              <Nullable>enable</Nullable>\n  </PropertyGroup>\n  <ItemGroup>\n    \
                              <Protobuf Include=\"**/*.proto\" GrpcServices=\"Client\" />\n    \
                              <PackageReference Include=\"Google.Protobuf\" Version=\"3.*\" />\n    \
                              <PackageReference Include=\"Grpc.Net.Client\" Version=\"2.*\" />\n    \
                              <PackageReference Include=\"Grpc.Tools\" Version=\"2.*\" PrivateAssets=\"All\" />\n  \
                              </ItemGroup>\n</Project>\n";
const SERVER_PROJECT: &str = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    \
                              <TargetFramework>net8.0</TargetFramework>\n    <ImplicitUsings>enable</ImplicitUsings>\n    \
                              <Nullable>enable</Nullable>\n  </PropertyGroup>\n  <ItemGroup>\n    \
                              <Protobuf Include=\"**/*.proto\" GrpcServices=\"Server\" />\n    \
                              <PackageReference Include=\"Grpc.AspNetCore\" Version=\"2.*\" />\n  </ItemGroup>\n</Project>\n";

fn client(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let method = plan.method();
    code.uses.extend(["Grpc.Core".to_owned(), "Grpc.Net.Client".to_owned()]);
    let mut body = String::new();
    let mut arguments = Vec::new();
    if method.client_streams {
        let items = plan.requests.iter().map(|it| (String::new(), code.message(it))).collect();
        let open = format!("new {}[] {{", code.type_name(&method.request));
        body += &format!("var requests = {};\n", Doc::block(open, items, "}", &BRACES).text(INDENT, 0, 15));
    } else {
        let request = plan.requests.first().cloned().unwrap_or_else(|| super::empty(&method.request));
        body += &format!("var request = {};\n", code.message(&request).text(INDENT, 0, 14));
        arguments.push("request".to_owned());
    }
    if !plan.call.metadata.is_empty() {
        let items = plan.call.metadata.iter().map(|(name, value)| {
            let value = if name.ends_with("-bin") { array(&super::binary(value)) } else { text(value) };
            (String::new(), Doc::Atom(format!("{{ {}, {value} }}", text(name))))
        });
        let doc = Doc::block("new Metadata {".to_owned(), items.collect(), "}", &BRACES);
        body += &format!("var metadata = {};\n", doc.text(INDENT, 0, 16));
        arguments.push("metadata".to_owned());
    }
    if let Some(deadline) = plan.call.deadline {
        arguments.push(format!("deadline: DateTime.UtcNow.AddMilliseconds({})", super::milliseconds(deadline)));
    }
    let suffix = if method.client_streams || method.server_streams { "" } else { "Async" };
    let call = format!("client.{}{suffix}({})", method.name, arguments.join(", "));
    const READ: &str =
        "    await foreach (var reply in call.ResponseStream.ReadAllAsync())\n        Console.WriteLine(reply);\n";
    const SEND: &str = "    foreach (var request in requests)\n        await call.RequestStream.WriteAsync(request);\n    \
                        await call.RequestStream.CompleteAsync();\n";
    let inner = match (method.client_streams, method.server_streams) {
        (false, false) => format!("    Console.WriteLine(await {call});\n"),
        (false, true) => format!("    using var call = {call};\n{READ}"),
        (true, false) => format!("    using var call = {call};\n{SEND}    Console.WriteLine(await call);\n"),
        (true, true) => format!(
            "    using var call = {call};\n    var reading = Task.Run(async () =>\n    {{\n        \
             await foreach (var reply in call.ResponseStream.ReadAllAsync())\n            Console.WriteLine(reply);\n    }});\n{SEND}    \
             await reading;\n"
        ),
    };
    let service = code.service();
    format!(
        "{uses}{note}\nusing var channel = GrpcChannel.ForAddress({address});\n\
         var client = new {service}.{simple}Client(channel);\n{body}try\n{{\n{inner}}}\ncatch (RpcException error)\n{{\n    \
         Console.Error.WriteLine($\"{{error.StatusCode}}: {{error.Status.Detail}}\");\n    return 1;\n}}\nreturn 0;\n",
        uses = code.uses(),
        note = super::note(plan, "\n// ", &plan.requests),
        address = text(&format!("http://{}", plan.call.address)),
        simple = plan.service,
    )
}

fn server(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan);
    let method = plan.method();
    code.uses.extend(["Grpc.Core".to_owned(), "Microsoft.AspNetCore.Server.Kestrel.Core".to_owned()]);
    let (request, reply) = (code.type_name(&method.request), code.type_name(&method.response));
    let failure = plan.failure().map(|it| {
        let name = words::upper_camel(it.code.name());
        format!("throw new RpcException(new Status(StatusCode.{name}, {}));\n", text(&it.message))
    });
    let write = |code: &mut Code<'_>, depth: usize| -> String {
        let pad = INDENT.repeat(depth);
        let write =
            |it: &Message| format!("{pad}await replies.WriteAsync({});\n", code.message(it).text(INDENT, depth, 25));
        plan.replies.iter().map(write).collect()
    };
    let answer = |code: &mut Code<'_>, before: &str, after: &str| match &failure {
        Some(failure) => format!("        {failure}"),
        None => {
            let reply = code.message(&plan.reply_or_empty()).within(before, after);
            format!("        return {};\n", reply.text(INDENT, 2, 7))
        }
    };
    let end = failure.as_ref().map_or(String::new(), |it| format!("        {it}"));
    const EACH: &str = "        await foreach (var request in requests.ReadAllAsync())\n        {\n            \
                        Console.WriteLine(request);\n";
    let name = &method.name;
    let (signature, body) = match (method.client_streams, method.server_streams) {
        (false, false) => (
            format!("Task<{reply}> {name}(\n        {request} request, ServerCallContext context)"),
            format!("        Console.WriteLine(request);\n{}", answer(&mut code, "Task.FromResult(", ")")),
        ),
        (false, true) => (
            format!(
                "async Task {name}(\n        {request} request, IServerStreamWriter<{reply}> replies, ServerCallContext context)"
            ),
            format!("        Console.WriteLine(request);\n{}{end}", write(&mut code, 2)),
        ),
        (true, false) => (
            format!(
                "async Task<{reply}> {name}(\n        IAsyncStreamReader<{request}> requests, ServerCallContext context)"
            ),
            format!("{EACH}        }}\n{}", answer(&mut code, "", "")),
        ),
        (true, true) => (
            format!(
                "async Task {name}(\n        IAsyncStreamReader<{request}> requests, IServerStreamWriter<{reply}> replies,\n        \
                 ServerCallContext context)"
            ),
            format!("{EACH}{}        }}\n{end}", write(&mut code, 3)),
        ),
    };
    let service = code.service();
    format!(
        "{uses}{note}\nvar builder = WebApplication.CreateBuilder(args);\n\
         // HTTP/2 without TLS has to be asked for.\nbuilder.WebHost.ConfigureKestrel(options =>\n    \
         options.ListenLocalhost({port}, listen => listen.Protocols = HttpProtocols.Http2));\nbuilder.Services.AddGrpc();\n\
         var app = builder.Build();\napp.MapGrpcService<Handler>();\napp.Run();\n\nclass Handler : {service}.{simple}Base\n{{\n    \
         public override {signature}\n    {{\n{body}    }}\n}}\n",
        uses = code.uses(),
        note = super::note(plan, "\n// ", &plan.replies),
        port = plan.host_and_port().1,
        simple = plan.service,
    )
}

fn text(it: &str) -> String {
    quote::text(it, quote::utf16)
}

fn array(bytes: &[u8]) -> String {
    format!("Convert.FromHexString(\"{}\")", quote::hex(bytes))
}

fn namespace(file: &File) -> String {
    plan::text_option(file, "csharp_namespace")
        .unwrap_or_else(|| file.package.text.split('.').map(words::joined_camel).collect::<Vec<_>>().join("."))
}

/// What a program uses so far.
struct Code<'a> {
    plan: &'a Plan<'a>,
    uses: BTreeSet<String>,
}

/// Simple names of types that programs use of others.
const OTHERS: [&str; 9] =
    ["Console", "Convert", "DateTime", "Handler", "Metadata", "Program", "Status", "StatusCode", "Task"];

impl<'a> Code<'a> {
    fn new(plan: &'a Plan<'a>) -> Code<'a> {
        Code { plan, uses: BTreeSet::new() }
    }

    fn uses(&self) -> String {
        self.uses.iter().map(|it| format!("using {it};\n")).collect()
    }

    /// A type of a file by its path there, with its namespace in front where the name could be another's.
    fn named(&mut self, file: &File, path: &[&str]) -> String {
        // Nested types are in a class of their own, so that they are not taken for properties.
        let name = path.join(".Types.");
        let namespace = namespace(file);
        if namespace.is_empty() {
            return format!("global::{name}");
        }
        let first = path.first().copied().unwrap_or_default();
        let is_last_of_namespace = namespace.rsplit('.').next() == Some(first) || namespace == first;
        if OTHERS.contains(&first) || is_last_of_namespace || self.plan.is_ambiguous(first) {
            return format!("global::{namespace}.{name}");
        }
        self.uses.insert(namespace);
        name
    }

    fn service(&mut self) -> String {
        let (file, name) = (self.plan.file, self.plan.service);
        self.named(&file.file, &[name])
    }

    fn type_name(&mut self, full_name: &str) -> String {
        match self.plan.home(full_name) {
            Some(home) => self.named(&home.file.file, &home.path),
            None => full_name.to_owned(),
        }
    }

    fn message(&mut self, message: &Message) -> Doc {
        let name = self.type_name(&message.full_name);
        if message.fields.is_empty() {
            return Doc::Atom(format!("new {name}()"));
        }
        let own = message.full_name.rsplit('.').next().unwrap_or_default();
        let items =
            message.fields.iter().map(|set| (format!("{} = ", property(set.written_name(), own)), self.content(set)));
        let items = items.collect();
        Doc::block(format!("new {name} {{"), items, "}", &BRACES)
    }

    fn content(&mut self, set: &Set) -> Doc {
        match &set.content {
            Content::One(value) => self.value(value),
            Content::List(values) => {
                let items = values.iter().map(|it| (String::new(), self.value(it))).collect();
                Doc::block("{".to_owned(), items, "}", &BRACES)
            }
            Content::Map(_, entries) => {
                let items = entries.iter().map(|(key, value)| {
                    let pair = vec![(String::new(), self.value(key)), (String::new(), self.value(value))];
                    (String::new(), Doc::block("{".to_owned(), pair, "}", &BRACES))
                });
                let items = items.collect();
                Doc::block("{".to_owned(), items, "}", &BRACES)
            }
        }
    }

    fn value(&mut self, value: &Value) -> Doc {
        Doc::Atom(match value {
            // A wrapper in a field is what it wraps.
            Value::Message(it) if Form::of(&it.full_name) == Form::Wrapper => {
                if let Some(Set { content: Content::One(value), .. }) = it.fields.first() {
                    return self.value(value);
                }
                match &*it.full_name {
                    "google.protobuf.BoolValue" => "false".to_owned(),
                    "google.protobuf.StringValue" => "\"\"".to_owned(),
                    "google.protobuf.BytesValue" => return self.value(&Value::Bytes(Vec::new())),
                    _ => "0".to_owned(),
                }
            }
            Value::Message(it) => return self.message(it),
            Value::Bool(it) => it.to_string(),
            Value::I32(it) => it.to_string(),
            Value::I64(it) => it.to_string(),
            Value::U32(it) => it.to_string(),
            Value::U64(it) => it.to_string(),
            Value::Float(it) if it.is_finite() => format!("{}f", quote::float(*it, &FLOAT)),
            Value::Float(it) => quote::float(*it, &FLOAT),
            Value::Double(it) => quote::double(*it, &DOUBLE),
            Value::Text(it) => text(it),
            Value::Bytes(it) => {
                self.uses.insert("Google.Protobuf".to_owned());
                format!("ByteString.CopyFrom({})", array(it))
            }
            Value::Enum(full_name, number, name) => {
                let own = full_name.rsplit('.').next().unwrap_or_default();
                let named = self.type_name(full_name);
                match name {
                    Some(name) => format!("{named}.{}", enum_value(own, name)),
                    None => format!("({named})({number})"),
                }
            }
        })
    }
}

/// A property; what is called as its class ends in an underscore.
fn property(name: &str, class: &str) -> String {
    let name = words::joined_camel(name);
    if name == class || name == "Types" || name == "Descriptor" { name + "_" } else { name }
}

/// The value of an enum: without the enum's name in front, however that is cut into words, and in camels' case.
fn enum_value(of: &str, value: &str) -> String {
    let bare = without(of, value).unwrap_or(value);
    let mut out = String::new();
    let mut previous = b'_';
    for byte in bare.bytes() {
        if byte.is_ascii_alphanumeric() {
            let next = match previous {
                it if !it.is_ascii_alphabetic() => byte.to_ascii_uppercase(),
                it if it.is_ascii_lowercase() => byte,
                _ => byte.to_ascii_lowercase(),
            };
            out.push(char::from(next));
        }
        previous = byte;
    }
    if out.starts_with(|it: char| it.is_ascii_digit()) { format!("_{out}") } else { out }
}

fn without<'a>(prefix: &str, value: &'a str) -> Option<&'a str> {
    let mut rest = value;
    for letter in prefix.bytes().filter(|it| *it != b'_') {
        rest = rest.trim_start_matches('_');
        let first = rest.bytes().next()?;
        if !first.eq_ignore_ascii_case(&letter) {
            return None;
        }
        rest = rest.get(1..)?;
    }
    Some(rest.trim_start_matches('_')).filter(|it| !it.is_empty())
}
