use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use stadion_pack::adapter::model::EventKind;
use std::sync::Mutex;

use super::*;

fn header<'a>(call: &'a Call, name: &str) -> &'a str {
    let found = call
        .headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value)
}

fn signed(call: &Call, secret: &str) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(header(call, "x-acme-time").as_bytes());
    mac.update(b".");
    mac.update(&call.body);
    let expected = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    header(call, "x-acme-signature") == expected
}

#[test]
fn a_call_is_laid_out_and_signed_as_declared() {
    let (simulator, clock) = acme(Options::default());
    let call = simulator
        .call(&Event::default(), &Tamper::default())
        .unwrap();
    let body: Value = serde_json::from_slice(&call.body).unwrap();
    let event = json!({"who": 1001, "what": "w-1", "how": "made"});
    assert_eq!(body, json!({"events": [event], "call": "call-1"}));
    assert_eq!(
        header(&call, "x-acme-time"),
        clock.now().timestamp().to_string()
    );
    assert!(signed(&call, "simulated-webhook_secret"));
    let next = simulator
        .call(&Event::default(), &Tamper::default())
        .unwrap();
    assert_ne!(next.body, call.body, "a call of its own");
}

#[test]
fn calls_are_wrong_on_purpose() {
    let (simulator, clock) = acme(Options::default());
    let of = |tamper: Tamper| simulator.call(&Event::default(), &tamper).unwrap();
    let forged = of(Tamper {
        forged: true,
        ..Tamper::default()
    });
    assert!(
        !header(&forged, "x-acme-signature").is_empty()
            && !signed(&forged, "simulated-webhook_secret")
    );
    let bare = of(Tamper {
        unsigned: true,
        ..Tamper::default()
    });
    assert_eq!(header(&bare, "x-acme-signature"), "");
    let hour_ago = clock.now() - TimeDelta::hours(1);
    let old = of(Tamper {
        at: Some(hour_ago),
        ..Tamper::default()
    });
    assert_eq!(
        header(&old, "x-acme-time"),
        hour_ago.timestamp().to_string()
    );
    assert!(
        signed(&old, "simulated-webhook_secret"),
        "old, and the vendor's"
    );
    let gone = Event {
        kind: EventKind::Deleted,
        id: Some("w-2".to_owned()),
        user: Some("9".to_owned()),
        ..Event::default()
    };
    let call = simulator.call(&gone, &Tamper::default()).unwrap();
    let body: Value = serde_json::from_slice(&call.body).unwrap();
    assert_eq!(
        body["events"][0],
        json!({"who": 9, "what": "w-2", "how": "gone"})
    );
    let unknown = Event {
        kind: EventKind::Revoked,
        ..Event::default()
    };
    let error = simulator.call(&unknown, &Tamper::default()).unwrap_err();
    assert!(error.to_string().contains("no word for Revoked"));
}

type Came = Arc<Mutex<Vec<(Method, Uri, HeaderMap, Bytes)>>>;

/// Somebody who takes calls.
async fn receiver() -> (String, Came) {
    let came = Came::default();
    let seen = came.clone();
    let router = Router::new().fallback(
        move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
            let word = uri.query().and_then(|query| {
                let mut pairs = url::form_urlencoded::parse(query.as_bytes());
                pairs
                    .find(|(name, _)| name == "challenge")
                    .map(|(_, word)| word.into_owned())
            });
            seen.lock().unwrap().push((method, uri, headers, body));
            axum::Json(json!({"challenge": word}))
        },
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks/acme", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, came)
}

#[tokio::test]
async fn calls_are_sent_and_what_came_back_is_told() {
    let (simulator, _) = acme(Options::default());
    let (url, came) = receiver().await;
    let call = simulator
        .call(&Event::default(), &Tamper::default())
        .unwrap();
    for _ in 0..2 {
        let delivered = simulator.send(&url, &call).await.unwrap();
        assert_eq!(
            (delivered.status, delivered.body.as_str()),
            (200, "{\"challenge\":null}")
        );
    }
    assert!(simulator.challenge(&url).await.unwrap());
    assert_eq!(simulator.head(&url).await.unwrap().status, 200);
    let came = came.lock().unwrap().clone();
    let methods: Vec<&str> = came.iter().map(|(method, ..)| method.as_str()).collect();
    assert_eq!(methods, ["POST", "POST", "GET", "HEAD"]);
    assert_eq!(came[0].3, came[1].3, "twice the same");
    assert!(
        came[2]
            .1
            .query()
            .unwrap()
            .contains("token=simulated-verify_token")
    );
    let nowhere = simulator.send("nowhere", &call).await.unwrap_err();
    assert!(nowhere.to_string().contains("write it whole"));
}

#[test]
fn a_form_is_sent_where_the_fixture_is_one() {
    let clock = clock();
    let mut source = source_of(ACME);
    source.files.push(stadion_pack::source::SourceFile {
        path: "fixtures/event.form".to_owned(),
        bytes: b"appli=16&who=1&what=w&how=made\n".to_vec(),
    });
    let yaml = ACME
        .replace("events: {records: \"events[*]\", ", "events: {")
        .replace("delivery: ping", "delivery: ping\n    head: true");
    source.files[0].bytes = yaml.into_bytes();
    let adapter = read(std::slice::from_ref(&source));
    let simulator = Simulator::new(adapter, &source, Options::default(), clock).unwrap();
    let call = simulator
        .call(&Event::default(), &Tamper::default())
        .unwrap();
    assert_eq!(
        header(&call, "content-type"),
        "application/x-www-form-urlencoded"
    );
    let text = String::from_utf8(call.body).unwrap();
    assert_eq!(text, "appli=16&who=1001&what=w-1&how=made&call=call-1");
}

#[test]
fn a_call_may_bring_the_record() {
    let (before, rest) = ACME.split_once("  pull:\n").unwrap();
    let (_, after) = rest.split_once("decode: {format: json}").unwrap();
    let yaml = format!("{before}decode: {{format: json, records: \"data.workouts[*]\"}}{after}");
    let yaml = yaml
        .replace("delivery: ping", "delivery: full")
        .replace(", stream: workout}", "}");
    let yaml = yaml.replace("events: {records: \"events[*]\", who", "events: {who");
    let yaml = yaml
        .replace("stream: workouts, ", "")
        .replace("{stream: numbered, ", "{")
        .replace(", details: {pulse: fixtures/pulse.json}", "");
    let yaml = yaml.replace(
        "activities: [{samples: 2}, {samples: 2}]",
        "activities: [{samples: 0}, {samples: 0}]",
    );
    let yaml = yaml.replace("text: '[{\"id\": 1, \"begin\": \"2026-06-19T06:00:00Z\"}]'}\n    expect: {activities: [{samples: 0}]}", "text: '[]'}\n    expect: {activities: []}");
    let simulator = made(&yaml, Options::default(), &clock());
    let call = simulator
        .call(&Event::default(), &Tamper::default())
        .unwrap();
    let body: Value = serde_json::from_slice(&call.body).unwrap();
    let records = body["data"]["workouts"].as_array().unwrap();
    assert_eq!(records.len(), 1, "{body}");
    assert_eq!(records[0]["id"], "w-1");
}
