//! Links out: signed, for a while, to allowed hosts. The address of the shop never stands in a
//! link, so there is none that leads elsewhere; it is the catalogue's, and checked once more when
//! the link is followed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::{Host, Url};
use uuid::Uuid;

use super::super::model::Link;

/// How long a link leads out.
pub const LIFE: TimeDelta = TimeDelta::days(30);
/// Signatures of other things with the same key must not pass as this one.
const PURPOSE: &[u8] = b"stadion link out 1\n";
/// Longer ones were not made here.
const LONGEST: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not made by this server, or changed since.
    Broken,
    Expired,
}

type Said = (String, String, String, Option<Uuid>, i64);

/// `payload.signature`, both base64url.
pub fn sign(key: &[u8], link: &Link) -> String {
    let said: Said = (
        link.product.clone(),
        link.place.clone(),
        link.pack.clone(),
        link.user_id,
        link.expires.timestamp(),
    );
    // These types always serialize.
    let payload = serde_json::to_vec(&said).unwrap_or_default();
    let tag = mac(key, &payload).finalize().into_bytes();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!("{}.{}", encode(&payload), encode(&tag))
}

/// What a link says, if this server signed it and it still holds.
pub fn read(key: &[u8], token: &str, now: DateTime<Utc>) -> Result<Link, Refused> {
    let (payload, tag) = Some(token)
        .filter(|token| token.len() <= LONGEST)
        .and_then(|token| token.split_once('.'))
        .ok_or(Refused::Broken)?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused::Broken);
    let (payload, tag) = (decode(payload)?, decode(tag)?);
    // In constant time.
    let signed = mac(key, &payload).verify_slice(&tag);
    signed.map_err(|_| Refused::Broken)?;
    let said: Said = serde_json::from_slice(&payload).map_err(|_| Refused::Broken)?;
    let (product, place, pack, user_id, expires) = said;
    let expires = DateTime::from_timestamp(expires, 0).ok_or(Refused::Broken)?;
    if expires <= now {
        return Err(Refused::Expired);
    }
    Ok(Link {
        product,
        place,
        pack,
        user_id,
        expires,
    })
}

fn mac(key: &[u8], payload: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of every length.
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .unwrap_or_else(|_| Hmac::<Sha256>::new(&hmac::digest::Key::<Hmac<Sha256>>::default()));
    mac.update(PURPOSE);
    mac.update(payload);
    mac
}

/// Whether an address leads to a shop that is allowed: `https`, one of the hosts by its whole name,
/// no name or password before it, no port of its own.
pub fn is_allowed(link: &Url, hosts: &[String]) -> bool {
    let is_plain = link.scheme() == "https"
        && link.username().is_empty()
        && link.password().is_none()
        && link.port().is_none();
    match link.host() {
        Some(Host::Domain(name)) => is_plain && hosts.iter().any(|host| host == name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn link() -> Link {
        Link {
            product: "kestrel-5".into(),
            place: "gear".into(),
            pack: "running".into(),
            user_id: Some(Uuid::from_u128(7)),
            expires: at("2026-12-21T09:00:00Z"),
        }
    }

    const KEY: &[u8] = b"a key that nobody guesses at all";

    #[test]
    fn a_link_says_what_was_signed_until_it_expires() {
        let token = sign(KEY, &link());
        let last = at("2026-12-21T08:59:59Z");
        assert_eq!(read(KEY, &token, last), Ok(link()));
        assert_eq!(read(KEY, &token, link().expires), Err(Refused::Expired));
        let nobody = Link {
            user_id: None,
            ..link()
        };
        assert_eq!(read(KEY, &sign(KEY, &nobody), last), Ok(nobody));
    }

    #[test]
    fn a_link_that_was_changed_anywhere_is_refused() {
        let (token, now) = (sign(KEY, &link()), at("2026-11-21T09:00:00Z"));
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).expect("ASCII");
            assert_eq!(read(KEY, &changed, now), Err(Refused::Broken), "{at}");
        }
        let other = sign(b"another key", &link());
        for wrong in [
            "",
            ".",
            "a.b",
            "..",
            &other,
            &token[1..],
            &"x".repeat(5000),
            "ы.ю",
        ] {
            assert_eq!(read(KEY, wrong, now), Err(Refused::Broken), "{wrong}");
        }
        // A payload alone, with no signature.
        let bare = format!("{}.", token.split('.').next().unwrap_or_default());
        assert_eq!(read(KEY, &bare, now), Err(Refused::Broken));
    }

    #[test]
    fn only_allowed_hosts_by_their_whole_name_lead_out() {
        let hosts = ["shop.example".to_owned(), "xn--e1afmkfd.example".to_owned()];
        let allowed = |text: &str| Url::parse(text).is_ok_and(|link| is_allowed(&link, &hosts));
        assert!(allowed("https://shop.example/kestrel?from=stadion#top"));
        assert!(allowed("https://SHOP.example:443/"));
        assert!(allowed("https://пример.example/"), "by its Punycode name");
        for wrong in [
            "http://shop.example/",
            "https://shop.example:8443/",
            "https://shop.example.evil.example/",
            "https://evilshop.example/",
            "https://sub.shop.example/",
            "https://shop.example@evil.example/",
            "https://shop.example:secret@evil.example/",
            "https://user@shop.example/",
            "https://evil.example\\@shop.example/",
            "https://evil.example/https://shop.example/",
            "https://shоp.example/", // a Cyrillic о
            "https://shop.example./",
            "//evil.example/",
            "/evil",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://127.0.0.1/",
            "https://[::1]/",
        ] {
            assert!(!allowed(wrong), "{wrong}");
        }
    }
}
