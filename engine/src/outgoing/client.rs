//! The client that everything sent to vendors goes through.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use stadion_pack::adapter::model::Method;
use url::{Host, Url};

use super::addresses::is_public;
use crate::adapters::pull::{Answer, Ask, Body};
use crate::config::Vendor;

/// An answer may take this long in all, and connecting this long.
const TIME: Duration = Duration::from_mins(1);
const CONNECT: Duration = Duration::from_secs(10);
/// An answer may be this large.
pub const MOST_BYTES: usize = 64 << 20;
const AGENT: &str = concat!("Stadion/", env!("CARGO_PKG_VERSION"));

/// Why nothing was answered.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    #[error(
        "the operator has not approved the host `{0}`: add it to `hosts` of the vendor in the server's configuration"
    )]
    NotApproved(String),
    #[error("`{0}` is no address that is asked: it is not https, or names a port or a password")]
    BadAddress(String),
    #[error("the answer is larger than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// What the network says; never the address, which may hold a secret.
    #[error("the vendor could not be reached: {0}")]
    Unreachable(String),
}

#[derive(Clone)]
pub struct Outgoing {
    vendors: reqwest::Client,
    stand_ins: reqwest::Client,
}

/// Where each client begins: given no provider of TLS, reqwest takes the process's, and panics where
/// there is none.
pub fn builder() -> reqwest::ClientBuilder {
    // One that was there before does as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    #[allow(clippy::disallowed_methods)] // here alone
    reqwest::Client::builder()
}

impl Outgoing {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, String> {
        let common = || {
            builder()
                .redirect(Policy::none())
                .no_proxy()
                .user_agent(AGENT)
                .timeout(TIME)
                .connect_timeout(CONNECT)
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = rustls::RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let vendors = common()
            .https_only(true)
            .tls_backend_preconfigured(tls.clone())
            .dns_resolver(Public)
            .build();
        let stand_ins = common().tls_backend_preconfigured(tls).build();
        Ok(Self {
            vendors: vendors.map_err(|error| error.to_string())?,
            stand_ins: stand_ins.map_err(|error| error.to_string())?,
        })
    }

    /// Asks a vendor. Whatever it answers is answered, also a redirect.
    pub async fn ask(&self, vendor: &Vendor, ask: Ask) -> Result<Answer, OutgoingError> {
        let (client, url) = match &vendor.stand_in {
            Some(stand_in) => (
                &self.stand_ins,
                stood_in(stand_in, &approved(vendor, &ask.url)?)?,
            ),
            None => (&self.vendors, approved(vendor, &ask.url)?),
        };
        let mut request = client.request(method(ask.method), url);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        request = match &ask.body {
            Body::None => request,
            Body::Form(form) => request.form(form),
            Body::Json(json) => request.json(json),
        };
        let unreachable = |error| OutgoingError::Unreachable(told(error));
        let mut response = request.send().await.map_err(unreachable)?;
        let headers = response.headers().iter();
        let headers = headers.filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        });
        let (status, headers) = (response.status().as_u16(), headers.collect());
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(unreachable)? {
            if body.len() + piece.len() > MOST_BYTES {
                return Err(OutgoingError::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// Where a person's browser is sent: the vendor's own page, or that of its stand-in.
    pub fn page(vendor: &Vendor, address: &str) -> Result<Url, OutgoingError> {
        let url = approved(vendor, address)?;
        match &vendor.stand_in {
            Some(stand_in) => stood_in(stand_in, &url),
            None => Ok(url),
        }
    }
}

/// The address, where the operator lets us ask it.
fn approved(vendor: &Vendor, address: &str) -> Result<Url, OutgoingError> {
    let bad = || OutgoingError::BadAddress(address.chars().take_while(|c| *c != '?').collect());
    let url = Url::parse(address).map_err(|_| bad())?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    let Some(Host::Domain(host)) = url.host() else {
        return Err(bad());
    };
    if url.scheme() != "https" || !is_plain {
        return Err(bad());
    }
    if !vendor.hosts.iter().any(|known| known == host) {
        return Err(OutgoingError::NotApproved(host.to_owned()));
    }
    Ok(url)
}

/// A stand-in has a folder for each host: a browser, which names no other host, reaches it too.
fn stood_in(stand_in: &Url, url: &Url) -> Result<Url, OutgoingError> {
    let host = url.host_str().unwrap_or_default();
    let query = url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let there = format!("/{host}{}{query}", url.path());
    let joined = stand_in.join(&there);
    joined.map_err(|_| OutgoingError::BadAddress(stand_in.to_string()))
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
    }
}

/// Without the address; with the reason at the bottom, which says most.
fn told(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut reason: &dyn std::error::Error = &error;
    while let Some(below) = reason.source() {
        reason = below;
    }
    reason.to_string()
}

/// A name is resolved once for a connection, and the connection goes to what was looked at.
struct Public;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 443)).await?;
            let found: Vec<SocketAddr> = found.collect();
            // One that leads inside is no mistake of an honest vendor: none of them is asked.
            if found.is_empty() || !found.iter().all(|one| is_public(one.ip())) {
                let why = "its name leads to no address of the public internet";
                return Err(Box::new(io::Error::other(why)) as _);
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_followed() {
        let Err(refused) = Public.resolve("localhost".parse().unwrap()).await else {
            panic!("localhost is no address of the public internet");
        };
        assert!(refused.to_string().contains("public internet"), "{refused}");
    }
}
