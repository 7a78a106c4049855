//! Vendors that the server asks: who we are to each, and what its operator lets the adapter reach.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use url::{Host, Url};

use super::{ConfigError, Secret, Wrong, parse, text_of};

/// What a vendor knows us by, as it is written: `[vendors.ID]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawVendor {
    client_id: Option<String>,
    client_secret: Option<Secret>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    secrets: BTreeMap<String, Secret>,
    stand_in: Option<String>,
}

/// A vendor that the operator has let in. Its secrets are seen by its adapter alone.
#[derive(Clone, Debug, Default)]
pub struct Vendor {
    pub client_id: String,
    pub client_secret: Option<Secret>,
    /// Hosts that its adapter may reach.
    pub hosts: Vec<String>,
    /// Further secrets by the names that the adapter gives them.
    pub secrets: BTreeMap<String, Secret>,
    /// An address of this machine that answers in the vendor's place.
    pub stand_in: Option<Url>,
}

impl Vendor {
    /// A secret by the name that the adapter gives it.
    pub fn secret(&self, name: &str) -> Option<&str> {
        let own = (name == "client_secret").then_some(self.client_secret.as_ref());
        let found = self.secrets.get(name).or(own.flatten())?;
        Some(found.reveal()).filter(|secret| !secret.is_empty())
    }
}

/// The tables of a file that a variable names.
pub(super) fn of_file(path: &str) -> Result<BTreeMap<String, RawVendor>, ConfigError> {
    let path = Path::new(path);
    parse(path, &text_of(path)?)
}

pub(super) fn checked(
    given: Option<BTreeMap<String, RawVendor>>,
) -> Result<BTreeMap<String, Vendor>, Wrong> {
    let given = given.unwrap_or_default();
    let checked = given.into_iter().map(|(id, raw)| Ok((id, vendor(raw)?)));
    checked.collect()
}

fn vendor(raw: RawVendor) -> Result<Vendor, Wrong> {
    let hosts = raw.hosts.iter().map(|name| host(name.trim()));
    Ok(Vendor {
        client_id: raw.client_id.unwrap_or_default(),
        client_secret: raw.client_secret,
        hosts: hosts.collect::<Result<_, _>>()?,
        secrets: raw.secrets,
        stand_in: raw.stand_in.map(|text| stand_in(&text)).transpose()?,
    })
}

fn host(name: &str) -> Result<String, Wrong> {
    match Host::parse(name) {
        Ok(Host::Domain(host)) if host.contains('.') && !host.ends_with('.') => Ok(host),
        _ => {
            let remedy = "write the name of a host alone under `hosts`, as in api.example.org";
            Err(Wrong::new("vendors", name, remedy))
        }
    }
}

/// Whatever stands in for a vendor runs on this machine.
///
/// # Errors
/// When the address is another than `http://127.0.0.1:PORT` or one like it.
pub fn stand_in(text: &str) -> Result<Url, Wrong> {
    let url = Url::parse(text).ok().filter(|url| {
        let is_here = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            _ => false,
        };
        is_here && url.scheme() == "http" && url.path() == "/" && url.query().is_none()
    });
    let remedy = "a stand-in runs on this machine: write http://127.0.0.1:PORT";
    url.ok_or_else(|| Wrong::new("vendors", text, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BTreeMap<String, Vendor>, String> {
        let raw: BTreeMap<String, RawVendor> = toml::from_str(text).map_err(|e| e.to_string())?;
        checked(Some(raw)).map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn a_vendor_is_known_by_its_tables_and_its_secrets_are_not_printed() {
        let vendors = read(
            "[acme]\nclient_id = \"us\"\nclient_secret = \"deep\"\nhosts = [\"api.acme.example\"]\n\
             secrets = {webhook_secret = \"deeper\"}\nstand_in = \"http://127.0.0.1:4000\"",
        );
        let vendors = vendors.unwrap();
        let acme = &vendors["acme"];
        assert_eq!(acme.secret("client_secret"), Some("deep"));
        assert_eq!(acme.secret("webhook_secret"), Some("deeper"));
        assert_eq!(acme.secret("other"), None);
        let printed = format!("{vendors:?}");
        assert!(!printed.contains("deep"), "{printed}");
    }

    #[test]
    fn hosts_are_names_and_stand_ins_are_here() {
        for wrong in [
            "[a]\nhosts = [\"https://api.example.org\"]",
            "[a]\nhosts = [\"10.0.0.1\"]",
            "[a]\nstand_in = \"http://example.org\"",
            "[a]\nstand_in = \"https://127.0.0.1\"",
            "[a]\nstand_in = \"http://10.0.0.1:80\"",
            "[a]\nclient = \"x\"",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
