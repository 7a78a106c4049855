//! When what is asked: the next pages of a stream, and pauses after failures.

use chrono::{DateTime, TimeDelta, Utc};
use stadion_pack::adapter::model::{Incremental, Stream};

use super::model::Progress;
use crate::adapters::pull::{At, Span};

/// History goes back so far where the adapter does not say.
const HISTORY: TimeDelta = TimeDelta::days(365 * 10);
/// A vendor is asked so often where its adapter does not say.
pub const EVERY: TimeDelta = TimeDelta::hours(1);
/// What is so new may come with the next turn.
const FRESH: TimeDelta = TimeDelta::hours(1);
const FIRST_PAUSE_S: i64 = 30;
const LONGEST_PAUSE_S: i64 = 3_600;

fn span(seconds: f64) -> TimeDelta {
    TimeDelta::milliseconds((seconds.clamp(0.0, 1e10) * 1_000.0) as i64)
}

/// Begins the next pages that are to be read, unless there is nothing left to do in the turn that began
/// `now`; `is_fresh` once what was new then was asked for.
pub fn begin(stream: &Stream, progress: &mut Progress, is_fresh: bool, now: DateTime<Utc>) -> bool {
    if progress.run.is_some() {
        return true;
    }
    let Some(incremental) = &stream.incremental else {
        // All of it, each time.
        return !is_fresh && progress.start("new", Span::default(), stream);
    };
    if progress.latest_at.is_none() && progress.history_begun.is_none() {
        return progress.first(incremental, stream, now);
    }
    if !is_fresh {
        let until = match (progress.latest_at, incremental.window_s) {
            // After a long silence, what is new comes in windows too.
            (Some(latest), Some(window)) => now.min(latest + span(window)),
            _ => now,
        };
        let latest = progress.latest_at.or(progress.history_begun);
        let since = latest.map(|at| at - span(incremental.look_back_s));
        let asked = Span {
            since,
            until: Some(until),
        };
        return progress.start("new", asked, stream);
    }
    progress.further_back(incremental, stream)
}

impl Progress {
    fn start(&mut self, run: &str, asked: Span, stream: &Stream) -> bool {
        self.run = Some(run.to_owned());
        self.run_since = asked.since;
        self.run_until = asked.until;
        self.run_latest = None;
        self.keep_at(&At::first(stream));
        true
    }

    /// Of a window, the newest first and then back; else all of history at once.
    fn first(&mut self, incremental: &Incremental, stream: &Stream, now: DateTime<Utc>) -> bool {
        let history = incremental.history_s.map(span);
        let from = now - history.unwrap_or(HISTORY);
        self.history_begun = Some(now);
        let since = match incremental.window_s {
            Some(window) => {
                let since = (now - span(window)).max(from);
                self.history_from = Some(from);
                self.history_until = (since > from).then_some(since);
                Some(since)
            }
            None => history.map(|_| from),
        };
        let asked = Span {
            since,
            until: Some(now),
        };
        self.start("new", asked, stream)
    }

    fn further_back(&mut self, incremental: &Incremental, stream: &Stream) -> bool {
        let (Some(until), Some(from)) = (self.history_until, self.history_from) else {
            return false;
        };
        let window = incremental.window_s.map_or(HISTORY, span);
        let asked = Span {
            since: Some((until - window).max(from)),
            until: Some(until),
        };
        self.start("history", asked, stream)
    }

    pub fn asked(&self) -> Span {
        Span {
            since: self.run_since,
            until: self.run_until,
        }
    }

    pub fn at(&self, stream: &Stream) -> At {
        let kept = self.run_at.as_deref();
        let kept = kept.and_then(|text| serde_json::from_str(text).ok());
        kept.unwrap_or_else(|| At::first(stream))
    }

    pub fn keep_at(&mut self, at: &At) {
        self.run_at = serde_json::to_string(at).ok();
    }

    /// A record of this time was read. What claims to come from the future moves nothing on.
    pub fn saw(&mut self, at: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        let at = at
            .filter(|at| *at <= now + TimeDelta::days(1))
            .map(|at| at.min(now));
        self.run_latest = self.run_latest.max(at);
    }

    /// The last page is read: the next time begins behind it. Answers whether what was new when this turn
    /// began is here, but for what the next turn brings anyway.
    pub fn end(&mut self, stream: &Stream, turn: DateTime<Utc>) -> bool {
        let mut is_fresh = true;
        if self.run.as_deref() == Some("history") {
            let reached = self.run_since;
            let is_done = reached.is_none_or(|at| self.history_from.is_some_and(|from| at <= from));
            self.history_until = reached.filter(|_| !is_done);
        } else {
            // Pages that broke off and were taken up ask again for the same span: were that not enough, a
            // vendor that fails each second time would never be asked for its history.
            is_fresh = self.run_until.is_none_or(|until| until >= turn - FRESH);
            // A window without any record moves on by itself.
            let window = stream.incremental.as_ref().and_then(|one| one.window_s);
            let passed = self.run_until.filter(|_| !is_fresh && window.is_some());
            self.latest_at = self.latest_at.max(self.run_latest).max(passed);
        }
        self.run = None;
        self.run_at = None;
        self.run_since = None;
        self.run_until = None;
        self.run_latest = None;
        is_fresh
    }
}

/// The pause after so many failures in a row, of 30 seconds doubled to an hour, with a quarter of it at
/// random, so that not all come back at once.
pub fn pause(attempts: i64, random: u32) -> TimeDelta {
    let doubled = FIRST_PAUSE_S << attempts.clamp(0, 10);
    jittered(TimeDelta::seconds(doubled.min(LONGEST_PAUSE_S)), random)
}

/// Within an eighth of it either way.
pub fn jittered(span: TimeDelta, random: u32) -> TimeDelta {
    let share = f64::from(random) / f64::from(u32::MAX) / 4.0 + 0.875;
    TimeDelta::milliseconds((span.num_milliseconds() as f64 * share) as i64)
}

/// What an adapter says, or else an hour.
pub fn every(every_s: Option<f64>) -> TimeDelta {
    every_s.map_or(EVERY, span).max(TimeDelta::minutes(1))
}
