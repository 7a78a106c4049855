//! Vendors that fail in every way: nothing is lost and nothing comes twice.

use std::time::Duration;

use chrono::TimeDelta;
use stadion_pack::adapter::model::Budget;

use super::super::run;
use super::{Stage, stage, until_all};
use crate::db::testing::both;
use crate::simulator::{Fault, Options, What, When};

fn records(count: usize) -> Options {
    Options {
        records: Some(count),
        ..Options::default()
    }
}

fn every(every: u64, of: &str, what: What) -> Fault {
    Fault {
        when: When {
            of: Some(of.to_owned()),
            every: Some(every),
            ..When::default()
        },
        what,
    }
}

fn once(of: &str, what: What) -> Fault {
    Fault {
        when: When {
            of: Some(of.to_owned()),
            times: Some(1),
            ..When::default()
        },
        what,
    }
}

#[tokio::test]
async fn failures_of_every_kind_delay_and_lose_nothing() {
    both(|db| async move {
        let stage = stage(db, "oura", records(70)).await;
        stage.connect().await;
        let failures = [
            What::Status {
                status: 500,
                retry_after: None,
            },
            What::Status {
                status: 429,
                retry_after: Some(60),
            },
            What::Status {
                status: 503,
                retry_after: None,
            },
            What::Cut,
            What::Lost,
            What::Empty,
        ];
        for (at, what) in failures.into_iter().enumerate() {
            stage
                .vendor
                .fault(every(7 + at as u64, "stream", what.clone()))
                .unwrap();
            stage
                .vendor
                .fault(every(11 + at as u64, "detail", what))
                .unwrap();
        }
        until_all(&stage, 70).await;
        stage.vendor.clear_faults();
        stage.after(TimeDelta::days(2)).await;
        assert_eq!(stage.count().await, 70);
        assert_eq!(stage.account().await.reason, None);
    })
    .await;
}

#[tokio::test]
async fn an_error_inside_an_answer_that_says_200_is_one() {
    both(|db| async move {
        let stage = stage(db, "withings", records(6)).await;
        stage.connect().await;
        stage
            .vendor
            .fault(once("stream", What::ErrorInside { action: None }))
            .unwrap();
        stage.settle().await;
        assert_eq!(stage.count().await, 0);
        let account = stage.account().await;
        assert!(account.reason.unwrap().contains("answered 200"));
        until_all(&stage, 6).await;
    })
    .await;
}

#[tokio::test]
async fn wrong_types_are_told_and_what_can_be_read_is_kept() {
    both(|db| async move {
        let stage = stage(db, "polar", records(3)).await;
        stage.connect().await;
        stage
            .vendor
            .fault(once("stream", What::WrongTypes))
            .unwrap();
        stage.settle().await;
        let reason = stage.account().await.reason;
        assert!(reason.is_some_and(|reason| reason.contains("another shape")));
        stage.after(TimeDelta::days(1)).await;
        assert_eq!(stage.count().await, 3);
    })
    .await;
}

#[tokio::test]
async fn history_laid_out_otherwise_is_not_passed_over() {
    both(|db| async move {
        let stage = stage(db, "oura", records(70)).await;
        stage.connect().await;
        let fault = every(2, "stream", What::WrongTypes);
        stage.vendor.fault(fault).unwrap();
        stage.settle().await;
        let reason = stage.account().await.reason.unwrap();
        assert!(reason.contains("another shape"), "{reason}");
        until_all(&stage, 70).await;
    })
    .await;
}

/// How many of all workouts have a pulse, which comes by a request of its own for each.
async fn with_pulse(stage: &Stage) -> usize {
    let mut count = 0;
    for workout in stage.workouts().await {
        let path = format!("/api/v1/workouts/{}", workout["id"].as_str().unwrap());
        let whole = stage.app.get(&path, &stage.person).await.json();
        count += usize::from(whole["metrics"]["core.avg_heart_rate"].is_object());
    }
    count
}

#[tokio::test]
async fn samples_laid_out_otherwise_for_a_while_are_not_lost() {
    both(|db| async move {
        let stage = stage(db, "oura", records(6)).await;
        stage.connect().await;
        stage
            .vendor
            .fault(once("detail", What::WrongTypes))
            .unwrap();
        stage.settle().await;
        assert_eq!(stage.count().await, 5, "the others are here");
        let reason = stage.account().await.reason.unwrap();
        assert!(
            reason.contains("pulse: the answer has another shape"),
            "{reason}"
        );
        until_all(&stage, 6).await;
        assert_eq!(with_pulse(&stage).await, 6);
    })
    .await;
}

/// A vendor's next version may stay so: what can be read comes, and holds up nothing.
#[tokio::test]
async fn samples_laid_out_otherwise_for_ever_hold_up_nothing() {
    both(|db| async move {
        let stage = stage(db, "oura", records(6)).await;
        stage.connect().await;
        let fault = every(1, "detail", What::WrongTypes);
        stage.vendor.fault(fault).unwrap();
        stage.settle().await;
        assert_eq!(stage.count().await, 0);
        until_all(&stage, 6).await;
        assert_eq!(with_pulse(&stage).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_is_away_for_a_day_loses_nothing() {
    both(|db| async move {
        let mut stage = stage(db, "withings", records(5)).await;
        stage.connect().await;
        stage.settle().await;
        let address = stage.served.take().unwrap().address;
        tokio::time::sleep(Duration::from_millis(50)).await;
        stage.vendor.add_records(3);
        for _ in 0..24 {
            stage.after(TimeDelta::hours(1)).await;
        }
        assert_eq!(stage.count().await, 5);
        let account = stage.account().await;
        assert!(
            account.attempts > 3 && account.reason.is_some(),
            "{account:?}"
        );
        stage.served = Some(stage.vendor.serve_at(address).await.unwrap());
        until_all(&stage, 8).await;
        assert_eq!(stage.account().await.attempts, 0);
    })
    .await;
}

#[tokio::test]
async fn a_process_that_falls_in_the_middle_of_history_is_taken_up() {
    both(|db| async move {
        let stage = stage(db, "oura", records(40)).await;
        stage.connect().await;
        // Cut off wherever it happens to be, again and again.
        for pause in [5_u64, 20, 50, 90, 140] {
            let round = Box::pin(run::tick(&stage.app.app));
            let _ = tokio::time::timeout(Duration::from_millis(pause), round).await;
            stage.pass(TimeDelta::minutes(3));
        }
        until_all(&stage, 40).await;
        stage.after(TimeDelta::days(1)).await;
        assert_eq!(stage.count().await, 40);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends_and_once_it_was_refused() {
    both(|db| async move {
        let stage = stage(db, "oura", records(3)).await;
        stage.connect().await;
        stage.settle().await;
        stage.vendor.add_records(1);
        stage.after(TimeDelta::days(1)).await;
        assert_eq!((stage.count().await, stage.asked("refresh")), (4, 1));
        stage
            .vendor
            .fault(once(
                "stream",
                What::Status {
                    status: 401,
                    retry_after: None,
                },
            ))
            .unwrap();
        stage.vendor.add_records(1);
        stage.after(TimeDelta::hours(12)).await;
        assert_eq!(stage.count().await, 5);
        assert!(stage.asked("refresh") >= 2);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_whose_answer_is_lost_is_asked_for_again() {
    both(|db| async move {
        let options = Options {
            old_refresh_lives: TimeDelta::hours(8),
            ..records(3)
        };
        let stage = stage(db, "oura", options).await;
        stage.connect().await;
        stage.settle().await;
        stage.vendor.fault(once("refresh", What::Lost)).unwrap();
        stage.vendor.add_records(2);
        stage.after(TimeDelta::days(1)).await;
        until_all(&stage, 5).await;
        assert_eq!(stage.account().await.state, "works");
    })
    .await;
}

#[tokio::test]
async fn where_the_vendor_takes_no_refresh_token_twice_its_person_connects_again_and_it_goes_on() {
    both(|db| async move {
        let stage = stage(db, "oura", records(3)).await;
        let connection = stage.connect().await;
        stage.settle().await;
        stage.vendor.fault(once("refresh", What::Lost)).unwrap();
        stage.vendor.add_records(2);
        stage.after(TimeDelta::days(1)).await;
        stage.after(TimeDelta::hours(1)).await;
        let account = stage.account().await;
        assert_eq!(account.state, "needs_person", "{account:?}");
        assert_eq!(stage.count().await, 3);
        // The same connection: how far it was is known.
        assert_eq!(stage.connect().await, connection);
        stage.settle().await;
        assert_eq!(stage.count().await, 5);
        assert_eq!(stage.account().await.state, "works");
    })
    .await;
}

#[tokio::test]
async fn budgets_are_kept_and_pauses_heeded() {
    both(|db| async move {
        let budgets = vec![Budget {
            requests: 10,
            per_s: 60.0,
        }];
        let options = Options {
            budgets: Some(budgets),
            ..records(12)
        };
        let stage = stage(db, "withings", options).await;
        stage.connect().await;
        stage.settle().await;
        let before = stage.count().await;
        assert!(before < 12, "{before}");
        let refused = stage
            .vendor
            .requests()
            .into_iter()
            .filter(|one| one.status == 429)
            .count();
        assert!(refused <= 1, "{refused}");
        until_all(&stage, 12).await;
    })
    .await;
}
