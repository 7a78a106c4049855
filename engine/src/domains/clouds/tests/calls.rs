//! Vendors call: whose call it is, and what comes of it.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use chrono::TimeDelta;
use stadion_pack::adapter::model::EventKind;

use super::{Stage, stage};
use crate::db::testing::both;
use crate::simulator::{Call, Event, Options, Tamper};
use crate::testing::Answer;

fn records(count: usize) -> Options {
    Options {
        records: Some(count),
        ..Options::default()
    }
}

impl Stage {
    async fn called(&self, path: &str, call: &Call) -> Answer {
        let mut request = Request::builder().method(Method::POST).uri(path);
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(call.body.clone())).unwrap();
        self.app.send(request).await
    }

    async fn tell(&self, event: &Event) -> Call {
        let call = self.vendor.call(event, &Tamper::default()).unwrap();
        let answer = self.called(&self.hook(), &call).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        call
    }
}

fn of(kind: EventKind, id: &str) -> Event {
    Event {
        kind,
        id: Some(id.to_owned()),
        ..Event::default()
    }
}

#[tokio::test]
async fn a_ping_is_answered_from_the_queue_and_its_record_fetched_once() {
    both(|db| async move {
        let stage = stage(db, "strava", records(2)).await;
        stage.connect().await;
        stage.settle().await;
        let new = stage.vendor.add_records(1).remove(0);
        let created = of(EventKind::Created, &new);
        let call = stage.tell(&created).await;
        // Told twice, and in a wrong order beside an update: one workout.
        stage.called(&stage.hook(), &call).await;
        stage.tell(&of(EventKind::Updated, &new)).await;
        assert_eq!(stage.count().await, 2);
        stage.settle().await;
        assert_eq!(stage.count().await, 3);
        stage.called(&stage.hook(), &call).await;
        stage.settle().await;
        assert_eq!(stage.count().await, 3);
        stage.tell(&of(EventKind::Deleted, &new)).await;
        stage.settle().await;
        assert_eq!(stage.count().await, 2);
    })
    .await;
}

#[tokio::test]
async fn calls_of_nobody_here_are_answered_and_forgotten() {
    both(|db| async move {
        let stage = stage(db, "strava", records(2)).await;
        stage.connect().await;
        stage.settle().await;
        let stranger = Event {
            user: Some("stranger".to_owned()),
            ..Event::default()
        };
        stage.tell(&stranger).await;
        stage.settle().await;
        assert_eq!(stage.count().await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_consent_that_ends_at_the_vendor_s_ends_here() {
    both(|db| async move {
        let stage = stage(db, "withings", records(2)).await;
        stage.connect().await;
        stage.settle().await;
        stage.vendor.revoke("1001");
        stage.after(TimeDelta::days(1)).await;
        stage.after(TimeDelta::days(1)).await;
        let account = stage.account().await;
        assert_eq!(account.state, "needs_person", "{account:?}");
        assert_eq!(stage.count().await, 2);
    })
    .await;
}

#[tokio::test]
async fn only_the_vendor_s_own_calls_of_now_are_taken() {
    both(|db| async move {
        let stage = stage(db, "polar", records(2)).await;
        stage.connect().await;
        stage.settle().await;
        let event = Event::default();
        let forged = Tamper {
            forged: true,
            ..Tamper::default()
        };
        let unsigned = Tamper {
            unsigned: true,
            ..Tamper::default()
        };
        let old = Tamper {
            at: Some(stage.app.app.clock.now() - TimeDelta::hours(3)),
            ..Tamper::default()
        };
        for (tamper, code) in [
            (forged, "not-theirs"),
            (unsigned, "not-theirs"),
            (old, "not-now"),
        ] {
            let call = stage.vendor.call(&event, &tamper).unwrap();
            let answer = stage.called(&stage.hook(), &call).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert_eq!(answer.json()["code"], code);
        }
        let mut call = stage.vendor.call(&event, &Tamper::default()).unwrap();
        call.body.push(b' ');
        assert_eq!(
            stage.called(&stage.hook(), &call).await.json()["code"],
            "not-theirs"
        );
        assert_eq!(
            stage.called("/hooks/none", &call).await.status,
            StatusCode::NOT_FOUND
        );
        let event = stage.vendor.call(&event, &Tamper::default()).unwrap();
        assert_eq!(
            stage.called(&stage.hook(), &event).await.status,
            StatusCode::OK
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_is_proved_by_its_challenge_or_by_head() {
    both(|db| async move {
        let oura = stage(db.clone(), "oura", records(2)).await;
        let secret = Options::default().secret("verification_token");
        let right = format!("/hooks/oura?verification_token={secret}&challenge=word");
        let answer = oura.app.call(Method::GET, &right, None, None).await;
        assert_eq!(
            (answer.status, answer.json()["challenge"].as_str()),
            (StatusCode::OK, Some("word"))
        );
        let wrong = "/hooks/oura?verification_token=x&challenge=word";
        let wrong = oura.app.call(Method::GET, wrong, None, None).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    })
    .await;
    both(|db| async move {
        let stage = stage(db, "withings", records(2)).await;
        let secret = Options::default().secret("callback_secret");
        let head = |path: String| {
            Request::builder()
                .method(Method::HEAD)
                .uri(path)
                .body(Body::empty())
        };
        let right = stage
            .app
            .send(head(format!("/hooks/withings/{secret}")).unwrap())
            .await;
        assert_eq!(right.status, StatusCode::OK);
        let wrong = stage
            .app
            .send(head("/hooks/withings/guess".to_owned()).unwrap())
            .await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_ping_that_names_a_time_brings_what_is_new_in_it() {
    both(|db| async move {
        let mut stage = stage(db, "withings", records(2)).await;
        stage.connect().await;
        stage.settle().await;
        stage.vendor.add_records(1);
        let now = stage.clock.now();
        let event = Event {
            since: Some(now - TimeDelta::days(10)),
            until: Some(now),
            ..Event::default()
        };
        let call = stage.vendor.call(&event, &Tamper::default()).unwrap();
        let secret = Options::default().secret("callback_secret");
        stage.adapter = format!("withings/{secret}");
        let answer = stage.called(&stage.hook(), &call).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        stage.settle().await;
        assert_eq!(stage.count().await, 3);
    })
    .await;
}
