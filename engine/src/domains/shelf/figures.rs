//! What the operator sees of the shelf: how many links out were followed.

use metrics::gauge;

use super::store;
use crate::App;

/// Read from the facts, so every replica tells the same and a restart loses none.
pub async fn figures(app: &App) {
    let Ok(counts) = store::click_counts(&app.db).await else {
        return;
    };
    for (sport, place, clicks) in counts {
        gauge!("stadion_shop_clicks", "sport" => sport, "place" => place).set(clicks as f64);
    }
}
