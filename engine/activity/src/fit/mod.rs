//! FIT files: Garmin's "Flexible and Interoperable Data Transfer" protocol, read with `rustyfit`.

mod assemble;
mod collect;
mod hr;
mod message;
mod tables;

use std::borrow::Cow;

use rustyfit::{Decoder, DecoderError, DecoderEvent, StreamingIterator};

use crate::samples::warn;
use crate::{Decoded, Limits, Refusal, Warning};
use collect::Contents;

/// Bytes of the checksum after the messages.
const CRC_BYTES: usize = 2;

/// Reads a FIT file; chained sequences (files one after another in one) are read all.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let mut decoded = Decoded::default();
    let mut refusal = None;
    let mut rest = bytes;
    while let Some(sequence) = Sequence::at(rest) {
        let (contents, ending) = sequence.read(limits);
        decoded.partial |= ending.partial;
        decoded.warnings.extend(ending.warnings);
        match assemble::activities(contents) {
            Ok(activities) => decoded.activities.extend(activities),
            Err(reason) => refusal = refusal.or(Some(reason)),
        }
        rest = rest.get(sequence.bytes.len()..).unwrap_or_default();
    }
    if decoded.activities.is_empty() {
        let truncated = "The file breaks off before the first session or point.";
        let reason = if decoded.partial {
            Some(Refusal::damaged(truncated))
        } else {
            None
        };
        return Err(refusal
            .filter(|known| known.code == "not-an-activity")
            .or(reason)
            .unwrap_or_else(|| Refusal::no_samples("a FIT activity file")));
    }
    if !rest.is_empty() {
        warn(
            &mut decoded.warnings,
            "trailing-bytes",
            format!(
                "{} bytes after the activity were not understood.",
                rest.len()
            ),
        );
    }
    Ok(decoded)
}

/// One header, its messages and checksum.
struct Sequence<'a> {
    bytes: &'a [u8],
    /// Bytes of the header and the messages as the header tells them.
    told: usize,
}

/// How the reading of a sequence ended.
#[derive(Default)]
struct Ending {
    partial: bool,
    warnings: Vec<Warning>,
}

impl<'a> Sequence<'a> {
    fn at(bytes: &'a [u8]) -> Option<Self> {
        let header = usize::from(*bytes.first()?);
        if !matches!(header, 12 | 14) || bytes.get(8..12)? != b".FIT" || bytes.len() < header {
            return None;
        }
        let size: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
        let told = header.saturating_add(u32::from_le_bytes(size) as usize);
        // A device that lost power never wrote the size: then all there is belongs to it.
        let told = if told == header {
            bytes.len().saturating_sub(CRC_BYTES)
        } else {
            told
        };
        let end = told.saturating_add(CRC_BYTES).min(bytes.len());
        Some(Self {
            bytes: bytes.get(..end)?,
            told,
        })
    }

    fn read(&self, limits: &Limits) -> (Contents, Ending) {
        let (contents, ending) = self.read_checked(limits, true);
        if contents.messages == 0
            && ending
                .warnings
                .iter()
                .any(|warning| warning.code == "bad-checksum")
        {
            return self.read_checked(limits, false);
        }
        (contents, ending)
    }

    fn read_checked(&self, limits: &Limits, checksum: bool) -> (Contents, Ending) {
        let mut contents = Contents::new(limits);
        let mut ending = Ending::default();
        if !checksum {
            bad_checksum(&mut ending.warnings);
        }
        let bytes = self.with_settled_size();
        let mut decoder = Decoder::builder().checksum(checksum).build();
        let mut stream = decoder.stream(bytes.as_ref());
        while let Some(event) = stream.next() {
            match event {
                Ok(DecoderEvent::Message(message)) => contents.add(message),
                Ok(DecoderEvent::Crc(_)) => break,
                Ok(_) => {}
                Err(error) => {
                    self.ended_with(&error, &mut ending);
                    break;
                }
            }
        }
        (contents, ending)
    }

    /// The bytes with the size that was settled on in the header, which the decoder goes by.
    fn with_settled_size(&self) -> Cow<'a, [u8]> {
        let header = self.bytes.first().copied().map_or(0, usize::from);
        let size = u32::try_from(self.told.saturating_sub(header))
            .unwrap_or(u32::MAX)
            .to_le_bytes();
        if self.bytes.get(4..8) == Some(&size) {
            return Cow::Borrowed(self.bytes);
        }
        let mut bytes = self.bytes.to_vec();
        if let Some(place) = bytes.get_mut(4..8) {
            place.copy_from_slice(&size);
        }
        // The header's own checksum no longer fits; 0 means that there is none.
        bytes
            .get_mut(12..header)
            .into_iter()
            .flatten()
            .for_each(|byte| *byte = 0);
        Cow::Owned(bytes)
    }

    fn ended_with<E>(&self, error: &DecoderError<E>, ending: &mut Ending) {
        match error {
            DecoderError::ChecksumMismatch { .. } => bad_checksum(&mut ending.warnings),
            DecoderError::UnexpectedEof if self.bytes.len() >= self.told => {
                warn(
                    &mut ending.warnings,
                    "no-checksum",
                    "The file lacks its checksum; all of it was read.",
                );
            }
            DecoderError::MissingMessageDefinition { .. } => {
                ending.partial = true;
                warn(
                    &mut ending.warnings,
                    "damaged",
                    "The file is damaged: it was read up to the damaged place.",
                );
            }
            _ => {
                ending.partial = true;
                warn(
                    &mut ending.warnings,
                    "truncated",
                    "The file breaks off: it was read up to there.",
                );
            }
        }
    }
}

fn bad_checksum(warnings: &mut Vec<Warning>) {
    warn(
        warnings,
        "bad-checksum",
        "The file's checksum does not match: it was changed or damaged since recording.",
    );
}
