//! A stream of XML, element by element, in constant memory.

use std::io::{self, BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No element of an export comes near; one that has no end must not be held.
const MOST_BYTES: usize = 1 << 20;

/// An export is six deep.
const MOST_DEPTH: usize = 64;

/// Hears elements. Names are local and as written.
pub(super) trait Hear {
    fn open(&mut self, name: &str, element: &BytesStart);
    fn close(&mut self, name: &str);
}

/// Why the document was not read to its end.
#[derive(Debug)]
pub(super) struct Broken(pub String);

pub(super) fn scan(document: &mut dyn BufRead, hear: &mut impl Hear) -> Result<(), Broken> {
    let mut metered = Metered {
        inner: document,
        left: MOST_BYTES,
    };
    skip_prolog(&mut metered).map_err(|error| Broken(error.to_string()))?;
    let mut reader = Reader::from_reader(metered);
    // Who hears keeps track; an unbounded stack of names is not needed.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    // The reader remembers the names of what is open.
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        reader.get_mut().left = MOST_BYTES;
        let place = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| Broken(format!("{error} (at byte {place})")))? {
            Event::Start(element) => {
                depth += 1;
                if depth > MOST_DEPTH {
                    return Err(Broken("elements are nested too deep".into()));
                }
                hear.open(element.local_name().as_ref(), &element);
            }
            Event::Empty(element) => {
                let name = element.local_name();
                hear.open(name.as_ref(), &element);
                hear.close(name.as_ref());
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                let name = element.local_name();
                hear.close(name.as_ref());
                if name.as_ref() == "HealthData" {
                    return Ok(());
                }
            }
            Event::Eof => return Err(Broken("the document has no end".into())),
            _ => {}
        }
    }
}

/// Goes past the declaration and the document type, which some versions of the system write with
/// faults that a strict reader stumbles over.
fn skip_prolog(document: &mut Metered) -> io::Result<()> {
    let mut piece = Vec::new();
    let mut in_type = false;
    loop {
        let blank = document
            .fill_buf()?
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        if blank > 0 {
            document.consume(blank);
            continue;
        }
        let next = document.fill_buf()?;
        // A piece may end between the two bytes that tell; it is then looked at by the reader.
        let is_prolog =
            next.starts_with(b"<?") || next.starts_with(b"<!") || next.starts_with(b"\xef\xbb\xbf");
        if next.is_empty() || !(in_type || is_prolog) {
            return Ok(());
        }
        piece.clear();
        let cap = document.left as u64;
        document.by_ref().take(cap).read_until(b'>', &mut piece)?;
        let begins_type = contains(&piece, b"<!DOCTYPE");
        in_type = (in_type || (begins_type && piece.contains(&b'['))) && !ends_type(&piece);
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// `]>`, with blanks between.
fn ends_type(piece: &[u8]) -> bool {
    let before = piece.strip_suffix(b">").unwrap_or(piece);
    before.trim_ascii_end().ends_with(b"]")
}

/// Ends the stream where one element takes more than it may.
struct Metered<'a> {
    inner: &'a mut dyn BufRead,
    left: usize,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(into.len());
        for (slot, byte) in into.iter_mut().zip(available) {
            *slot = *byte;
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(
                "one element is longer than an export has any",
            ));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Log(Vec<String>);

    impl Hear for Log {
        fn open(&mut self, name: &str, _: &BytesStart) {
            self.0.push(name.to_owned());
        }

        fn close(&mut self, name: &str) {
            self.0.push(format!("/{name}"));
        }
    }

    fn log(document: &str) -> (Vec<String>, bool) {
        let mut log = Log::default();
        // A small buffer, so that pieces end anywhere.
        let mut reader = io::BufReader::with_capacity(64, document.as_bytes());
        let outcome = scan(&mut reader, &mut log);
        (log.0, outcome.is_ok())
    }

    #[test]
    fn a_faulty_document_type_is_passed_over() {
        let document = "<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData [\n<!-- it's \"v11\" -->\n\
            <!ELEMENT HealthData (ExportDate,Me)>\n device CDATA #IMPLIED\n>\n]>\n\
            <HealthData locale=\"de_DE\"><Record a=\"1\"/></HealthData>\n";
        let (heard, is_whole) = log(document);
        assert_eq!(heard, ["HealthData", "Record", "/Record", "/HealthData"]);
        assert!(is_whole);
    }

    #[test]
    fn breaks_and_endless_elements_are_told() {
        assert!(!log("<HealthData><Record").1);
        assert!(!log("<HealthData>").1);
        let deep = log(&"<Record>".repeat(1_000));
        assert_eq!((deep.0.len(), deep.1), (MOST_DEPTH, false));
        let endless = format!(
            "<HealthData><Record a=\"{}\"/></HealthData>",
            "x".repeat(MOST_BYTES + 999)
        );
        let (heard, is_whole) = log(&endless);
        assert_eq!((heard.len(), is_whole), (1, false));
    }
}
