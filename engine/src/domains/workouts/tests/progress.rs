//! Sums over any span, streaks, what is similar, and the totals of the API.

use axum::http::StatusCode;
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{app, at, outing, record};
use crate::db::testing::both;
use crate::domains::workouts::model::periods::{Span, Unit};
use crate::domains::workouts::service;
use crate::domains::workouts::store::{Bound, Filter, count, list, periods, projections, similar};
use crate::domains::workouts::streaks::{Stretch, streaks};
use crate::domains::workouts::sums::{What, summed};
use crate::testing::TestApp;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to))
}

const RUN: &str = "running.run";

async fn run_on(app: &TestApp, user_id: Uuid, day: &str, metres: f64, seconds: f64) -> Uuid {
    let start = at(&format!("{day}T08:00:00Z"));
    record(app, user_id, outing(start, metres, seconds))
        .await
        .id
}

#[tokio::test]
async fn any_span_sums_to_its_days() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("sums@example.org").await;
        let begin = at("2023-12-20T08:00:00Z");
        for n in 0..60_i64 {
            let start = begin + Duration::days(n * n % 731);
            record(&app, user_id, outing(start, 1000.0 + n as f64, 300.0)).await;
        }
        let mut runner = TestRunner::deterministic();
        let (sports, metrics) = ([RUN.to_owned()], ["core.distance".to_owned()]);
        let what = What {
            user_id,
            sports: &sports,
            metrics: &metrics,
        };
        let packs = app.app.catalog.packs();
        let (_, sport) = packs.sport(RUN).expect("running");
        let distance = packs.metric("core.distance").expect("distance");
        for _ in 0..12 {
            let tree = (0u64..700, 0u64..900)
                .new_tree(&mut runner)
                .expect("a span");
            let (from, length) = tree.current();
            let from = day("2023-12-01") + chrono::Days::new(from);
            let span = Span::new(from, from + chrono::Days::new(length));
            let daily = projections::daily(&db, user_id, span.from, span.to)
                .await
                .expect("days");
            let own = daily.iter().filter(|row| row.metric == distance.id);
            let wanted = own.map(|row| row.sum).sum::<i64>();
            let workouts = daily
                .iter()
                .filter(|row| row.metric == distance.id)
                .map(|row| row.n);
            let workouts: i64 = workouts.sum();
            for unit in Unit::ALL {
                let found = summed(&db, what, unit, span).await.expect("sums");
                let si = found.value(&packs, sport, distance).unwrap_or(0.0);
                assert_eq!(distance.dim.to_steps(si), Some(wanted), "{unit:?} {span:?}");
                assert_eq!(found.workouts(), workouts, "{unit:?} {span:?}");
                let parts: i64 = found.buckets().map(|bucket| bucket.workouts()).sum();
                assert_eq!(parts, workouts, "{unit:?} {span:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn streaks_join_part_and_end() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("streak@example.org").await;
        let today = day("2026-11-21");
        let told = async |today| {
            let found = streaks(&db, user_id, "running", today)
                .await
                .expect("streaks");
            let brief = |one: Option<Stretch>| one.map(|one| (one.length, one.span));
            let weeks = found.weeks;
            (
                brief(weeks.current),
                brief(weeks.longest),
                weeks.is_kept,
                brief(found.days.longest),
            )
        };
        assert_eq!(told(today).await, (None, None, false, None));
        run_on(&app, user_id, "2026-10-26", 5000.0, 1500.0).await;
        run_on(&app, user_id, "2026-11-10", 5000.0, 1500.0).await;
        let one = Some((1, span("2026-11-09", "2026-11-15")));
        let a_day = Some((1, span("2026-11-10", "2026-11-10")));
        assert_eq!(
            told(today).await,
            (one, one, false, a_day),
            "the present week breaks nothing"
        );
        let between = run_on(&app, user_id, "2026-11-08", 5000.0, 1500.0).await;
        let three = Some((3, span("2026-10-26", "2026-11-15")));
        let (current, longest, is_kept, _) = told(today).await;
        assert_eq!(
            (current, longest, is_kept),
            (three, three, false),
            "late ones join"
        );
        run_on(&app, user_id, "2026-11-20", 5000.0, 1500.0).await;
        run_on(&app, user_id, "2026-11-19", 5000.0, 1500.0).await;
        let four = Some((4, span("2026-10-26", "2026-11-22")));
        let two_days = Some((2, span("2026-11-19", "2026-11-20")));
        assert_eq!(told(today).await, (four, four, true, two_days));
        service::delete(&app.app, user_id, between, None)
            .await
            .expect("deleted");
        let two = Some((2, span("2026-11-09", "2026-11-22")));
        let (current, longest, ..) = told(today).await;
        assert_eq!((current, longest), (two, two), "without it they part");
        let (current, longest, is_kept, _) = told(day("2026-12-01")).await;
        assert_eq!(
            (current, longest, is_kept),
            (None, two, false),
            "a whole week ends it"
        );
        let other = streaks(&db, user_id, "strength", today)
            .await
            .expect("streaks");
        assert_eq!(other.weeks.longest, None, "each app has its own");
    })
    .await;
}

#[tokio::test]
async fn a_list_is_bounded_by_a_figure() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("bound@example.org").await;
        for (n, metres) in [3000.0, 8000.0, 8500.0, 12_000.0].into_iter().enumerate() {
            run_on(
                &app,
                user_id,
                &format!("2026-11-0{}", n + 1),
                metres,
                2400.0,
            )
            .await;
        }
        let steps = |metres: f64| stadion_pack::value::Dim::LENGTH.to_steps(metres);
        let found = async |least, most| {
            let filter = Filter {
                bound: Some(Bound {
                    metric: "core.distance".into(),
                    least,
                    most,
                }),
                text: Some(String::new()),
                limit: 10,
                ..Filter::default()
            };
            let listed = list(&db, user_id, &filter).await.expect("list");
            assert_eq!(
                count(&db, user_id, &filter).await.ok(),
                i64::try_from(listed.len()).ok()
            );
            listed.len()
        };
        assert_eq!(found(steps(8000.0), steps(9000.0)).await, 2);
        assert_eq!(found(steps(8000.1), None).await, 2);
        assert_eq!(found(None, steps(2999.0)).await, 0);
    })
    .await;
}

#[tokio::test]
async fn neighbours_and_newest_marks_are_read_in_order() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("near@example.org").await;
        let mut ids = Vec::new();
        for (n, metres) in [5000.0, 6000.0, 5500.0, 7000.0].into_iter().enumerate() {
            let day = format!("2026-11-0{}", n + 1);
            ids.push(run_on(&app, user_id, &day, metres, 2400.0).await);
        }
        let place = (at("2026-11-02T08:00:00Z"), ids[1]);
        let metrics = ("core.distance", "running.pace");
        let found = similar::neighbours(&db, user_id, RUN, place, metrics)
            .await
            .expect("found");
        let others: Vec<Uuid> = found.iter().map(|other| other.id).collect();
        assert_eq!(others, [ids[0], ids[2], ids[3]]);
        assert!(
            found
                .iter()
                .all(|other| other.lead.is_some() && other.compared.is_some())
        );
        let newest = projections::newest_marks(&db, user_id, "running", 50)
            .await
            .expect("marks");
        let starts: Vec<_> = newest.iter().map(|found| found.mark.start_at).collect();
        assert!(starts.is_sorted_by(|a, b| a >= b), "{starts:?}");
        let last = newest.first().expect("a mark");
        assert_eq!(last.mark.workout_id, ids[3]);
        assert_eq!(
            last.before_at,
            Some(at("2026-11-02T08:00:00Z")),
            "the one it beat"
        );
        let first = newest.last().expect("a mark");
        assert_eq!((first.mark.previous, first.before_at), (None, None));
        let id = crate::domains::workouts::store::records::RecordId {
            pack: last.mark.pack.clone(),
            record: last.mark.record.clone(),
            variant: String::new(),
        };
        let grew = projections::marks_of_record(&db, user_id, &id)
            .await
            .expect("marks");
        assert_eq!(grew.len(), 3);
        let years = periods::Asked {
            user_id,
            sports: &[RUN.to_owned()],
            metrics: &[],
        };
        assert_eq!(
            periods::years(&db, years).await.ok().flatten(),
            Some((2026, 2026))
        );
    })
    .await;
}

#[tokio::test]
async fn totals_tell_ratios_from_sums() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("totals@example.org").await;
        // 300 s/km over 10 km and 400 s/km over 1 km: 309 s/km, where the mean of both is 350.
        run_on(&app, user_id, "2026-11-03", 10_000.0, 3_000.0).await;
        run_on(&app, user_id, "2026-11-05", 1_000.0, 400.0).await;
        run_on(&app, user_id, "2026-09-30", 2_000.0, 700.0).await;
        let path = "/api/v1/totals?sport=running&from=2026-09-30&to=2026-11-21&by=month";
        let answer = app.get(path, &token).await;
        assert_eq!(answer.status, StatusCode::OK);
        let body: Json = serde_json::from_slice(&answer.body).expect("JSON");
        let items = body["items"].as_array().expect("items");
        let brief: Vec<(&str, i64)> = items
            .iter()
            .map(|item| {
                (
                    item["from"].as_str().unwrap_or(""),
                    item["workouts"].as_i64().unwrap_or(-1),
                )
            })
            .collect();
        assert_eq!(
            brief,
            [("2026-09-30", 1), ("2026-10-01", 0), ("2026-11-01", 2)]
        );
        let pace = items[2]["metrics"]["running.pace"]["value"]
            .as_f64()
            .expect("pace");
        let unit = items[2]["metrics"]["running.pace"]["unit"].clone();
        let told = if unit == "s/m" {
            pace * 1000.0
        } else {
            pace * 60.0
        };
        assert!((told - 3400.0 / 11.0).abs() < 0.01, "{pace} {unit}");
        assert_eq!(body["total"]["workouts"], 3);
        assert_eq!(items[1]["metrics"], serde_json::json!({}));
        let one = app
            .get(
                "/api/v1/totals?sport=running.run&metric=distance&by=year",
                &token,
            )
            .await;
        let one: Json = serde_json::from_slice(&one.body).expect("JSON");
        assert_eq!(
            one["total"]["metrics"]
                .as_object()
                .map(serde_json::Map::len),
            Some(1)
        );
        assert_eq!(one["items"].as_array().map(Vec::len), Some(12));
        for wrong in [
            "sport=curling",
            "sport=running&metric=feeling",
            "sport=running&by=decade",
            "sport=running&from=2026-11-02&to=2026-11-01",
            "sport=running&from=0001-01-01&by=day",
            "sport=running&from=-0004-01-01&to=0000-01-01&by=year",
            "metric=distance",
        ] {
            let answer = app.get(&format!("/api/v1/totals?{wrong}"), &token).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
            let problem: Json = serde_json::from_slice(&answer.body).expect("JSON");
            assert_eq!(problem["code"], "bad-query", "{wrong}");
        }
    })
    .await;
}
