//! `/api/v1/achievements`.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::model::Achievement;
use super::spec::Achievements;
use super::{award_body, store};
use crate::App;
use crate::domains::workouts::dto::AwardBody;
use crate::web::{Access, Json, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes.api(Access::User, routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// A pack's achievements only.
    pack: Option<String>,
}

/// An achievement and how far the caller is.
#[derive(Serialize, ToSchema)]
pub struct AchievementBody {
    /// Qualified.
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    /// How many workouts made the rule true.
    pub count: i64,
    /// The counts at which tiers are given, in order.
    pub tiers: Vec<u32>,
    /// The tiers the caller has.
    pub awards: Vec<AwardBody>,
}

#[derive(Serialize, ToSchema)]
struct AchievementsBody {
    items: Vec<AchievementBody>,
}

/// All achievements of the live packs with the caller's progress.
#[utoipa::path(get, path = "/api/v1/achievements", tag = "achievements", params(ListQuery),
    responses((status = 200, description = "Achievements, those of a pack in its order.", body = AchievementsBody)))]
async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ListQuery>,
) -> Result<Json<AchievementsBody>> {
    let locale = principal.locale.as_deref().unwrap_or("en");
    let items = all(&app, principal.user_id, locale, query.pack.as_deref()).await?;
    Ok(Json(AchievementsBody { items }))
}

/// The achievements of a pack, or of all, with a user's progress.
pub async fn all(
    app: &App,
    user_id: uuid::Uuid,
    locale: &str,
    pack: Option<&str>,
) -> Result<Vec<AchievementBody>> {
    let packs = app.catalog.packs();
    let counts: BTreeMap<String, i64> =
        store::counts(&app.db, user_id).await?.into_iter().collect();
    let mut awards: BTreeMap<String, Vec<AwardBody>> = BTreeMap::new();
    for award in store::awards(&app.db, user_id).await? {
        let body = award_body(&packs, locale, &award);
        awards.entry(award.achievement).or_default().extend(body);
    }
    let chosen = packs
        .packs
        .values()
        .filter(|known| pack.is_none_or(|id| known.id == id));
    let achievements = chosen.flat_map(|pack| pack.elements::<Achievements>().values());
    let body = |achievement: &std::sync::Arc<Achievement>| AchievementBody {
        id: achievement.id.clone(),
        title: achievement.title.get(locale).to_owned(),
        description: achievement
            .description
            .as_ref()
            .map(|text| text.get(locale).to_owned()),
        count: counts.get(&achievement.id).copied().unwrap_or(0),
        tiers: achievement.tiers.iter().map(|tier| tier.at).collect(),
        awards: awards.remove(&achievement.id).unwrap_or_default(),
    };
    Ok(achievements.map(body).collect())
}
