//! Calls that programs are written for: all four kinds, of the example that has them; and every example's message, sent and
//! sent back by a method that is put beside it.

use wirelens::examples::{self, Example};
use wirelens::message;
use wirelens::rpc::snippets::Call;
use wirelens::rpc::status::Status;
use wirelens::schema::{self, Schema};
use wirelens::text::{File, Files};

/// A call with the files that its schema is in.
pub struct Case {
    /// What it is called here: `track`, `scalars`.
    pub name: String,
    /// The .proto files.
    pub files: Files,
    /// What they compile to.
    pub schema: Schema,
    /// The call.
    pub call: Call,
    /// The full names of the request's and the response's types.
    pub types: (String, String),
}

/// A method of the example `four-kinds`: its name, requests and replies.
type Kind = (&'static str, &'static [&'static str], &'static [&'static str]);

const KINDS: [Kind; 4] = [
    (
        "GetParcel",
        &[r#"{"parcelId": "P-1042"}"#],
        &[
            r#"{"id": "P-1042", "recipient": "Zoë \"Z\" O'Neill", "weightGrams": 1250, "expected": "2025-01-01T12:00:00.5Z"}"#,
        ],
    ),
    (
        "Track",
        &[r#"{"parcelId": "P-1042", "count": 2}"#],
        &[r#"{"latitude": 52.52, "longitude": 13.405, "stopsBefore": 3}"#, r#"{"latitude": 52.5, "longitude": -0.25}"#],
    ),
    (
        "ReportStops",
        &[
            r#"{"parcelId": "P-1042", "outcome": "OUTCOME_DELIVERED", "at": "2025-01-01T10:30:00Z", "position": {"latitude": 52.52, "longitude": 13.405}}"#,
            r#"{"parcelId": "P-1043", "outcome": "OUTCOME_NOBODY_HOME"}"#,
        ],
        &[r#"{"delivered": 1, "returnedIds": ["P-1043"]}"#],
    ),
    (
        "Chat",
        &[
            r#"{"author": "driver", "text": "Which door?"}"#,
            r#"{"author": "driver", "text": "Found it.\n\tThanks \\o/"}"#,
        ],
        &[r#"{"author": "customer", "text": "The green one, second floor 🟢"}"#],
    ),
];

/// A call of each kind.
pub fn kinds(address: &str) -> Vec<Case> {
    let example = examples::find("four-kinds").unwrap();
    KINDS
        .iter()
        .map(|&(method, requests, replies)| {
            let path = format!("/delivery.DeliveryService/{method}");
            case(method, files(example), &path, requests, replies, address)
        })
        .collect()
}

/// One that fails.
pub fn failing(address: &str) -> Case {
    let mut failing = kinds(address).remove(0);
    failing.call.status =
        Status::new(wirelens::rpc::status::Code::NotFound, "no parcel \"P-1042\": 100% sure, {really}");
    failing.call.deadline = Some(2_500_000);
    failing.call.metadata =
        vec![("x-trace".to_owned(), "it's 7".to_owned()), ("key-bin".to_owned(), "AAEC/w".to_owned())];
    failing.name = "fails".to_owned();
    failing
}

/// The message of every example that compiles, there and back.
pub fn messages(address: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = examples::all()
        .iter()
        .filter(|example| !example.fails)
        .map(|example| probe(example.slug, files(example), example.root, &without_extensions(example.json), address))
        .collect();
    let odd = vec![File { name: "odd-names/class.proto".to_owned(), text: include_str!("odd.proto").to_owned() }];
    cases.push(probe("odd-names", odd, "import.odd.Outer", include_str!("odd.json"), address));
    cases
}

/// Programs have no place for extensions.
fn without_extensions(json: &str) -> String {
    let mut message: serde_json::Value = serde_json::from_str(json).unwrap();
    message.as_object_mut().unwrap().retain(|key, _| !key.starts_with('['));
    message.to_string()
}

/// A case whose method takes and gives the type; it is in a service beside that.
pub fn probe(name: &str, mut files: Files, root: &str, json: &str, address: &str) -> Case {
    let compiled = schema::compile(&files);
    assert!(compiled.is_complete(), "{name}: {:?}", compiled.diagnostics);
    let package = compiled.schema.unwrap().root(root).unwrap().package_name().to_owned();
    let declares = |file: &File| file.text.contains(&format!("package {package};"));
    let file = files.iter_mut().find(|file| declares(file)).unwrap();
    file.text += &format!("\nservice ProbeService {{\n  rpc SendBack(.{root}) returns (.{root});\n}}\n");
    case(name, files, &format!("/{package}.ProbeService/SendBack"), &[json], &[json], address)
}

fn files(example: &Example) -> Files {
    let file = |(name, text): &(&str, &str)| File { name: (*name).to_owned(), text: (*text).to_owned() };
    example.files.iter().map(file).collect()
}

fn case(name: &str, files: Files, path: &str, requests: &[&str], replies: &[&str], address: &str) -> Case {
    let compiled = schema::compile(&files);
    assert!(compiled.is_complete(), "{name}: {:?}", compiled.diagnostics);
    let schema = compiled.schema.unwrap();
    let (service, method) = path[1..].split_once('/').unwrap();
    let services = schema.services();
    let service = services.iter().find(|it| it.full_name == service).unwrap();
    let method = service.methods.iter().find(|it| it.name == method).unwrap();
    let bytes = |of: &str, texts: &[&str]| -> Vec<Vec<u8>> {
        let root = schema.root(of).unwrap();
        texts.iter().map(|json| message::from_json(&root, json).bytes.unwrap()).collect()
    };
    let call = Call {
        method: path.to_owned(),
        requests: bytes(&method.request, requests),
        replies: bytes(&method.response, replies),
        address: address.to_owned(),
        ..Call::default()
    };
    let types = (method.request.clone(), method.response.clone());
    Case { name: name.to_owned(), files, schema, call, types }
}
