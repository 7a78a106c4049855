//! The page of who one is and, within an app, how one does in its sport.

mod read;
mod show;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use stadion_pack::model::Pack;

use super::photo::{self, PHOTO_MAX};
use super::service;
use crate::App;
use crate::domains::app::Own;
use crate::web::extract::unreadable_form;
use crate::web::ui::pages::{Input, Profile};
use crate::web::{Access, Error, Form, Multipart, Query, Result, Routes};

use read::{PersonForm, SportForm};
pub use show::regions as region_choices;

pub fn routes(routes: Routes) -> Routes {
    let routes = ["/account/profile", "/{pack}/profile"]
        .into_iter()
        .fold(routes, profile_routes);
    routes
        .page(
            Access::User,
            "POST",
            "/{pack}/profile/sport",
            post(change_sport),
        )
        .plain(Access::User, "GET", "/account/photo", get(show_photo))
}

fn profile_routes(routes: Routes, base: &str) -> Routes {
    let photo = post(put_photo).layer(DefaultBodyLimit::max(PHOTO_MAX));
    let forms = [
        ("/person", post(change_person)),
        ("/photo", photo),
        ("/photo/delete", post(remove_photo)),
    ];
    let routes = routes.page(Access::User, "GET", base, get(page));
    forms.into_iter().fold(routes, |routes, (path, handlers)| {
        routes.page(Access::User, "POST", &format!("{base}{path}"), handlers)
    })
}

/// A visit to the profile by its owner.
struct Mine(Own);

impl FromRequestParts<App> for Mine {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Ok(Self(Own::from_request_parts(parts, app).await?))
    }
}

impl Mine {
    fn pack(&self) -> Option<&Arc<Pack>> {
        self.0.visit.pack.as_ref()
    }

    async fn view(&self) -> Result<Profile> {
        let facts = super::facts(&self.0.visit.app.db, self.0.principal.user_id).await?;
        Ok(show::view(self, &facts))
    }

    async fn refused(&self, view: &Profile) -> Result<Response> {
        let mut response = self.0.drawn(view, None).await?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(response)
    }

    fn done(&self) -> Response {
        Redirect::to(&format!("{}?did=saved", self.0.urls.profile)).into_response()
    }
}

#[derive(Deserialize)]
struct Done {
    did: Option<String>,
}

async fn page(mine: Mine, Query(done): Query<Done>) -> Result<Response> {
    let saved = done.did.is_some_and(|did| did == "saved");
    let view = mine.view().await?;
    mine.0.drawn(&view, saved.then_some("me-saved")).await
}

/// The fields that a rule refused, by their name.
fn fields(error: Error) -> Result<Vec<String>> {
    if error.status() != StatusCode::UNPROCESSABLE_ENTITY {
        return Err(error);
    }
    let names = error.errors.into_iter();
    Ok(names
        .map(|error| error.field.trim_start_matches('/').to_owned())
        .collect())
}

async fn change_person(mine: Mine, Form(typed): Form<PersonForm>) -> Result<Response> {
    let (app, user_id) = (&mine.0.visit.app, mine.0.principal.user_id);
    let facts = super::facts(&app.db, user_id).await?;
    let refused = match typed.change(&mine, &facts) {
        Ok(change) => match service::change(app, user_id, &change).await {
            Ok(()) => return Ok(mine.done()),
            Err(error) => fields(error)?,
        },
        Err(unreadable) => unreadable,
    };
    let mut view = mine.view().await?;
    typed.again(&mine, &mut view, &refused);
    mine.refused(&view).await
}

async fn change_sport(mine: Mine, Form(typed): Form<SportForm>) -> Result<Response> {
    let (app, user_id) = (&mine.0.visit.app, mine.0.principal.user_id);
    let pack = mine.pack().cloned();
    let pack = pack.ok_or_else(|| Error::not_found("sport"))?;
    let facts = super::facts(&app.db, user_id).await?;
    let refused = match typed.change(&mine, &pack, &facts) {
        Ok(change) => match service::change(app, user_id, &change).await {
            Ok(()) => return Ok(mine.done()),
            Err(error) => fields(error)?,
        },
        Err(unreadable) => unreadable,
    };
    let mut view = mine.view().await?;
    typed.again(&mine, &mut view, &refused);
    mine.refused(&view).await
}

async fn put_photo(mine: Mine, Multipart(mut form): Multipart) -> Result<Response> {
    let mut bytes = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable_form)? {
        if field.name() == Some("photo") {
            bytes = field.bytes().await.map_err(unreadable_form)?.to_vec();
        }
    }
    let Err(error) = photo::put(&mine.0.visit.app, mine.0.principal.user_id, bytes).await else {
        return Ok(mine.done());
    };
    fields(error)?;
    let mut view = mine.view().await?;
    let text = mine.0.visit.formats.text("profile-bad-photo", &[]);
    view.photo = Input::wrong("", text);
    mine.refused(&view).await
}

async fn remove_photo(mine: Mine) -> Result<Response> {
    photo::remove(&mine.0.visit.app, mine.0.principal.user_id).await?;
    Ok(mine.done())
}

async fn show_photo(mine: Mine) -> Result<Response> {
    photo::show(&mine.0.visit.app, mine.0.principal.user_id).await
}
