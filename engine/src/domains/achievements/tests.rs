//! Badges over a user's history, on both databases.

use chrono::{Duration, NaiveDate};
use stadion_pack::expr::{HistoryFn, HistoryQuery, Scope, Window};
use stadion_pack::value::{Dim, Value};
use uuid::Uuid;

use super::history::{Entry, History, Resolved};
use super::store;
use crate::db::testing::both;
use crate::domains::workouts::service;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::events::Position;

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
    History(entries).answer(entries.len() - 1, &query, &names)
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
