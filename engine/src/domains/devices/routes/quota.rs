//! What a key may send in the hour, as its answers say it.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::domains::devices::keys;
use crate::web::{Error, Manufacturer, Result};

/// Activities of one request.
pub const MOST_ITEMS: usize = 500;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Takes items of the key's quota; the headers that say what is left.
pub async fn take(app: &App, caller: &Manufacturer, items: usize) -> Result<Quota> {
    let items = i64::try_from(items).unwrap_or(i64::MAX);
    match keys::take(app, caller, items).await? {
        Ok(left) => Ok(Quota(left)),
        Err(left) => Err(used_up(left)),
    }
}

/// What is left, as headers (draft-ietf-httpapi-ratelimit-headers-10).
pub struct Quota(keys::Left);

impl Quota {
    pub fn on(&self, response: impl IntoResponse) -> Response {
        let keys::Left {
            quota,
            items,
            resets_s,
        } = self.0;
        let mut response = response.into_response();
        let headers = response.headers_mut();
        let values = [
            (POLICY, format!("\"items\";q={quota};w=3600")),
            (LIMIT, format!("\"items\";r={items};t={resets_s}")),
        ];
        for (name, value) in values {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

fn used_up(left: keys::Left) -> Error {
    let detail = format!(
        "The key may send {} items an hour, and {} are left of this one; nothing was taken.",
        left.quota, left.items
    );
    Error {
        retry_after: u32::try_from(left.resets_s).ok(),
        ..Error::new(StatusCode::TOO_MANY_REQUESTS, "quota-used-up", detail)
    }
}

pub fn too_many(most: usize) -> Error {
    let detail = format!("One request takes {most} activities; send the rest in another.");
    Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too-many-items", detail)
}
