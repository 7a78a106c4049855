//! Whether an audience can be counted by a rule: databases compute with the same binary floating
//! point as the engine, but one of them stops at numbers too large or too small to be held, where
//! the engine says "missing". So every step of a rule has to stay far from both ends.

use stadion_pack::expr::{Arithmetic, Checked, HistoryFn, Phrase};
use stadion_pack::value::Value;

/// Beyond this, and nearer to zero than its inverse, nothing is computed.
const FAR: f64 = 1e290;
/// No stored figure is beyond 2^63 steps, and a step of no dimension is less than a thousandth.
const STORED: Magnitude = Magnitude {
    least: 1e-10,
    most: 1e16,
};
/// An audience is counted with a parameter for each written value, sport and zone.
const MOST_NODES: usize = 400;

/// Why no audience can be counted by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub message: &'static str,
    pub help: &'static str,
}

/// Between which sizes a number is wherever it is not zero.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Magnitude {
    least: f64,
    most: f64,
}

impl Magnitude {
    fn of(number: f64) -> Self {
        let size = number.abs();
        Self {
            least: if size == 0.0 { f64::MAX } else { size },
            most: size,
        }
    }

    fn either(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    fn settled(self) -> Result<Self, Refusal> {
        let fits = self.most <= FAR && self.least >= 1.0 / FAR;
        fits.then_some(self).ok_or(Refusal {
            message: "these numbers become too large or too small to be counted by",
            help: "compute with figures that a person could have",
        })
    }
}

/// Refuses what no audience can be counted by.
pub fn countable(rule: &Checked) -> Result<(), Refusal> {
    let mut nodes = 0;
    size(&rule.phrase(), &mut nodes).map(drop)
}

/// The size of what a phrase gives, in SI; of what is no number it says nothing.
fn size(phrase: &Phrase<'_>, nodes: &mut usize) -> Result<Magnitude, Refusal> {
    *nodes += 1;
    if *nodes > MOST_NODES {
        return Err(Refusal {
            message: "this rule is too long to count an audience by",
            help: "make two segments of it",
        });
    }
    let mut of = |phrase: &Phrase<'_>| size(phrase, nodes);
    let mut all = |phrases: &[Phrase<'_>]| {
        let mut sizes = phrases.iter().map(&mut of);
        let first = sizes.next().unwrap_or(Ok(Magnitude::of(0.0)))?;
        sizes.try_fold(first, |all, one| Ok(all.either(one?)))
    };
    match phrase {
        Phrase::Number(number, _) => Magnitude::of(*number).settled(),
        Phrase::Constant(value) => constant(value),
        Phrase::Flag(_) | Phrase::Text(_) => Ok(Magnitude::of(1.0)),
        Phrase::History(query) if query.func == HistoryFn::Best => Ok(Magnitude {
            // Of a stored figure and a written stretch, one over the other.
            least: 1e-40,
            most: 1e40,
        }),
        Phrase::Slot(_) | Phrase::History(_) => Ok(STORED),
        Phrase::Not(inner) | Phrase::Has(inner) | Phrase::Negative(inner) => of(inner),
        Phrase::Rank(_, inner) => of(inner).map(|_| Magnitude {
            least: 1.0,
            most: 1e6,
        }),
        Phrase::Round(_, inner) => of(inner).map(|inner| Magnitude {
            least: inner.least.min(1.0),
            most: inner.most + 1.0,
        }),
        Phrase::All(phrases)
        | Phrase::Any(phrases)
        | Phrase::Least(phrases)
        | Phrase::Most(phrases)
        | Phrase::FirstThere(phrases) => all(phrases),
        Phrase::Compare(_, left, right) => Ok(of(left)?.either(of(right)?)),
        Phrase::Arithmetic(how, left, right) => computed(*how, of(left)?, of(right)?),
        Phrase::Between(left, right) => {
            of(left)?;
            of(right)?;
            Ok(Magnitude {
                least: 1e-3,
                most: 1e14,
            })
        }
        Phrase::When(test, then, other) => {
            of(test)?;
            let then = of(then)?;
            other
                .as_ref()
                .map_or(Ok(then), |other| Ok(then.either(of(other)?)))
        }
        // The context of a person has neither parts nor scripts.
        Phrase::Field(_) | Phrase::Part { .. } | Phrase::Script(_) => Err(Refusal {
            message: "a person has no rows",
            help: "ask the history: `sum(distance, days(30))`",
        }),
    }
}

fn constant(value: &Value) -> Result<Magnitude, Refusal> {
    match value {
        Value::Money(_) => Err(Refusal {
            message: "an audience is not counted by money",
            help: "nothing that is known of a person is an amount of money",
        }),
        Value::Time(time) if time.timestamp_subsec_nanos() % 1_000_000 != 0 => Err(Refusal {
            message: "this moment is finer than a millisecond",
            help: "leave out what stands behind the third digit",
        }),
        _ => Ok(Magnitude {
            least: 1.0,
            most: 1e16,
        }),
    }
}

/// Of a sum the least is what may be left when nearly equal numbers meet: an ulp of the smaller.
fn computed(how: Arithmetic, left: Magnitude, right: Magnitude) -> Result<Magnitude, Refusal> {
    match how {
        // Sums become too small for no database.
        Arithmetic::Add | Arithmetic::Subtract => {
            let least = left.least.min(right.least) * f64::EPSILON / 2.0;
            let most = left.most + right.most;
            Magnitude { least: 1.0, most }.settled()?;
            let least = least.max(f64::MIN_POSITIVE * f64::EPSILON);
            return Ok(Magnitude { least, most });
        }
        Arithmetic::Multiply => Magnitude {
            least: left.least * right.least,
            most: left.most * right.most,
        },
        Arithmetic::Divide => Magnitude {
            least: left.least / right.most,
            most: left.most / right.least,
        },
        Arithmetic::Remainder => {
            return Err(Refusal {
                message: "an audience is not counted by what a division leaves",
                help: "compare the figure itself",
            });
        }
    }
    .settled()
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use stadion_pack::expr::{Context, Type, Want, compile};
    use stadion_pack::value::Dim;

    use super::*;

    fn refused(rule: &str) -> Option<&'static str> {
        let metrics = IndexMap::from([("way".to_owned(), Type::Number(Dim::LENGTH))]);
        let user = IndexMap::from([("age".to_owned(), Type::Count)]);
        let context = Context::new().root("workout", metrics).root("user", user);
        let context = context.of_person().history(true).now(true);
        let checked = compile(rule, &context, Want::Flag).unwrap();
        countable(&checked).err().map(|refusal| refusal.message)
    }

    #[test]
    fn what_a_database_computes_otherwise_is_refused() {
        for rule in [
            "user.age * 1e300 > 5",
            "1e-200 * 1e-200 * user.age > 0",
            "user.age / 1e-300 > 5",
            "max(way) * max(way) / (max(way) - min(way)) / 1e280 > metres(1)",
            "user.age % 2 == 0",
            "money(\"1 EUR\") * user.age > money(\"5 EUR\")",
            "now > time(\"2026-01-01T00:00:00.0001Z\")",
        ] {
            assert!(refused(rule).is_some(), "{rule}");
        }
        let many = vec!["user.age"; 30].join(" + ");
        for rule in [
            "max(way) * max(way) / (max(way) - min(way)) > metres(1)",
            "user.age / 0 > 5 || user.age * 0 < 1",
            "now - days(1) * user.age > time(\"2026-01-01T00:00:00.001Z\")",
            &format!("{many} > 5"),
        ] {
            assert_eq!(refused(rule), None, "{rule}");
        }
    }
}
