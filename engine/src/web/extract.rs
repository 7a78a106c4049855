//! Axum's extractors with our errors: what cannot be read is answered as a problem document that
//! names the field. Handlers take these instead of axum's own.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stadion_activity::records;

use super::error::{Error, FieldError, Result};
use super::json::{self, NUL, pointer};
use super::wrong::plainly;

/// A JSON body, in and out. A wrong field is 422 with its JSON pointer, broken JSON 400.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(pub T);

/// The query string; a wrong parameter is 400 with its name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(pub T);

/// The parameters in the path; one that cannot be read names nothing that exists: 404.
#[derive(Clone, Copy, Debug, Default)]
pub struct Path<T>(pub T);

/// A page's form (`application/x-www-form-urlencoded`); a wrong field is 422 with its name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form<T>(pub T);

/// A form with files (`multipart/form-data`); [`unreadable_form`] is for what fails while reading.
pub struct Multipart(pub axum::extract::Multipart);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if !is_json(request.headers()) {
            return Err(wrong_media_type("application/json"));
        }
        json::parse(&body(request, state).await?).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let text = parts.uri.query().unwrap_or_default();
        parse_form(text.as_bytes()).map(Self).map_err(|error| {
            let detail = "A parameter of the query cannot be read; `errors` says which and why.";
            with_fields(StatusCode::BAD_REQUEST, "bad-query", detail, error)
        })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let kind = media_type(request.headers());
        if kind.as_deref() != Some("application/x-www-form-urlencoded") {
            return Err(wrong_media_type("application/x-www-form-urlencoded"));
        }
        let bytes = body(request, state).await?;
        parse_form(&bytes)
            .map(Self)
            .map_err(|field| Error::invalid(vec![field]))
    }
}

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if media_type(request.headers()).as_deref() != Some("multipart/form-data") {
            return Err(wrong_media_type("multipart/form-data"));
        }
        axum::extract::Multipart::from_request(request, state)
            .await
            .map(Self)
            .map_err(|_| {
                let detail = "`Content-Type` must name the form's boundary: \
                    `multipart/form-data; boundary=…`.";
                Error::bad_request("bad-form", detail)
            })
    }
}

/// A ZIP archive as the body (`application/zip`).
pub struct Zip(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Zip {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if media_type(request.headers()).as_deref() != Some("application/zip") {
            return Err(wrong_media_type("application/zip"));
        }
        body(request, state).await.map(Self)
    }
}

/// A body of any media type, and that: `application/json`; empty where nothing is said.
pub struct Typed(pub String, pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let kind = media_type(request.headers()).unwrap_or_default();
        Ok(Self(kind, body(request, state).await?))
    }
}

/// JSON values with the lines that they begin at: one (`application/json`), or one a line
/// (`application/x-ndjson`). They are read by [`super::parse_json`], each for itself.
pub struct JsonLines(pub Vec<(usize, Bytes)>);

impl<S: Send + Sync> FromRequest<S> for JsonLines {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let is_bulk = media_type(request.headers()).as_deref() == Some("application/x-ndjson");
        if !is_bulk && !is_json(request.headers()) {
            return Err(wrong_media_type(
                "application/json` or `application/x-ndjson",
            ));
        }
        let body = body(request, state).await?;
        if !is_bulk {
            return Ok(Self(vec![(1, body)]));
        }
        let lines = records::split(&body).zip(1..);
        let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
        let lines = lines.map(|(line, number)| (number, body.slice_ref(line)));
        Ok(Self(lines.collect()))
    }
}

/// A form larger than the route takes, or one that is none.
#[expect(clippy::needless_pass_by_value, reason = "stands in `map_err`")]
pub fn unreadable_form(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    let detail = format!("The form cannot be read: {}.", error.body_text());
    Error::bad_request("bad-form", detail)
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        without_nul(parts, state).await?;
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(bad_path)
    }
}

/// The whole body, within the route's limit.
async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                too_large()
            } else {
                Error::bad_request(
                    "broken-body",
                    "The body ended before it was whole; send it again.",
                )
            }
        })
}

/// 413; for upload routes too.
pub fn too_large() -> Error {
    let detail = "The body is larger than this route takes; send less at once.";
    Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
}

/// 415, naming the media type that would do.
pub fn wrong_media_type(wanted: &str) -> Error {
    let detail = format!("Send the body as `Content-Type: {wanted}`.");
    Error::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        detail,
    )
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or(value);
    Some(essence.trim().to_ascii_lowercase())
}

fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|kind| {
        kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json")
    })
}

fn parse_form<T: DeserializeOwned>(bytes: &[u8]) -> std::result::Result<T, FieldError> {
    let pairs = url::form_urlencoded::parse(bytes);
    for (name, value) in pairs {
        if name.contains('\0') || value.contains('\0') {
            return Err(FieldError::new(name.replace('\0', ""), NUL));
        }
    }
    let form = serde_urlencoded::Deserializer::new(pairs);
    serde_path_to_error::deserialize(form).map_err(|error| {
        let pointer = pointer(error.path());
        let field = pointer.trim_start_matches('/');
        let sent = url::form_urlencoded::parse(bytes).find(|(name, _)| name == field);
        let sent = sent.map(|(_, value)| value).unwrap_or_default();
        FieldError::new(field, plainly(&error.inner().to_string(), &sent))
    })
}

fn with_fields(status: StatusCode, code: &'static str, detail: &str, field: FieldError) -> Error {
    Error {
        errors: vec![field],
        ..Error::new(status, code, detail)
    }
}

/// No name that exists holds a NUL, and PostgreSQL takes none even to compare with.
async fn without_nul<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<()> {
    // What else is wrong with the path the extractor itself tells.
    let Ok(params) = RawPathParams::from_request_parts(parts, state).await else {
        return Ok(());
    };
    let found = params.iter().find(|(_, value)| value.contains('\0'));
    found.map_or(Ok(()), |(name, _)| Err(no_such(FieldError::new(name, NUL))))
}

fn bad_path(rejection: PathRejection) -> Error {
    let PathRejection::FailedToDeserializePathParams(failed) = rejection else {
        return Error::internal(&rejection);
    };
    let field = match failed.into_kind() {
        ErrorKind::ParseErrorAtKey {
            key,
            value,
            expected_type,
        } => not_a(key, &value, expected_type),
        ErrorKind::ParseErrorAtIndex {
            index,
            value,
            expected_type,
        } => not_a(index.to_string(), &value, expected_type),
        ErrorKind::ParseError {
            value,
            expected_type,
        } => not_a(String::new(), &value, expected_type),
        ErrorKind::InvalidUtf8InPathParam { key } => FieldError::new(key, "is not UTF-8"),
        ErrorKind::DeserializeError { key, message, .. } => FieldError::new(key, message),
        other => FieldError::new("", other.to_string()),
    };
    no_such(field)
}

fn no_such(field: FieldError) -> Error {
    let detail = "There is no such thing; `errors` says which part of the path is at fault.";
    with_fields(StatusCode::NOT_FOUND, "not-found", detail, field)
}

fn not_a(key: String, value: &str, expected: &str) -> FieldError {
    FieldError::new(key, format!("`{value}` is no {expected}"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Workout {
        #[serde(rename = "laps")]
        _laps: Vec<Lap>,
    }

    #[derive(Debug, Deserialize)]
    struct Lap {
        #[serde(rename = "distance")]
        _distance: f64,
    }

    #[derive(Debug, Deserialize)]
    struct Paging {
        #[serde(rename = "limit")]
        _limit: Option<u8>,
    }

    async fn post(kind: &str, body: &str) -> Error {
        let request = Request::post("/")
            .header("content-type", kind)
            .body(Body::from(body.to_owned()))
            .unwrap();
        Json::<Workout>::from_request(request, &())
            .await
            .map(|_| ())
            .unwrap_err()
    }

    #[tokio::test]
    async fn a_wrong_field_is_named_by_its_pointer() {
        let error = post(
            "application/json; charset=utf-8",
            r#"{"laps": [{"distance": 1}, {"distance": "far"}]}"#,
        )
        .await;
        assert_eq!((error.status, error.code), (422, "invalid"));
        assert_eq!(error.errors[0].field, "/laps/1/distance");
        assert!(error.errors[0].message.contains("far"));
    }

    #[tokio::test]
    async fn broken_json_trailing_text_and_other_media_types_are_told_apart() {
        for (kind, body, status, code) in [
            ("application/json", "{\"laps\": [", 400, "bad-json"),
            ("application/json", "{\"laps\": []} x", 400, "bad-json"),
            ("text/plain", "{}", 415, "unsupported-media-type"),
            ("application/merge-patch+json", "{}", 422, "invalid"),
        ] {
            let error = post(kind, body).await;
            assert_eq!((error.status, error.code), (status, code));
        }
    }

    #[tokio::test]
    async fn a_wrong_parameter_is_named() {
        let request = Request::get("/?limit=many").body(()).unwrap();
        let error = Query::<Paging>::from_request_parts(&mut request.into_parts().0, &())
            .await
            .unwrap_err();
        assert_eq!((error.status, error.code), (400, "bad-query"));
        assert_eq!(error.errors[0].field, "limit");
    }
}
