//! Recording live.

use serde::Serialize;

use super::Choice;

/// The page that listens to sensors and to the device's place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Live {
    pub sports: Vec<Choice>,
    pub sensors: Vec<LiveSensor>,
    /// What the script needs, as JSON.
    pub told: String,
}

/// A kind of sensor that can be paired.
#[derive(Clone, Debug, Serialize)]
pub struct LiveSensor {
    /// Of its adapter.
    pub id: String,
    pub title: String,
    pub icon: String,
    /// Id, title and unit of what a person sets.
    pub settings: Vec<(String, String, String)>,
}
