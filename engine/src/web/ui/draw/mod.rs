//! Drawings as plain data for the templates: SVG paths and positions, never markup or style, so
//! that one look and a strict content policy hold for all. Each drawing says its finding in words.

mod chart;
mod compare;
mod emblem;
mod growth;
mod heat;
mod route;
mod scale;
mod simplify;
#[cfg(test)]
mod tests;
mod week;

use std::fmt::Write;

use serde::Serialize;

pub use chart::{Axis, Chart, Lane, Series, Style, chart, chart_from};
pub use compare::{Comparison, PairBar, Shape, Slot, compare};
pub use emblem::{Cut, emblem, png};
pub use growth::{Growth, Step, growth};
pub use heat::{Cell, Heat, HeatDay, HeatMonth, HeatWeek, MonthLink, heat, shown as heat_days};
pub use route::{Mark, RouteMap, Scale, Track, route, route_shown};
pub use week::{Day, DayBar, WeekBars, week};

/// A place in the drawing's own units, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// A path's `d` through the points of each stretch, to a tenth of a unit.
fn path(stretches: &[Vec<Point>]) -> String {
    let mut d = String::new();
    for stretch in stretches {
        for (i, point) in stretch.iter().enumerate() {
            let letter = if i == 0 { 'M' } else { 'L' };
            // Writing to a string cannot fail.
            let _ = write!(d, "{letter}{:.1} {:.1}", point.x, point.y);
        }
    }
    d
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
