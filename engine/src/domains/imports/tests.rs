//! Archives through the service, the API and the page, on both databases.

use std::io::{Cursor, Write};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use stadion_activity::sample::{self, Run};
use uuid::Uuid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::carry::carry_out;
use super::{data::ImportData, store};
use crate::db::testing::both;
use crate::domains::workouts::store::all;
use crate::domains::workouts::tests::{app, at};
use crate::testing::TestApp;
use crate::userdata::UserData;

const GOOD: usize = 6;

/// Runs on days in a row, a text between them, and one run twice.
fn archive() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("an entry");
        zip.write_all(bytes).expect("written");
    };
    for day in 0..GOOD {
        let start =
            at("2026-10-01T06:00:00Z") + chrono::Duration::days(i64::try_from(day).expect("a day"));
        add(
            &format!("{day}.fit"),
            &sample::fit(&Run::new(start, 600, 3)),
        );
        if day == 2 {
            add("notes.txt", b"Buy milk");
        }
    }
    add(
        "copy.fit",
        &sample::fit(&Run::new(at("2026-10-01T06:00:00Z"), 600, 3)),
    );
    zip.finish().expect("an archive").into_inner()
}

async fn send(app: &TestApp, token: &str, path: &str, bytes: Vec<u8>) -> crate::testing::Answer {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(bytes))
        .expect("a request");
    app.send(request).await
}

async fn finished(app: &TestApp, token: &str, at: &str) -> Value {
    for _ in 0..600 {
        let told = app.get(at, token).await.json();
        if !told["finished_at"].is_null() {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it is never done");
}

async fn workouts(app: &TestApp, user_id: Uuid) -> usize {
    all(&app.app.db, user_id).await.expect("workouts").len()
}

#[tokio::test]
async fn an_archive_is_read_in_the_background_and_one_bad_file_stops_no_other() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("archive@example.org").await;
        let (_, other) = app.register_confirmed("other@example.org").await;
        let answer = send(&app, &token, "/api/v1/imports?name=years.zip", archive()).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        let at = answer.header(header::LOCATION).to_owned();
        assert_eq!(answer.json()["total"], 8);
        let told = finished(&app, &token, &at).await;
        let figures = ["done", "recorded", "known", "refused"].map(|name| told[name].as_i64());
        assert_eq!(figures, [Some(8), Some(6), Some(1), Some(1)], "{told}");
        assert_eq!(
            (told["state"].as_str(), told["name"].as_str()),
            (Some("done"), Some("years.zip"))
        );
        assert_eq!(workouts(&app, user_id).await, GOOD);
        // What was sent is not kept, what is in it is.
        let job = store::newest(&db, user_id, 1)
            .await
            .expect("jobs")
            .remove(0);
        assert!(app.app.blobs.open(user_id, &job.blob).await.is_err());

        let refused = app
            .get(&format!("{at}/files?refused=true"), &token)
            .await
            .json();
        assert_eq!(refused["items"][0]["file"], "years.zip/notes.txt");
        assert_eq!(refused["items"][0]["code"], "unknown-format");
        let first = app.get(&format!("{at}/files?limit=5"), &token).await.json();
        let rest = app
            .get(&format!("{at}/files?cursor={}", first["next"]), &token)
            .await
            .json();
        let count = |page: &Value| page["items"].as_array().map(Vec::len);
        assert_eq!((count(&first), count(&rest)), (Some(5), Some(3)));
        assert!(rest["next"].is_null());
        for path in [at.clone(), format!("{at}/files")] {
            assert_eq!(app.get(&path, &other).await.status, StatusCode::NOT_FOUND);
        }

        // The same once more: nothing is doubled.
        let again = send(&app, &token, "/api/v1/imports", archive()).await;
        let told = finished(&app, &token, again.header(header::LOCATION)).await;
        assert_eq!(
            (told["recorded"].as_i64(), told["known"].as_i64()),
            (Some(0), Some(7))
        );
        assert_eq!(workouts(&app, user_id).await, GOOD);

        // Sent twice at once: one that is done takes nothing from the other.
        let twice = tokio::join!(
            Box::pin(send(&app, &token, "/api/v1/imports", archive())),
            Box::pin(send(&app, &token, "/api/v1/imports", archive()))
        );
        for answer in [twice.0, twice.1] {
            let told = finished(&app, &token, answer.header(header::LOCATION)).await;
            assert_eq!(
                (told["state"].as_str(), told["known"].as_i64()),
                (Some("done"), Some(7))
            );
        }

        let page = app.get("/running/imports", &token).await;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            text.contains("years.zip") && text.contains("notes.txt"),
            "{text}"
        );
        let files = ImportData.export(&app.app, user_id).await.expect("a file");
        assert!(String::from_utf8_lossy(&files[0].bytes).contains("years.zip"));
    })
    .await;
}

#[tokio::test]
async fn an_import_goes_on_where_another_process_was_killed() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("killed@example.org").await;
        let answer = send(&app, &token, "/api/v1/imports?name=years.zip", archive()).await;
        let at = answer.header(header::LOCATION).to_owned();
        finished(&app, &token, &at).await;
        // As it was after three files: two are told, the third is stored and not told.
        let job = store::newest(&db, user_id, 1)
            .await
            .expect("jobs")
            .remove(0);
        let mut receiving = app.app.blobs.receive(user_id, job.id).await.expect("begun");
        receiving.write(&archive()).await.expect("written");
        let (blob, _) = receiving.finish().await.expect("a blob");
        assert_eq!(blob, job.blob);
        let mut tx = db.begin().await.expect("begun");
        for sql in [
            "update import set finished_at = null, done = 2, recorded = 2, known = 0, refused = 0, \
             holder = 'gone', held_until = created_at where user_id = $1",
            "delete from import_file where user_id = $1 and idx >= 2",
        ] {
            crate::db::Run::q(&mut tx, sql)
                .bind(user_id)
                .run()
                .await
                .expect("told");
        }
        tx.commit().await.expect("committed");
        let left = store::left(&db, app.app.clock.now(), 10)
            .await
            .expect("left");
        assert_eq!(left, [(user_id, job.id)]);
        // Two processes at once: one does it.
        tokio::join!(
            Box::pin(carry_out(&app.app, user_id, job.id)),
            Box::pin(carry_out(&app.app, user_id, job.id))
        );
        let told = app.get(&at, &token).await.json();
        assert_eq!(
            (told["state"].as_str(), told["done"].as_i64()),
            (Some("done"), Some(8)),
            "{told}"
        );
        assert_eq!(
            (told["recorded"].as_i64(), told["refused"].as_i64()),
            (Some(2), Some(1))
        );
        assert_eq!(workouts(&app, user_id).await, GOOD);
        let files = store::outcomes(&db, (user_id, job.id), 0, false, 100)
            .await
            .expect("files");
        assert_eq!(
            files.iter().map(|row| row.0).collect::<Vec<_>>(),
            (0..8).collect::<Vec<_>>()
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_told() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("bad@example.org").await;
        let empty = send(&app, &token, "/api/v1/imports", Vec::new()).await;
        assert_eq!(
            (empty.status, empty.json()["code"].as_str()),
            (StatusCode::BAD_REQUEST, Some("no-file"))
        );
        // Zero characters in a table are told of without them.
        let table =
            b"time,heart\0_rate\n\0,1\n2026-05-01T07:00:00Z,100\n2026-05-01T07:00:01Z,101\n";
        let path = "/api/v1/imports?name=zeros.csv";
        let zeros = send(&app, &token, path, table.to_vec()).await;
        assert_eq!(zeros.status, StatusCode::ACCEPTED, "{}", zeros.json());
        let told = finished(&app, &token, zeros.header(header::LOCATION)).await;
        assert_eq!(told["done"], 1, "{told}");
        let columns = send(&app, &token, "/api/v1/imports?columns=a=b", archive()).await;
        assert_eq!(columns.status, StatusCode::UNPROCESSABLE_ENTITY);
        let broken = send(
            &app,
            &token,
            "/api/v1/imports?name=x.zip",
            archive()[..900].to_vec(),
        )
        .await;
        let told = finished(&app, &token, broken.header(header::LOCATION)).await;
        assert_eq!(
            (told["refused"].as_i64(), told["recorded"].as_i64()),
            (Some(1), Some(0)),
            "{told}"
        );
        // What was sent is gone: that is the end of it.
        let job = store::newest(&db, user_id, 1)
            .await
            .expect("jobs")
            .remove(0);
        let mut tx = db.begin().await.expect("begun");
        let sql = "update import set finished_at = null where user_id = $1";
        crate::db::Run::q(&mut tx, sql)
            .bind(user_id)
            .run()
            .await
            .expect("told");
        tx.commit().await.expect("committed");
        carry_out(&app.app, user_id, job.id).await;
        let told = app
            .get(broken.header(header::LOCATION), &token)
            .await
            .json();
        assert_eq!(told["state"], "failed");
    })
    .await;
}

#[tokio::test]
async fn the_archive_of_an_account_is_restored_in_the_background_and_goes_on_after_a_kill() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (one, token) = app.register_confirmed("mine@example.org").await;
        let sent = send(&app, &token, "/api/v1/imports?name=years.zip", archive()).await;
        finished(&app, &token, sent.header(header::LOCATION)).await;
        let packed = app.get("/api/v1/me/export", &token).await.body.clone();
        let (two, other) = app.register_confirmed("moved@example.org").await;
        let sent = send(
            &app,
            &other,
            "/api/v1/imports?name=mine.zip",
            packed.clone(),
        )
        .await;
        let at = sent.header(header::LOCATION).to_owned();
        let told = finished(&app, &other, &at).await;
        let figures = ["recorded", "known", "refused"].map(|name| told[name].as_i64());
        assert_eq!(figures, [Some(6), Some(0), Some(0)], "{told}");
        assert_eq!(
            (workouts(&app, one).await, workouts(&app, two).await),
            (GOOD, GOOD)
        );
        let files = app
            .get(&format!("{at}/files?limit=100"), &other)
            .await
            .json();
        let names = |files: &Value| -> Vec<String> {
            let all = files["items"].as_array().into_iter().flatten();
            all.filter_map(|file| file["file"].as_str().map(str::to_owned))
                .collect()
        };
        let all = names(&files);
        assert_eq!(told["done"].as_u64(), Some(all.len() as u64));
        for part in ["mine.zip/gear/gear.json", "years.zip/3.fit"] {
            assert!(all.iter().any(|name| name == part), "{part}: {all:?}");
        }

        // Killed after some parts were told: the same parts are told in the same order, none twice.
        let job = store::newest(&db, two, 1).await.expect("jobs").remove(0);
        let mut receiving = app.app.blobs.receive(two, job.id).await.expect("begun");
        receiving.write(&packed).await.expect("written");
        receiving.finish().await.expect("a blob");
        let mut tx = db.begin().await.expect("begun");
        for sql in [
            "update import set finished_at = null, done = 9, holder = 'gone', \
             held_until = created_at where user_id = $1",
            "delete from import_file where user_id = $1 and idx >= 9",
        ] {
            let done = crate::db::Run::q(&mut tx, sql).bind(two).run().await;
            done.expect("told");
        }
        tx.commit().await.expect("committed");
        Box::pin(carry_out(&app.app, two, job.id)).await;
        let told = app.get(&at, &other).await.json();
        assert_eq!(
            (told["state"].as_str(), told["done"].as_u64()),
            (Some("done"), Some(all.len() as u64))
        );
        let files = app
            .get(&format!("{at}/files?limit=100"), &other)
            .await
            .json();
        assert_eq!(names(&files), all);
        assert_eq!(workouts(&app, two).await, GOOD);
    })
    .await;
}
