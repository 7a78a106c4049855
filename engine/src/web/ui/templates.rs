//! The template engine: one environment a language, so that `t` needs no context.
//!
//! Templates know: `t(key, n=…)` a text of the page's language, `icon(name)`, `asset(name)`.
//! An undefined name is an error, `none` prints nothing, all text is escaped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::FluentValue;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, UndefinedBehavior, context, escape_formatter};

use super::assets::Assets;
use super::i18n::{I18n, Locale};
use super::page::Page;
use super::pages::View;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Shown for an icon that does not exist.
const FALLBACK_ICON: &str = "activity";

/// All page templates, parsed, in every language.
pub struct Templates {
    by_locale: BTreeMap<Locale, Environment<'static>>,
}

/// What a folder holds.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

impl Templates {
    /// The templates built into the binary.
    pub fn embedded(i18n: &Arc<I18n>, assets: &Arc<Assets>) -> Result<Self, minijinja::Error> {
        let folders = TEMPLATES.dirs().flat_map(Dir::files);
        let files = TEMPLATES.files().chain(folders).filter_map(|file| {
            Some((
                file.path().to_string_lossy().into_owned(),
                file.contents_utf8()?.to_owned(),
            ))
        });
        Self::new(&files.collect::<Vec<_>>(), i18n, assets)
    }

    /// The templates of a folder as they are now (`--dev`).
    pub fn from_dir(
        root: &Path,
        i18n: &Arc<I18n>,
        assets: &Arc<Assets>,
    ) -> Result<Self, minijinja::Error> {
        let unreadable = |error: std::io::Error| {
            minijinja::Error::new(minijinja::ErrorKind::TemplateNotFound, error.to_string())
        };
        let mut files = Vec::new();
        for path in entries(root).map_err(unreadable)? {
            let below = if path.is_dir() {
                entries(&path).map_err(unreadable)?
            } else {
                vec![path]
            };
            for path in below {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
                let source = std::fs::read_to_string(&path).map_err(unreadable)?;
                files.push((name.replace('\\', "/"), source));
            }
        }
        Self::new(&files, i18n, assets)
    }

    fn new(
        files: &[(String, String)],
        i18n: &Arc<I18n>,
        assets: &Arc<Assets>,
    ) -> Result<Self, minijinja::Error> {
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?;
        let mut by_locale = BTreeMap::new();
        for locale in i18n.locales() {
            let mut environment = environment(locale, i18n, assets);
            environment.set_syntax(syntax.clone());
            for (name, source) in files {
                environment.add_template_owned(name.clone(), source.clone())?;
            }
            by_locale.insert(locale, environment);
        }
        Ok(Self { by_locale })
    }

    /// The page in its language. Templates see `page` and `view`.
    pub fn render<V: View>(&self, page: &Page, view: &V) -> Result<String, minijinja::Error> {
        let Some(environment) = self.by_locale.get(&page.locale) else {
            let message = format!("no templates in `{}`", page.locale);
            return Err(minijinja::Error::new(
                minijinja::ErrorKind::TemplateNotFound,
                message,
            ));
        };
        let template = environment.get_template(V::TEMPLATE)?;
        template.render(context! {
            page => Value::from(Serde(page)),
            view => Value::from(Serde(view)),
        })
    }
}

fn environment(locale: Locale, i18n: &Arc<I18n>, assets: &Arc<Assets>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(|out, state, value| {
        if value.is_none() {
            Ok(())
        } else {
            escape_formatter(out, state, value)
        }
    });
    let texts = Arc::clone(i18n);
    environment.add_function(
        "t",
        move |key: String, values: Kwargs| -> Result<String, minijinja::Error> {
            let mut args = Vec::new();
            for name in values.args() {
                args.push((name, fluent(&values.get::<Value>(name)?)));
            }
            Ok(texts.text(locale, &key, &args))
        },
    );
    let files = Arc::clone(assets);
    environment.add_function("icon", move |name: String, class: Option<String>| {
        let shapes = files
            .icon(&name)
            .or_else(|| files.icon(FALLBACK_ICON))
            .unwrap_or_default();
        let class = class.map_or_else(|| "ic".to_owned(), |class| format!("ic {class}"));
        Value::from_safe_string(format!(
            "<svg class=\"{class}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{shapes}</svg>"
        ))
    });
    let files = Arc::clone(assets);
    environment.add_function(
        "asset",
        move |name: String| -> Result<String, minijinja::Error> {
            files.url(&name).map(str::to_owned).ok_or_else(|| {
                minijinja::Error::new(
                    minijinja::ErrorKind::InvalidOperation,
                    format!("no asset `{name}`"),
                )
            })
        },
    );
    environment
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match (value.as_i64(), f64::try_from(value.clone())) {
        (Some(n), _) => n.into(),
        (None, Ok(n)) if value.is_number() => n.into(),
        _ => value.to_string().into(),
    }
}
