//! Records of a stream's best means, and of races by their format.

use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::{app, at, record};
use crate::db::testing::both;
use crate::domains::workouts::import::{FileStatus, Upload, import};
use crate::domains::workouts::model::Entered;
use crate::domains::workouts::service::{self, NewWorkout};
use crate::domains::workouts::store::projections;
use crate::testing::TestApp;

/// A ride recorded once a second: an easy start, `minutes` at `watts`, a sprint of five seconds.
fn ride(start: DateTime<Utc>, minutes: usize, watts: u32) -> Vec<u8> {
    let powers = [vec![100; 60], vec![watts; minutes * 60], vec![800; 5]].concat();
    let point = |(second, power): (usize, &u32)| {
        let time = start + Duration::seconds(i64::try_from(second).unwrap_or_default());
        let time = time.format("%Y-%m-%dT%H:%M:%SZ");
        format!(
            "<Trackpoint><Time>{time}</Time><Extensions><TPX xmlns=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\"><Watts>{power}</Watts></TPX></Extensions></Trackpoint>"
        )
    };
    let points: String = powers.iter().enumerate().map(point).collect();
    let id = start.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "<?xml version=\"1.0\"?><TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities><Activity Sport=\"Biking\"><Id>{id}</Id><Lap StartTime=\"{id}\"><TotalTimeSeconds>{}</TotalTimeSeconds><Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>",
        powers.len()
    )
    .into_bytes()
}

async fn load(app: &TestApp, user_id: Uuid, bytes: Vec<u8>) -> Uuid {
    let upload = Upload {
        name: "ride.tcx".into(),
        bytes: Bytes::from(bytes),
    };
    let outcomes = import(&app.app, user_id, None, vec![upload]).await;
    assert_eq!(outcomes[0].status, FileStatus::Ok, "{outcomes:?}");
    outcomes[0].workouts[0].id
}

/// Of a workout: records of that metric by what follows its name, with their steps.
async fn marks(app: &TestApp, user_id: Uuid, id: Uuid, metric: &str) -> Vec<(String, String, i64)> {
    let marks = projections::marks_of_workout(&app.app.db, user_id, id).await;
    let mut marks: Vec<_> = marks
        .expect("marks")
        .into_iter()
        .map(|found| found.mark)
        .filter_map(|mark| {
            let what = mark.record.strip_prefix(metric)?.to_owned();
            Some((what, mark.variant, mark.value))
        })
        .collect();
    marks.sort();
    marks
}

/// How often the badge for twenty minutes was given.
async fn awards(app: &TestApp, token: &str) -> usize {
    let badges = app
        .get("/api/v1/achievements?pack=cycling", token)
        .await
        .json();
    let items = badges["items"].as_array().expect("badges");
    let badge = items
        .iter()
        .find(|badge| badge["id"] == "cycling.quarter_kilowatt");
    badge
        .and_then(|badge| badge["awards"].as_array())
        .expect("the badge")
        .len()
}

#[tokio::test]
async fn a_ride_with_power_sets_the_bests_that_it_is_long_enough_for() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("watts@example.org").await;
        let first = load(&app, user_id, ride(at("2026-11-01T06:00:00Z"), 20, 240)).await;
        let metric = "core.avg_power/best/duration/";
        let watts: Vec<_> = marks(&app, user_id, first, metric).await;
        let steps = |watts: f64| {
            let power = stadion_pack::units::parse_unit("W").expect("watts");
            power.dim.to_steps(watts).expect("steps")
        };
        // 295 s before the sprint and the sprint; the same of 55 s and of 1195 s.
        let five_minutes = (295.0 * 240.0 + 5.0 * 800.0) / 300.0;
        let minute = (55.0 * 240.0 + 5.0 * 800.0) / 60.0;
        let twenty = (1195.0 * 240.0 + 5.0 * 800.0) / 1200.0;
        let wanted = [
            ("1200", twenty),
            ("300", five_minutes),
            ("5", 800.0),
            ("60", minute),
        ];
        let wanted = wanted.map(|(at, watts)| (at.to_owned(), String::new(), steps(watts)));
        assert_eq!(watts, wanted);
        assert_eq!(awards(&app, &token).await, 0);

        let second = load(&app, user_id, ride(at("2026-11-08T06:00:00Z"), 20, 262)).await;
        let better = marks(&app, user_id, second, metric).await;
        let stretches: Vec<_> = better.iter().map(|(at, ..)| at.as_str()).collect();
        assert_eq!(
            stretches,
            ["1200", "300", "60"],
            "an equal sprint is no record"
        );
        assert_eq!(awards(&app, &token).await, 1, "264 W over twenty minutes");

        let page = app.get("/cycling/records", &token).await;
        let page = String::from_utf8_lossy(&page.body).into_owned();
        for told in [
            "Best power",
            ">20\u{a0}min<",
            ">264<",
            ">5\u{a0}min<",
            ">1\u{a0}min<",
            ">5\u{a0}s<",
            ">800<",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let api = app.get("/api/v1/records", &token).await.json().to_string();
        assert!(api.contains("core.avg_power/best/duration/1200"), "{api}");
    })
    .await;
}

fn race(start: &str, format: Option<&str>, seconds: f64) -> NewWorkout {
    let mut metrics = vec![("core.duration".to_owned(), Value::Number(seconds))];
    metrics.extend(format.map(|word| ("triathlon.format".to_owned(), Value::Text(word.into()))));
    NewWorkout {
        sport: "triathlon.triathlon".into(),
        start_at: Some(at(start)),
        entered: Entered {
            metrics: metrics.into_iter().collect(),
            ..Entered::default()
        },
        ..NewWorkout::default()
    }
}

#[tokio::test]
async fn each_format_of_a_race_has_its_own_record() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("race@example.org").await;
        let races = [
            race("2026-05-01T06:00:00Z", Some("sprint"), 4_800.0),
            race("2026-06-01T06:00:00Z", Some("olympic"), 9_000.0),
            race("2026-07-01T06:00:00Z", None, 600.0),
            race("2026-08-01T06:00:00Z", Some("sprint"), 4_700.0),
        ];
        let mut ids = Vec::new();
        for race in races {
            ids.push(record(&app, user_id, race).await.id);
        }
        let metric = "triathlon.race_time/min/";
        let mut variants = Vec::new();
        for id in &ids {
            let own = marks(&app, user_id, *id, metric).await;
            variants.push(
                own.into_iter()
                    .map(|(_, variant, _)| variant)
                    .collect::<Vec<_>>(),
            );
        }
        assert_eq!(
            variants,
            [vec!["sprint"], vec!["olympic"], vec![], vec!["sprint"]]
        );
        let page = app.get("/triathlon/records", &token).await;
        let page = String::from_utf8_lossy(&page.body).into_owned();
        for told in ["Race time", "Sprint", "1:18:20", "Olympic", "2:30:00"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        service::delete(&app.app, user_id, ids[3], None)
            .await
            .expect("deleted");
        let standing = projections::marks(&app.app.db, user_id, Some("triathlon")).await;
        let standing = standing.expect("marks");
        assert!(
            standing.iter().all(|mark| mark.workout_id != ids[3]),
            "{standing:?}"
        );
    })
    .await;
}
