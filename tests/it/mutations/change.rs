//! One mistake in one file of the packs that ship.

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexSet;
use stadion_activity::sample::Random;
use stadion_pack::PackSource;
use stadion_pack::yaml::{Node, Tree, parse};

use super::{expressions, fluent, lines, tree};

/// What mistakes are made in.
pub struct Ground {
    pub packs: Vec<PackSource>,
    /// Of each pack, the numbers of those that are checked with it: what it requires, what requires
    /// it, and what these require.
    pub company: Vec<Vec<usize>>,
    files: Vec<File>,
    /// What something in the packs is called.
    pub names: BTreeSet<String>,
}

/// A file with its tree, where it is YAML.
pub struct File {
    pub pack: usize,
    pub path: String,
    pub text: String,
    pub node: Option<Node>,
}

/// What a kind of mistake makes of a file.
pub struct Edit {
    pub text: String,
    /// The lines of the new text at which it was changed, where that is more than what differs.
    pub lines: Option<Vec<usize>>,
    /// What was moved.
    pub moved: Option<String>,
}

impl Edit {
    pub fn of(text: String) -> Self {
        Self {
            text,
            lines: None,
            moved: None,
        }
    }

    /// The text with a stretch of it replaced.
    pub fn replace(text: &str, range: std::ops::Range<usize>, by: &str) -> Self {
        let mut new = text.to_owned();
        new.replace_range(range, by);
        Self::of(new)
    }
}

type Make = fn(&Ground, &File, &mut Random) -> Option<Edit>;

/// Kinds of mistakes, and which of them are of locale files.
const KINDS: &[(&str, Make)] = &[
    ("key renamed", tree::key_renamed),
    ("id renamed", tree::id_renamed),
    ("key doubled", tree::key_doubled),
    ("type changed", tree::type_changed),
    ("reference broken", tree::reference_broken),
    ("unit of another dimension", tree::unit_swapped),
    ("value out of bounds", tree::out_of_bounds),
    ("line cut", lines::cut),
    ("line moved", lines::moved),
    ("indentation changed", lines::indented),
    ("quote or bracket cut", lines::sign_cut),
    ("colon cut", lines::colon_cut),
    ("expression mangled", expressions::mangled),
    ("locale file mangled", fluent::mangled),
];

pub struct Change {
    pub number: u64,
    pub kind: &'static str,
    pub pack: usize,
    pub pack_id: String,
    pub path: String,
    pub before: String,
    pub text: String,
    /// Of the new text.
    pub lines: Vec<usize>,
    /// What it took away, put there or called otherwise.
    pub names: BTreeSet<String>,
    /// Keys of a line that was cut or moved.
    pub keys: Vec<String>,
}

impl Ground {
    pub fn shipped() -> Self {
        let packs = crate::packs::sources();
        let mut files = Vec::new();
        for (pack, source) in packs.iter().enumerate() {
            for file in &source.files {
                if !is_changed(&file.path) {
                    continue;
                }
                let text = String::from_utf8(file.bytes.clone()).unwrap();
                let node = file
                    .path
                    .ends_with(".yaml")
                    .then(|| parse(0, &text).0.unwrap());
                files.push(File {
                    pack,
                    path: file.path.clone(),
                    text,
                    node,
                });
            }
        }
        let names = names(&files);
        Self {
            company: company(&packs, &files),
            packs,
            files,
            names,
        }
    }
}

/// Cases are read by `stadion test`, fixtures by the decoders.
fn is_changed(path: &str) -> bool {
    path.ends_with(".ftl") || (path.ends_with(".yaml") && !path.contains('/'))
}

fn requires(files: &[File], pack: usize, packs: &[PackSource]) -> Vec<usize> {
    let header = files
        .iter()
        .find(|file| file.pack == pack && file.path == "pack.yaml");
    let node = header.and_then(|file| file.node.as_ref()).unwrap();
    let Some((_, list)) = node.get("requires") else {
        return Vec::new();
    };
    let number = |id: &str| packs.iter().position(|pack| pack.id_hint == id).unwrap();
    list.entries()
        .iter()
        .map(|(key, _)| number(&key.name))
        .collect()
}

fn company(packs: &[PackSource], files: &[File]) -> Vec<Vec<usize>> {
    let needs: Vec<Vec<usize>> = (0..packs.len())
        .map(|pack| requires(files, pack, packs))
        .collect();
    let with_needs = |pack: usize| {
        let mut all = IndexSet::from([pack]);
        let mut at = 0;
        while let Some(next) = all.get_index(at).copied() {
            all.extend(needs[next].iter().copied());
            at += 1;
        }
        all
    };
    let of = |pack: usize| {
        let dependents = (0..packs.len()).filter(|other| with_needs(*other).contains(&pack));
        let all: BTreeSet<usize> = dependents.flat_map(with_needs).collect();
        all.into_iter().collect()
    };
    (0..packs.len()).map(of).collect()
}

/// Ids of packs, of definitions and of what stands in them, and the words of value lists.
fn names(files: &[File]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for file in files {
        let Some(node) = &file.node else { continue };
        all.extend(
            tree::ids(&file.path, node)
                .iter()
                .map(|key| key.name.clone()),
        );
        all.extend(tree::inner_ids(node).iter().map(|key| key.name.clone()));
        tree::scalars(node, &mut |under, scalar| {
            let is_word = under == "id" || file.path == "values.yaml" || all.contains(under);
            if let (Tree::Text(text), true) = (&scalar.tree, is_word) {
                all.insert(text.clone());
            }
        });
    }
    all
}

impl Change {
    /// The change of that number: kinds take turns, the rest follows from the seed.
    pub fn of(ground: &Ground, seed: u64, number: u64) -> Self {
        let (kind, make) = KINDS[(number % KINDS.len() as u64) as usize];
        let mut random = Random::of(seed, number);
        // Not every file has what a kind of mistake needs; some file has.
        for _ in 0..10_000 {
            let file = random.pick(&ground.files).unwrap();
            let Some(edit) = make(ground, file, &mut random) else {
                continue;
            };
            if edit.text != file.text {
                return Self::from(ground, number, kind, file, edit);
            }
        }
        panic!("{kind}: no file takes it");
    }

    fn from(ground: &Ground, number: u64, kind: &'static str, file: &File, edit: Edit) -> Self {
        let (old, new) = differing(&file.text, &edit.text);
        let line = |at: usize| edit.text[..at].matches('\n').count() + 1;
        let lines: Vec<usize> = (line(new.start)..=line(new.end)).collect();
        let words = |text: &str| -> BTreeSet<String> { words(text).map(str::to_owned).collect() };
        let (before, after) = (words(&file.text[old]), words(&edit.text[new]));
        let mut names: BTreeSet<String> = match &edit.moved {
            Some(moved) => words(moved),
            None => before.union(&after).cloned().collect(),
        };
        names.retain(|name| {
            ground.names.contains(name) || (!before.contains(name) && edit.moved.is_none())
        });
        let lines: Vec<usize> = edit.lines.unwrap_or(lines);
        names.extend(definition(file, &lines));
        let key = |part: &str| {
            part.split_whitespace()
                .last()
                .map(|word| word.trim_matches(['{', ',']).to_owned())
        };
        let keys = edit
            .moved
            .as_deref()
            .unwrap_or_default()
            .split(':')
            .filter_map(key);
        Self {
            number,
            kind,
            pack: file.pack,
            pack_id: ground.packs[file.pack].id_hint.clone(),
            path: file.path.clone(),
            before: file.text.clone(),
            lines,
            text: edit.text,
            names,
            keys: keys.collect(),
        }
    }

    /// The packs to check, with the change in.
    pub fn packs(&self, ground: &Ground) -> Vec<PackSource> {
        let mut packs: Vec<PackSource> = ground.company[self.pack]
            .iter()
            .map(|pack| ground.packs[*pack].clone())
            .collect();
        let root = &ground.packs[self.pack].root;
        let pack = packs.iter_mut().find(|pack| pack.root == *root).unwrap();
        let file = pack
            .files
            .iter_mut()
            .find(|file| file.path == self.path)
            .unwrap();
        file.bytes = self.text.clone().into_bytes();
        packs
    }
}

/// The definition that the change was made in.
fn definition(file: &File, lines: &[usize]) -> Option<String> {
    let ids = tree::ids(&file.path, file.node.as_ref()?);
    let first = *lines.first()?;
    let line = |at: usize| file.text[..at].matches('\n').count() + 1;
    let mut above = ids
        .iter()
        .rev()
        .filter(|key| line(key.span.range().start) <= first);
    above.next().map(|key| key.name.clone())
}

/// Words as ids and titles' keys are written.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.len() > 1)
}

/// What differs between two texts, in each of them, in whole words.
fn differing(old: &str, new: &str) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let alike = |(a, b): &(char, char)| a == b;
    let prefix = old.chars().zip(new.chars()).take_while(alike);
    let mut start: usize = prefix.map(|(a, _)| a.len_utf8()).sum();
    let suffix = old[start..]
        .chars()
        .rev()
        .zip(new[start..].chars().rev())
        .take_while(alike);
    let mut end: usize = suffix.map(|(a, _)| a.len_utf8()).sum();
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    start = old[..start].trim_end_matches(in_word).len();
    let tail = &old[old.len() - end..];
    end = tail.trim_start_matches(in_word).len();
    (start..old.len() - end, start..new.len() - end)
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(ToString::to_string).collect();
        let Self {
            number,
            kind,
            pack_id,
            path,
            ..
        } = self;
        writeln!(f, "#{number} {kind}: {pack_id}/{path}:{}", lines.join(","))?;
        let (old, new): (Vec<&str>, Vec<&str>) =
            (self.before.lines().collect(), self.text.lines().collect());
        for line in old
            .iter()
            .filter(|line| count(&old, line) > count(&new, line))
        {
            writeln!(f, "  - {line}")?;
        }
        for line in new
            .iter()
            .filter(|line| count(&new, line) > count(&old, line))
        {
            writeln!(f, "  + {line}")?;
        }
        Ok(())
    }
}

fn count(lines: &[&str], line: &str) -> usize {
    lines.iter().filter(|other| **other == line).count()
}
