//! Settings, account, privacy.

use serde::Serialize;

use super::{Choice, Input, SportCard};

#[derive(Clone, Debug, Default, Serialize)]
pub struct Me {
    pub email: String,
    pub name: Input,
    /// The first choice, with an empty value, follows the browser.
    pub locales: Vec<Choice>,
    /// `metric` and `imperial`.
    pub units: Vec<Choice>,
    /// An IANA name, with `zones` as suggestions.
    pub zone: Input,
    pub zones: Vec<String>,
    pub current_password: Input,
    pub new_password: Input,
    pub new_email: Input,
    /// The password that confirms changing the address.
    pub email_password: Input,
    pub consents: Vec<ConsentItem>,
    pub tokens: Vec<Token>,
    pub token_name: Input,
    /// A token just made; it is shown this once.
    pub new_token: Option<String>,
    pub sessions: Vec<SessionItem>,
    pub joined: Vec<Joined>,
    /// Sports one may join.
    pub others: Vec<SportCard>,
    /// The password that confirms deleting the account.
    pub delete_password: Input,
    pub urls: MeUrls,
}

/// Form targets of the page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MeUrls {
    pub profile: String,
    pub email: String,
    pub password: String,
    pub consents: String,
    pub tokens: String,
    /// Ends all other sessions.
    pub sessions: String,
    pub export: String,
    pub delete: String,
}

impl MeUrls {
    /// Below the page's own address.
    pub fn at(base: &str) -> Self {
        let at = |name: &str| format!("{base}/{name}");
        Self {
            profile: at("profile"),
            email: at("email"),
            password: at("password"),
            consents: at("consents"),
            tokens: at("tokens"),
            sessions: at("sessions"),
            export: at("export"),
            delete: at("delete"),
        }
    }
}

/// Something one may agree to.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentItem {
    /// As the form sends it.
    pub kind: String,
    pub title: String,
    /// `Given 3 November 2026, 09:00 · version 2026-11`.
    pub said: String,
    pub is_given: bool,
    /// Withdrawn by deleting the account only.
    pub is_required: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Token {
    pub name: String,
    /// `May read`, `May read and write`.
    pub scopes: String,
    /// `Made 3 November, last used today`.
    pub used: String,
    /// Form target.
    pub revoke: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SessionItem {
    /// `Firefox on Linux`.
    pub device: String,
    pub seen: String,
    pub is_current: bool,
    /// Form target.
    pub end: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Joined {
    pub title: String,
    pub href: String,
    pub icon: String,
    /// `Since 3 November 2026`.
    pub since: String,
}
