//! Checks normalising as a whole: entries, samples, parts, bounds, and what names a recording.

use indexmap::IndexMap;

use super::Cx;
use crate::adapter::model::{
    Dedupe, Entry, Format, From, Part, PartField, RateOf, Reader, SampleField, SampleTime, Samples,
    SamplesFrom, TimeForm, Transport, Valid, Validate, What,
};
use crate::adapter::path::Path;
use crate::adapter::raw::{
    RawDedupe, RawEntry, RawPart, RawPartField, RawRate, RawSampleField, RawSampleTime, RawSamples,
    RawValidate,
};
use crate::expr::Want;
use crate::finding::Report;
use crate::ids;
use crate::place::{At, Span};
use crate::units::Unit;
use crate::value::Dim;

/// An activity that begins later than so long from now is refused, where nothing else is said.
const AHEAD_S: f64 = 600.0;

impl Cx<'_> {
    pub(super) fn entries(&mut self, raw: &[RawEntry]) -> Vec<Entry> {
        raw.iter().filter_map(|entry| self.entry(entry)).collect()
    }

    fn entry(&mut self, raw: &RawEntry) -> Option<Entry> {
        let at = span_of(raw);
        let what = match (&raw.field, &raw.samples, &raw.part) {
            (Some(name), None, None) => What::Field(self.field_entry(raw, name)?),
            (None, Some(samples), None) => What::Samples(self.samples(samples, at)?),
            (None, None, Some(part)) => What::Part(self.part_entry(part)?),
            _ => {
                let report = Report::error("S0503", at, "an entry fills one thing");
                self.report(report.help("write one of field, samples and part in it"));
                return None;
            }
        };
        let when = match &raw.when {
            Some(text) => Some(self.expression(text, &self.record_context(), Want::Flag)?),
            None => None,
        };
        if let Some(stream) = &raw.stream {
            let known = self.streams.clone();
            self.known_name(stream, &known, "stream");
        }
        Some(Entry {
            what,
            when,
            stream: raw.stream.as_ref().map(|stream| stream.value.clone()),
            at,
            line: self.line(at),
        })
    }

    fn samples(&mut self, raw: &RawSamples, at: Span) -> Option<Samples> {
        let from = match (&raw.rows, &raw.columns) {
            (Some(rows), None) => SamplesFrom::Rows(self.path(rows)?),
            (None, Some(columns)) => SamplesFrom::Columns(self.path(columns)?),
            (None, None) => SamplesFrom::Columns(Path::default()),
            (Some(rows), Some(_)) => {
                let report = Report::error("S0503", rows.span, "samples are rows or columns");
                self.report(report.help("keep one of rows and columns"));
                return None;
            }
        };
        let is_rows = matches!(from, SamplesFrom::Rows(_));
        let time = self.sample_time(&raw.time, at, is_rows);
        let fields: Vec<_> = raw
            .fields
            .iter()
            .map(|field| self.sample_field(field, is_rows))
            .collect();
        Some(Samples {
            from,
            time: time?,
            fields: fields.into_iter().collect::<Option<_>>()?,
        })
    }

    fn sample_time(&mut self, raw: &RawSampleTime, at: Span, is_rows: bool) -> Option<SampleTime> {
        match (&raw.from, &raw.every) {
            (Some(from), None) => Some(SampleTime::At {
                paths: self.paths(from)?,
                form: raw
                    .form
                    .as_ref()
                    .map_or(TimeForm::Iso8601, |form| form.value),
            }),
            (None, Some(every))
                if every
                    .0
                    .starts_with(|c: char| c.is_ascii_digit() || c == 'P') =>
            {
                Some(SampleTime::Every(self.span(every)?))
            }
            (None, Some(every)) if !is_rows => {
                let path = At::new(every.0.clone(), every.span);
                Some(SampleTime::EveryOf(self.path(&path)?))
            }
            _ => {
                let span = raw.from.as_ref().map_or(at, |from| from.span);
                let report = Report::error("S0510", span, "a sample's time comes from one thing");
                self.report(report.help(
                    "write `from: PATH` with `as`, or `every: 1 s`; `every: PATH` is for columns",
                ));
                None
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "one key after another")]
    fn sample_field(&mut self, raw: &RawSampleField, is_rows: bool) -> Option<SampleField> {
        let canon = self.canon;
        let Some(channel) = canon.channel(&raw.field) else {
            let near = ids::nearest(
                &raw.field,
                canon.channels.iter().map(|one| one.name.as_str()),
            );
            let help = near.map_or_else(
                || "channels are named as in FIT's record: docs/reference/canonical.md".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let report = Report::error(
                "S0502",
                raw.field.span,
                format!("there is no channel `{}`", *raw.field),
            );
            self.report(report.help(help).suggest(near.map(str::to_owned)));
            return None;
        };
        let to = channel.unit.clone().unwrap_or_else(Unit::one);
        let unit = match &raw.unit {
            Some(unit) => Some((self.unit(unit)?, unit)),
            None => None,
        };
        let times = match &raw.times {
            Some(name) => {
                let known: Vec<String> = self.settings.keys().cloned().collect();
                self.known_name(name, &known, "setting").then_some(())?;
                self.settings
                    .get(name.as_str())
                    .map(|setting| setting.unit.dim)
            }
            None => None,
        };
        let unit = match (raw.rate.is_some(), unit) {
            // What a counter grows by is a plain number; a setting and the seconds give the rest.
            (true, Some((_, written))) => {
                let report = Report::error(
                    "S0503",
                    written.span,
                    "a rate has the unit that its counter and the seconds give",
                );
                self.report(report.help("take `unit` out"));
                return None;
            }
            (true, None) => {
                let gives = times.unwrap_or(Dim::NONE).over(Dim::TIME);
                if gives != to.dim {
                    let message = format!(
                        "this rate is {}, and the channel is {}",
                        gives.describe(),
                        to.dim.describe()
                    );
                    let report = Report::error("S0045", raw.field.span, message);
                    self.report(report.help("`times: SETTING` makes a counter's steps a length"));
                    return None;
                }
                Unit {
                    factor: 1.0,
                    offset: 0.0,
                    ..to.clone()
                }
            }
            (false, Some((unit, written))) => {
                let gives = times.map_or(unit.dim, |dim| unit.dim.times(dim));
                if gives != to.dim {
                    self.other_dimension(written, &unit, &to);
                    return None;
                }
                unit
            }
            (false, None) => to.clone(),
        };
        let paths = match (&raw.from, &raw.rate) {
            (Some(from), None) => self.paths(from)?,
            (None, Some(_)) => Vec::new(),
            _ => {
                let report =
                    Report::error("S0503", raw.field.span, "a channel comes from one thing");
                self.report(report.help("write one of from and rate"));
                return None;
            }
        };
        if let (true, Some(split)) = (is_rows, &raw.split) {
            let report = Report::error("S0503", split.span, "a row has one value of a channel");
            self.report(report.help("`split` is for columns"));
        }
        Some(SampleField {
            channel: channel.name.clone(),
            to,
            unit,
            paths,
            split: raw.split.as_ref().map(|split| match split.as_str() {
                "space" => " ".to_owned(),
                "tab" => "\t".to_owned(),
                other => other.to_owned(),
            }),
            missing: raw.missing.as_ref().map(|missing| missing.0.clone()),
            rate: match &raw.rate {
                Some(rate) => Some(self.rate_of(rate)?),
                None => None,
            },
            times: raw.times.as_ref().map(|name| name.value.clone()),
        })
    }

    fn rate_of(&mut self, raw: &RawRate) -> Option<RateOf> {
        let mut wraps = |figure: &Option<At<crate::figure::Figure>>| {
            let figure = figure.as_ref()?;
            let value = figure.0.parse::<f64>().ok().filter(|value| *value > 0.0);
            if value.is_none() {
                let report = Report::error(
                    "S0508",
                    figure.span,
                    "a counter begins again at a number above 0",
                );
                self.reading
                    .reports
                    .push(report.help("write 65536 for two bytes"));
            }
            value
        };
        let (of_wraps, over_wraps) = (wraps(&raw.of_wraps), wraps(&raw.over_wraps));
        Some(RateOf {
            of: self.path(&raw.of)?,
            of_wraps,
            over: self.path(&raw.over)?,
            over_wraps,
        })
    }

    fn part_entry(&mut self, raw: &RawPart) -> Option<Part> {
        let canon = self.canon;
        let Some((kind, known)) = canon.part(&raw.kind) else {
            let kinds: Vec<&str> = canon
                .parts
                .iter()
                .map(|(kind, _)| kind.trim_start_matches("fit:"))
                .collect();
            let near = ids::nearest(&raw.kind, kinds.iter().copied()).map(str::to_owned);
            let report = Report::error(
                "S0502",
                raw.kind.span,
                format!("there is no part `{}`", *raw.kind),
            );
            self.report(
                report
                    .help(format!("there are {}", kinds.join(", ")))
                    .suggest(near),
            );
            return None;
        };
        let time = match &raw.time {
            Some(time) => Some(self.sample_time(time, raw.kind.span, true)?),
            None => None,
        };
        let fields: Vec<_> = raw
            .fields
            .iter()
            .map(|field| {
                let names = known.iter().map(|field| field.name.as_str());
                let Some(of) = known.iter().find(|one| one.name == field.field.as_str()) else {
                    let near = ids::nearest(&field.field, names).map(str::to_owned);
                    let help = near.as_ref().map_or_else(
                        || "its fields are in docs/reference/canonical.md".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let report = Report::error(
                        "S0502",
                        field.field.span,
                        format!("a {} has no field `{}`", *raw.kind, *field.field),
                    );
                    self.report(report.help(help).suggest(near));
                    return None;
                };
                self.part_field(field, of.unit.as_ref())
            })
            .collect();
        Some(Part {
            kind: kind.to_owned(),
            rows: self.path(&raw.rows)?,
            time,
            fields: fields.into_iter().collect::<Option<_>>()?,
        })
    }

    fn part_field(&mut self, raw: &RawPartField, unit: Option<&Unit>) -> Option<PartField> {
        let read = match unit {
            Some(unit) => {
                self.number_reader(raw.unit.as_ref(), raw.form.as_ref(), unit, raw.field.span)?
            }
            None => Reader::Words {
                known: raw
                    .words
                    .iter()
                    .map(|(theirs, ours)| (theirs.value.clone(), ours.value.clone()))
                    .collect(),
                otherwise: None,
            },
        };
        Some(PartField {
            name: raw.field.value.clone(),
            to: unit.cloned(),
            paths: self.paths(&raw.from)?,
            read,
        })
    }

    pub(super) fn validate(&mut self, raw: &RawValidate) -> Validate {
        let canon = self.canon;
        let mut fields = IndexMap::new();
        for (name, bounds) in &raw.fields {
            let field = canon.channel(name).or_else(|| canon.figure(name));
            let Some(field) = field.filter(|field| field.unit.is_some()) else {
                let all = canon.channels.iter().chain(&canon.figures);
                let names = all.map(|field| field.name.trim_start_matches("fit:session."));
                let near = ids::nearest(name, names).map(str::to_owned);
                let help = near.as_ref().map_or_else(
                    || "bounds are of channels and figures: docs/reference/canonical.md".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let report = Report::error(
                    "S0502",
                    name.span,
                    format!("there is no figure or channel `{}`", **name),
                );
                self.report(report.help(help).suggest(near));
                continue;
            };
            let min = bounds.min.as_ref().and_then(|min| self.bound(min, field));
            let max = bounds.max.as_ref().and_then(|max| self.bound(max, field));
            if let (Some(low), Some(high), Some(at)) = (min, max, &bounds.max)
                && low >= high
            {
                let report = Report::error("S0508", at.span, "the most is not more than the least");
                self.report(report.help("mend `min` or `max`"));
            }
            if let (Some(change), None) = (&bounds.per_second, canon.channel(name)) {
                let report = Report::error(
                    "S0508",
                    change.span,
                    "only a channel changes from second to second",
                );
                self.report(report.help("take `per_second` out"));
            }
            let wide = crate::adapter::CanonField {
                range: None,
                ..field.clone()
            };
            let per_second = bounds
                .per_second
                .as_ref()
                .and_then(|change| self.bound(change, &wide));
            fields.insert(
                field.name.clone(),
                Valid {
                    min,
                    max,
                    per_second,
                },
            );
        }
        let clock = raw.clock.as_ref();
        let mut span = |figure: Option<&At<crate::figure::Figure>>| {
            figure.and_then(|figure| self.span(figure))
        };
        let ahead_s = span(clock.and_then(|clock| clock.ahead.as_ref()));
        let behind_s = span(clock.and_then(|clock| clock.behind.as_ref()));
        Validate {
            fields,
            ahead_s: ahead_s.unwrap_or(AHEAD_S),
            behind_s,
            duplicates: raw.duplicates.unwrap_or_default(),
        }
    }

    pub(super) fn dedupe(&mut self, raw: RawDedupe) -> Dedupe {
        let usual = Dedupe::default();
        let id = raw.id.and_then(|id| self.paths(&id));
        let mut share = |figure: Option<At<crate::figure::Figure>>| {
            let figure = figure?;
            let share = self.quantity(&figure, Dim::NONE)?;
            if !(0.0..=1.0).contains(&share) {
                let report = Report::error("S0508", figure.span, "a share is 0 % to 100 %");
                self.report(report.help("write it in per cent: 60 %"));
            }
            Some(share)
        };
        let (overlap, distance) = (share(raw.overlap), share(raw.distance));
        Dedupe {
            id: id.unwrap_or_default(),
            priority: raw
                .priority
                .map_or(usual.priority, |priority| priority.value),
            overlap: overlap.unwrap_or(usual.overlap),
            distance: distance.unwrap_or(usual.distance),
        }
    }

    /// Whether what is written together makes an activity.
    pub(super) fn is_whole(
        &mut self,
        format: &At<Format>,
        raw: &[RawEntry],
        transport: &Transport,
        at: Span,
    ) {
        let has_file = transport
            .pull
            .iter()
            .flat_map(|pull| pull.streams.values())
            .flat_map(|stream| &stream.details)
            .any(|detail| detail.into == "file");
        let has_manifest = transport.file.iter().any(|file| {
            file.archive
                .as_ref()
                .is_some_and(|archive| archive.manifest.is_some())
        });
        let named = |name: &str| {
            raw.iter().any(|entry| {
                entry
                    .field
                    .as_ref()
                    .is_some_and(|field| field.as_str() == name)
            })
        };
        if format.value.is_whole() {
            if let (Some(first), false) = (raw.first(), has_manifest) {
                let report = Report::error(
                    "S0516",
                    span_of(first),
                    "the format gives whole activities, and no record to normalise",
                );
                self.report(report.help(
                    "take `normalize` out; an archive's manifest, or another format, gives records",
                ));
            }
        } else if !named("start_time") && !has_file {
            let report = Report::error("S0516", at, "no entry of `normalize` fills `start_time`");
            self.report(report.help(
                "an activity begins somewhere: {field: start_time, from: PATH, as: iso8601}",
            ));
        }
        let is_local = raw.iter().find(|entry| {
            entry
                .form
                .as_ref()
                .is_some_and(|form| form.value == TimeForm::Local)
        });
        if let (Some(entry), false) = (is_local, named("utc_offset")) {
            let report = Report::error(
                "S0510",
                span_of(entry),
                "a local time tells a moment only with its offset",
            );
            self.report(report.help("fill `utc_offset` too, or write `as: iso8601` where the zone is UTC or in the text"));
        }
        if format.value == Format::Layout
            && transport.ble.is_none()
            && transport.push.is_none()
            && transport.pull.is_none()
        {
            let report = Report::error("S0504", format.span, "a layout reads what a sensor sends");
            self.report(report.help("write `ble` under `transport`"));
        }
    }
}

/// Where an entry stands: the first of its keys that has a place.
pub(super) fn span_of(raw: &RawEntry) -> Span {
    let field = raw.field.as_ref().map(|field| field.span);
    let samples = raw.samples.as_ref().and_then(|samples| {
        samples
            .rows
            .as_ref()
            .or(samples.columns.as_ref())
            .map(|path| path.span)
            .or_else(|| samples.fields.first().map(|field| field.field.span))
    });
    let part = raw.part.as_ref().map(|part| part.kind.span);
    field.or(samples).or(part).unwrap_or_default()
}

impl From {
    /// In words, for whoever tells what a step did.
    pub fn describe(&self) -> String {
        match self {
            Self::Paths { paths, .. } => paths
                .iter()
                .map(Path::as_str)
                .collect::<Vec<_>>()
                .join(" | "),
            Self::Number(number) => number.to_string(),
            Self::Word(word) => word.clone(),
            Self::Formula(formula) => formula.source().to_owned(),
        }
    }
}
