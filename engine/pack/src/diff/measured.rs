//! What metrics and the fields of parts say alike.

use super::facet::{Nature, Said, Sheet, Tells};
use crate::kinds::values::words;
use crate::model::{Bounds, Display, Format, MetricType};
use crate::units::{Unit, describe_dim};
use crate::value::Dim;

/// A figure's type, unit, look and bounds.
pub struct Measured<'a> {
    /// The metric's qualified id, or the part's and the field's.
    pub of: &'a str,
    pub ty: &'a MetricType,
    pub dim: Dim,
    pub unit: &'a Unit,
    pub display: &'a Display,
    pub input: Option<&'a Bounds>,
    pub required: bool,
    /// Of what kind of figure it is: what was typed in means something by it.
    pub nature: Nature,
}

impl Measured<'_> {
    pub fn sheet(&self, sheet: &mut Sheet) {
        let word = match self.ty {
            MetricType::Quantity => "quantity",
            MetricType::Count => "count",
            MetricType::Enum { .. } => "enum",
            MetricType::Flag => "flag",
            MetricType::Rating { .. } => "rating",
            MetricType::Text => "text",
        };
        sheet.words("type", Some(word), self.nature, Tells::Workouts);
        match self.ty {
            MetricType::Quantity => {
                let of = Some(describe_dim(self.dim));
                sheet.words("quantity", of, self.nature, Tells::Workouts);
                let unit = Some(&self.unit.symbol);
                sheet.words("unit", unit, Nature::Relied, Tells::Nothing);
            }
            MetricType::Rating { max } => {
                sheet.words("max", Some(max), self.nature, Tells::Workouts);
            }
            MetricType::Enum { values, ordered } => {
                let ranked = if *ordered { "yes" } else { "no" };
                sheet.words("ordered", Some(ranked), Nature::Told, Tells::Workouts);
                // A list with a name of its own is a definition, and told of there.
                if values.id == self.of {
                    words(values, "values", sheet);
                } else {
                    let name = Said::Name("values", values.id.clone());
                    sheet.say("values", name, Nature::Relied, Tells::Workouts);
                }
            }
            MetricType::Count | MetricType::Flag | MetricType::Text => {}
        }
        self.display(sheet);
        sheet.bounds(self.input, self.unit);
        let required = if self.required { "yes" } else { "no" };
        sheet.words("required", Some(required), Nature::Required, Tells::Nothing);
    }

    fn display(&self, sheet: &mut Sheet) {
        let format = match self.display.format {
            Format::Decimal => "decimal",
            Format::MinSec => "m:ss",
            Format::HourMinSec => "h:mm:ss",
        };
        let Display {
            metric,
            imperial,
            decimals,
            ..
        } = self.display;
        let words = format!(
            "{} or {}, {decimals} decimals, {format}",
            metric.symbol, imperial.symbol
        );
        sheet.look("display", Some(words));
    }
}
