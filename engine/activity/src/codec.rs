//! The stored form of streams: chunks of 600 samples a column.
//!
//! A chunk is one byte of format version and a zstd frame (level 3) of varints (LEB128), one for
//! each sample: 0 for a missing sample, else the zigzag-coded difference to the last present
//! sample (in the column's steps), plus 1. Within a chunk the first difference is to 0, so every
//! chunk can be read alone. Channel chunks without any value are left out.
//!
//! A chunk of a channel that only its file knows ([`crate::streams::OpenColumn`]) has version 2, and
//! between that byte and the frame what is known of the column: a byte of decimals, a byte of length
//! and as many bytes of unit (UTF-8).

use zstd::bulk::{Compressor, Decompressor};

use crate::channel::{Channel, OPEN_PREFIX};
use crate::streams::{MOST_DECIMALS, OpenColumn, Streams, steps_of};

/// Samples in a chunk; the last chunk of a column may have fewer.
pub const CHUNK_SAMPLES: usize = 600;

const VERSION: u8 = 1;
const VERSION_OPEN: u8 = 2;
const ZSTD_LEVEL: i32 = 3;
/// A 64-bit varint takes at most ten bytes.
const MAX_PLAIN_BYTES: usize = CHUNK_SAMPLES * 10;
/// Keeps steps exact in `f64` and their differences inside `i64`.
const MAX_STEP: f64 = (1_u64 << 52) as f64;
/// No stored activity has more; bounds what hostile chunks can ask for.
const MAX_CHUNKS: u32 = 100_000;
/// Likewise; [`crate::Limits`] takes in fewer.
const MOST_OPEN: usize = 64;

/// The time axis or a channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Time,
    Channel(Channel),
    /// By name, [`OPEN_PREFIX`] included.
    Open(String),
}

impl Column {
    /// `time`, or the channel's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Time => "time",
            Self::Channel(channel) => channel.name(),
            Self::Open(name) => name,
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "time" => Some(Self::Time),
            open if open.starts_with(OPEN_PREFIX) => Some(Self::Open(open.to_owned())),
            known => Channel::from_name(known).map(Self::Channel),
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
    Version { column: String, index: u32 },
    #[error("stream chunk {index} of {column}: damaged data")]
    Damaged { column: String, index: u32 },
    #[error("stream chunk {index} of {column}: {count} samples where {expected} belong")]
    Count {
        column: String,
        index: u32,
        count: u32,
        expected: u32,
    },
    #[error("stream chunk {index} of {column}: out of place or given twice")]
    Order { column: String, index: u32 },
    #[error("more than {MOST_OPEN} columns of the file's own")]
    TooMany,
    #[error("no memory to unpack streams")]
    Memory,
}

/// Cuts streams into chunks: time first, then the channels in order.
///
/// Values are rounded to the channel's step; those on the grid already ([`Channel::snap`]) come
/// back bit for bit. A channel shorter than the time axis ends in missing samples.
pub fn encode(streams: &Streams) -> Vec<Chunk> {
    // One for all chunks: setting one up costs more than a chunk. It fails only for want of memory.
    let Ok(zstd) = Compressor::new(ZSTD_LEVEL) else {
        return Vec::new();
    };
    let mut encoder = Encoder {
        zstd,
        length: streams.len(),
        chunks: Vec::new(),
    };
    for (index, times) in streams.time_ms.chunks(CHUNK_SAMPLES).enumerate() {
        let steps: Vec<_> = times.iter().map(|time| Some(*time)).collect();
        encoder.chunk(&Column::Time, (&[VERSION], 1.0), index, &steps);
    }
    for (channel, values) in &streams.channels {
        let column = Column::Channel(*channel);
        encoder.column(&column, (&[VERSION], channel.steps_per_unit()), values);
    }
    for (name, open) in &streams.open {
        let column = Column::Open(name.clone());
        encoder.column(
            &column,
            (&head_of(open), open.steps_per_unit()),
            &open.values,
        );
    }
    encoder.chunks
}

/// What stands before the frame of a chunk whose column only its file knows.
fn head_of(open: &OpenColumn) -> Vec<u8> {
    let unit = cut(&open.unit, usize::from(u8::MAX)).as_bytes();
    let head = [
        VERSION_OPEN,
        open.decimals.min(MOST_DECIMALS),
        unit.len() as u8,
    ];
    [&head, unit].concat()
}

/// At most so many bytes, whole characters.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most))
        .unwrap_or_default()
}

struct Encoder<'a> {
    zstd: Compressor<'a>,
    /// Samples on the time axis.
    length: usize,
    chunks: Vec<Chunk>,
}

/// What a chunk begins with, and the stored steps in one unit.
type Coding<'a> = (&'a [u8], f64);

impl Encoder<'_> {
    fn column(&mut self, column: &Column, coding: Coding<'_>, values: &[f64]) {
        let values = values.get(..self.length).unwrap_or(values);
        for (index, values) in values.chunks(CHUNK_SAMPLES).enumerate() {
            let length = CHUNK_SAMPLES.min(self.length - index * CHUNK_SAMPLES);
            let mut steps: Vec<_> = values
                .iter()
                .map(|value| to_step(*value, coding.1))
                .collect();
            steps.resize(length, None);
            self.chunk(column, coding, index, &steps);
        }
    }

    fn chunk(
        &mut self,
        column: &Column,
        (head, scale): Coding<'_>,
        index: usize,
        steps: &[Option<i64>],
    ) {
        let (Some(min), Some(max)) = (steps.iter().flatten().min(), steps.iter().flatten().max())
        else {
            return;
        };
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
        // Compression into memory at a valid level fails only for want of memory.
        let Ok(packed) = self.zstd.compress(&plain) else {
            return;
        };
        self.chunks.push(Chunk {
            channel: column.clone(),
            index: index as u32,
            count: steps.len() as u32,
            min: *min as f64 / scale,
            max: *max as f64 / scale,
            bytes: [head, &packed].concat(),
        });
    }
}

fn to_step(value: f64, scale: f64) -> Option<i64> {
    let step = (value * scale).round();
    (step.abs() <= MAX_STEP).then_some(step as i64)
}

/// Puts chunks, in any order, together again.
///
/// # Errors
/// [`CodecError`] when a chunk is damaged, missing from the time axis, given twice, or longer than
/// its place allows. Memory stays in proportion to the chunks given.
pub fn decode(chunks: &[Chunk]) -> Result<Streams, CodecError> {
    let mut zstd = Decompressor::new().map_err(|_| CodecError::Memory)?;
    let mut ordered: Vec<&Chunk> = chunks.iter().collect();
    ordered.sort_by_key(|chunk| (&chunk.channel, chunk.index));
    let mut streams = Streams {
        time_ms: decode_times(&mut zstd, &ordered)?,
        ..Streams::default()
    };
    let mut previous = None;
    for chunk in ordered {
        let place = (&chunk.channel, chunk.index);
        if chunk.channel != Column::Time {
            if previous == Some(place) {
                return Err(chunk.out_of_order());
            }
            fill(&mut zstd, &mut streams, chunk)?;
        }
        previous = Some(place);
    }
    Ok(streams)
}

impl Chunk {
    fn out_of_order(&self) -> CodecError {
        CodecError::Order {
            column: self.channel.name().to_owned(),
            index: self.index,
        }
    }

    fn damaged(&self) -> CodecError {
        CodecError::Damaged {
            column: self.channel.name().to_owned(),
            index: self.index,
        }
    }

    fn miscounted(&self, expected: usize) -> CodecError {
        CodecError::Count {
            column: self.channel.name().to_owned(),
            index: self.index,
            count: self.count,
            expected: expected as u32,
        }
    }

    /// Decimals and unit, and the frame.
    fn open(&self) -> Result<(u8, &str, &[u8]), CodecError> {
        let &[VERSION_OPEN, decimals, length, ref rest @ ..] = self.bytes.as_slice() else {
            return Err(self.of_other_version());
        };
        let (unit, frame) = rest
            .split_at_checked(usize::from(length))
            .ok_or_else(|| self.damaged())?;
        let unit = str::from_utf8(unit).map_err(|_| self.damaged())?;
        Ok((decimals.min(MOST_DECIMALS), unit, frame))
    }

    fn frame(&self) -> Result<&[u8], CodecError> {
        match self.bytes.as_slice() {
            [] => Err(self.damaged()),
            [VERSION, frame @ ..] => Ok(frame),
            _ => Err(self.of_other_version()),
        }
    }

    fn of_other_version(&self) -> CodecError {
        CodecError::Version {
            column: self.channel.name().to_owned(),
            index: self.index,
        }
    }
}

fn decode_times(zstd: &mut Decompressor<'_>, ordered: &[&Chunk]) -> Result<Vec<i64>, CodecError> {
    let mut times: Vec<i64> = Vec::new();
    let chunks = ordered.iter().filter(|chunk| chunk.channel == Column::Time);
    for (expected, chunk) in chunks.enumerate() {
        let wrong_place = chunk.index as usize != expected || chunk.index >= MAX_CHUNKS;
        if wrong_place || !times.len().is_multiple_of(CHUNK_SAMPLES) {
            return Err(chunk.out_of_order());
        }
        for step in decode_chunk(zstd, chunk, chunk.frame()?)? {
            let time = step.ok_or_else(|| chunk.damaged())?;
            if times.last().is_some_and(|last| time < *last) {
                return Err(chunk.damaged());
            }
            times.push(time);
        }
    }
    Ok(times)
}

/// Puts a channel's chunk into its place.
fn fill(
    zstd: &mut Decompressor<'_>,
    streams: &mut Streams,
    chunk: &Chunk,
) -> Result<(), CodecError> {
    let start = chunk.index as usize * CHUNK_SAMPLES;
    let length = streams.len();
    let expected = length.saturating_sub(start).min(CHUNK_SAMPLES);
    if expected == 0 || chunk.count as usize != expected {
        return Err(chunk.miscounted(expected));
    }
    let missing = || vec![f64::NAN; length];
    let (steps, scale, values) = match &chunk.channel {
        Column::Time => return Ok(()),
        Column::Channel(channel) => {
            let steps = decode_chunk(zstd, chunk, chunk.frame()?)?;
            let values = streams.channels.entry(*channel).or_insert_with(missing);
            (steps, channel.steps_per_unit(), values)
        }
        Column::Open(name) => {
            let (decimals, unit, frame) = chunk.open()?;
            let steps = decode_chunk(zstd, chunk, frame)?;
            if streams.open.len() >= MOST_OPEN && !streams.open.contains_key(name) {
                return Err(CodecError::TooMany);
            }
            let open = streams.open.entry(name.clone());
            let open = open.or_insert_with(|| OpenColumn {
                unit: unit.to_owned(),
                decimals,
                values: missing(),
            });
            (steps, steps_of(decimals), &mut open.values)
        }
    };
    for (value, step) in values.iter_mut().skip(start).zip(steps) {
        *value = step.map_or(f64::NAN, |step| step as f64 / scale);
    }
    Ok(())
}

fn decode_chunk(
    zstd: &mut Decompressor<'_>,
    chunk: &Chunk,
    frame: &[u8],
) -> Result<Vec<Option<i64>>, CodecError> {
    let plain = zstd.decompress(frame, MAX_PLAIN_BYTES);
    let plain = plain.map_err(|_| chunk.damaged())?;
    let steps = read_steps(&plain).ok_or_else(|| chunk.damaged())?;
    if steps.is_empty() || steps.len() > CHUNK_SAMPLES || steps.len() != chunk.count as usize {
        return Err(chunk.miscounted(steps.len()));
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
mod tests;
