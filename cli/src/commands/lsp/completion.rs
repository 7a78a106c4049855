//! What may be written where the cursor is.

mod adapters;
mod expressions;

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};
use serde_json::Value;
use stadion_engine::catalog::fields::source_fields;
use stadion_pack::FitList;
use stadion_pack::regions::REGIONS;
use stadion_pack::units::{QUANTITY_KINDS, UNITS, parse_unit};

use super::outline::Step;
use super::place::Place;
use super::positions::Lines;
use super::words;

/// How the editor takes what is proposed.
pub struct Manner<'a> {
    pub lines: &'a Lines<'a>,
    /// Whether the cursor may be put between brackets that were just written.
    pub snippets: bool,
}

/// One proposal.
pub struct Proposal {
    label: String,
    kind: CompletionItemKind,
    /// One line beside the name.
    brief: String,
    /// Markdown.
    story: String,
    /// What is written, where it is not the label.
    written: Option<String>,
    is_snippet: bool,
}

impl Proposal {
    fn new(label: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self {
            label: label.into(),
            kind,
            brief: String::new(),
            story: String::new(),
            written: None,
            is_snippet: false,
        }
    }

    fn brief(mut self, brief: impl Into<String>) -> Self {
        self.brief = brief.into();
        self
    }

    fn story(mut self, story: impl Into<String>) -> Self {
        self.story = story.into();
        self
    }

    fn writes(mut self, text: impl Into<String>) -> Self {
        self.written = Some(text.into());
        self
    }

    fn snippet(mut self, text: impl Into<String>) -> Self {
        self.is_snippet = true;
        self.writes(text)
    }

    /// In the order proposed, in place of what stands at `span`.
    fn item(self, order: usize, span: &Range<usize>, manner: &Manner<'_>) -> CompletionItem {
        let text = self.written.unwrap_or_else(|| self.label.clone());
        let story = MarkupContent {
            kind: MarkupKind::Markdown,
            value: self.story,
        };
        CompletionItem {
            kind: Some(self.kind),
            detail: (!self.brief.is_empty()).then_some(self.brief),
            documentation: (!story.value.is_empty()).then_some(Documentation::MarkupContent(story)),
            sort_text: Some(format!("{order:04}")),
            filter_text: Some(self.label.clone()),
            insert_text_format: self.is_snippet.then_some(InsertTextFormat::SNIPPET),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
                manner.lines.range(span),
                text,
            ))),
            label: self.label,
            ..CompletionItem::default()
        }
    }
}

pub fn items(place: &Place<'_>, manner: &Manner<'_>) -> Vec<CompletionItem> {
    let (proposals, span) = match place.expression() {
        Some(is_rule) if !place.slot.span.is_empty() => {
            expressions::proposals(place, is_rule, manner.snippets)
        }
        Some(is_rule) => {
            let (found, span) = expressions::proposals(place, is_rule, manner.snippets);
            (after_colon(found, place), span)
        }
        None if place.is_key() => (keys(place), place.slot.span.clone()),
        None => values(place),
    };
    let all = proposals.into_iter().enumerate();
    all.map(|(n, proposal)| proposal.item(n, &span, manner))
        .collect()
}

fn keys(place: &Place<'_>) -> Vec<Proposal> {
    let present = place.outline.keys(&place.slot.path, &place.slot.span);
    let behind = place.text.get(place.slot.span.end..).unwrap_or_default();
    let colon = if behind.trim_start_matches(' ').starts_with(':') {
        ""
    } else {
        ": "
    };
    let mut found = Vec::new();
    for declared in &place.declared {
        let known = declared.schema.get("properties").and_then(Value::as_object);
        let required = declared.schema.get("required").and_then(Value::as_array);
        for (name, schema) in known.into_iter().flatten() {
            if present.contains(&name.as_str()) {
                continue;
            }
            let is_required = required.is_some_and(|names| names.iter().any(|n| n == name));
            let brief = if is_required { "required" } else { "" };
            let proposal = Proposal::new(name, CompletionItemKind::PROPERTY)
                .brief(brief)
                .story(words::key(name, schema))
                .writes(format!("{name}{colon}"));
            found.push((!is_required, proposal));
        }
    }
    if found.is_empty() {
        let free = adapters::keys(place).into_iter();
        let free = free.filter(|proposal| !present.contains(&proposal.label.as_str()));
        found.extend(free.map(|proposal| {
            let written = format!("{}{colon}", proposal.label);
            (true, proposal.writes(written))
        }));
    }
    // What has to be there comes first.
    found.sort_by_key(|(is_optional, _)| *is_optional);
    let mut found: Vec<Proposal> = found.into_iter().map(|(_, proposal)| proposal).collect();
    if place.names() == Some("packs") && found.is_empty() {
        let others = place.shelf.names.0.iter();
        let others =
            others.filter(|pack| pack.id != place.pack && !present.contains(&pack.id.as_str()));
        found.extend(others.map(|pack| {
            let version = place.shelf.sound.packs.get(&pack.id);
            let version = version.map_or(1, |pack| pack.version.major);
            Proposal::new(&pack.id, CompletionItemKind::MODULE).writes(format!(
                "{}{}",
                pack.id,
                if colon.is_empty() {
                    String::new()
                } else {
                    format!(": \"^{version}\"")
                }
            ))
        }));
    }
    found
}

/// Values, or keys of a map that begins; and what they replace.
fn values(place: &Place<'_>) -> (Vec<Proposal>, Range<usize>) {
    let mut span = place.slot.span.clone();
    let mut found = keys_of_a_new_map(place);
    for declared in &place.declared {
        let known = declared.schema.get("enum").and_then(Value::as_array);
        let one = declared.schema.get("const");
        for word in known
            .into_iter()
            .flatten()
            .chain(one)
            .filter_map(Value::as_str)
        {
            let written = quoted_if_needed(word);
            found.push(Proposal::new(word, CompletionItemKind::ENUM_MEMBER).writes(written));
        }
        if declared
            .schema
            .get("type")
            .is_some_and(|ty| ty == "boolean")
        {
            let flags = ["true", "false"];
            found.extend(flags.map(|flag| Proposal::new(flag, CompletionItemKind::VALUE)));
        }
    }
    let words = place.declared.iter().find_map(|declared| declared.words);
    let words = words.and_then(Value::as_array).into_iter().flatten();
    let words: Vec<Proposal> = words
        .filter_map(Value::as_str)
        .map(|word| Proposal::new(word, CompletionItemKind::VALUE))
        .collect();
    if place.names().is_some() || !words.is_empty() {
        let taken = place.outline.items(&place.slot);
        let mut named = named(place, place.names().unwrap_or_default());
        named.extend(words);
        named.retain(|proposal| !taken.contains(&proposal.label.as_str()));
        found.extend(named);
    } else if place.is_figure() {
        let (units, behind) = units_of_figure(place);
        found.extend(units);
        span = behind;
    }
    (after_colon(found, place), span)
}

/// A space where the cursor touches the colon.
fn after_colon(mut found: Vec<Proposal>, place: &Place<'_>) -> Vec<Proposal> {
    let before = place.text.get(..place.slot.span.start).unwrap_or_default();
    if before.ends_with(':') || (before.ends_with('-') && !place.is_key()) {
        for proposal in &mut found {
            let text = proposal.written.take();
            let text = text.unwrap_or_else(|| proposal.label.clone());
            proposal.written = Some(format!(" {text}"));
        }
    }
    found
}

fn keys_of_a_new_map(place: &Place<'_>) -> Vec<Proposal> {
    let is_fresh = place.slot.role == super::outline::Role::Fresh;
    if is_fresh { keys(place) } else { Vec::new() }
}

/// A word that YAML would read as something else.
fn quoted_if_needed(word: &str) -> String {
    if word.contains([':', '#']) {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

fn named(place: &Place<'_>, names: &str) -> Vec<Proposal> {
    let words = |words: &[String], kind| {
        let words = words.iter().map(|word| Proposal::new(word, kind));
        words.collect::<Vec<_>>()
    };
    match names {
        "units" => units(),
        "quantities" => quantities(),
        "sources" => sources(),
        "icons" => words(place.kinds.icon_names(), CompletionItemKind::FILE),
        "fit" => fit(place),
        "regions" => {
            let all = REGIONS.iter();
            all.map(|code| Proposal::new(*code, CompletionItemKind::VALUE))
                .collect()
        }
        "canonical" | "channels" => adapters::fields(place),
        "files" => adapters::files(place),
        "path" => adapters::paths(place),
        kind => definitions(place, kind),
    }
}

fn definitions(place: &Place<'_>, kind: &str) -> Vec<Proposal> {
    let mut visible = place.shelf.names.visible(place.pack, kind);
    if place.key() == "form" {
        // What is derived is never asked.
        visible.retain(|(_, definition)| definition.node.get("derive").is_none());
    }
    let own = place.slot.path.first();
    if kind == "gear" {
        visible.retain(|(name, _)| own != Some(&Step::Key(name.clone())));
    }
    let found = visible.into_iter().map(|(name, definition)| {
        Proposal::new(name, CompletionItemKind::REFERENCE)
            .brief(words::brief(place.shelf, definition))
            .story(words::story(place.shelf, definition))
    });
    found.collect()
}

fn units() -> Vec<Proposal> {
    let known = UNITS.iter().map(|unit| {
        Proposal::new(unit.symbol, CompletionItemKind::UNIT)
            .brief(unit.dim.describe())
            .story(words::unit(unit))
    });
    // Paces, and what kinds of quantity are usually in, are made of several.
    let paces = [
        "min/km",
        "min/mi",
        "s/km",
        "min/500m",
        "min/100m",
        "min/100yd",
    ];
    let usual = QUANTITY_KINDS.iter().map(|kind| kind.unit);
    let usual = usual.filter(|symbol| UNITS.iter().all(|unit| unit.symbol != *symbol));
    let made = paces.into_iter().chain(usual).filter_map(|symbol| {
        let dim = parse_unit(symbol).ok()?.dim;
        Some(Proposal::new(symbol, CompletionItemKind::UNIT).brief(dim.describe()))
    });
    known.chain(made).collect()
}

fn quantities() -> Vec<Proposal> {
    let kinds = QUANTITY_KINDS.iter();
    let kinds = kinds.map(|kind| {
        Proposal::new(kind.name, CompletionItemKind::UNIT).brief(format!(
            "{}, usually in {}",
            kind.dim.symbol(),
            kind.unit
        ))
    });
    kinds.collect()
}

fn sources() -> Vec<Proposal> {
    let fields = source_fields().into_iter();
    let fields = fields.map(|field| {
        Proposal::new(&field.name, CompletionItemKind::FIELD)
            .brief(field.dim.describe())
            .story(field.doc)
    });
    fields.collect()
}

/// Sports of the FIT profile; behind a `/` its sub-sports.
fn fit(place: &Place<'_>) -> Vec<Proposal> {
    let written = place.text.get(place.slot.span.start..place.cursor);
    let sport = written
        .and_then(|word| word.rsplit_once('/'))
        .map(|(sport, _)| sport);
    let list = if sport.is_some() {
        FitList::SubSports
    } else {
        FitList::Sports
    };
    let words = place.kinds.fit_words(list).iter();
    let words = words.map(|word| match sport {
        Some(sport) => format!("{sport}/{word}"),
        None => word.clone(),
    });
    words
        .map(|word| Proposal::new(word, CompletionItemKind::VALUE))
        .collect()
}

/// Units behind the number of a figure; without a number none.
fn units_of_figure(place: &Place<'_>) -> (Vec<Proposal>, Range<usize>) {
    let span = place.slot.span.clone();
    let written = place.text.get(span.start..place.cursor).unwrap_or_default();
    let number = |c: char| c.is_ascii_digit() || ".:+-_\"'".contains(c);
    let unit = written.trim_start_matches(number);
    let start = place.cursor - unit.trim_start_matches(' ').len();
    let is_closed = place
        .text
        .get(span.clone())
        .is_some_and(|t| t.len() > 1 && t.ends_with(['"', '\'']));
    let end = span.end - usize::from(is_closed);
    let span = start..end.max(place.cursor);
    if unit.len() == written.len() {
        return (Vec::new(), span);
    }
    let touches = unit.is_empty();
    let mut units = units();
    if touches {
        for proposal in &mut units {
            proposal.written = Some(format!(" {}", proposal.label));
        }
    }
    (units, span)
}
