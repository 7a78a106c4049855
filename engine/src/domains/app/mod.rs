//! The pages of a sport's generated app, as its pack arranges them; and the platform's front door.

mod here;
pub mod model;
pub mod spec;
mod views;

use stadion_pack::model::Pack;

use self::model::{Block, PageName};
use self::spec::AppPages;

pub use here::{Here, Telling, frame};
pub use views::{card, is_listed, routes};

/// The blocks of a page: as the pack arranged them, else the usual ones.
pub fn blocks(pack: &Pack, page: PageName) -> &[Block] {
    let arranged = pack.elements::<AppPages>().get(page.as_str());
    arranged.map_or_else(|| page.blocks(), |arranged| arranged.blocks.as_slice())
}

pub fn shows(pack: &Pack, page: PageName, block: Block) -> bool {
    blocks(pack, page).contains(&block)
}
