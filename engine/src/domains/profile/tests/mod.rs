//! Facts and what follows from them, on both databases.

mod answers;

use chrono::NaiveDate;
use serde_json::{Value, json};
use stadion_activity::derive::zones::Kind;
use uuid::Uuid;

use super::model::{ALWAYS, AgeGroup, Category, Field};
use super::service::{self, Change};
use super::store;
use crate::db::testing::both;
use crate::domains::workouts::tests::app;
use crate::testing::TestApp;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

async fn say(test: &TestApp, user: Uuid, sport: &str, from: &str, field: Field, value: Value) {
    let change = Change {
        sport: sport.to_owned(),
        from: day(from),
        values: vec![(field, value)],
    };
    service::change(&test.app, user, &change)
        .await
        .expect("said");
}

#[tokio::test]
async fn an_old_day_keeps_what_held_then() {
    both(|db| async move {
        let test = app(db.clone()).await;
        let (user, _) = test.register_confirmed("ann@example.org").await;
        let packs = test.app.catalog.packs();
        let hr = |n: f64| json!(n);
        say(
            &test,
            user,
            "",
            "2026-01-01",
            Field::MaxHeartRate,
            hr(190.0),
        )
        .await;
        say(
            &test,
            user,
            "",
            "2026-06-01",
            Field::MaxHeartRate,
            hr(186.0),
        )
        .await;
        say(
            &test,
            user,
            "running",
            "2026-03-01",
            Field::ThresholdHeartRate,
            hr(170.0),
        )
        .await;
        say(
            &test,
            user,
            "running.run",
            "2026-03-02",
            Field::Category,
            json!("athlete"),
        )
        .await;
        say(
            &test,
            user,
            "",
            "2026-01-01",
            Field::Category,
            json!("amateur"),
        )
        .await;
        let facts = super::facts(&db, user).await.expect("facts");
        let on = |sport: &str, text: &str| facts.on(&packs, sport, day(text));
        assert_eq!(on("", "2025-12-31").max_heart_rate, None);
        assert_eq!(on("", "2026-05-31").max_heart_rate, Some(190.0));
        assert_eq!(on("running.run", "2026-06-01").max_heart_rate, Some(186.0));
        let first = |sport: &str, text: &str| {
            super::zones(&on(sport, text), Kind::HeartRate).map(|zones| zones.lower[1])
        };
        assert_eq!(first("running.run", "2026-02-01"), Some(0.6 * 190.0));
        assert_eq!(first("running.run", "2026-03-01"), Some(0.85 * 170.0));
        assert_eq!(first("cycling.ride", "2026-03-01"), Some(0.6 * 190.0));
        assert_eq!(super::zones(&on("", "2026-03-01"), Kind::Power), None);
        // The sport's own word counts over its pack's, and that over the general one.
        assert_eq!(
            on("running.run", "2026-03-02").category,
            Some(Category::Athlete)
        );
        assert_eq!(
            on("running.trail_run", "2026-03-02").category,
            Some(Category::Amateur)
        );
        // What is taken back is no longer said; the day before it still is.
        say(
            &test,
            user,
            "running",
            "2026-07-01",
            Field::ThresholdHeartRate,
            Value::Null,
        )
        .await;
        let person = super::on(&db, &packs, user, "running.run", day("2026-07-01")).await;
        assert_eq!(person.expect("profile").threshold_heart_rate, None);
        let before = super::on(&db, &packs, user, "running.run", day("2026-06-30")).await;
        assert_eq!(before.expect("profile").threshold_heart_rate, Some(170.0));
    })
    .await;
}

#[tokio::test]
async fn a_day_of_birth_is_corrected_for_all_days_and_the_group_follows_the_region() {
    both(|db| async move {
        let test = app(db.clone()).await;
        let (user, _) = test.register_confirmed("ann@example.org").await;
        let packs = test.app.catalog.packs();
        say(
            &test,
            user,
            "",
            "2026-11-21",
            Field::BirthDate,
            json!("2011-02-28"),
        )
        .await;
        say(
            &test,
            user,
            "",
            "2026-01-01",
            Field::BirthDate,
            json!("2012-02-29"),
        )
        .await;
        let facts = super::facts(&db, user).await.expect("facts");
        assert_eq!(
            facts.0.iter().filter(|f| f.valid_from == ALWAYS).count(),
            facts.0.len()
        );
        let on = |text: &str| facts.on(&packs, "", day(text));
        assert_eq!(on("2026-02-28").age, Some(13));
        assert_eq!(on("2026-03-01").age, Some(14));
        assert_eq!(on("2012-02-28").age, None);
        assert_eq!(on("2026-03-01").age_group, Some(AgeGroup::Child));
        for (region, group) in [
            ("AT", AgeGroup::Teen),
            ("DE", AgeGroup::Child),
            ("US", AgeGroup::Teen),
        ] {
            assert_eq!(super::age_group(&packs, 14, Some(region)), group);
        }
        assert_eq!(super::age_group(&packs, 18, Some("KR")), AgeGroup::Teen);
        assert_eq!(super::age_group(&packs, 18, None), AgeGroup::Adult);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_holds_is_not_said_again() {
    both(|db| async move {
        let test = app(db.clone()).await;
        let (user, _) = test.register_confirmed("ann@example.org").await;
        let known = store::facts(&db, user).await.expect("facts").len();
        for (sport, field, value) in [
            ("", Field::Weight, json!(5)),
            ("", Field::Weight, json!("70")),
            ("", Field::Sex, json!("none")),
            ("", Field::Region, json!("UK")),
            ("", Field::BirthDate, json!("2027-01-01")),
            ("", Field::BirthDate, json!("1850-01-01")),
            ("", Field::Ftp, json!(200)),
            ("running", Field::Weight, json!(70)),
            (
                "running",
                Field::ZonesPower,
                json!({"method": "max_heart_rate"}),
            ),
            (
                "running",
                Field::ZonesPower,
                json!({"method": "by_hand", "bounds": [2, 1]}),
            ),
        ] {
            let change = Change {
                sport: sport.into(),
                from: day("2026-11-21"),
                values: vec![(field, value)],
            };
            let refused = service::change(&test.app, user, &change)
                .await
                .expect_err("refused");
            assert_eq!(refused.errors[0].field, format!("/{}", field.as_str()));
        }
        let far = Change {
            sport: String::new(),
            from: day("2031-01-01"),
            values: Vec::new(),
        };
        assert!(service::change(&test.app, user, &far).await.is_err());
        for _ in 0..2 {
            say(&test, user, "", "2026-11-21", Field::Weight, json!(70.5)).await;
        }
        assert_eq!(
            store::facts(&db, user).await.expect("facts").len(),
            known + 1
        );
        let mut tx = db.begin().await.expect("transaction");
        store::erase(&mut tx, user).await.expect("erased");
        tx.commit().await.expect("committed");
        assert!(store::facts(&db, user).await.expect("facts").is_empty());
    })
    .await;
}
