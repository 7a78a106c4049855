use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::any;
use stadion_pack::adapter::model::Method;
use tokio::net::TcpListener;

use super::client::MOST_BYTES;
use super::{Outgoing, OutgoingError};
use crate::adapters::pull::{Ask, Body};
use crate::config::Vendor;

async fn stand_in(router: Router) -> Vendor {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Vendor {
        hosts: vec![
            "api.acme.example".to_owned(),
            "localhost.acme.example".to_owned(),
        ],
        stand_in: Some(format!("http://{address}").parse().unwrap()),
        ..Vendor::default()
    }
}

fn ask(url: &str) -> Ask {
    Ask {
        method: Method::Get,
        url: url.to_owned(),
        headers: vec![("x-own".to_owned(), "1".to_owned())],
        body: Body::None,
    }
}

#[tokio::test]
async fn a_stand_in_is_asked_below_the_host_s_name_and_redirects_are_not_followed() {
    let echo = |request: Request| async move {
        let said = format!("{} {:?}", request.uri(), request.headers().get("x-own"));
        (StatusCode::FOUND, [("location", "http://10.0.0.1/")], said).into_response()
    };
    let vendor = stand_in(Router::new().fallback(any(echo))).await;
    let outgoing = Outgoing::new().unwrap();
    let answer = outgoing
        .ask(&vendor, ask("https://api.acme.example/v1/x?a=b%20c"))
        .await;
    let answer = answer.unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!(answer.header("Location"), Some("http://10.0.0.1/"));
    let said = String::from_utf8(answer.body).unwrap();
    assert_eq!(said, "/api.acme.example/v1/x?a=b%20c Some(\"1\")");
}

#[tokio::test]
async fn only_approved_hosts_are_asked_by_https_alone() {
    let vendor = Vendor {
        hosts: vec!["api.acme.example".to_owned()],
        ..Vendor::default()
    };
    let outgoing = Outgoing::new().unwrap();
    for address in [
        "http://api.acme.example/",
        "https://api.acme.example:8443/",
        "https://a:b@api.acme.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "file:///etc/passwd",
        "no address",
    ] {
        let refused = outgoing.ask(&vendor, ask(address)).await;
        assert!(
            matches!(refused, Err(OutgoingError::BadAddress(_))),
            "{address}: {refused:?}"
        );
    }
    let refused = outgoing
        .ask(&vendor, ask("https://other.example/?token=deep"))
        .await;
    let told = refused.unwrap_err().to_string();
    assert!(
        told.contains("other.example") && !told.contains("deep"),
        "{told}"
    );
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let endless = || async { vec![b' '; MOST_BYTES + 1] };
    let vendor = stand_in(Router::new().fallback(any(endless))).await;
    let outgoing = Outgoing::new().unwrap();
    let refused = outgoing
        .ask(&vendor, ask("https://api.acme.example/"))
        .await;
    assert!(
        matches!(refused, Err(OutgoingError::TooLarge)),
        "{refused:?}"
    );
}
