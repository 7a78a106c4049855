//! The platform's front door and the account forms.

use serde::Serialize;

use super::{Choice, Input};

/// The platform: all sports.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sports {
    pub sports: Vec<SportCard>,
}

/// A sport's app in a list.
#[derive(Clone, Debug, Serialize)]
pub struct SportCard {
    pub href: String,
    pub title: String,
    pub description: String,
    pub icon: String,
    /// Form target that joins it, for a person who has not.
    pub join: Option<String>,
}

/// The start of an app for who is not logged in, or has not joined it yet.
#[derive(Clone, Debug, Serialize)]
pub struct Start {
    pub title: String,
    pub description: String,
    pub icon: String,
    /// Titles of figures this sport shows, in its order.
    pub figures: Vec<String>,
    /// Titles of badges one can earn here.
    pub badges: Vec<String>,
}

/// Making an account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Register {
    pub next: String,
    pub name: Input,
    pub email: Input,
    pub password: Input,
    pub birth_date: Input,
    /// Codes of ISO 3166-1; a browser that can names them.
    pub regions: Vec<Choice>,
    /// Asked of who turned out to be a child.
    pub guardian: Option<Input>,
    /// The error of the consent box, when it was left empty.
    pub consent: Input,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Login {
    pub next: String,
    pub email: Input,
    pub password: Input,
    /// Why the last try failed; the same words whether or not the account exists.
    pub problem: Option<String>,
    /// What was just finished: the address confirmed, the password changed.
    pub done: Option<String>,
}

/// "Check your mail", after registering and after asking for a new password alike.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    pub email: String,
    pub login: String,
    /// Where development mail can be read, when it goes to files.
    pub mail_folder: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Forgot {
    pub next: String,
    pub email: Input,
}

/// Choosing a new password by the link from the mail.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Reset {
    pub token: String,
    pub password: Input,
    /// The link is used up or too old.
    pub is_expired: bool,
}

/// One button that does what a mailed link is for; or what to do when the link is used up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Confirm {
    pub title: String,
    pub text: String,
    pub submit: String,
    /// Form target; absent when the link is used up or too old.
    pub action: Option<String>,
    /// Where to ask for a new link.
    pub again: String,
}

/// What a child sees whose account waits for a guardian.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Waiting {
    /// Who was asked, or that nobody is named yet.
    pub text: String,
    /// `Asked 3 minutes ago`.
    pub asked: Option<String>,
    pub can_ask_again: bool,
    pub guardian: Input,
    /// The password that confirms deleting the account.
    pub delete_password: Input,
    /// What was just done.
    pub done: Option<String>,
}

/// What a guardian is asked by the mailed link.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GuardianAsk {
    pub name: String,
    pub email: String,
    /// Form targets.
    pub agree: String,
    pub decline: String,
    /// The answer, once it is given.
    pub done: Option<String>,
}
