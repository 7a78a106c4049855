//! `/api/v1/segments` and `/api/v1/insights/audience`.

use axum::extract::State;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::audience::{self, MOST_DAYS};
use super::model::asking::Asking;
use super::model::{AsOf, Audience, Backtest};
use super::{of_pack, segment};
use crate::App;
use crate::domains::achievements::in_words;
use crate::domains::app::Telling;
use crate::web::visit::Visit;
use crate::web::{Access, Error, FieldError, Json, Path, Query, Result, Role, Routes};

const WHO: Access = Access::OneOf(&[Role::Analyst, Role::Marketer, Role::Author]);

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(WHO, routes!(list))
        .api(WHO, routes!(count))
        .api(WHO, routes!(backtest))
        .api(WHO, routes!(try_rule))
}

/// A segment of a live pack.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct SegmentBody {
    /// Qualified: `running.regulars`.
    id: String,
    title: String,
    description: Option<String>,
    /// The rule as the pack writes it.
    rule: String,
    /// The rule in words, in the caller's language and units.
    in_words: String,
}

/// The segments of the live packs, in their order.
#[utoipa::path(get, path = "/api/v1/segments", tag = "insights",
    responses((status = 200, description = "In the caller's language and units.", body = Vec<SegmentBody>)))]
async fn list(visit: Visit) -> Json<Vec<SegmentBody>> {
    let mut all = Vec::new();
    for pack in visit.packs.packs.values() {
        let told = Telling::of(&visit, pack);
        let locale = told.locale();
        all.extend(of_pack(pack).map(|segment| SegmentBody {
            id: segment.id.clone(),
            title: segment.title.get(locale).to_owned(),
            description: (segment.description.as_ref()).map(|text| text.get(locale).to_owned()),
            rule: segment.who.source().to_owned(),
            in_words: in_words(&segment.who, pack, told),
        }));
    }
    Json(all)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CountQuery {
    /// A calendar day, each person's own; now, by each one's time zone, if left out.
    as_of: Option<NaiveDate>,
}

/// How many people are in a segment, now or as of a day gone by. Numbers about fewer than five
/// people are left out.
#[utoipa::path(get, path = "/api/v1/segments/{id}/audience", tag = "insights", params(("id" = String, Path, description = "Qualified: `running.regulars`."), CountQuery),
    responses((status = 200, description = "How many, and of how many.", body = Audience),
        (status = 404, description = "No live pack has it.", body = Error, content_type = "application/problem+json"),
        (status = 422, description = "The day is out of bounds.", body = Error, content_type = "application/problem+json"),
        (status = 503, description = "Counting took too long.", body = Error, content_type = "application/problem+json")))]
async fn count(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<CountQuery>,
) -> Result<Json<Audience>> {
    let asking = live(&app, &id)?;
    let as_of = match query.as_of {
        Some(day) => AsOf::Day(gone_by(&app, "as_of", day)?),
        None => AsOf::Moment(app.clock.now()),
    };
    audience::audience(&app, &asking, as_of).await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BacktestQuery {
    /// The first day of the period.
    from: NaiveDate,
    /// Its last day, at most 92 days in all.
    to: NaiveDate,
}

/// How many people were in a segment on each day of a period gone by, and how many different people
/// on any of them: whom it would have reached. Numbers about fewer than five people are left out.
#[utoipa::path(get, path = "/api/v1/segments/{id}/backtest", tag = "insights", params(("id" = String, Path, description = "Qualified: `running.regulars`."), BacktestQuery),
    responses((status = 200, description = "By day, and together.", body = Backtest),
        (status = 404, description = "No live pack has it.", body = Error, content_type = "application/problem+json"),
        (status = 422, description = "The period is out of bounds.", body = Error, content_type = "application/problem+json"),
        (status = 503, description = "Counting took too long.", body = Error, content_type = "application/problem+json")))]
async fn backtest(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<BacktestQuery>,
) -> Result<Json<Backtest>> {
    let asking = live(&app, &id)?;
    let period = period(&app, ("from", query.from), ("to", query.to))?;
    audience::backtest(&app, &asking, period).await.map(Json)
}

/// A rule that is no segment yet.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RuleBody {
    /// The live pack whose metrics and sports the rule names.
    pack: String,
    /// As `who` of a segment: `count(workouts, weeks(4)) >= 8`.
    #[schema(max_length = 2000)]
    rule: String,
    /// With `to`: a backtest over this period, at most 92 days, beside the audience of now.
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    to: Option<NaiveDate>,
}

/// What a rule comes to.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct RuleTried {
    /// In the caller's language and units.
    in_words: String,
    audience: Audience,
    backtest: Option<Backtest>,
}

/// How many people a rule would reach that is not live yet. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/insights/audience", tag = "insights", request_body = RuleBody,
    responses((status = 200, description = "The audience of now, and over the period where one is given.", body = RuleTried),
        (status = 422, description = "The rule has errors; `errors` says at which sign of it.", body = Error, content_type = "application/problem+json"),
        (status = 503, description = "Counting took too long.", body = Error, content_type = "application/problem+json")))]
async fn try_rule(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<RuleBody>,
) -> Result<Json<RuleTried>> {
    let unknown = || {
        let error = FieldError::new("/pack", "There is no such live pack.");
        Error::invalid(vec![error.remedy("Write its id, as in `running`.")])
    };
    let pack = visit.packs.pack(&body.pack).ok_or_else(unknown)?;
    let rule = audience::candidate(&visit.packs, pack, &body.rule)?;
    let span = match (body.from, body.to) {
        (None, None) => None,
        (from, to) => {
            let today = app.clock.now().date_naive();
            let to = to.unwrap_or(today);
            Some(period(&app, ("/from", from.unwrap_or(to)), ("/to", to))?)
        }
    };
    let asking = Asking::new(&visit.packs, pack, &rule);
    let in_words = in_words(&rule, pack, Telling::of(&visit, pack));
    let now = AsOf::Moment(app.clock.now());
    let counted = audience::audience(&app, &asking, now).await?;
    let backtest = match span {
        Some(span) => Some(audience::backtest(&app, &asking, span).await?),
        None => None,
    };
    Ok(Json(RuleTried {
        in_words,
        audience: counted,
        backtest,
    }))
}

fn live(app: &App, id: &str) -> Result<Asking> {
    let packs = app.catalog.packs();
    let (pack, segment) = segment(&packs, id).ok_or_else(|| Error::not_found("segment"))?;
    Ok(Asking::new(&packs, pack, &segment.who))
}

/// A day of which there is something to be counted.
fn gone_by(app: &App, field: &str, day: NaiveDate) -> Result<NaiveDate> {
    let today = app.clock.now().date_naive();
    // A place ahead of UTC may have begun tomorrow.
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    if (NaiveDate::default()..=last).contains(&day) {
        return Ok(day);
    }
    let error = FieldError::new(field, "This day is before 1970 or has not begun anywhere.");
    Err(Error::invalid(vec![
        error.remedy("Write a day gone by, as in `2026-11-01`."),
    ]))
}

fn period(
    app: &App,
    (first, from): (&str, NaiveDate),
    (last, to): (&str, NaiveDate),
) -> Result<(NaiveDate, NaiveDate)> {
    let (from, to) = (gone_by(app, first, from)?, gone_by(app, last, to)?);
    let days = (to - from).num_days() + 1;
    if (1..=MOST_DAYS).contains(&days) {
        return Ok((from, to));
    }
    let message = format!("A period has 1 to {MOST_DAYS} days, and this one has {days}.");
    let error = FieldError::new(last, message);
    Err(Error::invalid(vec![
        error.remedy("Ask for several periods."),
    ]))
}
