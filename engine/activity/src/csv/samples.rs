//! A table with a sample in each row.

use super::cells::{self, When, in_zone, is_blank, moment_in_name};
use super::{Row, Table};
use crate::codes::{Odd, Reason};
use crate::columns::Role;
use crate::samples::{Sample, instant, into_streams, recorded};
use crate::warning::{SAMPLES, warn_of};
use crate::{Activity, Decoded, FieldValue, Fields, Refusal, Warning, sports};

/// Lines that are named of all that were left out.
const NAMED_LINES: usize = 5;

/// When a sample was taken.
#[derive(Clone, Copy)]
enum Moment {
    At(i64),
    /// Milliseconds from a start that the rows do not tell.
    Since(i64),
}

#[derive(Default)]
struct Found {
    samples: Vec<(Moment, Sample)>,
    bad: Vec<u64>,
    bad_count: usize,
    left_out: usize,
    timeless: usize,
    offset_s: Option<i32>,
    sport: Option<String>,
    name: Option<String>,
}

pub(super) fn decode(file: &str, table: &Table) -> Result<Decoded, Refusal> {
    if ![Role::Time, Role::Date, Role::Elapsed]
        .iter()
        .any(|role| table.has(*role))
    {
        return Err(Refusal::no_times("table"));
    }
    let mut found = Found::default();
    for row in table.rows() {
        match row {
            Ok(row) => found.row(&row, table),
            Err(line) => found.bad(line),
        }
    }
    let samples = found.dated(file, table)?;
    let Some(start_time) = samples
        .iter()
        .map(|sample| sample.at_ms)
        .min()
        .and_then(instant)
    else {
        return Err(match found.timeless {
            0 if found.bad_count == 0 => Refusal::no_samples("a table"),
            0 => all_bad(&found),
            _ => Refusal::no_times("table"),
        });
    };
    let mut warnings = Vec::new();
    found.warn(&mut warnings);
    let (sport, sub_sport) = found
        .sport
        .as_deref()
        .and_then(sports::from_text)
        .unwrap_or_else(generic);
    let activity = Activity {
        sport,
        sub_sport,
        name: found.name,
        start_time,
        utc_offset_s: found.offset_s,
        fields: figures(&samples),
        recorded: recorded(&samples),
        streams: into_streams(samples, start_time),
        warnings,
        ..Activity::default()
    };
    Ok(Decoded {
        activities: vec![activity],
        partial: found.bad_count > 0,
        warnings: Vec::new(),
    })
}

pub(super) fn generic() -> (String, String) {
    (sports::GENERIC.to_owned(), sports::GENERIC.to_owned())
}

impl Found {
    fn row(&mut self, row: &Row, table: &Table) {
        let Ok(moment) = self.moment(row, table) else {
            return self.bad(row.line);
        };
        let Some(moment) = moment else {
            self.timeless += 1;
            return;
        };
        if self.samples.len() >= table.options.limits.samples {
            self.left_out += 1;
            return;
        }
        let mut sample = Sample::new(0);
        for (cell, meaning) in row.cells.iter().zip(&table.layout.meanings) {
            let Some((meaning, Role::Channel(channel))) =
                meaning.map(|meaning| (meaning, meaning.role))
            else {
                continue;
            };
            if is_blank(cell) {
                continue;
            }
            let Some(value) = table.number(cell) else {
                return self.bad(row.line);
            };
            sample.set(channel, meaning.unit.map_or(value, |unit| unit.of(value)));
        }
        for (slot, role) in [(&mut self.sport, Role::Sport), (&mut self.name, Role::Name)] {
            if slot.is_none() {
                *slot = table.cell(row, role).map(str::to_owned);
            }
        }
        self.samples.push((moment, sample));
    }

    /// `Ok(None)` where the row says nothing of a time.
    fn moment(&mut self, row: &Row, table: &Table) -> Result<Option<Moment>, ()> {
        let cell = |role| table.cell(row, role).map(|cell| (cell, table.when(cell)));
        match (cell(Role::Date), cell(Role::Time)) {
            (Some((_, Some(When::Day(day)))), Some((_, Some(When::Seconds(seconds))))) => {
                let midnight = in_zone(day.and_time(chrono::NaiveTime::MIN), table.options.zone);
                self.offset_s = self.offset_s.or(midnight.offset_s);
                Ok(Some(Moment::At(
                    midnight.at_ms + millis(seconds).ok_or(())?,
                )))
            }
            (_, Some((_, Some(When::At(stamp))))) | (Some((_, Some(When::At(stamp)))), _) => {
                self.offset_s = self.offset_s.or(stamp.offset_s);
                Ok(Some(Moment::At(stamp.at_ms)))
            }
            (_, Some((cell, Some(When::Seconds(_))))) => seconds(table, cell, Role::Time).map(Some),
            (_, Some((_, None))) | (Some((_, None)), _) => Err(()),
            _ => match table.cell(row, Role::Elapsed) {
                Some(cell) => seconds(table, cell, Role::Elapsed).map(Some),
                None => Ok(None),
            },
        }
    }

    fn bad(&mut self, line: u64) {
        self.bad_count += 1;
        if self.bad.len() < NAMED_LINES {
            self.bad.push(line);
        }
    }

    fn lines(&self) -> String {
        let lines: Vec<String> = self.bad.iter().map(u64::to_string).collect();
        let more = if self.bad_count > self.bad.len() {
            ", …"
        } else {
            ""
        };
        format!("{}{more}", lines.join(", "))
    }

    /// All on one clock. Seconds from the start need one: a file's name can tell it.
    fn dated(&mut self, file: &str, table: &Table) -> Result<Vec<Sample>, Refusal> {
        let rows = std::mem::take(&mut self.samples);
        let is_dated = rows
            .iter()
            .any(|(moment, _)| matches!(moment, Moment::At(_)));
        let named = moment_in_name(file).map(|moment| in_zone(moment, table.options.zone));
        if !is_dated && named.is_none() && !rows.is_empty() {
            return Err(Refusal::new(
                Reason::NoTimes,
                "The table counts its times from the start and does not say when that was.",
                "Name the file after the start, such as 2024-05-01-07-12-33.csv, or add a column `time` with full dates.",
            ));
        }
        let at = |moment| match (moment, named) {
            (Moment::At(at), _) => Some(at),
            (Moment::Since(since), Some(start)) if !is_dated => start.at_ms.checked_add(since),
            _ => None,
        };
        let mut samples = Vec::with_capacity(rows.len());
        for (moment, mut sample) in rows {
            match at(moment) {
                Some(at_ms) => {
                    sample.at_ms = at_ms;
                    samples.push(sample);
                }
                None => self.timeless += 1,
            }
        }
        if !is_dated {
            self.offset_s = named.and_then(|start| start.offset_s);
        }
        Ok(samples)
    }

    fn warn(&self, warnings: &mut Vec<Warning>) {
        let message = format!(
            "Left out: {{}} that cannot be read (line {}).",
            self.lines()
        );
        warn_of(
            warnings,
            Odd::BadRows,
            self.bad_count,
            ("row", "rows"),
            &message,
        );
        let message = "Left out: {} without a time.";
        warn_of(
            warnings,
            Odd::NoTimes,
            self.timeless,
            ("row", "rows"),
            message,
        );
        let message = "Left out: {} beyond the limit.";
        warn_of(
            warnings,
            Odd::TooManySamples,
            self.left_out,
            SAMPLES,
            message,
        );
    }
}

fn all_bad(found: &Found) -> Refusal {
    Refusal::new(
        Reason::BadRow,
        format!("No row of the table can be read (line {}).", found.lines()),
        "Check that numbers and times stand in their columns.",
    )
}

fn seconds(table: &Table, cell: &str, role: Role) -> Result<Moment, ()> {
    let unit = table.meaning(role).and_then(|meaning| meaning.unit);
    let value = table.number(cell);
    let value = value.map(|value| unit.map_or(value, |unit| unit.of(value)));
    let seconds = value.or_else(|| cells::clock(cell)).ok_or(())?;
    millis(seconds).map(Moment::Since).ok_or(())
}

/// No workout lasts three years.
fn millis(seconds: f64) -> Option<i64> {
    (-1e8..1e8)
        .contains(&seconds)
        .then_some((seconds * 1000.0).round() as i64)
}

/// As of GPX: the times of the rows are as good as stated.
fn figures(samples: &[Sample]) -> Fields {
    let times = || samples.iter().map(|sample| sample.at_ms);
    let span = times()
        .max()
        .zip(times().min())
        .map_or(0, |(last, first)| last - first);
    let seconds = FieldValue::Number(span as f64 / 1000.0);
    let names = [
        "fit:session.total_elapsed_time",
        "fit:session.total_timer_time",
    ];
    names
        .into_iter()
        .map(|name| (name.to_owned(), seconds.clone()))
        .collect()
}
