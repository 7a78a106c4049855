//! The pack kind `gear`: YAML to `GearType`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use stadion_pack::diff::{Nature, Said, Sheet, Tells, in_unit};
use stadion_pack::expr::{Checked, Type, Want};
use stadion_pack::figure::Figure;
use stadion_pack::finding::Report;
use stadion_pack::model::{Aggregate, Text};
use stadion_pack::units;
use stadion_pack::value::Dim;
use stadion_pack::words::{Words, humanise};
use stadion_pack::{At, Kind, Scope};

use super::model::{Attribute, GearType, Service, Wear, WearBy};

/// The kind `gear`.
pub struct Gear;

/// A kind of gear that athletes own: shoes, a belt, a bicycle.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGear {
    /// Title by locale; may stand in a locale file instead.
    title: Option<At<Words>>,
    /// A sentence about it.
    description: Option<At<Words>>,
    /// Name of an icon of the built-in set.
    #[schemars(extend("x-names" = "icons"))]
    icon: Option<At<String>>,
    /// How use wears it out. Without it, it does not wear.
    wear: Option<At<RawWear>>,
    /// After how much use it wants service. Without it, it wants none.
    service: Option<At<RawService>>,
    /// Sports of this pack that nobody does without it. Who has none in use may be shown some.
    #[serde(default)]
    #[schemars(extend("x-names" = "sports"))]
    needed_by: Vec<At<String>>,
    /// What an athlete can state about an item of their own: a JSON Schema for each name.
    #[serde(default)]
    attributes: IndexMap<At<String>, At<serde_json::Value>>,
    /// What in the shop replaces it.
    catalog: Option<RawCatalog>,
    /// Gear of this pack that is part of it and wears by itself.
    #[serde(default)]
    #[schemars(extend("x-names" = "gear"))]
    components: Vec<At<String>>,
}

/// Use adds up until a life is used; `by` or `formula` says what a workout adds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawWear {
    /// A metric whose values add up (`distance`, `duration`), `uses`, or `age`.
    #[schemars(extend("x-names" = "metrics", "x-words" = ["uses", "age"]))]
    by: Option<At<String>>,
    /// What one workout adds, as an expression: `workout.distance * 1.2`.
    #[schemars(extend("x-names" = "formula"))]
    formula: Option<At<String>>,
    /// How much a life holds: `700 km`, `400 h`, a plain number for `uses`, `P2Y` for `age`.
    life: At<Figure>,
    /// Share of the life from which the owner is told. Usually 80 %.
    warn_at: Option<At<Figure>>,
    /// Where the figure comes from.
    source: Option<String>,
}

/// Use adds up until a service is due, and begins anew with each that was done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawService {
    /// A metric whose values add up, `uses`, or `age`. Usually what the wear is counted by.
    #[schemars(extend("x-names" = "metrics", "x-words" = ["uses", "age"]))]
    by: Option<At<String>>,
    /// How much use there is between two services: `300 km`, `P1Y` for `age`.
    every: At<Figure>,
    /// Where the figure comes from.
    source: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawCatalog {
    /// Category of the shop's catalogue: `shoes/running`.
    category: At<String>,
}

/// Share of a life after which the owner is told, where the pack says nothing.
const USUAL_WARNING: f64 = 0.8;

impl Kind for Gear {
    const NAME: &'static str = "gear";
    const TITLE: &'static str = "Gear";
    const DOC: &'static str = "\
Kinds of gear an athlete of the pack's sports owns. Each workout adds to the wear of the gear used
in it: a metric that adds up (`by: distance`), one for every workout (`by: uses`), or what a
`formula` says. `by: age` counts from the day it was
acquired (`acquired_on`), used or not. `life` is how much there is in all.

A part that wears by itself, such as the insoles of a shoe, is gear too and stands under
`components`. What is part of an item wears with the item's workouts from the day it was put in.

`service` says after how much use the item wants to be looked after: cleaned, waxed, adjusted. It
is counted as the wear is, or `by` something else, and begins anew on the day of each service.

`needed_by` names the sports that nobody does without it. The titles of an attribute's `enum` values
stand in the locale files: `gear-running_shoes-purpose-trail-title = Trails`.";
    const EXAMPLE: &'static str = "\
running_shoes:
  title: {en: Running shoes, ru: Беговые кроссовки}
  wear: {by: distance, life: 700 km, warn_at: 80 %, source: Cook and others 1985}
  attributes: {drop_mm: {type: integer, minimum: 0, maximum: 20}}
  needed_by: [run]
  catalog: {category: shoes/running}
  components: [insoles]
skis:
  title: {en: Skis, ru: Лыжи}
  wear: {by: distance, life: 4000 km}
  service: {every: 100 km}
insoles:
  title: {en: Insoles, ru: Стельки}
  wear: {by: distance, life: 400 km}
";
    const CODES: &'static [(&'static str, &'static str)] = &[
        (
            "S0310",
            "Wear is said twice, or not at all: by one metric (`by`), or by an expression (`formula`).",
        ),
        (
            "S0311",
            "Wear is counted by a metric that does not add up over workouts. Take one with `aggregate: sum`, or `uses`, or `age`.",
        ),
        (
            "S0312",
            "A life of nothing or less. Say how much use the item holds.",
        ),
        (
            "S0313",
            "`warn_at` is no share of the life: a percentage above 0 % and up to 100 %.",
        ),
        (
            "S0314",
            "The schema of an attribute is no JSON Schema (2020-12) of one text, number or flag: it says a `type` or an `enum`, and bounds.",
        ),
        (
            "S0315",
            "Service is counted by nothing: the gear does not wear, and `by` is not said.",
        ),
        (
            "S0316",
            "Service after no use at all. Say how much use there is between two services.",
        ),
    ];
    type Raw = RawGear;
    type Element = GearType;
    const HELD: Option<&'static str> = Some("items");

    fn sheet(kind: &GearType, sheet: &mut Sheet) {
        sheet.text("title", &kind.title);
        if let Some(description) = &kind.description {
            sheet.text("description", description);
        }
        sheet.look("icon", kind.icon.as_ref());
        if let Some(wear) = &kind.wear {
            sheet.inside("wear", "", |sheet| {
                counted(&wear.by, sheet);
                // What an item had worn before it was added here is stored in this measure.
                let measure = units::describe_dim(wear.dim);
                sheet.words("measure", Some(measure), Nature::Meant, Tells::Wear);
                figure("life", wear.life, wear.dim, sheet);
                figure("warn_at", wear.warn_at, Dim::NONE, sheet);
                sheet.look("source", wear.source.as_ref());
            });
        }
        if let Some(service) = &kind.service {
            sheet.inside("service", "", |sheet| {
                if let Some(by) = &service.by {
                    counted(by, sheet);
                }
                figure("every", service.every, service.dim, sheet);
                sheet.look("source", service.source.as_ref());
            });
        }
        for sport in &kind.needed_by {
            sheet.names(
                "needed_by",
                "sports",
                [sport.as_str()],
                Nature::Shown,
                Tells::Nothing,
            );
        }
        for (name, attribute) in &kind.attributes {
            sheet.each(
                "attributes",
                [name.as_str()],
                Nature::Held("attributes"),
                Tells::Nothing,
            );
            let schema = Said::Words(attribute.schema.to_string());
            sheet.inside("attributes", name, |sheet| {
                sheet.say("schema", schema, Nature::Relied, Tells::Nothing);
                sheet.text("title", &attribute.title);
                for (word, title) in &attribute.values {
                    sheet.text_of("values", word, title);
                }
            });
        }
        sheet.look("catalog", kind.category.as_ref());
        for part in &kind.components {
            sheet.names(
                "components",
                Self::NAME,
                [part.as_str()],
                Nature::Shown,
                Tells::Nothing,
            );
        }
    }

    fn needs(raw: &RawGear) -> Vec<String> {
        raw.components
            .iter()
            .map(|component| component.value.clone())
            .collect()
    }

    fn compile(_id: &str, raw: RawGear, cx: &mut Scope<'_>) -> Option<GearType> {
        let wear = match &raw.wear {
            Some(wear) => Some(compile_wear(wear, cx)?),
            None => None,
        };
        let service = match &raw.service {
            Some(service) => Some(compile_service(service, wear.as_ref(), cx)?),
            None => None,
        };
        let needed_by = raw
            .needed_by
            .iter()
            .map(|name| Some(cx.sport(name)?.id.clone()));
        let needed_by: Vec<_> = needed_by.collect();
        let attributes = compile_attributes(raw.attributes, cx)?;
        let components = raw
            .components
            .iter()
            .map(|name| Some(cx.element::<Self>(name)?.id.clone()));
        let components: Vec<_> = components.collect();
        Some(GearType {
            id: cx.qualified(),
            title: cx.text(raw.title.as_ref(), "title"),
            description: cx.optional_text(raw.description.as_ref(), "description"),
            icon: cx.icon(raw.icon),
            wear,
            service,
            needed_by: needed_by.into_iter().collect::<Option<_>>()?,
            attributes,
            category: raw.catalog.map(|catalog| catalog.category.value),
            components: components.into_iter().collect::<Option<_>>()?,
            place: cx.place(),
        })
    }
}

/// By what use is counted.
fn counted(by: &WearBy, sheet: &mut Sheet) {
    match by {
        WearBy::Metric(metric) => {
            let said = Said::Name("metrics", metric.id.clone());
            sheet.say("by", said, Nature::Told, Tells::Wear);
        }
        WearBy::Formula(formula) => sheet.rule("formula", Some(formula), Tells::Wear),
        WearBy::Uses => sheet.words("by", Some("uses"), Nature::Told, Tells::Wear),
        WearBy::Age => sheet.words("by", Some("age"), Nature::Told, Tells::Wear),
    }
}

fn figure(key: &'static str, si: f64, dim: Dim, sheet: &mut Sheet) {
    let said = Said::Figure(si, in_unit(si, &units::coherent(dim)));
    sheet.say(key, said, Nature::Shown, Tells::Nothing);
}

fn compile_wear(raw: &At<RawWear>, cx: &mut Scope<'_>) -> Option<Wear> {
    let (by, dim) = match (&raw.by, &raw.formula) {
        (Some(by), None) => wear_by(by, cx)?,
        (None, Some(formula)) => {
            let rule = cx.expr(formula, &cx.derive_context(), Want::Number(None))?;
            let dim = dimension_of(&rule);
            (WearBy::Formula(rule), dim)
        }
        _ => {
            let report = Report::error("S0310", raw.span, "wear is said by `by` or by `formula`");
            cx.report(report.help("write exactly one of the two: by: distance"));
            return None;
        }
    };
    let life = cx.quantity(&raw.life, dim)?;
    check_use(&by, life, &raw.life, cx)?;
    let warn_at = match &raw.warn_at {
        Some(share) => cx.quantity(share, Dim::NONE)?,
        None => USUAL_WARNING,
    };
    check_range(raw, life, warn_at, cx).then(|| Wear {
        by,
        dim,
        life,
        warn_at,
        source: raw.source.clone(),
    })
}

fn wear_by(by: &At<String>, cx: &mut Scope<'_>) -> Option<(WearBy, Dim)> {
    match by.as_str() {
        "uses" => Some((WearBy::Uses, Dim::NONE)),
        "age" => Some((WearBy::Age, Dim::TIME)),
        _ => {
            let metric = cx.metric(by)?;
            if metric.aggregate != Aggregate::Sum {
                let message = format!("`{}` does not add up over workouts", **by);
                let report = Report::error("S0311", by.span, message);
                cx.report(
                    report.help("wear needs a metric with `aggregate: sum`, `uses` or `age`"),
                );
                return None;
            }
            let dim = metric.dim;
            Some((WearBy::Metric(metric), dim))
        }
    }
}

fn compile_service(
    raw: &At<RawService>,
    wear: Option<&Wear>,
    cx: &mut Scope<'_>,
) -> Option<Service> {
    let (by, dim) = match (&raw.by, wear) {
        (Some(by), _) => wear_by(by, cx).map(|(by, dim)| (Some(by), dim))?,
        (None, Some(wear)) => (None, wear.dim),
        (None, None) => {
            let report = Report::error("S0315", raw.span, "service is counted by nothing");
            cx.report(report.help("say by what: {by: distance, every: 300 km}"));
            return None;
        }
    };
    let every = cx.quantity(&raw.every, dim)?;
    if let Some(by) = by.as_ref().or(wear.map(|wear| &wear.by)) {
        check_use(by, every, &raw.every, cx)?;
    }
    if every <= 0.0 {
        let message = "a service after no use is always due";
        let report = Report::error("S0316", raw.every.span, message);
        cx.report(report.help("write how much use there is between two: 300 km"));
        return None;
    }
    Some(Service {
        by,
        dim,
        every,
        source: raw.source.clone(),
    })
}

/// Longer than anyone keeps a thing.
const MAX_AGE: f64 = 100.0 * 366.0 * 86_400.0;

/// Uses are counted one by one; what is as old as a century was not meant.
fn check_use(by: &WearBy, amount: f64, figure: &At<Figure>, cx: &mut Scope<'_>) -> Option<()> {
    let fault = match by {
        WearBy::Uses if amount > 0.0 && amount.fract() != 0.0 => {
            "uses are counted in whole numbers"
        }
        WearBy::Age if amount > MAX_AGE => "nothing is used for more than a hundred years",
        _ => return Some(()),
    };
    let report = Report::error("S0025", figure.span, fault);
    cx.report(report.help("write how much use it holds: 60 uses, or P5Y"));
    None
}

fn dimension_of(rule: &Checked) -> Dim {
    match rule.ty() {
        Type::Number(dim) => *dim,
        _ => Dim::NONE,
    }
}

/// A life is more than nothing, and the warning comes within it.
fn check_range(raw: &RawWear, life: f64, warn_at: f64, cx: &mut Scope<'_>) -> bool {
    if life <= 0.0 {
        let report = Report::error(
            "S0312",
            raw.life.span,
            "a life of nothing is over before it begins",
        );
        cx.report(report.help("write how much use it holds: 700 km"));
    }
    let in_life = warn_at > 0.0 && warn_at <= 1.0;
    if let (false, Some(share)) = (in_life, &raw.warn_at) {
        let report = Report::error("S0313", share.span, "`warn_at` is a share of the life");
        cx.report(report.help("write a percentage above 0 % and up to 100 %: 80 %"));
    }
    life > 0.0 && in_life
}

/// Each attribute's schema, checked to be a JSON Schema.
fn compile_attributes(
    raw: IndexMap<At<String>, At<serde_json::Value>>,
    cx: &mut Scope<'_>,
) -> Option<IndexMap<String, Attribute>> {
    let mut attributes = IndexMap::new();
    for (name, schema) in raw {
        if let Err(reason) = check_schema(&schema.value) {
            let message = format!("`{}` is no schema of a value: {reason}", *name);
            let report = Report::error("S0314", schema.span, message);
            cx.report(report.help("such as {type: integer, minimum: 0, maximum: 20}"));
            return None;
        }
        let title = cx.text_of(
            None,
            &format!("{}-title", name.value),
            &name.value,
            name.span,
        );
        let values = titles(&name, &schema.value, cx);
        attributes.insert(
            name.value,
            Attribute {
                title,
                values,
                schema: schema.value,
            },
        );
    }
    Some(attributes)
}

/// What says something of one value that a person can state.
const KEYWORDS: [&str; 12] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
];
const TYPES: [&str; 4] = ["string", "number", "integer", "boolean"];

fn check_schema(schema: &serde_json::Value) -> Result<(), String> {
    jsonschema::draft202012::meta::validate(schema).map_err(|error| error.to_string())?;
    let Some(keys) = schema.as_object() else {
        return Err("it is a map".into());
    };
    if let Some(key) = keys.keys().find(|key| !KEYWORDS.contains(&key.as_str())) {
        return Err(format!(
            "`{key}` says nothing of one; known are {}",
            KEYWORDS.join(", ")
        ));
    }
    let is_one = |of: &serde_json::Value| of.as_str().is_some_and(|of| TYPES.contains(&of));
    match (schema.get("type"), schema.get("enum")) {
        (Some(of), _) if !is_one(of) => {
            return Err(format!("`type` is one of {}", TYPES.join(", ")));
        }
        (None, None) => return Err("it says neither `type` nor `enum`".into()),
        _ => {}
    }
    let bound = |key| schema.get(key).and_then(serde_json::Value::as_f64);
    match (bound("minimum"), bound("maximum")) {
        (Some(low), Some(high)) if low >= high => Err("`maximum` is not above `minimum`".into()),
        _ => Ok(()),
    }
}

/// The values of an `enum` of texts. One without a title is told as it is, its words apart.
fn titles(name: &str, schema: &serde_json::Value, cx: &mut Scope<'_>) -> IndexMap<String, Text> {
    let values = schema.get("enum").and_then(serde_json::Value::as_array);
    let values = values
        .into_iter()
        .flatten()
        .filter_map(|value| value.as_str());
    let titled = values.map(|value| {
        let title = cx.optional_text(None, &format!("{name}-{value}-title"));
        let plain = || Text([("en".to_owned(), humanise(value))].into_iter().collect());
        (value.to_owned(), title.unwrap_or_else(plain))
    });
    titled.collect()
}

#[cfg(test)]
mod tests;
