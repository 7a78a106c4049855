//! A part of what is stored, and fewer samples of it: what a chart of a long recording needs.

use std::collections::BTreeSet;

use crate::derive::largest_triangles;
use crate::streams::{CHUNK_SAMPLES, Chunk, CodecError, Column, OpenColumn, Streams, decode};

/// Which chunks of a column hold samples of a span of time: their first and last place.
///
/// `times` are the time column's chunks, in any order; their smallest and largest time tell, nothing
/// is unpacked. `None` when no sample is in it.
pub fn places(times: &[Chunk], (from_ms, to_ms): (i64, i64)) -> Option<(u32, u32)> {
    let inside = times.iter().filter(|chunk| {
        chunk.channel == Column::Time && chunk.max >= from_ms as f64 && chunk.min <= to_ms as f64
    });
    let places: Vec<u32> = inside.map(|chunk| chunk.index).collect();
    Some((*places.iter().min()?, *places.iter().max()?))
}

/// The samples of a span of time, both ends within it, out of chunks that cover it: those of time
/// and of the wanted channels, without gaps from the first on. Time still counts from the
/// activity's start.
///
/// # Errors
/// Those of [`decode`].
pub fn decode_range(chunks: &[Chunk], span: (i64, i64)) -> Result<Streams, CodecError> {
    let times: Vec<Chunk> = chunks
        .iter()
        .filter(|chunk| chunk.channel == Column::Time)
        .cloned()
        .collect();
    let Some((first, last)) = places(&times, span) else {
        return Ok(Streams::default());
    };
    let inside = chunks
        .iter()
        .filter(|chunk| (first..=last).contains(&chunk.index));
    // Every chunk can be read alone: moved to the front, they are a recording of their own.
    let moved: Vec<Chunk> = inside
        .map(|chunk| Chunk {
            index: chunk.index - first,
            ..chunk.clone()
        })
        .collect();
    Ok(decode(&moved)?.within(span))
}

impl Streams {
    /// The samples from one time to another, both included.
    #[must_use]
    pub fn within(&self, (from_ms, to_ms): (i64, i64)) -> Self {
        let first = self.time_ms.partition_point(|time| *time < from_ms);
        let end = self.time_ms.partition_point(|time| *time <= to_ms);
        self.at(&(first..end.max(first)).collect::<Vec<_>>())
    }

    /// At most `most` samples that draw the same lines: each channel keeps its share of the places
    /// by [`largest_triangles`], so that no channel's peaks are lost to another's.
    #[must_use]
    pub fn thinned(&self, most: usize) -> Self {
        if self.len() <= most {
            return self.clone();
        }
        let times: Vec<f64> = self.time_ms.iter().map(|ms| *ms as f64).collect();
        let columns = self.channels.len() + self.open.len();
        let share = most / columns.max(1);
        let mut kept = BTreeSet::new();
        for (_, _, values) in self.columns() {
            kept.extend(largest_triangles(&times, values, share));
        }
        if columns == 0 || share < 3 {
            let step = self.len().div_ceil(most.max(1));
            kept = (0..self.len()).step_by(step).collect();
        }
        self.at(&kept.into_iter().collect::<Vec<_>>())
    }

    fn at(&self, places: &[usize]) -> Self {
        let pick = |values: &Vec<f64>| -> Vec<f64> {
            let value = |place: &usize| values.get(*place).copied().unwrap_or(f64::NAN);
            places.iter().map(value).collect()
        };
        let times = places.iter().filter_map(|place| self.time_ms.get(*place));
        let channels = self.channels.iter();
        let open = self.open.iter().map(|(name, column)| {
            let values = pick(&column.values);
            let unit = column.unit.clone();
            let decimals = column.decimals;
            (
                name.clone(),
                OpenColumn {
                    unit,
                    decimals,
                    values,
                },
            )
        });
        Self {
            time_ms: times.copied().collect(),
            channels: channels
                .map(|(channel, values)| (*channel, pick(values)))
                .collect(),
            open: open.collect(),
        }
    }
}

/// How many samples the chunks of places hold at most.
pub fn samples_in((first, last): (u32, u32)) -> usize {
    (last.saturating_sub(first) as usize + 1) * CHUNK_SAMPLES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Channel, encode};

    fn day() -> Streams {
        let mut streams = Streams {
            time_ms: (0..5_000).map(|second| second * 1000).collect(),
            ..Streams::default()
        };
        let power = (0..5_000).map(|n| f64::from(n % 300));
        streams.channels.insert(Channel::Power, power.collect());
        let rate = (0..5_000).map(|n| if n < 2_000 { f64::NAN } else { 140.0 });
        streams.channels.insert(Channel::HeartRate, rate.collect());
        streams
    }

    fn bits(streams: &Streams) -> Vec<(Channel, Vec<u64>)> {
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect();
        let channels = streams.channels.iter();
        channels.map(|(c, values)| (*c, bits(values))).collect()
    }

    #[test]
    fn a_part_is_the_part_of_the_whole() {
        let (whole, chunks) = (day(), encode(&day()));
        for span in [
            (0, 4_999_000),
            (1_234_500, 3_456_000),
            (599_000, 600_000),
            (4_999_000, 9_000_000),
        ] {
            let part = decode_range(&chunks, span).unwrap();
            let expected = whole.within(span);
            assert_eq!(part.time_ms, expected.time_ms);
            let told = |streams: &Streams| {
                let mut told = bits(streams);
                // A channel without a value there has no chunks.
                told.retain(|(_, values)| values.iter().any(|v| !f64::from_bits(*v).is_nan()));
                told
            };
            assert_eq!(told(&part), told(&expected));
        }
        assert!(
            decode_range(&chunks, (9_000_000, 9_900_000))
                .unwrap()
                .is_empty()
        );
        assert!(decode_range(&chunks, (5_000, 1_000)).unwrap().is_empty());
        assert!(decode_range(&[], (0, 1)).unwrap().is_empty());
    }

    #[test]
    fn only_the_chunks_of_the_span_are_needed() {
        let chunks = encode(&day());
        let times: Vec<_> = chunks
            .iter()
            .filter(|c| c.channel == Column::Time)
            .cloned()
            .collect();
        let places = places(&times, (1_250_000, 1_790_000)).unwrap();
        assert_eq!(places, (2, 2));
        assert_eq!(samples_in(places), 600);
        let few: Vec<_> = chunks.iter().filter(|c| c.index == 2).cloned().collect();
        let part = decode_range(&few, (1_250_000, 1_790_000)).unwrap();
        assert_eq!(part.len(), 541);
    }

    #[test]
    fn thinned_streams_keep_each_channels_peaks() {
        let mut streams = day();
        streams.channels.get_mut(&Channel::Power).unwrap()[1_777] = 1_500.0;
        streams.channels.get_mut(&Channel::HeartRate).unwrap()[4_001] = 199.0;
        let thin = streams.thinned(300);
        assert!((150..=300).contains(&thin.len()), "{}", thin.len());
        let top = |channel| {
            let column = thin.channel(channel).unwrap();
            column.iter().copied().fold(0.0, f64::max)
        };
        assert_eq!(
            (top(Channel::Power), top(Channel::HeartRate)),
            (1_500.0, 199.0)
        );
        assert_eq!(thin.time_ms.first(), Some(&0));
        assert_eq!(thin.time_ms.last(), Some(&4_999_000));
        assert_eq!(bits(&streams.thinned(5_000)), bits(&streams));
        assert!(streams.thinned(2).len() <= 2);
        assert_eq!(Streams::default().thinned(5), Streams::default());
    }
}
