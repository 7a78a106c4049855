//! What a live adapter alone can read goes through it, a document or the archive of an account with its list:
//! each record goes on as a recording in canonical JSON, under the terms of the adapter, with what was left out
//! of it.

use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use stadion_activity::json::Columns;
use stadion_activity::model::Warning;
use stadion_activity::{Activity, FileResult, Options, Refusal, read_document, write};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Archive, Format, Payload};
use uuid::Uuid;

use super::import::{FileOutcome, ImportResult};
use super::model::terms::Via;
use super::through_archive;
use crate::App;
use crate::adapters::{self, Input, Record, Refused};
use crate::catalog::Adapters;
use crate::domains::devices::model::{Delivery, How};

/// The adapters that were live when files came.
#[derive(Clone, Debug)]
pub struct Through {
    adapters: Arc<Adapters>,
    now: DateTime<Utc>,
}

/// A file as it was read.
pub struct Came {
    pub file: FileResult,
    /// The adapter that made it of a document.
    pub via: Option<Via>,
    pub refused: Vec<Refused>,
}

impl From<FileResult> for Came {
    fn from(file: FileResult) -> Self {
        Self {
            file,
            via: None,
            refused: Vec::new(),
        }
    }
}

impl Through {
    pub fn live(app: &App) -> Self {
        Self {
            adapters: app.catalog.adapters(),
            now: app.clock.now(),
        }
    }

    /// Hands on what an adapter makes of a file; false where none knows it, and the source is where it was.
    pub fn read(
        &self,
        name: &str,
        source: &mut (impl Read + Seek),
        options: &Options,
        each: &mut impl FnMut(Came) -> ControlFlow<()>,
    ) -> bool {
        let lower = name.to_lowercase();
        let meant = || self.adapters.values().filter(|one| is_meant(one, &lower));
        if let Some((adapter, archive)) = meant().find_map(|one| of_archive(one, source)) {
            through_archive::read(
                (adapter, archive),
                (name, source),
                (self.now, options),
                each,
            );
            return true;
        }
        if source.rewind().is_err() || !meant().any(is_document) {
            return false;
        }
        let Some(bytes) = whole(source, options.limits.file_bytes) else {
            return false;
        };
        let payload = Payload::Bytes {
            name: name.to_owned(),
            bytes,
        };
        let none = (IndexMap::new(), IndexMap::new());
        let input = input(&payload, (&none.0, &none.1), self.now, options);
        let mut documents = meant().filter(|one| is_document(one));
        let Some(all) = documents.find_map(|one| document(one, name, &input, options)) else {
            return false;
        };
        // It breaks off when nobody waits.
        let _ = all.into_iter().try_for_each(each);
        true
    }
}

pub(super) fn input<'a>(
    payload: &'a Payload,
    (details, settings): (&'a IndexMap<String, Vec<u8>>, &'a IndexMap<String, f64>),
    now: DateTime<Utc>,
    options: &Options,
) -> Input<'a> {
    Input {
        payload,
        stream: None,
        details,
        settings,
        now,
        limits: options.limits,
    }
}

/// Whether an adapter may mean files of such a name.
fn is_meant(adapter: &Adapter, name: &str) -> bool {
    let file = adapter.transport.file.as_ref();
    let ends = |ending: &String| name.ends_with(&format!(".{}", ending.to_lowercase()));
    file.is_some_and(|file| file.extensions.iter().any(ends))
}

/// Whether an adapter reads documents. Formats that give whole activities are told by their content.
fn is_document(adapter: &Arc<Adapter>) -> bool {
    let documents = [Format::Json, Format::Ndjson, Format::Xml, Format::Csv];
    let file = adapter.transport.file.as_ref();
    file.is_some_and(|file| file.archive.is_none()) && documents.contains(&adapter.decode.format)
}

/// The adapter, where a file is an archive with the list that it reads.
fn of_archive<'a>(
    adapter: &'a Arc<Adapter>,
    source: &mut (impl Read + Seek),
) -> Option<(&'a Adapter, &'a Archive)> {
    let archive = adapter.transport.file.as_ref()?.archive.as_ref()?;
    adapters::archive::is_listed(archive, source).then_some((adapter.as_ref(), archive))
}

/// All of a file that may be held at once.
fn whole(source: &mut (impl Read + Seek), most: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(most as u64 + 1).read_to_end(&mut bytes);
    source.rewind().ok()?;
    read.ok().filter(|read| *read <= most)?;
    Some(bytes)
}

/// A document's recordings, and what is none; nothing where it holds no recording at all.
fn document(
    adapter: &Adapter,
    name: &str,
    input: &Input<'_>,
    options: &Options,
) -> Option<Vec<Came>> {
    let (records, unread) = adapters::records(adapter, input);
    let is_one = records.len() == 1;
    let made = records.into_iter().map(|record| {
        let name = if is_one {
            name.to_owned()
        } else {
            format!("{name}/{}", record.place)
        };
        recording(adapter, &name, record, input, options)
    });
    let mut made: Vec<Came> = made.collect();
    if !made.iter().any(|came| came.file.outcome.is_ok()) {
        return None;
    }
    let via = Some(via(adapter));
    made.extend(unread.into_iter().map(|refused| Came {
        file: no_recording(format!("{name}/{}", refused.place), &refused),
        via: via.clone(),
        refused: vec![refused],
    }));
    Some(made)
}

pub(super) fn via(adapter: &Adapter) -> Via {
    Via {
        adapter: adapter.id.clone(),
        version: adapter.version.to_string(),
    }
}

pub(super) fn recording(
    adapter: &Adapter,
    name: &str,
    record: Record,
    input: &Input<'_>,
    options: &Options,
) -> Came {
    let (told, refused) = adapters::read_record(adapter, input, record);
    let mut file = match (told.activity, refused.first()) {
        (Some(activity), _) => document_of(name, activity, options),
        (None, Some(why)) => no_recording(name.to_owned(), why),
        (None, None) => nothing(name),
    };
    if let Ok(decoded) = &mut file.outcome {
        decoded.warnings.extend(refused.iter().map(warning));
    }
    Came {
        file,
        via: Some(via(adapter)),
        refused,
    }
}

/// Read as every file is, with the figures that follow from its samples.
pub(super) fn document_of(name: &str, activity: Activity, options: &Options) -> FileResult {
    let bytes = write::json(&activity);
    let columns = Columns::from(&activity.streams);
    FileResult {
        bytes,
        ..read_document(name, activity, columns, options)
    }
}

pub(super) fn no_recording(name: String, why: &Refused) -> FileResult {
    refused(
        name,
        Refusal {
            code: why.code.to_owned(),
            reason: why.reason.clone(),
            remedy: why.remedy.to_owned(),
        },
    )
}

fn nothing(name: &str) -> FileResult {
    let refusal = Refusal {
        code: "damaged".to_owned(),
        reason: "The record holds nothing that is a workout.".to_owned(),
        remedy: "Export it again, and send it anew.".to_owned(),
    };
    refused(name.to_owned(), refusal)
}

fn refused(name: String, refusal: Refusal) -> FileResult {
    FileResult {
        name,
        format: None,
        bytes: Vec::new(),
        outcome: Err(refusal),
    }
}

fn warning(refused: &Refused) -> Warning {
    let dot = if refused.place.is_empty() { "" } else { ": " };
    Warning {
        code: refused.code.to_owned(),
        message: format!("{}{dot}{}", refused.place, refused.reason),
        count: Some(refused.count),
    }
}

/// What came through an adapter so far; `new` is the id of one that begins.
pub fn delivery(
    all: &mut Vec<Delivery>,
    new: Uuid,
    user_id: Uuid,
    adapter: String,
) -> &mut Delivery {
    let known = all.iter().position(|one| one.adapter == adapter);
    let at = known.unwrap_or(all.len());
    if known.is_none() {
        all.push(Delivery::by(new, user_id, adapter, How::File));
    }
    &mut all[at]
}

/// One recording more.
pub fn count(delivery: &mut Delivery, outcome: &FileOutcome, refused: Vec<Refused>) {
    delivery.refused.extend(refused);
    for workout in &outcome.workouts {
        match workout.result {
            ImportResult::Known => delivery.known += 1,
            ImportResult::New | ImportResult::Restored | ImportResult::Attached => {
                delivery.taken += 1;
            }
        }
    }
}
