//! The stored form of streams: chunks of 600 samples a column.
//!
//! A chunk is one byte of format version and a zstd frame (level 3) of varints (LEB128), one for
//! each sample: 0 for a missing sample, else the zigzag-coded difference to the last present
//! sample (in the column's steps), plus 1. Within a chunk the first difference is to 0, so every
//! chunk can be read alone. Channel chunks without any value are left out.

use std::collections::BTreeMap;

use zstd::bulk::{Compressor, Decompressor};

use crate::streams::{Channel, Streams};

/// Samples in a chunk; the last chunk of a column may have fewer.
pub const CHUNK_SAMPLES: usize = 600;

const VERSION: u8 = 1;
const ZSTD_LEVEL: i32 = 3;
/// A 64-bit varint takes at most ten bytes.
const MAX_PLAIN_BYTES: usize = CHUNK_SAMPLES * 10;
/// Keeps steps exact in `f64` and their differences inside `i64`.
const MAX_STEP: f64 = (1_u64 << 52) as f64;
/// No stored activity has more; bounds what hostile chunks can ask for.
const MAX_CHUNKS: u32 = 100_000;

/// The time axis or a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Time,
    Channel(Channel),
}

impl Column {
    /// `time`, or the channel's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Channel(channel) => channel.name(),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        if name == "time" {
            Some(Self::Time)
        } else {
            Channel::from_name(name).map(Self::Channel)
        }
    }
}

/// One stored piece of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    pub channel: Column,
    /// Place among the column's chunks, from 0: samples from `index * CHUNK_SAMPLES` on.
    pub index: u32,
    /// Samples in it, missing ones counted.
    pub count: u32,
    /// Smallest and largest present value, in the column's unit (milliseconds for time).
    pub min: f64,
    pub max: f64,
    pub bytes: Vec<u8>,
}

/// Why chunks are no streams.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    #[error("stream chunk {index} of {column}: unknown format version")]
    Version { column: &'static str, index: u32 },
    #[error("stream chunk {index} of {column}: damaged data")]
    Damaged { column: &'static str, index: u32 },
    #[error("stream chunk {index} of {column}: {count} samples where {expected} belong")]
    Count {
        column: &'static str,
        index: u32,
        count: u32,
        expected: u32,
    },
    #[error("stream chunk {index} of {column}: out of place or given twice")]
    Order { column: &'static str, index: u32 },
    #[error("no memory to unpack streams")]
    Memory,
}

/// Cuts streams into chunks: time first, then the channels in order.
///
/// Values are rounded to the channel's step; those on the grid already ([`Channel::snap`]) come
/// back bit for bit. A channel shorter than the time axis ends in missing samples.
pub fn encode(streams: &Streams) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    // One for all chunks: setting one up costs more than a chunk. It fails only for want of memory.
    let Ok(mut zstd) = Compressor::new(ZSTD_LEVEL) else {
        return chunks;
    };
    for (index, times) in streams.time_ms.chunks(CHUNK_SAMPLES).enumerate() {
        let steps: Vec<_> = times.iter().map(|time| Some(*time)).collect();
        chunks.extend(encode_chunk(&mut zstd, Column::Time, 1.0, index, &steps));
    }
    for (channel, values) in &streams.channels {
        let values = values.get(..streams.len()).unwrap_or(values);
        let scale = channel.steps_per_unit();
        for (index, values) in values.chunks(CHUNK_SAMPLES).enumerate() {
            let length = CHUNK_SAMPLES.min(streams.len() - index * CHUNK_SAMPLES);
            let mut steps: Vec<_> = values.iter().map(|value| to_step(*value, scale)).collect();
            steps.resize(length, None);
            let column = Column::Channel(*channel);
            chunks.extend(encode_chunk(&mut zstd, column, scale, index, &steps));
        }
    }
    chunks
}

fn to_step(value: f64, scale: f64) -> Option<i64> {
    let step = (value * scale).round();
    (step.abs() <= MAX_STEP).then_some(step as i64)
}

fn encode_chunk(
    zstd: &mut Compressor<'_>,
    column: Column,
    scale: f64,
    index: usize,
    steps: &[Option<i64>],
) -> Option<Chunk> {
    let min = steps.iter().flatten().min()?;
    let max = steps.iter().flatten().max()?;
    let mut plain = Vec::with_capacity(steps.len() * 2);
    let mut last = 0_i64;
    for step in steps {
        match step {
            Some(step) => {
                put_varint(&mut plain, zigzag(step.wrapping_sub(last)).wrapping_add(1));
                last = *step;
            }
            None => plain.push(0),
        }
    }
    let mut bytes = vec![VERSION];
    // Compression into memory at a valid level fails only for want of memory.
    bytes.extend(zstd.compress(&plain).ok()?);
    Some(Chunk {
        channel: column,
        index: index as u32,
        count: steps.len() as u32,
        min: *min as f64 / scale,
        max: *max as f64 / scale,
        bytes,
    })
}

/// Puts chunks, in any order, together again.
///
/// # Errors
/// [`CodecError`] when a chunk is damaged, missing from the time axis, given twice, or longer than
/// its place allows. Memory stays in proportion to the chunks given.
pub fn decode(chunks: &[Chunk]) -> Result<Streams, CodecError> {
    let mut zstd = Decompressor::new().map_err(|_| CodecError::Memory)?;
    let mut ordered: Vec<&Chunk> = chunks.iter().collect();
    ordered.sort_by_key(|chunk| (chunk.channel, chunk.index));
    let mut streams = Streams {
        time_ms: decode_times(&mut zstd, &ordered)?,
        channels: BTreeMap::new(),
    };
    let mut previous = None;
    for chunk in ordered {
        match chunk.channel {
            Column::Time => continue,
            Column::Channel(_) if previous == Some((chunk.channel, chunk.index)) => {
                return Err(CodecError::Order {
                    column: chunk.channel.name(),
                    index: chunk.index,
                });
            }
            Column::Channel(channel) => place(&mut zstd, &mut streams, channel, chunk)?,
        }
        previous = Some((chunk.channel, chunk.index));
    }
    Ok(streams)
}

fn decode_times(zstd: &mut Decompressor<'_>, ordered: &[&Chunk]) -> Result<Vec<i64>, CodecError> {
    let mut times: Vec<i64> = Vec::new();
    let chunks = ordered.iter().filter(|chunk| chunk.channel == Column::Time);
    for (expected, chunk) in chunks.enumerate() {
        let wrong_place = chunk.index as usize != expected || chunk.index >= MAX_CHUNKS;
        if wrong_place || !times.len().is_multiple_of(CHUNK_SAMPLES) {
            return Err(CodecError::Order {
                column: "time",
                index: chunk.index,
            });
        }
        let damaged = || CodecError::Damaged {
            column: "time",
            index: chunk.index,
        };
        for step in decode_chunk(zstd, chunk)? {
            let time = step.ok_or_else(damaged)?;
            if times.last().is_some_and(|last| time < *last) {
                return Err(damaged());
            }
            times.push(time);
        }
    }
    Ok(times)
}

fn place(
    zstd: &mut Decompressor<'_>,
    streams: &mut Streams,
    channel: Channel,
    chunk: &Chunk,
) -> Result<(), CodecError> {
    let start = chunk.index as usize * CHUNK_SAMPLES;
    let length = streams.len();
    let expected = length.saturating_sub(start).min(CHUNK_SAMPLES);
    if expected == 0 || chunk.count as usize != expected {
        let (column, index, count) = (channel.name(), chunk.index, chunk.count);
        return Err(CodecError::Count {
            column,
            index,
            count,
            expected: expected as u32,
        });
    }
    let steps = decode_chunk(zstd, chunk)?;
    let scale = channel.steps_per_unit();
    let values = streams
        .channels
        .entry(channel)
        .or_insert_with(|| vec![f64::NAN; length]);
    for (value, step) in values.iter_mut().skip(start).zip(steps) {
        *value = step.map_or(f64::NAN, |step| step as f64 / scale);
    }
    Ok(())
}

fn decode_chunk(
    zstd: &mut Decompressor<'_>,
    chunk: &Chunk,
) -> Result<Vec<Option<i64>>, CodecError> {
    let (column, index) = (chunk.channel.name(), chunk.index);
    let damaged = || CodecError::Damaged { column, index };
    let (version, packed) = chunk.bytes.split_first().ok_or_else(damaged)?;
    if *version != VERSION {
        return Err(CodecError::Version { column, index });
    }
    let plain = zstd.decompress(packed, MAX_PLAIN_BYTES);
    let plain = plain.map_err(|_| damaged())?;
    let steps = read_steps(&plain).ok_or_else(damaged)?;
    if steps.is_empty() || steps.len() > CHUNK_SAMPLES || steps.len() != chunk.count as usize {
        let expected = steps.len() as u32;
        return Err(CodecError::Count {
            column,
            index,
            count: chunk.count,
            expected,
        });
    }
    Ok(steps)
}

fn read_steps(mut plain: &[u8]) -> Option<Vec<Option<i64>>> {
    let mut steps = Vec::with_capacity(CHUNK_SAMPLES);
    let mut last = 0_i64;
    while !plain.is_empty() {
        let code = take_varint(&mut plain)?;
        steps.push(match code.checked_sub(1) {
            None => None,
            Some(difference) => {
                last = last.checked_add(unzigzag(difference))?;
                Some(last)
            }
        });
    }
    Some(steps)
}

const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

const fn unzigzag(code: u64) -> i64 {
    (code >> 1).cast_signed() ^ -(code & 1).cast_signed()
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn arbitrary_streams() -> impl Strategy<Value = Streams> {
        let row = (
            0_i64..5_000,
            proptest::option::of(-1e5_f64..1e5),
            proptest::option::of(0.0_f64..300.0),
        );
        proptest::collection::vec(row, 0..1500).prop_map(|rows| {
            let mut streams = Streams::default();
            let mut time = 0;
            let (mut altitude, mut heart_rate) = (Vec::new(), Vec::new());
            for (step, metres, beats) in rows {
                time += step;
                streams.time_ms.push(time);
                altitude.push(metres.map_or(f64::NAN, |v| Channel::Altitude.snap(v)));
                heart_rate.push(beats.map_or(f64::NAN, |v| Channel::HeartRate.snap(v)));
            }
            streams.channels.insert(Channel::Altitude, altitude);
            streams.channels.insert(Channel::HeartRate, heart_rate);
            // A channel without values has no chunks, so it does not come back.
            streams
                .channels
                .retain(|_, values| values.iter().any(|value| !value.is_nan()));
            streams
        })
    }

    fn bits(streams: &Streams) -> Vec<(Channel, Vec<u64>)> {
        let column = |values: &Vec<f64>| values.iter().map(|value| value.to_bits()).collect();
        streams
            .channels
            .iter()
            .map(|(channel, values)| (*channel, column(values)))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn snapped_streams_come_back_bit_for_bit(streams in arbitrary_streams()) {
            let back = decode(&encode(&streams)).unwrap();
            prop_assert_eq!(&back.time_ms, &streams.time_ms);
            prop_assert_eq!(bits(&back), bits(&streams));
        }

        #[test]
        fn hostile_bytes_never_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            plain in proptest::collection::vec(any::<u8>(), 0..200),
            index in any::<u32>(),
            count in any::<u32>(),
        ) {
            let packed = [vec![VERSION], zstd::bulk::compress(&plain, 1).unwrap()].concat();
            for bytes in [bytes, packed] {
                for channel in [Column::Time, Column::Channel(Channel::Power)] {
                    let chunk = Chunk { channel, index, count, min: 0.0, max: 0.0, bytes: bytes.clone() };
                    if let Ok(streams) = decode(&[chunk]) {
                        prop_assert!(streams.len() <= CHUNK_SAMPLES);
                    }
                }
            }
        }

        #[test]
        fn varints_go_both_ways(value in any::<i64>()) {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, zigzag(value));
            let mut rest = bytes.as_slice();
            prop_assert_eq!(take_varint(&mut rest).map(unzigzag), Some(value));
            prop_assert!(rest.is_empty());
        }
    }

    fn two_chunks() -> Vec<Chunk> {
        let mut streams = Streams {
            time_ms: (0..700).map(|i| i * 1000).collect(),
            ..Streams::default()
        };
        streams
            .channels
            .insert(Channel::Power, (0..700).map(f64::from).collect());
        encode(&streams)
    }

    #[test]
    fn chunks_carry_their_range() {
        let chunks = two_chunks();
        let power: Vec<_> = chunks
            .iter()
            .filter(|c| c.channel == Column::Channel(Channel::Power))
            .collect();
        assert_eq!(
            power
                .iter()
                .map(|c| (c.index, c.count, c.min, c.max))
                .collect::<Vec<_>>(),
            [(0, 600, 0.0, 599.0), (1, 100, 600.0, 699.0)]
        );
        assert!(chunks.iter().map(|c| c.bytes.len()).sum::<usize>() < 700);
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = zstd::bulk::compress(&vec![0; 50 << 20], 19).unwrap();
        let bytes = [vec![VERSION], bomb].concat();
        let chunk = Chunk {
            channel: Column::Time,
            index: 0,
            count: 600,
            min: 0.0,
            max: 0.0,
            bytes,
        };
        assert_eq!(
            decode(&[chunk]),
            Err(CodecError::Damaged {
                column: "time",
                index: 0
            })
        );
    }

    #[test]
    fn misplaced_chunks_are_errors() {
        let mut missing = two_chunks();
        missing.remove(0);
        assert!(matches!(
            decode(&missing),
            Err(CodecError::Order { column: "time", .. })
        ));
        let mut twice = two_chunks();
        twice.push(twice[2].clone());
        assert_eq!(
            decode(&twice),
            Err(CodecError::Order {
                column: "power",
                index: 0
            })
        );
        let mut version = two_chunks();
        version[0].bytes[0] = 9;
        assert_eq!(
            decode(&version),
            Err(CodecError::Version {
                column: "time",
                index: 0
            })
        );
    }

    #[test]
    fn columns_have_names() {
        for name in ["time", "power", "position_lat"] {
            assert_eq!(Column::from_name(name).map(Column::name), Some(name));
        }
        assert_eq!(Column::from_name("unknown"), None);
    }
}
