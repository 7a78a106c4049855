//! A figure over twelve weeks, a calendar, and what is like a workout.

use super::*;
use crate::web::ui::draw::{Comparison, HeatDay, Shape, Slot, Step, compare, growth, heat};

impl Samples<'_> {
    pub(crate) fn progress(&self) -> ProgressPage {
        let days = self.0.days(day(8, 31), day(11, 20), now());
        let before = self.0.days(day(6, 8), day(8, 28), now());
        let amount = |si: f64| self.0.quantity(si, &distance()).to_string();
        let more = [
            ("value", amount(12_400.0).into()),
            ("days", before.as_str().into()),
        ];
        ProgressPage {
            chooser: self.chooser(),
            told: Some(Told {
                title: self.say("Distance", "Дистанция"),
                days: days.clone(),
                figure: Some(self.figure("Distance", "Дистанция", 412_600.0, &distance())),
                delta: Some(Delta {
                    text: self.0.text("progress-more", &more),
                    spoken: String::new(),
                    is_up: true,
                    is_better: Some(true),
                }),
                tiles: self.told_tiles(),
                chart: Some(self.compared(Shape::Bars, 1000.0, &distance())),
                now_title: days,
                before_title: Some(before),
                rows: vec![ComparedRow {
                    title: self.0.days(day(11, 9), day(11, 15), now()),
                    now: amount(41_000.0),
                    before: "–".into(),
                }],
                earlier: Some("/running/progress?from=2026-06-08&to=2026-08-30".into()),
                ..Told::default()
            }),
            norm: Some(NormLine {
                about: None,
                text: self.0.text(
                    "progress-norm-left",
                    &[
                        ("left", amount(7400.0).into()),
                        ("norm", amount(32_000.0).into()),
                    ],
                ),
                basis: self.0.text(
                    "progress-norm-basis",
                    &[
                        ("title", self.say("Weekly running", "Бег за неделю").into()),
                        ("norm", amount(32_000.0).into()),
                        ("days", 7.into()),
                    ],
                ),
                value: 24.6,
                max: 32.0,
            }),
            trend: Some(self.trend()),
            streaks: self.streaks(),
            records: vec![self.record(), self.record()],
            all_records: Some("/running/records".into()),
        }
    }

    fn trend(&self) -> Trend {
        let args = [
            (
                "now",
                self.0.quantity(152_000.0, &distance()).to_string().into(),
            ),
            (
                "before",
                self.0.quantity(139_000.0, &distance()).to_string().into(),
            ),
            ("day", self.0.day_month(day(11, 20), now()).into()),
        ];
        Trend {
            text: self.0.text("progress-trend-up", &[("share", "9".into())]),
            figures: Some(self.0.text("progress-trend-figures", &args)),
            is_up: Some(true),
            is_better: Some(true),
        }
    }

    /// A ratio, of which less is better, over days of one's own.
    pub(crate) fn progress_of_pace(&self) -> ProgressPage {
        let mut page = self.progress();
        page.chooser.is_own = true;
        page.chooser.to = Input::wrong("2026-13-01", self.0.text("input-not-a-day", &[]));
        page.norm = None;
        page.trend = Some(Trend {
            text: self.0.text("progress-trend-steady", &[]),
            ..Trend::default()
        });
        if let Some(told) = &mut page.told {
            told.title = self.say("Pace", "Темп");
            told.figure = Some(self.figure("Pace", "Темп", 0.302, &pace()));
            let shape = Shape::Line { inverted: true };
            told.chart = Some(self.compared(shape, 0.008, &pace()));
        }
        page
    }

    /// A period in which nothing was done.
    pub(crate) fn no_progress(&self) -> ProgressPage {
        let days = self.0.days(day(11, 16), day(11, 20), now());
        ProgressPage {
            chooser: self.chooser(),
            told: Some(Told {
                title: self.say("Distance", "Дистанция"),
                beside: Some(
                    self.0
                        .text("progress-nothing", &[("days", days.as_str().into())]),
                ),
                days,
                ..Told::default()
            }),
            trend: Some(Trend {
                text: self.0.text("progress-trend-unknown", &[]),
                ..Trend::default()
            }),
            ..ProgressPage::default()
        }
    }

    fn chooser(&self) -> Chooser {
        let periods = ["week", "month", "quarter", "year", "all"];
        let metric = Choice {
            value: "core.distance".into(),
            label: self.say("Distance", "Дистанция"),
            is_chosen: true,
        };
        Chooser {
            action: "/running/progress".into(),
            metrics: vec![metric],
            sports: self.record_form().sports,
            periods: periods
                .iter()
                .map(|word| Link {
                    href: format!("/running/progress?period={word}"),
                    label: self.0.text(&format!("progress-{word}"), &[]),
                    is_current: *word == "quarter",
                })
                .collect(),
            period: "quarter".into(),
            ..Chooser::default()
        }
    }

    fn told_tiles(&self) -> Vec<Figure> {
        let best = self.0.text("progress-best-week", &[]);
        let when = self.0.days(day(11, 9), day(11, 15), now());
        let workouts = self.0.text("progress-workouts", &[]);
        let week = self.0.text("progress-a-week", &[]);
        vec![
            Figure::new(
                format!("{best}, {when}"),
                self.0.quantity(47_200.0, &distance()),
            ),
            Figure::new(week, self.0.quantity(34_380.0, &distance())),
            Figure::new(workouts, crate::web::ui::format::Quantity::bare("46")),
        ]
    }

    fn compared(&self, shape: Shape, unit: f64, shown: &Display) -> Comparison {
        let figures = [
            34.0, 37.5, 31.0, 0.0, 39.2, 41.0, 36.5, 29.8, 42.4, 44.0, 47.2, 29.0,
        ];
        let slots: Vec<Slot> = (0..12_u64)
            .zip(figures)
            .map(|(n, figure)| Slot {
                label: self.0.day_short(day(8, 31) + chrono::Days::new(n * 7)),
                now: (figure > 0.0).then_some(figure * unit),
                before: (n % 5 != 4).then_some((figure * 0.8 + 6.0) * unit),
            })
            .collect();
        let label = self.say("Distance: 412.6 km", "Дистанция: 412,6 км");
        compare(&slots, shape, label, shown, self.0).expect("a chart")
    }

    fn streaks(&self) -> Vec<StreakLine> {
        let weeks = |n: i32| self.0.text("streak-n-weeks", &[("n", n.into())]);
        let since = self.0.day_month(day(10, 19), now());
        let days = self.0.days(day(6, 1), day(8, 2), now());
        vec![
            StreakLine {
                title: weeks(5),
                since: Some(self.0.text("streak-since", &[("date", since.into())])),
                longest: Some(self.0.text(
                    "streak-longest",
                    &[("n", weeks(9).into()), ("days", days.into())],
                )),
                is_going: true,
            },
            StreakLine {
                title: self.0.text("streak-days", &[]),
                since: Some(self.0.text("streak-none", &[])),
                longest: Some(self.0.text("streak-longest-now", &[])),
                is_going: false,
            },
        ]
    }

    pub(super) fn streak_card(&self) -> StreakCard {
        StreakCard {
            title: self.0.text("streak-n-weeks", &[("n", 5.into())]),
            text: self.0.text("streak-keep", &[]),
            longest: self.streaks().first().and_then(|line| line.longest.clone()),
            is_kept: false,
        }
    }

    pub(crate) fn growth(&self) -> RecordGrowth {
        let steps: Vec<Step> = [(120, 3128.0), (80, 3066.0), (64, 3024.0), (8, 2988.0)]
            .iter()
            .map(|(ago, seconds)| Step {
                at: start() - chrono::Duration::days(*ago),
                value: *seconds,
            })
            .collect();
        let label = self.0.text(
            "growth-label",
            &[
                ("title", "10".into()),
                ("n", 4.into()),
                ("first", self.0.duration(3128.0).into()),
                ("last", self.0.duration(2988.0).into()),
            ],
        );
        let by = self.0.span(140.0).to_string();
        RecordGrowth {
            title: self.0.quantity(10_000.0, &distance()).to_string(),
            metric: self.say("Pace", "Темп"),
            value: self.0.duration(2988.0),
            unit: String::new(),
            total: Some(self.0.text("growth-total", &[("by", by.into())])),
            chart: growth(&steps, now(), true, label, &timer(), self.0),
            marks: vec![
                RecordItem {
                    title: self.0.short_date(day(11, 11)),
                    note: self.0.text(
                        "growth-gain",
                        &[("by", self.0.span(36.0).to_string().into())],
                    ),
                    ..self.record()
                },
                RecordItem {
                    note: self.0.text("growth-first", &[]),
                    ..self.record()
                },
            ],
        }
    }

    pub(super) fn calendar(&self) -> Calendar {
        let days: Vec<HeatDay> = (0..300_u64)
            .rev()
            .filter(|n| n % 3 != 1)
            .map(|n| {
                let day = day(11, 20) - chrono::Days::new(n);
                HeatDay {
                    day,
                    weight: ((n * 7919) % 21) as f64,
                    text: self.0.quantity(8000.0, &distance()).to_string(),
                    href: format!("/running/workouts?from={day}&to={day}"),
                }
            })
            .collect();
        let last = self.0.short_date(day(11, 20));
        let summary = [("n", days.len().into()), ("date", last.into())];
        Calendar {
            heat: heat(
                &days,
                day(11, 20),
                day(11, 20),
                &|_, _| "#".to_owned(),
                self.0,
            ),
            summary: self.0.text("history-calendar-year", &summary),
            year_before: Some("/running/workouts?month=2025-11".into()),
            month_before: Some("/running/workouts?month=2026-10".into()),
            ..Calendar::default()
        }
    }

    pub(super) fn period_totals(&self) -> PeriodTotals {
        let by = ["week", "month", "year"].map(|word| Link {
            href: format!("/running/workouts?by={word}"),
            label: self.0.text(&format!("history-by-{word}"), &[]),
            is_current: word == "month",
        });
        let row = |month: u32| PeriodTotal {
            title: self.0.month(day(month, 1)),
            href: (month > 9).then(|| "/running/workouts".to_owned()),
            workouts: "14".into(),
            figures: vec![
                self.0.quantity(122_400.0, &distance()).to_string(),
                self.0.span(38_000.0).to_string(),
                String::new(),
            ],
            bar: f64::from(month) * 8.0,
        };
        PeriodTotals {
            by: by.to_vec(),
            titles: vec![
                self.say("Distance", "Дистанция"),
                self.say("Time", "Время"),
                self.say("Pace", "Темп"),
            ],
            rows: vec![row(11), row(10), row(9)],
        }
    }

    pub(super) fn similar(&self) -> Similar {
        let title = self.say("pace", "темп");
        let better = |value: f64| {
            let value = self.0.span(value).to_string();
            Some(Delta {
                text: self.0.text("similar-better", &[("value", value.into())]),
                spoken: String::new(),
                is_up: false,
                is_better: Some(true),
            })
        };
        Similar {
            basis: self.0.text(
                "similar-near",
                &[("title", self.say("distance", "дистанция").into())],
            ),
            rank: Some(
                self.0
                    .text("similar-rank", &[("rank", 3.into()), ("n", 14.into())]),
            ),
            rank_by: Some(self.0.text("similar-by", &[("title", title.into())])),
            figures: vec![
                Figure::new(
                    self.0.text("similar-median", &[]),
                    self.0.quantity(0.31, &pace()),
                )
                .with(better(8.0)),
                Figure::new(
                    self.0.text("similar-last", &[]),
                    self.0.quantity(0.305, &pace()),
                )
                .with(better(3.0)),
            ],
            workouts: vec![self.row(1), self.row(2)],
        }
    }
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
}
