//! What there is to do: the sports of the live packs, and what of them a device records.

use std::sync::Arc;

use stadion_activity::sample::{Discipline, Ground};
use stadion_pack::model::{Archetype, Pack, Packs, Sport};

use super::model::{Interests, Person, Place};
use crate::domains::app::is_listed;

/// A sport that somebody does.
#[derive(Clone)]
pub struct Pursuit {
    pub pack: String,
    pub sport: Arc<Sport>,
    /// How a device knows it; `None` is typed.
    pub discipline: Option<&'static Discipline>,
    /// How dear it is.
    pub weight: f64,
    /// The week from which on it is done.
    pub from_week: usize,
}

impl Pursuit {
    /// Whether it can be done there at all.
    fn is_possible(&self, place: &Place) -> bool {
        match self.discipline.map(|known| known.ground) {
            Some(Ground::Snow) => place.snow.is_some(),
            Some(Ground::Water) => place.water.is_some(),
            _ => true,
        }
    }

    /// How much it is done at a time of the year (1 is midwinter, -1 midsummer), at home or away.
    pub fn season(&self, winter: f64, is_away: bool) -> f64 {
        let Some(known) = self.discipline else {
            let is_race = self.sport.archetype == Archetype::Course;
            return match (is_away, is_race) {
                (true, _) => 0.0,
                (_, true) if winter > 0.1 => 0.0,
                _ => 1.0,
            };
        };
        let gear_at_home = known.has_power || known.ground == Ground::Weights;
        if is_away && (gear_at_home || matches!(known.ground, Ground::Snow | Ground::Water)) {
            return 0.0;
        }
        match known.ground {
            Ground::Snow if winter < 0.4 => 0.0,
            Ground::Snow => 2.6,
            Ground::Water if winter > -0.4 => 0.0,
            Ground::Water => 1.5,
            Ground::Machine if winter < 0.2 => 0.1,
            Ground::Machine => 2.2,
            Ground::Road if known.has_power && winter > 0.45 => 0.35,
            Ground::Hills if winter > 0.5 => 0.4,
            _ => 1.0,
        }
    }
}

/// The packs that people can join, those of the commonest sports first.
pub fn packs(packs: &Packs) -> Vec<Arc<Pack>> {
    let mut listed: Vec<_> = packs
        .packs
        .values()
        .filter(|pack| is_listed(pack))
        .cloned()
        .collect();
    let rank = |pack: &Arc<Pack>| {
        let known = pack.sports.values().filter_map(|sport| discipline(sport));
        known.map(Discipline::rank).min().unwrap_or(usize::MAX)
    };
    listed.sort_by_key(|pack| (rank(pack), pack.id.clone()));
    listed
}

fn discipline(sport: &Sport) -> Option<&'static Discipline> {
    let mut claims = sport.fit.iter();
    claims.find_map(|(sport, sub_sport)| Discipline::of(sport, sub_sport.as_deref()))
}

/// What a person does, by what lies around their home.
pub fn of(person: &Person, listed: &[Arc<Pack>]) -> Vec<Pursuit> {
    let chosen: Vec<usize> = match person.packs {
        Interests::All => (0..listed.len()).collect(),
        Interests::Some(ranks) => ranks
            .iter()
            .map(|rank| rank % listed.len().max(1))
            .collect(),
    };
    let all = if matches!(person.packs, Interests::All) {
        1.0
    } else {
        0.0
    };
    let (mut pursuits, mut known) = (Vec::new(), Vec::new());
    for (nth, at) in chosen.into_iter().enumerate() {
        let Some(pack) = listed.get(at).filter(|_| !known.contains(&at)) else {
            continue;
        };
        known.push(at);
        // The one that they live for; those that they come to later, they do less.
        let (dear, from_week) = match nth {
            // Among many it takes more to be the first.
            0 => (2.6_f64.max(0.5 * listed.len() as f64 * all), 0),
            1 => (1.1, 0),
            _ => (0.62, (nth - 1) * 2),
        };
        let possible = pack.sports.values().map(|sport| Pursuit {
            pack: pack.id.clone(),
            sport: sport.clone(),
            discipline: discipline(sport),
            weight: 0.0,
            from_week,
        });
        let possible = possible.filter(|pursuit| pursuit.is_possible(person.place));
        for (n, mut pursuit) in possible.enumerate() {
            let share = if n == 0 { 1.0 } else { 0.4 };
            // Starts have days of their own.
            let rare = if pursuit.sport.archetype == Archetype::Course {
                0.02
            } else {
                1.0
            };
            pursuit.weight = dear * share * rare;
            pursuits.push(pursuit);
        }
    }
    pursuits
}
