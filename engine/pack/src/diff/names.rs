//! What the old version calls otherwise, so that both are compared by the new names.

use super::facet::{Facet, Said, Sheet};
use super::versions::is_major;
use crate::model::{Migration, Pack};
use crate::renames::{FIELDS, Renames};

pub(super) struct Names<'a> {
    pub old: &'a Pack,
    pub new: &'a Pack,
    between: &'a Renames,
}

impl<'a> Names<'a> {
    pub fn new(old: &'a Pack, new: &'a Pack, between: &'a Renames) -> Self {
        Self { old, new, between }
    }

    pub fn qualified(&self, name: &str) -> String {
        format!("{}.{name}", self.new.id)
    }

    /// A name within an element, by what the element was called.
    pub fn qualified_before(&self, kind: &str, id: &str, within: &str) -> String {
        let was = self.before(kind, id).find(|old| self.has_old(kind, old));
        match was {
            Some(old) => self.qualified(&within.replacen(id, old, 1)),
            None => self.qualified(within),
        }
    }

    fn has_old(&self, kind: &str, id: &str) -> bool {
        self.old
            .places
            .keys()
            .any(|(of, known)| *of == kind && known == id)
    }

    /// Plain ids that a definition of the new version had before.
    pub fn before(&self, kind: &str, id: &str) -> impl Iterator<Item = &str> {
        let qualified = self.qualified(id);
        let others = self.between.others(kind, &qualified).iter();
        let own = self.new.id.len() + 1;
        others.filter_map(move |other| other.get(own..))
    }

    pub fn is_major(&self) -> bool {
        is_major(&self.old.version, &self.new.version)
    }

    /// The migrations that the new version brings.
    pub fn migrations(&self) -> impl Iterator<Item = &'a Migration> + use<'a> {
        let old = &self.old.version;
        let all = self.new.migrations.iter().map(AsRef::as_ref);
        all.filter(move |one| one.to > *old)
    }

    pub fn is_retired(&self, kind: &str, name: &str) -> bool {
        self.is_given_up(kind, &self.qualified(name))
    }

    /// By its qualified name.
    pub fn is_given_up(&self, kind: &str, name: &str) -> bool {
        let mut retired = self.migrations().flat_map(|one| &one.retire);
        retired.any(|one| one.kind == kind && one.name == name)
    }

    pub fn is_backfilled(&self, metric: &str) -> bool {
        self.migrations()
            .any(|one| one.backfill.contains_key(metric))
    }

    /// What the old version said of a definition, by the new names.
    pub fn sheet(&self, kind: &str, id: &str, sheet: &Sheet) -> Sheet {
        if self.between.is_empty() {
            return sheet.clone();
        }
        let mut sheet = sheet.clone();
        for facet in &mut sheet.facets {
            self.rename(kind, id, facet);
        }
        sheet
    }

    fn rename(&self, kind: &str, id: &str, facet: &mut Facet) {
        match &mut facet.said {
            Said::Name(of, name) => {
                let now = self.between.now(of, name).to_owned();
                if facet.member == *name {
                    facet.member.clone_from(&now);
                }
                *name = now;
            }
            Said::Rule(rule) => *rule = in_rule(rule, &self.new.id, self.between),
            Said::Words(_) | Said::Figure(..) => {}
        }
        if kind == "parts" {
            let field = |name: &str| {
                let full = self.qualified(&format!("{id}.{name}"));
                let now = self.between.now(FIELDS, &full);
                now.rsplit('.').next().unwrap_or(name).to_owned()
            };
            match &mut facet.within {
                Some(("fields", member)) => *member = field(member),
                _ if facet.key == "fields" => facet.member = field(&facet.member),
                _ => {}
            }
        }
        if facet.key == "records" {
            facet.member = in_rule(&facet.member, &self.new.id, self.between);
        }
    }
}

/// An expression of a pack (or another text made of names) by the new names of what it names.
pub fn in_rule(rule: &str, pack: &str, renames: &Renames) -> String {
    let mut out = String::with_capacity(rule.len());
    let mut word = String::new();
    let is_inside = |c: char| c.is_alphanumeric() || c == '_';
    for c in rule.chars().chain([' ']) {
        if is_inside(c) {
            word.push(c);
            continue;
        }
        out.push_str(&now_called(&word, pack, renames));
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

fn now_called(word: &str, pack: &str, renames: &Renames) -> String {
    let mut moved = renames.moved();
    let found = moved.find(|(kind, old, _)| {
        let Some((of, name)) = old.split_once('.') else {
            return false;
        };
        let plain = name.rsplit('.').next().unwrap_or(name);
        // Names of required packs are plain here too.
        plain == word && (of == pack || *kind == "metrics")
    });
    found
        .map_or(word, |(_, _, new)| new.rsplit('.').next().unwrap_or(new))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::renames::Rename;

    #[test]
    fn a_rule_is_read_by_the_new_names() {
        let renames = Renames::new(
            [Rename {
                kind: "metrics".into(),
                old: "p.way".into(),
                new: "p.distance".into(),
            }],
            |_, name| name == "p.distance",
        );
        let read = |rule| in_rule(rule, "p", &renames);
        assert_eq!(
            read("workout.way / workout.ways"),
            "workout.distance / workout.ways"
        );
        assert_eq!(
            read("sum(way, days(7)) >= km(5)"),
            "sum(distance, days(7)) >= km(5)"
        );
    }
}
