use super::*;
use crate::domains::identity::store::passage_counts;

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

#[tokio::test]
async fn the_profile_is_kept_or_told_what_is_wrong() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let wrong = [
            ("name", " "),
            ("zone", "Mars/Base"),
            ("locale", "ru"),
            ("units", "imperial"),
        ];
        let refused = browser.post("/account/profile", &wrong).await;
        let texts = [
            "A name has 1 to 60",
            "There is no such time zone",
            "value=\"Mars/Base\"",
        ];
        seen(&refused, REFUSED, &texts);
        let right = [
            ("name", "Анна"),
            ("zone", "Europe/Moscow"),
            ("locale", "ru"),
        ];
        let saved = browser.post("/running/me/profile", &right).await;
        led_to(&saved, "/running/me?did=saved");
        let page = browser.get("/running/me?did=saved").await;
        seen(
            &page,
            StatusCode::OK,
            &[
                "Сохранено.",
                "value=\"Анна\"",
                "action=\"/running/me/profile\"",
            ],
        );
        assert_eq!(
            browser.get("/nowhere/me").await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn a_tokens_secret_is_shown_once_and_opens_no_account() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let nameless = browser.post("/account/tokens", &[("token_name", "")]).await;
        seen(&nameless, REFUSED, &["A name has 1 to 60"]);
        let fields = [("token_name", "Backup script"), ("write", "true")];
        let made = browser.post("/account/tokens", &fields).await;
        let page = seen(
            &made,
            StatusCode::OK,
            &["Copy it now", "May read and write"],
        );
        assert_eq!(made.header(header::CACHE_CONTROL), "no-store");
        let secret = page.split("class=\"secret\">").nth(1).unwrap();
        let secret = secret.split('<').next().unwrap();
        assert!(secret.starts_with("stn_"), "{secret}");
        assert_eq!(test.get("/api/v1/me", secret).await.status, StatusCode::OK);
        let by_token = test.get("/account", secret).await;
        assert_eq!(
            by_token.status,
            StatusCode::FORBIDDEN,
            "not even to read it"
        );

        let page = html(&browser.get("/account").await);
        assert!(page.contains("Backup script") && !page.contains(secret));
        let revoke = page
            .split("action=\"")
            .find(|rest| rest.contains("/revoke\""));
        let revoke = revoke.unwrap().split('"').next().unwrap();
        led_to(&browser.post(revoke, &[]).await, "/account?did=revoked");
        assert_eq!(
            test.get("/api/v1/me", secret).await.status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(
            browser.post(revoke, &[]).await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn sessions_are_told_and_ended() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let mut other = Browser::new(&test, "en");
        other.log_in(ANN, "/").await;
        let page = seen(
            &browser.get("/account").await,
            StatusCode::OK,
            &["This device"],
        );
        assert_eq!(
            page.matches("/end\"").count(),
            2,
            "the other browser, and the API's: {page}"
        );
        led_to(
            &browser.post("/account/sessions", &[]).await,
            "/account?did=ended",
        );
        led_to(&other.get("/account").await, "/login?next=%2Faccount");
        let page = html(&browser.get("/account").await);
        assert_eq!(page.matches("/end\"").count(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let new = "five other words nobody guesses";
        let wrong = [("current_password", "a guess of it"), ("new_password", new)];
        let refused = browser.post("/account/password", &wrong).await;
        seen(&refused, REFUSED, &["This is not your password."]);
        let weak = [("current_password", PASSWORD), ("new_password", "short")];
        let refused = browser.post("/account/password", &weak).await;
        seen(&refused, REFUSED, &["Take 10 to 200 characters"]);
        let right = [("current_password", PASSWORD), ("new_password", new)];
        let changed = browser.post("/account/password", &right).await;
        led_to(&changed, "/account?did=password");
        seen(&browser.get("/account").await, StatusCode::OK, &[ANN]);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_changed_by_the_link_to_the_new_one() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "ru").await;
        let wrong = [("new_email", "new"), ("email_password", PASSWORD)];
        let refused = browser.post("/account/email", &wrong).await;
        seen(&refused, REFUSED, &["Это не адрес почты."]);
        let right = [
            ("new_email", "new@example.org"),
            ("email_password", PASSWORD),
        ];
        let asked = browser.post("/account/email", &right).await;
        led_to(&asked, "/account?did=mailed");
        let link = format!(
            "/account/email/{}",
            test.mailed_token("new@example.org").await
        );
        seen(
            &browser.get(&link).await,
            StatusCode::OK,
            &["Перейти на новый адрес"],
        );
        led_to(&browser.post(&link, &[]).await, "/account?did=email");
        seen(
            &browser.get("/account").await,
            StatusCode::OK,
            &["new@example.org"],
        );
        let mut stranger = Browser::new(&test, "ru");
        let late = stranger.post(&link, &[]).await;
        seen(&late, StatusCode::BAD_REQUEST, &["Ссылка использована"]);
    })
    .await;
}

#[tokio::test]
async fn the_data_is_downloaded_and_the_account_deleted() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let archive = browser.post("/account/export", &[]).await;
        assert_eq!(archive.header(header::CONTENT_TYPE), "application/zip");
        assert!(archive.body.starts_with(b"PK"));
        let wrong = [("delete_password", "a guess of it")];
        let refused = browser.post("/account/delete", &wrong).await;
        seen(&refused, REFUSED, &["This is not your password."]);
        let right = [("delete_password", PASSWORD)];
        let deleted = browser.post("/account/delete", &right).await;
        led_to(&deleted, "/login?done=deleted");
        assert!(!browser.cookies.contains_key("stadion_session"));
        let login = browser.get("/login?done=deleted").await;
        seen(&login, StatusCode::OK, &["are deleted"]);
        led_to(&browser.get("/account").await, "/login?next=%2Faccount");
        assert_eq!(
            browser.log_in(ANN, "/").await.status,
            StatusCode::UNAUTHORIZED
        );
    })
    .await;
}

#[tokio::test]
async fn going_over_to_another_sport_is_counted_once() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let page = seen(
            &browser.get("/account").await,
            StatusCode::OK,
            &["Your sports"],
        );
        assert!(page.contains("action=\"/running/join\""));
        for sport in ["running", "strength"] {
            let joined = browser.post(&format!("/{sport}/join"), &[]).await;
            led_to(&joined, &format!("/{sport}/"));
            for _ in 0..2 {
                let home = browser.get(&format!("/{sport}/")).await;
                assert_eq!(home.status, StatusCode::OK);
            }
        }
        let page = seen(
            &browser.get("/account").await,
            StatusCode::OK,
            &["Since 21 November 2026"],
        );
        assert!(!page.contains("action=\"/running/join\""));
        let counted = passage_counts(&test.app.db).await.unwrap();
        let from_to: Vec<_> = counted
            .iter()
            .map(|(from, to, n)| (from.as_str(), to.as_str(), *n))
            .collect();
        assert_eq!(from_to, [("running", "strength", 1)]);
    })
    .await;
}

/// Whichever page of the other app is opened first.
#[tokio::test]
async fn a_passage_to_another_app_is_counted_once() {
    both(|db| async move {
        let test = app(db).await;
        let mut ann = member(&test, "en").await;
        let anonymous = Browser::new(&test, "en").get("/strength/").await;
        assert_eq!(anonymous.status, StatusCode::OK);
        for path in [
            "/running/workouts",
            "/running/records",
            "/strength/records",
            "/strength/",
            "/strength/theme.css",
            "/strength/no-such-page",
            "/running/",
        ] {
            ann.get(path).await;
        }
        let mut counted = passage_counts(&test.app.db).await.unwrap();
        counted.sort();
        let passage = |from: &str, to: &str| (from.to_owned(), to.to_owned(), 1_i64);
        assert_eq!(
            counted,
            [
                passage("running", "strength"),
                passage("strength", "running")
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_fetched_ahead_is_no_passage() {
    both(|db| async move {
        let test = app(db).await;
        let mut ann = member(&test, "en").await;
        ann.get("/running/").await;
        for (name, value) in [
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
        ] {
            ann.ahead = Some((name, value));
            assert_eq!(ann.get("/strength/").await.status, StatusCode::OK);
        }
        ann.ahead = None;
        assert!(passage_counts(&test.app.db).await.unwrap().is_empty());
        ann.get("/strength/").await;
        let counted = passage_counts(&test.app.db).await.unwrap();
        assert_eq!(counted, [("running".to_owned(), "strength".to_owned(), 1)]);
    })
    .await;
}

/// It keeps what no other pack claims: open to look at, nobody's choice.
#[tokio::test]
async fn the_pack_that_is_no_sport_is_neither_joined_nor_counted() {
    both(|db| async move {
        let test = app(db).await;
        let (_, token) = test.register_confirmed("bob@example.org").await;
        let path = "/api/v1/sports/core/membership";
        let joined = test.call(Method::POST, path, Some(&token), None).await;
        assert_eq!(joined.status, StatusCode::NOT_FOUND);
        let mut ann = member(&test, "en").await;
        let joined = ann.post("/core/join", &[]).await;
        assert_eq!(joined.status, StatusCode::NOT_FOUND);
        for path in ["/running/", "/core/", "/running/"] {
            let page = html(&ann.get(path).await);
            assert!(!page.contains("/core/join"), "{path}");
        }
        assert!(passage_counts(&test.app.db).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn consents_are_listed_given_and_withdrawn() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = member(&test, "en").await;
        let page = browser.get("/account").await;
        let texts = [
            "What you agreed to",
            "Agreed on 21 November 2026, 09:00 · version 2026-11",
            "it is withdrawn by deleting the account",
            "action=\"/account/consents\"",
        ];
        let page = seen(&page, StatusCode::OK, &texts);
        assert_eq!(page.matches("Not agreed to").count(), 3, "{page}");
        for (given, told) in [("true", "Agreed on"), ("false", "Withdrawn on")] {
            let word = [("kind", "marketing"), ("given", given)];
            let changed = browser.post("/running/me/consents", &word).await;
            led_to(&changed, "/running/me?did=consent");
            let page = browser.get("/running/me?did=consent").await;
            let page = seen(&page, StatusCode::OK, &["Noted, from now on.", told]);
            assert_eq!(page.matches("Not agreed to").count(), 2, "{page}");
        }
        let terms = [("kind", "terms"), ("given", "false")];
        let refused = browser.post("/account/consents", &terms).await;
        assert_eq!(refused.status, REFUSED);
        let unknown = [("kind", "everything"), ("given", "true")];
        let refused = browser.post("/account/consents", &unknown).await;
        assert_eq!(refused.status, REFUSED);
        let mut russian = Browser::new(&test, "ru");
        russian.log_in(ANN, "/account").await;
        let page = russian.get("/account").await;
        let texts = ["Ваши согласия", "Согласие отозвано"];
        seen(&page, StatusCode::OK, &texts);
    })
    .await;
}
