//! `stadion import`

use std::fmt::Write as _;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use stadion_activity::columns::ColumnMapError;
use url::form_urlencoded::Serializer;

use super::activity::columns;
use crate::outcome::{Outcome, say, write};
use crate::remote::{Remote, Server, Trouble};

/// How often a server is asked how far it is.
const EACH: Duration = Duration::from_millis(400);

/// Load activity files and archives of them into your account
///
/// The server reads them in the background: when this is ended, reading goes on. A file that is loaded twice is one
/// workout. Exits 0 when each file was read, at least up to a break, and 1 when any was refused.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// FIT, GPX, TCX, CSV or Apple Health's export, plain, .gz or in a .zip
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    server: Remote,
    /// What the columns of tables hold, where their names do not tell: `Zeit=time,Puls=heart_rate,Tempo=speed[km/h]`
    #[arg(long, value_name = "MAP", value_parser = checked, default_value = "", hide_default_value = true)]
    columns: String,
}

fn checked(text: &str) -> Result<String, ColumnMapError> {
    columns(text).map(|_| text.to_owned())
}

pub fn run(args: &Args) -> Outcome {
    match send_all(args) {
        Ok((told, refused)) if refused > 0 => write(told, Outcome::Findings),
        Ok((told, _)) => write(told, Outcome::Well),
        Err(trouble) => trouble.end(),
    }
}

/// What became of the files in words, and how many were refused.
fn send_all(args: &Args) -> Result<(String, i64), Trouble> {
    let server = args.server.open()?;
    let mut sent = Vec::new();
    for path in &args.files {
        sent.push(send(&server, path, &args.columns)?);
    }
    let (mut told, mut refused) = (String::new(), 0);
    for import in sent {
        let done = followed(&server, &import)?;
        refused += number(&done, "refused");
        told += &summary(&server, &done)?;
    }
    Ok((told, refused))
}

fn send(server: &Server, path: &Path, columns: &str) -> Result<Value, Trouble> {
    let wrong = |error: std::io::Error| Trouble::Asked(format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(wrong)?;
    let size = file.metadata().map_err(wrong)?.len();
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy();
    say(format_args!(
        "{name}: sending {} kB …",
        size.div_ceil(1_000)
    ));
    let mut query = Serializer::new(String::new());
    query.append_pair("name", &name);
    query.append_pair("columns", columns);
    server.post_file(&format!("/api/v1/imports?{}", query.finish()), file)
}

/// Waits until the import is done, and says how far it is.
fn followed(server: &Server, import: &Value) -> Result<Value, Trouble> {
    let at = format!(
        "/api/v1/imports/{}",
        import["id"].as_str().unwrap_or_default()
    );
    let mut line = Line::default();
    loop {
        let now = server.get(&at)?;
        line.show(&progress(&now));
        if !now["finished_at"].is_null() {
            line.end();
            return Ok(now);
        }
        std::thread::sleep(EACH);
    }
}

fn progress(import: &Value) -> String {
    let name = import["name"].as_str().unwrap_or_default();
    let done = number(import, "done");
    match import["total"].as_i64() {
        Some(total) if total > 0 => format!("{name}: {done} of {} files", total.max(done)),
        _ => format!("{name}: {done} files"),
    }
}

fn summary(server: &Server, import: &Value) -> Result<String, Trouble> {
    let name = import["name"].as_str().unwrap_or_default();
    let (recorded, known) = (number(import, "recorded"), number(import, "known"));
    let refused = number(import, "refused");
    let mut told =
        format!("{name}: {recorded} new workouts, {known} known before, {refused} files refused\n");
    if let Some(error) = import["error"].as_str() {
        return Err(Trouble::Failed(format!("{name}: {error}")));
    }
    let id = import["id"].as_str().unwrap_or_default();
    let mut from = Some(0);
    while let Some(cursor) = from.filter(|_| refused > 0) {
        let path = format!("/api/v1/imports/{id}/files?refused=true&limit=200&cursor={cursor}");
        let page = server.get(&path)?;
        for file in page["items"].as_array().into_iter().flatten() {
            let text = |key: &str| file[key].as_str().unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = writeln!(
                told,
                "  {}: {} {}",
                text("file"),
                text("reason"),
                text("remedy")
            );
        }
        from = page["next"].as_i64();
    }
    Ok(told)
}

fn number(import: &Value, key: &str) -> i64 {
    import[key].as_i64().unwrap_or(0)
}

/// One line on a terminal that is written over; elsewhere a line when it says something new and
/// some time has passed.
#[derive(Default)]
struct Line {
    shown: String,
    asked: u32,
}

impl Line {
    fn show(&mut self, text: &str) {
        self.asked += 1;
        if self.shown == text {
            return;
        }
        if std::io::stderr().is_terminal() {
            let _ = write!(std::io::stderr(), "\r{text}\u{1b}[K");
        } else if self.asked % 25 == 1 {
            say(text);
        }
        text.clone_into(&mut self.shown);
    }

    fn end(self) {
        if std::io::stderr().is_terminal() {
            say("");
        } else {
            say(&self.shown);
        }
    }
}
