//! How it stands with an account at a vendor that is asked, in words.

use crate::domains::app::Here;
use crate::domains::clouds;
use crate::domains::devices::model::Connection;
use crate::web::Result;
use crate::web::ui::page::Urls;
use crate::web::ui::pages::DeviceAccount;

/// None of a connection that sends by itself, or that ended.
pub async fn told(here: &Here, one: &Connection) -> Result<Option<DeviceAccount>> {
    let app = &here.app;
    if one.ended_at.is_some() {
        return Ok(None);
    }
    let Some(seen) = clouds::state_of(&app.db, one.user_id, one.id).await? else {
        return Ok(None);
    };
    let devices = Urls::new(Some(&here.pack.id)).devices;
    let text = |key: &str| here.formats.text(key, &[]);
    let works = seen.state == "works";
    let asked = match seen.last_sync_at {
        Some(at) => {
            let when = here.formats.ago(at, here.now);
            here.formats.text("account-last", &[("when", when.into())])
        }
        None if works => text("account-first"),
        None => String::new(),
    };
    let problem = match (works, &seen.reason) {
        (false, _) => Some(text("account-needs-person")),
        (true, Some(why)) => {
            let why = why.as_str();
            Some(here.formats.text("account-late", &[("why", why.into())]))
        }
        (true, None) => None,
    };
    let share = clouds::history(app, one.user_id, one.id).await?;
    let history = share
        .filter(|share| *share < 1.0)
        .map(|share| (share * 100.0) as i64);
    Ok(Some(DeviceAccount {
        text: asked,
        problem,
        sync: works.then(|| format!("{devices}/connections/{}/sync", one.id)),
        again: (!works).then(|| format!("{devices}/{}/connect", one.adapter)),
        history_text: history.map_or_else(String::new, |percent| {
            here.formats
                .text("account-history", &[("percent", percent.into())])
        }),
        history,
    }))
}

/// Why a person came back from a vendor without a connection.
pub fn failed(here: &Here, code: &str) -> String {
    const KNOWN: [&str; 4] = [
        "not-agreed",
        "already-connected",
        "vendor-trouble",
        "bad-vendor-key",
    ];
    let code = KNOWN.into_iter().find(|known| *known == code);
    let key = format!("account-failed-{}", code.unwrap_or("vendor-trouble"));
    here.formats.text(&key, &[])
}
