//! `/{pack}/imports`: archives that are sent, and how far they are.

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use stadion_activity::columns::ColumnMap;

use super::model::{Job, State};
use super::receive::{self, IMPORT_MAX, Sender};
use super::store;
use crate::domains::app::Here;
use crate::domains::workouts::files::{COLUMNS, tidy_name};
use crate::domains::workouts::import::FileOutcome;
use crate::domains::workouts::words;
use crate::web::extract::unreadable_form;
use crate::web::ui::format::Formats;
use crate::web::ui::page::{Section, Urls};
use crate::web::ui::pages::{
    ImportBar, ImportItem, ImportState, Imports, Input, Problem, RefusedFile,
};
use crate::web::{Access, Error, Multipart, Principal, Result, Routes};

/// Imports that the page shows, and files of each that were refused.
const NEWEST: i64 = 20;
const REFUSED: i64 = 20;

pub fn routes(routes: Routes) -> Routes {
    let imports = get(show)
        .post(receive)
        .layer(DefaultBodyLimit::max(IMPORT_MAX));
    routes.page(Access::User, "GET POST", "/{pack}/imports", imports)
}

pub async fn show(here: Here, principal: Principal) -> Result<Response> {
    shown(&here, &principal, Wrong::default()).await
}

/// What a form was sent with, and why it was not taken.
#[derive(Debug, Default)]
struct Wrong {
    columns: Input,
    problem: Option<String>,
}

async fn shown(here: &Here, principal: &Principal, wrong: Wrong) -> Result<Response> {
    let app = &here.app;
    let mut items = Vec::new();
    let jobs = store::newest(&app.db, principal.user_id, NEWEST).await?;
    let goes_on = jobs.iter().any(|job| job.finished_at.is_none());
    for job in jobs {
        let whose = (job.user_id, job.id);
        let refused = store::outcomes(&app.db, whose, 0, true, REFUSED).await?;
        let refused = refused.iter().map(|(_, outcome)| why(here, &outcome.0));
        items.push(item(here, &job, refused.collect()));
    }
    let view = Imports {
        action: format!("/{}/imports", here.pack.id),
        largest: largest(&here.formats),
        columns: wrong.columns,
        problem: wrong.problem,
        items,
    };
    let record = Urls::new(Some(&here.pack.id)).record;
    let mut page = here.framed_below(format!("{record}?from=files")).await?;
    page.section = Some(Section::Record);
    let mut response = here.show(&page, &view)?;
    if goes_on && view.problem.is_none() {
        // Without a script the page comes anew by itself.
        let headers = response.headers_mut();
        headers.insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

fn largest(formats: &Formats) -> String {
    words::size(i64::try_from(IMPORT_MAX).unwrap_or(i64::MAX), formats)
}

async fn receive(
    here: Here,
    principal: Principal,
    Multipart(mut form): Multipart,
) -> Result<Response> {
    let (mut columns_text, mut columns) = (String::new(), ColumnMap::default());
    let mut received = 0;
    while let Some(field) = form.next_field().await.map_err(unreadable_form)? {
        let Some(name) = field.file_name().map(tidy_name) else {
            // It stands before the files in the form, so that it is known when they come.
            if field.name() == Some(COLUMNS) {
                columns_text = field.text().await.map_err(unreadable_form)?;
                match ColumnMap::parse(&columns_text) {
                    Ok(known) => columns = known,
                    Err(error) => {
                        let args = [("entry", error.entry.as_str().into())];
                        let message = here.formats.text("upload-columns-wrong", &args);
                        return again(&here, &principal, columns_text, Some(message), None).await;
                    }
                }
            }
            continue;
        };
        if name.is_empty() {
            continue; // a form sent without choosing a file
        }
        let sender = Sender {
            user_id: principal.user_id,
            zone: principal.time_zone.clone(),
            name,
            columns: columns.clone(),
            columns_text: columns_text.clone(),
        };
        match receive::of_field(&here.app, sender, field).await {
            Ok(_) => received += 1,
            Err(error) => {
                let message = message(&here.formats, &error).ok_or(error)?;
                return again(&here, &principal, columns_text, None, Some(message)).await;
            }
        }
    }
    if received == 0 {
        let message = here.formats.text("imports-none-chosen", &[]);
        return again(&here, &principal, columns_text, None, Some(message)).await;
    }
    Ok(Redirect::to(&format!("/{}/imports", here.pack.id)).into_response())
}

/// The page with what was typed and what is wrong; files have to be chosen anew.
async fn again(
    here: &Here,
    principal: &Principal,
    typed: String,
    columns: Option<String>,
    problem: Option<String>,
) -> Result<Response> {
    let columns = Input {
        value: typed,
        problem: columns.map(|message| Problem { message, fix: None }),
    };
    let mut response = shown(here, principal, Wrong { columns, problem }).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// In the person's language what they can mend.
fn message(formats: &Formats, error: &Error) -> Option<String> {
    let key = match error.code {
        "no-file" => "imports-none-chosen",
        "too-many-imports" => "imports-too-many",
        "too-large" => "imports-too-large",
        _ => return None,
    };
    Some(formats.text(key, &[("size", largest(formats).into())]))
}

fn item(here: &Here, job: &Job, refused: Vec<RefusedFile>) -> ImportItem {
    let formats = &here.formats;
    let say = |key: &str, n: i64| (n > 0).then(|| formats.text(key, &[("n", n.into())]));
    let figures = [
        say("count-workouts", job.recorded),
        say("imports-known", job.known),
        say("imports-not-loaded", job.refused),
    ];
    let left = job.refused - i64::try_from(refused.len()).unwrap_or(0);
    ImportItem {
        name: job.name.clone(),
        when: formats.long_moment(formats.local(job.created_at), here.now),
        state: match job.state() {
            State::Waiting | State::Running => ImportState::Running,
            State::Done => ImportState::Done,
            State::Failed => ImportState::Failed,
        },
        text: progress(formats, job),
        bar: job.total.filter(|total| *total > 0).map(|max| ImportBar {
            value: job.done.min(max),
            max,
        }),
        figures: figures.into_iter().flatten().collect::<Vec<_>>().join(", "),
        refused,
        more: say("imports-more", left),
    }
}

fn progress(formats: &Formats, job: &Job) -> String {
    let files = |key: &str, n: i64| formats.text(key, &[("files", n.into())]);
    match (job.state(), job.total) {
        (State::Waiting, _) => formats.text("imports-waiting", &[]),
        (State::Failed, _) => formats.text("imports-failed", &[]),
        (State::Done, _) => files("imports-files", job.done),
        (State::Running, Some(total)) => {
            let done = formats.count(job.done);
            let args = [("done", done.into()), ("files", total.max(job.done).into())];
            formats.text("imports-of", &args)
        }
        (State::Running, None) => files("imports-so-far", job.done),
    }
}

fn why(here: &Here, file: &FileOutcome) -> RefusedFile {
    let (reason, remedy) = words::refusal(file, &here.formats);
    RefusedFile {
        name: file.file.clone(),
        text: format!("{reason} {remedy}").trim_end().to_owned(),
    }
}
