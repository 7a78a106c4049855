//! GPX 1.0 and 1.1 (Topografix), with the point extensions that recorders use: Garmin
//! `TrackPointExtension` v1 and v2, Cluetrust `gpxdata` with its laps, and power (Garmin's
//! `PowerExtension`, Strava's bare `power`).

use quick_xml::events::BytesStart;

use crate::codes::Odd;
use crate::samples::{Samples, Slot, instant, into_streams};
use crate::streams::Channel;
use crate::warning::{POINTS, warn, warn_of};
use crate::xml::{Path, Visitor, attribute, attributes, number, walk};
use crate::{Activity, Decoded, Device, Limits, Refusal, Warning, sports, times};
use laps::Lap;
use line::Line;

mod laps;
mod line;

/// Tracks of one file further apart than this are different workouts.
const APART_MS: u64 = 8 * 3600 * 1000;

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let mut file = Gpx {
        most: limits.samples,
        most_laps: limits.parts,
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
    samples: Samples,
    segments: Vec<Segment>,
    in_segment: bool,
    point: Point,
    points: usize,
    timeless: usize,
    left_out: usize,
    has_route: bool,
    has_places: bool,
    laps: Vec<Lap>,
    most_laps: usize,
    /// The figure of a lap that is being read.
    summary: Option<&'static str>,
    offset_s: Option<i32>,
}

#[derive(Default)]
struct Track {
    name: Option<String>,
    kind: Option<String>,
}

/// Points of one track without a break: between segments the recording was paused.
#[derive(Clone, Copy)]
struct Segment {
    track: usize,
    /// Rows of the samples, up to the next segment's.
    from: usize,
}

/// The point that is being read.
#[derive(Default)]
struct Point {
    is_open: bool,
    at_ms: Option<i64>,
    values: Vec<(Channel, f64)>,
}

impl Visitor for Gpx {
    fn open(&mut self, path: &Path, element: &BytesStart) {
        match path.name() {
            "gpx" => self.creator = attribute(element, "creator"),
            "trk" => {
                self.tracks.push(Track::default());
                self.in_segment = false;
            }
            "trkseg" => self.in_segment = false,
            "trkpt" => self.point.begin(element),
            "rtept" => self.has_route = true,
            "wpt" => self.has_places = true,
            "lap" => self.open_lap(),
            "trigger" if path.up(1) == "lap" => {
                if let Some((lap, kind)) = self.laps.last_mut().zip(attribute(element, "kind")) {
                    lap.text("lap_trigger", &kind);
                }
            }
            "summary" if path.up(1) == "lap" => {
                self.summary = laps::summary(element);
            }
            _ => {}
        }
    }

    fn close(&mut self, path: &Path, text: &str) {
        match (path.up(1), path.name()) {
            (_, "trkpt") => self.end_point(),
            ("trkpt", "time") => self.time(text),
            (_, name) if self.point.is_open => self.point.value(name, text),
            ("lap", name) => self.lap_value(name, text),
            ("trk", "name") => self.track_text(text, |track| &mut track.name),
            ("trk", "type") => self.track_text(text, |track| &mut track.kind),
            ("metadata" | "gpx", "name") => {
                self.title = Some(text.into()).filter(|title: &String| !title.is_empty());
            }
            _ => {}
        }
    }
}

impl Point {
    fn begin(&mut self, element: &BytesStart) {
        self.is_open = true;
        self.at_ms = None;
        self.values.clear();
        attributes(element, |name, text| {
            let channel = match name {
                "lat" => Channel::PositionLat,
                "lon" => Channel::PositionLong,
                _ => return,
            };
            if let Some(value) = number(text.trim()) {
                self.values.push((channel, value));
            }
        });
    }

    fn value(&mut self, name: &str, text: &str) {
        if let Some((channel, value)) = channel(name).zip(number(text)) {
            // Beside the air's temperature the water's is not the athlete's.
            let is_second =
                name == "wtemp" && self.values.iter().any(|(known, _)| *known == channel);
            if !is_second {
                self.values.push((channel, value));
            }
        }
    }
}

/// The elements of a point that carry a measurement, by local name: namespaces vary between
/// exporters and are often missing.
fn channel(name: &str) -> Option<Channel> {
    match name {
        "ele" => Some(Channel::Altitude),
        "hr" | "heartrate" | "HeartRate" => Some(Channel::HeartRate),
        "cad" | "cadence" | "RunCadence" => Some(Channel::Cadence),
        "atemp" | "wtemp" | "temp" | "temperature" => Some(Channel::Temperature),
        "power" | "Power" | "watts" | "Watts" | "PowerInWatts" => Some(Channel::Power),
        "speed" => Some(Channel::Speed),
        "distance" => Some(Channel::Distance),
        "depth" => Some(Channel::Depth),
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

    fn open_lap(&mut self) {
        if self.laps.len() < self.most_laps {
            self.laps.push(Lap::default());
        }
    }

    fn lap_value(&mut self, name: &str, text: &str) {
        let Some(lap) = self.laps.last_mut() else {
            return;
        };
        match name {
            "startTime" => lap.start_ms = times::parse(text).map(|stamp| stamp.at_ms),
            "intensity" => lap.text("intensity", text),
            "summary" => lap.number(self.summary.take(), text),
            name => lap.number(laps::field(name), text),
        }
    }

    fn end_point(&mut self) {
        self.point.is_open = false;
        self.points += 1;
        let Some(at_ms) = self.point.at_ms else {
            self.timeless += 1;
            return;
        };
        if self.points > self.most {
            self.left_out += 1;
            return;
        }
        // Points outside a track or a segment are against the schema; they are points all the same.
        if self.tracks.is_empty() {
            self.tracks.push(Track::default());
        }
        if !self.in_segment {
            self.in_segment = true;
            self.segments.push(Segment {
                track: self.tracks.len() - 1,
                from: self.samples.len(),
            });
        }
        self.samples.begin(at_ms);
        for (channel, value) in &self.point.values {
            self.samples.set(Slot::Known(*channel), *value);
        }
    }

    /// The tracks, those of one workout together.
    fn activities(&mut self) -> Vec<Activity> {
        let samples = std::mem::take(&mut self.samples);
        let mut groups: Vec<Vec<Segment>> = Vec::new();
        let mut last: Option<(usize, i64)> = None;
        for (number, segment) in self.segments.iter().enumerate() {
            let next = self.segments.get(number + 1);
            let to = next.map_or(samples.len(), |next| next.from);
            let times = samples.times().get(segment.from..to).unwrap_or_default();
            let (Some(start), Some(end)) = (times.first(), times.last()) else {
                continue;
            };
            let is_apart = last.is_none_or(|(track, end)| {
                track != segment.track && start.abs_diff(end) > APART_MS
            });
            last = Some((segment.track, *end));
            match groups.last_mut() {
                Some(group) if !is_apart => group.push(*segment),
                _ => groups.push(vec![*segment]),
            }
        }
        if let [only] = groups.as_slice() {
            return self.activity(only, samples).into_iter().collect();
        }
        let starts: Vec<usize> = groups
            .iter()
            .filter_map(|group| Some(group.first()?.from))
            .collect();
        let each = groups.iter().enumerate().filter_map(|(number, group)| {
            let from = starts.get(number).copied()?;
            let to = starts.get(number + 1).copied().unwrap_or(samples.len());
            let rows: Vec<usize> = (from..to).collect();
            let own: Vec<Segment> = group
                .iter()
                .map(|segment| Segment {
                    from: segment.from - from,
                    ..*segment
                })
                .collect();
            self.activity(&own, samples.select(&rows))
        });
        each.collect()
    }

    fn activity(&self, segments: &[Segment], samples: Samples) -> Option<Activity> {
        let of_group = || {
            segments
                .iter()
                .filter_map(|segment| self.tracks.get(segment.track))
        };
        let kind = of_group().find_map(|track| track.kind.clone());
        let name = of_group()
            .find_map(|track| track.name.clone())
            .or_else(|| self.title.clone());
        let generic = || (sports::GENERIC.to_owned(), sports::GENERIC.to_owned());
        let (sport, sub_sport) = kind
            .as_deref()
            .and_then(sports::from_text)
            .unwrap_or_else(generic);
        let mut warnings = Vec::new();
        self.warn_of_points(&mut warnings);
        let mut line = Line::of(segments, samples, &mut warnings);
        line.add_distance();
        let mut fields = line.figures();
        let samples = line.samples;
        let start_time = instant(samples.times().iter().copied().min()?)?;
        let span = (start_time, samples.times().iter().copied().max());
        let parts = laps::within(&self.laps, span, &mut fields);
        let mut recorded = samples.recorded();
        recorded.records += self.timeless;
        Some(Activity {
            sport,
            sub_sport,
            name,
            start_time,
            utc_offset_s: self.offset_s,
            fields,
            parts,
            streams: into_streams(samples, start_time),
            device: self.creator.clone().map(|creator| Device {
                product: Some(creator),
                ..Device::default()
            }),
            recorded,
            warnings,
            ..Activity::default()
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
        } else if self.has_places {
            Refusal::not_an_activity("a list of marked places")
        } else if partial {
            Refusal::damaged("The file breaks off before the first point.")
        } else {
            Refusal::no_samples("a GPX file")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldValue;

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
