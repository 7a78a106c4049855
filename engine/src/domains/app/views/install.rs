//! What makes an app installable: its manifest, its icons, its worker, and the page for no network.
//!
//! These are the same for everyone but for the language: nothing here is a person's.

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use stadion_pack::model::Pack;

use crate::App;
use crate::domains::app::Here;
use crate::web::ui::assets::{self, ROOT};
use crate::web::ui::draw::{Cut, emblem, png};
use crate::web::ui::page::Urls;
use crate::web::ui::pages::Offline;
use crate::web::ui::palette::Palette;
use crate::web::{Error, Path, Result, visit};

/// Browsers ask again each time; the answer is small.
const ASKED_AGAIN: &str = "no-cache";

/// W3C, Web Application Manifest.
#[derive(Serialize)]
struct Manifest {
    id: String,
    name: String,
    short_name: String,
    description: String,
    lang: &'static str,
    start_url: String,
    scope: String,
    display: &'static str,
    theme_color: String,
    background_color: String,
    categories: [&'static str; 2],
    icons: Vec<Icon>,
    shortcuts: [Shortcut; 2],
}

#[derive(Clone, Serialize)]
struct Icon {
    src: String,
    sizes: String,
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
}

#[derive(Serialize)]
struct Shortcut {
    name: String,
    url: String,
    icons: Vec<Icon>,
}

pub async fn manifest(here: Here) -> Result<Response> {
    let urls = Urls::new(Some(&here.pack.id));
    let palette = palette(&here.pack);
    let title = here.pack.title.get(here.locale()).to_owned();
    let icons = icons(&here.pack);
    let manifest = Manifest {
        id: urls.home.clone(),
        name: title.clone(),
        short_name: title,
        description: here.pack.description.get(here.locale()).to_owned(),
        lang: here.locale(),
        start_url: urls.home.clone(),
        scope: urls.home,
        display: "standalone",
        theme_color: palette.fill,
        background_color: palette.light,
        categories: ["sports", "health"],
        shortcuts: [
            ("record-title", urls.record),
            ("record-live-long", urls.live),
        ]
        .map(|(key, url)| Shortcut {
            name: here.formats.text(key, &[]),
            url,
            icons: icons
                .iter()
                .filter(|i| i.sizes == "192x192")
                .take(1)
                .cloned()
                .collect(),
        }),
        icons,
    };
    let text = serde_json::to_vec(&manifest).map_err(|error| Error::internal(&error))?;
    Ok(served("application/manifest+json", ASKED_AGAIN, text))
}

fn icons(pack: &Pack) -> Vec<Icon> {
    let version: String = pack.digest.chars().take(12).collect();
    let icon = |name: &str, sizes: &str, kind, purpose| Icon {
        src: format!("/{}/icon/{name}?v={version}", pack.id),
        sizes: sizes.to_owned(),
        kind,
        purpose,
    };
    let mut icons = vec![icon("app.svg", "any", "image/svg+xml", "any")];
    for side in [192, 512] {
        let sizes = format!("{side}x{side}");
        icons.push(icon(&format!("app-{side}.png"), &sizes, "image/png", "any"));
        icons.push(icon(
            &format!("masked-{side}.png"),
            &sizes,
            "image/png",
            "maskable",
        ));
    }
    icons
}

fn palette(pack: &Pack) -> Palette {
    Palette::of(pack.theme.accent.as_deref())
}

/// The pictures that the manifest and the pages name; there are no others.
pub async fn icon(here: Here, Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let assets = here.app.ui.assets();
    let shapes = assets.icon(visit::icon(&here.pack)).unwrap_or_default();
    let draw = |cut| emblem(shapes, &palette(&here.pack), cut);
    let (cut, side) = match name.as_str() {
        "app.svg" => {
            let svg = draw(Cut::Ready).into_bytes();
            return Ok(served("image/svg+xml", assets::CACHE_CONTROL, svg));
        }
        "app-192.png" => (Cut::Ready, 192),
        "app-512.png" => (Cut::Ready, 512),
        "masked-192.png" => (Cut::Masked, 192),
        "masked-512.png" => (Cut::Masked, 512),
        "touch-180.png" => (Cut::Masked, 180),
        _ => return Err(Error::not_found("icon")),
    };
    let picture = png(&draw(cut), side).ok_or_else(|| Error::not_found("icon"))?;
    Ok(served("image/png", assets::CACHE_CONTROL, picture))
}

/// The worker of one app: its address is what limits it to the app's pages.
pub async fn worker(State(app): State<App>, _: Here) -> Result<Response> {
    let assets = app.ui.assets();
    let path = assets.url("sw.js").and_then(|url| url.strip_prefix(ROOT));
    let script = path.and_then(|path| assets.get(path));
    let script = script.ok_or_else(|| Error::not_found("worker"))?;
    Ok(served(
        script.content_type,
        ASKED_AGAIN,
        script.bytes.clone(),
    ))
}

/// Stands for every page that a device without network does not have.
pub async fn offline(here: Here) -> Result<Response> {
    let mut page = here.framed(None).await?;
    page.person = None;
    page.is_focus = true;
    here.show(&page, &Offline::default())
}

fn served(kind: &'static str, cached: &'static str, body: Vec<u8>) -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cached),
    ];
    (headers, body).into_response()
}
