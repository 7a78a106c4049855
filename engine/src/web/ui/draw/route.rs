//! A route as a picture: needs no map tiles, shows its own scale.

use serde::Serialize;

use super::simplify::{distance, simplify};
use super::{Point, path, tenth};
use crate::web::ui::format::{Formats, UnitSystem};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
/// Room for the marks at the edge.
const MARGIN: f64 = 34.0;
/// No two marks' circles touch.
const MARKS_APART: f64 = 34.0;
const TOLERANCE: f64 = 0.25;
/// Metres in a degree of latitude on the mean sphere (IUGG mean radius 6371008.8 m).
const METRES_PER_DEGREE: f64 = 111_195.08;

/// Positions in order of time. All slices have one length; a missing position is `NaN`.
#[derive(Clone, Copy, Debug)]
pub struct Track<'a> {
    /// Degrees.
    pub latitude: &'a [f64],
    /// Degrees.
    pub longitude: &'a [f64],
    /// Metres from the start; `NaN` or shorter where unknown: then no marks are drawn.
    pub distance: &'a [f64],
    /// Metres of the whole workout, for the words.
    pub total: Option<f64>,
}

/// The picture for the macro `map`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RouteMap {
    pub width: f64,
    pub height: f64,
    /// `d` of the line.
    pub path: String,
    /// `d` of the ground's quiet grid; its meshes are one scale wide.
    pub grid: String,
    pub start: Point,
    /// Absent where the route ends at its start.
    pub finish: Option<Point>,
    pub marks: Vec<Mark>,
    pub scale: Scale,
    /// The finding in words.
    pub label: String,
}

/// A kilometre (or mile) mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

/// How long a mesh of the grid is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scale {
    pub width: f64,
    pub text: String,
}

/// Draws a route; `None` without two distinct positions.
pub fn route(track: &Track<'_>, formats: &Formats) -> Option<RouteMap> {
    route_shown(track, &[], formats)
}

/// Draws a route of which samples are hidden: the line is parted there, however few they are.
/// `None` without two distinct positions.
pub fn route_shown(track: &Track<'_>, hidden: &[bool], formats: &Formats) -> Option<RouteMap> {
    let frame = Frame::around(track)?;
    let stretches = frame.stretches(track, hidden);
    let start = *stretches.first()?.first()?;
    let end = *stretches.last()?.last()?;
    let lines: Vec<Vec<Point>> = stretches
        .iter()
        .map(|line| simplify(line, TOLERANCE))
        .collect();
    let unit = Unit::of(formats);
    let step = mark_step(track.distance.iter().copied().fold(0.0, f64::max) / unit.metres);
    let finish = (distance(start, end) > 12.0).then_some(end);
    let (scale, grid) = frame.ground(unit, formats);
    Some(RouteMap {
        width: WIDTH,
        height: HEIGHT,
        path: path(&lines),
        grid,
        start,
        finish,
        marks: marks(track, &frame, unit.metres * step, step, &[start, end]),
        scale,
        label: label(track, unit, step, finish.is_none(), formats),
    })
}

/// What lengths are told in.
#[derive(Clone, Copy)]
struct Unit {
    metres: f64,
    symbol: &'static str,
}

impl Unit {
    fn of(formats: &Formats) -> Self {
        match formats.system {
            UnitSystem::Metric => Self {
                metres: 1000.0,
                symbol: "km",
            },
            UnitSystem::Imperial => Self {
                metres: 1609.344,
                symbol: "mi",
            },
        }
    }
}

/// From degrees to the picture: equirectangular with the middle latitude true to scale, which for
/// the extent of a workout is as good as any projection.
struct Frame {
    middle: (f64, f64),
    /// Picture units a metre.
    scale: f64,
    shrink: f64,
}

impl Frame {
    fn around(track: &Track<'_>) -> Option<Self> {
        let first = positions(track).next()?;
        let (mut south, mut north) = (first.1, first.1);
        let (mut west, mut east) = (0.0f64, 0.0f64);
        for (_, latitude, longitude) in positions(track) {
            (south, north) = (south.min(latitude), north.max(latitude));
            let from_first = wrapped(longitude - first.2);
            (west, east) = (west.min(from_first), east.max(from_first));
        }
        let (south, north) = (south.min(first.1), north.max(first.1));
        let middle = (
            f64::midpoint(south, north),
            first.2 + f64::midpoint(west, east),
        );
        let shrink = middle.0.to_radians().cos().max(0.01);
        let wide = (east - west) * METRES_PER_DEGREE * shrink;
        let high = (north - south) * METRES_PER_DEGREE;
        if wide.max(high) < 1.0 {
            return None;
        }
        let fit = ((WIDTH - 2.0 * MARGIN) / wide).min((HEIGHT - 2.0 * MARGIN) / high);
        Some(Self {
            middle,
            scale: fit,
            shrink,
        })
    }

    fn place(&self, latitude: f64, longitude: f64) -> Point {
        let east = wrapped(longitude - self.middle.1) * METRES_PER_DEGREE * self.shrink;
        let north = (latitude - self.middle.0) * METRES_PER_DEGREE;
        Point {
            x: tenth(WIDTH / 2.0 + east * self.scale),
            y: tenth(HEIGHT / 2.0 - north * self.scale),
        }
    }

    /// The line, parted where positions are missing for long, or are hidden.
    fn stretches(&self, track: &Track<'_>, hidden: &[bool]) -> Vec<Vec<Point>> {
        let mut stretches: Vec<Vec<Point>> = Vec::new();
        let mut previous = None;
        for (i, latitude, longitude) in positions(track) {
            let hides = |from: usize| hidden.get(from..i).is_some_and(|h| h.contains(&true));
            let joined = previous.is_some_and(|p: usize| i - p <= 30 && !hides(p));
            previous = Some(i);
            let point = self.place(latitude, longitude);
            match stretches.last_mut().filter(|_| joined) {
                Some(stretch) => stretch.push(point),
                None => stretches.push(vec![point]),
            }
        }
        stretches
    }

    /// A grid whose meshes are a round length of about a sixth of the picture.
    fn ground(&self, unit: Unit, formats: &Formats) -> (Scale, String) {
        let length = round_length(WIDTH / 6.0 / self.scale / unit.metres);
        let mesh = length * unit.metres * self.scale;
        let mut lines = Vec::new();
        let rest = |size: f64| (size / 2.0) % mesh;
        let count = |size: f64| ((size / mesh).ceil() as usize).min(40);
        for i in 0..=count(WIDTH) {
            let x = rest(WIDTH) + i as f64 * mesh;
            lines.push(vec![Point { x, y: -HEIGHT }, Point { x, y: 2.0 * HEIGHT }]);
        }
        for i in 0..=count(HEIGHT) {
            let y = rest(HEIGHT) + i as f64 * mesh;
            lines.push(vec![Point { x: -WIDTH, y }, Point { x: 2.0 * WIDTH, y }]);
        }
        let (value, symbol) = match unit.symbol {
            "km" if length < 1.0 => (length * 1000.0, "m"),
            symbol => (length, symbol),
        };
        let decimals = if value < 1.0 { 2 } else { 0 };
        let number = formats.number(value, decimals);
        let text = format!("{number}\u{a0}{}", formats.unit_name(symbol, value));
        (
            Scale {
                width: tenth(mesh),
                text,
            },
            path(&lines),
        )
    }
}

/// The valid positions with their index.
fn positions<'a>(track: &'a Track<'_>) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
    let pairs = track.latitude.iter().zip(track.longitude).enumerate();
    pairs
        .map(|(i, (latitude, longitude))| (i, *latitude, *longitude))
        .filter(|(_, lat, lon)| {
            lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0
        })
}

/// Across the date line the near way round.
fn wrapped(degrees: f64) -> f64 {
    (degrees + 540.0).rem_euclid(360.0) - 180.0
}

/// 1, 2 or 5 times a power of ten, at most `length`.
fn round_length(length: f64) -> f64 {
    let power = 10f64.powf(length.max(1e-3).log10().floor());
    let steps = [5.0, 2.0, 1.0].map(|n| n * power);
    steps
        .into_iter()
        .find(|step| *step <= length)
        .unwrap_or(power)
}

/// A mark every so many units, so that there are at most six.
fn mark_step(units: f64) -> f64 {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    steps
        .into_iter()
        .find(|step| units / step <= 6.5)
        .unwrap_or(1000.0)
}

fn marks(track: &Track<'_>, frame: &Frame, every: f64, step: f64, taken: &[Point]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut next = 1.0;
    for (i, latitude, longitude) in positions(track) {
        let Some(covered) = track.distance.get(i).filter(|d| **d >= next * every) else {
            continue;
        };
        let reached = (covered / every).floor();
        let point = frame.place(latitude, longitude);
        let free = |at: &Point| distance(*at, point) >= MARKS_APART;
        let beside = marks.iter().all(|mark| {
            free(&Point {
                x: mark.x,
                y: mark.y,
            })
        });
        if beside && taken.iter().all(free) && marks.len() < 12 {
            marks.push(Mark {
                x: point.x,
                y: point.y,
                text: format!("{:.0}", reached * step),
            });
        }
        next = reached + 1.0;
    }
    marks
}

fn label(track: &Track<'_>, unit: Unit, step: f64, closed: bool, formats: &Formats) -> String {
    let told = |metres: f64, decimals| {
        let n = metres / unit.metres;
        format!(
            "{}\u{a0}{}",
            formats.number(n, decimals),
            formats.unit_name(unit.symbol, n)
        )
    };
    let distance = track
        .total
        .map_or_else(String::new, |metres| told(metres, 2));
    let key = if closed { "map-loop" } else { "map-line" };
    let every = told(step * unit.metres, 0);
    formats.text(
        key,
        &[("distance", distance.into()), ("every", every.into())],
    )
}
