//! Demo data: one athlete with twelve weeks of training, made by the same calls that people's own
//! uploads make. Which apps the files land in is the packs' business.

use std::collections::BTreeSet;

use bytes::Bytes;
use chrono::{DateTime, Datelike, Duration, NaiveTime, Utc, Weekday};
use stadion_activity::sample::{self, Run};
use uuid::Uuid;

use super::app::is_listed;
use super::gear::service::NewItem;
use super::gear::{self, gear_types};
use super::identity;
use super::workouts::has_any;
use super::workouts::import::{Upload, import};
use crate::App;
use crate::web::error::Result;

pub const EMAIL: &str = "athlete@demo.stadion.test";
pub const PASSWORD: &str = "stadion demo";
const NAME: &str = "Dana Reyes";
const ZONE: &str = "Europe/Berlin";
const WEEKS: i64 = 12;
/// Share of a life that the gear had behind it.
const USED_BEFORE: f64 = 0.15;

/// Seeds a demo server; other servers have no demo data.
pub async fn run(app: App) {
    if app.config.demo
        && let Err(error) = seed(&app).await
    {
        tracing::error!(%error, "demo data could not be made");
    }
}

/// Makes the account and, once, its training. What is there already is left as it is.
pub async fn seed(app: &App) -> Result<()> {
    let user_id = identity::demo::create(app, NAME, EMAIL, PASSWORD).await?;
    if has_any(&app.db, user_id).await? {
        return Ok(());
    }
    let today = app.clock.now();
    for week in (0..WEEKS).rev() {
        let sports = train(app, user_id, today, week).await;
        join(app, user_id, &sports).await?;
        if week == WEEKS - 1 {
            equip(app, user_id, &sports).await?;
        }
    }
    tracing::info!(email = EMAIL, "demo data is ready");
    Ok(())
}

/// Joins the apps of the sports that the files turned out to be.
async fn join(app: &App, user_id: Uuid, sports: &BTreeSet<String>) -> Result<()> {
    let packs = app.catalog.packs();
    let found = sports.iter().filter_map(|sport| packs.sport(sport));
    for (pack, _) in found.filter(|(pack, _)| is_listed(pack)) {
        identity::service::join(app, user_id, &pack.id).await?;
    }
    Ok(())
}

/// What each sport needs first, half used up: the training to come wears it on.
async fn equip(app: &App, user_id: Uuid, sports: &BTreeSet<String>) -> Result<()> {
    let packs = app.catalog.packs();
    let found = sports.iter().filter_map(|sport| packs.sport(sport));
    for (pack, sport) in found.filter(|(pack, _)| is_listed(pack)) {
        let Some(kind) = gear_types(pack).next() else {
            continue;
        };
        let wear = kind.wear.as_ref();
        let item = NewItem {
            kind: kind.id.clone(),
            name: "Kestrel 4".to_owned(),
            default_sport: Some(sport.id.clone()),
            acquired_on: Some((app.clock.now() - Duration::weeks(WEEKS + 20)).date_naive()),
            used_before: wear.map(|wear| (wear.life * USED_BEFORE).floor()),
            ..NewItem::default()
        };
        gear::service::add(app, user_id, item).await?;
    }
    Ok(())
}

/// A week's files, sent together; each fourth week is easy. The sports that they were told as.
async fn train(app: &App, user_id: Uuid, today: DateTime<Utc>, weeks_ago: i64) -> BTreeSet<String> {
    let monday = today.date_naive().week(Weekday::Mon).first_day() - Duration::weeks(weeks_ago);
    let load = if weeks_ago % 4 == 3 {
        0.6
    } else {
        1.0 + (WEEKS - weeks_ago) as f64 * 0.03
    };
    let plan = [(0, 6, 45.0), (2, 18, 35.0), (3, 6, 55.0), (5, 8, 95.0)];
    let mut uploads = Vec::new();
    for (day, hour, minutes) in plan {
        let start = at(monday, day, hour);
        let number = u64::from(start.ordinal());
        let seconds = (minutes * 60.0 * load) as u32;
        let speed =
            2.9 + (WEEKS - weeks_ago) as f64 * 0.012 + if minutes < 40.0 { 0.35 } else { 0.0 };
        let run = Run {
            speed,
            ..Run::new(start, seconds, number)
        };
        uploads.push((start, sample::fit(&run)));
    }
    for day in [1, 4] {
        let start = at(monday, day, 17);
        uploads.push((
            start,
            sample::fit_strength(start, u64::from(start.ordinal())),
        ));
    }
    let done = uploads
        .into_iter()
        .filter(|(start, _)| *start < today - Duration::hours(3));
    let uploads = done.map(|(start, bytes)| Upload {
        name: format!("{}.fit", start.format("%Y-%m-%d-%H%M")),
        bytes: Bytes::from(bytes),
    });
    let imported = import(app, user_id, Some(ZONE), uploads.collect()).await;
    let workouts = imported.into_iter().flat_map(|file| file.workouts);
    workouts.map(|workout| workout.sport).collect()
}

fn at(monday: chrono::NaiveDate, day: i64, hour: u32) -> DateTime<Utc> {
    let minute = 12 + u32::try_from(day).unwrap_or(0) * 7;
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    (monday + Duration::days(day)).and_time(time).and_utc()
}
