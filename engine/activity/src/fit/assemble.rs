//! From what a FIT file holds to activities: one for each session.

use chrono::{DateTime, Utc};

use super::collect::{Contents, Summary};
use super::message::clock_was_set;
use super::tables::{file_kind, sport_name, sub_sport_name};
use crate::codes::Odd;
use crate::fields::{LAP, LENGTH, SET};
use crate::samples::{Sample, instant, into_streams, recorded};
use crate::warning::{ENTRIES, SAMPLES, warn, warn_of};
use crate::{Activity, Device, FieldValue, Part, Refusal, Warning};

const GENERIC: &str = "generic";
/// Samples this long outside a session's time come from a clock that jumped.
const STRAY_MS: i64 = 24 * 3600 * 1000;

/// One activity a session. Samples and parts belong to the session that had begun when they did.
pub(super) fn activities(mut contents: Contents) -> Result<Vec<Activity>, Refusal> {
    if !contents.is_activity() {
        return Err(Refusal::not_an_activity(file_kind(
            contents.file_type.unwrap_or_default(),
        )));
    }
    let mut samples = std::mem::take(&mut contents.samples);
    std::mem::take(&mut contents.beats).fill(&mut samples);
    let sessions = sessions(&mut contents, &samples)?;
    let starts: Vec<i64> = sessions.iter().map(|(start, _)| *start).collect();
    let mut drafts: Vec<_> = sessions
        .into_iter()
        .map(|(start, session)| Draft::new(start, session))
        .collect();

    let owner = |at: i64| {
        starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    };
    for sample in samples {
        if let Some(draft) = drafts.get_mut(owner(sample.at_ms.div_euclid(1000))) {
            draft.samples.push(sample);
        }
    }
    let parts = [
        (LAP, &mut contents.laps),
        (LENGTH, &mut contents.lengths),
        (SET, &mut contents.sets),
    ];
    for (kind, summaries) in parts {
        for summary in summaries.drain(..) {
            let at = summary.start.or(summary.written).unwrap_or_default();
            if let Some(draft) = drafts.get_mut(owner(at)) {
                draft.parts.push(part(kind, summary));
            }
        }
    }
    Ok(drafts
        .into_iter()
        .filter_map(|draft| draft.finish(&contents))
        .collect())
}

/// Sessions by start; a file without one is given one that begins with the first sample or lap.
fn sessions(contents: &mut Contents, samples: &[Sample]) -> Result<Vec<(i64, Summary)>, Refusal> {
    let first_sample = samples.first().map(|sample| sample.at_ms.div_euclid(1000));
    let first_lap = contents.laps.first().and_then(|lap| lap.start);
    let fallback = first_lap.or(first_sample);
    let mut sessions: Vec<_> = std::mem::take(&mut contents.sessions)
        .into_iter()
        .filter_map(|session| Some((start_of(&session).or(fallback)?, session)))
        .collect();
    if sessions.is_empty() {
        let start = fallback.ok_or_else(|| {
            if contents.timeless > 0 {
                Refusal::no_times("file")
            } else {
                Refusal::no_samples("a FIT activity file")
            }
        })?;
        let (sport, sub_sport) = contents.sport;
        sessions.push((
            start,
            Summary {
                sport,
                sub_sport,
                ..Summary::default()
            },
        ));
    }
    sessions.sort_by_key(|(start, _)| *start);
    Ok(sessions)
}

fn start_of(session: &Summary) -> Option<i64> {
    let elapsed = match session.fields.get("fit:session.total_elapsed_time") {
        Some(FieldValue::Number(seconds)) => *seconds as i64,
        _ => 0,
    };
    session
        .start
        .or_else(|| session.written.map(|end| end - elapsed))
}

fn part(kind: &str, summary: Summary) -> Part {
    let at = summary.start.or(summary.written);
    Part {
        kind: kind.into(),
        start_time: at.and_then(|at| instant(at * 1000)),
        fields: summary.fields,
    }
}

/// An activity whose samples and parts are still being gathered.
struct Draft {
    start: i64,
    session: Summary,
    samples: Vec<Sample>,
    parts: Vec<Part>,
}

impl Draft {
    const fn new(start: i64, session: Summary) -> Self {
        Self {
            start,
            session,
            samples: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn finish(mut self, contents: &Contents) -> Option<Activity> {
        let mut warnings = Vec::new();
        self.warn_of_contents(contents, &mut warnings);
        let mut recorded = recorded(&self.samples);
        recorded.records += contents.timeless;
        self.drop_strays(&mut warnings);
        let start_time = self.start_time()?;
        let streams = into_streams(self.samples, start_time, &mut warnings);
        let mut parts = self.parts;
        parts.sort_by_key(|part| part.start_time);
        let (sport, sub_sport) = sport(&self.session, &mut warnings);
        Some(Activity {
            sport,
            sub_sport,
            name: None,
            start_time,
            utc_offset_s: contents.utc_offset_s,
            fields: self.session.fields,
            parts,
            streams,
            legs: Vec::new(),
            recorded,
            device: Some(contents.device.clone()).filter(|device| *device != Device::default()),
            warnings,
        })
    }

    fn warn_of_contents(&self, contents: &Contents, warnings: &mut Vec<Warning>) {
        let message = "Left out: {} beyond the limit.";
        warn_of(
            warnings,
            Odd::TooManySamples,
            contents.left_out,
            ENTRIES,
            message,
        );
        let message = "Left out: {} without a time.";
        warn_of(warnings, Odd::NoTimes, contents.timeless, SAMPLES, message);
        if !clock_was_set(self.start) {
            warn(
                warnings,
                Odd::ClockNotSet,
                "The device's clock was not set: check the date.",
            );
        }
    }

    fn drop_strays(&mut self, warnings: &mut Vec<Warning>) {
        let Some(FieldValue::Number(elapsed)) =
            self.session.fields.get("fit:session.total_elapsed_time")
        else {
            return;
        };
        let start_ms = self.start * 1000;
        let window = start_ms - STRAY_MS..=start_ms + (elapsed * 1000.0) as i64 + STRAY_MS;
        let before = self.samples.len();
        self.samples.retain(|sample| window.contains(&sample.at_ms));
        let dropped = before - self.samples.len();
        let message = "Left out: {} dated more than a day off the activity.";
        warn_of(warnings, Odd::StrayTimes, dropped, SAMPLES, message);
    }

    /// The earlier of the session's start and the first sample: devices round them differently.
    fn start_time(&self) -> Option<DateTime<Utc>> {
        let first = self.samples.iter().map(|sample| sample.at_ms).min();
        let start_ms = self.start * 1000;
        instant(first.map_or(start_ms, |first| first.min(start_ms)))
    }
}

fn sport(session: &Summary, warnings: &mut Vec<Warning>) -> (String, String) {
    let name = session.sport.and_then(sport_name);
    if let (Some(code), None) = (session.sport, &name) {
        warn(
            warnings,
            Odd::UnknownSport,
            format!("The file's sport number {code} is not in the FIT profile."),
        );
    }
    let sub_sport = session.sub_sport.and_then(sub_sport_name);
    (
        name.unwrap_or_else(|| GENERIC.into()),
        sub_sport.unwrap_or_else(|| GENERIC.into()),
    )
}
