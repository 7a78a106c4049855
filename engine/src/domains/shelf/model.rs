//! The catalogue of what can be bought, and what a shelf shows of it.

use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use stadion_pack::model::Text;
use stadion_pack::value::Money;
use url::Url;
use uuid::Uuid;

/// What can be bought where, checked.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// In the order in which they are tried.
    pub regions: IndexMap<String, Region>,
    pub products: IndexMap<String, Product>,
}

/// Where people live: by the region of their profile, else by the time zone of their account.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// Codes of ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// IANA names, or a part of the world as `Europe/*`. Neither these nor countries: all that no
    /// other region has.
    pub zones: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub id: String,
    /// As kinds of gear name it: `shoes/running`.
    pub category: String,
    pub title: Text,
    /// What sets it apart, in few words.
    pub text: Option<Text>,
    pub image: Option<Image>,
    /// By region.
    pub price: IndexMap<String, Money>,
    /// Where it is sold; empty: in every region.
    pub regions: Vec<String>,
    pub link: Url,
}

/// A picture, read with the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Why a shelf is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// An item nears the end of its life.
    Worn { gear_id: Uuid },
    /// A sport that the person does needs it, and they have none in use.
    Missing {
        /// Qualified.
        kind: String,
    },
}

/// A product on a shelf, with the way out to its shop.
#[derive(Clone, Debug)]
pub struct Offer {
    pub id: String,
    pub title: Text,
    pub text: Option<Text>,
    pub has_image: bool,
    pub price: Option<Money>,
    /// A signed address on this server that leads to the shop.
    pub href: String,
}

#[derive(Clone, Debug)]
pub struct Shelf {
    pub reason: Reason,
    pub offers: Vec<Offer>,
}

/// Who looks at a shelf, where and when.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    pub user_id: Uuid,
    /// IANA name.
    pub zone: &'a str,
    pub today: NaiveDate,
    /// The page: `home`, `gear`, `api`.
    pub place: &'static str,
}

/// What a signed link out says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub product: String,
    pub place: String,
    pub pack: String,
    /// Nobody where it was shown to all.
    pub user_id: Option<Uuid>,
    pub expires: DateTime<Utc>,
}

/// A link out that was followed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Click {
    pub product: String,
    pub place: String,
    pub pack: String,
    pub at: DateTime<Utc>,
}

/// From when to when a person wants no suggestions in an app.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Rest {
    pub pack: String,
    pub at: DateTime<Utc>,
    pub until: DateTime<Utc>,
}
