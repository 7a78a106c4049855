//! The way out: SMTP, or files.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use uuid::Uuid;

use super::Mail;
use crate::config::Config;

#[derive(Debug, thiserror::Error)]
pub enum MailConfigError {
    #[error(
        "mail_from is `{0}`: write a name and an address, as in Stadion <no-reply@example.org>"
    )]
    From(String),
    /// The address may hold a password, so it is not shown.
    #[error("smtp cannot be used ({0}): write smtp://host or smtps://user:password@host")]
    Smtp(lettre::transport::smtp::Error),
}

pub(super) struct Transport {
    from: Mailbox,
    way: Way,
}

enum Way {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Files(PathBuf),
}

impl Transport {
    pub(super) fn new(config: &Config) -> Result<Self, MailConfigError> {
        let from = config.mail_from.parse();
        let from = from.map_err(|_| MailConfigError::From(config.mail_from.clone()))?;
        let way = match &config.smtp {
            Some(smtp) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp.reveal());
                Way::Smtp(Box::new(builder.map_err(MailConfigError::Smtp)?.build()))
            }
            None => Way::Files(config.data.join("mail")),
        };
        Ok(Self { from, way })
    }

    pub(super) async fn send(&self, mail: &Mail, now: DateTime<Utc>) -> Result<(), String> {
        let message = self.message(mail, now)?;
        match &self.way {
            Way::Smtp(smtp) => {
                smtp.send(message)
                    .await
                    .map_err(|error| error.to_string())?;
                tracing::info!(mail = %mail.id, "mail sent");
            }
            Way::Files(folder) => {
                let path = write(folder, mail.id, &message.formatted(), now).await;
                let path = path.map_err(|error| format!("{}: {error}", folder.display()))?;
                tracing::info!(path = %path.display(), subject = mail.subject, "mail written");
            }
        }
        Ok(())
    }

    /// The id is the mail's own, so that a server can tell a second delivery of it.
    fn message(&self, mail: &Mail, now: DateTime<Utc>) -> Result<Message, String> {
        let to = mail
            .recipient
            .parse()
            .map_err(|error| format!("recipient: {error}"))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .date(now.into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())
            .map_err(|error| error.to_string())
    }
}

async fn write(
    folder: &Path,
    id: Uuid,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> std::io::Result<PathBuf> {
    tokio::fs::create_dir_all(folder).await?;
    let path = folder.join(format!("{}-{id}.eml", now.format("%Y%m%dT%H%M%S")));
    tokio::fs::write(&path, bytes).await?;
    Ok(path)
}
