//! What others see of a workout. The page, the API and the files are all made of this, and of nothing else.

use stadion_activity::Activity;
use stadion_activity::streams::Streams;
use stadion_pack::model::Packs;

use super::model::With;
use super::{rules, service};
use crate::App;
use crate::domains::places::{self, model::Ends, model::Hidden};
use crate::domains::workouts::export::as_shown;
use crate::domains::workouts::{self, Others, Values, model::Workout};
use crate::web::error::{Error, Result};

/// Made by [`by_token`] alone, so that no face of it forgets to hide.
pub struct Seen {
    workout: Workout,
    /// Without its samples; none of a workout by hand.
    file: Option<Activity>,
    values: Values,
    hidden: Hidden,
    name: Option<String>,
}

/// What a token lets see; 404 where it leads nowhere, whatever the reason.
pub async fn by_token(app: &App, packs: &Packs, token: &str) -> Result<Seen> {
    let led = service::led(app, token).await?;
    let with = With {
        name: led.with_name,
        body: led.with_body,
        ends: led.with_ends,
    };
    let nowhere = |error: Error| match error.status {
        404 => Error::not_found("link"),
        _ => error,
    };
    let (user_id, id) = (led.user_id, led.workout_id);
    let workout = workouts::service::get(app, user_id, id)
        .await
        .map_err(nowhere)?;
    // What its terms close meanwhile is as if it had never been shared.
    if !workouts::policy(app, user_id, id).await?.may_be_shown() {
        return Err(Error::not_found("link"));
    }
    let streams = workouts::samples(app, user_id, id, &[])
        .await
        .map_err(nowhere)?;
    let places = places::all(&app.db, user_id).await?;
    let ends = if with.ends { Ends::Shown } else { Ends::Hidden };
    let hidden = places::hide(&streams, &places, ends);
    let name = with.name.then_some(led.display_name);
    Ok(sifted(packs, workout, hidden, with.body, name))
}

fn sifted(
    packs: &Packs,
    mut workout: Workout,
    mut hidden: Hidden,
    with_body: bool,
    name: Option<String>,
) -> Seen {
    let sport = packs.sport(&workout.sport).map(|(_, sport)| sport.clone());
    let sport = sport.as_deref();
    rules::sift_streams(&mut hidden.streams, with_body);
    let title = workout.title.clone().unwrap_or_default();
    if let Some(activity) = &mut workout.activity {
        rules::sift_activity(&mut activity.0, &title, with_body);
    }
    workout.note = None;
    if !with_body {
        rules::sift_typed(&mut workout, sport);
    }
    // What is read over the file is what its owner stated, as far as others may know of it.
    let file = workout.activity.is_some().then(|| {
        let mut shown = as_shown(packs, &workout);
        rules::sift_activity(&mut shown, &title, with_body);
        shown
    });
    let mut values = workouts::values_of(packs, &workout);
    for (kind, rows) in &mut values.parts {
        let part = sport.and_then(|sport| sport.parts.iter().find(|part| part.id == *kind));
        if !with_body {
            rules::sift_rows(part.map(AsRef::as_ref), rows);
        }
    }
    Seen {
        workout,
        file,
        values,
        hidden,
        name,
    }
}

impl Seen {
    pub fn workout(&self) -> &Workout {
        &self.workout
    }

    pub fn values(&self) -> &Values {
        &self.values
    }

    pub fn streams(&self) -> &Streams {
        &self.hidden.streams
    }

    /// Whether something of the track is hidden.
    pub fn hides_something(&self) -> bool {
        self.hidden.hides_something()
    }

    /// The owner's name, where they ticked it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// For the page.
    pub fn others(&self) -> Others<'_> {
        Others {
            workout: &self.workout,
            values: &self.values,
            streams: &self.hidden.streams,
            is_hidden: &self.hidden.is_hidden,
            is_parted: self.hidden.is_parted(),
        }
    }

    /// For files; a workout by hand has none.
    pub fn activity(&self) -> Option<Activity> {
        let file = self.file.as_ref()?;
        Some(Activity {
            name: file.name.clone().filter(|name| !name.is_empty()),
            streams: self.hidden.streams.clone(),
            ..file.clone()
        })
    }
}
