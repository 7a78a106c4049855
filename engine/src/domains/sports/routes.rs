//! `/api/v1/sports`.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use stadion_pack::model::{Metric, MetricType, Pack, Part, Sport};
use stadion_pack::units::Unit;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::App;
use crate::domains::gear::gear_types;
use crate::domains::gear::model::GearType;
use crate::web::{Access, Error, Json, MaybePrincipal, Path, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::Public, routes!(list))
        .api(Access::Public, routes!(get))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LocaleQuery {
    /// BCP 47; the caller's own when left out, else English.
    locale: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct PackList {
    items: Vec<PackBody>,
}

/// A pack: one app with its sports.
#[derive(Serialize, ToSchema)]
struct PackBody {
    id: String,
    version: String,
    title: String,
    sports: Vec<SportBody>,
    gear: Vec<GearTypeBody>,
    /// How many scripts it uses: functions in Rhai that its formulas and rules call.
    scripts: usize,
}

#[derive(Serialize, ToSchema)]
struct SportBody {
    /// Qualified: `pack.sport`.
    id: String,
    title: String,
    /// `track`, `sets`, `match`, `course` or `session`.
    archetype: String,
    /// In order of importance.
    metrics: Vec<MetricBody>,
    parts: Vec<PartBody>,
}

#[derive(Serialize, ToSchema)]
struct MetricBody {
    /// Qualified.
    id: String,
    title: String,
    /// `quantity`, `count`, `enum`, `flag`, `rating` or `text`.
    r#type: String,
    /// UCUM; numbers are sent and answered in it. Plain numbers have none.
    unit: Option<String>,
    /// Of enums: the values and their titles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<ValueBody>,
    /// Of ratings: the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u8>,
    /// Computed from others; not to be sent.
    derived: bool,
    required: bool,
}

#[derive(Serialize, ToSchema)]
struct ValueBody {
    id: String,
    title: String,
}

#[derive(Serialize, ToSchema)]
struct PartBody {
    id: String,
    title: String,
    fields: Vec<MetricBody>,
}

#[derive(Serialize, ToSchema)]
struct GearTypeBody {
    /// Qualified.
    id: String,
    title: String,
}

/// The live packs with their sports, metrics, parts and gear.
#[utoipa::path(get, path = "/api/v1/sports", tag = "sports", params(LocaleQuery),
    responses((status = 200, description = "All packs.", body = PackList)))]
async fn list(
    State(app): State<App>,
    MaybePrincipal(principal): MaybePrincipal,
    Query(query): Query<LocaleQuery>,
) -> Json<PackList> {
    let locale = query
        .locale
        .or(principal.and_then(|principal| principal.locale));
    let locale = locale.as_deref().unwrap_or("en");
    let packs = app.catalog.packs();
    Json(PackList {
        items: packs
            .packs
            .values()
            .map(|pack| pack_body(pack, locale))
            .collect(),
    })
}

/// One pack.
#[utoipa::path(get, path = "/api/v1/sports/{pack}", tag = "sports", params(("pack" = String, Path), LocaleQuery),
    responses((status = 200, description = "The pack.", body = PackBody),
        (status = 404, description = "No such pack is live.", body = Error, content_type = "application/problem+json")))]
async fn get(
    State(app): State<App>,
    MaybePrincipal(principal): MaybePrincipal,
    Path(pack): Path<String>,
    Query(query): Query<LocaleQuery>,
) -> Result<Json<PackBody>> {
    let locale = query
        .locale
        .or(principal.and_then(|principal| principal.locale));
    let packs = app.catalog.packs();
    let pack = packs.pack(&pack).ok_or_else(|| Error::not_found("pack"))?;
    Ok(Json(pack_body(pack, locale.as_deref().unwrap_or("en"))))
}

fn pack_body(pack: &Pack, locale: &str) -> PackBody {
    let gear = |kind: &std::sync::Arc<GearType>| GearTypeBody {
        id: kind.id.clone(),
        title: kind.title.get(locale).to_owned(),
    };
    PackBody {
        id: pack.id.clone(),
        version: pack.version.to_string(),
        title: pack.title.get(locale).to_owned(),
        sports: pack
            .sports
            .values()
            .map(|sport| sport_body(sport, locale))
            .collect(),
        gear: gear_types(pack).map(gear).collect(),
        scripts: pack.scripts.len(),
    }
}

fn sport_body(sport: &Sport, locale: &str) -> SportBody {
    let archetype = serde_json::to_value(sport.archetype).ok();
    SportBody {
        id: sport.id.clone(),
        title: sport.title.get(locale).to_owned(),
        archetype: archetype
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default(),
        metrics: sport
            .metrics
            .iter()
            .map(|metric| metric_body(metric, locale))
            .collect(),
        parts: sport
            .parts
            .iter()
            .map(|part| part_body(part, locale))
            .collect(),
    }
}

fn metric_body(metric: &Metric, locale: &str) -> MetricBody {
    MetricBody {
        derived: metric.derive.is_some(),
        ..typed(
            &metric.id,
            metric.title.get(locale),
            &metric.ty,
            &metric.unit,
            metric.required,
            locale,
        )
    }
}

fn part_body(part: &Part, locale: &str) -> PartBody {
    let fields = part.fields.iter().map(|(name, field)| {
        typed(
            name,
            field.title.get(locale),
            &field.ty,
            &field.unit,
            field.required,
            locale,
        )
    });
    PartBody {
        id: part.id.clone(),
        title: part.title.get(locale).to_owned(),
        fields: fields.collect(),
    }
}

fn typed(
    id: &str,
    title: &str,
    ty: &MetricType,
    unit: &Unit,
    required: bool,
    locale: &str,
) -> MetricBody {
    let (name, max) = match ty {
        MetricType::Quantity => ("quantity", None),
        MetricType::Count => ("count", None),
        MetricType::Enum { .. } => ("enum", None),
        MetricType::Flag => ("flag", None),
        MetricType::Rating { max } => ("rating", Some(*max)),
        MetricType::Text => ("text", None),
    };
    let values = match ty {
        MetricType::Enum { values, .. } => values.values.iter().map(|(id, title)| ValueBody {
            id: id.clone(),
            title: title.get(locale).to_owned(),
        }),
        _ => {
            return plain(
                id,
                title,
                name,
                Some(unit).filter(|unit| matches!(ty, MetricType::Quantity) && unit.symbol != "1"),
                max,
                required,
            );
        }
    };
    MetricBody {
        values: values.collect(),
        ..plain(id, title, name, None, max, required)
    }
}

fn plain(
    id: &str,
    title: &str,
    ty: &str,
    unit: Option<&Unit>,
    max: Option<u8>,
    required: bool,
) -> MetricBody {
    MetricBody {
        id: id.to_owned(),
        title: title.to_owned(),
        r#type: ty.to_owned(),
        unit: unit.map(|unit| unit.symbol.clone()),
        values: Vec::new(),
        max,
        derived: false,
        required,
    }
}
