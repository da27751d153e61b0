//! The call as programs.

use anyhow::{Result, ensure};
use serde_json::json;
use wirelens::analysis::Input;
use wirelens::examples;
use wirelens_browser_tests::page::{Page, keys};
use wirelens_browser_tests::runner::Visit;

use crate::{access::is_accessible, out, work};

wirelens_browser_tests::tests![
    a_call_is_shown_in_each_language,
    the_programs_follow_the_script_and_can_be_copied,
    the_tab_works_by_keys_and_is_accessible,
];

const LANGUAGES: [(&str, &str, &str); 7] = [
    ("Go", "client/main.go", "pb.NewUserServiceClient(conn)"),
    ("Java", "src/main/java/Client.java", "UserServiceGrpc.newBlockingStub(channel)"),
    ("Python", "client.py", "user_pb2_grpc.UserServiceStub(channel)"),
    ("C#", "Program.cs", "new UserService.UserServiceClient(channel)"),
    ("Node", "client.mjs", "new UserService('localhost:50051'"),
    ("Rust", "src/bin/client.rs", "UserServiceClient::connect("),
    ("Shell", "grpcurl.sh", "localhost:50051 demo.UserService/GetUser"),
];

fn open(page: &Page<'_>, slug: &str) -> Result<()> {
    let example = examples::find(slug).ok_or_else(|| anyhow::anyhow!("there is no example {slug}"))?;
    work::open(page, &Input::from(example))?;
    page.open("#/calls/code")
}

/// Waits until a file has this text in it.
fn has(page: &Page<'_>, file: &str, part: &str) -> Result<()> {
    page.until(
        &format!("{file} has “{part}” in it"),
        "const [file, part] = arguments;
         return wl.one('region', `Text of ${file}`)?.textContent.includes(part);",
        &[json!(file), json!(part)],
    )
    .map(drop)
}

fn a_call_is_shown_in_each_language(page: &Visit<'_>) -> Result<()> {
    open(page, "user-service")?;
    for (language, file, part) in LANGUAGES {
        page.click("tab", language)?;
        has(page, file, part)?;
    }
    page.click("tab", "Rust")?;
    page.click("radio", "Server")?;
    has(page, "src/bin/server.rs", "impl UserService for Handler")?;
    page.click("tab", "Shell")?;
    page.until(
        "a shell serves nothing",
        "return wl.text(wl.one('tabpanel', 'Shell')).includes('it serves nothing');",
        &[],
    )
    .map(drop)
}

fn the_programs_follow_the_script_and_can_be_copied(page: &Visit<'_>) -> Result<()> {
    out::allow_clipboard(page)?;
    open(page, "login")?;
    page.click("tab", "Python")?;
    has(page, "client.py", "login_pb2.LoginRequest(user_id=123, action=\"login\")")?;
    page.click("button", "Copy client.py")?;
    let copied = out::clipboard(page, "the program", "text.includes(arguments[0])", "def main():")?;
    ensure!(copied.ends_with("main()\n"), "{copied}");
    // Another workspace, another call.
    open(page, "four-kinds")?;
    page.click("tab", "Python")?;
    has(page, "client.py", "delivery_pb2_grpc.DeliveryServiceStub(channel)")
}

fn the_tab_works_by_keys_and_is_accessible(page: &Visit<'_>) -> Result<()> {
    open(page, "four-kinds")?;
    has(page, "client/main.go", "package main")?;
    page.click("tab", "Go")?;
    page.type_keys(keys::RIGHT)?;
    has(page, "src/main/java/Client.java", "public class Client")?;
    page.click("radio", "Client")?;
    page.type_keys(keys::RIGHT)?;
    has(page, "src/main/java/Server.java", "public class Server")?;
    is_accessible(page, "#/calls/code")
}
