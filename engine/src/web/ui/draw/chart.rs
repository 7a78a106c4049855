//! Lanes of a workout's streams over one axis.

use serde::Serialize;
use stadion_pack::model::Display;

use super::scale::Scale;
use super::{Point, path, tenth};
use crate::web::ui::format::Formats;

const WIDTH: f64 = 640.0;
const TOP: f64 = 6.0;
const BOTTOM: f64 = 86.0;
/// As many points as a phone's screen has use for.
const BUCKETS: usize = 160;
/// The hands of a clock jump while one stands still: this share of either end is cut off.
const OUTLIERS: f64 = 0.01;
/// Beyond this no sample is real, whatever its unit; sums of such would overflow.
const LARGEST: f64 = 1e12;

/// What the lanes stand over.
#[derive(Clone, Copy, Debug)]
pub enum Axis<'a> {
    /// Metres from the start, and how distances are shown.
    Distance(&'a [f64], &'a Display),
    /// Seconds from the start.
    Time(&'a [f64]),
}

/// One stream. `values` has the length of the axis; a missing sample is `NaN`.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    pub title: String,
    /// SI base units.
    pub values: &'a [f64],
    pub display: &'a Display,
    pub style: Style,
    /// Lower is better: drawn upside down, so that up is always better.
    pub inverted: bool,
    /// The figure beside the title; the mean where there is none.
    pub summary: Option<String>,
}

/// Only one lane of a chart leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Lead,
    Quiet,
    /// Filled, as a profile of the ground.
    Ground,
}

/// The chart for the macro `chart`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    pub lanes: Vec<Lane>,
    /// Evenly spread under the lanes.
    pub axis: Vec<String>,
    /// Where each point of the lanes is, for the reading under the pointer, joined by `|`.
    pub at: String,
    /// A heading that says what the charts stand over.
    pub by_distance: bool,
    /// When each point's place begins and the last one ends, in seconds, parted by spaces; empty
    /// where no part can be chosen.
    pub times: String,
}

impl Chart {
    /// Tells when one was where: `positions` and `seconds` of the samples it was drawn of, and
    /// where it begins.
    #[must_use]
    pub fn timed(mut self, positions: &[f64], seconds: &[f64], first: f64) -> Self {
        let samples = || positions.iter().copied().zip(seconds.iter().copied());
        let known = samples().filter(|(x, _)| x.is_finite());
        let last = known.clone().map(|(x, _)| x).fold(first, f64::max);
        let mut known = known.peekable();
        let mut when = 0.0;
        let times = (0..=BUCKETS).map(|place| {
            let edge = first + (last - first) * place as f64 / BUCKETS as f64;
            // Where one stood still the stay belongs to the place before.
            while let Some((x, second)) = known.peek() {
                when = *second;
                if *x >= edge {
                    break;
                }
                known.next();
            }
            format!("{when:.0}")
        });
        self.times = times.collect::<Vec<_>>().join(" ");
        self
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    pub title: String,
    pub summary: String,
    /// The best figure, or the range.
    pub side: String,
    /// The finding in words.
    pub label: String,
    pub line: String,
    /// `d` of the filled ground, for styles that have one.
    pub area: Option<String>,
    /// Height of the mean.
    pub average: Option<f64>,
    /// Figures at the upper and lower edge.
    pub top: String,
    pub bottom: String,
    pub line_class: &'static str,
    pub area_class: &'static str,
    /// The figure of each point, joined by `|`; empty where missing.
    pub values: String,
}

/// Draws the lanes; `None` where no stream has two samples.
pub fn chart(axis: Axis<'_>, series: &[Series<'_>], formats: &Formats) -> Option<Chart> {
    chart_from(axis, 0.0, series, formats)
}

/// As [`chart`], of a part that begins at `first` of the axis.
pub fn chart_from(
    axis: Axis<'_>,
    first: f64,
    series: &[Series<'_>],
    formats: &Formats,
) -> Option<Chart> {
    let (Axis::Distance(positions, _) | Axis::Time(positions)) = axis;
    let last = positions
        .iter()
        .copied()
        .filter(|x| x.is_finite())
        .fold(0.0, f64::max);
    if last <= first {
        return None;
    }
    let lanes: Vec<Lane> = series
        .iter()
        .filter_map(|one| lane(one, positions, (first, last), axis, formats))
        .collect();
    if lanes.is_empty() {
        return None;
    }
    let told =
        |share: f64, with_unit| position(axis, first + (last - first) * share, with_unit, formats);
    let at: Vec<String> = (0..BUCKETS)
        .map(|i| told((i as f64 + 0.5) / BUCKETS as f64, true))
        .collect();
    Some(Chart {
        lanes,
        axis: (0..5).map(|i| told(f64::from(i) / 4.0, i == 4)).collect(),
        at: at.join("|"),
        by_distance: matches!(axis, Axis::Distance(..)),
        times: String::new(),
    })
}

fn position(axis: Axis<'_>, x: f64, with_unit: bool, formats: &Formats) -> String {
    match axis {
        Axis::Time(_) => formats.duration(x),
        Axis::Distance(_, display) => {
            let unit = formats.unit_of(display);
            let shown = unit.from_si(x);
            let number = formats.number(shown, u8::from(x > 0.0));
            if with_unit {
                format!("{number}\u{a0}{}", formats.unit_name(&unit.symbol, shown))
            } else {
                number
            }
        }
    }
}

fn lane(
    series: &Series<'_>,
    positions: &[f64],
    ends: (f64, f64),
    axis: Axis<'_>,
    formats: &Formats,
) -> Option<Lane> {
    let buckets = buckets(positions, series.values, ends);
    let known: Vec<f64> = buckets.iter().copied().flatten().collect();
    let (low, high) = bounds(&known)?;
    let range = Scale::over(
        (low, high),
        (TOP, BOTTOM),
        series.inverted,
        series.display,
        formats,
    );
    let stretches = stretches(&buckets, &range);
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let told = |si: f64| formats.quantity(si, series.display).to_string();
    let summary = series.summary.clone().unwrap_or_else(|| told(mean));
    let filled = series.style != Style::Quiet;
    Some(Lane {
        title: series.title.clone(),
        side: side(series, low, high, formats),
        label: label(series, &summary, low, high, axis, formats),
        line: path(&stretches),
        area: filled.then(|| path(&closed(&stretches))),
        average: (series.style != Style::Ground).then(|| range.y(mean)),
        top: formats.quantity(range.high, series.display).value,
        bottom: formats.quantity(range.low, series.display).value,
        line_class: if series.style == Style::Lead {
            "c-accent"
        } else {
            "c-ink"
        },
        area_class: if series.style == Style::Lead {
            "c-soft"
        } else {
            "c-area"
        },
        values: buckets
            .iter()
            .map(|v| v.map_or_else(String::new, told))
            .collect::<Vec<_>>()
            .join("|"),
        summary,
    })
}

/// Means over equal parts of the axis; `None` where a part has no sample.
fn buckets(positions: &[f64], values: &[f64], (first, last): (f64, f64)) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0u32); BUCKETS];
    for (x, value) in positions
        .iter()
        .zip(values)
        .filter(|(x, v)| x.is_finite() && v.abs() < LARGEST)
    {
        let index = ((x - first) / (last - first) * BUCKETS as f64) as usize;
        if let Some((sum, n)) = sums.get_mut(index.min(BUCKETS - 1)) {
            *sum += value;
            *n += 1;
        }
    }
    let means = sums
        .into_iter()
        .map(|(sum, n)| (n > 0).then(|| sum / f64::from(n)));
    bridged(means.collect())
}

/// Short gaps come from few samples, not from missing ones: the value before is kept over them.
fn bridged(mut means: Vec<Option<f64>>) -> Vec<Option<f64>> {
    const LONGEST: usize = BUCKETS / 20;
    let mut from = None;
    for i in 0..means.len() {
        if means[i].is_none() {
            continue;
        }
        if let Some(start) = from.filter(|start| i - start <= LONGEST + 1) {
            let value = means[start];
            means[start..i].fill(value);
        }
        from = Some(i);
    }
    means
}

/// The lowest and highest value without outliers; `None` under two values.
fn bounds(known: &[f64]) -> Option<(f64, f64)> {
    if known.len() < 2 {
        return None;
    }
    let mut sorted = known.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cut = (known.len() as f64 * OUTLIERS).round() as usize;
    Some((*sorted.get(cut)?, *sorted.get(sorted.len() - 1 - cut)?))
}

fn stretches(buckets: &[Option<f64>], range: &Scale) -> Vec<Vec<Point>> {
    let mut stretches: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for (i, value) in buckets.iter().enumerate() {
        let Some(value) = value else {
            open = false;
            continue;
        };
        let x = tenth(i as f64 * WIDTH / (BUCKETS - 1) as f64);
        let point = Point {
            x,
            y: range.y(*value),
        };
        match stretches.last_mut().filter(|_| open) {
            Some(stretch) => stretch.push(point),
            None => stretches.push(vec![point]),
        }
        open = true;
    }
    stretches.retain(|stretch| stretch.len() > 1);
    stretches
}

/// Each stretch down to the lower edge.
fn closed(stretches: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let close = |stretch: &Vec<Point>| {
        let (first, last) = (stretch.first()?, stretch.last()?);
        let mut area = stretch.clone();
        area.push(Point {
            x: last.x,
            y: BOTTOM,
        });
        area.push(Point {
            x: first.x,
            y: BOTTOM,
        });
        Some(area)
    };
    stretches.iter().filter_map(close).collect()
}

/// The best figure of a lead, the highest of a quiet lane, the range of the ground.
fn side(series: &Series<'_>, low: f64, high: f64, formats: &Formats) -> String {
    let told = |si: f64| formats.quantity(si, series.display);
    match series.style {
        Style::Ground => format!("{}–{}", told(low).value, told(high)),
        Style::Lead if series.inverted => {
            formats.text("chart-best", &[("value", told(low).value.into())])
        }
        Style::Lead | Style::Quiet => {
            formats.text("chart-most", &[("value", told(high).value.into())])
        }
    }
}

fn label(
    series: &Series<'_>,
    summary: &str,
    low: f64,
    high: f64,
    axis: Axis<'_>,
    formats: &Formats,
) -> String {
    let told = |si: f64| formats.quantity(si, series.display).to_string();
    let key = match axis {
        Axis::Distance(..) => "chart-label-distance",
        Axis::Time(_) => "chart-label-time",
    };
    formats.text(
        key,
        &[
            ("title", series.title.as_str().into()),
            ("summary", summary.into()),
            ("low", told(low).into()),
            ("high", told(high).into()),
        ],
    )
}
