//! How far it went: along the places, by a sensor that counts the way, or by one that knows its speed. What
//! was gone in a pause counts nowhere.

use stadion_activity::Activity;
use stadion_activity::derive::haversine;
use stadion_activity::streams::{Channel, Streams};

use super::merge::without_pause;
use super::sources::{Column, Source};
use crate::domains::live::model::Recording;

/// Nobody goes faster by their own feet or wheels; a counter that leaps so has begun anew.
const FASTEST_MPS: f64 = 45.0;
/// A speed holds so long, and no longer.
const HOLDS_S: i64 = 10;

/// The ways that sensors tell, the best first.
pub fn told(sources: &[Source], recording: &Recording) -> Vec<Column> {
    let of = |channel: Channel| {
        sources
            .iter()
            .filter_map(move |source| source.columns.get(&channel))
    };
    let counted = of(Channel::Distance).map(|column| counted(column, recording));
    // What the place says of its speed is in the places already.
    let with_speed = sources
        .iter()
        .filter(|source| !source.columns.contains_key(&Channel::PositionLat));
    let by_speed = with_speed.filter_map(|source| source.columns.get(&Channel::Speed));
    let by_speed = by_speed.map(|column| integrated(column, recording));
    counted.chain(by_speed).collect()
}

/// A counter's way from the beginning of the recording on.
fn counted(column: &Column, recording: &Recording) -> Column {
    let step = |(from, was): (i64, f64), (to, is): (i64, f64)| {
        let metres = is - was;
        let most = FASTEST_MPS * (to - from) as f64;
        (0.0..=most).contains(&metres).then_some(metres)
    };
    summed(column, recording, step)
}

fn integrated(column: &Column, recording: &Recording) -> Column {
    let step = |(from, was): (i64, f64), (to, is): (i64, f64)| {
        let seconds = to - from;
        (seconds <= HOLDS_S).then(|| f64::midpoint(was, is) * seconds as f64)
    };
    summed(column, recording, step)
}

fn summed(
    column: &Column,
    recording: &Recording,
    step: impl Fn((i64, f64), (i64, f64)) -> Option<f64>,
) -> Column {
    let mut metres = 0.0;
    let mut before: Option<(i64, f64)> = None;
    let mut way = Column::new();
    for (at, value) in column {
        if let Some(last) = before
            && without_pause(recording, last.0 * 1_000, at * 1_000)
        {
            metres += step(last, (*at, *value)).unwrap_or_default();
        }
        before = Some((*at, *value));
        way.insert(*at, metres);
    }
    way
}

/// Puts the way that is known best: along the places, unless a sensor knew it for twice as long. What was
/// derived from an earlier one goes; it is told again when the activity is read.
pub fn put(activity: &mut Activity, ways: Vec<Column>, has_speed: bool, recording: &Recording) {
    let streams = &mut activity.streams;
    let placed = along(streams, recording);
    let seconds = |way: &Column| way.len();
    let told = ways.into_iter().reduce(|best, next| {
        if seconds(&next) > 2 * seconds(&best) {
            next
        } else {
            best
        }
    });
    let way = match (placed, told) {
        (Some(placed), Some(told)) if seconds(&told) > 2 * seconds(&placed) => Some(told),
        (Some(placed), _) => Some(placed),
        (None, told) => told,
    };
    streams.channels.remove(&Channel::Distance);
    if !has_speed {
        streams.channels.remove(&Channel::Speed);
    }
    if let Some(way) = way.filter(|way| way.len() > 1) {
        let value = |ms: &i64| way.get(&(ms / 1_000)).copied().unwrap_or(f64::NAN);
        let values = streams.time_ms.iter().map(value).collect();
        streams.channels.insert(Channel::Distance, values);
    }
    activity
        .fields
        .retain(|name, _| !name.starts_with("track:"));
}

fn along(streams: &Streams, recording: &Recording) -> Option<Column> {
    let lat = streams.channel(Channel::PositionLat)?;
    let long = streams.channel(Channel::PositionLong)?;
    let mut metres = 0.0;
    let mut before: Option<(i64, (f64, f64))> = None;
    let mut way = Column::new();
    for ((at_ms, lat), long) in streams.time_ms.iter().zip(lat).zip(long) {
        if lat.is_nan() || long.is_nan() {
            continue;
        }
        let here = (*lat, *long);
        if let Some((last_ms, there)) = before
            && without_pause(recording, last_ms, *at_ms)
        {
            metres += haversine(there, here);
        }
        before = Some((*at_ms, here));
        way.insert(at_ms / 1_000, metres);
    }
    (way.len() > 1).then_some(way)
}

/// Metres between two moments, as far as the samples tell.
pub fn between(streams: &Streams, from_ms: i64, to_ms: i64) -> Option<f64> {
    let way = streams.channel(Channel::Distance)?;
    let known = streams
        .time_ms
        .iter()
        .zip(way)
        .filter(|(_, metres)| !metres.is_nan());
    let mut at_from = 0.0;
    let mut at_to = None;
    for (at, metres) in known {
        if *at <= from_ms {
            at_from = *metres;
        }
        if *at <= to_ms {
            at_to = Some(*metres);
        }
    }
    at_to.map(|metres| (metres - at_from).max(0.0))
}
