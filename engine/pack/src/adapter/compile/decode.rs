//! Checks how bytes become records.

use indexmap::IndexMap;

use super::Cx;
use crate::adapter::model::{Bits, Condition, Decode, Format, Layout, LayoutField};
use crate::adapter::path::Path;
use crate::adapter::raw::{RawDecode, RawLayoutField};
use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::place::At;

/// A value of a characteristic has at most so many bytes (Core Specification, Vol 3, Part F, 3.2.9).
const MOST_BYTES: usize = 512;

impl Cx<'_> {
    pub(super) fn decode(&mut self, raw: &RawDecode) -> Option<Decode> {
        let format = raw.format.value;
        let misplaced = |key: &str, of: &str| {
            let message = format!("`{key}` means something for {of} alone");
            Report::error("S0503", raw.format.span, message).help("take it out, or mend `format`")
        };
        if !raw.layouts.is_empty() && format != Format::Layout {
            self.report(misplaced("layouts", "layout"));
        }
        if raw.layouts.is_empty() && format == Format::Layout {
            let report = Report::error(
                "S0507",
                raw.format.span,
                "no layout says what the bytes are",
            );
            self.report(report.help("write the fields in their order under `layouts`"));
        }
        if raw.delimiter.is_some() && format != Format::Csv {
            self.report(misplaced("delimiter", "csv"));
        }
        if raw.records.is_some() && (format.is_whole() || format == Format::Layout) {
            self.report(misplaced("records", "json, ndjson, xml and csv"));
        }
        let delimiter = raw.delimiter.as_ref().and_then(|delimiter| {
            let byte = match delimiter.as_bytes() {
                [byte] => Some(*byte),
                _ if delimiter.as_str() == "tab" => Some(b'\t'),
                _ => None,
            };
            if byte.is_none() {
                let report = Report::error("S0025", delimiter.span, "a delimiter is one letter");
                self.report(report.help("write \";\", or `tab`"));
            }
            byte
        });
        let records = match &raw.records {
            Some(path) => self.path(path)?,
            None => Path::default(),
        };
        let layouts: Vec<_> = raw
            .layouts
            .iter()
            .map(|(name, fields)| {
                self.element_id(name);
                Some((name.value.clone(), self.layout(fields)?))
            })
            .collect();
        Some(Decode {
            format,
            records,
            delimiter,
            layouts: layouts.into_iter().collect::<Option<IndexMap<_, _>>>()?,
        })
    }

    fn layout(&mut self, raw: &[RawLayoutField]) -> Option<Layout> {
        let mut flags: Vec<String> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let mut fields = Vec::new();
        for (at, field) in raw.iter().enumerate() {
            // One of two shapes is there, as flags say: both have the name.
            let others = if field.only_if.is_some() {
                &[][..]
            } else {
                &names
            };
            self.field_name(&field.field, others, &flags);
            if field.repeat.unwrap_or_default() && at + 1 < raw.len() {
                let report = Report::error(
                    "S0507",
                    field.field.span,
                    "what repeats to the end is the last field",
                );
                self.report(report.help("move it to the end of the layout"));
            }
            let read = self.layout_field(field, &flags)?;
            flags.extend(read.bits.iter().map(|bits| bits.name.clone()));
            names.push(read.name.clone());
            fields.push(read);
        }
        let bytes: usize = fields.iter().map(|field| field.ty.bytes()).sum();
        if bytes > MOST_BYTES
            && let Some(first) = raw.first()
        {
            let message = format!("the layout has {bytes} bytes, and a value at most {MOST_BYTES}");
            self.report(Report::error("S0507", first.field.span, message));
        }
        Some(Layout { fields })
    }

    fn field_name(&mut self, name: &At<String>, names: &[String], flags: &[String]) {
        if name.as_str() == "_" {
            return;
        }
        if !ids::is_element_id(name) {
            let report = Report::error(
                "S0030",
                name.span,
                format!("`{}` is no field's name", **name),
            );
            self.report(
                report
                    .help("names are snake_case; `_` is passed over")
                    .suggest(ids::to_case(name, '_')),
            );
        } else if names.contains(name) || flags.contains(name) {
            let report = Report::error(
                "S0012",
                name.span,
                format!("`{}` is in the layout already", **name),
            );
            self.report(report.help("each field and flag has a name of its own"));
        }
    }

    fn layout_field(&mut self, raw: &RawLayoutField, flags: &[String]) -> Option<LayoutField> {
        let ty = raw.ty.value;
        if !raw.bits.is_empty() && (!ty.is_whole() || ty.is_signed()) {
            let report = Report::error(
                "S0507",
                raw.ty.span,
                "flags are bits of u8, u16, u24 or u32",
            );
            self.report(report.help("write the number without a sign"));
        }
        let mut bits = Vec::new();
        for (name, written) in &raw.bits {
            self.field_name(name, &[], flags);
            bits.push(self.bits(name, written, ty.bytes() * 8)?);
        }
        let only_if = match &raw.only_if {
            Some(conditions) => self.conditions(conditions, flags)?,
            None => Vec::new(),
        };
        let scale = raw
            .scale
            .as_ref()
            .map(|scale| self.number(scale, "a factor: 0.5, 1/1024"));
        let offset = raw
            .offset
            .as_ref()
            .map(|offset| self.number(offset, "a number: -40"));
        let missing = raw.missing.as_ref().map(|missing| self.whole(missing));
        if matches!(scale, Some(Some(zero)) if zero == 0.0)
            && let Some(scale) = &raw.scale
        {
            let report = Report::error("S0507", scale.span, "times 0 nothing is left");
            self.report(report.help("write what the number is multiplied by"));
        }
        Some(LayoutField {
            name: raw.field.value.clone(),
            ty,
            endian: raw.endian.unwrap_or_default(),
            bits,
            only_if,
            scale: scale.unwrap_or(Some(1.0))?,
            offset: offset.unwrap_or(Some(0.0))?,
            missing: match missing {
                Some(missing) => Some(missing?),
                None => None,
            },
            repeat: raw.repeat.unwrap_or_default(),
        })
    }

    fn bits(&mut self, name: &At<String>, written: &At<Figure>, most: usize) -> Option<Bits> {
        let text = written.0.as_str();
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let bit = |text: &str| {
            text.trim()
                .parse::<u8>()
                .ok()
                .filter(|bit| usize::from(*bit) < most)
        };
        match (bit(first), bit(last)) {
            (Some(first), Some(last)) if first <= last => Some(Bits {
                name: name.value.clone(),
                first,
                count: last - first + 1,
            }),
            _ => {
                let report = Report::error(
                    "S0507",
                    written.span,
                    format!("`{text}` is no bit of the field"),
                );
                self.report(report.help(format!(
                    "its bits are 0 to {}; several are written 1-2",
                    most - 1
                )));
                None
            }
        }
    }

    fn conditions(
        &mut self,
        raw: &At<crate::adapter::raw::Paths>,
        flags: &[String],
    ) -> Option<Vec<Condition>> {
        let mut conditions = Vec::new();
        for text in &raw.0 {
            let (flag, set) = match text.strip_prefix('!') {
                Some(flag) => (flag, false),
                None => (text.as_str(), true),
            };
            if !flags.iter().any(|known| known == flag) {
                let near = ids::nearest(flag, flags.iter().map(String::as_str)).map(str::to_owned);
                let help = near.as_ref().map_or_else(
                    || "flags are `bits` of a field that stands before".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let report = Report::error(
                    "S0507",
                    raw.span,
                    format!("there is no flag `{flag}` before this field"),
                );
                self.report(report.help(help));
                return None;
            }
            conditions.push(Condition {
                flag: flag.to_owned(),
                set,
            });
        }
        Some(conditions)
    }

    /// `0.5` or `1/1024`.
    fn number(&mut self, figure: &At<Figure>, what: &str) -> Option<f64> {
        let text = figure.0.as_str();
        let (over, under) = text.split_once('/').unwrap_or((text, "1"));
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let value = number(over)
            .zip(number(under))
            .map(|(over, under)| over / under);
        let value = value.filter(|value| value.is_finite());
        if value.is_none() {
            let report = Report::error("S0507", figure.span, format!("`{text}` is no number"));
            self.report(report.help(format!("write {what}")));
        }
        value
    }

    fn whole(&mut self, figure: &At<Figure>) -> Option<i64> {
        let text = figure.0.as_str();
        let value = match text.strip_prefix("0x") {
            Some(hex) => i64::from_str_radix(hex, 16).ok(),
            None => text.parse().ok(),
        };
        if value.is_none() {
            let report =
                Report::error("S0507", figure.span, format!("`{text}` is no whole number"));
            self.report(report.help("write it as it stands in the bytes: 65535, \"0xFFFF\""));
        }
        value
    }
}
