//! Checks what we ask a vendor.

use indexmap::IndexMap;

use super::Cx;
use crate::adapter::model::{
    Call, ClientAuth, Detail, Format, Incremental, Key, Method, OAuth2, PageBy, Paginate, Pull,
    Rate, Refresh, Response, Stream,
};
use crate::adapter::path::Path;
use crate::adapter::raw::{
    RawCall, RawDetail, RawIncremental, RawOAuth2, RawPaginate, RawPull, RawRateHeaders,
    RawResponse, RawStream,
};
use crate::adapter::template::Template;
use crate::expr::{Context, Type, Want};
use crate::finding::Report;
use crate::place::{At, Span};

/// What stands for values in a list's request.
const OF_STREAM: &[&str] = &[
    "since", "until", "page", "offset", "limit", "next", "user_id", "id",
];
const OF_DETAIL: &[&str] = &["record.", "user_id"];
const OF_CALL: &[&str] = &["user_id", "access_token", "refresh_token", "client_id"];

impl Cx<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "as every transport's")]
    pub(super) fn pull(&mut self, raw: RawPull) -> Option<Pull> {
        let hosts: Vec<String> = raw.hosts.iter().map(|host| host.value.clone()).collect();
        for host in &raw.hosts {
            self.host(host);
        }
        self.address(&raw.base, &hosts);
        let body: Vec<_> = raw
            .body
            .into_iter()
            .filter_map(|(name, value)| self.named(name, &value))
            .collect();
        let body: IndexMap<_, _> = body.into_iter().collect();
        let named = body
            .iter()
            .map(|(name, value)| (name.clone(), value.ty.as_type()));
        let status = IndexMap::from([("status".to_owned(), Type::Count)]);
        let context = Context::new()
            .root("body", named.collect())
            .root("response", status);
        let error = raw.error_predicate.as_ref();
        let error_predicate = error.and_then(|text| self.expression(text, &context, Want::Flag));
        let responses = raw
            .responses
            .iter()
            .filter_map(|one| self.response(one, &context))
            .collect();
        let base_at = raw.base.span;
        let oauth2 = raw
            .auth
            .oauth2
            .and_then(|oauth2| self.oauth2(oauth2, &hosts));
        let key = raw.auth.key.map(|key| Key {
            header: key.header.value,
            prefix: key.prefix.unwrap_or_default(),
        });
        if oauth2.is_some() && key.is_some() {
            let report = Report::error("S0504", base_at, "a person lets us in by one way");
            self.report(report.help("keep one of oauth2 and key under `auth`"));
        }
        if raw.streams.is_empty() {
            let report = Report::error("S0504", base_at, "nothing is fetched");
            self.report(report.help("write what there is to fetch under `streams`"));
        }
        let streams: Vec<_> = raw
            .streams
            .into_iter()
            .filter_map(|(id, stream)| {
                self.element_id(&id);
                let span = id.span;
                Some((id.value, self.stream(stream, span)?))
            })
            .collect();
        let every_s = raw.every.and_then(|every| self.span(&every));
        let rate = raw.rate.map(|rate| self.rate(rate));
        Some(Pull {
            hosts,
            base: raw.base.value.trim_end_matches('/').to_owned(),
            oauth2,
            key,
            headers: raw
                .headers
                .into_iter()
                .map(|(name, value)| (name.value, value.value))
                .collect(),
            streams: streams.into_iter().collect(),
            body,
            error_predicate,
            responses,
            rate: rate.unwrap_or_default(),
            every_s,
        })
    }

    fn host(&mut self, host: &At<String>) {
        let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
        let is_number = host.chars().all(|c| c.is_ascii_digit() || c == '.');
        if !host.contains('.') || is_number || !host.chars().all(is_letter) || host.starts_with('.')
        {
            let report = Report::error(
                "S0505",
                host.span,
                format!("`{}` is no host's name", **host),
            );
            self.report(report.help("write the name alone, without https:// and without a path: api.example.com; addresses in numbers are not taken"));
        }
    }

    /// An address at one of the hosts.
    fn address(&mut self, address: &At<String>, hosts: &[String]) {
        let Some(rest) = address.strip_prefix("https://") else {
            let report = Report::error("S0505", address.span, "an address begins with https://");
            let near = address
                .strip_prefix("http://")
                .map(|rest| format!("https://{rest}"));
            return self.report(
                report
                    .help("what people entrust us with is not sent in the open")
                    .suggest(near),
            );
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if !hosts.iter().any(|known| known == host) {
            let report = Report::error(
                "S0505",
                address.span,
                format!("`{host}` is not among the hosts"),
            );
            self.report(report.help("add it to `hosts`, which the operator approves"));
        }
    }

    fn oauth2(&mut self, raw: RawOAuth2, hosts: &[String]) -> Option<OAuth2> {
        self.address(&raw.authorize, hosts);
        self.address(&raw.token, hosts);
        let user = self.optional_path(raw.user.as_ref());
        let tokens = match &raw.tokens {
            Some(path) => self.path(path)?,
            None => Path::default(),
        };
        Some(OAuth2 {
            authorize: raw.authorize.value,
            token: raw.token.value,
            scopes: raw.scopes,
            scope_separator: raw.scope_separator.unwrap_or_else(|| " ".to_owned()),
            pkce: raw.pkce.is_none_or(|pkce| pkce.value),
            client: raw.client.unwrap_or(ClientAuth::Form),
            refresh: raw.refresh.unwrap_or(Refresh::Rotating),
            user,
            tokens,
            parameters: raw.parameters,
            register: raw.register.and_then(|call| self.call(&call, hosts)),
            revoke: raw.revoke.and_then(|call| self.call(&call, hosts)),
        })
    }

    fn call(&mut self, raw: &RawCall, hosts: &[String]) -> Option<Call> {
        if raw.path.starts_with("http") {
            self.address(&raw.path, hosts);
        } else {
            self.slash(&raw.path);
        }
        Some(Call {
            method: raw.method,
            path: self.template(&raw.path, OF_CALL)?,
            form: self.templates(&raw.form, OF_CALL)?,
            json: self.templates(&raw.json, OF_CALL)?,
        })
    }

    fn slash(&mut self, path: &At<String>) {
        if !path.starts_with('/') {
            let report = Report::error("S0505", path.span, "a path begins with /");
            self.report(
                report
                    .help("it stands after `base`")
                    .suggest(Some(format!("/{}", **path))),
            );
        }
    }

    fn templates(
        &mut self,
        raw: &IndexMap<At<String>, At<String>>,
        known: &[&str],
    ) -> Option<IndexMap<String, Template>> {
        let all: Vec<_> = raw
            .iter()
            .map(|(name, text)| Some((name.value.clone(), self.template(text, known)?)))
            .collect();
        all.into_iter().collect()
    }

    fn response(&mut self, raw: &RawResponse, context: &Context) -> Option<Response> {
        let status: Vec<u16> = raw
            .status
            .iter()
            .flatten()
            .map(|status| status.value)
            .collect();
        for status in raw.status.iter().flatten() {
            if !(100..=599).contains(&status.value) {
                let report = Report::error(
                    "S0508",
                    status.span,
                    format!("{} is no status of HTTP", status.value),
                );
                self.report(report.help("they go from 100 to 599"));
            }
        }
        let when = match &raw.when {
            Some(text) => Some(self.expression(text, context, Want::Flag)?),
            None => None,
        };
        Some(Response {
            status,
            when,
            then: raw.then,
        })
    }

    fn stream(&mut self, raw: RawStream, at: Span) -> Option<Stream> {
        self.slash(&raw.path);
        let method = raw.method.unwrap_or(Method::Get);
        if method == Method::Get
            && let Some(name) = raw.form.keys().next()
        {
            let report = Report::error("S0504", name.span, "GET has no form");
            self.report(report.help("write `method: POST`, or the parameter under `query`"));
        }
        let path = self.template(&raw.path, OF_STREAM);
        let query = self.templates(&raw.query, OF_STREAM);
        let form = self.templates(&raw.form, OF_STREAM);
        let records = match &raw.records {
            Some(path) => self.path(path)?,
            None => Path::default(),
        };
        let paginate = raw
            .paginate
            .and_then(|paginate| self.paginate(paginate, at));
        let incremental = raw.incremental.and_then(|one| self.incremental(one));
        let (path, query, form) = (path?, query?, form?);
        let templates = || {
            [&path]
                .into_iter()
                .chain(query.values())
                .chain(form.values())
        };
        let used: Vec<&str> = templates().flat_map(Template::names).collect();
        let needs = [
            (
                incremental.is_some(),
                &["since", "until"][..],
                "incremental",
            ),
            (
                matches!(paginate.as_ref().map(|p| &p.by), Some(PageBy::Page(_))),
                &["page"],
                "paginate.page",
            ),
            (
                matches!(paginate.as_ref().map(|p| &p.by), Some(PageBy::Offset(_))),
                &["offset"],
                "paginate.offset",
            ),
            (
                matches!(paginate.as_ref().map(|p| &p.by), Some(PageBy::Cursor(_))),
                &["next"],
                "paginate.cursor",
            ),
            (
                paginate.as_ref().is_some_and(|p| p.limit.is_some()),
                &["limit"],
                "paginate.limit",
            ),
        ];
        for (stands, names, key) in needs {
            let is_used = used.iter().any(|used| names.contains(used));
            if stands && !is_used {
                let message = format!("`{key}` says what no request asks");
                let report = Report::error("S0506", at, message);
                self.report(report.help(format!(
                    "put {{{}}} into the path, query or form",
                    names.join("} or {")
                )));
            }
            if !stands && let Some(name) = names.iter().find(|name| used.contains(name)) {
                let message = format!("`{{{name}}}` has no value without `{key}`");
                let report = Report::error("S0506", at, message);
                self.report(report.help(format!("write `{key}`, or take the placeholder out")));
            }
        }
        let details: Vec<_> = raw
            .details
            .into_iter()
            .map(|detail| self.detail(detail))
            .collect();
        Some(Stream {
            method,
            records,
            paginate,
            incremental,
            details: details.into_iter().collect::<Option<_>>()?,
            on_ping: raw.on_ping.is_some_and(|one| one.value),
            path,
            query,
            form,
        })
    }

    fn paginate(&mut self, raw: RawPaginate, at: Span) -> Option<Paginate> {
        let more = self.optional_path(raw.more.as_ref());
        let by = [
            raw.page.map(|first| PageBy::Page(first.value)),
            raw.offset.and_then(|path| match path.as_str() {
                "count" => Some(PageBy::Offset(None)),
                _ => Some(PageBy::Offset(Some(self.path(&path)?))),
            }),
            raw.cursor
                .and_then(|path| Some(PageBy::Cursor(self.path(&path)?))),
            raw.link.and_then(|path| match path.as_str() {
                "header" => Some(PageBy::LinkHeader),
                _ => Some(PageBy::Link(self.path(&path)?)),
            }),
        ];
        let mut by = by.into_iter().flatten();
        let (Some(one), None) = (by.next(), by.next()) else {
            let report = Report::error("S0504", at, "there is more by one way");
            self.report(report.help("write one of page, offset, cursor and link under `paginate`"));
            return None;
        };
        Some(Paginate {
            by: one,
            more,
            limit: raw.limit.map(|limit| limit.value),
        })
    }

    fn incremental(&mut self, raw: RawIncremental) -> Option<Incremental> {
        let span = |cx: &mut Self, figure: Option<At<crate::figure::Figure>>| {
            figure.and_then(|figure| cx.span(&figure))
        };
        Some(Incremental {
            from: self.path(&raw.from)?,
            form: raw.form,
            look_back_s: span(self, raw.look_back).unwrap_or_default(),
            window_s: span(self, raw.window),
            history_s: span(self, raw.history),
        })
    }

    fn detail(&mut self, raw: RawDetail) -> Option<Detail> {
        self.slash(&raw.path);
        let format = raw.format.unwrap_or(Format::Json);
        if raw.into.as_str() != "file" && format.is_whole() {
            let report = Report::error("S0504", raw.into.span, "a recording goes into `file`");
            self.report(
                report
                    .help("write `into: file`, or another format")
                    .suggest(Some("file".to_owned())),
            );
        }
        Some(Detail {
            path: self.template(&raw.path, OF_DETAIL)?,
            method: raw.method.unwrap_or(Method::Get),
            query: self.templates(&raw.query, OF_DETAIL)?,
            form: self.templates(&raw.form, OF_DETAIL)?,
            into: raw.into.value,
            format,
            optional: raw.optional.unwrap_or_default(),
        })
    }

    fn rate(&mut self, raw: RawRateHeaders) -> Rate {
        Rate {
            limit: raw.limit,
            used: raw.used,
            remaining: raw.remaining,
            reset: raw.reset,
            reset_as: raw.reset_as,
            app: self.budgets(&raw.app),
            user: self.budgets(&raw.user),
        }
    }
}
