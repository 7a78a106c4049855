//! The executable as an operator meets it: exit codes, what stands on stdout, start and stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

pub fn stadion(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stadion"));
    let ours = std::env::vars().filter(|(name, _)| name.starts_with("STADION_"));
    for (name, _) in ours {
        command.env_remove(name);
    }
    // What it notes of packs stays with the test.
    let state = folder.join(".state");
    command.env("XDG_STATE_HOME", state).env("NO_COLOR", "1");
    command.current_dir(folder);
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    stadion(folder).args(arguments).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub fn with_packs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "packs/good/pack.yaml", GOOD);
    folder
}

const GOOD: &str = "id: good\nversion: 1.0.0\ntitle: {en: Good}\n";
pub const BROKEN: &str = "id: broken\nversion: 1.0.0\ntitel: {en: Broken}\n";

#[test]
fn a_wrong_call_is_2_and_says_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, word) in [
        (&["serve", "--nope"][..], "--help"),
        (&["check"], "PATH"),
        (&["check", "nowhere"], "nowhere"),
        (&["schema", "metrik"], "metrics"),
        (&["explain", "S0043x"], "S0043"),
        (&["explain"], "CODE"),
        (&["serve", "--listen", "8080"], "127.0.0.1:8080"),
        (&["demo", "--listen", "0.0.0.0:8080"], "loopback"),
        (&["serve", "--config", "none.toml"], "none.toml"),
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            talk(&output).contains(word),
            "{arguments:?}: {}",
            talk(&output)
        );
        assert_eq!(out(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_wrong_setting_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "stadion.toml",
        "log = \"info\"\nlistn = \"x\"\n",
    );
    let output = run(folder.path(), &["serve", "--config", "stadion.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        talk(&output).contains("stadion.toml:2:1: "),
        "{}",
        talk(&output)
    );

    let output = stadion(folder.path())
        .arg("serve")
        .env("STADION_LISTN", "x")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        talk(&output).contains("STADION_LISTEN"),
        "{}",
        talk(&output)
    );
}

#[test]
fn a_database_that_cannot_be_is_2_and_one_that_cannot_be_opened_3() {
    let folder = with_packs();
    let with = |database: &str| {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", database];
        let output = run(folder.path(), &arguments);
        (output.status.code(), talk(&output))
    };
    for (database, word) in [("mysql://x", "sqlite:"), ("sqlite:", "names no file")] {
        let (code, said) = with(database);
        assert_eq!(code, Some(2));
        assert!(
            said.contains("--database: ") && said.contains(word),
            "{said}"
        );
    }
    let (code, said) = with("postgres://me:hunter2@127.0.0.1:1/stadion");
    assert_eq!(code, Some(3));
    assert!(
        said.contains("127.0.0.1:1") && said.contains("refused"),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn schemas_and_the_api_are_json_and_docs_are_pages() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, pointer) in [
        ("metrics", "/$schema"),
        ("pack", "/properties/metrics"),
        ("all", "/sports"),
        ("openapi", "/paths/~1api~1v1~1problems"),
    ] {
        let output = run(folder.path(), &["schema", kind]);
        assert_eq!(output.status.code(), Some(0), "{kind}");
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(json.pointer(pointer).is_some(), "{kind}");
    }
    let output = run(folder.path(), &["schema", "--docs", "reference"]);
    assert_eq!(output.status.code(), Some(0));
    let page =
        |name: &str| std::fs::read_to_string(folder.path().join("reference").join(name)).unwrap();
    assert!(page("config.md").contains("`STADION_METRICS_TOKEN`"));
    assert!(page("cli.md").contains("| `--packs DIR…` |"));
    assert!(page("api.md").contains("| `unauthenticated` | 401 |"));
    for linked in ["metrics.md", "codes.md", "pack.md"] {
        assert!(page("README.md").contains(linked) && !page(linked).is_empty());
    }
}

#[test]
fn a_rebuild_without_packs_is_refused_and_without_users_is_done() {
    let folder = with_packs();
    make_database(folder.path());
    let output = run(folder.path(), &["rebuild", "--packs", "none"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("stadion check"), "{}", talk(&output));
    let output = run(folder.path(), &["rebuild", "--packs", "packs"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert_eq!(out(&output), "0 users rebuilt\n");
}

#[test]
fn what_works_on_a_server_s_data_creates_none() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["admin", "list", "--data", "empty"][..],
        &["rebuild", "--data", "empty"],
        &["rebuild", "--database", "sqlite:mistyped.db"],
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(
            talk(&output).contains("no database is there"),
            "{}",
            talk(&output)
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_demo_says_whose_address_it_does_not_use() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = stadion(folder.path());
    let output = command
        .args(["demo", "--listen", "127.0.0.1:0", "--database", "sqlite:"])
        .env("STADION_LISTEN", "0.0.0.0:80")
        .output()
        .unwrap();
    let said = talk(&output);
    assert!(
        said.contains("STADION_LISTEN: ") && said.contains("stadion serve"),
        "{said}"
    );
    assert!(said.contains("names no file"), "{said}");
}

/// Registers by the pages and follows the link of the mail that the server wrote to a file.
fn register(folder: &Path, server: &Server, email: &str) {
    let email = email.replace('@', "%40");
    let form = format!(
        "name=Ann&email={email}&password=four+words+nobody+guesses&consent=true&birth_date=1990-05-24"
    );
    assert_eq!(server.post("/register", &form), 303);
    let mails = folder.join("data/mail");
    let mail = (0..200).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        let mut files = std::fs::read_dir(&mails).ok()?;
        let text = std::fs::read_to_string(files.next()?.ok()?.path()).ok()?;
        text.contains("/confirm/").then_some(text)
    });
    // Quoted-printable: a line's end may stand within the link.
    let mail = mail.unwrap().replace("=\r\n", "");
    let link = mail.split("/confirm/").nth(1).unwrap();
    let token = link.split_whitespace().next().unwrap();
    assert_eq!(server.post(&format!("/confirm/{token}"), ""), 303);
}

#[test]
fn roles_are_granted_listed_and_revoked() {
    let folder = with_packs();
    let server = Server::start(folder.path(), &[]);
    register(folder.path(), &server, "ann@example.org");
    let admin = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["admin"], arguments].concat());
        (output.status.code(), out(&output), talk(&output))
    };
    let well = |text: &str| (Some(0), text.to_owned(), String::new());
    let grant = ["grant", "Ann@example.org", "analyst"];
    assert_eq!(admin(&["list"]), well(""));
    assert_eq!(admin(&grant), well("Ann@example.org is now analyst\n"));
    assert_eq!(admin(&grant), well("Ann@example.org was analyst already\n"));
    assert_eq!(admin(&["list"]), well("ann@example.org\tanalyst\n"));
    assert_eq!(admin(&["list", "--role", "admin"]), well(""));
    let revoke = ["revoke", "ann@example.org", "analyst"];
    assert_eq!(
        admin(&revoke),
        well("ann@example.org is no longer analyst\n")
    );
    assert_eq!(admin(&revoke), well("ann@example.org was not analyst\n"));

    let (code, _, said) = admin(&["grant", "bob@example.org", "admin"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("bob@example.org"), "{said}");
    let (code, _, said) = admin(&["grant", "ann@example.org", "emperor"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("publisher"), "{said}");
    server.stop("TERM");
}

#[test]
fn keys_of_manufacturers_are_made_rotated_and_revoked() {
    let folder = with_packs();
    make_database(folder.path());
    let key = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["adapter", "key"], arguments].concat());
        (output.status.code(), out(&output), talk(&output))
    };
    let (code, secret, _) = key(&["make", "acme-watch", "--name", "production"]);
    assert_eq!(code, Some(0));
    assert!(secret.starts_with("stm_"), "{secret}");
    let (_, listed, _) = key(&["list"]);
    let fields: Vec<&str> = listed.trim_end().split('\t').collect();
    let [adapter, id, name, scopes, state] = fields[..] else {
        panic!("{listed}")
    };
    assert_eq!(
        (adapter, name, state),
        ("acme-watch", "production", "works")
    );
    assert_eq!(scopes, "connections:write,activities:write,samples:write");
    let (_, second, _) = key(&["rotate", id, "--grace", "0"]);
    assert!(second.starts_with("stm_") && second != secret, "{second}");
    let well = (
        Some(0),
        "production of acme-watch no longer works\n".to_owned(),
        String::new(),
    );
    assert_eq!(key(&["revoke", id]), well);
    assert!(key(&["list", "acme-watch"]).1.ends_with("\trevoked\n"));
    assert_eq!(key(&["list", "other"]).1, "");
    let (code, _, said) = key(&["rotate", id]);
    assert_eq!(code, Some(2), "{said}");
    let (code, _, said) = key(&["make", "Acme", "--name", "x"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("adapter: `Acme`"), "{said}");
    let scope = ["make", "acme-watch", "--name", "x", "--scope", "all"];
    let (code, _, said) = key(&scope);
    assert_eq!(code, Some(2));
    assert!(said.contains("samples:write"), "{said}");
}

/// A server's address is printed before its database is there, and its first answer comes after it.
fn make_database(folder: &Path) {
    let server = Server::start(folder, &[]);
    assert_eq!(server.get("/readyz").0, 200);
    server.stop("TERM");
}

/// A started server; killed when a test fails before stopping it.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Waits for the address, which is printed before packs and database are open.
    fn start(folder: &Path, more: &[&str]) -> Self {
        let mut child = stadion(folder)
            .args(["serve", "--listen", "127.0.0.1:0", "--packs", "packs"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.call("GET", path, "")
    }

    /// Sends a form.
    fn post(&self, path: &str, form: &str) -> u16 {
        self.call("POST", path, form).0
    }

    fn call(&self, method: &str, path: &str, form: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_mins(1)))
            .unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (
            head.split(' ').nth(1).unwrap().parse().unwrap(),
            body.to_owned(),
        )
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Sends the signal and gives the end and the log.
    fn stop(mut self, name: &str) -> (ExitStatus, String) {
        self.signal(name);
        let mut log = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap(), log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_starts_tells_its_health_and_stops_on_both_signals() {
    let folder = with_packs();
    for signal in ["TERM", "INT"] {
        let server = Server::start(folder.path(), &[]);
        assert_eq!(
            server.get("/healthz"),
            (200, "{\"status\":\"ok\"}".to_owned())
        );
        let (status, body) = server.get("/readyz");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            (status, &body["catalog"]["packs"]),
            (200, &1.into()),
            "{body}"
        );
        assert_eq!(server.get("/metrics").0, 404);
        let (ended, log) = server.stop(signal);
        assert_eq!(ended.code(), Some(0), "{log}");
        assert!(
            log.contains("path=/readyz") && log.contains("status=200"),
            "{log}"
        );
        assert!(log.trim_end().ends_with("stopped"), "{log}");
    }
    assert!(folder.path().join("data/stadion.db").is_file());
}

#[test]
fn the_log_is_json_on_request_and_never_holds_what_a_query_says() {
    let folder = with_packs();
    write(folder.path(), "stadion.toml", "log_format = \"json\"");
    let server = Server::start(folder.path(), &["--config", "stadion.toml"]);
    server.get("/confirm/secret-in-path?token=secret-in-query");
    let (_, log) = server.stop("TERM");
    assert!(!log.contains("secret-in"), "{log}");
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let request = lines
        .iter()
        .find(|line| line["message"] == "request")
        .unwrap();
    assert_eq!(request["status"], 200);
    assert_eq!(request["span"]["method"], "GET");
    assert!(request["span"]["id"].is_string() && request["ms"].is_number());
}

#[test]
fn a_taken_address_is_told_with_the_flag_that_changes_it() {
    let folder = with_packs();
    let server = Server::start(folder.path(), &[]);
    let output = run(folder.path(), &["serve", "--listen", &server.address]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("--listen"), "{}", talk(&output));
}

#[test]
fn under_dev_a_saved_pack_is_live_and_a_broken_one_is_told_and_left() {
    let folder = with_packs();
    let server = Server::start(folder.path(), &["--dev"]);
    let first = generation(&server.get("/dev/events").1);
    write(
        folder.path(),
        "packs/good/pack.yaml",
        &GOOD.replace("title", "titel"),
    );
    let (number, report) = await_report(&server, first.0, Option::is_some);
    assert!(report.unwrap().contains("packs/good/pack.yaml:3:1"));
    let (_, body) = server.get("/readyz");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        body["catalog"]["packs"], 1,
        "the last good version is gone: {body}"
    );

    write(folder.path(), "packs/good/pack.yaml", GOOD);
    write(
        folder.path(),
        "packs/new/pack.yaml",
        &GOOD.replace("good", "new"),
    );
    let (_, report) = await_report(&server, number, Option::is_none);
    assert_eq!(report, None);
    assert!(server.get("/dev/dev.js").1.contains("location.reload"));
    let (ended, log) = server.stop("TERM");
    assert_eq!(ended.code(), Some(0), "{log}");
    assert!(
        log.contains("titel"),
        "the finding is on the terminal: {log}"
    );
}

fn generation(body: &str) -> (u64, Option<String>) {
    let body: Value = serde_json::from_str(body).unwrap();
    let report = body["report"].as_str().map(str::to_owned);
    (body["generation"].as_u64().unwrap(), report)
}

/// Follows the generations as an open page does, until one is as wanted.
fn await_report(
    server: &Server,
    mut known: u64,
    wanted: impl Fn(&Option<String>) -> bool,
) -> (u64, Option<String>) {
    for _ in 0..20 {
        let (number, report) = generation(&server.get(&format!("/dev/events?since={known}")).1);
        if number != known && wanted(&report) {
            return (number, report);
        }
        known = number;
    }
    panic!("no such generation after 20 answers");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_an_error_and_a_reader_that_left_is_none() {
    use std::fs::File;
    let folder = with_packs();
    write(folder.path(), "packs/broken/pack.yaml", BROKEN);
    for (arguments, well) in [(&["schema", "all"][..], 0), (&["check", "packs"], 1)] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = stadion(folder.path());
        let output = command.args(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(talk(&output).contains("cannot be written"), "{arguments:?}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = stadion(folder.path());
        let output = command.args(arguments).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(well), "{arguments:?}");
        assert_eq!(talk(&output), "", "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_foreign_variable_may_hold_anything_and_ours_only_text() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let broken = std::ffi::OsStr::from_bytes(b"a\xff");
    let with = |name: &str| {
        let mut command = stadion(folder.path());
        command
            .args(["rebuild", "--packs", "none"])
            .env(name, broken);
        command.output().unwrap()
    };
    assert!(!talk(&with("LC_NAME")).contains("panicked"));
    let output = with("STADION_LOG");
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("STADION_LOG"), "{}", talk(&output));
}
