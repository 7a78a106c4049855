//! How much of what was refused is kept.

use chrono::TimeDelta;

use crate::domains::devices::model::NotTaken;

/// How long a delivery is told of.
pub const KEPT: TimeDelta = TimeDelta::days(90);
/// Deliveries of a person.
pub const MOST_DELIVERIES: i64 = 200;
/// Refusals of one delivery that are told one by one.
const MOST_TOLD: usize = 50;
const MOST_TEXT: usize = 300;

/// What is kept of refusals: those of one code, reason and place are one, and no text is long.
pub fn bounded(all: Vec<NotTaken>) -> Vec<NotTaken> {
    let mut told: Vec<NotTaken> = Vec::new();
    for one in all {
        let one = NotTaken {
            code: short(&one.code),
            place: short(&one.place),
            reason: short(&one.reason),
            remedy: short(&one.remedy),
            count: one.count,
        };
        let is_like = |known: &&mut NotTaken| known.code == one.code && known.reason == one.reason;
        if let Some(known) = told.iter_mut().find(is_like) {
            known.count = known.count.saturating_add(one.count);
        } else if told.len() < MOST_TOLD {
            told.push(one);
        }
    }
    told
}

/// Texts of others hold no NUL: no database of ours keeps one.
fn short(text: &str) -> String {
    let plain = text.replace('\0', "\u{fffd}");
    match plain.char_indices().nth(MOST_TEXT) {
        None => plain,
        Some((end, _)) => format!("{}…", &plain[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(reason: &str, count: u64) -> NotTaken {
        NotTaken {
            code: "bad-value".into(),
            place: "workouts[0]".into(),
            reason: reason.into(),
            remedy: String::new(),
            count,
        }
    }

    #[test]
    fn like_refusals_are_one_and_their_number_is_bounded() {
        let same = bounded(vec![refused("a", 2), refused("a", 3), refused("b", 1)]);
        let counts: Vec<u64> = same.iter().map(|one| one.count).collect();
        assert_eq!(counts, [5, 1]);
        let many = (0..1_000).map(|n| refused(&format!("{n}"), 1)).collect();
        assert_eq!(bounded(many).len(), MOST_TOLD);
    }

    #[test]
    fn long_texts_and_nul_are_not_kept() {
        let told = bounded(vec![refused(&"ä\0".repeat(1_000), 1)]);
        assert_eq!(told[0].reason.chars().count(), MOST_TEXT + 1);
        assert!(!told[0].reason.contains('\0'));
    }
}
