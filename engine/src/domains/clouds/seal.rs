//! Encrypts what vendors let us in with: ChaCha20-Poly1305 (RFC 8439) under a key of the settings, bound
//! to what it is of, so that one row's tokens open in no other.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use crate::clock::Clock;
use crate::config::Config;
use crate::kept_key::KeptKey;
use crate::web::error::{Error, Result};

const KEY_FILE: &str = "vendor.key";

pub struct Seal(KeptKey);

impl Seal {
    pub fn new(config: &Config, clock: &Clock) -> Self {
        let file = config.data.join(KEY_FILE);
        Self(KeptKey::new(config.vendor_key.clone(), file, clock))
    }

    fn key(&self) -> Result<LessSafeKey> {
        let told = |error: &dyn std::fmt::Display| {
            Error::internal(&format!("{}: {error}", self.0.file().display()))
        };
        let key = self.0.get().map_err(|error| told(&error))?;
        let key = Sha256::new()
            .chain_update("stadion vendor tokens\0")
            .chain_update(key.reveal());
        let key = UnboundKey::new(&CHACHA20_POLY1305, &key.finalize());
        Ok(LessSafeKey::new(key.map_err(|error| told(&error))?))
    }

    /// Hexadecimal of the nonce and what it hides.
    pub fn close(&self, clock: &Clock, of: &str, text: &str) -> Result<String> {
        let mut nonce = [0; NONCE_LEN];
        clock.fill(&mut nonce);
        let mut sealed = text.as_bytes().to_vec();
        let (unique, aad) = (
            Nonce::assume_unique_for_key(nonce),
            Aad::from(of.as_bytes()),
        );
        let done = self
            .key()?
            .seal_in_place_append_tag(unique, aad, &mut sealed);
        done.map_err(|error| Error::internal(&error))?;
        Ok(format!("{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    /// None of what another key, or another row, has hidden.
    pub fn open(&self, of: &str, sealed: &str) -> Result<Option<String>> {
        let Some((nonce, hidden)) = sealed.split_at_checked(NONCE_LEN * 2) else {
            return Ok(None);
        };
        let (Ok(nonce), Ok(mut hidden)) = (hex::decode(nonce), hex::decode(hidden)) else {
            return Ok(None);
        };
        let Ok(nonce) = Nonce::try_assume_unique_for_key(&nonce) else {
            return Ok(None);
        };
        let aad = Aad::from(of.as_bytes());
        let Ok(open) = self.key()?.open_in_place(nonce, aad, &mut hidden) else {
            return Ok(None);
        };
        Ok(String::from_utf8(open.to_vec()).ok())
    }
}
