//! What is left out of a payload: counted, and told with place, reason and remedy.

use std::collections::HashMap;

use serde::Serialize;

/// Something that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Stable, `kebab-case`; one of [`CODES`].
    pub code: &'static str,
    /// Where the first of them stands: `workouts[0].pulse[1].bpm`.
    pub place: String,
    pub reason: String,
    pub remedy: &'static str,
    /// How many of the same record and field.
    pub count: u64,
}

/// Code and remedy.
pub const CODES: &[(&str, &str)] = &[
    (
        "bad-value",
        "Mend the value at its source, or say in the adapter how it is written (`as`, `unit`, `missing`).",
    ),
    (
        "clock",
        "Set the clock of the device; what it recorded with a wrong one can be uploaded with its time mended.",
    ),
    (
        "duplicate-record",
        "Nothing needs to be done: the first of them was taken.",
    ),
    (
        "duplicate-time",
        "Nothing needs to be done: one sample of each moment was taken.",
    ),
    (
        "no-file",
        "Request the archive anew; the file that its list names is not in it.",
    ),
    (
        "no-start",
        "A workout needs the time at which it began: say in the adapter where it stands.",
    ),
    (
        "not-readable",
        "Send the payload again; if it stays so, its format is another than the adapter states.",
    ),
    (
        "out-of-range",
        "Look at the sensor: nothing measures this. If it is true, widen `validate` in the adapter.",
    ),
    (
        "required",
        "The adapter asks for this value; without it the record says too little.",
    ),
    (
        "script-failed",
        "Mend the script of the adapter, or give `()` where it has no answer: `stadion adapter try` shows the record.",
    ),
    (
        "short-value",
        "The sensor sent less than its flags promise; nothing was taken from this value.",
    ),
    (
        "too-fast",
        "Nothing changes so fast: the sensor lost contact. If it is true, widen `per_second` in the adapter.",
    ),
    ("too-many", "Send it in smaller pieces."),
    (
        "unknown-word",
        "Add the word to `words` in the adapter, or say with `otherwise` what any other is.",
    ),
];

/// Different things that are told one by one; more are counted with the last.
const MOST: usize = 1_000;

/// Gathers what is left out.
#[derive(Debug, Default)]
pub struct Refusals {
    list: Vec<Refused>,
    /// Which of the list tells of a code in a record and field.
    by: HashMap<(&'static str, String), usize>,
    /// How often a script met its limits.
    stopped: u32,
}

impl Refusals {
    /// Those of one code and group are one entry with their number; `group` is the record and field.
    pub fn add(
        &mut self,
        code: &'static str,
        group: &str,
        place: impl FnOnce() -> String,
        reason: impl FnOnce() -> String,
    ) {
        self.add_many(code, group, 1, place, reason);
    }

    pub fn add_many(
        &mut self,
        code: &'static str,
        group: &str,
        count: u64,
        place: impl FnOnce() -> String,
        reason: impl FnOnce() -> String,
    ) {
        if count == 0 {
            return;
        }
        let known = self.by.get(&(code, group.to_owned())).copied();
        let full = (self.list.len() >= MOST).then_some(MOST - 1);
        let known = known.filter(|_| !group.is_empty()).or(full);
        if let Some(known) = known.and_then(|known| self.list.get_mut(known)) {
            known.count += count;
            return;
        }
        self.by.insert((code, group.to_owned()), self.list.len());
        let remedy = CODES.iter().find(|(known, _)| *known == code);
        self.list.push(Refused {
            code,
            place: place(),
            reason: reason(),
            remedy: remedy.map_or("", |(_, remedy)| remedy),
            count,
        });
    }

    pub fn script_stopped(&mut self) {
        self.stopped += 1;
    }

    pub fn scripts_stopped(&self) -> u32 {
        self.stopped
    }

    pub fn into_list(self) -> Vec<Refused> {
        self.list
    }
}
