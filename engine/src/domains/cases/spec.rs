//! How a case is written: `tests/*.yaml` of a pack, each a list of these.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use stadion_pack::figure::Figure;
use stadion_pack::place::At;
use stadion_pack::reading::Shape;

/// The keys of a workout that are no metrics.
pub const WORKOUT_KEYS: [&str; 9] = [
    "name", "file", "sport", "start", "title", "gear", "times", "every", "parts",
];

/// In place of a map of metrics: `--update` writes it.
pub const SNAPSHOT: &str = "snapshot";

/// One case: what is given, and what is to come of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCase {
    /// What the case shows, in words; once in a pack.
    pub name: At<String>,
    /// The person, their gear and their workouts; someone new who did nothing if left out.
    #[serde(default)]
    pub given: RawGiven,
    /// What is to come of it; at least one thing.
    pub expect: RawExpect,
}

type Row = IndexMap<At<String>, At<Json>>;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGiven {
    /// The time of the case: a day (noon UTC) or a time with its offset; noon UTC of 20 June 2026
    /// if left out. Nothing may start after it.
    pub now: Option<At<String>>,
    /// What the person says of themselves, from always on: `category`, `birth_date` or
    /// `birth_year`, `sex`, `weight` (kg), `region`, heart rates (beats a minute), `ftp` (W), with
    /// `locale`, `time_zone` and `units`.
    #[serde(default)]
    pub user: IndexMap<At<String>, At<Json>>,
    /// Their gear, by a name of the case's own.
    #[serde(default)]
    pub gear: IndexMap<At<String>, RawItem>,
    /// What they recorded, in this order.
    #[serde(default)]
    pub workouts: Vec<RawWorkout>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawItem {
    /// A kind of gear of this pack, or of one it requires.
    #[serde(rename = "type")]
    pub kind: At<String>,
    /// The day from which it is theirs; that of `now` if left out.
    pub acquired: Option<At<String>>,
    /// What it was used before: `600 km`.
    pub used_before: Option<At<Figure>>,
}

/// A workout: a file, or what one would type. Any other key is a metric of the sport, as
/// `distance: 10 km`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWorkout {
    /// A name for `expect.workouts`; of workouts repeated by `times` it means the last.
    pub name: Option<At<String>>,
    /// A file of the pack to upload: `fixtures/marathon.fit`.
    pub file: Option<At<String>>,
    /// A sport of the pack, or qualified; its first if left out. Beside `file`, in place of the
    /// file's own.
    pub sport: Option<At<String>>,
    /// A day (noon UTC) or a time with its offset; `now` if left out.
    pub start: Option<At<String>>,
    pub title: Option<String>,
    /// Names of the case's gear that was used.
    pub gear: Option<Vec<At<String>>>,
    /// Records the same so many times, at most 1000.
    pub times: Option<At<u32>>,
    /// From one of the `times` to the next, in whole seconds; `P1D` if left out. Without a `start`
    /// the last of them is at `now`.
    pub every: Option<At<Figure>>,
    /// Rows by kind of part: `set: [{exercise: squat, reps: 5, load: 100 kg}]`.
    #[serde(default)]
    pub parts: IndexMap<At<String>, Vec<Row>>,
}

/// What is to come of it. Figures are compared exactly unless they state a tolerance
/// (`0.0603 ± 0.001`, `5:12 min/km ± 0:01`); `none` says that there is none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExpect {
    /// All achievements of the pack that are held in the end, and no other.
    pub achievements: Option<At<Vec<At<String>>>>,
    /// All segments of the pack that the person is in at the time of the case, and no other.
    pub segments: Option<At<Vec<At<String>>>>,
    /// The levels reached, from 1 on, by achievement.
    #[serde(default)]
    pub tiers: IndexMap<At<String>, At<u32>>,
    /// Metrics of the last workout; `snapshot` has `--update` write those derived by formulas.
    #[serde(default)]
    pub metrics: IndexMap<At<String>, At<Json>>,
    /// Metrics of workouts that have a name.
    #[serde(default)]
    pub workouts: IndexMap<At<String>, IndexMap<At<String>, At<Json>>>,
    /// The records that stand in the end, by key as the API tells it, with or without its pack:
    /// `distance/max`, and after a space the word it is kept by: `heaviest/max/set.load/exercise squat`.
    #[serde(default)]
    pub records: IndexMap<At<String>, At<Json>>,
    /// Wear and service of gear.
    #[serde(default)]
    pub gear: IndexMap<At<String>, RawGearExpect>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGearExpect {
    /// The share of its life that is used up: `0.8` or `80 %`.
    pub wear: Option<At<Json>>,
    /// Whether its owner is told that it is worn.
    pub due: Option<At<bool>>,
    /// The share of the use between two services: `1` when one is due.
    pub service: Option<At<Json>>,
}

/// What the reference tells of cases: title, introduction, example.
pub const TITLE: &str = "Cases";
pub const DOC: &str = "Cases try a pack on the server's own code: a new person, what they record, \
    and what comes of it, at a fixed time. Each file in `tests/` is a list of cases; the files \
    that cases upload stand in `fixtures/`. `stadion test` runs them, and tells which rules no \
    case made true and which none made false.";
pub const EXAMPLE: &str = "\
- name: a marathon earns all distances and wears the shoes
  given:
    now: 2027-03-20T10:00:00Z
    user: {category: amateur, birth_year: 1990, region: RU, locale: ru}
    gear: {tempo: {type: running_shoes}}
    workouts:
      - {distance: 42.195 km, duration: PT3H30M, gear: [tempo]}
  expect:
    achievements: [five_km, ten_km, half_marathon, marathon]
    gear: {tempo: {wear: 0.0603 ± 0.0001}}
    metrics: {pace: \"4:59 min/km ± 0:01\"}
";

/// Of one case.
pub fn schema() -> Json {
    Shape::<RawCase>::schema()
}

/// Of a whole file, as an editor asks for it: with the metrics of a pack among a workout's keys.
pub fn file_schema() -> Json {
    let mut case = schema();
    if let Some(workout) = case.pointer_mut("/properties/given/properties/workouts/items") {
        workout["additionalProperties"] = Json::Bool(true);
    }
    if let Some(metrics) = case.pointer_mut("/properties/expect/properties/metrics") {
        let map = metrics.take();
        *metrics = json!({ "anyOf": [map, { "const": SNAPSHOT }] });
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "type": "array",
        "items": case,
    })
}
