//! Stories through the router: what a person without scripts does, and sees.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::{TimeZone, Utc};

use super::folder;
use crate::db::testing::both;
use crate::testing::{Answer, TestApp, app_with, request};

pub(super) async fn app(db: crate::db::Db) -> TestApp {
    app_with(db, |config| config.packs = vec![folder()]).await
}

pub(super) async fn page(app: &TestApp, path: &str, token: Option<&str>, language: &str) -> Answer {
    let mut request = request(Method::GET, path, token, None);
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, "text/html".parse().expect("header"));
    headers.insert(header::ACCEPT_LANGUAGE, language.parse().expect("header"));
    app.send(request).await
}

pub(super) async fn see(app: &TestApp, path: &str, token: &str) -> String {
    let answer = page(app, path, Some(token), "en").await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    html(&answer)
}

pub(super) fn html(answer: &Answer) -> String {
    let text = String::from_utf8(answer.body.clone()).expect("text");
    // Slashes are escaped inside attributes, and numbers joined to their nouns.
    let text = text.replace("&#x2f;", "/").replace('\u{a0}', " ");
    for inline in [" style=", "<style", " onclick", "javascript:", "⟦"] {
        assert!(!text.contains(inline), "{inline}");
    }
    assert!(!text.contains("<script>"), "scripts are files");
    text
}

/// Whether the page has a text; when not, what it has instead.
#[track_caller]
pub(super) fn assert_has(page: &str, text: &str) {
    let main = page.split("<main").nth(1).unwrap_or(page);
    assert!(page.contains(text), "no `{text}` in: {main}");
}

/// The page of the workout that an answer leads to.
pub(super) fn led_to(answer: &Answer) -> String {
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    answer
        .header(header::LOCATION)
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned()
}

async fn upload(app: &TestApp, path: &str, token: &str, files: &[(&str, Vec<u8>)]) -> Answer {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    app.send(request.expect("request")).await
}

pub(super) const RUN: [(&str, &str); 6] = [
    ("sport", "running.run"),
    ("date", "2026-11-20"),
    ("time", "18:10"),
    ("title", "Along the river"),
    ("metric.core.distance", "12.42"),
    ("metric.core.duration", "1:02:38"),
];

#[tokio::test]
async fn visitors_see_the_sports_and_are_asked_to_log_in_for_the_rest() {
    both(|db| async move {
        let app = app(db).await;
        let front = html(&page(&app, "/", None, "ru").await);
        assert!(front.contains("href=\"/running/\"") && front.contains("href=\"/strength/\""));
        assert!(
            !front.contains("href=\"/core/\""),
            "no sport that one would choose"
        );
        let start = html(&page(&app, "/running/", None, "en").await);
        assert_has(&start, "/running/theme.css?v=");
        let theme = page(&app, "/running/theme.css", None, "en").await;
        assert!(String::from_utf8_lossy(&theme.body).contains("--accent"));
        let missing = page(&app, "/nosuchsport/", None, "en").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        assert!(html(&missing).contains("<h1"), "a page, not a document");
        let closed = page(&app, "/running/workouts?q=x", None, "en").await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER);
        let next = closed.header(header::LOCATION);
        assert_eq!(next, "/login?next=%2Frunning%2Fworkouts%3Fq%3Dx");
    })
    .await;
}

#[tokio::test]
async fn joining_is_one_click_and_the_first_page_teaches() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        assert_has(
            &see(&app, "/running/", &token).await,
            "action=\"/running/join\"",
        );
        let joined = app.send_form("/running/join", &token, &[]).await;
        assert_eq!(led_to(&joined), "/running/");
        assert_has(
            &see(&app, "/running/", &token).await,
            "Start with what you have done",
        );
        app.send_form("/running/record", &token, &RUN).await;
        let home = see(&app, "/running/", &token).await;
        assert!(home.contains("Along the river") && home.contains("12.42"));
    })
    .await;
}

#[tokio::test]
async fn a_workout_is_written_down_without_scripts() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let at = "/strength/record";
        let blank = see(&app, at, &token).await;
        assert!(blank.contains("name=\"set.0.load\"") && !blank.contains("name=\"set.1.load\""));
        let mut fields = vec![
            ("sport", "strength.strength_training"),
            ("date", "2026-11-20"),
            ("time", "18:10"),
            ("metric.core.duration", "52:00"),
            ("set.0.exercise", "squat"),
            ("set.0.reps", "5"),
            ("set.0.load", "1000"),
        ];
        let mut adding = fields.clone();
        adding.push(("action", "add:set"));
        let longer = app.send_form(at, &token, &adding).await;
        assert_eq!(longer.status, StatusCode::OK);
        assert!(html(&longer).contains("name=\"set.1.load\""));
        fields.push(("action", "save"));
        let refused = app.send_form(at, &token, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = html(&refused);
        assert!(told.contains("aria-invalid") && told.contains("fix:set.0.load=100"));
        assert!(told.contains("value=\"52:00\""), "nothing typed is lost");
        fields[6] = ("set.0.load", "100");
        let workout = led_to(&app.send_form(at, &token, &fields).await);
        let english = see(&app, &workout, &token).await;
        assert!(
            english.contains("500") && english.contains(">100 kg<"),
            "volume and set"
        );
        let russian = html(&page(&app, &format!("{workout}?lang=ru"), Some(&token), "en").await);
        assert!(russian.contains("lang=\"ru\"") && russian.contains("100 кг"));
    })
    .await;
}

#[tokio::test]
async fn sending_a_form_twice_records_once() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let mut fields = RUN.to_vec();
        fields.push(("key", "01890a5d-ac96-774b-bcce-b302099a8057"));
        let first = led_to(&app.send_form("/running/record", &token, &fields).await);
        let again = led_to(&app.send_form("/running/record", &token, &fields).await);
        assert_eq!(first, again);
        assert_has(&see(&app, "/running/workouts", &token).await, "1 workout<");

        // Who goes back and changes what was typed means another workout.
        fields[3] = ("title", "Along the canal");
        let other = led_to(&app.send_form("/running/record", &token, &fields).await);
        assert_ne!(first, other);
        assert_has(&see(&app, "/running/workouts", &token).await, "2 workouts<");
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_is_one_workout() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let mut fields = RUN.to_vec();
        fields.push(("key", "01890a5d-ac96-774b-bcce-b302099a8057"));
        let send = || app.send_form("/running/record", &token, &fields);
        let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
        let led: BTreeSet<String> = [a, b, c, d].iter().map(led_to).collect();
        assert_eq!(led.len(), 1, "{led:?}");
        assert_has(&see(&app, "/running/workouts", &token).await, "1 workout<");
    })
    .await;
}

#[tokio::test]
async fn an_uploaded_file_becomes_a_page_with_map_and_splits() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let start = Utc
            .with_ymd_and_hms(2026, 11, 20, 6, 48, 0)
            .single()
            .expect("a time");
        let fit = stadion_activity::sample::fit_run(start, 1800, 7);
        let files = [("run.fit", fit), ("notes.txt", b"no workout".to_vec())];
        let results = upload(&app, "/running/upload", &token, &files).await;
        assert_eq!(results.status, StatusCode::OK);
        let results = html(&results);
        assert!(results.contains("1 workout from 2 files") && results.contains("notes.txt"));
        let link = results
            .split("href=\"/running/workouts/")
            .nth(1)
            .expect("a link");
        let id = link.split('"').next().expect("an id");
        let at = format!("/running/workouts/{id}");
        let workout = see(&app, &at, &token).await;
        for part in [
            "class=\"map\"",
            "class=\"splits\"",
            "class=\"lane\"",
            "First one",
        ] {
            assert!(workout.contains(part), "{part}");
        }
        let original = page(&app, &format!("{at}/original"), Some(&token), "en").await;
        assert_eq!(original.body, files[0].1);
        let again = upload(&app, "/running/upload", &token, &files[..1]).await;
        assert!(html(&again).contains("Was here already"));
        assert_has(&see(&app, "/running/records", &token).await, "1 km");
        let elsewhere = page(
            &app,
            &format!("/strength/workouts/{id}"),
            Some(&token),
            "en",
        )
        .await;
        assert_eq!(led_to(&elsewhere), at);
    })
    .await;
}

#[tokio::test]
async fn the_history_is_filtered_and_paged() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        for n in 0..35 {
            let (date, title) = (
                format!("2026-{:02}-{:02}", 10 + n / 20, n % 20 + 1),
                format!("Run {n}"),
            );
            let mut fields = RUN.to_vec();
            fields[1] = ("date", &date);
            fields[3] = ("title", &title);
            led_to(&app.send_form("/running/record", &token, &fields).await);
        }
        let first = see(&app, "/running/workouts", &token).await;
        assert_has(&first, "35 workouts");
        assert!(first.contains(">Run 34<") && !first.contains(">Run 4<"));
        let older = link(&first, "before=");
        let second = see(&app, &older, &token).await;
        assert!(second.contains(">Run 4<") && !second.contains(">Run 5<"));
        let newer = see(&app, &link(&second, "after="), &token).await;
        assert!(
            newer.contains(">Run 34<") && !newer.contains("after="),
            "the first page again"
        );
        let found = see(
            &app,
            "/running/workouts?q=run+3&sport=&from=2026-11-01&to=",
            &token,
        )
        .await;
        assert!(found.contains("5 workouts"), "30 to 34");
        let none = see(&app, "/running/workouts?q=%25", &token).await;
        assert!(
            none.contains("No workout fits"),
            "a percent sign means itself"
        );
    })
    .await;
}

fn link(html: &str, part: &str) -> String {
    let mut links = html
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let found = links.find(|link| link.contains(part)).expect(part);
    found.replace("&amp;", "&")
}

#[tokio::test]
async fn a_deleted_workout_can_be_taken_back() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let workout = led_to(&app.send_form("/running/record", &token, &RUN).await);
        let deleted = app
            .send_form(&format!("{workout}/delete"), &token, &[])
            .await;
        let history = see(&app, deleted.header(header::LOCATION), &token).await;
        assert_has(&history, "“Along the river” is deleted.");
        let undo = format!("{workout}/restore");
        assert!(history.contains("/restore"), "the toast undoes it");
        let gone = page(&app, &workout, Some(&token), "en").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let restored = app.send_form(&undo, &token, &[]).await;
        assert_eq!(led_to(&restored), workout);
        assert_has(&see(&app, &workout, &token).await, "Along the river");
        assert_eq!(
            led_to(&app.send_form(&undo, &token, &[]).await),
            workout,
            "twice is once"
        );
    })
    .await;
}

#[tokio::test]
async fn edits_keep_what_was_not_touched_and_notice_other_edits() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let workout = led_to(&app.send_form("/running/record", &token, &RUN).await);
        let at = format!("{workout}/edit");
        let form = see(&app, &at, &token).await;
        assert!(form.contains("value=\"12.42\"") && form.contains("value=\"1:02:38\""));
        let mut fields = RUN.to_vec();
        fields[4] = ("metric.core.distance", "12.5");
        fields.push(("version", "1"));
        assert_eq!(led_to(&app.send_form(&at, &token, &fields).await), workout);
        assert_has(&see(&app, &workout, &token).await, "12.50");
        let stale = app.send_form(&at, &token, &fields).await;
        assert_eq!(stale.status, StatusCode::OK);
        assert!(html(&stale).contains("changed elsewhere"));
        let noted = app
            .send_form(&format!("{workout}/note"), &token, &[("note", "Windy <b>")])
            .await;
        assert_eq!(led_to(&noted), workout);
        assert_has(&see(&app, &workout, &token).await, "Windy &lt;b&gt;");
    })
    .await;
}

#[tokio::test]
async fn workouts_and_notices_are_their_owners_alone() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let (_, other) = app.register_confirmed("evan@example.org").await;
        let workout = led_to(&app.send_form("/running/record", &token, &RUN).await);
        for path in [
            workout.clone(),
            format!("{workout}/edit"),
            format!("{workout}/original"),
        ] {
            let answer = page(&app, &path, Some(&other), "en").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let deleted = app
            .send_form(&format!("{workout}/delete"), &other, &[])
            .await;
        assert_eq!(deleted.status, StatusCode::NOT_FOUND);
        let notices = see(&app, "/running/notices", &token).await;
        assert!(notices.contains("Record: ") && notices.contains("Mark all as read"));
        assert_has(&see(&app, "/running/notices", &other).await, "Nothing new");
        app.send_form("/running/notices", &token, &[]).await;
        assert!(
            !see(&app, "/running/notices", &token)
                .await
                .contains("Mark all as read")
        );
    })
    .await;
}
