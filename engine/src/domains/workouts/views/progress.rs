//! Progress: one figure over a period against the one before and against the norm, its trend,
//! streaks and the latest records.

mod choose;
mod tell;

use axum::response::Response;
use uuid::Uuid;

use self::choose::{Asked, Chosen};
use self::tell::Teller;
use super::streak;
use crate::domains::app::{Here, Telling};
use crate::domains::workouts::marks;
use crate::domains::workouts::model::periods::Unit;
use crate::domains::workouts::norms::Measure;
use crate::domains::workouts::rules::progress::{self, Frame};
use crate::domains::workouts::store::periods;
use crate::domains::workouts::store::projections::{self, MarkAndBefore};
use crate::domains::workouts::streaks::{self, Streaks};
use crate::domains::workouts::sums::{self, Summed, What};
use crate::web::ui::blocks::PageName;
use crate::web::ui::page::{Section, Urls};
use crate::web::ui::pages::{ProgressPage, RecordItem};
use crate::web::{Principal, Query, Result};

/// Records on the page, and the marks to choose them from.
const RECORDS: usize = 5;
const NEWEST: u32 = 12;

pub async fn show(
    here: Here,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let page = here.framed(Some(Section::Progress)).await?;
    let found = gather(&here, principal.user_id, &asked).await?;
    let all_records = here
        .leads_to(PageName::Records)
        .then(|| Urls::new(Some(&here.pack.id)).records);
    let view = ProgressPage {
        all_records,
        ..view(&found, &asked, here.telling())
    };
    here.show(&page, &view)
}

/// What the page is made of.
struct Found {
    chosen: Chosen,
    frame: Frame,
    measure: Measure,
    /// `None` before the first workout of the app's sports.
    sums: Option<Sums>,
    streaks: Streaks,
    marks: Vec<MarkAndBefore>,
}

/// The figure's rows over all that is compared.
pub struct Sums {
    pub now: Summed,
    /// The whole period before, for the chart, and the part of it that is compared.
    pub before: Option<(Summed, Summed)>,
    /// The last four weeks and those before.
    pub trend: (Summed, Summed),
}

async fn gather(here: &Here, user_id: Uuid, asked: &Asked) -> Result<Found> {
    let (db, pack) = (&here.app.db, &here.pack);
    let today = here.formats.today(here.now);
    let chosen = Chosen::of(asked, here.telling());
    let first = {
        let asked = periods::Asked {
            user_id,
            sports: &chosen.sports,
            metrics: &[],
        };
        periods::years(db, asked).await?
    };
    let frame = match chosen.own {
        Some(span) => progress::own(span, today),
        None => progress::frame(chosen.period, today, first.map(|(first, _)| first)),
    };
    let sums = match first {
        Some(_) => Some(sum(here, user_id, &chosen, &frame).await?),
        None => None,
    };
    Ok(Found {
        sums,
        measure: Measure::of(db, &here.packs, user_id, &pack.id, today).await?,
        streaks: streaks::streaks(db, user_id, &pack.id, today).await?,
        marks: projections::newest_marks(db, user_id, &pack.id, NEWEST).await?,
        chosen,
        frame,
    })
}

async fn sum(here: &Here, user_id: Uuid, chosen: &Chosen, frame: &Frame) -> Result<Sums> {
    let metric = chosen.metric.as_ref().map(|(_, metric)| metric.as_ref());
    let mut metrics = sums::inputs(&here.packs, metric);
    // The number of workouts is there in any case; without a metric it is all that is asked.
    metrics.push(periods::WORKOUTS.to_owned());
    let what = What {
        user_id,
        sports: &chosen.sports,
        metrics: &metrics,
    };
    let db = &here.app.db;
    let before = match frame.before {
        None => None,
        Some(before) => {
            let whole = sums::summed(db, what, frame.unit, before.span).await?;
            let same = sums::summed(db, what, frame.unit, before.same_days).await?;
            Some((whole, same))
        }
    };
    let today = here.formats.today(here.now);
    let (last, earlier) = progress::trend_spans(frame.so_far.to.min(today));
    Ok(Sums {
        now: sums::summed(db, what, frame.unit, frame.span).await?,
        before,
        trend: (
            sums::summed(db, what, Unit::Day, last).await?,
            sums::summed(db, what, Unit::Day, earlier).await?,
        ),
    })
}

fn view(found: &Found, asked: &Asked, told: Telling<'_>) -> ProgressPage {
    let teller = found.sums.as_ref().map(|sums| Teller {
        sums,
        chosen: &found.chosen,
        frame: &found.frame,
        measure: found.measure,
        told,
    });
    ProgressPage {
        chooser: choose::chooser(&found.chosen, asked, told),
        norm: teller.as_ref().and_then(Teller::norm),
        trend: teller.as_ref().map(Teller::trend),
        told: teller.as_ref().map(Teller::told),
        streaks: streak::lines(&found.streaks, told),
        records: records(&found.marks, told),
        all_records: None,
    }
}

/// The newest marks with how each grew.
fn records(found: &[MarkAndBefore], told: Telling<'_>) -> Vec<RecordItem> {
    let item = |beaten: marks::Beaten<'_>| {
        let item = marks::item(beaten, told)?;
        let day = told.formats.local(beaten.mark.start_at).date();
        let date = told.formats.day_month(day, told.now);
        Some(RecordItem {
            href: Some(marks::growth_address(beaten.mark)),
            note: format!("{date} · {}", item.note),
            ..item
        })
    };
    let items = marks::beaten(found).filter_map(item);
    items.take(RECORDS).collect()
}
