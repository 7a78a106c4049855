//! A workout as others see it: the parts of its owner's page that are of the workout itself. What is given here was
//! sifted before.

use stadion_activity::streams::Streams;

use super::workout::fill_figures;
use super::{streams, tables};
use crate::domains::app::Telling;
use crate::domains::workouts::model::Workout as Facts;
use crate::domains::workouts::rules::values::Values;
use crate::domains::workouts::words;
use crate::web::ui::pages::Workout;

/// What is left of a workout for others.
pub struct Others<'a> {
    pub workout: &'a Facts,
    pub values: &'a Values,
    pub streams: &'a Streams,
    /// By sample.
    pub is_hidden: &'a [bool],
    /// Something between what is shown is hidden, so that no split holds what it says.
    pub is_parted: bool,
}

pub fn told_to_others(found: &Others<'_>, told: Telling<'_>) -> Workout {
    let workout = found.workout;
    let sport = told.packs.sport(&workout.sport);
    let sport = sport.map(|(_, sport)| sport.as_ref());
    let start = workout.local_start().naive_local();
    let activity = workout.activity.as_ref().map(|json| &json.0);
    let splits = || streams::splits(found.streams, sport, told.formats);
    let mut page = Workout {
        title: words::title(workout.title.as_deref(), &workout.sport, start, told),
        when: told.formats.long_moment(start, told.now),
        sport: sport.map(|sport| sport.title.get(told.locale()).to_owned()),
        map: streams::route_shown(found.streams, found.is_hidden, told.formats),
        chart: sport.and_then(|sport| streams::charts(found.streams, sport, told.formats)),
        splits: (!found.is_parted).then(splits).flatten(),
        parts: tables::all(sport, &found.values.parts, activity, told.formats),
        ..Workout::default()
    };
    fill_figures(&mut page, sport, found.values, (workout.id, told));
    page
}
