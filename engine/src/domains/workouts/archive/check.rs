//! What may come back. An archive can be made up: nothing is taken that could not have been recorded.

use chrono::{DateTime, Utc};
use stadion_pack::model::Packs;

use super::{Kept, KeptSource};
use crate::domains::workouts::model::changes::{Change, Elevation};
use crate::domains::workouts::model::{Entered, Source};
use crate::domains::workouts::rules::validate;
use crate::userdata::archive::unreadable;
use crate::userdata::is_sane;
use crate::web::error::{Error, Result};

/// Of names that no live pack has: those of a hundred sports together.
const NAMES_MAX: usize = 1_000;
/// Changes, sources, gear and the like of one workout, each.
const EACH_MAX: usize = 1_000;
const WORD_MAX: usize = 200;
const NAME_MAX: usize = 1_000;
/// Of what the columns of a table mean.
const COLUMNS_MAX: usize = 20_000;

impl Kept {
    /// As `record` checks what is typed; names of packs that are not live here are kept as they are.
    pub(super) fn check(&self, packs: &Packs, now: DateTime<Utc>) -> Result<()> {
        let mut errors = Vec::new();
        if self.sources.is_empty() && self.recording.is_none() {
            validate::start(Some(self.start_at), now, &mut errors);
        }
        validate::texts(self.title.as_deref(), self.note.as_deref(), &mut errors);
        if !self.is_bounded() || !self.is_whole() {
            return Err(unreadable("A workout in it has impossible facts."));
        }
        self.check_typed(packs, &mut errors);
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid(errors))
        }
    }

    fn check_typed(&self, packs: &Packs, errors: &mut Vec<crate::web::error::FieldError>) {
        let Some((_, sport)) = packs.sport(&self.sport) else {
            return;
        };
        let edited = self.edits.metrics.iter();
        let edited = edited.filter_map(|(id, value)| Some((id.clone(), value.clone()?)));
        let typed = self.entered.metrics.clone().into_iter().chain(edited);
        let is_known = |id: &str| {
            let mut metrics = sport.metrics.iter().chain(&sport.form);
            metrics.any(|metric| metric.id == id && metric.derive.is_none())
        };
        let parts = self.entered.parts.iter().chain(&self.edits.parts);
        let known = Entered {
            metrics: typed.filter(|(id, _)| is_known(id)).collect(),
            parts: parts
                .filter(|(id, _)| sport.parts.iter().any(|part| part.id == **id))
                .map(|(id, rows)| (id.clone(), rows.clone()))
                .collect(),
        };
        validate::entered(sport, &known, false, errors);
    }

    fn is_bounded(&self) -> bool {
        let names = [
            self.entered.metrics.len(),
            self.edits.metrics.len(),
            self.entered.parts.len(),
            self.edits.parts.len(),
        ];
        let lists = [
            self.sources.len(),
            self.changes.len(),
            self.apart.len(),
            self.gear.len(),
        ];
        let made = self.changes.iter().map(|kept| kept.at);
        let times = [self.start_at, self.created_at].into_iter();
        let recorded = self.recorded.as_ref().is_none_or(|own| {
            own.name.as_ref().is_none_or(|name| name.len() <= NAME_MAX)
                && own.sport.len().max(own.sub_sport.len()) <= WORD_MAX
        });
        names.iter().all(|count| *count <= NAMES_MAX)
            && lists.iter().all(|count| *count <= EACH_MAX)
            && self.sport.len() <= WORD_MAX
            && self.utc_offset_s.abs() <= 24 * 3600
            && times.chain(self.deleted_at).chain(made).all(is_sane)
            && recorded
            && self.apart.iter().all(|apart| is_blob(&apart.blob))
            && self.sources.iter().all(KeptSource::is_bounded)
            && self
                .changes
                .iter()
                .all(|kept| kept.seq > 0 && is_possible(&kept.change))
    }

    /// Whether its facts agree: what came from a file says which, and shows one of its sources.
    fn is_whole(&self) -> bool {
        let words = [Source::File, Source::Form, Source::Api];
        let is_word = words.iter().any(|word| word.as_str() == self.source);
        let primaries = self
            .sources
            .iter()
            .filter(|source| source.is_primary)
            .count();
        let is_of_file = self.source == Source::File.as_str();
        let has_recording = primaries == 1 || self.recording.is_some();
        is_word
            && primaries <= 1
            && (has_recording || !is_of_file)
            && (has_recording == self.recorded.is_some())
            && self.changes.is_sorted_by(|a, b| a.seq < b.seq)
    }
}

impl KeptSource {
    fn is_bounded(&self) -> bool {
        let words = [
            Some(&self.sport),
            self.serial.as_ref(),
            self.device.as_ref(),
        ];
        let counts = [self.samples, self.laps, self.developer_fields];
        let times = [
            self.start_at,
            self.end_at,
            self.attached_at,
            self.file.received_at,
        ];
        let path = self.file.path.strip_prefix("originals/");
        words
            .into_iter()
            .flatten()
            .all(|word| word.len() <= WORD_MAX)
            && counts.iter().all(|count| (0..=1 << 48).contains(count))
            && times.into_iter().all(is_sane)
            && self.session >= 0
            && self.file.name.len() <= NAME_MAX
            && self.file.format.len() <= WORD_MAX
            && self.reading.columns.len() <= COLUMNS_MAX
            && self
                .reading
                .zone
                .as_ref()
                .is_none_or(|zone| zone.len() <= WORD_MAX)
            && is_blob(&self.file.blob)
            && path.is_some_and(|name| !name.contains(['/', '\\']))
    }
}

fn is_blob(key: &str) -> bool {
    key.len() == 64
        && key
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Numbers of JSON are finite; times are bounded where they are applied.
fn is_possible(change: &Change) -> bool {
    match change {
        Change::Crop { from_s, to_s } => *from_s >= 0.0 && to_s > from_s,
        Change::Split { at_s, .. } | Change::Rest { at_s, .. } => *at_s > 0.0,
        Change::Times { offset_s, .. } => offset_s.abs() <= 2 * 24 * 3600,
        Change::Elevation(Elevation::Offset { metres }) => metres.abs() <= 10_000.0,
        Change::Sport { from, to } => from.len().max(to.len()) <= WORD_MAX,
        Change::Cleaning { off } => off.len() <= EACH_MAX,
        Change::Join { .. } | Change::Elevation(_) => true,
    }
}
