//! Where a change stands in YAML.

use serde::{Deserialize, Serialize};

use super::Side;
use super::facet::Facet;
use crate::model::Pack;
use crate::place::line_column;
use crate::yaml::{Node, Tree, parse};

/// A place in a pack's file, counted from one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub file: String,
    pub line: usize,
    pub column: usize,
}

/// The key within its definition; where that is not written (a title of a locale file), the
/// definition.
pub(super) fn find(
    side: Side<'_>,
    pack: &Pack,
    kind: &str,
    id: &str,
    facet: Option<&Facet>,
) -> Option<Spot> {
    let place = pack
        .places
        .iter()
        .find(|((of, known), _)| *of == kind && known == id)
        .map(|(_, place)| place)?;
    let begin = Spot {
        file: place.file.clone(),
        line: place.line,
        column: 1,
    };
    Some(
        facet
            .and_then(|f| within(side, &begin, kind, id, f))
            .unwrap_or(begin),
    )
}

fn within(side: Side<'_>, at: &Spot, kind: &str, id: &str, facet: &Facet) -> Option<Spot> {
    let mut files = side.sources.iter().flat_map(|pack| {
        let files = pack.files.iter();
        files.map(move |file| (pack.name_of(&file.path), file))
    });
    let (_, file) = files.find(|(name, _)| *name == at.file)?;
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = parse(0, text).0?;
    let definition = if kind == "pack" {
        &root
    } else {
        let own = root.get(kind).map(|(_, section)| section);
        let section = own.filter(|section| section.get(id).is_some());
        section.unwrap_or(&root).get(id)?.1
    };
    let inside = match &facet.within {
        Some((key, member)) if member.is_empty() => definition.get(key)?.1,
        Some((key, member)) => definition.get(key)?.1.get(member)?.1,
        None => definition,
    };
    let span = match inside.get(facet.key) {
        Some((key, node)) => member(node, &facet.member).unwrap_or(key.span),
        // A list of words is its own keys.
        None => member(inside, &facet.member)?,
    };
    let found = line_column(text, span.range().start);
    Some(Spot {
        file: at.file.clone(),
        line: found.line,
        column: found.column,
    })
}

fn member(node: &Node, name: &str) -> Option<crate::place::Span> {
    let plain = name.rsplit(['.', ' ']).next().unwrap_or(name);
    match &node.tree {
        Tree::Map(_) => {
            let found = node.get(name).or_else(|| node.get(plain));
            found.map(|(key, _)| key.span)
        }
        Tree::List(items) => {
            let is_named = |item: &&Node| match &item.tree {
                Tree::Text(text) => text == name || text == plain,
                _ => false,
            };
            items.iter().find(is_named).map(|item| item.span)
        }
        _ => None,
    }
}
