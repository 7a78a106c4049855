use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::TimeZone;
use stadion_pack::model::Packs;

use super::model::{Kind, Session};
use super::repertoire::Pursuit;
use super::*;
use crate::catalog::Catalog;
use crate::db::Db;
use crate::db::testing::both;
use crate::domains::workouts::model::Workout;
use crate::domains::workouts::store as workouts;
use crate::domains::{kinds, user_data};
use crate::testing::{TestApp, app_with};

fn shipped() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../sport-packs")
}

fn packs() -> std::sync::Arc<Packs> {
    Catalog::load(&[shipped()], kinds(), 1).packs()
}

async fn demo(db: Db) -> TestApp {
    app_with(db, |config| {
        config.demo = true;
        config.packs = vec![shipped()];
    })
    .await
}

fn today() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap()
}

fn plans() -> Vec<(&'static Person, Vec<Pursuit>, Vec<Session>)> {
    let listed = repertoire::packs(&packs());
    let plan = |person: &'static Person| {
        let pursuits = repertoire::of(person, &listed);
        let sessions = plan::year(person, &pursuits, today(), 7);
        (person, pursuits, sessions)
    };
    PEOPLE.iter().map(plan).collect()
}

#[test]
fn twelve_people_differ_in_what_decides() {
    let of = |fact: fn(&Person) -> String| PEOPLE.iter().map(fact).collect::<BTreeSet<_>>();
    assert_eq!(of(|person| person.email.to_owned()).len(), 12);
    assert!(of(|person| person.place.zone.to_owned()).len() >= 10);
    assert_eq!(
        of(|person| person.locale.unwrap_or("en").to_owned()).len(),
        2
    );
    assert_eq!(of(|person| person.units.as_str().to_owned()).len(), 2);
    assert_eq!(of(|person| person.category.to_owned()).len(), 2);
    let ages: Vec<i32> = PEOPLE.iter().map(|person| 2026 - person.born.0).collect();
    assert!(ages.iter().any(|age| *age < 18) && ages.iter().any(|age| *age > 60));
    let south = |person: &Person| person.place.home.0 < 0.0;
    assert!(PEOPLE.iter().any(south) && !PEOPLE.iter().all(south));
    for person in &PEOPLE {
        for place in [person.place, person.trip] {
            assert!(
                place.zone.parse::<chrono_tz::Tz>().is_ok(),
                "{}",
                place.zone
            );
        }
        assert_ne!(person.place.zone, person.trip.zone, "{}", person.name);
        let (ill, trip, event) = person.weeks;
        assert!(ill + 2 < plan::WEEKS && trip + 2 < plan::WEEKS && event + 1 < plan::WEEKS);
        assert!(!(trip..trip + 2).contains(&ill) && !(trip..trip + 2).contains(&event));
    }
}

#[test]
fn every_pack_and_every_sport_of_the_live_packs_is_done() {
    let packs = packs();
    let mut done = BTreeMap::<&str, usize>::new();
    let plans = plans();
    for (_, pursuits, sessions) in &plans {
        for session in sessions {
            *done.entry(&pursuits[session.pursuit].sport.id).or_default() += 1;
        }
    }
    for pack in repertoire::packs(&packs) {
        for sport in pack.sports.values() {
            assert!(
                done.get(sport.id.as_str()).is_some_and(|n| *n >= 3),
                "{}",
                sport.id
            );
        }
    }
    let (_, pursuits, _) = &plans[0];
    let first: BTreeSet<&str> = pursuits
        .iter()
        .map(|pursuit| pursuit.pack.as_str())
        .collect();
    assert_eq!(
        first.len(),
        repertoire::packs(&packs).len(),
        "the first person uses all packs"
    );
}

#[test]
fn a_year_has_rest_illness_return_travel_and_a_great_day() {
    for (person, _, sessions) in plans() {
        let (ill, trip, event) = person.weeks;
        let minutes = |week: usize| -> f64 {
            sessions
                .iter()
                .filter(|s| s.week == week)
                .map(|s| s.minutes)
                .sum()
        };
        let name = person.name;
        assert!(
            (150..=350).contains(&sessions.len()),
            "{name}: {}",
            sessions.len()
        );
        assert!(minutes(ill) == 0.0, "{name} is ill");
        let usual = (0..plan::WEEKS).map(minutes).sum::<f64>() / plan::WEEKS as f64;
        assert!(minutes(ill + 1) < 0.6 * usual, "{name} comes back slowly");
        let is_away = |session: &&Session| session.place == person.trip;
        let away: BTreeSet<usize> = sessions.iter().filter(is_away).map(|s| s.week).collect();
        assert_eq!(away, BTreeSet::from([trip, trip + 1]), "{name}");
        let race = |session: &&Session| session.kind == Kind::Race && session.pursuit == 0;
        let great: BTreeSet<usize> = sessions.iter().filter(race).map(|s| s.week).collect();
        assert!(great.contains(&event), "{name}: {great:?}");
        let days = sessions.iter().map(|session| session.starts.date());
        let days: BTreeSet<_> = days.collect();
        assert!(
            days.len() < 6 * plan::WEEKS,
            "{name} rests at least a day a week"
        );
        let easy: f64 = (3..plan::WEEKS).step_by(4).map(minutes).sum::<f64>() / 13.0;
        assert!(easy < 0.9 * usual, "{name}: each fourth week is easy");
        let shapes = sessions.iter().map(|session| session.shape);
        let (low, high) = shapes.fold((9.0_f64, 0.0_f64), |(low, high), shape| {
            (low.min(shape), high.max(shape))
        });
        assert!(high - low > 0.03, "{name}: form comes and goes");
    }
}

async fn all(test: &TestApp, person: &Person) -> (Uuid, Vec<Workout>) {
    let user_id = identity::demo::find(&test.app, person.email)
        .await
        .unwrap()
        .unwrap();
    let filter = workouts::Filter {
        limit: 10_000,
        ..workouts::Filter::default()
    };
    let mut found = Vec::new();
    for (listed, _) in workouts::list(&test.app.db, user_id, &filter)
        .await
        .unwrap()
    {
        let workout = workouts::find(&test.app.db, user_id, listed.id).await;
        found.push(workout.unwrap().unwrap());
    }
    found.sort_by_key(|workout| (workout.start_at, workout.id));
    (user_id, found)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_person_s_year_is_told_as_it_went() {
    both(|db| async move {
        let test = demo(db).await;
        // An import that is refused or has warnings ends it.
        seed(&test.app, &PEOPLE[..1], plan::WEEKS).await.unwrap();
        let (user_id, workouts) = all(&test, &PEOPLE[0]).await;
        let packs = test.app.catalog.packs();
        let done: BTreeSet<&str> = workouts
            .iter()
            .map(|workout| workout.sport.as_str())
            .collect();
        let (mut kinds, mut missing) = (BTreeSet::new(), Vec::new());
        for pack in repertoire::packs(&packs) {
            for sport in pack
                .sports
                .values()
                .filter(|sport| done.contains(sport.id.as_str()))
            {
                kinds.insert(format!("{:?}", sport.archetype));
            }
            if !pack
                .sports
                .values()
                .any(|sport| done.contains(sport.id.as_str()))
            {
                missing.push(pack.id.clone());
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(kinds.len(), 5, "{kinds:?}");
        // Sent soon after it was done, and in the zone where it was.
        let late = |workout: &&Workout| workout.created_at - workout.start_at > Duration::hours(12);
        assert_eq!(workouts.iter().filter(late).count(), 0);
        assert!(
            workouts
                .iter()
                .all(|workout| workout.created_at <= test.app.clock.now())
        );
        let offsets: BTreeSet<i32> = workouts
            .iter()
            .map(|workout| workout.utc_offset_s)
            .collect();
        assert_eq!(offsets, BTreeSet::from([3600, 7200, 9 * 3600]));
        let starts = workouts
            .windows(2)
            .map(|pair| pair[1].start_at - pair[0].start_at);
        assert!(
            starts.max().unwrap() > Duration::days(6),
            "the illness is a gap"
        );
        let files = workouts
            .iter()
            .filter(|workout| workout.source == "file")
            .count();
        assert!(files > 100 && files < workouts.len());
        assert!(workouts.iter().any(|workout| workout.note.is_some()));
        let unread = super::super::notify::unread(&test.app, user_id)
            .await
            .unwrap();
        assert!(
            (1..40).contains(&unread),
            "{unread}: only the last are unread"
        );
        // A second start finds it complete.
        seed(&test.app, &PEOPLE[..1], plan::WEEKS).await.unwrap();
        assert_eq!(all(&test, &PEOPLE[0]).await.1.len(), workouts.len());
    })
    .await;
}

/// Everything kept of a person, as they would download it.
async fn told(test: &TestApp, person: &Person) -> Vec<(String, Vec<u8>)> {
    let (user_id, _) = all(test, person).await;
    let mut files = Vec::new();
    for slice in user_data() {
        let exported = slice.export(&test.app, user_id).await.unwrap();
        let name = |path: String| format!("{}/{path}", slice.name());
        files.extend(
            exported
                .into_iter()
                .map(|file| (name(file.path), file.bytes)),
        );
    }
    files
}

/// The two databases keep an object's names in different orders.
fn json(bytes: &[u8]) -> Option<serde_json::Value> {
    serde_json::from_slice(bytes).ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_give_the_same() {
    const WEEKS: usize = 6;
    let mut runs = Vec::new();
    for _ in 0..2 {
        for fresh in crate::db::testing::fresh().await {
            let test = demo(fresh.db.clone()).await;
            seed(&test.app, &PEOPLE[2..4], WEEKS).await.unwrap();
            runs.push([told(&test, &PEOPLE[2]).await, told(&test, &PEOPLE[3]).await]);
            drop(test);
            fresh.remove().await;
        }
    }
    let names = |run: &[Vec<(String, Vec<u8>)>; 2]| {
        run.iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    for run in &runs[1..] {
        assert_eq!(names(run), names(&runs[0]));
        for ((name, bytes), (_, first)) in run.iter().flatten().zip(runs[0].iter().flatten()) {
            let text = String::from_utf8_lossy(bytes);
            assert!(
                bytes == first || json(bytes) == json(first),
                "{name}: {text}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_killed_goes_on_and_doubles_nothing() {
    both(|db| {
        Box::pin(async move {
            const WEEKS: usize = 5;
            let person = &PEOPLE[5];
            let test = demo(db).await;
            let of = |workouts: &[Workout]| -> Vec<_> {
                workouts
                    .iter()
                    .map(|w| (w.start_at, w.sport.clone(), w.source.clone()))
                    .collect()
            };
            for after_ms in [150, 250, 400] {
                let app = test.app.clone();
                let making = tokio::spawn(async move { Box::pin(make(&app, person, WEEKS)).await });
                tokio::time::sleep(std::time::Duration::from_millis(after_ms)).await;
                making.abort();
                let _ = making.await;
            }
            Box::pin(make(&test.app, person, WEEKS)).await.unwrap();
            let (user_id, killed) = all(&test, person).await;
            let listed = repertoire::packs(&test.app.catalog.packs());
            let pursuits = repertoire::of(person, &listed);
            let seed = Random::of(SEED, entries::sum_of(person.email)).next();
            let planned = plan::year(person, &pursuits, today(), seed);
            let planned = planned
                .iter()
                .filter(|session| session.week < WEEKS)
                .count();
            assert_eq!(
                of(&killed).into_iter().collect::<BTreeSet<_>>().len(),
                killed.len()
            );
            assert_eq!(killed.len(), planned);
            let day = today().date_naive();
            let owned = crate::domains::gear::owned_by(&test.app, user_id, day);
            let items: Vec<_> = owned
                .await
                .unwrap()
                .into_iter()
                .map(|owned| owned.item)
                .collect();
            let kinds: BTreeSet<&str> = items.iter().map(|item| item.kind.as_str()).collect();
            let held = items
                .iter()
                .filter(|item| item.retired_at.is_none())
                .count();
            assert_eq!(held, kinds.len(), "one item of each kind");
            let progress = store::find(&test.app.db, user_id).await.unwrap().unwrap();
            assert!(progress.done_at.is_some() && usize::try_from(progress.weeks) == Ok(WEEKS));
        })
    })
    .await;
}
