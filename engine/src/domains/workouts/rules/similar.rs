//! When two workouts are alike, and how one stands among those like it.

/// How far the leading figures may be apart.
const NEAR: f64 = 0.10;

/// Whether a figure is within a tenth of this workout's.
pub fn is_near(own: f64, other: f64) -> bool {
    own > 0.0 && (other - own).abs() <= own * NEAR
}

/// Whether two sorted lists of exercises share at least half of all that stand in either
/// (Jaccard index).
pub fn is_same_session(own: &[String], other: &[String]) -> bool {
    let shared = own.iter().filter(|one| other.contains(one)).count();
    let all = own.len() + other.len() - shared;
    shared > 0 && shared * 2 >= all
}

/// Titles that people gave, compared as they read.
pub fn is_same_title(own: Option<&str>, other: Option<&str>) -> bool {
    let plain = |title: &str| title.trim().to_lowercase();
    match own.zip(other) {
        Some((own, other)) => !plain(own).is_empty() && plain(own) == plain(other),
        None => false,
    }
}

/// The place among all, this one included, from 1; equals share the better place.
pub fn rank(own: f64, others: &[f64], lower_is_better: bool) -> usize {
    let is_better = |other: &&f64| {
        if lower_is_better {
            **other < own
        } else {
            **other > own
        }
    };
    1 + others.iter().filter(is_better).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_within_a_tenth() {
        assert!(is_near(10_000.0, 9_000.0) && is_near(10_000.0, 11_000.0));
        assert!(!is_near(10_000.0, 8_999.0) && !is_near(10_000.0, 11_001.0));
        assert!(!is_near(0.0, 0.0), "nothing is like nothing");
    }

    #[test]
    fn a_session_shares_half_of_its_exercises() {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(is_same_session(&list("bench squat"), &list("squat")));
        assert!(is_same_session(&list("a b c"), &list("a b d")));
        assert!(!is_same_session(&list("a b"), &list("a c d")));
        assert!(!is_same_session(&[], &[]));
    }

    #[test]
    fn titles_are_compared_as_they_read() {
        assert!(is_same_title(Some("Вдоль реки"), Some(" вдоль РЕКИ")));
        assert!(!is_same_title(Some(" "), Some("")));
        assert!(!is_same_title(None, None));
    }

    #[test]
    fn equals_share_the_better_place() {
        assert_eq!(rank(300.0, &[290.0, 300.0, 310.0], true), 2);
        assert_eq!(rank(300.0, &[290.0, 300.0, 310.0], false), 2);
        assert_eq!(rank(5.0, &[], true), 1);
    }
}
