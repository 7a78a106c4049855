//! What is still to be said before a vendor can be asked: all of it at once.

use std::collections::BTreeSet;

use stadion_engine::config::Vendor;
use stadion_pack::adapter::Template;
use stadion_pack::adapter::model::{Pull, Stream};
use url::Url;

use super::options::Live;

/// Whoever reads these writes what each names.
pub fn missing(
    id: &str,
    pull: &Pull,
    stream: (&str, &Stream),
    args: &Live,
    (vendor, token): (&Vendor, &str),
) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(hosts(id, pull, stream.1, vendor));
    if token.is_empty() {
        all.push(no_token(pull));
    }
    let asks_for = |name: &str| templates(stream.1).any(|one| one.names().any(|one| one == name));
    if asks_for("user_id") && args.user.is_none() {
        all.push("its requests name the person: give their id at the vendor, --user ID".to_owned());
    }
    if asks_for("id") && args.record.is_none() {
        all.push(format!(
            "`{}` asks for one record: give its id, --record ID",
            stream.0
        ));
    }
    if args.since.is_some() && !asks_for("since") {
        all.push(format!(
            "`{}` asks for all there is: none of its requests names `{{since}}`, so leave --since out",
            stream.0
        ));
    }
    all
}

fn no_token(pull: &Pull) -> String {
    let place = "in STADION_VENDOR_TOKEN or --token-file FILE";
    match (&pull.oauth2, &pull.key) {
        (Some(oauth), _) => {
            let scopes = oauth.scopes.join(" ");
            format!("no token: give an access token of a person ({scopes}) {place}")
        }
        (None, Some(key)) => format!("no key: give what goes into `{}` {place}", key.header),
        (None, None) => format!("no token: give one {place}"),
    }
}

/// A request and those for the details of what it gives.
fn templates(stream: &Stream) -> impl Iterator<Item = &Template> {
    let details = stream.details.iter();
    let details = details.flat_map(|one| {
        [&one.path]
            .into_iter()
            .chain(one.query.values())
            .chain(one.form.values())
    });
    let own = [&stream.path].into_iter();
    own.chain(stream.query.values())
        .chain(stream.form.values())
        .chain(details)
}

/// A stand-in is this machine's own: nothing leaves it, so nothing has to be approved.
fn hosts(id: &str, pull: &Pull, stream: &Stream, vendor: &Vendor) -> Option<String> {
    if vendor.stand_in.is_some() {
        return None;
    }
    let asked = asked(pull, stream);
    let open: Vec<&String> = asked
        .iter()
        .filter(|host| !vendor.hosts.contains(host))
        .collect();
    if open.is_empty() {
        return None;
    }
    let names = open.iter().map(|host| host.as_str()).collect::<Vec<_>>();
    let flags = names.iter().map(|host| format!("--allow-host {host}"));
    Some(format!(
        "it would ask {}, which nobody approved: add it to `hosts` of [vendors.{id}] in the configuration \
         (--config FILE), or allow it for this once: {}",
        names.join(" and "),
        flags.collect::<Vec<_>>().join(" ")
    ))
}

/// The hosts that a stream's requests go to.
fn asked(pull: &Pull, stream: &Stream) -> BTreeSet<String> {
    let paths = stream.details.iter().map(|detail| &detail.path);
    let addresses = paths.chain([&stream.path]).map(|path| {
        let path = path.to_string();
        if path.starts_with("https://") {
            path
        } else {
            pull.base.clone()
        }
    });
    let hosts =
        addresses.filter_map(|address| Some(Url::parse(&address).ok()?.host_str()?.to_owned()));
    hosts.collect()
}
