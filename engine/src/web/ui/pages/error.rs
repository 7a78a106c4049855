//! What went wrong, and what to do.

use serde::Serialize;

use crate::web::ui::format::Formats;

#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    pub status: u16,
    pub title: String,
    pub text: String,
    /// What the server says about this very case.
    pub detail: Option<String>,
    /// Bad fields, in words.
    pub problems: Vec<String>,
    /// To be named when asking for help.
    pub request_id: Option<String>,
    /// Logging in would help.
    pub offers_login: bool,
}

impl ErrorPage {
    /// The words for a status; those without their own have their class's.
    pub fn new(status: u16, formats: &Formats) -> Self {
        let kind = match status {
            401 => "login",
            403 => "forbidden",
            404 | 410 => "missing",
            413 => "large",
            429 => "often",
            400..=499 => "request",
            503 => "busy",
            _ => "broken",
        };
        Self {
            status,
            title: formats.text(&format!("error-{kind}-title"), &[]),
            text: formats.text(&format!("error-{kind}-text"), &[]),
            detail: None,
            problems: Vec::new(),
            request_id: None,
            offers_login: status == 401,
        }
    }
}
