//! Stories through the pages: a browser without scripts, its cookies and forms.

mod account;
mod entry;
mod guardian;

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::{Method, StatusCode, header};

use crate::db::testing::both;
use crate::testing::{Answer, BIRTH_DATE, PASSWORD, TestApp, app_with, request, with_form};

const ANN: &str = "ann@example.org";

/// With the shipped packs.
async fn app(db: crate::db::Db) -> TestApp {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs");
    app_with(db, |config| config.packs = vec![folder]).await
}

/// Keeps cookies as a browser does, their paths included.
struct Browser<'a> {
    test: &'a TestApp,
    language: &'a str,
    cookies: BTreeMap<String, (String, String)>,
    /// The header of a page that is fetched in case it is wanted.
    ahead: Option<(&'static str, &'static str)>,
}

impl<'a> Browser<'a> {
    fn new(test: &'a TestApp, language: &'a str) -> Self {
        Self {
            test,
            language,
            cookies: BTreeMap::new(),
            ahead: None,
        }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.go(Method::GET, path, None).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.go(Method::POST, path, Some(fields)).await
    }

    async fn go(&mut self, method: Method, path: &str, form: Option<&[(&str, &str)]>) -> Answer {
        let mut request = request(method, path, None, None);
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, "text/html".parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, self.language.parse().unwrap());
        headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        if let Some((name, value)) = self.ahead {
            headers.insert(name, value.parse().unwrap());
        }
        let sent = self
            .cookies
            .iter()
            .filter(|(_, (at, _))| path.starts_with(at.as_str()));
        let sent: Vec<String> = sent
            .map(|(name, (_, value))| format!("{name}={value}"))
            .collect();
        headers.insert(header::COOKIE, sent.join("; ").parse().unwrap());
        if let Some(fields) = form {
            request = with_form(request, fields);
        }
        let answer = self.test.send(request).await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            self.keep(set.to_str().unwrap());
        }
        answer
    }

    fn keep(&mut self, set: &str) {
        let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
        let path = set
            .split("Path=")
            .nth(1)
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        if set.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            let kept = (path.to_owned(), value.to_owned());
            self.cookies.insert(name.to_owned(), kept);
        }
    }

    async fn log_in(&mut self, email: &str, next: &str) -> Answer {
        let fields = [("email", email), ("password", PASSWORD), ("next", next)];
        self.post("/login", &fields).await
    }
}

/// A confirmed account, logged in.
async fn member<'a>(test: &'a TestApp, language: &'a str) -> Browser<'a> {
    test.register_confirmed(ANN).await;
    let mut browser = Browser::new(test, language);
    led_to(&browser.log_in(ANN, "/account").await, "/account");
    browser
}

fn html(answer: &Answer) -> String {
    let text = String::from_utf8(answer.body.clone()).unwrap();
    assert!(!text.contains('⟦'), "a text is missing");
    text.replace("&#x2f;", "/").replace("&#x27;", "'")
}

#[track_caller]
fn seen(answer: &Answer, status: StatusCode, texts: &[&str]) -> String {
    let page = html(answer);
    let main = page.split("<main").nth(1).unwrap_or(&page);
    assert_eq!(answer.status, status, "{main}");
    for text in texts {
        assert!(page.contains(text), "no `{text}` in: {main}");
    }
    page
}

#[track_caller]
fn led_to(answer: &Answer, path: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", html(answer));
    assert_eq!(answer.header(header::LOCATION), path);
}
