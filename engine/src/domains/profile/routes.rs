//! `/api/v1/me/profile` and what hangs on it.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use stadion_activity::derive::zones::Kind;
use stadion_pack::model::Packs;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::UtoipaMethodRouterExt;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{AgeGroup, Category, Fact, Field, Profile, Sex, ZoneMethod};
use super::photo::{self, PHOTO_MAX};
use super::service::{self, Change};
use super::{kinds_of, method_and_zones};
use crate::App;
use crate::web::extract::{too_large, wrong_media_type};
use crate::web::{Access, Error, Json, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let photo =
        routes!(read_photo, put_photo, remove_photo).layer(DefaultBodyLimit::max(PHOTO_MAX));
    routes
        .api(Access::User, routes!(read, change))
        .api(Access::User, routes!(read_sport, change_sport))
        .api(Access::User, photo)
}

/// What was said of one field from one day on.
#[derive(Serialize, ToSchema)]
struct Said {
    field: Field,
    /// Null: taken back.
    value: Value,
    from: NaiveDate,
    at: DateTime<Utc>,
}

impl Said {
    fn all(facts: &[Fact], sport: &str) -> Vec<Self> {
        let own = facts.iter().filter(|fact| fact.sport == sport);
        let shown = own.filter(|fact| fact.field != Field::Photo);
        let said = |fact: &Fact| Self {
            field: fact.field,
            value: fact.value.clone(),
            from: fact.valid_from,
            at: fact.created_at,
        };
        shown.map(said).collect()
    }
}

/// The person as of a day. What was not said is null.
#[derive(Serialize, ToSchema)]
struct ProfileBody {
    on: NaiveDate,
    birth_date: Option<NaiveDate>,
    /// Whole years.
    age: Option<u32>,
    /// By the bounds of the region.
    age_group: Option<AgeGroup>,
    category: Option<Category>,
    sex: Option<Sex>,
    /// Kilograms.
    weight: Option<f64>,
    /// ISO 3166-1 alpha-2.
    region: Option<String>,
    /// Beats a minute.
    max_heart_rate: Option<f64>,
    /// Beats a minute.
    resting_heart_rate: Option<f64>,
    has_photo: bool,
    /// Everything said, in order of the days from which it holds.
    history: Vec<Said>,
}

/// As of which day.
#[derive(Deserialize, IntoParams)]
struct Day {
    /// Today when left out.
    on: Option<NaiveDate>,
}

/// Read your profile
#[utoipa::path(get, path = "/api/v1/me/profile", tag = "me", operation_id = "read_profile", params(Day),
    responses((status = 200, description = "Who you are as of the day.", body = ProfileBody)))]
async fn read(
    State(app): State<App>,
    principal: Principal,
    Query(day): Query<Day>,
) -> Result<Json<ProfileBody>> {
    let day = day.on.unwrap_or_else(|| today(&app, &principal));
    Ok(Json(body(&app, principal.user_id, day).await?))
}

async fn body(app: &App, user_id: Uuid, on: NaiveDate) -> Result<ProfileBody> {
    let facts = super::facts(&app.db, user_id).await?;
    let person = facts.on(&app.catalog.packs(), "", on);
    Ok(ProfileBody {
        on,
        birth_date: person.birth_date,
        age: person.age,
        age_group: person.age_group,
        category: person.category,
        sex: person.sex,
        weight: person.weight,
        region: person.region,
        max_heart_rate: person.max_heart_rate,
        resting_heart_rate: person.resting_heart_rate,
        has_photo: person.photo.is_some(),
        history: Said::all(&facts.0, ""),
    })
}

/// The day that it is where the person is.
fn today(app: &App, principal: &Principal) -> NaiveDate {
    let zone = principal.time_zone.as_deref();
    let zone = zone.and_then(|name| name.parse::<chrono_tz::Tz>().ok());
    let now = app.clock.now();
    now.with_timezone(&zone.unwrap_or(chrono_tz::Tz::UTC))
        .date_naive()
}

/// What is absent stays; null takes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileChange {
    /// The day from which it holds: today when left out. A day of birth holds always.
    from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<NaiveDate>)]
    birth_date: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Category>)]
    category: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Sex>)]
    sex: Option<Value>,
    /// Kilograms.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<f64>, minimum = 10, maximum = 500)]
    weight: Option<Value>,
    /// ISO 3166-1 alpha-2.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "DE")]
    region: Option<Value>,
    /// Beats a minute.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<f64>, minimum = 60, maximum = 250)]
    max_heart_rate: Option<Value>,
    /// Beats a minute.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<f64>, minimum = 20, maximum = 150)]
    resting_heart_rate: Option<Value>,
}

/// Tells null from absent.
fn present<'de, D: Deserializer<'de>>(value: D) -> std::result::Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

fn values<const N: usize>(sent: [(Field, Option<Value>); N]) -> Vec<(Field, Value)> {
    let sent = sent.into_iter();
    sent.filter_map(|(field, value)| Some((field, value?)))
        .collect()
}

/// Change your profile
///
/// From a day on: older workouts keep what held then, those since are looked at anew.
#[utoipa::path(patch, path = "/api/v1/me/profile", tag = "me", operation_id = "change_profile",
    request_body = ProfileChange,
    responses((status = 200, description = "Said.", body = ProfileBody)))]
async fn change(
    State(app): State<App>,
    principal: Principal,
    Json(asked): Json<ProfileChange>,
) -> Result<Json<ProfileBody>> {
    let today = today(&app, &principal);
    let change = Change {
        sport: String::new(),
        from: asked.from.unwrap_or(today),
        values: values([
            (Field::BirthDate, asked.birth_date),
            (Field::Category, asked.category),
            (Field::Sex, asked.sex),
            (Field::Weight, asked.weight),
            (Field::Region, asked.region),
            (Field::MaxHeartRate, asked.max_heart_rate),
            (Field::RestingHeartRate, asked.resting_heart_rate),
        ]),
    };
    service::change(&app, principal.user_id, &change).await?;
    Ok(Json(body(&app, principal.user_id, today).await?))
}

/// The person in a sport, as of a day.
#[derive(Serialize, ToSchema)]
struct SportProfileBody {
    /// A pack's id, which is all its sports, or a qualified sport.
    sport: String,
    on: NaiveDate,
    /// The sport's own, else the general one.
    category: Option<Category>,
    /// Functional threshold power, watts.
    ftp: Option<f64>,
    /// Metres a second.
    threshold_pace: Option<f64>,
    /// Beats a minute.
    threshold_heart_rate: Option<f64>,
    /// Of each kind that the sport measures and that enough was said for.
    zones: Vec<ZonesBody>,
    /// Everything said of this sport, in order of the days from which it holds.
    history: Vec<Said>,
}

#[derive(Serialize, ToSchema)]
struct ZonesBody {
    #[schema(value_type = String, example = "heart_rate")]
    kind: &'static str,
    method: ZoneMethod,
    zones: Vec<ZoneBody>,
}

/// Beats a minute, watts, or metres a second.
#[derive(Serialize, ToSchema)]
struct ZoneBody {
    from: f64,
    /// Null: the last has no end.
    to: Option<f64>,
}

fn zones_body(person: &Profile, kind: Kind) -> Option<ZonesBody> {
    let (method, zones) = method_and_zones(person, kind)?;
    Some(ZonesBody {
        kind: kind.as_str(),
        method,
        zones: zones
            .bounds()
            .map(|(from, to)| ZoneBody { from, to })
            .collect(),
    })
}

/// Which zones a pack's sports, or one sport, have; `None` for neither.
fn kinds(packs: &Packs, sport: &str) -> Option<Vec<Kind>> {
    if let Some((_, sport)) = packs.sport(sport) {
        return Some(kinds_of(sport));
    }
    let pack = packs.pack(sport)?;
    let mut kinds: Vec<Kind> = pack.sports.values().flat_map(|s| kinds_of(s)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    Some(kinds)
}

async fn sport_body(
    app: &App,
    user_id: Uuid,
    sport: String,
    on: NaiveDate,
) -> Result<SportProfileBody> {
    let packs = app.catalog.packs();
    let kinds = kinds(&packs, &sport).ok_or_else(|| Error::not_found("sport"))?;
    let facts = super::facts(&app.db, user_id).await?;
    let person = facts.on(&packs, &sport, on);
    Ok(SportProfileBody {
        on,
        category: person.category,
        ftp: person.ftp,
        threshold_pace: person.threshold_pace,
        threshold_heart_rate: person.threshold_heart_rate,
        zones: kinds
            .iter()
            .filter_map(|kind| zones_body(&person, *kind))
            .collect(),
        history: Said::all(&facts.0, &sport),
        sport,
    })
}

/// Read your profile in a sport
#[utoipa::path(get, path = "/api/v1/me/sports/{sport}/profile", tag = "me",
    operation_id = "read_sport_profile",
    params(("sport" = String, Path, description = "A pack's id, or a qualified sport."), Day),
    responses(
        (status = 200, description = "Figures and zones as of the day.", body = SportProfileBody),
        (status = 404, description = "No such sport.", body = crate::web::Error,
         content_type = "application/problem+json")))]
async fn read_sport(
    State(app): State<App>,
    principal: Principal,
    Path(sport): Path<String>,
    Query(day): Query<Day>,
) -> Result<Json<SportProfileBody>> {
    let day = day.on.unwrap_or_else(|| today(&app, &principal));
    let body = sport_body(&app, principal.user_id, sport, day).await?;
    Ok(Json(body))
}

/// What is absent stays; null takes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SportProfileChange {
    /// The day from which it holds: today when left out.
    from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Category>)]
    category: Option<Value>,
    /// Watts.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<f64>, minimum = 10, maximum = 1000)]
    ftp: Option<Value>,
    /// Metres a second.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<f64>, minimum = 0.1, maximum = 30)]
    threshold_pace: Option<Value>,
    /// Beats a minute.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<f64>, minimum = 60, maximum = 250)]
    threshold_heart_rate: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<super::model::ZoneRule>)]
    zones_heart_rate: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<super::model::ZoneRule>)]
    zones_power: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<super::model::ZoneRule>)]
    zones_pace: Option<Value>,
}

/// Change your profile in a sport
///
/// From a day on: older workouts keep their zones.
#[utoipa::path(patch, path = "/api/v1/me/sports/{sport}/profile", tag = "me",
    operation_id = "change_sport_profile",
    params(("sport" = String, Path, description = "A pack's id, or a qualified sport.")),
    request_body = SportProfileChange,
    responses(
        (status = 200, description = "Said.", body = SportProfileBody),
        (status = 404, description = "No such sport.", body = crate::web::Error,
         content_type = "application/problem+json")))]
async fn change_sport(
    State(app): State<App>,
    principal: Principal,
    Path(sport): Path<String>,
    Json(asked): Json<SportProfileChange>,
) -> Result<Json<SportProfileBody>> {
    let today = today(&app, &principal);
    if kinds(&app.catalog.packs(), &sport).is_none() {
        return Err(Error::not_found("sport"));
    }
    let change = Change {
        sport: sport.clone(),
        from: asked.from.unwrap_or(today),
        values: values([
            (Field::Category, asked.category),
            (Field::Ftp, asked.ftp),
            (Field::ThresholdPace, asked.threshold_pace),
            (Field::ThresholdHeartRate, asked.threshold_heart_rate),
            (Field::ZonesHeartRate, asked.zones_heart_rate),
            (Field::ZonesPower, asked.zones_power),
            (Field::ZonesPace, asked.zones_pace),
        ]),
    };
    service::change(&app, principal.user_id, &change).await?;
    let body = sport_body(&app, principal.user_id, sport, today).await?;
    Ok(Json(body))
}

/// Your photo
#[utoipa::path(get, path = "/api/v1/me/photo", tag = "me", operation_id = "read_photo",
    responses(
        (status = 200, description = "256 by 256 pixels.", content_type = "image/jpeg", body = Vec<u8>),
        (status = 404, description = "You have none.", body = crate::web::Error,
         content_type = "application/problem+json")))]
async fn read_photo(State(app): State<App>, principal: Principal) -> Result<Response> {
    photo::show(&app, principal.user_id).await
}

/// Set your photo
///
/// The square in the middle is kept, 256 by 256 pixels, without what the file says beside them.
#[utoipa::path(put, path = "/api/v1/me/photo", tag = "me", operation_id = "put_photo",
    request_body(content = Vec<u8>, content_type = "image/jpeg",
                 description = "JPEG, PNG or WebP, at most 10 MB and 10,000 pixels a side."),
    responses((status = 204, description = "Kept.")))]
async fn put_photo(
    State(app): State<App>,
    principal: Principal,
    headers: HeaderMap,
    bytes: std::result::Result<Bytes, BytesRejection>,
) -> Result<StatusCode> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !["image/jpeg", "image/png", "image/webp"].contains(&kind) {
        return Err(wrong_media_type("image/jpeg"));
    }
    let bytes = bytes.map_err(|_| too_large())?;
    photo::put(&app, principal.user_id, bytes.to_vec()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove your photo
#[utoipa::path(delete, path = "/api/v1/me/photo", tag = "me", operation_id = "remove_photo",
    responses((status = 204, description = "There is none now.")))]
async fn remove_photo(State(app): State<App>, principal: Principal) -> Result<StatusCode> {
    photo::remove(&app, principal.user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
