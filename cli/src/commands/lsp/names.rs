//! What the packs and adapters of a folder define, by name and place: also of those with faults, for those
//! are the ones that somebody is writing.

use std::ops::Range;

use stadion_pack::source::SourceFile;
use stadion_pack::yaml::{Node, Tree, parse};
use stadion_pack::{KindSet, PackSource, adapter};

/// What an adapter defines, and where in its file.
pub const OF_ADAPTERS: [(&str, &[&str]); 7] = [
    ("settings", &["settings"]),
    ("record", &["record"]),
    ("rows", &["rows"]),
    ("scripts", &["scripts"]),
    ("streams", &["transport", "pull", "streams"]),
    ("body", &["transport", "pull", "body"]),
    ("layouts", &["decode", "layouts"]),
];

/// The files that say what a folder is.
pub const HEADERS: [&str; 2] = ["pack.yaml", adapter::FILE];

/// Whether it is an adapter and no pack.
pub fn is_adapter(source: &PackSource) -> bool {
    let holds = |path: &str| source.files.iter().any(|file| file.path == path);
    holds(adapter::FILE) && !holds("pack.yaml")
}

pub struct Definition {
    pub kind: &'static str,
    pub pack: String,
    pub id: String,
    /// The file's name in findings and places.
    pub file: String,
    /// Of the id, in the file.
    pub span: Range<usize>,
    pub node: Node,
}

impl Definition {
    pub fn qualified(&self) -> String {
        format!("{}.{}", self.pack, self.id)
    }

    /// A text by its first language.
    pub fn text(&self, key: &str) -> Option<&str> {
        let (_, node) = self.node.get(key)?;
        match &node.tree {
            Tree::Text(text) => Some(text),
            Tree::Map(_) => match &node.entries().first()?.1.tree {
                Tree::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// A part's fields by id, each with the place of its id.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Node, Range<usize>)> {
        let fields = self.node.get("fields").into_iter();
        let fields = fields.flat_map(|(_, fields)| fields.entries());
        fields.map(|(key, node)| (key.name.as_str(), node, key.span.range()))
    }
}

pub struct PackNames {
    pub id: String,
    pub root: String,
    /// The file that says its id.
    pub header: &'static str,
    /// Where in it.
    pub span: Range<usize>,
    pub requires: Vec<String>,
    pub definitions: Vec<Definition>,
}

#[derive(Default)]
pub struct Names(pub Vec<PackNames>);

impl Names {
    /// What the packs define, after what they defined as they were `before`. A file that does not
    /// parse just now keeps what it defined then.
    pub fn read(
        packs: &[PackSource],
        before: &[PackSource],
        kinds: &KindSet,
        mut names: Self,
    ) -> Self {
        let read = packs.iter().map(|source| {
            let known = names.0.iter().position(|pack| pack.root == source.root);
            let known = known.map(|at| names.0.swap_remove(at));
            match known {
                Some(known) if before.contains(source) => known,
                known => read_pack(source, kinds, known),
            }
        });
        Self(read.collect())
    }

    pub fn pack(&self, id: &str) -> Option<&PackNames> {
        self.0.iter().find(|pack| pack.id == id)
    }

    /// A pack, then those that it requires.
    fn seen_by<'n>(&'n self, pack: &'n str) -> impl Iterator<Item = &'n PackNames> {
        let own = self.pack(pack);
        let required = own.into_iter().flat_map(|own| &own.requires);
        let required = required.filter_map(|id| self.pack(id));
        own.into_iter().chain(required)
    }

    /// All definitions of a kind that a pack sees, each with the name to write.
    pub fn visible<'n>(&'n self, pack: &'n str, kind: &str) -> Vec<(String, &'n Definition)> {
        let mut found: Vec<(String, &Definition)> = Vec::new();
        for seen in self.seen_by(pack) {
            for definition in seen.definitions.iter().filter(|d| d.kind == kind) {
                let is_taken = found.iter().any(|(name, _)| *name == definition.id);
                let name = if is_taken {
                    definition.qualified()
                } else {
                    definition.id.clone()
                };
                found.push((name, definition));
            }
        }
        found
    }

    /// The definition that a name means in a pack: `pace`, or `running.pace`.
    pub fn find(&self, pack: &str, kind: &str, name: &str) -> Option<&Definition> {
        let (of, id) = match name.split_once('.') {
            Some((of, id)) => (Some(of), id),
            None => (None, name),
        };
        let seen = self.0.iter().position(|known| known.id == pack)?;
        let own = self.0.get(seen)?;
        let required = own.requires.iter().filter_map(|id| self.pack(id));
        let mut places = std::iter::once(own).chain(required);
        places.find_map(|place| {
            let is_meant = of.is_none_or(|of| of == place.id);
            let mut all = place.definitions.iter();
            all.find(|d| is_meant && d.kind == kind && d.id == id)
        })
    }
}

fn read_pack(source: &PackSource, kinds: &KindSet, before: Option<PackNames>) -> PackNames {
    let mut pack = PackNames {
        id: source.id_hint.clone(),
        root: source.root.clone(),
        header: if is_adapter(source) {
            adapter::FILE
        } else {
            "pack.yaml"
        },
        span: 0..0,
        requires: Vec::new(),
        definitions: Vec::new(),
    };
    let mut lost = Vec::new();
    let (header, others): (Vec<_>, Vec<_>) = source
        .files
        .iter()
        .partition(|file| file.path == pack.header);
    for file in header.into_iter().chain(others) {
        let Some(stem) = file.path.strip_suffix(".yaml") else {
            continue;
        };
        let name = source.name_of(&file.path);
        let kind = kinds.names().find(|kind| *kind == stem);
        match (stem, kind, tree(file)) {
            ("pack", _, Some(node)) => read_header(&mut pack, kinds, &name, node),
            ("adapter", _, Some(node)) => read_adapter(&mut pack, &name, &node),
            (_, Some(kind), Some(node)) => define(&mut pack, kind, &name, node),
            _ => lost.push(name),
        }
    }
    let Some(before) = before else {
        return pack;
    };
    if lost.contains(&source.name_of(pack.header)) {
        (pack.id, pack.span, pack.requires) = (before.id, before.span, before.requires);
        for definition in &mut pack.definitions {
            definition.pack.clone_from(&pack.id);
        }
    }
    let kept = before.definitions.into_iter();
    pack.definitions
        .extend(kept.filter(|definition| lost.contains(&definition.file)));
    pack
}

/// The file's map; nothing where it is none, unless the file is empty.
fn tree(file: &SourceFile) -> Option<Node> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (node, _) = parse(0, text);
    node.filter(|node| matches!(node.tree, Tree::Map(_)))
}

fn read_id(pack: &mut PackNames, node: &Node) {
    if let Some((_, id)) = node.get("id")
        && let Tree::Text(text) = &id.tree
    {
        pack.id.clone_from(text);
        pack.span = id.span.range();
    }
}

fn read_adapter(pack: &mut PackNames, file: &str, node: &Node) {
    read_id(pack, node);
    for (kind, path) in OF_ADAPTERS {
        let mut keys = path.iter();
        let found = keys.try_fold(node, |here, key| here.get(key).map(|(_, inner)| inner));
        if let Some(found) = found {
            define(pack, kind, file, found.clone());
        }
    }
}

fn read_header(pack: &mut PackNames, kinds: &KindSet, file: &str, node: Node) {
    read_id(pack, &node);
    let requires = node.get("requires").into_iter();
    let requires = requires.flat_map(|(_, packs)| packs.entries());
    pack.requires = requires.map(|(key, _)| key.name.clone()).collect();
    let Tree::Map(entries) = node.tree else {
        return;
    };
    for (key, node) in entries {
        if let Some(kind) = kinds.names().find(|kind| *kind == key.name) {
            define(pack, kind, file, node);
        }
    }
}

fn define(pack: &mut PackNames, kind: &'static str, file: &str, node: Node) {
    let Tree::Map(entries) = node.tree else {
        return;
    };
    let definitions = entries.into_iter().map(|(key, node)| Definition {
        kind,
        pack: pack.id.clone(),
        id: key.name,
        file: file.to_owned(),
        span: key.span.range(),
        node,
    });
    let definitions: Vec<_> = definitions.collect();
    pack.definitions.extend(definitions);
}
