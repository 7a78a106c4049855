//! Time: samples in order, and one an instant.

use super::trail::{Fault, Trail};
use crate::streams::Streams;

/// Puts samples in order of time; those of one instant keep their order.
pub(super) fn put_in_order(streams: &mut Streams, trail: &mut Trail) {
    let times = &streams.time_ms;
    let turns = times.windows(2).filter_map(|pair| match *pair {
        [before, after] if after < before => Some((after, before)),
        _ => None,
    });
    let turns: Vec<_> = turns.collect();
    if turns.is_empty() {
        return;
    }
    for span in turns {
        trail.note_span(Fault::BackwardTimes, None, 1, span);
    }
    let mut rows: Vec<usize> = (0..times.len()).collect();
    rows.sort_by_key(|row| times.get(*row));
    streams.time_ms = rows
        .iter()
        .filter_map(|row| times.get(*row))
        .copied()
        .collect();
    for column in columns(streams) {
        *column = rows
            .iter()
            .filter_map(|row| column.get(*row))
            .copied()
            .collect();
    }
}

fn columns(streams: &mut Streams) -> impl Iterator<Item = &mut Vec<f64>> {
    let open = streams.open.values_mut().map(|open| &mut open.values);
    streams.channels.values_mut().chain(open)
}

/// Joins samples of one instant: of each channel the last value stays.
pub(super) fn join_instants(streams: &mut Streams, trail: &mut Trail) {
    let times = &streams.time_ms;
    let is_again = |row: usize| row > 0 && times.get(row) == times.get(row - 1);
    let again: Vec<usize> = (1..times.len()).filter(|row| is_again(*row)).collect();
    if again.is_empty() {
        return;
    }
    trail.note(Fault::DuplicateTimes, None, again.iter().copied(), times);
    if !trail.mends(Fault::DuplicateTimes) {
        return;
    }
    let times = std::mem::take(&mut streams.time_ms);
    let same: Vec<bool> = (0..times.len())
        .map(|row| again.binary_search(&row).is_ok())
        .collect();
    for column in columns(streams) {
        let mut joined: Vec<f64> = Vec::with_capacity(times.len() - again.len());
        for (value, same) in column.iter().zip(&same) {
            match joined.last_mut() {
                Some(kept) if *same => *kept = if value.is_nan() { *kept } else { *value },
                _ => joined.push(*value),
            }
        }
        *column = joined;
    }
    streams.time_ms = times;
    streams.time_ms.dedup();
}
