//! A workout as others see it.

use axum::http::HeaderValue;
use axum::response::Response;
use stadion_pack::model::{Pack, Packs};

use crate::domains::app::{Telling, frame};
use crate::domains::sharing::files::{self, HEADERS};
use crate::domains::sharing::seen::{Seen, by_token};
use crate::domains::workouts::export::WrittenFormat;
use crate::domains::workouts::told_to_others;
use crate::web::limits::Key;
use crate::web::ui::pages::{Link, Shared};
use crate::web::visit::Visit;
use crate::web::{Client, Error, Path, Result};

/// Counted as a call of the API: tokens are not to be tried out.
pub(super) async fn show(
    visit: Visit,
    client: Client,
    Path(token): Path<String>,
) -> Result<Response> {
    visit.app.limits.api(&Key::Address(client.address))?;
    let seen = by_token(&visit.app, &visit.packs, &token).await?;
    let pack = pack_of(&visit.packs, &seen.workout().sport);
    let pack = pack.ok_or_else(|| Error::not_found("link"))?;
    let view = view(&seen, &token, Telling::of(&visit, pack));
    let page = frame(&visit, None).await?;
    let mut response = visit.show(&page, &view)?;
    for (name, value) in HEADERS {
        let headers = response.headers_mut();
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// The pack of a sport; of one that no live pack has any, as nothing of it is shown.
fn pack_of<'a>(packs: &'a Packs, sport: &str) -> Option<&'a Pack> {
    let own = packs.sport(sport).map(|(pack, _)| pack.as_ref());
    own.or_else(|| packs.packs.values().next().map(AsRef::as_ref))
}

fn view(seen: &Seen, token: &str, told: Telling<'_>) -> Shared {
    let file = |format: WrittenFormat| {
        let name = format.as_str();
        Link {
            href: format!("/api/v1/shared/{token}/export?format={name}"),
            label: told.formats.text(&format!("shared-file-{name}"), &[]),
            is_current: false,
        }
    };
    Shared {
        workout: told_to_others(&seen.others(), told),
        by: seen.name().map(str::to_owned),
        is_hidden: seen.hides_something(),
        files: files::offered(seen).into_iter().map(file).collect(),
    }
}
