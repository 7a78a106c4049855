//! Which samples of an adapter are read as a table. Most of a payload is rows of samples; where nothing but
//! members of these rows is asked for, by their names, they never become a tree.

use stadion_activity::Limits;
use stadion_activity::records::Wanted;
use stadion_pack::adapter::model::{Entry, From, Named, SampleTime, Samples, SamplesFrom, What};
use stadion_pack::adapter::{Adapter, Path};

/// What of a record may be read as a table; nothing where more than its rows' members is asked for.
pub fn wanted(adapter: &Adapter, limits: &Limits) -> Option<Wanted> {
    let mut all = adapter.entries.iter().filter_map(samples);
    let (samples, list) = all.find_map(|samples| Some((samples, list(samples)?)))?;
    let names = names(samples)?;
    let is_asked_otherwise = others(adapter, samples).any(|path| path.may_reach(list));
    (!is_asked_otherwise).then(|| Wanted {
        list: list.to_owned(),
        names: names.into_iter().map(str::to_owned).collect(),
        // One more tells that there are too many.
        most: limits.samples.saturating_add(1),
    })
}

fn samples(entry: &Entry) -> Option<&Samples> {
    match &entry.what {
        What::Samples(samples) => Some(samples),
        _ => None,
    }
}

fn list(samples: &Samples) -> Option<&str> {
    match &samples.from {
        SamplesFrom::Rows(path) => path.each_of(),
        SamplesFrom::Columns(_) => None,
    }
}

/// The members that are asked of a row, where that is all.
fn names(samples: &Samples) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    match &samples.time {
        SampleTime::At { paths, .. } => names.push(only_name(paths)?),
        SampleTime::Every(_) => {}
        SampleTime::EveryOf(_) => return None,
    }
    for field in &samples.fields {
        if field.rate.is_some() {
            return None;
        }
        names.push(only_name(&field.paths)?);
    }
    Some(names)
}

/// The name of a member, where that is all of a value's paths.
pub fn only_name(paths: &[Path]) -> Option<&str> {
    match paths {
        [path] => path.name(),
        _ => None,
    }
}

/// Every path into a record but those of these samples.
fn others<'a>(adapter: &'a Adapter, tabled: &'a Samples) -> impl Iterator<Item = &'a Path> {
    let named = |named: &'a Named| named.paths.iter();
    let entries = adapter
        .entries
        .iter()
        .flat_map(move |entry| of_entry(entry, tabled));
    let api = adapter.transport.api.iter().map(|api| &api.id);
    entries
        .chain(adapter.record.values().flat_map(named))
        .chain(adapter.rows.values().map(|rows| &rows.path))
        .chain(&adapter.dedupe.id)
        .chain(api)
}

fn of_entry<'a>(entry: &'a Entry, tabled: &Samples) -> Vec<&'a Path> {
    match &entry.what {
        What::Field(field) => match &field.source {
            From::Paths { paths, .. } => paths.iter().collect(),
            From::Number(_) | From::Word(_) | From::Formula(_) => Vec::new(),
        },
        What::Part(part) => vec![&part.rows],
        What::Samples(samples) if std::ptr::eq(samples, tabled) => Vec::new(),
        What::Samples(samples) => match &samples.from {
            SamplesFrom::Rows(path) | SamplesFrom::Columns(path) => vec![path],
        },
    }
}
