//! From what is written to what is used, with all that is wrong told at its place.

mod decode;
mod entries;
mod examples;
mod fields;
mod formulas;
mod pull;
mod push;
pub(super) mod scripts;

use std::sync::Arc;

use indexmap::IndexMap;
use semver::{Version, VersionReq};

use super::canon::Canon;
use super::model::{Adapter, DataPolicy, Model, Named, NamedType, Rows, Setting, Transport};
use super::path::Path;
use super::raw::{
    Audience, Paths, RawAdapter, RawModel, RawPolicy, RawSetting, RawValue, RecordType,
};
use super::template::Template;
use crate::expr;
use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::load::locale::is_language;
use crate::model::{Place, Text};
use crate::place::{At, Span};
use crate::reading::Reading;
use crate::scope::scalar_part;
use crate::script::Script;
use crate::source::PackSource;
use crate::units::{self, Unit, parse_unit};
use crate::value::Dim;
use crate::words::{Words, humanise};

/// The surroundings of one adapter while it is checked.
pub(super) struct Cx<'a> {
    pub source: &'a PackSource,
    pub canon: &'a Canon,
    pub reading: &'a mut Reading,
    locales: Vec<String>,
    pub settings: IndexMap<String, Setting>,
    pub record: IndexMap<String, Named>,
    pub rows: IndexMap<String, Rows>,
    pub scripts: IndexMap<String, Arc<Script>>,
    pub streams: Vec<String>,
    pub layouts: Vec<String>,
}

impl<'a> Cx<'a> {
    pub fn new(source: &'a PackSource, canon: &'a Canon, reading: &'a mut Reading) -> Self {
        Self {
            source,
            canon,
            reading,
            locales: Vec::new(),
            settings: IndexMap::new(),
            record: IndexMap::new(),
            rows: IndexMap::new(),
            scripts: IndexMap::new(),
            streams: Vec::new(),
            layouts: Vec::new(),
        }
    }

    pub fn adapter(mut self, raw: RawAdapter) -> Option<Adapter> {
        self.id(&raw.id);
        self.engine(raw.engine.as_ref());
        self.locales = self.languages(raw.locales.as_deref().unwrap_or_default());
        let version = self.version(&raw.version);
        let title = self.text(raw.title.as_ref(), &raw.vendor, raw.id.span);
        let described = raw.description.as_ref();
        let description = described.map(|words| self.text(Some(words), "", words.span));
        let models = raw.models.into_iter();
        let models = models.map(|(id, model)| self.model(id, model)).collect();
        let settings = raw.settings.into_iter();
        let settings: Vec<_> = settings
            .filter_map(|(id, setting)| self.setting(id, setting))
            .collect();
        self.settings = settings.into_iter().collect();
        let policy = self.policy(raw.data_policy);
        let record = raw.record.into_iter();
        let record: Vec<_> = record
            .filter_map(|(name, value)| self.named(name, &value))
            .collect();
        self.record = record.into_iter().collect();
        let rows = raw.rows.into_iter();
        let rows: Vec<_> = rows
            .filter_map(|(name, rows)| self.rows(name, &rows))
            .collect();
        self.rows = rows.into_iter().collect();
        let libraries = self.libraries();
        let declared: Vec<_> = raw
            .scripts
            .keys()
            .map(|name| (name.value.clone(), name.span))
            .collect();
        for (name, script) in raw.scripts {
            let script = self.script(&raw.id, name, &script, &libraries);
            self.scripts.extend(script);
        }
        let pulled = raw.transport.pull.as_ref();
        let streams = pulled.map(|pull| pull.streams.keys().map(|id| id.value.clone()));
        self.streams = streams.into_iter().flatten().collect();
        let decode = self.decode(&raw.decode);
        self.layouts = raw
            .decode
            .layouts
            .keys()
            .map(|id| id.value.clone())
            .collect();
        let transport = self.transport(raw.transport, raw.id.span);
        let entries = self.entries(&raw.normalize);
        self.unused(&libraries, &declared, &formulas::called(&entries));
        let validate = raw.validate.map(|validate| self.validate(&validate));
        let dedupe = raw.dedupe.map(|dedupe| self.dedupe(dedupe));
        self.is_whole(&raw.decode.format, &raw.normalize, &transport, raw.id.span);
        let examples = self.examples(&raw.examples, &raw.decode.format, raw.id.span);
        Some(Adapter {
            place: self.place(raw.id.span),
            span: raw.id.span,
            id: raw.id.value,
            version: version?,
            vendor: raw.vendor,
            title,
            description,
            owner: raw.owner,
            label: raw.label.value,
            sources: raw.sources.unwrap_or_default(),
            models,
            settings: self.settings,
            policy,
            transport,
            decode: decode?,
            record: self.record,
            rows: self.rows,
            scripts: self.scripts,
            entries,
            validate: validate.unwrap_or_default(),
            dedupe: dedupe.unwrap_or_default(),
            examples,
            written: serde_json::Value::Null,
            digest: self.source.digest(),
        })
    }

    fn id(&mut self, id: &At<String>) {
        if !ids::is_pack_id(id) {
            let report = Report::error(
                "S0030",
                id.span,
                format!("`{}` is not an adapter's id", **id),
            );
            let help = "ids of adapters are kebab-case: a-z, 0-9 and -, beginning with a letter, at most 40 long";
            self.report(report.help(help).suggest(ids::to_case(id, '-')));
        } else if !self.source.id_hint.is_empty() && self.source.id_hint != **id {
            let message = format!("the folder is called `{}`", self.source.id_hint);
            let report = Report::warning("S0520", id.span, message);
            self.report(report.help("an adapter's folder has its id, so that it is found by it"));
        }
    }

    fn version(&mut self, version: &At<String>) -> Option<Version> {
        let parsed = Version::parse(version);
        if parsed.is_err() {
            let report = Report::error("S0037", version.span, "this is not a version");
            self.report(report.help("versions are semver: three numbers, such as 1.0.0"));
        }
        parsed.ok()
    }

    fn engine(&mut self, range: Option<&At<String>>) {
        let Some(range) = range else { return };
        let engine = env!("CARGO_PKG_VERSION");
        let Ok(wanted) = VersionReq::parse(range) else {
            let report = Report::error("S0037", range.span, "this is not a range of versions");
            return self.report(report.help("ranges are semver: \"^1\", \">=1.2, <2\""));
        };
        if !Version::parse(engine).is_ok_and(|version| wanted.matches(&version)) {
            let message = format!("the adapter is for engine {wanted}; this is {engine}");
            let report = Report::error("S0038", range.span, message);
            self.report(report.help("run it on a matching engine, or widen the range"));
        }
    }

    fn languages(&mut self, tags: &[At<String>]) -> Vec<String> {
        let mut known = Vec::new();
        for tag in tags {
            if is_language(tag) {
                known.push(tag.value.clone());
            } else {
                let message = format!("`{}` is not a language tag", **tag);
                let report = Report::error("S0050", tag.span, message);
                self.report(report.help("languages are BCP 47 tags: en, ru, pt-BR"));
            }
        }
        known
    }

    fn model(&mut self, id: At<String>, model: RawModel) -> (String, Model) {
        if !ids::is_element_id(&id) {
            self.element_id(&id);
        }
        let title = self.text(Some(&model.title), "", model.title.span);
        if let Some(icon) = &model.icon
            && !self.canon.icons.is_empty()
            && !self.canon.icons.contains(icon)
        {
            let near = ids::nearest(icon, self.canon.icons.iter().map(String::as_str));
            let near = near.map(str::to_owned);
            let help = near.as_ref().map_or_else(
                || format!("there are {}", self.canon.icons.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            let report =
                Report::error("S0039", icon.span, format!("there is no icon `{}`", **icon));
            self.report(report.help(help).suggest(near));
        }
        if let Some(picture) = &model.picture {
            self.file(picture, "images/");
        }
        let model = Model {
            title,
            icon: model.icon.map(|icon| icon.value),
            picture: model.picture.map(|picture| picture.value),
        };
        (id.value, model)
    }

    fn setting(&mut self, id: At<String>, raw: RawSetting) -> Option<(String, Setting)> {
        self.element_id(&id);
        let title = self.text(raw.title.as_ref(), &humanise(&id), id.span);
        let unit = self.unit(&raw.unit)?;
        let default = self.quantity(&raw.default, unit.dim);
        let min = raw.min.and_then(|min| self.quantity(&min, unit.dim));
        let max = raw.max.and_then(|max| self.quantity(&max, unit.dim));
        let default_at = raw.default.span;
        let default = default?;
        if min.is_some_and(|min| default < min) || max.is_some_and(|max| max < default) {
            let report = Report::error("S0508", default_at, "the default is out of the bounds");
            self.report(report.help("mend it, `min` or `max`"));
        }
        let setting = Setting {
            title,
            unit,
            default,
            min,
            max,
        };
        Some((id.value, setting))
    }

    fn policy(&mut self, raw: RawPolicy) -> DataPolicy {
        for (word, allowed) in [("rankings", &raw.rankings), ("models", &raw.models)] {
            if raw.visible_to.value == Audience::Owner && word == "rankings" && allowed.value {
                let message = "what its owner alone may see cannot count where others see it";
                let report = Report::error("S0518", allowed.span, message);
                self.report(
                    report
                        .help("write `rankings: false`, or let more people see it")
                        .suggest(Some("false".to_owned())),
                );
            }
        }
        DataPolicy {
            visible_to: raw.visible_to.value,
            rankings: raw.rankings.value,
            promos: raw.promos.value,
            models: raw.models.value,
            terms: raw.terms,
        }
    }

    /// A value that expressions name.
    pub fn named(&mut self, name: At<String>, raw: &RawValue) -> Option<(String, Named)> {
        self.element_id(&name);
        let paths = self.paths(&raw.from);
        let unit = match &raw.unit {
            Some(unit) => Some(self.unit(unit)?),
            None => None,
        };
        let ty = match (raw.ty, unit) {
            (None | Some(RecordType::Number), unit) => {
                NamedType::Number(unit.unwrap_or_else(Unit::one))
            }
            (Some(_), Some(_)) => {
                let span = raw.unit.as_ref().map_or(name.span, |unit| unit.span);
                let report = Report::error("S0503", span, "words, flags and times have no unit");
                self.report(report.help("leave one of `unit` and `type` out"));
                return None;
            }
            (Some(RecordType::Text), None) => NamedType::Text,
            (Some(RecordType::Flag), None) => NamedType::Flag,
            (Some(RecordType::Time), None) => NamedType::Time,
        };
        Some((name.value, Named { paths: paths?, ty }))
    }

    fn transport(&mut self, raw: super::raw::RawTransport, at: Span) -> Transport {
        let is_none = raw.file.is_none()
            && raw.push.is_none()
            && raw.pull.is_none()
            && raw.ble.is_none()
            && raw.api.is_none();
        if is_none {
            let report = Report::error("S0504", at, "no transport says how data comes in");
            self.report(
                report.help("write one of file, push, pull, ble and api under `transport`"),
            );
        }
        let has_pull = raw.pull.is_some();
        Transport {
            file: raw.file.map(|file| self.files(file)),
            pull: raw.pull.and_then(|pull| self.pull(pull)),
            push: raw.push.and_then(|push| self.push(push, has_pull)),
            ble: raw.ble.map(|ble| self.ble(ble)),
            api: raw.api.and_then(|api| self.api(&api)),
        }
    }
}

/// What is asked and told all over.
impl Cx<'_> {
    pub fn report(&mut self, report: Report) {
        self.reading.reports.push(report);
    }

    pub fn place(&self, span: Span) -> Place {
        let (file, line) = self.reading.place(span);
        Place { file, line }
    }

    pub fn line(&self, span: Span) -> usize {
        self.reading.place(span).1
    }

    pub fn element_id(&mut self, id: &At<String>) {
        if !ids::is_element_id(id) || expr::RESERVED.contains(&id.as_str()) {
            let report = Report::error("S0030", id.span, format!("`{}` is not an id", **id));
            let help = "ids are snake_case: a-z, 0-9 and _, beginning with a letter, no word of expressions";
            let near = ids::to_case(id, '_').filter(|near| ids::is_element_id(near));
            self.report(report.help(help).suggest(near));
        }
    }

    fn text(&mut self, words: Option<&At<Words>>, otherwise: &str, at: Span) -> Text {
        let mut text = Text::default();
        let first = self
            .locales
            .first()
            .cloned()
            .unwrap_or_else(|| "en".to_owned());
        match words.map(|words| &words.value) {
            None => {
                text.0.insert(first, otherwise.to_owned());
            }
            Some(Words::Plain(words)) => {
                text.0.insert(first, words.clone());
            }
            Some(Words::ByLocale(all)) => {
                for (tag, words) in all {
                    if is_language(tag) {
                        text.0.insert(tag.value.clone(), words.value.clone());
                    } else {
                        let message = format!("`{}` is not a language tag", **tag);
                        let report = Report::error("S0050", tag.span, message);
                        self.report(report.help("languages are BCP 47 tags: en, ru, pt-BR"));
                    }
                }
            }
        }
        // A name of a device is the same everywhere.
        let is_by_language = matches!(words.map(|w| &w.value), Some(Words::ByLocale(_)));
        let missing: Vec<_> = self
            .locales
            .iter()
            .filter(|tag| !text.0.contains_key(*tag))
            .cloned()
            .collect();
        if is_by_language && !missing.is_empty() {
            let span = words.map_or(at, |words| words.span);
            let message = format!("the text is not there in {}", missing.join(", "));
            let report = Report::warning("S0052", span, message);
            self.report(report.help("add it to the map of languages"));
        }
        text
    }

    pub fn unit(&mut self, unit: &At<String>) -> Option<Unit> {
        let parsed = parse_unit(unit);
        parsed
            .map_err(|error| self.unit_error("S0101", unit.span, &error))
            .ok()
    }

    /// In SI.
    pub fn quantity(&mut self, figure: &At<Figure>, dim: Dim) -> Option<f64> {
        let text = figure.value.as_ref();
        if text == "0" {
            return Some(0.0);
        }
        let parsed = units::parse_quantity(text, Some(dim));
        let parsed = parsed.map_err(|error| self.unit_error("S0102", figure.span, &error));
        parsed.ok().map(|quantity| quantity.si)
    }

    /// In seconds.
    pub fn span(&mut self, figure: &At<Figure>) -> Option<f64> {
        self.quantity(figure, Dim::TIME)
    }

    fn unit_error(&mut self, code: &'static str, span: Span, error: &units::UnitError) {
        let report = Report::error(code, span, error.message.clone());
        self.report(match &error.suggestion {
            Some(near) => report
                .help(format!("did you mean `{near}`?"))
                .suggest(near.clone()),
            None => report,
        });
    }

    pub fn path(&mut self, text: &At<String>) -> Option<Path> {
        match Path::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                let span = self.part(text, &error.at);
                let report = Report::error("S0501", span, error.message);
                self.report(report.help(
                    "paths are names with dots between them: data[*].value, list[?type=1].value",
                ));
                None
            }
        }
    }

    pub fn optional_path(&mut self, text: Option<&At<String>>) -> Option<Path> {
        text.and_then(|text| self.path(text))
    }

    pub fn paths(&mut self, paths: &At<Paths>) -> Option<Vec<Path>> {
        let parsed = paths
            .0
            .iter()
            .map(|text| self.path(&At::new(text.clone(), paths.span)));
        let parsed: Vec<_> = parsed.collect();
        parsed.into_iter().collect()
    }

    pub fn template(&mut self, text: &At<String>, known: &[&str]) -> Option<Template> {
        let template = match Template::parse(text) {
            Ok(template) => template,
            Err(message) => {
                self.report(Report::error("S0506", text.span, message));
                return None;
            }
        };
        let is_known = |name: &str| {
            let open = |known: &&str| known.ends_with('.') && name.starts_with(*known);
            known.contains(&name) || known.iter().any(open)
        };
        let unknown: Vec<String> = template
            .names()
            .filter(|name| !is_known(name))
            .map(str::to_owned)
            .collect();
        for name in &unknown {
            let near = ids::nearest(name, known.iter().copied());
            let listed: Vec<_> = known
                .iter()
                .map(|known| {
                    let more = if known.ends_with('.') { "NAME" } else { "" };
                    format!("{{{known}{more}}}")
                })
                .collect();
            let help = near.map_or_else(
                || format!("here stand {}", listed.join(", ")),
                |near| format!("did you mean `{{{near}}}`?"),
            );
            let start = text.find(&format!("{{{name}}}")).map(|at| at + 1);
            let span = start.map_or(text.span, |start| {
                self.part(text, &(start..start + name.len()))
            });
            let report = Report::error(
                "S0506",
                span,
                format!("nothing is known as `{{{name}}}` here"),
            );
            self.report(report.help(help).suggest(near.map(str::to_owned)));
        }
        for path in template
            .names()
            .filter_map(|name| name.strip_prefix("record."))
            .map(str::to_owned)
            .collect::<Vec<_>>()
        {
            self.path(&At::new(path, text.span))?;
        }
        unknown.is_empty().then_some(template)
    }

    /// The place of a part of a text.
    fn part(&self, text: &At<String>, part: &std::ops::Range<usize>) -> Span {
        let written = self.reading.text(text.span).get(text.span.range());
        let found = written.and_then(|written| scalar_part(written, text, part));
        found.map_or(text.span, |found| {
            let start = text.span.range().start;
            Span::new(text.span.file, start + found.start..start + found.end)
        })
    }

    /// Whether a file of the adapter is there.
    pub fn file(&mut self, path: &At<String>, folder: &str) -> Option<&[u8]> {
        let source = self.source;
        let found = source.files.iter().find(|file| file.path == **path);
        if found.is_none() || !path.starts_with(folder) {
            let near = ids::nearest(path, source.files.iter().map(|file| file.path.as_str()));
            let help = near.map_or_else(
                || format!("files that it names stand in {folder}"),
                |near| format!("did you mean `{near}`?"),
            );
            let report =
                Report::error("S0513", path.span, format!("there is no file `{}`", **path));
            self.report(report.help(help).suggest(near.map(str::to_owned)));
            return None;
        }
        found.map(|file| file.bytes.as_slice())
    }

    /// A name of a list; reports one that is not in it.
    pub fn known_name(&mut self, name: &At<String>, known: &[String], what: &str) -> bool {
        if known.contains(name) {
            return true;
        }
        let near = ids::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        let help = match (&near, known.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => format!("there is no {what} at all"),
            (None, false) => format!("there are {}", known.join(", ")),
        };
        let report = Report::error(
            "S0512",
            name.span,
            format!("there is no {what} `{}`", **name),
        );
        self.report(report.help(help).suggest(near));
        false
    }
}
