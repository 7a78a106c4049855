use chrono::TimeDelta;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::*;
use crate::config::Secret;
use crate::db::testing::both;
use crate::testing;

async fn enqueue_one(app: &App, recipient: &str) {
    let mut tx = app.db.begin().await.unwrap();
    let (subject, body) = (
        "Привет".to_owned(),
        "Line one\nhttp://example.org/x\n".to_owned(),
    );
    enqueue(&mut tx, &app.clock, recipient, subject, body)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_mail_becomes_a_file_once_and_leaves_the_table() {
    both(|db| async move {
        let test = testing::app(db).await;
        enqueue_one(&test.app, "ann@example.org").await;
        assert_eq!(deliver(&test.app).await.unwrap(), 1);
        assert_eq!(deliver(&test.app).await.unwrap(), 0);
        assert!(waiting(&test.app.db).await.unwrap().is_empty());
        let folder = test.app.config.data.join("mail");
        let files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        let [file] = files.as_slice() else {
            panic!("{files:?}")
        };
        let written = std::fs::read_to_string(file).unwrap();
        assert!(written.contains("To: ann@example.org"), "{written}");
        assert!(written.contains("http://example.org/x"), "{written}");
    })
    .await;
}

#[tokio::test]
async fn a_mail_rolled_back_is_never_sent() {
    both(|db| async move {
        let test = testing::app(db).await;
        let mut tx = test.app.db.begin().await.unwrap();
        let words = || "words".to_owned();
        enqueue(
            &mut tx,
            &test.app.clock,
            "ann@example.org",
            words(),
            words(),
        )
        .await
        .unwrap();
        drop(tx);
        assert_eq!(deliver(&test.app).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_is_tried_again_and_in_the_end_given_up() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (app, start) = (&test.app, test.app.clock.now());
        enqueue_one(app, "no address").await;
        assert_eq!(deliver(app).await.unwrap(), 1);
        assert_eq!(deliver(app).await.unwrap(), 0, "not before its time");
        for day in 1..TRIES {
            app.clock.set(start + TimeDelta::days(day));
            assert_eq!(deliver(app).await.unwrap(), 1, "try {}", day + 1);
        }
        app.clock.set(start + TimeDelta::days(30));
        assert_eq!(deliver(app).await.unwrap(), 0);
        assert!(waiting(&app.db).await.unwrap().is_empty());
    })
    .await;
}

#[test]
fn addresses_are_checked_and_lowered() {
    assert_eq!(
        address("  Ann@Example.ORG ").as_deref(),
        Some("ann@example.org")
    );
    for wrong in [
        "",
        "ann",
        "ann@",
        "@example.org",
        "a b@example.org",
        "ann@localhost",
        "a@b.c\n",
    ] {
        let read = address(wrong);
        assert!(read.is_none() || wrong.trim() != wrong, "{wrong}: {read:?}");
    }
}

#[test]
fn pauses_double() {
    assert_eq!(pause(0), TimeDelta::seconds(30));
    assert_eq!(pause(3), TimeDelta::minutes(4));
}

/// Speaks SMTP with one client after another (RFC 5321), keeps what it is given, and answers the
/// end of each mail with `verdict`.
async fn smtp_server(
    verdict: &'static str,
) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (given, mails) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 test\r\n").await.unwrap();
            let (mut mail, mut in_data) = (String::new(), false);
            while let Ok(Some(line)) = lines.next_line().await {
                let answer = match line.as_str() {
                    "." if in_data => {
                        in_data = false;
                        let _ = given.send(std::mem::take(&mut mail));
                        verdict
                    }
                    _ if in_data => {
                        mail.push_str(&line);
                        mail.push('\n');
                        continue;
                    }
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    "QUIT" => break,
                    command => {
                        mail.push_str(command);
                        mail.push('\n');
                        "250 ok"
                    }
                };
                write.write_all(answer.as_bytes()).await.unwrap();
                write.write_all(b"\r\n").await.unwrap();
            }
        }
    });
    (url, mails)
}

#[tokio::test]
async fn a_mail_goes_out_by_smtp() {
    let (url, mut mails) = smtp_server("250 taken").await;
    both(|db| {
        let url = url.clone();
        async move {
            let smtp = Some(Secret::new(url));
            let test = testing::app_with(db, |config| config.smtp = smtp).await;
            enqueue_one(&test.app, "ann@example.org").await;
            assert_eq!(deliver(&test.app).await.unwrap(), 1);
            assert!(waiting(&test.app.db).await.unwrap().is_empty());
            assert!(!test.app.config.data.join("mail").exists());
        }
    })
    .await;
    let mail = mails.recv().await.unwrap();
    for part in [
        "MAIL FROM:<no-reply@localhost>",
        "RCPT TO:<ann@example.org>",
        "Subject: =?utf-8?b?",
        "http://example.org/x",
    ] {
        assert!(mail.contains(part), "no `{part}` in {mail}");
    }
}

#[tokio::test]
async fn a_mail_that_the_server_refuses_waits_for_the_next_try() {
    let (url, _mails) = smtp_server("451 not now").await;
    both(|db| {
        let url = url.clone();
        async move {
            let smtp = Some(Secret::new(url));
            let test = testing::app_with(db, |config| config.smtp = smtp).await;
            enqueue_one(&test.app, "ann@example.org").await;
            assert_eq!(deliver(&test.app).await.unwrap(), 1);
            assert_eq!(waiting(&test.app.db).await.unwrap().len(), 1);
            test.app
                .clock
                .set(test.app.clock.now() + TimeDelta::minutes(1));
            assert_eq!(deliver(&test.app).await.unwrap(), 1);
        }
    })
    .await;
}
