//! Values that cannot be true.

use super::trail::{Fault, Trail};
use crate::streams::{Channel, Streams};

/// Drops what no sensor can mean, and puts the rest on the channels' stored grids.
pub(super) fn drop_impossible(streams: &mut Streams, trail: &mut Trail) {
    drop_positions(streams, trail);
    let time = &streams.time_ms;
    for (channel, column) in &mut streams.channels {
        let (low, high) = channel.plausible();
        let is_position = matches!(channel, Channel::PositionLat | Channel::PositionLong);
        let mut out = Vec::new();
        for (row, value) in column.iter_mut().enumerate() {
            if (low..=high).contains(value) {
                *value = channel.snap(*value);
            } else if *value == 0.0 {
                // Below the least that can be, zero is "no reading", not a fault worth telling.
                *value = f64::NAN;
            } else if !value.is_nan() && !is_position {
                out.push(row);
            }
        }
        trail.note(
            Fault::OutOfRange,
            Some(channel.name()),
            out.iter().copied(),
            time,
        );
        if !trail.mends(Fault::OutOfRange) {
            let is_finite = |row: &usize| column.get(*row).is_some_and(|value| value.is_finite());
            out.retain(|row| !is_finite(row));
        }
        erase(column, &out);
    }
    streams
        .channels
        .retain(|_, column| column.iter().any(|value| !value.is_nan()));
    streams
        .open
        .retain(|_, open| open.values.iter().any(|value| !value.is_nan()));
}

pub(super) fn erase(column: &mut [f64], rows: &[usize]) {
    for row in rows {
        if let Some(value) = column.get_mut(*row) {
            *value = f64::NAN;
        }
    }
}

/// 0°/0°, half positions, and those beyond the poles or the date line.
fn drop_positions(streams: &mut Streams, trail: &mut Trail) {
    let missing = vec![f64::NAN; streams.len()];
    let of = |channel| streams.channel(channel).unwrap_or(&missing);
    let (lat, long) = (of(Channel::PositionLat), of(Channel::PositionLong));
    let (mut zero, mut out) = (Vec::new(), Vec::new());
    for (row, (lat, long)) in lat.iter().zip(long).enumerate() {
        if *lat == 0.0 && *long == 0.0 {
            zero.push(row);
        } else if lat.is_nan() != long.is_nan() || lat.abs() > 90.0 || long.abs() > 180.0 {
            out.push(row);
        }
    }
    let name = Some(Channel::PositionLat.name());
    for (fault, rows) in [(Fault::ZeroPositions, zero), (Fault::OutOfRange, out)] {
        trail.note(fault, name, rows.iter().copied(), &streams.time_ms);
        if !trail.mends(fault) {
            continue;
        }
        for channel in [Channel::PositionLat, Channel::PositionLong] {
            if let Some(column) = streams.channels.get_mut(&channel) {
                erase(column, &rows);
            }
        }
    }
}
