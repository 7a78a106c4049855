//! How long releases take from the first line to the first person who feels them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Way;
use crate::domains::devices::model::Setup;

/// A part of the way, between two moments of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Stage {
    /// `drafted`, `valid`, `previewed`, `tested`, `published` or `live`.
    pub from: &'static str,
    /// The same, or `first_effect`.
    pub to: &'static str,
    /// Releases of which both moments are known.
    pub releases: usize,
    /// Seconds; null without any release.
    pub median_s: Option<f64>,
    /// Seconds: nineteen of twenty took no longer (nearest rank).
    pub p95_s: Option<f64>,
}

type Moment = fn(&Way) -> Option<DateTime<Utc>>;

const MOMENTS: [(&str, Moment); 7] = [
    ("drafted", |way| way.noted.drafted_at),
    ("valid", |way| way.noted.valid_at),
    ("previewed", |way| way.noted.previewed_at),
    ("tested", |way| way.noted.tested_at),
    ("published", |way| Some(way.published_at)),
    ("live", |way| way.live_at),
    ("first_effect", |way| way.effect_at),
];

/// Each step, then the whole from draft to live.
pub fn stages(ways: &[Way]) -> Vec<Stage> {
    let mut stages: Vec<Stage> = MOMENTS
        .windows(2)
        .filter_map(|pair| match pair {
            [from, to] => Some(stage(*from, *to, ways)),
            _ => None,
        })
        .collect();
    stages.push(stage(MOMENTS[0], MOMENTS[5], ways));
    stages
}

fn stage(from: (&'static str, Moment), to: (&'static str, Moment), ways: &[Way]) -> Stage {
    let took = |way: &Way| {
        let (from, to) = (from.1(way)?, to.1(way)?);
        // Moments come in any order: a preview may be looked at after the cases pass.
        Some((to - from).max(chrono::Duration::zero()).as_seconds_f64())
    };
    let mut seconds: Vec<f64> = ways.iter().filter_map(took).collect();
    seconds.sort_by(f64::total_cmp);
    Stage {
        from: from.0,
        to: to.0,
        releases: seconds.len(),
        median_s: median(&seconds),
        p95_s: nearest_rank(&seconds, 0.95),
    }
}

/// How long it took people to connect a device, from choosing it to its first data.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SetupTime {
    pub adapter: String,
    /// Empty where no folder has the adapter.
    pub version: String,
    /// How many came to each step; who did not come to the next gave up there, or is still on the way.
    pub chosen: usize,
    pub began: usize,
    pub connected: usize,
    pub first_data: usize,
    /// Seconds; null while nobody came to the end.
    pub median_s: Option<f64>,
    /// Seconds: nineteen of twenty took no longer (nearest rank).
    pub p95_s: Option<f64>,
}

/// By adapter and version; the ways are in that order.
pub fn setup_times(ways: &[Setup]) -> Vec<SetupTime> {
    let is_same = |one: &Setup, other: &Setup| {
        (&one.adapter, &one.adapter_version) == (&other.adapter, &other.adapter_version)
    };
    ways.chunk_by(is_same).filter_map(setup_time).collect()
}

fn setup_time(ways: &[Setup]) -> Option<SetupTime> {
    let first = ways.first()?;
    let count = |step: fn(&Setup) -> bool| ways.iter().filter(|way| step(way)).count();
    let took = |way: &Setup| Some((way.first_data_at? - way.chosen_at).as_seconds_f64());
    let mut seconds: Vec<f64> = ways.iter().filter_map(took).collect();
    seconds.sort_by(f64::total_cmp);
    Some(SetupTime {
        adapter: first.adapter.clone(),
        version: first.adapter_version.clone(),
        chosen: ways.len(),
        began: count(|way| way.began_at.is_some()),
        connected: count(|way| way.connected_at.is_some()),
        first_data: seconds.len(),
        median_s: median(&seconds),
        p95_s: nearest_rank(&seconds, 0.95),
    })
}

fn median(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some(f64::midpoint(lower, upper))
}

/// The smallest value that so large a share does not exceed.
fn nearest_rank(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domains::releases::model::Noted;

    fn way(drafted: Option<i64>, published: i64, live: Option<i64>) -> Way {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        Way {
            pack: "p".into(),
            version: "1.0.0".into(),
            noted: Noted {
                drafted_at: drafted.map(at),
                ..Noted::default()
            },
            published_at: at(published),
            live_at: live.map(at),
            effect_at: None,
        }
    }

    fn find<'a>(stages: &'a [Stage], from: &str, to: &str) -> &'a Stage {
        let found = stages
            .iter()
            .find(|stage| (stage.from, stage.to) == (from, to));
        found.unwrap()
    }

    #[test]
    fn each_stage_has_its_median_and_its_nineteen_of_twenty() {
        let ways: Vec<Way> = (1..=20).map(|n| way(Some(0), 5, Some(n * 10))).collect();
        let stages = stages(&ways);
        let whole = find(&stages, "drafted", "live");
        assert_eq!(
            (whole.releases, whole.median_s, whole.p95_s),
            (20, Some(105.0), Some(190.0))
        );
        let live = find(&stages, "published", "live");
        assert_eq!((live.median_s, live.p95_s), (Some(100.0), Some(185.0)));
    }

    #[test]
    fn a_device_tells_where_people_give_up() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let way = |version: &str, steps: [Option<i64>; 3]| Setup {
            id: uuid::Uuid::nil(),
            adapter: "band".into(),
            adapter_version: version.into(),
            how: None,
            chosen_at: at(0),
            began_at: steps[0].map(at),
            connected_at: steps[1].map(at),
            first_data_at: steps[2].map(at),
        };
        let ways = [
            way("1.0.0", [None; 3]),
            way("1.0.0", [Some(5), None, None]),
            way("1.0.0", [Some(5), Some(20), Some(30)]),
            way("1.0.0", [Some(5), Some(20), Some(50)]),
            way("1.1.0", [Some(5), Some(6), None]),
        ];
        let told = setup_times(&ways);
        let steps = |one: &SetupTime| (one.chosen, one.began, one.connected, one.first_data);
        assert_eq!(steps(&told[0]), (4, 3, 2, 2));
        assert_eq!((told[0].median_s, told[0].p95_s), (Some(40.0), Some(50.0)));
        assert_eq!((steps(&told[1]), told[1].median_s), ((1, 1, 1, 0), None));
        assert!(setup_times(&[]).is_empty());
    }

    #[test]
    fn what_nobody_noted_is_not_counted() {
        let stages = stages(&[way(None, 5, Some(7)), way(Some(1), 5, None)]);
        assert_eq!(find(&stages, "drafted", "live").median_s, None);
        assert_eq!(find(&stages, "published", "live").p95_s, Some(2.0));
        assert_eq!(find(&stages, "live", "first_effect").releases, 0);
        assert!(super::stages(&[]).iter().all(|stage| stage.p95_s.is_none()));
    }
}
