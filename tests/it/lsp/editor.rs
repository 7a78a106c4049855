//! An editor for tests: starts the real language server and talks to it over its stdin and stdout.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// A server that says nothing for so long hangs, and the test fails.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    kept: Vec<Value>,
    last_id: i64,
    version: i64,
    pub capabilities: Value,
}

impl Editor {
    /// Started and greeted, as an editor with these capabilities does.
    pub fn start(capabilities: &Value) -> Self {
        let mut editor = Self::mute();
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let answer = editor.ask("initialize", &params);
        editor.capabilities = answer["capabilities"].clone();
        editor.tell("initialized", &json!({}));
        editor
    }

    /// Started, and not greeted yet.
    pub fn mute() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_stadion"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: server.stdin.take(),
            server,
            messages,
            kept: Vec::new(),
            last_id: 0,
            version: 0,
            capabilities: Value::Null,
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_it) {
            return self.kept.remove(at);
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("an answer");
            if is_it(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// The whole answer, be it a result or an error.
    pub fn answer(&mut self, method: &str, params: &Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.wait(|message| message["id"] == id)
    }

    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub fn ask_at(&mut self, method: &str, file: &Path, line: u64, character: u64) -> Value {
        let position = json!({ "line": line, "character": character });
        self.ask(
            method,
            &json!({ "textDocument": { "uri": uri(file) }, "position": position }),
        )
    }

    pub fn open(&mut self, file: &Path, text: &str) {
        let document =
            json!({ "uri": uri(file), "languageId": "yaml", "version": 0, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Replaces the whole text.
    pub fn rewrite(&mut self, file: &Path, text: &str) -> i64 {
        self.change(file, &json!([{ "text": text }]))
    }

    /// Types at a place, a letter at a time; gives the version that it led to.
    pub fn type_at(&mut self, file: &Path, line: u64, mut character: u64, letters: &str) -> i64 {
        for letter in letters.chars() {
            let at = json!({ "line": line, "character": character });
            let range = json!({ "start": at, "end": at });
            let text = letter.to_string();
            character += letter.len_utf16() as u64;
            self.change(file, &json!([{ "range": range, "text": text }]));
        }
        self.version
    }

    pub fn change(&mut self, file: &Path, changes: &Value) -> i64 {
        self.version += 1;
        let document = json!({ "uri": uri(file), "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", &params);
        self.version
    }

    /// The findings of a file: the next ones told.
    pub fn findings(&mut self, file: &Path) -> Vec<Value> {
        let uri = uri(file);
        let told = self.wait(|message| is_told(message) && message["params"]["uri"] == uri);
        told["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// The findings of a file as it is in this version.
    pub fn findings_of(&mut self, file: &Path, version: i64) -> Vec<Value> {
        let uri = uri(file);
        let told = self.wait(|message| {
            let params = &message["params"];
            is_told(message) && params["uri"] == uri && params["version"] == version
        });
        told["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// What the server asked by itself.
    pub fn request(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)
    }

    /// Whether findings were told that nobody waited for; everything sent before is done by then.
    pub fn was_told(&mut self) -> bool {
        self.answer("stadion/nothing", &Value::Null);
        self.kept.iter().any(is_told)
    }

    pub fn leave(mut self) -> Option<i32> {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        self.ended()
    }

    /// The exit code, once the server is gone by itself.
    pub fn ended(mut self) -> Option<i32> {
        // The reader of its output ends with it.
        while self.messages.recv_timeout(PATIENCE).is_ok() {}
        self.input = None;
        self.server.wait().unwrap().code()
    }

    /// Hangs up without a word.
    pub fn hang_up(mut self) -> Option<i32> {
        self.input = None;
        self.ended()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // Already gone, as a rule.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn is_told(message: &Value) -> bool {
    message["method"] == "textDocument/publishDiagnostics"
}

pub fn uri(file: &Path) -> String {
    url::Url::from_file_path(file).unwrap().to_string()
}

/// One message with its header; nothing at the end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(told) = line.strip_prefix("Content-Length: ") {
            length = told.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
