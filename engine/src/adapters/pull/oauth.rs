//! The code flow of OAuth 2 (RFC 6749, 4.1) with PKCE (RFC 7636) and its tokens.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use stadion_pack::adapter::model::{ClientAuth, Method, OAuth2};
use stadion_pack::adapter::{Found, plain};

use super::{Answer, Ask, Body};
use crate::adapters::normalize::number;

/// Whom the vendor knows us as.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    pub id: &'a str,
    pub secret: &'a str,
    /// Where people come back to.
    pub redirect: &'a str,
}

/// What a vendor lets us in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    /// The person, as the vendor knows them.
    pub user: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// The person has to let us in again.
    #[error("the vendor no longer lets us in: {0}")]
    Ended(String),
    /// A no in words that no standard knows: perhaps the same, if it stays.
    #[error("the vendor gives no tokens: {0}")]
    Refused(String),
    /// Nothing is known; later.
    #[error("{0}")]
    Unclear(String),
}

/// Where the person says yes. `verifier` is kept by whoever asks.
pub fn authorize(oauth: &OAuth2, client: Client<'_>, state: &str, verifier: &str) -> String {
    let scopes = oauth.scopes.join(&oauth.scope_separator);
    let mut pairs = vec![
        ("response_type", "code".to_owned()),
        ("client_id", client.id.to_owned()),
        ("redirect_uri", client.redirect.to_owned()),
        ("state", state.to_owned()),
    ];
    if !scopes.is_empty() {
        pairs.push(("scope", scopes));
    }
    if oauth.pkce {
        pairs.push(("code_challenge", challenge(verifier)));
        pairs.push(("code_challenge_method", "S256".to_owned()));
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let query = query.extend_pairs(pairs).finish();
    let joint = if oauth.authorize.contains('?') {
        '&'
    } else {
        '?'
    };
    format!("{}{joint}{query}", oauth.authorize)
}

/// RFC 7636, 4.2.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Tokens for the code that the person came back with.
pub fn code(oauth: &OAuth2, client: Client<'_>, code: &str, verifier: &str) -> Ask {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", client.redirect),
    ];
    if oauth.pkce {
        form.push(("code_verifier", verifier));
    }
    token(oauth, client, &form)
}

/// New tokens for the refresh token.
pub fn refresh(oauth: &OAuth2, client: Client<'_>, refresh_token: &str) -> Ask {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
    ];
    token(oauth, client, &form)
}

fn token(oauth: &OAuth2, client: Client<'_>, form: &[(&str, &str)]) -> Ask {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut form: Vec<(String, String)> = form.iter().map(own).collect();
    let more = oauth.parameters.iter();
    form.extend(more.map(|(name, value)| (name.clone(), value.clone())));
    let mut headers = vec![("Accept".to_owned(), "application/json".to_owned())];
    match oauth.client {
        ClientAuth::Form => {
            form.push(own(&("client_id", client.id)));
            form.push(own(&("client_secret", client.secret)));
        }
        ClientAuth::Basic => {
            // RFC 6749, 2.3.1: each is encoded as a form is before they are joined.
            let encoded = |text: &str| -> String {
                url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
            };
            let pair = format!("{}:{}", encoded(client.id), encoded(client.secret));
            headers.push((
                "Authorization".to_owned(),
                format!("Basic {}", STANDARD.encode(pair)),
            ));
        }
    }
    Ask {
        method: Method::Post,
        url: oauth.token.clone(),
        headers,
        body: Body::Form(form),
    }
}

/// What came of asking for tokens. A vendor may put them below a member (`tokens`), and its refusals
/// into an answer that says 200.
pub fn tokens(oauth: &OAuth2, answer: &Answer, now: DateTime<Utc>) -> Result<Tokens, TokenFault> {
    let Some(body) = answer.json() else {
        let why = format!("the vendor answered {} without tokens", answer.status);
        return Err(TokenFault::Unclear(why));
    };
    let root = Found::root(&body);
    let held = oauth.tokens.first(&root);
    let member = |name: &str| {
        let held = held.as_ref()?;
        held.value
            .get(name)
            .filter(|value| !value.is_null())
            .cloned()
    };
    let text = |name: &str| {
        member(name)
            .as_ref()
            .and_then(plain)
            .filter(|text| !text.is_empty())
    };
    if let (200..=299, Some(access)) = (answer.status, text("access_token")) {
        let lasts = member("expires_in").as_ref().and_then(number);
        let lasts = lasts.filter(|seconds| (0.0..1e10).contains(seconds));
        let expires_at = lasts.map(|seconds| now + TimeDelta::seconds(seconds as i64));
        let user = oauth
            .user
            .as_ref()
            .and_then(|path| plain(&path.first(&root)?.value));
        return Ok(Tokens {
            access,
            refresh: text("refresh_token"),
            expires_at,
            user,
        });
    }
    Err(refused(&body, answer))
}

/// What is ours to mend, or passes by itself (RFC 6749, 4.1.2.1 and 5.2).
const PASSES: [&str; 4] = [
    "invalid_client",
    "server_error",
    "slow_down",
    "temporarily_unavailable",
];

/// RFC 6749, 5.2: `invalid_grant` is the end of a grant; what else is wrong may be mended by an operator
/// or by time.
fn refused(body: &Value, answer: &Answer) -> TokenFault {
    let said = |name: &str| body.get(name).and_then(plain);
    let code = said("error").unwrap_or_else(|| answer.status.to_string());
    let words = said("error_description").or_else(|| said("message"));
    let why = match words {
        Some(words) => format!("{code}: {}", words.chars().take(200).collect::<String>()),
        None => code.chars().take(200).collect(),
    };
    match answer.status {
        _ if code == "invalid_grant" => TokenFault::Ended(why),
        _ if PASSES.contains(&code.as_str()) => TokenFault::Unclear(why),
        401 => TokenFault::Ended(why),
        200..=299 | 400 | 403 => TokenFault::Refused(why),
        _ => TokenFault::Unclear(why),
    }
}
