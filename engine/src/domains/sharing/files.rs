//! A shared workout as a file.

use axum::http::{HeaderName, header};
use axum::response::Response;

use super::seen::Seen;
use crate::domains::workouts::export::WrittenFormat;
use crate::web::error::{Error, Result};

/// Nobody keeps it or finds it by searching: a link that is revoked is gone.
pub const HEADERS: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "private, no-store"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// Those that can be made of it.
pub fn offered(seen: &Seen) -> Vec<WrittenFormat> {
    match seen.activity() {
        Some(_) => WrittenFormat::offered(seen.streams()),
        None => Vec::new(),
    }
}

/// The file, as an attachment.
pub async fn download(seen: &Seen, format: WrittenFormat) -> Result<Response> {
    let none = "This workout was typed by hand: there is no recording to make a file of.";
    let activity = seen.activity();
    let activity = activity.ok_or_else(|| Error::conflict("no-track", none))?;
    let day = seen.workout().local_day.to_string();
    format.attachment(&day, activity).await
}
