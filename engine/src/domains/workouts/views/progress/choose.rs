//! What is to be told: a figure, a sport, a period.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use stadion_pack::model::{Aggregate, Metric, MetricType, Sport};

use crate::domains::app::Telling;
use crate::domains::workouts::model::periods::Span;
use crate::domains::workouts::rules::progress::Period;
use crate::domains::workouts::store::periods::WORKOUTS;
use crate::domains::workouts::{totals, words};
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{Choice, Chooser, Input, Link};

/// Nobody trained before, and a chart has a bar a year.
const YEARS: std::ops::Range<i32> = 1900..2200;

/// As the form sends it: every field may be empty, and words that mean nothing are passed over.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub metric: String,
    #[serde(default)]
    pub sport: String,
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
}

/// What was asked for, or what is usual.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// A sport that has the metric, by whose formulas it is told; `None` counts workouts.
    pub metric: Option<(Arc<Sport>, Arc<Metric>)>,
    /// Qualified.
    pub sports: Vec<String>,
    /// The one that was chosen.
    pub sport: Option<Arc<Sport>>,
    pub period: Period,
    /// Days of one's own, in place of the period.
    pub own: Option<Span>,
    /// Of the own days: what cannot be read, and whether they are turned.
    wrong: (bool, bool, bool),
}

impl Chosen {
    pub fn of(asked: &Asked, told: Telling<'_>) -> Self {
        let all = || told.pack.sports.values();
        let sport = all().find(|sport| sport.id == asked.sport).cloned();
        let offered: Vec<Arc<Sport>> = match &sport {
            Some(sport) => vec![sport.clone()],
            None => all().cloned().collect(),
        };
        let found = offered.iter().find_map(|sport| {
            let metric = sport
                .metrics
                .iter()
                .find(|metric| metric.id == asked.metric && can_be_told(metric))?;
            Some((sport.clone(), metric.clone()))
        });
        let usual = || {
            let lead = |sport: &Arc<Sport>| Some((sport.clone(), totals::lead(sport)?.clone()));
            offered.iter().find_map(lead)
        };
        let metric = match asked.metric.as_str() {
            WORKOUTS => None,
            _ => found.or_else(usual),
        };
        let has = |sport: &&Arc<Sport>| match &metric {
            Some((_, metric)) => sport.metrics.iter().any(|own| own.id == metric.id),
            None => true,
        };
        let (own, wrong) = own(asked);
        Self {
            sports: offered.iter().filter(has).map(|s| s.id.clone()).collect(),
            period: Period::parse(&asked.period).unwrap_or_default(),
            metric,
            sport,
            own,
            wrong,
        }
    }

    /// The metric's word in addresses.
    fn metric_id(&self) -> &str {
        self.metric
            .as_ref()
            .map_or(WORKOUTS, |(_, m)| m.id.as_str())
    }

    /// The same figure and sport over another period.
    pub fn address(&self, pairs: &[(&str, &str)], told: Telling<'_>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("metric", self.metric_id());
        if let Some(sport) = &self.sport {
            query.append_pair("sport", &sport.id);
        }
        query.extend_pairs(pairs);
        let progress = Urls::new(Some(&told.pack.id)).progress;
        format!("{progress}?{}", query.finish())
    }
}

/// Numbers that many workouts have one figure of.
fn can_be_told(metric: &Metric) -> bool {
    let is_number = matches!(
        metric.ty,
        MetricType::Quantity | MetricType::Count | MetricType::Rating { .. }
    );
    is_number && metric.aggregate != Aggregate::Last
}

/// One day alone stands for both ends.
fn own(asked: &Asked) -> (Option<Span>, (bool, bool, bool)) {
    let day = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text
            .parse::<NaiveDate>()
            .ok()
            .filter(|day| YEARS.contains(&day.year()))
            .map(Some)
            .ok_or(()),
    };
    let (from, to) = (day(&asked.from), day(&asked.to));
    let (no_from, no_to) = (from.is_err(), to.is_err());
    let ends = match (from.unwrap_or_default(), to.unwrap_or_default()) {
        _ if no_from || no_to => None,
        (None, None) => None,
        (Some(day), None) | (None, Some(day)) => Some(Span::new(day, day)),
        (Some(from), Some(to)) => Some(Span::new(from, to)),
    };
    let is_turned = ends.is_some_and(|span| span.days() == 0);
    (ends.filter(|_| !is_turned), (no_from, no_to, is_turned))
}

pub fn chooser(chosen: &Chosen, asked: &Asked, told: Telling<'_>) -> Chooser {
    let (no_from, no_to, is_turned) = chosen.wrong;
    let day = |text: &str, is_wrong: bool, is_turned: bool| match (is_wrong, is_turned) {
        (true, _) => Input::wrong(text, told.formats.text("input-not-a-day", &[])),
        (_, true) => Input::wrong(text, told.formats.text("progress-own-turned", &[])),
        _ => Input::of(text),
    };
    let is_own = chosen.own.is_some() || no_from || no_to || is_turned;
    let link = |period: Period| Link {
        href: chosen.address(&[("period", period.as_str())], told),
        label: told
            .formats
            .text(&format!("progress-{}", period.as_str()), &[]),
        is_current: !is_own && period == chosen.period,
    };
    Chooser {
        action: Urls::new(Some(&told.pack.id)).progress,
        metrics: metrics(chosen, told),
        sports: sports(chosen, told),
        periods: Period::ALL.into_iter().map(link).collect(),
        period: chosen.period.as_str().to_owned(),
        from: day(&asked.from, no_from, is_turned),
        to: day(&asked.to, no_to, false),
        is_own,
    }
}

/// The leading metric first, then as the sports have them; the number of workouts last.
fn metrics(chosen: &Chosen, told: Telling<'_>) -> Vec<Choice> {
    let of = |sport: &Arc<Sport>| match &chosen.sport {
        Some(chosen) => chosen.id == sport.id,
        None => true,
    };
    let sports = || told.pack.sports.values().filter(|sport| of(sport));
    let lead = sports().find_map(|sport| totals::lead(sport));
    let all = sports().flat_map(|sport| &sport.metrics);
    let mut choices: Vec<Choice> = Vec::new();
    for metric in lead.into_iter().chain(all).filter(|m| can_be_told(m)) {
        if choices.iter().all(|known| known.value != metric.id) {
            choices.push(Choice {
                value: metric.id.clone(),
                label: told.formats.title(metric, false).to_owned(),
                is_chosen: metric.id == chosen.metric_id(),
            });
        }
    }
    choices.push(Choice {
        value: WORKOUTS.to_owned(),
        label: told.formats.text("progress-workouts", &[]),
        is_chosen: chosen.metric.is_none(),
    });
    choices
}

fn sports(chosen: &Chosen, told: Telling<'_>) -> Vec<Choice> {
    let id = chosen.sport.as_ref().map_or("", |sport| sport.id.as_str());
    let mut sports = words::sports(told.pack, id, told.locale());
    if !sports.is_empty() {
        let all = Choice {
            value: String::new(),
            label: told.formats.text("history-all-sports", &[]),
            is_chosen: id.is_empty(),
        };
        sports.insert(0, all);
    }
    sports
}
