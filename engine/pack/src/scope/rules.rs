//! What a rule or a formula may name where it stands, and what it comes to.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Scope;
use crate::expr::{self, Checked, Context, Stretch, Type, Want};
use crate::finding::Report;
use crate::kind::Kind;
use crate::kinds::{metrics::Metrics, parts::Parts, scripts::Scripts, sports::Sports};
use crate::load::run::Draft;
use crate::model::{Metric, MetricType, Over, RecordShape, Text, ValueList};
use crate::place::At;
use crate::regions::REGIONS;
use crate::value::Dim;

impl Scope<'_> {
    /// A rule in a context, checked to give what is wanted.
    pub fn expr(&mut self, source: &At<String>, cx: &Context, want: Want) -> Option<Checked> {
        match expr::compile(source, cx, want) {
            Ok(checked) => {
                self.note_use(&checked);
                Some(checked)
            }
            Err(errors) => {
                for error in errors {
                    if self.names_failed_metric(source, &error.span) {
                        continue;
                    }
                    let place = self.within(source, &error.span);
                    let span = place.unwrap_or(source.span);
                    let mut report = Report::error(error.code, span, error.message);
                    report.help = error.help;
                    // A suggestion is for the part, and would replace the whole.
                    report.suggestion = error.suggestion.filter(|_| place.is_some());
                    self.report(report);
                }
                None
            }
        }
    }

    /// Whether an error is about a metric or script that is written and could not be compiled: that
    /// was told where it stands.
    fn names_failed_metric(&self, source: &str, span: &Range<usize>) -> bool {
        let words = source.get(span.clone()).unwrap_or_default();
        let mut names = words.split(|c: char| !c.is_alphanumeric() && c != '_');
        names.any(|name| {
            std::iter::once(self.draft)
                .chain(self.required())
                .find(|d| d.declares(Metrics::NAME, name))
                .is_some_and(|d| {
                    !d.elements
                        .of::<Metrics>()
                        .is_some_and(|m| m.contains_key(name))
                })
                || self.is_failed_script(words, name)
        })
    }

    fn is_failed_script(&self, words: &str, name: &str) -> bool {
        let mut drafts = std::iter::once(self.draft).chain(self.required());
        let declaring = drafts.find(|d| d.declares(Scripts::NAME, name));
        let is_named = words.trim_start().starts_with(expr::SCRIPTS);
        is_named
            && declaring.is_some_and(|draft| {
                let sound = draft.elements.of::<Scripts>();
                !sound.is_some_and(|scripts| scripts.contains_key(name))
            })
    }

    fn note_use(&self, checked: &Checked) {
        let owner = |kind: &'static str, name: &str| {
            let draft = std::iter::once(self.draft)
                .chain(self.required())
                .find(|d| d.declares(kind, name))?;
            Some((kind, format!("{}.{name}", draft.header.id)))
        };
        let metrics = checked.slots().iter().filter(|s| s.root == "workout");
        let used = metrics.filter_map(|s| owner(Metrics::NAME, &s.field));
        let parts = checked.parts().iter().filter_map(|p| owner(Parts::NAME, p));
        let scripts = checked.scripts().iter();
        let scripts = scripts.map(|script| (Scripts::NAME, script.id.clone()));
        let used = used.chain(parts).chain(scripts);
        self.run.used.borrow_mut().extend(used);
    }

    /// Full ids of the sports that a rule may name, also of those not compiled yet.
    fn declared_sports(&self) -> Vec<String> {
        let drafts = std::iter::once(self.draft).chain(self.required());
        let full = |draft: &Draft| {
            let ids = draft.declared.get(Sports::NAME).into_iter();
            let ids = ids.flat_map(IndexMap::keys);
            ids.map(|id| format!("{}.{id}", draft.header.id))
                .collect::<Vec<_>>()
        };
        drafts.flat_map(full).collect()
    }

    /// What a metric's `derive` sees: the other metrics of the workout, and its parts.
    pub fn derive_context(&self) -> Context {
        let mut fields = workout_builtins(&self.declared_sports());
        for (name, metric) in self.visible::<Metrics>() {
            fields.insert(name, metric_type(&metric.ty, metric.dim));
        }
        let context = Context::new().root("workout", fields);
        let mut context = context.scripts(self.visible::<Scripts>());
        for (name, part) in self.visible::<Parts>() {
            let fields = part
                .fields
                .iter()
                .map(|(id, field)| (id.clone(), metric_type(&field.ty, field.dim)))
                .collect();
            context = context.part(&name, fields);
        }
        context
    }

    /// What a rule on a recorded workout sees: `workout` with every metric, the parts, the user as
    /// of that day, and the user's history.
    pub fn workout_context(&self) -> Context {
        let plain = self.visible::<Sports>().into_iter();
        let plain = plain.map(|(name, sport)| (name, sport.id.clone()));
        let full = self
            .declared_sports()
            .into_iter()
            .map(|id| (id.clone(), id));
        let context = self.derive_context().history(true).now(true);
        let context = context.root("user", user_fields());
        let context = context.sports(plain.chain(full).collect());
        let metrics = self.visible::<Metrics>().into_iter();
        metrics.fold(context, |context, (name, metric)| {
            context.best(&name, stretches(&metric))
        })
    }

    /// The derived metrics that `metrics` need, themselves included, dependencies first. A formula
    /// of a required pack means that pack's names.
    pub(crate) fn derive_order(&self, metrics: &[Arc<Metric>]) -> Vec<Arc<Metric>> {
        let mut order = Vec::new();
        for metric in metrics {
            self.push_derived(metric, &mut order, 0);
        }
        order
    }

    fn push_derived(&self, metric: &Arc<Metric>, order: &mut Vec<Arc<Metric>>, depth: usize) {
        let Some(formula) = &metric.derive else {
            return;
        };
        // Formulas have no circles, so the depth ends; the bound keeps a deep chain off the stack.
        if depth > MAX_DERIVE_DEPTH || order.iter().any(|m| m.id == metric.id) {
            return;
        }
        for slot in formula.slots().iter().filter(|s| s.root == "workout") {
            if let Some(need) = self.metric_seen_by(&metric.pack, &slot.field) {
                self.push_derived(&need, order, depth + 1);
            }
        }
        order.push(metric.clone());
    }

    fn metric_seen_by(&self, pack: &str, name: &str) -> Option<Arc<Metric>> {
        let draft = self.draft_of(pack)?;
        let own = draft.elements.of::<Metrics>().and_then(|m| m.get(name));
        let required = draft
            .header
            .requires
            .keys()
            .filter_map(|id| self.run.drafts.get(id));
        own.or_else(|| {
            required
                .filter_map(|d| d.elements.of::<Metrics>())
                .find_map(|m| m.get(name))
        })
        .cloned()
    }

    fn draft_of(&self, pack: &str) -> Option<&Draft> {
        if pack == self.pack_id() {
            Some(self.draft)
        } else {
            self.run.drafts.get(pack)
        }
    }
}

/// Formulas built on formulas; far above what a pack has.
const MAX_DERIVE_DEPTH: usize = 200;

/// What every workout has besides its metrics.
fn workout_builtins(sports: &[String]) -> IndexMap<String, Type> {
    IndexMap::from([
        ("start".to_owned(), Type::Time),
        ("day".to_owned(), Type::Date),
        ("sport".to_owned(), words("sports", sports)),
        (
            "modality".to_owned(),
            words("modality", &["sensed", "entered"]),
        ),
    ])
}

/// Who the user was on the day of the workout: what they did not tell is missing.
fn user_fields() -> IndexMap<String, Type> {
    IndexMap::from([
        ("category".to_owned(), words("category", USER_CATEGORIES)),
        ("age_group".to_owned(), ordered("age_group", AGE_GROUPS)),
        ("age".to_owned(), Type::Count),
        ("sex".to_owned(), words("sex", SEXES)),
        ("region".to_owned(), words("region", REGIONS)),
        ("weight".to_owned(), Type::Number(Dim::MASS)),
    ])
}

/// What a rule on a workout may name besides metrics, and its type in words.
pub fn rule_names() -> impl Iterator<Item = (String, String)> {
    let fields = workout_builtins(&["pack.sport".into()]).into_iter();
    let fields = fields.map(|(name, ty)| (format!("workout.{name}"), told(&ty)));
    let user = user_fields().into_iter().map(|(name, ty)| {
        let what = match name.as_str() {
            "region" => "a country by its ISO 3166-1 code: `DE`".to_owned(),
            "age" => "whole years on the workout's day".to_owned(),
            "age_group" => format!("{}, by the bounds of the region", told(&ty)),
            _ => told(&ty),
        };
        (format!("user.{name}"), what)
    });
    let now = (
        "now".to_owned(),
        "the time as of which a rule is asked".to_owned(),
    );
    fields.chain(user).chain([now])
}

fn told(ty: &Type) -> String {
    match ty {
        Type::Enum(list) | Type::Ordered(list) => {
            let words: Vec<_> = list.values.keys().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        other => other.describe(),
    }
}

pub const USER_CATEGORIES: &[&str] = &["athlete", "amateur"];
/// In order of age.
pub const AGE_GROUPS: &[&str] = &["child", "teen", "adult"];
pub const SEXES: &[&str] = &["female", "male", "other"];
/// What rules name with a dot after it, so that no part may take its name.
pub const EXPRESSION_ROOTS: &[&str] = &["workout", "user", "gear", "event", "now", "script"];
/// Fields of `workout` that no metric may take the name of.
pub const WORKOUT_BUILTINS: &[&str] = &["start", "day", "sport", "modality"];

fn words(id: &str, words: &[impl AsRef<str>]) -> Type {
    Type::Enum(list(id, words))
}

fn ordered(id: &str, words: &[impl AsRef<str>]) -> Type {
    Type::Ordered(list(id, words))
}

fn list(id: &str, words: &[impl AsRef<str>]) -> Arc<ValueList> {
    let values = words
        .iter()
        .map(|w| (w.as_ref().to_owned(), Text::default()))
        .collect();
    Arc::new(ValueList {
        id: id.to_owned(),
        values,
    })
}

/// Over what the metric keeps records.
fn stretches(metric: &Metric) -> Vec<Stretch> {
    let shapes = metric.records.iter().map(|rule| &rule.shape);
    let stretch = |shape: &RecordShape| match shape {
        RecordShape::Best { over, at } => Some(Stretch {
            dim: match over {
                Over::Distance => Dim::LENGTH,
                Over::Duration => Dim::TIME,
            },
            si: *at,
        }),
        RecordShape::BestMean { at, .. } => Some(Stretch {
            dim: Dim::TIME,
            si: *at,
        }),
        _ => None,
    };
    shapes.filter_map(stretch).collect()
}

pub(crate) fn metric_type(ty: &MetricType, dim: Dim) -> Type {
    match ty {
        MetricType::Quantity => Type::Number(dim),
        MetricType::Rating { .. } => Type::Number(Dim::NONE),
        MetricType::Count => Type::Count,
        MetricType::Enum {
            values,
            ordered: true,
        } => Type::Ordered(values.clone()),
        MetricType::Enum { values, .. } => Type::Enum(values.clone()),
        MetricType::Flag => Type::Flag,
        MetricType::Text => Type::Text,
    }
}
