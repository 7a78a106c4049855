//! What the operator sees of the packs: how often their scripts failed.

use metrics::gauge;

use crate::App;

/// Counted since the pack was loaded: a pack that was changed begins anew.
pub fn figures(app: &App) {
    let packs = app.catalog.packs();
    for script in packs.packs.values().flat_map(|pack| pack.scripts.values()) {
        let failed = script.failed() as f64;
        gauge!("stadion_script_failures", "script" => script.id.clone()).set(failed);
    }
}
