//! Which names a pack's file may have in an archive.

use crate::source::MAX_DEPTH;

const LONGEST: usize = 512;

/// Why a name is refused. Names are compared as they stand: nothing is cleaned up, so that no two
/// readers can take one name for different files.
pub fn refused(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.len() > LONGEST {
        return Some("a name has 1 to 512 bytes");
    }
    if name.starts_with('/') || name.contains(['\\', ':']) {
        return Some("the name does not stay inside the pack: give it relative, with `/`");
    }
    if name.chars().any(char::is_control) {
        return Some("the name holds a control character");
    }
    let parts: Vec<&str> = name.split('/').collect();
    if parts.iter().any(|part| *part == ".." || *part == ".") {
        return Some("the name does not stay inside the pack: `.` and `..` are not taken");
    }
    if parts.iter().any(|part| part.is_empty()) {
        return Some("the name has an empty part");
    }
    if parts.iter().any(|part| part.starts_with('.')) {
        return Some("hidden files are no part of a pack");
    }
    (parts.len() > MAX_DEPTH + 1).then_some("folders nest deeper than 4")
}
