//! Texts out of files. They are stored and shown, so they hold no control characters: PostgreSQL
//! takes no NUL, and a name is one line.

use crate::{Activity, Decoded, Device, FieldValue, Fields};

/// Without control characters; line breaks and tabs become spaces.
pub(crate) fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        c if !c.is_control() => Some(c),
        c if c.is_whitespace() => Some(' '),
        _ => None,
    };
    text.chars().filter_map(plain).collect()
}

/// The one place for all that was read, whatever the format.
pub(crate) fn make_plain(decoded: &mut Decoded) {
    let activities = decoded.activities.iter_mut();
    let of_activities = activities.flat_map(texts_of);
    let of_warnings = decoded.warnings.iter_mut().map(|w| &mut w.message);
    for text in of_activities.chain(of_warnings) {
        if text.contains(char::is_control) {
            *text = plain(text);
        }
    }
}

fn texts_of(activity: &mut Activity) -> impl Iterator<Item = &mut String> {
    let own = [&mut activity.sport, &mut activity.sub_sport];
    let parts = activity.parts.iter_mut();
    own.into_iter()
        .chain(activity.name.as_mut())
        .chain(in_fields(&mut activity.fields))
        .chain(parts.flat_map(|part| in_fields(&mut part.fields)))
        .chain(activity.device.as_mut().into_iter().flat_map(of_device))
        .chain(activity.warnings.iter_mut().map(|w| &mut w.message))
}

fn in_fields(fields: &mut Fields) -> impl Iterator<Item = &mut String> {
    fields.values_mut().filter_map(|value| match value {
        FieldValue::Text(text) => Some(text),
        FieldValue::Number(_) => None,
    })
}

fn of_device(device: &mut Device) -> impl Iterator<Item = &mut String> {
    let texts = [
        &mut device.manufacturer,
        &mut device.product,
        &mut device.serial,
    ];
    texts.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, read};

    #[test]
    fn control_characters_leave_and_lines_join() {
        assert_eq!(plain("a\0b\tc\nd\u{1b}[1m ё"), "ab c d[1m ё");
    }

    #[test]
    fn nothing_that_was_read_holds_a_control_character() {
        let gpx =
            b"<gpx version=\"1.1\" creator=\"Wa\0tch\"><trk><name>Lake\0side\n&#0;loop</name>\
            <type>run\0ning</type><trkseg>\
            <trkpt lat=\"1\" lon=\"1\"><time>2026-11-20T06:00:00Z</time></trkpt>\
            <trkpt lat=\"1\" lon=\"1.001\"><time>2026-11-20T06:01:00Z</time></trkpt>\
            </trkseg></trk></gpx>";
        let results = read("a\0.gpx", gpx.to_vec(), &Limits::default());
        assert_eq!(results[0].name, "a.gpx");
        let decoded = results[0].outcome.as_ref().expect("read");
        let activity = &decoded.activities[0];
        assert_eq!(activity.name.as_deref(), Some("Lakeside loop"));
        let mut decoded = decoded.clone();
        let texts = decoded.activities.iter_mut().flat_map(texts_of);
        for text in texts {
            assert!(!text.contains(char::is_control), "{text:?}");
        }
    }
}
