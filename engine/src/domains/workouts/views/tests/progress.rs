//! Stories of the history's calendar, the progress and the comparison, through the router.

use axum::http::StatusCode;

use super::pages::{app, assert_has, html, page, see};
use crate::db::testing::both;
use crate::testing::TestApp;

async fn run(app: &TestApp, token: &str, day: &str, km: &str, time: &str) -> String {
    let fields = [
        ("sport", "running.run"),
        ("date", day),
        ("time", "07:10"),
        ("metric.core.distance", km),
        ("metric.core.duration", time),
    ];
    let answer = app.send_form("/running/record", token, &fields).await;
    super::pages::led_to(&answer)
}

#[tokio::test]
async fn progress_compares_up_to_the_same_day_and_from_sums() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("progress@example.org").await;
        app.send_form("/running/join", &token, &[]).await;
        let first = see(&app, "/running/progress", &token).await;
        assert_has(&first, "Your progress, once there is something to compare");
        // Saturday 21 November: the month before counts up to 21 October.
        for (day, km, time) in [
            ("2026-11-03", "10", "50:00"),
            ("2026-11-12", "2", "12:00"),
            ("2026-10-20", "8", "40:00"),
            ("2026-10-30", "30", "3:00:00"),
        ] {
            run(&app, &token, day, km, time).await;
        }
        let month = see(&app, "/running/progress?period=month", &token).await;
        assert_has(&month, "4 km more than in 1–21 October");
        assert_has(&month, "The same in numbers");
        assert_has(
            &month,
            "role=\"img\" aria-label=\"Distance, 1–21 November: 12 km.",
        );
        assert_has(&month, "Best day, 3 November");
        // 62 minutes over 12 km against 40 over 8.
        let pace = "/running/progress?period=month&metric=running.pace";
        let pace = see(&app, pace, &token).await;
        assert_has(&pace, "5:10");
        assert_has(&pace, "10 s worse than in 1–21 October");
        let norm = "/running/progress?period=week&metric=core.duration";
        assert_has(&see(&app, norm, &token).await, "to the norm of 75 min");
        let all = see(&app, "/running/progress?period=all&metric=workouts", &token).await;
        assert_has(&all, "<option value=\"workouts\" selected>");
        let own = "/running/progress?from=2026-10-30&to=2026-10-30";
        assert_has(&see(&app, own, &token).await, "30 km");
        let turned = "/running/progress?from=2026-11-02&to=2026-11-01&metric=nonsense&period=x";
        assert_has(
            &see(&app, turned, &token).await,
            "The first day comes after the last one.",
        );
        let unreadable = "/running/progress?from=99999-01-01";
        assert_has(&see(&app, unreadable, &token).await, "This is not a day.");
        assert_has(&month, "4 weeks in a row");
        let records = see(&app, "/running/records", &token).await;
        assert_has(&records, "/running/records/growth?record=");
    })
    .await;
}

#[tokio::test]
async fn a_record_tells_how_it_grew() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("growth@example.org").await;
        run(&app, &token, "2026-10-01", "10", "50:00").await;
        let second = run(&app, &token, "2026-11-01", "12", "60:00").await;
        let at = "/running/records/growth?record=core.distance/max";
        let records = see(&app, "/running/records", &token).await;
        let link = records.split("/running/records/growth?").find_map(|rest| {
            let (query, _) = rest.split_once('"')?;
            query
                .contains("distance")
                .then(|| query.replace("&amp;", "&"))
        });
        let link = format!(
            "/running/records/growth?{}",
            link.unwrap_or_else(|| at.to_owned())
        );
        let grew = see(&app, &link, &token).await;
        assert_has(&grew, "2 km better than the first");
        assert_has(&grew, &second);
        assert_has(&grew, "1 November 2026");
        let other = "/running/records/growth?record=none";
        let missing = page(&app, other, Some(&token), "en").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        let (_, stranger) = app.register_confirmed("stranger@example.org").await;
        let theirs = page(&app, &link, Some(&stranger), "en").await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "not theirs");
    })
    .await;
}

#[tokio::test]
async fn the_history_has_a_calendar_totals_and_bounds() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("calendar@example.org").await;
        let empty = see(&app, "/running/workouts", &token).await;
        assert!(!empty.contains("id=\"calendar\"") && !empty.contains("id=\"totals\""));
        run(&app, &token, "2026-11-03", "10", "50:00").await;
        run(&app, &token, "2026-10-20", "4", "20:00").await;
        let history = see(&app, "/running/workouts", &token).await;
        assert_has(&history, "2 active days in the year to 21 November 2026");
        assert_has(&history, "Tue 3 November 2026: 10 km, 1 workout");
        assert_has(
            &history,
            "/running/workouts?from=2026-11-03&amp;to=2026-11-03",
        );
        assert_has(&history, "October 2026");
        let weeks = see(&app, "/running/workouts?by=week", &token).await;
        assert_has(&weeks, "2–8 November");
        let before = see(&app, "/running/workouts?month=2026-10", &token).await;
        assert_has(&before, "<h3>October 2026</h3>");
        for odd in ["month=-262143-01", "month=x&by=day", "month=9999-12"] {
            see(&app, &format!("/running/workouts?{odd}"), &token).await;
        }
        let long = see(&app, "/running/workouts?least=8", &token).await;
        assert_has(&long, "1 workout<");
        let none = see(&app, "/running/workouts?least=11&most=12.5", &token).await;
        assert_has(&none, "No workout fits");
        let wrong = see(&app, "/running/workouts?least=far", &token).await;
        assert_has(&wrong, "This is not a number.");
        let ru = page(&app, "/running/workouts", Some(&token), "ru").await;
        assert_has(&html(&ru), "2 дня с тренировками за год");
    })
    .await;
}

#[tokio::test]
async fn a_workout_stands_among_similar_ones_and_the_streak_at_home() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("similar@example.org").await;
        app.send_form("/running/join", &token, &[]).await;
        let alone = run(&app, &token, "2026-11-03", "10", "50:00").await;
        let page = see(&app, &alone, &token).await;
        assert!(
            !page.contains("Similar workouts"),
            "nothing to compare with"
        );
        run(&app, &token, "2026-11-10", "10.4", "57:12").await;
        run(&app, &token, "2026-11-12", "21", "2:00:00").await;
        let last = run(&app, &token, "2026-11-17", "9.8", "52:16").await;
        let page = see(&app, &last, &token).await;
        assert_has(&page, "2 of 3 by pace");
        assert_has(&page, "10 s better");
        assert_has(&page, &alone);
        assert!(
            !page.contains("21 <") && !page.contains("2:00:00"),
            "too far to be alike"
        );
        let home = see(&app, "/running/", &token).await;
        assert_has(&home, "3 weeks in a row");
        assert_has(&home, "This week counts already.");
    })
    .await;
}
