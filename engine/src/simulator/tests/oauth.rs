use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::json;

use super::client::{asked, returned, there};
use super::*;

#[tokio::test]
async fn a_person_allows_on_a_page_or_denies() {
    let (simulator, _) = acme(Options {
        users: vec!["7".to_owned(), "<8>".to_owned()],
        ..Options::default()
    });
    let client = Client::new(&simulator);
    let url = client.authorize_url();
    let page = client.get(&url).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    for part in [
        "Acme, simulated",
        "<li>read</li>",
        "value=\"&lt;8&gt;\"",
        "Allow",
        "Deny",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let denied = returned(&client.send("POST", &url, "decision=deny").await);
    assert_eq!(
        (denied["error"].as_str(), denied["state"].as_str()),
        ("access_denied", "s-1")
    );
    let allowed = returned(
        &client
            .send("POST", &url, "decision=allow&user=%3C8%3E")
            .await,
    );
    let got = client.redeem(&allowed["code"]).await;
    assert_eq!(
        got.json()["who"],
        json!({"id": "<8>", "name": "Ada"}),
        "the fixture is kept"
    );
    assert_eq!(simulator.tokens()[0].user, "<8>");
}

#[tokio::test]
async fn a_wrong_request_is_told_where_it_belongs() {
    let (simulator, _) = acme(Options::default());
    let client = Client::new(&simulator);
    let url = client.authorize_url();
    for (from, to) in [
        ("simulated-client", "other"),
        ("redirect_uri=http", "redirect_uri=javascript"),
    ] {
        let got = client.get(&url.replace(from, to)).await;
        assert_eq!(got.status, 400, "{to}: {}", got.text());
    }
    for (from, to, error) in [
        (
            "response_type=code",
            "response_type=token",
            "unsupported_response_type",
        ),
        ("S256", "plain", "invalid_request"),
        ("scope=read", "scope=write", "invalid_scope"),
    ] {
        let back = returned(&client.get(&url.replace(from, to)).await);
        assert_eq!(back["error"], error);
    }
}

#[tokio::test]
async fn a_code_needs_its_verifier_and_its_client() {
    let (simulator, clock) = acme(Options::default());
    let client = Client::new(&simulator);
    let code = client.code().await;
    let bare = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
    ];
    // Errors stand inside answers that say 200, for so the adapter says.
    let got = client.token(&bare).await;
    assert_eq!(
        (got.status, &got.json()["status"]),
        (200, &json!(100)),
        "{}",
        got.text()
    );
    assert!(got.text().contains("code_verifier"));
    let late = client.code().await;
    clock.set(clock.now() + TimeDelta::minutes(11));
    assert!(client.redeem(&late).await.text().contains("invalid_grant"));
    let request = Request::post(there(&client.oauth2().token))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(
            "grant_type=authorization_code&client_id=simulated-client&client_secret=no",
        ));
    let got = asked(&simulator, request.unwrap()).await;
    assert!(got.text().contains("invalid_client"), "{}", got.text());
}

#[tokio::test]
async fn tokens_end_are_refreshed_and_revoked() {
    let (simulator, clock) = acme(Options::default());
    let mut client = Client::new(&simulator);
    let got = client.connect().await.json();
    assert_eq!(got["tokens"]["expires_in"], 3_600);
    assert_eq!(got["status"], 0, "as a good answer has it");
    assert_eq!(client.api("/v1/workouts").await.json()["status"], 0);
    clock.set(clock.now() + TimeDelta::hours(1));
    let over = client.api("/v1/workouts").await;
    assert_eq!((over.status, &over.json()["status"]), (200, &json!(100)));
    let first = got["tokens"]["refresh_token"].as_str().unwrap().to_owned();
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", first.as_str()),
    ];
    let new = client.token(&refresh).await.json();
    new["tokens"]["access_token"]
        .as_str()
        .unwrap()
        .clone_into(&mut client.token);
    assert_eq!(client.api("/v1/workouts").await.json()["status"], 0);
    let revoked = client
        .send("DELETE", "/api.acme.example/people/1001", "")
        .await;
    assert_eq!(
        (revoked.status, &revoked.json()["status"]),
        (200, &json!(0))
    );
    assert_eq!(client.api("/v1/workouts").await.json()["status"], 100);
    assert_eq!(simulator.tokens()[0].ended, Some("revoked"));
    let again = client.token(&refresh).await;
    assert!(again.text().contains("invalid_grant"));
}

#[tokio::test]
async fn who_has_to_be_registered_is() {
    let (simulator, _) = acme(Options::default());
    let mut client = Client::let_in(&simulator).await;
    assert_eq!(client.api("/v1/workouts").await.status, 200);
    // A person takes their consent back; whoever is let in anew is to be told of again.
    assert_eq!(simulator.revoke("1001"), 1);
    let got = client.redeem(&client.code().await).await.json();
    got["tokens"]["access_token"]
        .as_str()
        .unwrap()
        .clone_into(&mut client.token);
    assert_eq!(client.api("/v1/workouts").await.status, 200);
    simulator.lock().registered.clear();
    let unknown = client.api("/v1/workouts").await;
    assert_eq!(unknown.status, 403, "{}", unknown.text());
}

#[tokio::test]
async fn a_vendor_of_plain_errors_and_keys() {
    let plain = ACME.replace("    error_predicate: body.code != 0\n", "");
    let clock = clock();
    let simulator = made(&plain, Options::default(), &clock);
    let client = Client::new(&simulator);
    let got = client.redeem("no").await;
    assert_eq!(
        (got.status, &got.json()["error"]),
        (400, &json!("invalid_grant"))
    );
    assert_eq!(client.api("/v1/workouts").await.status, 401);

    let (before, rest) = ACME.split_once("      oauth2:\n").unwrap();
    let (_, after) = rest.split_once("    streams:\n").unwrap();
    let keyed =
        format!("{before}      key: {{header: X-Key, prefix: \"Key \"}}\n    streams:\n{after}");
    let simulator = made(&keyed, Options::default(), &clock);
    let sent = |key: &str| {
        let request = Request::get("/api.acme.example/v1/workouts").header("X-Key", key);
        asked(&simulator, request.body(Body::empty()).unwrap())
    };
    let (bad, good) = (sent("Key other").await, sent("Key simulated-key").await);
    assert_eq!(bad.json()["status"], 100);
    assert_eq!(good.json()["status"], 0, "{}", good.text());
}
