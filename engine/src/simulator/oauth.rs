//! OAuth 2 at the vendor, as the adapter declares it.

use serde_json::{Map, Value, json};
use stadion_pack::adapter::model::{Action, ClientAuth, OAuth2, Refresh};
use stadion_pack::adapter::{Found, Path};
use url::Url;

use super::answer::Answer;
use super::asked::{Asked, Names};
use super::grants::{Denied, Grant};
use super::records::like;
use super::vendor::Vendor;
use super::{page, verdict};

impl Vendor {
    /// The page, or the way back from it.
    pub(super) fn authorize(&mut self, oauth2: &OAuth2, asked: &Asked) -> Answer {
        let wrong = |why: &str| Answer::html(400, page::wrong(&self.adapter, why));
        if asked.of("client_id") != Some(&self.options.client_id) {
            return wrong("client_id is not that of the app.");
        }
        let back = asked
            .of("redirect_uri")
            .and_then(|uri| Url::parse(uri).ok());
        let Some(back) = back.filter(|uri| ["http", "https"].contains(&uri.scheme())) else {
            return wrong("redirect_uri is no address.");
        };
        let state = asked.of("state").map(str::to_owned);
        if let Err(Denied(error, why)) = asked_well(oauth2, asked) {
            return returned(back, &[("error", error), ("error_description", why)], state);
        }
        let decision = match asked.method.as_str() {
            "POST" => asked.field("decision"),
            _ if self.options.auto_allow || asked.of("auto") == Some("1") => Some("allow"),
            _ => None,
        };
        match decision {
            Some("allow") => {
                let user = asked.field("user").or_else(|| asked.of("user"));
                let user = user.map_or_else(|| self.options.user(), str::to_owned);
                let scope = asked.of("scope").unwrap_or_default().to_owned();
                let challenge = asked.of("code_challenge").map(str::to_owned);
                let uri = asked.of("redirect_uri").unwrap_or_default().to_owned();
                let code = self.grants.code(&self.clock, user, scope, uri, challenge);
                returned(back, &[("code", &code)], state)
            }
            Some(_) => returned(back, &[("error", "access_denied")], state),
            None => Answer::html(200, self.consent(oauth2, asked)),
        }
    }

    fn consent(&self, oauth2: &OAuth2, asked: &Asked) -> String {
        let mut action = url::form_urlencoded::Serializer::new("?".to_owned());
        action.extend_pairs(&asked.query);
        let scope = asked.of("scope").unwrap_or_default();
        let scopes = scope.split(oauth2.scope_separator.as_str());
        let scopes: Vec<&str> = scopes.filter(|scope| !scope.is_empty()).collect();
        page::consent(
            &self.adapter,
            &self.options.users,
            &scopes,
            &action.finish(),
        )
    }

    /// Codes and refresh tokens become tokens.
    pub(super) fn token(&mut self, oauth2: &OAuth2, asked: &Asked) -> Answer {
        match self.granted(oauth2, asked) {
            Ok(grant) => {
                let answer = Answer::json(200, &self.token_answer(oauth2, &grant));
                answer.with("cache-control", "no-store")
            }
            Err(denied) => self.no_token(denied),
        }
    }

    fn granted(&mut self, oauth2: &OAuth2, asked: &Asked) -> Result<Grant, Denied> {
        const CLIENT: Denied = Denied(
            "invalid_client",
            "client_id and client_secret are not the app's",
        );
        if asked.method != "POST" {
            return Err(Denied("invalid_request", "tokens are asked for by POST"));
        }
        let client = match oauth2.client {
            ClientAuth::Basic => asked.basic(),
            ClientAuth::Form => asked
                .field("client_id")
                .zip(asked.field("client_secret"))
                .map(|(id, secret)| (id.to_owned(), secret.to_owned())),
        };
        let (id, secret) = client.ok_or(CLIENT)?;
        if (id, secret)
            != (
                self.options.client_id.clone(),
                self.options.client_secret.clone(),
            )
        {
            return Err(CLIENT);
        }
        for (name, value) in &oauth2.parameters {
            if asked.field(name) != Some(value) {
                return Err(Denied("invalid_request", "a declared parameter is missing"));
            }
        }
        let missing = Denied("invalid_request", "code or refresh_token is missing");
        let grant = match asked.field("grant_type") {
            Some("authorization_code") => {
                let code = asked.field("code").ok_or(missing)?;
                let uri = asked.field("redirect_uri");
                let verifier = asked.field("code_verifier");
                self.grants.redeem(&self.clock, code, uri, verifier)?
            }
            Some("refresh_token") if oauth2.refresh != Refresh::None => {
                let token = asked.field("refresh_token").ok_or(missing)?;
                self.grants.refresh(&self.clock, token)?
            }
            _ => {
                return Err(Denied(
                    "unsupported_grant_type",
                    "this grant_type is not known",
                ));
            }
        };
        Ok(grant.clone())
    }

    /// The tokens where the adapter looks for them, within what a good answer of the vendor has.
    fn token_answer(&self, oauth2: &OAuth2, grant: &Grant) -> Value {
        let mut answer = self.token_pattern.clone().unwrap_or_else(|| json!({}));
        if let Some(pull) = &self.adapter.transport.pull {
            for list in self.lists.0.values() {
                verdict::mark_good(pull, &list.envelope, &mut answer);
            }
        }
        let known = oauth2.tokens.first(&Found::root(&answer));
        let mut tokens = match known.map(|found| found.value.into_owned()) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        tokens.insert("access_token".to_owned(), json!(grant.access_token));
        tokens.insert("token_type".to_owned(), json!("Bearer"));
        if let Some(until) = grant.access_until {
            let left = (until - self.clock.now()).num_seconds();
            tokens.insert("expires_in".to_owned(), json!(left));
        }
        if let Some(refresh) = &grant.refresh_token {
            tokens.insert("refresh_token".to_owned(), json!(refresh));
        }
        if !grant.scope.is_empty() {
            tokens.insert("scope".to_owned(), json!(grant.scope));
        }
        if oauth2.tokens.is_root()
            && let Some(map) = answer.as_object_mut()
        {
            map.extend(tokens);
        } else {
            oauth2.tokens.put(&mut answer, Value::Object(tokens));
        }
        if let Some(path) = &oauth2.user {
            put_user(path, &mut answer, &grant.user);
        }
        answer
    }

    /// A vendor whose errors stand inside answers that say 200 has this one there too.
    fn no_token(&self, Denied(error, why): Denied) -> Answer {
        if let Some(mut body) = verdict::error_inside(&self.adapter, Some(Action::RefreshToken)) {
            if let Some(map) = body.as_object_mut() {
                map.insert("error".to_owned(), json!(format!("{error}: {why}")));
            }
            return Answer::json(200, &body);
        }
        let status = if error == "invalid_client" { 401 } else { 400 };
        Answer::json(status, &json!({"error": error, "error_description": why}))
    }

    /// The request that makes a person known to the app.
    pub(super) fn register(&mut self, user: &str) -> Answer {
        let is_new = self.registered.insert(user.to_owned());
        let pull = self.adapter.transport.pull.as_ref();
        // A vendor that minds is one whose adapter says what to do about it.
        let minds = pull.is_some_and(|pull| {
            let mut responses = pull.responses.iter();
            responses.any(|one| one.status.contains(&409))
        });
        if !is_new && minds {
            return Answer::wrong(409, "the person is registered already");
        }
        Answer::json(200, &json!({}))
    }

    /// Ends what the request names: the grant of a token, or those of a person.
    pub(super) fn revoke(&mut self, asked: &Asked, names: &Names) -> Answer {
        let told = |name: &str| names.get(name).map(String::as_str);
        let access = told("access_token").or_else(|| asked.bearer());
        let refresh = told("refresh_token");
        let now = self.clock.now();
        let by_token = access.and_then(|token| self.grants.user(token, now));
        let user = by_token.or_else(|| told("user_id")).map(str::to_owned);
        let of_person = told("user_id").is_some();
        let ended = self.grants.end("revoked", |grant| {
            access == Some(&grant.access_token)
                || refresh.is_some() && refresh == grant.refresh_token.as_deref()
                || of_person && user.as_ref() == Some(&grant.user)
        });
        if ended == 0 {
            return self.refused(Action::RefreshToken, 401, "there is no such access");
        }
        if let Some(user) = user {
            self.registered.remove(&user);
        }
        let mut body = json!({});
        if let Some(pull) = &self.adapter.transport.pull {
            for list in self.lists.0.values() {
                verdict::mark_good(pull, &list.envelope, &mut body);
            }
        }
        Answer::json(200, &body)
    }
}

/// An id as the pattern has it; one of digits is a number where nothing shows otherwise.
fn put_user(path: &Path, answer: &mut Value, user: &str) {
    let known = path.first(&Found::root(answer));
    let is_number = known.is_none_or(|found| found.value.is_number());
    path.put(answer, like(user, is_number));
}

fn asked_well(oauth2: &OAuth2, asked: &Asked) -> Result<(), Denied> {
    if asked.of("response_type") != Some("code") {
        return Err(Denied(
            "unsupported_response_type",
            "response_type is `code`",
        ));
    }
    let has_challenge = asked
        .of("code_challenge")
        .is_some_and(|one| !one.is_empty());
    let is_s256 = asked.of("code_challenge_method") == Some("S256");
    if (oauth2.pkce || has_challenge) && !(has_challenge && is_s256) {
        return Err(Denied(
            "invalid_request",
            "code_challenge with S256 is needed",
        ));
    }
    let scope = asked.of("scope").unwrap_or_default();
    let mut wanted = scope.split(oauth2.scope_separator.as_str());
    if !wanted.all(|one| one.is_empty() || oauth2.scopes.iter().any(|known| known == one)) {
        return Err(Denied(
            "invalid_scope",
            "a scope is none that the adapter states",
        ));
    }
    Ok(())
}

fn returned(mut back: Url, pairs: &[(&str, &str)], state: Option<String>) -> Answer {
    back.query_pairs_mut().extend_pairs(pairs);
    if let Some(state) = state {
        back.query_pairs_mut().append_pair("state", &state);
    }
    Answer::redirect(back.to_string())
}
