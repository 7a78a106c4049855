//! `stadion new metric ID` and its like: a definition more in a pack that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use stadion_engine::catalog::fields::source_fields;
use stadion_engine::catalog::is_below;
use stadion_engine::domains;
use stadion_pack::ids::{is_element_id, to_case};
use stadion_pack::source::SourceFile;
use stadion_pack::words::humanise;
use stadion_pack::yaml::{Node, append, parse};
use stadion_pack::{Compiled, Finding, PackSource, Severity, compile, render, source};

use super::propose::USUAL;
use super::starts::Thing;
use super::{keep, texts};
use crate::commands::packs::neighbours;
use crate::outcome::{Outcome, failure, say, usage, write};

#[derive(clap::Args, Debug)]
pub struct InPack {
    /// Its id: lower-case words with underscores, such as `flash_rate`
    id: String,
    /// The pack's folder; this folder when left out
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub fn run(thing: Thing, args: &InPack) -> Outcome {
    let folder = args.pack.clone().unwrap_or_else(|| PathBuf::from("."));
    if !folder.join("pack.yaml").is_file() {
        return usage(format_args!(
            "{} holds no pack.yaml: give a pack's folder with --pack, or begin one with `stadion new pack`",
            folder.display()
        ));
    }
    let own = match source::read_dir(&folder) {
        Ok(mut packs) => packs.remove(0),
        Err(error) => return failure(error),
    };
    let beside = neighbours(&folder, std::slice::from_ref(&own.root));
    let pack = Surroundings::of(own, beside);
    let added = match pack.add_named(thing, &args.id) {
        Ok(added) => added,
        Err(why) => return usage(why),
    };
    if let Err(error) = keep(&folder, added.iter().map(|file| (&file.path, &file.text))) {
        return failure(error);
    }
    say(format_args!(
        "next: read the comment, change what you like, `stadion check {}`",
        folder.display()
    ));
    let root = folder.display();
    let places = added
        .iter()
        .map(|file| format!("{root}/{}:{}\n", file.path, file.line));
    write(places.collect::<String>(), Outcome::Well)
}

/// A pack with those it is compiled with.
struct Surroundings {
    own: PackSource,
    beside: Vec<PackSource>,
    before: Compiled,
}

/// A file with lines more.
#[derive(Debug)]
struct Added {
    path: String,
    text: String,
    /// Of what was added, counted from one.
    line: usize,
}

/// Why nothing was added: the message, and whether another id would do.
struct Refused {
    why: String,
    is_of_id: bool,
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self {
            why,
            is_of_id: false,
        }
    }
}

impl Surroundings {
    fn of(own: PackSource, beside: Vec<PackSource>) -> Self {
        let before = compiled(&beside, &own);
        Self {
            own,
            beside,
            before,
        }
    }

    /// Adds the definition, or says why not and which id would do.
    fn add_named(&self, thing: Thing, id: &str) -> Result<Vec<Added>, String> {
        if !is_element_id(id) {
            let wrong =
                "ids are snake_case: a-z, 0-9 and _, beginning with a letter, at most 64 long";
            let near = to_case(id, '_').map_or_else(String::new, |id| format!("; take `{id}`"));
            return Err(format!("`{id}` is no id: {wrong}{near}"));
        }
        self.add(thing, id).map_err(|refused| {
            let other = format!("{id}_{}", thing.word());
            let would_do = refused.is_of_id && self.add(thing, &other).is_ok();
            let remedy = if would_do {
                format!("; take `{other}`")
            } else {
                String::new()
            };
            refused.why + remedy.as_str()
        })
    }

    fn add(&self, thing: Thing, id: &str) -> Result<Vec<Added>, Refused> {
        let added = self.with(thing, id, &self.usual_metrics())?;
        match self.new_errors(&added) {
            Ok(()) => Ok(added),
            // A name may mean two things here: without a list it is all that the pack sees.
            Err(refused) if thing == Thing::Sport && !refused.is_of_id => {
                let added = self.with(thing, id, &[])?;
                self.new_errors(&added).map(|()| added)
            }
            Err(refused) => Err(refused),
        }
    }

    /// The files with the definition and its words.
    fn with(&self, thing: Thing, id: &str, metrics: &[String]) -> Result<Vec<Added>, Refused> {
        let languages = self.languages();
        let say = |key: &str| inline(thing, id, key, &languages);
        let has_locales = self.locale_files().next().is_some();
        let inline: Option<&dyn Fn(&str) -> String> = if has_locales { None } else { Some(&say) };
        let yaml = thing.start().yaml(thing, id, metrics, inline);
        let mut added = vec![self.with_definition(thing, id, &yaml)?];
        if let Some((path, text)) = thing.file(id) {
            if self.text(&path)?.is_some() {
                let name = self.own.name_of(&path);
                return Err(format!("{name} is there already: take another id").into());
            }
            let begins = |line: &str| line.starts_with("fn ");
            let line = text.lines().position(begins).map_or(1, |at| at + 1);
            added.push(Added { path, text, line });
        }
        if has_locales {
            let of = |tag: &String| self.with_texts(thing, id, tag);
            added.extend(languages.iter().map(of).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(added)
    }

    fn with_definition(&self, thing: Thing, id: &str, yaml: &str) -> Result<Added, String> {
        let kind = thing.kind();
        let path = format!("{kind}.yaml");
        for (file, section) in [(path.as_str(), None), ("pack.yaml", Some(kind))] {
            if let Some(place) = self.place_of(file, section, id) {
                let word = thing.word();
                return Err(format!(
                    "there is a {word} `{id}` already, {place}: take another id"
                ));
            }
        }
        if let Some(text) = self.text(&path)? {
            let appended = append(text, None, yaml).ok_or_else(|| {
                let name = self.own.name_of(&path);
                format!(
                    "nothing can be added to {name}: it is no map in lines of its own, or no YAML"
                )
            })?;
            return Ok(Added {
                path,
                text: appended.text,
                line: appended.line,
            });
        }
        let header = self.text("pack.yaml")?.unwrap_or_default();
        let in_header = append(header, Some(kind), yaml).map(|appended| ("pack.yaml", appended));
        // A file of its own can always begin.
        let made = in_header.or_else(|| Some((path.as_str(), append("", None, yaml)?)));
        let (path, appended) = made.ok_or_else(|| format!("`{id}` cannot be written as YAML"))?;
        Ok(Added {
            path: path.to_owned(),
            text: appended.text,
            line: appended.line,
        })
    }

    fn with_texts(&self, thing: Thing, id: &str, tag: &str) -> Result<Added, String> {
        let path = format!("locales/{tag}.ftl");
        let mut text = self.text(&path)?.unwrap_or_default().to_owned();
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        if !text.is_empty() && !text.ends_with('\n') {
            text += ending;
        }
        let line = text.lines().count() + 1;
        for (key, word) in thing.texts() {
            let key = format!("{}-{id}-{key} =", thing.kind());
            // A text that waited for its definition is its text.
            if !text.lines().any(|line| line.starts_with(&key)) {
                text.extend([&key, " ", &words(id, word, tag), ending]);
            }
        }
        Ok(Added { path, text, line })
    }

    /// What the definition broke that was whole before.
    fn new_errors(&self, added: &[Added]) -> Result<(), Refused> {
        let mut own = self.own.clone();
        for file in added {
            own.files.retain(|known| known.path != file.path);
            own.files.push(SourceFile {
                path: file.path.clone(),
                bytes: file.text.clone().into_bytes(),
            });
        }
        let after = compiled(&self.beside, &own);
        let told: BTreeSet<_> = errors(&self.before).map(name).collect();
        let is_own =
            |found: &&Finding| is_below(&found.file, &own.root) && !told.contains(&name(found));
        let new: Vec<Finding> = errors(&after).filter(is_own).cloned().collect();
        match new.iter().find(|found| found.code == "S0031") {
            _ if new.is_empty() => Ok(()),
            Some(reserved) => Err(Refused {
                why: reserved.message.clone(),
                is_of_id: true,
            }),
            None => {
                let shown = render::text(&new, &[own], false);
                Err(format!("the pack would no longer compile:\n{shown}").into())
            }
        }
    }

    fn usual_metrics(&self) -> Vec<String> {
        let header = self.tree("pack.yaml");
        let requires = header.as_ref().and_then(|node| node.get("requires"));
        let has_core = requires.is_some_and(|(_, node)| node.get("core").is_some());
        let core = self.before.packs.pack("core").filter(|_| has_core);
        let known = |name: &&str| core.is_some_and(|core| core.metrics.contains_key(*name));
        USUAL.into_iter().filter(known).map(str::to_owned).collect()
    }

    /// Those that `pack.yaml` lists, then those that have a file.
    fn languages(&self) -> Vec<String> {
        let header = self.tree("pack.yaml").map(|node| node.to_json());
        let listed = header
            .as_ref()
            .and_then(|header| header["locales"].as_array());
        let listed = listed.into_iter().flatten().filter_map(|tag| tag.as_str());
        let mut tags: Vec<String> = Vec::new();
        for tag in listed.chain(self.locale_files()) {
            if !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        }
        if tags.is_empty() {
            tags.push("en".to_owned());
        }
        tags
    }

    fn locale_files(&self) -> impl Iterator<Item = &str> {
        let files = self.own.files.iter();
        files.filter_map(|file| file.path.strip_prefix("locales/")?.strip_suffix(".ftl"))
    }

    fn place_of(&self, file: &str, section: Option<&str>, id: &str) -> Option<String> {
        let tree = self.tree(file)?;
        let map = match section {
            Some(name) => tree.get(name)?.1,
            None => &tree,
        };
        let at = map.get(id)?.0.span.range().start;
        let text = self.text(file).ok()??;
        let line = text.get(..at)?.matches('\n').count() + 1;
        Some(format!("{}:{line}", self.own.name_of(file)))
    }

    fn tree(&self, path: &str) -> Option<Node> {
        parse(0, self.text(path).ok()??).0
    }

    fn text(&self, path: &str) -> Result<Option<&str>, String> {
        let unreadable = |why: &str| format!("{}: {why}", self.own.name_of(path));
        if let Some(refused) = self.own.refused.iter().find(|file| file.path == path) {
            return Err(unreadable(refused.reason));
        }
        let file = self.own.files.iter().find(|file| file.path == path);
        file.map(|file| std::str::from_utf8(&file.bytes).map_err(|_| unreadable("it is not UTF-8")))
            .transpose()
    }
}

fn compiled(beside: &[PackSource], own: &PackSource) -> Compiled {
    let mut packs = beside.to_vec();
    packs.push(own.clone());
    compile(&packs, &domains::kinds(), &source_fields())
}

fn errors(compiled: &Compiled) -> impl Iterator<Item = &Finding> {
    let findings = compiled.findings.iter();
    findings.filter(|found| found.severity == Severity::Error)
}

/// Lines move when others are added.
fn name(found: &Finding) -> (&str, &str, &str) {
    (&found.file, found.code, &found.message)
}

/// The id as words, or what there is for a word in the language.
fn words(id: &str, word: Option<&str>, tag: &str) -> String {
    let Some(word) = word else {
        return humanise(id);
    };
    let all = texts::languages();
    let language = all.iter().find(|language| language.tag == tag);
    let language = language.or(all.first());
    language.map_or_else(|| humanise(word), |language| language.title(word).0)
}

/// A text as a pack writes it that has no locale files.
fn inline(thing: Thing, id: &str, key: &str, languages: &[String]) -> String {
    let found = thing.texts().into_iter().find(|(known, _)| *known == key);
    let word = found.and_then(|(_, word)| word);
    let by_tag: BTreeMap<&String, String> = languages
        .iter()
        .map(|tag| (tag, scalar(&words(id, word, tag))))
        .collect();
    if let [only] = languages {
        return by_tag.get(only).cloned().unwrap_or_default();
    }
    let each = languages
        .iter()
        .filter_map(|tag| Some(format!("{tag}: {}", by_tag.get(tag)?)));
    format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
}

/// `Null` and `True` would be read as something else than words.
fn scalar(text: &str) -> String {
    let read = parse(0, &format!("[{text}]")).0.map(|node| node.to_json());
    if read == Some(serde_json::json!([text])) {
        text.to_owned()
    } else {
        format!("{text:?}")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const ALL: [Thing; 9] = [
        Thing::Metric,
        Thing::Gear,
        Thing::Achievement,
        Thing::Norm,
        Thing::Part,
        Thing::Value,
        Thing::Sport,
        Thing::Script,
        Thing::Segment,
    ];

    fn surroundings(own: PackSource) -> Surroundings {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs");
        let mut beside = source::read_dir(&root).unwrap();
        beside.retain(|pack| pack.id_hint != own.id_hint);
        Surroundings::of(own, beside)
    }

    fn shipped(id: &str) -> Surroundings {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs");
        let mut own = source::read_dir(&root.join(id)).unwrap().remove(0);
        own.root = id.to_owned();
        surroundings(own)
    }

    fn inline_pack(files: &[(&str, &str)]) -> Surroundings {
        surroundings(PackSource::from_texts("mine", files.iter().copied()))
    }

    /// The findings once everything is written.
    fn findings(pack: &Surroundings, added: &[Added]) -> Vec<Finding> {
        let mut own = pack.own.clone();
        for file in added {
            own.files.retain(|known| known.path != file.path);
            let texts = [(file.path.as_str(), file.text.as_str())];
            own.files.extend(PackSource::from_texts("", texts).files);
        }
        let mut findings = compiled(&pack.beside, &own).findings;
        findings.retain(|found| is_below(&found.file, &own.root));
        findings
    }

    /// Everything new stands in whole lines between lines that are as they were.
    fn assert_only_lines_more(pack: &Surroundings, file: &Added) {
        let before = pack.text(&file.path).unwrap().unwrap_or_default();
        let same_start = before.bytes().zip(file.text.bytes());
        let same_start = same_start.take_while(|(a, b)| a == b).count();
        let rest = &before[same_start..];
        assert!(file.text.ends_with(rest), "{}: {}", file.path, file.text);
    }

    #[test]
    fn whatever_begins_in_a_shipped_pack_is_whole_in_all_its_languages() {
        for id in ["core", "running", "strength", "triathlon"] {
            let pack = shipped(id);
            for thing in ALL {
                let added = pack.add_named(thing, "brand_new").unwrap();
                let found = findings(&pack, &added);
                // It waits for a sport or a metric to name it, and nothing else.
                let waits =
                    |found: &Finding| found.code == "S0090" && found.message.contains("brand_new");
                assert!(found.iter().all(waits), "{id} {thing:?}: {found:#?}");
                let paths: Vec<_> = added.iter().map(|file| file.path.as_str()).collect();
                for tag in ["en", "es", "ru"] {
                    assert!(
                        paths.contains(&format!("locales/{tag}.ftl").as_str()),
                        "{paths:?}"
                    );
                }
                for file in &added {
                    assert_only_lines_more(&pack, file);
                    let line = file.text.lines().nth(file.line - 1).unwrap();
                    assert!(line.contains("brand_new"), "{}: {line}", file.path);
                }
            }
        }
    }

    #[test]
    fn sports_stand_where_the_pack_has_them_and_titles_too() {
        let added = shipped("running")
            .add_named(Thing::Sport, "canicross")
            .unwrap();
        assert_eq!(added[0].path, "pack.yaml");
        assert!(
            added[0]
                .text
                .contains("\n  canicross:\n    archetype: session")
        );
        assert!(
            added[0]
                .text
                .contains("\n    metrics: [duration, distance, ")
        );
        assert!(
            added[1]
                .text
                .ends_with("sports-canicross-title = Canicross\n")
        );

        let pack = inline_pack(&[(
            "pack.yaml",
            "id: mine\nversion: 1.0.0\ntitle: {en: Mine, ru: Моё}\nlocales: [en, ru]\n",
        )]);
        for thing in ALL {
            let added = pack.add_named(thing, "null_point").unwrap();
            let files = 1 + usize::from(thing == Thing::Script);
            assert_eq!(added.len(), files, "{added:?}");
            assert_eq!(findings(&pack, &added), [], "{}", added[0].text);
        }
        let text = &pack.add_named(Thing::Value, "walls").unwrap()[0].text;
        assert!(
            text.contains("walls: {first: {en: First, ru: Первое}, "),
            "{text}"
        );
        let text = &pack.add_named(Thing::Achievement, "steady").unwrap()[0].text;
        assert!(
            text.contains("description: {en: Train in four weeks in a row., ru: "),
            "{text}"
        );
    }

    #[test]
    fn one_language_needs_no_map_and_words_stay_words() {
        let header = "id: mine\nversion: 1.0.0\ntitle: Mine\nlocales: [en]\n";
        let pack = inline_pack(&[("pack.yaml", header)]);
        let text = &pack.add_named(Thing::Gear, "off").unwrap()[0].text;
        assert!(text.contains("\n  title: Off\n"), "{text}");
        for thing in ALL {
            let added = pack.add_named(thing, "brand_new").unwrap();
            assert_eq!(findings(&pack, &added), [], "{}", added[0].text);
        }
    }

    #[test]
    fn what_is_there_or_cannot_be_is_refused_with_another_id() {
        let pack = shipped("running");
        let refused = |thing, id: &str| pack.add_named(thing, id).unwrap_err();
        let there = refused(Thing::Metric, "pace");
        assert!(there.contains("already, running/metrics.yaml:1"), "{there}");
        let there = refused(Thing::Sport, "trail_run");
        assert!(there.contains("already, running/pack.yaml:"), "{there}");
        for (thing, id, other) in [
            (Thing::Metric, "match", "match_metric"),
            (Thing::Part, "new", "new_part"),
            (Thing::Metric, "sport", "sport_metric"),
            (Thing::Gear, "default", "default_gear"),
            (Thing::Metric, "climbRate", "climb_rate"),
        ] {
            let why = refused(thing, id);
            assert!(why.ends_with(&format!("take `{other}`")), "{why}");
        }
        assert!(refused(Thing::Metric, "a: {}\nb").contains("snake_case"));
        let braces = inline_pack(&[
            (
                "pack.yaml",
                "id: mine\nversion: 1.0.0\ntitle: Mine\nlocales: [en]\n",
            ),
            (
                "metrics.yaml",
                "{laps: {title: Laps, type: count, input: {}}}\n",
            ),
        ]);
        let why = braces.add_named(Thing::Metric, "holes").unwrap_err();
        assert!(why.contains("mine/metrics.yaml"), "{why}");
    }

    #[test]
    fn faults_that_were_there_stop_nothing() {
        let pack = inline_pack(&[
            (
                "pack.yaml",
                "id: mine\nversion: 1.0.0\ntitle: Mine\nlocales: [en]\n",
            ),
            (
                "metrics.yaml",
                "laps: {title: Laps, type: cuont, input: {}}\n",
            ),
        ]);
        let added = pack.add_named(Thing::Metric, "holes").unwrap();
        let found = findings(&pack, &added);
        assert!(
            found.iter().all(|found| !found.message.contains("holes")),
            "{found:?}"
        );
        assert!(
            added[0]
                .text
                .starts_with("laps: {title: Laps, type: cuont, input: {}}\n# ")
        );
    }
}
