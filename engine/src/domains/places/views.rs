//! The page of what is hidden, and the buttons that hide where a workout starts or ends.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::model::{MOST_PLACES, Place, Position, USUAL_RADIUS};
use super::service::{self, End, Said};
use super::words;
use crate::App;
use crate::domains::app::{Here, Own};
use crate::domains::workouts;
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{Input, PlaceForm, PlaceItem, Places};
use crate::web::{Access, Error, Form, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let routes = ["/account/places", "/{pack}/places"]
        .into_iter()
        .fold(routes, of_base);
    let hide = post(hide_end);
    routes.page(Access::User, "POST", "/{pack}/workouts/{id}/hide", hide)
}

fn of_base(routes: Routes, base: &str) -> Routes {
    let at = |rest: &str| format!("{base}{rest}");
    routes
        .page(Access::User, "GET POST", base, get(show).post(add))
        .page(Access::User, "POST", &at("/{id}"), post(change))
        .page(Access::User, "POST", &at("/{id}/delete"), post(remove))
}

/// A visit to the page by its owner.
struct Mine(Own);

impl FromRequestParts<App> for Mine {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Ok(Self(Own::from_request_parts(parts, app).await?))
    }
}

/// What was typed, by the first word of a field's name.
#[derive(Default)]
struct Typed {
    name: String,
    position: String,
    radius: String,
}

impl Typed {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (key, value) in fields {
            match key.split('-').next() {
                Some("name") => typed.name = value,
                Some("position") => typed.position = value,
                Some("radius") => typed.radius = value,
                _ => {}
            }
        }
        typed
    }

    fn radius(&self) -> f64 {
        self.radius.parse().unwrap_or(USUAL_RADIUS)
    }

    /// What cannot be read is no number, which the rules refuse.
    fn said(&self) -> Said {
        let nowhere = Position {
            latitude: f64::NAN,
            longitude: f64::NAN,
        };
        let at = words::read_position(&self.position).unwrap_or(nowhere);
        Said {
            radius_m: self.radius(),
            ..Said::at(self.name.clone(), at)
        }
    }
}

impl Mine {
    async fn view(&self) -> Result<Places> {
        let places = service::all(&self.0.visit.app.db, self.0.principal.user_id).await?;
        let blank = PlaceForm {
            id: "new".into(),
            action: self.0.urls.places.clone(),
            radii: words::radii(USUAL_RADIUS, &self.0.visit.formats),
            ..PlaceForm::default()
        };
        Ok(Places {
            add: (places.len() < MOST_PLACES).then_some(blank),
            places: places.iter().map(|place| self.item(place)).collect(),
            most: MOST_PLACES,
        })
    }

    fn item(&self, place: &Place) -> PlaceItem {
        let formats = &self.0.visit.formats;
        let around = words::radius(place.radius_m, formats);
        let action = format!("{}/{}", self.0.urls.places, place.id);
        PlaceItem {
            name: place.name.clone(),
            text: formats.text("places-around", &[("radius", around.into())]),
            delete: format!("{action}/delete"),
            form: PlaceForm {
                id: place.id.to_string(),
                action,
                name: Input::of(&place.name),
                position: Input::of(words::position(place.position())),
                radii: words::radii(place.radius_m, formats),
            },
            is_open: false,
        }
    }

    fn done(&self, did: &str) -> Response {
        Redirect::to(&format!("{}?did={did}", self.0.urls.places)).into_response()
    }

    /// The form again with what is wrong beside it; errors that are of no field go on.
    async fn refused(&self, id: Option<Uuid>, typed: &Typed, error: Error) -> Result<Response> {
        if error.status() != StatusCode::UNPROCESSABLE_ENTITY {
            return Err(error);
        }
        let is_wrong = |name: &str| error.errors.iter().any(|field| field.field == name);
        let input = |value: &str, is_wrong: bool, key: &str| {
            if is_wrong {
                Input::wrong(value, self.0.text(key))
            } else {
                Input::of(value)
            }
        };
        let mut view = self.view().await?;
        let form = match id {
            Some(id) => {
                let id = id.to_string();
                let item = view.places.iter_mut().find(|item| item.form.id == id);
                item.map(|item| {
                    item.is_open = true;
                    &mut item.form
                })
            }
            None => view.add.as_mut(),
        };
        let form = form.ok_or_else(|| Error::not_found("place"))?;
        let is_nowhere = is_wrong("/latitude") || is_wrong("/longitude");
        form.name = input(&typed.name, is_wrong("/name"), "places-bad-name");
        form.position = input(&typed.position, is_nowhere, "places-bad-position");
        if !is_wrong("/radius_m") {
            form.radii = words::radii(typed.radius(), &self.0.visit.formats);
        }
        let mut response = self.0.drawn(&view, None).await?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(response)
    }
}

#[derive(Deserialize)]
struct Done {
    did: Option<String>,
}

async fn show(mine: Mine, Query(done): Query<Done>) -> Result<Response> {
    let toast = done.did.as_deref().and_then(|did| match did {
        "added" => Some("places-added"),
        "saved" => Some("places-saved"),
        "deleted" => Some("places-deleted"),
        "covered" => Some("places-covered"),
        _ => None,
    });
    let view = mine.view().await?;
    mine.0.drawn(&view, toast).await
}

async fn add(mine: Mine, Form(fields): Form<Vec<(String, String)>>) -> Result<Response> {
    let typed = Typed::of(fields);
    match service::add(&mine.0.visit.app, mine.0.principal.user_id, &typed.said()).await {
        Ok(_) => Ok(mine.done("added")),
        // The page says that it is full.
        Err(error) if error.code == "too-many-places" => Ok(mine.done("full")),
        Err(error) => mine.refused(None, &typed, error).await,
    }
}

/// The address may name the app as well.
#[derive(Deserialize)]
struct Of {
    id: Uuid,
}

async fn change(
    mine: Mine,
    Path(of): Path<Of>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let typed = Typed::of(fields);
    match service::change(
        &mine.0.visit.app,
        mine.0.principal.user_id,
        of.id,
        &typed.said(),
    )
    .await
    {
        Ok(()) => Ok(mine.done("saved")),
        Err(error) => mine.refused(Some(of.id), &typed, error).await,
    }
}

async fn remove(mine: Mine, Path(of): Path<Of>) -> Result<Response> {
    service::remove(&mine.0.visit.app, mine.0.principal.user_id, of.id).await?;
    Ok(mine.done("deleted"))
}

#[derive(Deserialize)]
struct Which {
    end: String,
}

async fn hide_end(
    here: Here,
    principal: Principal,
    Path(Of { id }): Path<Of>,
    Form(Which { end }): Form<Which>,
) -> Result<Redirect> {
    let user_id = principal.user_id;
    let workout = workouts::service::get(&here.app, user_id, id).await?;
    let day = here.formats.short_date(workout.local_day);
    let (end, key) = match end.as_str() {
        "end" => (End::End, "places-name-end"),
        _ => (End::Start, "places-name-start"),
    };
    let name = here.formats.text(key, &[("date", day.into())]);
    let hidden = service::hide_end(&here.app, user_id, id, (end, name)).await;
    let did = match hidden {
        Ok(Some(_)) => "added",
        Ok(None) => "covered",
        Err(error) if error.code == "too-many-places" => "full",
        Err(error) => return Err(error),
    };
    let places = Urls::new(Some(&here.pack.id)).places;
    Ok(Redirect::to(&format!("{places}?did={did}")))
}
