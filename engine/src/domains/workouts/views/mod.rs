//! The pages about workouts: the app's first page, recording, the history, a workout, records.

mod calendar;
mod form;
mod growth;
mod history;
mod home;
mod live;
pub mod others;
mod periods;
mod progress;
mod record;
mod recording;
mod records;
mod rows;
mod similar;
mod streak;
mod streams;
mod tables;
#[cfg(test)]
mod tests;
mod toast;
mod upload;
mod workout;
mod zones;
mod zoom;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::files::UPLOAD_MAX;
use crate::web::{Access, Routes};

pub fn routes(routes: Routes) -> Routes {
    let upload = post(upload::receive).layer(DefaultBodyLimit::max(UPLOAD_MAX));
    let record = get(record::blank).post(record::submit);
    let (check, send) = (post(live::check), post(live::send));
    let edit = get(record::edit).post(record::resubmit);
    let at = |rest: &str| format!("/{{pack}}/workouts/{{id}}{rest}");
    routes
        .page(Access::Public, "GET", "/{pack}/", get(home::show))
        .page(Access::User, "GET POST", "/{pack}/record", record)
        .plain(Access::User, "POST", "/{pack}/record/check", check)
        .plain(Access::User, "POST", "/{pack}/record/send", send)
        .page(Access::User, "POST", "/{pack}/upload", upload)
        .page(Access::User, "GET", "/{pack}/workouts", get(history::show))
        .page(Access::User, "GET", "/{pack}/progress", get(progress::show))
        .page(Access::User, "GET", "/{pack}/records", get(records::show))
        .page(
            Access::User,
            "GET",
            "/{pack}/records/growth",
            get(growth::show),
        )
        .page(Access::User, "GET", &at(""), get(workout::show))
        .plain(Access::User, "GET", &at("/charts"), get(zoom::charts))
        .page(Access::User, "GET POST", &at("/edit"), edit)
        .page(Access::User, "POST", &at("/note"), post(workout::note))
        .page(Access::User, "POST", &at("/gear"), post(workout::gear))
        .page(Access::User, "POST", &at("/delete"), post(workout::delete))
        .page(
            Access::User,
            "POST",
            &at("/changes"),
            post(recording::change),
        )
        .page(
            Access::User,
            "POST",
            &at("/restore"),
            post(workout::restore),
        )
        .page(
            Access::User,
            "GET",
            &at("/original"),
            get(workout::original),
        )
        .page(Access::User, "GET", &at("/export"), get(workout::export_as))
}
