//! Names, codes and numbers of keys and connections.

use chrono::{DateTime, Utc};

use crate::domains::devices::model::NewKey;
use crate::web::FieldError;

/// Items an hour of a key that says no other number.
pub const DEFAULT_QUOTA: i64 = 10_000;
const MOST_QUOTA: i64 = 1_000_000;
/// Hours that an old secret may go on after a new one was made.
pub const MOST_GRACE_H: i64 = 30 * 24;
const MOST_NAME: usize = 60;
const MOST_ID: usize = 200;

/// Letters of a code: no vowels, so that no word comes about, and none that is taken for another
/// (RFC 8628, section 6.1). Eight of them are 34 bits; a code lives for minutes, and who tries codes has
/// a quota.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
pub const CODE_CHARS: usize = 8;

/// The code that random bytes make, as people read it: `WDJB-MJHT`.
pub fn pairing_code(random: [u8; CODE_CHARS * 2]) -> String {
    let mut code = String::with_capacity(CODE_CHARS + 1);
    for (n, pair) in random.chunks_exact(2).enumerate() {
        if n == CODE_CHARS / 2 {
            code.push('-');
        }
        // Of 65,536 values 20 letters are even to one part in 3,000.
        let value = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
        code.push(char::from(LETTERS[value % LETTERS.len()]));
    }
    code
}

/// A code as it was typed, without what only helps to read it.
pub fn plain_code(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The id of an adapter: `polar`, `acme-watch`.
pub fn adapter_id(id: &str) -> Result<(), FieldError> {
    let mut letters = id.chars();
    let begins = letters.next().is_some_and(|c| c.is_ascii_lowercase());
    let goes_on = letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if begins && goes_on && (2..=40).contains(&id.len()) && id != "connections" {
        return Ok(());
    }
    let wrong = FieldError::new("adapter", format!("`{id}` is no id of an adapter."));
    Err(wrong.remedy("Write 2 to 40 of a-z, 0-9 and `-`, beginning with a letter: `acme-watch`."))
}

/// An id that a manufacturer gave.
pub fn external_id(field: &str, id: &str) -> Result<(), FieldError> {
    let length = id.chars().count();
    if (1..=MOST_ID).contains(&length) && !id.contains(char::is_control) {
        return Ok(());
    }
    let wrong = FieldError::new(
        field,
        "An id has 1 to 200 characters, none a control character.",
    );
    Err(wrong.remedy("Send the id that your own system has for it."))
}

/// What is wrong with a key that is asked for.
pub fn key(asked: &NewKey, now: DateTime<Utc>) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = adapter_id(&asked.adapter).err().into_iter().collect();
    let length = asked.name.chars().count();
    if length == 0 || length > MOST_NAME || asked.name.contains(char::is_control) {
        errors.push(FieldError::new("/name", "A name has 1 to 60 characters."));
    }
    if asked.scopes.is_empty() {
        let none = FieldError::new("/scopes", "A key needs at least one scope.");
        errors.push(none.remedy("Write `[\"connections:write\", \"activities:write\"]`."));
    }
    if !(1..=MOST_QUOTA).contains(&asked.quota) {
        let message = format!("A quota is 1 to {MOST_QUOTA} items an hour.");
        errors.push(FieldError::new("/quota", message));
    }
    if asked.expires_at.is_some_and(|at| at <= now) {
        errors.push(FieldError::new(
            "/expires_at",
            "This time has passed already.",
        ));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = pairing_code([7; 16]);
        assert_eq!(code.len(), 9);
        assert_eq!(&code[4..5], "-");
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(plain_code(&typed), plain_code(&code));
        assert!(
            plain_code(&code)
                .bytes()
                .all(|letter| LETTERS.contains(&letter))
        );
    }

    #[test]
    fn ids_of_adapters_are_plain() {
        for good in ["polar", "acme-watch", "a1"] {
            assert!(adapter_id(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "Polar", "1st", "a b", "connections", "a/b", "é1"] {
            assert!(adapter_id(bad).is_err(), "{bad}");
        }
    }
}
