//! All devices: those that are connected, and those to choose from.

use std::collections::BTreeSet;

use axum::response::Response;
use serde::Deserialize;
use stadion_pack::adapter::Adapter;

use super::{came, ways, words};
use crate::domains::app::Here;
use crate::domains::devices::model::{Connection, ConnectionState, Delivered, How};
use crate::domains::devices::{deliveries, keys, store};
use crate::web::ui::page::{Section, Toast, Urls};
use crate::web::ui::pages::{ConnectedDevice, DeviceCard, Devices};
use crate::web::{Principal, Query, Result};

/// Deliveries that are looked through for what was refused last.
const NEWEST: i64 = 50;
const MOST_QUERY: usize = 60;

#[derive(Deserialize)]
pub struct Asked {
    q: Option<String>,
    did: Option<String>,
}

pub async fn show(
    here: Here,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let urls = Urls::new(Some(&here.pack.id));
    let query: String = asked.q.unwrap_or_default();
    let query: String = query.trim().chars().take(MOST_QUERY).collect();
    let keys = keys::adapters(&here.app).await?;
    let adapters = here.app.catalog.adapters();
    let found = cards(&here, adapters.values().map(AsRef::as_ref), &keys, &query);
    let args = [("n", found.len().into())];
    let view = Devices {
        connected: connected(&here, &principal).await?,
        action: urls.devices.clone(),
        count: here.formats.text("devices-found", &args),
        is_bare: adapters.is_empty() && keys.is_empty(),
        files: format!("{}?from=files", urls.record),
        query,
        found,
    };
    let mut page = here.framed(Some(Section::Me)).await?;
    page.back = Some(urls.me);
    let toast = asked.did.as_deref().and_then(|did| match did {
        "disconnected" => Some("devices-disconnected"),
        "deleted" => Some("devices-deleted"),
        _ => None,
    });
    page.toast = toast.map(|key| Toast {
        text: here.formats.text(key, &[]),
        undo: None,
    });
    here.show(&page, &view)
}

/// Those that can be connected here first, and plain file formats last, for these have no brand.
fn cards<'a>(
    here: &Here,
    adapters: impl Iterator<Item = &'a Adapter>,
    keys: &BTreeSet<String>,
    query: &str,
) -> Vec<DeviceCard> {
    let meant = adapters.filter(|adapter| query.is_empty() || words::is_meant(adapter, query));
    let mut cards: Vec<((bool, bool, String), DeviceCard)> = Vec::new();
    for adapter in meant {
        let all = ways::ways(here, Some(adapter), keys.contains(&adapter.id));
        let open: Vec<How> = all
            .iter()
            .filter(|way| way.is_open)
            .map(|way| way.how)
            .collect();
        let is_plain = adapter.decode.format.is_whole() && open == [How::File];
        let order = (open.is_empty(), is_plain, adapter.vendor.to_lowercase());
        let labels: Vec<String> = if open.is_empty() {
            vec![here.formats.text("device-unset", &[])]
        } else {
            open.iter().map(|how| ways::label(here, *how)).collect()
        };
        let models = adapter
            .models
            .iter()
            .map(|(id, model)| (id.as_str(), model));
        let faces: Vec<_> = if adapter.models.is_empty() {
            vec![words::of_model(here, adapter, None)]
        } else {
            models
                .map(|model| words::of_model(here, adapter, Some(model)))
                .collect()
        };
        for face in faces {
            let card = DeviceCard {
                face,
                href: words::address(here, &adapter.id),
                ways: labels.clone(),
            };
            cards.push((order.clone(), card));
        }
    }
    cards.sort_by(|(one, _), (other, _)| one.cmp(other));
    cards.into_iter().map(|(_, card)| card).collect()
}

async fn connected(here: &Here, principal: &Principal) -> Result<Vec<ConnectedDevice>> {
    let app = &here.app;
    let all = store::connections(&app.db, principal.user_id).await?;
    let came = deliveries(app, principal.user_id, NEWEST).await?;
    let living = all
        .iter()
        .filter(|connection| connection.state() == ConnectionState::Active);
    Ok(living
        .map(|connection| of_connection(here, connection, &came))
        .collect())
}

fn of_connection(here: &Here, connection: &Connection, came: &[Delivered]) -> ConnectedDevice {
    let adapters = here.app.catalog.adapters();
    let adapter = adapters.get(&connection.adapter).map(AsRef::as_ref);
    let is_of_it = |came: &&Delivered| came.connection_id == Some(connection.id);
    let last = came.iter().find(is_of_it);
    let text = match connection.last_data_at {
        Some(at) => {
            let when = here.formats.ago(at, here.now);
            here.formats.text("device-last", &[("when", when.into())])
        }
        None => here.formats.text("device-last-none", &[]),
    };
    ConnectedDevice {
        face: words::face(here, &connection.adapter, adapter),
        href: words::address(here, &connection.adapter),
        text,
        refused: last.and_then(|came| came::left_out(here, came)),
    }
}
