//! The week, the list and the records.

use super::*;

impl Samples<'_> {
    pub(crate) fn home(&self) -> Home {
        let told = |si: f64| self.0.quantity(si, &distance()).to_string();
        Home {
            takes_files: true,
            date: self.0.long_date(now().date_naive(), now()),
            name: self.say("Dana", "Дарья"),
            lead: Some(self.figure(
                "Distance",
                "Дистанция",
                24_600.0,
                &display(("km", 1000.0), ("mi", 1609.344), 1, Format::Decimal),
            )),
            norm_about: None,
            norm: Some(self.0.text(
                "home-norm",
                &[
                    ("left", told(7400.0).into()),
                    ("norm", told(32_000.0).into()),
                ],
            )),
            delta: Some(Delta {
                text: self.0.text(
                    "home-delta-more",
                    &[
                        ("value", told(3800.0).into()),
                        ("day", self.0.weekday_by(now().date_naive()).into()),
                    ],
                ),
                spoken: String::new(),
                is_up: true,
                is_better: Some(true),
            }),
            week: Some(self.week()),
            streak: Some(self.streak_card()),
            tiles: vec![
                Figure::new(self.say("Time", "Время"), self.0.span(7620.0)).with(self.delta(
                    7620.0,
                    6780.0,
                    &timer(),
                    Some(true),
                )),
                self.figure("Pace", "Темп", 0.31, &pace()).with(self.delta(
                    0.31,
                    0.316,
                    &pace(),
                    Some(false),
                )),
                self.figure("Climb", "Набор", 186.0, &altitude())
                    .with(self.delta(186.0, 208.0, &altitude(), None)),
            ],
            latest: vec![self.row(0), self.row(1), self.row(2)],
            records: vec![self.record()],
            badges: vec![self.badge(true), self.badge(false)],
            shelf: Some(self.shelf_row()),
        }
    }

    pub(crate) fn first_home(&self) -> Home {
        Home {
            takes_files: true,
            date: self.0.long_date(now().date_naive(), now()),
            name: self.say("Dana", "Дарья"),
            badges: vec![self.badge(false)],
            ..Home::default()
        }
    }

    pub(super) fn delta(
        &self,
        now: f64,
        before: f64,
        shown: &Display,
        higher: Option<bool>,
    ) -> Option<Delta> {
        Delta::between(
            now,
            before,
            &self.0.difference(now - before, shown),
            higher,
            self.0,
        )
    }

    pub(super) fn week(&self) -> WeekBars {
        let totals = [
            (8200.0, 7000.0),
            (0.0, 0.0),
            (6400.0, 6100.0),
            (10_000.0, 7700.0),
            (0.0, 0.0),
            (0.0, 5200.0),
            (0.0, 11_600.0),
        ];
        let days: Vec<Day> = totals
            .iter()
            .zip(16..)
            .map(|((this_week, last_week), day)| Day {
                day: NaiveDate::from_ymd_opt(2026, 11, day).expect("a day"),
                this_week: *this_week,
                last_week: *last_week,
            })
            .collect();
        week(&days, now().date_naive(), self.0, |si| {
            self.0.quantity(si, &distance())
        })
    }

    pub(crate) fn history(&self) -> History {
        let month = |month| Month {
            title: self
                .0
                .month(NaiveDate::from_ymd_opt(2026, month, 1).expect("a month")),
            total: Some(self.0.quantity(86_200.0, &distance()).to_string()),
            workouts: (0..4).map(|n| self.row(n)).collect(),
        };
        History {
            filters: Filters {
                sports: self.record_form().sports,
                bounds: Some(Bound {
                    title: self.say("Distance", "Дистанция"),
                    unit: self.0.unit_name("km", 5.0),
                    most: Input::wrong("far", self.0.text("input-not-a-number", &[])),
                    ..Bound::default()
                }),
                ..Filters::default()
            },
            calendar: Some(self.calendar()),
            totals: Some(self.period_totals()),
            total: self.0.text("count-workouts", &[("n", 61.into())]),
            months: vec![month(11), month(10)],
            newer: Some("/running/history?before=b".into()),
            older: Some("/running/history?after=a".into()),
        }
    }

    pub(crate) fn nothing_found(&self) -> History {
        let filters = Filters {
            from: Input::of("2020-01-01"),
            text: Input::of("marathon"),
            is_set: true,
            ..Filters::default()
        };
        History {
            filters,
            total: self.0.text("count-workouts", &[("n", 0.into())]),
            ..History::default()
        }
    }

    pub(crate) fn records(&self) -> Records {
        Records {
            groups: vec![RecordGroup {
                title: self.say("Pace", "Темп"),
                records: vec![self.record(), self.record(), self.record()],
            }],
            badges: vec![self.badge(true), self.badge(false)],
            earned: self
                .0
                .text("records-earned", &[("n", 1.into()), ("all", 12.into())]),
        }
    }
}
