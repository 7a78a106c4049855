//! What the address of a database may be.

use std::path::Path;

use super::{Secret, Wrong};

pub enum Address<'a> {
    File(&'a Path),
    Postgres(&'a str),
}

impl<'a> Address<'a> {
    /// An error says what to write, and never the address: it may hold a password.
    pub fn of(url: &'a str) -> Result<Self, &'static str> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url));
        }
        let Some(path) = url.strip_prefix("sqlite:") else {
            return Err("it must begin with sqlite: or postgres://, as in sqlite:data/stadion.db");
        };
        match path.trim_start_matches("//") {
            "" | ":memory:" => Err("it names no file: write one, as in sqlite:data/stadion.db"),
            path if path.contains('?') => {
                Err("SQLite takes no options here: leave out the ? and what follows it")
            }
            path => Ok(Self::File(Path::new(path))),
        }
    }
}

/// The address that a source gives, checked.
pub(super) fn given(url: Option<Secret>) -> Result<Option<Secret>, Wrong> {
    if let Some(url) = &url {
        Address::of(url.reveal()).map_err(|remedy| Wrong::secret("database", remedy))?;
    }
    Ok(url)
}
