//! A running server, called with a token.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;
use url::Url;

/// Longer than the server takes for anything.
const PATIENCE: Duration = Duration::from_secs(150);
/// Of an answer; archives are the largest.
const MOST_READ: u64 = 32 << 20;

/// A server and who asks it.
#[derive(clap::Args, Debug)]
pub struct Remote {
    /// The server's address, as https://sport.example.org
    #[arg(long = "to", value_name = "URL", required = true)]
    to: String,
    #[command(flatten)]
    token: Token,
}

/// Who asks.
#[derive(clap::Args, Debug)]
pub struct Token {
    /// File that holds the token for the server; otherwise STADION_TOKEN does
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// What went wrong, and who is to mend it.
pub enum Trouble {
    /// How it was asked for.
    Asked(String),
    /// What was asked for: the server's reasons.
    Refused(String),
    /// Anything else.
    Failed(String),
}

impl Trouble {
    pub fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What a server answered, well or not.
type Answer = Result<Response<ureq::Body>, ureq::Error>;

pub struct Server {
    url: Url,
    token: String,
    agent: Agent,
}

impl Remote {
    pub fn open(&self) -> Result<Server, Trouble> {
        Server::open("--to", &self.to, &self.token)
    }
}

impl Token {
    fn read(&self) -> Result<String, Trouble> {
        let told = match &self.token_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Trouble::Asked(format!("{}: {error}", path.display())))?,
            None => std::env::var("STADION_TOKEN").unwrap_or_default(),
        };
        let token = told.trim();
        if token.is_empty() {
            let lacks = "the server asks for a token: make one under Me, and give it in \
                STADION_TOKEN or --token-file";
            return Err(Trouble::Asked(lacks.into()));
        }
        Ok(token.to_owned())
    }
}

impl Server {
    /// `flag` is where the address was given.
    pub fn open(flag: &str, address: &str, token: &Token) -> Result<Self, Trouble> {
        let url = parse(flag, address)?;
        let token = token.read()?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        Ok(Self { url, token, agent })
    }

    pub fn address(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    pub fn get(&self, path: &str) -> Result<Value, Trouble> {
        let asked = self.agent.get(self.at(path)?);
        self.json(asked.header("authorization", self.bearer()).call())
    }

    pub fn post(&self, path: &str, body: &impl serde::Serialize) -> Result<Value, Trouble> {
        let asked = self.agent.post(self.at(path)?);
        self.json(asked.header("authorization", self.bearer()).send_json(body))
    }

    /// Puts a ZIP archive.
    pub fn put(&self, path: &str, archive: &[u8]) -> Result<Value, Trouble> {
        let asked = self.agent.put(self.at(path)?);
        let asked = asked.header("authorization", self.bearer());
        self.json(
            asked
                .header("content-type", "application/zip")
                .send(archive),
        )
    }

    /// Posts a ZIP archive.
    pub fn post_zip(&self, path: &str, archive: &[u8]) -> Result<Value, Trouble> {
        let asked = self.agent.post(self.at(path)?);
        let asked = asked.header("authorization", self.bearer());
        self.json(
            asked
                .header("content-type", "application/zip")
                .send(archive),
        )
    }

    /// Posts a file of any size, for as long as the line needs.
    pub fn post_file(&self, path: &str, file: File) -> Result<Value, Trouble> {
        let asked = self.agent.post(self.at(path)?);
        let asked = asked.config().timeout_global(None).build();
        let asked = asked.header("authorization", self.bearer());
        self.json(
            asked
                .header("content-type", "application/octet-stream")
                .send(file),
        )
    }

    pub fn delete(&self, path: &str) -> Result<(), Trouble> {
        let asked = self.agent.delete(self.at(path)?);
        let answer = asked.header("authorization", self.bearer()).call();
        self.well(answer).map(drop)
    }

    fn at(&self, path: &str) -> Result<String, Trouble> {
        self.url
            .join(path)
            .map(String::from)
            .map_err(Trouble::failed)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn json(&self, answer: Answer) -> Result<Value, Trouble> {
        let mut answer = self.well(answer)?;
        let body = answer.body_mut().with_config().limit(MOST_READ);
        body.read_json().map_err(Trouble::failed)
    }

    fn well(&self, answer: Answer) -> Result<Response<ureq::Body>, Trouble> {
        let address = self.address();
        let mut answer = answer.map_err(|error| Trouble::Failed(format!("{address}: {error}")))?;
        let status = answer.status().as_u16();
        if answer.status().is_success() {
            return Ok(answer);
        }
        let problem: Value = answer.body_mut().read_json().unwrap_or_default();
        let told = format!("{address}: {}", told(status, &problem));
        Err(match status {
            409 | 413 | 422 => Trouble::Refused(told),
            _ => Trouble::Failed(told),
        })
    }
}

/// A token goes over an encrypted line, or to this machine.
fn parse(flag: &str, text: &str) -> Result<Url, Trouble> {
    let wrong = |why: &str| {
        Trouble::Asked(format!(
            "{flag} {text}: {why}; give a server's address as https://sport.example.org"
        ))
    };
    let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
    let is_here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err(wrong("it names no server")),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_here => Ok(url),
        "http" => Err(wrong("a token may not go over plain http")),
        _ => Err(wrong("only http and https are known")),
    }
}

/// A problem document in words; an old server knows no such address.
fn told(status: u16, problem: &Value) -> String {
    let detail = problem["detail"].as_str().unwrap_or("no reason was given");
    let errors = problem["errors"].as_array().into_iter().flatten();
    let errors = errors.filter_map(|error| {
        let (field, message) = (error["field"].as_str()?, error["message"].as_str()?);
        let remedy = error["remedy"].as_str();
        let remedy = remedy.map_or_else(String::new, |remedy| format!("\n    {remedy}"));
        Some(format!("\n  {field}: {message}{remedy}"))
    });
    format!("{status}: {detail}{}", errors.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_over_an_encrypted_line_or_nowhere_far() {
        for good in [
            "https://sport.example.org",
            "http://127.0.0.1:8080",
            "http://localhost",
        ] {
            assert!(parse("--to", good).is_ok(), "{good}");
        }
        for bad in [
            "http://sport.example.org",
            "ftp://x",
            "sport.example.org",
            "demo2",
        ] {
            assert!(
                matches!(parse("--to", bad), Err(Trouble::Asked(_))),
                "{bad}"
            );
        }
    }
}
