//! The vendor: what it has, and what it answers. No network and no wait.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use stadion_pack::PackSource;
use stadion_pack::adapter::model::{Action, PageBy, Pull, Refresh, Stream};
use stadion_pack::adapter::{Adapter, Path};

use super::answer::Answer;
use super::asked::{Asked, For, Names, purpose};
use super::budgets::Budgets;
use super::fault::FaultTold;
use super::grants::{Grants, Lives};
use super::log::Log;
use super::pages::{Page, page_of};
use super::records::{List, Lists};
use super::{Options, verdict};
use crate::adapters::moving::time_ms;
use crate::clock::Clock;

pub struct Vendor {
    pub adapter: Arc<Adapter>,
    pub options: Options,
    pub clock: Clock,
    pub lists: Lists,
    pub grants: Grants,
    pub budgets: Budgets,
    pub faults: Vec<FaultTold>,
    pub log: Log,
    /// People that the app told of, where it has to.
    pub registered: BTreeSet<String>,
    /// What the fixtures have of a token's answer, and of a call.
    pub token_pattern: Option<Value>,
    pub event_pattern: Option<super::webhook::Pattern>,
    /// Calls that were made.
    pub calls: u64,
}

impl Vendor {
    pub fn new(
        adapter: Arc<Adapter>,
        fixtures: &PackSource,
        options: Options,
        clock: Clock,
    ) -> Self {
        let pull = adapter.transport.pull.as_ref();
        let oauth2 = pull.and_then(|pull| pull.oauth2.as_ref());
        let rate = pull.map(|pull| pull.rate.clone()).unwrap_or_default();
        let file = |path: &str| fixtures.files.iter().find(|file| file.path == path);
        let token = file("fixtures/token.json");
        Self {
            lists: Lists::of(&adapter, fixtures, &options),
            grants: Grants::new(Lives {
                refresh: oauth2.map_or(Refresh::Static, |oauth2| oauth2.refresh),
                access: options.access_lives,
                old_refresh: options.old_refresh_lives,
            }),
            budgets: Budgets::new(&rate, options.budgets.as_ref()),
            faults: Vec::new(),
            log: Log::default(),
            registered: BTreeSet::new(),
            token_pattern: token.and_then(|file| serde_json::from_slice(&file.bytes).ok()),
            event_pattern: super::webhook::Pattern::of(fixtures),
            calls: 0,
            adapter,
            options,
            clock,
        }
    }

    /// Secrets that are set and must not be shown.
    pub fn secrets(&self) -> Vec<String> {
        let set = self.options.secrets.values().cloned();
        let own = [self.options.client_secret.clone(), self.options.key.clone()];
        set.chain(own).collect()
    }

    /// What a request is for, and its answer.
    pub fn answer(&mut self, asked: &Asked) -> Answer {
        let adapter = self.adapter.clone();
        let Some(pull) = &adapter.transport.pull else {
            return Answer::wrong(404, "nothing is asked of this vendor: it calls");
        };
        let (is_for, names) = purpose(pull, asked);
        match (&is_for, &pull.oauth2) {
            (For::Authorize, Some(oauth2)) => self.authorize(oauth2, asked),
            (For::Token | For::Refresh, Some(oauth2)) => self.token(oauth2, asked),
            (For::Revoke, _) => self.revoke(asked, &names),
            (For::Unknown, _) => {
                let place = format!(
                    "{} {} asks for nothing that the adapter declares: compare path, query and form",
                    asked.method,
                    asked.address()
                );
                Answer::wrong(404, &place)
            }
            _ => self.data(pull, asked, &is_for, &names),
        }
    }

    /// What only those who were let in are told, within the budgets.
    fn data(&mut self, pull: &Pull, asked: &Asked, is_for: &For, names: &Names) -> Answer {
        let Some(user) = self.who(pull, asked) else {
            return self.refused(
                Action::RefreshToken,
                401,
                "the access token is unknown or over",
            );
        };
        let now = self.clock.now();
        if let Err(wait) = self.budgets.take(&user, now) {
            let answer = self.refused(Action::RateLimited, 429, "too much was asked");
            let answer = answer.with("retry-after", wait.to_string());
            return self.budgets.tell(&pull.rate, &user, now, answer);
        }
        let answer = match is_for {
            For::Register => self.register(&user),
            _ if self.is_unregistered(pull, &user) => {
                Answer::wrong(403, "the person was not registered")
            }
            For::Stream(name) => match pull.streams.get(name) {
                Some(stream) => self.stream(name, stream, asked, names),
                None => Answer::wrong(404, "there is no such stream"),
            },
            For::Detail(name, at, into) => {
                let stream = pull.streams.get(name);
                self.detail(name, stream, *at, into, names)
            }
            _ => Answer::wrong(404, "nothing is there"),
        };
        self.budgets.tell(&pull.rate, &user, now, answer)
    }

    fn is_unregistered(&self, pull: &Pull, user: &str) -> bool {
        let oauth2 = pull.oauth2.as_ref();
        let needs = oauth2.is_some_and(|oauth2| oauth2.register.is_some());
        needs && !self.registered.contains(user)
    }

    fn who(&self, pull: &Pull, asked: &Asked) -> Option<String> {
        if let Some(key) = &pull.key {
            let sent = asked
                .header(&key.header)?
                .strip_prefix(key.prefix.as_str())?;
            return (sent == self.options.key).then(|| self.options.user());
        }
        let user = self.grants.user(asked.bearer()?, self.clock.now())?;
        Some(user.to_owned())
    }

    /// As the adapter reads it: inside an answer that says 200 where it declares such, else by status.
    pub(super) fn refused(&self, action: Action, status: u16, why: &str) -> Answer {
        match verdict::error_inside(&self.adapter, Some(action)) {
            Some(body) => Answer::json(200, &body),
            None => Answer::wrong(status, why),
        }
    }

    fn stream(&mut self, name: &str, stream: &Stream, asked: &Asked, names: &Names) -> Answer {
        if let Some(id) = names.get("id") {
            return match self.lists.by_id(name, id) {
                Some((record, _)) => self.single(name, record),
                None => Answer::wrong(404, "there is no such record"),
            };
        }
        let Some(list) = self.lists.0.get(name) else {
            return Answer::wrong(404, "there is no such stream");
        };
        if let Some(raw) = &list.raw {
            return Answer::bytes(raw.clone());
        }
        let form = stream.incremental.as_ref().map(|one| one.form);
        let bound = |bound: &str| match (names.get(bound), form) {
            (Some(text), Some(form)) => match time_ms(&typed(text), form) {
                Some(ms) => Ok(Some(ms)),
                None => Err(format!("`{text}` is no {bound} as the adapter declares it")),
            },
            _ => Ok(None),
        };
        let span = bound("since").and_then(|since| Ok((since, bound("until")?)));
        let page = span.and_then(|(since, until)| {
            page_of(
                list,
                stream,
                asked,
                names,
                (since, until),
                self.options.page_size,
            )
        });
        match page {
            Ok(page) => laid_out(list, stream, &page, asked),
            Err(why) => Answer::wrong(400, &why),
        }
    }

    /// One record, where the stream's answers have theirs.
    fn single(&self, name: &str, record: Value) -> Answer {
        let list = self.lists.0.get(name);
        let mut body = list.map_or(Value::Null, |list| list.envelope.clone());
        let root = Path::default();
        let path = list.map_or(&root, |list| &list.path);
        path.fill(&mut body, vec![(String::new(), record)]);
        Answer::json(200, &body)
    }

    fn detail(
        &mut self,
        name: &str,
        stream: Option<&Stream>,
        at: usize,
        into: &str,
        names: &Names,
    ) -> Answer {
        let missing = Answer::wrong(404, "the record has none of these");
        let Some(detail) = stream.and_then(|stream| stream.details.get(at)) else {
            return missing;
        };
        // A record may be asked for in whose name the templates speak, in their order.
        let templates = [&detail.path].into_iter();
        let templates = templates
            .chain(detail.query.values())
            .chain(detail.form.values());
        let wanted = templates.flat_map(stadion_pack::adapter::Template::names);
        let wanted = wanted.filter_map(|name| name.strip_prefix("record."));
        let (mut paths, mut values) = (Vec::new(), Vec::new());
        for path in wanted {
            let value = names.get(&format!("record.{path}"));
            if let (Ok(path), Some(value)) = (Path::parse(path), value) {
                paths.push(path);
                values.push(value.clone());
            }
        }
        if paths.is_empty() {
            return missing;
        }
        let own = self.lists.0.get_mut(name);
        let own = own.and_then(|list| list.detail(&paths, &values, into));
        let found = own.or_else(|| {
            let mut others = self.lists.0.values_mut();
            others.find_map(|list| list.detail(&paths, &values, into))
        });
        match found {
            Some(bytes) if serde_json::from_slice::<Value>(&bytes).is_ok() => Answer {
                kind: "application/json",
                ..Answer::bytes(bytes)
            },
            Some(bytes) => Answer::bytes(bytes),
            None => missing,
        }
    }
}

/// A parameter is text; forms that are numbers read it as one.
fn typed(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// A page's records in an answer of the fixtures, and how there is more.
fn laid_out(list: &List, stream: &Stream, page: &Page, asked: &Asked) -> Answer {
    let records = page.items.iter();
    let records = records.filter_map(|item| Some((list.name(item), list.value(item)?)));
    let mut body = list.envelope.clone();
    list.path.fill(&mut body, records.collect());
    let Some(paginate) = &stream.paginate else {
        return Answer::json(200, &body);
    };
    if let Some(more) = &paginate.more {
        let is_number = more
            .first(&stadion_pack::adapter::Found::root(&body))
            .is_some_and(|known| known.value.is_number());
        let has_more = page.next.is_some();
        let flag = if is_number {
            Value::from(u8::from(has_more))
        } else {
            Value::Bool(has_more)
        };
        more.put(&mut body, flag);
    }
    let mut link = None;
    match &paginate.by {
        PageBy::Page(_) | PageBy::Offset(None) => {}
        PageBy::Offset(Some(path)) => {
            // Beside a flag that says so, the last page's offset means nothing.
            let none_after = paginate.more.as_ref().map(|_| 0);
            let next = page.next.or(none_after);
            path.put(&mut body, next.map_or(Value::Null, Value::from));
        }
        PageBy::Cursor(path) => {
            let cursor = page.next.map(super::pages::cursor);
            path.put(&mut body, cursor.map_or(Value::Null, Value::String));
        }
        PageBy::Link(path) => {
            let next = page.next.map(|next| super::pages::link(asked, next));
            path.put(&mut body, next.map_or(Value::Null, Value::String));
        }
        PageBy::LinkHeader => link = page.next.map(|next| super::pages::link(asked, next)),
    }
    let answer = Answer::json(200, &body);
    match link {
        Some(link) => answer.with("link", format!("<{link}>; rel=\"next\"")),
        None => answer,
    }
}
