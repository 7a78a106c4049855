//! One device: how it is connected, and what came of it.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use stadion_pack::adapter::Adapter;

use super::ways::{self, ways};
use super::{account, came, words};
use crate::domains::app::Here;
use crate::domains::devices::model::{Connection, How};
use crate::domains::devices::setups::{Step, step};
use crate::domains::devices::{connect, deliveries, keys, store};
use crate::web::ui::page::{Section, Toast, Urls};
use crate::web::ui::pages::{Device, DeviceCode, DeviceConnection};
use crate::web::{Error, Path, Principal, Query, Result};

/// Deliveries that the page tells of, of so many of all devices.
const SHOWN: usize = 20;
const NEWEST: i64 = 200;

/// The address names the app as well.
#[derive(Deserialize)]
pub struct Of {
    adapter: String,
}

/// The device of an address: one that a live adapter stands for, or whose maker has a key.
struct Known {
    id: String,
    adapter: Option<Arc<Adapter>>,
    has_key: bool,
}

impl Known {
    async fn find(here: &Here, id: String) -> Result<Self> {
        let has_key = keys::adapters(&here.app).await?.contains(&id);
        let adapter = here.app.catalog.adapters().get(&id).cloned();
        if adapter.is_none() && !has_key {
            return Err(Error::not_found("device"));
        }
        Ok(Self {
            id,
            adapter,
            has_key,
        })
    }

    async fn view(&self, here: &Here, principal: &Principal) -> Result<Device> {
        let app = &here.app;
        let adapter = self.adapter.as_deref();
        let all = store::connections(&app.db, principal.user_id).await?;
        let own = all.iter().filter(|one| one.adapter == self.id);
        let came = deliveries(app, principal.user_id, NEWEST).await?;
        let came = came.iter().filter(|came| came.adapter == self.id);
        let text = adapter.and_then(|adapter| adapter.description.as_ref());
        let mut connections = Vec::new();
        for one in own {
            connections.push(DeviceConnection {
                account: account::told(here, one).await?,
                ..connection(here, one)
            });
        }
        Ok(Device {
            face: words::face(here, &self.id, adapter),
            text: text.map_or("", |text| text.get(here.locale())).to_owned(),
            ways: ways(here, adapter, self.has_key)
                .into_iter()
                .map(|way| ways::told(here, (&self.id, adapter), way))
                .collect(),
            connections,
            policy: adapter.map_or_else(Vec::new, |adapter| ways::policy(here, adapter)),
            terms: adapter.and_then(|adapter| adapter.policy.terms.clone()),
            came: came.take(SHOWN).map(|one| came::told(here, one)).collect(),
            ..Device::default()
        })
    }
}

fn connection(here: &Here, one: &Connection) -> DeviceConnection {
    let day = |key: &str, at: DateTime<Utc>| {
        let date = here.formats.short_date(here.formats.local(at).date());
        here.formats.text(key, &[("date", date.into())])
    };
    let devices = Urls::new(Some(&here.pack.id)).devices;
    let text = match one.last_data_at {
        Some(at) => {
            let when = here.formats.ago(at, here.now);
            here.formats.text("device-last", &[("when", when.into())])
        }
        None => here.formats.text("device-last-none", &[]),
    };
    DeviceConnection {
        title: match one.ended_at {
            Some(at) => day("device-ended", at),
            None => day("device-since", one.made_at),
        },
        text,
        account: None,
        disconnect: format!("{devices}/connections/{}/disconnect", one.id),
        is_ended: one.ended_at.is_some(),
    }
}

async fn drawn(here: &Here, view: &Device, did: Option<&str>) -> Result<Response> {
    let mut page = here.framed(Some(Section::Me)).await?;
    page.back = Some(Urls::new(Some(&here.pack.id)).devices);
    page.toast = did.map(|key| Toast {
        text: here.formats.text(key, &[]),
        undo: None,
    });
    here.show(&page, view)
}

#[derive(Deserialize)]
pub struct Asked {
    /// A code was asked for and typed in.
    #[serde(default)]
    code: Option<String>,
    /// What was done, and what went wrong on the way to a vendor and back.
    did: Option<String>,
    failed: Option<String>,
}

pub async fn show(
    here: Here,
    principal: Principal,
    Path(of): Path<Of>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let known = Known::find(&here, of.adapter).await?;
    let mut view = known.view(&here, &principal).await?;
    let is_connected = view.connections.iter().any(|one| !one.is_ended);
    if !is_connected {
        step(&here.app, principal.user_id, &known.id, Step::Chosen).await?;
    }
    view.is_waiting = asked.code.is_some() && !is_connected;
    view.problem = asked
        .failed
        .as_deref()
        .map(|code| account::failed(&here, code));
    let did = match asked.did.as_deref() {
        Some("connected") => Some("account-connected"),
        Some("asked") => Some("account-asked"),
        _ => None,
    };
    drawn(&here, &view, did).await
}

/// A code for the maker's app, shown this once.
pub async fn pair(here: Here, principal: Principal, Path(of): Path<Of>) -> Result<Response> {
    let known = Known::find(&here, of.adapter).await?;
    let (code, until) = connect::pair(&here.app, principal.user_id, &known.id).await?;
    let left = until - here.app.clock.now();
    let formats = &here.formats;
    let time = formats.clock(formats.local(until));
    let mut view = known.view(&here, &principal).await?;
    view.code = Some(DeviceCode {
        code,
        until: formats.text("device-code-until", &[("time", time.into())]),
        left: formats.text(
            "device-code-left",
            &[("minutes", left.num_minutes().into())],
        ),
        left_s: left.num_seconds(),
        check: format!("{}?code=typed", words::address(&here, &known.id)),
    });
    let mut response = drawn(&here, &view, None).await?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

#[derive(Deserialize)]
pub struct By {
    how: How,
}

/// Notes that somebody begins with files or a sensor, and leads to where that is done.
pub async fn begin(
    here: Here,
    principal: Principal,
    Path(of): Path<Of>,
    Query(by): Query<By>,
) -> Result<Redirect> {
    let known = Known::find(&here, of.adapter).await?;
    let all = ways(&here, known.adapter.as_deref(), known.has_key);
    if !all.iter().any(|way| way.how == by.how && way.is_open) {
        return Err(Error::not_found("way to connect this device"));
    }
    let urls = Urls::new(Some(&here.pack.id));
    let file = known
        .adapter
        .as_ref()
        .and_then(|one| one.transport.file.as_ref());
    let to = match by.how {
        How::Ble => format!("{}/live", urls.record),
        How::File if file.is_some_and(|file| file.archive.is_some()) => urls.imports,
        How::File => format!("{}?from=files", urls.record),
        // These have steps of their own.
        How::Api | How::Pull | How::Push => return Err(Error::not_found("way to begin")),
    };
    step(&here.app, principal.user_id, &known.id, Step::Began(by.how)).await?;
    Ok(Redirect::to(&to))
}

#[derive(Deserialize)]
pub struct Pictured {
    adapter: String,
    model: String,
}

/// A device's picture, as its adapter's folder has it.
pub async fn picture(here: Here, Path(of): Path<Pictured>) -> Result<Response> {
    let none = || Error::not_found("picture");
    let adapters = here.app.catalog.adapters();
    let adapter = adapters.get(&of.adapter).ok_or_else(none)?;
    let path = adapter
        .models
        .get(&of.model)
        .and_then(|model| model.picture.as_deref());
    let path = path.ok_or_else(none)?;
    // A drawing can hold a script: these kinds cannot.
    let kind = match path.rsplit('.').next() {
        Some("webp") => "image/webp",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => return Err(none()),
    };
    let bytes = here
        .app
        .catalog
        .adapter_file(&of.adapter, path)
        .ok_or_else(none)?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        // The address changes with the adapter.
        (
            header::CACHE_CONTROL,
            "private, max-age=31536000, immutable",
        ),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}
