//! The packs of the repository are in the one way, and come back to it however they are written.

use std::path::Path;

use proptest::prelude::*;
use stadion_pack::yaml::parse;

use super::*;

/// Every YAML file of the packs that ship, and of the example.
fn shipped() -> Vec<(PathBuf, String, Shape)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let kinds = domains::kinds();
    let folders = ["sport-packs", "examples/new-sport/disc-golf"];
    let files = folders
        .iter()
        .flat_map(|folder| files_of(&root.join(folder), &kinds).unwrap());
    let files = files.map(|(path, shape)| {
        let text = fs::read_to_string(&path).unwrap();
        (path, text, shape)
    });
    files.collect()
}

#[test]
fn the_packs_that_ship_are_formatted() {
    let files = shipped();
    assert!(files.len() > 50, "{}", files.len());
    for (path, text, shape) in files {
        let new = format(&text, &shape).unwrap_or_else(|why| panic!("{}: {why:?}", path.display()));
        assert_eq!(
            new,
            text,
            "{}: run `stadion fmt sport-packs`",
            path.display()
        );
    }
}

/// A small source of choices.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        // Constants of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }
}

/// Lines of one indentation with what is below each: the keys of a map or the items of a list.
fn pieces(lines: &[String]) -> (Vec<Vec<String>>, Vec<String>) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_full = |line: &&String| !line.trim().is_empty() && !line.trim().starts_with('#');
    let Some(level) = lines.iter().find(is_full).map(|line| indent(line)) else {
        return (Vec::new(), lines.to_vec());
    };
    let mut pieces: Vec<Vec<String>> = Vec::new();
    let mut above = Vec::new();
    for line in lines {
        let is_trivia = !is_full(&line);
        if is_trivia && (indent(line) <= level || line.trim().is_empty()) {
            above.push(line.clone());
        } else if !is_trivia && indent(line) == level {
            above.push(line.clone());
            pieces.push(std::mem::take(&mut above));
        } else if let Some(piece) = pieces.last_mut() {
            piece.append(&mut above);
            piece.push(line.clone());
        } else {
            above.push(line.clone());
        }
    }
    (pieces, above)
}

/// The keys of each definition in another order, where the language gives them one; more spaces in
/// braces, deeper levels, quotes around words.
fn rewritten(text: &str, is_header: bool, dice: &mut Dice) -> String {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let step = 2 + dice.below(3);
    let mut new = Vec::new();
    let (definitions, end) = pieces(&lines);
    for definition in definitions {
        let at = definition
            .iter()
            .position(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let (head, body) = definition.split_at(at.unwrap() + 1);
        new.extend(head.iter().cloned());
        let (mut keys, tail) = pieces(body);
        // The lines of a long list in brackets have their order.
        let is_key = |piece: &Vec<String>| {
            let own = piece.iter().find(|line| !line.trim().starts_with('#'));
            own.is_some_and(|line| line.contains(':') && !line.trim().starts_with("- "))
        };
        let is_map = keys.iter().all(is_key);
        // In a header the next level holds ids, whose order is the author's.
        if !is_header && is_map {
            for n in (1..keys.len()).rev() {
                keys.swap(n, dice.below(n + 1));
            }
        }
        new.extend(keys.into_iter().flatten());
        new.extend(tail);
    }
    new.extend(end);
    let new = new.into_iter().map(|line| respaced(&line, step, dice));
    new.collect::<Vec<_>>().join("\n") + "\n"
}

fn respaced(line: &str, step: usize, dice: &mut Dice) -> String {
    let content = line.trim_start();
    let depth = (line.len() - content.len()) / 2;
    let mut out = " ".repeat(depth * step);
    // What stands in quotes or a comment stays.
    if content.contains(['"', '\'', '#']) {
        out.push_str(content);
        return out;
    }
    let plain = content.split_once(": ").filter(|(_, value)| {
        let is_loaded = ["yes", "no", "on", "off", "true", "false"].contains(value);
        !is_loaded && value.chars().all(|c| c.is_ascii_lowercase())
    });
    if let Some((key, word)) = plain {
        let quote = ["", "'", "\""][dice.below(3)];
        let gap = " ".repeat(1 + dice.below(2));
        return format!("{out}{key}:{gap}{quote}{word}{quote}");
    }
    for c in content.chars() {
        match c {
            ',' | '{' | '[' if content.contains(['{', '[']) && !content.contains('(') => {
                out.push(c);
                out.push_str(&" ".repeat(dice.below(3)));
            }
            '}' | ']' if !content.contains('(') => {
                out.push_str(&" ".repeat(dice.below(3)));
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn however_a_pack_is_written_it_is_formatted_to_the_same(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        for (path, text, shape) in shipped() {
            let is_header = path.ends_with("pack.yaml");
            let other = rewritten(&text, is_header, &mut dice);
            let tree = |text: &str| parse(0, text).0.map(|node| node.to_json());
            prop_assert_eq!(tree(&other), tree(&text), "{}: {}", path.display(), other);
            let new = format(&other, &shape);
            prop_assert!(new.is_ok(), "{}: {:?}\n{}", path.display(), new, other);
            prop_assert_eq!(new.unwrap_or_default(), text, "{}: {}", path.display(), other);
        }
    }
}
