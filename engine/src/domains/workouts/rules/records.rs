//! How a record grew: the efforts, in order of start, that beat all before them.

use crate::domains::workouts::model::{Attempt, Mark};

/// The marks among `attempts` (in order of start and id), given the best before them.
/// An equal effort is no record: the earlier one keeps it.
pub fn marks(best_before: Option<i64>, attempts: &[Attempt], lower_is_better: bool) -> Vec<Mark> {
    let mut best = best_before;
    let mut marks = Vec::new();
    for attempt in attempts {
        let beats = match best {
            None => true,
            Some(best) if lower_is_better => attempt.value < best,
            Some(best) => attempt.value > best,
        };
        if beats {
            marks.push(Mark {
                attempt: *attempt,
                previous: best,
            });
            best = Some(attempt.value);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn attempts(values: &[i64]) -> Vec<Attempt> {
        let attempt = |(n, value): (usize, &i64)| Attempt {
            start_at: DateTime::from_timestamp(i64::try_from(n).unwrap(), 0).unwrap_or_default(),
            workout_id: Uuid::from_u128(n as u128),
            value: *value,
        };
        values.iter().enumerate().map(attempt).collect()
    }

    fn values(marks: &[Mark]) -> Vec<i64> {
        marks.iter().map(|mark| mark.attempt.value).collect()
    }

    #[test]
    fn the_first_is_a_record_and_an_equal_one_is_none() {
        let all = marks(None, &attempts(&[300, 310, 300, 295]), true);
        assert_eq!(values(&all), [300, 295]);
        assert_eq!(all[1].previous, Some(300));
        assert_eq!(
            values(&marks(None, &attempts(&[5, 5, 7, 6]), false)),
            [5, 7]
        );
    }

    proptest! {
        /// Telling from any place on, with the best before it, equals telling from the start.
        #[test]
        fn a_tail_is_told_like_the_whole(all in prop::collection::vec(0i64..50, 0..40), cut in 0usize..40, lower: bool) {
            let all = attempts(&all);
            let (head, tail) = all.split_at(cut.min(all.len()));
            let whole = marks(None, &all, lower);
            let mut pieces = marks(None, head, lower);
            let best = pieces.last().map(|mark| mark.attempt.value);
            pieces.extend(marks(best, tail, lower));
            prop_assert_eq!(whole, pieces);
        }
    }
}
