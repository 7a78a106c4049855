//! What the person was told, newest first.

use axum::response::{Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::model::NoticeKind;
use super::{settings, store};
use crate::domains::app::{Here, Telling};
use crate::domains::{achievements, gear, workouts};
use crate::web::ui::page::{Toast, Urls};
use crate::web::ui::pages::{Notice, NoticeChoice, NoticeList, NoticeSettings};
use crate::web::{Access, Form, Principal, Query, Result, Routes};

/// Notices of a page.
const PAGE: usize = 30;

pub fn routes(routes: Routes) -> Routes {
    let notices = get(show).post(mark_read);
    let settings = get(show_settings).post(change_settings);
    routes
        .page(Access::User, "GET POST", "/{pack}/notices", notices)
        .page(
            Access::User,
            "GET POST",
            "/{pack}/notices/settings",
            settings,
        )
}

#[derive(Deserialize)]
struct Asked {
    /// The last notice of the page before.
    before: Option<Uuid>,
}

async fn show(here: Here, principal: Principal, Query(asked): Query<Asked>) -> Result<Response> {
    let (db, user_id) = (&here.app.db, principal.user_id);
    let mut found = store::list(db, user_id, asked.before, false, PAGE as u32 + 1).await?;
    let is_cut = found.len() > PAGE;
    found.truncate(PAGE);
    let urls = Urls::new(Some(&here.pack.id));
    let last = found.last().filter(|_| is_cut);
    let older = last.map(|last| format!("{}?before={}", urls.notices, last.id));
    let page = here.framed_below(urls.home.clone()).await?;
    let view = NoticeList {
        notices: found
            .iter()
            .map(|notice| told(notice, here.telling()))
            .collect(),
        settings: format!("{}/settings", urls.notices),
        mark_read: (page.notices > 0).then_some(urls.notices),
        older,
    };
    here.show(&page, &view)
}

async fn mark_read(here: Here, principal: Principal) -> Result<Redirect> {
    let mut tx = here.app.db.begin().await?;
    store::mark_read(&mut tx, principal.user_id, None, here.now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&Urls::new(Some(&here.pack.id)).notices))
}

#[derive(Deserialize)]
struct Done {
    did: Option<String>,
}

async fn show_settings(
    here: Here,
    principal: Principal,
    Query(done): Query<Done>,
) -> Result<Response> {
    let chosen = store::settings(&here.app.db, principal.user_id).await?;
    let urls = Urls::new(Some(&here.pack.id));
    let mut page = here.framed_below(urls.notices.clone()).await?;
    page.toast = done.did.map(|_| Toast {
        text: here.formats.text("notice-settings-saved", &[]),
        undo: None,
    });
    let choice = |kind: NoticeKind| NoticeChoice {
        kind: kind.as_str().to_owned(),
        icon: icon(kind.as_str()).to_owned(),
        title: here
            .formats
            .text(&format!("notice-settings-{}", kind.as_str()), &[]),
        text: here
            .formats
            .text(&format!("notice-settings-{}-text", kind.as_str()), &[]),
        is_on: chosen.is_on(kind),
    };
    let view = NoticeSettings {
        kinds: NoticeKind::ALL.map(choice).to_vec(),
        action: format!("{}/settings", urls.notices),
    };
    here.show(&page, &view)
}

/// A box that is not ticked is not sent: the form shows all kinds and sets all.
async fn change_settings(
    here: Here,
    principal: Principal,
    Form(ticked): Form<Vec<(String, String)>>,
) -> Result<Redirect> {
    let is_on = |kind: NoticeKind| ticked.iter().any(|(_, value)| value == kind.as_str());
    let changes = NoticeKind::ALL.map(|kind| (kind, is_on(kind)));
    settings::change(&here.app, principal.user_id, &changes).await?;
    let notices = Urls::new(Some(&here.pack.id)).notices;
    Ok(Redirect::to(&format!("{notices}/settings?did=saved")))
}

/// A notice in words. Of a pack that is not live only the kind is known.
fn told(notice: &store::Notice, telling: Telling<'_>) -> Notice {
    let payload = &notice.payload.0;
    let words = match notice.kind.as_str() {
        "record" => record(payload, telling),
        "achievement" => achievement(payload, telling),
        "wear" => wear(payload, telling),
        _ => summary(payload, telling),
    };
    Notice {
        icon: icon(&notice.kind).to_owned(),
        title: words.title,
        text: words.text,
        when: telling.formats.ago(notice.at, telling.now),
        href: words.href,
        is_new: notice.read_at.is_none(),
    }
}

fn icon(kind: &str) -> &'static str {
    match kind {
        "record" => "medal",
        "achievement" => "badge",
        "wear" => "clock",
        _ => "check",
    }
}

#[derive(Default)]
struct Words {
    title: String,
    text: String,
    href: Option<String>,
}

fn text_of<'p>(payload: &'p Value, key: &str) -> &'p str {
    payload.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The workout that brought it, in the app of the pack.
fn workout(payload: &Value, pack: &str) -> Option<String> {
    let id = Uuid::try_parse(text_of(payload, "workout_id")).ok()?;
    Some(workouts::words::address(pack, id))
}

fn record(payload: &Value, telling: Telling<'_>) -> Words {
    let formats = telling.formats;
    let pack = text_of(payload, "pack");
    let id = (
        pack,
        text_of(payload, "record"),
        text_of(payload, "variant"),
    );
    let value_of = |key: &str| {
        let steps = payload.get(key)?.as_i64()?;
        workouts::marks::in_words(id, steps, telling)
    };
    let Some((title, value)) = value_of("value") else {
        return Words {
            title: formats.text("notice-record-bare", &[]),
            ..Words::default()
        };
    };
    let text = match value_of("previous") {
        Some((_, before)) => formats.text(
            "notice-record-before",
            &[("value", value.into()), ("before", before.into())],
        ),
        None => formats.text("notice-record-first", &[("value", value.into())]),
    };
    Words {
        title: formats.text("notice-record", &[("title", title.into())]),
        text,
        href: workout(payload, pack),
    }
}

fn achievement(payload: &Value, telling: Telling<'_>) -> Words {
    let id = text_of(payload, "achievement");
    let pack = id.split('.').next().unwrap_or_default();
    let tier = payload.get("tier").and_then(Value::as_u64);
    let tier = tier
        .and_then(|tier| usize::try_from(tier).ok())
        .unwrap_or(0);
    let known = achievements::achievement(telling.packs, id);
    let title = known.map(|known| known.tier_title(tier).get(telling.locale()).to_owned());
    Words {
        title: title.unwrap_or_else(|| id.to_owned()),
        text: telling.formats.text("notice-achievement", &[]),
        href: workout(payload, pack),
    }
}

fn wear(payload: &Value, telling: Telling<'_>) -> Words {
    let share = payload.get("share").and_then(Value::as_f64).unwrap_or(1.0);
    let share = telling.formats.number(share * 100.0, 0);
    let key = match text_of(payload, "level") {
        "worn" => "notice-worn",
        "service" => "notice-service",
        _ => "notice-wear",
    };
    let id = Uuid::try_parse(text_of(payload, "gear_id")).ok();
    Words {
        title: text_of(payload, "name").to_owned(),
        text: telling.formats.text(key, &[("share", share.into())]),
        href: id.map(|id| gear::words::address(text_of(payload, "gear"), id)),
    }
}

/// Only what there is of records, badges and worn gear is counted out.
fn summary(payload: &Value, telling: Telling<'_>) -> Words {
    let formats = telling.formats;
    let part = |(key, text): (&str, &str)| {
        let n = payload.get(key)?.as_i64().filter(|n| *n > 0)?;
        Some(formats.text(text, &[("n", n.into())]))
    };
    let parts = [
        ("records", "count-records"),
        ("achievements", "count-badges"),
    ];
    let parts: Vec<String> = parts.into_iter().filter_map(part).collect();
    Words {
        title: formats.text("notice-summary", &[]),
        text: parts.join(", "),
        href: Some(Urls::new(Some(&telling.pack.id)).records),
    }
}
