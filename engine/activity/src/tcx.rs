//! TCX: Garmin's "Training Center Database" v2, with the Activity Extension v2 (`TPX`, `LX`).

use quick_xml::events::BytesStart;

use crate::codes::Odd;
use crate::fields::LAP;
use crate::samples::{Samples, Slot, instant, into_streams};
use crate::streams::Channel;
use crate::warning::{ENTRIES, POINTS, warn, warn_of};
use crate::xml::{Path, Visitor, attribute, number, walk};
use crate::{Activity, Decoded, Device, FieldValue, Fields, Limits, Part, Refusal, sports, times};

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let mut file = Tcx {
        samples: limits.samples,
        parts: limits.parts,
        most_sessions: limits.parts,
        ..Tcx::default()
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
        file.end_activity();
    }
    let planned = file.planned;
    let found = !file.sessions.is_empty();
    decoded.activities = file
        .sessions
        .into_iter()
        .filter_map(Session::finish)
        .collect();
    if !decoded.activities.is_empty() {
        return Ok(decoded);
    }
    Err(match planned {
        Some(what) => Refusal::not_an_activity(what),
        None if decoded.partial => Refusal::damaged("The file breaks off before the first point."),
        None if found => Refusal::no_times("activity"),
        None => Refusal::no_samples("a TCX file"),
    })
}

#[derive(Default)]
struct Tcx {
    /// How many samples and laps may still be taken in.
    samples: usize,
    parts: usize,
    most_sessions: usize,
    sessions: Vec<Session>,
    open: Option<Session>,
    point: Point,
    planned: Option<&'static str>,
}

#[derive(Default)]
struct Session {
    sport: String,
    /// The first line of the notes: a title where a service wrote one.
    name: Option<String>,
    start_ms: Option<i64>,
    offset_s: Option<i32>,
    laps: Vec<Lap>,
    points: Samples,
    device: Device,
    timeless: usize,
    left_out: usize,
}

#[derive(Default)]
struct Lap {
    start_ms: Option<i64>,
    fields: Fields,
}

/// The trackpoint that is being read.
#[derive(Default)]
struct Point {
    is_open: bool,
    at_ms: Option<i64>,
    values: Vec<(Channel, f64)>,
}

impl Visitor for Tcx {
    fn open(&mut self, path: &Path, element: &BytesStart) {
        match path.name() {
            "Activity" => {
                let sport = attribute(element, "Sport").unwrap_or_default();
                self.open = Some(Session {
                    sport,
                    ..Session::default()
                });
            }
            // The change between two sports of a session is a lap of its own.
            "Transition" => {
                self.open = Some(Session {
                    sport: "transition".into(),
                    ..Session::default()
                });
                self.open_lap(element);
            }
            "Lap" => self.open_lap(element),
            "Trackpoint" => {
                self.point.is_open = true;
                self.point.at_ms = None;
                self.point.values.clear();
            }
            "Course" => self.planned = Some("a planned course"),
            "Workout" => self.planned = Some("a planned workout"),
            _ => {}
        }
    }

    fn close(&mut self, path: &Path, text: &str) {
        match path.name() {
            "Activity" | "Transition" => self.end_activity(),
            "Trackpoint" => self.end_point(),
            name if self.point.is_open => self.point_value(path.up(1), name, text),
            name => self.session_value(path, name, text),
        }
    }
}

impl Tcx {
    fn open_lap(&mut self, element: &BytesStart) {
        let Some(session) = &mut self.open else {
            return;
        };
        if self.parts == 0 {
            session.left_out += 1;
            return;
        }
        self.parts -= 1;
        let stamp = attribute(element, "StartTime").and_then(|text| times::parse(&text));
        let start_ms = stamp.map(|stamp| stamp.at_ms);
        session.offset_s = session.offset_s.or(stamp.and_then(|stamp| stamp.offset_s));
        session.laps.push(Lap {
            start_ms,
            fields: Fields::new(),
        });
    }

    fn end_activity(&mut self) {
        // A file of nothing but beginnings must not take memory for each.
        if self.sessions.len() < self.most_sessions {
            self.sessions.extend(self.open.take());
        }
    }

    fn point_value(&mut self, parent: &str, name: &str, text: &str) {
        let point = &mut self.point;
        if name == "Time" {
            point.at_ms = times::parse(text).map(|stamp| stamp.at_ms);
        } else if let Some((channel, value)) = point_channel(parent, name).zip(number(text)) {
            point.values.push((channel, value));
        }
    }

    fn end_point(&mut self) {
        self.point.is_open = false;
        let Some(session) = &mut self.open else {
            return;
        };
        let Some(at_ms) = self.point.at_ms else {
            session.timeless += 1;
            return;
        };
        if self.samples == 0 {
            session.left_out += 1;
            return;
        }
        self.samples -= 1;
        session.points.begin(at_ms);
        for (channel, value) in &self.point.values {
            session.points.set(Slot::Known(*channel), *value);
        }
    }

    fn session_value(&mut self, path: &Path, name: &str, text: &str) {
        let Some(session) = &mut self.open else {
            return;
        };
        let parent = match path.up(1) {
            "Transition" => "Lap",
            parent => parent,
        };
        match (parent, name) {
            ("Activity", "Id") => session.start_ms = times::parse(text).map(|stamp| stamp.at_ms),
            ("Activity", "Notes") => {
                let first = text.lines().next().unwrap_or_default().trim();
                session.name = Some(first.to_owned()).filter(|name| !name.is_empty());
            }
            ("Creator", "Name") => {
                session.device.product = Some(text.into()).filter(|name: &String| !name.is_empty());
            }
            ("Creator", "UnitId") => {
                session.device.serial = Some(text.into()).filter(|id| id != "0");
            }
            ("Lap", "Intensity") => session.lap_text("intensity", text),
            ("Lap", "TriggerMethod") => session.lap_text("lap_trigger", text),
            (parent, _) => {
                if let Some((key, value)) = lap_field(parent, name).zip(number(text)) {
                    session.lap_number(key, value);
                }
            }
        }
    }
}

/// The extension's elements are known by local name: some exporters leave the namespace out.
fn point_channel(parent: &str, name: &str) -> Option<Channel> {
    match (parent, name) {
        (_, "LatitudeDegrees") => Some(Channel::PositionLat),
        (_, "LongitudeDegrees") => Some(Channel::PositionLong),
        (_, "AltitudeMeters") => Some(Channel::Altitude),
        (_, "DistanceMeters") => Some(Channel::Distance),
        // The schema has the number in a `Value`; some leave that out.
        ("HeartRateBpm", "Value") | (_, "HeartRateBpm") => Some(Channel::HeartRate),
        (_, "Cadence" | "RunCadence") => Some(Channel::Cadence),
        (_, "Watts") => Some(Channel::Power),
        (_, "Speed") => Some(Channel::Speed),
        _ => None,
    }
}

/// Figures of a lap under the canonical names of `fit:lap`.
fn lap_field(parent: &str, name: &str) -> Option<&'static str> {
    match (parent, name) {
        ("Lap", "TotalTimeSeconds") => Some("total_timer_time"),
        ("Lap", "DistanceMeters") => Some("total_distance"),
        ("Lap", "MaximumSpeed") => Some("max_speed"),
        ("Lap", "Calories") => Some("total_calories"),
        ("AverageHeartRateBpm", "Value") | ("Lap", "AverageHeartRateBpm") => Some("avg_heart_rate"),
        ("MaximumHeartRateBpm", "Value") | ("Lap", "MaximumHeartRateBpm") => Some("max_heart_rate"),
        ("Lap", "Cadence") | (_, "AvgRunCadence") => Some("avg_cadence"),
        (_, "MaxRunCadence" | "MaxBikeCadence") => Some("max_cadence"),
        (_, "AvgSpeed") => Some("avg_speed"),
        (_, "AvgWatts") => Some("avg_power"),
        (_, "MaxWatts") => Some("max_power"),
        // In steps; halved where it is kept.
        (_, "Steps") => Some("total_strides"),
        _ => None,
    }
}

impl Session {
    fn lap_number(&mut self, key: &str, value: f64) {
        let value = if key == "total_strides" {
            value / 2.0
        } else {
            value
        };
        // A heart rate of 0 is "not measured"; no figure of a lap reaches a thousand million.
        let missing = !(0.0..1e9).contains(&value) || (value == 0.0 && key.ends_with("heart_rate"));
        if let Some(lap) = self.laps.last_mut().filter(|_| !missing) {
            lap.fields.insert(key.into(), FieldValue::Number(value));
        }
    }

    fn lap_text(&mut self, key: &str, text: &str) {
        if let Some(lap) = self.laps.last_mut().filter(|_| !text.is_empty()) {
            lap.fields
                .insert(key.into(), FieldValue::Text(text.to_lowercase()));
        }
    }

    fn finish(self) -> Option<Activity> {
        let mut warnings = Vec::new();
        let message = "Left out: {} without a time.";
        warn_of(&mut warnings, Odd::NoTimes, self.timeless, POINTS, message);
        let message = "Left out: {} beyond the limit.";
        warn_of(
            &mut warnings,
            Odd::TooManySamples,
            self.left_out,
            ENTRIES,
            message,
        );
        let first_point = self.points.times().iter().copied().min();
        let first_lap = self.laps.iter().filter_map(|lap| lap.start_ms).min();
        // The identifier is the start, by the schema; laps and points are the better witnesses.
        let start_ms = first_lap
            .into_iter()
            .chain(first_point)
            .min()
            .or(self.start_ms)?;
        let start_time = instant(start_ms)?;
        let generic = || (sports::GENERIC.to_owned(), sports::GENERIC.to_owned());
        let (sport, sub_sport) = sports::from_text(&self.sport).unwrap_or_else(generic);
        let fields = self.totals(start_ms);
        let recorded = self.points.recorded();
        Some(Activity {
            sport,
            sub_sport,
            name: self.name,
            start_time,
            utc_offset_s: self.offset_s,
            fields,
            parts: self.laps.into_iter().map(Lap::into_part).collect(),
            streams: into_streams(self.points, start_time),
            device: Some(self.device).filter(|device| *device != Device::default()),
            legs: Vec::new(),
            recorded,
            warnings,
            ..Activity::default()
        })
    }

    /// What the laps add up to. Means are weighted by time; what no lap states is left out, and a
    /// sum of 0 states nothing.
    fn totals(&self, start_ms: i64) -> Fields {
        let mut fields = Fields::new();
        let mut put = |name: &str, value: Option<f64>| {
            if let Some(value) = value.filter(|value| *value > 0.0) {
                fields.insert(format!("fit:session.{name}"), FieldValue::Number(value));
            }
        };
        for key in [
            "total_timer_time",
            "total_distance",
            "total_calories",
            "total_strides",
        ] {
            put(key, Some(self.values(key).map(|(value, _)| value).sum()));
        }
        for key in ["max_heart_rate", "max_speed", "max_cadence", "max_power"] {
            put(
                key,
                self.values(key).map(|(value, _)| value).reduce(f64::max),
            );
        }
        for key in ["avg_heart_rate", "avg_cadence", "avg_power"] {
            let (sum, time) = self
                .values(key)
                .fold((0.0, 0.0), |(sum, time), (value, seconds)| {
                    (sum + value * seconds, time + seconds)
                });
            put(key, (time > 0.0).then(|| sum / time));
        }
        put("total_elapsed_time", self.elapsed(start_ms));
        put("num_laps", Some(self.laps.len() as f64));
        fields
    }

    /// A figure of every lap that has it, with the lap's seconds.
    fn values(&self, key: &'static str) -> impl Iterator<Item = (f64, f64)> {
        self.laps.iter().filter_map(move |lap| {
            Some((
                lap.number(key)?,
                lap.number("total_timer_time").unwrap_or(0.0),
            ))
        })
    }

    /// To the last point or the end of the last lap, whichever is later.
    fn elapsed(&self, start_ms: i64) -> Option<f64> {
        let last_point = self.points.times().iter().copied().max();
        let lap_end =
            |lap: &Lap| Some(lap.start_ms? + (lap.number("total_timer_time")? * 1000.0) as i64);
        let end = self
            .laps
            .iter()
            .filter_map(lap_end)
            .chain(last_point)
            .max()?;
        Some((end - start_ms) as f64 / 1000.0)
    }
}

impl Lap {
    fn number(&self, key: &str) -> Option<f64> {
        match self.fields.get(key) {
            Some(FieldValue::Number(value)) => Some(*value),
            _ => None,
        }
    }

    fn into_part(self) -> Part {
        Part {
            kind: LAP.into(),
            start_time: self.start_ms.and_then(instant),
            fields: self.fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Decoded, Refusal> {
        decode(
            format!("<TrainingCenterDatabase>{body}</TrainingCenterDatabase>").as_bytes(),
            &Limits::default(),
        )
    }

    fn lap(minute: u32, seconds: f64, metres: f64, heart_rate: u32) -> String {
        format!(
            "<Lap StartTime=\"2024-05-01T07:{minute:02}:00Z\"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>\
            <DistanceMeters>{metres}</DistanceMeters><Calories>10</Calories>\
            <AverageHeartRateBpm><Value>{heart_rate}</Value></AverageHeartRateBpm>\
            <Intensity>Active</Intensity><Track><Trackpoint><Time>2024-05-01T07:{minute:02}:00Z</Time>\
            <Position><LatitudeDegrees>50</LatitudeDegrees><LongitudeDegrees>8</LongitudeDegrees></Position>\
            <DistanceMeters>{metres}</DistanceMeters><HeartRateBpm><Value>{heart_rate}</Value></HeartRateBpm>\
            <Extensions><TPX><Watts>200</Watts></TPX></Extensions></Trackpoint></Track>\
            <Extensions><LX><AvgWatts>190</AvgWatts></LX></Extensions></Lap>"
        )
    }

    #[test]
    fn laps_add_up() {
        let body = format!(
            "<Activities><Activity Sport=\"Biking\"><Id>2024-05-01T07:00:00Z</Id>{}{}\
            <Creator><Name>Edge</Name><UnitId>42</UnitId></Creator></Activity></Activities>",
            lap(0, 60.0, 500.0, 100),
            lap(1, 180.0, 1500.0, 140)
        );
        let decoded = read(&body).unwrap();
        let activity = &decoded.activities[0];
        let of = |name: &str| activity.fields[&format!("fit:session.{name}")].clone();
        assert_eq!(activity.sport, "cycling");
        assert_eq!(of("total_timer_time"), FieldValue::Number(240.0));
        assert_eq!(of("total_distance"), FieldValue::Number(2000.0));
        assert_eq!(of("avg_heart_rate"), FieldValue::Number(130.0));
        assert_eq!(of("avg_power"), FieldValue::Number(190.0));
        assert_eq!(of("total_elapsed_time"), FieldValue::Number(240.0));
        assert_eq!(activity.parts.len(), 2);
        assert_eq!(
            activity.parts[0].fields["intensity"],
            FieldValue::Text("active".into())
        );
        assert_eq!(
            activity.streams.channel(Channel::Power).unwrap(),
            [200.0, 200.0]
        );
        assert_eq!(
            activity.device.as_ref().unwrap().serial.as_deref(),
            Some("42")
        );
    }

    #[test]
    fn a_multisport_session_gives_every_sport() {
        let activity = |sport: &str, minute| {
            format!(
                "<Activity Sport=\"{sport}\">{}</Activity>",
                lap(minute, 60.0, 1.0, 1)
            )
        };
        let body = format!(
            "<Activities><MultiSportSession><FirstSport>{}</FirstSport><NextSport>{}</NextSport></MultiSportSession></Activities>",
            activity("Biking", 0),
            activity("Running", 5)
        );
        let sports: Vec<_> = read(&body)
            .unwrap()
            .activities
            .into_iter()
            .map(|activity| activity.sport)
            .collect();
        assert_eq!(sports, ["cycling", "running"]);
    }

    #[test]
    fn plans_and_empty_files_are_refused() {
        let code = |body: &str| read(body).unwrap_err().code;
        assert_eq!(
            code("<Courses><Course><Name>x</Name></Course></Courses>"),
            "not-an-activity"
        );
        assert_eq!(code("<Activities/>"), "empty");
        assert_eq!(
            code("<Activities><Activity Sport=\"Running\"/></Activities>"),
            "no-times"
        );
    }

    #[test]
    fn a_broken_file_gives_what_came_before() {
        let document = format!(
            "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\">{}<Lap",
            lap(0, 60.0, 1.0, 99)
        );
        let decoded = decode(document.as_bytes(), &Limits::default()).unwrap();
        assert!(decoded.partial);
        assert_eq!(decoded.activities[0].streams.len(), 1);
    }
}
