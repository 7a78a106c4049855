//! By what projections are told: two versions that say the same here need nothing told anew. Kept
//! by the server as well, so that a change is noticed however it came about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::facet::{Said, Sheet, Tells};
use super::names::in_rule;
use crate::expr::Checked;
use crate::kind::KindSet;
use crate::model::{Metric, Pack, Packs, Sport};
use crate::renames::Renames;

/// What is to be told anew, and whose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Everything of who has workouts of a sport.
    Workouts(String),
    /// The badges of who has workouts of a pack's sports.
    Badges(String),
    /// The wear of gear of a kind: its elements' ids.
    Wear(String),
    /// The badges of everybody: who is a child, and who is grown up.
    People,
}

/// For each thing that is told, what the packs say of it, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    by: BTreeMap<String, BTreeSet<String>>,
}

impl Told {
    pub fn of(packs: &Packs, kinds: &KindSet) -> Self {
        let of_pack = |(id, pack): (&String, &Arc<Pack>)| {
            let entries = kinds.entries().iter();
            let sheets = entries.map(|entry| ((entry.name, id.clone()), (entry.sheets)(pack)));
            sheets.collect::<Vec<_>>()
        };
        let lines = Lines {
            packs,
            sheets: packs.packs.iter().flat_map(of_pack).collect(),
        };
        let mut told = Self::default();
        for pack in packs.packs.values() {
            lines.pack(pack, &mut told);
        }
        told
    }

    /// The same by the names that are live, so that two versions are compared by one.
    #[must_use]
    pub fn by_names(&self, renames: &Renames) -> Self {
        if renames.is_empty() {
            return self.clone();
        }
        let pack_of = |text: &str| text.split('.').next().unwrap_or_default().to_owned();
        let by = self.by.iter().map(|(key, lines)| {
            let of = key.split_once('/').map_or("", |(_, of)| of);
            let line = |line: &String| in_rule(line, &pack_of(line), renames);
            let lines = lines.iter().map(line).collect();
            (in_rule(key, &pack_of(of), renames), lines)
        });
        Self { by: by.collect() }
    }

    /// The same without what is said of things that were given up, by kind and qualified name: with
    /// their projections gone, nothing else has to be told.
    #[must_use]
    pub fn without(&self, gone: &[(&str, &str)]) -> Self {
        let is_gone = |line: &str| {
            gone.iter().any(|(kind, name)| match *kind {
                "metrics" | "parts" => {
                    let own = line.strip_prefix(*name);
                    own.is_some_and(|rest| rest.starts_with(' '))
                        || line.ends_with(&format!(" {name}"))
                }
                "fields" => name.rsplit_once('.').is_some_and(|(part, field)| {
                    let own = line
                        .strip_prefix(part)
                        .and_then(|l| l.strip_prefix(" fields "));
                    own.is_some_and(|rest| rest.split([' ', '.']).next() == Some(field))
                }),
                _ => false,
            })
        };
        let by = self.by.iter().map(|(key, lines)| {
            let lines = lines.iter().filter(|line| !is_gone(line)).cloned();
            (key.clone(), lines.collect())
        });
        Self { by: by.collect() }
    }

    /// With what is known of packs that are not here: they may come back as they were.
    #[must_use]
    pub fn beside(mut self, known: &Self, is_here: impl Fn(&str) -> bool) -> Self {
        for (key, lines) in &known.by {
            let of = key.split_once('/').map_or("", |(_, of)| of);
            if !is_here(of.split('.').next().unwrap_or_default()) {
                self.by.insert(key.clone(), lines.clone());
            }
        }
        self
    }

    /// The keys of all records that are kept.
    pub fn records(&self) -> BTreeSet<String> {
        let lines = self.by.values().flatten();
        let keys = lines.filter_map(|line| {
            let (metric, rest) = line.split_once(' ')?;
            let own = rest.strip_prefix("records ")?.trim();
            Some(format!("{metric}/{own}"))
        });
        keys.collect()
    }

    /// What differs from what was told before.
    pub fn since(&self, before: &Self) -> BTreeSet<Work> {
        let known = self.by.keys().chain(before.by.keys());
        let other = known.filter(|key| self.by.get(*key) != before.by.get(*key));
        other.filter_map(|key| work(key)).collect()
    }
}

fn work(key: &str) -> Option<Work> {
    let (what, of) = key.split_once('/')?;
    Some(match what {
        "workouts" => Work::Workouts(of.to_owned()),
        "badges" => Work::Badges(of.to_owned()),
        "wear" => Work::Wear(of.to_owned()),
        _ => Work::People,
    })
}

struct Lines<'a> {
    packs: &'a Packs,
    /// By kind and pack.
    sheets: BTreeMap<(&'static str, String), IndexMap<String, Sheet>>,
}

impl Lines<'_> {
    fn pack(&self, pack: &Pack, told: &mut Told) {
        for (_, sheets) in self.sheets.iter().filter(|((_, of), _)| *of == pack.id) {
            for (id, sheet) in sheets {
                let id = format!("{}.{id}", pack.id);
                for tells in [Tells::Badges, Tells::Wear, Tells::People] {
                    let key = match tells {
                        Tells::Badges => format!("badges/{}", pack.id),
                        Tells::Wear => format!("wear/{id}"),
                        _ => format!("people/{}", pack.id),
                    };
                    let lines = rows(&id, sheet, tells);
                    if !lines.is_empty() {
                        told.by.entry(key).or_default().extend(lines);
                    }
                }
            }
        }
        for sport in pack.sports.values() {
            let key = format!("workouts/{}", sport.id);
            told.by.insert(key, self.sport(pack, sport));
        }
    }

    /// What is followed when a workout of a sport is told.
    fn sport(&self, pack: &Pack, sport: &Sport) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        let mut metrics: BTreeMap<&str, &Metric> = BTreeMap::new();
        for metric in sport.metrics.iter().chain(&sport.derived) {
            metrics.insert(&metric.id, metric);
            let formulas = metric.derive.iter().chain(self.packs.backfill(metric));
            for slot in formulas.flat_map(Checked::slots) {
                // A figure that the sport does not show may stand in its file.
                let seen = self.packs.metric_seen_by(&metric.pack, &slot.field);
                if let Some(seen) = seen.filter(|_| slot.root == "workout") {
                    metrics.insert(&seen.id, seen);
                }
            }
        }
        for metric in metrics.values() {
            lines.extend(self.element("metrics", &metric.pack, &metric.id, &metric.name));
            if let Some(formula) = self.packs.backfill(metric) {
                lines.insert(format!("{} backfill {}", metric.id, formula.source()));
            }
        }
        for part in &sport.parts {
            let of = part.id.split('.').next().unwrap_or(&pack.id);
            lines.extend(self.element("parts", of, &part.id, &part.name));
            for field in part.fields.keys() {
                if let Some(value) = self.packs.backfill_field(part, field) {
                    lines.insert(format!("{} fields {field} backfill {value:?}", part.id));
                }
            }
        }
        lines.extend(self.element("sports", &pack.id, &sport.id, plain(&sport.id)));
        lines
    }

    /// The lines of one element, and those of the list that its words stand in.
    fn element(&self, kind: &'static str, pack: &str, id: &str, name: &str) -> BTreeSet<String> {
        let sheets = self.sheets.get(&(kind, pack.to_owned()));
        let Some(sheet) = sheets.and_then(|sheets| sheets.get(name)) else {
            return BTreeSet::new();
        };
        let mut lines = rows(id, sheet, Tells::Workouts);
        for facet in &sheet.facets {
            if let Said::Name("values", list) = &facet.said
                && let Some((of, name)) = list.split_once('.')
            {
                lines.extend(self.element("values", of, list, name));
            }
        }
        lines
    }
}

/// What a sheet says by which something is told, a line each.
fn rows(id: &str, sheet: &Sheet, tells: Tells) -> BTreeSet<String> {
    let facets = sheet.facets.iter().filter(|facet| facet.tells == tells);
    let rows = facets.map(|facet| {
        let words = facet.said.in_words();
        match &facet.said {
            // An entry that is another definition stands under its name.
            Said::Name(..) if facet.member == words => format!("{id} {} {words}", facet.key),
            _ => format!("{id} {} {words}", facet.path()),
        }
    });
    rows.map(|row| row.trim().to_owned()).collect()
}

fn plain(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, plain)| plain)
}
