//! What people say of themselves: at first, and again half a year later.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::Person;
use super::plan::WEEKS;
use super::repertoire::Pursuit;
use crate::App;
use crate::domains::profile::model::Field;
use crate::domains::profile::service::{Change, change};
use crate::web::error::Result;

/// The weeks in which they do so, and the share of their level that they then see in their figures.
const TOLD: [(usize, f64); 2] = [(0, 0.96), (WEEKS / 2, 1.0)];
/// The share of the heart rate reserve that is held for an hour, and the speed by an easy one then.
const THRESHOLD: f64 = 0.86;
const THRESHOLD_SPEED: f64 = 1.3;

pub async fn tell(
    app: &App,
    user_id: Uuid,
    (person, pursuits): (&Person, &[Pursuit]),
    (week, from): (usize, NaiveDate),
) -> Result<()> {
    let Some((_, share)) = TOLD.iter().find(|(told, _)| *told == week) else {
        return Ok(());
    };
    let say = async |sport: &str, values: Vec<(Field, Value)>| {
        let sport = sport.to_owned();
        change(
            app,
            user_id,
            &Change {
                sport,
                from,
                values,
            },
        )
        .await
    };
    let body = person.body;
    let (year, month, day) = person.born;
    // Somewhat lighter in the second half of the year.
    let weight = ((body.mass_kg + 25.0 * (1.0 - share)) * 10.0).round() / 10.0;
    let general = vec![
        (
            Field::BirthDate,
            json!(format!("{year}-{month:02}-{day:02}")),
        ),
        (Field::Category, json!(person.category)),
        (Field::Weight, json!(weight)),
        (Field::MaxHeartRate, json!(body.highest)),
        (Field::RestingHeartRate, json!(body.resting)),
    ];
    say("", general).await?;
    for pursuit in pursuits {
        let Some(known) = pursuit.discipline.filter(|known| known.has_way()) else {
            continue;
        };
        let pulse = body.resting + THRESHOLD * (body.highest - body.resting);
        let mut values = vec![(Field::ThresholdHeartRate, json!(pulse.round()))];
        if known.has_power {
            let watts = body.threshold_w * person.level * share;
            values.push((Field::Ftp, json!(watts.round())));
        } else if known.speed > 2.0 {
            let speed = known.speed * THRESHOLD_SPEED * person.level * share;
            values.push((Field::ThresholdPace, json!((speed * 100.0).round() / 100.0)));
        }
        say(&pursuit.sport.id, values).await?;
    }
    Ok(())
}
