//! Opens one pack: bounds, which file is what, the header, the definitions by kind, the locales.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::finding::Report;
use crate::ids;
use crate::load::elements::Section;
use crate::load::header::{Header, RawHeader, read_header};
use crate::load::locale::Locales;
use crate::load::run::{Draft, Run};
use crate::model::Elements;
use crate::place::Span;
use crate::schema::{Checker, schema_of};
use crate::script::{Library, Source};
use crate::source::{MAX_FILES, MAX_PACK, MAX_TEXT_FILE, PackSource, SourceFile, is_text};
use crate::yaml::{Key, Node, Tree, parse};

/// A pack whose files were read and sorted by what they are.
pub(crate) struct Opened {
    pub draft: Draft,
    pub sections: HashMap<&'static str, Vec<Section>>,
}

pub(crate) fn open(run: &mut Run<'_>, source: &PackSource) -> Opened {
    let errors = run.errors();
    let mut opened = Opened {
        draft: Draft {
            header: Header::unknown(&source.id_hint, Span::default()),
            digest: source.digest(),
            elements: Elements::default(),
            declared: HashMap::new(),
            unread: HashSet::new(),
            locales: Locales::default(),
            libraries: IndexMap::new(),
            broken: false,
        },
        sections: HashMap::new(),
    };
    read_pack_yaml(run, source, &mut opened);
    opened
        .draft
        .locales
        .tags
        .clone_from(&opened.draft.header.locales);
    report_refused(run, source, opened.draft.header.span);
    let mut files: Vec<&SourceFile> = source.files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    for file in files
        .into_iter()
        .filter(|f| f.path != "pack.yaml")
        .take(MAX_FILES)
    {
        read_other(run, source, file, &mut opened);
    }
    opened.draft.broken = run.errors() > errors;
    opened
}

/// What reading the folder left out, and what is too much whoever read it.
fn report_refused(run: &mut Run<'_>, source: &PackSource, pack: Span) {
    for refused in &source.refused {
        let file = run.files.add(source.name_of(&refused.path), String::new());
        run.report(
            Report::error(
                "S0002",
                Span::new(file, 0..0),
                format!("the file was not read: {}", refused.reason),
            )
            .help("a pack is plain files: texts to 1 MiB each, 16 MiB and 1000 files in all"),
        );
    }
    let total: usize = source.files.iter().map(|f| f.bytes.len()).sum();
    if total > MAX_PACK || source.files.len() > MAX_FILES {
        run.report(
            Report::error(
                "S0002",
                pack,
                "the pack is larger than 16 MiB or 1000 files",
            )
            .help("keep large media elsewhere and shorten fixtures"),
        );
    }
}

fn read_pack_yaml(run: &mut Run<'_>, source: &PackSource, opened: &mut Opened) {
    let Some(file) = source.files.iter().find(|f| f.path == "pack.yaml") else {
        if source
            .refused
            .iter()
            .any(|refused| refused.path == "pack.yaml")
        {
            return; // told with its reason
        }
        let file = run.files.add(source.name_of("pack.yaml"), String::new());
        run.report(
            Report::error("S0001", Span::new(file, 0..0), "the pack has no pack.yaml")
                .help("it names the pack: `id: my-sport` and `version: 1.0.0`"),
        );
        return;
    };
    let Some((index, node)) = read_yaml(run, source, file) else {
        opened.draft.unread.extend(run.kinds.names());
        return;
    };
    let Some(Node {
        tree: Tree::Map(entries),
        span,
    }) = node
    else {
        opened.draft.unread.extend(run.kinds.names());
        if !run.reported_in(index) {
            run.report(
                Report::error("S0001", Span::new(index, 0..0), "pack.yaml says nothing")
                    .help("it names the pack: `id: my-sport` and `version: 1.0.0`"),
            );
        }
        return;
    };
    let mut header = Vec::new();
    for (key, node) in entries {
        match run.kinds.get(&key.name) {
            Some(kind) => opened
                .sections
                .entry(kind.name)
                .or_default()
                .push(Section { node }),
            None => header.push((key, node)),
        }
    }
    let mut schema = schema_of::<RawHeader>();
    name_kinds(&mut schema, run);
    let node = Node {
        tree: Tree::Map(header),
        span: Span {
            file: index,
            ..span
        },
    };
    let (header, reports) = read_header(&Checker::new(&schema), run.kinds, &source.id_hint, &node);
    match header {
        Ok(header) => opened.draft.header = header,
        Err(unknown) => {
            opened.draft.header = unknown;
            opened.draft.unread.extend(run.kinds.names());
        }
    }
    // A kind under a mistyped name has definitions, though nobody knows which, or of which kind; what
    // other packs give is unknown where the list of them cannot be read.
    let draft = &mut opened.draft;
    let says_something = |node: &Node| !matches!(&node.tree, Tree::Map(list) if list.is_empty());
    if draft.header.requires.is_empty()
        && node
            .get("requires")
            .is_some_and(|(_, list)| says_something(list))
    {
        draft.unread.extend(run.kinds.names());
    }
    let known = || run.kinds.names().chain(["requires"]);
    let mistyped = |(key, _): &(Key, Node)| ids::nearest(&key.name, known()).is_some();
    if node.entries().iter().any(mistyped) {
        draft.unread.extend(run.kinds.names());
    }
    run.report_all(reports);
}

/// The kinds' names count as known keys, so that a mistyped one is recognised.
fn name_kinds(schema: &mut serde_json::Value, run: &Run<'_>) {
    if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
        for name in run.kinds.names() {
            properties.insert(name.to_owned(), serde_json::Value::Bool(true));
        }
    }
}

/// The file's tree, and its index in the run; what is wrong with it as YAML is reported.
/// The tree is `None` for a file that says nothing or cannot be read.
fn read_yaml(
    run: &mut Run<'_>,
    source: &PackSource,
    file: &SourceFile,
) -> Option<(u32, Option<Node>)> {
    let (index, text) = read_text(run, source, file)?;
    let (node, reports) = parse(index, &text);
    run.report_all(reports);
    Some((index, node))
}

fn read_text(run: &mut Run<'_>, source: &PackSource, file: &SourceFile) -> Option<(u32, String)> {
    let name = source.name_of(&file.path);
    if file.bytes.len() > MAX_TEXT_FILE {
        let index = run.files.add(name, String::new());
        run.report(
            Report::error(
                "S0002",
                Span::new(index, 0..0),
                "the file is larger than 1 MiB",
            )
            .help("split it into smaller packs; a pack's texts are written by people"),
        );
        return None;
    }
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => {
            // Editors of some systems put a byte order mark first; it says nothing.
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            Some((run.files.add(name, text.to_owned()), text.to_owned()))
        }
        Err(error) => {
            let sound =
                String::from_utf8_lossy(file.bytes.get(..error.valid_up_to()).unwrap_or_default())
                    .into_owned();
            let end = sound.len();
            let index = run.files.add(name, sound);
            run.report(
                Report::error(
                    "S0003",
                    Span::new(index, end..end),
                    "the file is not UTF-8 from here on",
                )
                .help("save it as UTF-8"),
            );
            None
        }
    }
}

/// Folders and files that the language itself leaves alone.
const LEFT_ALONE: &[&str] = &[
    "tests/",
    "fixtures/",
    "images/",
    "README",
    "LICENSE",
    "CHANGELOG",
];

fn read_other(run: &mut Run<'_>, source: &PackSource, file: &SourceFile, opened: &mut Opened) {
    let path = file.path.as_str();
    if let Some(tag) = path
        .strip_prefix("locales/")
        .and_then(|p| p.strip_suffix(".ftl"))
    {
        if let Some((index, text)) = read_text(run, source, file) {
            let reports = opened.draft.locales.read(tag, index, &text);
            run.report_all(reports);
        }
        return;
    }
    let script = path.strip_prefix("scripts/");
    if script.is_some_and(|name| name.strip_suffix(".rhai").is_some()) {
        let library = read_library(run, source, file);
        opened.draft.libraries.insert(path.to_owned(), library);
        return;
    }
    let kind = path
        .strip_suffix(".yaml")
        .and_then(|stem| run.kinds.get(stem))
        .map(|k| k.name);
    if let Some(kind) = kind {
        let before = run.errors();
        let read = read_yaml(run, source, file);
        if let Some((_, Some(node))) = read {
            opened
                .sections
                .entry(kind)
                .or_default()
                .push(Section { node });
        } else if run.errors() > before {
            opened.draft.unread.insert(kind);
        }
        return;
    }
    if !LEFT_ALONE.iter().any(|known| path.starts_with(known)) {
        report_unknown_file(run, source, path);
    }
}

/// A file of scripts; what is wrong with it is reported, and nothing comes of it.
fn read_library(run: &mut Run<'_>, source: &PackSource, file: &SourceFile) -> Option<Arc<Library>> {
    let (index, text) = read_text(run, source, file)?;
    let name = source.name_of(&file.path);
    match Library::read(name, Source { index, text }) {
        Ok(library) => Some(Arc::new(library)),
        Err(reports) => {
            run.report_all(reports);
            None
        }
    }
}

fn report_unknown_file(run: &mut Run<'_>, source: &PackSource, path: &str) {
    let index = run.files.add(source.name_of(path), String::new());
    let at = Span::new(index, 0..0);
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let exact = run.kinds.names().find(|name| *name == stem);
    let near = exact.or_else(|| ids::nearest(stem, run.kinds.names().chain(["pack"])));
    let report = if is_text(path) {
        Report::error("S0004", at, "nothing in a pack has this file name")
    } else {
        Report::warning("S0004", at, "nothing in a pack uses this file")
    };
    let report = match near {
        Some(near) => report.help(format!("did you mean `{near}.yaml`?")),
        None if path.starts_with("scripts/") => {
            report.help("scripts are files in Rhai: `scripts/score.rhai`")
        }
        None => {
            let kinds = run
                .kinds
                .names()
                .map(|k| format!("{k}.yaml"))
                .collect::<Vec<_>>();
            report.help(format!(
                "a pack holds pack.yaml, {}, locales/*.ftl, scripts/*.rhai, tests/ and fixtures/",
                kinds.join(", ")
            ))
        }
    };
    run.report(report);
}
