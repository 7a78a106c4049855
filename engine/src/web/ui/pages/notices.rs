//! What one was told, and what one wants to be told.

use serde::Serialize;

/// All notices.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeList {
    pub notices: Vec<Notice>,
    /// Form target that marks all as read; absent when nothing is new.
    pub mark_read: Option<String>,
    /// Where one chooses what one is told.
    pub settings: String,
    /// The page of older ones.
    pub older: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    pub icon: String,
    pub title: String,
    pub text: String,
    pub when: String,
    pub href: Option<String>,
    pub is_new: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeSettings {
    pub kinds: Vec<NoticeChoice>,
    /// Form target.
    pub action: String,
}

/// A kind of notices.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeChoice {
    /// As the form sends it.
    pub kind: String,
    pub icon: String,
    pub title: String,
    pub text: String,
    pub is_on: bool,
}
