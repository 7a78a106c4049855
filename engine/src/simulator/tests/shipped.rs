//! Every adapter that ships and asks a vendor is walked through its simulator: let in, each list page by
//! page, each record with its details, each by its id, and each becomes an activity.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta};
use indexmap::IndexMap;
use serde_json::Value;
use stadion_activity::Limits;
use stadion_pack::adapter::model::{Method, PageBy, Payload, Stream, TimeForm};
use stadion_pack::adapter::{Found, Path, Template, plain};
use url::form_urlencoded;

use super::client::{Got, there};
use super::*;
use crate::adapters::{self, Input};

const CLOUDS: [&str; 4] = ["oura", "polar", "strava", "withings"];
const RECORDS: usize = 30;

fn every_cloud_is_here() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../device-adapters");
    let sources = source::read_adapters(&folder).unwrap();
    let compiled = adapters::compiled(&sources).into_iter();
    let adapters = compiled.filter_map(|one| one.adapter);
    let asking = adapters.filter(|adapter| adapter.transport.pull.is_some());
    asking.map(|adapter| adapter.id).collect()
}

#[tokio::test]
async fn every_adapter_that_asks_reads_what_its_vendor_answers() {
    assert_eq!(every_cloud_is_here(), CLOUDS);
    for id in CLOUDS {
        walk(id).await;
    }
}

async fn walk(id: &str) {
    let (adapter, source) = ships(id);
    let now = clock().now();
    let options = Options {
        records: Some(RECORDS),
        page_size: 7,
        latest: Some(now - TimeDelta::days(2)),
        budgets: Some(Vec::new()),
        ..Options::default()
    };
    let simulator = Simulator::new(adapter, &source, options, clock()).unwrap();
    let client = Client::let_in(&simulator).await;
    let adapter = client.adapter.clone();
    let mut ids = Vec::new();
    for (name, stream) in &client.pull().streams {
        if stream.on_ping {
            continue;
        }
        for page in pages(&client, stream, now).await {
            ids.extend(normalised(&client, name, stream, &page, now).await);
        }
    }
    let different: std::collections::HashSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), different.len()), (RECORDS, RECORDS), "{id}");
    for (name, stream) in client
        .pull()
        .streams
        .iter()
        .filter(|(_, stream)| stream.on_ping)
    {
        let wanted = ids.first().cloned().unwrap();
        let values = HashMap::from([("id", wanted.clone())]);
        let got = ask(
            &client,
            stream.method,
            (&stream.path, &stream.query, &stream.form),
            &values,
        )
        .await;
        assert_eq!(
            normalised(&client, name, stream, &got.body, now).await,
            [wanted],
            "{id}.{name}: {}",
            got.text()
        );
    }
    if adapter.transport.push.is_some() {
        let call = simulator
            .call(&Event::default(), &Tamper::default())
            .unwrap();
        assert!(!call.body.is_empty(), "{id}");
    }
}

type Parts<'a> = (
    &'a Template,
    &'a IndexMap<String, Template>,
    &'a IndexMap<String, Template>,
);

/// A request as the adapter lays it out; what has no value is left out.
async fn ask(
    client: &Client,
    method: Method,
    (path, query, form): Parts<'_>,
    values: &HashMap<&str, String>,
) -> Got {
    let value = |name: &str| values.get(name).cloned();
    let filled = |all: &IndexMap<String, Template>| {
        let mut written = form_urlencoded::Serializer::new(String::new());
        for (name, template) in all {
            if let Some(text) = template.fill(value) {
                written.append_pair(name, &text);
            }
        }
        written.finish()
    };
    let path = path.fill(value).unwrap();
    let url = there(&format!("{}{path}?{}", client.pull().base, filled(query)));
    let method = if method == Method::Post {
        "POST"
    } else {
        "GET"
    };
    let got = client.send(method, &url, &filled(form)).await;
    assert_eq!(got.status, 200, "{url}: {}", got.text());
    got
}

fn written(at: DateTime<Utc>, form: TimeForm) -> String {
    match form {
        TimeForm::Unix => at.timestamp().to_string(),
        TimeForm::Date => at.format("%Y-%m-%d").to_string(),
        _ => at.to_rfc3339(),
    }
}

async fn pages(client: &Client, stream: &Stream, now: DateTime<Utc>) -> Vec<Vec<u8>> {
    let mut values = HashMap::new();
    if let Some(incremental) = &stream.incremental {
        values.insert(
            "since",
            written(now - TimeDelta::days(3_650), incremental.form),
        );
        values.insert("until", written(now, incremental.form));
    }
    let paginate = stream.paginate.as_ref();
    if let Some(PageBy::Page(first)) = paginate.map(|one| &one.by) {
        values.insert("page", first.to_string());
        values.insert("limit", "7".to_owned());
    }
    let mut pages = Vec::new();
    loop {
        let got = ask(
            client,
            stream.method,
            (&stream.path, &stream.query, &stream.form),
            &values,
        )
        .await;
        let body = got.json();
        let at = |path: &Path| plain(&path.first(&Found::root(&body))?.value);
        let count = stream.records.all(&Found::root(&body), 1_000).len();
        pages.push(got.body.clone());
        assert!(pages.len() < 20, "it never ends");
        match paginate.map(|one| &one.by) {
            Some(PageBy::Page(_)) if count == 7 => {
                let next = values["page"].parse::<u32>().unwrap() + 1;
                values.insert("page", next.to_string());
            }
            Some(PageBy::Offset(Some(path)))
                if at(paginate.unwrap().more.as_ref().unwrap()).as_deref() == Some("true") =>
            {
                values.insert("offset", at(path).unwrap());
            }
            Some(PageBy::Cursor(path)) if at(path).is_some() => {
                values.insert("next", at(path).unwrap());
            }
            _ => return pages,
        }
    }
}

/// Every record of a page with its details, as an activity; answers their ids.
async fn normalised(
    client: &Client,
    name: &str,
    stream: &Stream,
    page: &[u8],
    now: DateTime<Utc>,
) -> Vec<String> {
    let adapter = &client.adapter;
    let path = if stream.records.is_root() {
        &adapter.decode.records
    } else {
        &stream.records
    };
    let whole: Value = serde_json::from_slice(page).unwrap();
    let mut ids = Vec::new();
    for record in path.all(&Found::root(&whole), 1_000) {
        let mut details = IndexMap::new();
        for detail in &stream.details {
            let templates = [&detail.path]
                .into_iter()
                .chain(detail.query.values())
                .chain(detail.form.values());
            let mut values = HashMap::new();
            for wanted in templates.flat_map(Template::names) {
                let path = Path::parse(wanted.trim_start_matches("record.")).unwrap();
                values.insert(
                    wanted,
                    plain(&path.first(&Found::root(&record.value)).unwrap().value).unwrap(),
                );
            }
            let got = ask(
                client,
                detail.method,
                (&detail.path, &detail.query, &detail.form),
                &values,
            )
            .await;
            details.insert(detail.into.clone(), got.body);
        }
        let mut alone = whole.clone();
        path.fill(
            &mut alone,
            vec![(record.key.clone(), record.value.into_owned())],
        );
        let payload = Payload::Bytes {
            name: "answer.json".to_owned(),
            bytes: alone.to_string().into_bytes(),
        };
        let output = adapters::read(
            adapter,
            &Input {
                payload: &payload,
                stream: Some(name),
                details: &details,
                settings: &IndexMap::new(),
                now,
                limits: Limits::default(),
            },
        );
        let [told] = output.records.as_slice() else {
            panic!("{}: {:?}", adapter.id, output.refused)
        };
        let activity = told
            .activity
            .as_ref()
            .unwrap_or_else(|| panic!("{}: {:?}", adapter.id, output.refused));
        assert!(
            activity.start_time <= now - TimeDelta::days(1),
            "{}: {}",
            adapter.id,
            activity.start_time
        );
        ids.push(told.id.clone().unwrap());
    }
    ids
}
