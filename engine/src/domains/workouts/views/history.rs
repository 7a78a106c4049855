//! The list of workouts, by month, with filters.

use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use stadion_pack::model::{Aggregate, Metric};

use super::calendar;
use super::rows::{self, Entry};
use super::toast::{self, Done};
use crate::domains::app::{Here, Telling};
use crate::domains::workouts::model::periods::Span;
use crate::domains::workouts::read::{cursor, parse_cursor};
use crate::domains::workouts::store::{Bound, Filter, Listed, count};
use crate::domains::workouts::totals;
use crate::domains::workouts::words;
use crate::web::ui::format::ParseError;
use crate::web::ui::page::{Section, Urls};
use crate::web::ui::pages::{Choice, Filters, History, Input, Month};
use crate::web::{Principal, Query, Result};

/// Workouts of a page.
const PAGE: usize = 30;

/// As the filter form sends it: every field is there, most are empty.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// The calendar's month, `2026-11`, and what the totals are by.
    #[serde(default)]
    pub month: String,
    #[serde(default)]
    pub by: String,
    /// Bounds of the leading metric, as the person writes figures.
    #[serde(default)]
    pub least: String,
    #[serde(default)]
    pub most: String,
    #[serde(default)]
    pub sport: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub q: String,
    /// The page of workouts before or after this place.
    pub before: Option<String>,
    pub after: Option<String>,
    #[serde(flatten)]
    pub done: Done,
}

pub async fn show(
    here: Here,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (filter, wrong) = filter(&asked, here.telling())?;
    let user_id = principal.user_id;
    let calendar = calendar::find(&here, user_id, &filter.sports, &asked).await?;
    let mut found = rows::entries(&here.app, &here.packs, user_id, &filter).await?;
    let is_cut = found.len() > PAGE;
    // Reading towards the present, the one too many is the newest.
    if is_cut && filter.after.is_some() {
        found.remove(0);
    }
    found.truncate(PAGE);
    let listing = Listing {
        total: count(&here.app.db, user_id, &filter).await?,
        has_newer: if filter.after.is_some() {
            is_cut
        } else {
            filter.before.is_some()
        },
        has_older: if filter.after.is_some() { true } else { is_cut },
        entries: found,
    };
    let mut page = here.framed(Some(Section::History)).await?;
    page.toast = toast::of(&here, user_id, &asked.done).await?;
    let told = here.telling();
    let view = History {
        calendar: calendar
            .as_ref()
            .map(|found| calendar::calendar(found, &asked, told)),
        totals: calendar
            .as_ref()
            .map(|found| calendar::period_totals(found, &asked, told)),
        ..view(&listing, &asked, wrong, told)
    };
    here.show(&page, &view)
}

/// One page of the history.
pub struct Listing {
    pub entries: Vec<Entry>,
    /// Of all pages.
    pub total: i64,
    pub has_newer: bool,
    pub has_older: bool,
}

/// Which of the fields could not be read.
#[derive(Clone, Copy, Default)]
pub struct Wrong {
    from: bool,
    to: bool,
    least: Option<ParseError>,
    most: Option<ParseError>,
}

/// An unreadable day is told beside its field and filters nothing.
fn filter(asked: &Asked, told: Telling<'_>) -> Result<(Filter, Wrong)> {
    let day = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse::<NaiveDate>().map(Some),
    };
    let (from, to) = (day(&asked.from), day(&asked.to));
    let sports = calendar::sports_of(asked, told);
    let bounded = bounded(told, &sports);
    let figure = |text: &str| match (text.trim(), bounded) {
        ("", _) | (_, None) => Ok(None),
        (text, Some(metric)) => told.formats.parse(text, &metric.display).map(Some),
    };
    let (least, most) = (figure(&asked.least), figure(&asked.most));
    let wrong = Wrong {
        from: from.is_err(),
        to: to.is_err(),
        least: least.err(),
        most: most.err(),
    };
    let text = asked.q.trim();
    let filter = Filter {
        bound: bounded.and_then(|metric| {
            let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
            let steps = |si: Option<f64>| si.and_then(|si| metric.dim.to_steps(si));
            let bound = Bound {
                metric: metric.id.clone(),
                least: steps(least),
                most: steps(most),
            };
            (bound.least.is_some() || bound.most.is_some()).then_some(bound)
        }),
        sports,
        from: from.unwrap_or_default(),
        to: to.unwrap_or_default(),
        text: (!text.is_empty()).then(|| text.to_owned()),
        before: asked.before.as_deref().map(parse_cursor).transpose()?,
        after: asked.after.as_deref().map(parse_cursor).transpose()?,
        limit: PAGE as u32 + 1,
    };
    Ok((filter, wrong))
}

/// The metric that a list can be bounded by: that which leads the sports' pages.
fn bounded<'p>(told: Telling<'p>, sports: &[String]) -> Option<&'p Metric> {
    let own = told.pack.sports.values();
    let mut own = own.filter(|sport| sports.contains(&sport.id));
    own.find_map(|sport| totals::lead(sport)).map(AsRef::as_ref)
}

impl Asked {
    /// Without what chooses workouts, except the sport.
    pub fn plain(&self) -> Self {
        Self {
            sport: self.sport.clone(),
            month: self.month.clone(),
            by: self.by.clone(),
            ..Self::default()
        }
    }

    /// The history as it was asked for, but for these.
    pub fn address(&self, pairs: &[(&str, &str)], told: Telling<'_>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let is_other = |name: &str| pairs.iter().all(|(other, _)| *other != name);
        for (name, value) in self.pairs() {
            if !value.is_empty() && is_other(name) {
                query.append_pair(name, value);
            }
        }
        query.extend_pairs(pairs);
        let history = Urls::new(Some(&told.pack.id)).history;
        format!("{history}?{}", query.finish())
    }

    /// The same choices over other days, for pages that lead to hundreds of days.
    pub fn days_at(&self, told: Telling<'_>) -> impl Fn(Span) -> String {
        let base = self.plain().address(&[], told);
        let joint = if base.ends_with('?') { "" } else { "&" };
        move |days| format!("{base}{joint}from={}&to={}", days.from, days.to)
    }

    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("sport", &self.sport),
            ("from", &self.from),
            ("to", &self.to),
            ("q", &self.q),
            ("least", &self.least),
            ("most", &self.most),
            ("month", &self.month),
            ("by", &self.by),
        ]
    }
}

fn view(listing: &Listing, asked: &Asked, wrong: Wrong, told: Telling<'_>) -> History {
    let at = |listed: &Listed| cursor(listed.start_at, listed.id);
    let newest = listing.entries.first().filter(|_| listing.has_newer);
    let oldest = listing.entries.last().filter(|_| listing.has_older);
    History {
        filters: filters(asked, wrong, told),
        total: told
            .formats
            .text("count-workouts", &[("n", listing.total.into())]),
        calendar: None,
        totals: None,
        months: months(listing, told),
        newer: newest.map(|entry| asked.address(&[("after", &at(&entry.listed))], told)),
        older: oldest.map(|entry| asked.address(&[("before", &at(&entry.listed))], told)),
    }
}

fn filters(asked: &Asked, wrong: Wrong, told: Telling<'_>) -> Filters {
    let mut sports = words::sports(told.pack, &asked.sport, told.locale());
    if !sports.is_empty() {
        let is_chosen = sports.iter().all(|sport| !sport.is_chosen);
        let label = told.formats.text("history-all-sports", &[]);
        sports.insert(
            0,
            Choice {
                value: String::new(),
                label,
                is_chosen,
            },
        );
    }
    let day = |text: &str, is_wrong: bool| {
        if is_wrong {
            Input::wrong(text, told.formats.text("input-not-a-day", &[]))
        } else {
            Input::of(text)
        }
    };
    let all = [
        &asked.sport,
        &asked.from,
        &asked.to,
        &asked.q,
        &asked.least,
        &asked.most,
    ];
    let own = calendar::sports_of(asked, told);
    Filters {
        bounds: bounded(told, &own).map(|metric| bounds(metric, asked, wrong, told)),
        month: asked.month.clone(),
        by: asked.by.clone(),
        sports,
        from: day(&asked.from, wrong.from),
        to: day(&asked.to, wrong.to),
        text: Input::of(&asked.q),
        is_set: all.iter().any(|text| !text.trim().is_empty()),
    }
}

fn months(listing: &Listing, told: Telling<'_>) -> Vec<Month> {
    let same_month = |a: &Entry, b: &Entry| month_of(a) == month_of(b);
    let groups: Vec<&[Entry]> = listing.entries.chunk_by(same_month).collect();
    let last = groups.len().saturating_sub(1);
    let month = |(n, group): (usize, &&[Entry])| {
        // A month that goes on over the page's edge would be summed in part.
        let is_whole = (n > 0 || !listing.has_newer) && (n < last || !listing.has_older);
        let day = group
            .first()
            .map(|entry| entry.listed.local_day)
            .unwrap_or_default();
        Month {
            title: told.formats.month(day),
            total: is_whole.then(|| total(group, told)).flatten(),
            workouts: group.iter().map(|entry| rows::row(entry, told)).collect(),
        }
    };
    groups.iter().enumerate().map(month).collect()
}

fn month_of(entry: &Entry) -> (i32, u32) {
    (
        entry.listed.local_day.year(),
        entry.listed.local_day.month(),
    )
}

fn bounds(
    metric: &Metric,
    asked: &Asked,
    wrong: Wrong,
    told: Telling<'_>,
) -> crate::web::ui::pages::Bound {
    let formats = told.formats;
    let field = |text: &str, wrong: Option<ParseError>| match wrong {
        None => Input::of(text),
        Some(ParseError::Number) => Input::wrong(text, formats.text("input-not-a-number", &[])),
        Some(ParseError::Time) => Input::wrong(text, formats.text("input-not-a-time", &[])),
    };
    crate::web::ui::pages::Bound {
        title: formats.title(metric, false).to_owned(),
        unit: formats.unit_full(&metric.display),
        least: field(&asked.least, wrong.least),
        most: field(&asked.most, wrong.most),
    }
}

/// The sum of the leading metric, where it is the same for all the workouts.
fn total(group: &[Entry], told: Telling<'_>) -> Option<String> {
    let lead = |entry: &Entry| -> Option<&Metric> {
        let (_, sport) = told.packs.sport(&entry.listed.sport)?;
        totals::lead(sport).map(AsRef::as_ref)
    };
    let metric = lead(group.first()?).filter(|metric| metric.aggregate == Aggregate::Sum)?;
    if !group
        .iter()
        .all(|entry| lead(entry).is_some_and(|other| other.id == metric.id))
    {
        return None;
    }
    let values = group
        .iter()
        .filter_map(|entry| entry.values.get(&metric.id)?.number());
    Some(words::amount(metric, values.sum(), told.formats).to_string())
}
