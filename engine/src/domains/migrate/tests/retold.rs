//! Told anew: those alone whom it concerns, and only what is told otherwise.

use serde_json::json;

use super::{assert_rebuilt, change, edited, facts, go_live, person, record, server};
use crate::db::testing::{both, projections};
use crate::domains::migrate::model::{Step, Whose};
use crate::domains::migrate::{notice, progress, store};
use crate::events::Anew;
use crate::userdata::UserData;

#[tokio::test]
async fn a_title_is_told_to_nobody_and_a_formula_to_those_who_have_it() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (walker, _) = person(&app, "walker@example.org").await;
        let (swimmer, token) = app.register_confirmed("swimmer@example.org").await;
        record(&app, &token, "sample.swim", 0, json!({"time": "PT1H"})).await;

        assert!(
            !change(
                &app,
                &edited(&[("title: Way", "title: Path"), ("1.0.0", "1.0.1")])
            )
            .await
        );
        let before = projections(&db, walker).await;
        let swum = projections(&db, swimmer).await;
        let formula = (
            "workout.time / workout.way",
            "workout.time / workout.way * 2",
        );
        assert!(change(&app, &edited(&[formula])).await);
        assert_ne!(projections(&db, walker).await, before);
        assert_rebuilt(&app, walker).await;
        assert_eq!(projections(&db, swimmer).await, swum);
        let newest = progress(&app.app, 1).await.expect("progress").remove(0);
        assert_eq!((newest.done, newest.total, newest.failures), (1, 1, 0));
        assert!(
            newest.finished_at.is_some() && newest.doing.is_none(),
            "{newest:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_rule_tells_badges_and_a_wear_tells_gear() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, _) = person(&app, "rule@example.org").await;
        let steps = async |pack: &str| {
            go_live(&app, pack);
            assert!(notice(&app.app).await.expect("noticed"));
            let open = store::open(&app.app.db)
                .await
                .expect("asked")
                .expect("a migration");
            open.steps.0.steps.clone()
        };
        let only = |name: &str| Anew::Some([name.to_owned()].into());
        let near = ("workout.way >= km(10)", "workout.way >= km(5)");
        let sports = vec!["sample.swim".to_owned(), "sample.walk".to_owned()];
        let badges = Step::Retell {
            anew: only("achievements"),
            whose: Whose::Sports(sports),
        };
        assert_eq!(steps(&edited(&[near])).await, std::slice::from_ref(&badges));
        // What the first had not done is done with the second.
        let wear = Step::Retell {
            anew: only("gear"),
            whose: Whose::Gear(vec!["sample.boots".to_owned()]),
        };
        let by_time = (
            "wear: {by: way, life: 100 km}",
            "wear: {formula: workout.way * 2, life: 100 km}",
        );
        assert_eq!(steps(&edited(&[near, by_time])).await, [badges, wear]);
        crate::domains::migrate::carry_out(&app.app, "one")
            .await
            .expect("carried out");
        assert_rebuilt(&app, user_id).await;
        let all = progress(&app.app, 9).await.expect("progress");
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].superseded_by, Some(all[0].seq));
    })
    .await;
}

#[tokio::test]
async fn what_is_retired_is_shown_nowhere_and_exported_still() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, token) = person(&app, "retire@example.org").await;
        let typed = facts(&db, user_id).await;
        let mood = "  mood: {title: Mood, type: rating, input: {}, records: [{max: mood}]}\n";
        let gone = edited(&[("1.0.0", "2.0.0"), (mood, ""), (" mood,", ""), (", mood]", "]")])
            .replace("  far: {title: Far, on: workout.recorded, when: workout.way >= km(10), tiers: [{at: 1}, {at: 3}]}\n", "")
            + "migrations:\n  less: {to: 2.0.0, retire: {metrics: [mood], achievements: [far]}}\n";
        go_live(&app, &gone);
        assert!(notice(&app.app).await.expect("noticed"));
        let open = store::open(&db).await.expect("asked").expect("a migration");
        let retells = open.steps.0.steps.iter().filter(|step| match step {
            Step::Retell { anew, .. } => *anew == Anew::Everything,
            _ => false,
        });
        assert_eq!(retells.count(), 0, "{:#?}", open.steps);
        crate::domains::migrate::carry_out(&app.app, "one").await.expect("carried out");
        let told = projections(&db, user_id).await;
        assert!(!told.iter().any(|row| row.contains("sample.mood") || row.contains("sample.far")), "{told:#?}");
        assert_rebuilt(&app, user_id).await;
        assert_eq!(facts(&db, user_id).await, typed);
        let files = crate::domains::workouts::data::WorkoutData.export(&app.app, user_id).await.expect("export");
        let all: String = files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
        assert!(all.contains("sample.mood"), "{all}");
        assert_eq!(app.get("/api/v1/workouts", &token).await.json()["items"].as_array().map(Vec::len), Some(4));
        // And back: the facts tell it again.
        assert!(change(&app, super::FIRST).await);
        assert!(projections(&db, user_id).await.iter().any(|row| row.contains("sample.mood")));
        assert_rebuilt(&app, user_id).await;
    })
    .await;
}

#[tokio::test]
async fn a_backfill_holds_for_those_who_were_never_asked() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, token) = person(&app, "backfill@example.org").await;
        let asked = edited(&[
            ("1.0.0", "2.0.0"),
            ("  mood:", "  climb: {title: Climb, quantity: length, unit: m, input: {}, required: true}\n  mood:"),
            ("ground, volume]", "ground, volume, climb]"),
            ("unit: kg, input: {}}", "unit: kg, input: {}}\n      rest: {title: Rest, quantity: duration, input: {}, required: true}"),
        ]) + "migrations:\n  flat: {to: 2.0.0, backfill: {climb: workout.way * 0.01, set.rest: minutes(2)}}\n";
        assert!(change(&app, &asked).await);
        let told = projections(&db, user_id).await;
        let climbs: Vec<_> = told.iter().filter(|row| row.contains("\"sample.climb\", Some(")).collect();
        // 4, 7, 10 and 13 km of way.
        for metres in [40, 70, 100, 130] {
            let steps = format!("Some({})", metres * 1000);
            assert!(climbs.iter().any(|row| row.contains(&steps)), "{climbs:#?}");
        }
        assert!(told.iter().any(|row| row.contains("\"rest\"") && row.contains("120")), "{told:#?}");
        assert_rebuilt(&app, user_id).await;
        // Who is asked says it; the formula keeps out.
        let metrics = json!({"way": 8, "time": "PT1H", "climb": 5});
        let body = json!({"sport": "sample.walk", "start": "2026-11-12T08:00:00Z", "metrics": metrics});
        let new = app.post("/api/v1/workouts", &token, body).await.json();
        let stated = projections(&db, user_id).await;
        let id = new["id"].as_str().unwrap_or_default();
        assert!(stated.iter().any(|row| row.contains(id) && row.contains("\"sample.climb\", Some(5000)")), "{stated:#?}");
    })
    .await;
}
