//! The app's first page: its front door for visitors, this week for who joined.

use std::sync::Arc;

use axum::response::Response;
use chrono::{Days, NaiveDate};
use stadion_pack::model::{Better, Metric, MetricType, Norm, NormOf, Pack, Sport};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::records::badge;
use super::rows::{self, Entry};
use crate::domains::achievements::{self, Counting, Held};
use crate::domains::app::{Here, Telling, blocks};
use crate::domains::gear;
use crate::domains::shelf::{self, model::Looking};
use crate::domains::workouts::marks;
use crate::domains::workouts::model::periods::{Span, Unit};
use crate::domains::workouts::norms::Measure;
use crate::domains::workouts::store::Filter;
use crate::domains::workouts::store::periods::WORKOUTS;
use crate::domains::workouts::store::projections::{self, DayRow, MarkAndBefore};
use crate::domains::workouts::streaks::{self, Streak};
use crate::domains::workouts::sums::{self, What};
use crate::domains::workouts::totals;
use crate::domains::workouts::words;
use crate::web::ui::blocks::{Block, PageName};
use crate::web::ui::draw::{Day, WeekBars, week};
use crate::web::ui::page::Section;
use crate::web::ui::pages::{Badge, Delta, Figure, Home, RecordItem, ShelfRow, Start};
use crate::web::{Principal, Result, visit};

/// How many of the latest workouts, records and badges the page shows.
const LATEST: u32 = 5;
const GAINS: usize = 3;
/// Marks to choose these from: of a few the record may be kept by no live pack.
const NEWEST: u32 = 12;
/// Totals beside the leading one.
const TILES: usize = 3;
/// What the front door names of an app.
const NAMED: usize = 5;

pub async fn show(here: Here) -> Result<Response> {
    let page = here.framed(Some(Section::Home)).await?;
    let has_joined = page.app.as_ref().is_some_and(|app| app.is_joined);
    match here.principal.clone().filter(|_| has_joined) {
        Some(principal) => {
            let found = gather(&here, principal.user_id).await?;
            let mut view = home(&found, &principal, here.telling());
            if page.beside.contains(&Block::Shelf) && view.lead.is_some() {
                view.shelf = suggested(&here, principal.user_id).await?;
            }
            here.show(&page, &view)
        }
        None => here.show(&page, &start(here.telling())),
    }
}

/// What may be suggested, in one row that leads to it.
async fn suggested(here: &Here, user_id: Uuid) -> Result<Option<ShelfRow>> {
    let today = here.formats.today(here.now);
    let looking = Looking {
        user_id,
        zone: here.formats.zone.name(),
        today,
        place: "home",
    };
    let Some(found) = shelf::of(&here.app, &here.pack, looking).await? else {
        return Ok(None);
    };
    let all = gear::owned_by(&here.app, user_id, today).await?;
    Ok(Some(shelf::row(&found, &all, here.telling())))
}

/// What the app is, for who has not joined.
fn start(told: Telling<'_>) -> Start {
    let locale = told.locale();
    let metrics = told
        .pack
        .sports
        .values()
        .next()
        .map_or(&[][..], |sport| &sport.metrics);
    Start {
        title: told.pack.title.get(locale).to_owned(),
        description: told.pack.description.get(locale).to_owned(),
        icon: visit::icon(told.pack).to_owned(),
        figures: metrics
            .iter()
            .take(NAMED)
            .map(|m| m.title.get(locale).to_owned())
            .collect(),
        badges: achievements::titles(told.pack, locale)
            .take(NAMED)
            .collect(),
    }
}

/// What the page is made of.
pub struct Found {
    pub today: NaiveDate,
    /// Of this week and the last, the app's sports alone.
    pub days: Vec<DayRow>,
    pub latest: Vec<Entry>,
    pub marks: Vec<MarkAndBefore>,
    pub streak: Streak,
    pub held: Vec<Held>,
    /// How many workouts this week has, where the pack's norm counts them.
    pub workouts: i64,
    /// Whose norms count: category and age group, as norms name them.
    pub measure: Measure,
}

async fn gather(here: &Here, user_id: Uuid) -> Result<Found> {
    let (app, pack) = (&here.app, &here.pack);
    let today = here.formats.today(here.now);
    let monday = monday(today);
    let from = monday.checked_sub_days(Days::new(7)).unwrap_or(monday);
    let to = monday.checked_add_days(Days::new(6)).unwrap_or(today);
    let sports: Vec<String> = pack.sports.values().map(|sport| sport.id.clone()).collect();
    let mut days = projections::daily(&app.db, user_id, from, to).await?;
    days.retain(|row| sports.contains(&row.sport));
    let workouts = match weekly_norm(pack).map(|norm| &norm.of) {
        Some(NormOf::Workouts) => {
            let what = What {
                user_id,
                sports: &sports,
                metrics: &[WORKOUTS.to_owned()],
            };
            let span = Span { from: monday, to };
            sums::summed(&app.db, what, Unit::Week, span)
                .await?
                .workouts()
        }
        _ => 0,
    };
    let filter = Filter {
        sports,
        limit: LATEST,
        ..Filter::default()
    };
    Ok(Found {
        measure: Measure::of(&app.db, &here.packs, user_id, &pack.id, today).await?,
        today,
        days,
        workouts,
        latest: rows::entries(app, &here.packs, user_id, &filter).await?,
        marks: projections::newest_marks(&app.db, user_id, &pack.id, NEWEST).await?,
        streak: streaks::weeks(&app.db, user_id, &pack.id, today).await?,
        held: achievements::held(app, user_id, &here.packs, &pack.id, Counting::Levels).await?,
    })
}

/// The norm that the week is measured by.
fn weekly_norm(pack: &Pack) -> Option<&Norm> {
    let mut norms = pack.norms.values();
    norms.find(|norm| norm.per_days == 7).map(Arc::as_ref)
}

fn monday(day: NaiveDate) -> NaiveDate {
    Unit::Week.around(day).from
}

fn home(found: &Found, principal: &Principal, told: Telling<'_>) -> Home {
    let name = principal.name.split_whitespace().next().unwrap_or_default();
    let frame = Home {
        takes_files: blocks(told.pack, PageName::Record).contains(&Block::Upload),
        date: told.formats.long_date(found.today, told.now),
        name: name.to_owned(),
        ..Home::default()
    };
    let leading = told
        .pack
        .sports
        .values()
        .find_map(|sport| Some((sport, totals::lead(sport)?)));
    let Some((sport, lead)) = leading.filter(|_| !found.latest.is_empty()) else {
        return Home {
            badges: in_reach(found, told),
            ..frame
        };
    };
    let weeks = Weeks::new(found, sport, lead, told);
    Home {
        lead: Some(weeks.lead()),
        norm: weeks.norm(),
        norm_about: weekly_norm(told.pack).and_then(|norm| told.about("norm", &norm.id, None)),
        delta: weeks.delta(),
        week: Some(weeks.bars()),
        streak: super::streak::card(&found.streak, told),
        tiles: weeks.tiles(),
        latest: latest(found, told),
        records: records(found, told),
        badges: badges(found, told),
        ..frame
    }
}

fn latest(found: &Found, told: Telling<'_>) -> Vec<crate::web::ui::pages::WorkoutRow> {
    found
        .latest
        .iter()
        .map(|entry| rows::row(entry, told))
        .collect()
}

/// The newest marks, the newest first.
fn records(found: &Found, told: Telling<'_>) -> Vec<RecordItem> {
    marks::beaten(&found.marks)
        .filter_map(|beaten| marks::item(beaten, told))
        .take(GAINS)
        .collect()
}

/// The badges earned last; before the first, those that are near.
fn badges(found: &Found, told: Telling<'_>) -> Vec<Badge> {
    let mut earned: Vec<&Held> = found
        .held
        .iter()
        .filter(|held| held.tier.is_some())
        .collect();
    earned.sort_by_key(|held| std::cmp::Reverse(held.tier.as_ref().map(|tier| tier.start_at)));
    if earned.is_empty() {
        return in_reach(found, told);
    }
    earned
        .into_iter()
        .take(GAINS)
        .map(|held| badge(held, told))
        .collect()
}

fn in_reach(found: &Found, told: Telling<'_>) -> Vec<Badge> {
    let open = found.held.iter().filter(|held| held.tier.is_none());
    open.take(GAINS).map(|held| badge(held, told)).collect()
}

/// This week, and the last one up to the same weekday.
struct Weeks<'a> {
    found: &'a Found,
    sport: &'a Sport,
    metric: &'a Arc<Metric>,
    this: std::collections::BTreeMap<String, Value>,
    last: std::collections::BTreeMap<String, Value>,
    told: Telling<'a>,
}

impl<'a> Weeks<'a> {
    fn new(found: &'a Found, sport: &'a Sport, metric: &'a Arc<Metric>, told: Telling<'a>) -> Self {
        let monday = monday(found.today);
        let week_ago = found
            .today
            .checked_sub_days(Days::new(7))
            .unwrap_or(found.today);
        let over = |from: NaiveDate, to: NaiveDate| {
            let inside = found
                .days
                .iter()
                .filter(move |row| (from..=to).contains(&row.local_day));
            totals::over(told.packs, sport, inside)
        };
        Self {
            // Clocks of places ahead of the person's may have begun tomorrow.
            this: over(monday, NaiveDate::MAX),
            last: over(NaiveDate::MIN, week_ago),
            found,
            sport,
            metric,
            told,
        }
    }

    fn total(values: &std::collections::BTreeMap<String, Value>, metric: &Metric) -> f64 {
        values
            .get(&metric.id)
            .and_then(Value::number)
            .unwrap_or(0.0)
    }

    fn lead(&self) -> Figure {
        let title = self.told.formats.title(self.metric, false);
        let si = Self::total(&self.this, self.metric);
        Figure::new(title, words::amount(self.metric, si, self.told.formats))
            .about(self.told.about("metric", &self.metric.id, None))
    }

    /// In words: `3.8 km more than by Friday last week`.
    fn delta(&self) -> Option<Delta> {
        let formats = self.told.formats;
        let [now, before] = [&self.this, &self.last].map(|week| Self::total(week, self.metric));
        let difference = formats.difference(now - before, &self.metric.display);
        let delta = Delta::between(now, before, &difference, higher(self.metric), formats)?;
        let key = if delta.is_up {
            "home-delta-more"
        } else {
            "home-delta-less"
        };
        let day = formats.weekday_by(self.found.today);
        let args = [
            ("value", difference.to_string().into()),
            ("day", day.into()),
        ];
        Some(Delta {
            text: formats.text(key, &args),
            spoken: String::new(),
            ..delta
        })
    }

    fn norm(&self) -> Option<String> {
        let formats = self.told.formats;
        let norm = weekly_norm(self.told.pack)?;
        let target = self.found.measure.target(norm)?;
        let metric = match &norm.of {
            NormOf::Metric(metric) => metric,
            NormOf::Workouts => {
                let done = self.found.workouts;
                let key = if (done as f64) < target {
                    "home-norm-workouts"
                } else {
                    "home-norm-workouts-done"
                };
                let args = [
                    ("title", norm.title.get(self.told.locale()).into()),
                    ("done", done.into()),
                    ("norm", (target as i64).into()),
                ];
                return Some(formats.text(key, &args));
            }
        };
        let amount = |si: f64| words::amount(metric, si, formats).to_string();
        let left = target - Self::total(&self.this, metric);
        let whole = ("norm", amount(target).into());
        let text = if left > 0.0 {
            formats.text("home-norm", &[("left", amount(left).into()), whole])
        } else {
            formats.text("home-norm-done", &[whole])
        };
        // Below a figure of another metric the norm says what it is of.
        let is_of_lead = metric.id == self.metric.id;
        let title = norm.title.get(self.told.locale());
        Some(if is_of_lead {
            text
        } else {
            format!("{text} · {title}")
        })
    }

    fn bars(&self) -> WeekBars {
        let monday = monday(self.found.today);
        let sum = |day: Option<NaiveDate>| {
            let rows = self
                .found
                .days
                .iter()
                .filter(|row| Some(row.local_day) == day);
            let own = rows.filter(|row| row.metric == self.metric.id);
            self.metric.dim.from_steps(own.map(|row| row.sum).sum())
        };
        let bar = |n: u64| {
            let day = monday.checked_add_days(Days::new(n))?;
            Some(Day {
                day,
                this_week: sum(Some(day)),
                last_week: sum(day.checked_sub_days(Days::new(7))),
            })
        };
        let days: Vec<Day> = (0..7).filter_map(bar).collect();
        let formats = self.told.formats;
        week(&days, self.found.today, formats, |si| {
            words::amount(self.metric, si, formats)
        })
    }

    /// The sport's next figures that the week has.
    fn tiles(&self) -> Vec<Figure> {
        let is_number = |m: &&Arc<Metric>| matches!(m.ty, MetricType::Quantity | MetricType::Count);
        let others = self
            .sport
            .metrics
            .iter()
            .filter(|metric| metric.id != self.metric.id);
        others
            .filter(is_number)
            .filter_map(|metric| self.tile(metric))
            .take(TILES)
            .collect()
    }

    fn tile(&self, metric: &Metric) -> Option<Figure> {
        let formats = self.told.formats;
        let now = self.this.get(&metric.id)?.number()?;
        let before = self.last.get(&metric.id).and_then(Value::number);
        let delta = before.and_then(|before| {
            let difference = formats.difference(now - before, &metric.display);
            Delta::between(now, before, &difference, higher(metric), formats)
        });
        let title = formats.title(metric, true);
        let figure = Figure::new(title, words::amount(metric, now, formats)).with(delta);
        Some(figure.about(self.told.about("metric", &metric.id, None)))
    }
}

pub fn higher(metric: &Metric) -> Option<bool> {
    match metric.better {
        Better::Higher => Some(true),
        Better::Lower => Some(false),
        Better::Neither => None,
    }
}
