//! The route, the charts and the splits of a workout, from its samples.

use stadion_activity::derive::{MOVING_MPS, Split, splits as cut};
use stadion_activity::streams::{Channel, OPEN_PREFIX, Streams};
use stadion_pack::model::{Display, Sport};
use stadion_pack::units::{Unit, parse_unit};
use stadion_pack::value::Dim;

use crate::domains::workouts::displays;
use crate::web::ui::draw::{self, Axis, Chart, RouteMap, Series, Style, Track};
use crate::web::ui::format::{Formats, UnitSystem};
use crate::web::ui::pages::{SplitRow, Splits, Trim};

/// A chart's best split has a full bar, its slowest this much.
const SHORTEST_BAR: f64 = 30.0;
/// A page has room for so many of the file's own channels; the API has all.
const MOST_OPEN: usize = 8;

pub fn route(streams: &Streams, formats: &Formats) -> Option<RouteMap> {
    route_shown(streams, &[], formats)
}

/// The same with the samples that are hidden: no line joins what lies on both sides of them.
pub fn route_shown(streams: &Streams, hidden: &[bool], formats: &Formats) -> Option<RouteMap> {
    let distance = streams.channel(Channel::Distance).unwrap_or_default();
    let track = Track {
        latitude: streams.channel(Channel::PositionLat)?,
        longitude: streams.channel(Channel::PositionLong)?,
        distance,
        total: total(distance),
    };
    draw::route_shown(&track, hidden, formats)
}

fn total(distance: &[f64]) -> Option<f64> {
    let furthest = distance
        .iter()
        .copied()
        .filter(|metres| metres.is_finite())
        .fold(0.0, f64::max);
    (furthest > 0.0).then_some(furthest)
}

/// The least and the greatest that is known.
fn extent(positions: &[f64]) -> Option<(f64, f64)> {
    let known = positions.iter().copied().filter(|at| at.is_finite());
    let (first, last) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), at| {
        (first.min(at), last.max(at))
    });
    first.is_finite().then_some((first, last))
}

/// Where a chart begins: at the start, unless only a later part is shown.
fn least(positions: &[f64]) -> f64 {
    const FROM_START: f64 = 0.1;
    let later = extent(positions).filter(|(first, last)| *first > *last * FROM_START);
    later.map_or(0.0, |(first, _)| first)
}

/// A lane made ready: what `draw` borrows.
struct Lane {
    name: String,
    title: String,
    values: Vec<f64>,
    display: Display,
    is_inverted: bool,
}

impl Lane {
    fn series(&self, style: Style) -> Series<'_> {
        Series {
            title: self.title.clone(),
            values: &self.values,
            display: &self.display,
            style,
            inverted: self.is_inverted,
            summary: None,
        }
    }
}

/// The sport's charts over distance, or over time where nothing was covered.
pub fn charts(streams: &Streams, sport: &Sport, formats: &Formats) -> Option<Chart> {
    let over = Over::of(streams);
    let first = least(over.positions(streams));
    over.draw(streams, first, sport, formats)
}

/// The same for its owner, who can choose a part of it: a part begins where its samples do, and
/// each place of the axis knows its time.
pub fn charts_of_part(
    streams: &Streams,
    is_part: bool,
    sport: &Sport,
    formats: &Formats,
) -> Option<Chart> {
    let over = Over::of(streams);
    let positions = over.positions(streams);
    let first = if is_part {
        extent(positions)?.0
    } else {
        least(positions)
    };
    let chart = over.draw(streams, first, sport, formats)?;
    Some(chart.timed(positions, &over.seconds, first))
}

/// Whoever covers less stands, whatever their receiver says: half an hour by a fire is not drawn
/// over three metres.
const LEAST_WAY: f64 = 20.0;

/// What charts stand over.
struct Over {
    seconds: Vec<f64>,
    is_way: bool,
}

impl Over {
    fn of(streams: &Streams) -> Self {
        let distance = streams.channel(Channel::Distance).unwrap_or_default();
        let ms = streams.time_ms.iter();
        Self {
            seconds: ms.map(|ms| *ms as f64 / 1000.0).collect(),
            is_way: extent(distance).is_some_and(|(first, last)| last - first >= LEAST_WAY),
        }
    }

    fn positions<'a>(&'a self, streams: &'a Streams) -> &'a [f64] {
        let distance = streams.channel(Channel::Distance).filter(|_| self.is_way);
        distance.unwrap_or(&self.seconds)
    }

    fn draw(
        &self,
        streams: &Streams,
        first: f64,
        sport: &Sport,
        formats: &Formats,
    ) -> Option<Chart> {
        let own = sport.charts.iter();
        let own = own.filter_map(|name| lane(name, streams, sport, formats));
        let lanes: Vec<Lane> = own.chain(more(streams, formats)).collect();
        let series: Vec<Series<'_>> = lanes
            .iter()
            .enumerate()
            .map(|(n, lane)| lane.series(style(&lane.name, n)))
            .collect();
        let way = displays::way();
        let axis = if self.is_way {
            Axis::Distance(self.positions(streams), &way)
        } else {
            Axis::Time(&self.seconds)
        };
        draw::chart_from(axis, first, &series, formats)
    }
}

/// A small drawing of the sport's first chart that there is, over time from the start.
pub fn overview(streams: &Streams, sport: &Sport, formats: &Formats) -> Option<Trim> {
    let seconds = Over::of(streams).seconds;
    let lanes = sport.charts.iter();
    let mut drawn = lanes.filter_map(|name| {
        let lane = lane(name, streams, sport, formats)?;
        let series = [lane.series(Style::Ground)];
        let chart = draw::chart_from(Axis::Time(&seconds), 0.0, &series, formats)?;
        let drawn = chart.lanes.into_iter().next()?;
        Some(Trim {
            name: drawn.title,
            line: drawn.line,
            area: drawn.area.unwrap_or_default(),
            ..Trim::default()
        })
    });
    drawn.next()
}

fn lane(name: &str, streams: &Streams, sport: &Sport, formats: &Formats) -> Option<Lane> {
    let channel = match name {
        "pace" | "speed" => Channel::Speed,
        "heart_rate" => Channel::HeartRate,
        "altitude" => Channel::Altitude,
        "cadence" => Channel::Cadence,
        "power" => Channel::Power,
        "temperature" => Channel::Temperature,
        _ => return None,
    };
    let is_inverted = name == "pace";
    let unit = parse_unit(channel.unit()).unwrap_or_else(|_| Unit::one());
    let shown = displays::of_chart(name, Some(sport))?;
    let si = |value: &f64| match unit.to_si(*value) * shown.times {
        speed if is_inverted && speed < MOVING_MPS => f64::NAN,
        speed if is_inverted => speed.recip(),
        value => value,
    };
    Some(Lane {
        name: name.to_owned(),
        title: title(name, formats),
        values: streams.channel(channel)?.iter().map(si).collect(),
        display: shown.display.clone(),
        is_inverted,
    })
}

/// What no pack names: further known channels, then those of the file itself under its own words.
fn more(streams: &Streams, formats: &Formats) -> Vec<Lane> {
    let known = streams.channels.iter().filter_map(|(channel, values)| {
        let display = displays::of_channel(*channel)?;
        let unit = &display.metric;
        Some(Lane {
            name: channel.name().to_owned(),
            title: title(channel.name(), formats),
            values: values.iter().map(|value| unit.to_si(*value)).collect(),
            display,
            is_inverted: false,
        })
    });
    let open = streams
        .open
        .iter()
        .take(MOST_OPEN)
        .map(|(name, open)| Lane {
            name: name.clone(),
            title: name.strip_prefix(OPEN_PREFIX).unwrap_or(name).to_owned(),
            values: open.values.clone(),
            display: displays::as_written(&open.unit, &open.values, open.decimals),
            is_inverted: false,
        });
    known.chain(open).collect()
}

fn title(name: &str, formats: &Formats) -> String {
    formats.text(&format!("chart-{}", name.replace('_', "-")), &[])
}

/// The first chart leads; the ground lies below.
fn style(name: &str, n: usize) -> Style {
    match name {
        "altitude" => Style::Ground,
        _ if n == 0 => Style::Lead,
        _ => Style::Quiet,
    }
}

/// The way of one split and its unit's name: what the sport's own pace counts (rowers 500 m,
/// swimmers 100 m), else a kilometre or mile.
fn split_way(sport: Option<&Sport>, formats: &Formats) -> (f64, String) {
    let pace = displays::of_chart("pace", sport).filter(|_| !by_speed(sport));
    if let Some(pace) = pace
        && let Some((_, symbol)) = formats.unit_of(&pace.display).symbol.split_once('/')
        && let Ok(way) = parse_unit(symbol)
        && way.dim == Dim::LENGTH
        && is_counted(symbol)
    {
        return (way.factor, formats.unit_name(symbol, 1.0));
    }
    match formats.system {
        UnitSystem::Metric => (1000.0, formats.unit_name("km", 1.0)),
        UnitSystem::Imperial => (1609.344, formats.unit_name("mi", 1.0)),
    }
}

/// `500m`, which is no name that a number could follow.
fn is_counted(symbol: &str) -> bool {
    symbol.starts_with(|c: char| c.is_ascii_digit())
}

fn by_speed(sport: Option<&Sport>) -> bool {
    sport.is_some_and(|s| !has(s, "pace") && has(s, "speed"))
}

/// Every stretch of the sport's own length, for who covered at least one.
pub fn splits(streams: &Streams, sport: Option<&Sport>, formats: &Formats) -> Option<Splits> {
    let (every, unit) = split_way(sport, formats);
    let cut = cut(streams, every);
    let whole = |split: &&Split| split.metres >= every * 0.999;
    let fastest = cut
        .iter()
        .filter(whole)
        .min_by(|a, b| pace(a).total_cmp(&pace(b)))?;
    let slowest = cut.iter().map(pace).fold(0.0, f64::max);
    let telling = SplitTelling {
        by_speed: by_speed(sport),
        has_heart_rate: cut.iter().any(|split| split.avg_heart_rate.is_some()),
        altitude: streams.channel(Channel::Altitude),
        streams,
        every,
        best: (fastest.index, pace(fastest)),
        slowest,
        formats,
    };
    let n = fastest.index + 1;
    let fastest_key = if is_counted(&unit) {
        "workout-fastest-split"
    } else {
        "workout-fastest"
    };
    let note = [("unit", unit.as_str().into()), ("n", n.into())];
    Some(Splits {
        value_title: title(if telling.by_speed { "speed" } else { "pace" }, formats),
        extra_titles: telling.extra_titles(),
        rows: cut.iter().map(|split| telling.row(split)).collect(),
        note: (cut.len() > 2).then(|| formats.text(fastest_key, &note)),
        unit,
    })
}

fn has(sport: &Sport, chart: &str) -> bool {
    sport.charts.iter().any(|name| name == chart)
}

/// Seconds a metre.
fn pace(split: &Split) -> f64 {
    split.seconds / split.metres
}

/// What the rows of one table have in common.
struct SplitTelling<'a> {
    by_speed: bool,
    has_heart_rate: bool,
    altitude: Option<&'a [f64]>,
    streams: &'a Streams,
    every: f64,
    /// Index and pace.
    best: (usize, f64),
    slowest: f64,
    formats: &'a Formats,
}

impl SplitTelling<'_> {
    fn extra_titles(&self) -> Vec<String> {
        let rate = self
            .has_heart_rate
            .then(|| self.formats.unit_full(&displays::heart_rate()));
        let height = self
            .altitude
            .map(|_| self.formats.unit_full(&displays::height()));
        rate.into_iter().chain(height).collect()
    }

    fn row(&self, split: &Split) -> SplitRow {
        let is_whole = split.metres >= self.every * 0.999;
        let name = if is_whole {
            self.formats.number((split.index + 1) as f64, 0)
        } else {
            self.formats.number(split.metres / self.every, 2)
        };
        let value = if self.by_speed {
            let speed = pace(split).recip();
            self.formats.quantity(speed, &displays::speed()).to_string()
        } else {
            self.formats.duration(pace(split) * self.every)
        };
        SplitRow {
            name,
            value,
            bar: self.bar(pace(split)),
            is_best: split.index == self.best.0,
            extras: self.extras(split),
        }
    }

    fn bar(&self, pace: f64) -> f64 {
        let range = self.slowest - self.best.1;
        let share = if range > 0.0 {
            (self.slowest - pace) / range
        } else {
            1.0
        };
        (SHORTEST_BAR + (100.0 - SHORTEST_BAR) * share.clamp(0.0, 1.0)).round()
    }

    fn extras(&self, split: &Split) -> Vec<String> {
        let dash = || "–".to_owned();
        let rate = |rate: f64| self.formats.number(rate, 0);
        let mut extras = Vec::new();
        if self.has_heart_rate {
            extras.push(split.avg_heart_rate.map_or_else(dash, rate));
        }
        if let Some(altitude) = self.altitude {
            extras.push(self.climb(altitude, split).unwrap_or_else(dash));
        }
        extras
    }

    /// From the split's first known height to its last, with a sign.
    fn climb(&self, altitude: &[f64], split: &Split) -> Option<String> {
        let times = self.streams.time_ms.iter().zip(altitude);
        let inside = |(time, height): &(&i64, &f64)| {
            (split.start_ms..=split.end_ms).contains(*time) && height.is_finite()
        };
        let mut heights = times.filter(inside).map(|(_, height)| *height);
        let first = heights.next()?;
        let gain = heights.next_back().unwrap_or(first) - first;
        let display = displays::height();
        let shown = self.formats.unit_of(&display).from_si(gain).round();
        let sign = if shown > 0.0 { "+" } else { "" };
        Some(format!("{sign}{}", self.formats.number(shown, 0)))
    }
}
