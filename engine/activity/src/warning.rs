//! What was odd about a file, kept with its workouts.

use crate::Warning;
use crate::codes::Odd;

/// What warnings count: one of them, and several.
type Things<'a> = (&'a str, &'a str);

pub(crate) const SAMPLES: Things<'_> = ("sample", "samples");
pub(crate) const POINTS: Things<'_> = ("point", "points");
pub(crate) const VALUES: Things<'_> = ("value", "values");
pub(crate) const POSITIONS: Things<'_> = ("position", "positions");
pub(crate) const ENTRIES: Things<'_> = ("entry", "entries");

pub(crate) fn warn(warnings: &mut Vec<Warning>, code: Odd, message: impl Into<String>) {
    warnings.push(Warning {
        code: code.as_str().into(),
        message: message.into(),
        count: None,
    });
}

/// A warning of so many things; of none, no warning. In the message `{}` stands for them.
pub(crate) fn warn_of(
    warnings: &mut Vec<Warning>,
    code: Odd,
    count: usize,
    (one, many): Things<'_>,
    message: &str,
) {
    if count == 0 {
        return;
    }
    let things = format!("{count} {}", if count == 1 { one } else { many });
    warn(warnings, code, message.replace("{}", &things));
    if let Some(warning) = warnings.last_mut() {
        warning.count = Some(count as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many_and_none_is_nothing() {
        let mut warnings = Vec::new();
        for count in [0, 1, 2] {
            warn_of(
                &mut warnings,
                Odd::StrayTimes,
                count,
                SAMPLES,
                "Left out: {}.",
            );
        }
        let told: Vec<_> = warnings.iter().map(|w| (w.count, &*w.message)).collect();
        assert_eq!(
            told,
            [
                (Some(1), "Left out: 1 sample."),
                (Some(2), "Left out: 2 samples.")
            ]
        );
    }
}
