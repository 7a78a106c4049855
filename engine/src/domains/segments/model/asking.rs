//! A rule over people, with what its names stand for.

use std::collections::BTreeSet;

use stadion_pack::expr::{Checked, HistoryFn, HistoryQuery, Scope};
use stadion_pack::model::{Pack, Packs};
use stadion_pack::regions::REGIONS;

use crate::domains::achievements::{self, Resolved};
use crate::domains::profile;

/// A rule as people are asked it.
#[derive(Clone, Debug)]
pub struct Asking {
    pub who: Checked,
    /// The pack whose rule it is.
    pub pack: String,
    /// One for each question of the rule to the history, in order.
    pub questions: Vec<Question>,
    pub ages: Ages,
    /// The adapters whose data may be looked at; all, where nothing is said. Of whoever has data of
    /// others the history is not known, and a rule that asks for it does not hold.
    pub open: Option<Vec<String>>,
}

#[derive(Clone, Debug)]
pub struct Question {
    pub query: HistoryQuery,
    pub names: Resolved,
    pub whose: Whose,
    /// The greatest number that the answer is compared with, where that is known.
    pub bound: Option<f64>,
}

/// Workouts of which sports count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    All,
    These(BTreeSet<String>),
    /// All of a pack, also of sports that it no longer has.
    Pack(String),
}

/// The ages in years at which a teen and an adult begin.
pub type Bounds = (u32, u32);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ages {
    /// Where nothing else is said, and without a region.
    pub others: Bounds,
    /// Regions whose bounds are others.
    pub regions: Vec<(Bounds, Vec<String>)>,
}

impl Asking {
    pub fn new(packs: &Packs, pack: &Pack, who: &Checked) -> Self {
        let names = achievements::resolve(packs, &pack.id, who.history());
        let queries = who.history().iter().zip(names);
        let question = |(at, (query, names)): (usize, (&HistoryQuery, Resolved))| Question {
            whose: whose(pack, query, &names),
            query: query.clone(),
            names,
            bound: who.history_bound(at),
        };
        Self {
            who: who.clone(),
            pack: pack.id.clone(),
            questions: queries.enumerate().map(question).collect(),
            ages: Ages::of(packs),
            open: None,
        }
    }

    /// The same, looking at data of these adapters alone, and at what came through none.
    #[must_use]
    pub fn within(&self, open: Vec<String>) -> Self {
        Self {
            open: Some(open).filter(|_| !self.questions.is_empty()),
            ..self.clone()
        }
    }

    /// Whether it looks at what the person said.
    pub fn names_user(&self) -> bool {
        self.who.slots().iter().any(|slot| slot.root == "user")
    }
}

/// Weeks and days in a row are kept by pack: those of a pack on which no other builds are asked as
/// they are kept.
fn whose(pack: &Pack, query: &HistoryQuery, names: &Resolved) -> Whose {
    let prefix = format!("{}.", pack.id);
    match &names.sports {
        None => Whose::All,
        Some(sports)
            if query.func == HistoryFn::Streak
                && query.scope == Scope::Own
                && sports.iter().all(|sport| sport.starts_with(&prefix)) =>
        {
            Whose::Pack(pack.id.clone())
        }
        Some(sports) => Whose::These(sports.clone()),
    }
}

impl Whose {
    pub fn counts(&self, sport: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(sports) => sports.contains(sport),
            Self::Pack(pack) => sport.split('.').next() == Some(pack),
        }
    }
}

impl Ages {
    fn of(packs: &Packs) -> Self {
        let of = |region: Option<&str>| {
            let bounds = profile::bounds(packs, region);
            (bounds.teen, bounds.adult)
        };
        let mut ages = Self {
            others: of(None),
            regions: Vec::new(),
        };
        for region in REGIONS {
            let bounds = of(Some(region));
            if bounds == ages.others {
                continue;
            }
            match ages.regions.iter_mut().find(|(known, _)| *known == bounds) {
                Some((_, regions)) => regions.push((*region).to_owned()),
                None => ages.regions.push((bounds, vec![(*region).to_owned()])),
            }
        }
        ages
    }
}
