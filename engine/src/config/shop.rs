//! Settings of the shelf.

use std::path::{Path, PathBuf};

use url::Host;

use super::Wrong;

/// What a demo shows, where it is started in the repository.
const DEMO_CATALOG: &str = "examples/catalogue.yaml";
/// RFC 2606: nobody's.
const DEMO_HOST: &str = "shop.example";

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
}
