//! Bytes of text files as text: what exporters and spreadsheets write besides UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far a declaration of the encoding is looked for.
const DECLARATION: usize = 200;

/// Marks and UTF-16 are recognised; then UTF-8, then the encoding that an XML declaration names.
/// Bytes that are none of it occur in names only and are replaced.
pub(crate) fn of_xml(bytes: &[u8]) -> Cow<'_, str> {
    marked(bytes).unwrap_or_else(|| {
        // Some exporters write blanks before the declaration, which no reader has to take.
        let start = bytes.iter().position(|byte| *byte == b'<');
        let document = bytes.get(start.unwrap_or_default()..).unwrap_or(bytes);
        match (std::str::from_utf8(document), declared(document)) {
            (Ok(text), _) => Cow::Borrowed(text),
            (_, Some(encoding)) => encoding.decode_without_bom_handling(document).0,
            _ => String::from_utf8_lossy(document),
        }
    })
}

/// Tables declare nothing: what is no UTF-8 is what spreadsheets write in the west.
pub(crate) fn of_table(bytes: &[u8]) -> Cow<'_, str> {
    marked(bytes).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    })
}

fn marked(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return Some(encoding.decode_without_bom_handling(rest).0);
    }
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => return None,
    };
    Some(encoding.decode_without_bom_handling(bytes).0)
}

fn declared(document: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(document.get(..DECLARATION).unwrap_or(document));
    let (declaration, _) = head.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding=")?;
    let label = value.trim_start_matches(['"', '\'']);
    let label = label.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_recognised() {
        assert_eq!(of_xml(b" \n<a>\xc3\xa9</a>"), "<a>é</a>");
        assert_eq!(of_xml(b"\xef\xbb\xbf<a>\xc3\xa9</a>"), "<a>é</a>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>";
        assert!(of_xml(latin).ends_with("<a>é</a>"));
        let russian = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xe1\xe5\xe3</a>";
        assert!(of_xml(russian).ends_with("<a>бег</a>"));
        assert!(of_xml(b"<a>\xe9</a>").contains('\u{fffd}'));
        let bare = |unit: fn(u16) -> [u8; 2]| "<a>é</a>".encode_utf16().flat_map(unit).collect();
        for bytes in [bare(u16::to_le_bytes), bare(u16::to_be_bytes)] {
            let bytes: Vec<u8> = bytes;
            assert_eq!(of_xml(&bytes), "<a>é</a>");
        }
        assert_eq!(of_table(b"H\xf6he;\x80"), "Höhe;€");
    }
}
