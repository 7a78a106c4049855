//! What one does with one's places.

use stadion_activity::streams::Channel;
use uuid::Uuid;

use super::model::{
    LEAST_RADIUS, LONGEST_NAME, MOST_PLACES, MOST_RADIUS, Place, Position, USUAL_RADIUS,
};
use super::{rules, store};
use crate::App;
use crate::db::Run;
use crate::domains::workouts;
use crate::web::error::{Error, FieldError, Result};

/// A place as it is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub name: String,
    pub latitude: f64,
    pub longitude: f64,
    pub radius_m: f64,
}

impl Said {
    pub fn at(name: String, at: Position) -> Self {
        Self {
            name,
            latitude: at.latitude,
            longitude: at.longitude,
            radius_m: USUAL_RADIUS,
        }
    }

    pub(super) fn checked(&self) -> Result<(String, Position)> {
        let name = self.name.trim();
        let mut errors = Vec::new();
        let mut refuse = |is_wrong: bool, field, message: String| {
            if is_wrong {
                errors.push(FieldError::new(field, message));
            }
        };
        let length = name.chars().count();
        refuse(
            !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control),
            "/name",
            format!("A name has 1 to {LONGEST_NAME} characters, none a control character."),
        );
        refuse(
            !(-90.0..=90.0).contains(&self.latitude),
            "/latitude",
            "A latitude is from -90 to 90 degrees.".into(),
        );
        refuse(
            !(-180.0..=180.0).contains(&self.longitude),
            "/longitude",
            "A longitude is from -180 to 180 degrees.".into(),
        );
        refuse(
            !(LEAST_RADIUS..=MOST_RADIUS).contains(&self.radius_m),
            "/radius_m",
            format!("A radius is from {LEAST_RADIUS} to {MOST_RADIUS} metres."),
        );
        if !errors.is_empty() {
            return Err(Error::invalid(errors));
        }
        let at = Position {
            latitude: self.latitude,
            longitude: self.longitude,
        };
        Ok((name.to_owned(), at))
    }
}

/// A person's places, oldest first.
pub async fn all<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Place>> {
    Ok(store::all(on, user_id).await?)
}

pub async fn one(app: &App, user_id: Uuid, id: Uuid) -> Result<Place> {
    let places = store::all(&app.db, user_id).await?;
    let found = places.into_iter().find(|place| place.id == id);
    found.ok_or_else(|| Error::not_found("place"))
}

pub async fn add(app: &App, user_id: Uuid, said: &Said) -> Result<Place> {
    let (name, at) = said.checked()?;
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if store::all(&mut tx, user_id).await?.len() >= MOST_PLACES {
        return Err(too_many());
    }
    let place = Place {
        id: app.clock.new_id(),
        name,
        latitude: at.latitude,
        longitude: at.longitude,
        radius_m: said.radius_m,
        secret: app.clock.new_secret(),
        created_at: app.clock.now(),
    };
    store::insert(&mut tx, user_id, &place).await?;
    tx.commit().await?;
    Ok(place)
}

pub(super) fn too_many() -> Error {
    let detail = format!("You have {MOST_PLACES} places; delete one that you no longer need.");
    Error::conflict("too-many-places", detail)
}

pub async fn change(app: &App, user_id: Uuid, id: Uuid, said: &Said) -> Result<()> {
    let (name, at) = said.checked()?;
    let circle = (at, said.radius_m);
    found(store::update(&app.db, user_id, id, &name, circle).await?)
}

pub async fn remove(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    found(store::delete(&app.db, user_id, id).await?)
}

fn found(found: bool) -> Result<()> {
    if found {
        Ok(())
    } else {
        Err(Error::not_found("place"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Start,
    End,
}

/// Hides where a workout starts or ends. `None` where a place covers it already.
pub async fn hide_end(
    app: &App,
    user_id: Uuid,
    workout_id: Uuid,
    (end, name): (End, String),
) -> Result<Option<Place>> {
    let channels = [Channel::PositionLat.name(), Channel::PositionLong.name()];
    let streams = workouts::samples(app, user_id, workout_id, &channels).await?;
    let latitudes = streams.channel(Channel::PositionLat).unwrap_or_default();
    let longitudes = streams.channel(Channel::PositionLong).unwrap_or_default();
    let positions = latitudes
        .iter()
        .zip(longitudes)
        .map(|(latitude, longitude)| Position {
            latitude: *latitude,
            longitude: *longitude,
        });
    let is_known = |at: &Position| at.latitude.is_finite() && at.longitude.is_finite();
    let mut known = positions.filter(is_known);
    let at = match end {
        End::Start => known.next(),
        End::End => known.next_back(),
    };
    let at = at.ok_or_else(|| Error::not_found("position: the workout has none"))?;
    let places = store::all(&app.db, user_id).await?;
    let covers = |place: &Place| rules::metres(place.position(), at) <= place.radius_m / 2.0;
    if places.iter().any(covers) {
        return Ok(None);
    }
    add(app, user_id, &Said::at(name, at)).await.map(Some)
}
