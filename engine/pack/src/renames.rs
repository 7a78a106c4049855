//! What is called otherwise than it was. Facts keep the name they were written with; whoever reads
//! them asks here what that name means in the packs now live, whichever of two was the later one:
//! after a rollback what was typed under the new name is found under the old one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Under this key of a migration, names of parts' fields: `set.load`.
pub const FIELDS: &str = "fields";

/// One thing by its old and its new name, both qualified: `running.pace`, `gym.set.load`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rename {
    /// The kind's file name, or `fields`.
    pub kind: String,
    pub old: String,
    pub new: String,
}

/// All renames that are known, read against the names that are live.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    known: BTreeSet<Rename>,
    /// By kind and name that is not live: the live one.
    now: BTreeMap<(String, String), String>,
    /// By kind and live name: the others it was written by.
    others: BTreeMap<(String, String), Vec<String>>,
}

impl Renames {
    /// `is_live` says whether packs now live have an element of a kind (or a field) of this name.
    pub fn new(
        known: impl IntoIterator<Item = Rename>,
        is_live: impl Fn(&str, &str) -> bool,
    ) -> Self {
        let known: BTreeSet<Rename> = known.into_iter().collect();
        let mut renames = Self {
            known: known.clone(),
            ..Self::default()
        };
        let (fields, elements): (BTreeSet<_>, BTreeSet<_>) =
            known.into_iter().partition(|one| one.kind == FIELDS);
        renames.join(&elements, &is_live);
        // A field stands in its part, by whatever name of that it was renamed.
        let fields = fields.into_iter().map(|one| Rename {
            old: renames.in_part(&one.old),
            new: renames.in_part(&one.new),
            kind: one.kind,
        });
        let fields: BTreeSet<_> = fields.collect();
        renames.join(&fields, &is_live);
        renames
    }

    fn in_part(&self, field: &str) -> String {
        match field.rsplit_once('.') {
            Some((part, name)) => format!("{}.{name}", self.now("parts", part)),
            None => field.to_owned(),
        }
    }

    /// Names that are joined by renames mean one thing; the one of them that is live is what it is
    /// called now. Where two are, each is itself.
    fn join(&mut self, known: &BTreeSet<Rename>, is_live: &impl Fn(&str, &str) -> bool) {
        let mut left: BTreeSet<&Rename> = known.iter().collect();
        while let Some(first) = left.pop_first() {
            let mut names = BTreeSet::from([&first.old, &first.new]);
            loop {
                let touches = |one: &&&Rename| {
                    one.kind == first.kind && (names.contains(&one.old) || names.contains(&one.new))
                };
                let more: Vec<&Rename> = left.iter().filter(touches).copied().collect();
                if more.is_empty() {
                    break;
                }
                for one in more {
                    left.remove(one);
                    names.extend([&one.old, &one.new]);
                }
            }
            let (live, gone): (Vec<&String>, Vec<&String>) = names
                .into_iter()
                .partition(|name| is_live(&first.kind, name));
            let [live] = live.as_slice() else { continue };
            let key = |name: &str| (first.kind.clone(), name.to_owned());
            for name in &gone {
                self.now.insert(key(name), (*live).clone());
            }
            let gone = gone.into_iter().cloned().collect();
            self.others.insert(key(live), gone);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    pub fn known(&self) -> impl Iterator<Item = &Rename> {
        self.known.iter()
    }

    /// What a stored name means now: itself where nothing else is known.
    pub fn now<'a>(&'a self, kind: &str, name: &'a str) -> &'a str {
        if self.now.is_empty() {
            return name;
        }
        let key = (kind.to_owned(), name.to_owned());
        self.now.get(&key).map_or(name, String::as_str)
    }

    /// The other names under which facts may hold what is called this now.
    pub fn others(&self, kind: &str, name: &str) -> &[String] {
        if self.others.is_empty() {
            return &[];
        }
        let key = (kind.to_owned(), name.to_owned());
        self.others.get(&key).map_or(&[], Vec::as_slice)
    }

    /// What is stored under a live name or one of its others, the live one first.
    pub fn find<'v, V>(
        &self,
        kind: &str,
        name: &str,
        stored: &'v BTreeMap<String, V>,
    ) -> Option<&'v V> {
        stored.get(name).or_else(|| {
            let mut others = self.others(kind, name).iter();
            others.find_map(|other| stored.get(other))
        })
    }

    /// Every old name with what it is called now, by kind.
    pub fn moved(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.now
            .iter()
            .map(|((kind, old), new)| (kind.as_str(), old.as_str(), new.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(kind: &str, old: &str, new: &str) -> Rename {
        Rename {
            kind: kind.into(),
            old: old.into(),
            new: new.into(),
        }
    }

    fn with(live: &[&str], known: &[Rename]) -> Renames {
        Renames::new(known.iter().cloned(), |_, name| live.contains(&name))
    }

    #[test]
    fn a_name_is_found_in_both_directions_and_along_a_chain() {
        let chain = [
            rename("metrics", "p.a", "p.b"),
            rename("metrics", "p.b", "p.c"),
        ];
        let forward = with(&["p.c"], &chain);
        assert_eq!(forward.now("metrics", "p.a"), "p.c");
        assert_eq!(forward.now("gear", "p.a"), "p.a");
        assert_eq!(forward.others("metrics", "p.c"), ["p.a", "p.b"]);
        let back = with(&["p.a"], &chain);
        assert_eq!(back.now("metrics", "p.c"), "p.a");
        let stored = BTreeMap::from([("p.c".to_owned(), 7)]);
        assert_eq!(back.find("metrics", "p.a", &stored), Some(&7));
    }

    #[test]
    fn names_that_are_both_live_are_two_things() {
        let both = with(&["p.a", "p.b"], &[rename("metrics", "p.a", "p.b")]);
        assert!(both.is_empty());
        assert_eq!(both.now("metrics", "p.a"), "p.a");
        assert_eq!(
            with(&[], &[rename("metrics", "p.a", "p.b")]).now("metrics", "p.a"),
            "p.a"
        );
    }

    #[test]
    fn a_field_is_found_in_its_part_by_whatever_name() {
        let known = [
            rename("parts", "p.set", "p.entry"),
            rename("fields", "p.set.weight", "p.set.load"),
        ];
        let now = with(&["p.entry", "p.entry.load"], &known);
        assert_eq!(now.now("parts", "p.set"), "p.entry");
        assert_eq!(now.others("fields", "p.entry.load"), ["p.entry.weight"]);
        let back = with(&["p.set", "p.set.weight"], &known);
        assert_eq!(back.others("fields", "p.set.weight"), ["p.set.load"]);
    }
}
