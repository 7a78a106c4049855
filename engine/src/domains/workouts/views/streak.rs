//! Streaks in words.

use crate::domains::app::Telling;
use crate::domains::workouts::streaks::{Streak, Streaks, Stretch};
use crate::web::ui::pages::{StreakCard, StreakLine};

/// The streak of weeks, with what keeps it; none before the first workout.
pub fn card(streak: &Streak, told: Telling<'_>) -> Option<StreakCard> {
    let longest = streak.longest?;
    let formats = told.formats;
    let text = match (streak.current, streak.is_kept) {
        (_, true) => "streak-kept",
        (Some(_), false) => "streak-keep",
        (None, false) => "streak-start",
    };
    let title = match streak.current {
        Some(current) => weeks(current, told),
        None => formats.text("streak-none", &[]),
    };
    Some(StreakCard {
        title,
        text: formats.text(text, &[]),
        longest: (streak.current != Some(longest))
            .then(|| told_longest(longest, "streak-n-weeks", told)),
        is_kept: streak.is_kept,
    })
}

/// Weeks, then days.
pub fn lines(streaks: &Streaks, told: Telling<'_>) -> Vec<StreakLine> {
    let of = [
        (streaks.weeks, "streak-n-weeks", "streak-weeks"),
        (streaks.days, "streak-n-days", "streak-days"),
    ];
    let line = |(streak, count, none): (Streak, &str, &str)| {
        let longest = streak.longest?;
        Some(StreakLine {
            title: match streak.current {
                Some(current) => counted(current, count, told),
                None => told.formats.text(none, &[]),
            },
            since: Some(match streak.current {
                Some(current) => since(current, told),
                None => told.formats.text("streak-none", &[]),
            }),
            longest: Some(if streak.current == Some(longest) {
                told.formats.text("streak-longest-now", &[])
            } else {
                told_longest(longest, count, told)
            }),
            is_going: streak.current.is_some(),
        })
    };
    of.into_iter().filter_map(line).collect()
}

fn weeks(stretch: Stretch, told: Telling<'_>) -> String {
    counted(stretch, "streak-n-weeks", told)
}

fn counted(stretch: Stretch, key: &str, told: Telling<'_>) -> String {
    told.formats.text(key, &[("n", stretch.length.into())])
}

fn since(stretch: Stretch, told: Telling<'_>) -> String {
    let date = told.formats.day_month(stretch.span.from, told.now);
    told.formats.text("streak-since", &[("date", date.into())])
}

fn told_longest(stretch: Stretch, key: &str, told: Telling<'_>) -> String {
    let days = told
        .formats
        .days(stretch.span.from, stretch.span.to, told.now);
    let args = [
        ("n", counted(stretch, key, told).into()),
        ("days", days.into()),
    ];
    told.formats.text("streak-longest", &args)
}
