//! Formats that hold records of any shape, as one tree: JSON, lines of JSON, XML, tables.
//!
//! What the records mean is told elsewhere (device adapters); here they are only read, within
//! bounds.

mod table;
mod tree;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use crate::{Limits, Refusal, text, xml};

pub use table::{Table, Wanted};

/// Cells of a row, and attributes and children of an element that are looked at.
const MOST_MEMBERS: usize = 2_000;
/// Longer texts are cut.
const MOST_TEXT: usize = 1 << 20;

/// A JSON document.
///
/// # Errors
/// When it is none, or too large.
pub fn json(bytes: &[u8], limits: &Limits) -> Result<Value, Refusal> {
    bounded(bytes, limits)?;
    tree::of(bytes).map_err(|error| Refusal::damaged(format!("The JSON cannot be read: {error}.")))
}

/// The lines of NDJSON that hold anything, each with its number.
///
/// # Errors
/// When the whole is too large.
pub fn lines<'b>(
    bytes: &'b [u8],
    limits: &Limits,
) -> Result<impl Iterator<Item = (usize, &'b [u8])> + use<'b>, Refusal> {
    bounded(bytes, limits)?;
    let lines = (1..).zip(split(bytes));
    let lines = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    Ok(lines.take(limits.parts))
}

/// At each end of a line, as `split` does, which looks at every byte by itself.
pub fn split(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let all = rest.take()?;
        let end = memchr::memchr(b'\n', all);
        let (line, after) = end.and_then(|end| all.split_at_checked(end)).unzip();
        rest = after.and_then(|after| after.get(1..));
        Some(line.unwrap_or(all))
    })
}

/// The JSON document in a line.
///
/// # Errors
/// Why it is none.
pub fn line(bytes: &[u8]) -> Result<Value, String> {
    tree::of(bytes).map_err(|error| error.to_string())
}

/// [`line`], with one of its lists as a table of some members of its rows.
///
/// # Errors
/// Why it is no JSON.
pub fn line_with(bytes: &[u8], wanted: &Wanted) -> Result<(Value, Option<Table>), String> {
    table::with_table(bytes, wanted).map_err(|error| error.to_string())
}

/// A table: a list of rows, each a map from the names in the first line.
///
/// # Errors
/// When it has no first line, or is too large.
pub fn csv(bytes: &[u8], delimiter: u8, limits: &Limits) -> Result<Value, Refusal> {
    bounded(bytes, limits)?;
    let text = text::of_table(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let wrong =
        |error: &csv::Error| Refusal::damaged(format!("The table cannot be read: {error}."));
    let header = reader.headers().map_err(|error| wrong(&error))?;
    let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for row in reader.records().take(limits.parts) {
        let row = row.map_err(|error| wrong(&error))?;
        let mut cells = Map::new();
        for (name, cell) in names.iter().zip(&row).take(MOST_MEMBERS) {
            // A name that stands twice means its first column.
            if !cell.trim().is_empty() && !cells.contains_key(name) {
                cells.insert(name.clone(), Value::String(cell.trim().to_owned()));
            }
        }
        rows.push(Value::Object(cells));
    }
    Ok(Value::Array(rows))
}

/// An XML document: an element is a map of its children by local name, with `@name` for attributes and
/// `#text` for its own text; one that holds text alone is that text; several of one name are a list.
///
/// # Errors
/// When it is none, too large or too deep.
pub fn xml(bytes: &[u8], limits: &Limits) -> Result<Value, Refusal> {
    bounded(bytes, limits)?;
    let text = text::of_xml(bytes);
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<(String, Map<String, Value>, String)> = Vec::new();
    let mut root = Map::new();
    loop {
        let event = reader.read_event();
        let event =
            event.map_err(|error| Refusal::damaged(format!("The XML cannot be read: {error}.")))?;
        match event {
            Event::Start(element) => {
                if open.len() >= limits.xml_depth {
                    return Err(Refusal::damaged("The XML nests too deep."));
                }
                open.push((local(&element), attributes(&element), String::new()));
            }
            Event::Empty(element) => {
                let value = closed(attributes(&element), "");
                let parent = open.last_mut().map_or(&mut root, |(_, map, _)| map);
                add(parent, local(&element), value);
            }
            Event::End(_) => {
                let Some((name, map, text)) = open.pop() else {
                    continue;
                };
                let parent = open.last_mut().map_or(&mut root, |(_, map, _)| map);
                add(parent, name, closed(map, text.trim()));
            }
            Event::Text(words) => own(&mut open, &words.xml10_content()),
            Event::CData(words) => own(&mut open, &words.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = xml::resolve(&reference);
                own(&mut open, &letter.map(String::from).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err(Refusal::damaged("The XML breaks off."));
    }
    if root.is_empty() {
        return Err(Refusal::damaged("The XML holds no element."));
    }
    Ok(Value::Object(root))
}

fn own(open: &mut [(String, Map<String, Value>, String)], words: &str) {
    if let Some((_, _, text)) = open.last_mut()
        && text.len() + words.len() <= MOST_TEXT
    {
        text.push_str(words);
    }
}

fn local(element: &BytesStart) -> String {
    element.local_name().as_ref().to_owned()
}

fn attributes(element: &BytesStart) -> Map<String, Value> {
    let mut all = Map::new();
    xml::attributes(element, |name, value| {
        all.insert(format!("@{name}"), Value::String(xml::unescaped(value)));
    });
    all
}

fn closed(mut map: Map<String, Value>, text: &str) -> Value {
    if map.is_empty() {
        return Value::String(text.to_owned());
    }
    if !text.is_empty() {
        map.insert("#text".to_owned(), Value::String(text.to_owned()));
    }
    Value::Object(map)
}

/// A name's second element makes a list of both.
fn add(parent: &mut Map<String, Value>, name: String, value: Value) {
    let is_full = parent.len() >= MOST_MEMBERS;
    match parent.get_mut(&name) {
        None if is_full => {}
        None => {
            parent.insert(name, value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => {
            let one = first.take();
            *first = Value::Array(vec![one, value]);
        }
    }
}

fn bounded(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::empty());
    }
    if bytes.len() > limits.file_bytes {
        let most = limits.file_bytes >> 20;
        return Err(Refusal::too_large(format!("It is larger than {most} MiB.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LIMITS: Limits = Limits {
        file_bytes: 1_000,
        unpacked_bytes: 1_000,
        export_bytes: 1_000,
        ratio: 100,
        entries: 10,
        nesting: 1,
        samples: 100,
        values: 1_000,
        developer_fields: 1,
        parts: 100,
        xml_depth: 4,
    };

    #[test]
    fn lines_are_split_as_slices_are() {
        for text in ["", "a", "\n", "a\n", "\na", "a\n\nb\r\n", "a\nb\nc"] {
            let plain: Vec<_> = text.as_bytes().split(|byte| *byte == b'\n').collect();
            assert_eq!(
                split(text.as_bytes()).collect::<Vec<_>>(),
                plain,
                "{text:?}"
            );
        }
    }

    #[test]
    fn elements_become_maps_lists_and_texts() {
        let text = "<?xml version=\"1.0\"?><x:a xmlns:x=\"u\" n=\"1 &amp; 2\"><b>p</b><b>q &lt; r</b><c/><d k=\"v\">t</d></x:a>";
        let read = xml(text.as_bytes(), &LIMITS).unwrap();
        assert_eq!(
            read,
            json!({"a": {"@x": "u", "@n": "1 & 2", "b": ["p", "q < r"], "c": "", "d": {"@k": "v", "#text": "t"}}})
        );
        for bad in [
            "<a>",
            "<a><b></a></b>",
            "nothing",
            "<a><a><a><a><a></a></a></a></a></a>",
        ] {
            assert!(xml(bad.as_bytes(), &LIMITS).is_err(), "{bad}");
        }
    }

    #[test]
    fn rows_are_maps_by_the_first_line() {
        let read = csv(b"a;b;a\n1;;3\n4;x\n", b';', &LIMITS).unwrap();
        assert_eq!(read, json!([{"a": "1"}, {"a": "4", "b": "x"}]));
    }

    #[test]
    fn a_bad_line_leaves_the_others() {
        let lines = lines(b"{\"a\":1}\r\n\r\n{\n[2]\n\"\xff\"", &LIMITS).unwrap();
        let read: Vec<_> = lines
            .map(|(number, text)| (number, line(text).is_ok()))
            .collect();
        assert_eq!(read, [(1, true), (3, false), (4, true), (5, false)]);
    }

    #[test]
    fn what_is_too_large_or_empty_is_refused() {
        assert_eq!(json(b" \n", &LIMITS).unwrap_err().code, "empty");
        assert_eq!(json(&[b'1'; 1_001], &LIMITS).unwrap_err().code, "too-large");
        assert_eq!(json(b"{", &LIMITS).unwrap_err().code, "damaged");
    }
}
