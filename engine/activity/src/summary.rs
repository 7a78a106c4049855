//! What a file holds, in the shape that `stadion activity --format json` prints. The shape is
//! stable: fields are added, none is renamed or removed.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::Serialize;

use crate::fields::{LAP, LENGTH};
use crate::{Activity, FieldValue, Fields, FileResult, Leg};

/// One file; an archive gives several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileSummary {
    /// The name inside an archive is appended: `export.zip/ride.fit`.
    pub file: String,
    pub status: Status,
    /// Of a refusal: one of [`crate::REFUSALS`].
    pub code: Option<String>,
    /// Of a refusal, with what to do about it.
    pub reason: Option<String>,
    pub warnings: Vec<Oddity>,
    pub activities: Vec<Summary>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Ok,
    /// Read up to a break; some of the file is missing.
    Partial,
    Refused,
}

/// What was odd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Oddity {
    /// One of [`crate::WARNINGS`].
    pub code: String,
    pub message: String,
}

/// One activity. Figures are the device's own; where it has none, those of the samples. Absent ones
/// are null. Times are UTC (RFC 3339), spans seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Words of the FIT profile.
    pub sport: String,
    pub sub_sport: String,
    pub start_time: String,
    /// Local time minus UTC.
    pub local_offset_s: Option<i32>,
    /// Of the first position (IANA), where the file tells no offset.
    pub time_zone: Option<String>,
    /// From start to end.
    pub elapsed_s: Option<f64>,
    /// While the timer ran.
    pub timer_s: Option<f64>,
    pub moving_s: Option<f64>,
    pub distance_m: Option<f64>,
    pub ascent_m: Option<f64>,
    pub descent_m: Option<f64>,
    pub calories_kcal: Option<f64>,
    /// Beats a minute.
    pub avg_heart_rate: Option<f64>,
    pub max_heart_rate: Option<f64>,
    pub avg_power_w: Option<f64>,
    pub laps: usize,
    /// Of a pool.
    pub lengths: usize,
    /// As the file has them, before any was joined or left out.
    pub records: usize,
    /// Records with a position.
    pub gps_records: usize,
    pub first_record: Option<String>,
    pub last_record: Option<String>,
    /// The sports of one workout of several, in order, changes between them included.
    pub legs: Vec<Summary>,
}

impl FileSummary {
    pub fn of(file: &FileResult) -> Self {
        let mut summary = Self {
            file: file.name.clone(),
            status: Status::Ok,
            code: None,
            reason: None,
            warnings: Vec::new(),
            activities: Vec::new(),
        };
        match &file.outcome {
            Err(refusal) => {
                summary.status = Status::Refused;
                summary.code = Some(refusal.code.clone());
                summary.reason = Some(format!("{} {}", refusal.reason, refusal.remedy));
            }
            Ok(decoded) => {
                if decoded.partial {
                    summary.status = Status::Partial;
                }
                let activities = decoded.activities.iter();
                let warnings = activities.flat_map(|activity| &activity.warnings);
                for warning in decoded.warnings.iter().chain(warnings) {
                    let oddity = Oddity {
                        code: warning.code.clone(),
                        message: warning.message.clone(),
                    };
                    if !summary.warnings.contains(&oddity) {
                        summary.warnings.push(oddity);
                    }
                }
                summary.activities = decoded.activities.iter().map(Summary::of).collect();
            }
        }
        summary
    }
}

impl Summary {
    pub fn of(activity: &Activity) -> Self {
        let count = |kind: &str| {
            activity
                .parts
                .iter()
                .filter(|part| part.kind == kind)
                .count()
        };
        let at = |ms: &i64| time(activity.start_time + TimeDelta::milliseconds(*ms));
        let times = &activity.streams.time_ms;
        Self {
            sport: activity.sport.clone(),
            sub_sport: activity.sub_sport.clone(),
            start_time: time(activity.start_time),
            local_offset_s: activity.utc_offset_s,
            time_zone: activity.time_zone.clone(),
            laps: count(LAP),
            lengths: count(LENGTH),
            records: activity.recorded.records,
            gps_records: activity.recorded.positions,
            first_record: times.first().map(at),
            last_record: times.last().map(at),
            legs: activity
                .legs
                .iter()
                .map(|leg| Self::leg(leg, activity))
                .collect(),
            ..Self::figures(&activity.fields)
        }
    }

    fn leg(leg: &Leg, of: &Activity) -> Self {
        Self {
            sport: leg.sport.clone(),
            sub_sport: leg.sub_sport.clone(),
            start_time: time(leg.start_time),
            local_offset_s: of.utc_offset_s,
            time_zone: of.time_zone.clone(),
            laps: leg.laps,
            lengths: leg.lengths,
            records: leg.recorded.records,
            gps_records: leg.recorded.positions,
            first_record: leg.first_sample.map(time),
            last_record: leg.last_sample.map(time),
            ..Self::figures(&leg.fields)
        }
    }

    fn figures(fields: &Fields) -> Self {
        let number = |name: &str| match fields.get(name) {
            Some(FieldValue::Number(value)) => Some(*value),
            _ => None,
        };
        let told = |device: &str, samples: &str| {
            number(&format!("fit:session.{device}")).or_else(|| number(samples))
        };
        Self {
            elapsed_s: told("total_elapsed_time", "track:elapsed_time"),
            timer_s: told("total_timer_time", "track:timer_time"),
            moving_s: told("total_moving_time", "track:moving_time"),
            distance_m: told("total_distance", "track:length"),
            ascent_m: told("total_ascent", "track:ascent"),
            descent_m: told("total_descent", "track:descent"),
            calories_kcal: number("fit:session.total_calories"),
            avg_heart_rate: told("avg_heart_rate", "track:avg_heart_rate"),
            max_heart_rate: told("max_heart_rate", "track:max_heart_rate"),
            avg_power_w: told("avg_power", "track:avg_power"),
            ..Self::default()
        }
    }
}

/// Whole seconds where the time has no fraction.
fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sample;
    use crate::{Limits, read};

    fn told(name: &str, bytes: Vec<u8>) -> Vec<serde_json::Value> {
        let files = read(name, bytes, &Limits::default());
        let told = |file| serde_json::to_value(FileSummary::of(file)).unwrap();
        files.iter().map(told).collect()
    }

    #[test]
    fn a_run_has_all_its_figures() {
        let run = told(
            "run.fit",
            sample::fit_run("2026-05-01T06:00:00Z".parse().unwrap(), 600, 7),
        );
        assert_eq!(
            (&run[0]["status"], &run[0]["code"]),
            (&json!("ok"), &json!(null))
        );
        let activity = &run[0]["activities"][0];
        assert_eq!(activity["sport"], "running");
        assert_eq!(activity["start_time"], "2026-05-01T06:00:00Z");
        let figures = [
            "elapsed_s",
            "timer_s",
            "moving_s",
            "distance_m",
            "avg_heart_rate",
            "ascent_m",
        ];
        for figure in figures {
            assert!(activity[figure].is_number(), "{figure}: {activity}");
        }
        assert!(activity["records"].as_u64() >= Some(600), "{activity}");
        assert_eq!(activity["records"], activity["gps_records"]);
        assert_eq!(activity["legs"], json!([]));
    }

    #[test]
    fn every_key_is_documented() {
        let docs = include_str!("../../../docs/activity.md");
        let start = "2026-05-01T06:00:00Z".parse().unwrap();
        let file = told("run.fit", sample::fit_run(start, 60, 7)).remove(0);
        let activity = &file["activities"][0];
        let keys = [&file, activity].map(|value| value.as_object().unwrap().keys());
        for key in keys.into_iter().flatten() {
            assert!(
                docs.contains(&format!("`{key}`")),
                "docs/activity.md lacks `{key}`"
            );
        }
    }

    #[test]
    fn a_refusal_says_why_and_what_to_do() {
        let file = &told("page.html", b"<html>".to_vec())[0];
        assert_eq!(
            (&file["status"], &file["code"]),
            (&json!("refused"), &json!("unknown-format"))
        );
        assert!(
            file["reason"]
                .as_str()
                .unwrap()
                .contains("Export the activity"),
            "{file}"
        );
        assert_eq!(file["activities"], json!([]));
    }
}
