use serde_json::json;

use super::*;

async fn with(fault: &str) -> (Simulator, Client) {
    let (simulator, _) = acme(Options::default());
    let client = Client::let_in(&simulator).await;
    simulator.fault(fault.parse().unwrap()).unwrap();
    (simulator, client)
}

#[tokio::test]
async fn a_status_comes_as_often_as_is_said_and_is_counted() {
    let (simulator, client) = with("429 of=stream every=2 retry-after=7").await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let got = client.api("/v1/workouts").await;
        statuses.push((got.status, got.header("retry-after").to_owned()));
    }
    let (good, bad) = ((200, String::new()), (429, "7".to_owned()));
    assert_eq!(statuses, [good.clone(), bad.clone(), good, bad]);
    let told = &simulator.faults()[0];
    assert_eq!((told.met, told.done), (4, 2));
    simulator.clear_faults();
    assert_eq!(client.api("/v1/workouts").await.status, 200);
}

#[tokio::test]
async fn half_a_body_and_none_break_off() {
    for fault in ["cut", "lost"] {
        let (_, client) = with(fault).await;
        let got = client.api("/v1/workouts").await;
        assert_eq!(got.status, 200);
        assert!(got.text().starts_with("broken:"), "{fault}: {}", got.text());
    }
    let (_, client) = with("empty").await;
    let got = client.api("/v1/workouts").await;
    assert_eq!((got.status, got.body.len()), (200, 0));
    let (_, client) = with("huge=100000").await;
    assert_eq!(client.api("/v1/workouts").await.body.len(), 100_000);
}

#[tokio::test]
async fn other_types_and_errors_inside() {
    let (_, client) = with("wrong-types").await;
    let got = client.api("/v1/workouts").await.json();
    assert_eq!(got[0]["status"], "0");
    let (_, client) = with("error-inside").await;
    assert_ne!(client.api("/v1/workouts").await.json()["status"], 0);
    for (action, status) in [
        ("rate-limited", json!(601)),
        ("refresh-token", json!(100)),
        ("fail", json!(602)),
    ] {
        let (_, client) = with(&format!("error-inside then={action}")).await;
        assert_eq!(
            client.api("/v1/workouts").await.json()["status"],
            status,
            "{action}"
        );
    }
}

#[tokio::test]
async fn a_lost_token_was_given_all_the_same() {
    let (simulator, _) = acme(Options::default());
    let mut client = Client::new(&simulator);
    let tokens = client.connect().await.json();
    let first = tokens["tokens"]["refresh_token"]
        .as_str()
        .unwrap()
        .to_owned();
    simulator
        .fault("lost of=refresh times=1".parse().unwrap())
        .unwrap();
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", first.as_str()),
    ];
    assert!(client.token(&refresh).await.text().starts_with("broken:"));
    let grant = &simulator.tokens()[0];
    assert_eq!(grant.refreshed, 1);
    assert_ne!(grant.refresh_token.as_deref(), Some(first.as_str()));
}

#[tokio::test]
async fn the_log_tells_all_and_no_secret() {
    let (simulator, client) = with("500 of=detail").await;
    client.api("/v1/workouts?size=5").await;
    client.api("/v1/workouts/w-1/pulse").await;
    client.api("/v1/nothing").await;
    let all = simulator.requests();
    let of: Vec<&str> = all.iter().map(|seen| seen.of.as_str()).collect();
    let expected = [
        "authorize",
        "token",
        "register",
        "stream:workouts",
        "detail:workouts.pulse",
        "unknown",
    ];
    assert_eq!(of, expected);
    assert_eq!((all[4].status, all[4].fault.as_deref()), (500, Some("500")));
    assert_eq!(all[3].query, [("size".to_owned(), "5".to_owned())]);
    let told = format!("{} {}", serde_json::to_string(&all).unwrap(), all[1]);
    for secret in [client.token.as_str(), "simulated-client-secret", "sim-"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}

#[tokio::test]
async fn faults_are_bounded() {
    let (simulator, _) = acme(Options::default());
    let fault: Fault = "500".parse().unwrap();
    for _ in 0..100 {
        simulator.fault(fault.clone()).unwrap();
    }
    assert!(simulator.fault(fault).is_err());
}

#[tokio::test]
async fn it_is_driven_from_outside() {
    let (simulator, _) = acme(Options::default());
    let served = simulator.serve().await.unwrap();
    let url = format!("{}/_simulator", served.url());
    let http = crate::outgoing::builder().build().unwrap();
    let fault = json!({"when": {"of": "stream", "times": 1}, "what": {"status": {"status": 503}}});
    let added = http
        .post(format!("{url}/faults"))
        .json(&fault)
        .send()
        .await
        .unwrap();
    assert_eq!(added.status(), 204);
    assert_eq!(
        simulator.faults()[0].fault,
        "503 of=stream times=1".parse().unwrap()
    );
    let wrong = http
        .post(format!("{url}/faults"))
        .json(&json!({"what": "nonsense"}))
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), 422);
    let told: serde_json::Value = http.get(&url).send().await.unwrap().json().await.unwrap();
    assert_eq!(
        (&told["adapter"], &told["records"]["workouts"]),
        (&json!("acme"), &json!(2))
    );
    let added = http
        .post(format!("{url}/records"))
        .json(&json!({"add": 3}))
        .send()
        .await
        .unwrap();
    assert_eq!(added.status(), 200);
    assert_eq!(simulator.count("workouts"), 5);
    let client = Client::let_in(&simulator).await;
    let log: serde_json::Value = http
        .get(format!("{url}/log"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(log.as_array().map(Vec::len), Some(3));
    let tokens = http
        .get(format!("{url}/tokens"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        tokens.contains("\"1001\"") && !tokens.contains(&client.token),
        "{tokens}"
    );
    drop(served);
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(
        crate::outgoing::builder()
            .build()
            .unwrap()
            .get(&url)
            .send()
            .await
            .is_err(),
        "it ends with what serves it"
    );
}
