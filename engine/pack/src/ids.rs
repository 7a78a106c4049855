//! What names may look like, and the nearest name to a mistyped one.

/// Pack ids that are paths of the server itself.
pub const RESERVED_PACKS: &[&str] = &[
    "about",
    "account",
    "admin",
    "api",
    "apps",
    "assets",
    "auth",
    "confirm",
    "connect",
    "demo",
    "dev",
    "docs",
    "files",
    "forgot",
    "go",
    "guardian",
    "health",
    "healthz",
    "hooks",
    "login",
    "logout",
    "me",
    "metrics",
    "ready",
    "readyz",
    "register",
    "reset",
    "s",
    "settings",
    "static",
    "well-known",
];

/// `kebab-case`, at most 40 characters.
pub fn is_pack_id(id: &str) -> bool {
    id.len() <= 40 && is_words(id, '-')
}

/// `snake_case`, at most 64 characters.
pub fn is_element_id(id: &str) -> bool {
    id.len() <= 64 && is_words(id, '_')
}

/// Words of `a-z0-9` joined by `joint`; the first begins with a letter.
fn is_words(id: &str, joint: char) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.split(joint).all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// The id rewritten in the wanted case, when that makes it an id.
pub fn to_case(id: &str, joint: char) -> Option<String> {
    let mut out = String::new();
    for c in id.chars() {
        if c.is_ascii_uppercase() && out.ends_with(|l: char| l.is_ascii_lowercase()) {
            out.push(joint);
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with(joint) {
            out.push(joint);
        }
    }
    let kept = out.trim_end_matches(joint);
    let sound = kept.starts_with(|c: char| c.is_ascii_lowercase()) && kept.len() <= 40;
    sound.then(|| kept.to_owned())
}

/// The candidate that `name` most likely meant, when one is near.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.get(..name.len().min(80)).unwrap_or(name);
    let reach = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|c| c.len().abs_diff(name.len()) <= reach.max(3) && *c != name)
        .map(|c| (distance(name, c), c))
        .filter(|(d, _)| *d <= reach)
        .min()
        .map(|(_, c)| c)
}

/// Edits between two names; a lost plural or case counts little.
fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(&a.to_lowercase().replace('-', "_"), &b.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_case() {
        assert!(
            is_pack_id("trail-running") && is_element_id("avg_heart_rate") && is_element_id("a1")
        );
        for bad in [
            "",
            "Running",
            "trail_running",
            "-a",
            "a-",
            "a--b",
            "1a",
            "бег",
            "a.b",
        ] {
            assert!(!is_pack_id(bad), "{bad}");
        }
    }

    #[test]
    fn another_case_is_proposed() {
        assert_eq!(
            to_case("avgHeartRate", '_').as_deref(),
            Some("avg_heart_rate")
        );
        assert_eq!(
            to_case("Trail Running!", '-').as_deref(),
            Some("trail-running")
        );
        assert_eq!(to_case("5k_pace", '_'), None);
        assert_eq!(to_case("бег", '_'), None);
    }

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["distance", "duration", "pace"];
        assert_eq!(nearest("distnace", names), Some("distance"));
        assert_eq!(nearest("Pace", names), Some("pace"));
        assert_eq!(nearest("altitude", names), None);
        assert_eq!(nearest("x", names), None);
    }
}
