//! Inside an expression: fields, metrics, functions, units as functions, and words of lists.

use std::ops::Range;

use lsp_types::CompletionItemKind;
use stadion_pack::expr::{FUNCTIONS, SCRIPTS};
use stadion_pack::model::MetricType;
use stadion_pack::scope::rule_names;
use stadion_pack::units::UNITS;

use super::{Proposal, adapters};
use crate::commands::lsp::expression::{Word, word_at};
use crate::commands::lsp::place::Place;
use crate::commands::lsp::words;

pub fn proposals(
    place: &Place<'_>,
    is_rule: bool,
    snippets: bool,
) -> (Vec<Proposal>, Range<usize>) {
    let Some(word) = word_at(place.text, &place.slot.span, place.cursor) else {
        return (Vec::new(), place.cursor..place.cursor);
    };
    let found = if place.is_of_adapter() {
        adapters::names(place, &word).unwrap_or_else(|| {
            let mut found = adapters::roots(place);
            found.extend(functions(false, snippets, place, &word));
            found
        })
    } else if word.is_text {
        words_of(place, &word)
    } else {
        match word.root {
            Some("workout") if place.is_of_person() => Vec::new(),
            Some("workout") => of_workout(place),
            Some("user") if is_rule => told("user."),
            Some("user") => Vec::new(),
            Some(SCRIPTS) => scripts(place),
            Some(part) => fields(place, part),
            None => anything(place, is_rule, snippets, &word),
        }
    };
    (found, word.span)
}

/// What every workout has, or what is known of a user.
fn told(prefix: &str) -> Vec<Proposal> {
    let names = rule_names().filter_map(|(name, what)| {
        let field = name.strip_prefix(prefix)?;
        Some(Proposal::new(field, CompletionItemKind::FIELD).brief(what))
    });
    names.collect()
}

fn of_workout(place: &Place<'_>) -> Vec<Proposal> {
    let mut found = metrics(place);
    found.extend(told("workout."));
    found
}

/// By plain name: an expression takes no other.
fn metrics(place: &Place<'_>) -> Vec<Proposal> {
    let visible = place.shelf.names.visible(place.pack, "metrics");
    let plain = visible.into_iter().filter(|(name, _)| !name.contains('.'));
    let found = plain.map(|(name, definition)| {
        Proposal::new(name, CompletionItemKind::FIELD)
            .brief(words::brief(place.shelf, definition))
            .story(words::story(place.shelf, definition))
    });
    found.collect()
}

fn fields(place: &Place<'_>, part: &str) -> Vec<Proposal> {
    let Some(part) = place.shelf.names.find(place.pack, "parts", part) else {
        return Vec::new();
    };
    let sound = place.shelf.sound.packs.get(&part.pack);
    let sound = sound.and_then(|pack| pack.parts.get(&part.id));
    let fields = part.fields().map(|(id, ..)| {
        let field = sound.and_then(|part| part.fields.get(id));
        let brief = field.map(|f| words::type_of(&f.ty, f.dim, &f.unit.symbol));
        Proposal::new(id, CompletionItemKind::FIELD).brief(brief.unwrap_or_default())
    });
    fields.collect()
}

fn anything(place: &Place<'_>, is_rule: bool, snippets: bool, word: &Word<'_>) -> Vec<Proposal> {
    let mut found = Vec::new();
    if !place.is_of_person() {
        let workout = Proposal::new("workout", CompletionItemKind::STRUCT);
        found.push(workout.brief("the workout and its metrics"));
        if !scripts(place).is_empty() {
            let script = Proposal::new(SCRIPTS, CompletionItemKind::MODULE);
            found.push(script.brief("the pack's scripts"));
        }
    }
    if is_rule {
        let user = Proposal::new("user", CompletionItemKind::STRUCT);
        found.push(user.brief(if place.is_of_person() {
            "who the person is, as of the day asked"
        } else {
            "who trained, as of that day"
        }));
        let now = Proposal::new("now", CompletionItemKind::VARIABLE);
        found.push(now.brief("the time as of which a rule is asked"));
    }
    found.extend(functions(is_rule, snippets, place, word));
    if !place.is_of_person() {
        found.extend(parts(place));
    }
    if is_rule {
        // Sums and bests over time name a metric alone.
        found.extend(metrics(place));
        found.push(Proposal::new("workouts", CompletionItemKind::VALUE).brief("counted over time"));
    }
    found
}

/// Functions, and units as such.
fn functions(is_rule: bool, snippets: bool, place: &Place<'_>, word: &Word<'_>) -> Vec<Proposal> {
    let mut found = Vec::new();
    // A call that stands there keeps its brackets.
    let behind = place.text.get(word.span.end..).unwrap_or_default();
    let brackets = snippets && !behind.trim_start().starts_with('(');
    let call = |proposal: Proposal, name: &str| {
        if brackets {
            proposal.snippet(format!("{name}($0)"))
        } else {
            proposal
        }
    };
    let history = ["best", "streak"];
    let functions = FUNCTIONS.iter();
    let functions = functions.filter(|f| is_rule || !history.contains(&f.name));
    found.extend(functions.map(|function| {
        let proposal = Proposal::new(function.name, CompletionItemKind::FUNCTION)
            .brief(function.usage)
            .story(words::function(function));
        call(proposal, function.name)
    }));
    let units = UNITS.iter().filter_map(|unit| {
        let name = unit.function?;
        let proposal = Proposal::new(name, CompletionItemKind::UNIT)
            .brief(format!("{} in {}", unit.dim.describe(), unit.symbol))
            .story(words::unit(unit));
        Some(call(proposal, name))
    });
    found.extend(units);
    found
}

/// Scripts of the pack and of those it requires; what they take stands beside them.
fn scripts(place: &Place<'_>) -> Vec<Proposal> {
    let visible = place.shelf.names.visible(place.pack, "scripts");
    let plain = visible.into_iter().filter(|(name, _)| !name.contains('.'));
    let found = plain.map(|(name, script)| {
        Proposal::new(name, CompletionItemKind::FUNCTION)
            .brief(words::usage(script))
            .story(words::story(place.shelf, script))
    });
    found.collect()
}

fn parts(place: &Place<'_>) -> Vec<Proposal> {
    let visible = place.shelf.names.visible(place.pack, "parts");
    let plain = visible.into_iter().filter(|(name, _)| !name.contains('.'));
    let found = plain.map(|(name, part)| {
        Proposal::new(name, CompletionItemKind::STRUCT)
            .brief("its rows")
            .story(words::story(place.shelf, part))
    });
    found.collect()
}

/// The words that a text can be, by what it is compared with.
fn words_of(place: &Place<'_>, word: &Word<'_>) -> Vec<Proposal> {
    let Some(compared) = word.compared else {
        return Vec::new();
    };
    let values = match compared.split_once('.') {
        Some(("workout", "sport")) => {
            let sports = place.shelf.names.visible(place.pack, "sports");
            sports
                .into_iter()
                .map(|(_, sport)| sport.qualified())
                .collect()
        }
        Some(("workout", metric)) => listed(place, metric).unwrap_or_else(|| spelled(compared)),
        Some(("user", _)) => spelled(compared),
        Some((part, field)) => listed_in_part(place, part, field).unwrap_or_default(),
        None => Vec::new(),
    };
    let values = values.into_iter();
    values
        .map(|value| Proposal::new(value, CompletionItemKind::ENUM_MEMBER))
        .collect()
}

fn listed(place: &Place<'_>, metric: &str) -> Option<Vec<String>> {
    let metric = place.shelf.names.find(place.pack, "metrics", metric)?;
    let metric = place.shelf.sound.metric(&metric.qualified())?;
    values(&metric.ty)
}

fn listed_in_part(place: &Place<'_>, part: &str, field: &str) -> Option<Vec<String>> {
    let part = place.shelf.names.find(place.pack, "parts", part)?;
    let pack = place.shelf.sound.packs.get(&part.pack)?;
    values(&pack.parts.get(&part.id)?.fields.get(field)?.ty)
}

fn values(ty: &MetricType) -> Option<Vec<String>> {
    match ty {
        MetricType::Enum { values, .. } => Some(values.values.keys().cloned().collect()),
        _ => None,
    }
}

/// The words that the reference lists for a name, each between backticks.
fn spelled(name: &str) -> Vec<String> {
    let told = rule_names().find(|(known, _)| known == name);
    let told = told.map(|(_, what)| what).unwrap_or_default();
    let words = told.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}
