//! One header, its messages and checksum: where it lies in the bytes, and how reading it ended.

use super::collect::Contents;
use super::crc16;
use super::wire::{Break, Reader};
use crate::codes::Odd;
use crate::warning::warn;
use crate::{Limits, Warning};

const CRC_BYTES: usize = 2;
const LEAST_HEADER: usize = 12;

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
        // Headers may grow (FIT protocol, "file header"); what is added is skipped.
        if header < LEAST_HEADER || bytes.get(8..12)? != b".FIT" || bytes.len() < header {
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
        let mut ending = Ending::default();
        self.check(&mut ending);
        let end = self.told.min(self.bytes.len());
        let messages = self.bytes.get(self.header..end).unwrap_or_default();
        let mut contents = Contents::new(limits, messages.len());
        let mut reader = Reader::new(messages);
        let broken = loop {
            match reader.next() {
                Ok(Some(message)) => contents.add(&message),
                Ok(None) => break (self.told > end).then_some(Break::Cut),
                Err(broken) => break Some(broken),
            }
        };
        if let Some(broken) = broken {
            self.broke(broken, reader.left(), &mut ending);
        }
        (contents, ending)
    }

    fn broke(&self, broken: Break, left: usize, ending: &mut Ending) {
        // Of an unfinished file it is told already that it ends somewhere.
        if self.unfinished && (broken == Break::Cut || left <= CRC_BYTES) {
            return;
        }
        ending.partial = true;
        let (code, text) = match broken {
            Break::Cut => (
                Odd::Truncated,
                "The file breaks off: it was read up to there.",
            ),
            Break::Undefined => (
                Odd::Damaged,
                "The file is damaged: it was read up to the damaged place.",
            ),
        };
        warn(&mut ending.warnings, code, text);
    }

    /// The checksum over header and messages. A header's own may be zero: "not computed".
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
                let told = u16::from_le_bytes([low, high]);
                let text = if self.has_damaged_header() {
                    "The checksum of the file's header does not match: it was changed or damaged."
                } else if crc16(content) == told {
                    return;
                } else if told == 0 {
                    "The file's checksum was never written: whether it is whole cannot be told."
                } else {
                    "The file's checksum does not match: it was changed or damaged since recording."
                };
                warn(&mut ending.warnings, Odd::BadChecksum, text);
            }
            (Some(_), _) => warn(
                &mut ending.warnings,
                Odd::NoChecksum,
                "The file lacks its checksum; all of it was read.",
            ),
            (None, _) => {}
        }
    }

    fn has_damaged_header(&self) -> bool {
        match (
            self.bytes.get(..LEAST_HEADER),
            self.bytes.get(LEAST_HEADER..self.header),
        ) {
            (Some(header), Some(&[low, high])) => {
                let told = u16::from_le_bytes([low, high]);
                told != 0 && told != crc16(header)
            }
            _ => false,
        }
    }
}
