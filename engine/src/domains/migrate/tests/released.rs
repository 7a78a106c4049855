//! A release begins its migration in the transaction that makes it live.

use axum::body::Body;
use axum::http::{Method, Request, header};
use stadion_pack::{PackSource, archive};

use super::{assert_rebuilt, person, renamed, server};
use crate::db::testing::both;
use crate::domains::identity::admin;
use crate::domains::migrate::{carry_out, progress, store};
use crate::web::Role;

#[tokio::test]
async fn a_release_and_its_migration_begin_together() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, _) = person(&app, "release@example.org").await;
        let (_, token) = app.register_confirmed("publisher@example.org").await;
        let granted = admin::grant(
            &db,
            &app.app.clock,
            "publisher@example.org",
            Role::Publisher,
        );
        assert!(granted.await.expect("granted"));
        let pack = renamed();
        let source = PackSource::from_texts("sample", [("pack.yaml", pack.as_str())]);
        let request = Request::builder()
            .method(Method::PUT)
            .uri(format!("/api/v1/releases/{}", source.digest()))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/zip")
            .body(Body::from(archive::pack(&source).expect("an archive")));
        let answer = app.send(request.expect("a request")).await;
        assert!(answer.status.is_success(), "{}", answer.json());
        let open = store::open(&db).await.expect("asked").expect("begun");
        let moved = &open.packs.0.packs;
        assert_eq!(moved.len(), 1);
        assert_eq!(
            (moved[0].old.as_deref(), moved[0].new.as_deref()),
            (Some("1.0.0"), Some("2.0.0"))
        );
        carry_out(&app.app, "one").await.expect("carried out");
        let done = progress(&app.app, 1).await.expect("progress").remove(0);
        assert!(done.finished_at.is_some() && done.failures == 0, "{done:?}");
        assert_rebuilt(&app, user_id).await;
    })
    .await;
}
