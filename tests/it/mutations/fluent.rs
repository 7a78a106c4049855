//! Mistakes in locale files.

use stadion_activity::sample::Random;

use super::change::{Edit, File, Ground};
use super::lines;
use super::tree::slip;

pub fn mangled(ground: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    if !file.path.ends_with(".ftl") {
        return None;
    }
    if random.chance(0.3) {
        let make = random.pick(&[lines::cut, lines::moved, lines::indented])?;
        return make(ground, file, random);
    }
    let mut all: Vec<String> = file.text.split_inclusive('\n').map(str::to_owned).collect();
    let messages: Vec<usize> = (0..all.len())
        .filter(|at| all[*at].contains(" = "))
        .collect();
    let at = *random.pick(&messages)?;
    let (key, words) = all[at].split_once(" = ")?;
    let words = words.trim_end();
    all[at] = match random.next() % 9 {
        0 => format!("{} = {words}\n", slip(random, key)),
        1 => format!("{key} = {words}\n{key} = {words}\n"),
        2 => format!("{key} {words}\n"),
        3 => format!("{key} =\n"),
        4 => format!("{key} = {words} {{ $figure }}\n"),
        5 => format!("{key} = {words} {{\n"),
        6 => format!("{key} = {words} }}\n"),
        7 => format!("{key} = {words} {{ \"x }}\n"),
        _ => format!("{key} = {{ missing-text }}\n"),
    };
    Some(Edit::of(all.concat()))
}
