//! Whether things may be recommended to a person from their own trainings and gear.

use uuid::Uuid;

use super::model::ConsentKind;
use super::store;
use crate::App;
use crate::domains::profile::{self, model::AgeGroup};
use crate::web::error::Result;

/// Whoever said something about it is taken at their last word. Of those who said nothing, adults
/// may be shown what replaces their own worn gear; children may not.
pub async fn may_recommend(app: &App, user_id: Uuid) -> Result<bool> {
    let history = store::consents(&app.db, user_id).await?;
    match ConsentKind::Personalisation.last_word(&history) {
        Some(consent) => Ok(consent.given),
        None => Ok(!is_child(app, user_id).await?),
    }
}

/// Who told no age agreed to the terms as an adult.
async fn is_child(app: &App, user_id: Uuid) -> Result<bool> {
    let (packs, today) = (app.catalog.packs(), app.clock.now().date_naive());
    let profile = profile::on(&app.db, &packs, user_id, "", today).await?;
    Ok(profile
        .age_group
        .is_some_and(|group| group != AgeGroup::Adult))
}
