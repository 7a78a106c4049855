//! By which of a norm's targets a person is measured.

use chrono::NaiveDate;
use stadion_pack::model::{Norm, Packs};
use uuid::Uuid;

use crate::db::Db;
use crate::domains::profile;
use crate::domains::profile::model::{AgeGroup, Category, Profile};
use crate::web::Result;

/// A person's category and age group; who said neither is an adult amateur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    pub category: Category,
    pub group: AgeGroup,
}

impl From<&Profile> for Measure {
    fn from(person: &Profile) -> Self {
        Self {
            category: person.category.unwrap_or(Category::Amateur),
            group: person.age_group.unwrap_or(AgeGroup::Adult),
        }
    }
}

impl Measure {
    /// As of a day, in an app.
    pub async fn of(
        db: &Db,
        packs: &Packs,
        user_id: Uuid,
        pack: &str,
        day: NaiveDate,
    ) -> Result<Self> {
        let person = profile::on(db, packs, user_id, pack, day).await?;
        Ok(Self::from(&person))
    }

    /// `None` where the norm has no target for such people.
    pub fn target(self, norm: &Norm) -> Option<f64> {
        let of = (
            self.category.as_str().to_owned(),
            self.group.as_str().to_owned(),
        );
        norm.targets.get(&of).copied()
    }
}
