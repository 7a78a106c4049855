//! Mistakes in rules and formulas.

use std::ops::Range;

use stadion_activity::sample::Random;

use super::change::{Edit, File, Ground};
use super::tree::{scalars, slip};

const RULES: [&str; 3] = ["derive", "when", "formula"];
const OPERATORS: [&str; 13] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "*", "/", "-", "%",
];
const WRONG: [&str; 6] = ["=>", "=", "&", "and", "", "=<"];

pub fn mangled(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let mut found = Vec::new();
    scalars(file.node.as_ref()?, &mut |under, scalar| {
        if RULES.contains(&under) {
            found.push(scalar.span.range());
        }
    });
    let rule = random.pick(&found)?.clone();
    let text = &file.text[rule.clone()];
    let (part, new) = match random.next() % 6 {
        0 => operator(text, random)?,
        1 | 2 => name(text, random)?,
        3 => sign(text, random)?,
        4 => function(text, random)?,
        _ => cut_short(text, random)?,
    };
    Some(Edit::replace(
        &file.text,
        rule.start + part.start..rule.start + part.end,
        &new,
    ))
}

fn operator(text: &str, random: &mut Random) -> Option<(Range<usize>, String)> {
    let found: Vec<(usize, &str)> = OPERATORS
        .iter()
        .flat_map(|sign| {
            text.match_indices(&format!(" {sign} "))
                .map(|(at, _)| (at + 1, *sign))
                .collect::<Vec<_>>()
        })
        .collect();
    let (at, sign) = *random.pick(&found)?;
    let from: &[&str] = if random.chance(0.5) {
        &OPERATORS
    } else {
        &WRONG
    };
    let new = random.pick(from)?;
    Some((at..at + sign.len(), (*new).to_owned()))
}

fn name(text: &str, random: &mut Random) -> Option<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let in_word = c.is_alphanumeric() || c == '_';
        match (in_word, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.retain(|word| text[word.clone()].starts_with(char::is_alphabetic));
    let word = random.pick(&found)?.clone();
    let new = slip(random, &text[word.clone()]);
    Some((word, new))
}

fn sign(text: &str, random: &mut Random) -> Option<(Range<usize>, String)> {
    let found: Vec<usize> = text
        .match_indices(['(', ')', '.', ',', '"'])
        .map(|(at, _)| at)
        .collect();
    let at = *random.pick(&found)?;
    let twice = text[at..=at].repeat(2);
    Some((
        at..at + 1,
        if random.chance(0.7) {
            String::new()
        } else {
            twice
        },
    ))
}

/// A function of another unit or sort.
fn function(text: &str, random: &mut Random) -> Option<(Range<usize>, String)> {
    const FUNCTIONS: [&str; 12] = [
        "km", "metres", "minutes", "hours", "kg", "watts", "days", "weeks", "sum", "best", "count",
        "streak",
    ];
    let found: Vec<(usize, &str)> = FUNCTIONS
        .iter()
        .flat_map(|name| {
            text.match_indices(&format!("{name}("))
                .map(|(at, _)| (at, *name))
                .collect::<Vec<_>>()
        })
        .collect();
    let (at, name) = *random.pick(&found)?;
    let new = random.pick(&FUNCTIONS)?;
    Some((at..at + name.len(), (*new).to_owned()))
}

fn cut_short(text: &str, random: &mut Random) -> Option<(Range<usize>, String)> {
    let found: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let at = *random.pick(&found)?;
    Some((at..text.len(), String::new()))
}
