//! The words of the mails; the texts are in `locales/*/mail.ftl`.

use crate::App;
use crate::db::Tx;
use crate::mail;
use crate::web::Client;
use crate::web::error::Result;
use crate::web::ui::i18n::Locale;

/// What a mail is about. A `secret` goes into its link.
#[derive(Clone, Debug)]
pub enum Letter {
    Confirm { secret: String },
    AlreadyRegistered,
    Reset { secret: String },
    NoAccount,
    PasswordChanged,
    PasswordReset,
    ConfirmAddress { secret: String },
    AddressChanged,
    GuardianAsked { secret: String },
    GuardianAgreed,
    GuardianDeclined,
}

impl Letter {
    /// The texts are `mail-{key}-subject` and `mail-{key}-body`.
    fn key(&self) -> &'static str {
        match self {
            Self::Confirm { .. } => "confirm",
            Self::AlreadyRegistered => "already-registered",
            Self::Reset { .. } => "reset",
            Self::NoAccount => "no-account",
            Self::PasswordChanged => "password-changed",
            Self::PasswordReset => "password-reset",
            Self::ConfirmAddress { .. } => "confirm-address",
            Self::AddressChanged => "address-changed",
            Self::GuardianAsked { .. } => "guardian-asked",
            Self::GuardianAgreed => "guardian-agreed",
            Self::GuardianDeclined => "guardian-declined",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Confirm { secret } => format!("/confirm/{secret}"),
            Self::Reset { secret } => format!("/reset/{secret}"),
            Self::ConfirmAddress { secret } => format!("/account/email/{secret}"),
            Self::AlreadyRegistered | Self::GuardianAgreed => "/login".to_owned(),
            Self::GuardianAsked { secret } => format!("/guardian/link/{secret}"),
            Self::NoAccount | Self::GuardianDeclined => "/register".to_owned(),
            Self::PasswordChanged | Self::PasswordReset | Self::AddressChanged => {
                "/forgot".to_owned()
            }
        }
    }
}

/// The user's language, else that of the browser that asked.
pub fn language(app: &App, setting: Option<&str>, client: Option<&Client>) -> Locale {
    let accepted = client.and_then(|client| client.accept_language.as_deref());
    app.i18n.negotiate(setting, accepted)
}

/// Adds the mail to the transaction.
pub async fn send(
    tx: &mut Tx,
    app: &App,
    recipient: &str,
    name: &str,
    language: Locale,
    letter: &Letter,
) -> Result<()> {
    let key = letter.key();
    // A stranger chose the name of a registration: it must not carry a link to a third person.
    let name = if looks_like_link(name) {
        recipient
    } else {
        name
    };
    let link = format!("{}{}", app.config.public_url, letter.path());
    let text = |part: &str| {
        let args = [("name", name.into()), ("link", link.as_str().into())];
        app.i18n
            .text(language, &format!("mail-{key}-{part}"), &args)
    };
    let body = format!("{}\n", text("body"));
    Ok(mail::enqueue(tx, &app.clock, recipient, text("subject"), body).await?)
}

/// What mail programs make a link of: a scheme, a path, or a dot between letters.
fn looks_like_link(name: &str) -> bool {
    let mut after_dot = name.split('.').skip(1);
    name.contains('/') || after_dot.any(|rest| rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::looks_like_link;

    #[test]
    fn names_are_told_from_links() {
        for name in ["Ann", "J. R. Smith", "Анна Петрова", "Dr."] {
            assert!(!looks_like_link(name), "{name}");
        }
        for link in [
            "see evil.example",
            "http://evil",
            "кликни.рф",
            "evil.example/x",
        ] {
            assert!(looks_like_link(link), "{link}");
        }
    }
}
