//! The recording behind a workout, through its forms.

use axum::http::StatusCode;
use bytes::Bytes;
use stadion_activity::sample::{self, Run};

use super::pages::{app, assert_has, html, led_to, page, see};
use crate::db::testing::both;
use crate::domains::workouts::import::{Upload, import};
use crate::domains::workouts::store::streams;

#[tokio::test]
async fn a_recording_is_cut_split_and_whole_again_without_scripts() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("cut@example.org").await;
        let run = Run::new("2026-11-19T06:00:00Z".parse().expect("a time"), 1_800, 7);
        let upload = |name: &str, bytes: Vec<u8>| Upload {
            name: name.to_owned(),
            bytes: Bytes::from(bytes),
        };
        let files = vec![
            upload("watch.fit", sample::fit(&run)),
            upload("export.gpx", sample::gpx(&run)),
        ];
        let outcomes = import(&app.app, user_id, None, files).await;
        let id = outcomes[0].workouts[0].id;
        assert_eq!(outcomes[1].workouts[0].id, id);
        let at = format!("/running/workouts/{id}");
        let text = see(&app, &at, &token).await;
        for seen in ["watch.fit", "export.gpx", "Another workout", "up to 30:00"] {
            assert_has(&text, seen);
        }
        let change = format!("{at}/changes");
        // What cannot be read stays typed, with the reason beside it.
        let fields = [("do", "crop"), ("from", "soon"), ("to", "20:00")];
        let answer = app.send_form(&change, &token, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_has(&html(&answer), "value=\"soon\"");
        assert_has(&html(&answer), "Write minutes and seconds: 12:30.");
        let fields = [("do", "crop"), ("from", "2:00"), ("to", "20:00")];
        let answer = app.send_form(&change, &token, &fields).await;
        assert_eq!(led_to(&answer), at);
        assert_has(&see(&app, &at, &token).await, "Cut to 2:00 – 20:00");
        let answer = app
            .send_form(&change, &token, &[("do", "split"), ("at", "5:00")])
            .await;
        assert_eq!(led_to(&answer), at);
        let text = see(&app, &at, &token).await;
        assert_has(&text, "Split at 5:00; the rest is another workout");
        // The cut stands beneath the split.
        let answer = app
            .send_form(&change, &token, &[("do", "undo"), ("seq", "1")])
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_has(&html(&answer), "Undo that one first.");
        for seq in ["2", "1"] {
            let answer = app
                .send_form(&change, &token, &[("do", "undo"), ("seq", seq)])
                .await;
            assert_eq!(led_to(&answer), at);
        }
        let text = see(&app, &at, &token).await;
        assert!(!text.contains("Cut to"), "{text}");
        let ru = html(&page(&app, &at, Some(&token), "ru").await);
        assert_has(&ru, "Файлы остаются как есть");
    })
    .await;
}

/// The charts of a part alone, as the page's script asks for them.
#[tokio::test]
async fn a_part_of_the_charts_is_drawn_of_its_own_samples() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("closer@example.org").await;
        let (other_id, other) = app.register_confirmed("other@example.org").await;
        let run = Run::new("2026-11-19T06:00:00Z".parse().expect("a time"), 1_800, 7);
        let upload = Upload {
            name: "watch.fit".to_owned(),
            bytes: Bytes::from(sample::fit(&run)),
        };
        let outcomes = import(&app.app, user_id, None, vec![upload]).await;
        let id = outcomes[0].workouts[0].id;
        let whole = streams::bounds(&app.app.db, user_id, id)
            .await
            .expect("read");
        assert_eq!(whole, Some((0, 1_800_000)));
        let none = streams::bounds(&app.app.db, other_id, id)
            .await
            .expect("read");
        assert_eq!(none, None);

        let at = format!("/running/workouts/{id}");
        let part = see(&app, &format!("{at}/charts?from=600&to=900"), &token).await;
        assert!(!part.contains("<main"), "{part}");
        assert_has(&part, "data-shown=\"600.0 900.0\"");
        assert_has(&part, "10:00 – 15:00");
        let times = |html: &str| -> Vec<u32> {
            let times = html.split("data-times=\"").nth(1).unwrap_or_default();
            let times = times.split('"').next().unwrap_or_default().split(' ');
            times.filter_map(|time| time.parse().ok()).collect()
        };
        let closer = times(&part);
        assert_eq!((closer[0], closer[160]), (600, 900));
        let page = see(&app, &at, &token).await;
        assert_eq!((times(&page)[0], times(&page)[160]), (0, 1800));
        // The page of a part draws the same; a part that is none is the whole.
        let plain = see(&app, &format!("{at}?from=600&to=900"), &token).await;
        assert!(plain.contains(part.trim()), "{plain}");
        let all = see(&app, &format!("{at}/charts?from=x"), &token).await;
        assert!(page.contains(all.trim()), "{all}");

        let theirs = page_of(&app, &format!("{at}/charts"), &other).await;
        assert_eq!(theirs, StatusCode::NOT_FOUND);
    })
    .await;
}

async fn page_of(app: &crate::testing::TestApp, path: &str, token: &str) -> StatusCode {
    page(app, path, Some(token), "en").await.status
}
