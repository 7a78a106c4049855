//! The state of one compile run, and of one pack within it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::expr::Context;
use crate::finding::{Report, Severity};
use crate::kind::KindSet;
use crate::load::locale::Locales;
use crate::load::{Header, SourceField};
use crate::model::Elements;
use crate::place::Span;
use crate::scope::Kept;
use crate::script::Library;
use crate::source::Files;

/// A FIT sport, and one of its sub-sports where it is named.
pub(crate) type FitSport = (String, Option<String>);

/// A pack, and the numbers of its metrics, parts and sports.
pub(crate) type ContextKey = (String, [usize; 4]);

/// Everything a compile run gathers.
pub(crate) struct Run<'a> {
    pub files: Files,
    pub kinds: &'a KindSet,
    pub fields: IndexMap<&'a str, &'a SourceField>,
    /// Packs compiled so far, broken ones too: their names still resolve, so that one mistake
    /// does not become a hundred findings.
    pub drafts: BTreeMap<String, Draft>,
    pub reports: RefCell<Vec<Report>>,
    /// Qualified names that something referred to, by kind.
    pub used: RefCell<HashSet<(&'static str, String)>>,
    /// Packs that require each other; that was told once for all of them.
    pub circular: HashSet<String>,
    /// What rules and formulas may name, by the pack and how many of its names were known: most
    /// definitions of a kind share it.
    pub contexts: RefCell<HashMap<Kept, (ContextKey, Arc<Context>)>>,
    /// The sport that takes each FIT sport and sub-sport.
    pub claims: RefCell<HashMap<FitSport, String>>,
}

impl Run<'_> {
    pub fn report_all(&self, reports: Vec<Report>) {
        self.reports.borrow_mut().extend(reports);
    }

    pub fn report(&self, report: Report) {
        self.reports.borrow_mut().push(report);
    }

    /// How many findings there are so far.
    pub fn told(&self) -> usize {
        self.reports.borrow().len()
    }

    /// Takes back those after the first `told` that are about one place.
    pub fn forget(&self, told: usize, place: Span) {
        let mut at = 0;
        self.reports.borrow_mut().retain(|report| {
            at += 1;
            at <= told || report.span != place
        });
    }

    /// Whether a name of this kind that the pack cannot find may be one that could not be read, in it
    /// or in a pack that it requires.
    pub fn is_unread(&self, draft: &Draft, kind: &str) -> bool {
        let mut required = draft.header.requires.keys();
        draft.unread.contains(kind)
            || required.any(|id| self.drafts.get(id).is_none_or(|d| d.unread.contains(kind)))
    }

    /// Whether anything was said about a file yet.
    pub fn reported_in(&self, file: u32) -> bool {
        self.reports.borrow().iter().any(|r| r.span.file == file)
    }

    pub fn errors(&self) -> usize {
        self.reports
            .borrow()
            .iter()
            .filter(|r| r.severity == Severity::Error)
            .count()
    }
}

/// One pack under way.
pub(crate) struct Draft {
    pub header: Header,
    pub digest: String,
    pub elements: Elements,
    /// Every id written in the pack, compiled or not, by kind.
    pub declared: HashMap<&'static str, IndexMap<String, Span>>,
    /// Kinds of which not every id could be read: a name that is not found may be one of these, and
    /// the fault that hides it was told.
    pub unread: HashSet<&'static str>,
    pub locales: Locales,
    /// Files of scripts by path; nothing of one that is not let through.
    pub libraries: IndexMap<String, Option<Arc<Library>>>,
    pub broken: bool,
}

impl Draft {
    pub fn declares(&self, kind: &str, id: &str) -> bool {
        self.declared
            .get(kind)
            .is_some_and(|ids| ids.contains_key(id))
    }
}
