//! What others see: hidden places, links to a workout, and the workout behind such a link.

use serde::Serialize;

use super::progress::Link;
use super::{Choice, Input, Workout};

/// The places that a person hides.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Places {
    pub places: Vec<PlaceItem>,
    /// Absent when there are as many as one may have.
    pub add: Option<PlaceForm>,
    /// As many as one may have.
    pub most: usize,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct PlaceItem {
    pub name: String,
    /// `Hidden for 400 m around`.
    pub text: String,
    pub form: PlaceForm,
    /// Form target.
    pub delete: String,
    /// What was typed was refused.
    pub is_open: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct PlaceForm {
    /// Ends the ids of its fields.
    pub id: String,
    /// Form target.
    pub action: String,
    pub name: Input,
    /// `52.5145, 13.3501`.
    pub position: Input,
    pub radii: Vec<Choice>,
}

/// What one does about others on the page of a workout.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WorkoutPrivacy {
    /// What the terms of who brought it say.
    pub terms: Vec<String>,
    /// They let nobody else see it.
    pub is_closed: bool,
    /// The page of its links.
    pub share: String,
    /// Form target that hides its start or its end; absent without a track.
    pub hide: Option<String>,
    /// `2 links`; absent without any.
    pub links: Option<String>,
}

/// The links to a workout.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Share {
    pub title: String,
    pub when: String,
    /// Form target.
    pub action: String,
    /// The link just made; it is shown this once.
    pub made: Option<String>,
    pub links: Vec<ShareItem>,
    /// Why none can be made at all.
    pub closed: Option<String>,
    /// No further link can be made.
    pub is_full: bool,
    /// Boxes that were ticked before something was refused: `name`, `body`, `ends`.
    pub ticked: Vec<&'static str>,
    /// The last day.
    pub until: Input,
    /// Where places are hidden.
    pub places: String,
    /// Whether there is a track that could be hidden.
    pub has_track: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ShareItem {
    /// `Made 20 November`.
    pub made: String,
    /// `With name, heart rate`, `Until 3 December`.
    pub text: String,
    /// Form target.
    pub revoke: String,
}

/// A workout as others see it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shared {
    #[serde(flatten)]
    pub workout: Workout,
    /// Whose it is, where they tell.
    pub by: Option<String>,
    /// Part of the track is hidden.
    pub is_hidden: bool,
    pub files: Vec<Link>,
}
