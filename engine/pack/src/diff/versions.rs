//! Whether a new version may be released: its number, and what its migrations say.

use semver::Version;
use serde::Serialize;

use super::{Both, Diff, Spot, places};
use crate::model::Pack;
use crate::renames::FIELDS;

/// What keeps a version from being released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: &'static str,
    pub message: String,
    pub remedy: String,
    pub place: Option<Spot>,
}

/// The codes of problems, each with what it means and what to do.
pub const CODES: &[(&str, &str)] = &[
    (
        "S0130",
        "A change breaks what people stored, or what they and clients go by, and no migration answers for it. `stadion diff` says what it needs: a `rename`, `retire` or `backfill`, an id of its own, or a major version.",
    ),
    (
        "S0131",
        "The pack is otherwise than the version of this number that is out. A version is given once: raise `version` in pack.yaml.",
    ),
    (
        "S0132",
        "The version is raised too little. What breaks needs a new major version (before 1.0.0, a new minor one), so that packs which require this one are not taken along unawares.",
    ),
    (
        "S0133",
        "A migration renames or retires what the version before did not have. It is mistyped, or belongs to another version.",
    ),
    (
        "S0134",
        "A migration says that it came with a version that is out, and that version did not have it. Set its `to` to the version that brings it.",
    ),
];

/// By semver: the first number, and the second of what is not stable yet.
pub(super) fn is_major(old: &Version, new: &Version) -> bool {
    new > old && (new.major > old.major || (old.major == 0 && new.minor > old.minor))
}

pub(super) fn judge(old: &Pack, new: &Pack, both: &Both<'_>, diff: &mut Diff) {
    let header = || places::find(both.new, new, "pack", &new.id, None);
    for change in diff
        .changes
        .iter()
        .filter(|c| c.is_breaking && !c.is_answered)
    {
        let what = match &change.key {
            Some(key) => format!("{} `{}`: {key}", change.kind, change.id),
            None => format!("{} `{}`", change.kind, change.id),
        };
        diff.problems.push(Problem {
            code: "S0130",
            message: format!("{what} breaks: {}", change.why),
            remedy: change.remedy.clone().unwrap_or_default(),
            place: change.place.clone(),
        });
    }
    migrations(old, new, both, diff);
    if old.digest == new.digest && old.version == new.version {
        return;
    }
    let needed = if diff.is_breaking() {
        raised(&old.version)
    } else {
        Version::new(old.version.major, old.version.minor, old.version.patch + 1)
    };
    if new.version <= old.version {
        diff.problems.push(Problem {
            code: "S0131",
            message: format!("version {} is out already", old.version),
            remedy: format!("raise it: {needed}"),
            place: header(),
        });
    } else if diff.is_breaking() && !is_major(&old.version, &new.version) {
        diff.problems.push(Problem {
            code: "S0132",
            message: format!("{} breaks what holds in {}", new.version, old.version),
            remedy: format!("it is {needed} at least"),
            place: header(),
        });
    }
}

fn raised(old: &Version) -> Version {
    if old.major == 0 {
        Version::new(0, old.minor + 1, 0)
    } else {
        Version::new(old.major + 1, 0, 0)
    }
}

fn migrations(old: &Pack, new: &Pack, both: &Both<'_>, diff: &mut Diff) {
    let had = |kind: &str, name: &str| {
        let within = ["words", "attributes"].contains(&kind);
        // Renamed by this version and the one before it, where a version was left out.
        let brought = new.migrations.iter().filter(|one| one.to > old.version);
        let mut brought = brought.flat_map(|one| &one.rename);
        // A field is named by what its part is called now, or was.
        let parts = match name.rsplit_once('.') {
            Some((part, field)) if kind == FIELDS => {
                let parts = both.between.others("parts", part).iter();
                parts.map(|part| format!("{part}.{field}")).collect()
            }
            _ => Vec::new(),
        };
        within
            || both.old.packs.has(kind, name)
            || parts.iter().any(|name| both.old.packs.has(kind, name))
            || brought.any(|one| one.kind == kind && one.new == name)
    };
    for one in &new.migrations {
        let place = || {
            Some(Spot {
                file: one.place.file.clone(),
                line: one.place.line,
                column: 1,
            })
        };
        let is_known = old.migrations.iter().any(|known| known.to == one.to);
        if one.to <= old.version && old.version < new.version && !is_known {
            diff.problems.push(Problem {
                code: "S0134",
                message: format!("version {} is out, and had no such migration", one.to),
                remedy: format!("write `to: {}`", new.version),
                place: place(),
            });
        }
        if one.to <= old.version {
            continue;
        }
        let renamed = one.rename.iter().map(|r| (r.kind.as_str(), r.old.as_str()));
        let retired = one
            .retire
            .iter()
            .map(|r| (r.kind.as_str(), r.name.as_str()));
        for (kind, name) in renamed
            .chain(retired)
            .filter(|(kind, name)| !had(kind, name))
        {
            diff.problems.push(Problem {
                code: "S0133",
                message: format!("version {} has no `{name}` among its {kind}", old.version),
                remedy: "name what that version has, or take it out".to_owned(),
                place: place(),
            });
        }
    }
}
