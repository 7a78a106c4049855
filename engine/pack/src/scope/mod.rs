//! What a kind's `compile` may ask and tell: names, units, texts and findings, each checked and
//! reported at its place.

mod names;
mod rules;
mod scalar;
mod texts;

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use semver::Version;

use crate::finding::Report;
use crate::ids;
use crate::kind::{FitList, Kind};
use crate::load::SourceField;
use crate::load::run::{Draft, Run};
use crate::model::Place;
use crate::place::{At, Span};
use crate::script::Library;
use crate::units::{self, Unit};
use crate::value::Dim;
use crate::yaml::Key;

pub(crate) use names::visible;
pub use rules::{
    AGE_GROUPS, EXPRESSION_ROOTS, SEXES, USER_CATEGORIES, WORKOUT_BUILTINS, person_context,
    rule_names,
};
pub(crate) use rules::{Kept, metric_type};
pub(crate) use scalar::written as scalar_part;
pub(crate) use texts::gather;

/// The surroundings of one definition while it is compiled.
pub struct Scope<'a> {
    run: &'a Run<'a>,
    draft: &'a Draft,
    kind: &'static str,
    id: &'a str,
    key_span: Span,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        run: &'a Run<'a>,
        draft: &'a Draft,
        kind: &'static str,
        key: &'a Key,
    ) -> Self {
        Self {
            run,
            draft,
            kind,
            id: &key.name,
            key_span: key.span,
        }
    }

    pub fn pack_id(&self) -> &str {
        &self.draft.header.id
    }

    pub(crate) fn pack_version(&self) -> &Version {
        &self.draft.header.version
    }

    /// Whether the pack itself writes a definition of a kind.
    pub(crate) fn declares(&self, kind: &str, id: &str) -> bool {
        self.draft.declares(kind, id)
    }

    /// The pack's own definitions of a kind that were compiled before this one's.
    pub(crate) fn own<K: Kind>(&self) -> Option<&'a IndexMap<String, Arc<K::Element>>> {
        self.draft.elements.of::<K>()
    }

    /// The kinds under whose names people hold something.
    pub(crate) fn kinds_held(&self) -> Vec<&'static str> {
        self.run.kinds.held().collect()
    }

    /// `running.pace`
    pub fn qualified(&self) -> String {
        format!("{}.{}", self.pack_id(), self.id)
    }

    pub fn place(&self) -> Place {
        self.place_of(self.key_span)
    }

    /// Where something within the definition was written.
    pub fn place_of(&self, span: Span) -> Place {
        let file = self.run.files.get(span.file);
        Place {
            file: file.map_or_else(String::new, |file| file.name.clone()),
            line: self.run.files.line(span),
        }
    }

    /// Where the definition's id stands: the place for what concerns it as a whole.
    pub fn key_span(&self) -> Span {
        self.key_span
    }

    pub fn report(&mut self, report: Report) {
        self.run.report(report);
    }

    pub fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.report(Report::error(code, span, message));
    }

    /// The name of an icon of the built-in set; reports one that is not there.
    pub fn icon(&mut self, name: Option<At<String>>) -> Option<String> {
        let name = name?;
        match self.run.kinds.check_icon(&name) {
            None => Some(name.value),
            Some(report) => {
                self.report(report);
                None
            }
        }
    }

    /// What is wrong with a word of the FIT profile.
    pub(crate) fn unknown_fit(
        &self,
        list: FitList,
        word: &str,
        claim: &At<String>,
    ) -> Option<Report> {
        let known = self.run.kinds.fit_words(list);
        if known.is_empty() || known.iter().any(|name| name == word) {
            return None;
        }
        let what = match list {
            FitList::Sports => "sport",
            FitList::SubSports => "sub-sport",
        };
        let near = ids::nearest(word, known.iter().map(String::as_str));
        let message = format!("the FIT profile has no {what} `{word}`");
        let report = Report::error("S0066", claim.span, message);
        Some(match near {
            Some(near) => report
                .help(format!("did you mean `{near}`?"))
                .suggest(Some(claim.replacen(word, near, 1))),
            None => report.help(format!("it has {}", known.join(", "))),
        })
    }

    /// A file of scripts of the pack; the inner is none where it is not let through.
    #[expect(
        clippy::option_option,
        reason = "no file, and a file with mistakes, are told apart"
    )]
    pub(crate) fn library(&self, path: &str) -> Option<Option<Arc<Library>>> {
        self.draft.libraries.get(path).cloned()
    }

    /// The pack's files of scripts.
    pub(crate) fn libraries(&self) -> impl Iterator<Item = &'a str> {
        self.draft.libraries.keys().map(String::as_str)
    }

    /// Whether the engine fills the field from files; reports one it does not know.
    pub fn source_field(&mut self, name: &At<String>) -> Option<&'a SourceField> {
        let field = self.run.fields.get(name.as_str()).copied();
        if field.is_none() {
            let near = ids::nearest(name, self.run.fields.keys().copied());
            let report = Report::error(
                "S0043",
                name.span,
                format!("no file format gives `{}`", **name),
            )
            .help(near.map_or_else(
                || "a source is a canonical field, such as fit:session.total_distance".into(),
                |n| format!("did you mean `{n}`?"),
            ))
            .suggest(near.map(str::to_owned));
            self.report(report);
        }
        field
    }

    /// The fields that begin with `prefix`, without it.
    pub fn fields_under(&self, prefix: &str) -> Vec<&'a str> {
        self.run
            .fields
            .keys()
            .filter_map(|name| name.strip_prefix(prefix))
            .collect()
    }

    pub(crate) fn field_names(&self) -> impl Iterator<Item = &'a str> {
        self.run.fields.keys().copied()
    }

    pub(crate) fn known_field(&self, name: &str) -> Option<&'a SourceField> {
        self.run.fields.get(name).copied()
    }

    /// Notes that this sport takes a FIT sport; reports one that is taken.
    pub(crate) fn claim_fit(&mut self, sport: &str, sub: Option<&str>, span: Span) -> Option<()> {
        let key = (sport.to_owned(), sub.map(str::to_owned));
        let me = self.qualified();
        let mut claims = self.run.claims.borrow_mut();
        if let Some(owner) = claims.get(&key) {
            let message = format!("the FIT sport is taken by `{owner}` already");
            self.run
                .report(Report::error("S0067", span, message).help(
                    "one sport takes it; name a sub-sport here (`sport/sub_sport`) or there",
                ));
            return None;
        }
        claims.insert(key, me);
        Some(())
    }
}

/// Figures and places.
impl Scope<'_> {
    /// A quantity of the wanted dimension, in SI base units.
    pub fn quantity<T: AsRef<str>>(&mut self, figure: &At<T>, dim: Dim) -> Option<f64> {
        let text = figure.value.as_ref();
        // Nothing is nothing in every unit.
        if text == "0" {
            return Some(0.0);
        }
        match units::parse_quantity(text, Some(dim)) {
            Ok(quantity) => Some(quantity.si),
            Err(error) => {
                self.report(unit_report("S0102", figure.span, &error));
                None
            }
        }
    }

    pub fn unit(&mut self, unit: &At<String>) -> Option<Unit> {
        units::parse_unit(unit)
            .map_err(|error| self.report(unit_report("S0101", unit.span, &error)))
            .ok()
    }

    /// The place of a part of a text in the file; nothing where the text cannot be followed there.
    pub(crate) fn within(&self, text: &At<String>, part: &Range<usize>) -> Option<Span> {
        let file = self.run.files.get(text.span.file)?;
        let written = file.text.get(text.span.range())?;
        let start = text.span.range().start;
        let found = scalar::written(written, text, part)?;
        Some(Span::new(
            text.span.file,
            start + found.start..start + found.end,
        ))
    }
}

fn unit_report(code: &'static str, span: Span, error: &units::UnitError) -> Report {
    let report = Report::error(code, span, error.message.clone());
    match &error.suggestion {
        Some(near) => report
            .help(format!("did you mean `{near}`?"))
            .suggest(near.clone()),
        None => report,
    }
}
