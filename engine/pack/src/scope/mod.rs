//! What a kind's `compile` may ask and tell: names, units, texts and findings, each checked and
//! reported at its place.

mod texts;

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::expr::{self, Checked, Context, Type, Want};
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::kinds::{metrics::Metrics, parts::Parts, sports::Sports, values::Values};
use crate::load::SourceField;
use crate::load::run::{Draft, Run};
use crate::model::{Metric, MetricType, Part, Place, Sport, Text, ValueList};
use crate::place::{At, Span};
use crate::units::{self, Unit};
use crate::value::Dim;
use crate::yaml::Key;

pub(crate) use texts::gather;

/// The surroundings of one definition while it is compiled.
pub struct Scope<'a> {
    run: &'a Run<'a>,
    draft: &'a Draft,
    kind: &'static str,
    id: &'a str,
    key_span: Span,
    span: Span,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        run: &'a Run<'a>,
        draft: &'a Draft,
        kind: &'static str,
        key: &'a Key,
        span: Span,
    ) -> Self {
        Self {
            run,
            draft,
            kind,
            id: &key.name,
            key_span: key.span,
            span,
        }
    }

    pub fn pack_id(&self) -> &str {
        &self.draft.header.id
    }

    /// `running.pace`
    pub fn qualified(&self) -> String {
        format!("{}.{}", self.pack_id(), self.id)
    }

    pub fn place(&self) -> Place {
        let file = self
            .run
            .files
            .get(self.span.file)
            .map_or_else(String::new, |f| f.name.clone());
        Place {
            file,
            line: self.run.files.line(self.key_span),
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
}

/// Names of other definitions.
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
        let near = ids::nearest(name, known.iter().map(String::as_str));
        let report = Report::error(
            "S0032",
            name.span,
            format!(
                "there is no `{}` among the {}",
                **name,
                K::NAME.replace('_', " ")
            ),
        )
        .help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "define it under `{}`, or require the pack that has it",
                K::NAME
            ),
        })
        .suggest(near.map(str::to_owned));
        self.report(report);
    }

    fn required(&self) -> impl Iterator<Item = &'a Draft> + use<'a> {
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

/// Figures and expressions.
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
                    let span = self.within(source, error.span.clone());
                    let mut report = Report::error(error.code, span, error.message);
                    report.help = error.help;
                    report.suggestion = error.suggestion;
                    self.report(report);
                }
                None
            }
        }
    }

    /// Whether an error is about a metric that is written and could not be compiled: that was
    /// told where the metric stands.
    fn names_failed_metric(&self, source: &str, span: &Range<usize>) -> bool {
        let words = source.get(span.clone()).unwrap_or_default();
        let mut words = words.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|name| {
            std::iter::once(self.draft)
                .chain(self.required())
                .find(|d| d.declares(Metrics::NAME, name))
                .is_some_and(|d| {
                    !d.elements
                        .of::<Metrics>()
                        .is_some_and(|m| m.contains_key(name))
                })
        })
    }

    /// The place of a part of a text, where the text stands in the file as it is; else the whole.
    pub(crate) fn within(&self, text: &At<String>, range: Range<usize>) -> Span {
        let written = self
            .run
            .files
            .get(text.span.file)
            .and_then(|f| f.text.get(text.span.range()));
        let offset = written.and_then(|w| w.find(text.as_str()));
        match offset {
            Some(offset) if range.end <= text.len() => {
                let start = text.span.range().start + offset;
                Span::new(text.span.file, start + range.start..start + range.end)
            }
            _ => text.span,
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
        self.run.used.borrow_mut().extend(used.chain(parts));
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
        let mut context = Context::new().root("workout", fields);
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

    /// What a rule on a recorded workout sees: `workout` with every metric, `user`, the parts,
    /// and the user's history.
    pub fn workout_context(&self) -> Context {
        let sports: Vec<String> = self.visible::<Sports>().into_keys().collect();
        self.derive_context()
            .root("user", user_fields())
            .history(true)
            .now(true)
            .sports(sports)
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

/// What rules may know of a user.
fn user_fields() -> IndexMap<String, Type> {
    IndexMap::from([
        ("category".to_owned(), words("category", USER_CATEGORIES)),
        ("age_group".to_owned(), words("age_group", AGE_GROUPS)),
        ("sex".to_owned(), Type::Text),
        ("region".to_owned(), Type::Text),
    ])
}

/// What a rule on a workout may name besides metrics, and its type in words.
pub(crate) fn rule_names() -> impl Iterator<Item = (String, String)> {
    let named = |root: &'static str, fields: IndexMap<String, Type>| {
        let row = move |(name, ty): (String, Type)| (format!("{root}.{name}"), told(&ty));
        fields.into_iter().map(row)
    };
    let now = (
        "now".to_owned(),
        "the time as of which a rule is asked".to_owned(),
    );
    named("workout", workout_builtins(&["pack.sport".into()]))
        .chain(named("user", user_fields()))
        .chain([now])
}

fn told(ty: &Type) -> String {
    match ty {
        Type::Enum(list) => {
            let words: Vec<_> = list.values.keys().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        other => other.describe(),
    }
}

pub const USER_CATEGORIES: &[&str] = &["athlete", "amateur"];
pub const AGE_GROUPS: &[&str] = &["child", "teen", "adult"];
/// Fields of `workout` that no metric may take the name of.
pub const WORKOUT_BUILTINS: &[&str] = &["start", "day", "sport", "modality"];

fn words(id: &str, words: &[impl AsRef<str>]) -> Type {
    let values = words
        .iter()
        .map(|w| (w.as_ref().to_owned(), Text::default()))
        .collect();
    Type::Enum(Arc::new(ValueList {
        id: id.to_owned(),
        values,
    }))
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

/// Across metrics and packs.
impl Scope<'_> {
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

/// Formulas built on formulas; far above what a pack has.
const MAX_DERIVE_DEPTH: usize = 200;
