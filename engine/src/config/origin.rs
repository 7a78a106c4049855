//! Which file, variable or flag gave a setting, for messages that must say where to mend it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use serde::de::IgnoredAny;
use toml::Spanned;

use super::{ConfigError, Raw, environment, text_of};

/// The file with its line, or the variable, that gives a setting: for who must say that it is not
/// used.
pub fn origin(
    key: &str,
    file: Option<&Path>,
    all: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Option<String>, ConfigError> {
    let file = file.map(|path| Ok::<_, ConfigError>((path, text_of(path)?)));
    let origins = Origins {
        file: file.transpose()?,
        environment: environment(all)?,
        flags: Raw::default(),
    };
    Ok(origins.of(key))
}

/// What the sources held, kept until the settings are found sound.
pub(super) struct Origins<'a> {
    pub file: Option<(&'a Path, String)>,
    pub environment: BTreeMap<String, String>,
    pub flags: Raw,
}

impl Origins<'_> {
    /// The last source that gives the key, as that one wins. None for a default.
    pub fn of(&self, key: &str) -> Option<String> {
        let variable = variable(key);
        if self.flags.has(key) {
            Some(format!("--{}", key.replace('_', "-")))
        } else if self.environment.contains_key(&variable) {
            Some(variable)
        } else {
            let (path, text) = self.file.as_ref()?;
            let line = line_of(key, text)?;
            Some(format!("{}:{line}", path.display()))
        }
    }
}

pub(super) fn variable(key: &str) -> String {
    format!("STADION_{}", key.to_uppercase())
}

fn line_of(key: &str, text: &str) -> Option<usize> {
    let keys: BTreeMap<String, Spanned<IgnoredAny>> = toml::from_str(text).ok()?;
    let before = text.get(..keys.get(key)?.span().start)?;
    Some(before.matches('\n').count() + 1)
}

impl Raw {
    /// Whether a flag that exists was given.
    fn has(&self, key: &str) -> bool {
        match key {
            "data" => self.data.is_some(),
            "packs" => self.packs.is_some(),
            "database" => self.database.is_some(),
            "listen" => self.listen.is_some(),
            _ => false,
        }
    }
}
