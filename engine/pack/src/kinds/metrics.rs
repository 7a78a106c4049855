//! `metrics`: what is measured of a workout.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diff::{Measured, Nature, Sheet, Tells};
use crate::expr::{Checked, Type, Want};
use crate::finding::Report;
use crate::kind::Kind;
use crate::kinds::measure::{
    Derived, Measure, RawChoice, RawDisplay, RawInput, RawMeasure, RawType,
};
use crate::kinds::records::{RawRecord, compile_records};
use crate::model::{Aggregate, Better, Metric, MetricType, Pack, Source};
use crate::place::At;
use crate::scope::{Scope, WORKOUT_BUILTINS};
use crate::units;
use crate::value::Dim;
use crate::words::Words;

pub struct Metrics;

/// A metric.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMetric {
    /// What the metric is called.
    pub title: Option<At<Words>>,
    /// A shorter title for tiles and table heads.
    pub short: Option<At<Words>>,
    /// `quantity`, `count`, `enum`, `flag`, `rating` or `text`. Left out where `quantity`,
    /// `derive` or `values` already says it.
    #[serde(rename = "type")]
    pub ty: Option<At<RawType>>,
    /// The kind of quantity, which fixes the dimension: `length`, `duration`, `heart_rate`.
    #[schemars(extend("x-names" = "quantities"))]
    pub quantity: Option<At<String>>,
    /// The canonical unit (UCUM), used by the API and wherever no display unit applies; the
    /// quantity's usual unit when left out.
    #[schemars(extend("x-names" = "units"))]
    pub unit: Option<At<String>>,
    /// For an enum: the name of a value list, or the list itself.
    #[schemars(extend("x-names" = "values"))]
    pub values: Option<At<RawChoice>>,
    /// For an enum: whether its words rank, lowest first.
    pub ordered: Option<At<bool>>,
    /// For a rating: its best figure, 2 to 100; 5 when left out.
    pub max: Option<At<u8>>,
    /// How the figure is shown.
    pub display: Option<At<RawDisplay>>,
    /// Where importers find it: canonical fields, of which the first that answers is taken.
    #[schemars(extend("x-names" = "sources"))]
    pub source: Option<Vec<At<String>>>,
    /// A formula over other metrics (`workout.duration / workout.distance`) and parts
    /// (`sum(set.reps * set.load)`). A derived metric is never typed in or read from a file.
    #[schemars(extend("x-names" = "formula"))]
    pub derive: Option<At<String>>,
    /// Asks for the metric in the form, within bounds: `{min: 0, max: 1000 km}`, or `{}` for none.
    pub input: Option<At<RawInput>>,
    /// Whether the form cannot be sent without it.
    #[serde(default)]
    pub required: bool,
    /// How figures of several workouts become one. Counts, lengths, masses, durations and energies
    /// are added up when left out; other numbers give their mean; the rest their last.
    pub aggregate: Option<At<RawAggregate>>,
    /// Which way is better: `higher`, `lower` or `neither` (when left out).
    pub better: Option<At<RawBetter>>,
    /// Personal records kept of the metric.
    pub records: Option<Vec<At<RawRecord>>>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawAggregate {
    Sum,
    Mean,
    Max,
    Min,
    Last,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawBetter {
    Higher,
    Lower,
    Neither,
}

impl Kind for Metrics {
    const NAME: &'static str = "metrics";
    const TITLE: &'static str = "Metrics";
    const DOC: &'static str = "\
What is measured of a workout. A metric is found in files (`source`), typed in (`input`), or derived \
by a formula from other metrics and parts (`derive`); its `type` says which words and figures it can \
have:

- `quantity`: a figure with a unit. `quantity` names its kind and so fixes the dimension.
- `count`: a whole number.
- `enum`: one word of a value list; `ordered` when the words rank.
- `flag`: yes or no.
- `rating`: a whole number from 1 to `max`.
- `text`: free words.

Metrics of required packs are used by their plain names too. Over a period, a derived metric is its \
formula over the aggregated inputs, never a mean of ratios: the pace of a month is its duration over \
its distance.

Records: `{best: <this metric>, over: distance | duration, at: […]}` keeps the fastest stretch of \
each length (the metric is a pace or speed); `{max: <this metric>}` and `{min: …}` keep the extreme \
workout; `{max: set.load, by: exercise}` keeps the extreme entry of a part, for each exercise; \
`{min: race_time, by: format}` the extreme workout for each word of the enum metric `format`.

`{best: avg_power, over: duration, at: [5 s, 20 min]}` keeps the best mean of a stream over each \
duration, for a metric whose `source` has the stream's mean (`track:avg_power`). Time is time by the \
clock, and a sample stands until the next, for 30 s at most. Beyond, the recording was paused: power \
and cadence are zero there (Pinot and Grappe, International Journal of Sports Medicine 32, 2011, for \
what cyclists compare); of other streams nothing is known, so no stretch reaches across.

A best stretch is found in recorded samples. A workout that was typed in has none and sets no such \
record, also where its distance is just that of the record: nobody knows how evenly it was run. Its \
`max` and `min` count.

A changed `derive` or `source` tells earlier workouts anew, with their records, badges and sums, in the \
background. What was typed means what the metric said then: another `quantity` or `type` needs another \
id ([migrations](migrations.md)).

A formula gives a number, a count or a flag. It cannot give a word of a list: the hardest grade of a \
session is typed in, or told as a number.

Texts have the keys `metrics-<id>-title` and `metrics-<id>-short`; of a record, \
`metrics-<id>-max-title`, `-min-title`, `-best-distance-title` or `-best-duration-title`.";
    const EXAMPLE: &'static str = "\
distance:
  title: {en: Distance, ru: Дистанция}
  quantity: length
  unit: m
  display: {metric: km, imperial: mi, decimals: 2}
  source: [fit:session.total_distance, track:length]
  input: {min: 0, max: 1000 km}
  better: higher
duration:
  title: {en: Time, ru: Время}
  quantity: duration
  source: [fit:session.total_timer_time]
  input: {min: 1 s, max: PT48H}
  required: true
pace:
  title: {en: Pace, ru: Темп}
  derive: workout.duration / workout.distance
  display: {metric: min/km, imperial: min/mi, format: \"m:ss\"}
  better: lower
  records: [{best: pace, over: distance, at: [1 km, 5 km, 10 km]}]
feeling:
  title: {en: Feeling, ru: Самочувствие}
  type: rating
  max: 5
  input: {}
";

    type Raw = RawMetric;
    type Element = Metric;
    const HELD: Option<&'static str> = Some("what people typed and what files gave");

    fn of(pack: &Pack) -> &IndexMap<String, Arc<Metric>> {
        &pack.metrics
    }

    fn sheet(metric: &Metric, sheet: &mut Sheet) {
        sheet.text("title", &metric.title);
        if let Some(short) = &metric.short {
            sheet.text("short", short);
        }
        let is_derived = metric.derive.is_some();
        let measured = Measured {
            of: &metric.id,
            ty: &metric.ty,
            dim: metric.dim,
            unit: &metric.unit,
            display: &metric.display,
            input: metric.input.as_ref(),
            required: metric.required,
            // Nothing is stored of what a formula gives; clients still go by it.
            nature: if is_derived {
                Nature::Relied
            } else {
                Nature::Meant
            },
        };
        measured.sheet(sheet);
        let found = if is_derived {
            "by a formula"
        } else {
            "typed in or from files"
        };
        sheet.words("derive", Some(found), Nature::Meant, Tells::Workouts);
        sheet.rule("derive", metric.derive.as_ref(), Tells::Workouts);
        if !is_derived {
            let sources = metric.source.iter();
            let sources: Vec<_> = sources
                .map(|s| format!("{}:{}", s.scheme, s.path))
                .collect();
            let sources = (!sources.is_empty()).then(|| sources.join(", "));
            sheet.words("source", sources, Nature::Told, Tells::Workouts);
        }
        sheet.words(
            "aggregate",
            Some(metric.aggregate.word()),
            Nature::Relied,
            Tells::Nothing,
        );
        sheet.words(
            "better",
            Some(metric.better.word()),
            Nature::Relied,
            Tells::Workouts,
        );
        for rule in &metric.records {
            let own = rule.key.strip_prefix(&metric.id).unwrap_or(&rule.key);
            sheet.each(
                "records",
                [own.trim_start_matches('/')],
                Nature::Offered,
                Tells::Workouts,
            );
            sheet.text_of("records", own.trim_start_matches('/'), &rule.title);
        }
    }

    fn needs(raw: &RawMetric) -> Vec<String> {
        let formula = raw.derive.iter().flat_map(|formula| workout_names(formula));
        let records = raw.records.iter().flatten();
        // `by` is a metric where the whole workout is ranked, and not a part's field.
        let ranked = records.filter(|record| {
            let of = record.max.as_ref().or(record.min.as_ref());
            of.is_some_and(|of| !of.contains('.'))
        });
        let by = ranked.filter_map(|record| record.by.as_ref());
        formula.chain(by.map(|by| by.value.clone())).collect()
    }

    fn compile(id: &str, raw: RawMetric, cx: &mut Scope<'_>) -> Option<Metric> {
        let title = cx.text(raw.title.as_ref(), "title");
        let short = cx.optional_text(raw.short.as_ref(), "short");
        check_name(id, cx)?;
        let derive = match &raw.derive {
            Some(formula) => Some(compile_formula(formula, &raw, cx)?),
            None => None,
        };
        let measure = RawMeasure {
            id,
            at: cx.key_span(),
            text_prefix: String::new(),
            ty: raw.ty.clone(),
            quantity: raw.quantity.clone(),
            unit: raw.unit.clone(),
            values: raw.values.clone(),
            ordered: raw.ordered.clone(),
            max: raw.max.clone(),
            display: raw.display.clone(),
            input: raw.input.clone(),
            derived: derive
                .as_ref()
                .zip(raw.derive.as_ref())
                .and_then(|(checked, formula)| Some(At::new(derived(checked.ty())?, formula.span))),
        }
        .compile(cx)?;
        let source = compile_sources(raw.source.as_deref().unwrap_or_default(), &measure, id, cx)?;
        let better = raw
            .better
            .as_ref()
            .map_or(Better::Neither, |b| match b.value {
                RawBetter::Higher => Better::Higher,
                RawBetter::Lower => Better::Lower,
                RawBetter::Neither => Better::Neither,
            });
        let mut metric = Metric {
            id: cx.qualified(),
            pack: cx.pack_id().to_owned(),
            name: id.to_owned(),
            title,
            short,
            aggregate: aggregate(raw.aggregate.as_ref(), &measure, id, cx)?,
            ty: measure.ty,
            dim: measure.dim,
            unit: measure.unit,
            display: measure.display,
            source,
            input: measure.input,
            required: raw.required,
            better,
            derive,
            records: Vec::new(),
            place: cx.place(),
        };
        metric.records = compile_records(raw.records.as_deref().unwrap_or_default(), &metric, cx)?;
        Some(metric)
    }
}

/// Metrics are fields of `workout`, beside those every workout has.
fn check_name(id: &str, cx: &mut Scope<'_>) -> Option<()> {
    if !WORKOUT_BUILTINS.contains(&id) {
        return Some(());
    }
    let span = cx.key_span();
    cx.report(
        Report::error(
            "S0031",
            span,
            format!("every workout already has `workout.{id}`"),
        )
        .help("choose another id for the metric")
        .suggest(format!("{id}_value")),
    );
    None
}

/// The names after `workout.` in a formula, outside of its texts. Read from the source, because
/// the order of compilation has to be known before types are.
fn workout_names(formula: &str) -> Vec<String> {
    let code: String = formula.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    let mut names = Vec::new();
    for (at, word) in code.match_indices("workout") {
        let before = code.get(..at).and_then(|b| b.chars().next_back());
        let rest = code.get(at + word.len()..).unwrap_or_default().trim_start();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
        let Some(rest) = rest.strip_prefix('.').filter(|_| !inside) else {
            continue;
        };
        let name: String = rest
            .trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        names.push(name);
    }
    names
}

/// The formula, checked in the context of the other metrics. What may not stand beside a formula
/// is told too.
fn compile_formula(formula: &At<String>, raw: &RawMetric, cx: &mut Scope<'_>) -> Option<Checked> {
    let strays = [
        (
            "source",
            raw.source.as_ref().and_then(|s| s.first()).map(|s| s.span),
        ),
        ("input", raw.input.as_ref().map(|i| i.span)),
    ];
    for (key, span) in strays {
        if let Some(span) = span {
            cx.report(
                Report::error("S0064", span, format!("a derived metric has no `{key}`"))
                    .help("its figure comes from the formula alone: take one of the two out"),
            );
        }
    }
    if raw.required {
        let span = cx.key_span();
        cx.report(
            Report::error("S0064", span, "a derived metric cannot be required")
                .help("require the metrics it is derived from"),
        );
    }
    let want = match raw.ty.as_ref().map(|t| t.value) {
        Some(RawType::Flag) => Want::Flag,
        Some(RawType::Enum | RawType::Text | RawType::Rating) => {
            let message = "only quantities, counts and flags can be derived";
            cx.error("S0064", formula.span, message);
            return None;
        }
        Some(RawType::Quantity | RawType::Count) => Want::Number(None),
        None => Want::Any,
    };
    let context = cx.derive_context();
    let checked = cx.expr(formula, &context, want)?;
    if derived(checked.ty()).is_none() {
        let message = "the formula gives neither a number nor a flag";
        cx.error("S0064", formula.span, message);
        return None;
    }
    Some(checked)
}

fn derived(ty: &Type) -> Option<Derived> {
    match ty {
        Type::Number(dim) => Some(Derived::Number(*dim)),
        Type::Count => Some(Derived::Count),
        Type::Flag => Some(Derived::Flag),
        _ => None,
    }
}

fn compile_sources(
    names: &[At<String>],
    measure: &Measure,
    id: &str,
    cx: &mut Scope<'_>,
) -> Option<Vec<Source>> {
    let sources: Vec<_> = names
        .iter()
        .map(|name| compile_source(name, measure, id, cx))
        .collect();
    sources.into_iter().collect()
}

fn compile_source(
    name: &At<String>,
    measure: &Measure,
    id: &str,
    cx: &mut Scope<'_>,
) -> Option<Source> {
    let field = cx.source_field(name)?;
    if matches!(measure.ty, MetricType::Quantity) && field.dim != measure.dim {
        let message = format!(
            "`{}` gives {}, and `{id}` is {}",
            field.name,
            units::describe_dim(field.dim),
            units::describe_dim(measure.dim)
        );
        cx.report(
            Report::error("S0045", name.span, message)
                .help("take the source out, or mend the metric's `quantity`"),
        );
        return None;
    }
    let (scheme, path) = name.split_once(':')?;
    Some(Source {
        scheme: scheme.to_owned(),
        path: path.to_owned(),
    })
}

fn aggregate(
    raw: Option<&At<RawAggregate>>,
    measure: &Measure,
    id: &str,
    cx: &mut Scope<'_>,
) -> Option<Aggregate> {
    let number = !matches!(
        measure.ty,
        MetricType::Enum { .. } | MetricType::Text | MetricType::Flag
    );
    let Some(raw) = raw else {
        let energy = Dim {
            length: 2,
            mass: 1,
            time: -2,
            ..Dim::NONE
        };
        let added = [Dim::LENGTH, Dim::MASS, Dim::TIME, energy].contains(&measure.dim);
        return Some(match measure.ty {
            MetricType::Count => Aggregate::Sum,
            MetricType::Quantity if added => Aggregate::Sum,
            _ if number => Aggregate::Mean,
            _ => Aggregate::Last,
        });
    };
    let aggregate = match raw.value {
        RawAggregate::Sum => Aggregate::Sum,
        RawAggregate::Mean => Aggregate::Mean,
        RawAggregate::Max => Aggregate::Max,
        RawAggregate::Min => Aggregate::Min,
        RawAggregate::Last => Aggregate::Last,
    };
    if number || matches!(aggregate, Aggregate::Last) {
        return Some(aggregate);
    }
    cx.report(
        Report::error(
            "S0061",
            raw.span,
            format!("`{id}` is no number to aggregate like that"),
        )
        .help("words and flags have their `last`")
        .suggest("last".to_owned()),
    );
    None
}

#[cfg(test)]
mod tests {
    use super::workout_names;

    #[test]
    fn names_are_found_outside_of_texts() {
        let formula = "workout.duration / workout . distance + \"workout.x\" + my_workout.y";
        assert_eq!(workout_names(formula), ["duration", "distance"]);
        assert!(workout_names("sum(set.reps)").is_empty());
    }
}
