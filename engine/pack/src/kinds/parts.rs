//! `parts`: the repeated entries of a workout.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diff::{Measured, Nature, Said, Sheet, Tells};
use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::kinds::measure::{RawChoice, RawDisplay, RawInput, RawMeasure, RawType};
use crate::model::{MetricType, Pack, Part, PartField, Preset, Source};
use crate::place::At;
use crate::renames::FIELDS;
use crate::scope::{EXPRESSION_ROOTS, Scope};
use crate::value::{Dim, Value};
use crate::words::Words;

pub struct Parts;

/// A part of a workout.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPart {
    /// What one entry is called: "Set".
    pub title: Option<At<Words>>,
    /// What several are called, over their table: "Sets"; the title when left out.
    pub titles: Option<At<Words>>,
    /// The part that this one stands in: a game's parent is its match.
    #[schemars(extend("x-names" = "parts"))]
    pub parent: Option<At<String>>,
    /// What is noted of each entry, by id; shown in this order.
    pub fields: IndexMap<At<String>, RawField>,
    /// The entries of a file that fill the part: `fit:lap`, `fit:length` or `fit:set`.
    pub source: Option<At<String>>,
    /// Entries filled in beforehand, by id: a course with the par of its holes.
    pub presets: Option<IndexMap<At<String>, RawPreset>>,
}

/// A field of a part. Its keys mean what they mean for a metric.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    /// What the field is called; its id as words when left out.
    pub title: Option<At<Words>>,
    /// `quantity`, `count`, `enum`, `flag`, `rating` or `text`; `quantity` when one is given.
    #[serde(rename = "type")]
    pub ty: Option<At<RawType>>,
    /// The kind of quantity: `mass`, `length`, `duration`.
    #[schemars(extend("x-names" = "quantities"))]
    pub quantity: Option<At<String>>,
    /// The canonical unit.
    #[schemars(extend("x-names" = "units"))]
    pub unit: Option<At<String>>,
    /// For an enum: the name of a value list, or the list itself.
    #[schemars(extend("x-names" = "values"))]
    pub values: Option<At<RawChoice>>,
    /// For an enum: whether its words rank, lowest first.
    pub ordered: Option<At<bool>>,
    /// For a rating: its best figure, 2 to 100; 5 when left out.
    pub max: Option<At<u8>>,
    /// How it is shown.
    pub display: Option<At<RawDisplay>>,
    /// The field of the part's `source` that fills it; the field's own id when left out.
    pub source: Option<At<String>>,
    /// Bounds of what may be typed in.
    pub input: Option<At<RawInput>>,
    /// Whether an entry cannot do without it.
    #[serde(default)]
    pub required: bool,
}

/// Entries filled in beforehand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPreset {
    /// What the preset is called: the name of a course.
    pub title: Option<At<Words>>,
    /// One map from field to figure for each entry.
    #[schemars(length(min = 1, max = 500))]
    pub rows: Vec<IndexMap<At<String>, At<Figure>>>,
}

impl Kind for Parts {
    const NAME: &'static str = "parts";
    const TITLE: &'static str = "Parts";
    const DOC: &'static str = "\
A workout's repeated entries: sets, lengths, games, holes. A part has fields, each with a type as \
metrics have; entries are typed in row by row, or come from a file by `source`. A part may stand in \
another (`parent`), and may come filled in beforehand (`presets`).

Metrics derive from parts by adding over the entries: `sum(set.reps * set.load)`. Texts have the \
keys `parts-<id>-title`, `parts-<id>-titles` (what several entries are called, over their table), \
`parts-<id>-<field>-title` and `parts-<id>-<preset>-title`.";
    const EXAMPLE: &'static str = "\
set:
  title: {en: Set, ru: Подход}
  titles: {en: Sets, ru: Подходы}
  source: fit:set
  fields:
    exercise: {title: {en: Exercise, ru: Упражнение}, type: enum, values: exercises, source: category, required: true}
    reps: {title: {en: Reps, ru: Повторы}, type: count, source: repetitions, input: {min: 0, max: 1000}}
    load: {title: {en: Load, ru: Вес}, quantity: mass, unit: kg, source: weight, display: {imperial: lb}}
";

    type Raw = RawPart;
    type Element = Part;
    const HELD: Option<&'static str> = Some("entries that people typed");

    fn of(pack: &Pack) -> &IndexMap<String, Arc<Part>> {
        &pack.parts
    }

    fn sheet(part: &Part, sheet: &mut Sheet) {
        sheet.text("title", &part.title);
        sheet.text("titles", &part.titles);
        sheet.words(
            "parent",
            part.parent.as_ref(),
            Nature::Relied,
            Tells::Nothing,
        );
        let source = part.source.as_ref();
        let source = source.map(|s| format!("{}:{}", s.scheme, s.path));
        sheet.words("source", source, Nature::Told, Tells::Workouts);
        for (id, field) in &part.fields {
            sheet.each(
                "fields",
                [id.as_str()],
                Nature::Held(FIELDS),
                Tells::Workouts,
            );
            sheet.inside("fields", id, |sheet| {
                sheet.text("title", &field.title);
                let of = format!("{}.{id}", part.id);
                let measured = Measured {
                    of: &of,
                    ty: &field.ty,
                    dim: field.dim,
                    unit: &field.unit,
                    display: &field.display,
                    input: field.input.as_ref(),
                    required: field.required,
                    nature: Nature::Meant,
                };
                measured.sheet(sheet);
                sheet.words(
                    "source",
                    field.source.as_ref(),
                    Nature::Told,
                    Tells::Workouts,
                );
            });
        }
        for preset in &part.presets {
            let rows = format!("{} rows: {:?}", preset.rows.len(), preset.rows);
            sheet.member(
                "presets",
                &preset.id,
                Said::Words(rows),
                Nature::Look,
                Tells::Nothing,
            );
            sheet.text_of("presets", &preset.id, &preset.title);
        }
    }

    fn needs(raw: &RawPart) -> Vec<String> {
        raw.parent.iter().map(|p| p.value.clone()).collect()
    }

    fn compile(id: &str, raw: RawPart, cx: &mut Scope<'_>) -> Option<Part> {
        if EXPRESSION_ROOTS.contains(&id) {
            let message = format!("`{id}` means something else in every rule");
            let report = Report::error("S0031", cx.key_span(), message);
            cx.report(report.help("choose another id for the part"));
            return None;
        }
        let title = cx.text(raw.title.as_ref(), "title");
        let titles = cx.optional_text(raw.titles.as_ref(), "titles");
        let titles = titles.unwrap_or_default().or(&title);
        let parent = match &raw.parent {
            Some(name) => Some(cx.part(name)?.name.clone()),
            None => None,
        };
        let source = match &raw.source {
            Some(source) => Some(part_source(source, cx)?),
            None => None,
        };
        let fields = compile_fields(raw.fields, source.as_ref(), cx)?;
        let presets = compile_presets(raw.presets.unwrap_or_default(), &fields, cx)?;
        Some(Part {
            id: cx.qualified(),
            name: id.to_owned(),
            title,
            titles,
            parent,
            fields,
            source,
            presets,
            place: cx.place(),
        })
    }
}

/// A part kind is known by its fields: `fit:set` by `fit:set.weight`.
fn part_source(source: &At<String>, cx: &mut Scope<'_>) -> Option<Source> {
    let known = cx.fields_under(&format!("{}.", **source));
    if let (Some((scheme, path)), false) = (source.split_once(':'), known.is_empty()) {
        return Some(Source {
            scheme: scheme.to_owned(),
            path: path.to_owned(),
        });
    }
    let kinds: Vec<_> = cx
        .field_names()
        .filter_map(|name| name.rsplit_once('.').map(|(kind, _)| kind))
        .filter(|kind| *kind != "fit:session")
        .collect();
    let near = ids::nearest(source, kinds.iter().copied());
    cx.report(
        Report::error(
            "S0043",
            source.span,
            format!("no file format has entries `{}`", **source),
        )
        .help("the entries of files are fit:lap, fit:length and fit:set")
        .suggest(near.map(str::to_owned)),
    );
    None
}

fn compile_fields(
    raw: IndexMap<At<String>, RawField>,
    source: Option<&Source>,
    cx: &mut Scope<'_>,
) -> Option<IndexMap<String, PartField>> {
    let mut fields = IndexMap::new();
    let mut sound = true;
    for (id, field) in raw {
        let reserved = crate::expr::RESERVED.contains(&id.as_str());
        if reserved || !ids::is_element_id(&id) {
            sound = false;
            let (code, why) = if reserved {
                ("S0031", "is a reserved word of expressions")
            } else {
                ("S0030", "is not an id")
            };
            cx.report(
                Report::error(code, id.span, format!("`{}` {why}", *id))
                    .help("field ids are snake_case words that rules can name")
                    .suggest(ids::to_case(&format!("{}_value", *id), '_').filter(|_| reserved)),
            );
            continue;
        }
        match compile_field(&id, field, source, cx) {
            Some(field) => {
                fields.insert(id.value, field);
            }
            None => sound = false,
        }
    }
    sound.then_some(fields)
}

fn compile_field(
    id: &At<String>,
    raw: RawField,
    part_source: Option<&Source>,
    cx: &mut Scope<'_>,
) -> Option<PartField> {
    let title = cx.text_of(raw.title.as_ref(), &format!("{}-title", **id), id, id.span);
    let measure = RawMeasure {
        id,
        at: id.span,
        text_prefix: format!("{}-", **id),
        ty: raw.ty,
        quantity: raw.quantity,
        unit: raw.unit,
        values: raw.values,
        ordered: raw.ordered,
        max: raw.max,
        display: raw.display,
        input: raw.input,
        derived: None,
    }
    .compile(cx)?;
    let source = field_source(
        id,
        raw.source.as_ref(),
        part_source,
        measure.dim,
        &measure.ty,
        cx,
    )?;
    Some(PartField {
        title,
        ty: measure.ty,
        dim: measure.dim,
        unit: measure.unit,
        display: measure.display,
        source,
        input: measure.input,
        required: raw.required,
    })
}

/// The field of the source that fills this one. Outer `None`: an error was told.
#[expect(
    clippy::option_option,
    reason = "an error and an absent source are different things"
)]
fn field_source(
    id: &At<String>,
    written: Option<&At<String>>,
    part_source: Option<&Source>,
    dim: Dim,
    ty: &MetricType,
    cx: &mut Scope<'_>,
) -> Option<Option<String>> {
    let Some(part) = part_source else {
        let Some(written) = written else {
            return Some(None);
        };
        cx.report(
            Report::error("S0043", written.span, "the part itself has no `source`")
                .help("say which entries of a file fill the part, such as `source: fit:set`"),
        );
        return None;
    };
    let prefix = format!("{}:{}.", part.scheme, part.path);
    let name = written.unwrap_or(id);
    let Some(field) = cx.known_field(&format!("{prefix}{}", **name)) else {
        let Some(written) = written else {
            return Some(None);
        };
        let known = cx.fields_under(&prefix);
        let near = ids::nearest(written, known.iter().copied());
        let message = format!(
            "`{}:{}` has no field `{}`",
            part.scheme, part.path, **written
        );
        cx.report(
            Report::error("S0043", written.span, message)
                .help(format!("it has: {}", known.join(", ")))
                .suggest(near.map(str::to_owned)),
        );
        return None;
    };
    if matches!(ty, MetricType::Quantity) && field.dim != dim {
        let message = format!(
            "`{}` gives {}, and `{}` is {}",
            field.name,
            crate::units::describe_dim(field.dim),
            **id,
            crate::units::describe_dim(dim)
        );
        cx.error("S0045", name.span, message);
        return None;
    }
    Some(Some(name.value.clone()))
}

fn compile_presets(
    raw: IndexMap<At<String>, RawPreset>,
    fields: &IndexMap<String, PartField>,
    cx: &mut Scope<'_>,
) -> Option<Vec<Preset>> {
    let mut presets = Vec::new();
    let mut sound = true;
    for (id, preset) in raw {
        let title = cx.text_of(
            preset.title.as_ref(),
            &format!("{}-title", *id),
            &id,
            id.span,
        );
        let rows: Vec<_> = preset
            .rows
            .into_iter()
            .map(|row| compile_row(row, fields, cx))
            .collect();
        match rows.into_iter().collect::<Option<Vec<_>>>() {
            Some(rows) => presets.push(Preset {
                id: id.value,
                title,
                rows,
            }),
            None => sound = false,
        }
    }
    sound.then_some(presets)
}

fn compile_row(
    row: IndexMap<At<String>, At<Figure>>,
    fields: &IndexMap<String, PartField>,
    cx: &mut Scope<'_>,
) -> Option<IndexMap<String, Value>> {
    let mut values = IndexMap::new();
    let mut sound = true;
    for (name, figure) in row {
        let Some(field) = fields.get(name.as_str()) else {
            let near = ids::nearest(&name, fields.keys().map(String::as_str));
            let known = fields
                .keys()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ");
            cx.report(
                Report::error(
                    "S0032",
                    name.span,
                    format!("the part has no field `{}`", *name),
                )
                .help(format!("it has: {known}"))
                .suggest(near.map(str::to_owned)),
            );
            sound = false;
            continue;
        };
        match cell(field, &figure, cx).filter(|value| is_within(field, value, &figure, cx)) {
            Some(value) => {
                values.insert(name.value, value);
            }
            None => sound = false,
        }
    }
    sound.then_some(values)
}

/// Whether a preset's figure could be typed in.
fn is_within(field: &PartField, value: &Value, figure: &At<Figure>, cx: &mut Scope<'_>) -> bool {
    let (Some(bounds), Value::Number(si)) = (field.input, value) else {
        return true;
    };
    let within = bounds.min.is_none_or(|min| *si >= min) && bounds.max.is_none_or(|max| *si <= max);
    if !within {
        let report = Report::error(
            "S0025",
            figure.span,
            "the figure is out of the field's bounds",
        );
        cx.report(report.help("write one that `input` of the field allows"));
    }
    within
}

/// A written figure as a value of the field's type.
fn cell(field: &PartField, figure: &At<Figure>, cx: &mut Scope<'_>) -> Option<Value> {
    let text = figure.value.0.as_str();
    let wrong = match &field.ty {
        MetricType::Quantity => return cx.quantity(figure, field.dim).map(Value::Number),
        MetricType::Text => return Some(Value::Text(text.to_owned())),
        MetricType::Count | MetricType::Rating { .. } => match text.parse::<u32>() {
            Ok(n) => return Some(Value::Number(f64::from(n))),
            Err(_) => "expected a whole number".to_owned(),
        },
        MetricType::Flag => match text {
            "true" => return Some(Value::Flag(true)),
            "false" => return Some(Value::Flag(false)),
            _ => "expected true or false".to_owned(),
        },
        MetricType::Enum { values, .. } => {
            if values.values.contains_key(text) {
                return Some(Value::Text(text.to_owned()));
            }
            let words = values.values.keys().map(String::as_str).collect::<Vec<_>>();
            format!("expected one of {}", words.join(", "))
        }
    };
    cx.error("S0025", figure.span, format!("{wrong}, found `{text}`"));
    None
}
