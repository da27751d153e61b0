//! Java: grpc-java, built by Gradle.

use std::collections::BTreeSet;

use super::layout::{CHAIN, COMMAS, Doc};
use super::plan::{self, Home, Plan};
use super::value::{Content, Message, Set, Value};
use super::{Listing, Side, listing, quote, words};
use crate::schema::model::{File, Message as Declared};

const INDENT: &str = "    ";
const DOUBLE: quote::Odd =
    quote::Odd { infinity: "Double.POSITIVE_INFINITY", minus_infinity: "Double.NEGATIVE_INFINITY", nan: "Double.NaN" };
const FLOAT: quote::Odd =
    quote::Odd { infinity: "Float.POSITIVE_INFINITY", minus_infinity: "Float.NEGATIVE_INFINITY", nan: "Float.NaN" };

pub(super) fn write(plan: &Plan<'_>, side: Side) -> Vec<Listing> {
    let (class, text) = match side {
        Side::Client => ("Client", client(plan)),
        Side::Server => ("Server", server(plan)),
    };
    vec![listing("build.gradle", gradle(class)), listing(&format!("src/main/java/{class}.java"), text)]
}

fn gradle(class: &str) -> String {
    format!(
        "// The .proto files go to src/main/proto; `gradle run` generates their code.\nplugins {{\n    id 'application'\n    \
         id 'com.google.protobuf' version '0.9.4'\n}}\n\nrepositories {{\n    mavenCentral()\n}}\n\ndependencies {{\n    \
         implementation 'io.grpc:grpc-netty-shaded:1.71.0'\n    implementation 'io.grpc:grpc-protobuf:1.71.0'\n    \
         implementation 'io.grpc:grpc-stub:1.71.0'\n}}\n\nprotobuf {{\n    \
         protoc {{ artifact = 'com.google.protobuf:protoc:3.25.5' }}\n    \
         plugins {{ grpc {{ artifact = 'io.grpc:protoc-gen-grpc-java:1.71.0' }} }}\n    \
         generateProtoTasks {{ all()*.plugins {{ grpc {{}} }} }}\n}}\n\napplication {{\n    mainClass = '{class}'\n}}\n"
    )
}

fn client(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan, "Client");
    let method = plan.method();
    let grpc = code.service();
    for class in ["Grpc", "InsecureChannelCredentials", "ManagedChannel"] {
        code.import("io.grpc", class);
    }
    let mut body = String::new();
    let mut with = String::new();
    if !plan.call.metadata.is_empty() {
        code.import("io.grpc", "Metadata");
        code.import("io.grpc.stub", "MetadataUtils");
        body += "            var metadata = new Metadata();\n";
        for (name, value) in &plan.call.metadata {
            let (kind, value) = if name.ends_with("-bin") {
                ("BINARY_BYTE_MARSHALLER", format!("{}.toByteArray()", code.bytes(&super::binary(value))))
            } else {
                ("ASCII_STRING_MARSHALLER", text(value))
            };
            body += &format!("            metadata.put(Metadata.Key.of({}, Metadata.{kind}), {value});\n", text(name));
        }
        with += "\n                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))";
    }
    if let Some(deadline) = plan.call.deadline {
        code.import("java.util.concurrent", "TimeUnit");
        with += &format!("\n                .withDeadlineAfter({deadline}, TimeUnit.MICROSECONDS)");
    }
    let name = method_name(&method.name);
    let mut throws = "";
    if method.client_streams {
        code.import("io.grpc", "Status");
        code.import("io.grpc.stub", "StreamObserver");
        code.import("java.util", "List");
        code.import("java.util.concurrent", "CountDownLatch");
        throws = " throws InterruptedException";
        let (request, reply) = (code.type_name(&method.request), code.type_name(&method.response));
        let items = plan.requests.iter().map(|it| (String::new(), code.message(it))).collect();
        let list = Doc::block(format!("List.<{request}>of("), items, ")", &ARGUMENTS);
        body += &format!(
            "            var stub = {grpc}.newStub(channel){with};\n            var done = new CountDownLatch(1);\n"
        );
        body += &format!(
            "            StreamObserver<{request}> requests = stub.{name}(new StreamObserver<{reply}>() {{\n                \
             @Override\n                public void onNext({reply} reply) {{\n                    System.out.println(reply);\n                \
             }}\n\n                @Override\n                public void onError(Throwable error) {{\n                    \
             System.err.println(Status.fromThrowable(error));\n                    done.countDown();\n                }}\n\n                \
             @Override\n                public void onCompleted() {{\n                    done.countDown();\n                }}\n            \
             }});\n            {}.forEach(requests::onNext);\n            requests.onCompleted();\n            done.await();\n",
            list.text(INDENT, 3, 0)
        );
    } else {
        code.import("io.grpc", "StatusRuntimeException");
        let request = plan.requests.first().cloned().unwrap_or_else(|| super::empty(&method.request));
        body += &format!("            var request = {};\n", code.message(&request).text(INDENT, 3, 14));
        body += &format!("            var stub = {grpc}.newBlockingStub(channel){with};\n");
        body += &if method.server_streams {
            format!("            stub.{name}(request).forEachRemaining(System.out::println);\n")
        } else {
            format!("            System.out.println(stub.{name}(request));\n")
        };
    }
    let catch = if method.client_streams {
        "        } finally {\n"
    } else {
        "        } catch (StatusRuntimeException error) {\n            System.err.println(error.getStatus());\n        } finally {\n"
    };
    format!(
        "{imports}{note}\npublic class Client {{\n    public static void main(String[] args){throws} {{\n        \
         ManagedChannel channel =\n            Grpc.newChannelBuilder({address}, InsecureChannelCredentials.create()).build();\n        \
         try {{\n{body}{catch}            channel.shutdownNow();\n        }}\n    }}\n}}\n",
        imports = code.imports(),
        note = super::note(plan, "\n// ", &plan.requests),
        address = text(&plan.call.address),
    )
}

fn server(plan: &Plan<'_>) -> String {
    let mut code = Code::new(plan, "Server");
    let method = plan.method();
    let grpc = code.service();
    for class in ["Grpc", "InsecureServerCredentials"] {
        code.import("io.grpc", class);
    }
    code.import("io.grpc.stub", "StreamObserver");
    let (request, reply) = (code.type_name(&method.request), code.type_name(&method.response));
    let next = |code: &mut Code<'_>, it: &Message, depth: usize| {
        let pad = INDENT.repeat(depth);
        format!("{pad}replies.onNext({});\n", code.message(it).text(INDENT, depth, 17))
    };
    let end = plan.failure().map_or("replies.onCompleted();\n".to_owned(), |it| {
        code.import("io.grpc", "Status");
        format!(
            "replies.onError(Status.{}.withDescription({}).asRuntimeException());\n",
            it.code.name(),
            text(&it.message)
        )
    });
    let all = |code: &mut Code<'_>, depth: usize| -> String {
        if method.server_streams {
            plan.replies.iter().map(|it| next(code, it, depth)).collect()
        } else if plan.failure().is_none() {
            next(code, &plan.reply_or_empty(), depth)
        } else {
            String::new()
        }
    };
    let name = method_name(&method.name);
    let handler = if method.client_streams {
        code.import("io.grpc", "Status");
        // What a bidirectional method says, it says to each request.
        let (each, last) =
            if method.server_streams { (all(&mut code, 4), String::new()) } else { (String::new(), all(&mut code, 4)) };
        format!(
            "    public StreamObserver<{request}> {name}(StreamObserver<{reply}> replies) {{\n        \
             return new StreamObserver<{request}>() {{\n            @Override\n            public void onNext({request} request) {{\n                \
             System.out.println(request);\n{each}            }}\n\n            @Override\n            public void onError(Throwable error) {{\n                \
             System.err.println(Status.fromThrowable(error));\n            }}\n\n            @Override\n            \
             public void onCompleted() {{\n{last}                {end}            }}\n        }};\n    }}\n"
        )
    } else {
        let all = all(&mut code, 2);
        format!(
            "    public void {name}({request} request, StreamObserver<{reply}> replies) {{\n        \
             System.out.println(request);\n{all}        {end}    }}\n"
        )
    };
    code.import("java.io", "IOException");
    format!(
        "{imports}{note}\npublic class Server extends {grpc}.{service}ImplBase {{\n    @Override\n{handler}\n    \
         public static void main(String[] args) throws IOException, InterruptedException {{\n        \
         var server = Grpc.newServerBuilderForPort({port}, InsecureServerCredentials.create())\n            \
         .addService(new Server())\n            .build()\n            .start();\n        \
         System.out.println(\"listening on port \" + server.getPort());\n        server.awaitTermination();\n    }}\n}}\n",
        imports = code.imports(),
        note = super::note(plan, "\n// ", &plan.replies),
        service = plan.service,
        port = plan.host_and_port().1,
    )
}

fn text(it: &str) -> String {
    quote::text(it, quote::utf16)
}

/// A method's name: underscores go, what is behind them is a capital.
fn method_name(name: &str) -> String {
    let mut out = String::new();
    let mut is_after = false;
    for character in name.chars() {
        if character == '_' {
            is_after = true;
        } else {
            out.push(if is_after { character.to_ascii_uppercase() } else { character });
            is_after = false;
        }
    }
    let out = words::uncapitalized(&out);
    const KEYWORDS: [&str; 53] = [
        "abstract",
        "assert",
        "boolean",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "class",
        "const",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extends",
        "final",
        "finally",
        "float",
        "for",
        "goto",
        "if",
        "implements",
        "import",
        "instanceof",
        "int",
        "interface",
        "long",
        "native",
        "new",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "short",
        "static",
        "strictfp",
        "super",
        "switch",
        "synchronized",
        "this",
        "throw",
        "throws",
        "transient",
        "try",
        "void",
        "volatile",
        "while",
        "true",
        "false",
        "null",
    ];
    if KEYWORDS.contains(&&*out) { out + "_" } else { out }
}

/// The package of the code of a file.
fn package(file: &File) -> String {
    plan::text_option(file, "java_package").unwrap_or_else(|| file.package.text.clone())
}

/// The class that is made of a file.
fn outer_class(file: &File) -> String {
    if let Some(name) = plan::text_option(file, "java_outer_classname") {
        return name;
    }
    let base = file.name.rsplit('/').next().unwrap_or(&file.name);
    let name = words::joined_camel(base.strip_suffix(".proto").unwrap_or(base));
    if plan::is_after_2023(file) {
        return name + "Proto";
    }
    fn has(messages: &[Declared], name: &str) -> bool {
        messages
            .iter()
            .any(|it| it.name.text == name || it.enums.iter().any(|it| it.name.text == name) || has(&it.messages, name))
    }
    let is_taken = has(&file.messages, &name)
        || file.enums.iter().any(|it| it.name.text == name)
        || file.services.iter().any(|it| it.name.text == name);
    if is_taken { name + "OuterClass" } else { name }
}

/// What a program imports so far.
struct Code<'a> {
    plan: &'a Plan<'a>,
    /// The program's own class.
    own: &'static str,
    imports: BTreeSet<String>,
}

impl<'a> Code<'a> {
    fn new(plan: &'a Plan<'a>, own: &'static str) -> Code<'a> {
        Code { plan, own, imports: BTreeSet::new() }
    }

    fn imports(&mut self) -> String {
        self.imports.iter().map(|it| format!("import {it};\n")).collect()
    }

    /// Imports a class, and says what it is called here: its simple name, unless that is another's.
    fn import(&mut self, package: &str, class: &str) -> String {
        let simple = class.rsplit('.').next().unwrap_or(class);
        if package.is_empty() {
            return class.to_owned();
        }
        let whole = format!("{package}.{class}");
        let others = self.imports.iter().filter(|it| **it != whole);
        let is_taken = others.map(|it| it.rsplit('.').next()).any(|it| it == Some(simple));
        if simple == self.own || is_taken || !is_library(package) && OTHERS.contains(&simple) {
            return whole;
        }
        let simple = simple.to_owned();
        self.imports.insert(whole);
        simple
    }

    fn service(&mut self) -> String {
        let package = package(&self.plan.file.file);
        self.import(&package, &format!("{}Grpc", self.plan.service))
    }

    fn type_name(&mut self, full_name: &str) -> String {
        match self.plan.home(full_name) {
            Some(home) => self.class(&home),
            None => full_name.to_owned(),
        }
    }

    fn class(&mut self, home: &Home<'_>) -> String {
        let file = &home.file.file;
        let has_own = plan::flag(file, "java_multiple_files") || plan::is_after_2023(file);
        let [top, inner @ ..] = &home.path[..] else { return String::new() };
        let top = if has_own { (*top).to_owned() } else { format!("{}.{top}", outer_class(file)) };
        let top = self.import(&package(file), &top);
        inner.iter().fold(top, |so_far, it| format!("{so_far}.{it}"))
    }

    fn message(&mut self, message: &Message) -> Doc {
        let class = self.type_name(&message.full_name);
        if message.fields.is_empty() {
            return Doc::Atom(format!("{class}.getDefaultInstance()"));
        }
        let mut calls = Vec::new();
        for set in &message.fields {
            self.set(set, &mut calls);
        }
        Doc::block(format!("{class}.newBuilder()"), calls, ".build()", &CHAIN)
    }

    fn set(&mut self, set: &Set, calls: &mut Vec<(String, Doc)>) {
        let mut call = |verb: &str, name: &str, doc: Doc| {
            calls.push((String::new(), doc.within(&format!(".{verb}{name}("), ")")));
        };
        let name = field_name(set.written_name());
        // A number without a name is set as a number.
        let by = |value: &Value| if matches!(value, Value::Enum(_, _, None)) { "Value" } else { "" };
        match &set.content {
            Content::One(value) => call("set", &format!("{name}{}", by(value)), self.value(value)),
            Content::List(values) => {
                for value in values {
                    call("add", &format!("{name}{}", by(value)), self.value(value));
                }
            }
            Content::Map(_, entries) => {
                for (key, value) in entries {
                    let pair = vec![(String::new(), self.value(key)), (String::new(), self.value(value))];
                    let open = format!(".put{name}{}(", by(value));
                    calls.push((String::new(), Doc::block(open, pair, ")", &ARGUMENTS)));
                }
            }
        }
    }

    fn bytes(&mut self, bytes: &[u8]) -> String {
        self.imports.insert("com.google.protobuf.ByteString".to_owned());
        format!("ByteString.fromHex(\"{}\")", quote::hex(bytes))
    }

    fn value(&mut self, value: &Value) -> Doc {
        Doc::Atom(match value {
            Value::Message(it) => return self.message(it),
            Value::Bool(it) => it.to_string(),
            Value::I32(it) => it.to_string(),
            Value::I64(it) => format!("{it}L"),
            // Numbers without a sign are kept in those with one.
            Value::U32(it) => match i32::try_from(*it) {
                Ok(it) => it.to_string(),
                Err(_) => format!("Integer.parseUnsignedInt(\"{it}\")"),
            },
            Value::U64(it) => match i64::try_from(*it) {
                Ok(it) => format!("{it}L"),
                Err(_) => format!("Long.parseUnsignedLong(\"{it}\")"),
            },
            Value::Float(it) if it.is_finite() => format!("{}f", quote::float(*it, &FLOAT)),
            Value::Float(it) => quote::float(*it, &FLOAT),
            Value::Double(it) => quote::double(*it, &DOUBLE),
            Value::Text(it) => text(it),
            Value::Bytes(it) => self.bytes(it),
            Value::Enum(full_name, _, Some(name)) => format!("{}.{name}", self.type_name(full_name)),
            Value::Enum(_, number, None) => number.to_string(),
        })
    }
}

/// Java allows no comma behind the last argument.
static ARGUMENTS: super::layout::Style = super::layout::Style { trailing: "", ..COMMAS };

/// Whether a package's classes are those that programs use by themselves.
fn is_library(package: &str) -> bool {
    ["io.grpc", "io.grpc.stub", "java.io", "java.util", "java.util.concurrent"].contains(&package)
}

/// What programs call by a simple name, with an import or without.
const OTHERS: [&str; 23] = [
    "ByteString",
    "CountDownLatch",
    "Double",
    "Float",
    "Grpc",
    "IOException",
    "InsecureChannelCredentials",
    "InsecureServerCredentials",
    "Integer",
    "InterruptedException",
    "List",
    "Long",
    "ManagedChannel",
    "Metadata",
    "MetadataUtils",
    "Override",
    "Status",
    "StatusRuntimeException",
    "StreamObserver",
    "String",
    "System",
    "Throwable",
    "TimeUnit",
];

/// What follows `get` and `set`; what every message has as a method ends in an underscore.
fn field_name(name: &str) -> String {
    let camel = words::joined_camel(name);
    let is_taken = matches!(
        &*camel,
        "Class"
            | "CachedSize"
            | "SerializedSize"
            | "AllFields"
            | "DescriptorForType"
            | "InitializationErrorString"
            | "UnknownFields"
    );
    if is_taken { camel + "_" } else { camel }
}
