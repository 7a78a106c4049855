//! Gear: what is in use, one item, its form; and the shelf.

use serde::Serialize;

use super::{About, Choice, Field, Input};

/// All of a person's gear in an app.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearList {
    pub items: Vec<GearCard>,
    /// `4 items`.
    pub count: String,
    pub retired: Vec<GearCard>,
    /// `Retired, 2 items`.
    pub retired_title: String,
    /// Form of a new item; `None` where the app's sports have no gear.
    pub add: Option<String>,
    pub shelf: Option<Shelf>,
}

/// An item in a list; its parts stand under it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearCard {
    pub href: String,
    pub name: String,
    pub icon: String,
    /// `Running shoes · since March 2026`.
    pub text: String,
    /// `118 km left`.
    pub left: Option<String>,
    pub bar: Option<WearBar>,
    /// `Service is due`.
    pub service: Option<String>,
    pub parts: Vec<GearCard>,
    pub about: Option<About>,
}

/// How much of a life is used.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WearBar {
    pub value: f64,
    pub max: f64,
    /// `682 of 800 km, about five weeks more`.
    pub text: String,
    /// Empty, `warn`, or `bad` where the life is used up.
    pub level: &'static str,
}

/// One item.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearItem {
    pub name: String,
    /// `Running shoes`.
    pub kind: String,
    /// The name is its kind's: nothing else need be said.
    pub icon: String,
    pub is_retired: bool,
    /// `118 km`, the big number; of what does not wear, the workouts.
    pub hero: String,
    pub unit: String,
    /// `left of 800 km`, `workouts`.
    pub hero_text: String,
    pub about: Option<About>,
    pub bar: Option<WearBar>,
    /// `Until about March 2027 at your present use`.
    pub forecast: Option<String>,
    /// What the forecast is reckoned from.
    pub basis: Option<String>,
    /// Where the figure of a life comes from.
    pub source: Option<String>,
    /// Title and value.
    pub facts: Vec<(String, String)>,
    /// What it is part of.
    pub parent: Option<GearLink>,
    pub service: Option<GearService>,
    pub parts: Vec<GearCard>,
    /// Kinds of parts that can be added.
    pub add_parts: Vec<GearLink>,
    pub workouts: Vec<GearUse>,
    /// `Used in 61 workouts`.
    pub used: String,
    /// Sports whose workouts may take it when nothing else is said; empty for parts.
    pub default_sport: Vec<Choice>,
    /// The form that replaces a part.
    pub replace: Option<GearReplace>,
    pub urls: GearUrls,
    /// Whether it was never used, and so can be deleted.
    pub can_delete: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct GearLink {
    pub href: String,
    pub title: String,
    /// `since 3 March 2026`.
    pub text: String,
}

/// The way to the next service, those that were done, and the form of a new one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearService {
    pub bar: Option<WearBar>,
    pub done: Vec<GearServiced>,
    pub on: Input,
    pub note: Input,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct GearServiced {
    pub on: String,
    pub note: String,
    /// Form target.
    pub remove: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct GearReplace {
    pub name: Input,
    pub on: Input,
}

/// A workout that used an item.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearUse {
    pub href: String,
    pub title: String,
    pub when: String,
    /// What it added.
    pub added: String,
}

/// Pages and form targets of an item.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearUrls {
    pub edit: String,
    pub retire: String,
    pub take_back: String,
    pub delete: String,
    pub default_sport: String,
    pub service: String,
    pub replace: String,
    pub take_out: String,
}

impl GearUrls {
    /// Below the item's own address.
    pub fn at(base: &str) -> Self {
        let at = |name: &str| format!("{base}/{name}");
        Self {
            edit: at("edit"),
            retire: at("retire"),
            take_back: at("take-back"),
            delete: at("delete"),
            default_sport: at("default"),
            service: at("service"),
            replace: at("replace"),
            take_out: at("take-out"),
        }
    }
}

/// A new item, or one that is changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GearForm {
    /// Form target.
    pub action: String,
    pub is_edit: bool,
    /// Kinds to choose from first, each a link; then there are no fields yet.
    pub kinds: Vec<GearLink>,
    /// The chosen kind.
    pub kind: String,
    pub kind_title: String,
    /// Number of problems below, for the summary.
    pub problems: usize,
    pub name: Input,
    /// ISO day.
    pub acquired_on: Input,
    pub used_before: Option<Field>,
    pub fields: Vec<Field>,
    pub default_sport: Vec<Choice>,
    /// What it may be part of.
    pub parents: Vec<Choice>,
    pub version: Option<String>,
}

/// What was used in a workout, on its page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WorkoutGear {
    pub items: Vec<GearCard>,
    /// Ids of `items`, for the forms that take one out.
    pub ids: Vec<String>,
    /// What could be added.
    pub choices: Vec<Choice>,
    /// Form target.
    pub action: String,
    /// Form of a new item, where the person has none.
    pub add: String,
}

/// Suggestions, with the reason for them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shelf {
    /// `Because your Kestrel 4 has 118 km left`.
    pub reason: String,
    pub products: Vec<ShelfProduct>,
    /// Form target.
    pub hide: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ShelfProduct {
    /// Leads to the shop.
    pub href: String,
    pub title: String,
    pub text: String,
    /// `€119`.
    pub price: String,
    pub image: Option<String>,
    /// Drawn where there is no picture.
    pub icon: String,
}

/// The shelf as one row: leads to the gear.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShelfRow {
    pub href: String,
    pub icon: String,
    /// `Kestrel 4: 118 km left`.
    pub title: String,
    pub text: String,
}
