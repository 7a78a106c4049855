//! Kinds: what a pack may hold. One declaration of a kind yields its parsing, its JSON Schema,
//! its checks and its reference page.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diff::Sheet;
use crate::finding::Report;
use crate::ids;
use crate::kinds;
use crate::load::elements::{Definition, compile_definitions};
use crate::load::run::{Draft, Run};
use crate::model::{Elements, Pack};
use crate::place::At;
use crate::schema::{Checker, schema_of};
use crate::scope::Scope;

/// One kind of definition, kept in `<NAME>.yaml` or under `NAME:` in `pack.yaml`, as a map from id
/// to definition.
pub trait Kind: Sized + 'static {
    /// File stem and key: plural, `snake_case`.
    const NAME: &'static str;
    /// Title of the reference page.
    const TITLE: &'static str;
    /// What the kind is for: Markdown, the page's introduction.
    const DOC: &'static str;
    /// A complete, valid file of this kind; shown on the page.
    const EXAMPLE: &'static str;
    /// The codes of the kind's own findings, each with what it means and what to do.
    const CODES: &'static [(&'static str, &'static str)] = &[];
    /// A definition as written. Its fields' doc comments become the reference.
    type Raw: DeserializeOwned + JsonSchema;
    /// A definition as the engine uses it.
    type Element: Send + Sync + 'static;
    /// What people hold under an element's id, in words (`typed figures`); `None` of nothing. What
    /// is held is renamed or retired by a migration and never just gone.
    const HELD: Option<&'static str>;

    /// Ids of the same kind in the same pack that have to be compiled before this one.
    fn needs(_raw: &Self::Raw) -> Vec<String> {
        Vec::new()
    }

    /// Checks a definition and compiles it. Everything wrong is told to `cx`; `None` only after
    /// an error was.
    fn compile(id: &str, raw: Self::Raw, cx: &mut Scope<'_>) -> Option<Self::Element>;

    /// Lists everything that an element says, each key with how a change of it is judged: what two
    /// versions of a pack differ in, and what is told anew, is read from this alone.
    fn sheet(element: &Self::Element, sheet: &mut Sheet);

    /// The pack's elements of this kind.
    fn of(pack: &Pack) -> &IndexMap<String, Arc<Self::Element>> {
        pack.elements::<Self>()
    }
}

/// The kinds a compiler knows, in the order in which they are compiled: a kind may refer to those
/// before it.
pub struct KindSet {
    entries: Vec<Entry>,
    icons: Vec<String>,
    fit_sports: Vec<String>,
    fit_sub_sports: Vec<String>,
}

/// A list of words of the FIT profile.
#[derive(Clone, Copy, Debug)]
pub enum FitList {
    Sports,
    SubSports,
}

/// A kind with its types erased.
pub(crate) struct Entry {
    pub name: &'static str,
    pub title: &'static str,
    pub doc: &'static str,
    pub example: &'static str,
    pub codes: &'static [(&'static str, &'static str)],
    /// Of one definition.
    pub schema: serde_json::Value,
    pub checker: Checker,
    pub compile: fn(&Entry, &Run<'_>, Draft, Vec<Definition>) -> Draft,
    pub held: Option<&'static str>,
    pub sheets: fn(&Pack) -> IndexMap<String, Sheet>,
}

fn sheets<K: Kind>(pack: &Pack) -> IndexMap<String, Sheet> {
    let elements = K::of(pack).iter();
    let sheets = elements.map(|(id, element)| {
        let mut sheet = Sheet::new();
        K::sheet(element, &mut sheet);
        (id.clone(), sheet)
    });
    sheets.collect()
}

impl KindSet {
    /// The language's own kinds.
    pub fn language() -> Self {
        Self {
            entries: Vec::new(),
            icons: Vec::new(),
            fit_sports: Vec::new(),
            fit_sub_sports: Vec::new(),
        }
        .with::<kinds::values::Values>()
        .with::<kinds::parts::Parts>()
        .with::<kinds::scripts::Scripts>()
        .with::<kinds::metrics::Metrics>()
        .with::<kinds::sports::Sports>()
        .with::<kinds::norms::Norms>()
        .with::<kinds::migrations::Migrations>()
    }

    /// Adds a kind; a kind of the same name is replaced.
    #[must_use]
    pub fn with<K: Kind>(mut self) -> Self {
        let schema = schema_of::<K::Raw>();
        let entry = Entry {
            name: K::NAME,
            title: K::TITLE,
            doc: K::DOC,
            example: K::EXAMPLE,
            codes: K::CODES,
            checker: Checker::new(&schema),
            schema,
            compile: compile_definitions::<K>,
            held: K::HELD,
            sheets: sheets::<K>,
        };
        self.entries.retain(|e| e.name != K::NAME);
        self.entries.push(entry);
        self
    }

    /// The FIT profile's sports and sub-sports; without any, every word is taken.
    #[must_use]
    pub fn fit(
        mut self,
        sports: impl IntoIterator<Item = String>,
        sub_sports: impl IntoIterator<Item = String>,
    ) -> Self {
        self.fit_sports = sports.into_iter().collect();
        self.fit_sub_sports = sub_sports.into_iter().collect();
        self
    }

    /// The words of the FIT profile that packs may claim.
    pub fn fit_words(&self, list: FitList) -> &[String] {
        match list {
            FitList::Sports => &self.fit_sports,
            FitList::SubSports => &self.fit_sub_sports,
        }
    }

    /// The icons that packs may name; without any, every name that could be one is taken.
    #[must_use]
    pub fn icons(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.icons = names.into_iter().collect();
        self
    }

    /// The icons that packs may name.
    pub fn icon_names(&self) -> &[String] {
        &self.icons
    }

    /// What is wrong with the name of an icon.
    pub(crate) fn check_icon(&self, name: &At<String>) -> Option<Report> {
        let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.icons.iter().any(|icon| icon == name.as_str()) {
            return None;
        }
        if !name.chars().all(is_letter) {
            let message = format!("`{}` is not an icon's name", **name);
            let report = Report::error("S0039", name.span, message);
            return Some(report.help("icons are named in kebab-case: fast-forward, down-small"));
        }
        if self.icons.is_empty() {
            return None;
        }
        let known = self.icons.iter().map(String::as_str);
        let near = ids::nearest(name, known).map(str::to_owned);
        let report = Report::error("S0039", name.span, format!("there is no icon `{}`", **name));
        let help = match &near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", self.icons.join(", ")),
        };
        Some(report.help(help).suggest(near))
    }

    /// The kinds under whose names people hold something.
    pub fn held(&self) -> impl Iterator<Item = &'static str> + '_ {
        let held = self.entries.iter().filter(|e| e.held.is_some());
        held.map(|e| e.name)
    }

    /// What a pack's elements of a kind say, by plain id.
    pub fn sheets(&self, kind: &str, pack: &Pack) -> IndexMap<String, Sheet> {
        let entry = self.get(kind);
        entry.map_or_else(IndexMap::new, |entry| (entry.sheets)(pack))
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.entries.iter().map(|e| e.name)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.name == name)
    }
}

type Typed<K> = IndexMap<String, Arc<<K as Kind>::Element>>;

impl Elements {
    /// The pack's own elements of a kind, by plain id, in the order written.
    pub(crate) fn of<K: Kind>(&self) -> Option<&Typed<K>> {
        self.0
            .get(&std::any::TypeId::of::<K>())
            .and_then(|any| any.downcast_ref())
    }

    pub(crate) fn take<K: Kind>(&mut self) -> Typed<K> {
        self.0
            .remove(&std::any::TypeId::of::<K>())
            .and_then(|any| any.downcast::<Typed<K>>().ok())
            .map_or_else(IndexMap::new, |map| *map)
    }

    pub(crate) fn insert<K: Kind>(&mut self, id: &str, element: Arc<K::Element>) {
        let any = self
            .0
            .entry(std::any::TypeId::of::<K>())
            .or_insert_with(|| Box::new(Typed::<K>::new()) as Box<dyn Any + Send + Sync>);
        if let Some(map) = any.downcast_mut::<Typed<K>>() {
            map.insert(id.to_owned(), element);
        }
    }

    pub(crate) fn sort_like<K: Kind>(&mut self, order: &HashMap<&str, usize>) {
        if let Some(map) = self
            .0
            .get_mut(&std::any::TypeId::of::<K>())
            .and_then(|any| any.downcast_mut::<Typed<K>>())
        {
            map.sort_by_key(|id, _| order.get(id.as_str()).copied().unwrap_or(usize::MAX));
        }
    }
}
