//! Texts for people, from Fluent files. A language is a folder of `engine/locales`: nothing in
//! code lists them.

mod negotiate;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

use super::format::numbers;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// What an untranslated text falls back to; the one language that must exist.
const FALLBACK: &str = "en";

/// The tag of a language that there are texts for. Cheap to copy; made by [`I18n::negotiate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(&'static str);

impl Locale {
    /// The BCP 47 tag, as in the `lang` attribute.
    pub fn tag(self) -> &'static str {
        self.0
    }

    /// Whether it is the language that everything is said in which has no other words.
    pub fn is_fallback(self) -> bool {
        self.0 == FALLBACK
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// Named values of a message: `&[("n", 3.into()), ("name", name.into())]`.
pub type Args<'a> = [(&'a str, FluentValue<'a>)];

/// Why the texts cannot be used; found at start, never while serving.
#[derive(Debug, thiserror::Error)]
pub enum I18nError {
    #[error("locale folder `{0}` is no BCP 47 tag; rename it, for example `pt-BR`")]
    Tag(String),
    #[error("{file}: {message}")]
    Syntax { file: String, message: String },
    #[error("there are no texts in `{FALLBACK}`, which others fall back to")]
    NoFallback,
    #[error("cannot read {path}: {source}")]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
}

struct Language {
    id: LanguageIdentifier,
    bundle: FluentBundle<FluentResource>,
}

/// All texts in all languages.
pub struct I18n {
    languages: BTreeMap<Locale, Language>,
}

impl I18n {
    /// The texts built into the binary.
    pub fn embedded() -> Result<Self, I18nError> {
        let folders = LOCALES.dirs().map(|dir| {
            let tag = file_name(dir.path());
            let files = dir.files().filter_map(|file| {
                Some((
                    file.path().display().to_string(),
                    file.contents_utf8()?.to_owned(),
                ))
            });
            (tag, files.collect())
        });
        Self::new(folders.collect())
    }

    /// The texts of a folder with one sub-folder a language; read again on every call (`--dev`).
    pub fn from_dir(root: &Path) -> Result<Self, I18nError> {
        let mut folders = Vec::new();
        for dir in list(root)?.into_iter().filter(|path| path.is_dir()) {
            let mut files = Vec::new();
            for path in list(&dir)?
                .into_iter()
                .filter(|p| p.extension().is_some_and(|e| e == "ftl"))
            {
                let text = std::fs::read_to_string(&path).map_err(|source| I18nError::Read {
                    path: path.clone(),
                    source,
                })?;
                files.push((path.display().to_string(), text));
            }
            folders.push((file_name(&dir), files));
        }
        Self::new(folders)
    }

    /// `folders`: tag, then `(file name, Fluent source)`.
    fn new(folders: Vec<(String, Vec<(String, String)>)>) -> Result<Self, I18nError> {
        let mut languages = BTreeMap::new();
        for (tag, files) in folders {
            let id: LanguageIdentifier = tag.parse().map_err(|_| I18nError::Tag(tag.clone()))?;
            let language = Language::new(id, files)?;
            languages.insert(Locale(known_tag(tag)), language);
        }
        if languages.contains_key(&Locale(FALLBACK)) {
            Ok(Self { languages })
        } else {
            Err(I18nError::NoFallback)
        }
    }

    /// Every language there is, by tag.
    pub fn locales(&self) -> impl Iterator<Item = Locale> + '_ {
        self.languages.keys().copied()
    }

    /// The language for a person: their setting, else what the browser asks for
    /// (`Accept-Language`), else English.
    pub fn negotiate(&self, setting: Option<&str>, accept_language: Option<&str>) -> Locale {
        let mut wanted = setting
            .into_iter()
            .map(str::to_owned)
            .chain(negotiate::by_quality(accept_language.unwrap_or_default()));
        wanted
            .find_map(|tag| self.closest(&tag))
            .unwrap_or(Locale(FALLBACK))
    }

    /// The language a tag means here: `ru-RU` is served by `ru`, `pt` by `pt-BR`.
    fn closest(&self, tag: &str) -> Option<Locale> {
        let wanted: LanguageIdentifier = tag.parse().ok()?;
        let exact = self
            .languages
            .iter()
            .find(|(_, language)| language.id == wanted);
        let near = || {
            self.languages
                .iter()
                .find(|(_, l)| l.id.language == wanted.language)
        };
        exact.or_else(near).map(|(locale, _)| *locale)
    }

    /// The text of a key; of the fallback language where this one lacks it; the key itself, in
    /// marks that are hard to overlook, where both do.
    pub fn text(&self, locale: Locale, key: &str, args: &Args<'_>) -> String {
        self.find(locale, key, args)
            .or_else(|| self.find(Locale(FALLBACK), key, args))
            .unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// A text without variables.
    pub fn plain(&self, locale: Locale, key: &str) -> String {
        self.text(locale, key, &[])
    }

    /// Whether this very language has the text.
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.languages
            .get(&locale)
            .is_some_and(|language| language.bundle.has_message(key))
    }

    /// The text of a key in exactly this language, if it is there and whole.
    pub fn find(&self, locale: Locale, key: &str, args: &Args<'_>) -> Option<String> {
        let bundle = &self.languages.get(&locale)?.bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::warn!(%locale, key, ?errors, "text has a hole");
        }
        Some(text)
    }
}

impl Language {
    fn new(id: LanguageIdentifier, files: Vec<(String, String)>) -> Result<Self, I18nError> {
        let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
        // Isolation marks would stand between a number and its unit; no right-to-left text yet.
        bundle.set_use_isolating(false);
        for (file, source) in files {
            let resource =
                FluentResource::try_new(source).map_err(|(_, errors)| syntax(&file, &errors))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| syntax(&file, &errors))?;
        }
        add_number(&mut bundle).map_err(|error| syntax("NUMBER", &[error]))?;
        add_lower(&mut bundle).map_err(|error| syntax("LOWER", &[error]))?;
        Ok(Self { id, bundle })
    }
}

/// `{ NUMBER($n) }` in a text writes digits as the language does, by its own separators.
fn add_number(bundle: &mut FluentBundle<FluentResource>) -> Result<(), FluentError> {
    let marks = numbers::Marks::of(|key| {
        let pattern = bundle.get_message(key)?.value()?;
        Some(
            bundle
                .format_pattern(pattern, None, &mut Vec::new())
                .into_owned(),
        )
    });
    bundle.add_function("NUMBER", move |values, _| match values {
        [FluentValue::Number(n)] => numbers::decimal(n.value, 0, &marks).into(),
        _ => FluentValue::Error,
    })
}

/// `{ LOWER($name) }`: a name that begins a sentence elsewhere, inside of one here.
fn add_lower(bundle: &mut FluentBundle<FluentResource>) -> Result<(), FluentError> {
    bundle.add_function("LOWER", |values, _| match values {
        [FluentValue::String(text)] => text.to_lowercase().into(),
        _ => FluentValue::Error,
    })
}

fn syntax(file: &str, errors: &[impl fmt::Display]) -> I18nError {
    let message = errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ");
    I18nError::Syntax {
        file: file.to_owned(),
        message,
    }
}

/// The embedded folder's own name lives as long as the program; a folder that appeared while
/// developing is kept for good, once.
fn known_tag(tag: String) -> &'static str {
    let embedded = LOCALES
        .dirs()
        .filter_map(|dir| dir.path().to_str())
        .find(|name| *name == tag);
    embedded.unwrap_or_else(|| Box::leak(tag.into_boxed_str()))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn list(dir: &Path) -> Result<Vec<PathBuf>, I18nError> {
    let failed = |source| I18nError::Read {
        path: dir.to_owned(),
        source,
    };
    let entries = std::fs::read_dir(dir).map_err(failed)?;
    let mut paths: Vec<_> = entries
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    paths.sort();
    Ok(paths)
}
