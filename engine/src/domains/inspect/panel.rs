//! What all explanations share: who asks, the pack's head, values in words.

use stadion_pack::expr::{Asked, HistoryFn, Step, Type};
use stadion_pack::model::{Metric, Pack, Place};
use stadion_pack::value::{Dim, Value};
use uuid::Uuid;

use super::model::{Reference, Subject};
use super::{badge, block, gear, metric, norm, record, written};
use crate::App;
use crate::domains::app::Telling;
use crate::domains::workouts::words::plain;
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{Explained, Fact, Inspection};
use crate::web::{Error, Result};

/// Who asks, and how they are told.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub app: &'a App,
    pub user_id: Uuid,
    pub told: Telling<'a>,
    /// The workout whose figures they are; of gear the item.
    pub of: Option<Uuid>,
}

/// The explanation of what a reference names; its facts are the asker's own.
pub async fn inspection(asking: Asking<'_>, reference: &Reference) -> Result<Inspection> {
    let mut panel = match &reference.subject {
        Subject::Metric(id) => metric::panel(asking, id).await,
        Subject::Badge(id) => badge::panel(asking, id).await,
        Subject::Norm(id) => norm::panel(asking, id).await,
        Subject::Gear(id) => gear::panel(asking, id).await,
        Subject::Record { pack, key, variant } => record::panel(asking, (pack, key, variant)).await,
        Subject::Block { pack, page, block } => block::panel(asking, pack, page, block).await,
    }?;
    let kind = reference.subject.kind();
    panel.reference = reference.to_string();
    kind.clone_into(&mut panel.kind);
    panel.kind_name = asking.text("inspect-kind", &[("kind", kind)]);
    panel.id = reference.subject.to_string();
    Ok(panel)
}

impl Asking<'_> {
    pub fn text(&self, key: &str, words: &[(&str, &str)]) -> String {
        let args: Vec<_> = words
            .iter()
            .map(|(name, word)| (*name, (*word).into()))
            .collect();
        self.told.formats.text(key, &args)
    }

    pub fn fact(&self, label: &str, value: impl Into<String>) -> Fact {
        Fact {
            label: self.text(label, &[]),
            value: value.into(),
            href: None,
        }
    }

    /// The frame of an explanation: its pack and where it was written.
    pub fn head(&self, pack: &Pack, title: &str, place: Option<&Place>) -> Inspection {
        Inspection {
            title: title.to_owned(),
            pack: pack.id.clone(),
            version: pack.version.to_string(),
            digest: pack.digest.clone(),
            written: place.and_then(|place| written::written(&self.app.catalog, place)),
            ..Inspection::default()
        }
    }

    /// A workout by the day of its start, with its page.
    pub fn workout_fact(
        &self,
        label: &str,
        sport: &str,
        id: Uuid,
        start: chrono::DateTime<chrono::Utc>,
    ) -> Fact {
        let pack = sport.split('.').next().unwrap_or(sport);
        Fact {
            href: Some(Urls::new(Some(pack)).workout(&id.to_string())),
            ..self.fact(label, self.told.formats.date_time(start))
        }
    }

    /// The same of no single workout or item.
    pub fn of_all(self) -> Self {
        Self { of: None, ..self }
    }

    /// The address of another explanation in this app.
    pub fn address(&self, kind: &str, id: &str) -> String {
        let at = self.of.map_or_else(String::new, |of| format!("@{of}"));
        format!("/{}/inspect/{kind}:{id}{at}", self.told.pack.id)
    }

    /// The lines of a trail, told by the names that a pack sees.
    pub fn steps(
        &self,
        pack: &Pack,
        whole: Option<&Metric>,
        steps: &[Step<'_>],
        note: impl Fn(&Step<'_>) -> Option<String>,
    ) -> Vec<Explained> {
        let step = |(n, step): (usize, &Step<'_>)| {
            let named = named(pack, step).or(whole.filter(|_| n == 0));
            Explained {
                text: step.text.trim().to_owned(),
                depth: step.depth,
                value: self.in_words(pack, named, step),
                state: match &step.value {
                    None => "missing",
                    Some(Value::Flag(true)) => "true",
                    Some(Value::Flag(false)) => "false",
                    Some(_) => "figure",
                },
                note: self.failure(step).or_else(|| note(step)),
                href: match step.asked {
                    Asked::Slot(slot) => pack
                        .visible_metrics
                        .get(&slot.field)
                        .map(|metric| self.address("metric", &metric.id)),
                    _ => None,
                },
            }
        };
        steps.iter().enumerate().map(step).collect()
    }

    /// Why a script gave nothing, where it failed.
    fn failure(&self, step: &Step<'_>) -> Option<String> {
        let failure = step.failure.as_ref()?;
        let at = match failure.line {
            0 => failure.file.clone(),
            line => format!("{}:{line}", failure.file),
        };
        let why = failure.why.to_string();
        Some(self.text("inspect-script-failed", &[("why", &why), ("at", &at)]))
    }

    fn in_words(&self, pack: &Pack, metric: Option<&Metric>, step: &Step<'_>) -> String {
        let formats = self.told.formats;
        let Some(value) = &step.value else {
            return self.text("inspect-missing", &[]);
        };
        match (value, step.ty) {
            (Value::Flag(true), _) => self.text("inspect-true", &[]),
            (Value::Flag(false), _) => self.text("inspect-false", &[]),
            (Value::Text(id), Type::Enum(list) | Type::Ordered(list)) => {
                let title = list
                    .values
                    .get(id)
                    .map(|title| title.get(self.told.locale()));
                title.unwrap_or(id).to_owned()
            }
            (Value::Text(text), _) => text.clone(),
            (Value::Number(si), ty) => match metric {
                Some(metric) => formats.metric(metric, value).to_string(),
                None => plain(pack, *si, ty.dim().unwrap_or(Dim::NONE), formats),
            },
            (Value::Date(day), _) => formats.short_date(*day),
            (Value::Time(at), _) => formats.date_time(*at),
            (Value::Money(money), _) => money.to_string(),
        }
    }
}

/// The metric whose value a step is.
fn named<'p>(pack: &'p Pack, step: &Step<'_>) -> Option<&'p Metric> {
    let name = match step.asked {
        Asked::Slot(slot) => &slot.field,
        Asked::History(query) if !matches!(query.func, HistoryFn::Count | HistoryFn::Streak) => {
            query.metric.as_ref()?
        }
        _ => return None,
    };
    pack.visible_metrics.get(name).map(AsRef::as_ref)
}

pub fn none_such(what: &str) -> Error {
    Error::not_found(what)
}
