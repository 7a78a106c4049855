use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use stadion_pack::PackSource;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Budget, Pull, Rate, Stream, TimeForm};

use super::*;

const ACME: &str = r#"
id: acme
version: 1.0.0
vendor: Acme
label: simulated
models: {watch: {title: {en: Watch}}}
data_policy: {visible_to: public, rankings: true, promos: true, models: true}
transport:
  pull:
    hosts: [api.acme.example, login.acme.example]
    base: https://api.acme.example
    auth:
      oauth2:
        authorize: https://login.acme.example/yes?lang=en
        token: https://login.acme.example/token
        scopes: [read, more]
        client: basic
        user: user.id
        tokens: grant
        revoke: {method: POST, path: /out, form: {token: "{access_token}", who: "{user_id}"}}
    streams:
      list:
        path: "/people/{user_id}/list"
        query: {from: "{since}", to: "{until}", next: "{next}"}
        records: data[*]
        paginate: {cursor: next}
        incremental: {from: at, as: unix, look_back: P1D}
        details: [{into: more, path: "/list/{record.id}/more", query: {day: "{record.day}"}}]
      pages: {path: /pages, query: {page: "{page}", n: "{limit}"}, records: "data[*]", paginate: {page: 1, limit: 2}}
      offsets: {path: /offsets, method: POST, form: {o: "{offset}"}, records: "data[*]", paginate: {offset: count, more: more}}
      links: {path: /links, records: "data[*]", paginate: {link: header}}
      bodies: {path: /bodies, records: "data[*]", paginate: {link: links.next}}
    body: {code: {from: status}, said: {from: error, type: text}}
    error_predicate: body.code != 0
    responses:
      - {status: [404], then: ignore}
      - {when: body.code == 601, then: rate_limited}
      - {when: body.code == 401, then: refresh_token}
    rate: {limit: x-limit, used: x-used, remaining: x-left, reset: x-reset, app: [{requests: 100, per: PT15M}, {requests: 1000, per: P1D}]}
decode: {format: json, records: "data[*]"}
normalize: [{field: start_time, from: at, as: unix}, {field: sport, value: generic}]
examples: [{name: none, given: {text: '{"data": []}', stream: list}, expect: {activities: []}}]
"#;

fn acme() -> Arc<Adapter> {
    let source = PackSource::from_texts("acme", [("adapter.yaml", ACME)]);
    let compiled = crate::adapters::compiled(&[source]).remove(0);
    Arc::new(
        compiled
            .adapter
            .unwrap_or_else(|| panic!("{:#?}", compiled.findings)),
    )
}

fn of(adapter: &Adapter) -> &Pull {
    adapter.transport.pull.as_ref().unwrap()
}

fn stream<'a>(adapter: &'a Adapter, id: &str) -> &'a Stream {
    &of(adapter).streams[id]
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Answer {
        status,
        headers: headers.iter().map(owned).collect(),
        body: body.as_bytes().to_vec(),
    }
}

#[test]
fn a_list_is_asked_for_by_time_and_what_has_no_value_is_left_out() {
    let adapter = acme();
    let (pull, list_) = (of(&adapter), stream(&adapter, "list"));
    let span = Span {
        since: Some(at("2026-11-01T00:00:00Z")),
        until: None,
    };
    let ask = list(pull, list_, span, &At::first(list_), "7/../8").unwrap();
    assert_eq!(
        ask.url,
        "https://api.acme.example/people/7%2F..%2F8/list?from=1793491200"
    );
    let offsets = stream(&adapter, "offsets");
    let ask = list(pull, offsets, Span::default(), &At::first(offsets), "7").unwrap();
    assert_eq!(ask.body, Body::Form(vec![("o".to_owned(), "0".to_owned())]));
}

#[test]
fn what_a_record_says_stays_in_its_place_of_the_path() {
    let adapter = acme();
    let (pull, one) = (of(&adapter), &stream(&adapter, "list").details[0]);
    let ask = detail(pull, one, &json!({"id": "a b/?#", "day": "1&x=2"}), "7").unwrap();
    assert_eq!(
        ask.url,
        "https://api.acme.example/list/a%20b%2F%3F%23/more?day=1%26x%3D2"
    );
    for hostile in [
        json!({"id": ".."}),
        json!({"id": ""}),
        json!({"id": {}}),
        json!({}),
    ] {
        assert!(
            matches!(detail(pull, one, &hostile, "7"), Err(Fault::NoValue(_))),
            "{hostile}"
        );
    }
}

#[test]
fn pages_go_on_as_each_vendor_tells_it_and_end() {
    let adapter = acme();
    let next_of =
        |id: &str, at: &At, answer: &Answer, count| next(stream(&adapter, id), at, answer, count);
    let first = |id: &str| At::first(stream(&adapter, id));
    let plain = answer(200, &[], "{}");

    let second = next_of("pages", &first("pages"), &plain, 2).unwrap();
    assert_eq!((second.page, second.seen), (Some(2), 2));
    assert_eq!(next_of("pages", &second, &plain, 1), None);

    let more = answer(200, &[], r#"{"more": true}"#);
    let second = next_of("offsets", &first("offsets"), &more, 3).unwrap();
    assert_eq!(second.offset.as_deref(), Some("3"));
    for last in [r#"{"more": false}"#, r#"{"more": 0}"#, "{}", "no json"] {
        assert_eq!(
            next_of("offsets", &second, &answer(200, &[], last), 3),
            None,
            "{last}"
        );
    }

    let told = answer(200, &[], r#"{"next": "abc"}"#);
    let second = next_of("list", &first("list"), &told, 1).unwrap();
    assert_eq!(second.next.as_deref(), Some("abc"));
    // The same again would never end.
    assert_eq!(next_of("list", &second, &told, 1), None);

    let header =
        "<https://api.acme.example/links?p=1>; rel=\"prev\", </links?p=3>; rel=\"next last\"";
    let second = next_of(
        "links",
        &first("links"),
        &answer(200, &[("Link", header)], "{}"),
        1,
    );
    let second = second.unwrap();
    let links = stream(&adapter, "links");
    let ask = list(of(&adapter), links, Span::default(), &second, "7").unwrap();
    assert_eq!(ask.url, "https://api.acme.example/links?p=3");
}

#[test]
fn a_page_elsewhere_is_not_asked_for() {
    let adapter = acme();
    let (pull, bodies) = (of(&adapter), stream(&adapter, "bodies"));
    for elsewhere in [
        "https://evil.example/x",
        "http://api.acme.example/x",
        "https://api.acme.example:444/x",
        "https://a:b@api.acme.example/x",
        "//evil.example/x",
        "https://api.acme.example.evil.example/",
    ] {
        let told = json!({"links": {"next": elsewhere}}).to_string();
        let next = next(bodies, &At::first(bodies), &answer(200, &[], &told), 1).unwrap();
        let refused = list(pull, bodies, Span::default(), &next, "7");
        assert!(
            matches!(refused, Err(Fault::OtherHost(_))),
            "{elsewhere}: {refused:?}"
        );
    }
}

#[test]
fn an_answer_is_judged_by_the_adapter_s_words_first() {
    let adapter = acme();
    let judged = |status, body: &str| judge(&adapter, of(&adapter), &answer(status, &[], body));
    assert_eq!(judged(200, r#"{"status": 0}"#), Verdict::Good);
    assert_eq!(judged(200, r#"{"data": []}"#), Verdict::Good);
    assert_eq!(judged(404, ""), Verdict::Nothing);
    assert_eq!(judged(204, ""), Verdict::Nothing);
    assert!(matches!(
        judged(200, r#"{"status": 601}"#),
        Verdict::RateLimited(_)
    ));
    assert!(matches!(
        judged(200, r#"{"status": 401}"#),
        Verdict::RefreshToken(_)
    ));
    assert!(matches!(judged(401, "x"), Verdict::RefreshToken(_)));
    let Verdict::Fail(why) = judged(200, r#"{"status": 7, "error": "no such thing"}"#) else {
        panic!("an error inside 200")
    };
    assert!(why.contains("no such thing"), "{why}");
    for (status, body) in [
        (200, "{\"data\": [{\"id"),
        (200, ""),
        (500, "{}"),
        (503, "<html>"),
        (408, ""),
    ] {
        assert!(
            matches!(judged(status, body), Verdict::Retry(_)),
            "{status} {body}"
        );
    }
    assert!(matches!(judged(429, "{}"), Verdict::RateLimited(_)));
    assert!(matches!(judged(403, "{}"), Verdict::Fail(_)));
    assert!(matches!(judged(302, "{}"), Verdict::Fail(_)));
}

#[test]
fn a_vendor_is_left_alone_for_as_long_as_it_says() {
    let adapter = acme();
    let rate = &of(&adapter).rate;
    let now = at("2026-11-21T09:07:30Z");
    let until = |status, headers: &[(&str, &str)]| pause(rate, &answer(status, headers, "{}"), now);
    let seconds = |seconds| Some(now + TimeDelta::seconds(seconds));
    assert_eq!(until(200, &[("x-left", "4")]), None);
    assert_eq!(
        until(200, &[("x-left", "0"), ("x-reset", "90")]),
        seconds(90)
    );
    assert_eq!(until(429, &[("retry-after", "120")]), seconds(120));
    assert_eq!(
        until(503, &[("retry-after", "Sat, 21 Nov 2026 09:08:30 GMT")]),
        seconds(60)
    );
    assert_eq!(until(503, &[]), None);
    assert_eq!(until(429, &[]), seconds(60));
    assert_eq!(until(429, &[("retry-after", "99999999")]), seconds(86_400));
    // Which of two budgets is used up: that of the quarter of an hour, or of the day.
    let quarter = [("x-limit", "100,1000"), ("x-used", "100,340")];
    assert_eq!(until(200, &quarter), Some(at("2026-11-21T09:15:00Z")));
    let day = [("x-limit", "100,1000"), ("x-used", "3,1000")];
    assert_eq!(until(200, &day), Some(at("2026-11-22T00:00:00Z")));
    let unix = Rate {
        reset_as: Some(TimeForm::Unix),
        app: vec![Budget {
            requests: 1,
            per_s: 1.0,
        }],
        ..rate.clone()
    };
    let told = answer(429, &[("x-reset", "1795252080")], "{}");
    assert_eq!(pause(&unix, &told, now), Some(at("2026-11-21T09:08:00Z")));
}

const US: Client<'_> = Client {
    id: "our id",
    secret: "s&t",
    redirect: "https://us.example/back",
};

#[test]
fn people_are_sent_with_a_state_and_a_challenge() {
    // The example of RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert_eq!(challenge(verifier), expected);
    let adapter = acme();
    let oauth = of(&adapter).oauth2.as_ref().unwrap();
    let url = url::Url::parse(&authorize(oauth, US, "st", verifier)).unwrap();
    let query: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(query["lang"], "en");
    assert_eq!(query["client_id"], "our id");
    assert_eq!(query["redirect_uri"], US.redirect);
    assert_eq!(
        (query["state"].as_str(), query["scope"].as_str()),
        ("st", "read more")
    );
    assert_eq!(query["code_challenge"], expected);
}

#[test]
fn tokens_are_read_where_the_adapter_says_and_refusals_told_apart() {
    let adapter = acme();
    let oauth = of(&adapter).oauth2.as_ref().unwrap();
    let ask = code(oauth, US, "c", "v");
    // RFC 6749, 2.3.1: encoded as a form before base64.
    let basic = (
        "Authorization".to_owned(),
        "Basic b3VyK2lkOnMlMjZ0".to_owned(),
    );
    assert!(ask.headers.contains(&basic), "{:?}", ask.headers);
    let now = at("2026-11-21T09:00:00Z");
    let read = |status, body: &str| tokens(oauth, &answer(status, &[], body), now);
    let given = r#"{"grant": {"access_token": "a", "refresh_token": "r", "expires_in": "3600"}, "user": {"id": 12}}"#;
    let given = read(200, given).unwrap();
    assert_eq!(
        (given.access.as_str(), given.refresh.as_deref()),
        ("a", Some("r"))
    );
    assert_eq!(given.expires_at, Some(at("2026-11-21T10:00:00Z")));
    assert_eq!(given.user.as_deref(), Some("12"));
    for ended in [
        (400, r#"{"error": "invalid_grant"}"#),
        (401, r#"{"error": "expired"}"#),
    ] {
        assert!(
            matches!(read(ended.0, ended.1), Err(TokenFault::Ended(_))),
            "{ended:?}"
        );
    }
    for refused in [
        (200, "{}"),
        (200, r#"{"grant": [1, 2]}"#),
        (200, r#"{"status": 503, "error": "Invalid Params"}"#),
    ] {
        assert!(
            matches!(read(refused.0, refused.1), Err(TokenFault::Refused(_))),
            "{refused:?}"
        );
    }
    for unclear in [
        (200, "{\"grant\": {\"access"),
        (401, r#"{"error": "invalid_client"}"#),
        (500, ""),
        (503, r#"{"error": "Invalid Params"}"#),
    ] {
        assert!(
            matches!(read(unclear.0, unclear.1), Err(TokenFault::Unclear(_))),
            "{unclear:?}"
        );
    }
}

#[test]
fn a_call_about_an_account_fills_in_whose_it_is() {
    let adapter = acme();
    let pull = of(&adapter);
    let revoke = pull.oauth2.as_ref().unwrap().revoke.as_ref().unwrap();
    let ask = call(pull, revoke, &|name| {
        (name == "user_id").then(|| "7".to_owned())
    })
    .unwrap();
    // What nobody has is left out.
    assert_eq!(
        ask.body,
        Body::Form(vec![("who".to_owned(), "7".to_owned())])
    );
    let ask = signed(pull, ask, "t");
    assert!(
        ask.headers
            .contains(&("Authorization".to_owned(), "Bearer t".to_owned()))
    );
}
