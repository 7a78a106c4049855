//! One person's evening of training, filled into every page in each of its states.

mod account;
mod api;
mod badges;
mod devices;
mod forms;
mod gear;
mod home;
mod privacy;
mod profile;
mod progress;
mod workout;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use stadion_pack::model::{Display, Format, MetricType, PartField, Text, ValueList};
use stadion_pack::units::Unit;
use stadion_pack::value::Dim;

use super::*;
use crate::web::ui::draw::{
    Axis, Chart, Day, RouteMap, Series, Style, Track, WeekBars, chart, route, week,
};

/// Makes samples in one language.
pub(crate) struct Samples<'a>(pub &'a Formats);

fn unit(symbol: &str, factor: f64) -> Unit {
    Unit {
        symbol: symbol.to_owned(),
        dim: Dim::NONE,
        factor,
        offset: 0.0,
    }
}

fn display(metric: (&str, f64), imperial: (&str, f64), decimals: u8, format: Format) -> Display {
    Display {
        metric: unit(metric.0, metric.1),
        imperial: unit(imperial.0, imperial.1),
        decimals,
        format,
    }
}

pub(crate) fn distance() -> Display {
    display(("km", 1000.0), ("mi", 1609.344), 2, Format::Decimal)
}

pub(crate) fn pace() -> Display {
    display(
        ("min/km", 0.06),
        ("min/mi", 60.0 / 1609.344),
        0,
        Format::MinSec,
    )
}

fn heart_rate() -> Display {
    display(("bpm", 1.0 / 60.0), ("bpm", 1.0 / 60.0), 0, Format::Decimal)
}

fn altitude() -> Display {
    display(("m", 1.0), ("ft", 0.3048), 0, Format::Decimal)
}

fn load() -> Display {
    display(("kg", 1.0), ("lb", 0.453_592_37), 1, Format::Decimal)
}

fn timer() -> Display {
    display(("h", 3600.0), ("h", 3600.0), 0, Format::HourMinSec)
}

fn count() -> Display {
    display(("reps", 1.0), ("reps", 1.0), 0, Format::Decimal)
}

pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 15, 0, 0)
        .single()
        .expect("a time")
}

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 19, 3, 48, 0)
        .single()
        .expect("a time")
}

fn both(en: &str, ru: &str) -> Text {
    Text(
        [
            ("en".to_owned(), en.to_owned()),
            ("ru".to_owned(), ru.to_owned()),
        ]
        .into_iter()
        .collect(),
    )
}

impl Samples<'_> {
    fn say(&self, en: &'static str, ru: &'static str) -> String {
        if self.0.locale.tag() == "ru" { ru } else { en }.to_owned()
    }

    fn figure(&self, en: &'static str, ru: &'static str, si: f64, shown: &Display) -> Figure {
        Figure::new(self.say(en, ru), self.0.quantity(si, shown))
    }

    fn row(&self, n: u32) -> WorkoutRow {
        let titles = [
            self.say("Out along the Kazanka and home", "Вдоль Казанки и домой"),
            self.say("Easy, with strides", "Легко, с ускорениями"),
            self.say(
                "Intervals on the track behind the school, six times a thousand metres",
                "Отрезки на дорожке за школой, шесть раз по тысяче метров",
            ),
        ];
        let km = [12.42, 6.4, 10.0][n as usize % 3];
        WorkoutRow {
            href: format!("/running/workouts/{n}"),
            title: titles[n as usize % 3].clone(),
            when: self.0.brief_moment(
                self.0
                    .local(start() - chrono::Duration::days(i64::from(n) * 2)),
                now(),
            ),
            icon: "run".into(),
            figures: vec![
                self.figure("Distance", "Дистанция", km * 1000.0, &distance()),
                self.figure("Time", "Время", km * 303.0, &timer()),
                self.figure("Pace", "Темп", 0.303, &pace()),
            ],
            records: (n == 0).then(|| self.0.text("count-records", &[("n", 2.into())])),
        }
    }

    fn record(&self) -> RecordItem {
        RecordItem {
            title: self.0.quantity(10_000.0, &distance()).to_string(),
            note: self.0.text(
                "record-beat",
                &[
                    (
                        "date",
                        self.0
                            .day_month(NaiveDate::from_ymd_opt(2026, 9, 12).expect("a day"), now())
                            .into(),
                    ),
                    ("by", self.0.span(36.0).to_string().into()),
                ],
            ),
            value: self.0.duration(2988.0),
            unit: String::new(),
            href: Some("/running/workouts/0".into()),
            about: None,
        }
    }

    fn badge(&self, is_earned: bool) -> Badge {
        Badge {
            title: if is_earned {
                self.say("Early bird", "Ранняя пташка")
            } else {
                self.say("Hundred in a month", "Сотня за месяц")
            },
            icon: "badge".into(),
            text: if is_earned {
                self.0.short_date(now().date_naive())
            } else {
                self.say("Run 100 km in one month", "Пробегите 100 км за месяц")
            },
            is_earned,
            tier: is_earned.then(|| "×5".to_owned()),
            progress: (!is_earned).then(|| Progress {
                value: 72.4,
                max: 100.0,
                text: self.say("72.4 of 100 km", "72,4 из 100 км"),
            }),
            href: is_earned.then(|| "/running/workouts/0".to_owned()),
            about: None,
        }
    }
}
