//! When the device's timer ran: `event` messages of the timer (FIT profile, `event`, `event_type`).

use rustyfit::profile::mesgdef::Event;
use rustyfit::profile::typedef::{self, EventType, TimerTrigger};

use super::value::since_1970;
use super::wire::Message;
use crate::model::{Pause, PauseCause};
use crate::samples::instant;

#[derive(Default)]
pub(super) struct Timer {
    /// In the order of the file: seconds since 1970, and what happened.
    turns: Vec<(i64, Turn)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Start,
    Stop(PauseCause),
}

impl Timer {
    pub fn add(&mut self, message: &Message<'_>, most: usize) {
        let of = |number| message.number(number).map(|code| code as u8);
        if of(Event::EVENT) != Some(typedef::Event::TIMER.0) {
            return;
        }
        let Some(at) = message.time().map(since_1970) else {
            return;
        };
        let turn = match of(Event::EVENT_TYPE).map(EventType) {
            Some(EventType::START) => Turn::Start,
            Some(
                EventType::STOP
                | EventType::STOP_ALL
                | EventType::STOP_DISABLE
                | EventType::STOP_DISABLE_ALL,
            ) => Turn::Stop(cause(message)),
            _ => return,
        };
        if self.turns.len() < most {
            self.turns.push((at, turn));
        }
    }

    /// Whether the file tells when the timer ran at all.
    pub fn is_known(&self) -> bool {
        !self.turns.is_empty()
    }

    /// From each stop to the next start, within a session (seconds since 1970, end excluded). What
    /// is stopped for good is no pause.
    pub fn pauses(&self, from: i64, to: Option<i64>) -> Vec<Pause> {
        let mut turns = self.turns.clone();
        turns.sort_by_key(|(at, _)| *at);
        let mut stopped = None;
        let mut pauses = Vec::new();
        for (at, turn) in turns {
            match turn {
                Turn::Stop(cause) => stopped = stopped.or(Some((at, cause))),
                Turn::Start => {
                    let Some((since, cause)) = stopped.take() else {
                        continue;
                    };
                    let is_ours = since >= from && to.is_none_or(|to| since < to);
                    if let (true, Some(start), Some(end)) = (
                        is_ours && at > since,
                        instant(since * 1000),
                        instant(at * 1000),
                    ) {
                        pauses.push(Pause { start, end, cause });
                    }
                }
            }
        }
        pauses
    }
}

/// The data of a timer's event is what set it off.
fn cause(message: &Message<'_>) -> PauseCause {
    let data = message
        .number(Event::DATA)
        .or_else(|| message.number(Event::DATA16));
    match data.map(|code| TimerTrigger(code as u8)) {
        Some(TimerTrigger::AUTO) => PauseCause::Auto,
        _ => PauseCause::Manual,
    }
}
