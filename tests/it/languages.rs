//! A language is files: `engine/locales/<tag>/*.ftl` and `locales/<tag>.ftl` of each pack. The same
//! compiled code serves a copy of the repository's folders without Spanish, then with its files
//! put in, then with a language that nobody speaks, made from the English files.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use axum::http::{Method, header};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};
use serde_json::{Value, json};
use stadion_engine::db::testing::Fresh;
use stadion_engine::testing::{Answer, TestApp, app_in, request};
use stadion_engine::web::ui::Ui;

use crate::folders::{copy, entries};
use crate::server::root;

/// The language all others fall back to.
const FIRST: &str = "en";

/// A copy of the folders with texts, in which languages come and go.
struct Folders(tempfile::TempDir);

impl Folders {
    /// Of every shipped language but this.
    fn without(tag: &str) -> Self {
        let folders = Self(tempfile::tempdir().unwrap());
        for name in ["assets", "templates", "locales"] {
            copy(
                &root().join("engine").join(name),
                &folders.0.path().join(name),
            );
        }
        copy(&root().join("sport-packs"), &folders.packs());
        for locales in folders.packs_locales() {
            fs::remove_file(locales.join(format!("{tag}.ftl"))).unwrap();
        }
        fs::remove_dir_all(folders.0.path().join("locales").join(tag)).unwrap();
        folders
    }

    fn packs(&self) -> PathBuf {
        self.0.path().join("packs")
    }

    fn packs_locales(&self) -> Vec<PathBuf> {
        entries(&self.packs())
            .into_iter()
            .map(|pack| pack.join("locales"))
            .collect()
    }

    /// Adds the files of a shipped language, and nothing else.
    fn add_shipped(&self, tag: &str) {
        let from = root().join("engine/locales").join(tag);
        copy(&from, &self.0.path().join("locales").join(tag));
        for locales in self.packs_locales() {
            let pack = locales.parent().unwrap().file_name().unwrap();
            let from = root().join("sport-packs").join(pack).join("locales");
            let file = format!("{tag}.ftl");
            fs::copy(from.join(&file), locales.join(&file)).unwrap();
        }
    }

    /// Adds files made from those of the first language.
    fn add_invented(&self, tag: &str) {
        let (from, to) = (
            self.0.path().join("locales").join(FIRST),
            self.0.path().join("locales").join(tag),
        );
        fs::create_dir(&to).unwrap();
        for file in entries(&from) {
            let text = invented(&fs::read_to_string(&file).unwrap());
            fs::write(to.join(file.file_name().unwrap()), text).unwrap();
        }
        for locales in self.packs_locales() {
            let text = fs::read_to_string(locales.join(format!("{FIRST}.ftl"))).unwrap();
            fs::write(locales.join(format!("{tag}.ftl")), invented(&text)).unwrap();
        }
    }

    fn app(&self, fresh: &Fresh) -> TestApp {
        let ui = Ui::from_dir(self.0.path()).unwrap();
        app_in(fresh.db.clone(), ui, |config| {
            config.packs = vec![self.packs()];
        })
    }

    /// Every text of the first language that the invented one says otherwise, whole and plain.
    fn english(&self) -> BTreeSet<String> {
        let mut files = entries(&self.0.path().join("locales").join(FIRST));
        let packs = self.packs_locales();
        files.extend(
            packs
                .iter()
                .map(|locales| locales.join(format!("{FIRST}.ftl"))),
        );
        let mut texts = BTreeSet::new();
        for file in files {
            for entry in parsed(&fs::read_to_string(file).unwrap()).body {
                let Entry::Message(message) = entry else {
                    continue;
                };
                // Each language is offered under its own name.
                if message.id.name == "locale-name" {
                    continue;
                }
                let elements = message
                    .value
                    .map(|value| value.elements)
                    .unwrap_or_default();
                if let [PatternElement::TextElement { value }] = elements.as_slice()
                    && accented(value) != *value
                    // An abbreviation may be a country's code elsewhere.
                    && value.contains(char::is_lowercase)
                {
                    texts.insert(value.trim().to_owned());
                }
            }
        }
        texts
    }
}

fn parsed(text: &str) -> Resource<String> {
    parser::parse(text.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"))
}

/// The same messages with the same variables, every vowel of the words changed.
fn invented(text: &str) -> String {
    let mut resource = parsed(text);
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry {
            message.value.iter_mut().for_each(invent);
        }
    }
    serializer::serialize(&resource)
}

fn invent(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = accented(value),
            PatternElement::Placeable {
                expression: Expression::Select { variants, .. },
            } => variants
                .iter_mut()
                .for_each(|variant| invent(&mut variant.value)),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { .. } | _),
            } => {}
        }
    }
}

fn accented(text: &str) -> String {
    const VOWELS: [(char, char); 10] = [
        ('a', 'ä'),
        ('e', 'ë'),
        ('i', 'ï'),
        ('o', 'ö'),
        ('u', 'ü'),
        ('A', 'Ä'),
        ('E', 'Ë'),
        ('I', 'Ï'),
        ('O', 'Ö'),
        ('U', 'Ü'),
    ];
    let accent = |c| VOWELS.iter().find(|(plain, _)| *plain == c);
    text.chars()
        .map(|c| accent(c).map_or(c, |(_, accented)| *accented))
        .collect()
}

/// A page as a browser of that language asks for it.
async fn page(app: &TestApp, tag: &str, path: &str, token: Option<&str>) -> String {
    let answer = app.send(asking(Method::GET, tag, path, token, None)).await;
    let text = words(&answer);
    assert!(!text.contains('⟦'), "{path}: a text is missing");
    text
}

fn asking(
    method: Method,
    tag: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> axum::http::Request<axum::body::Body> {
    let mut request = request(method, path, token, body);
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, "text/html".parse().unwrap());
    headers.insert(header::ACCEPT_LANGUAGE, tag.parse().unwrap());
    request
}

fn words(answer: &Answer) -> String {
    let text = String::from_utf8(answer.body.clone()).unwrap();
    let text = text.replace("&#x2f;", "/").replace("&#x27;", "'");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// What a page says: its text between tags, and its labels.
fn said(html: &str) -> BTreeSet<String> {
    let body = html.split("<body").nth(1).unwrap_or(html);
    let between = body.split('>').filter_map(|piece| piece.split('<').next());
    let labels = ["aria-label=\"", "placeholder=\"", "title=\"", "alt=\""];
    let labels = labels.into_iter().flat_map(|label| {
        let values = body.split(label).skip(1);
        values.filter_map(|rest| rest.split('"').next())
    });
    between
        .chain(labels)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

#[tokio::test]
async fn spanish_is_its_files() {
    let folders = Folders::without("es");
    let fresh = Fresh::sqlite().await;
    let app = folders.app(&fresh);
    let front = page(&app, "es", "/", None).await;
    assert!(front.contains("lang=\"en\"") && front.contains("All sports"));
    assert!(!front.contains("Español"), "{front}");

    folders.add_shipped("es");
    let app = folders.app(&fresh);
    assert_eq!(
        app.app.catalog.live().report(false),
        "",
        "packs with findings"
    );
    let front = page(&app, "es", "/", None).await;
    for told in ["lang=\"es\"", "Todos los deportes", "Español", "Natación"] {
        assert!(front.contains(told), "{told}: {front}");
    }
    let start = page(&app, "es-MX", "/running/", None).await;
    assert!(
        start.contains("Crear una cuenta") && start.contains("Ritmo"),
        "{start}"
    );
    let (_, token) = app.register_confirmed("ana@example.org").await;
    let workout = json!({
        "sport": "running.run", "start": "2026-11-20T06:48:00Z",
        "metrics": {"distance": "12.42 km", "duration": "PT1H2M38S", "calories": "12345 kcal"},
    });
    let made = app.post("/api/v1/workouts", &token, workout).await.json();
    let path = format!("/running/workouts/{}", made["id"].as_str().unwrap());
    let shown = page(&app, "es", &path, Some(&token)).await;
    for told in [
        "Carrera por la mañana",
        "Viernes, 20 de noviembre",
        "12,42",
        "12\u{a0}345",
        "5:03",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    fresh.remove().await;
}

#[tokio::test]
async fn a_language_that_nobody_speaks_is_files_too() {
    const TAG: &str = "eo";
    let folders = Folders::without("es");
    folders.add_invented(TAG);
    let english = folders.english();
    assert!(english.len() > 500, "{} texts", english.len());
    let fresh = Fresh::sqlite().await;
    let app = folders.app(&fresh);
    assert_eq!(
        app.app.catalog.live().report(false),
        "",
        "packs with findings"
    );

    let registration = json!({
        "email": "eve@example.org", "password": "four words nobody guesses",
        "display_name": "Eve", "birth_date": "1990-05-24", "consents": ["terms"],
    });
    let asked = asking(
        Method::POST,
        TAG,
        "/api/v1/accounts",
        None,
        Some(registration),
    );
    app.send(asked).await;
    let mail = app.mail().await.remove(0);
    assert_eq!(mail.subject, accented("Confirm your address"));
    assert!(
        mail.body.contains(&accented("It works for")),
        "{}",
        mail.body
    );

    let (_, token) = app.register_confirmed("ann@example.org").await;
    for sport in [
        "running.run",
        "strength.strength_training",
        "triathlon.triathlon",
    ] {
        let workout = json!({
            "sport": sport, "start": "2026-11-20T06:48:00Z", "metrics": {"duration": "PT1H"},
        });
        let answer = app.post("/api/v1/workouts", &token, workout).await;
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let mut pages: Vec<(String, Option<&str>)> = Vec::new();
    for open in [
        "/",
        "/running/",
        "/login",
        "/register",
        "/forgot",
        "/no/such/page",
    ] {
        pages.push((open.to_owned(), None));
    }
    pages.push(("/account".to_owned(), Some(&token)));
    for app in ["running", "strength", "triathlon"] {
        for part in [
            "",
            "workouts",
            "record?from=hand",
            "record?from=files",
            "records",
            "notices",
        ] {
            pages.push((format!("/{app}/{part}"), Some(&token)));
        }
    }
    let listed = app.get("/api/v1/workouts", &token).await.json();
    for workout in listed["items"].as_array().unwrap() {
        let sport = workout["sport"].as_str().unwrap();
        let (pack, _) = sport.split_once('.').unwrap();
        let id = workout["id"].as_str().unwrap();
        pages.push((format!("/{pack}/workouts/{id}"), Some(&token)));
        pages.push((format!("/{pack}/workouts/{id}/edit"), Some(&token)));
    }
    for (path, token) in pages {
        let shown = page(&app, TAG, &path, token).await;
        assert!(shown.contains("lang=\"eo\""), "{path}: {shown}");
        let leaked: Vec<_> = said(&shown).intersection(&english).cloned().collect();
        assert!(leaked.is_empty(), "{path} says in English {leaked:?}");
    }
    for (site, told) in [
        ("same-origin", "This is not an e-mail address"),
        ("cross-site", "You may not do this"),
    ] {
        let mut wrong = asking(Method::POST, TAG, "/register", None, None);
        let headers = wrong.headers_mut();
        headers.insert("sec-fetch-site", site.parse().unwrap());
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        headers.insert(header::CONTENT_TYPE, form);
        *wrong.body_mut() = "name=Eve&email=eve&password=x".into();
        let shown = words(&app.send(wrong).await);
        let leaked: Vec<_> = said(&shown).intersection(&english).cloned().collect();
        assert!(leaked.is_empty(), "{site}: {leaked:?}");
        assert!(shown.contains(&accented(told)), "{told}: {shown}");
    }
    fresh.remove().await;
}
