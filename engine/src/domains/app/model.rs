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
    /// Where each block was written; empty where the page has its usual ones.
    pub block_places: Vec<Place>,
    /// Whether the navigation shows it.
    pub nav: bool,
    pub place: Place,
}
