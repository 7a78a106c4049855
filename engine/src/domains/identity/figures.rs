//! What the operator sees of the sports: who is in which, and who goes from one to another.

use metrics::gauge;

use super::store;
use crate::App;
use crate::domains::app::is_listed;

/// Read from the facts, so every replica tells the same and a restart loses none.
pub async fn figures(app: &App) {
    members(app).await;
    passages(app).await;
}

async fn members(app: &App) {
    let Ok(counts) = store::member_counts(&app.db).await else {
        return;
    };
    // A sport that the last member left has no row: it would keep the figure it had.
    let packs = app.catalog.packs();
    for pack in packs.packs.values().filter(|pack| is_listed(pack)) {
        gauge!("stadion_members", "sport" => pack.id.clone()).set(0.0);
    }
    for (sport, members) in counts {
        gauge!("stadion_members", "sport" => sport).set(members as f64);
    }
}

async fn passages(app: &App) {
    let Ok(counts) = store::passage_counts(&app.db).await else {
        return;
    };
    for (from, to, passages) in counts {
        gauge!("stadion_passages", "from" => from, "to" => to).set(passages as f64);
    }
}
