//! From an uploaded file to results: what it is by its content, then the decoder for it.

use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono_tz::Tz;

use crate::clean::{self, Cleaning};
use crate::columns::ColumnMap;
use crate::{
    Activity, Decoded, FileResult, Format, Limits, Refusal, archive, csv, derive, fit, gpx, json,
    multisport, pauses, place, swim, tcx, texts, write,
};

/// What the first bytes say a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Gzip,
    Zip,
    Activity(Format),
    Other(&'static str),
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub limits: Limits,
    /// What the columns of tables mean, beyond what their names tell.
    pub columns: ColumnMap,
    /// Which faults of sensors and clocks are mended.
    pub cleaning: Cleaning,
    /// Where the person lives: tables state local times. Without it they are taken as UTC.
    pub zone: Option<Tz>,
}

/// Reads one uploaded file.
///
/// The kind is told from the content, never from the name. A `.gz` or `.zip` yields a result for
/// every file in it, a table a result for every workout, so the answer always has at least one
/// entry. Figures that follow from the samples are filled in ([`derive::complete`]).
///
/// All of them are held at once; [`read_each`] hands them on one at a time.
pub fn read(name: &str, bytes: Vec<u8>, limits: &Limits) -> Vec<FileResult> {
    let options = Options {
        limits: *limits,
        ..Options::default()
    };
    let mut results = Vec::new();
    read_bytes(name, bytes, &options, |result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    results
}

/// As [`read_each`], of a file that is in memory: where it is no archive it is not copied.
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &Options,
    mut each: impl FnMut(FileResult) -> ControlFlow<()>,
) {
    let kind = sniff(&bytes);
    let is_packed = matches!(
        kind,
        Kind::Gzip | Kind::Zip | Kind::Activity(Format::AppleHealth)
    );
    if is_packed || bytes.len() > options.limits.file_bytes {
        return read_each(name, Cursor::new(bytes), options, each);
    }
    let mut handed = Handed {
        options,
        each: &mut each,
        is_over: false,
    };
    decode(name, bytes, kind, &mut handed);
}

/// Reads like [`read`], giving each result as soon as it is there: memory holds one file of an
/// archive at a time, and of a health export none. `each` may break off.
pub fn read_each(
    name: &str,
    mut source: impl Read + Seek,
    options: &Options,
    mut each: impl FnMut(FileResult) -> ControlFlow<()>,
) {
    let mut handed = Handed {
        options,
        each: &mut each,
        is_over: false,
    };
    archive::unpack(name, &mut source, &mut handed);
}

/// Lets a decoder work whose results are heard.
#[cfg(test)]
pub(crate) fn hear(
    options: &Options,
    mut each: impl FnMut(FileResult) -> ControlFlow<()>,
    work: impl FnOnce(&mut Handed),
) {
    let mut handed = Handed {
        options,
        each: &mut each,
        is_over: false,
    };
    work(&mut handed);
}

/// Where results go.
pub(crate) struct Handed<'a> {
    options: &'a Options,
    each: &'a mut dyn FnMut(FileResult) -> ControlFlow<()>,
    is_over: bool,
}

impl<'a> Handed<'a> {
    pub fn options(&self) -> &'a Options {
        self.options
    }

    pub fn limits(&self) -> &'a Limits {
        &self.options.limits
    }

    /// Nobody waits for more.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    pub fn refuse(&mut self, name: &str, format: Option<Format>, refusal: Refusal) {
        self.give(name, format, Vec::new(), Err(refusal));
    }

    pub fn give(
        &mut self,
        name: &str,
        format: Option<Format>,
        bytes: Vec<u8>,
        outcome: Result<Decoded, Refusal>,
    ) {
        if self.is_over {
            return;
        }
        let result = result((name, format), bytes, outcome, self.options.cleaning);
        self.is_over = (self.each)(result).is_break();
    }
}

fn result(
    (name, format): (&str, Option<Format>),
    bytes: Vec<u8>,
    outcome: Result<Decoded, Refusal>,
    cleaning: Cleaning,
) -> FileResult {
    FileResult {
        name: texts::plain(name),
        format,
        bytes,
        outcome: outcome.map(|decoded| completed(decoded, format, cleaning)),
    }
}

/// What [`read_bytes`] answers of the document of ours that holds an activity and samples, before it
/// is written: without its bytes, and without reading them again. The activity's own samples do not count.
pub fn read_document(
    name: &str,
    activity: Activity,
    columns: json::Columns,
    options: &Options,
) -> FileResult {
    let format = (name, Some(Format::Json));
    let taken = || {
        let taken = json::taken(activity, columns, &options.limits);
        result(format, Vec::new(), taken, options.cleaning)
    };
    guarded(taken)
        .unwrap_or_else(|refusal| result(format, Vec::new(), Err(refusal), options.cleaning))
}

/// The decoders are written and tested not to panic; should one (or a library below it) do so
/// after all, that file alone is refused and the batch goes on.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| Refusal::damaged("The file could not be read: its content makes no sense."))
}

pub(crate) fn decode(name: &str, bytes: Vec<u8>, kind: Kind, handed: &mut Handed) {
    if bytes.is_empty() {
        return handed.refuse(name, None, Refusal::empty());
    }
    let limits = *handed.limits();
    let decoder = match kind {
        Kind::Activity(Format::Fit) => fit::decode,
        Kind::Activity(Format::Gpx) => gpx::decode,
        Kind::Activity(Format::Tcx) => tcx::decode,
        Kind::Activity(Format::Json) => json::decode,
        Kind::Activity(Format::Csv) => {
            if let Err(refusal) = guarded(|| csv::read(name, bytes, handed)) {
                handed.refuse(name, Some(Format::Csv), refusal);
            }
            return;
        }
        Kind::Activity(Format::AppleHealth) | Kind::Gzip | Kind::Zip => {
            return handed.refuse(name, None, Refusal::unknown_format("of an unknown kind"));
        }
        Kind::Other(what) => {
            return handed.give(name, None, bytes, Err(Refusal::unknown_format(what)));
        }
    };
    let format = match kind {
        Kind::Activity(format) => Some(format),
        _ => None,
    };
    let outcome = guarded(|| decoder(&bytes, &limits)).and_then(|outcome| outcome);
    handed.give(name, format, bytes, outcome);
}

/// What follows from what was read, its faults mended.
fn completed(mut decoded: Decoded, format: Option<Format>, cleaning: Cleaning) -> Decoded {
    // Ours was mended, or left as it was, before it was written.
    let is_ours = format == Some(Format::Json);
    for activity in decoded.activities.iter_mut().filter(|_| !is_ours) {
        clean::clean(activity, cleaning);
        if format != Some(Format::Fit) && activity.pauses.is_empty() {
            activity.pauses = pauses::gaps(activity);
        }
    }
    texts::make_plain(&mut decoded);
    decoded.activities.iter_mut().for_each(complete);
    if multisport::is_one(&decoded.activities) {
        let legs = std::mem::take(&mut decoded.activities);
        decoded.activities.extend(multisport::join(legs));
        decoded.activities.iter_mut().for_each(complete);
    }
    decoded
}

/// What follows from an activity that was put together elsewhere, its faults mended: as of one read
/// from a file.
#[must_use]
pub fn settle(activity: Activity, cleaning: Cleaning) -> Activity {
    let decoded = Decoded {
        activities: vec![activity.clone()],
        ..Decoded::default()
    };
    let settled = guarded(|| completed(decoded, None, cleaning));
    let first = settled.ok().and_then(|mut all| all.activities.pop());
    first.unwrap_or(activity)
}

fn complete(activity: &mut Activity) {
    place::add_zone(activity);
    derive::complete(activity);
    pauses::add_timer_time(activity);
    swim::complete(activity);
}

pub(crate) fn sniff(bytes: &[u8]) -> Kind {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Kind::Gzip;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.get(8..12) == Some(b".FIT") {
        return Kind::Activity(Format::Fit);
    }
    sniff_text(bytes)
}

fn sniff_text(bytes: &[u8]) -> Kind {
    let head = bytes.get(..archive::HEAD).unwrap_or(bytes);
    // Every other byte of UTF-16 is zero for the characters that matter here.
    let text: String = head
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(*byte))
        .collect();
    let text = text
        .trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}', '\u{fe}', '\u{ff}'])
        .trim_start();
    if text.starts_with('{') && text.contains(write::JSON_KIND) {
        return Kind::Activity(Format::Json);
    }
    if text.starts_with(['{', '[']) {
        return Kind::Other("JSON");
    }
    if !text.starts_with('<') {
        return if csv::is_table(head) {
            Kind::Activity(Format::Csv)
        } else {
            Kind::Other("of an unknown kind")
        };
    }
    match root_element(text) {
        Some("gpx") => Kind::Activity(Format::Gpx),
        Some("TrainingCenterDatabase") => Kind::Activity(Format::Tcx),
        Some("HealthData") => Kind::Activity(Format::AppleHealth),
        Some("ClinicalDocument") => Kind::Other("a clinical document"),
        Some("kml") => Kind::Other("a KML map"),
        Some("html" | "HTML") => Kind::Other("a web page"),
        _ => Kind::Other("XML of another kind"),
    }
}

/// The local name of the first element. Apple's export has a document type longer than what is
/// looked at here; it names the root.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let start = rest.find('<')? + 1;
        rest = rest.get(start..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.get(comment.find("-->")?..)?;
        } else if let Some(health) = rest.strip_prefix("!DOCTYPE ")
            && health.starts_with("HealthData")
        {
            return health.get(.."HealthData".len());
        } else if rest.starts_with(['?', '!']) {
            rest = rest.get(rest.find('>')?..)?;
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            return rest.get(..end)?.rsplit(':').next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_kind() {
        let gpx = b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- <a> --><gpx version=\"1.1\">";
        assert_eq!(sniff(gpx), Kind::Activity(Format::Gpx));
        assert_eq!(
            sniff(b"<t:TrainingCenterDatabase xmlns:t=\"x\">"),
            Kind::Activity(Format::Tcx)
        );
        let wide: Vec<u8> = "\u{feff}<gpx>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(sniff(&wide), Kind::Activity(Format::Gpx));
        let health =
            b"<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,";
        assert_eq!(sniff(health), Kind::Activity(Format::AppleHealth));
        assert_eq!(sniff(b"time,hr\n1,2\n"), Kind::Activity(Format::Csv));
        assert_eq!(sniff(b"  {\"a\": 1}"), Kind::Other("JSON"));
        assert_eq!(sniff(b"<kml>"), Kind::Other("a KML map"));
        assert_eq!(
            sniff(b"\x0e\x10\xd9\x07\0\0\0\0.FIT"),
            Kind::Activity(Format::Fit)
        );
        assert_eq!(sniff(b""), Kind::Other("of an unknown kind"));
    }

    #[test]
    fn an_empty_file_says_so() {
        let results = read("a.fit", Vec::new(), &Limits::default());
        assert_eq!(results.len(), 1);
        let refusal = results[0].outcome.as_ref().unwrap_err();
        assert_eq!(refusal.code, "empty");
    }

    #[test]
    fn who_heard_enough_breaks_off() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.txt", "b.txt", "c.txt"] {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(name, options).unwrap();
        }
        let archive = writer.finish().unwrap();
        let mut heard = Vec::new();
        read_each("x.zip", archive, &Options::default(), |result| {
            heard.push(result.name);
            match heard.len() {
                2 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        assert_eq!(heard, ["x.zip/a.txt", "x.zip/b.txt"]);
    }
}
