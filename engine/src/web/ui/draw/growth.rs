//! How a record grew: a step at each workout that beat it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use stadion_pack::model::Display;

use super::scale::Scale;
use super::{Point, path, tenth};
use crate::web::ui::format::Formats;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 160.0;
/// Room for the dots.
const EDGE: f64 = 8.0;
/// Of the time drawn, so that what stands today has a length.
const LEAST_SECONDS: f64 = 86_400.0;

/// A record as it stood from a moment on, in SI base units.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub at: DateTime<Utc>,
    pub value: f64,
}

/// The chart for the macro `growth`, 640 by 160.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Growth {
    pub line: String,
    pub area: String,
    pub dots: Vec<Point>,
    pub top: String,
    pub bottom: String,
    /// The first and the last day.
    pub from: String,
    pub to: String,
    pub label: String,
}

/// Draws steps in order of time up to `now`; `None` without any. Better is always higher.
pub fn growth(
    steps: &[Step],
    now: DateTime<Utc>,
    lower_is_better: bool,
    label: String,
    display: &Display,
    formats: &Formats,
) -> Option<Growth> {
    let (first, last) = (steps.first()?, steps.last()?);
    let values = steps.iter().map(|step| step.value);
    let low = values.clone().reduce(f64::min)?;
    let high = values.reduce(f64::max)?;
    let range = (EDGE, HEIGHT - EDGE);
    let scale = Scale::over((low, high), range, lower_is_better, display, formats);
    let end = now.max(last.at);
    let length = ((end - first.at).num_seconds() as f64).max(LEAST_SECONDS);
    let x = |at: DateTime<Utc>| {
        let share = (at - first.at).num_seconds() as f64 / length;
        tenth(EDGE + share * (WIDTH - 2.0 * EDGE))
    };
    let dots: Vec<Point> = steps
        .iter()
        .map(|step| Point {
            x: x(step.at),
            y: scale.y(step.value),
        })
        .collect();
    let stairs = stairs(&dots);
    let ground = |x: f64| Point { x, y: HEIGHT };
    let mut area = stairs.clone();
    area.push(ground(WIDTH - EDGE));
    area.push(ground(EDGE));
    let told = |si: f64| formats.quantity(si, display).value;
    let day = |at: DateTime<Utc>| formats.day_month(formats.local(at).date(), now);
    Some(Growth {
        line: path(&[stairs]),
        area: path(&[area]),
        dots,
        top: told(scale.high),
        bottom: told(scale.low),
        from: day(first.at),
        to: day(end),
        label,
    })
}

/// Level until the next one, then up at once, and on to the end.
fn stairs(dots: &[Point]) -> Vec<Point> {
    let mut stairs: Vec<Point> = Vec::new();
    for dot in dots {
        if let Some(y) = stairs.last().map(|before| before.y) {
            stairs.push(Point { x: dot.x, y });
        }
        stairs.push(*dot);
    }
    if let Some(y) = stairs.last().map(|last| last.y) {
        let x = WIDTH - EDGE;
        stairs.push(Point { x, y });
    }
    stairs
}
