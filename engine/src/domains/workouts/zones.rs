//! The time that a workout spent in its person's zones, as these were on its day.

use chrono::NaiveDate;
use stadion_activity::derive::zones::{Kind, Spent, Zones, time_in};
use stadion_activity::streams::Streams;
use stadion_pack::model::{Packs, Sport};
use uuid::Uuid;

use super::model::Workout;
use super::store::streams;
use crate::db::Db;
use crate::domains::profile::model::ZoneMethod;
use crate::domains::profile::{self, model::Profile};
use crate::web::Result;

/// The zones of one kind with the time in each.
#[derive(Clone, Debug, PartialEq)]
pub struct InZones {
    pub kind: Kind,
    pub method: ZoneMethod,
    pub zones: Zones,
    pub spent: Spent,
}

/// What of a workout can be told by zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByZones {
    pub told: Vec<InZones>,
    /// Measured, but the person said nothing that zones could be made of.
    pub unset: Vec<Kind>,
}

/// Kinds that the sport measures and the samples hold, in order.
pub async fn of_workout(
    db: &Db,
    packs: &Packs,
    user_id: Uuid,
    (sport, day): (&Sport, NaiveDate),
    streams: &Streams,
) -> Result<ByZones> {
    let kinds = profile::kinds_of(sport).into_iter();
    let measured: Vec<Kind> = kinds
        .filter(|kind| streams.channel(kind.channel()).is_some())
        .collect();
    if measured.is_empty() {
        return Ok(ByZones::default());
    }
    let profile = profile::on(db, packs, user_id, &sport.id, day).await?;
    Ok(by_zones(&measured, &profile, streams))
}

/// Of a stored workout; nothing of one whose sport is not live.
pub async fn of_recorded(
    db: &Db,
    packs: &Packs,
    user_id: Uuid,
    workout: &Workout,
) -> Result<ByZones> {
    let Some((_, sport)) = packs.sport(&workout.sport) else {
        return Ok(ByZones::default());
    };
    let streams = streams::load(db, user_id, workout.id).await?;
    of_workout(db, packs, user_id, (sport, workout.local_day), &streams).await
}

fn by_zones(measured: &[Kind], profile: &Profile, streams: &Streams) -> ByZones {
    let mut by = ByZones::default();
    for kind in measured {
        match profile::method_and_zones(profile, *kind) {
            Some((method, zones)) => {
                let spent = time_in(*kind, &zones, streams);
                by.told.extend(spent.map(|spent| InZones {
                    kind: *kind,
                    method,
                    zones,
                    spent,
                }));
            }
            None => by.unset.push(*kind),
        }
    }
    by
}
