//! GPX 1.0 and 1.1 (Topografix), with the point extensions that recorders use: Garmin
//! `TrackPointExtension` v1 and v2, Cluetrust `gpxdata`, and power.

use chrono::{DateTime, Utc};
use quick_xml::events::BytesStart;

use crate::codes::Odd;
use crate::derive::haversine;
use crate::samples::{Sample, instant, into_streams, recorded};
use crate::streams::Channel;
use crate::warning::{POINTS, warn, warn_of};
use crate::xml::{Path, Visitor, attribute, number, walk};
use crate::{
    Activity, Decoded, Device, FieldValue, Fields, Limits, Refusal, Warning, sports, times,
};

/// Tracks of one file further apart than this are different workouts.
const APART_MS: i64 = 8 * 3600 * 1000;

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let mut file = Gpx {
        most: limits.samples,
        ..Gpx::default()
    };
    let broken = walk(bytes, limits, &mut file).err();
    let mut decoded = Decoded {
        partial: broken.is_some(),
        ..Decoded::default()
    };
    if let Some(broken) = broken {
        warn(
            &mut decoded.warnings,
            Odd::Damaged,
            format!("The file was read up to a fault: {}.", broken.0),
        );
    }
    decoded.activities = file.activities();
    if decoded.activities.is_empty() {
        return Err(file.refusal(decoded.partial));
    }
    Ok(decoded)
}

#[derive(Default)]
struct Gpx {
    most: usize,
    creator: Option<String>,
    title: Option<String>,
    tracks: Vec<Track>,
    point: Point,
    points: usize,
    timeless: usize,
    left_out: usize,
    has_route: bool,
    offset_s: Option<i32>,
}

#[derive(Default)]
struct Track {
    name: Option<String>,
    kind: Option<String>,
    /// Between segments the recording was paused.
    segments: Vec<Vec<Sample>>,
}

/// The point that is being read.
#[derive(Default)]
struct Point {
    at_ms: Option<i64>,
    values: Vec<(Channel, f64)>,
}

impl Visitor for Gpx {
    fn open(&mut self, path: &Path, element: &BytesStart) {
        match path.name() {
            "gpx" => self.creator = attribute(element, "creator"),
            "trk" => self.tracks.push(Track::default()),
            "trkseg" => {
                if let Some(track) = self.tracks.last_mut() {
                    track.segments.push(Vec::new());
                }
            }
            "trkpt" => self.point = position(element),
            "rtept" => self.has_route = true,
            _ => {}
        }
    }

    fn close(&mut self, path: &Path, text: &str) {
        match (path.up(1), path.name()) {
            ("trkseg", "trkpt") => self.end_point(),
            ("trkpt", "time") => self.time(text),
            ("trk", "name") => self.track_text(text, |track| &mut track.name),
            ("trk", "type") => self.track_text(text, |track| &mut track.kind),
            ("metadata" | "gpx", "name") => {
                self.title = Some(text.into()).filter(|title: &String| !title.is_empty());
            }
            (_, name) => {
                if let Some((channel, value)) = channel(name).zip(number(text)) {
                    self.point.values.push((channel, value));
                }
            }
        }
    }
}

fn position(element: &BytesStart) -> Point {
    let of = |name| {
        attribute(element, name)
            .and_then(|text| number(&text))
            .unwrap_or(f64::NAN)
    };
    Point {
        at_ms: None,
        values: vec![
            (Channel::PositionLat, of("lat")),
            (Channel::PositionLong, of("lon")),
        ],
    }
}

/// The elements of a point that carry a measurement, by local name: namespaces vary between
/// exporters and are often missing.
fn channel(name: &str) -> Option<Channel> {
    match name {
        "ele" => Some(Channel::Altitude),
        "hr" | "heartrate" | "HeartRate" => Some(Channel::HeartRate),
        "cad" | "cadence" | "RunCadence" => Some(Channel::Cadence),
        "atemp" | "temp" | "temperature" => Some(Channel::Temperature),
        "power" | "watts" | "Watts" | "PowerInWatts" => Some(Channel::Power),
        "speed" => Some(Channel::Speed),
        _ => None,
    }
}

impl Gpx {
    fn time(&mut self, text: &str) {
        let stamp = times::parse(text);
        self.point.at_ms = stamp.map(|stamp| stamp.at_ms);
        self.offset_s = self.offset_s.or(stamp.and_then(|stamp| stamp.offset_s));
    }

    fn track_text(&mut self, text: &str, slot: impl Fn(&mut Track) -> &mut Option<String>) {
        if let Some(track) = self.tracks.last_mut().filter(|_| !text.is_empty()) {
            *slot(track) = Some(text.into());
        }
    }

    fn end_point(&mut self) {
        let point = std::mem::take(&mut self.point);
        self.points += 1;
        let Some(at_ms) = point.at_ms else {
            self.timeless += 1;
            return;
        };
        if self.points > self.most {
            self.left_out += 1;
            return;
        }
        let mut sample = Sample::new(at_ms);
        for (channel, value) in point.values {
            sample.set(channel, value);
        }
        if let Some(segment) = self
            .tracks
            .last_mut()
            .and_then(|track| track.segments.last_mut())
        {
            segment.push(sample);
        }
    }

    fn activities(&mut self) -> Vec<Activity> {
        let tracks = std::mem::take(&mut self.tracks);
        let mut groups: Vec<Vec<Track>> = Vec::new();
        let mut last_end: Option<i64> = None;
        for track in tracks
            .into_iter()
            .filter(|track| track.first_ms().is_some())
        {
            let apart = last_end
                .zip(track.first_ms())
                .is_none_or(|(end, start)| (start - end).abs() > APART_MS);
            last_end = track.last_ms();
            match groups.last_mut() {
                Some(group) if !apart => group.push(track),
                _ => groups.push(vec![track]),
            }
        }
        groups
            .into_iter()
            .filter_map(|group| self.activity(group))
            .collect()
    }

    fn activity(&self, tracks: Vec<Track>) -> Option<Activity> {
        let kind = tracks.iter().find_map(|track| track.kind.clone());
        let name = tracks
            .iter()
            .find_map(|track| track.name.clone())
            .or_else(|| self.title.clone());
        let generic = || (sports::GENERIC.to_owned(), sports::GENERIC.to_owned());
        let (sport, sub_sport) = kind
            .as_deref()
            .and_then(sports::from_text)
            .unwrap_or_else(generic);
        let mut warnings = Vec::new();
        self.warn_of_points(&mut warnings);
        let mut segments: Vec<_> = tracks
            .into_iter()
            .flat_map(|track| track.segments)
            .collect();
        segments.retain(|segment| !segment.is_empty());
        order(&mut segments, &mut warnings);
        add_distance(&mut segments);
        let fields = figures(&segments);
        let samples: Vec<_> = segments.into_iter().flatten().collect();
        let start_time = start_of(&samples)?;
        let mut recorded = recorded(&samples);
        recorded.records += self.timeless;
        Some(Activity {
            sport,
            sub_sport,
            name,
            start_time,
            utc_offset_s: self.offset_s,
            fields,
            parts: Vec::new(),
            streams: into_streams(samples, start_time, &mut warnings),
            device: self.creator.clone().map(|creator| Device {
                product: Some(creator),
                ..Device::default()
            }),
            legs: Vec::new(),
            recorded,
            warnings,
        })
    }

    fn warn_of_points(&self, warnings: &mut Vec<Warning>) {
        let message = "Left out: {} without a time.";
        warn_of(warnings, Odd::NoTimes, self.timeless, POINTS, message);
        let message = "Left out: {} beyond the limit.";
        warn_of(
            warnings,
            Odd::TooManySamples,
            self.left_out,
            POINTS,
            message,
        );
    }

    fn refusal(&self, partial: bool) -> Refusal {
        if self.points > 0 {
            Refusal::no_times("track")
        } else if self.has_route {
            Refusal::not_an_activity("a planned route")
        } else if partial {
            Refusal::damaged("The file breaks off before the first point.")
        } else {
            Refusal::no_samples("a GPX file")
        }
    }
}

impl Track {
    fn first_ms(&self) -> Option<i64> {
        self.segments
            .iter()
            .flatten()
            .map(|sample| sample.at_ms)
            .next()
    }

    fn last_ms(&self) -> Option<i64> {
        self.segments
            .iter()
            .flatten()
            .map(|sample| sample.at_ms)
            .next_back()
    }
}

/// Puts points and segments in order of time, so that distance grows with time.
fn order(segments: &mut [Vec<Sample>], warnings: &mut Vec<Warning>) {
    let times = segments.iter().flatten().map(|sample| sample.at_ms);
    let backward = times
        .clone()
        .zip(times.skip(1))
        .filter(|(time, next)| next < time)
        .count();
    let message = "Time ran backward {}; the points were put in order.";
    warn_of(
        warnings,
        Odd::BackwardTimes,
        backward,
        ("time", "times"),
        message,
    );
    for segment in segments.iter_mut() {
        segment.sort_by_key(|sample| sample.at_ms);
    }
    segments.sort_by_key(|segment| segment.first().map(|sample| sample.at_ms));
}

/// Metres along the points; the way between segments is not counted.
fn add_distance(segments: &mut [Vec<Sample>]) {
    let mut metres = 0.0;
    for segment in segments {
        let mut last = None;
        for sample in segment {
            let Some(here) = sample.position() else {
                continue;
            };
            metres += last.map_or(0.0, |last| haversine(last, here));
            last = Some(here);
            sample.set(Channel::Distance, metres);
        }
    }
}

/// GPX states no figures; the times of its points are as good as stated.
fn figures(segments: &[Vec<Sample>]) -> Fields {
    let span = |first: Option<&Sample>, last: Option<&Sample>| match (first, last) {
        (Some(first), Some(last)) => (last.at_ms - first.at_ms) as f64 / 1000.0,
        _ => 0.0,
    };
    let elapsed = span(
        segments.iter().flatten().next(),
        segments.iter().flatten().next_back(),
    );
    let timer: f64 = segments
        .iter()
        .map(|segment| span(segment.first(), segment.last()))
        .sum();
    Fields::from([
        (
            "fit:session.total_elapsed_time".into(),
            FieldValue::Number(elapsed),
        ),
        (
            "fit:session.total_timer_time".into(),
            FieldValue::Number(timer),
        ),
    ])
}

fn start_of(samples: &[Sample]) -> Option<DateTime<Utc>> {
    instant(samples.iter().map(|sample| sample.at_ms).min()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Decoded, Refusal> {
        let document = format!("<gpx creator=\"Pen\" version=\"1.1\">{body}</gpx>");
        decode(document.as_bytes(), &Limits::default())
    }

    fn point(second: u32, lat: f64, extra: &str) -> String {
        format!(
            "<trkpt lat=\"{lat}\" lon=\"8\"><time>2024-05-01T07:00:{second:02}Z</time>{extra}</trkpt>"
        )
    }

    #[test]
    fn segments_are_pauses() {
        let first = point(0, 50.0, "<ele>100</ele>") + &point(10, 50.001, "");
        let second = point(40, 50.1, "") + &point(50, 50.101, "");
        let decoded = read(&format!(
            "<trk><type>hiking</type><trkseg>{first}</trkseg><trkseg>{second}</trkseg></trk>"
        ))
        .unwrap();
        let activity = &decoded.activities[0];
        assert_eq!(activity.sport, "hiking");
        assert_eq!(activity.streams.time_ms, [0, 10_000, 40_000, 50_000]);
        assert_eq!(
            activity.fields["fit:session.total_elapsed_time"],
            FieldValue::Number(50.0)
        );
        assert_eq!(
            activity.fields["fit:session.total_timer_time"],
            FieldValue::Number(20.0)
        );
        let distance = activity.streams.channel(Channel::Distance).unwrap();
        assert!((distance[3] - 222.39).abs() < 0.02, "{distance:?}");
    }

    #[test]
    fn extensions_are_read_with_and_without_namespace() {
        let garmin = "<extensions><power>210</power><gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr>\
            <gpxtpx:cad>85</gpxtpx:cad><gpxtpx:atemp>21.5</gpxtpx:atemp></gpxtpx:TrackPointExtension></extensions>";
        let cluetrust = "<extensions><gpxdata:hr>141</gpxdata:hr><gpxdata:cadence>86</gpxdata:cadence></extensions>";
        let points = point(0, 50.0, garmin) + &point(1, 50.0, cluetrust);
        let decoded = read(&format!(
            "<trk><name>Lunch</name><trkseg>{points}</trkseg></trk>"
        ))
        .unwrap();
        let activity = &decoded.activities[0];
        let of = |channel| activity.streams.channel(channel).unwrap().to_vec();
        assert_eq!(of(Channel::HeartRate), [140.0, 141.0]);
        assert_eq!(of(Channel::Cadence), [85.0, 86.0]);
        assert_eq!(
            (of(Channel::Power)[0], of(Channel::Temperature)[0]),
            (210.0, 21.5)
        );
        assert_eq!(activity.name.as_deref(), Some("Lunch"));
        assert_eq!(
            activity.device.as_ref().unwrap().product.as_deref(),
            Some("Pen")
        );
    }

    #[test]
    fn tracks_of_different_days_are_different_workouts() {
        let track = |day: u32| {
            format!(
                "<trk><trkseg><trkpt lat=\"50\" lon=\"8\"><time>2024-05-{day:02}T07:00:00Z</time></trkpt></trkseg></trk>"
            )
        };
        assert_eq!(read(&(track(1) + &track(2))).unwrap().activities.len(), 2);
        assert_eq!(read(&(track(1) + &track(1))).unwrap().activities.len(), 1);
    }

    #[test]
    fn plans_are_refused_with_their_reason() {
        let code = |body: &str| read(body).unwrap_err().code;
        assert_eq!(
            code("<trk><trkseg><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk>"),
            "no-times"
        );
        assert_eq!(
            code("<rte><rtept lat=\"1\" lon=\"2\"/></rte>"),
            "not-an-activity"
        );
        assert_eq!(code("<trk/>"), "empty");
        assert_eq!(
            decode(b"<gpx><trk>", &Limits::default()).unwrap_err().code,
            "damaged"
        );
    }

    #[test]
    fn a_broken_file_gives_what_came_before() {
        let document = format!(
            "<gpx><trk><trkseg>{}{}<trkpt lat=",
            point(0, 50.0, ""),
            point(1, 50.0, "")
        );
        let decoded = decode(document.as_bytes(), &Limits::default()).unwrap();
        assert!(decoded.partial);
        assert_eq!(decoded.activities[0].streams.len(), 2);
    }
}
