//! The personal records of a metric.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::model::{Better, Metric, MetricType, Over, RecordRule, RecordShape};
use crate::place::At;
use crate::scope::Scope;
use crate::value::Dim;
use crate::words::Words;

/// One of `best`, `max` and `min`, with what belongs to it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRecord {
    /// This metric. A pace or a speed: the fastest stretch of each length in `at`. The mean of a
    /// stream (its `source` has `track:avg_power`): the best mean over each duration in `at`.
    #[schemars(extend("x-names" = "metrics"))]
    pub best: Option<At<String>>,
    /// This metric, or a part's field (`set.load`): its largest figure.
    #[schemars(extend("x-names" = "metrics"))]
    pub max: Option<At<String>>,
    /// This metric, or a part's field: its smallest figure.
    #[schemars(extend("x-names" = "metrics"))]
    pub min: Option<At<String>>,
    /// For `best`: whether the stretches in `at` are distances or durations.
    pub over: Option<At<RawOver>>,
    /// For `best`: the lengths of the stretches.
    #[schemars(length(min = 1))]
    pub at: Option<At<Vec<At<Figure>>>>,
    /// A record for each value of another: of a part's field by a field, of this metric by an enum
    /// metric.
    #[schemars(extend("x-names" = "metrics"))]
    pub by: Option<At<String>>,
    /// What the record is called; the metric's title when left out.
    pub title: Option<At<Words>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawOver {
    Distance,
    Duration,
}

pub(crate) fn compile_records(
    raw: &[At<RawRecord>],
    metric: &Metric,
    cx: &mut Scope<'_>,
) -> Option<Vec<RecordRule>> {
    let mut rules: Vec<RecordRule> = Vec::new();
    let mut sound = true;
    for record in raw {
        let Some(found) = compile_record(record, metric, cx) else {
            sound = false;
            continue;
        };
        for rule in found {
            if rules.iter().any(|known| known.key == rule.key) {
                let message = "this record is kept already by one above";
                cx.error("S0072", record.span, message);
                sound = false;
            } else {
                rules.push(rule);
            }
        }
    }
    sound.then_some(rules)
}

fn compile_record(
    raw: &At<RawRecord>,
    metric: &Metric,
    cx: &mut Scope<'_>,
) -> Option<Vec<RecordRule>> {
    match (&raw.best, &raw.max, &raw.min) {
        (Some(best), None, None) => compile_best(raw, best, metric, cx),
        (None, Some(max), None) => compile_extreme(raw, max, false, metric, cx).map(|r| vec![r]),
        (None, None, Some(min)) => compile_extreme(raw, min, true, metric, cx).map(|r| vec![r]),
        _ => {
            cx.report(
                Report::error(
                    "S0070",
                    raw.span,
                    "a record keeps one of `best`, `max` and `min`",
                )
                .help("write one list entry for each record"),
            );
            None
        }
    }
}

fn compile_best(
    raw: &At<RawRecord>,
    best: &At<String>,
    metric: &Metric,
    cx: &mut Scope<'_>,
) -> Option<Vec<RecordRule>> {
    names_this(best, metric, cx)?;
    refuse(raw.by.as_ref().map(|by| by.span), "by", "`best`", cx)?;
    let stream = check_best(best, raw.over.as_ref(), metric, cx)?;
    let (Some(over), Some(at)) = (&raw.over, &raw.at) else {
        cx.report(
            Report::error("S0070", best.span, "`best` needs `over` and `at`")
                .help("say of which stretches: over: distance, at: [1 km, 5 km]"),
        );
        return None;
    };
    let (over, word, dim) = match over.value {
        RawOver::Distance => (Over::Distance, "distance", Dim::LENGTH),
        RawOver::Duration => (Over::Duration, "duration", Dim::TIME),
    };
    let title = record_title(raw, metric, &format!("best-{word}"), cx);
    let stretches: Vec<_> = at.iter().map(|figure| stretch(figure, dim, cx)).collect();
    let stretches: Vec<f64> = stretches.into_iter().collect::<Option<_>>()?;
    let place = cx.place_of(raw.span);
    let rule = |at: f64| RecordRule {
        key: format!("{}/best/{word}/{at}", metric.id),
        shape: match &stream {
            Some(stream) => RecordShape::BestMean {
                stream: stream.clone(),
                at,
            },
            None => RecordShape::Best { over, at },
        },
        lower_is_better: match stream {
            Some(_) => metric.better == Better::Lower,
            None => over == Over::Distance,
        },
        title: title.clone(),
        place: place.clone(),
    };
    Some(stretches.into_iter().map(rule).collect())
}

fn stretch(figure: &At<Figure>, dim: Dim, cx: &mut Scope<'_>) -> Option<f64> {
    let length = cx.quantity(figure, dim)?;
    // Samples stand a second and some metres apart.
    let bounds = if dim == Dim::TIME {
        1.0..=30.0 * 86_400.0
    } else {
        10.0..=10_000_000.0
    };
    if bounds.contains(&length) {
        return Some(length);
    }
    cx.error(
        "S0070",
        figure.span,
        "a stretch is from 10 m to 10,000 km long, or from a second to 30 days",
    );
    None
}

/// A best stretch is one of speed, whichever way the metric says it, or of a stream's mean: then
/// the stream is answered.
#[expect(
    clippy::option_option,
    reason = "a mistake that is told and a metric without a stream are different things"
)]
fn check_best(
    best: &At<String>,
    over: Option<&At<RawOver>>,
    metric: &Metric,
    cx: &mut Scope<'_>,
) -> Option<Option<String>> {
    let wanted = match (metric.dim, metric.stream()) {
        (Dim::PACE, _) => Better::Lower,
        (Dim::SPEED, _) => Better::Higher,
        (_, Some(stream)) => {
            check_mean(best, over, metric, cx)?;
            return Some(Some(stream.to_owned()));
        }
        (dim, None) => {
            let found = crate::units::describe_dim(dim);
            let message = format!(
                "`best` is for a pace, a speed or the mean of a stream; `{}` is {found} without a stream",
                metric.name
            );
            cx.report(
                Report::error("S0071", best.span, message)
                    .help("give it a stream's mean as `source`, such as track:avg_power, or keep `max` or `min` of it"),
            );
            return None;
        }
    };
    check_way(best, wanted, metric, cx).map(|()| None)
}

/// A stream has means over time only, and someone must say which of them is best.
fn check_mean(
    best: &At<String>,
    over: Option<&At<RawOver>>,
    metric: &Metric,
    cx: &mut Scope<'_>,
) -> Option<()> {
    if let Some(over) = over.filter(|over| matches!(over.value, RawOver::Distance)) {
        let message = format!("the mean of a stream is one over time: `{}`", metric.name);
        cx.report(
            Report::error("S0071", over.span, message).help("write `over: duration, at: [20 min]`"),
        );
        return None;
    }
    if metric.better == Better::Neither {
        let message = format!(
            "which mean is best? `{}` is better neither way",
            metric.name
        );
        cx.report(Report::error("S0071", best.span, message).help(format!(
            "add `better: higher` or `better: lower` to `{}`",
            metric.name
        )));
        return None;
    }
    Some(())
}

fn check_way(best: &At<String>, wanted: Better, metric: &Metric, cx: &mut Scope<'_>) -> Option<()> {
    if metric.better == wanted {
        return Some(());
    }
    let (thing, word) = match wanted {
        Better::Lower => ("pace", "lower"),
        _ => ("speed", "higher"),
    };
    cx.report(
        Report::error(
            "S0071",
            best.span,
            format!("a {thing} with a best is better when {word}"),
        )
        .help(format!("add `better: {word}` to `{}`", metric.name)),
    );
    None
}

fn compile_extreme(
    raw: &At<RawRecord>,
    of: &At<String>,
    lower: bool,
    metric: &Metric,
    cx: &mut Scope<'_>,
) -> Option<RecordRule> {
    let word = if lower { "min" } else { "max" };
    refuse(
        raw.over.as_ref().map(|o| o.span),
        "over",
        &format!("`{word}`"),
        cx,
    )?;
    refuse(
        raw.at.as_ref().map(|a| a.span),
        "at",
        &format!("`{word}`"),
        cx,
    )?;
    let (shape, path) = if let Some((part, field)) = of.split_once('.') {
        part_extreme(raw, of, part, field, cx)?
    } else {
        names_this(of, metric, cx)?;
        check_extreme(of, lower, metric, cx)?;
        let by = match &raw.by {
            Some(by) => Some(enum_metric(by, cx)?),
            None => None,
        };
        let path = by.as_ref().map_or_else(String::new, |by| format!("/{by}"));
        (RecordShape::Extreme { by }, path)
    };
    Some(RecordRule {
        key: format!("{}/{word}{path}", metric.id),
        shape,
        lower_is_better: lower,
        title: record_title(raw, metric, word, cx),
        place: cx.place_of(raw.span),
    })
}

/// The id of the enum metric that parts a record into one for each of its words.
fn enum_metric(by: &At<String>, cx: &mut Scope<'_>) -> Option<String> {
    let found = cx.metric(by)?;
    if matches!(found.ty, MetricType::Enum { .. }) {
        return Some(found.id.clone());
    }
    let message = format!(
        "`{}` is no enum, so it has no words to part a record by",
        **by
    );
    cx.error("S0071", by.span, message);
    None
}

fn check_extreme(of: &At<String>, lower: bool, metric: &Metric, cx: &mut Scope<'_>) -> Option<()> {
    if !is_number(&metric.ty) {
        let message = format!("`{}` is no number, so it has no extreme", metric.name);
        cx.error("S0071", of.span, message);
        return None;
    }
    let against = if lower { Better::Higher } else { Better::Lower };
    if metric.better == against {
        let (written, stated) = if lower {
            ("min", "higher")
        } else {
            ("max", "lower")
        };
        let message = format!(
            "`{written}` keeps the worst figure: `{}` is better {stated}",
            metric.name
        );
        cx.report(
            Report::warning("S0073", of.span, message)
                .help("keep the other extreme, or mend `better`"),
        );
    }
    Some(())
}

fn part_extreme(
    raw: &At<RawRecord>,
    of: &At<String>,
    part: &str,
    field: &str,
    cx: &mut Scope<'_>,
) -> Option<(RecordShape, String)> {
    let found = cx.part(&At::new(
        part.to_owned(),
        cx.within(of, &(0..part.len())).unwrap_or(of.span),
    ))?;
    let unknown = |name: &str, span, whole: &dyn Fn(&str) -> String| {
        let near = ids::nearest(name, found.fields.keys().map(String::as_str));
        let known = found
            .fields
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        Report::error("S0032", span, format!("`{part}` has no field `{name}`"))
            .help(format!("it has: {known}"))
            .suggest(near.map(whole))
    };
    let Some(measured) = found.fields.get(field) else {
        cx.report(unknown(field, of.span, &|near| format!("{part}.{near}")));
        return None;
    };
    if !is_number(&measured.ty) {
        cx.error(
            "S0071",
            of.span,
            format!("`{}` is no number, so it has no extreme", **of),
        );
        return None;
    }
    if let Some(by) = raw
        .by
        .as_ref()
        .filter(|by| !found.fields.contains_key(by.as_str()))
    {
        cx.report(unknown(by, by.span, &str::to_owned));
        return None;
    }
    let by = raw.by.as_ref().map(|by| by.value.clone());
    let path = by.as_ref().map_or_else(String::new, |by| format!("/{by}"));
    let shape = RecordShape::PartExtreme {
        part: part.to_owned(),
        field: field.to_owned(),
        by,
    };
    Some((shape, format!("/{part}.{field}{path}")))
}

fn is_number(ty: &MetricType) -> bool {
    matches!(
        ty,
        MetricType::Quantity | MetricType::Count | MetricType::Rating { .. }
    )
}

/// A metric keeps records of itself; those of another stand with that one.
fn names_this(name: &At<String>, metric: &Metric, cx: &mut Scope<'_>) -> Option<()> {
    if name.value == metric.name || name.value == metric.id {
        return Some(());
    }
    let message = format!(
        "a record of `{}` cannot be kept with `{}`",
        **name, metric.name
    );
    cx.report(
        Report::error("S0070", name.span, message)
            .help("write the record with the metric whose figure it keeps")
            .suggest(metric.name.clone()),
    );
    None
}

fn refuse(
    span: Option<crate::place::Span>,
    key: &str,
    whose: &str,
    cx: &mut Scope<'_>,
) -> Option<()> {
    let Some(span) = span else { return Some(()) };
    cx.report(
        Report::error("S0070", span, format!("`{key}` does not belong to {whose}"))
            .help("`over` and `at` belong to `best`, `by` to `max` and `min`"),
    );
    None
}

fn record_title(
    raw: &At<RawRecord>,
    metric: &Metric,
    what: &str,
    cx: &mut Scope<'_>,
) -> crate::model::Text {
    let part = format!("{what}-title");
    let title = cx.optional_text(raw.title.as_ref(), &part);
    title.unwrap_or_default().or(&metric.title)
}
