//! The archive of an account: its list is laid over its recordings, one at a time, however many there are.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use stadion_activity::{Cleaning, FileResult, Options, read_bytes, read_each};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Archive, Payload};

use super::through::{Came, input, no_recording, recording, via};
use crate::adapters::archive::{List, inside, is_recording};
use crate::adapters::{Input, Record, Refusals};

/// What an archive is read by.
struct Cx<'a> {
    adapter: &'a Adapter,
    archive: &'a Archive,
    name: &'a str,
    input: Input<'a>,
    options: &'a Options,
}

/// Hands on every recording of an archive as its list tells it, those that the list lacks as they are, and
/// what the list tells without a recording.
pub fn read(
    (adapter, archive): (&Adapter, &Archive),
    (name, source): (&str, &mut (impl Read + Seek)),
    (now, options): (DateTime<Utc>, &Options),
    each: &mut impl FnMut(Came) -> ControlFlow<()>,
) {
    let payload = Payload::Bytes {
        name: name.to_owned(),
        bytes: Vec::new(),
    };
    let none = (IndexMap::new(), IndexMap::new());
    let cx = Cx {
        adapter,
        archive,
        name,
        input: input(&payload, (&none.0, &none.1), now, options),
        options,
    };
    let mut refusals = Refusals::default();
    let mut list = List::read(adapter, archive, source, &cx.input, &mut refusals);
    let mut is_over = source.rewind().is_err();
    if !is_over {
        // As they are: what is mended of a recording is mended when it is all together.
        let raw = Options {
            cleaning: Cleaning::default(),
            ..options.clone()
        };
        read_each(name, &mut *source, &raw, |file| {
            let done = cx
                .file(file, &mut list)
                .into_iter()
                .try_for_each(&mut *each);
            is_over = done.is_break();
            done
        });
    }
    if is_over {
        return;
    }
    let rest = list.rest(&mut refusals).into_iter();
    let rest = rest.map(|(_, record)| cx.recording(record));
    let untaken = refusals.into_list().into_iter().map(|refused| Came {
        file: no_recording(format!("{name}/{}", refused.place), &refused),
        via: Some(via(adapter)),
        refused: vec![refused],
    });
    // It breaks off when nobody waits.
    let _ = rest.chain(untaken).try_for_each(each);
}

impl Cx<'_> {
    /// A file of the archive: nothing of one that is no recording.
    fn file(&self, file: FileResult, list: &mut List) -> Vec<Came> {
        let inside = inside(self.name, &file.name).to_owned();
        if !is_recording(self.archive, &inside) {
            return Vec::new();
        }
        let Ok(decoded) = &file.outcome else {
            return vec![file.into()];
        };
        let entries = decoded.activities.iter().map(|activity| {
            let (_, entry) = list.entry_of(&inside, activity)?;
            Some(entry.with(Some(activity.clone())))
        });
        let entries: Vec<Option<Record>> = entries.collect();
        if entries.iter().all(Option::is_none) {
            return vec![self.unlisted(file)];
        }
        let records = entries.into_iter().zip(&decoded.activities);
        let records = records.map(|(entry, activity)| {
            entry.unwrap_or_else(|| Record {
                place: inside.clone(),
                base: Some(activity.clone()),
                ..Record::default()
            })
        });
        records.map(|record| self.recording(record)).collect()
    }

    /// A recording that the list lacks stays the file that it is.
    fn unlisted(&self, file: FileResult) -> Came {
        let mut read = None;
        read_bytes(&file.name, file.bytes.clone(), self.options, |file| {
            read = Some(file);
            ControlFlow::Break(())
        });
        Came {
            via: Some(via(self.adapter)),
            ..read.unwrap_or(file).into()
        }
    }

    fn recording(&self, record: Record) -> Came {
        let name = format!("{}/{}", self.name, record.place);
        recording(self.adapter, &name, record, &self.input, self.options)
    }
}
