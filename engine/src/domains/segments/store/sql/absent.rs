//! What a rule comes to for people of whom something is not there, whatever else they are: where it
//! cannot be true, they need not be looked at.

use stadion_pack::expr::{Arithmetic, Compare, Phrase};

/// What is known of a value before anybody is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    Missing,
    Number(f64),
    Any,
}

/// True, false, unknown: a set of bits for what a flag may be.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const UNKNOWN: u8 = 4;
const ANYTHING: u8 = TRUE | FALSE | UNKNOWN;

/// Whether a rule holds for nobody of whom `absent` is not there.
pub fn is_needed(rule: &Phrase<'_>, absent: &Absent<'_>) -> bool {
    flag(rule, absent) & TRUE == 0
}

/// What a field or question comes to where it is not there; `None` of all others.
pub type Absent<'a> = dyn Fn(&Phrase<'_>) -> Option<Known> + 'a;

fn flag(phrase: &Phrase<'_>, absent: &Absent<'_>) -> u8 {
    match phrase {
        Phrase::Flag(true) => TRUE,
        Phrase::Flag(false) => FALSE,
        Phrase::Not(inner) => not(flag(inner, absent)),
        Phrase::All(phrases) => {
            let flags = phrases.iter().map(|phrase| flag(phrase, absent));
            flags.fold(TRUE, both)
        }
        Phrase::Any(phrases) => {
            let flags = phrases.iter().map(|phrase| not(flag(phrase, absent)));
            not(flags.fold(TRUE, both))
        }
        Phrase::Compare(how, left, right) => {
            compare(*how, value(left, absent), value(right, absent))
        }
        Phrase::Has(inner) => match value(inner, absent) {
            Known::Missing => FALSE,
            Known::Number(_) => TRUE,
            Known::Any => TRUE | FALSE,
        },
        _ => ANYTHING,
    }
}

fn not(flag: u8) -> u8 {
    let swapped = (flag & TRUE) << 1 | (flag & FALSE) >> 1;
    swapped | flag & UNKNOWN
}

/// "And" of any of one with any of the other.
fn both(one: u8, other: u8) -> u8 {
    let all = one | other;
    let both = one & other;
    (both & TRUE)
        | (all & FALSE)
        | if both & UNKNOWN != 0 || is_open(one, other) {
            UNKNOWN
        } else {
            0
        }
}

/// Whether one may be unknown where the other is not false.
fn is_open(one: u8, other: u8) -> bool {
    let may = |one: u8, other: u8| one & UNKNOWN != 0 && other & (TRUE | UNKNOWN) != 0;
    may(one, other) || may(other, one)
}

fn compare(how: Compare, left: Known, right: Known) -> u8 {
    let (left, right) = match (left, right) {
        (Known::Missing, _) | (_, Known::Missing) => return UNKNOWN,
        (Known::Number(left), Known::Number(right)) => (left, right),
        _ => return ANYTHING,
    };
    // Numbers of rules are never NaN.
    let order = left.partial_cmp(&right);
    let holds = order.is_some_and(|order| match how {
        Compare::Equal => order.is_eq(),
        Compare::NotEqual => order.is_ne(),
        Compare::Less => order.is_lt(),
        Compare::LessEqual => order.is_le(),
        Compare::More => order.is_gt(),
        Compare::MoreEqual => order.is_ge(),
    });
    if holds { TRUE } else { FALSE }
}

fn value(phrase: &Phrase<'_>, absent: &Absent<'_>) -> Known {
    match phrase {
        Phrase::Number(number, _) => Known::Number(*number),
        Phrase::Slot(_) | Phrase::History(_) => absent(phrase).unwrap_or(Known::Any),
        Phrase::Negative(inner) => match value(inner, absent) {
            Known::Number(number) => Known::Number(-number),
            other => other,
        },
        Phrase::Arithmetic(how, left, right) => {
            computed(*how, value(left, absent), value(right, absent))
        }
        Phrase::Rank(_, inner) | Phrase::Round(_, inner) => any_unless_missing(&[inner], absent),
        Phrase::Between(left, right) => any_unless_missing(&[left, right], absent),
        Phrase::Least(phrases) | Phrase::Most(phrases) => {
            any_unless_missing(&phrases.iter().collect::<Vec<_>>(), absent)
        }
        _ => Known::Any,
    }
}

fn any_unless_missing(phrases: &[&Phrase<'_>], absent: &Absent<'_>) -> Known {
    let mut phrases = phrases.iter();
    if phrases.any(|phrase| value(phrase, absent) == Known::Missing) {
        Known::Missing
    } else {
        Known::Any
    }
}

fn computed(how: Arithmetic, left: Known, right: Known) -> Known {
    match (left, right) {
        (Known::Missing, _) | (_, Known::Missing) => Known::Missing,
        (Known::Number(left), Known::Number(right)) => {
            let number = how.of(left, right);
            if number.is_finite() {
                Known::Number(number)
            } else {
                Known::Missing
            }
        }
        _ => Known::Any,
    }
}
