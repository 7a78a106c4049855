//! A norm: its targets, which one applies and why, and how far this week is.

use stadion_pack::model::NormOf;
use stadion_pack::value::Value;

use super::panel::{Asking, none_such};
use crate::domains::achievements;
use crate::domains::workouts::Measure;
use crate::domains::workouts::model::periods::Unit;
use crate::domains::workouts::past::{self, Of, Span};
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
    let week = Unit::Week.around(asking.told.formats.today(asking.told.now));
    let sports = achievements::sports_under(asking.told.packs, pack);
    let span = Span {
        sports: Some(&sports),
        before: week.to.succ_opt().unwrap_or(week.to),
        from: Some(week.from),
    };
    let (db, user_id) = (&asking.app.db, asking.user_id);
    Ok(match of {
        NormOf::Metric(metric) => {
            let days = past::days(db, user_id, Of::Metric(&metric.id), span).await?;
            metric.dim.from_steps(days.iter().map(|day| day.sum).sum())
        }
        NormOf::Workouts => {
            let days = past::days(db, user_id, Of::Workouts, span).await?;
            days.iter().map(|day| day.n).sum::<i64>() as f64
        }
    })
}
