//! A payload becomes a fixture and an example: from bytes to the files that are to be written.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use stadion_activity::{Activity, FieldValue, fields};
use stadion_pack::adapter::model::{Format, Given, Payload};
use stadion_pack::adapter::{Adapter, FILE};
use stadion_pack::finding::Finding;
use stadion_pack::source::SourceFile;
use stadion_pack::{PackSource, finding};

use super::examples;
use super::refused::Refused;
use super::scrub::{Keep, Scrubbed, scrub};
use super::{Input, compiled, read};

/// What was received.
#[derive(Clone, Debug)]
pub struct Recording<'a> {
    /// The fixture's and the example's: lower-case words with hyphens.
    pub name: &'a str,
    pub stream: Option<&'a str>,
    pub payload: &'a [u8],
    /// Answers of further requests for its record, by the key they go into.
    pub details: &'a IndexMap<String, Vec<u8>>,
    pub keep: Keep,
    /// What a payload's clock is compared with.
    pub now: chrono::DateTime<chrono::Utc>,
}

/// The files to write, relative to the adapter's folder, and what was scrubbed.
#[derive(Clone, Debug, Serialize)]
pub struct Recorded {
    pub files: IndexMap<String, String>,
    pub scrubbed: Vec<Scrubbed>,
    pub activities: usize,
    pub refused: Vec<Refused>,
}

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error(
        "`{0}` is no name of a fixture: write lower-case words with hyphens, as `ride-with-power`"
    )]
    BadName(String),
    #[error("`{0}` is there already: give the fixture another name")]
    Taken(String),
    #[error("`{0}` cannot be scrubbed: payloads of JSON can, and this adapter reads {1:?}")]
    NotScrubbed(String, Format),
    #[error("{what} is no JSON: {error}")]
    NotJson {
        what: String,
        error: serde_json::Error,
    },
    #[error("the adapter has no stream `{0}`")]
    NoStream(String),
    #[error("no activity comes of the payload: `stadion adapter try` shows why")]
    NoActivity,
    #[error(
        "the `examples` of {FILE} are written in one line: write each in lines of its own first"
    )]
    InOneLine,
    #[error("{FILE} would not hold with the example in it")]
    NotSound(Vec<Finding>),
}

/// Scrubs a payload and makes an example of it, which passes: what it expects is what came out.
pub fn record(
    adapter: &Adapter,
    source: &PackSource,
    recording: &Recording<'_>,
) -> Result<Recorded, RecordError> {
    let name = recording.name;
    let is_sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > 60 || !name.chars().all(is_sound) {
        return Err(RecordError::BadName(name.to_owned()));
    }
    if let Some(stream) = recording.stream
        && !has_stream(adapter, stream)
    {
        return Err(RecordError::NoStream(stream.to_owned()));
    }
    let file = format!("fixtures/{name}.json");
    let all = recording.details.keys();
    let all = all.map(|into| format!("fixtures/{name}-{into}.json"));
    if let Some(taken) = [file.clone()]
        .into_iter()
        .chain(all)
        .find(|path| has(source, path))
    {
        return Err(RecordError::Taken(taken));
    }
    let (files, scrubbed) = scrubbed(adapter, recording, &file)?;
    let output = read(adapter, &Input::of(&given(recording, &files)));
    let activities: Vec<&Activity> = output.activities().collect();
    if activities.is_empty() {
        return Err(RecordError::NoActivity);
    }
    let example = example(recording, &activities, &output.refused);
    let mut all = files;
    let yaml = source.files.iter().find(|file| file.path == FILE);
    let yaml = yaml.map(|file| String::from_utf8_lossy(&file.bytes));
    let yaml = with_example(&yaml.unwrap_or_default(), &example)?;
    all.insert(FILE.to_owned(), yaml);
    passes(source, &all)?;
    Ok(Recorded {
        activities: activities.len(),
        refused: output.refused,
        files: all,
        scrubbed,
    })
}

fn has_stream(adapter: &Adapter, stream: &str) -> bool {
    let pull = adapter.transport.pull.as_ref();
    pull.is_some_and(|pull| pull.streams.contains_key(stream))
}

fn has(source: &PackSource, path: &str) -> bool {
    source.files.iter().any(|file| file.path == path)
}

/// The payload's file first, then one for each detail.
fn scrubbed(
    adapter: &Adapter,
    recording: &Recording<'_>,
    file: &str,
) -> Result<(IndexMap<String, String>, Vec<Scrubbed>), RecordError> {
    if adapter.decode.format != Format::Json {
        let name = recording.name.to_owned();
        return Err(RecordError::NotScrubbed(name, adapter.decode.format));
    }
    let json = |what: &str, bytes: &[u8]| {
        serde_json::from_slice::<Value>(bytes).map_err(|error| RecordError::NotJson {
            what: what.to_owned(),
            error,
        })
    };
    let payload = json("the payload", recording.payload)?;
    let details = recording.details.iter();
    let details = details.map(|(into, bytes)| json(&format!("the detail `{into}`"), bytes));
    let details = details.collect::<Result<Vec<Value>, _>>()?;
    let clean = scrub(
        adapter,
        recording.stream,
        &payload,
        &details,
        recording.keep,
    );
    let mut files = IndexMap::from([(file.to_owned(), pretty(&clean.payload))]);
    for (into, detail) in recording.details.keys().zip(&clean.details) {
        let path = format!("fixtures/{}-{into}.json", recording.name);
        files.insert(path, pretty(detail));
    }
    Ok((files, clean.scrubbed))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn given(recording: &Recording<'_>, files: &IndexMap<String, String>) -> Given {
    let bytes =
        |text: Option<&String>| text.map_or_else(Vec::new, |text| text.clone().into_bytes());
    let details = recording.details.keys().zip(files.values().skip(1));
    Given {
        payload: Payload::Bytes {
            name: format!("{}.json", recording.name),
            bytes: bytes(files.values().next()),
        },
        stream: recording.stream.map(str::to_owned),
        details: details
            .map(|(into, text)| (into.clone(), bytes(Some(text))))
            .collect(),
        settings: IndexMap::new(),
        now: recording.now,
    }
}

/// An example as people write them, its figures those that came out.
fn example(recording: &Recording<'_>, activities: &[&Activity], refused: &[Refused]) -> String {
    let Recording { name, .. } = recording;
    let mut given = format!("payload: fixtures/{name}.json");
    if let Some(stream) = recording.stream {
        let _ = write!(given, ", stream: {stream}");
    }
    let details = recording.details.keys();
    let details: Vec<String> = details
        .map(|into| format!("{into}: fixtures/{name}-{into}.json"))
        .collect();
    if !details.is_empty() {
        let _ = write!(given, ", details: {{{}}}", details.join(", "));
    }
    let title = name.replace('-', " ");
    let mut text = format!("- name: {title}\n  given: {{{given}}}\n  expect:\n    activities:\n");
    for activity in activities {
        let figures = figures(activity);
        let mut figures = figures.iter();
        if let Some(first) = figures.next() {
            let _ = writeln!(text, "      - {first}");
        }
        for figure in figures {
            let _ = writeln!(text, "        {figure}");
        }
    }
    if !refused.is_empty() {
        let _ = writeln!(text, "    refused: {}", examples::written(refused));
    }
    text
}

fn figures(activity: &Activity) -> Vec<String> {
    let sport = match activity.sub_sport.as_str() {
        "generic" | "" => activity.sport.clone(),
        sub => format!("{}/{sub}", activity.sport),
    };
    let start = activity
        .start_time
        .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    let mut figures = vec![format!("sport: {sport}"), format!("start_time: {start}")];
    if let Some(offset) = activity.utc_offset_s {
        figures.push(format!("utc_offset: {offset} s"));
    }
    for (name, value) in &activity.fields {
        let plain = name.strip_prefix("fit:session.");
        let (Some(plain), FieldValue::Number(number)) = (plain, value) else {
            continue;
        };
        let unit = fields::by_name(name).map_or("", |field| field.unit);
        let unit = if unit == "1" { "" } else { unit };
        let rounded = (number * 1e6).round() / 1e6;
        figures.push(format!("{plain}: {rounded} {unit}").trim_end().to_owned());
    }
    figures.push(format!("samples: {}", activity.streams.len()));
    figures
}

/// The YAML with an example behind those that are there.
fn with_example(yaml: &str, example: &str) -> Result<String, RecordError> {
    let mut lines: Vec<&str> = yaml.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("examples:"));
    let Some(at) = at else {
        let joint = if yaml.is_empty() || yaml.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        return Ok(format!("{yaml}{joint}examples:\n{}", indented(example, 2)));
    };
    let behind = lines
        .get(at)
        .map_or("", |line| line.trim_start_matches("examples:"));
    let behind = behind.trim();
    if !(behind.is_empty() || behind.starts_with('#')) {
        return Err(RecordError::InOneLine);
    }
    let rest = lines.iter().skip(at + 1);
    let is_inside = |line: &&&str| line.is_empty() || line.starts_with([' ', '-', '#']);
    let inside = rest.take_while(is_inside);
    let mut end = at + 1 + inside.clone().count();
    let indent = inside
        .clone()
        .find(|line| line.trim_start().starts_with("- "));
    let indent = indent.map_or(2, |line| line.len() - line.trim_start().len());
    while lines
        .get(end - 1)
        .is_some_and(|line| line.trim().is_empty())
    {
        end -= 1;
    }
    let text = indented(example, indent);
    let text = text.trim_end();
    lines.insert(end, text);
    Ok(lines.join("\n") + "\n")
}

fn indented(text: &str, by: usize) -> String {
    let mut indented = String::new();
    for line in text.lines() {
        let _ = writeln!(indented, "{}{line}", " ".repeat(by));
    }
    indented
}

/// What is about to be written is checked and run first.
fn passes(source: &PackSource, files: &IndexMap<String, String>) -> Result<(), RecordError> {
    let mut source = source.clone();
    for (path, text) in files {
        source.files.retain(|file| file.path != *path);
        source.files.push(SourceFile {
            path: path.clone(),
            bytes: text.clone().into_bytes(),
        });
    }
    let Some(compiled) = compiled(&[source]).pop() else {
        return Err(RecordError::NotSound(Vec::new()));
    };
    let (told, _) = examples::run(&compiled);
    let failures = told.into_iter().flat_map(|one| one.failures);
    let findings: Vec<Finding> = compiled.findings.into_iter().chain(failures).collect();
    if finding::has_errors(&findings) {
        return Err(RecordError::NotSound(findings));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_goes_behind_the_others() {
        let example = "- name: b\n  given: {}\n";
        let yaml = "id: x\nexamples:\n  - name: a\n    given: {}\n\nvalidate: {}\n";
        let with = "id: x\nexamples:\n  - name: a\n    given: {}\n  - name: b\n    given: {}\n\nvalidate: {}\n";
        assert_eq!(with_example(yaml, example).unwrap(), with);
        let first = "id: x\nexamples:\n  - name: b\n    given: {}\n";
        assert_eq!(with_example("id: x\n", example).unwrap(), first);
        let one_line = with_example("examples: [{name: a}]\n", example);
        assert!(matches!(one_line, Err(RecordError::InOneLine)));
    }
}
