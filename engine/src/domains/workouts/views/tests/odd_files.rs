//! What is odd or wrong about a file is told in the person's language.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use stadion_activity::{REFUSALS, WARNINGS};

use super::{folder, formats};
use crate::db::testing::both;
use crate::domains::workouts::words;
use crate::testing::app_with;
use crate::web::problems::PROBLEMS;
use crate::web::ui::format::UnitSystem;
use crate::web::ui::i18n::I18n;

#[test]
fn every_code_has_words_in_every_language() {
    let i18n = Arc::new(I18n::embedded().expect("texts"));
    for locale in i18n.locales() {
        for code in WARNINGS {
            let key = format!("file-warning-{code}");
            assert!(i18n.has(locale, &key), "{locale}: {key}");
        }
        for code in REFUSALS.iter().chain(&["internal"]) {
            for key in [format!("refused-{code}"), format!("refused-{code}-remedy")] {
                assert!(i18n.has(locale, &key), "{locale}: {key}");
            }
        }
    }
}

#[test]
fn words_of_problems_are_of_problems_that_there_are() {
    let i18n = I18n::embedded().expect("texts");
    let locale = i18n.negotiate(Some("ru"), None);
    let known = |code: &&str| i18n.has(locale, &format!("problem-{code}"));
    let told = PROBLEMS.iter().map(|problem| problem.code).filter(known);
    assert_eq!(told.count(), 22);
}

#[test]
fn a_warning_counts_in_the_persons_language() {
    let ru = formats("ru", UnitSystem::Metric);
    let say = |count| words::warning("no-times", Some(count), "", &ru);
    assert_eq!(say(1), "Пропущено: 1 точка без времени.");
    assert_eq!(say(3), "Пропущено: 3 точки без времени.");
    assert_eq!(say(11), "Пропущено: 11 точек без времени.");
    let en = formats("en", UnitSystem::Metric);
    let say = |count| words::warning("stray-times", Some(count), "", &en);
    assert_eq!(
        say(1),
        "Left out: 1 sample dated more than a day off the workout."
    );
    assert_eq!(
        say(2),
        "Left out: 2 samples dated more than a day off the workout."
    );
    let unknown = words::warning("new-code", None, "As the reader says.", &en);
    assert_eq!(unknown, "As the reader says.");
}

const GPX: &str = "<gpx version=\"1.1\"><trk><trkseg><trkpt lat=\"1\" lon=\"1\"/>\
    <trkpt lat=\"1\" lon=\"1\"><time>2026-11-20T06:00:00Z</time></trkpt>\
    <trkpt lat=\"1\" lon=\"1.001\"><time>2026-11-20T06:01:00Z</time></trkpt>\
    </trkseg></trk></gpx>";

#[tokio::test]
async fn russian_pages_hold_no_english_of_files_and_errors() {
    both(|db| async move {
        let app = app_with(db, |config| config.packs = vec![folder()]).await;
        let (_, token) = app.register_confirmed("ru@example.org").await;
        let request = |path: &str| {
            Request::post(path)
                .header("authorization", format!("Bearer {token}"))
                .header("accept", "text/html")
                .header("accept-language", "ru")
        };
        let file = format!(
            "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.gpx\"\r\n\r\n{GPX}\r\n--e--\r\n"
        );
        let upload = request("/running/upload")
            .header("content-type", "multipart/form-data; boundary=e")
            .body(Body::from(file));
        let answer = app.send(upload.expect("request")).await;
        let page = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(page.contains("Пропущено: 1 точка без времени."), "{page}");
        assert!(!page.contains("Left out"), "{page}");

        let wrong = request("/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("email=a%00b&password=secret"));
        let answer = app.send(wrong.expect("request")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(page.contains("Некоторые поля нельзя принять."), "{page}");
        for english in ["NUL", "fields cannot"] {
            assert!(!page.contains(english), "{english}: {page}");
        }
    })
    .await;
}
