//! Names of units, by UCUM symbol. A name is a text `unit-…`; a symbol without one shows itself.

use stadion_pack::model::{Display, Format};

use super::Formats;

impl Formats {
    /// What stands behind a figure of this display: `km`, `/km` behind a pace such as `5:02`,
    /// nothing behind `1:02:38`. `shown` chooses the plural.
    pub fn unit_label(&self, display: &Display, shown: f64) -> String {
        let symbol = self.unit_of(display).symbol.as_str();
        match display.format {
            Format::Decimal => self.unit_name(symbol, shown),
            Format::MinSec => symbol
                .split_once('/')
                .map(|(_, per)| format!("/{}", self.unit_name(per, 1.0)))
                .unwrap_or_default(),
            Format::HourMinSec => String::new(),
        }
    }

    /// The unit of a display in full, as behind many: `min/km` whatever the format.
    pub fn unit_full(&self, display: &Display) -> String {
        self.unit_name(&self.unit_of(display).symbol, 5.0)
    }

    /// The name of a unit beside the number `n`.
    pub fn unit_name(&self, symbol: &str, n: f64) -> String {
        if matches!(symbol, "" | "1") {
            return String::new();
        }
        let key = key_of(symbol);
        let args = [("n", n.into())];
        let translated = |key: &str| {
            self.i18n
                .has(self.locale, key)
                .then(|| self.text(key, &args))
        };
        translated(&key)
            .or_else(|| {
                let (above, below) = symbol.split_once('/')?;
                Some(format!(
                    "{}/{}",
                    self.unit_name(above, n),
                    self.unit_name(below, 1.0)
                ))
            })
            .or_else(|| {
                let end = symbol.find(|c: char| !c.is_ascii_digit())?;
                let (count, unit) = symbol.split_at_checked(end).filter(|_| end > 0)?;
                Some(format!("{count}\u{a0}{}", self.unit_name(unit, 1.0)))
            })
            .unwrap_or_else(|| symbol.to_owned())
    }
}

/// UCUM marks that Fluent ids cannot have, spelled out: `min/km` is `unit-min-per-km`,
/// `[mi_i]` is `unit-mi`.
fn key_of(symbol: &str) -> String {
    let plain = symbol
        .trim_matches(['[', ']', '{', '}'])
        .trim_end_matches("_i")
        .trim_end_matches("_av");
    let spelled = plain
        .replace('/', "-per-")
        .replace('%', "percent")
        .replace(['[', ']', '{', '}', '\''], "");
    format!(
        "unit-{}",
        spelled
            .trim_start_matches('-')
            .to_lowercase()
            .replace([' ', '.', '_'], "-")
    )
}
