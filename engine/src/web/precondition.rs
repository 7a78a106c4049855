//! Lost updates: a thing's version is its ETag, and a change may name the version it was made on
//! (RFC 9110, sections 8.8.3 and 13.1.1).

use axum::http::{HeaderMap, HeaderValue, header};

use super::error::{Error, Result};

/// `"7"`.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Refuses a change that was made on another version than the present one. Without `If-Match` the
/// last change wins.
pub fn if_match(headers: &HeaderMap, version: i64) -> Result<()> {
    let mut wanted = headers.get_all(header::IF_MATCH).iter().peekable();
    if wanted.peek().is_none() {
        return Ok(());
    }
    let present = format!("\"{version}\"");
    let matches = wanted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || tag.trim() == present);
    if matches {
        Ok(())
    } else {
        Err(Error::precondition_failed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::IF_MATCH, value.parse().unwrap())])
    }

    #[test]
    fn a_change_of_another_version_is_refused() {
        assert!(if_match(&HeaderMap::new(), 7).is_ok());
        assert!(if_match(&asking("*"), 7).is_ok());
        assert!(if_match(&asking("\"6\", \"7\""), 7).is_ok());
        assert_eq!(etag(7), "\"7\"");
        for other in ["\"6\"", "W/\"7\"", "7"] {
            let refused = if_match(&asking(other), 7).unwrap_err();
            assert_eq!(refused.status, 412);
        }
    }
}
