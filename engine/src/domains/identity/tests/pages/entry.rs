use super::*;

const FORM: [(&str, &str); 6] = [
    ("name", "Ann"),
    ("email", ANN),
    ("password", PASSWORD),
    ("consent", "true"),
    ("next", "/running/"),
    ("birth_date", BIRTH_DATE),
];

#[tokio::test]
async fn a_person_registers_follows_the_link_and_is_where_they_began() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = Browser::new(&test, "ru");
        let blank = browser.get("/register?next=/running/").await;
        seen(
            &blank,
            StatusCode::OK,
            &["value=\"/running/\"", "Создайте учётную запись"],
        );
        let sent = browser.post("/register", &FORM).await;
        led_to(
            &sent,
            "/register/sent?email=ann%40example.org&next=%2Frunning%2F",
        );
        let sent = browser.get(sent.header(header::LOCATION)).await;
        seen(&sent, StatusCode::OK, &[ANN, "Проверьте почту"]);
        assert_eq!(test.mail().await.remove(0).subject, "Подтвердите адрес");

        let link = format!("/confirm/{}", test.mailed_token(ANN).await);
        for _ in 0..2 {
            let asked = Browser::new(&test, "ru").get(&link).await; // a scanner of mails
            seen(
                &asked,
                StatusCode::OK,
                &["Подтвердить адрес", &format!("action=\"{link}\"")],
            );
        }
        led_to(&browser.post(&link, &[]).await, "/running/");
        seen(
            &browser.get("/account").await,
            StatusCode::OK,
            &[ANN, "value=\"Ann\""],
        );
        led_to(&browser.get("/login?next=/cycling/").await, "/cycling/");

        let again = Browser::new(&test, "en").post(&link, &[]).await;
        seen(
            &again,
            StatusCode::BAD_REQUEST,
            &["This link has been used", "href=\"/register\""],
        );
        let elsewhere = Browser::new(&test, "en").get("/account").await;
        led_to(&elsewhere, "/login?next=%2Faccount");
    })
    .await;
}

/// The script fills it in; without it, or with a zone that only the browser knows, there is none.
#[tokio::test]
async fn an_account_begins_with_the_zone_of_its_browser() {
    both(|db| async move {
        let test = app(db).await;
        for (email, zone, kept) in [
            ("omsk@example.org", "Asia/Omsk", "value=\"Asia/Omsk\""),
            ("mars@example.org", "Mars/Base", "name=\"zone\" value=\"\""),
        ] {
            let mut browser = Browser::new(&test, "en");
            let mut form = FORM.to_vec();
            form[1] = ("email", email);
            form.push(("zone", zone));
            browser.post("/register", &form).await;
            let link = format!("/confirm/{}", test.mailed_token(email).await);
            browser.post(&link, &[]).await;
            seen(&browser.get("/account").await, StatusCode::OK, &[kept]);
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_registered_is_told_beside_the_field() {
    both(|db| async move {
        let test = app(db).await;
        let wrong = [("name", " "), ("email", "ann"), ("password", "password123")];
        let english = Browser::new(&test, "en").post("/register", &wrong).await;
        let texts = [
            "A name has 1 to 60 characters.",
            "This is not an e-mail address.",
            "not a well-known password",
            "There is no account without this.",
            "value=\"ann\"",
        ];
        let page = seen(&english, StatusCode::UNPROCESSABLE_ENTITY, &texts);
        assert!(!page.contains("password123"), "a password is not sent back");
        let russian = Browser::new(&test, "ru").post("/register", &wrong).await;
        let texts = ["В имени от 1 до 60 знаков.", "Это не адрес почты."];
        seen(&russian, StatusCode::UNPROCESSABLE_ENTITY, &texts);
        assert!(test.mail().await.is_empty());
        let forged = Browser::new(&test, "en")
            .get("/register/sent?email=call+me")
            .await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn no_page_tells_whether_an_address_has_an_account() {
    both(|db| async move {
        let test = app(db).await;
        test.register_confirmed(ANN).await;
        let mut browser = Browser::new(&test, "en");
        let mut tried = Vec::new();
        for email in [ANN, "bob@example.org"] {
            let fields = [("email", email), ("password", "not the password")];
            let answer = browser.post("/login", &fields).await;
            let page = seen(&answer, StatusCode::UNAUTHORIZED, &["do not fit"]);
            tried.push(page.replace(email, "ADDRESS"));
            let asked = browser.post("/forgot", &[("email", email)]).await;
            let sent = format!(
                "/register/sent?email={}&next=%2F",
                email.replace('@', "%40")
            );
            led_to(&asked, &sent);
        }
        assert_eq!(tried[0], tried[1]);
        assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
        let again = browser.post("/register", &FORM).await;
        led_to(
            &again,
            "/register/sent?email=ann%40example.org&next=%2Frunning%2F",
        );
        let told = test.mail().await.pop().unwrap();
        assert_eq!(told.subject, "You have an account already");
    })
    .await;
}

#[tokio::test]
async fn logging_in_leads_to_a_place_on_this_server_only() {
    both(|db| async move {
        let test = app(db).await;
        test.register_confirmed(ANN).await;
        for (next, place) in [
            ("/running/records", "/running/records"),
            ("//evil.example", "/"),
            ("https://evil.example/", "/"),
            ("/\\evil.example", "/"),
        ] {
            let mut browser = Browser::new(&test, "en");
            let blank = browser.get(&format!("/login?next={next}")).await;
            seen(
                &blank,
                StatusCode::OK,
                &[&format!("name=\"next\" value=\"{place}\"")],
            );
            led_to(&browser.log_in(ANN, next).await, place);
            led_to(&browser.post("/logout", &[]).await, "/");
            assert!(!browser.cookies.contains_key("stadion_session"));
            led_to(&browser.post("/logout", &[]).await, "/");
        }
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_the_link() {
    both(|db| async move {
        let test = app(db).await;
        test.register_confirmed(ANN).await;
        let mut browser = Browser::new(&test, "en");
        browser.post("/forgot", &[("email", ANN)]).await;
        let token = test.mailed_token(ANN).await;
        let link = format!("/reset/{token}");
        let texts = [token.as_str(), "your API tokens stop working"];
        seen(&browser.get(&link).await, StatusCode::OK, &texts);
        let short = [("token", token.as_str()), ("password", "short")];
        let refused = browser.post("/reset", &short).await;
        let texts = ["Take 10 to 200 characters", token.as_str()];
        seen(&refused, StatusCode::UNPROCESSABLE_ENTITY, &texts);
        let good = [
            ("token", token.as_str()),
            ("password", "five other words nobody guesses"),
        ];
        led_to(&browser.post("/reset", &good).await, "/login?done=changed");
        let login = browser.get("/login?done=changed").await;
        seen(&login, StatusCode::OK, &["Your password is changed."]);
        seen(
            &browser.get(&link).await,
            StatusCode::OK,
            &["has been used or is too old"],
        );
        let late = browser.post("/reset", &good).await;
        seen(
            &late,
            StatusCode::BAD_REQUEST,
            &["has been used or is too old"],
        );
        assert_eq!(
            browser.log_in(ANN, "/").await.status,
            StatusCode::UNAUTHORIZED
        );
    })
    .await;
}

#[tokio::test]
async fn the_api_can_be_read_by_anyone() {
    both(|db| async move {
        let test = app(db).await;
        let page = Browser::new(&test, "en").get("/api").await;
        let curl = format!("{}/api/v1/workouts", test.app.config.public_url);
        seen(
            &page,
            StatusCode::OK,
            &["openapi.json", "/api/v1/me/tokens", &curl],
        );
    })
    .await;
}
