//! A figure by day, week, month or year, in front of the period before.

use serde::Serialize;
use stadion_pack::model::Display;

use super::scale::Scale;
use super::{Point, path, tenth};
use crate::web::ui::format::Formats;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 160.0;
/// Room over the highest.
const TOP: f64 = 6.0;
/// The least that a bar of something shows.
const STUB: f64 = 3.0;
/// Letters that there is room for under a chart on a phone.
const LETTERS: usize = 36;

/// One place of both periods, in SI base units.
#[derive(Clone, Debug, Default)]
pub struct Slot {
    /// Under the chart: `Mon`, `Nov`, `21`.
    pub label: String,
    pub now: Option<f64>,
    pub before: Option<f64>,
}

/// How a figure is drawn: what adds up stands on a ground of nothing, others have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Bars,
    /// `inverted` draws less as more: lower is better.
    Line {
        inverted: bool,
    },
}

/// The chart for the macro `comparison`, 640 by 160.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    pub bars: Vec<PairBar>,
    pub line: String,
    pub line_before: String,
    /// The places of the line; also shows one alone.
    pub dots: Vec<Point>,
    /// Figures at the upper and lower edge.
    pub top: String,
    pub bottom: String,
    /// One a place; empty where there is no room.
    pub labels: Vec<String>,
    /// The finding in words.
    pub label: String,
    /// Whether anything is there of the period before.
    pub has_before: bool,
}

/// The bars of one place; heights 0 draw nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairBar {
    pub x: f64,
    pub width: f64,
    pub now: f64,
    pub before_x: f64,
    pub before_width: f64,
    pub before: f64,
}

/// Draws both periods; `None` where neither has a figure. `label` says the finding.
pub fn compare(
    slots: &[Slot],
    shape: Shape,
    label: String,
    display: &Display,
    formats: &Formats,
) -> Option<Comparison> {
    let figures = slots.iter().flat_map(|slot| [slot.now, slot.before]);
    let figures: Vec<f64> = figures.flatten().filter(|si| si.is_finite()).collect();
    let low = figures.iter().copied().reduce(f64::min)?;
    let high = figures.iter().copied().reduce(f64::max)?;
    let is_inverted = matches!(shape, Shape::Line { inverted: true });
    let low = if shape == Shape::Bars {
        low.min(0.0)
    } else {
        low
    };
    let scale = Scale::over((low, high), (TOP, HEIGHT), is_inverted, display, formats);
    let told = |si: f64| formats.quantity(si, display).value;
    let mut drawn = Comparison {
        top: told(scale.high),
        bottom: told(scale.low),
        labels: labels(slots),
        has_before: slots.iter().any(|slot| slot.before.is_some()),
        label,
        ..Comparison::default()
    };
    if shape == Shape::Bars {
        drawn.bars = bars(slots, &scale);
    } else {
        let now = stretches(slots, &scale, |slot| slot.now);
        drawn.line = path(&now);
        drawn.line_before = path(&stretches(slots, &scale, |slot| slot.before));
        drawn.dots = now.into_iter().flatten().collect();
    }
    Some(drawn)
}

fn bars(slots: &[Slot], scale: &Scale) -> Vec<PairBar> {
    let width = WIDTH / slots.len().max(1) as f64;
    let height = |si: Option<f64>| match si {
        Some(si) if si > 0.0 => (HEIGHT - scale.y(si)).max(STUB),
        _ => 0.0,
    };
    let bar = |(n, slot): (usize, &Slot)| {
        let left = n as f64 * width;
        PairBar {
            x: tenth(left + width * 0.26),
            width: tenth(width * 0.48),
            now: tenth(height(slot.now)),
            before_x: tenth(left + width * 0.1),
            before_width: tenth(width * 0.8),
            before: tenth(height(slot.before)),
        }
    };
    slots.iter().enumerate().map(bar).collect()
}

/// Places without a figure are passed over: a week without training has no pace.
fn stretches(
    slots: &[Slot],
    scale: &Scale,
    figure: impl Fn(&Slot) -> Option<f64>,
) -> Vec<Vec<Point>> {
    let width = WIDTH / slots.len().max(1) as f64;
    let known = slots.iter().enumerate();
    let known = known.filter_map(|(n, slot)| Some((n, figure(slot)?)));
    let points: Vec<Point> = known
        .filter(|(_, si)| si.is_finite())
        .map(|(n, si)| Point {
            x: tenth((n as f64 + 0.5) * width),
            y: scale.y(si),
        })
        .collect();
    vec![points]
}

/// Every label, or every n-th where they would touch.
fn labels(slots: &[Slot]) -> Vec<String> {
    let longest = slots.iter().map(|slot| slot.label.chars().count()).max();
    let fit = (LETTERS / (longest.unwrap_or(0) + 1)).max(1);
    let every = slots.len().div_ceil(fit).max(1);
    let label = |(n, slot): (usize, &Slot)| match n % every {
        0 => slot.label.clone(),
        _ => String::new(),
    };
    slots.iter().enumerate().map(label).collect()
}
