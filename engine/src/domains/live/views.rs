//! `/{pack}/record/live`: the page that records, and where it sends what it recorded.

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};

use super::model::{Answer, Sent};
use super::send;
use super::told::Told;
use crate::domains::app::Here;
use crate::web::limits::Key;
use crate::web::ui::page::Section;
use crate::web::ui::pages::{Choice, Live, LiveSensor};
use crate::web::{Access, Error, Json, Principal, Result, Routes};

/// A body: two days of four sensors fit.
const BODY_MAX: usize = 24 << 20;

pub fn routes(routes: Routes) -> Routes {
    let take = post(take).layer(DefaultBodyLimit::max(BODY_MAX));
    routes
        .page(Access::User, "GET", "/{pack}/record/live", get(show))
        .plain(Access::User, "POST", "/{pack}/record/live", take)
}

async fn show(here: Here) -> Result<Response> {
    let mut page = here.framed(Some(Section::Record)).await?;
    page.is_focus = true;
    page.back = Some(page.urls.home.clone());
    here.show(&page, &view(&here)?)
}

fn view(here: &Here) -> Result<Live> {
    let told = Told::of(here);
    let sensors = told.sensors.iter().map(|sensor| LiveSensor {
        id: sensor.id.clone(),
        title: sensor.title.clone(),
        icon: sensor.icon.clone(),
        settings: sensor
            .settings
            .iter()
            .map(|setting| {
                (
                    setting.id.clone(),
                    setting.title.clone(),
                    setting.unit.clone(),
                )
            })
            .collect(),
    });
    let sports = here.pack.sports.values().enumerate();
    let sports = sports.map(|(at, sport)| Choice {
        value: sport.id.clone(),
        label: sport.title.get(here.locale()).to_owned(),
        is_chosen: at == 0,
    });
    Ok(Live {
        sensors: sensors.collect(),
        sports: sports.collect(),
        told: serde_json::to_string(&told).map_err(|error| Error::internal(&error))?,
    })
}

/// Takes a recording; sent again, it is the workout that it became.
async fn take(here: Here, principal: Principal, Json(sent): Json<Sent>) -> Result<Json<Answer>> {
    here.app.limits.api(&Key::User(principal.user_id))?;
    if sent.user != principal.user_id {
        let detail = "Someone else made this recording: log in as who made it.";
        return Err(Error::conflict("other-user", detail));
    }
    let zone = principal.time_zone.clone();
    let answer = send::take(here.app.clone(), principal.user_id, zone, sent).await?;
    Ok(Json(answer))
}
