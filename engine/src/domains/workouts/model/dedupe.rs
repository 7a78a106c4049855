//! How sources are told apart, and which of a workout's is shown first: as their adapters say, which are
//! read as they are live now.

use std::collections::BTreeMap;

use super::changes::Recording;
use crate::catalog::Adapters;

/// What one source asks of another to be of the same session, and how much it tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct By {
    /// Of several sources the greatest is shown.
    pub priority: u8,
    /// The share of the shorter one that both recorded.
    pub overlap: f64,
    /// How far distances may be apart, as a share of the longer one.
    pub near: f64,
}

impl By {
    /// A file that somebody loaded, of whatever device.
    pub const FILE: Self = Self {
        priority: 50,
        overlap: 0.8,
        near: 0.05,
    };

    /// What holds between two sources: what their adapters say, the stricter of both; for two files what
    /// holds for files.
    pub fn between(one: Option<Self>, other: Option<Self>) -> Self {
        match (one, other) {
            (None, None) => Self::FILE,
            (Some(by), None) | (None, Some(by)) => by,
            (Some(a), Some(b)) => Self {
                priority: a.priority.max(b.priority),
                overlap: a.overlap.max(b.overlap),
                near: a.near.min(b.near),
            },
        }
    }
}

/// By adapter.
#[derive(Clone, Debug, Default)]
pub struct Dedupes(BTreeMap<String, By>);

impl Dedupes {
    pub fn of(adapters: &Adapters) -> Self {
        let by = adapters.iter().map(|(id, adapter)| {
            let said = &adapter.dedupe;
            let by = By {
                priority: said.priority,
                overlap: said.overlap,
                near: said.distance,
            };
            (id.clone(), by)
        });
        Self(by.collect())
    }

    /// `None` of a file, or of what no live adapter brought.
    pub fn by(&self, source: &Recording) -> Option<By> {
        let via = source.reading.via.as_ref()?;
        self.0.get(&via.adapter).copied()
    }
}
