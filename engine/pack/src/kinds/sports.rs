//! `sports`: what people do, and what its app shows.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diff::{Nature, Sheet, Tells};
use crate::finding::Report;
use crate::ids;
use crate::kind::{FitList, Kind};
use crate::kinds::metrics::Metrics;
use crate::kinds::parts::Parts;
use crate::model::{Archetype, Metric, Pack, Part, Sport};
use crate::place::At;
use crate::scope::Scope;
use crate::words::Words;

pub struct Sports;

/// A sport.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSport {
    /// What the sport is called.
    pub title: Option<At<Words>>,
    /// What a workout records, which decides what its pages look like: `track` (a route with
    /// streams), `sets` (entries without distance), `match` (games and points), `course` (holes or
    /// stations), `session` (figures only).
    pub archetype: At<RawArchetype>,
    /// Name of an icon of the built-in set.
    #[schemars(extend("x-names" = "icons"))]
    pub icon: Option<At<String>>,
    /// FIT sports whose files become this sport: `running`, or `running/trail` for one sub-sport.
    /// Without a sub-sport it takes those that nothing claims by name.
    #[schemars(extend("x-names" = "fit"))]
    pub fit: Option<Vec<At<String>>>,
    /// Health Connect exercise types that become this sport, for importers to come.
    pub health_connect: Option<Vec<At<String>>>,
    /// The metrics of a workout in order of importance; the first leads the page. All that the
    /// pack sees when left out. What the form asks belongs to them, after those written here.
    #[schemars(extend("x-names" = "metrics"))]
    pub metrics: Option<Vec<At<String>>>,
    /// The metrics asked in the form, in order; ratings stand last. Those of `metrics` with an
    /// `input` when left out. A metric with an `input` that no form asks for is not typed in on
    /// pages, and still taken by the API.
    #[schemars(extend("x-names" = "metrics"))]
    pub form: Option<Vec<At<String>>>,
    /// The repeated entries of a workout.
    #[schemars(extend("x-names" = "parts"))]
    pub parts: Option<Vec<At<String>>>,
    /// The streams drawn on the workout page, in order. A stream is told as the sport's own metric
    /// where one is a multiple of its mean (`derive: 2 * workout.avg_cadence`: steps, not strides).
    pub charts: Option<Vec<At<RawChart>>>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawArchetype {
    Track,
    Sets,
    Match,
    Course,
    Session,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawChart {
    Pace,
    Speed,
    HeartRate,
    Altitude,
    Cadence,
    Power,
    Temperature,
}

impl RawChart {
    fn name(self) -> &'static str {
        match self {
            Self::Pace => "pace",
            Self::Speed => "speed",
            Self::HeartRate => "heart_rate",
            Self::Altitude => "altitude",
            Self::Cadence => "cadence",
            Self::Power => "power",
            Self::Temperature => "temperature",
        }
    }
}

impl Kind for Sports {
    const NAME: &'static str = "sports";
    const TITLE: &'static str = "Sports";
    const DOC: &'static str = "\
What people do. A sport names what a workout of it records (`archetype`), which files become it \
(`fit`, `health_connect`), and what its pages show and ask (`metrics`, `form`, `parts`, `charts`).

Any archetype may have `parts`: a `session` of climbing has its problems. What the form asks is a \
figure of the workout too, whether or not `metrics` lists it; list it to say where it stands. The form \
keeps the order of `form`, with ratings and ordered lists last. A flag that is not ticked says no. Records \
are kept of the sport's metrics alone.

A FIT sport, or a sub-sport of one, belongs to one live sport: a second claim is an error. The title \
has the key `sports-<id>-title`.";
    const EXAMPLE: &'static str = "\
run:
  title: {en: Running, ru: Бег}
  archetype: track
  fit: [running, running/trail]
  health_connect: [running]
  metrics: [distance, duration, pace, avg_heart_rate]
  form: [distance, duration]
  charts: [pace, heart_rate, altitude]
";

    type Raw = RawSport;
    type Element = Sport;
    const HELD: Option<&'static str> = Some("workouts");

    fn of(pack: &Pack) -> &IndexMap<String, Arc<Sport>> {
        &pack.sports
    }

    fn sheet(sport: &Sport, sheet: &mut Sheet) {
        sheet.text("title", &sport.title);
        sheet.words(
            "archetype",
            Some(sport.archetype.word()),
            Nature::Shown,
            Tells::Nothing,
        );
        sheet.look("icon", sport.icon.as_ref());
        let claims = sport.fit.iter().map(|(sport, sub)| match sub {
            Some(sub) => format!("{sport}/{sub}"),
            None => sport.clone(),
        });
        sheet.each("fit", claims, Nature::Offered, Tells::Nothing);
        let exercises = sport.health_connect.iter().map(String::as_str);
        sheet.each("health_connect", exercises, Nature::Offered, Tells::Nothing);
        let metrics = sport.metrics.iter().map(|metric| metric.id.as_str());
        sheet.names(
            "metrics",
            Metrics::NAME,
            metrics,
            Nature::Offered,
            Tells::Workouts,
        );
        for metric in &sport.form {
            let nature = if metric.required {
                Nature::Required
            } else {
                Nature::Shown
            };
            sheet.names(
                "form",
                Metrics::NAME,
                [metric.id.as_str()],
                nature,
                Tells::Nothing,
            );
        }
        let parts = sport.parts.iter().map(|part| part.id.as_str());
        sheet.names(
            "parts",
            Parts::NAME,
            parts,
            Nature::Offered,
            Tells::Workouts,
        );
        let charts = sport.charts.iter().map(String::as_str);
        sheet.each("charts", charts, Nature::Look, Tells::Nothing);
    }

    fn compile(_: &str, raw: RawSport, cx: &mut Scope<'_>) -> Option<Sport> {
        let title = cx.text(raw.title.as_ref(), "title");
        let metrics = match &raw.metrics {
            Some(names) => each(names, cx, Scope::metric),
            None => Some(cx.visible::<Metrics>().into_values().collect()),
        };
        let form = match &raw.form {
            Some(names) => each(names, cx, form_metric),
            None => metrics.as_ref().map(|all| asked(all)),
        };
        let parts: Option<Vec<Arc<Part>>> =
            each(raw.parts.as_deref().unwrap_or_default(), cx, Scope::part);
        let fit = each(raw.fit.as_deref().unwrap_or_default(), cx, fit_claim);
        let charts = raw.charts.unwrap_or_default();
        let (mut metrics, form, parts, fit) = (metrics?, form?, parts?, fit?);
        // A figure that is asked for is kept and shown, though its author named it once only.
        for asked in &form {
            if !metrics.iter().any(|metric| metric.id == asked.id) {
                metrics.push(asked.clone());
            }
        }
        Some(Sport {
            id: cx.qualified(),
            title,
            archetype: archetype(raw.archetype.value),
            icon: cx.icon(raw.icon),
            fit,
            health_connect: raw
                .health_connect
                .into_iter()
                .flatten()
                .map(|h| h.value)
                .collect(),
            derived: cx.derive_order(&metrics),
            metrics,
            form,
            parts,
            charts: charts.iter().map(|c| c.name().to_owned()).collect(),
            place: cx.place(),
        })
    }
}

fn archetype(raw: RawArchetype) -> Archetype {
    match raw {
        RawArchetype::Track => Archetype::Track,
        RawArchetype::Sets => Archetype::Sets,
        RawArchetype::Match => Archetype::Match,
        RawArchetype::Course => Archetype::Course,
        RawArchetype::Session => Archetype::Session,
    }
}

/// Resolves a list, telling of everything in it that is wrong or stands there twice.
fn each<'s, T>(
    names: &[At<String>],
    cx: &mut Scope<'s>,
    resolve: impl Fn(&mut Scope<'s>, &At<String>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut seen: IndexMap<&str, ()> = IndexMap::new();
    let mut found = Vec::new();
    for name in names {
        if seen.insert(name.as_str(), ()).is_some() {
            cx.report(
                Report::error(
                    "S0012",
                    name.span,
                    format!("`{}` is in the list twice", **name),
                )
                .help("take one of the two out"),
            );
        } else if let Some(item) = resolve(cx, name) {
            found.push(item);
        }
    }
    (found.len() == names.len()).then_some(found)
}

fn form_metric(cx: &mut Scope<'_>, name: &At<String>) -> Option<Arc<Metric>> {
    let metric = cx.metric(name)?;
    if metric.derive.is_none() {
        return Some(metric);
    }
    cx.report(
        Report::error(
            "S0065",
            name.span,
            format!("`{}` is derived and cannot be asked", **name),
        )
        .help("ask for the metrics it is derived from"),
    );
    None
}

fn asked(metrics: &[Arc<Metric>]) -> Vec<Arc<Metric>> {
    let asked = |m: &&Arc<Metric>| m.derive.is_none() && (m.input.is_some() || m.required);
    metrics.iter().filter(asked).cloned().collect()
}

/// `running` or `running/trail`.
fn fit_claim(cx: &mut Scope<'_>, claim: &At<String>) -> Option<(String, Option<String>)> {
    let (sport, sub) = match claim.split_once('/') {
        Some((sport, sub)) => (sport, Some(sub)),
        None => (claim.as_str(), None),
    };
    if !std::iter::once(sport).chain(sub).all(ids::is_element_id) {
        cx.report(
            Report::error(
                "S0066",
                claim.span,
                format!("`{}` is not a FIT sport", **claim),
            )
            .help("write the FIT profile's words: `running`, or `running/trail`"),
        );
        return None;
    }
    for (list, word) in [(FitList::Sports, Some(sport)), (FitList::SubSports, sub)] {
        if let Some(report) = word.and_then(|word| cx.unknown_fit(list, word, claim)) {
            cx.report(report);
            return None;
        }
    }
    cx.claim_fit(sport, sub, claim.span)?;
    Some((sport.to_owned(), sub.map(str::to_owned)))
}
