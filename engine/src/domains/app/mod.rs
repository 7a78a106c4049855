//! The pages of a sport's generated app, as its pack arranges them; and the platform's front door.

mod here;
pub mod model;
mod own;
pub mod spec;
mod views;

use stadion_pack::model::Pack;

use crate::web::ui::blocks::{Block, PageName};

use self::model::AppPage;
use self::spec::AppPages;

pub use here::{Here, Inspecting, Telling, frame};
pub use own::Own;
pub use views::{card, is_listed, routes};

/// What the pack says of a page, if anything.
pub fn arranged(pack: &Pack, page: PageName) -> Option<&AppPage> {
    pack.elements::<AppPages>()
        .get(page.as_str())
        .map(AsRef::as_ref)
}

/// The blocks of a page: as the pack arranged them, else the usual ones.
pub fn blocks(pack: &Pack, page: PageName) -> &[Block] {
    arranged(pack, page).map_or_else(|| page.blocks(), |arranged| arranged.blocks.as_slice())
}
