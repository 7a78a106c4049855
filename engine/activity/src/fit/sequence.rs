//! One header, its messages and checksum: where it lies in the bytes, and how reading it ended.

use std::borrow::Cow;

use rustyfit::{Decoder, DecoderError, DecoderEvent, StreamingIterator};

use super::collect::Contents;
use super::crc16;
use crate::codes::Odd;
use crate::warning::warn;
use crate::{Limits, Warning};

const CRC_BYTES: usize = 2;

pub(super) struct Sequence<'a> {
    bytes: &'a [u8],
    /// Bytes of the header.
    header: usize,
    /// Bytes of the header and the messages, as the header tells.
    told: usize,
    /// The device never wrote the size: it lost power while recording.
    unfinished: bool,
}

#[derive(Default)]
pub(super) struct Ending {
    pub partial: bool,
    pub warnings: Vec<Warning>,
}

impl<'a> Sequence<'a> {
    /// The sequence that begins with these bytes, if one does.
    pub fn at(bytes: &'a [u8]) -> Option<Self> {
        let header = usize::from(*bytes.first()?);
        if !matches!(header, 12 | 14) || bytes.get(8..12)? != b".FIT" || bytes.len() < header {
            return None;
        }
        let size: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
        let size = u32::from_le_bytes(size) as usize;
        let unfinished = size == 0;
        let told = if unfinished {
            bytes.len()
        } else {
            header.saturating_add(size)
        };
        let end = told.saturating_add(CRC_BYTES).min(bytes.len());
        Some(Self {
            bytes: bytes.get(..end)?,
            header,
            told,
            unfinished,
        })
    }

    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    pub fn read(&self, limits: &Limits) -> (Contents, Ending) {
        let mut contents = Contents::new(limits);
        let mut ending = Ending::default();
        self.check(&mut ending);
        let bytes = self.for_decoder();
        // Components are few and expanded where they are read; `rustyfit` 0.11 leaves out those in
        // arrays of bytes.
        let mut decoder = Decoder::builder()
            .checksum(false)
            .expand_components(false)
            .build();
        let mut stream = decoder.stream(bytes.as_ref());
        while let Some(event) = stream.next() {
            match event {
                Ok(DecoderEvent::Message(message)) => contents.add(message),
                Ok(DecoderEvent::Crc(_)) => break,
                Ok(_) => {}
                Err(error) => {
                    ended_with(&error, &mut ending);
                    break;
                }
            }
        }
        (contents, ending)
    }

    /// The checksum, by our own sum: `rustyfit` 0.11 leaves the header out of it, which is wrong
    /// for headers of 14 bytes without a checksum of their own.
    fn check(&self, ending: &mut Ending) {
        if self.unfinished {
            ending.partial = true;
            warn(
                &mut ending.warnings,
                Odd::Unfinished,
                "The device did not finish writing the file.",
            );
            return;
        }
        match (self.bytes.get(..self.told), self.bytes.get(self.told..)) {
            (Some(content), Some(&[low, high])) => {
                if crc16(content) != u16::from_le_bytes([low, high]) {
                    let text = "The file's checksum does not match: it was changed or damaged since recording.";
                    warn(&mut ending.warnings, Odd::BadChecksum, text);
                }
            }
            (Some(_), _) => warn(
                &mut ending.warnings,
                Odd::NoChecksum,
                "The file lacks its checksum; all of it was read.",
            ),
            (None, _) => {}
        }
    }

    /// What the decoder is given: with a size where the header has none, and with two bytes after
    /// the messages, so that only messages cut short meet the end of the bytes.
    fn for_decoder(&self) -> Cow<'a, [u8]> {
        let lacks_crc = self.bytes.len() >= self.told && self.bytes.len() < self.told + CRC_BYTES;
        if !self.unfinished && !lacks_crc {
            return Cow::Borrowed(self.bytes);
        }
        let mut bytes = self.bytes.to_vec();
        let size = u32::try_from(self.told - self.header).unwrap_or(u32::MAX);
        if let Some(place) = bytes.get_mut(4..8) {
            place.copy_from_slice(&size.to_le_bytes());
        }
        bytes.resize(self.told + CRC_BYTES, 0);
        Cow::Owned(bytes)
    }
}

fn ended_with<E>(error: &DecoderError<E>, ending: &mut Ending) {
    ending.partial = true;
    let (code, text) = match error {
        DecoderError::UnexpectedEof => (
            Odd::Truncated,
            "The file breaks off: it was read up to there.",
        ),
        _ => (
            Odd::Damaged,
            "The file is damaged: it was read up to the damaged place.",
        ),
    };
    warn(&mut ending.warnings, code, text);
}
