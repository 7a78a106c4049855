//! From an uploaded file to results: what it is by its content, then the decoder for it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    Decoded, FileResult, Format, Limits, Refusal, archive, derive, fit, gpx, multisport, tcx, texts,
};

/// What the first bytes say a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Gzip,
    Zip,
    Activity(Format),
    Other(&'static str),
}

/// Reads one uploaded file.
///
/// The kind is told from the content, never from the name. A `.gz` or `.zip` yields a result for
/// every file in it, so the answer always has at least one entry. Figures that follow from the
/// samples are filled in ([`derive::complete`]).
pub fn read(name: &str, bytes: Vec<u8>, limits: &Limits) -> Vec<FileResult> {
    archive::unpack(name, bytes, limits)
        .into_iter()
        .map(|entry| {
            let name = texts::plain(&entry.name);
            match entry.refusal {
                Some(refusal) => FileResult {
                    name,
                    format: None,
                    bytes: entry.bytes,
                    outcome: Err(refusal),
                },
                None => decode(name, entry.bytes, limits),
            }
        })
        .collect()
}

fn decode(name: String, bytes: Vec<u8>, limits: &Limits) -> FileResult {
    let (format, outcome) = match sniff(&bytes) {
        Kind::Activity(format) => (Some(format), decode_as(format, &bytes, limits)),
        Kind::Other(what) => (None, Err(Refusal::unknown_format(what))),
        Kind::Gzip | Kind::Zip => (None, Err(archive::nested_too_deep())),
    };
    let outcome = if bytes.is_empty() {
        Err(Refusal::empty())
    } else {
        outcome
    };
    FileResult {
        name,
        format,
        bytes,
        outcome,
    }
}

/// The decoders are written and tested not to panic; should one (or a library below it) do so
/// after all, that file alone is refused and the batch goes on.
fn decode_as(format: Format, bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let decoded = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Fit => fit::decode(bytes, limits),
        Format::Gpx => gpx::decode(bytes, limits),
        Format::Tcx => tcx::decode(bytes, limits),
    }));
    let mut decoded = decoded.unwrap_or_else(|_| {
        Err(Refusal::damaged(
            "The file could not be read: its content makes no sense.",
        ))
    })?;
    texts::make_plain(&mut decoded);
    decoded.activities.iter_mut().for_each(derive::complete);
    if multisport::is_one(&decoded.activities) {
        let legs = std::mem::take(&mut decoded.activities);
        decoded.activities.extend(multisport::join(legs));
        decoded.activities.iter_mut().for_each(derive::complete);
    }
    Ok(decoded)
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

/// Enough to get past a declaration, a licence comment and style instructions.
const TEXT_HEAD: usize = 4096;

fn sniff_text(bytes: &[u8]) -> Kind {
    let head = bytes.get(..TEXT_HEAD).unwrap_or(bytes);
    // Every other byte of UTF-16 is zero for the characters that matter here.
    let text: String = head
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(*byte))
        .collect();
    let text = text
        .trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}', '\u{fe}', '\u{ff}'])
        .trim_start();
    if text.starts_with(['{', '[']) {
        return Kind::Other("JSON");
    }
    if !text.starts_with('<') {
        return Kind::Other("of an unknown kind");
    }
    match root_element(text) {
        Some("gpx") => Kind::Activity(Format::Gpx),
        Some("TrainingCenterDatabase") => Kind::Activity(Format::Tcx),
        Some("kml") => Kind::Other("a KML map"),
        Some("html" | "HTML") => Kind::Other("a web page"),
        _ => Kind::Other("XML of another kind"),
    }
}

/// The local name of the first element.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let start = rest.find('<')? + 1;
        rest = rest.get(start..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.get(comment.find("-->")?..)?;
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
}
