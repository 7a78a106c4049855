//! How far somebody came with a device, from choosing it to its first data.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// One way of a person.
#[derive(Clone, Debug, FromRow)]
pub struct Setup {
    pub id: Uuid,
    pub adapter: String,
    /// Empty where no folder has the adapter.
    pub adapter_version: String,
    /// As [`super::How`]; `None` until they began.
    pub how: Option<String>,
    pub chosen_at: DateTime<Utc>,
    pub began_at: Option<DateTime<Utc>>,
    pub connected_at: Option<DateTime<Utc>>,
    pub first_data_at: Option<DateTime<Utc>>,
}
