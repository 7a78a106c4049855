//! Files to keep.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// A file that a browser saves and never interprets.
pub fn attachment(name: &str, media_type: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = bytes.into().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    headers.insert(header::CONTENT_DISPOSITION, disposition(name));
    response
}

/// RFC 6266: the last part of the name, kept to plain characters.
fn disposition(name: &str) -> HeaderValue {
    let last = name.rsplit('/').next().unwrap_or(name);
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = last.chars().map(plain).collect();
    let value = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    value.unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_file_of_plain_characters() {
        for (name, shown) in [
            ("a b\"\r\nSet-Cookie: x.fit", "a_b___Set-Cookie__x.fit"),
            ("../../etc/passwd", "passwd"),
            ("пробежка.gpx", "________.gpx"),
        ] {
            let response = attachment(name, "application/zip", Vec::new());
            let told = format!("attachment; filename=\"{shown}\"");
            assert_eq!(response.headers()[header::CONTENT_DISPOSITION], told);
            assert_eq!(
                response.headers()[header::X_CONTENT_TYPE_OPTIONS],
                "nosniff"
            );
        }
    }
}
