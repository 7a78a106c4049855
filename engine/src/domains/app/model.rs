//! Compiled pages: which blocks a page of a sport's app shows, in which order.

use stadion_pack::model::{Place, Text};

use crate::web::ui::blocks::{Block, PageName};

/// A page as a pack arranged it.
#[derive(Debug)]
pub struct AppPage {
    pub page: PageName,
    /// Instead of the page's usual name.
    pub title: Option<Text>,
    /// In order from the top.
    pub blocks: Vec<Block>,
    /// Whether the navigation shows it.
    pub nav: bool,
    pub place: Place,
}
