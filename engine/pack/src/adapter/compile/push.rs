//! Checks what comes in without being asked for: files, calls, sensors, posts.

use super::Cx;
use crate::adapter::model::{
    Api, Archive, Ble, Budget, Challenge, Characteristic, Events, FileTransport, HeaderCheck, Hmac,
    Join, Manifest, Push, Replay, TimeForm,
};
use crate::adapter::raw::{
    Delivery, RawApi, RawArchive, RawBle, RawBudget, RawChallenge, RawEvents, RawFile, RawHmac,
    RawManifest, RawPush, RawReplay,
};
use crate::finding::Report;
use crate::ids;
use crate::place::{At, Span};

impl Cx<'_> {
    pub(super) fn files(&mut self, raw: RawFile) -> FileTransport {
        for ending in &raw.extensions {
            let is_sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.';
            if ending.is_empty() || ending.starts_with('.') || !ending.chars().all(is_sound) {
                let message = format!("`{}` is no ending of a file's name", **ending);
                let report = Report::error("S0504", ending.span, message);
                let near = ending.trim_start_matches(['.', '*']).to_lowercase();
                self.report(
                    report
                        .help("write it without the dot: fit, csv.gz")
                        .suggest(Some(near)),
                );
            }
        }
        FileTransport {
            extensions: raw.extensions.into_iter().map(|one| one.value).collect(),
            archive: raw.archive.map(|archive| self.archive(archive)),
        }
    }

    fn archive(&mut self, raw: RawArchive) -> Archive {
        let files = raw.files.unwrap_or_default();
        Archive {
            files: files.into_iter().map(|one| one.value).collect(),
            manifest: raw.manifest.and_then(|manifest| self.manifest(manifest)),
        }
    }

    fn manifest(&mut self, raw: RawManifest) -> Option<Manifest> {
        let decode = self.decode(&raw.decode)?;
        if decode.format.is_whole() {
            let report = Report::error(
                "S0504",
                raw.decode.format.span,
                "a manifest is a list of records",
            );
            self.report(report.help("read it as csv, json, ndjson or xml"));
            return None;
        }
        let join = match (&raw.join.file, &raw.join.start_within) {
            (Some(path), None) => Join::File(self.path(path)?),
            (None, Some(within)) => Join::Start(self.span(within)?),
            _ => {
                let report = Report::error(
                    "S0504",
                    raw.file.span,
                    "an entry finds its file by one thing",
                );
                self.report(
                    report.help("write `join: {file: PATH}` or `join: {start_within: 2 s}`"),
                );
                return None;
            }
        };
        Some(Manifest {
            file: raw.file.value,
            decode,
            join,
        })
    }

    pub(super) fn push(&mut self, raw: RawPush, has_pull: bool) -> Option<Push> {
        let verify = raw.verify;
        if verify.hmac.is_none()
            && verify.header.is_none()
            && verify.address.is_none()
            && verify.challenge.is_none()
        {
            let report = Report::error(
                "S0504",
                raw.delivery.span,
                "nothing proves that the vendor is calling",
            );
            self.report(
                report.help("write one of hmac, header, address and challenge under `verify`"),
            );
        }
        if raw.delivery.value == Delivery::Ping && !has_pull {
            let report = Report::error(
                "S0504",
                raw.delivery.span,
                "a ping brings no data, and nothing is pulled",
            );
            self.report(report.help("write `pull` beside `push`, or `delivery: full`"));
        }
        let address = verify.address.map(|address| {
            self.secret(&address.secret);
            address.secret.value
        });
        let header = verify.header.map(|header| {
            self.secret(&header.secret);
            HeaderCheck {
                name: header.name.value,
                secret: header.secret.value,
            }
        });
        let events = raw
            .events
            .map(|events| self.events(events, raw.delivery.span));
        Some(Push {
            hmac: verify.hmac.and_then(|hmac| self.hmac(hmac)),
            header,
            address,
            challenge: verify.challenge.map(|challenge| self.challenge(challenge)),
            replay: raw.replay.and_then(|replay| self.replay(replay)),
            delivery: raw.delivery.value,
            head: raw.head.is_some_and(|head| head.value),
            events: match events {
                Some(events) => Some(events?),
                None => None,
            },
        })
    }

    /// Operators set secrets by name; the YAML never holds one.
    fn secret(&mut self, name: &At<String>) {
        if !ids::is_element_id(name) {
            let report = Report::error("S0519", name.span, "this is no name of a secret");
            let help = "the operator sets the secret itself in the server's configuration, under a snake_case name that stands here";
            self.report(report.help(help).suggest(ids::to_case(name, '_')));
        }
    }

    fn hmac(&mut self, raw: RawHmac) -> Option<Hmac> {
        self.secret(&raw.secret);
        let body = At::new("{body}".to_owned(), raw.header.span);
        let signed = self.template(raw.signed.as_ref().unwrap_or(&body), &["body", "header."])?;
        Some(Hmac {
            header: raw.header.value,
            algorithm: raw.algorithm,
            encoding: raw.encoding,
            prefix: raw.prefix.unwrap_or_default(),
            signed,
            secret: raw.secret.value,
        })
    }

    fn challenge(&mut self, raw: RawChallenge) -> Challenge {
        if let Some(secret) = &raw.secret {
            self.secret(secret);
        }
        if raw.token.is_some() != raw.secret.is_some() {
            let report = Report::error(
                "S0504",
                raw.query.span,
                "`token` and `secret` belong together",
            );
            self.report(report.help("`token` is the parameter that has to equal the secret"));
        }
        Challenge {
            query: raw.query.value,
            answer: raw.answer,
            token: raw.token,
            secret: raw.secret.map(|secret| secret.value),
        }
    }

    fn replay(&mut self, raw: RawReplay) -> Option<Replay> {
        let window_s = self.span(&raw.window)?;
        let from = self.optional_path(raw.from.as_ref());
        let id = self.optional_path(raw.id.as_ref());
        if raw.header.is_none() && from.is_none() && id.is_none() {
            let report = Report::error(
                "S0504",
                raw.window.span,
                "nothing tells a call's time or name",
            );
            self.report(report.help("write `header`, `from` or `id` beside `window`"));
        }
        Some(Replay {
            window_s,
            header: raw.header,
            from,
            form: raw.form.unwrap_or(TimeForm::Unix),
            id,
        })
    }

    fn events(&mut self, raw: RawEvents, at: Span) -> Option<Events> {
        if let Some(stream) = &raw.stream {
            let known = self.streams.clone();
            self.known_name(stream, &known, "stream");
        }
        if raw.kind.is_none() && !raw.kinds.is_empty() {
            let report = Report::error(
                "S0504",
                at,
                "`kinds` are words of `kind`, which has no path",
            );
            self.report(report.help("write `kind: PATH` beside `kinds`"));
        }
        let root = At::new(String::new(), at);
        Some(Events {
            records: self.path(raw.records.as_ref().unwrap_or(&root))?,
            user: self.path(&raw.user)?,
            id: self.optional_path(raw.id.as_ref()),
            kind: self.optional_path(raw.kind.as_ref()),
            kinds: raw
                .kinds
                .into_iter()
                .map(|(word, kind)| (word.value, kind))
                .collect(),
            stream: raw.stream.map(|stream| stream.value),
            since: self.optional_path(raw.since.as_ref()),
            until: self.optional_path(raw.until.as_ref()),
        })
    }

    pub(super) fn ble(&mut self, raw: RawBle) -> Ble {
        let layouts = self.layouts.clone();
        let mut characteristics = indexmap::IndexMap::new();
        for (name, one) in raw.characteristics {
            self.known_name(&name, &layouts, "layout");
            let uuid = self.uuid(&one.uuid);
            let one = Characteristic {
                uuid,
                mode: one.mode,
            };
            characteristics.insert(name.value, one);
        }
        Ble {
            service: self.uuid(&raw.service),
            characteristics,
        }
    }

    /// A number of the Bluetooth SIG stands for a UUID on its base (Core Specification, Vol 3, Part B, 2.5.1).
    fn uuid(&mut self, text: &At<String>) -> String {
        let lower = text.to_lowercase();
        if let Some(number) = lower.strip_prefix("0x")
            && number.len() == 4
            && number.chars().all(|c| c.is_ascii_hexdigit())
        {
            return format!("0000{number}-0000-1000-8000-00805f9b34fb");
        }
        let lengths: Vec<usize> = lower.split('-').map(str::len).collect();
        let is_hex = lower.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        if lengths != [8, 4, 4, 4, 12] || !is_hex {
            let report = Report::error("S0509", text.span, format!("`{}` is no UUID", **text));
            self.report(
                report.help("write the SIG's number in quotes, \"0x180D\", or the whole UUID"),
            );
        }
        lower
    }

    pub(super) fn api(&mut self, raw: &RawApi) -> Option<Api> {
        Some(Api {
            id: self.path(&raw.id)?,
            bulk: raw.bulk.unwrap_or_default(),
            quota: self.budgets(&raw.quota),
        })
    }

    pub(super) fn budgets(&mut self, raw: &[RawBudget]) -> Vec<Budget> {
        let budgets = raw.iter().filter_map(|budget| {
            let per_s = self.span(&budget.per)?;
            if budget.requests.value == 0 || per_s <= 0.0 {
                let report = Report::error(
                    "S0508",
                    budget.requests.span,
                    "nothing may be asked within this budget",
                );
                self.report(report.help("both numbers are greater than 0"));
            }
            Some(Budget {
                requests: budget.requests.value,
                per_s,
            })
        });
        budgets.collect()
    }
}
