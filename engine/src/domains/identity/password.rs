//! Passwords: which are good enough, and how they are kept.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::web::error::{Error, FieldError, Result};

const LEAST: usize = 10;
/// Bounds the work of one request; far above what people type.
const MOST: usize = 200;

/// The most frequent passwords of at least ten characters in published lists of leaked ones
/// (NIST SP 800-63B, section 5.1.1.2, asks to refuse such).
const COMMON: [&str; 36] = [
    "1234567890",
    "0123456789",
    "0987654321",
    "1234567891",
    "12345678910",
    "123456789a",
    "a123456789",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qwertyuiop",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "1234qwerty",
    "password12",
    "password123",
    "password1234",
    "password12345",
    "passw0rd123",
    "mypassword",
    "adminadmin",
    "administrator",
    "letmein123",
    "iloveyou12",
    "welcome123",
    "princess123",
    "sunshine123",
    "manchester",
    "liverpool1",
    "qazwsxedcrfv",
    "asdfghjkl;",
    "zxcvbnm123",
    "changeme123",
    "йцукенгшщз",
];

/// Hashes few passwords at a time: each takes 19 MiB and tens of milliseconds of one core.
pub struct Passwords {
    turns: Arc<Semaphore>,
    argon: Argon2<'static>,
    /// Checked where there is no account, so that both take the same time.
    dummy: String,
}

impl Passwords {
    /// argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's minimum.
    pub fn new(clock: &Clock) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT);
        let dummy = hash(&argon, &clock.new_secret(), &salt(clock)).unwrap_or_default();
        Self {
            turns: Arc::new(Semaphore::new(cores)),
            argon,
            dummy,
        }
    }

    /// A PHC string.
    pub async fn hash(&self, clock: &Clock, password: String) -> Result<String> {
        let (argon, salt) = (self.argon.clone(), salt(clock));
        let hashed = self.slowly(move || hash(&argon, &password, &salt)).await?;
        hashed.map_err(|error| Error::internal(&error))
    }

    /// Whether the password is that of the hash. Without a hash the answer is no, after as long.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let (argon, hash) = (
            self.argon.clone(),
            hash.unwrap_or_else(|| self.dummy.clone()),
        );
        let same = move || {
            argon
                .verify_password(password.as_bytes(), hash.as_str())
                .is_ok()
        };
        Ok(self.slowly(same).await? && known)
    }

    async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|error| Error::internal(&error))?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn; // kept while the work runs, also when the caller has gone
            work()
        });
        done.await.map_err(|error| Error::internal(&error))
    }
}

fn salt(clock: &Clock) -> [u8; 16] {
    let mut salt = [0; 16];
    clock.fill(&mut salt);
    salt
}

fn hash(argon: &Argon2<'_>, password: &str, salt: &[u8]) -> argon2::password_hash::Result<String> {
    Ok(argon
        .hash_password_with_salt(password.as_bytes(), salt)?
        .to_string())
}

/// Why a password cannot be taken, as the field error of `field`. `email` is the account's.
pub fn weakness(field: &str, password: &str, email: &str) -> Option<FieldError> {
    let chars = password.chars().count();
    let lower = password.to_lowercase();
    let local = email.split('@').next().unwrap_or_default();
    let weak = |message: &str| {
        let remedy = "Take a few words that you alone would put together.";
        Some(FieldError::new(field, message).remedy(remedy))
    };
    if chars < LEAST {
        return weak("A password has at least 10 characters.");
    }
    if chars > MOST {
        return Some(FieldError::new(
            field,
            "A password has at most 200 characters.",
        ));
    }
    if lower == email || (!local.is_empty() && lower == local) {
        return weak("The password must not be the mail address.");
    }
    if COMMON.contains(&lower.as_str()) || is_one_character(&lower) {
        return weak("This password is among the first that attackers try.");
    }
    None
}

fn is_one_character(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    #[test]
    fn weak_passwords_are_refused_with_a_reason() {
        let refused = |password: &str| weakness("/password", password, "annabelle1@example.org");
        for weak in [
            "",
            "short",
            "ninechars",
            "Password123",
            "aaaaaaaaaaaa",
            "annabelle1@example.org",
            "Annabelle1",
            "йцукенгшщз",
        ] {
            assert!(refused(weak).is_some(), "{weak}");
        }
        assert!(refused(&"x1".repeat(101)).is_some());
        for good in ["correct horse", "десять букв", &"x1".repeat(100)] {
            assert!(refused(good).is_none(), "{good}");
        }
    }

    #[tokio::test]
    async fn a_hash_is_owasp_argon2id_and_knows_its_password_alone() {
        let at = Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap();
        let clock = Clock::fixed(at, 1);
        let passwords = Passwords::new(&clock);
        let hash = passwords
            .hash(&clock, "correct horse".into())
            .await
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let again = passwords
            .hash(&clock, "correct horse".into())
            .await
            .unwrap();
        assert_ne!(hash, again, "each has its own salt");
        let verify = |password: &str, hash: Option<String>| passwords.verify(password.into(), hash);
        assert!(verify("correct horse", Some(hash.clone())).await.unwrap());
        assert!(!verify("correct house", Some(hash)).await.unwrap());
        assert!(!verify("correct horse", None).await.unwrap());
        assert!(
            !verify("correct horse", Some("no hash".into()))
                .await
                .unwrap()
        );
    }
}
