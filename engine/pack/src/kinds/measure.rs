//! What metrics and part fields share: a type, a unit, a way to be shown and bounds of input.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor, value};

use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::kinds::values::{RawValues, compile_values};
use crate::model::{Bounds, Display, Format, MetricType, ValueList};
use crate::place::{At, Span};
use crate::scope::Scope;
use crate::units::{self, Unit};
use crate::value::Dim;

/// What is measured: `quantity` has a unit, `count` is a whole number, `enum` one word of a list,
/// `flag` yes or no, `rating` a whole number from 1, `text` free words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawType {
    Quantity,
    Count,
    Enum,
    Flag,
    Rating,
    Text,
}

impl RawType {
    fn word(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Count => "count",
            Self::Enum => "enum",
            Self::Flag => "flag",
            Self::Rating => "rating",
            Self::Text => "text",
        }
    }
}

/// How a figure is shown.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDisplay {
    /// Unit for people who use metric units; the canonical unit when left out.
    #[schemars(extend("x-names" = "units"))]
    pub metric: Option<At<String>>,
    /// Unit for people who use imperial units; as `metric` when left out.
    #[schemars(extend("x-names" = "units"))]
    pub imperial: Option<At<String>>,
    /// Digits after the point: 0 to 6. 0 for counts and ratings, else 1.
    #[schemars(range(min = 0, max = 6))]
    pub decimals: Option<u8>,
    /// `m:ss` for a unit of minutes (5:02), `h:mm:ss` for one of hours (1:02:38); a plain decimal
    /// when left out. Durations are shown as `h:mm:ss` unless this says otherwise.
    pub format: Option<At<RawFormat>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum RawFormat {
    #[serde(rename = "decimal")]
    Decimal,
    #[serde(rename = "m:ss")]
    MinSec,
    #[serde(rename = "h:mm:ss")]
    HourMinSec,
}

/// Bounds of what may be typed in; both inclusive.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawInput {
    /// Smallest figure allowed, with its unit.
    pub min: Option<At<Figure>>,
    /// Largest figure allowed, with its unit.
    pub max: Option<At<Figure>>,
}

/// The name of a list of the kind `values`, or the list itself.
#[derive(Clone, Debug)]
pub enum RawChoice {
    Named(String),
    Here(RawValues),
}

impl<'de> Deserialize<'de> for RawChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ChoiceVisitor;

        impl<'de> Visitor<'de> for ChoiceVisitor {
            type Value = RawChoice;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the name of a value list, or a list")
            }

            fn visit_str<E>(self, name: &str) -> Result<RawChoice, E> {
                Ok(RawChoice::Named(name.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<RawChoice, A::Error> {
                let list = value::SeqAccessDeserializer::new(seq);
                RawValues::deserialize(list).map(RawChoice::Here)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawChoice, A::Error> {
                let map = value::MapAccessDeserializer::new(map);
                RawValues::deserialize(map).map(RawChoice::Here)
            }
        }

        deserializer.deserialize_any(ChoiceVisitor)
    }
}

impl JsonSchema for RawChoice {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Choice".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = RawValues::json_schema(generator);
        schema.insert(
            "type".into(),
            serde_json::json!(["string", "object", "array"]),
        );
        schema
    }
}

/// The keys of a metric or field that say what it measures.
pub(crate) struct RawMeasure<'a> {
    /// Metric or field, for messages and text keys.
    pub id: &'a str,
    pub at: Span,
    /// Before a value's id in the key of its title.
    pub text_prefix: String,
    pub ty: Option<At<RawType>>,
    pub quantity: Option<At<String>>,
    pub unit: Option<At<String>>,
    pub values: Option<At<RawChoice>>,
    pub ordered: Option<At<bool>>,
    pub max: Option<At<u8>>,
    pub display: Option<At<RawDisplay>>,
    pub input: Option<At<RawInput>>,
    /// The dimension or type that a formula gives, where there is one.
    pub derived: Option<At<Derived>>,
}

/// What a formula yields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Derived {
    Number(Dim),
    Count,
    Flag,
}

/// A measure, compiled.
pub(crate) struct Measure {
    pub ty: MetricType,
    pub dim: Dim,
    pub unit: Unit,
    pub display: Display,
    pub input: Option<Bounds>,
}

impl RawMeasure<'_> {
    pub fn compile(mut self, cx: &mut Scope<'_>) -> Option<Measure> {
        let ty = self.infer_type(cx)?;
        self.refuse_strays(ty, cx);
        let (dim, unit) = match ty {
            RawType::Quantity => self.quantity_unit(cx)?,
            _ => (Dim::NONE, Unit::one()),
        };
        let display = self.display(ty, dim, &unit, cx)?;
        let input = match &self.input {
            Some(input) => Some(bounds(input, dim, cx)?),
            None => None,
        };
        let ty = self.metric_type(ty, cx)?;
        Some(Measure {
            ty,
            dim,
            unit,
            display,
            input,
        })
    }

    fn infer_type(&self, cx: &mut Scope<'_>) -> Option<RawType> {
        if let Some(ty) = &self.ty {
            return Some(ty.value);
        }
        if self.quantity.is_some() || self.unit.is_some() {
            return Some(RawType::Quantity);
        }
        match self.derived.as_ref().map(|derived| derived.value) {
            Some(Derived::Number(_)) => return Some(RawType::Quantity),
            Some(Derived::Count) => return Some(RawType::Count),
            Some(Derived::Flag) => return Some(RawType::Flag),
            None => {}
        }
        if self.values.is_some() {
            return Some(RawType::Enum);
        }
        cx.report(
            Report::error(
                "S0060",
                self.at,
                format!("`{}` does not say what it measures", self.id),
            )
            .help(
                "give a `quantity` (length, duration, heart_rate, …), or a `type`: count, \
                     enum, flag, rating or text",
            ),
        );
        None
    }

    /// Keys that mean something for another type only.
    fn refuse_strays(&self, ty: RawType, cx: &mut Scope<'_>) {
        let strays = [
            (
                "quantity",
                self.quantity.as_ref().map(|v| v.span),
                RawType::Quantity,
            ),
            (
                "unit",
                self.unit.as_ref().map(|v| v.span),
                RawType::Quantity,
            ),
            (
                "values",
                self.values.as_ref().map(|v| v.span),
                RawType::Enum,
            ),
            (
                "ordered",
                self.ordered.as_ref().map(|v| v.span),
                RawType::Enum,
            ),
            ("max", self.max.as_ref().map(|v| v.span), RawType::Rating),
        ];
        for (key, span, owner) in strays {
            if let (Some(span), true) = (span, owner != ty) {
                let (owner, ty) = (owner.word(), ty.word());
                let article = if owner == "enum" { "an" } else { "a" };
                let message = format!(
                    "`{key}` belongs to {article} {owner}, and `{}` is of type {ty}",
                    self.id
                );
                cx.report(
                    Report::error("S0061", span, message)
                        .help(format!("take it out, or make the type `{owner}`")),
                );
            }
        }
        let bounded = matches!(ty, RawType::Quantity | RawType::Count | RawType::Rating);
        if let (Some(input), false) = (&self.input, bounded)
            && (input.min.is_some() || input.max.is_some())
        {
            let message = format!("the type {} has no smallest and largest figure", ty.word());
            cx.error("S0061", input.span, message);
        }
    }

    /// The dimension and the canonical unit, from whichever of quantity, unit, formula and display
    /// are given; all that are have to agree.
    fn quantity_unit(&mut self, cx: &mut Scope<'_>) -> Option<(Dim, Unit)> {
        let kind = match &self.quantity {
            Some(name) => Some((name.span, quantity_kind(name, cx)?)),
            None => None,
        };
        let unit = match &self.unit {
            Some(unit) => Some((unit.span, cx.unit(unit)?)),
            None => None,
        };
        let shown = self.display.as_ref().and_then(|d| d.metric.clone());
        let shown = shown.and_then(|unit| units::parse_unit(&unit).ok());
        let derived = match self.derived {
            Some(At {
                value: Derived::Number(dim),
                span,
            }) => Some((dim, span)),
            _ => None,
        };
        let dim = kind
            .as_ref()
            .map(|(_, (dim, _))| *dim)
            .or(derived.map(|(dim, _)| dim))
            .or(unit.as_ref().map(|(_, u)| u.dim))
            .or(shown.as_ref().map(|u| u.dim));
        let Some(dim) = dim else {
            cx.report(
                Report::error(
                    "S0060",
                    self.at,
                    format!("`{}` has neither quantity nor unit", self.id),
                )
                .help("a quantity names its kind: `quantity: length`"),
            );
            return None;
        };
        if let (Some((_, (kind_dim, _))), Some((derived, formula)), Some(quantity)) =
            (&kind, derived, &self.quantity)
            && *kind_dim != derived
        {
            let (given, stated) = (units::describe_dim(derived), units::describe_dim(*kind_dim));
            let message = format!(
                "the formula gives {given}, and `quantity: {}` is {stated}",
                **quantity
            );
            let report = Report::error("S0045", formula, message);
            cx.report(report.help(format!(
                "either the formula or the quantity of `{}` is another",
                self.id
            )));
            return None;
        }
        if let Some((span, unit)) = &unit
            && unit.dim != dim
        {
            report_dimension(&unit.symbol, unit.dim, dim, *span, cx);
            return None;
        }
        let unit = unit
            .map(|(_, unit)| unit)
            .or(kind.map(|(_, (_, unit))| unit))
            .or(shown.filter(|u| u.dim == dim))
            .unwrap_or_else(|| units::coherent(dim));
        Some((dim, unit))
    }

    fn display(&self, ty: RawType, dim: Dim, unit: &Unit, cx: &mut Scope<'_>) -> Option<Display> {
        let raw = self.display.as_ref();
        let format = match raw.and_then(|d| d.format.as_ref()).map(|f| f.value) {
            Some(RawFormat::MinSec) => Format::MinSec,
            Some(RawFormat::HourMinSec) => Format::HourMinSec,
            None if dim == Dim::TIME && raw.is_none_or(|d| d.metric.is_none()) => {
                Format::HourMinSec
            }
            Some(RawFormat::Decimal) | None => Format::Decimal,
        };
        let metric = match raw.and_then(|d| d.metric.as_ref()) {
            Some(written) => display_unit(written, dim, cx)?,
            None if dim == Dim::TIME => clock_unit(format).unwrap_or_else(|| unit.clone()),
            None => unit.clone(),
        };
        let imperial = match raw.and_then(|d| d.imperial.as_ref()) {
            Some(written) => display_unit(written, dim, cx)?,
            None => metric.clone(),
        };
        if let Some(at) = raw.and_then(|d| d.format.as_ref()) {
            for unit in [&metric, &imperial] {
                check_clock(format, unit, at.span, cx)?;
            }
        }
        let whole = matches!(ty, RawType::Count | RawType::Rating);
        let decimals = raw.and_then(|d| d.decimals).unwrap_or(u8::from(!whole));
        Some(Display {
            metric,
            imperial,
            decimals,
            format,
        })
    }

    fn metric_type(self, ty: RawType, cx: &mut Scope<'_>) -> Option<MetricType> {
        Some(match ty {
            RawType::Quantity => MetricType::Quantity,
            RawType::Count => MetricType::Count,
            RawType::Flag => MetricType::Flag,
            RawType::Text => MetricType::Text,
            RawType::Rating => {
                let max = self.max.as_ref().map_or(5, |max| max.value);
                if let (Some(written), false) = (&self.max, (2..=100).contains(&max)) {
                    let message = "a rating's best figure is from 2 to 100";
                    cx.error("S0025", written.span, message);
                    return None;
                }
                MetricType::Rating { max }
            }
            RawType::Enum => MetricType::Enum {
                ordered: self.ordered.as_ref().is_some_and(|o| o.value),
                values: self.value_list(cx)?,
            },
        })
    }

    fn value_list(self, cx: &mut Scope<'_>) -> Option<Arc<ValueList>> {
        let Some(At { value, span }) = self.values else {
            cx.report(
                Report::error(
                    "S0022",
                    self.at,
                    format!("the enum `{}` needs `values`", self.id),
                )
                .help("name a list of values.yaml, or write the list here"),
            );
            return None;
        };
        match value {
            RawChoice::Named(name) => cx.value_list(&At::new(name, span)),
            RawChoice::Here(list) => {
                // A field's list stands in its part.
                let id = match self.text_prefix.as_str() {
                    "" => cx.qualified(),
                    _ => format!("{}.{}", cx.qualified(), self.id),
                };
                let values = compile_values(list, &self.text_prefix, cx)?;
                Some(Arc::new(ValueList { id, values }))
            }
        }
    }
}

pub(super) fn quantity_kind(name: &At<String>, cx: &mut Scope<'_>) -> Option<(Dim, Unit)> {
    let found = units::quantity_kind(name);
    if found.is_none() {
        let near = ids::nearest(name, units::quantity_kind_names());
        cx.report(
            Report::error(
                "S0044",
                name.span,
                format!("there is no quantity `{}`", **name),
            )
            .help(near.map_or_else(
                || "the quantities are listed in docs/reference/units.md".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ))
            .suggest(near.map(str::to_owned)),
        );
    }
    found
}

fn display_unit(written: &At<String>, dim: Dim, cx: &mut Scope<'_>) -> Option<Unit> {
    let unit = cx.unit(written)?;
    if unit.dim == dim {
        return Some(unit);
    }
    report_dimension(&unit.symbol, unit.dim, dim, written.span, cx);
    None
}

fn report_dimension(symbol: &str, found: Dim, wanted: Dim, span: Span, cx: &mut Scope<'_>) {
    let (found, wanted) = (units::describe_dim(found), units::describe_dim(wanted));
    cx.report(
        Report::error(
            "S0045",
            span,
            format!("`{symbol}` is a unit of {found}, not of {wanted}"),
        )
        .help(format!("write a unit of {wanted}")),
    );
}

/// The display unit that a clock format counts in, for plain durations.
fn clock_unit(format: Format) -> Option<Unit> {
    match format {
        Format::MinSec => units::parse_unit("min").ok(),
        Format::HourMinSec => units::parse_unit("h").ok(),
        Format::Decimal => None,
    }
}

fn check_clock(format: Format, unit: &Unit, at: Span, cx: &mut Scope<'_>) -> Option<()> {
    let (wanted, fits) = match format {
        Format::Decimal => return Some(()),
        Format::MinSec => ("minutes (min, min/km)", unit.symbol.starts_with("min")),
        Format::HourMinSec => (
            "hours (h)",
            unit.symbol == "h" || unit.symbol.starts_with("h/"),
        ),
    };
    if fits {
        return Some(());
    }
    let message = format!(
        "this format counts {wanted}, and the figure is shown in `{}`",
        unit.symbol
    );
    cx.report(
        Report::error("S0062", at, message)
            .help("change the display unit, or leave the format out for a plain decimal"),
    );
    None
}

fn bounds(input: &At<RawInput>, dim: Dim, cx: &mut Scope<'_>) -> Option<Bounds> {
    let mut bound = |figure: &Option<At<Figure>>| match figure {
        Some(figure) => cx.quantity(figure, dim).map(Some),
        None => Some(None),
    };
    let (min, max) = (bound(&input.min), bound(&input.max));
    let (min, max) = (min?, max?);
    if let (Some(low), Some(high)) = (min, max)
        && low >= high
    {
        let span = input.max.as_ref().map_or(input.span, |m| m.span);
        cx.report(
            Report::error("S0063", span, "`max` is not above `min`")
                .help("no figure, or no more than one, could be typed in"),
        );
        return None;
    }
    Some(Bounds { min, max })
}
