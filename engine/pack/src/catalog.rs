//! Finding one's way in the compiled packs.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use crate::expr::{Checked, Env, PartRow, SlotRef};
use crate::kind::Kind;
use crate::model::{Elements, Metric, Pack, Packs, Part, Sport};
use crate::renames::{FIELDS, Rename, Renames};
use crate::value::Value;

impl Packs {
    /// Packs with what their own migrations call otherwise.
    pub fn new(packs: BTreeMap<String, Arc<Pack>>) -> Self {
        let packs = Self {
            packs,
            renames: Arc::default(),
        };
        packs.knowing(std::iter::empty())
    }

    /// The same packs, with more that facts may call otherwise: what other versions renamed.
    #[must_use]
    pub fn knowing(&self, more: impl IntoIterator<Item = Rename>) -> Self {
        let migrations = self.packs.values().flat_map(|pack| &pack.migrations);
        let own = migrations.flat_map(|one| one.rename.iter().map(|rename| rename.value.clone()));
        let known = self.renames.known().cloned().chain(own).chain(more);
        Self {
            renames: Arc::new(Renames::new(known, |kind, name| self.has(kind, name))),
            packs: self.packs.clone(),
        }
    }

    /// Whether a pack has an element of a kind, or a part's field, by its qualified name.
    pub fn has(&self, kind: &str, name: &str) -> bool {
        let Some((pack, id)) = name.split_once('.') else {
            return false;
        };
        let Some(pack) = self.packs.get(pack) else {
            return false;
        };
        match id.split_once('.') {
            Some((part, field)) if kind == FIELDS => {
                let part = pack.parts.get(part);
                part.is_some_and(|part| part.fields.contains_key(field))
            }
            _ => pack
                .places
                .keys()
                .any(|(of, known)| *of == kind && known == id),
        }
    }

    /// What holds of workouts that state nothing of a metric, and the pack whose names it reads.
    pub fn backfill(&self, metric: &Metric) -> Option<&Checked> {
        let migrations = &self.packs.get(&metric.pack)?.migrations;
        let mut latest = migrations.iter().rev();
        latest.find_map(|one| one.backfill.get(&metric.id))
    }

    /// What holds of entries that state nothing of a field.
    pub fn backfill_field(&self, part: &Part, field: &str) -> Option<Value> {
        let (pack, _) = part.id.split_once('.')?;
        let migrations = &self.packs.get(pack)?.migrations;
        let name = || format!("{}.{field}", part.id);
        let mut latest = migrations
            .iter()
            .rev()
            .filter(|one| !one.backfill.is_empty());
        latest
            .find_map(|one| one.backfill.get(&name()))?
            .eval(&Nothing)
    }

    pub fn pack(&self, id: &str) -> Option<&Arc<Pack>> {
        self.packs.get(id)
    }

    /// A sport by its qualified id, also by one that it had: `running.run`.
    pub fn sport(&self, qualified: &str) -> Option<(&Arc<Pack>, &Arc<Sport>)> {
        let (pack, id) = self.renames.now("sports", qualified).split_once('.')?;
        let pack = self.packs.get(pack)?;
        Some((pack, pack.sports.get(id)?))
    }

    /// The sport that takes a FIT sport and sub-sport: the one that claims the sub-sport by name,
    /// else the one that claims the sport as a whole.
    pub fn sport_for_fit(&self, sport: &str, sub_sport: &str) -> Option<(&Arc<Pack>, &Arc<Sport>)> {
        let claims = |sub: Option<&str>| {
            self.all_sports().find(|(_, s)| {
                s.fit
                    .iter()
                    .any(|(name, of)| name == sport && of.as_deref() == sub)
            })
        };
        claims(Some(sub_sport)).or_else(|| claims(None))
    }

    /// A metric by its qualified id, also by one that it had: `running.pace`.
    pub fn metric(&self, qualified: &str) -> Option<&Arc<Metric>> {
        let (pack, id) = self.renames.now("metrics", qualified).split_once('.')?;
        self.packs.get(pack)?.metrics.get(id)
    }

    /// The metric that a plain name means in a pack: in a formula of `running.pace`, `distance`
    /// means what `running` sees by that name.
    pub fn metric_seen_by(&self, pack: &str, name: &str) -> Option<&Arc<Metric>> {
        self.packs.get(pack)?.visible_metrics.get(name)
    }

    pub fn all_sports(&self) -> impl Iterator<Item = (&Arc<Pack>, &Arc<Sport>)> {
        self.packs
            .values()
            .flat_map(|pack| pack.sports.values().map(move |sport| (pack, sport)))
    }
}

impl Pack {
    /// The pack's elements of a kind that a slice of the engine declares, by plain id.
    pub fn elements<K: Kind>(&self) -> &IndexMap<String, Arc<K::Element>> {
        self.elements.of::<K>().unwrap_or_else(|| none::<K>())
    }

    /// The metrics of a workout of this sport, in order of importance.
    pub fn workout_metrics<'s>(&self, sport: &'s Sport) -> &'s [Arc<Metric>] {
        &sport.metrics
    }
}

/// An empty map of each kind, made when first asked for and kept: there are as many as kinds.
fn none<K: Kind>() -> &'static IndexMap<String, Arc<K::Element>> {
    static EMPTY: Mutex<BTreeMap<TypeId, &'static (dyn Any + Send + Sync)>> =
        Mutex::new(BTreeMap::new());
    let mut known = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
    let any = known
        .entry(TypeId::of::<K>())
        .or_insert_with(|| Box::leak(Box::new(IndexMap::<String, Arc<K::Element>>::new())));
    // The entry under a kind's own id is of its type; the other arm only satisfies the compiler.
    any.downcast_ref()
        .unwrap_or_else(|| Box::leak(Box::default()))
}

/// A figure written out looks at nothing.
struct Nothing;

impl Env for Nothing {
    fn slot(&self, _: usize, _: &SlotRef) -> Option<Value> {
        None
    }

    fn parts(&self, _: &str) -> &[PartRow] {
        &[]
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Elements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Elements({} kinds)", self.0.len())
    }
}
