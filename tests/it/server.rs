//! The real executable, started for a test and gone with it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use stadion_engine::db::{Db, Run};

pub const PASSWORD: &str = "four words nobody guesses";

/// A running `stadion serve`; killed when dropped.
pub struct Server {
    child: Child,
    pub url: String,
    pub http: reqwest::Client,
    data: PathBuf,
    database: String,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Server {
    /// Starts on a free port of loopback and waits until it is ready.
    pub async fn start(data: &Path, database: &str, packs: &[PathBuf]) -> Self {
        Self::start_with(data, database, packs, &[]).await
    }

    /// The same, with more arguments.
    pub async fn start_with(data: &Path, database: &str, packs: &[PathBuf], more: &[&str]) -> Self {
        let listen = format!("127.0.0.1:{}", free_port());
        let mut command = Command::new(env!("CARGO_BIN_EXE_stadion"));
        command
            .args(["serve", "--listen", &listen, "--database", database])
            .arg("--data")
            .arg(data)
            .args(more);
        for folder in packs {
            command.arg("--packs").arg(folder);
        }
        let mut child = command
            .env("STADION_API_RATE", "10000000")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        tell(&mut child);
        let url = format!("http://{listen}");
        let server = Self {
            child,
            url,
            http: stadion_engine::outgoing::builder().build().unwrap(),
            data: data.to_owned(),
            database: database.to_owned(),
        };
        server.ready().await;
        server
    }

    async fn ready(&self) {
        for _ in 0..600 {
            let answer = self.http.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server is not ready after 30 s");
    }

    /// As the kernel kills: no handler runs.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Registers, confirms by the mailed link and answers a bearer token.
    pub async fn register(&self, email: &str) -> String {
        let body = json!({
            "email": email, "password": PASSWORD, "display_name": "Tester", "consents": ["terms"],
            "birth_date": "1990-05-24",
        });
        let answer = self.post("/api/v1/accounts", "", &body).await;
        assert_eq!(answer.status(), 202, "{}", answer.text().await.unwrap());
        let confirm = json!({ "token": self.mailed_token(email).await });
        let answer = self.post("/api/v1/accounts/confirm", "", &confirm).await;
        assert!(answer.status().is_success());
        let session: Value = answer.json().await.unwrap();
        session["token"].as_str().unwrap().to_owned()
    }

    /// Gives someone who is registered a role, and answers a token that has it.
    #[allow(
        dead_code,
        reason = "the benchmark, which shares this file, needs no roles"
    )]
    pub async fn grant(&self, email: &str, role: &str) -> String {
        let granted = Command::new(env!("CARGO_BIN_EXE_stadion"))
            .args([
                "admin",
                "grant",
                email,
                role,
                "--database",
                &self.database,
                "--data",
            ])
            .arg(&self.data)
            .output()
            .unwrap();
        assert!(granted.status.success(), "{granted:?}");
        let body = json!({"email": email, "password": PASSWORD});
        let answer = self.post("/api/v1/sessions", "", &body).await;
        assert!(answer.status().is_success(), "{}", answer.status());
        let session: Value = answer.json().await.unwrap();
        session["token"].as_str().unwrap().to_owned()
    }

    /// The token at the end of the link in the newest mail to an address, which a server without SMTP writes to
    /// a folder.
    async fn mailed_token(&self, email: &str) -> String {
        for _ in 0..200 {
            let files = std::fs::read_dir(self.data.join("mail"))
                .into_iter()
                .flatten()
                .flatten();
            let mut mails: Vec<PathBuf> = files.map(|file| file.path()).collect();
            mails.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
            mails.sort();
            let texts = mails.iter().rev();
            let mut texts = texts.filter_map(|path| std::fs::read_to_string(path).ok());
            let text = texts.find(|text| text.contains(email));
            // Quoted-printable breaks long lines with a "=" at the end and escapes "=".
            let text = text.map(|text| text.replace("=\r\n", "").replace("=\n", ""));
            let link = text.as_deref().and_then(|text| {
                text.split_whitespace()
                    .find(|word| word.contains("/confirm/"))
                    .map(str::to_owned)
            });
            if let Some(link) = link {
                return link.rsplit('/').next().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no mail came");
    }

    pub async fn post(&self, path: &str, token: &str, body: &Value) -> reqwest::Response {
        let request = self.http.post(format!("{}{path}", self.url)).json(body);
        let request = if token.is_empty() {
            request
        } else {
            request.bearer_auth(token)
        };
        request.send().await.unwrap()
    }

    pub async fn get(&self, path: &str, token: &str) -> Value {
        let request = self
            .http
            .get(format!("{}{path}", self.url))
            .bearer_auth(token);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// Sends one file; `None` when the server went away before it answered.
    pub async fn upload(&self, token: &str, name: &str, bytes: Vec<u8>) -> Option<Value> {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = self
            .http
            .post(format!("{}/api/v1/files", self.url))
            .bearer_auth(token);
        let answer = request.multipart(form).send().await.ok()?;
        assert!(answer.status().is_success(), "{}", answer.status());
        answer.json().await.ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands the server's log to the test's output.
fn tell(child: &mut Child) {
    let Some(log) = child.stderr.take() else {
        return;
    };
    std::thread::spawn(move || {
        // What it tells of each request would hide what is wrong.
        let lines = BufReader::new(log).lines().map_while(Result::ok);
        for line in lines.filter(|line| !line.contains(" INFO ")) {
            eprintln!("server: {line}");
        }
    });
}

impl Server {
    #[allow(dead_code, reason = "the benchmark, which shares this file, asks")]
    /// Processor time of the server so far, by the kernel's account (proc(5), fields 14 and 15).
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_whitespace()
            .collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }
}

/// Waits until a server has written down what its packs are told by: changes are seen from then on.
pub async fn packs_are_noticed(db: &Db) {
    for _ in 0..600 {
        let row: Option<(String,)> = db.q("select id from pack_told").opt().await.unwrap();
        if row.is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("what the packs are told by was not written down after 30 s");
}
