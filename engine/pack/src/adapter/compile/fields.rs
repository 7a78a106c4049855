//! Checks the steps of normalising, one canonical field at a time.

use indexmap::IndexMap;

use super::Cx;
use crate::adapter::canon::{CanonField, PLAIN};
use crate::adapter::model::{FieldEntry, From, Reader, Target, TimeForm};
use crate::adapter::raw::RawEntry;
use crate::expr::Want;
use crate::finding::Report;
use crate::ids;
use crate::place::{At, Span};
use crate::units::{self, Unit};
use crate::value::Dim;

const GENERIC: &str = "generic";

impl Cx<'_> {
    /// What a name stands for; reports one that stands for nothing.
    pub(super) fn target(&mut self, name: &At<String>) -> Option<Target> {
        let target = match name.as_str() {
            "sport" => Target::Sport,
            "name" => Target::Name,
            "start_time" => Target::StartTime,
            "utc_offset" => Target::UtcOffset,
            "manufacturer" => Target::Manufacturer,
            "product" => Target::Product,
            "serial" => Target::Serial,
            "software" => Target::Software,
            figure => {
                let Some(field) = self.canon.figure(figure) else {
                    self.unknown_field(name);
                    return None;
                };
                Target::Figure {
                    name: field.name.clone(),
                    unit: field.unit.clone(),
                }
            }
        };
        Some(target)
    }

    fn unknown_field(&mut self, name: &At<String>) {
        let canon = self.canon;
        let figures = canon
            .figures
            .iter()
            .map(|field| field.name.trim_start_matches("fit:session."));
        let near = ids::nearest(name, figures.chain(PLAIN.map(|plain| plain.name)));
        let is_channel = canon.channel(name).is_some();
        let help = match near {
            _ if is_channel => "it is a channel: it stands under `samples`".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => "canonical fields are named as in the FIT profile: docs/reference/canonical.md"
                .to_owned(),
        };
        let report = Report::error(
            "S0502",
            name.span,
            format!("no activity has a field `{}`", **name),
        );
        self.report(report.help(help).suggest(near.map(str::to_owned)));
    }

    pub(super) fn field_entry(&mut self, raw: &RawEntry, name: &At<String>) -> Option<FieldEntry> {
        let target = self.target(name)?;
        let source = match (&raw.from, &raw.value, &raw.compute) {
            (Some(from), None, None) => {
                let read = self.reader(raw, &target, name.span)?;
                From::Paths {
                    paths: self.paths(from)?,
                    read,
                }
            }
            (None, Some(value), None) => self.constant(value, &target)?,
            (None, None, Some(formula)) => {
                let context = self.record_context();
                let want = self.wanted(&target, formula.span)?;
                From::Formula(self.expression(formula, &context, want)?)
            }
            _ => {
                let report = Report::error("S0503", name.span, "a field comes from one thing");
                self.report(report.help("write one of from, value and compute"));
                return None;
            }
        };
        let is_from = matches!(source, From::Paths { .. });
        let stray = [
            (raw.unit.is_some() && !is_from, "unit"),
            (raw.form.is_some() && !is_from, "as"),
            (!raw.words.is_empty() && !is_from, "words"),
        ];
        for (_, key) in stray.into_iter().filter(|(is_stray, _)| *is_stray) {
            let report = Report::error(
                "S0503",
                name.span,
                format!("`{key}` says how `from` is read"),
            );
            self.report(report.help(format!("take `{key}` out")));
        }
        let required = raw.required.unwrap_or_default() || target == Target::StartTime;
        Some(FieldEntry {
            target,
            source,
            required,
        })
    }

    /// What a formula for the field gives.
    fn wanted(&mut self, target: &Target, at: Span) -> Option<Want> {
        match target {
            Target::Figure {
                unit: Some(unit), ..
            } => Some(Want::Number(Some(unit.dim))),
            Target::UtcOffset => Some(Want::Number(Some(Dim::TIME))),
            other => {
                let message = format!("`{}` is no figure that a formula gives", other.word());
                let report = Report::error("S0503", at, message);
                self.report(report.help("write `from` with `words` or `as`"));
                None
            }
        }
    }

    fn constant(&mut self, value: &At<crate::figure::Figure>, target: &Target) -> Option<From> {
        match target {
            Target::Figure {
                unit: Some(unit),
                name,
            } => {
                let si = self.quantity(value, unit.dim)?;
                let number = unit.from_si(si);
                let field = self.canon.figure(name);
                let range = field.and_then(|field| field.range);
                if let Some((low, high)) = range
                    && !(low..=high).contains(&number)
                {
                    let message = format!("`{}` is never true of it", value.0);
                    let report = Report::error("S0508", value.span, message);
                    self.report(report.help(format!("it is {low} to {high} {}", unit.symbol)));
                }
                Some(From::Number(number))
            }
            Target::UtcOffset => Some(From::Number(self.quantity(value, Dim::TIME)?)),
            Target::Sport => {
                let word = At::new(value.0.clone(), value.span);
                self.sport(&word).then(|| From::Word(word.value))
            }
            Target::StartTime => {
                let report =
                    Report::error("S0503", value.span, "no two activities begin at one time");
                self.report(report.help("write `from`"));
                None
            }
            _ => Some(From::Word(value.0.clone())),
        }
    }

    /// How what stands at the path is understood.
    fn reader(&mut self, raw: &RawEntry, target: &Target, at: Span) -> Option<Reader> {
        if raw.otherwise.is_some()
            && !matches!(target, Target::Sport | Target::Figure { unit: None, .. })
        {
            let report = Report::error("S0503", at, "`otherwise` is for words");
            self.report(report.help("take it out"));
        }
        match target {
            Target::Sport => {
                for word in raw.words.values().chain(&raw.otherwise) {
                    self.sport(word);
                }
                Some(words(raw))
            }
            Target::Figure { unit: None, .. } => Some(words(raw)),
            Target::StartTime => {
                let form = raw
                    .form
                    .as_ref()
                    .map_or(TimeForm::Iso8601, |form| form.value);
                if matches!(
                    form,
                    TimeForm::Seconds
                        | TimeForm::Milliseconds
                        | TimeForm::Duration
                        | TimeForm::Clock
                ) {
                    let span = raw.form.as_ref().map_or(at, |form| form.span);
                    let report = Report::error("S0510", span, "this is no moment in time");
                    self.report(
                        report.help("a start is written as iso8601, local, unix, unix_ms or date"),
                    );
                }
                Some(Reader::Time(form))
            }
            Target::UtcOffset => {
                self.number_reader(raw.unit.as_ref(), raw.form.as_ref(), &seconds(), at)
            }
            Target::Figure {
                unit: Some(unit), ..
            } => self.number_reader(raw.unit.as_ref(), raw.form.as_ref(), unit, at),
            _ => Some(Reader::Text),
        }
    }

    /// A number in a unit of the field's dimension, or a written span.
    pub(super) fn number_reader(
        &mut self,
        written: Option<&At<String>>,
        form: Option<&At<TimeForm>>,
        to: &Unit,
        at: Span,
    ) -> Option<Reader> {
        if let Some(form) = form {
            let is_span = matches!(form.value, TimeForm::Duration | TimeForm::Clock);
            if !is_span || to.dim != Dim::TIME || written.is_some() {
                let report = Report::error("S0510", form.span, "this is no way to write it");
                self.report(report.help("a span of time may be `as: duration` (PT1H) or `as: clock` (1:00:00), without a unit; other figures have a `unit`"));
                return None;
            }
            return Some(Reader::Time(form.value));
        }
        let Some(written) = written else {
            if to.dim == Dim::NONE {
                return Some(Reader::Number(to.clone()));
            }
            let report = Report::error(
                "S0503",
                at,
                format!("in which unit is this {} written?", to.dim.describe()),
            );
            self.report(report.help(format!(
                "write `unit: {}`, or the one that the vendor uses",
                to.symbol
            )));
            return None;
        };
        let unit = self.unit(written)?;
        if unit.dim != to.dim {
            self.other_dimension(written, &unit, to);
            return None;
        }
        Some(Reader::Number(unit))
    }

    pub(super) fn other_dimension(&mut self, written: &At<String>, unit: &Unit, to: &Unit) {
        let message = format!(
            "`{}` is {}, and the field is {}",
            **written,
            unit.dim.describe(),
            to.dim.describe()
        );
        let report = Report::error("S0045", written.span, message);
        self.report(report.help(format!("its own unit is {}", to.symbol)));
    }

    /// `sport` or `sport/sub_sport` in words of the FIT profile.
    pub(super) fn sport(&mut self, word: &At<String>) -> bool {
        let (sport, sub) = word.split_once('/').unwrap_or((word, GENERIC));
        for (word_of, known, what) in [
            (sport, &self.canon.sports, "sport"),
            (sub, &self.canon.sub_sports, "sub-sport"),
        ] {
            if known.is_empty() || known.iter().any(|known| known == word_of) {
                continue;
            }
            let near = ids::nearest(word_of, known.iter().map(String::as_str));
            let report = Report::error(
                "S0511",
                word.span,
                format!("the FIT profile has no {what} `{word_of}`"),
            );
            let report = match near {
                Some(near) => report
                    .help(format!("did you mean `{near}`?"))
                    .suggest(word.replacen(word_of, near, 1)),
                None => report.help("docs/reference/sources.md lists them"),
            };
            self.report(report);
            return false;
        }
        true
    }

    /// Bounds of a figure or channel, in its unit.
    pub(super) fn bound(
        &mut self,
        figure: &At<crate::figure::Figure>,
        field: &CanonField,
    ) -> Option<f64> {
        let unit = field.unit.clone().unwrap_or_else(Unit::one);
        let value = match figure.0.parse::<f64>() {
            Ok(number) if unit.dim == Dim::NONE => number,
            _ => unit.from_si(self.quantity(figure, unit.dim)?),
        };
        if let Some((low, high)) = field.range
            && !(low..=high).contains(&value)
        {
            let message = format!("`{}` is beyond what can be true of any device", figure.0);
            let report = Report::error("S0508", figure.span, message);
            self.report(report.help(format!(
                "{low} to {high} {} is taken of all; an adapter may take less",
                unit.symbol
            )));
        }
        Some(value)
    }
}

fn words(raw: &RawEntry) -> Reader {
    let known: IndexMap<_, _> = raw
        .words
        .iter()
        .map(|(theirs, ours)| (theirs.value.clone(), ours.value.clone()))
        .collect();
    Reader::Words {
        known,
        otherwise: raw.otherwise.as_ref().map(|word| word.value.clone()),
    }
}

pub(super) fn seconds() -> Unit {
    units::parse_unit("s").unwrap_or_else(|_| Unit::one())
}
