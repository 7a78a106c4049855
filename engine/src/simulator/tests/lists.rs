use chrono::TimeDelta;
use serde_json::{Value, json};
use stadion_pack::adapter::model::Budget;

use super::client::there;
use super::*;

fn records(n: usize) -> Options {
    Options {
        records: Some(n),
        ..Options::default()
    }
}

fn ids(body: &Value, pointer: &str) -> Vec<Value> {
    let list = body
        .pointer(pointer)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    list.iter().map(|one| one["id"].clone()).collect()
}

#[tokio::test]
async fn as_many_records_as_are_asked_for_each_moved_whole() {
    let (simulator, _) = acme(records(101));
    let client = Client::let_in(&simulator).await;
    let mut all = Vec::new();
    let mut next = String::new();
    let mut pages = 0;
    loop {
        let got = client
            .api(&format!("/v1/workouts?size=25{next}"))
            .await
            .json();
        all.extend(got["data"]["workouts"].as_array().unwrap().iter().cloned());
        pages += 1;
        match got["data"]["next"].as_str() {
            Some(cursor) => next = format!("&next={cursor}"),
            None => break,
        }
    }
    assert_eq!((pages, all.len()), (5, 101));
    let different: std::collections::HashSet<String> =
        all.iter().map(|one| one["id"].to_string()).collect();
    assert_eq!(different.len(), 101);
    for one in &all {
        let begin: chrono::DateTime<Utc> = one["begin"].as_str().unwrap().parse().unwrap();
        let day = begin.format("%Y-%m-%d").to_string();
        assert_eq!(
            (
                one["day"].as_str().unwrap(),
                begin.format("%H:%M").to_string()
            ),
            (day.as_str(), "06:00".to_owned())
        );
        assert_eq!(one["end"].as_i64().unwrap() - begin.timestamp(), 1_800);
    }
    let begins: Vec<&str> = all
        .iter()
        .map(|one| one["begin"].as_str().unwrap())
        .collect();
    assert!(begins.is_sorted_by(|a, b| a < b), "no two at one time");
    assert_eq!(begins.last(), Some(&"2026-06-19T06:00:00Z"));
}

#[tokio::test]
async fn only_what_is_of_the_span() {
    let (simulator, _) = acme(records(60));
    let client = Client::let_in(&simulator).await;
    let of = |query: &str| {
        let path = format!("/v1/workouts?size=1000&{query}");
        let client = &client;
        async move { ids(&client.api(&path).await.json(), "/data/workouts").len() }
    };
    assert_eq!(of("after=2026-06-18T06:00:00Z").await, 2);
    assert_eq!(of("after=2026-06-18T06:00:01Z").await, 1);
    assert_eq!(
        of("after=2026-06-09T00:00:00Z&before=2026-06-18T23:00:00Z").await,
        10
    );
    let wrong = client.api("/v1/workouts?after=yesterday").await;
    assert_eq!(wrong.status, 400, "{}", wrong.text());
    let wrong = client.api("/v1/workouts?next=zzz").await;
    assert_eq!(wrong.status, 400);
    let new = simulator.add_records(2);
    assert_eq!(new.len(), 4, "two for each list that has any: {new:?}");
    assert_eq!(of("after=2026-06-19T06:00:01Z").await, 2);
}

const MORE: &str = r#"  - name: by offset
    given: {stream: offset, text: '{"items": [{"id": 5, "begin": "2026-06-19T06:00:00Z"}], "more": false}'}
    expect: {activities: [{samples: 0}]}
  - name: linked
    given: {stream: linked, text: '[{"id": 9, "begin": "2026-06-19T06:00:00Z"}]'}
    expect: {activities: [{samples: 0}]}
  - name: an error
"#;

#[tokio::test]
async fn pages_by_number_offset_and_link() {
    let yaml = ACME.replace("  - name: an error\n", MORE);
    let query = "        query: {offset: \"{offset}\"}\n";
    let yaml = yaml.replace(query, &format!("{query}        records: items[*]\n"));
    let options = Options {
        page_size: 4,
        ..records(9)
    };
    let simulator = made(&yaml, options, &clock());
    let client = Client::let_in(&simulator).await;
    for (page, count) in [(1, 4), (2, 4), (3, 1), (4, 0)] {
        let got = client
            .api(&format!("/v1/numbered?page={page}&size=4"))
            .await
            .json();
        assert_eq!(ids(&got, "").len(), count, "{page}");
    }
    let mut offset = String::new();
    let mut seen = Vec::new();
    loop {
        let got = client.api(&format!("/v1/offset{offset}")).await.json();
        seen.extend(ids(&got, "/items"));
        if got["more"] == json!(false) {
            break;
        }
        offset = format!("?offset={}", got["next_offset"]);
    }
    assert_eq!(seen.len(), 9);
    let mut url = "https://api.acme.example/v1/linked?x=1".to_owned();
    let mut seen = Vec::new();
    loop {
        let got = client.get(&there(&url)).await;
        seen.extend(ids(&got.json(), ""));
        let link = got.header("link");
        let Some((target, _)) = link
            .strip_prefix('<')
            .and_then(|link| link.split_once(">; rel=\"next\""))
        else {
            break;
        };
        url = target.to_owned();
    }
    assert_eq!(seen.len(), 9);
}

#[tokio::test]
async fn a_record_by_its_id_and_its_details_in_its_own_time() {
    let (simulator, _) = acme(records(6));
    let client = Client::let_in(&simulator).await;
    let all = client.api("/v1/workouts").await.json();
    for one in all["data"]["workouts"].as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        assert_eq!(&client.api(&format!("/v1/workouts/{id}")).await.json(), one);
        if one["km"] == json!(5.2) {
            let pulse = client.api(&format!("/v1/workouts/{id}/pulse")).await.json();
            let end = one["end"].as_i64().unwrap();
            assert_eq!(pulse["rows"][0]["at"].as_i64(), Some(end - 1_800));
        }
    }
    for path in [
        "/v1/workouts/none",
        "/v1/workouts/none/pulse",
        "/v1/nothing",
    ] {
        let got = client.api(path).await;
        assert_eq!(got.status, 404, "{path}: {}", got.text());
    }
    let elsewhere = client.get("/evil.example/x").await;
    assert_eq!(elsewhere.status, 404);
    assert!(elsewhere.text().contains("api.acme.example"));
}

#[tokio::test]
async fn budgets_are_told_and_kept() {
    let (simulator, clock) = acme(Options {
        budgets: Some(vec![Budget {
            requests: 3,
            per_s: 900.0,
        }]),
        ..Options::default()
    });
    let client = Client::let_in(&simulator).await;
    let got = client.api("/v1/workouts").await;
    assert_eq!(
        (
            got.header("x-limit"),
            got.header("x-used"),
            got.header("x-reset")
        ),
        ("3", "2", "900")
    );
    client.api("/v1/workouts").await;
    let over = client.api("/v1/workouts").await;
    assert_eq!(
        (over.status, &over.json()["status"]),
        (200, &json!(601)),
        "as the adapter reads it"
    );
    assert_eq!(over.header("retry-after"), "900");
    clock.set(clock.now() + TimeDelta::minutes(15));
    assert_eq!(client.api("/v1/workouts").await.json()["status"], 0);
    let plain = ACME.replace("    error_predicate: body.code != 0\n", "");
    let options = Options {
        budgets: Some(vec![Budget {
            requests: 1,
            per_s: 60.0,
        }]),
        ..Options::default()
    };
    let simulator = made(&plain, options, &clock);
    let client = Client::let_in(&simulator).await;
    assert_eq!(client.api("/v1/workouts").await.status, 429);
}

#[tokio::test]
async fn the_newest_can_be_of_yesterday() {
    let (simulator, clock) = acme(Options {
        latest: Some(clock().now() + TimeDelta::days(100)),
        ..Options::default()
    });
    assert_eq!(clock.now(), self::clock().now());
    let client = Client::let_in(&simulator).await;
    let got = client.api("/v1/workouts").await.json();
    let begins: Vec<&Value> = got["data"]["workouts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["begin"])
        .collect();
    assert_eq!(begins, ["2026-09-27T06:00:00Z", "2026-09-28T06:00:00Z"]);
}
