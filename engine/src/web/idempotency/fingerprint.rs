//! What makes two requests the same.

use memchr::memmem;
use sha2::{Digest, Sha256};

/// SHA-256, hex, of method, target and body. The boundary of a multipart body is left out: a
/// browser that sends a form again makes a new one.
pub(super) fn of(method: &str, target: &str, content_type: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    for part in [method, target] {
        hash.update(part);
        hash.update([0]);
    }
    match boundary(content_type) {
        Some(boundary) => without(body, boundary.as_bytes(), |part| hash.update(part)),
        None => hash.update(body),
    }
    hex::encode(hash.finalize())
}

/// RFC 2046, section 5.1.1.
fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        let value = value.trim_matches('"');
        (name.eq_ignore_ascii_case("boundary") && !value.is_empty()).then_some(value)
    })
}

fn without(body: &[u8], boundary: &[u8], mut each: impl FnMut(&[u8])) {
    let mut rest = body;
    while let Some(at) = memmem::find(rest, boundary) {
        let (before, after) = rest.split_at(at);
        each(before);
        // Where a boundary stood still counts, so that parts cannot flow into each other.
        each(&[0]);
        rest = after.get(boundary.len()..).unwrap_or_default();
    }
    each(rest);
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_new_boundary_is_the_same_form_and_another_byte_is_not() {
        let form = |boundary: &str, file: &str| {
            let body = format!("--{boundary}\r\n\r\n{file}\r\n--{boundary}--");
            let content_type = format!("multipart/form-data; boundary=\"{boundary}\"");
            of(
                "POST",
                "/api/v1/workouts/files",
                &content_type,
                body.as_bytes(),
            )
        };
        assert_eq!(form("aaa", "ride"), form("----bbb", "ride"));
        assert_ne!(form("aaa", "ride"), form("aaa", "run"));
    }

    #[test]
    fn method_target_and_body_each_count() {
        let json = |method: &str, target: &str, body: &str| {
            of(method, target, "application/json", body.as_bytes())
        };
        let first = json("POST", "/api/v1/workouts", "{}");
        assert_eq!(first, json("POST", "/api/v1/workouts", "{}"));
        assert_ne!(first, json("PATCH", "/api/v1/workouts", "{}"));
        assert_ne!(first, json("POST", "/api/v1/workouts?x=1", "{}"));
        assert_ne!(first, json("POST", "/api/v1/workouts", "{} "));
    }
}
