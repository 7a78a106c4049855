//! Settings of the shelf.

use std::path::{Path, PathBuf};

use url::Host;

use super::{Secret, Wrong};

/// What a demo shows, where it is started in the repository.
const DEMO_CATALOG: &str = "examples/catalogue.yaml";
/// RFC 2606: nobody's.
const DEMO_HOST: &str = "shop.example";
const KEY_MIN: usize = 32;

pub(super) fn catalog(given: Option<PathBuf>, is_demo: bool) -> Option<PathBuf> {
    let given = given.filter(|path| !path.as_os_str().is_empty());
    let demo = || {
        Some(PathBuf::from(DEMO_CATALOG)).filter(|_| is_demo && Path::new(DEMO_CATALOG).is_file())
    };
    given.or_else(demo)
}

/// Whole names of hosts, as a URL has them.
pub(super) fn hosts(given: Option<Vec<String>>, is_demo: bool) -> Result<Vec<String>, Wrong> {
    let usual = || is_demo.then(|| DEMO_HOST.to_owned()).into_iter().collect();
    let Some(given) = given else {
        return Ok(usual());
    };
    let named = given.iter().map(|name| name.trim());
    let named = named.filter(|name| !name.is_empty());
    let host = |name: &str| match Host::parse(name) {
        Ok(Host::Domain(host)) if host.contains('.') && !host.ends_with('.') => Ok(host),
        _ => {
            let remedy = "write the name of a host alone, as in shop.example.org";
            Err(Wrong::new("shop_hosts", name, remedy))
        }
    };
    named.map(host).collect()
}

pub(super) fn key(given: Option<Secret>) -> Result<Option<Secret>, Wrong> {
    let Some(key) = given.filter(|key| !key.reveal().is_empty()) else {
        return Ok(None);
    };
    if key.reveal().len() >= KEY_MIN {
        return Ok(Some(key));
    }
    let remedy = "it is too short to be secret: write 32 random characters or more";
    Err(Wrong::secret("shop_key", remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_alone() {
        let hosts = |name: &str| hosts(Some(vec![name.to_owned()]), false);
        assert_eq!(hosts("Shop.Example").unwrap(), ["shop.example"]);
        assert_eq!(hosts(" пример.example ").unwrap(), ["xn--e1afmkfd.example"]);
        for wrong in [
            "https://shop.example",
            "shop.example/x",
            "shop.example:1",
            "1.2.3.4",
            "[::1]",
            "com",
            "a b.example",
            "x@shop.example",
        ] {
            assert!(hosts(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_short_key_is_refused_and_never_told() {
        let error = key(Some(Secret::new("short"))).unwrap_err().to_string();
        assert!(
            error.contains("shop_key") && !error.contains("short\u{60}"),
            "{error}"
        );
        assert!(key(Some(Secret::new("x".repeat(32)))).unwrap().is_some());
        assert!(key(None).unwrap().is_none());
    }
}
