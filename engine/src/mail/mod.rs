//! Mail. A mail is a row written in the transaction that calls for it, and a background task sends
//! it: by SMTP where the configuration names a server, else into files under `data/mail`. So a
//! crash loses none; it may send one twice.

mod store;
#[cfg(test)]
mod tests;
mod transport;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{self, Tx};
use crate::web::error::{Error, Result};
use transport::Transport;

pub use store::waiting;
pub use transport::MailConfigError;

/// How often the table is looked at when nothing wakes the task: retries, other replicas' mail.
const IDLE: Duration = Duration::from_secs(15);
const AT_ONCE: i64 = 20;
/// A process that claimed mail and died leaves it to others after this.
const CLAIM: TimeDelta = TimeDelta::minutes(2);
/// Waits double from half a minute; the last try is about a day after the first.
const TRIES: i64 = 12;

/// A text mail.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Mail {
    pub id: Uuid,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    /// Times it was tried already.
    pub tries: i64,
}

pub struct Mailer {
    transport: Transport,
    wake: Notify,
}

/// Adds a mail to the transaction that calls for it. `Mailer::wake` after the commit sends it at
/// once; without, it goes with the next look.
pub async fn enqueue(
    tx: &mut Tx,
    clock: &Clock,
    recipient: &str,
    subject: String,
    body: String,
) -> db::Result<()> {
    let mail = Mail {
        id: clock.new_id(),
        recipient: recipient.to_owned(),
        subject,
        body,
        tries: 0,
    };
    store::insert(tx, &mail, clock.now()).await
}

impl Mailer {
    pub fn new(config: &Config) -> std::result::Result<Self, MailConfigError> {
        Ok(Self {
            transport: Transport::new(config)?,
            wake: Notify::new(),
        })
    }

    /// Lets the task look at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Sends until the process stops.
    pub async fn run(app: App) {
        loop {
            match deliver(&app).await {
                Ok(0) => drop(tokio::time::timeout(IDLE, app.mail.wake.notified()).await),
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "waiting mail cannot be read");
                    tokio::time::sleep(IDLE).await;
                }
            }
        }
    }
}

/// Sends what is due, and answers how many it tried.
pub async fn deliver(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let due = store::claim(&mut tx, now, now + CLAIM, AT_ONCE).await?;
    tx.commit().await?;
    for mail in &due {
        let sent = app.mail.transport.send(mail, now).await;
        settle(app, mail, sent, now).await?;
    }
    Ok(due.len())
}

async fn settle(
    app: &App,
    mail: &Mail,
    sent: std::result::Result<(), String>,
    now: DateTime<Utc>,
) -> Result<()> {
    match sent {
        Ok(()) => store::remove(&app.db, mail.id).await?,
        Err(reason) if mail.tries + 1 >= TRIES => {
            tracing::error!(mail = %mail.id, reason, "mail given up");
            store::give_up(&app.db, mail.id, now, &reason).await?;
        }
        Err(reason) => {
            let next = now + pause(mail.tries);
            tracing::warn!(mail = %mail.id, reason, %next, "mail not sent; it will be tried again");
            store::postpone(&app.db, mail.id, next, &reason).await?;
        }
    }
    Ok(())
}

/// 30 s, 1 min, 2 min, …
fn pause(tries: i64) -> TimeDelta {
    let doublings = u32::try_from(tries.clamp(0, TRIES)).unwrap_or(0);
    TimeDelta::seconds(30 * 2_i64.pow(doublings))
}

/// Checks an address and brings it to the form accounts are found by: trimmed, lower case.
pub fn address(typed: &str) -> Option<String> {
    let address = typed.trim().to_lowercase();
    let parsed: lettre::Address = address.parse().ok()?;
    // RFC 5321, section 4.5.3.1.3, less the angle brackets.
    let fits = address.len() <= 254 && parsed.domain().contains('.');
    (fits && !address.contains(char::is_control)).then_some(address)
}

impl From<MailConfigError> for Error {
    fn from(error: MailConfigError) -> Self {
        Self::internal(&error)
    }
}
