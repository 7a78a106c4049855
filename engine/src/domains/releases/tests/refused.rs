//! What is not published, and what is said about it.

use axum::http::StatusCode;

use super::*;
use crate::db::testing::both;

fn code(answer: &Answer) -> (u16, String) {
    let code = answer.json()["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status.as_u16(), code)
}

#[tokio::test]
async fn archives_that_were_tampered_with_are_refused_and_nothing_is_kept() {
    both(|db| async move {
        let (app, token) = app(db).await;
        let good = pack("1.0.0", "Darts");
        let bytes = archive::pack(&good).expect("an archive");
        let other = archive::pack(&pack("1.0.0", "Poisoned")).expect("an archive");

        let answer = send_bytes(&app, &token, &good.digest(), other, "").await;
        assert_eq!(code(&answer), (422, "wrong-digest".into()));
        let detail = answer.json()["detail"]
            .as_str()
            .expect("a detail")
            .to_owned();
        assert!(
            detail.contains(&pack("1.0.0", "Poisoned").digest()),
            "{detail}"
        );

        let cut = bytes[..bytes.len() - 30].to_vec();
        let answer = send_bytes(&app, &token, &good.digest(), cut, "").await;
        assert_eq!(code(&answer), (422, "bad-archive".into()));
        let answer = send_bytes(&app, &token, "1234", bytes.clone(), "").await;
        assert_eq!(code(&answer), (422, "invalid".into()));
        let huge = vec![0; archive::MAX_ARCHIVE + 1];
        let answer = send_bytes(&app, &token, &good.digest(), huge, "").await;
        assert_eq!(code(&answer), (413, "too-large".into()));
        let path = format!("/api/v1/releases/{}", good.digest());
        assert_eq!(app.get(&path, &token).await.status, StatusCode::NOT_FOUND);
        assert_eq!((live(&app), trail(&app, &token).await.len()), (None, 0));
    })
    .await;
}

#[tokio::test]
async fn a_pack_with_errors_is_refused_at_file_and_line() {
    both(|db| async move {
        let (app, token) = app(db).await;
        let mut broken = pack("1.0.0", "Darts");
        let text = String::from_utf8(broken.files[0].bytes.clone()).expect("text");
        broken.files[0].bytes = text.replace("[hits]", "[hit]").into_bytes();
        let answer = send(&app, &token, &broken, "").await;
        assert_eq!(code(&answer), (422, "pack-errors".into()));
        let error = &answer.json()["errors"][0];
        assert_eq!(error["field"], "pack.yaml:8");
        assert!(
            error["message"]
                .as_str()
                .expect("a message")
                .contains("hit"),
            "{error}"
        );
        assert_eq!(live(&app), None);
    })
    .await;
}

#[tokio::test]
async fn a_version_is_published_once() {
    both(|db| async move {
        let (app, token) = app(db).await;
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let answer = send(&app, &token, &pack("1.0.0", "Other darts"), "").await;
        assert_eq!(code(&answer), (409, "version-taken".into()));
        is_live(&app, "1.0.0", "Darts");
    })
    .await;
}

#[tokio::test]
async fn what_breaks_another_live_pack_is_refused() {
    both(|db| async move {
        let (app, token) = app(db).await;
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let needs = "id: league\nversion: 1.0.0\ntitle: {en: League}\nrequires: {darts: \"^1\"}\n";
        let needs = PackSource::from_texts("league", [("pack.yaml", needs)]);
        publish(&app, &token, &needs, "").await;
        let answer = send(&app, &token, &pack("2.0.0", "Darts"), "").await;
        assert_eq!(code(&answer), (422, "pack-errors".into()));
        let field = answer.json()["errors"][0]["field"]
            .as_str()
            .map(str::to_owned);
        assert!(
            field
                .as_deref()
                .is_some_and(|field| field.starts_with("league@")),
            "{field:?}"
        );
        is_live(&app, "1.0.0", "Darts");
    })
    .await;
}

#[tokio::test]
async fn only_publishers_publish() {
    both(|db| async move {
        let (app, _) = app(db).await;
        for (email, role) in [
            ("anyone@example.org", None),
            ("author@example.org", Some(Role::Author)),
        ] {
            let token = somebody(&app, email, role).await;
            let answer = send(&app, &token, &pack("1.0.0", "Darts"), "").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{email}");
            let path = "/api/v1/packs/darts/rollback";
            let answer = app.post(path, &token, serde_json::json!({})).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{email}");
        }
    })
    .await;
}

#[tokio::test]
async fn cases_that_end_without_an_answer_stop_the_release() {
    both(|db| async move {
        let app = testing::app_with(db, |config| config.executable = "/bin/false".into()).await;
        let token = somebody(&app, "publisher@example.org", Some(Role::Publisher)).await;
        let mut cased = pack("1.0.0", "Darts");
        cased.files.push(stadion_pack::source::SourceFile {
            path: "tests/all.yaml".into(),
            bytes: b"[]".to_vec(),
        });
        let answer = send(&app, &token, &cased, "").await;
        assert_eq!(code(&answer), (422, "cases-stopped".into()));
        assert_eq!(live(&app), None);
    })
    .await;
}

#[tokio::test]
async fn a_stored_archive_that_was_changed_is_not_used() {
    both(|db| async move {
        let (app, token) = app(db.clone()).await;
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let poisoned = archive::pack(&pack("1.0.0", "Poisoned")).expect("an archive");
        super::super::store::tests::overwrite(&db, poisoned).await;
        let restarted = replica(&db).await;
        one_look(&restarted).await;
        assert_eq!(live(&restarted), None);
    })
    .await;
}
