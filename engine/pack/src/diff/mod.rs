//! What two versions of packs differ in: which change is safe, which breaks what people stored or
//! go by, and whether a migration or the version answers for it.
//!
//! Kinds list what their elements say (`Kind::sheet`), each key with its nature; all judging is
//! done here, so that a further kind joins by its list alone.

mod facet;
mod judge;
mod measured;
mod names;
mod places;
mod render;
mod told;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Serialize;

pub use facet::{Facet, Nature, Said, Sheet, Tells, in_unit};
pub use measured::Measured;
pub use names::in_rule;
pub use places::Spot;
pub use render::text;
pub use told::{Told, Work};
pub use versions::{CODES, Problem};

use crate::kind::KindSet;
use crate::model::{Pack, Packs};
use crate::renames::Renames;
use crate::source::PackSource;
use judge::Verdict;
use names::Names;

/// One version of all packs, compiled together.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub packs: &'a Packs,
    /// Their files, for exact places; without, a place is where the definition begins.
    pub sources: &'a [PackSource],
}

/// What a pack's versions differ in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    pub pack: String,
    /// `None`: the pack was not there.
    pub old: Option<String>,
    /// `None`: it is not there any more.
    pub new: Option<String>,
    /// Whether any file differs, also where nothing is said otherwise by it.
    pub files_differ: bool,
    /// In the order of kinds and definitions.
    pub changes: Vec<Change>,
    /// Why this is no release: each is an error at publishing.
    pub problems: Vec<Problem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Added,
    Removed,
    Changed,
    Renamed,
}

/// One thing that is otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The kind's file name, or `pack`.
    pub kind: String,
    /// Plain id; the old one of what is gone.
    pub id: String,
    /// The key in YAML: `unit`, and which of its members: `title ru`, `fields load.unit`. None of a
    /// whole definition.
    pub key: Option<String>,
    pub action: Action,
    pub old: Option<String>,
    pub new: Option<String>,
    pub is_breaking: bool,
    pub why: String,
    /// What a breaking change needs.
    pub remedy: Option<String>,
    /// Whether it has that: a migration, or a version raised enough.
    pub is_answered: bool,
    /// Whether people hold something under the name: what a plan counts.
    #[serde(skip)]
    pub held: Option<(String, String)>,
    /// In the new version, or in the old one of what is gone.
    pub place: Option<Spot>,
}

impl Diff {
    pub fn is_empty(&self) -> bool {
        !self.files_differ && self.old == self.new
    }

    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(|change| change.is_breaking)
    }
}

/// The packs that differ, by id.
pub fn diff(old: Side<'_>, new: Side<'_>, kinds: &KindSet) -> Vec<Diff> {
    let known = old.packs.packs.keys().chain(new.packs.packs.keys());
    let known: BTreeSet<&String> = known.collect();
    let between = between(old.packs, new.packs);
    let all = known.into_iter().map(|id| {
        let pair = (old.packs.pack(id), new.packs.pack(id));
        let both = Both {
            old,
            new,
            kinds,
            between: &between,
        };
        both.diff(id, pair.0.map(AsRef::as_ref), pair.1.map(AsRef::as_ref))
    });
    all.filter(|diff| !diff.is_empty()).collect()
}

/// What is called otherwise in `new` than in `old`, by the migrations of either.
pub fn between(old: &Packs, new: &Packs) -> Renames {
    let known = old.renames.known().chain(new.renames.known()).cloned();
    Renames::new(known, |kind, name| new.has(kind, name))
}

struct Both<'a> {
    old: Side<'a>,
    new: Side<'a>,
    kinds: &'a KindSet,
    between: &'a Renames,
}

impl Both<'_> {
    fn diff(&self, id: &str, old: Option<&Pack>, new: Option<&Pack>) -> Diff {
        let mut diff = Diff {
            pack: id.to_owned(),
            old: old.map(|pack| pack.version.to_string()),
            new: new.map(|pack| pack.version.to_string()),
            files_differ: old.map(|pack| &pack.digest) != new.map(|pack| &pack.digest),
            changes: Vec::new(),
            problems: Vec::new(),
        };
        let (Some(old), Some(new)) = (old, new) else {
            return diff;
        };
        let names = Names::new(old, new, self.between);
        self.compare("pack", id, &header(old), &header(new), &names, &mut diff);
        for entry in self.kinds.entries() {
            let was = (entry.sheets)(old);
            let is = (entry.sheets)(new);
            self.kind(entry.name, entry.held, &was, &is, &names, &mut diff);
        }
        versions::judge(old, new, self, &mut diff);
        diff
    }

    fn kind(
        &self,
        kind: &'static str,
        held: Option<&'static str>,
        was: &IndexMap<String, Sheet>,
        is: &IndexMap<String, Sheet>,
        names: &Names<'_>,
        diff: &mut Diff,
    ) {
        let mut met = BTreeSet::new();
        for (id, sheet) in is {
            let before = was.get_key_value(id).or_else(|| {
                let mut before = names.before(kind, id);
                before.find_map(|old| was.get_key_value(old))
            });
            match before {
                None => diff
                    .changes
                    .push(self.whole(kind, id, Verdict::added(), names)),
                Some((old, sheet_before)) => {
                    met.insert(old);
                    if old != id {
                        let verdict = Verdict::renamed(held);
                        let mut change = self.whole(kind, id, verdict, names);
                        change.old = Some(old.clone());
                        change.new = Some(id.clone());
                        change.held = held.map(|_| (kind.to_owned(), names.qualified(old)));
                        diff.changes.push(change);
                    }
                    self.compare(kind, id, sheet_before, sheet, names, diff);
                }
            }
        }
        for id in was.keys().filter(|id| !met.contains(id)) {
            let answered = names.is_retired(kind, id);
            let mut change = self.whole(kind, id, Verdict::removed(kind, held, answered), names);
            change.held = held.map(|_| (kind.to_owned(), names.qualified(id)));
            diff.changes.push(change);
        }
    }

    /// A change of a whole definition.
    fn whole(&self, kind: &str, id: &str, verdict: Verdict, names: &Names<'_>) -> Change {
        Change {
            kind: kind.to_owned(),
            id: id.to_owned(),
            key: None,
            action: verdict.action,
            old: None,
            new: None,
            is_breaking: verdict.is_breaking,
            why: verdict.why,
            remedy: verdict.remedy,
            is_answered: verdict.is_answered,
            held: None,
            place: self.spot(kind, id, None, verdict.action, names),
        }
    }

    /// What two versions of a definition say otherwise.
    fn compare(
        &self,
        kind: &str,
        id: &str,
        was: &Sheet,
        is: &Sheet,
        names: &Names<'_>,
        diff: &mut Diff,
    ) {
        let was = names.sheet(kind, id, was);
        let changes = pairs(&was, is);
        for at in judge::without_followers(&changes) {
            let Some(&(old, new)) = changes.get(at) else {
                continue;
            };
            let Some(verdict) = judge::facet(id, (old, new), names) else {
                continue;
            };
            let Some(facet) = new.or(old) else { continue };
            let words = |facet: Option<&Facet>| {
                let words = facet.map(|f| f.said.in_words().to_owned());
                words.filter(|words| !words.is_empty())
            };
            diff.changes.push(Change {
                kind: kind.to_owned(),
                id: id.to_owned(),
                key: Some(facet.path()),
                action: verdict.action,
                old: words(old),
                new: words(new),
                is_breaking: verdict.is_breaking,
                why: verdict.why,
                remedy: verdict.remedy,
                is_answered: verdict.is_answered,
                held: verdict
                    .is_breaking
                    .then(|| held_by(kind, id, facet, names))
                    .flatten(),
                place: self.spot(kind, id, Some(facet), verdict.action, names),
            });
        }
    }

    fn spot(
        &self,
        kind: &str,
        id: &str,
        facet: Option<&Facet>,
        action: Action,
        names: &Names<'_>,
    ) -> Option<Spot> {
        let new = || places::find(self.new, names.new, kind, id, facet);
        let old = || {
            let was = names.before(kind, id).next().unwrap_or(id).to_owned();
            places::find(self.old, names.old, kind, &was, facet)
        };
        match action {
            Action::Removed => old().or_else(new),
            _ => new(),
        }
    }
}

/// What is said otherwise, in the order of the new version, and after it what is not said any more.
fn pairs<'s>(was: &'s Sheet, is: &'s Sheet) -> Vec<judge::Pair<'s>> {
    let mut before: BTreeMap<_, (usize, &Facet)> = BTreeMap::new();
    for (at, facet) in was.facets.iter().enumerate() {
        before.insert(facet.at(), (at, facet));
    }
    let mut changes: Vec<judge::Pair<'s>> = Vec::new();
    for facet in &is.facets {
        let old = before.remove(&facet.at()).map(|(_, old)| old);
        if old.is_none_or(|old| old.said != facet.said) {
            changes.push((old, Some(facet)));
        }
    }
    let mut gone: Vec<_> = before.into_values().collect();
    gone.sort_by_key(|(at, _)| *at);
    changes.extend(gone.into_iter().map(|(_, old)| (Some(old), None)));
    changes
}

/// What people hold that a changed key is about: the element, or what is held within it.
fn held_by(kind: &str, id: &str, facet: &Facet, names: &Names<'_>) -> Option<(String, String)> {
    match facet.nature {
        Nature::Held(of) => {
            let within = format!("{id}.{}", facet.member);
            Some((of.to_owned(), names.qualified_before(kind, id, &within)))
        }
        _ if kind == "pack" => None,
        _ => Some((kind.to_owned(), names.qualified(id))),
    }
}

/// What a pack says of itself.
fn header(pack: &Pack) -> Sheet {
    let mut sheet = Sheet::new();
    sheet.text("title", &pack.title);
    sheet.text("description", &pack.description);
    sheet.look("owner", pack.owner.as_ref());
    sheet.look("theme", pack.theme.accent.as_ref());
    if let Some(icon) = &pack.theme.icon {
        let said = Said::Words(icon.clone());
        sheet.member("theme", "icon", said, Nature::Look, Tells::Nothing);
    }
    let locales = pack.locales.iter().map(String::as_str);
    sheet.each("locales", locales, Nature::Offered, Tells::Nothing);
    for (id, range) in &pack.requires {
        let said = Said::Words(range.to_string());
        sheet.member("requires", id, said, Nature::Shown, Tells::Nothing);
    }
    for (language, text) in &pack.texts {
        let said = Said::Words(format!("{} lines", text.lines().count()));
        sheet.member("texts", language, said, Nature::Look, Tells::Nothing);
    }
    sheet
}
