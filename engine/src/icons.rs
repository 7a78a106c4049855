//! The built-in set of icons: packs and adapters name them, pages draw them.

use include_dir::{Dir, include_dir};

static ICONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/icons");

/// What a pack or an adapter may give as `icon`.
pub fn names() -> impl Iterator<Item = String> {
    let names = ICONS.files().map(|file| file.path().file_stem());
    names.filter_map(|name| Some(name?.to_str()?.to_owned()))
}
