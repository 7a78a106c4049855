//! A recording's bounds: whatever is wrong is told with its place and a remedy, all at once.

use indexmap::IndexMap;
use stadion_pack::adapter::model::Notification;

use crate::domains::live::model::{Fix, Recording, Sensor, Sent, SentPosition, SentSensor, Span};
use crate::web::FieldError;

/// Two days: no battery of a phone listens longer.
const LONGEST_MS: i64 = 48 * 3_600_000;
/// 1 January 2000: no device that has a browser began before.
const EARLIEST_MS: i64 = 946_684_800_000;
/// 31 December 9999, the last day that dates are written with four digits of.
const LATEST_MS: i64 = 253_402_214_400_000;
/// Time zones reach from -12 to +14 hours.
const WIDEST_OFFSET_S: i32 = 14 * 3_600;
const SENSORS: usize = 12;
/// Of all sensors: two days of three sensors at one a second.
const NOTIFICATIONS: usize = 600_000;
const POSITIONS: usize = 200_000;
/// Pauses, and laps.
const MARKS: usize = 2_000;
/// An attribute's value in Bluetooth Low Energy (Core Specification, volume 3, part F, 3.2.9).
const VALUE_BYTES: usize = 512;
const TEXT: usize = 200;
const SETTINGS: usize = 32;
/// Faults that are told; who sends more has read enough.
const FAULTS: usize = 20;

/// # Errors
/// The fields at fault, each with its JSON pointer.
pub fn check(sent: Sent) -> Result<Recording, Vec<FieldError>> {
    let mut faults = Faults::default();
    let length_ms = length(&sent, &mut faults);
    if !faults.0.is_empty() {
        // All other times are told against its own.
        return Err(faults.0);
    }
    let mut recording = Recording {
        begun_ms: sent.begun_at,
        length_ms,
        sent_ms: sent.sent_at,
        utc_offset_s: sent.utc_offset_s,
        ..Recording::default()
    };
    text("/sport", &sent.sport, &mut faults);
    recording.sport = sent.sport;
    if sent.utc_offset_s.abs() > WIDEST_OFFSET_S {
        let message = "No time zone is so far from UTC.";
        let remedy = "Send local time minus UTC in seconds.";
        faults.add("/utc_offset_s", message, remedy);
    }
    recording.pauses = pauses(sent.pauses, length_ms, &mut faults);
    recording.laps = laps(sent.laps, length_ms, &mut faults);
    recording.sensors = sensors(sent.sensors, length_ms, &mut faults);
    recording.fixes = fixes(sent.positions, length_ms, &mut faults);
    if faults.0.is_empty() {
        Ok(recording)
    } else {
        Err(faults.0)
    }
}

#[derive(Default)]
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>, remedy: &str) {
        if self.0.len() < FAULTS {
            self.0.push(FieldError::new(field, message).remedy(remedy));
        }
    }

    fn too_many(&mut self, field: &str, has: usize, most: usize) -> bool {
        if has > most {
            let message = format!("It has {has} entries; at most {most} are taken.");
            self.add(field, message, "Send a shorter recording.");
        }
        has > most
    }
}

fn length(sent: &Sent, faults: &mut Faults) -> i64 {
    for (field, at) in [
        ("/begun_at", sent.begun_at),
        ("/ended_at", sent.ended_at),
        ("/sent_at", sent.sent_at),
    ] {
        if !(EARLIEST_MS..=LATEST_MS).contains(&at) {
            let message = "The time is out of bounds.";
            faults.add(field, message, "Send milliseconds since 1970, UTC.");
            return 0;
        }
    }
    let length = sent.ended_at - sent.begun_at;
    if !(0..=LONGEST_MS).contains(&length) {
        let message = "It ends before it begins, or lasts longer than two days.";
        let remedy = "Send the end by the same clock as the beginning; split what is longer.";
        faults.add("/ended_at", message, remedy);
        return 0;
    }
    length
}

fn text(field: &str, text: &str, faults: &mut Faults) {
    if text.chars().count() > TEXT || text.chars().any(char::is_control) {
        let message = format!("A text has at most {TEXT} characters, and none that controls.");
        faults.add(field, message, "Shorten it.");
    }
}

fn pauses(sent: Vec<(i64, i64)>, length_ms: i64, faults: &mut Faults) -> Vec<Span> {
    if faults.too_many("/pauses", sent.len(), MARKS) {
        return Vec::new();
    }
    let mut before = 0;
    let mut all = Vec::with_capacity(sent.len());
    for (at, (from, to)) in sent.into_iter().enumerate() {
        if from < before || to < from || to > length_ms {
            let message = "A pause begins before the last one ended, or ends out of bounds.";
            let remedy = "Send pauses in their order, within the recording.";
            faults.add(format!("/pauses/{at}"), message, remedy);
            return Vec::new();
        }
        before = to;
        all.push(Span { from, to });
    }
    all
}

fn laps(sent: Vec<i64>, length_ms: i64, faults: &mut Faults) -> Vec<i64> {
    if faults.too_many("/laps", sent.len(), MARKS) {
        return Vec::new();
    }
    let wrong = sent.iter().position(|at| !(0..=length_ms).contains(at));
    let turned = sent.windows(2).position(|pair| pair[0] >= pair[1]);
    if let Some(at) = wrong.or(turned.map(|at| at + 1)) {
        let message = "The end of a lap is out of order or out of bounds.";
        let remedy = "Send milliseconds since the beginning, in order.";
        faults.add(format!("/laps/{at}"), message, remedy);
        return Vec::new();
    }
    sent
}

fn sensors(sent: Vec<SentSensor>, length_ms: i64, faults: &mut Faults) -> Vec<Sensor> {
    if faults.too_many("/sensors", sent.len(), SENSORS) {
        return Vec::new();
    }
    let count = sent.iter().map(|sensor| sensor.notifications.len()).sum();
    if faults.too_many("/sensors", count, NOTIFICATIONS) {
        return Vec::new();
    }
    let sensors = sent.into_iter().enumerate();
    sensors
        .map(|(at, sensor)| one_sensor(&format!("/sensors/{at}"), sensor, length_ms, faults))
        .collect()
}

fn one_sensor(place: &str, sent: SentSensor, length_ms: i64, faults: &mut Faults) -> Sensor {
    text(&format!("{place}/adapter"), &sent.adapter, faults);
    text(&format!("{place}/name"), &sent.name, faults);
    settings(&format!("{place}/settings"), &sent.settings, faults);
    let mut notifications = Vec::with_capacity(sent.notifications.len());
    let mut before = 0;
    for (at, (at_ms, layout, hex)) in sent.notifications.into_iter().enumerate() {
        let place = || format!("{place}/notifications/{at}");
        if at_ms < before || at_ms > length_ms {
            let message = "The time is out of order or out of bounds.";
            let remedy = "Send milliseconds since the beginning, in order.";
            faults.add(format!("{}/0", place()), message, remedy);
            break;
        }
        before = at_ms;
        text(&format!("{}/1", place()), &layout, faults);
        match hex::decode(&hex) {
            Ok(bytes) if bytes.len() <= VALUE_BYTES => notifications.push(Notification {
                at_ms,
                layout,
                bytes,
            }),
            _ => {
                let message = format!("It is no hexadecimal text of at most {VALUE_BYTES} bytes.");
                let remedy = "Send the bytes as the sensor gave them, two digits each.";
                faults.add(format!("{}/2", place()), message, remedy);
                break;
            }
        }
    }
    Sensor {
        adapter: sent.adapter,
        name: sent.name.trim().to_owned(),
        settings: sent.settings,
        notifications,
    }
}

fn settings(place: &str, settings: &IndexMap<String, f64>, faults: &mut Faults) {
    if faults.too_many(place, settings.len(), SETTINGS) {
        return;
    }
    for (name, value) in settings {
        text(place, name, faults);
        if !value.is_finite() {
            let message = format!("The setting {name:?} is no number.");
            faults.add(place, message, "Send it in SI units.");
        }
    }
}

fn fixes(sent: Vec<SentPosition>, length_ms: i64, faults: &mut Faults) -> Vec<Fix> {
    if faults.too_many("/positions", sent.len(), POSITIONS) {
        return Vec::new();
    }
    let mut before = 0;
    let mut all = Vec::with_capacity(sent.len());
    for (at, (at_ms, lat, long, accuracy_m, altitude_m, speed_mps)) in sent.into_iter().enumerate()
    {
        let on_globe = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&long);
        let known = [Some(accuracy_m), altitude_m, speed_mps];
        let is_told = known.iter().flatten().all(|value| value.is_finite());
        if !on_globe || !is_told || at_ms < before || at_ms > length_ms {
            let message = "The position is off the globe, out of order or out of bounds.";
            let remedy = "Send time, latitude, longitude, accuracy, altitude and speed, in order.";
            faults.add(format!("/positions/{at}"), message, remedy);
            return Vec::new();
        }
        before = at_ms;
        all.push(Fix {
            at_ms,
            lat,
            long,
            accuracy_m,
            altitude_m,
            speed_mps,
        });
    }
    all
}
