//! An app for tests: a fresh database, a clock that stands, mail that can be read.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use chrono::{TimeZone, Utc};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower::ServiceExt;
use url::form_urlencoded::Serializer;
use uuid::Uuid;

use crate::App;
use crate::clock::Clock;
use crate::config::{Config, Rates, Raw};
use crate::db::Db;
use crate::mail::{self, Mail};
use crate::web::ui::Ui;

/// The password of every account that [`TestApp::register_confirmed`] makes.
pub const PASSWORD: &str = "four words nobody guesses";

/// Of every account that [`TestApp::register_confirmed`] makes: grown up everywhere.
pub const BIRTH_DATE: &str = "1990-05-24";

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Its data folder is removed with it.
pub struct TestApp {
    pub app: App,
    pub router: Router,
    data: PathBuf,
}

/// What a request was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// An app on a fresh database: 21 November 2026, 09:00 UTC, generous limits.
pub async fn app(db: Db) -> TestApp {
    app_with(db, |_| {}).await
}

/// The same, configured otherwise.
#[allow(clippy::unused_async)] // opening may come to wait; hundreds of tests should not notice
pub async fn app_with(db: Db, configure: impl FnOnce(&mut Config)) -> TestApp {
    app_in(db, Ui::embedded().expect("texts and templates"), configure)
}

/// The same with these texts and templates.
pub fn app_in(db: Db, ui: Ui, configure: impl FnOnce(&mut Config)) -> TestApp {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let data = std::env::temp_dir().join(format!("stadion-app-{}-{number}", std::process::id()));
    let flags = Raw {
        data: Some(data.clone()),
        packs: Some(vec![data.join("packs")]),
        adapters: Some(Vec::new()),
        ..Raw::default()
    };
    let mut config = Config::load(None, BTreeMap::new(), flags).expect("configuration");
    config.rates = Rates::GENEROUS;
    configure(&mut config);
    std::fs::create_dir_all(&data).expect("data folder");
    let start = Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).single();
    let clock = Clock::fixed(start.expect("time"), u64::from(number));
    let app = App::with_ui(config, clock, db, ui).expect("app");
    TestApp {
        router: app.router(),
        app,
        data,
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

impl TestApp {
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// A call to the API, as `token` if there is one, with a JSON body if there is one.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Answer {
        self.send(request(method, path, token, body)).await
    }

    /// Sends requests side by side; answers their statuses, sorted.
    pub async fn at_once(
        &self,
        requests: impl IntoIterator<Item = Request<Body>>,
    ) -> Vec<StatusCode> {
        let mut under_way = JoinSet::new();
        for request in requests {
            let router = self.router.clone();
            under_way.spawn(async move {
                let Ok(response) = router.oneshot(request).await;
                response.status()
            });
        }
        let mut statuses = under_way.join_all().await;
        statuses.sort();
        statuses
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.call(Method::GET, path, Some(token), None).await
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(token), Some(body)).await
    }

    /// A page's form, sent as `token`.
    pub async fn send_form(&self, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let request = request(Method::POST, path, Some(token), None);
        self.send(with_form(request, fields)).await
    }

    /// Mail that waits to be sent, oldest first.
    pub async fn mail(&self) -> Vec<Mail> {
        mail::waiting(&self.app.db).await.expect("mail")
    }

    /// The last part of the link in the newest mail to `email`.
    pub async fn mailed_token(&self, email: &str) -> String {
        let mails = self.mail().await;
        let newest = mails.iter().rev().find(|mail| mail.recipient == email);
        let body = &newest.expect("a mail").body;
        let link = body
            .split_whitespace()
            .find(|word| word.starts_with("http"));
        link.and_then(|link| link.rsplit('/').next())
            .expect("a link")
            .to_owned()
    }

    /// Registers, confirms and logs in by the API; answers the user's id and a bearer token.
    pub async fn register_confirmed(&self, email: &str) -> (Uuid, String) {
        let registration = json!({
            "email": email,
            "password": PASSWORD,
            "display_name": email.split('@').next(),
            "consents": ["terms"],
            "birth_date": BIRTH_DATE,
        });
        let answer = self
            .call(Method::POST, "/api/v1/accounts", None, Some(registration))
            .await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{answer:?}");
        let confirm = json!({ "token": self.mailed_token(email).await });
        let path = "/api/v1/accounts/confirm";
        let answer = self.call(Method::POST, path, None, Some(confirm)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        let session = answer.json();
        let id = session["user"]["id"]
            .as_str()
            .and_then(|id| id.parse().ok());
        (
            id.expect("id"),
            session["token"].as_str().expect("token").to_owned(),
        )
    }
}

/// A request to build upon.
pub fn request(
    method: Method,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = match body {
        Some(json) => {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(json.to_string())
        }
        None => Body::empty(),
    };
    request.body(body).expect("request")
}

/// The request with these fields as a browser's form sends them.
pub fn with_form(mut request: Request<Body>, fields: &[(&str, &str)]) -> Request<Body> {
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let mut form = Serializer::new(String::new());
    *request.body_mut() = Body::from(form.extend_pairs(fields).finish());
    request
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
