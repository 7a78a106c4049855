//! GPX 1.0 and 1.1 with the extensions of recorders.

use stadion_activity::FieldValue;
use stadion_activity::streams::Channel;

use super::{activity, code, column, one, session};

fn points(extras: &[&str]) -> String {
    let point = |(second, extra): (usize, &&str)| {
        format!(
            "<trkpt lat=\"50.000{second}\" lon=\"8\"><ele>100</ele><time>2024-05-01T07:00:0{second}Z</time>{extra}</trkpt>"
        )
    };
    extras.iter().enumerate().map(point).collect()
}

fn gpx(extras: &[&str]) -> String {
    format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\"><trk><trkseg>{}</trkseg></trk></gpx>",
        points(extras)
    )
}

#[test]
fn version_1_0_has_speed_and_name_in_the_open() {
    let file = "<?xml version=\"1.0\"?><gpx version=\"1.0\" creator=\"GPSBabel &amp; friends\" \
        xmlns=\"http://www.topografix.com/GPX/1/0\"><name>Round the lake</name><time>2024-05-02T00:00:00Z</time><trk><trkseg>\
        <trkpt lat=\"50\" lon=\"8\"><ele>99.5</ele><time>2024-05-01T07:00:00Z</time><course>90</course><speed>2.5</speed><fix>3d</fix><sat>7</sat></trkpt>\
        <trkpt lat=\"50\" lon=\"8.001\"><time>2024-05-01T07:00:30Z</time><speed>2.4</speed></trkpt></trkseg></trk></gpx>";
    let read = activity(file);
    assert_eq!(read.name.as_deref(), Some("Round the lake"));
    assert_eq!(read.start_time.to_rfc3339(), "2024-05-01T07:00:00+00:00");
    assert_eq!(column(&read, Channel::Speed), [2.5, 2.4]);
    assert_eq!(
        read.device.unwrap().product.as_deref(),
        Some("GPSBabel & friends")
    );
}

#[test]
fn garmin_extensions_of_both_versions_are_read() {
    let v1 = "<extensions><gpxtpx:TrackPointExtension xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\">\
        <gpxtpx:atemp>21</gpxtpx:atemp><gpxtpx:wtemp>15</gpxtpx:wtemp><gpxtpx:depth>1</gpxtpx:depth><gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>85</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions>";
    let v2 = "<extensions><ns3:TrackPointExtension><ns3:wtemp>16</ns3:wtemp><ns3:hr>141</ns3:hr><ns3:cad>86</ns3:cad><ns3:speed>3.2</ns3:speed><ns3:course>12</ns3:course><ns3:bearing>12</ns3:bearing></ns3:TrackPointExtension></extensions>";
    let read = activity(gpx(&[v1, v2]));
    assert_eq!(column(&read, Channel::HeartRate), [140.0, 141.0]);
    assert_eq!(column(&read, Channel::Cadence), [85.0, 86.0]);
    // The air's where both are told.
    assert_eq!(column(&read, Channel::Temperature), [21.0, 16.0]);
    assert_eq!(column(&read, Channel::Speed)[1..2], [3.2]);
    assert_eq!(column(&read, Channel::Depth)[..1], [1.0]);
}

#[test]
fn power_comes_bare_and_as_an_extension() {
    let strava = "<extensions><power>210</power></extensions>";
    let garmin = "<extensions><pwr:PowerInWatts xmlns:pwr=\"http://www.garmin.com/xmlschemas/PowerExtension/v1\">220</pwr:PowerInWatts></extensions>";
    let read = activity(gpx(&[strava, garmin]));
    assert_eq!(column(&read, Channel::Power), [210.0, 220.0]);
}

#[test]
fn cluetrust_points_and_laps_are_read() {
    let point = |metres: u32| {
        format!(
            "<extensions><gpxdata:hr>14{metres}</gpxdata:hr><gpxdata:cadence>80</gpxdata:cadence><gpxdata:temp>19</gpxdata:temp><gpxdata:distance>{metres}</gpxdata:distance></extensions>"
        )
    };
    let lap = "<extensions><gpxdata:lap xmlns:gpxdata=\"http://www.cluetrust.com/XML/GPXDATA/1/0\"><gpxdata:index>1</gpxdata:index>\
        <gpxdata:startPoint lat=\"50\" lon=\"8\"/><gpxdata:startTime>2024-05-01T07:00:00Z</gpxdata:startTime><gpxdata:elapsedTime>2.5</gpxdata:elapsedTime>\
        <gpxdata:calories>12</gpxdata:calories><gpxdata:distance>9</gpxdata:distance><gpxdata:summary name=\"hr\" kind=\"avg\">141</gpxdata:summary>\
        <gpxdata:summary name=\"hr\" kind=\"max\">149</gpxdata:summary><gpxdata:trigger kind=\"Manual\"/><gpxdata:intensity>active</gpxdata:intensity></gpxdata:lap></extensions>";
    let (first, second) = (point(0), point(9));
    let file = format!(
        "<gpx version=\"1.1\"><trk><trkseg>{}</trkseg></trk>{lap}</gpx>",
        points(&[&first, &second])
    );
    let read = activity(file);
    // As stated, not along the positions.
    assert_eq!(column(&read, Channel::Distance), [0.0, 9.0]);
    let [lap] = read.parts.as_slice() else {
        panic!("{:?}", read.parts)
    };
    assert_eq!(lap.fields["avg_heart_rate"], FieldValue::Number(141.0));
    assert_eq!(lap.fields["total_distance"], FieldValue::Number(9.0));
    assert_eq!(lap.fields["lap_trigger"], FieldValue::Text("manual".into()));
    assert_eq!(session(&read, "total_calories"), Some(12.0));
    assert_eq!(session(&read, "num_laps"), Some(1.0));
}

#[test]
fn all_namespaces_and_encodings_are_the_same_file() {
    let plain = gpx(&["", ""]);
    let expected = activity(plain.clone());
    let prefixed = plain
        .replace("<trk", "<g:trk")
        .replace("</trk", "</g:trk")
        .replace(
            "<gpx",
            "<g:gpx xmlns:g=\"http://www.topografix.com/GPX/1/1\"",
        )
        .replace("</gpx", "</g:gpx");
    let utf16 = |mark: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{plain}")
            .encode_utf16()
            .flat_map(unit)
            .collect()
    };
    let files: Vec<Vec<u8>> = vec![
        prefixed.into(),
        format!("\u{feff}{plain}").into(),
        format!("\n  {plain}").into(),
        utf16("\u{feff}", u16::to_le_bytes),
        utf16("\u{feff}", u16::to_be_bytes),
        utf16("", u16::to_le_bytes),
    ];
    for (which, file) in files.into_iter().enumerate() {
        assert_eq!(
            format!("{:?}", activity(file)),
            format!("{expected:?}"),
            "{which}"
        );
    }
}

#[test]
fn names_hold_what_was_typed() {
    let named = |name: &[u8], declaration: &str| {
        let head = format!(
            "<?xml version=\"1.0\" encoding=\"{declaration}\"?><gpx version=\"1.1\"><trk><name>"
        );
        let tail = format!("</name><trkseg>{}</trkseg></trk></gpx>", points(&["", ""]));
        activity([head.as_bytes(), name, tail.as_bytes()].concat())
            .name
            .unwrap()
    };
    assert_eq!(
        named(b"Rock &amp; roll &#x2014; <![CDATA[<hills>]]>", "UTF-8"),
        "Rock & roll — <hills>"
    );
    assert_eq!(named(b"D\xfcne", "ISO-8859-1"), "Düne");
    assert_eq!(named(b"\xc1\xe5\xe3", "windows-1251"), "Бег");
}

#[test]
fn a_point_outside_a_segment_is_a_point() {
    let file = format!(
        "<gpx version=\"1.1\"><trk>{}</trk></gpx>",
        points(&["", "", ""])
    );
    assert_eq!(activity(file).streams.len(), 3);
}

#[test]
fn what_is_no_recording_is_refused_with_its_reason() {
    assert_eq!(
        code("<gpx version=\"1.1\"><wpt lat=\"1\" lon=\"2\"><name>Well</name></wpt></gpx>"),
        "not-an-activity"
    );
    assert_eq!(
        code("<gpx version=\"1.1\"><rte><rtept lat=\"1\" lon=\"2\"/></rte></gpx>"),
        "not-an-activity"
    );
    assert_eq!(
        code("<gpx version=\"1.1\"><trk><trkseg><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk></gpx>"),
        "no-times"
    );
    assert_eq!(code("<gpx version=\"1.1\"></gpx>"), "empty");
    let places = one(
        "a.gpx",
        "<gpx version=\"1.1\"><wpt lat=\"1\" lon=\"2\"/></gpx>",
    );
    assert!(places.outcome.unwrap_err().reason.contains("marked places"));
}
