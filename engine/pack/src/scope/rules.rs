//! What a rule or a formula may name where it stands, and what it comes to.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Scope;
use crate::expr::{self, Checked, Context, Hidden, Named, Stretch, Type, Want};
use crate::finding::Report;
use crate::kind::Kind;
use crate::kinds::{metrics::Metrics, parts::Parts, scripts::Scripts, sports::Sports};
use crate::load::run::Draft;
use crate::model::{Metric, MetricType, Over, Pack, Packs, RecordShape, Text, ValueList};
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

    /// Names of this kind that are written here or in a required pack, and could not be compiled.
    fn failed<K: Kind>(&self) -> HashSet<String> {
        let drafts = std::iter::once(self.draft).chain(self.required());
        let failed = drafts.flat_map(|draft| {
            let compiled = draft.elements.of::<K>();
            let declared = draft
                .declared
                .get(K::NAME)
                .into_iter()
                .flat_map(IndexMap::keys);
            declared.filter(move |id| !compiled.is_some_and(|all| all.contains_key(*id)))
        });
        failed.cloned().collect()
    }

    fn hidden(&self) -> Hidden {
        let kinds = [
            (Named::Metric, Metrics::NAME),
            (Named::Part, Parts::NAME),
            (Named::Script, Scripts::NAME),
            (Named::Sport, Sports::NAME),
        ];
        let unread = kinds.into_iter();
        let unread = unread.filter(|(_, kind)| self.run.is_unread(self.draft, kind));
        Hidden {
            metrics: self.failed::<Metrics>(),
            parts: self.failed::<Parts>(),
            scripts: self.failed::<Scripts>(),
            unread: unread.map(|(named, _)| named).collect(),
        }
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

    /// Full ids by the plain name that means them here, also of sports that could not be compiled.
    fn plain_sports(&self) -> IndexMap<String, String> {
        let mut all: IndexMap<String, Option<String>> = IndexMap::new();
        for draft in std::iter::once(self.draft).chain(self.required()) {
            let ids = draft.declared.get(Sports::NAME).into_iter();
            for id in ids.flat_map(IndexMap::keys) {
                let full = Some(format!("{}.{id}", draft.header.id));
                let is_own = self.draft.declares(Sports::NAME, id);
                // A name that two required packs have means neither.
                all.entry(id.clone())
                    .and_modify(|known| *known = known.take().filter(|_| is_own))
                    .or_insert(full);
            }
        }
        all.into_iter()
            .filter_map(|(name, full)| Some((name, full?)))
            .collect()
    }

    /// What a metric's `derive` sees: the other metrics of the workout, and its parts.
    pub fn derive_context(&self) -> Arc<Context> {
        self.kept(Kept::Derive, || self.of_formulas())
    }

    /// The context that was made for the definition before, where nothing came to be known since.
    fn kept(&self, of: Kept, make: impl FnOnce() -> Context) -> Arc<Context> {
        let elements = &self.draft.elements;
        let known = [
            elements.of::<Metrics>().map_or(0, IndexMap::len),
            elements.of::<Parts>().map_or(0, IndexMap::len),
            elements.of::<Sports>().map_or(0, IndexMap::len),
            elements.of::<Scripts>().map_or(0, IndexMap::len),
        ];
        let key = (self.pack_id().to_owned(), known);
        if let Some((of_key, context)) = self.run.contexts.borrow().get(&of)
            && *of_key == key
        {
            return Arc::clone(context);
        }
        let context = Arc::new(make());
        let entry = (key, Arc::clone(&context));
        self.run.contexts.borrow_mut().insert(of, entry);
        context
    }

    fn of_formulas(&self) -> Context {
        let mut fields = workout_builtins(&self.declared_sports());
        let hidden = self.hidden();
        if hidden.any(Named::Sport) {
            // Any word may be a sport's.
            fields.insert("sport".to_owned(), Type::Text);
        }
        for (name, metric) in self.visible::<Metrics>() {
            fields.insert(name, metric_type(&metric.ty, metric.dim));
        }
        let context = Context::new().root("workout", fields).hidden(hidden);
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
    pub fn workout_context(&self) -> Arc<Context> {
        self.kept(Kept::Workout, || self.with_history(self.of_formulas()))
    }

    /// What a rule on a person sees: the user as of a day, and their history up to it.
    pub fn person_context(&self) -> Arc<Context> {
        self.kept(Kept::Person, || self.of_person())
    }

    fn of_person(&self) -> Context {
        let mut fields = IndexMap::new();
        for (name, metric) in self.visible::<Metrics>() {
            fields.insert(name, metric_type(&metric.ty, metric.dim));
        }
        let context = Context::new().root("workout", fields).of_person();
        self.with_history(context.hidden(self.hidden()))
    }

    fn with_history(&self, context: Context) -> Context {
        let plain = self.plain_sports().into_iter();
        let full = self
            .declared_sports()
            .into_iter()
            .map(|id| (id.clone(), id));
        let context = context.history(true).now(true);
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

/// Whose names a context has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kept {
    Derive,
    Workout,
    Person,
}

/// What a rule on a person sees in a live pack; as `Scope::person_context` while it is compiled.
pub fn person_context(packs: &Packs, pack: &Pack) -> Context {
    let mut fields = IndexMap::new();
    let mut context = Context::new().of_person().history(true).now(true);
    for (name, metric) in &pack.visible_metrics {
        fields.insert(name.clone(), metric_type(&metric.ty, metric.dim));
        context = context.best(name, stretches(metric));
    }
    let context = context.root("workout", fields).root("user", user_fields());
    context.sports(sports_of(packs, pack))
}

/// The sports that a pack may name: by plain name its own and those that one required pack has, and
/// all by their full ids.
fn sports_of(packs: &Packs, pack: &Pack) -> IndexMap<String, String> {
    let required: Vec<&Pack> = (pack.requires.keys())
        .filter_map(|id| packs.packs.get(id).map(|pack| &**pack))
        .collect();
    let mut sports = IndexMap::new();
    for (at, of) in [pack]
        .into_iter()
        .chain(required.iter().copied())
        .enumerate()
    {
        for (name, sport) in &of.sports {
            sports.insert(sport.id.clone(), sport.id.clone());
            let others = required
                .iter()
                .filter(|other| other.sports.contains_key(name));
            if at == 0 || (!pack.sports.contains_key(name) && others.count() == 1) {
                sports.insert(name.clone(), sport.id.clone());
            }
        }
    }
    sports
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
