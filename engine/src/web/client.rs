//! The other end of a request: its address and its software.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};

use crate::App;
use crate::config::Config;

/// Longer names of software are cut.
const AGENT_CHARS: usize = 200;

#[derive(Clone, Debug)]
pub struct Client {
    /// The address that limits count by; for IPv6 its /64, which is what one subscriber has.
    pub address: IpAddr,
    /// `User-Agent`, or nothing.
    pub agent: String,
    pub accept_language: Option<String>,
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let text = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        Ok(Self {
            address: address(&app.config, &parts.headers, &parts.extensions),
            agent: text(header::USER_AGENT)
                .unwrap_or_default()
                .chars()
                .take(AGENT_CHARS)
                .collect(),
            accept_language: text(header::ACCEPT_LANGUAGE).map(str::to_owned),
        })
    }
}

/// The connection's address, or what the operator's own proxy says in the header that the
/// configuration names: its last value, because earlier ones come from the caller.
pub fn address(config: &Config, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let forwarded = config
        .client_address_header
        .as_deref()
        .and_then(|name| headers.get_all(name).iter().next_back())
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next()?.trim().parse().ok());
    let connected = || {
        let info = extensions.get::<ConnectInfo<SocketAddr>>();
        info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())
    };
    subscriber(forwarded.unwrap_or_else(connected))
}

fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Raw;

    fn seen(header: Option<&str>, forwarded: &str) -> IpAddr {
        let flags = Raw {
            client_address_header: header.map(str::to_owned),
            ..Raw::default()
        };
        let config = Config::load(None, [], flags).unwrap();
        let headers = HeaderMap::from_iter([(
            "x-forwarded-for".parse().unwrap(),
            forwarded.parse().unwrap(),
        )]);
        let mut extensions = Extensions::new();
        let peer: SocketAddr = "192.0.2.7:5555".parse().unwrap();
        extensions.insert(ConnectInfo(peer));
        address(&config, &headers, &extensions)
    }

    #[test]
    fn a_forwarded_address_counts_only_where_the_operator_says_so() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(seen(None, "203.0.113.9"), ip("192.0.2.7"));
        let trusted = Some("X-Forwarded-For");
        assert_eq!(seen(trusted, "203.0.113.9"), ip("203.0.113.9"));
        assert_eq!(
            seen(trusted, "198.51.100.1, 203.0.113.9"),
            ip("203.0.113.9")
        );
        assert_eq!(seen(trusted, "nonsense"), ip("192.0.2.7"));
        assert_eq!(seen(trusted, "2001:db8:1:2:3:4:5:6"), ip("2001:db8:1:2::"));
        assert_eq!(seen(trusted, "::ffff:203.0.113.9"), ip("203.0.113.9"));
    }
}
