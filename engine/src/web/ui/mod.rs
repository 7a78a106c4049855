//! What people see: texts, figures in words, drawings, templates and assets.
//!
//! Route authors fill a view of [`pages`] with strings made by [`format`] and drawings made by
//! [`draw`], and hand it with a [`page::Page`] to [`Ui::render`]. Templates compute nothing and
//! hold no text of their own.

pub mod assets;
pub mod blocks;
pub mod draw;
pub mod format;
pub mod i18n;
pub mod page;
pub mod pages;
pub mod palette;
pub mod templates;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::assets::Assets;
use self::i18n::{I18n, I18nError, Locale};
use self::page::{LocaleChoice, Page};
use self::pages::View;
use self::templates::Templates;

/// Why a page cannot be made; a mistake in texts or templates, never the visitor's.
#[derive(Debug, thiserror::Error)]
pub enum UiError {
    #[error("texts: {0}")]
    Texts(#[from] I18nError),
    #[error("templates: {0:#}")]
    Templates(#[from] minijinja::Error),
    /// Under `--dev`: the templates on the disk may be of another version than the program.
    #[error(
        "templates: {error:#}. Under --dev they are read from {root}: if they changed after this \
         program was built, build it again, or run it without --dev"
    )]
    Reloaded {
        root: String,
        error: minijinja::Error,
    },
    #[error("assets: {0}")]
    Assets(#[from] std::io::Error),
}

/// Texts, assets and templates that fit each other. Shared by all requests.
pub struct Ui {
    loaded: arc_swap::ArcSwap<Loaded>,
    /// Read again from here before every page (`--dev`).
    root: Option<PathBuf>,
}

struct Loaded {
    i18n: Arc<I18n>,
    assets: Arc<Assets>,
    templates: Templates,
}

impl Ui {
    /// What is built into the binary.
    pub fn embedded() -> Result<Self, UiError> {
        let i18n = Arc::new(I18n::embedded()?);
        let assets = Arc::new(Assets::embedded());
        let templates = Templates::embedded(&i18n, &assets)?;
        Ok(Self::of(
            Loaded {
                i18n,
                assets,
                templates,
            },
            None,
        ))
    }

    /// The folders `locales`, `assets` and `templates` of `root`, read once.
    pub fn from_dir(root: &Path) -> Result<Self, UiError> {
        Ok(Self::of(Loaded::from_dir(root)?, None))
    }

    /// The folders `locales`, `assets` and `templates` of `root`, read again for every page: for
    /// people who work on them.
    pub fn reloading(root: PathBuf) -> Result<Self, UiError> {
        Ok(Self::of(Loaded::from_dir(&root)?, Some(root)))
    }

    fn of(loaded: Loaded, root: Option<PathBuf>) -> Self {
        Self {
            loaded: arc_swap::ArcSwap::from_pointee(loaded),
            root,
        }
    }

    pub fn i18n(&self) -> Arc<I18n> {
        Arc::clone(&self.loaded.load().i18n)
    }

    pub fn assets(&self) -> Arc<Assets> {
        Arc::clone(&self.loaded.load().assets)
    }

    /// The languages for the choice at the foot of public pages.
    pub fn locale_choices(&self, current: Locale) -> Vec<LocaleChoice> {
        let i18n = self.i18n();
        let choice = |locale: Locale| LocaleChoice {
            tag: locale.tag().to_owned(),
            name: i18n.plain(locale, "locale-name"),
            is_current: locale == current,
        };
        i18n.locales().map(choice).collect()
    }

    /// The whole HTML of a page.
    pub fn render<V: View>(&self, page: &Page, view: &V) -> Result<String, UiError> {
        if let Some(root) = &self.root {
            self.loaded.store(Arc::new(Loaded::from_dir(root)?));
        }
        let rendered = self.loaded.load().templates.render(page, view);
        rendered.map_err(|error| match &self.root {
            Some(root) => UiError::Reloaded {
                root: root.display().to_string(),
                error,
            },
            None => UiError::Templates(error),
        })
    }
}

impl Loaded {
    fn from_dir(root: &Path) -> Result<Self, UiError> {
        let i18n = Arc::new(I18n::from_dir(&root.join("locales"))?);
        let assets = Arc::new(Assets::from_dir(&root.join("assets"))?);
        let templates = Templates::from_dir(&root.join("templates"), &i18n, &assets)?;
        Ok(Self {
            i18n,
            assets,
            templates,
        })
    }
}
