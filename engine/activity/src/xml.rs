//! A bounded walk over XML: what GPX and TCX share.
//!
//! Entities are never expanded beyond the five that XML predefines and character references, so a
//! document cannot grow; depth and the length of a text are limited.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};

use crate::{Limits, text};

/// Longer texts are cut: no figure, time or name needs more.
const MOST_TEXT: usize = 4096;
/// Attributes looked at in one element.
pub(crate) const MOST_ATTRIBUTES: usize = 32;

/// Hears the elements of a document, in order.
pub(crate) trait Visitor {
    /// `path` ends with the element itself.
    fn open(&mut self, path: &Path, element: &BytesStart);
    /// `text` is the element's own text since its last child, trimmed.
    fn close(&mut self, path: &Path, text: &str);
}

/// Local names from the root to the present element.
#[derive(Default)]
pub(crate) struct Path {
    names: String,
    starts: Vec<usize>,
}

impl Path {
    /// The element's own name.
    pub fn name(&self) -> &str {
        self.up(0)
    }

    /// The name `levels` above; empty above the root.
    pub fn up(&self, levels: usize) -> &str {
        let Some(at) = self.starts.len().checked_sub(levels + 1) else {
            return "";
        };
        let start = self.starts.get(at).copied().unwrap_or_default();
        let end = self.starts.get(at + 1).copied().unwrap_or(self.names.len());
        self.names.get(start..end).unwrap_or_default()
    }

    fn push(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
    }
}

/// Why a document was not read to its end, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub String);

/// Walks a document. What was heard before an error stays heard.
pub(crate) fn walk(
    bytes: &[u8],
    limits: &Limits,
    visitor: &mut impl Visitor,
) -> Result<(), Broken> {
    let document = text::of_xml(bytes);
    let mut reader = Reader::from_str(&document);
    let mut path = Path::default();
    let mut text = String::new();
    let mut pending: Option<BytesText> = None;
    loop {
        let place = reader.buffer_position();
        let broken = |why: String| Broken(format!("{why} (at byte {place})"));
        match reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?
        {
            Event::Start(element) => {
                if path.starts.len() >= limits.xml_depth {
                    return Err(broken("elements are nested too deep".into()));
                }
                text.clear();
                pending = None;
                path.push(element.local_name().as_ref());
                visitor.open(&path, &element);
            }
            Event::Empty(element) => {
                path.push(element.local_name().as_ref());
                visitor.open(&path, &element);
                visitor.close(&path, "");
                path.pop();
            }
            Event::End(_) => {
                match pending.take() {
                    Some(whole) if text.is_empty() && whole.len() <= MOST_TEXT => {
                        visitor.close(&path, whole.xml10_content().trim());
                    }
                    whole => {
                        pending = whole;
                        take(&mut pending, &mut text);
                        visitor.close(&path, text.trim());
                    }
                }
                text.clear();
                path.pop();
            }
            // Between elements nearly all text is blank: it is looked at when its element ends.
            Event::Text(part) if text.is_empty() && pending.is_none() => pending = Some(part),
            Event::Text(part) => {
                take(&mut pending, &mut text);
                append(&mut text, &part.xml10_content());
            }
            Event::CData(part) => {
                take(&mut pending, &mut text);
                append(&mut text, &part.xml10_content());
            }
            Event::GeneralRef(reference) => {
                take(&mut pending, &mut text);
                text.extend(resolve(&reference));
            }
            Event::Eof if path.starts.is_empty() => return Ok(()),
            Event::Eof => return Err(broken("the document breaks off".into())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn take(pending: &mut Option<BytesText>, text: &mut String) {
    if let Some(part) = pending.take() {
        append(text, &part.xml10_content());
    }
}

fn append(text: &mut String, part: &str) {
    let room = MOST_TEXT.saturating_sub(text.len());
    text.push_str(part.get(..part.floor_char_boundary(room)).unwrap_or(part));
}

pub(crate) fn resolve(reference: &BytesRef) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &*reference.xml10_content() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute by its local name.
pub(crate) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut found = None;
    attributes(element, |key, value| {
        if key == name && found.is_none() {
            found = Some(unescaped(value));
        }
    });
    found
}

/// Gives local names and values as they are written, in order.
pub(crate) fn attributes(element: &BytesStart, mut each: impl FnMut(&str, &str)) {
    let mut all = element.attributes();
    for attribute in all.with_checks(false).take(MOST_ATTRIBUTES).flatten() {
        each(attribute.key.local_name().as_ref(), &attribute.value);
    }
}

/// With the entities that XML predefines resolved; others stay as they are.
pub(crate) fn unescaped(value: &str) -> String {
    let cut = value
        .get(..value.floor_char_boundary(MOST_TEXT))
        .unwrap_or(value);
    quick_xml::escape::unescape(cut).map_or_else(|_| cut.to_owned(), Into::into)
}

/// A finite number; some exporters write decimal commas.
pub(crate) fn number(text: &str) -> Option<f64> {
    let parsed = text
        .parse()
        .or_else(|_| text.replace(',', ".").parse::<f64>());
    parsed.ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Log(Vec<String>);

    impl Visitor for Log {
        fn open(&mut self, path: &Path, element: &BytesStart) {
            let id = attribute(element, "id").unwrap_or_default();
            self.0.push(format!("<{}/{} {id}", path.up(1), path.name()));
        }

        fn close(&mut self, path: &Path, text: &str) {
            self.0.push(format!(">{} {text}", path.name()));
        }
    }

    fn log(document: &[u8]) -> (Vec<String>, Result<(), Broken>) {
        let mut log = Log::default();
        let outcome = walk(document, &Limits::default(), &mut log);
        (log.0, outcome)
    }

    #[test]
    fn elements_come_with_path_and_text() {
        let (heard, outcome) =
            log(b"<a><x:b id=\"7\"> 1 &lt; &#50;<![CDATA[ & 3]]> </x:b><c/></a>");
        assert_eq!(
            heard,
            ["</a ", "<a/b 7", ">b 1 < 2 & 3", "<a/c ", ">c ", ">a "]
        );
        assert_eq!(outcome, Ok(()));
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = b"<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;&y;1</a>";
        assert_eq!(log(bomb).0, ["</a ", ">a 1"]);
    }

    #[test]
    fn depth_is_bounded_and_breaks_are_told() {
        let deep = "<a>".repeat(100_000);
        assert!(
            log(deep.as_bytes())
                .1
                .unwrap_err()
                .0
                .contains("nested too deep")
        );
        let (heard, outcome) = log(b"<a><b>1</b><c>");
        assert!(heard.contains(&">b 1".to_owned()));
        assert!(outcome.unwrap_err().0.contains("breaks off"));
    }

    #[test]
    fn wide_text_is_read() {
        let wide: Vec<u8> = "\u{feff}<a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(log(&wide).0, ["</a ", ">a é"]);
    }

    #[test]
    fn numbers_are_finite() {
        assert_eq!(number("12.5"), Some(12.5));
        assert_eq!(number("12,5"), Some(12.5));
        assert_eq!(number("NaN"), None);
        assert_eq!(number(""), None);
    }
}
