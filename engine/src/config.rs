//! Configuration: one TOML file, then `STADION_…` variables, then flags. An unknown key is an
//! error with its place; what is secret prints as `***`.

mod rates;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::http::HeaderName;
use serde::Deserialize;

pub use rates::{Rate, Rates};

/// Where each setting comes from and what it does is told once, here; `docs/reference/config.md`
/// is generated from this list.
pub const SETTINGS: &[Setting] = &[
    Setting::new(
        "data",
        "Folder for the database file, originals and mail files.",
        "data",
    ),
    Setting::new(
        "packs",
        "Folders of sport packs (in variables separated by ':').",
        "sport-packs",
    ),
    Setting::new(
        "database",
        "`sqlite:FILE` or `postgres://…`.",
        "sqlite:{data}/stadion.db",
    ),
    Setting::new(
        "listen",
        "Address of the apps and the API.",
        "127.0.0.1:8080",
    ),
    Setting::new(
        "metrics_listen",
        "Own address for `/metrics`; without it a token is needed.",
        "",
    ),
    Setting::new(
        "metrics_token",
        "Bearer token for `/metrics` on the main address.",
        "",
    ),
    Setting::new(
        "public_url",
        "Address people reach the server at; in mails and links.",
        "http://{listen}",
    ),
    Setting::new(
        "client_address_header",
        "Header in which your own proxy puts the caller's address, as `X-Forwarded-For`; \
         empty without a proxy.",
        "",
    ),
    Setting::new(
        "smtp",
        "`smtp://…` or `smtps://user:password@host`; without it mail goes to files.",
        "",
    ),
    Setting::new(
        "mail_from",
        "Sender of mails.",
        "Stadion <no-reply@localhost>",
    ),
    Setting::new(
        "api_rate",
        "Calls to the API that one caller may make in a minute.",
        "1200",
    ),
    Setting::new(
        "log",
        "Filter of the log (`info`, `stadion_engine=debug`).",
        "info",
    ),
    Setting::new("log_format", "`text` or `json`.", "text"),
];

pub struct Setting {
    pub key: &'static str,
    pub doc: &'static str,
    pub default: &'static str,
}

impl Setting {
    const fn new(key: &'static str, doc: &'static str, default: &'static str) -> Self {
        Self { key, doc, default }
    }

    pub fn variable(&self) -> String {
        format!("STADION_{}", self.key.to_uppercase())
    }
}

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Checked settings.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub packs: Vec<PathBuf>,
    /// May hold a password, hence secret.
    pub database: Secret,
    pub listen: SocketAddr,
    pub metrics_listen: Option<SocketAddr>,
    pub metrics_token: Option<Secret>,
    pub public_url: String,
    /// Trusted only when named: callers can send any header.
    pub client_address_header: Option<String>,
    /// How often one caller may do a thing.
    pub rates: Rates,
    pub smtp: Option<Secret>,
    pub mail_from: String,
    pub log: String,
    pub json_log: bool,
    /// Watch packs, reload templates, show findings in pages.
    pub dev: bool,
    /// Demo accounts; only ever set by `stadion demo`, which listens on loopback.
    pub demo: bool,
}

/// Settings as one source gives them: the file, the environment, or the flags.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raw {
    pub data: Option<PathBuf>,
    pub packs: Option<Vec<PathBuf>>,
    pub database: Option<Secret>,
    pub listen: Option<String>,
    pub metrics_listen: Option<String>,
    pub metrics_token: Option<Secret>,
    pub public_url: Option<String>,
    pub client_address_header: Option<String>,
    pub smtp: Option<Secret>,
    pub mail_from: Option<String>,
    #[serde(default, deserialize_with = "number")]
    pub api_rate: Option<String>,
    pub log: Option<String>,
    pub log_format: Option<String>,
    #[serde(skip)]
    pub dev: bool,
    #[serde(skip)]
    pub demo: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{}: {error}", path.display())]
    Read {
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("{}:{line}:{column}: {message}", path.display())]
    Parse {
        path: PathBuf,
        line: usize,
        column: usize,
        message: String,
    },
    #[error("the variable {0} is no setting{1}")]
    UnknownVariable(String, String),
    #[error("{key} is `{value}`: {remedy}")]
    Value {
        key: &'static str,
        value: String,
        remedy: &'static str,
    },
}

impl Config {
    /// Later sources win: file, then environment, then flags.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: Raw,
    ) -> Result<Self, ConfigError> {
        let file = file.map_or_else(|| Ok(Raw::default()), read_file)?;
        file.overlaid(from_environment(environment)?)
            .overlaid(flags)
            .check()
    }
}

fn read_file(path: &Path) -> Result<Raw, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Read {
        path: path.into(),
        error,
    })?;
    toml::from_str(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        ConfigError::Parse {
            path: path.into(),
            line,
            column,
            message: error.message().into(),
        }
    })
}

/// Only `STADION_` variables count; one that names no setting is an error, as in the file.
/// Those under `STADION_TEST_` belong to the tests.
fn from_environment(all: impl IntoIterator<Item = (String, String)>) -> Result<Raw, ConfigError> {
    let mut ours: BTreeMap<String, String> = all
        .into_iter()
        .filter(|(name, _)| name.starts_with("STADION_"))
        .filter(|(name, _)| !name.starts_with("STADION_TEST_") && name != "STADION_CORPUS")
        .collect();
    let mut take = |key: &str| ours.remove(&format!("STADION_{}", key.to_uppercase()));
    let raw = Raw {
        data: take("data").map(PathBuf::from),
        packs: take("packs").map(|all| std::env::split_paths(&all).collect()),
        database: take("database").map(Secret),
        listen: take("listen"),
        metrics_listen: take("metrics_listen"),
        metrics_token: take("metrics_token").map(Secret),
        public_url: take("public_url"),
        client_address_header: take("client_address_header"),
        smtp: take("smtp").map(Secret),
        mail_from: take("mail_from"),
        api_rate: take("api_rate"),
        log: take("log"),
        log_format: take("log_format"),
        dev: false,
        demo: false,
    };
    match ours.into_keys().next() {
        None => Ok(raw),
        Some(unknown) => Err(ConfigError::UnknownVariable(
            unknown.clone(),
            near(&unknown),
        )),
    }
}

fn near(unknown: &str) -> String {
    let names: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(unknown, &name), name))
        .filter(|(likeness, _)| *likeness > 0.9)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}

impl Raw {
    fn overlaid(self, over: Self) -> Self {
        Self {
            data: over.data.or(self.data),
            packs: over.packs.or(self.packs),
            database: over.database.or(self.database),
            listen: over.listen.or(self.listen),
            metrics_listen: over.metrics_listen.or(self.metrics_listen),
            metrics_token: over.metrics_token.or(self.metrics_token),
            public_url: over.public_url.or(self.public_url),
            client_address_header: over.client_address_header.or(self.client_address_header),
            smtp: over.smtp.or(self.smtp),
            mail_from: over.mail_from.or(self.mail_from),
            api_rate: over.api_rate.or(self.api_rate),
            log: over.log.or(self.log),
            log_format: over.log_format.or(self.log_format),
            dev: over.dev || self.dev,
            demo: over.demo || self.demo,
        }
    }

    fn check(self) -> Result<Config, ConfigError> {
        let data = self.data.unwrap_or_else(|| "data".into());
        let listen = self.listen.unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen: SocketAddr = address("listen", &listen)?;
        let database = self
            .database
            .unwrap_or_else(|| Secret(format!("sqlite:{}", data.join("stadion.db").display())));
        let metrics = self
            .metrics_listen
            .as_deref()
            .filter(|text| !text.is_empty());
        Ok(Config {
            packs: self.packs.unwrap_or_else(|| vec!["sport-packs".into()]),
            database,
            metrics_listen: metrics
                .map(|text| address("metrics_listen", text))
                .transpose()?,
            metrics_token: self.metrics_token.filter(|token| !token.0.is_empty()),
            public_url: public_url(self.public_url, listen)?,
            client_address_header: header_name(self.client_address_header)?,
            rates: rates(self.demo, self.api_rate.as_deref())?,
            smtp: self.smtp.filter(|smtp| !smtp.0.is_empty()),
            mail_from: self
                .mail_from
                .unwrap_or_else(|| "Stadion <no-reply@localhost>".into()),
            log: self.log.unwrap_or_else(|| "info".into()),
            json_log: json_log(self.log_format.as_deref())?,
            dev: self.dev,
            demo: self.demo,
            listen,
            data,
        })
    }
}

fn rates(demo: bool, api: Option<&str>) -> Result<Rates, ConfigError> {
    let usual = if demo { Rates::GENEROUS } else { Rates::PUBLIC };
    let Some(text) = api else { return Ok(usual) };
    let calls = text.parse().ok().filter(|calls| *calls > 0);
    let calls = calls.ok_or_else(|| ConfigError::Value {
        key: "api_rate",
        value: text.into(),
        remedy: "write a whole number of calls a minute, as in 1200",
    })?;
    Ok(Rates {
        api: Rate::new(calls, 1),
        ..usual
    })
}

/// A number, which a variable gives as text.
fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let number = u32::deserialize(from)?;
    Ok(Some(number.to_string()))
}

fn address(key: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    let remedy = "write an address and a port, as in 127.0.0.1:8080";
    text.parse().map_err(|_| ConfigError::Value {
        key,
        value: text.into(),
        remedy,
    })
}

fn public_url(given: Option<String>, listen: SocketAddr) -> Result<String, ConfigError> {
    let Some(text) = given else {
        return Ok(format!("http://{listen}"));
    };
    let remedy = "write an http or https address without a path, as in https://sport.example";
    match url::Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.path() == "/" => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err(ConfigError::Value {
            key: "public_url",
            value: text,
            remedy,
        }),
    }
}

fn header_name(given: Option<String>) -> Result<Option<String>, ConfigError> {
    let Some(text) = given.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match HeaderName::try_from(text.as_str()) {
        Ok(name) => Ok(Some(name.as_str().to_owned())),
        Err(_) => Err(ConfigError::Value {
            key: "client_address_header",
            value: text,
            remedy: "write the name of a header, as in X-Forwarded-For",
        }),
    }
}

fn json_log(given: Option<&str>) -> Result<bool, ConfigError> {
    match given {
        None | Some("text") => Ok(false),
        Some("json") => Ok(true),
        Some(other) => Err(ConfigError::Value {
            key: "log_format",
            value: other.into(),
            remedy: "write `text` or `json`",
        }),
    }
}

#[cfg(test)]
mod tests;
