//! From people to figures about all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use stadion_pack::model::{Norm, Packs, RecordShape};

use super::model::{
    BadgeFigures, Calibration, GearFigures, NormFigures, Person, RecordFigures, TierFigures,
};
use crate::domains::achievements::model::Achievement;
use crate::domains::gear::model::GearType;
use crate::domains::{achievements, gear, workouts};

/// Records of many variants (each exercise) are cut to those that most people have.
const MOST_RECORDS: usize = 60;
/// A norm met by fewer, or by all but as few, does not tell people apart.
const RARE: f64 = 0.05;

/// What is asked about: the elements of some packs.
pub struct Subjects<'a> {
    pub packs: &'a Packs,
    pub badges: Vec<(&'a str, &'a Arc<Achievement>)>,
    pub norms: Vec<(&'a str, &'a Arc<Norm>)>,
    pub gear: Vec<(&'a str, &'a Arc<GearType>)>,
    /// Packs whose records are told.
    pub chosen: BTreeSet<&'a str>,
}

impl<'a> Subjects<'a> {
    /// Of these packs, in their order; an id that is not there is left out.
    pub fn of(packs: &'a Packs, chosen: &'a [String]) -> Self {
        let found: Vec<_> = chosen.iter().filter_map(|id| packs.pack(id)).collect();
        let own = |pack: &'a Arc<stadion_pack::Pack>| pack.id.as_str();
        Self {
            packs,
            badges: found
                .iter()
                .flat_map(|pack| achievements::of_pack(pack).map(|badge| (own(pack), badge)))
                .collect(),
            norms: found
                .iter()
                .flat_map(|pack| pack.norms.values().map(|norm| (own(pack), norm)))
                .collect(),
            gear: found
                .iter()
                .flat_map(|pack| gear::gear_types(pack).map(|kind| (own(pack), kind)))
                .collect(),
            chosen: found.iter().map(|pack| own(pack)).collect(),
        }
    }
}

/// All figures, with those about few people left out.
pub fn calibration(subjects: &Subjects<'_>, people: &[Person], smallest: u32) -> Calibration {
    let group = Group { smallest };
    let mut told = Calibration {
        people: group.told(people.len()),
        smallest_group: smallest,
        badges: badges(subjects, people, group),
        norms: norms(subjects, people, group),
        records: records(subjects, people, group),
        gear: wear(subjects, people, group),
        ..Calibration::default()
    };
    told.warnings = warnings(&told);
    told
}

#[derive(Clone, Copy)]
struct Group {
    smallest: u32,
}

impl Group {
    /// A number of people; none if it is between nobody and the smallest that may be told.
    fn told(self, n: usize) -> Option<u32> {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        (n == 0 || n >= self.smallest).then_some(n)
    }

    /// Told only where neither these nor the others are few: the others could be worked out.
    fn share(self, n: usize, of: usize) -> Option<f64> {
        self.told(of)?;
        self.told(n)?;
        self.told(of.saturating_sub(n))?;
        (of > 0).then(|| rounded(n as f64 / of as f64))
    }

    fn median(self, values: &mut [f64]) -> Option<f64> {
        self.quantile(values, 0.5)
    }

    /// Of enough values, to three digits: a quantile is somebody's own figure.
    fn quantile(self, values: &mut [f64], at: f64) -> Option<f64> {
        values.sort_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        self.told(values.len())?;
        let place = at * last as f64;
        let (low, high) = (place.floor(), place.ceil());
        let value = |place: f64| values.get(place as usize).copied();
        let (low, high, part) = (value(low)?, value(high)?, place - low);
        Some(rounded(low + (high - low) * part))
    }
}

/// To three digits.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powf(2.0 - value.abs().log10().floor());
    (value * scale).round() / scale
}

fn training<'p>(people: &'p [Person], pack: &str) -> Vec<&'p Person> {
    let trains = |person: &&Person| person.packs.contains(pack);
    people.iter().filter(trains).collect()
}

fn badges(subjects: &Subjects<'_>, people: &[Person], group: Group) -> Vec<BadgeFigures> {
    let badge = |(index, (pack, badge)): (usize, &(&str, &Arc<Achievement>))| {
        let people = training(people, pack);
        let tier = |(n, at): (usize, u32)| {
            let week = |person: &&Person| *person.badges.get(index)?.get(n)?;
            let mut weeks: Vec<f64> = people.iter().filter_map(week).map(f64::from).collect();
            TierFigures {
                at,
                share: group.share(weeks.len(), people.len()),
                median_week: group.median(&mut weeks),
            }
        };
        let tiers = badge.tiers.iter().map(|tier| tier.at);
        BadgeFigures {
            id: badge.id.clone(),
            people: group.told(people.len()),
            tiers: tiers.enumerate().map(tier).collect(),
        }
    };
    subjects.badges.iter().enumerate().map(badge).collect()
}

fn norms(subjects: &Subjects<'_>, people: &[Person], group: Group) -> Vec<NormFigures> {
    let norm = |(index, (pack, norm)): (usize, &(&str, &Arc<Norm>))| {
        let people = training(people, pack);
        let periods = |person: &&Person| person.norms.get(index).copied();
        let periods: Vec<(u32, u32)> = people.iter().filter_map(periods).collect();
        let meets = |(met, active): &&(u32, u32)| *active > 0 && met * 2 >= *active;
        let sum = |of: fn(&(u32, u32)) -> u32| periods.iter().map(of).map(f64::from).sum::<f64>();
        let (met, active) = (sum(|one| one.0), sum(|one| one.1));
        let is_told = group.told(people.len()).is_some() && active > 0.0;
        NormFigures {
            id: norm.id.clone(),
            people: group.told(people.len()),
            per_days: norm.per_days,
            share: group.share(periods.iter().filter(meets).count(), periods.len()),
            share_of_periods: is_told.then(|| rounded(met / active)),
        }
    };
    subjects.norms.iter().enumerate().map(norm).collect()
}

fn records(subjects: &Subjects<'_>, people: &[Person], group: Group) -> Vec<RecordFigures> {
    let mut bests: BTreeMap<&(String, String, String), Vec<i64>> = BTreeMap::new();
    for (key, best) in people.iter().flat_map(|person| &person.records) {
        if subjects.chosen.contains(key.0.as_str()) {
            bests.entry(key).or_default().push(*best);
        }
    }
    let mut told: Vec<_> = bests
        .into_iter()
        .filter_map(|((pack, key, variant), bests)| {
            record(subjects, (pack, key, variant), &bests, group)
        })
        .collect();
    told.sort_by_key(|record| std::cmp::Reverse(record.people));
    told.truncate(MOST_RECORDS);
    told.sort_by(|a, b| (&a.pack, &a.record, &a.variant).cmp(&(&b.pack, &b.record, &b.variant)));
    told
}

fn record(
    subjects: &Subjects<'_>,
    (pack, key, variant): (&str, &str, &str),
    bests: &[i64],
    group: Group,
) -> Option<RecordFigures> {
    let sports = subjects.packs.pack(pack)?.sports.values();
    let mut rules = sports.flat_map(|sport| {
        let rules = sport.metrics.iter();
        rules.flat_map(move |metric| metric.records.iter().map(move |rule| (sport, metric, rule)))
    });
    let (sport, metric, rule) = rules.find(|(_, _, rule)| rule.key == key)?;
    let dim = workouts::dim_of(sport, metric, rule);
    let unit = match &rule.shape {
        RecordShape::Extreme { .. } | RecordShape::BestMean { .. } => metric.unit.clone(),
        RecordShape::PartExtreme { part, field, .. } => {
            let part = sport.parts.iter().find(|known| known.name == *part)?;
            part.fields.get(field)?.unit.clone()
        }
        RecordShape::Best { .. } => stadion_pack::units::parse_unit(&dim.symbol()).ok()?,
    };
    let told = |steps: &i64| unit.from_si(dim.from_steps(*steps));
    let mut values: Vec<f64> = bests.iter().map(told).collect();
    let (worst, best) = if rule.lower_is_better {
        (0.9, 0.1)
    } else {
        (0.1, 0.9)
    };
    Some(RecordFigures {
        pack: pack.to_owned(),
        record: key.to_owned(),
        variant: variant.to_owned(),
        people: group.told(values.len()),
        tenth: group.quantile(&mut values, worst),
        median: group.quantile(&mut values, 0.5),
        ninth: group.quantile(&mut values, best),
        unit: unit.symbol,
    })
}

fn wear(subjects: &Subjects<'_>, people: &[Person], group: Group) -> Vec<GearFigures> {
    let gear = |(index, (_, kind)): (usize, &(&str, &Arc<GearType>))| {
        let weeks = |person: &Person| *person.gear.get(index)?;
        let mut weeks: Vec<f64> = people.iter().filter_map(weeks).collect();
        GearFigures {
            id: kind.id.clone(),
            people: group.told(weeks.len()),
            median_weeks: group.median(&mut weeks),
        }
    };
    subjects.gear.iter().enumerate().map(gear).collect()
}

/// What gives everybody or nobody anything is no goal.
fn warnings(told: &Calibration) -> Vec<String> {
    let first = |badge: &'_ BadgeFigures| badge.tiers.first().cloned();
    let badges = told.badges.iter().filter_map(|badge| {
        let (id, tier) = (&badge.id, first(badge)?);
        match tier.share? {
            0.0 => Some(format!("badge {id}: nobody earns it")),
            share if share >= 1.0 && tier.median_week? <= 1.0 => Some(format!(
                "badge {id}: everybody earns it, most in their first week"
            )),
            _ => None,
        }
    });
    let norms = told.norms.iter().filter_map(|norm| {
        let (id, share) = (&norm.id, norm.share?);
        let percent = (share * 100.0).round();
        (!(RARE..=1.0 - RARE).contains(&share))
            .then(|| format!("norm {id}: {percent} % meet it, so it tells nobody apart"))
    });
    badges.chain(norms).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: Group = Group { smallest: 5 };

    #[test]
    fn a_group_too_small_is_not_told_from_either_side() {
        assert_eq!(
            (GROUP.told(0), GROUP.told(4), GROUP.told(5)),
            (Some(0), None, Some(5))
        );
        assert_eq!(GROUP.share(3, 100), None);
        assert_eq!(GROUP.share(97, 100), None);
        assert_eq!(GROUP.share(38, 100), Some(0.38));
        assert_eq!(GROUP.share(0, 100), Some(0.0));
        assert_eq!(GROUP.share(2, 4), None);
        let open = Group { smallest: 1 };
        assert_eq!((open.share(1, 3), open.share(0, 0)), (Some(0.333), None));
    }

    #[test]
    fn quantiles_are_of_enough_people_and_rounded() {
        let mut values = [9.0, 1.0, 5.0, 3.0, 7.123_456];
        assert_eq!(GROUP.quantile(&mut values, 0.5), Some(5.0));
        assert_eq!(GROUP.quantile(&mut values, 0.75), Some(7.12));
        assert_eq!(GROUP.quantile(&mut values[..4], 0.5), None);
        assert_eq!(GROUP.quantile(&mut [], 0.5), None);
    }
}
