//! A vendor that fails in every way while people's sessions come: the device's page says why it is late, and
//! in the end nothing is lost and nothing is there twice.

use chrono::TimeDelta;
use stadion_engine::clock::Clock;
use stadion_engine::db::testing::fresh;
use stadion_engine::simulator::{Event, Tamper};
use stadion_pack::adapter::model::EventKind;

use super::stage::{Stage, fault, records};

const SESSIONS: usize = 18;

/// What happens to one answer, and what the person reads then. No two that follow one another say the same.
const FAILURES: [(&str, &str); 7] = [
    ("500 of=stream times=1", "the vendor answered 500"),
    ("cut of=stream times=1", "the vendor could not be reached"),
    ("503 of=detail times=1", "the vendor answered 503"),
    ("lost of=stream times=1", "the vendor could not be reached"),
    (
        "429 of=stream times=1 retry-after=1",
        "the vendor answered 429",
    ),
    (
        "empty of=stream times=1",
        "the answer breaks off, or is no JSON",
    ),
    (
        "wrong-types of=stream times=1",
        "the answer has another shape than its adapter declares",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_vendor_answers_only_delays() {
    for database in fresh().await {
        let stage = Stage::begin(database, records(SESSIONS)).await;
        // The first page of the first window is the first that suffers: history is not passed over.
        let (first, _) = FAILURES[0];
        stage.vendor.fault(fault(first)).unwrap();
        stage.connect().await;
        for (at, (_, why)) in FAILURES.iter().enumerate() {
            let page = stage.is_told(&format!("It is late: {why}")).await;
            assert!(page.contains("It is asked again by itself."), "{page}");
            if let Some((next, _)) = FAILURES.get(at + 1) {
                stage.vendor.fault(fault(next)).unwrap();
                stage.ask_now().await;
            }
        }
        for told in stage.vendor.faults() {
            assert_eq!(told.done, 1, "{told:?}");
        }
        stage.ask_now().await;
        stage.has(SESSIONS).await;
        stage.is_done().await;
        let page = stage.page().await;
        assert!(!page.contains("It is late"), "{page}");
        stage.end().await;
    }
}

/// Calls come twice, late, in the wrong order, from others, and from long ago.
#[tokio::test(flavor = "multi_thread")]
async fn calls_of_every_kind_make_each_session_one() {
    for database in fresh().await {
        let stage = Stage::begin(database, records(3)).await;
        stage.connect().await;
        stage.has(3).await;
        stage.is_done().await;
        let ids = stage.vendor.add_records(3);
        let of = |kind: EventKind, id: &str| Event {
            kind,
            id: Some(id.to_owned()),
            ..Event::default()
        };
        only_the_vendor_is_heard(&stage, &ids[0]).await;
        assert_eq!(stage.count().await, 3);

        // An update before what it updates, all of it twice, the newest first.
        for id in ids.iter().rev() {
            for kind in [EventKind::Updated, EventKind::Created] {
                let call = stage
                    .vendor
                    .call(&of(kind, id), &Tamper::default())
                    .unwrap();
                for _ in 0..2 {
                    stage.sent(&call).await;
                }
            }
        }
        stage.has(6).await;
        stage.calls_are_done().await;
        assert_eq!(stage.count().await, 6);

        // What is gone before anybody heard of it stays gone; a stranger's is nobody's.
        let gone = of(EventKind::Deleted, &ids[1]);
        let stranger = Event {
            user: Some("9009".to_owned()),
            ..of(EventKind::Created, &ids[2])
        };
        for event in [&gone, &gone, &stranger, &of(EventKind::Deleted, "tw-none")] {
            assert_eq!(stage.called(event, &Tamper::default()).await.status, 200);
        }
        stage.calls_are_done().await;
        stage.ask_now().await;
        stage.is_done().await;
        assert_eq!(stage.count().await, 5);
        stage.end().await;
    }
}

async fn only_the_vendor_is_heard(stage: &Stage, id: &str) {
    let event = Event {
        id: Some(id.to_owned()),
        ..Event::default()
    };
    let forged = Tamper {
        forged: true,
        ..Tamper::default()
    };
    let unsigned = Tamper {
        unsigned: true,
        ..Tamper::default()
    };
    let at = |minutes| Tamper {
        at: Some(Clock::system().now() + TimeDelta::minutes(minutes)),
        ..Tamper::default()
    };
    for (tamper, code) in [
        (forged, "not-theirs"),
        (unsigned, "not-theirs"),
        (at(-10), "not-now"),
        (at(10), "not-now"),
    ] {
        let answer = stage.called(&event, &tamper).await;
        assert_eq!(answer.status, 401, "{}", answer.body);
        assert!(answer.body.contains(code), "{}", answer.body);
    }
    let asked = stage.asked("");
    stage.calls_are_done().await;
    assert_eq!(stage.asked(""), asked, "nothing is fetched for them");
}
