//! A norm: its targets, which one applies and why, and how far this week is.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use stadion_pack::model::NormOf;
use stadion_pack::value::Value;

use super::panel::{Asking, none_such};
use crate::domains::workouts::Measure;
use crate::domains::{achievements, workouts};
use crate::web::Result;
use crate::web::ui::pages::{Fact, Inspection};

pub async fn panel(asking: Asking<'_>, id: &str) -> Result<Inspection> {
    let told = asking.told;
    let found = id.split_once('.').and_then(|(pack, name)| {
        let pack = told.packs.pack(pack)?;
        Some((pack, pack.norms.get(name)?))
    });
    let (pack, norm) = found.ok_or_else(|| none_such("norm"))?;
    let title = norm.title.get(told.locale());
    let mut panel = asking.head(pack, title, Some(&norm.place));
    let amount = |si: f64| match &norm.of {
        NormOf::Metric(metric) => told.formats.metric(metric, &Value::Number(si)).to_string(),
        NormOf::Workouts => told
            .formats
            .text("count-workouts", &[("n", (si as i64).into())]),
    };
    let (db, today) = (&asking.app.db, told.formats.today(told.now));
    let measure = Measure::of(db, told.packs, asking.user_id, &told.pack.id, today).await?;
    let words = [
        ("category", measure.category.as_str()),
        ("age", measure.group.as_str()),
    ];
    let target = measure.target(norm).map(amount);
    let target = target.unwrap_or_else(|| asking.text("inspect-missing", &[]));
    let who = asking.text("inspect-target", &words);
    let why = asking.text("inspect-applies-why", &[("who", &who), ("target", &target)]);
    panel.facts.push(asking.fact("inspect-applies", why));
    for ((category, age), target) in &norm.targets {
        let words = [("category", category.as_str()), ("age", age.as_str())];
        panel.facts.push(Fact {
            label: asking.text("inspect-target", &words),
            value: amount(*target),
            href: None,
        });
    }
    let per_days = [("n", norm.per_days.into())];
    panel.facts.push(Fact {
        label: told.formats.text("inspect-per-days", &per_days),
        value: match &norm.of {
            NormOf::Metric(metric) => metric.title.get(told.locale()).to_owned(),
            NormOf::Workouts => told.formats.text("progress-workouts", &[]),
        },
        href: match &norm.of {
            NormOf::Metric(metric) => Some(asking.address("metric", &metric.id)),
            NormOf::Workouts => None,
        },
    });
    if norm.per_days == 7 {
        let sum = amount(this_week(asking, &pack.id, &norm.of).await?);
        panel.facts.push(asking.fact("inspect-so-far", &sum));
        panel.result = Some(sum);
    }
    panel
        .facts
        .push(asking.fact("inspect-source", &norm.source));
    Ok(panel)
}

/// What the norm is about, added up since Monday, in SI.
async fn this_week(asking: Asking<'_>, pack: &str, of: &NormOf) -> Result<f64> {
    let today = asking.told.formats.today(asking.told.now);
    let since = u64::from(today.weekday().num_days_from_monday());
    let monday = today.checked_sub_days(Days::new(since)).unwrap_or(today);
    let metrics = match of {
        NormOf::Metric(metric) => BTreeSet::from([metric.id.clone()]),
        NormOf::Workouts => BTreeSet::new(),
    };
    let sports = achievements::sports_under(asking.told.packs, pack);
    let (db, user_id) = (&asking.app.db, asking.user_id);
    let entries = workouts::whole_past(db, user_id, &metrics, &BTreeSet::new()).await?;
    let week = entries
        .iter()
        .filter(|entry| entry.position.local_day >= monday && sports.contains(&entry.sport));
    Ok(match of {
        NormOf::Metric(metric) => {
            let steps = week.filter_map(|entry| entry.values.get(&metric.id));
            metric.dim.from_steps(steps.sum())
        }
        NormOf::Workouts => week.count() as f64,
    })
}
