//! Badges over a user's history, on both databases.

use axum::http::{Method, StatusCode, header};
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use stadion_pack::expr::{HistoryFn, HistoryQuery, Scope, Window};
use stadion_pack::value::{Dim, Value};
use uuid::Uuid;

use super::history::{Question, Resolved};
use super::{reach, store};
use crate::db::testing::both;
use crate::domains::profile::{self, model::Field, service::Change};
use crate::domains::workouts::model::{Day, Entry};
use crate::domains::workouts::past::{self, Of, Span};
use crate::domains::workouts::service;
use crate::domains::workouts::tests::histories::with_rules_about_people;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::events::Position;
use crate::testing::{app_with, request};

#[tokio::test]
async fn a_badge_comes_with_the_workout_that_earns_it_and_goes_with_it() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("badge@example.org").await;
        record(
            &app,
            user_id,
            outing(at("2026-11-01T06:00:00Z"), 3_000.0, 1_000.0),
        )
        .await;
        let before = store::awards(&db, user_id).await.expect("awards").len();
        let long = record(
            &app,
            user_id,
            outing(at("2026-11-08T06:00:00Z"), 43_000.0, 14_000.0),
        )
        .await;
        let awards = store::awards_of_workout(&db, user_id, long.id)
            .await
            .expect("awards");
        assert!(!awards.is_empty());
        service::delete(&app.app, user_id, long.id, None)
            .await
            .expect("deleted");
        assert_eq!(
            store::awards(&db, user_id).await.expect("awards").len(),
            before
        );
    })
    .await;
}

#[tokio::test]
async fn an_earlier_workout_takes_the_first_place_from_a_later_one() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("late@example.org").await;
        let later = record(
            &app,
            user_id,
            outing(at("2026-11-08T06:00:00Z"), 43_000.0, 14_000.0),
        )
        .await;
        let first = store::awards_of_workout(&db, user_id, later.id)
            .await
            .expect("awards");
        let earlier = record(
            &app,
            user_id,
            outing(at("2026-10-01T06:00:00Z"), 43_000.0, 14_000.0),
        )
        .await;
        let taken = store::awards_of_workout(&db, user_id, earlier.id)
            .await
            .expect("awards");
        let name = &first.first().expect("a badge").achievement;
        assert!(
            taken.iter().any(|award| award.achievement == *name),
            "{taken:?}"
        );
    })
    .await;
}

fn entries(days: &[(i64, i64)]) -> Vec<Entry> {
    let start = at("2026-03-02T08:00:00Z"); // a Monday
    let entry = |(n, (day, steps)): (usize, &(i64, i64))| {
        let start = start + Duration::days(*day);
        let workout_id = Uuid::from_u128(n as u128);
        Entry {
            position: Position {
                start,
                workout_id,
                local_day: start.date_naive(),
            },
            sport: "a.b".into(),
            sensed: true,
            values: [("a.way".to_owned(), *steps)].into(),
            texts: [].into(),
            efforts: [].into(),
        }
    };
    days.iter().enumerate().map(entry).collect()
}

fn ask(entries: &[Entry], func: HistoryFn, window: Window) -> Option<Value> {
    let metric = Some("way".to_owned());
    let query = HistoryQuery {
        func,
        metric,
        window,
        scope: Scope::All,
        at: None,
    };
    let names = Resolved {
        metric: Some(("a.way".into(), Dim::LENGTH)),
        ..Resolved::default()
    };
    Question::new(&query, &names, entries, &[]).answer(entries.len() - 1)
}

#[test]
fn a_window_counts_local_days_with_today() {
    let all = entries(&[(0, 1_000), (6, 2_000), (7, 4_000)]);
    let number = |n: f64| Some(Value::Number(n));
    assert_eq!(ask(&all, HistoryFn::Sum, Window::Days(1)), number(4.0));
    assert_eq!(ask(&all, HistoryFn::Sum, Window::Days(2)), number(6.0));
    assert_eq!(ask(&all, HistoryFn::Sum, Window::Days(8)), number(7.0));
    assert_eq!(ask(&all, HistoryFn::Count, Window::All), number(3.0));
    assert_eq!(ask(&all, HistoryFn::Mean, Window::Days(2)), number(3.0));
    assert_eq!(ask(&all, HistoryFn::Max, Window::All), number(4.0));
}

#[test]
fn a_streak_ends_where_a_week_was_missed() {
    let number = |n: f64| Some(Value::Number(n));
    let all = entries(&[(0, 1), (14, 1), (20, 1), (27, 1)]);
    assert_eq!(ask(&all, HistoryFn::Streak, Window::Weeks(1)), number(2.0));
    let daily = entries(&[(0, 1), (2, 1), (3, 1), (4, 1)]);
    assert_eq!(ask(&daily, HistoryFn::Streak, Window::Days(1)), number(3.0));
    assert_eq!(
        NaiveDate::from_ymd_opt(2026, 3, 2),
        Some(daily[0].position.local_day)
    );
}

/// The same history, its old days told by day alone.
fn split(all: &[Entry], query: &HistoryQuery, at: usize) -> (Option<Value>, Option<Value>) {
    let names = Resolved {
        metric: Some(("a.way".into(), Dim::LENGTH)),
        ..Resolved::default()
    };
    let whole = Question::new(query, &names, all, &[]).answer(all.len() - 1);
    let (old, near) = all.split_at(at);
    let mut days: Vec<Day> = Vec::new();
    for entry in old {
        let steps = if query.func == HistoryFn::Count || query.func == HistoryFn::Streak {
            0
        } else {
            entry.values["a.way"]
        };
        match days.last_mut() {
            Some(day) if day.day == entry.position.local_day => {
                day.n += 1;
                day.sum += steps;
                day.min = day.min.min(steps);
                day.max = day.max.max(steps);
            }
            _ => days.push(Day {
                day: entry.position.local_day,
                n: 1,
                sum: steps,
                min: steps,
                max: steps,
            }),
        }
    }
    let parted = Question::new(query, &names, near, &days).answer(near.len() - 1);
    (whole, parted)
}

proptest! {
    #[test]
    fn old_days_answer_as_their_workouts_would(
        mut days in prop::collection::vec((0_i64..120, 1_i64..9_000), 2..60), n in 1_u32..60,
    ) {
        days.sort_unstable();
        let all = entries(&days);
        let last = all[all.len() - 1].position.local_day;
        let at = all.iter().position(|entry| entry.position.local_day == last).unwrap_or(0);
        for func in [HistoryFn::Sum, HistoryFn::Count, HistoryFn::Mean, HistoryFn::Min, HistoryFn::Max, HistoryFn::Streak] {
            for window in [Window::Days(n), Window::Weeks(n), Window::All] {
                let query = HistoryQuery { func, metric: Some("way".into()), window, scope: Scope::All, at: None };
                let (whole, parted) = split(&all, &query, at);
                prop_assert_eq!(whole, parted, "{:?}", query);
            }
        }
    }
}

/// Rules that look back see the days before the change as they are stored.
#[tokio::test]
async fn days_before_a_change_are_counted_on_both_databases() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("days@example.org").await;
        let mut sport = String::new();
        for (start, way) in [
            ("2026-10-01T06:00:00Z", 5_000.0),
            ("2026-10-01T16:00:00Z", 7_000.0),
            ("2026-10-03T06:00:00Z", 4_000.0),
            ("2026-10-09T06:00:00Z", 9_000.0),
        ] {
            sport = record(&app, user_id, outing(at(start), way, 2_000.0))
                .await
                .sport;
        }
        let sports = [sport.clone()].into();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let span = |from: Option<&str>| Span {
            sports: Some(&sports),
            before: day("2026-10-09"),
            from: from.map(day),
        };
        let mut tx = db.begin().await.expect("transaction");
        let metric = Of::Metric("core.distance");
        let by_day = past::days(&mut tx, user_id, metric, span(Some("2026-10-01"))).await;
        let told: Vec<_> = by_day
            .expect("days")
            .iter()
            .map(|day| (day.day.to_string(), day.n, day.sum, day.min, day.max))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-10-01".to_owned(), 2, 12_000_000, 5_000_000, 7_000_000),
                ("2026-10-03".to_owned(), 1, 4_000_000, 4_000_000, 4_000_000),
            ]
        );
        let all = past::days(&mut tx, user_id, metric, span(None)).await;
        let all = all.expect("days");
        assert_eq!((all.len(), all[0].n, all[0].sum), (1, 3, 16_000_000));
        let next_year = Span {
            before: day("2027-01-02"),
            ..span(None)
        };
        let all = past::days(&mut tx, user_id, metric, next_year).await;
        let all = all.expect("days");
        assert_eq!((all[0].n, all[0].sum), (4, 25_000_000));
        assert_eq!((all[0].min, all[0].max), (4_000_000, 9_000_000));
        for (before, n) in [("2026-10-03", 2), ("2026-10-10", 4), ("2027-01-02", 4)] {
            let span = Span {
                before: day(before),
                ..span(None)
            };
            let all = past::days(&mut tx, user_id, Of::Workouts, span).await;
            assert_eq!(all.expect("days")[0].n, n, "before {before}");
        }
        let workouts = past::days(&mut tx, user_id, Of::Workouts, span(Some("2026-10-02"))).await;
        assert_eq!(workouts.expect("days").len(), 1);
        let nobody = past::days(&mut tx, Uuid::nil(), Of::Workouts, span(None)).await;
        assert!(nobody.expect("days").is_empty());
        let record = Of::Record("no such record");
        let efforts = past::days(&mut tx, user_id, record, span(None)).await;
        assert!(efforts.expect("days").is_empty());
    })
    .await;
}

#[tokio::test]
async fn one_figure_tells_how_far_a_badge_is() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("reach@example.org").await;
        let starts = [
            "2026-10-02T06:00:00Z",
            "2026-11-08T06:00:00Z",
            "2026-11-15T06:00:00Z",
        ];
        for (start, metres) in starts.into_iter().zip([30_000.0, 12_000.0, 8_000.0]) {
            record(&app, user_id, outing(at(start), metres, metres / 3.0)).await;
        }
        let packs = app.app.catalog.packs();
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        let told = async |name: &str| {
            let achievement = super::achievement(&packs, name).expect(name);
            let reach = reach(&db, user_id, &packs, achievement, today).await;
            reach.expect(name).map(|reach| (reach.value, reach.target))
        };
        assert_eq!(told("running.marathon").await, Some((30_000.0, 42_195.0)));
        // October's is older than thirty days.
        let month = told("running.hundred_km_month").await;
        assert_eq!(month, Some((20_000.0, 100_000.0)));
        let weeks = told("running.four_weeks").await;
        assert_eq!(weeks, Some((2.0, 4.0)), "this week goes on");
        assert_eq!(told("running.calm_long_run").await, None, "two figures");
        assert_eq!(told("running.ten_km_under_50").await, None, "no amount");
        let later = today + Duration::days(14);
        let achievement = super::achievement(&packs, "running.four_weeks").expect("badge");
        let gone = reach(&db, user_id, &packs, achievement, later).await;
        assert_eq!(gone.expect("told").map(|reach| reach.value), Some(0.0));
    })
    .await;
}

#[tokio::test]
async fn the_page_tells_what_is_near_what_is_earned_and_what_is_ahead() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("badges@example.org").await;
        let page = async || {
            let mut request = request(Method::GET, "/running/achievements", Some(&token), None);
            let html = "text/html".parse().expect("header");
            request.headers_mut().insert(header::ACCEPT, html);
            let answer = app.send(request).await;
            assert_eq!(answer.status, StatusCode::OK);
            let text = String::from_utf8(answer.body).expect("text");
            text.replace('\u{a0}', " ")
        };
        let empty = page().await;
        assert!(empty.contains("No badge yet"), "{empty}");
        assert!(empty.contains("Still to earn") && !empty.contains("Nearly there"));
        let start = at("2026-11-15T06:00:00Z");
        record(&app, user_id, outing(start, 20_000.0, 7_000.0)).await;
        let full = page().await;
        assert!(full.contains("20 km of 42.20 km"), "{full}");
        assert!(full.contains("1 of 10 times"), "{full}");
        assert!(full.contains("Nearly there") && full.contains("Earned"));
        assert!(!full.contains("No badge yet"));
    })
    .await;
}

/// A rule about the person is asked as of the workout's day, and again when they say otherwise.
#[tokio::test]
async fn a_badge_follows_who_the_person_was_that_day() {
    both(|db| async move {
        let packs = with_rules_about_people();
        let app = app_with(db.clone(), |config| {
            config.packs = vec![packs.path().to_owned()];
        })
        .await;
        let (user_id, _) = app.register_confirmed("who@example.org").await;
        let run = |start: &str| outing(at(start), 6_000.0, 2_000.0);
        let first = record(&app, user_id, run("2026-10-01T06:00:00Z")).await;
        let second = record(&app, user_id, run("2026-11-01T06:00:00Z")).await;
        let of = async || {
            let awards = store::awards(&db, user_id).await.expect("awards");
            let mut awards = awards.into_iter();
            let found = awards.find(|award| award.achievement == "running.far_athlete");
            found.map(|award| award.workout_id)
        };
        let say = async |from: &str, category: serde_json::Value| {
            let change = Change {
                sport: String::new(),
                from: from.parse().expect("a day"),
                values: vec![(Field::Category, category)],
            };
            let said = profile::service::change(&app.app, user_id, &change).await;
            said.expect("said");
        };
        assert_eq!(of().await, None, "missing stays missing");
        say("2026-10-15", "athlete".into()).await;
        assert_eq!(of().await, Some(second.id));
        say("2026-09-01", "athlete".into()).await;
        assert_eq!(of().await, Some(first.id));
        say("2026-09-01", "amateur".into()).await;
        assert_eq!(of().await, Some(second.id));
        say("2026-10-15", serde_json::Value::Null).await;
        assert_eq!(of().await, None);
    })
    .await;
}
