//! FIT files: Garmin's "Flexible and Interoperable Data Transfer" protocol, read by the names, units and
//! scales of the profile that `rustyfit` carries.

mod assemble;
mod collect;
mod crc;
mod developer;
mod hr;
mod packed;
mod record;
mod sequence;
pub(crate) mod tables;
mod timer;
mod value;
mod wire;

pub(crate) use crc::crc16;
pub(crate) use tables::is_sport_name;
pub(crate) use value::{EPOCH_S, SEMICIRCLE_DEG};

use crate::codes::Odd;
use crate::warning::warn_of;
use crate::{Decoded, Limits, Refusal};
use collect::Contents;
use sequence::Sequence;

/// Reads a FIT file; chained sequences (files one after another in one) are read all.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let mut decoded = Decoded::default();
    let mut all = Vec::new();
    let mut rest = bytes;
    while let Some(sequence) = Sequence::at(rest) {
        let (contents, ending) = sequence.read(limits);
        decoded.partial |= ending.partial;
        decoded.warnings.extend(ending.warnings);
        all.push(contents);
        rest = rest.get(sequence.len()..).unwrap_or_default();
    }
    let mut refusal = None;
    for contents in join_heart_beats(all) {
        match assemble::activities(contents) {
            Ok(activities) => decoded.activities.extend(activities),
            Err(reason) => refusal = refusal.or(Some(reason)),
        }
    }
    if decoded.activities.is_empty() {
        return Err(refusal_of_all(refusal, decoded.partial));
    }
    let (bytes, message) = (("byte", "bytes"), "Not understood: {} after the activity.");
    warn_of(
        &mut decoded.warnings,
        Odd::TrailingBytes,
        rest.len(),
        bytes,
        message,
    );
    Ok(decoded)
}

/// Garmin appends what the strap sent after a swim as a sequence of its own.
fn join_heart_beats(all: Vec<Contents>) -> Vec<Contents> {
    let mut joined: Vec<Contents> = Vec::new();
    for contents in all {
        match joined.last_mut() {
            Some(before) if contents.is_heart_beats_only() => before.beats.append(contents.beats),
            _ => joined.push(contents),
        }
    }
    joined
}

fn refusal_of_all(refusal: Option<Refusal>, partial: bool) -> Refusal {
    match refusal {
        Some(known) if known.code != "empty" || !partial => known,
        Some(_) => Refusal::damaged("The file breaks off before the first session or point."),
        None => Refusal::damaged("The file's header is damaged."),
    }
}
