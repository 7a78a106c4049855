//! One visit of a page: who reads, in which language, units and zone, within which app.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use stadion_pack::model::{Pack, Packs};

use super::auth::{Principal, cookie};
use super::error::{Error, Result};
use super::ui::format::{Formats, UnitSystem};
use super::ui::i18n::Locale;
use super::ui::page::{AppHead, Inspect, Install, Page, Person, Tab, Urls};
use super::ui::pages::View;
use super::ui::palette::Palette;
use crate::App;

/// Keeps the language that a visitor without an account chose at the foot of a page.
const LANGUAGE_COOKIE: &str = "stadion_lang";
const LANGUAGE_KEPT: &str = "Max-Age=31536000";
/// Shown for a pack without an icon of its own.
const ICON: &str = "activity";

/// What a page handler knows before it does anything.
pub struct Visit {
    pub app: App,
    pub principal: Option<Principal>,
    /// The packs as they were when the request came.
    pub packs: Arc<Packs>,
    /// The app that the address is in.
    pub pack: Option<Arc<Pack>>,
    pub formats: Formats,
    pub now: DateTime<Utc>,
    /// Path and query.
    pub path: String,
    /// The language asked for by this very request (`?lang=ru`).
    chosen: Option<Locale>,
}

impl FromRequestParts<App> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> std::result::Result<Self, Self::Rejection> {
        let principal = parts.extensions.get::<Arc<Principal>>();
        let principal = principal.map(|principal| principal.as_ref().clone());
        Ok(Self::new(app, &parts.uri, &parts.headers, principal))
    }
}

impl Visit {
    pub fn new(app: &App, uri: &Uri, headers: &HeaderMap, principal: Option<Principal>) -> Self {
        let packs = app.catalog.packs();
        let pack = uri.path().split('/').nth(1).and_then(|id| packs.pack(id));
        let chosen = asked_language(app, uri);
        Self {
            pack: pack.cloned(),
            formats: formats(app, headers, principal.as_ref(), chosen),
            now: app.clock.now(),
            path: uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            app: app.clone(),
            packs,
            principal,
            chosen,
        }
    }

    /// The BCP 47 tag of the page's language.
    pub fn locale(&self) -> &'static str {
        self.formats.locale.tag()
    }

    /// The frame, without what the slices add: whether one has joined, what is new.
    pub fn page(&self) -> Page {
        Page {
            locale: self.formats.locale,
            under: self.formats.under(),
            locales: self.app.ui.locale_choices(self.formats.locale),
            path: self.path.clone(),
            app: self.pack.as_deref().map(|pack| self.head(pack)),
            person: self
                .principal
                .as_ref()
                .map(|p| Person::new(p.user_id.to_string(), &p.name)),
            section: None,
            tabs: Tab::all(),
            name: None,
            main: Vec::new(),
            beside: Vec::new(),
            urls: Urls::new(self.pack.as_deref().map(|pack| pack.id.as_str())),
            notices: 0,
            toast: None,
            back: None,
            is_focus: false,
            finding: self.finding(),
            inspect: self.inspect(),
        }
    }

    /// Whether the visitor may see where what is shown comes from.
    pub fn may_inspect(&self) -> bool {
        let principal = self.principal.as_ref();
        principal.is_some_and(|principal| principal.may_inspect(&self.app.config))
    }

    /// Whether they look at it now (`?inspect`).
    pub fn inspects(&self) -> bool {
        self.may_inspect() && asks_to_inspect(&self.path)
    }

    fn inspect(&self) -> Option<Inspect> {
        let pack = self.pack.as_ref().filter(|_| self.may_inspect())?;
        Some(Inspect {
            is_on: self.inspects(),
            toggle: toggled(&self.path),
            root: format!("/{}/inspect/", pack.id),
        })
    }

    /// What is wrong with the packs as they are now, for who works on them.
    fn finding(&self) -> Option<String> {
        let live = self.app.config.dev.then(|| self.app.catalog.live())?;
        live.has_errors().then(|| live.report(false))
    }

    fn head(&self, pack: &Pack) -> AppHead {
        // The digest makes the address change with the pack, so that the sheet may be kept.
        let version: String = pack.digest.chars().take(12).collect();
        let theme = format!("/{}/theme.css?v={version}", pack.id);
        AppHead {
            id: pack.id.clone(),
            title: pack.title.get(self.locale()).to_owned(),
            icon: icon(pack).to_owned(),
            theme: pack.theme.accent.as_ref().map(|_| theme),
            install: self.install(pack, &version),
            is_joined: false,
        }
    }

    fn install(&self, pack: &Pack, version: &str) -> Install {
        let build = format!("{version}-{}", self.app.ui.assets().digest());
        let palette = Palette::of(pack.theme.accent.as_deref());
        Install::new(&pack.id, version, build, self.formats.locale, palette)
    }

    /// A whole page. It is the visitor's own: no cache between may keep it.
    pub fn show<V: View>(&self, page: &Page, view: &V) -> Result<Response> {
        let html = self
            .app
            .ui
            .render(page, view)
            .map_err(|error| Error::internal(&error))?;
        let mut response = Html(html).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        if let Some(locale) = self.chosen {
            let cookie =
                format!("{LANGUAGE_COOKIE}={locale}; Path=/; SameSite=Lax; {LANGUAGE_KEPT}");
            headers.extend(HeaderValue::try_from(cookie).map(|value| (header::SET_COOKIE, value)));
        }
        Ok(response)
    }
}

/// The icon of a pack's app.
pub fn icon(pack: &Pack) -> &str {
    pack.theme.icon.as_deref().unwrap_or(ICON)
}

/// The parameter of an address that switches the inspect mode on.
const INSPECT: &str = "inspect";

fn parameters(path: &str) -> impl Iterator<Item = &str> {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|pair| !pair.is_empty())
}

fn is_switch(pair: &str) -> bool {
    pair.split('=').next() == Some(INSPECT)
}

fn asks_to_inspect(path: &str) -> bool {
    parameters(path).any(is_switch)
}

/// The same address with the mode on if it was off, off if it was on; all else stays.
fn toggled(path: &str) -> String {
    let place = path.split('?').next().unwrap_or(path);
    let mut pairs: Vec<&str> = parameters(path).filter(|pair| !is_switch(pair)).collect();
    if !asks_to_inspect(path) {
        pairs.push(INSPECT);
    }
    if pairs.is_empty() {
        place.to_owned()
    } else {
        format!("{place}?{}", pairs.join("&"))
    }
}

fn asked_language(app: &App, uri: &Uri) -> Option<Locale> {
    let mut pairs = url::form_urlencoded::parse(uri.query()?.as_bytes());
    let (_, tag) = pairs.find(|(name, _)| name == "lang")?;
    app.ui.i18n().locales().find(|locale| locale.tag() == tag)
}

/// What was asked for now, else the account's setting, else what was chosen before, else what the
/// browser prefers.
fn formats(
    app: &App,
    headers: &HeaderMap,
    principal: Option<&Principal>,
    chosen: Option<Locale>,
) -> Formats {
    let i18n = app.ui.i18n();
    let setting = principal.and_then(|p| p.locale.as_deref());
    let setting = setting.or_else(|| cookie(headers, LANGUAGE_COOKIE));
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let locale = chosen.unwrap_or_else(|| i18n.negotiate(setting, accepted));
    let system = match principal {
        Some(principal) if principal.imperial => UnitSystem::Imperial,
        _ => UnitSystem::Metric,
    };
    let zone = principal.and_then(|p| p.time_zone.as_deref()?.parse::<Tz>().ok());
    Formats::new(i18n, locale, system, zone.unwrap_or(Tz::UTC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_changes_nothing_else_of_an_address() {
        for (off, on) in [
            ("/running/", "/running/?inspect"),
            (
                "/running/workouts?q=a%26b",
                "/running/workouts?q=a%26b&inspect",
            ),
        ] {
            assert_eq!((toggled(off), toggled(on)), (on.to_owned(), off.to_owned()));
            assert!(asks_to_inspect(on) && !asks_to_inspect(off));
        }
        assert!(asks_to_inspect("/a?inspect=1") && !asks_to_inspect("/a?inspector"));
    }
}
