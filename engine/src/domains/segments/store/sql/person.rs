//! Who people are, as of today.

use std::fmt::Write as _;

use chrono::Datelike;

use super::expression::{Sort, Term};
use super::{Arm, Join, Text};
use crate::domains::segments::model::asking::Bounds;
use crate::domains::workouts::model::periods::Unit;

impl Arm<'_, '_> {
    pub(super) fn person_join(&mut self, is_needed: bool) -> Join {
        let today = self.today_number();
        Join {
            table: "person_span as p".to_owned(),
            key: "p.user_id = u.id".to_owned(),
            when: format!("p.from_day <= {today} and p.until_day > {today}"),
            is_needed,
            is_summed: false,
        }
    }

    pub(super) fn category_join(&mut self) -> Join {
        let today = self.today_number();
        let pack = self.text.text(&self.text.asking.pack.clone());
        Join {
            table: "person_category as c".to_owned(),
            key: format!("c.user_id = u.id and c.pack = {pack}"),
            when: format!("c.from_day <= {today} and c.until_day > {today}"),
            is_needed: false,
            is_summed: false,
        }
    }

    pub(super) fn today_number(&mut self) -> String {
        self.text.int(Unit::Day.index(self.today.day))
    }

    pub(super) fn user(&mut self, field: &str) -> Term {
        self.uses.person = true;
        self.is_beyond_sums = true;
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

    /// Of age is who was born so many years ago or before: a date as a number, less ten-thousands.
    fn age_group(&mut self) -> String {
        let ages = self.text.asking.ages.clone();
        let today = self.today_as_number();
        let now = self.day_as_number();
        let mut born = |of: fn(Bounds) -> u32| {
            let years_ago =
                |text: &mut Text<'_>, bounds| text.int(now - i64::from(of(bounds)) * 10_000);
            let others = years_ago(self.text, ages.others);
            let mut cases = String::new();
            for (bounds, regions) in &ages.regions {
                if of(*bounds) != of(ages.others) {
                    let list = self.text.list(regions);
                    let born = years_ago(self.text, *bounds);
                    // Writing to a string cannot fail.
                    let _ = write!(cases, " when p.region in ({list}) then {born}");
                }
            }
            if cases.is_empty() {
                others
            } else {
                format!("case{cases} else {others} end")
            }
        };
        let (teen, adult) = (born(|bounds| bounds.0), born(|bounds| bounds.1));
        format!(
            "case when p.birth <= {today} then case when p.birth <= {adult} then 'adult' \
             when p.birth <= {teen} then 'teen' else 'child' end end"
        )
    }

    fn today_as_number(&mut self) -> String {
        let number = self.day_as_number();
        self.text.int(number)
    }

    /// 2026-11-21 is 20261121.
    fn day_as_number(&self) -> i64 {
        let day = self.today.day;
        i64::from(day.year()) * 10_000 + i64::from(day.month() * 100 + day.day())
    }
}
