//! What becomes of an archive's workouts here: which of them the account has, and in which order the
//! others come, so that what is a part of another is there before it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Entry, Session};
use crate::App;
use crate::domains::workouts::model::changes::Change;
use crate::domains::workouts::store::{kept, sources};
use crate::web::error::Result;

/// Workouts that speak of one another come together, parts before what they are parts of.
pub type Group = Vec<Uuid>;

pub struct Plan {
    pub groups: Vec<Group>,
    /// By the archive's id: the workout that is the same here.
    here: BTreeMap<Uuid, Uuid>,
}

impl Plan {
    pub async fn of(app: &App, user_id: Uuid, list: &[Entry]) -> Result<Self> {
        Ok(Self {
            groups: groups(list),
            here: found(app, user_id, list).await?,
        })
    }

    /// The workout of the account that one of the archive is, where there is one.
    pub fn known(&self, id: Uuid) -> Option<Uuid> {
        self.here.get(&id).copied()
    }

    /// What one of the archive is called here, or will be.
    pub fn here(&self, id: Uuid) -> Uuid {
        self.known(id).unwrap_or(id)
    }

    /// All workouts here that are the archive's: none of them is another file of one.
    pub fn all(&self) -> BTreeSet<Uuid> {
        let listed = self.groups.iter().flatten().copied();
        listed.chain(self.here.values().copied()).collect()
    }

    pub fn change(&self, change: &Change) -> Change {
        match change.clone() {
            Change::Split { at_s, other } => Change::Split {
                at_s,
                other: self.here(other),
            },
            Change::Rest { at_s, of } => Change::Rest {
                at_s,
                of: self.here(of),
            },
            Change::Join { with } => Change::Join {
                with: self.here(with),
            },
            plain => plain,
        }
    }
}

/// By its id, else by the session of a file that it shows; each workout here is one of the archive's.
async fn found(app: &App, user_id: Uuid, list: &[Entry]) -> Result<BTreeMap<Uuid, Uuid>> {
    let mut here = BTreeMap::new();
    for entry in list {
        if kept::is_here(&app.db, user_id, entry.id).await? {
            here.insert(entry.id, entry.id);
        }
    }
    let mut taken: BTreeSet<Uuid> = here.values().copied().collect();
    for entry in list
        .iter()
        .filter(|entry| !taken.contains(&entry.id))
        .collect::<Vec<_>>()
    {
        let Some(session) = &entry.session else {
            continue;
        };
        let candidates = of_session(app, user_id, session).await?;
        if let Some(id) = candidates.into_iter().find(|id| !taken.contains(id)) {
            taken.insert(id);
            here.insert(entry.id, id);
        }
    }
    Ok(here)
}

async fn of_session(app: &App, user_id: Uuid, session: &Session) -> Result<Vec<Uuid>> {
    let Some(original) = kept::of_blob(&app.db, user_id, &session.blob).await? else {
        return Ok(Vec::new());
    };
    let mut tx = app.db.begin().await?;
    let all = sources::of_session(&mut tx, user_id, original, session.index).await?;
    Ok(all.into_iter().map(|(id, ..)| id).collect())
}

fn groups(list: &[Entry]) -> Vec<Group> {
    let by_id: BTreeMap<Uuid, &Entry> = list.iter().map(|entry| (entry.id, entry)).collect();
    let mut bound: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for entry in list {
        for other in entry.joins.iter().chain(&entry.speaks_of) {
            if by_id.contains_key(other) {
                bound.entry(entry.id).or_default().insert(*other);
                bound.entry(*other).or_default().insert(entry.id);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for entry in list {
        let mut members = BTreeSet::new();
        let mut open = vec![entry.id];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                members.insert(id);
                open.extend(bound.get(&id).into_iter().flatten());
            }
        }
        if !members.is_empty() {
            groups.push(in_order(&members, &by_id));
        }
    }
    groups
}

/// Parts first. Of a ring, which nobody makes, the last one finds its part missing.
fn in_order(members: &BTreeSet<Uuid>, by_id: &BTreeMap<Uuid, &Entry>) -> Group {
    let mut group = Vec::new();
    let (mut begun, mut done) = (BTreeSet::new(), BTreeSet::new());
    for first in members {
        let mut open = vec![*first];
        while let Some(id) = open.last().copied() {
            let parts = by_id.get(&id).map_or(&[][..], |entry| &entry.joins);
            let is_new = begun.insert(id);
            let left = parts
                .iter()
                .filter(|part| members.contains(part) && !begun.contains(part));
            let left: Vec<Uuid> = left.copied().collect();
            if is_new && !left.is_empty() {
                open.extend(left);
                continue;
            }
            open.pop();
            if done.insert(id) {
                group.push(id);
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u128, joins: &[u128], speaks_of: &[u128]) -> Entry {
        let ids = |all: &[u128]| all.iter().copied().map(Uuid::from_u128).collect();
        Entry {
            id: Uuid::from_u128(id),
            session: None,
            joins: ids(joins),
            speaks_of: ids(speaks_of),
        }
    }

    fn numbers(groups: &[Group]) -> Vec<Vec<u128>> {
        let number = |group: &Group| group.iter().map(Uuid::as_u128).collect();
        groups.iter().map(number).collect()
    }

    #[test]
    fn parts_come_before_what_they_are_parts_of() {
        let list = [
            entry(1, &[3], &[]),
            entry(2, &[], &[]),
            entry(3, &[4], &[1]),
            entry(4, &[], &[3, 9]),
        ];
        assert_eq!(numbers(&groups(&list)), [vec![4, 3, 1], vec![2]]);
    }

    #[test]
    fn a_ring_ends() {
        let list = [
            entry(1, &[2], &[]),
            entry(2, &[1], &[]),
            entry(3, &[3], &[]),
        ];
        let groups = numbers(&groups(&list));
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].len(), groups[1].clone()), (2, vec![3]));
    }
}
