//! Mistakes of an editor: a line or a sign too few, a line elsewhere or too far in.

use stadion_activity::sample::Random;

use super::change::{Edit, File, Ground};

/// Lines that say something, by their number from 0.
fn speaking(text: &str) -> Vec<usize> {
    let speaks = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    text.lines()
        .enumerate()
        .filter(|(_, line)| speaks(line))
        .map(|(at, _)| at)
        .collect()
}

fn joined(lines: &[String]) -> String {
    lines.concat()
}

fn split(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

pub fn cut(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let at = *random.pick(&speaking(&file.text))?;
    let mut lines = split(&file.text);
    let moved = lines.remove(at);
    Some(Edit {
        text: joined(&lines),
        lines: Some(vec![at, at + 1]),
        moved: Some(moved),
    })
}

pub fn moved(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let speaking = speaking(&file.text);
    let from = *random.pick(&speaking)?;
    // Mostly as a slip of an editor's key does it: past the next line.
    let to = if random.chance(0.6) {
        from + 1
    } else {
        *random.pick(&speaking)?
    };
    let mut lines = split(&file.text);
    let line = lines.remove(from);
    if to > lines.len() {
        return None;
    }
    lines.insert(to, line.clone());
    let text = joined(&lines);
    Some(Edit {
        text,
        lines: Some(vec![from + 1, to + 1]),
        moved: Some(line),
    })
}

pub fn indented(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let at = *random.pick(&speaking(&file.text))?;
    let mut lines = split(&file.text);
    let line = &lines[at];
    let inner = line.trim_start_matches(' ');
    let depth = line.len() - inner.len();
    lines[at] = match random.next() % 5 {
        0 => format!("{}{inner}", " ".repeat(depth + 1)),
        1 => format!("{}{inner}", " ".repeat(depth + 2)),
        2 => format!("{}{inner}", " ".repeat(depth.checked_sub(1)?)),
        3 => format!("{}{inner}", " ".repeat(depth.checked_sub(2)?)),
        _ => format!("\t{inner}"),
    };
    Some(Edit::of(joined(&lines)))
}

/// Takes out one of some signs, outside of comments.
fn without_sign(file: &File, random: &mut Random, signs: &[char]) -> Option<Edit> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let end = line.find(" #").unwrap_or(line.len());
        let is_comment = line.trim_start().starts_with('#');
        let found = line[..end].match_indices(signs).filter(|_| !is_comment);
        places.extend(found.map(|(at, _)| start + at));
        start += line.len();
    }
    let at = *random.pick(&places)?;
    Some(Edit::replace(&file.text, at..at + 1, ""))
}

pub fn sign_cut(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    file.node.as_ref()?;
    without_sign(file, random, &['"', '\'', '[', ']', '{', '}', ','])
}

pub fn colon_cut(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    file.node.as_ref()?;
    without_sign(file, random, &[':'])
}
