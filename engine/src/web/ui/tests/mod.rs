//! Every page in every state and language. With `UI_SAMPLES=folder` the pages are kept there, to
//! be looked at.

mod gallery;

use std::collections::BTreeSet;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::Ui;
use super::assets::{Assets, ROOT};
use super::format::{Formats, UnitSystem};
use super::i18n::Locale;
use super::page::{AppHead, Install, Page, Person, Section, Tab, Urls};
use super::pages::samples::Samples;
use super::pages::{Forgot, View};
use super::palette::Palette;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The pages, and the blocks in their folders.
fn templates() -> impl Iterator<Item = &'static include_dir::File<'static>> {
    TEMPLATES
        .files()
        .chain(TEMPLATES.dirs().flat_map(Dir::files))
}

fn formats(ui: &Ui, locale: Locale) -> Formats {
    Formats::new(
        ui.i18n(),
        locale,
        UnitSystem::Metric,
        chrono_tz::Europe::Moscow,
    )
}

fn page(ui: &Ui, locale: Locale, section: Option<Section>) -> Page {
    let title = if locale.tag() == "ru" {
        "Стадион: бег"
    } else {
        "Stadion Run"
    };
    Page {
        locale,
        under: format!("{locale} metric Europe/Moscow"),
        locales: ui.locale_choices(locale),
        path: "/running/".into(),
        app: Some(AppHead {
            id: "running".into(),
            title: title.into(),
            icon: "run".into(),
            theme: Some("/running/theme.css".into()),
            install: Install::new("running", "1", "1-1".into(), locale, Palette::of(None)),
            is_joined: true,
        }),
        person: Some(Person::new(
            "0".into(),
            if locale.tag() == "ru" {
                "Дарья Рябинина"
            } else {
                "Dana Reyes"
            },
        )),
        section,
        tabs: Tab::all(),
        name: None,
        main: Vec::new(),
        beside: Vec::new(),
        urls: Urls::new(Some("running")),
        notices: 2,
        toast: None,
        back: None,
        is_focus: false,
        finding: None,
        inspect: None,
    }
}

#[test]
fn every_page_renders_in_every_language() {
    let ui = Ui::embedded().expect("ui");
    for locale in ui.i18n().locales() {
        for (name, html) in gallery::all(&ui, locale) {
            check(name, &html);
            assert!(
                html.contains(&format!("<html lang=\"{locale}\">")),
                "{name}"
            );
            keep(&ui, name, locale, &html);
        }
    }
}

/// A part that the script asks for takes the place of what the page holds.
#[test]
fn the_charts_alone_are_those_of_the_page() {
    let ui = Ui::embedded().expect("ui");
    for locale in ui.i18n().locales() {
        let formats = formats(&ui, locale);
        let frame = page(&ui, locale, Some(Section::History));
        let charts = Samples(&formats).charts();
        let alone = ui.render(&frame, &charts).expect("charts");
        assert!(!alone.contains('⟦') && !alone.contains("<html"), "{alone}");
        let whole = &gallery::all(&ui, locale)["workout"];
        assert!(whole.contains(alone.trim()), "{locale}: {alone}");
    }
}

/// What must hold for any page.
fn check(name: &str, html: &str) {
    assert!(
        !html.contains('⟦'),
        "{name}: a text is missing: {}",
        around(html, "⟦")
    );
    for forbidden in [" style=", "<style", "javascript:", " onclick", "{{", "{%"] {
        assert!(
            !html.contains(forbidden),
            "{name}: {}",
            around(html, forbidden)
        );
    }
    assert_eq!(html.matches("<h1").count(), 1, "{name}: one main heading");
    assert_eq!(html.matches("<main").count(), 1, "{name}: one main part");
    assert!(
        html.matches("num-xl").count() <= 1,
        "{name}: one hero at most"
    );
    // What stands in a template is no part of the page until a script puts it there.
    let html = &without_templates(html);
    let ids: Vec<&str> = values(html, " id=\"").collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{name}: ids are unique: {ids:?}");
    for attribute in [
        " for=\"",
        " aria-labelledby=\"",
        " aria-describedby=\"",
        " list=\"",
    ] {
        for id in values(html, attribute) {
            assert!(unique.contains(id), "{name}:{attribute}{id} points nowhere");
        }
    }
    for tag in html
        .split("<input")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
    {
        let labelled =
            tag.contains("aria-label=") || tag.contains("hidden") || wrapped_or_for(html, tag);
        assert!(labelled, "{name}: a field without a label: {tag}");
    }
}

fn without_templates(html: &str) -> String {
    let mut pieces = html.split("<template");
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        page += piece.split_once("</template>").map_or("", |(_, rest)| rest);
    }
    page
}

/// Whether a `label` names the field by id, or wraps it as check boxes are.
fn wrapped_or_for(html: &str, tag: &str) -> bool {
    let id = values(tag, " id=\"").next();
    let named = id.is_some_and(|id| html.contains(&format!("<label for=\"{id}\"")));
    named || html.contains(&format!("<label class=\"check\"><input{tag}>"))
}

fn values<'a>(html: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(attribute)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

fn around(html: &str, needle: &str) -> String {
    let at = html.find(needle).unwrap_or_default();
    html.get(..at)
        .map(|before| before.chars().rev().take(60).collect::<Vec<_>>())
        .map_or_else(String::new, |before| {
            before
                .into_iter()
                .rev()
                .chain(html[at..].chars().take(60))
                .collect()
        })
}

/// Writes a page where its sheet and script can be opened beside it.
fn keep(ui: &Ui, name: &str, locale: Locale, html: &str) {
    let Some(folder) = std::env::var_os("UI_SAMPLES").map(std::path::PathBuf::from) else {
        return;
    };
    let assets: Arc<Assets> = ui.assets();
    let mut html = html.replace("/running/theme.css", "theme.css");
    for file in ["app.css", "app.js", "favicon.svg"] {
        let url = assets.url(file).expect(file);
        html = html
            .replace(&url.replace('/', "&#x2f;"), file)
            .replace(url, file);
        let asset = assets
            .get(url.strip_prefix(ROOT).expect("root"))
            .expect(file);
        std::fs::write(folder.join(file), &asset.bytes).expect("asset");
    }
    std::fs::write(
        folder.join("theme.css"),
        super::assets::theme_css("oklch(0.58 0.2 30)").expect("theme"),
    )
    .expect("theme");
    std::fs::write(folder.join(format!("{name}-{locale}.html")), html).expect("page");
}

#[test]
fn every_text_that_a_template_asks_for_exists() {
    let i18n = super::i18n::I18n::embedded().expect("texts");
    let mut keys = BTreeSet::new();
    for file in templates() {
        let source = file.contents_utf8().expect("text");
        for (at, _) in source.match_indices("t(\"") {
            let of_another_name = source[..at].ends_with(|c: char| c.is_alphanumeric());
            let key = source[at + 3..].split('"').next();
            keys.extend(key.filter(|key| !of_another_name && !key.ends_with('-')));
        }
    }
    assert!(keys.len() > 150, "found only {}", keys.len());
    for locale in i18n.locales() {
        for key in &keys {
            assert!(i18n.has(locale, key), "`{key}` is missing in `{locale}`");
        }
    }
}

#[test]
fn every_icon_that_a_template_draws_exists() {
    let assets = Assets::embedded();
    for file in templates() {
        let source = file.contents_utf8().expect("text");
        for name in source
            .split("icon(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(
                assets.icon(name).is_some(),
                "{:?}: no icon `{name}`",
                file.path()
            );
        }
    }
}

#[test]
fn templates_hold_no_text_of_their_own() {
    for file in templates() {
        let source = file.contents_utf8().expect("text");
        let cyrillic = source.chars().any(|c| ('а'..='я').contains(&c));
        assert!(!cyrillic, "{:?}", file.path());
    }
}

#[test]
fn what_people_write_is_escaped() {
    let ui = Ui::embedded().expect("ui");
    let locale = ui.i18n().negotiate(None, None);
    let formats = formats(&ui, locale);
    let mut home = Samples(&formats).home();
    home.name = "<script>alert(1)</script>".into();
    let html = ui.render(&page(&ui, locale, None), &home).expect("page");
    assert!(!html.contains("<script>alert"));
    assert!(html.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn a_view_lacking_what_its_template_needs_is_an_error() {
    #[derive(serde::Serialize)]
    struct Bare {
        title: String,
    }
    impl View for Bare {
        const TEMPLATE: &'static str = "error.html";
    }
    let ui = Ui::embedded().expect("ui");
    let locale = ui.i18n().negotiate(None, None);
    let error = ui.render(
        &page(&ui, locale, None),
        &Bare {
            title: "Bare".into(),
        },
    );
    assert!(error.is_err_and(|e| e.to_string().contains("undefined")));
}

#[test]
fn an_edited_template_shows_at_once_while_developing() {
    let root = tempfile::tempdir().expect("temporary folder");
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["assets", "locales", "templates"] {
        copy(&source.join(name), &root.path().join(name));
    }
    let ui = Ui::reloading(root.path().to_owned()).expect("ui");
    let locale = ui.i18n().negotiate(None, None);
    let frame = page(&ui, locale, None);
    assert!(
        !ui.render(&frame, &Forgot::default())
            .expect("page")
            .contains("edited")
    );
    std::fs::write(root.path().join("templates/forgot.html"), "edited").expect("write");
    assert_eq!(
        ui.render(&frame, &Forgot::default()).expect("page"),
        "edited"
    );
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("folder") {
        let path = entry.expect("entry").path();
        let target = to.join(path.file_name().expect("name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("file");
        }
    }
}
