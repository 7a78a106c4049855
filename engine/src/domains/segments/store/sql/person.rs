//! Who people are, as of today.

use std::fmt::Write as _;

use chrono::Datelike;

use super::expression::{Sort, Term};
use super::{Arm, Join};
use crate::domains::segments::model::asking::Bounds;
use crate::domains::workouts::model::periods::Unit;

impl Arm<'_, '_> {
    pub(super) fn person_join(&mut self, is_needed: bool) -> Join {
        let today = self.today_number();
        Join {
            table: "person_span as p".to_owned(),
            on: format!("p.user_id = u.id and p.from_day <= {today} and p.until_day > {today}"),
            is_needed,
        }
    }

    pub(super) fn category_join(&mut self) -> Join {
        let today = self.today_number();
        let pack = self.text.text(&self.text.asking.pack.clone());
        Join {
            table: "person_category as c".to_owned(),
            on: format!(
                "c.user_id = u.id and c.pack = {pack} and c.from_day <= {today} and c.until_day > {today}"
            ),
            is_needed: false,
        }
    }

    pub(super) fn today_number(&mut self) -> String {
        self.text.int(Unit::Day.index(self.today.day))
    }

    pub(super) fn user(&mut self, field: &str) -> Term {
        self.uses.person = true;
        let (sql, sort) = match field {
            "category" => {
                self.uses.category = true;
                ("coalesce(c.category, p.category)".to_owned(), Sort::Text)
            }
            "sex" => ("p.sex".to_owned(), Sort::Text),
            "region" => ("p.region".to_owned(), Sort::Text),
            "weight" => ("p.weight".to_owned(), Sort::Number),
            "age" => (self.age(), Sort::Number),
            "age_group" => (self.age_group(), Sort::Text),
            // The context of a person has no other.
            _ => ("null".to_owned(), Sort::Text),
        };
        Term { sql, sort }
    }

    /// Whole years: of two dates as numbers (20261121 - 19900315) the ten-thousands.
    fn age(&mut self) -> String {
        let today = self.today_as_number();
        format!(
            "case when p.birth <= {today} then cast(({today} - p.birth) / 10000 as double precision) end"
        )
    }

    fn age_group(&mut self) -> String {
        let ages = self.text.asking.ages.clone();
        let today = self.today_as_number();
        let mut bound = |of: fn(Bounds) -> u32| {
            let others = self.text.int(i64::from(of(ages.others)));
            let mut cases = String::new();
            for (bounds, regions) in &ages.regions {
                if of(*bounds) != of(ages.others) {
                    let list = self.text.list(regions);
                    let years = self.text.int(i64::from(of(*bounds)));
                    // Writing to a string cannot fail.
                    let _ = write!(cases, " when p.region in ({list}) then {years}");
                }
            }
            if cases.is_empty() {
                others
            } else {
                format!("case{cases} else {others} end")
            }
        };
        let (teen, adult) = (bound(|bounds| bounds.0), bound(|bounds| bounds.1));
        let years = format!("({today} - p.birth) / 10000");
        format!(
            "case when p.birth <= {today} then case when {years} >= {adult} then 'adult' \
             when {years} >= {teen} then 'teen' else 'child' end end"
        )
    }

    fn today_as_number(&mut self) -> String {
        let day = self.today.day;
        let number = i64::from(day.year()) * 10_000 + i64::from(day.month() * 100 + day.day());
        self.text.int(number)
    }
}
