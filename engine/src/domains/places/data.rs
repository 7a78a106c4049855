//! A person's places for "download my data" and "delete my account".

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::{MOST_PLACES, Place};
use super::service::{Said, too_many};
use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::archive::unreadable;
use crate::userdata::{ComesBack, ExportFile, Restoring, Tally, UserData, is_sane};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

const FILE: &str = "places.json";

pub struct PlaceData;

#[derive(Serialize, Deserialize)]
struct Kept {
    id: Uuid,
    name: String,
    /// Degrees.
    latitude: f64,
    longitude: f64,
    radius_m: f64,
    created_at: DateTime<Utc>,
}

impl Kept {
    fn of(place: &Place) -> Self {
        Self {
            id: place.id,
            name: place.name.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            radius_m: place.radius_m,
            created_at: place.created_at,
        }
    }

    fn circle(&self) -> (f64, f64, f64) {
        (self.latitude, self.longitude, self.radius_m)
    }
}

/// Hides a place again, unless the account does already.
async fn back(cx: &Restoring<'_>, kept: Kept, tally: &mut Tally) -> Result<()> {
    let (app, user_id) = (cx.app, cx.user_id);
    let said = Said {
        name: kept.name.clone(),
        latitude: kept.latitude,
        longitude: kept.longitude,
        radius_m: kept.radius_m,
    };
    let (name, _) = said.checked()?;
    if !is_sane(kept.created_at) {
        return Err(unreadable("A place in it was made at an impossible time."));
    }
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let known = store::all(&mut tx, user_id).await?;
    let is_there = |place: &Place| Kept::of(place).circle() == kept.circle();
    if let Some(own) = known.iter().find(|place| place.id == kept.id) {
        if !is_there(own) || own.name != name {
            tally.keep(&format!("The place “{name}”"));
        }
        return Ok(());
    }
    if known.iter().any(is_there) {
        return Ok(());
    }
    if known.len() >= MOST_PLACES {
        return Err(too_many());
    }
    let place = Place {
        id: kept.id,
        name,
        latitude: kept.latitude,
        longitude: kept.longitude,
        radius_m: kept.radius_m,
        secret: app.clock.new_secret(),
        created_at: kept.created_at,
    };
    store::insert(&mut tx, user_id, &place).await?;
    Ok(tx.commit().await?)
}

impl UserData for PlaceData {
    fn name(&self) -> &'static str {
        "places"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let places = store::all(&app.db, user_id).await?;
            let told: Vec<_> = places.iter().map(Kept::of).collect();
            Ok(vec![ExportFile::json(FILE, &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "your places, hidden from the first moment on",
            but: "how far the hidden circle is shifted, which nobody is told: it is drawn anew",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let (places, mut tally) = cx.list::<Kept>(FILE).await?;
            for place in places {
                if let Err(error) = back(cx, place, &mut tally).await {
                    tally.refuse(&error);
                }
            }
            cx.tell(tally.done()).await
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
