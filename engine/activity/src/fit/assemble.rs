//! From what a FIT file holds to activities: one for each session.

use chrono::{DateTime, Utc};

use super::collect::{Contents, Summary};
use super::tables::{refusal_of, sport_name, sub_sport_name};
use super::value::clock_was_set;
use crate::codes::Odd;
use crate::fields::{LAP, LENGTH, SET};
use crate::samples::{Samples, instant, into_streams};
use crate::warning::{ENTRIES, SAMPLES, warn, warn_of};
use crate::{Activity, Device, FieldValue, Part, Refusal, Warning, pauses};

const GENERIC: &str = "generic";
/// Samples this long outside a session's time come from a clock that jumped.
const STRAY_MS: i64 = 24 * 3600 * 1000;

/// One activity a session. Samples and parts belong to the session that had begun when they did.
pub(super) fn activities(mut contents: Contents) -> Result<Vec<Activity>, Refusal> {
    if !contents.is_activity() {
        return Err(refusal_of(contents.file_type.unwrap_or_default()));
    }
    contents.place_readings();
    let mut samples = std::mem::take(&mut contents.samples);
    std::mem::take(&mut contents.beats).fill(&mut samples);
    contents.developers.adopt(&mut samples);
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
    share(samples, &mut drafts, owner);
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
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    Ok(drafts
        .into_iter()
        .zip(ends)
        .filter_map(|(draft, end)| draft.finish(&contents, end))
        .collect())
}

/// Gives every session its samples.
fn share(samples: Samples, drafts: &mut [Draft], owner: impl Fn(i64) -> usize) {
    if let [only] = drafts {
        only.samples = samples;
        return;
    }
    let mut rows = vec![Vec::new(); drafts.len()];
    for (row, at_ms) in samples.times().iter().enumerate() {
        if let Some(of) = rows.get_mut(owner(at_ms.div_euclid(1000))) {
            of.push(row);
        }
    }
    for (draft, rows) in drafts.iter_mut().zip(&rows) {
        draft.samples = samples.select(rows);
    }
}

/// Sessions by start; a file without one is given one that begins with the first sample or lap.
fn sessions(contents: &mut Contents, samples: &Samples) -> Result<Vec<(i64, Summary)>, Refusal> {
    let first_sample = samples.times().first().map(|at_ms| at_ms.div_euclid(1000));
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
    samples: Samples,
    parts: Vec<Part>,
}

impl Draft {
    fn new(start: i64, session: Summary) -> Self {
        Self {
            start,
            session,
            samples: Samples::default(),
            parts: Vec::new(),
        }
    }

    /// `end` is the start of the next session.
    fn finish(mut self, contents: &Contents, end: Option<i64>) -> Option<Activity> {
        let mut warnings = Vec::new();
        self.warn_of_contents(contents, &mut warnings);
        let mut recorded = self.samples.recorded();
        recorded.records += contents.timeless;
        self.drop_strays(&mut warnings);
        let start_time = self.start_time()?;
        let developers = &contents.developers;
        let developer_fields = developers.of_session(&self.samples, &self.session.developer);
        let streams = into_streams(self.samples, start_time);
        let mut parts = self.parts;
        parts.sort_by_key(|part| part.start_time);
        let (sport, sub_sport) = sport(&self.session, &mut warnings);
        let mut activity = Activity {
            sport,
            sub_sport,
            start_time,
            utc_offset_s: contents.utc_offset_s,
            fields: self.session.fields,
            parts,
            streams,
            recorded,
            device: Some(contents.device.clone()).filter(|device| *device != Device::default()),
            pauses: contents.timer.pauses(self.start, end),
            developer_fields,
            warnings,
            ..Activity::default()
        };
        if !contents.timer.is_known() {
            activity.pauses = pauses::gaps(&activity);
        }
        Some(activity)
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
        let times = self.samples.times();
        let kept: Vec<usize> = (0..times.len())
            .filter(|row| times.get(*row).is_some_and(|at_ms| window.contains(at_ms)))
            .collect();
        let dropped = times.len() - kept.len();
        if dropped > 0 {
            self.samples = self.samples.select(&kept);
        }
        let message = "Left out: {} dated more than a day off the activity.";
        warn_of(warnings, Odd::StrayTimes, dropped, SAMPLES, message);
    }

    /// The earlier of the session's start and the first sample: devices round them differently.
    fn start_time(&self) -> Option<DateTime<Utc>> {
        let first = self.samples.times().iter().copied().min();
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
