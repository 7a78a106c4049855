//! Whether things may be recommended to a person from their own trainings and gear.

use uuid::Uuid;

use super::model::ConsentKind;
use super::store;
use crate::App;
use crate::web::error::Result;

/// Whoever said something about it is taken at their last word. Of those who said nothing, adults
/// may be shown what replaces their own worn gear; children may not.
pub async fn may_recommend(app: &App, user_id: Uuid) -> Result<bool> {
    let history = store::consents(&app.db, user_id).await?;
    let said = ConsentKind::Personalisation.last_word(&history);
    Ok(match said {
        Some(consent) => consent.given,
        None => !is_child(user_id),
    })
}

/// Accounts tell no age: the terms are an adult's to agree to. Where ages come to be known, they
/// are asked here, and nowhere else.
fn is_child(_user_id: Uuid) -> bool {
    false
}
