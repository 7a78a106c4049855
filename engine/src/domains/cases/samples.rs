//! The people of the cases that somebody works on: each is tried as `stadion test` would, and stays
//! as an account, so that the apps show what the cases are about.

use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use super::model::Told;
use super::read::Cases;
use super::{run, told_of};
use crate::App;
use crate::domains::app::is_listed;
use crate::domains::identity;
use crate::web::error::Result;

/// Who is there now, in the order of the cases.
#[derive(Default)]
pub struct Samples(Mutex<State>);

#[derive(Default)]
struct State {
    all: Vec<Option<Sample>>,
    /// Whose account browsers get that do not say.
    chosen: usize,
}

/// A case and the account of its person.
#[derive(Clone, Debug)]
pub struct Sample {
    pub pack: String,
    pub name: String,
    pub passed: bool,
    pub user_id: Uuid,
}

impl Samples {
    fn with<T>(&self, of: impl FnOnce(&mut State) -> T) -> T {
        of(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those that are there, by number, and the number that is chosen.
    pub fn all(&self) -> (Vec<(usize, Sample)>, usize) {
        self.with(|state| {
            let there = state.all.iter().enumerate();
            let there = there.filter_map(|(n, sample)| Some((n, sample.clone()?)));
            (there.collect(), state.chosen)
        })
    }

    /// The chosen one; else the first that is there.
    pub fn chosen(&self) -> Option<usize> {
        self.with(|state| {
            let is_there = |n: &usize| state.all.get(*n).is_some_and(Option::is_some);
            let first = state.all.iter().position(Option::is_some);
            Some(state.chosen).filter(is_there).or(first)
        })
    }

    pub fn choose(&self, number: usize) -> Option<Sample> {
        self.with(|state| {
            let found = state.all.get(number)?.clone()?;
            state.chosen = number;
            Some(found)
        })
    }

    fn put(&self, number: usize, sample: Sample) {
        self.with(|state| {
            if state.all.len() <= number {
                state.all.resize(number + 1, None);
            }
            if let Some(place) = state.all.get_mut(number) {
                *place = Some(sample);
            }
        });
    }

    fn keep(&self, count: usize) -> Vec<Uuid> {
        self.with(|state| {
            state.all.truncate(count);
            let there = state.all.iter().flatten();
            there.map(|sample| sample.user_id).collect()
        })
    }
}

/// Tries each case and puts its person in the place of the one before, the one that is looked at
/// first; `shown` hears when that one is there and open pages are told. Whoever is replaced is
/// erased at the end. May be cut off anywhere: the next time begins anew.
pub async fn renew(app: &App, cases: &Cases, shown: impl FnOnce()) -> Result<Told> {
    let mut drawn = [0; 4];
    app.clock.fill(&mut drawn);
    // Accounts of an earlier time may still be there: numbers are not used twice.
    let series = u64::from(u32::from_le_bytes(drawn)) * 10_000;
    let first = app.samples.chosen().unwrap_or_default();
    let first = first.min(cases.cases.len().saturating_sub(1));
    let others = (0..cases.cases.len()).filter(|n| *n != first);
    let mut told = Vec::new();
    let mut shown = Some(shown);
    for n in std::iter::once(first).chain(others) {
        if let Some(case) = cases.cases.get(n) {
            let outcome = run::run(app, case, series + n as u64).await?;
            let case_told = told_of(cases, case, outcome.failures);
            // An app welcomes those who are new to it: these are at home there.
            if app
                .catalog
                .packs()
                .pack(&case.pack)
                .is_some_and(|pack| is_listed(pack))
            {
                identity::service::join(app, outcome.user_id, &case.pack).await?;
            }
            app.samples.put(
                n,
                Sample {
                    pack: case.pack.clone(),
                    name: case.name.clone(),
                    passed: case_told.passed,
                    user_id: outcome.user_id,
                },
            );
            told.push((n, case_told));
        }
        if let Some(shown) = shown.take() {
            app.catalog.wake();
            shown();
        }
    }
    let kept = app.samples.keep(cases.cases.len());
    identity::demo::keep_of_cases(app, &kept).await?;
    told.sort_by_key(|(n, _)| *n);
    Ok(Told {
        cases: told.into_iter().map(|(_, told)| told).collect(),
        ..Told::default()
    })
}
