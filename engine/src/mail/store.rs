//! The table of waiting mail.

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::Mail;
use crate::db::{Db, Result, Run, Tx};

pub(super) async fn insert(tx: &mut Tx, mail: &Mail, now: DateTime<Utc>) -> Result<()> {
    tx.q(
        "insert into mail_outbox (id, recipient, subject, body, created_at, tries, next_at)
          values ($1, $2, $3, $4, $5, $6, $5)",
    )
    .bind(mail.id)
    .bind(mail.recipient.clone())
    .bind(mail.subject.clone())
    .bind(mail.body.clone())
    .bind(now)
    .bind(mail.tries)
    .run()
    .await
    .map(drop)
}

/// Mail that is due, oldest first, put off until `until` for everyone else.
pub(super) async fn claim(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Mail>> {
    // Replicas do not wait for each other's claims; SQLite has one writer anyway.
    let skip = if tx.is_postgres() {
        "for update skip locked"
    } else {
        ""
    };
    let mut due: Vec<Mail> = tx
        .q(AssertSqlSafe(format!(
            "update mail_outbox set next_at = $1 where id in (
                select id from mail_outbox where next_at <= $2 and failed_at is null
                order by next_at, id limit $3 {skip})
             returning id, recipient, subject, body, tries"
        )))
        .bind(until)
        .bind(now)
        .bind(most)
        .all()
        .await?;
    due.sort_by_key(|mail| mail.id);
    Ok(due)
}

pub(super) async fn remove(db: &Db, id: Uuid) -> Result<()> {
    db.q("delete from mail_outbox where id = $1")
        .bind(id)
        .run()
        .await
        .map(drop)
}

pub(super) async fn postpone(db: &Db, id: Uuid, next: DateTime<Utc>, reason: &str) -> Result<()> {
    db.q("update mail_outbox set tries = tries + 1, next_at = $1, error = $2 where id = $3")
        .bind(next)
        .bind(reason.to_owned())
        .bind(id)
        .run()
        .await
        .map(drop)
}

/// The text goes, as it may hold a link that still works; the reason stays for the operator.
pub(super) async fn give_up(db: &Db, id: Uuid, now: DateTime<Utc>, reason: &str) -> Result<()> {
    db.q(
        "update mail_outbox set tries = tries + 1, failed_at = $1, error = $2, body = ''
          where id = $3",
    )
    .bind(now)
    .bind(reason.to_owned())
    .bind(id)
    .run()
    .await
    .map(drop)
}

/// All that has not been sent, oldest first.
pub async fn waiting(db: &Db) -> Result<Vec<Mail>> {
    db.q("select id, recipient, subject, body, tries from mail_outbox
          where failed_at is null order by created_at, id")
        .all()
        .await
}
