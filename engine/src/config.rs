//! Configuration: one TOML file, then `STADION_…` variables, then flags. An unknown key is an
//! error with its place; what is secret prints as `***`.

mod database;
mod origin;
mod rates;
mod secret;
mod shop;
mod vendors;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::http::HeaderName;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tracing_subscriber::EnvFilter;

use origin::Origins;

pub use database::Address;
pub use origin::origin;
pub use rates::{Rate, Rates};
pub use secret::Secret;
pub use vendors::{RawVendor, Vendor, stand_in};

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
        "adapters",
        "Folders of device adapters (in variables separated by ':').",
        "device-adapters, where there is one",
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
        "catalog",
        "File with what the shelf may suggest, YAML or JSON; without it nothing is. A demo takes \
         `examples/catalogue.yaml` where there is one.",
        "",
    ),
    Setting::new(
        "shop_hosts",
        "Hosts that the catalogue's links may lead to (in variables separated by ',').",
        "",
    ),
    Setting::new(
        "shop_key",
        "Key that signs the links to shops, 32 characters at least; several servers need the same. \
         Without it one is made and kept in `{data}/shop.key`.",
        "",
    ),
    Setting::new(
        "vendors",
        "Vendors that the server may ask for people who connect: tables `[vendors.ID]` by the adapter's \
         id, with `client_id`, `client_secret`, `hosts` (those that it may reach), `secrets` (a table by \
         the names that the adapter gives) and, to try it, `stand_in` (`http://127.0.0.1:PORT`). The \
         variable names a TOML file that holds the tables `[ID]`.",
        "",
    ),
    Setting::new(
        "vendor_key",
        "Key under which what vendors let the server in with is encrypted, 32 characters at least; \
         several servers need the same. Without it one is made and kept in `{data}/vendor.key`.",
        "",
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
        origin::variable(self.key)
    }
}

/// Checked settings.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub packs: Vec<PathBuf>,
    pub adapters: Vec<PathBuf>,
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
    /// What the shelf may suggest.
    pub catalog: Option<PathBuf>,
    /// Names as a URL has them, in Punycode.
    pub shop_hosts: Vec<String>,
    pub shop_key: Option<Secret>,
    /// By the id of the adapter.
    pub vendors: BTreeMap<String, Vendor>,
    pub vendor_key: Option<Secret>,
    pub log: String,
    pub json_log: bool,
    /// The program itself, which runs a release's cases in a process of their own.
    pub executable: PathBuf,
    /// Watch packs, reload templates, show findings in pages.
    pub dev: bool,
    /// Demo accounts; only ever set by `stadion demo` and `stadion dev`, which listen on loopback.
    pub demo: bool,
    /// Folders of packs that somebody works on: their cases are the people of the server, anybody
    /// may be any of them, and findings of other packs are not told. Only ever set by `stadion dev`.
    pub worked_on: Vec<PathBuf>,
}

/// Settings as one source gives them: the file, the environment, or the flags.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raw {
    pub data: Option<PathBuf>,
    pub packs: Option<Vec<PathBuf>>,
    pub adapters: Option<Vec<PathBuf>>,
    pub database: Option<Secret>,
    pub listen: Option<String>,
    pub metrics_listen: Option<String>,
    pub metrics_token: Option<Secret>,
    pub public_url: Option<String>,
    pub client_address_header: Option<String>,
    pub smtp: Option<Secret>,
    pub mail_from: Option<String>,
    pub catalog: Option<PathBuf>,
    pub shop_hosts: Option<Vec<String>>,
    pub shop_key: Option<Secret>,
    pub vendors: Option<BTreeMap<String, RawVendor>>,
    pub vendor_key: Option<Secret>,
    #[serde(default, deserialize_with = "number")]
    pub api_rate: Option<String>,
    pub log: Option<String>,
    pub log_format: Option<String>,
    #[serde(skip)]
    pub dev: bool,
    #[serde(skip)]
    pub demo: bool,
    #[serde(skip)]
    pub worked_on: Vec<PathBuf>,
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
    #[error("the variable {0} is not UTF-8: write it anew")]
    NotText(String),
    /// `origin` is the file and line, the variable or the flag that gave the value.
    #[error("{origin}: {wrong}")]
    Value { origin: String, wrong: Wrong },
}

/// A value that cannot stand.
#[derive(Debug, thiserror::Error)]
#[error("{key} is `{value}`: {remedy}")]
pub struct Wrong {
    key: &'static str,
    value: String,
    remedy: &'static str,
}

impl Wrong {
    fn new(key: &'static str, value: impl Into<String>, remedy: &'static str) -> Self {
        let value = value.into();
        Self { key, value, remedy }
    }

    /// One whose value may hold a password.
    fn secret(key: &'static str, remedy: &'static str) -> Self {
        Self::new(key, "***", remedy)
    }
}

impl Config {
    /// Later sources win: file, then environment, then flags.
    pub fn load(
        file: Option<&Path>,
        all: impl IntoIterator<Item = (OsString, OsString)>,
        flags: Raw,
    ) -> Result<Self, ConfigError> {
        let file = file.map(|path| Ok::<_, ConfigError>((path, text_of(path)?)));
        let origins = Origins {
            file: file.transpose()?,
            environment: environment(all)?,
            flags,
        };
        let file = origins.file.as_ref();
        let file = file.map_or_else(|| Ok(Raw::default()), |(path, text)| parse(path, text))?;
        file.overlaid(from_environment(origins.environment.clone())?)
            .overlaid(origins.flags.clone())
            .check()
            .map_err(|wrong| ConfigError::Value {
                origin: origins.of(wrong.key).unwrap_or_else(|| "default".into()),
                wrong,
            })
    }
}

fn text_of(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Read {
        path: path.into(),
        error,
    })
}

fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| {
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

/// Variables of commands that call a server, and of tests: none of them is a setting.
const OTHERS: [&str; 3] = ["STADION_CORPUS", "STADION_TOKEN", "STADION_VENDOR_TOKEN"];

/// The `STADION_` variables. Those under `STADION_TEST_` belong to the tests; what other variables
/// hold is nobody's business here, text or not.
fn environment(
    all: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<BTreeMap<String, String>, ConfigError> {
    let named = all
        .into_iter()
        .map(|(name, value)| (name.to_string_lossy().into_owned(), value));
    named
        .filter(|(name, _)| name.starts_with("STADION_"))
        .filter(|(name, _)| !name.starts_with("STADION_TEST_") && !OTHERS.contains(&name.as_str()))
        .map(|(name, value)| match value.into_string() {
            Ok(value) => Ok((name, value)),
            Err(_) => Err(ConfigError::NotText(name)),
        })
        .collect()
}

/// A variable that names no setting is an error, as in the file.
fn from_environment(mut ours: BTreeMap<String, String>) -> Result<Raw, ConfigError> {
    let mut take = |key: &str| ours.remove(&origin::variable(key));
    let raw = Raw {
        data: take("data").map(PathBuf::from),
        packs: take("packs").map(|all| std::env::split_paths(&all).collect()),
        adapters: take("adapters").map(|all| std::env::split_paths(&all).collect()),
        database: take("database").map(Secret::new),
        listen: take("listen"),
        metrics_listen: take("metrics_listen"),
        metrics_token: take("metrics_token").map(Secret::new),
        public_url: take("public_url"),
        client_address_header: take("client_address_header"),
        smtp: take("smtp").map(Secret::new),
        mail_from: take("mail_from"),
        catalog: take("catalog").map(PathBuf::from),
        shop_hosts: take("shop_hosts").map(|all| all.split(',').map(str::to_owned).collect()),
        shop_key: take("shop_key").map(Secret::new),
        vendors: take("vendors")
            .map(|path| vendors::of_file(&path))
            .transpose()?,
        vendor_key: take("vendor_key").map(Secret::new),
        api_rate: take("api_rate"),
        log: take("log"),
        log_format: take("log_format"),
        dev: false,
        demo: false,
        worked_on: Vec::new(),
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
            adapters: over.adapters.or(self.adapters),
            database: over.database.or(self.database),
            listen: over.listen.or(self.listen),
            metrics_listen: over.metrics_listen.or(self.metrics_listen),
            metrics_token: over.metrics_token.or(self.metrics_token),
            public_url: over.public_url.or(self.public_url),
            client_address_header: over.client_address_header.or(self.client_address_header),
            smtp: over.smtp.or(self.smtp),
            mail_from: over.mail_from.or(self.mail_from),
            catalog: over.catalog.or(self.catalog),
            shop_hosts: over.shop_hosts.or(self.shop_hosts),
            shop_key: over.shop_key.or(self.shop_key),
            vendors: over.vendors.or(self.vendors),
            vendor_key: over.vendor_key.or(self.vendor_key),
            api_rate: over.api_rate.or(self.api_rate),
            log: over.log.or(self.log),
            log_format: over.log_format.or(self.log_format),
            dev: over.dev || self.dev,
            demo: over.demo || self.demo,
            worked_on: [self.worked_on, over.worked_on].concat(),
        }
    }

    fn check(self) -> Result<Config, Wrong> {
        let data = folder("data", self.data.unwrap_or_else(|| "data".into()))?;
        let packs = self.packs.unwrap_or_else(|| vec!["sport-packs".into()]);
        let packs = packs.into_iter().map(|path| folder("packs", path));
        let listen = self.listen.unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen: SocketAddr = address("listen", &listen)?;
        let embedded = || Secret::new(format!("sqlite:{}", data.join("stadion.db").display()));
        let metrics = self
            .metrics_listen
            .as_deref()
            .filter(|text| !text.is_empty());
        Ok(Config {
            packs: packs.collect::<Result<_, _>>()?,
            adapters: adapters(self.adapters)?,
            database: database::given(self.database)?.unwrap_or_else(embedded),
            metrics_listen: metrics
                .map(|text| address("metrics_listen", text))
                .transpose()?,
            metrics_token: self
                .metrics_token
                .filter(|token| !token.reveal().is_empty()),
            public_url: public_url(self.public_url, listen)?,
            client_address_header: header_name(self.client_address_header)?,
            rates: rates(self.demo, self.api_rate.as_deref())?,
            smtp: smtp(self.smtp)?,
            mail_from: mail_from(self.mail_from)?,
            shop_hosts: shop::hosts(self.shop_hosts, self.demo)?,
            catalog: shop::catalog(self.catalog, self.demo),
            shop_key: long_key("shop_key", self.shop_key)?,
            vendors: vendors::checked(self.vendors)?,
            vendor_key: long_key("vendor_key", self.vendor_key)?,
            log: log(self.log)?,
            json_log: json_log(self.log_format.as_deref())?,
            // Looked up by name where the system does not tell.
            executable: std::env::current_exe().unwrap_or_else(|_| "stadion".into()),
            dev: self.dev,
            demo: self.demo,
            worked_on: self.worked_on,
            listen,
            data,
        })
    }
}

fn folder(key: &'static str, path: PathBuf) -> Result<PathBuf, Wrong> {
    if path.as_os_str().is_empty() {
        return Err(Wrong::new(
            key,
            "",
            "write a folder, or leave the setting out",
        ));
    }
    Ok(path)
}

/// A key that is given is too long to be guessed.
fn long_key(key: &'static str, given: Option<Secret>) -> Result<Option<Secret>, Wrong> {
    const LEAST: usize = 32;
    let Some(given) = given.filter(|given| !given.reveal().is_empty()) else {
        return Ok(None);
    };
    if given.reveal().len() >= LEAST {
        return Ok(Some(given));
    }
    let remedy = "it is too short to be secret: write 32 random characters or more";
    Err(Wrong::secret(key, remedy))
}

/// The usual folder need not be there: sports do without devices.
fn adapters(given: Option<Vec<PathBuf>>) -> Result<Vec<PathBuf>, Wrong> {
    let Some(given) = given else {
        let usual = PathBuf::from("device-adapters");
        return Ok(Some(usual)
            .filter(|path| path.is_dir())
            .into_iter()
            .collect());
    };
    let folders = given.into_iter().map(|path| folder("adapters", path));
    folders.collect()
}

fn rates(demo: bool, api: Option<&str>) -> Result<Rates, Wrong> {
    let usual = if demo { Rates::GENEROUS } else { Rates::PUBLIC };
    let Some(text) = api else { return Ok(usual) };
    let remedy = "write a whole number of calls a minute, as in 1200";
    let calls = text.parse().ok().filter(|calls| *calls > 0);
    let calls = calls.ok_or_else(|| Wrong::new("api_rate", text, remedy))?;
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

fn address(key: &'static str, text: &str) -> Result<SocketAddr, Wrong> {
    let remedy = "write an address and a port, as in 127.0.0.1:8080";
    text.parse().map_err(|_| Wrong::new(key, text, remedy))
}

fn public_url(given: Option<String>, listen: SocketAddr) -> Result<String, Wrong> {
    let Some(text) = given else {
        return Ok(format!("http://{listen}"));
    };
    // Before an @ stand a name and a password, which no message may show.
    if text.contains('@') {
        let remedy = "people see this address: write it without a name and a password";
        return Err(Wrong::secret("public_url", remedy));
    }
    let remedy = "write an http or https address without a path, as in https://sport.example";
    match url::Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.path() == "/" => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err(Wrong::new("public_url", text, remedy)),
    }
}

fn header_name(given: Option<String>) -> Result<Option<String>, Wrong> {
    let Some(text) = given.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let remedy = "write the name of a header, as in X-Forwarded-For";
    let name = HeaderName::try_from(text.as_str())
        .map_err(|_| Wrong::new("client_address_header", text, remedy))?;
    Ok(Some(name.as_str().to_owned()))
}

fn smtp(given: Option<Secret>) -> Result<Option<Secret>, Wrong> {
    let Some(url) = given.filter(|url| !url.reveal().is_empty()) else {
        return Ok(None);
    };
    let known = |scheme: &&str| url.reveal().starts_with(scheme);
    if ["smtp://", "smtps://"].iter().any(known) {
        return Ok(Some(url));
    }
    let remedy = "it must begin with smtp:// or smtps://, as in smtps://user:password@host";
    Err(Wrong::secret("smtp", remedy))
}

fn mail_from(given: Option<String>) -> Result<String, Wrong> {
    let text = given.unwrap_or_else(|| "Stadion <no-reply@localhost>".into());
    let remedy = "write a name and an address, as in Stadion <no-reply@example.org>";
    match text.parse::<lettre::message::Mailbox>() {
        Ok(_) => Ok(text),
        Err(_) => Err(Wrong::new("mail_from", text, remedy)),
    }
}

fn log(given: Option<String>) -> Result<String, Wrong> {
    let text = given.unwrap_or_else(|| "info".into());
    let remedy = "write a level, or levels by module, as in info or warn,stadion_engine=debug";
    match EnvFilter::try_new(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(Wrong::new("log", text, remedy)),
    }
}

fn json_log(given: Option<&str>) -> Result<bool, Wrong> {
    match given {
        None | Some("text") => Ok(false),
        Some("json") => Ok(true),
        Some(other) => Err(Wrong::new("log_format", other, "write `text` or `json`")),
    }
}

#[cfg(test)]
mod tests;
