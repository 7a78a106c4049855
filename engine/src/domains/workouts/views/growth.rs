//! How one record grew: each mark with its day, its gain and its workout.

use axum::response::Response;
use serde::Deserialize;

use crate::domains::app::{Here, Telling};
use crate::domains::workouts::marks::{self, RecordFigure};
use crate::domains::workouts::read::record_rule;
use crate::domains::workouts::store::projections::{self, MarkRow};
use crate::domains::workouts::store::records::RecordId;
use crate::domains::workouts::words;
use crate::web::ui::draw::{Step, growth};
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{RecordGrowth, RecordItem};
use crate::web::{Error, Principal, Query, Result};

#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    record: String,
    #[serde(default)]
    variant: String,
}

pub async fn show(
    here: Here,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let id = RecordId {
        pack: here.pack.id.clone(),
        record: asked.record,
        variant: asked.variant,
    };
    let found = projections::marks_of_record(&here.app.db, principal.user_id, &id).await?;
    let view = view(&found, here.telling()).ok_or_else(|| Error::not_found("record"))?;
    let records = Urls::new(Some(&here.pack.id)).records;
    let page = here.framed_below(records).await?;
    here.show(&page, &view)
}

/// `None` without marks, or when no live pack keeps the record.
fn view(found: &[MarkRow], told: Telling<'_>) -> Option<RecordGrowth> {
    let (first, last) = (found.first()?, found.last()?);
    let (sport, metric, rule) = record_rule(told.packs, &last.pack, &last.record)?;
    let figure = RecordFigure {
        sport,
        metric,
        rule,
    };
    let formats = told.formats;
    let said = |mark: &MarkRow| figure.told(figure.si(mark.value), formats);
    let title = marks::title(sport, rule, &last.variant, told);
    let steps: Vec<Step> = found
        .iter()
        .map(|mark| Step {
            at: mark.start_at,
            value: figure.si(mark.value),
        })
        .collect();
    let args = [
        ("title", title.as_str().into()),
        ("n", found.len().into()),
        ("first", said(first).to_string().into()),
        ("last", said(last).to_string().into()),
    ];
    let label = formats.text("growth-label", &args);
    let lower = rule.lower_is_better;
    let gain = figure.si(last.value) - figure.si(first.value);
    let total = (found.len() > 1).then(|| {
        let by = figure.difference(gain, formats).to_string();
        formats.text("growth-total", &[("by", by.into())])
    });
    let standing = said(last);
    Some(RecordGrowth {
        metric: formats.title(metric, false).to_owned(),
        value: standing.value,
        unit: standing.unit,
        total,
        chart: growth(&steps, told.now, lower, label, &figure.display(), formats),
        marks: found
            .iter()
            .rev()
            .map(|mark| item(mark, &figure, told))
            .collect(),
        title,
    })
}

/// The day leads to the workout; beside it what the mark gained.
fn item(mark: &MarkRow, figure: &RecordFigure<'_>, told: Telling<'_>) -> RecordItem {
    let formats = told.formats;
    let quantity = figure.told(figure.si(mark.value), formats);
    let note = match mark.previous {
        None => formats.text("growth-first", &[]),
        Some(previous) => {
            let by = figure.difference(figure.si(mark.value) - figure.si(previous), formats);
            let nothing = figure.difference(0.0, formats);
            if by == nothing {
                formats.text("growth-gain-barely", &[])
            } else {
                formats.text("growth-gain", &[("by", by.to_string().into())])
            }
        }
    };
    RecordItem {
        title: formats.short_date(formats.local(mark.start_at).date()),
        note,
        value: quantity.value,
        unit: quantity.unit,
        href: Some(words::address(&figure.sport.id, mark.workout_id)),
        about: told.about("record", &marks::reference(mark), Some(mark.workout_id)),
    }
}
