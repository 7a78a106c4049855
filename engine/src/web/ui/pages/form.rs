//! Fields of forms.

use serde::Serialize;
use stadion_pack::model::{
    Bounds, Display, Format, Metric, MetricType, PartField, Text, ValueList,
};

use crate::web::ui::format::Formats;

/// The state of a field that the template itself names.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Input {
    pub value: String,
    pub problem: Option<Problem>,
}

impl Input {
    pub fn of(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            problem: None,
        }
    }

    pub fn wrong(value: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            problem: Some(Problem {
                message: message.into(),
                fix: None,
            }),
        }
    }
}

/// What is wrong with a field: the rule, and where one is near, a button that mends it.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    pub message: String,
    pub fix: Option<Fix>,
}

/// A submit button `name="action"`; the handler sets the field and shows the form again.
#[derive(Clone, Debug, Serialize)]
pub struct Fix {
    pub label: String,
    /// `fix:set.2.load=105`.
    pub action: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Number,
    /// `5:02` or `1:02:38`.
    Clock,
    Text,
    /// One of the choices, in a list.
    Choice,
    Flag,
    /// One of the choices, as chips.
    Rating,
}

/// A field made from a metric or a part's field.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The form's name: `metric.running.distance`, `set.2.load`.
    pub name: String,
    /// The element's id, the name with dashes.
    pub id: String,
    pub label: String,
    pub kind: FieldKind,
    pub value: String,
    /// The keys that a phone shows: `decimal`, `numeric` or `text`.
    pub keys: &'static str,
    /// The unit inside the field.
    pub suffix: String,
    pub hint: Option<String>,
    pub required: bool,
    pub choices: Vec<Choice>,
    pub problem: Option<Problem>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl Field {
    /// The field of a metric's manual entry.
    pub fn metric(
        metric: &Metric,
        value: &str,
        problem: Option<Problem>,
        formats: &Formats,
    ) -> Self {
        let asked = Asked {
            title: &metric.title,
            ty: &metric.ty,
            display: &metric.display,
            input: metric.input,
            required: metric.required,
        };
        asked.field(format!("metric.{}", metric.id), value, problem, formats)
    }

    /// A cell of a part's row: `{kind}.{row}.{field}`.
    pub fn part(
        (kind, row, name): (&str, usize, &str),
        field: &PartField,
        value: &str,
        problem: Option<Problem>,
        formats: &Formats,
    ) -> Self {
        let asked = Asked {
            title: &field.title,
            ty: &field.ty,
            display: &field.display,
            input: field.input,
            required: field.required,
        };
        asked.field(format!("{kind}.{row}.{name}"), value, problem, formats)
    }
}

impl Field {
    /// An attribute of a piece of gear, asked in words.
    pub fn attribute(name: &str, label: &str, kind: FieldKind, value: &str) -> Self {
        Self {
            name: format!("attribute.{name}"),
            id: format!("attribute-{name}"),
            label: label.to_owned(),
            kind,
            value: value.to_owned(),
            keys: if kind == FieldKind::Number {
                "decimal"
            } else {
                "text"
            },
            suffix: String::new(),
            hint: None,
            required: false,
            choices: Vec::new(),
            problem: None,
        }
    }
}

/// What metrics and part fields have in common for a form.
struct Asked<'a> {
    title: &'a Text,
    ty: &'a MetricType,
    display: &'a Display,
    input: Option<Bounds>,
    required: bool,
}

impl Asked<'_> {
    fn field(
        &self,
        name: String,
        value: &str,
        problem: Option<Problem>,
        formats: &Formats,
    ) -> Field {
        let kind = self.kind();
        let choices = match self.ty {
            MetricType::Enum { values, .. } => enum_choices(values, value, formats),
            MetricType::Rating { max } => rating_choices(*max, value),
            _ => Vec::new(),
        };
        Field {
            id: name.replace('.', "-"),
            name,
            label: self.title.get(formats.locale.tag()).to_owned(),
            kind,
            value: value.to_owned(),
            keys: self.keys(kind),
            suffix: self.suffix(kind, formats),
            hint: (kind == FieldKind::Number)
                .then(|| self.bounds(formats))
                .flatten(),
            required: self.required,
            choices,
            problem,
        }
    }

    fn kind(&self) -> FieldKind {
        match self.ty {
            MetricType::Quantity if self.display.format != Format::Decimal => FieldKind::Clock,
            MetricType::Quantity | MetricType::Count => FieldKind::Number,
            MetricType::Enum { .. } => FieldKind::Choice,
            MetricType::Flag => FieldKind::Flag,
            MetricType::Rating { .. } => FieldKind::Rating,
            MetricType::Text => FieldKind::Text,
        }
    }

    /// No keypad of digits has a colon, and not every one a minus.
    fn keys(&self, kind: FieldKind) -> &'static str {
        match (kind, self.ty) {
            (FieldKind::Rating, _) | (FieldKind::Number, MetricType::Count) => "numeric",
            (FieldKind::Number, _) if self.is_negative_shown() => "text",
            (FieldKind::Number, _) if self.display.decimals == 0 => "numeric",
            (FieldKind::Number, _) => "decimal",
            _ => "text",
        }
    }

    fn is_negative_shown(&self) -> bool {
        let min = self.input.and_then(|bounds| bounds.min);
        min.is_some_and(|min| self.display.metric.from_si(min) < 0.0)
    }

    fn suffix(&self, kind: FieldKind, formats: &Formats) -> String {
        match kind {
            FieldKind::Clock if self.display.format == Format::HourMinSec => {
                formats.text("input-h-mm-ss", &[])
            }
            FieldKind::Number | FieldKind::Clock => formats.unit_full(self.display),
            _ => String::new(),
        }
    }

    /// `From 30 to 240 bpm.`; a lower bound of zero goes without saying, and how much is too much
    /// is told to who enters it.
    fn bounds(&self, formats: &Formats) -> Option<String> {
        let input = self.input?;
        let told = |si: f64| formats.quantity(si, self.display).to_string();
        match (input.min.filter(|min| *min > 0.0), input.max) {
            (Some(min), Some(max)) => Some(formats.text(
                "input-between",
                &[("min", told(min).into()), ("max", told(max).into())],
            )),
            (Some(min), None) => Some(formats.text("input-least", &[("min", told(min).into())])),
            (None, _) => None,
        }
    }
}

fn enum_choices(values: &ValueList, chosen: &str, formats: &Formats) -> Vec<Choice> {
    let choice = |(id, title): (&String, &Text)| Choice {
        value: id.clone(),
        label: title.get(formats.locale.tag()).to_owned(),
        is_chosen: id == chosen,
    };
    values.values.iter().map(choice).collect()
}

fn rating_choices(max: u8, chosen: &str) -> Vec<Choice> {
    let choice = |n: u8| {
        let value = n.to_string();
        Choice {
            is_chosen: value == chosen,
            label: value.clone(),
            value,
        }
    };
    (1..=max).map(choice).collect()
}
