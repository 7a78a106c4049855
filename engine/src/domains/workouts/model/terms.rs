//! What may be done with a workout, by the terms of all that brought it. They are read from the adapters
//! as they are live now, so that a vendor that changes its mind changes what is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use stadion_pack::adapter::model::{Audience, DataPolicy};

use crate::catalog::Adapters;

/// Through which adapter a source came, and in which version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromRow)]
pub struct Via {
    pub adapter: String,
    /// Empty where no folder had the adapter: a manufacturer that sends canonical JSON states no terms.
    pub version: String,
}

/// The terms of the live adapters.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    by_adapter: BTreeMap<String, (String, DataPolicy)>,
}

/// The strictest of several terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub visible_to: Audience,
    pub rankings: bool,
    pub promos: bool,
    pub models: bool,
    /// Who says so: the vendor whose terms are the strictest; nobody where all is free.
    pub vendor: Option<String>,
}

impl Policy {
    /// What a person recorded themselves is theirs.
    pub const FREE: Self = Self {
        visible_to: Audience::Public,
        rankings: true,
        promos: true,
        models: true,
        vendor: None,
    };

    /// Whether others may see it.
    pub fn may_be_shown(&self) -> bool {
        self.visible_to == Audience::Public
    }

    /// Whether its figures may stand beside those of other people.
    pub const fn may_rank(&self) -> bool {
        self.rankings
    }

    fn and(self, vendor: &str, other: &DataPolicy) -> Self {
        let visible_to = stricter(self.visible_to, other.visible_to);
        let is_by_it = self.vendor.is_none() || visible_to != self.visible_to;
        let is_free =
            other.visible_to == Audience::Public && other.rankings && other.promos && other.models;
        Self {
            visible_to,
            rankings: self.rankings && other.rankings,
            promos: self.promos && other.promos,
            models: self.models && other.models,
            vendor: match self.vendor {
                known if is_free || !is_by_it => known,
                _ => Some(vendor.to_owned()),
            },
        }
    }
}

fn stricter(one: Audience, other: Audience) -> Audience {
    match (one, other) {
        (Audience::Owner, _) | (_, Audience::Owner) => Audience::Owner,
        (Audience::Club, _) | (_, Audience::Club) => Audience::Club,
        _ => Audience::Public,
    }
}

/// What holds for data whose terms nobody can read any more.
const UNKNOWN: DataPolicy = DataPolicy {
    visible_to: Audience::Owner,
    rankings: false,
    promos: false,
    models: false,
    terms: None,
};

impl Terms {
    pub fn of(adapters: &Adapters) -> Self {
        let all = adapters.iter().map(|(id, adapter)| {
            let said = (adapter.vendor.clone(), adapter.policy.clone());
            (id.clone(), said)
        });
        Self {
            by_adapter: all.collect(),
        }
    }

    /// The strictest of what all sources of a workout came through.
    pub fn of_all<'a>(&self, all: impl IntoIterator<Item = &'a Via>) -> Policy {
        all.into_iter().fold(Policy::FREE, |policy, via| {
            match self.by_adapter.get(&via.adapter) {
                Some((vendor, said)) => policy.and(vendor, said),
                None if via.version.is_empty() => policy,
                // Its adapter was here and is gone.
                None => policy.and(&via.adapter, &UNKNOWN),
            }
        })
    }

    /// The live adapters whose data may be used so; those of no other may.
    pub fn allowing(&self, use_of: fn(&DataPolicy) -> bool) -> Vec<String> {
        let all = self.by_adapter.iter();
        let allowing = all.filter(|(_, (_, said))| use_of(said));
        allowing.map(|(id, _)| id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(visible_to: Audience, rankings: bool) -> DataPolicy {
        DataPolicy {
            visible_to,
            rankings,
            promos: true,
            models: true,
            terms: None,
        }
    }

    fn via(adapter: &str, version: &str) -> Via {
        Via {
            adapter: adapter.into(),
            version: version.into(),
        }
    }

    #[test]
    fn the_strictest_of_all_sources_holds_and_says_who_asks_for_it() {
        let all = [
            ("open", said(Audience::Public, true)),
            ("unranked", said(Audience::Public, false)),
            ("closed", said(Audience::Owner, true)),
        ];
        let terms = Terms {
            by_adapter: all
                .map(|(id, said)| (id.to_owned(), (id.to_uppercase(), said)))
                .into(),
        };
        let of = |ids: &[&str]| {
            let all: Vec<Via> = ids.iter().map(|id| via(id, "1.0.0")).collect();
            terms.of_all(&all)
        };
        assert_eq!(of(&[]), Policy::FREE);
        assert_eq!(of(&["open"]), Policy::FREE);
        let both = of(&["unranked", "closed", "open"]);
        assert_eq!((both.visible_to, both.may_rank()), (Audience::Owner, false));
        assert_eq!(both.vendor.as_deref(), Some("CLOSED"));
        assert_eq!(
            of(&["open", "unranked"]).vendor.as_deref(),
            Some("UNRANKED")
        );
        assert!(of(&["unranked"]).may_be_shown() && !both.may_be_shown());
        // Gone, and never there.
        assert!(!of(&["gone"]).may_be_shown());
        assert_eq!(terms.of_all(&[via("maker", "")]), Policy::FREE);
        assert_eq!(terms.allowing(|said| said.rankings), ["closed", "open"]);
    }
}
