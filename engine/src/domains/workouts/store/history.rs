//! Workouts as lists ask for them.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::figures::Figures;
use super::periods;
use crate::db::{Db, Query, Result, Run};
use crate::domains::workouts::model::MetricValue;

/// What a page of the history asks for. Newest first.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Qualified sports; empty means all.
    pub sports: Vec<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Part of the title or note.
    pub text: Option<String>,
    pub bound: Option<Bound>,
    /// Only workouts before this start and id.
    pub before: Option<Place>,
    /// Only workouts after this start and id, those nearest to it.
    pub after: Option<Place>,
    pub limit: u32,
}

/// Only workouts whose figure is not under or over these, in steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Qualified.
    pub metric: String,
    pub least: Option<i64>,
    pub most: Option<i64>,
}

/// A workout's place in the history.
pub type Place = (DateTime<Utc>, Uuid);

/// A row of a list: facts without the activity.
#[derive(Clone, Debug, FromRow)]
pub struct Listed {
    pub id: Uuid,
    pub sport: String,
    pub source: String,
    pub start_at: DateTime<Utc>,
    pub utc_offset_s: i32,
    pub local_day: NaiveDate,
    pub title: Option<String>,
    pub note: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The figures are looked up for each row of the page: a join could read all of the user's.
const LISTED: &str = "select id, sport, source, start_at, utc_offset_s, local_day, title, note, \
    version, created_at, updated_at, (select figures from workout_figures f \
        where f.user_id = workout.user_id and f.workout_id = workout.id) as figures from workout";

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    listed: Listed,
    /// None before the reactions have told them.
    figures: Option<Json<Figures>>,
}

/// One page with its values, newest first whichever way it is read.
pub async fn list(
    db: &Db,
    user_id: Uuid,
    filter: &Filter,
) -> Result<Vec<(Listed, Vec<MetricValue>)>> {
    let mut conditions = Conditions::of(filter);
    if filter.before.is_some() {
        let (start, id) = (conditions.param(), conditions.param());
        conditions.add(format_args!(" and (start_at, id) < ({start}, {id})"));
    }
    if filter.after.is_some() {
        let (start, id) = (conditions.param(), conditions.param());
        conditions.add(format_args!(" and (start_at, id) > ({start}, {id})"));
    }
    let order = if filter.after.is_some() {
        "asc"
    } else {
        "desc"
    };
    let limit = conditions.param();
    let order = format!("order by start_at {order}, id {order} limit {limit}");
    let sql = conditions.by_sport(&order);
    let mut query = bound(db.q(sqlx::AssertSqlSafe(sql)).bind(user_id), filter);
    for (start, id) in [filter.before, filter.after].into_iter().flatten() {
        query = query.bind(start).bind(id);
    }
    let mut found: Vec<Row> = query.bind(i64::from(filter.limit)).all().await?;
    if filter.after.is_some() {
        found.reverse();
    }
    let values = |figures: Option<Json<Figures>>| figures.map_or_else(Vec::new, |f| f.0.values());
    let rows = found.into_iter();
    Ok(rows.map(|row| (row.listed, values(row.figures))).collect())
}

/// How many workouts a filter finds on all pages. All of some sports are counted by year.
pub async fn count(db: &Db, user_id: Uuid, filter: &Filter) -> Result<i64> {
    let asks_for_all = filter.from.is_none()
        && filter.to.is_none()
        && filter.text.is_none()
        && filter.bound.is_none();
    if asks_for_all && !filter.sports.is_empty() {
        return periods::workouts(db, user_id, &filter.sports).await;
    }
    let conditions = Conditions::of(filter);
    let sql = format!("select count(*) from workout{}", conditions.together());
    let query = bound(db.q(sqlx::AssertSqlSafe(sql)).bind(user_id), filter);
    let (n,): (i64,) = query.one().await?;
    Ok(n)
}

/// What a filter asks beside the place, in the order in which `bound` binds it.
struct Conditions {
    sql: String,
    /// The parameters of the sports.
    sports: Vec<String>,
    params: usize,
}

impl Conditions {
    fn of(filter: &Filter) -> Self {
        let sql = " where user_id = $1 and deleted_at is null".to_owned();
        let mut all = Self {
            sql,
            sports: Vec::new(),
            params: 1,
        };
        all.sports = filter.sports.iter().map(|_| all.param()).collect();
        if filter.from.is_some() {
            let day = all.param();
            all.add(format_args!(" and local_day >= {day}"));
        }
        if filter.to.is_some() {
            let day = all.param();
            all.add(format_args!(" and local_day <= {day}"));
        }
        if filter.text.is_some() {
            let text = all.param();
            all.add(format_args!(" and search like {text} escape '!'"));
        }
        if let Some(bound) = &filter.bound {
            all.add_bound(bound);
        }
        all
    }

    /// The figure of each row by its key: a join could read all of the user's.
    fn add_bound(&mut self, bound: &Bound) {
        let metric = self.param();
        self.add(format_args!(
            " and exists (select 1 from workout_value v where v.user_id = workout.user_id \
             and v.workout_id = workout.id and v.metric = {metric}"
        ));
        for (is, steps) in [(">=", bound.least), ("<=", bound.most)] {
            if steps.is_some() {
                let steps = self.param();
                self.add(format_args!(" and v.value {is} {steps}"));
            }
        }
        self.add(format_args!(")"));
    }

    /// The rows of all sports at once, for who counts them.
    fn together(&self) -> String {
        match self.sports.as_slice() {
            [] => self.sql.clone(),
            sports => format!("{} and sport in ({})", self.sql, sports.join(", ")),
        }
    }

    /// The first rows of each sport, and of these the first: with all sports at once a database
    /// walks through another sport's thousands to find a page of this one.
    fn by_sport(&self, order: &str) -> String {
        let one = |sport: &String| {
            format!(
                "select * from ({LISTED}{} and sport = {sport} {order}) as s",
                self.sql
            )
        };
        match self.sports.as_slice() {
            [] => format!("{LISTED}{} {order}", self.sql),
            sports => {
                let each: Vec<String> = sports.iter().map(one).collect();
                format!("{} {order}", each.join(" union all "))
            }
        }
    }

    fn add(&mut self, condition: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.sql.write_fmt(condition);
    }

    fn param(&mut self) -> String {
        self.params += 1;
        format!("${}", self.params)
    }
}

fn bound<'q>(mut query: Query<'q>, filter: &Filter) -> Query<'q> {
    for sport in &filter.sports {
        query = query.bind(sport.clone());
    }
    for day in [filter.from, filter.to].into_iter().flatten() {
        query = query.bind(day);
    }
    if let Some(text) = &filter.text {
        query = query.bind(format!("%{}%", escape_like(&text.to_lowercase())));
    }
    if let Some(bound) = &filter.bound {
        query = query.bind(bound.metric.clone());
        for steps in [bound.least, bound.most].into_iter().flatten() {
            query = query.bind(steps);
        }
    }
    query
}

/// `%` and `_` are meant as they stand.
fn escape_like(text: &str) -> String {
    text.replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_")
}
