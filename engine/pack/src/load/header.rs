//! `pack.yaml`: what a pack is and needs.

use indexmap::IndexMap;
use schemars::JsonSchema;
use semver::{Version, VersionReq};
use serde::Deserialize;

use crate::finding::Report;
use crate::ids;
use crate::kind::KindSet;
use crate::load::locale::is_language;
use crate::model::Theme;
use crate::place::{At, Span};
use crate::words::Words;
use crate::yaml::{Key, Node, Tree, from_node};

/// `pack.yaml`: what a pack is and needs. A small pack may keep its definitions here too, each
/// kind under its name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHeader {
    /// The pack's id, `kebab-case`; its app stands at `/<id>/`.
    pub id: At<String>,
    /// The pack's version (semver): `1.0.0`.
    pub version: At<String>,
    /// The engine versions it runs on (semver range): `">=0.1"`.
    pub engine: Option<At<String>>,
    /// Packs whose definitions it uses, each with a semver range: `{core: "^1"}`.
    #[schemars(extend("x-names" = "packs"))]
    pub requires: Option<IndexMap<At<String>, At<String>>>,
    /// What the pack and its app are called.
    pub title: Option<At<Words>>,
    /// One sentence about it.
    pub description: Option<At<Words>>,
    /// Who answers for the pack.
    pub owner: Option<String>,
    /// The languages it is kept in (BCP 47), the first being that of texts that name none; a
    /// missing translation is a warning. A file `locales/<tag>.ftl` adds its language by itself.
    pub locales: Option<Vec<At<String>>>,
    /// The app's look.
    pub theme: Option<RawTheme>,
}

/// The app's look: one accent, an icon.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTheme {
    /// The one colour of the app: `#rrggbb`, or `oklch(L C H)`.
    pub accent: Option<At<String>>,
    /// Name of an icon of the built-in set.
    #[schemars(extend("x-names" = "icons"))]
    pub icon: Option<At<String>>,
}

/// The header, checked as far as it could be.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub id: String,
    /// Where the id stands: the place for what concerns the whole pack.
    pub span: Span,
    pub version: Version,
    pub requires: IndexMap<String, (VersionReq, Span)>,
    pub title: Option<At<Words>>,
    pub description: Option<At<Words>>,
    pub owner: Option<String>,
    pub locales: Vec<String>,
    pub theme: Theme,
}

impl Header {
    /// Stands in for a header that cannot be read, so that the definitions are checked still.
    pub fn unknown(id_hint: &str, span: Span) -> Self {
        Self {
            id: id_hint.to_owned(),
            span,
            version: Version::new(0, 0, 0),
            requires: IndexMap::new(),
            title: None,
            description: None,
            owner: None,
            locales: Vec::new(),
            theme: Theme::default(),
        }
    }
}

/// Reads the header from the keys of `pack.yaml` that are no kind's, faulty ones left out; an error is
/// one that stands in for a header of which too little can be read.
pub(crate) fn read_header(
    checker: &crate::schema::Checker,
    kinds: &KindSet,
    id_hint: &str,
    node: &Node,
) -> (Result<Header, Header>, Vec<Report>) {
    let key = Key {
        name: "pack.yaml".into(),
        span: Span {
            end: node.span.start,
            ..node.span
        },
    };
    let (mut reports, _) = checker.check(&key, node);
    if let Some(raw) = read_sound(node, &reports) {
        let mut deeper = Vec::new();
        let header = compile(raw, kinds, &mut deeper);
        deeper.retain(|r| !reports.iter().any(|known| known.span == r.span));
        reports.extend(deeper);
        return (Ok(header), reports);
    }
    let mut header = Header::unknown(id_hint, key.span);
    if let Some((_, id)) = node.get("id")
        && let Tree::Text(text) = &id.tree
    {
        header.id.clone_from(text);
        header.span = id.span;
    }
    (Err(header), reports)
}

/// The header without the entries in which something was found.
fn read_sound(node: &Node, reports: &[Report]) -> Option<RawHeader> {
    let is_sound = |(key, value): &&(Key, Node)| {
        let whole = key.span.to(value.span);
        !reports
            .iter()
            .any(|report| whole.start <= report.span.start && report.span.start <= whole.end)
    };
    let sound = node.entries().iter().filter(is_sound).cloned().collect();
    from_node(&Node {
        tree: Tree::Map(sound),
        span: node.span,
    })
    .ok()
}

fn compile(raw: RawHeader, kinds: &KindSet, reports: &mut Vec<Report>) -> Header {
    check_pack_id(&raw.id, reports);
    if let Some(engine) = &raw.engine {
        check_engine(engine, reports);
    }
    let version = Version::parse(&raw.version).unwrap_or_else(|error| {
        reports.push(
            Report::error(
                "S0037",
                raw.version.span,
                format!("this is not a version: {error}"),
            )
            .help("versions are semver: three numbers, such as 1.0.0"),
        );
        Version::new(0, 0, 0)
    });
    let requires = raw.requires.unwrap_or_default();
    let requires = requires
        .into_iter()
        .filter_map(|(id, range)| {
            let parsed = version_range(&range, reports)?;
            Some((id.value, (parsed, id.span)))
        })
        .collect();
    let locales = languages(raw.locales.unwrap_or_default(), reports);
    Header {
        id: raw.id.value,
        span: raw.id.span,
        version,
        requires,
        title: raw.title,
        description: raw.description,
        owner: raw.owner,
        locales,
        theme: raw
            .theme
            .map(|theme| compile_theme(theme, kinds, reports))
            .unwrap_or_default(),
    }
}

fn check_pack_id(id: &At<String>, reports: &mut Vec<Report>) {
    if !ids::is_pack_id(id) {
        reports.push(
            Report::error("S0030", id.span, format!("`{}` is not a pack's id", **id))
                .help("pack ids are kebab-case: a-z, 0-9 and -, beginning with a letter, at most 40 long")
                .suggest(ids::to_case(id, '-')),
        );
    } else if ids::RESERVED_PACKS.contains(&id.as_str()) {
        reports.push(
            Report::error(
                "S0031",
                id.span,
                format!("`/{}/` is an address of the platform itself", **id),
            )
            .help("choose another id for the pack")
            .suggest(format!("{}-pack", **id)),
        );
    }
}

fn check_engine(range: &At<String>, reports: &mut Vec<Report>) {
    let engine = env!("CARGO_PKG_VERSION");
    let Some(wanted) = version_range(range, reports) else {
        return;
    };
    if !Version::parse(engine).is_ok_and(|version| wanted.matches(&version)) {
        reports.push(
            Report::error(
                "S0038",
                range.span,
                format!("the pack is for engine {wanted}; this is {engine}"),
            )
            .help("run it on a matching engine, or widen the range once its tests pass here"),
        );
    }
}

fn version_range(range: &At<String>, reports: &mut Vec<Report>) -> Option<VersionReq> {
    VersionReq::parse(range)
        .map_err(|error| {
            reports.push(
                Report::error(
                    "S0037",
                    range.span,
                    format!("this is not a range of versions: {error}"),
                )
                .help("ranges are semver: \"^1\", \">=1.2, <2\""),
            );
        })
        .ok()
}

fn languages(tags: Vec<At<String>>, reports: &mut Vec<Report>) -> Vec<String> {
    let mut known = Vec::new();
    for tag in tags {
        if !is_language(&tag) {
            reports.push(
                Report::error(
                    "S0050",
                    tag.span,
                    format!("`{}` is not a language tag", *tag),
                )
                .help("languages are BCP 47 tags: en, ru, pt-BR"),
            );
        } else if !known.contains(&tag.value) {
            known.push(tag.value);
        }
    }
    known
}

fn compile_theme(raw: RawTheme, kinds: &KindSet, reports: &mut Vec<Report>) -> Theme {
    let accent = raw.accent.filter(|accent| {
        let sound = is_colour(accent);
        if !sound {
            reports.push(
                Report::error(
                    "S0039",
                    accent.span,
                    format!("`{}` is not a colour", **accent),
                )
                .help(
                    "write \"#rrggbb\" (quoted: YAML reads # as a comment), or oklch(0.7 0.15 150)",
                ),
            );
        }
        sound
    });
    let icon = raw.icon.filter(|icon| {
        let wrong = kinds.check_icon(icon);
        let sound = wrong.is_none();
        reports.extend(wrong);
        sound
    });
    Theme {
        accent: accent.map(|a| a.value),
        icon: icon.map(|i| i.value),
    }
}

/// `#rrggbb`, or `oklch(L C H)` with L to 1 (or 100 %), C to 0.5 and H to 360. Nothing else, for
/// the text goes into a style sheet.
fn is_colour(text: &str) -> bool {
    if let Some(hex) = text.strip_prefix('#') {
        return hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit());
    }
    let Some(body) = text
        .strip_prefix("oklch(")
        .and_then(|t| t.strip_suffix(')'))
    else {
        return false;
    };
    let number = |text: &str, max: f64| {
        text.chars().all(|c| c.is_ascii_digit() || c == '.')
            && text.parse::<f64>().is_ok_and(|n| (0.0..=max).contains(&n))
    };
    match body.split(' ').collect::<Vec<_>>().as_slice() {
        [lightness, chroma, hue] => {
            let light = match lightness.strip_suffix('%') {
                Some(percent) => number(percent, 100.0),
                None => number(lightness, 1.0),
            };
            light && number(chroma, 0.5) && number(hue, 360.0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_colour;

    #[test]
    fn colours_are_only_colours() {
        for good in ["#00aa5B", "oklch(0.7 0.15 150)", "oklch(70% 0.15 150.5)"] {
            assert!(is_colour(good), "{good}");
        }
        for bad in [
            "red",
            "#fff",
            "oklch(2 0 0)",
            "oklch(0.7 0.1 1);}",
            "url(x)",
            "oklch(nan 0 0)",
        ] {
            assert!(!is_colour(bad), "{bad}");
        }
    }
}
