//! What can be done with accounts, for the API and the pages alike.

mod accounts;
mod guardian;
mod me;
mod sessions;
mod tokens;

pub use accounts::*;
pub use guardian::name as name_guardian;
pub use guardian::{
    agree, ask_again, child_of_link, decline, forget, guardian, person_changed, still_waits, waits,
};
pub(in crate::domains::identity) use me::erase;
pub use me::*;
pub use sessions::*;
pub use tokens::*;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::web::error::FieldError;

/// A session ends when it was not used for this long, …
pub const SESSION_IDLE: TimeDelta = TimeDelta::days(30);
/// … and in any case after this.
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(180);
pub const CONFIRM_LIFE: TimeDelta = TimeDelta::hours(48);
pub const RESET_LIFE: TimeDelta = TimeDelta::hours(1);
/// Begins every token that a user made, so that secret scanners know one.
pub const TOKEN_PREFIX: &str = "stn_";

const MOST_NAME: usize = 60;

/// What is kept of a secret that was handed out. The secret has 256 random bits, so a plain
/// SHA-256 cannot be turned round.
pub fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

/// A name people see: trimmed, 1 to 60 characters, none of them a control character.
fn name(field: &str, typed: &str, errors: &mut Vec<FieldError>) -> String {
    let name = typed.trim();
    let length = name.chars().count();
    if length == 0 || length > MOST_NAME || name.contains(char::is_control) {
        errors.push(FieldError::new(field, "A name has 1 to 60 characters."));
    }
    name.to_owned()
}

fn email(field: &str, typed: &str, errors: &mut Vec<FieldError>) -> String {
    crate::mail::address(typed).unwrap_or_else(|| {
        let wrong = FieldError::new(field, "This is no mail address.");
        errors.push(wrong.remedy("Write it as in ann@example.org."));
        String::new()
    })
}

fn locale(field: &str, tag: Option<String>, errors: &mut Vec<FieldError>) -> Option<String> {
    let tag = tag.filter(|tag| !tag.is_empty())?;
    if tag.len() > 35 || tag.parse::<unic_langid::LanguageIdentifier>().is_err() {
        let wrong = FieldError::new(field, "This is no language tag.");
        errors.push(wrong.remedy("Write it as BCP 47 does: `en`, `pt-BR`."));
    }
    Some(tag)
}

fn time_zone(field: &str, name: Option<String>, errors: &mut Vec<FieldError>) -> Option<String> {
    let name = name.filter(|name| !name.is_empty())?;
    if name.parse::<chrono_tz::Tz>().is_err() {
        let wrong = FieldError::new(field, "This is no time zone (IANA).");
        errors.push(wrong.remedy("Write it as in `Europe/Moscow`."));
    }
    Some(name)
}

/// Where to go after logging in: `next` if it is a place on this server, else the start. Browsers
/// read `//host`, `/\host` and a scheme with leading blanks as other places.
pub fn local_path(next: Option<&str>) -> &str {
    const HERE: &str = "http://here.invalid";
    let is_local = |next: &&str| {
        let here = url::Url::parse(HERE).ok();
        let there = here.as_ref().and_then(|here| here.join(next).ok());
        next.starts_with('/')
            && !next.contains(|c: char| c == '\\' || c.is_control() || !c.is_ascii())
            && there.is_some_and(|there| {
                there.origin().ascii_serialization() == HERE && there.username().is_empty()
            })
    };
    next.filter(is_local).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_on_this_server_are_gone_to() {
        for good in [
            "/",
            "/running/",
            "/running/workouts?from=2026-11-01#top",
            "/a//b",
        ] {
            assert_eq!(local_path(Some(good)), good);
        }
        for bad in [
            "",
            "running",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            " //evil.example",
            "/\r\nSet-Cookie: a=b",
            "/пробежка",
        ] {
            assert_eq!(local_path(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(local_path(None), "/");
    }

    #[test]
    fn names_zones_and_languages_are_checked() {
        let errors_of = |check: &dyn Fn(&mut Vec<FieldError>)| {
            let mut errors = Vec::new();
            check(&mut errors);
            errors.len()
        };
        assert_eq!(errors_of(&|e| drop(name("n", "  Анна ", e))), 0);
        assert_eq!(errors_of(&|e| drop(name("n", "  ", e))), 1);
        assert_eq!(errors_of(&|e| drop(name("n", &"x".repeat(61), e))), 1);
        assert_eq!(errors_of(&|e| drop(name("n", "a\nb", e))), 1);
        assert_eq!(
            errors_of(&|e| drop(time_zone("z", Some("Europe/Moscow".into()), e))),
            0
        );
        assert_eq!(
            errors_of(&|e| drop(time_zone("z", Some("Mars/Base".into()), e))),
            1
        );
        assert_eq!(
            errors_of(&|e| drop(locale("l", Some("pt-BR".into()), e))),
            0
        );
        assert_eq!(
            errors_of(&|e| drop(locale("l", Some("no language".into()), e))),
            1
        );
        assert_eq!(time_zone("z", Some(String::new()), &mut Vec::new()), None);
    }
}
