//! The last reaction: writes what the others found worth telling.

use chrono::Duration;
use serde_json::{Value, json};
use sqlx::types::Json;

use super::model::NoticeKind;
use super::store::{self, Notice};
use crate::events::{Mode, News, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

/// News of older workouts is history that was imported: one summary tells it.
const FRESH_DAYS: i64 = 7;
/// Imports that follow each other within this time add to the same summary.
const ONE_IMPORT_HOURS: i64 = 1;

pub struct Notices;

impl Reaction for Notices {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut news = std::mem::take(&mut cx.news);
            if cx.mode == Mode::Rebuild || news.is_empty() {
                return Ok(());
            }
            let wanted = store::settings(&mut *cx.tx, cx.user_id).await?;
            news.retain(|news| NoticeKind::parse(news.kind).is_none_or(|kind| wanted.is_on(kind)));
            let since = cx.app.clock.now() - Duration::days(FRESH_DAYS);
            let (fresh, old): (Vec<News>, Vec<News>) =
                news.into_iter().partition(|news| news.at >= since);
            for news in fresh {
                tell(cx, &news).await?;
            }
            if old.is_empty() {
                Ok(())
            } else {
                summarise(cx, &old).await
            }
        })
    }

    /// Notices are facts: a rebuild leaves them.
    fn clear<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

async fn tell(cx: &mut Reacting<'_>, news: &News) -> Result<()> {
    let notice = notice(cx, news.kind, news.payload.clone());
    store::tell(cx.tx, cx.user_id, &notice, &news.key).await?;
    Ok(())
}

/// Counts by kind, added to the summary of an import that has just begun.
async fn summarise(cx: &mut Reacting<'_>, old: &[News]) -> Result<()> {
    let since = cx.app.clock.now() - Duration::hours(ONE_IMPORT_HOURS);
    let open = store::unread_since(cx.tx, cx.user_id, "summary", since).await?;
    let before = open.as_ref().map(|notice| &notice.payload.0);
    let count = |kind: &str, key: &str| {
        let known = before
            .and_then(|payload| payload.get(key))
            .and_then(Value::as_u64);
        known.unwrap_or(0) + old.iter().filter(|news| news.kind == kind).count() as u64
    };
    let payload = json!({
        "records": count("record", "records"),
        "achievements": count("achievement", "achievements"),
        "wear": count("wear", "wear"),
    });
    if let Some(open) = open {
        store::set_payload(cx.tx, cx.user_id, open.id, &payload).await?;
    } else {
        let notice = notice(cx, "summary", payload);
        store::tell(
            cx.tx,
            cx.user_id,
            &notice,
            &format!("summary:{}", notice.id),
        )
        .await?;
    }
    Ok(())
}

fn notice(cx: &Reacting<'_>, kind: &str, payload: Value) -> Notice {
    Notice {
        id: cx.app.clock.new_id(),
        kind: kind.to_owned(),
        payload: Json(payload),
        at: cx.app.clock.now(),
        read_at: None,
    }
}
