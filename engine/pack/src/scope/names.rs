//! What a name means where it stands: the pack's own definition, else that of a pack it requires.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Scope;
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::kinds::{metrics::Metrics, parts::Parts, sports::Sports, values::Values};
use crate::load::run::Draft;
use crate::model::{Metric, Part, Sport, ValueList};
use crate::place::At;

impl<'a> Scope<'a> {
    pub fn metric(&mut self, name: &At<String>) -> Option<Arc<Metric>> {
        self.element::<Metrics>(name)
    }

    pub fn part(&mut self, name: &At<String>) -> Option<Arc<Part>> {
        self.element::<Parts>(name)
    }

    pub fn sport(&mut self, name: &At<String>) -> Option<Arc<Sport>> {
        self.element::<Sports>(name)
    }

    pub fn value_list(&mut self, name: &At<String>) -> Option<Arc<ValueList>> {
        self.element::<Values>(name)
    }

    /// The definition of kind `K` that `name` means: the pack's own, else the one of a required
    /// pack; `pack.name` says which. Reports a name that means nothing or more than one thing.
    pub fn element<K: Kind>(&mut self, name: &At<String>) -> Option<Arc<K::Element>> {
        if let Some((pack, id)) = name.split_once('.') {
            let draft = self.pack_named(name, pack)?;
            return self.pick::<K>(name, id, &[draft]);
        }
        let own = self.draft.declares(K::NAME, name);
        let places: Vec<_> = if own {
            vec![self.draft]
        } else {
            self.required()
                .filter(|d| d.declares(K::NAME, name))
                .collect()
        };
        self.pick::<K>(name, name, &places)
    }

    fn pack_named(&mut self, name: &At<String>, pack: &str) -> Option<&'a Draft> {
        if pack == self.pack_id() {
            return Some(self.draft);
        }
        if self.draft.header.requires.contains_key(pack) {
            // A required pack that is not there was reported with the header.
            return self.run.drafts.get(pack);
        }
        let known = self.draft.header.requires.keys().map(String::as_str);
        let near = ids::nearest(pack, known.chain([self.draft.header.id.as_str()]));
        let report = Report::error(
            "S0033",
            name.span,
            format!("`{pack}` is not a pack that `{}` requires", self.pack_id()),
        )
        .help(format!("add it to `requires` in pack.yaml: {pack}: \"^1\""))
        .suggest(near.map(|n| name.replacen(pack, n, 1)));
        self.report(report);
        None
    }

    fn pick<K: Kind>(
        &mut self,
        name: &At<String>,
        id: &str,
        places: &[&'a Draft],
    ) -> Option<Arc<K::Element>> {
        match places {
            [] => self.report_unknown::<K>(name),
            [draft] => {
                let qualified = format!("{}.{id}", draft.header.id);
                self.run.used.borrow_mut().insert((K::NAME, qualified));
                let found = draft
                    .elements
                    .of::<K>()
                    .and_then(|map| map.get(id))
                    .cloned();
                if found.is_none() && !draft.declares(K::NAME, id) {
                    self.report_unknown::<K>(name);
                }
                return found;
            }
            several => {
                let forms: Vec<_> = several
                    .iter()
                    .map(|d| format!("`{}.{id}`", d.header.id))
                    .collect();
                let first = several.first().map(|d| format!("{}.{id}", d.header.id));
                let report = Report::error(
                    "S0034",
                    name.span,
                    format!("`{id}` could be {}", forms.join(" or ")),
                )
                .help("more than one required pack has it: write the qualified form")
                .suggest(first);
                self.report(report);
            }
        }
        None
    }

    fn report_unknown<K: Kind>(&mut self, name: &At<String>) {
        if self.run.is_unread(self.draft, K::NAME) {
            return;
        }
        let mut known: Vec<String> = Vec::new();
        for draft in std::iter::once(self.draft).chain(self.required()) {
            let ids = draft
                .declared
                .get(K::NAME)
                .into_iter()
                .flat_map(IndexMap::keys);
            if name.contains('.') {
                known.extend(ids.map(|id| format!("{}.{id}", draft.header.id)));
            } else {
                known.extend(ids.cloned());
            }
        }
        let owner = self.owner::<K>(name);
        let near = ids::nearest(name, known.iter().map(String::as_str)).filter(|_| owner.is_none());
        let report = Report::error(
            "S0032",
            name.span,
            format!(
                "there is no `{}` among the {}",
                **name,
                K::NAME.replace('_', " ")
            ),
        )
        .help(match (owner, near) {
            (Some(pack), _) => format!("`{pack}` has it: add it to `requires` in pack.yaml"),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => format!(
                "define it under `{}`, or require the pack that has it",
                K::NAME
            ),
        })
        .suggest(near.map(str::to_owned));
        self.report(report);
    }

    /// A pack that is not required, was compiled before and has the name.
    fn owner<K: Kind>(&self, name: &str) -> Option<&'a str> {
        let run = self.run;
        let mut drafts = run
            .drafts
            .values()
            .filter(|draft| draft.declares(K::NAME, name));
        drafts.next().map(|draft| draft.header.id.as_str())
    }

    pub(super) fn required(&self) -> impl Iterator<Item = &'a Draft> + use<'a> {
        let run = self.run;
        self.draft
            .header
            .requires
            .keys()
            .filter_map(|id| run.drafts.get(id))
    }

    /// Every definition of kind `K` by the plain name that means it here: own ones first, then
    /// those that exactly one required pack has.
    pub fn visible<K: Kind>(&self) -> IndexMap<String, Arc<K::Element>> {
        visible::<K>(self.draft, self.required())
    }
}

/// See `Scope::visible`.
pub(crate) fn visible<'d, K: Kind>(
    own: &'d Draft,
    required: impl Iterator<Item = &'d Draft>,
) -> IndexMap<String, Arc<K::Element>> {
    let mut all: IndexMap<String, Arc<K::Element>> =
        own.elements.of::<K>().cloned().unwrap_or_default();
    let mut claimed: IndexMap<&str, (usize, &Arc<K::Element>)> = IndexMap::new();
    for (id, element) in required.filter_map(|d| d.elements.of::<K>()).flatten() {
        claimed.entry(id).or_insert((0, element)).0 += 1;
    }
    for (id, (packs, element)) in claimed {
        if packs == 1 && !own.declares(K::NAME, id) {
            all.insert(id.to_owned(), element.clone());
        }
    }
    all
}
