//! What has to be done when packs are told otherwise. Pure: what was, and what is.

use std::collections::BTreeSet;

use stadion_pack::KindSet;
use stadion_pack::diff::{Told, Work, in_rule};
use stadion_pack::model::Packs;
use stadion_pack::renames::{FIELDS, Rename, Renames};

use super::model::{Known, Moved, Step, Whose};
use crate::events::Anew;

impl Known {
    /// What the packs say; of packs that are not among them, what was known.
    pub fn of(packs: &Packs, kinds: &KindSet, before: &Self) -> Self {
        let is_here = |pack: &str| packs.packs.contains_key(pack);
        let mut versions = before.versions.clone();
        for (id, pack) in &packs.packs {
            versions.insert(id.clone(), pack.version.to_string());
        }
        let moved = packs.renames.moved().map(|(kind, old, new)| Rename {
            kind: kind.to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        });
        let pack_of = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        let elsewhere = before
            .moved
            .iter()
            .filter(|one| !is_here(&pack_of(&one.old)));
        Self {
            told: Told::of(packs, kinds).beside(&before.told, is_here),
            moved: moved.chain(elsewhere.cloned()).collect(),
            versions,
        }
    }
}

/// The packs whose version is another.
pub fn moved(before: &Known, after: &Known) -> Vec<Moved> {
    let all = before.versions.keys().chain(after.versions.keys());
    let all: BTreeSet<&String> = all.collect();
    let version = |known: &Known, pack: &String| known.versions.get(pack).cloned();
    let moved = all.into_iter().map(|pack| Moved {
        pack: pack.clone(),
        old: version(before, pack),
        new: version(after, pack),
    });
    moved.filter(|one| one.old != one.new).collect()
}

/// What has to be done, names first. `left` is what an earlier migration has not done yet.
pub fn steps(before: &Known, after: &Known, packs: &Packs, left: &[Step]) -> Vec<Step> {
    let mut steps = renames(before, after, packs, left);
    let retired = retired(before, packs);
    // What an earlier migration gave up and had not finished.
    let open = left.iter().filter(|step| match step {
        Step::Retire { kind, name } => !packs.has(kind, name),
        _ => false,
    });
    steps.extend(open.cloned());
    steps.extend(retired.iter().map(|(kind, name)| Step::Retire {
        kind: (*kind).to_owned(),
        name: (*name).to_owned(),
    }));
    let by_names = |known: &Known| known.told.by_names(&packs.renames);
    let work = by_names(after).since(&by_names(before).without(&retired));
    steps.extend(retellings(&work, left, packs));
    steps
}

fn renames(before: &Known, after: &Known, packs: &Packs, left: &[Step]) -> Vec<Step> {
    let mut steps = Vec::new();
    for Rename { kind, old, new } in &after.moved {
        let is_known = before
            .moved
            .iter()
            .any(|known| known.kind == *kind && known.old == *old && known.new == *new);
        let is_open = left
            .iter()
            .any(|step| matches!(step, Step::Rename { kind: of, .. } if of == kind));
        if !is_known || is_open {
            steps.push(Step::Rename {
                kind: kind.clone(),
                old: old.clone(),
                new: new.clone(),
            });
        }
    }
    // A field is found in its part by what that is called now.
    steps.sort_by_key(|step| matches!(step, Step::Rename { kind, .. } if kind == FIELDS));
    let kept = after.told.records();
    let open = left.iter().filter_map(|step| match step {
        Step::Record { old, new } => Some([old.clone(), new.clone()]),
        _ => None,
    });
    let known: BTreeSet<String> = before
        .told
        .records()
        .into_iter()
        .chain(open.flatten())
        .collect();
    for old in known {
        let new = record_now(&old, &packs.renames);
        if new != old && kept.contains(&new) {
            steps.push(Step::Record { old, new });
        }
    }
    steps
}

/// A record's key by the names that its metric, part and fields have now.
pub fn record_now(key: &str, renames: &Renames) -> String {
    if renames.is_empty() {
        return key.to_owned();
    }
    let pack = key.split('.').next().unwrap_or_default();
    in_rule(key, pack, renames)
}

/// What the packs gave up since they were told last.
fn retired<'p>(before: &Known, packs: &'p Packs) -> Vec<(&'p str, &'p str)> {
    let mut found = Vec::new();
    for (id, pack) in &packs.packs {
        let Some(version) = before.versions.get(id) else {
            continue;
        };
        let is_new = |to: &stadion_pack::Version| {
            version
                .parse::<stadion_pack::Version>()
                .is_ok_and(|known| *to > known)
        };
        let migrations = pack.migrations.iter().filter(|one| is_new(&one.to));
        let retired = migrations.flat_map(|one| &one.retire);
        found.extend(retired.map(|one| (one.kind.as_str(), one.name.as_str())));
    }
    found
}

/// Everything of those whose workouts are told otherwise; of the others, what their rules and gear
/// say.
fn retellings(work: &BTreeSet<Work>, left: &[Step], packs: &Packs) -> Vec<Step> {
    let (mut sports, mut gear, mut badges) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut everybody = false;
    for one in work {
        match one {
            Work::Workouts(sport) => drop(sports.insert(sport.clone())),
            Work::Wear(kind) => drop(gear.insert(kind.clone())),
            Work::Badges(pack) => {
                let own = packs
                    .pack(pack)
                    .into_iter()
                    .flat_map(|pack| pack.sports.values());
                badges.extend(own.map(|sport| sport.id.clone()));
            }
            Work::People => everybody = true,
        }
    }
    for step in left {
        match step {
            Step::Retell {
                anew,
                whose: Whose::Sports(open),
            } => {
                let now = open
                    .iter()
                    .map(|sport| packs.renames.now("sports", sport).to_owned());
                match anew {
                    Anew::Everything => sports.extend(now),
                    _ => badges.extend(now),
                }
            }
            Step::Retell {
                whose: Whose::Gear(open),
                ..
            } => {
                gear.extend(
                    open.iter()
                        .map(|kind| packs.renames.now("gear", kind).to_owned()),
                );
            }
            Step::Retell {
                whose: Whose::Everybody,
                ..
            } => everybody = true,
            _ => {}
        }
    }
    badges.retain(|sport| !sports.contains(sport));
    let only = |name: &str| Anew::Some(BTreeSet::from([name.to_owned()]));
    let mut steps = Vec::new();
    if !sports.is_empty() {
        steps.push(Step::Retell {
            anew: Anew::Everything,
            whose: Whose::Sports(sports.into_iter().collect()),
        });
    }
    if everybody {
        steps.push(Step::Retell {
            anew: only("achievements"),
            whose: Whose::Everybody,
        });
    } else if !badges.is_empty() {
        steps.push(Step::Retell {
            anew: only("achievements"),
            whose: Whose::Sports(badges.into_iter().collect()),
        });
    }
    if !gear.is_empty() {
        steps.push(Step::Retell {
            anew: only("gear"),
            whose: Whose::Gear(gear.into_iter().collect()),
        });
    }
    steps
}
