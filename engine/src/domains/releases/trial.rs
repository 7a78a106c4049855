//! The cases of a release, run in a process of their own whose time and memory are bounded: what a
//! pack's rules, texts and scripts do there harms no request.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use serde::Deserialize;
use stadion_pack::Finding;
use stadion_pack::adapter::Compiled;
use stadion_pack::source::PackSource;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::App;
use crate::adapters::examples;
use crate::web::error::{Error, Result};

const TIME: Duration = Duration::from_mins(1);
/// Bytes read of what the process tells.
const MOST_TOLD: u64 = 8 << 20;
/// Trials take a core each; more wait.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

pub struct Told {
    pub cases: usize,
    pub failures: Vec<Failure>,
}

/// What `stadion test --format json` answers.
#[derive(Debug, Deserialize)]
struct Answer {
    cases: Vec<Case>,
    findings: Vec<Failure>,
}

#[derive(Debug, Deserialize)]
struct Case {
    failures: Vec<Failure>,
}

/// A finding as it is printed.
#[derive(Clone, Debug, Deserialize)]
pub struct Failure {
    pub code: String,
    severity: String,
    pub file: String,
    pub line: usize,
    pub message: String,
    pub help: Option<String>,
}

/// Runs the cases of `pack`, with the packs `beside` it as they would be live.
pub async fn run(app: &App, beside: &[PackSource], pack: &PackSource) -> Result<Told> {
    let has_cases = pack
        .files
        .iter()
        .any(|file| file.path.starts_with("tests/"));
    if !has_cases {
        return Ok(Told {
            cases: 0,
            failures: Vec::new(),
        });
    }
    let turn = AT_ONCE.acquire().await;
    let _turn = turn.map_err(|error| Error::internal(&error))?;
    let place = tempfile::tempdir().map_err(|error| Error::internal(&error))?;
    let (folder, packs) = (place.path().to_owned(), beside.to_vec());
    let written = tokio::task::spawn_blocking(move || write(&folder, &packs)).await;
    written
        .map_err(|error| Error::internal(&error))?
        .map_err(|error| Error::internal(&error))?;
    let program = &app.config.executable;
    let answer = start(program, place.path(), &pack.id(), TIME).await?;
    let failures = answer.cases.iter().flat_map(|case| &case.failures);
    let findings = answer.findings.iter();
    let errors = findings.filter(|finding| finding.severity == "error");
    let failures = failures.chain(errors);
    Ok(Told {
        cases: answer.cases.len(),
        failures: failures
            .map(|failure| inside(place.path(), failure, pack))
            .collect(),
    })
}

/// The examples of an adapter. Nothing in it runs but what is bounded: it is read here.
pub async fn examples(adapter: Arc<Compiled>) -> Result<Told> {
    let work = move || examples::run(&adapter).0;
    let told = tokio::task::spawn_blocking(work).await;
    let told = told.map_err(|error| Error::internal(&error))?;
    let failures = told.iter().flat_map(|one| &one.failures);
    Ok(Told {
        cases: told.len(),
        failures: failures.map(Failure::from).collect(),
    })
}

impl From<&Finding> for Failure {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code.to_owned(),
            severity: "error".to_owned(),
            file: finding.file.clone(),
            line: finding.line,
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

/// The failure with its file as it stands in the pack.
fn inside(place: &Path, failure: &Failure, pack: &PackSource) -> Failure {
    let root = folder(place, &pack.id());
    let file = Path::new(&failure.file).strip_prefix(root);
    let file = file.map_or(failure.file.clone(), |file| {
        pack.name_of(&file.to_string_lossy())
    });
    Failure {
        file,
        ..failure.clone()
    }
}

fn folder(place: &Path, id: &str) -> PathBuf {
    place.join("packs").join(id)
}

/// Ids are folders' names, checked when the packs were compiled.
fn write(place: &Path, packs: &[PackSource]) -> std::io::Result<()> {
    for pack in packs {
        let root = folder(place, &pack.id());
        for file in &pack.files {
            let path = root.join(&file.path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, &file.bytes)?;
        }
    }
    Ok(())
}

async fn start(program: &Path, place: &Path, id: &str, time: Duration) -> Result<Answer> {
    let mut child = Command::new(program)
        .args(["test", "--bounded", "--format", "json"])
        .arg(folder(place, id))
        .env_clear()
        // What it makes itself goes with the folder, also when it is killed.
        .env("TMPDIR", place)
        .current_dir(place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Error::internal(&error))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let work = async {
        let (out, err) = tokio::join!(bounded(out), bounded(err));
        (out, err, child.wait().await)
    };
    let Ok((out, err, status)) = tokio::time::timeout(time, work).await else {
        let detail = format!(
            "The cases took longer than {} s and were stopped; let them do less.",
            time.as_secs()
        );
        return Err(stopped(detail));
    };
    if let Ok(answer) = serde_json::from_slice(&out) {
        return Ok(answer);
    }
    let how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
    tracing::warn!(%id, %how, words = %String::from_utf8_lossy(&err), "the cases were not run to their end");
    Err(stopped(format!(
        "The cases were stopped ({how}): they may take 60 s of one core and 2 GiB; let them do less."
    )))
}

fn stopped(detail: String) -> Error {
    Error::new(StatusCode::UNPROCESSABLE_ENTITY, "cases-stopped", detail)
}

/// What a stream tells, at most so much; the rest is read and dropped, so that nobody waits.
async fn bounded(stream: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut told = Vec::new();
    if let Some(mut stream) = stream {
        // A stream that breaks ends.
        let _ = (&mut stream).take(MOST_TOLD).read_to_end(&mut told).await;
        let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    }
    told
}

#[cfg(test)]
mod tests {

    use super::*;

    /// A program in place of this one. Written by another process: one that is open for writing here
    /// while another test starts a child is busy there.
    fn program(place: &Path, script: &str) -> PathBuf {
        let path = place.join("program");
        let write = r#"printf '#!/bin/sh\n%s\n' "$1" > "$0" && chmod +x "$0""#;
        let mut shell = std::process::Command::new("/bin/sh");
        let written = shell.args(["-c", write]).arg(&path).arg(script).status();
        assert!(written.unwrap().success());
        path
    }

    async fn refusal(script: &str) -> Error {
        let place = tempfile::tempdir().unwrap();
        let program = program(place.path(), script);
        let answer = start(&program, place.path(), "darts", Duration::from_millis(300)).await;
        answer.expect_err("a refusal")
    }

    #[tokio::test]
    async fn who_takes_too_long_is_stopped_with_all_it_wrote() {
        let error = refusal("exec sleep 60").await;
        assert_eq!(error.code, "cases-stopped");
        assert!(error.detail.contains("took longer"), "{}", error.detail);
        let error = refusal("exec yes").await;
        assert!(error.detail.contains("took longer"), "{}", error.detail);
    }

    #[tokio::test]
    async fn who_ends_without_an_answer_is_told_how() {
        let error = refusal("echo '{'; exit 7").await;
        assert!(error.detail.contains("exit status: 7"), "{}", error.detail);
        let error = refusal("kill -9 $$").await;
        assert!(error.detail.contains("signal: 9"), "{}", error.detail);
    }

    #[tokio::test]
    async fn nothing_of_the_servers_surroundings_is_handed_on() {
        let place = tempfile::tempdir().unwrap();
        let program = program(
            place.path(),
            "env > seen; echo '{\"cases\": [], \"findings\": []}'",
        );
        start(&program, place.path(), "darts", TIME)
            .await
            .expect("an answer");
        let seen = std::fs::read_to_string(place.path().join("seen")).unwrap();
        let names = seen.lines().filter_map(|line| line.split('=').next());
        // The shell's own besides.
        let others: Vec<_> = names
            .filter(|name| !["TMPDIR", "PWD", "OLDPWD", "SHLVL", "_"].contains(name))
            .collect();
        assert_eq!(others, Vec::<&str>::new(), "{seen}");
    }
}
