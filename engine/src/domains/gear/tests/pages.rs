//! Stories through the router: a person without scripts and their gear.

use axum::http::{StatusCode, header};

use crate::db::testing::both;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::testing::{Answer, TestApp};

async fn see(app: &TestApp, path: &str, token: &str) -> String {
    let answer = app.get(path, token).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    html(&answer)
}

fn html(answer: &Answer) -> String {
    let text = String::from_utf8(answer.body.clone()).expect("text");
    text.replace("&#x2f;", "/").replace('\u{a0}', " ")
}

#[track_caller]
fn assert_has(page: &str, text: &str) {
    let main = page.split("<main").nth(1).unwrap_or(page);
    assert!(page.contains(text), "no `{text}` in: {main}");
}

#[track_caller]
fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", html(answer));
    answer.header(header::LOCATION).to_owned()
}

fn path_of(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

#[tokio::test]
async fn a_pair_is_added_used_given_parts_and_retired() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("story@example.org").await;
        assert_has(&see(&app, "/running/gear", &token).await, "No gear yet");
        assert_has(
            &see(&app, "/running/gear/new", &token).await,
            "Lasts about 700 km",
        );
        let form = see(&app, "/running/gear/new?kind=running.running_shoes", &token).await;
        assert_has(&form, "From 30 to 52.");
        assert_has(&form, ">Trails<");
        // What does not fit is told beside its field, and nothing typed is lost.
        let fields = [
            ("kind", "running.running_shoes"),
            ("name", "Kestrel <4>"),
            ("acquired_on", "2026-11-01"),
            ("used_before", "590"),
            ("default_sport", "running.run"),
            ("attribute.size_eu", "99"),
        ];
        let refused = app.send_form("/running/gear/new", &token, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = html(&refused);
        assert_has(&page, "id=\"attribute-size_eu-note\"");
        assert_has(&page, "value=\"590\"");
        assert_has(&page, "Kestrel &lt;4&gt;");
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| {
                (
                    *name,
                    if *name == "attribute.size_eu" {
                        "42,5"
                    } else {
                        value
                    },
                )
            })
            .collect();
        let pair = led_to(&app.send_form("/running/gear/new", &token, &fields).await);
        let pair = path_of(&pair);
        // The default is used by itself, and its page tells it.
        record(
            &app,
            user_id,
            outing(at("2026-11-20T06:00:00Z"), 12_000.0, 3_600.0),
        )
        .await;
        let page = see(&app, pair, &token).await;
        assert_has(&page, "left of 700 km");
        assert_has(&page, "602 of 700 km");
        assert_has(&page, "42.5");
        assert_has(&page, "Used in 1 workout");
        assert_has(&page, "at your present use");
        assert!(!page.contains("/delete\""), "what was used is not deleted");
    })
    .await;
}

async fn usual_pair(app: &TestApp, token: &str) -> String {
    let fields = [
        ("kind", "running.running_shoes"),
        ("name", "Kestrel <4>"),
        ("acquired_on", "2026-11-01"),
        ("default_sport", "running.run"),
    ];
    let at = led_to(&app.send_form("/running/gear/new", token, &fields).await);
    path_of(&at).to_owned()
}

#[tokio::test]
async fn a_part_comes_in_and_is_replaced() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("part@example.org").await;
        let pair = usual_pair(&app, &token).await;
        let pair = pair.as_str();
        let id = pair.rsplit('/').next().unwrap_or_default();
        let run = outing(at("2026-11-20T06:00:00Z"), 12_000.0, 3_600.0);
        record(&app, user_id, run).await;
        // A part comes in, and wears from that day on.
        assert_has(&see(&app, pair, &token).await, "kind=running.insoles");
        let part = [
            ("kind", "running.insoles"),
            ("name", "Cork soles"),
            ("acquired_on", "2026-11-10"),
            ("parent_id", id),
        ];
        let part = led_to(&app.send_form("/running/gear/new", &token, &part).await);
        let part = path_of(&part).to_owned();
        assert_has(&see(&app, &part, &token).await, "12 of 400 km");
        let list = see(&app, "/running/gear", &token).await;
        assert_has(&list, "gear-parts");
        assert_has(&list, "Cork soles");
        let wrong = app
            .send_form(
                &format!("{part}/replace"),
                &token,
                &[("name", ""), ("on", "2026-11-21")],
            )
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let new = app
            .send_form(
                &format!("{part}/replace"),
                &token,
                &[("name", "New soles"), ("on", "2026-11-21")],
            )
            .await;
        assert_has(&see(&app, &led_to(&new), &token).await, "0 of 400 km");
    })
    .await;
}

#[tokio::test]
async fn a_workout_takes_gear_out_and_in_and_a_pair_retires() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("retire@example.org").await;
        let pair = usual_pair(&app, &token).await;
        let pair = pair.as_str();
        let id = pair.rsplit('/').next().unwrap_or_default();
        let run = outing(at("2026-11-20T06:00:00Z"), 12_000.0, 3_600.0);
        let workout = record(&app, user_id, run).await;
        // The workout's page takes it out and in again.
        let at = format!("/running/workouts/{}", workout.id);
        assert_has(&see(&app, &at, &token).await, "Remove Kestrel");
        led_to(
            &app.send_form(&format!("{at}/gear"), &token, &[("remove", id)])
                .await,
        );
        assert_has(&see(&app, pair, &token).await, "Not used yet");
        led_to(
            &app.send_form(&format!("{at}/gear"), &token, &[("add", id)])
                .await,
        );
        assert_has(&see(&app, pair, &token).await, "Used in 1 workout");
        // Retired, and back by the toast.
        let did = led_to(&app.send_form(&format!("{pair}/retire"), &token, &[]).await);
        assert_has(
            &see(&app, &did, &token).await,
            &format!("action=\"{pair}/take-back\""),
        );
        assert_has(&see(&app, "/running/gear", &token).await, "Retired, 1 item");
        led_to(
            &app.send_form(&format!("{pair}/take-back"), &token, &[])
                .await,
        );
        assert_has(&see(&app, "/running/gear", &token).await, "1 item");
        let russian = app
            .send_form(
                &format!("{pair}/edit"),
                &token,
                &[("kind", "running.running_shoes"), ("name", "")],
            )
            .await;
        assert_eq!(russian.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn the_form_of_a_workout_asks_what_was_used() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("form@example.org").await;
        let add = |name: &'static str, sport: &'static str| {
            let fields = [
                ("kind", "running.running_shoes"),
                ("name", name),
                ("acquired_on", "2026-11-01"),
                ("default_sport", sport),
            ];
            let (app, token) = (&app, &token);
            async move {
                let at = led_to(&app.send_form("/running/gear/new", token, &fields).await);
                path_of(&at)
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            }
        };
        let usual = add("Usual pair", "running.run").await;
        let race = add("Race pair", "").await;
        let form = see(&app, "/running/record?from=hand", &token).await;
        assert_has(&form, &format!("value=\"{usual}\" checked"));
        assert_has(&form, &format!("value=\"{race}\">"));
        let run = |gear: &[&str]| {
            let mut fields = vec![
                ("sport", "running.run"),
                ("date", "2026-11-20"),
                ("time", "07:00"),
                ("action", "save"),
                ("metric.core.distance", "10"),
                ("metric.core.duration", "50:00"),
                ("gear", ""),
            ];
            fields.extend(gear.iter().map(|id| ("gear", *id)));
            fields
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect::<Vec<_>>()
        };
        let post = |path: String, fields: Vec<(String, String)>| {
            let (app, token) = (&app, &token);
            async move {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(n, v)| (n.as_str(), v.as_str()))
                    .collect();
                led_to(&app.send_form(&path, token, &fields).await)
            }
        };
        let both = post("/running/record".into(), run(&[&usual, &race])).await;
        let page = see(&app, path_of(&both), &token).await;
        assert_has(&page, "Remove Usual pair");
        assert_has(&page, "Remove Race pair");
        let edit = format!("{}/edit", path_of(&both));
        assert_has(
            &see(&app, &edit, &token).await,
            &format!("value=\"{race}\" checked"),
        );
        // A stranger's id, or none that is one, is nobody's gear.
        post(
            edit.clone(),
            run(&["nonsense", "00000000-0000-7000-8000-000000000000"]),
        )
        .await;
        let page = see(&app, path_of(&both), &token).await;
        assert!(!page.contains("Remove Usual pair") && !page.contains("Remove Race pair"));
    })
    .await;
}

#[tokio::test]
async fn gear_of_another_is_not_there() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("mine@example.org").await;
        let (_, other) = app.register_confirmed("theirs@example.org").await;
        let fields = [
            ("kind", "running.running_shoes"),
            ("name", "Mine"),
            ("acquired_on", "2026-11-01"),
        ];
        let pair = led_to(&app.send_form("/running/gear/new", &token, &fields).await);
        let pair = path_of(&pair);
        assert_eq!(app.get(pair, &other).await.status, StatusCode::NOT_FOUND);
        for act in [
            "retire",
            "take-back",
            "delete",
            "restore",
            "default",
            "take-out",
            "edit",
        ] {
            let answer = app
                .send_form(&format!("{pair}/{act}"), &other, &[("kind", "x")])
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        let done = app.send_form(&format!("{pair}/delete"), &token, &[]).await;
        assert_has(
            &see(&app, &led_to(&done), &token).await,
            &format!("action=\"{pair}/restore\""),
        );
        assert_has(&see(&app, "/running/gear", &token).await, "No gear yet");
        led_to(&app.send_form(&format!("{pair}/restore"), &token, &[]).await);
        assert_has(&see(&app, "/running/gear", &token).await, "Mine");
    })
    .await;
}
