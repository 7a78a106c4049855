//! An app that knows of a vendor what its adapter declares.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use stadion_pack::adapter::model::{ClientAuth, OAuth2, Pull};
use stadion_pack::adapter::{Found, plain};
use tower::ServiceExt;
use url::{Url, form_urlencoded};

use super::*;

pub const BACK: &str = "http://127.0.0.1:9/connected";
const VERIFIER: &str = "a-verifier-that-is-long-enough-for-everybody";

pub struct Client {
    pub simulator: Simulator,
    pub adapter: Arc<Adapter>,
    pub token: String,
}

#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// The vendor's address at the simulator.
pub fn there(url: &str) -> String {
    format!("/{}", url.strip_prefix("https://").unwrap())
}

pub async fn asked(simulator: &Simulator, request: Request<Body>) -> Got {
    let answer = simulator.router().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, 64 << 20).await.map(|body| body.to_vec());
    Got {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: body.unwrap_or_else(|error| format!("broken: {error}").into_bytes()),
    }
}

impl Client {
    pub fn new(simulator: &Simulator) -> Self {
        Self {
            adapter: simulator.lock().adapter.clone(),
            simulator: simulator.clone(),
            token: String::new(),
        }
    }

    /// Let in by the first person.
    pub async fn let_in(simulator: &Simulator) -> Self {
        let mut client = Self::new(simulator);
        client.connect().await;
        client
    }

    pub fn pull(&self) -> &Pull {
        self.adapter.transport.pull.as_ref().unwrap()
    }

    pub fn oauth2(&self) -> &OAuth2 {
        self.pull().oauth2.as_ref().unwrap()
    }

    /// The address of the page, with what an app says on it.
    pub fn authorize_url(&self) -> String {
        let oauth2 = self.oauth2();
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let scope = oauth2.scopes.join(&oauth2.scope_separator);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([
            ("response_type", "code"),
            ("client_id", "simulated-client"),
            ("redirect_uri", BACK),
            ("scope", &scope),
            ("state", "s-1"),
        ]);
        if oauth2.pkce {
            query.extend_pairs([
                ("code_challenge", challenge.as_str()),
                ("code_challenge_method", "S256"),
            ]);
        }
        format!("{}?{}", there(&oauth2.authorize), query.finish())
    }

    pub async fn code(&self) -> String {
        let got = self.get(&format!("{}&auto=1", self.authorize_url())).await;
        let back = returned(&got);
        assert_eq!(
            back.get("state").map(String::as_str),
            Some("s-1"),
            "{}",
            got.text()
        );
        back["code"].clone()
    }

    pub async fn token(&self, pairs: &[(&str, &str)]) -> Got {
        let oauth2 = self.oauth2();
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        form.extend_pairs(&oauth2.parameters);
        let mut request = Request::post(there(&oauth2.token))
            .header("content-type", "application/x-www-form-urlencoded");
        match oauth2.client {
            ClientAuth::Basic => {
                let pair = BASE64_STANDARD.encode("simulated-client:simulated-client-secret");
                request = request.header("authorization", format!("Basic {pair}"));
            }
            ClientAuth::Form => {
                form.extend_pairs([
                    ("client_id", "simulated-client"),
                    ("client_secret", "simulated-client-secret"),
                ]);
            }
        }
        asked(
            &self.simulator,
            request.body(Body::from(form.finish())).unwrap(),
        )
        .await
    }

    pub async fn redeem(&self, code: &str) -> Got {
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
        ];
        if self.oauth2().pkce {
            pairs.push(("code_verifier", VERIFIER));
        }
        self.token(&pairs).await
    }

    pub async fn connect(&mut self) -> Got {
        let got = self.redeem(&self.code().await).await;
        let body = got.json();
        let tokens = self
            .oauth2()
            .tokens
            .first(&Found::root(&body))
            .expect("tokens")
            .value
            .into_owned();
        self.token = tokens["access_token"]
            .as_str()
            .unwrap_or_else(|| panic!("{}", got.text()))
            .to_owned();
        let user = self.oauth2().user.as_ref().map(|path| {
            let found = path.first(&Found::root(&body)).expect("a person");
            plain(&found.value).unwrap()
        });
        if let Some(call) = self.oauth2().register.clone() {
            let user = user.unwrap();
            let json = call.json.iter();
            let json = json.map(|(name, text)| {
                (
                    name.clone(),
                    Value::String(text.fill(|_| Some(user.clone())).unwrap()),
                )
            });
            let json: serde_json::Map<_, _> = json.collect();
            let request = Request::post(there(&format!("{}{}", self.pull().base, call.path)))
                .header("authorization", format!("Bearer {}", self.token))
                .header("content-type", "application/json")
                .body(Body::from(Value::Object(json).to_string()));
            let got = asked(&self.simulator, request.unwrap()).await;
            assert_eq!(got.status, 200, "{}", got.text());
        }
        got
    }

    pub async fn get(&self, path: &str) -> Got {
        self.send("GET", path, "").await
    }

    pub async fn send(&self, method: &str, path: &str, form: &str) -> Got {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        asked(&self.simulator, request.unwrap()).await
    }

    /// A path of the API.
    pub async fn api(&self, path: &str) -> Got {
        self.get(&there(&format!("{}{path}", self.pull().base)))
            .await
    }
}

/// What stands in the address to which a person is sent back.
pub fn returned(got: &Got) -> std::collections::HashMap<String, String> {
    assert_eq!(got.status, 303, "{}", got.text());
    let to = Url::parse(got.header("location")).unwrap();
    assert!(to.as_str().starts_with(BACK), "{to}");
    to.query_pairs().into_owned().collect()
}
