//! Accounts through the real router, on both databases.

mod accounts;
mod at_once;
mod links;
mod me;
mod pages;
mod sessions;
mod stores;
mod tokens;

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::testing::{Answer, PASSWORD, TestApp, request};

async fn log_in(test: &TestApp, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    test.call(Method::POST, "/api/v1/sessions", None, Some(body))
        .await
}

/// Logs in as a browser; answers the `Set-Cookie` header.
async fn browser(test: &TestApp, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD, "cookie": true });
    let answer = test
        .call(Method::POST, "/api/v1/sessions", None, Some(body))
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    assert_eq!(answer.json()["token"], Value::Null);
    answer.header(header::SET_COOKIE).to_owned()
}

/// The part of `Set-Cookie` that a browser sends back.
fn pair(set_cookie: &str) -> &str {
    set_cookie.split(';').next().unwrap()
}

async fn with_cookie(
    test: &TestApp,
    method: Method,
    path: &str,
    cookie: &str,
    more: &[(&str, &str)],
    body: Option<Value>,
) -> Answer {
    let mut request = request(method, path, None, body);
    request
        .headers_mut()
        .insert(header::COOKIE, cookie.parse().unwrap());
    for (name, value) in more {
        let name: header::HeaderName = name.parse().unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    test.send(request).await
}
