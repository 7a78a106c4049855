//! What there is to tell.

use std::collections::BTreeMap;

/// What a user is told of, and may ask not to be. A summary counts the same kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    Record,
    Achievement,
    Wear,
}

impl NoticeKind {
    pub const ALL: [Self; 3] = [Self::Record, Self::Achievement, Self::Wear];

    /// As news, settings and the API name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Achievement => "achievement",
            Self::Wear => "wear",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What a user wants to be told: all that was not switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(pub BTreeMap<NoticeKind, bool>);

impl Settings {
    pub fn is_on(&self, kind: NoticeKind) -> bool {
        self.0.get(&kind).copied().unwrap_or(true)
    }
}
