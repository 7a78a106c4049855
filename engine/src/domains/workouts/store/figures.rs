//! A workout's values in one row, for lists and pages; rules and sums read `workout_value`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domains::workouts::model::MetricValue;

/// By qualified metric.
#[derive(Debug, Serialize, Deserialize)]
pub struct Figures(BTreeMap<String, Stored>);

/// Steps, or a text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Steps(i64),
    Text(String),
}

impl Figures {
    pub fn of(values: &[MetricValue]) -> Self {
        let figure = |value: &MetricValue| Some((value.metric.clone(), Stored::of(value)?));
        Self(values.iter().filter_map(figure).collect())
    }

    pub fn values(self) -> Vec<MetricValue> {
        let figures = self.0.into_iter();
        figures
            .map(|(metric, stored)| stored.value(metric))
            .collect()
    }
}

impl Stored {
    fn of(value: &MetricValue) -> Option<Self> {
        let text = || value.text.clone().map(Self::Text);
        value.steps.map(Self::Steps).or_else(text)
    }

    fn value(self, metric: String) -> MetricValue {
        let (steps, text) = match self {
            Self::Steps(steps) => (Some(steps), None),
            Self::Text(text) => (None, Some(text)),
        };
        MetricValue {
            metric,
            steps,
            text,
        }
    }
}
