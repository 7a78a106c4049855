//! The codes that problem documents carry: stable, so that programs can branch on them.

use std::fmt::Write as _;

use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::routes::Routes;
use super::{Access, Json};

/// A code with what it means.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ProblemCode {
    /// The `code` of problem documents.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// What happened and what to do about it.
    pub meaning: &'static str,
}

const fn code(status: u16, code: &'static str, meaning: &'static str) -> ProblemCode {
    ProblemCode {
        code,
        status,
        meaning,
    }
}

/// Every code there is, by status. A test finds the ones that were forgotten.
pub const PROBLEMS: &[ProblemCode] = &[
    code(
        400,
        "bad-cursor",
        "The cursor is none that a list gave; take `next` of the page before.",
    ),
    code(
        400,
        "bad-limit",
        "The number of items asked for is out of bounds; `detail` says which they are.",
    ),
    code(
        400,
        "bad-points",
        "The number of points asked for is out of bounds; `detail` says which they are.",
    ),
    code(
        400,
        "bad-export",
        "The archive of an account cannot be read; `detail` says where. Download it anew.",
    ),
    code(400, "no-file", "The form holds no file; send at least one."),
    code(
        400,
        "too-many-files",
        "More files than one request takes; send the rest in another.",
    ),
    code(
        400,
        "bad-json",
        "The body is not JSON; `detail` says where.",
    ),
    code(
        400,
        "bad-query",
        "A parameter of the query cannot be read; `errors` names it.",
    ),
    code(
        400,
        "bad-form",
        "The form with files cannot be read; `detail` says why.",
    ),
    code(
        400,
        "broken-body",
        "The body ended before it was whole; send it again.",
    ),
    code(
        400,
        "bad-idempotency-key",
        "`Idempotency-Key` must have 1 to 255 ASCII characters.",
    ),
    code(
        400,
        "idempotency-key-without-login",
        "`Idempotency-Key` is only taken from a caller who is logged in; leave it out.",
    ),
    code(
        400,
        "link-used-up",
        "The link from the mail was used already or is too old; ask for a new one.",
    ),
    code(
        400,
        "bad-link",
        "The link out was not made here, or was changed on the way.",
    ),
    code(
        400,
        "bad-call",
        "The vendor's call cannot be read; `detail` says why.",
    ),
    code(
        401,
        "not-theirs",
        "The call does not prove that it is the vendor's: look at the secret and at what is signed.",
    ),
    code(
        401,
        "not-now",
        "The vendor's call is too old or too new, or does not tell its time; send it anew.",
    ),
    code(
        409,
        "other-way",
        "The vendor lets the server in another way; the device's page shows it.",
    ),
    code(
        422,
        "bad-connect-state",
        "The way back from the vendor was used already, is too old or is another person's; connect again.",
    ),
    code(
        422,
        "bad-vendor-key",
        "This is no key of the vendor; copy it whole, without spaces.",
    ),
    code(
        422,
        "not-agreed",
        "The person did not agree at the vendor's, so nothing was connected.",
    ),
    code(
        502,
        "vendor-trouble",
        "The vendor did not answer as it should; `detail` says how. Try again in a moment.",
    ),
    code(
        503,
        "vendor-not-set-up",
        "The operator has not given the secret that the vendor's calls are verified by.",
    ),
    code(
        410,
        "link-expired",
        "The link out has run out; ask for the shelf again.",
    ),
    code(
        410,
        "product-gone",
        "The catalogue no longer has what the link leads to.",
    ),
    code(
        403,
        "shop-not-allowed",
        "The link leads to a host that the settings do not allow.",
    ),
    code(
        409,
        "too-many-imports",
        "Imports of yours wait to be read; send more when one is done.",
    ),
    code(
        409,
        "no-track",
        "The workout has no track for a file of this kind; ask for `fit` or `json`.",
    ),
    code(
        409,
        "live-changed",
        "Another release of the pack went live since you looked; look again before you publish.",
    ),
    code(
        409,
        "version-taken",
        "The version was published with other files; raise it.",
    ),
    code(
        409,
        "nothing-before",
        "Nothing was live before what is live now; publish the version you want.",
    ),
    code(
        409,
        "busy",
        "Other packs are being published at this moment; try again.",
    ),
    code(
        422,
        "bad-archive",
        "The archive is none, is too large, or holds what no pack may; `detail` names the file.",
    ),
    code(
        422,
        "wrong-digest",
        "The archive was changed on the way: its files do not have the digest it is named by.",
    ),
    code(
        422,
        "pack-errors",
        "The pack has errors beside what is live; `errors` names file and line.",
    ),
    code(
        422,
        "unanswered-changes",
        "The release breaks what people stored and states no migration, or its version is not raised enough; `errors` names it.",
    ),
    code(
        422,
        "cases-failed",
        "Cases of the pack do not pass; `errors` names file and line.",
    ),
    code(
        422,
        "cases-stopped",
        "The pack's cases took more time or memory than they may.",
    ),
    code(
        401,
        "unauthenticated",
        "Log in, or send a token as `Authorization: Bearer …`.",
    ),
    code(
        401,
        "wrong-credentials",
        "The mail address or the password is wrong.",
    ),
    code(
        403,
        "forbidden",
        "The caller is known and may not do this; `detail` says why.",
    ),
    code(
        403,
        "guardian-needed",
        "A child's account waits for a guardian; `GET /api/v1/me/guardian` says whom.",
    ),
    code(
        404,
        "not-found",
        "There is no such address or thing, or it is someone else's.",
    ),
    code(
        405,
        "method-not-allowed",
        "The address does not take the method; `Allow` names those it takes.",
    ),
    code(
        409,
        "in-progress",
        "The same request is still being worked on; try again in a moment.",
    ),
    code(
        409,
        "too-many-tokens",
        "You have as many tokens as one may; revoke one.",
    ),
    code(
        409,
        "too-many-keys",
        "The adapter has as many keys as one may; revoke one.",
    ),
    code(
        409,
        "already-connected",
        "The manufacturer's account is connected to another person; they disconnect it first.",
    ),
    code(
        409,
        "key-ended",
        "The key was revoked or has run out; make another one.",
    ),
    code(
        400,
        "no-items",
        "The body holds no activity; send one, or one a line.",
    ),
    code(
        413,
        "too-many-items",
        "More activities than one request takes; send the rest in another.",
    ),
    code(
        422,
        "bad-pairing-code",
        "The code is wrong, was used already, or is too old; the person asks for another one.",
    ),
    code(
        409,
        "id-taken",
        "Packs and adapters are released under their ids, and this one is the other's; take another.",
    ),
    code(
        409,
        "owner-only",
        "The terms of who brought the workout let nobody but its owner see it; share one loaded from the device's own file.",
    ),
    code(
        404,
        "no-connection",
        "Nobody is connected by this id, or they disconnected; connect them by a code of theirs.",
    ),
    code(
        409,
        "no-adapter",
        "The adapter of the key is not live here, or takes no payloads; send canonical JSON, or ask whoever runs the server.",
    ),
    code(
        429,
        "quota-used-up",
        "The key has sent as much as it may in an hour; wait for `Retry-After` seconds.",
    ),
    code(
        409,
        "too-many-places",
        "You have as many places as one may; delete one.",
    ),
    code(
        409,
        "too-many-links",
        "The workout has as many links as one may have; revoke one.",
    ),
    code(
        409,
        "gear-in-use",
        "The gear was used in workouts, or has parts: retire it instead.",
    ),
    code(
        409,
        "no-part",
        "The gear is part of nothing: retire it, and add the new one.",
    ),
    code(409, "account-exists", "The account was made meanwhile."),
    code(
        409,
        "other-user",
        "The entry names another user than who is logged in; log in as who made it.",
    ),
    code(
        409,
        "owner-deleted",
        "What this belongs to, an account most often, was deleted while the request was under way.",
    ),
    code(
        409,
        "deleted-meanwhile",
        "It was there and has been deleted; restore it, or make a new one.",
    ),
    code(
        409,
        "too-short",
        "Fewer than two samples of the workout would be left; take a longer span, or undo a later change first.",
    ),
    code(
        409,
        "overlap",
        "The two workouts were recorded at the same time; only what follows one another can be joined.",
    ),
    code(
        409,
        "no-altitude",
        "The workout has no heights that could be corrected.",
    ),
    code(
        409,
        "no-recording",
        "The workout was typed, not recorded: there are no samples to change.",
    ),
    code(
        409,
        "not-readable",
        "The workout's file cannot be read any more; nothing was changed.",
    ),
    code(
        409,
        "undo-first",
        "Another change stands on this one; `detail` says which to undo first.",
    ),
    code(
        409,
        "only-source",
        "The workout is of this one file alone; there is nothing to part.",
    ),
    code(
        409,
        "part-of-another",
        "The workout is a part of another one; undo the change there.",
    ),
    code(
        412,
        "changed-meanwhile",
        "It was changed since you read it: read it again and repeat your change.",
    ),
    code(
        413,
        "too-large",
        "The body is larger than the address takes; send less at once.",
    ),
    code(
        415,
        "unsupported-media-type",
        "The body is of a media type that the address does not take.",
    ),
    code(
        422,
        "invalid",
        "Some fields cannot be accepted; `errors` says which and why.",
    ),
    code(
        422,
        "idempotency-key-reused",
        "This `Idempotency-Key` was sent with another request; make a new key.",
    ),
    code(
        429,
        "too-many-requests",
        "Wait for `Retry-After` seconds and try again.",
    ),
    code(
        500,
        "internal",
        "Something broke on the server; it has been logged under the request's `X-Request-Id`.",
    ),
    code(
        503,
        "timed-out",
        "The request took too long and was given up; send less at once.",
    ),
];

/// The list of codes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.api(Access::Public, routes!(list))
}

/// The codes of problem documents
///
/// Every problem document's `type` points here. Browsers get a page, programs a list.
#[utoipa::path(
    get,
    path = "/api/v1/problems",
    tag = "problems",
    responses((status = 200, description = "All codes, by status.", body = Vec<ProblemCode>))
)]
async fn list(headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        Html(page()).into_response()
    } else {
        Json(PROBLEMS).into_response()
    }
}

/// Only our own constants go in, so there is nothing to escape.
fn page() -> String {
    let mut rows = String::new();
    for ProblemCode {
        code,
        status,
        meaning,
    } in PROBLEMS
    {
        let _ = writeln!(
            rows,
            "<dt id=\"{code}\"><code>{code}</code> {status}</dt><dd>{meaning}</dd>"
        );
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Problem codes</title></head>\n\
         <body><main><h1>Problem codes</h1>\n<dl>\n{rows}</dl>\n\
         <p><a href=\"/api\">The API</a></p></main></body></html>\n"
    )
}
