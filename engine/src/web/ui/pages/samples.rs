//! One person's evening of training, filled into every page in each of its states.

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

    pub(crate) fn sports(&self) -> Sports {
        Sports {
            sports: vec![
                self.card("running", "run"),
                self.card("strength", "strength"),
            ],
        }
    }

    fn card(&self, id: &str, icon: &str) -> SportCard {
        let (title, description) = if id == "running" {
            (
                self.say("Stadion Run", "Стадион: бег"),
                self.say(
                    "Road, trail and track: pace, records, shoes.",
                    "Шоссе, тропы, дорожка: темп, рекорды, кроссовки.",
                ),
            )
        } else {
            (
                self.say("Stadion Lift", "Стадион: сила"),
                self.say(
                    "Sets, loads and how they grow.",
                    "Подходы, веса и как они растут.",
                ),
            )
        };
        SportCard {
            href: format!("/{id}/"),
            title,
            description,
            icon: icon.to_owned(),
            join: Some(format!("/{id}/join")),
        }
    }

    pub(crate) fn start(&self) -> Start {
        Start {
            title: self.say("Stadion Run", "Стадион: бег"),
            description: self.say(
                "Every run counts, and you see what it did: pace, records, the week against the last.",
                "Каждая пробежка на счету, и видно, что она дала: темп, рекорды, неделя рядом с прошлой.",
            ),
            icon: "run".into(),
            figures: ["Distance", "Pace", "Heart rate"].map(str::to_owned).to_vec(),
            badges: vec![self.say("Marathon finisher", "Марафонец"), self.say("Ten weeks", "Десять недель")],
        }
    }

    pub(crate) fn register(&self) -> Register {
        Register {
            next: "/running/".into(),
            name: Input::of("Dana"),
            email: Input::wrong(
                "dana@",
                self.say("This is no e-mail address.", "Это не адрес почты."),
            ),
            password: Input::wrong(
                "",
                self.say("At least 10 characters.", "Не короче 10 знаков."),
            ),
            consent: Input::wrong("", self.0.text("input-required", &[])),
        }
    }

    pub(crate) fn login(&self) -> Login {
        Login {
            next: "/running/".into(),
            problem: Some(self.0.text("login-wrong", &[])),
            ..Login::default()
        }
    }

    pub(crate) fn confirmed(&self) -> Login {
        Login {
            done: Some(self.0.text("login-confirmed", &[])),
            ..Login::default()
        }
    }

    pub(crate) fn sent(&self) -> Sent {
        Sent {
            email: "dana@example.org".into(),
            login: "/account/login".into(),
            mail_folder: Some("data/mail".into()),
        }
    }

    pub(crate) fn home(&self) -> Home {
        let told = |si: f64| self.0.quantity(si, &distance()).to_string();
        Home {
            date: self.0.long_date(now().date_naive(), now()),
            name: self.say("Dana", "Дарья"),
            lead: Some(self.figure(
                "Distance",
                "Дистанция",
                24_600.0,
                &display(("km", 1000.0), ("mi", 1609.344), 1, Format::Decimal),
            )),
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
            tiles: vec![
                Figure::new(self.say("Time", "Время"), self.0.span(7620.0))
                    .with(self.delta(7620.0, 6780.0, &timer(), Some(true))),
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
        }
    }

    pub(crate) fn first_home(&self) -> Home {
        Home {
            date: self.0.long_date(now().date_naive(), now()),
            name: self.say("Dana", "Дарья"),
            badges: vec![self.badge(false)],
            ..Home::default()
        }
    }

    fn delta(&self, now: f64, before: f64, shown: &Display, higher: Option<bool>) -> Option<Delta> {
        Delta::between(
            now,
            before,
            self.0.difference(now - before, shown),
            higher,
            self.0,
        )
    }

    fn week(&self) -> WeekBars {
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
        }
    }

    pub(crate) fn record_form(&self) -> Record {
        let exercises = Arc::new(ValueList {
            id: "exercises".into(),
            values: [
                ("squat".to_owned(), both("Back squat", "Приседания")),
                (
                    "deadlift".to_owned(),
                    both("Romanian deadlift", "Румынская тяга"),
                ),
            ]
            .into_iter()
            .collect(),
        });
        let field = |title: Text, ty: MetricType, shown: Display| PartField {
            title,
            ty,
            dim: Dim::NONE,
            unit: Unit::one(),
            display: shown,
            source: None,
            input: None,
            required: false,
        };
        let exercise = field(
            both("Exercise", "Упражнение"),
            MetricType::Enum {
                values: exercises,
                ordered: false,
            },
            count(),
        );
        let reps = field(both("Repetitions", "Повторы"), MetricType::Count, count());
        let weight = field(both("Load", "Вес"), MetricType::Quantity, load());
        let rpe = field(
            both(
                "Effort, 1 light to 10 all out",
                "Усилие: 1 — легко, 10 — предел",
            ),
            MetricType::Rating { max: 10 },
            count(),
        );
        let time = field(
            both("Duration", "Длительность"),
            MetricType::Quantity,
            timer(),
        );
        let indoors = field(both("Indoors", "В помещении"), MetricType::Flag, count());
        let too_much = Problem {
            message: self.say(
                "The most this sport accepts is 500 kg.",
                "Больше 500 кг здесь не бывает.",
            ),
            fix: Some(Fix {
                label: self.say("Use 105 kg", "Взять 105 кг"),
                action: "fix:set.2.load=105".into(),
            }),
        };
        let row = |n: usize, id: &str, kg: &str, problem: Option<Problem>| PartRow {
            number: n + 1,
            remove: format!("remove:set.{n}"),
            cells: vec![
                Field::part(("set", n, "exercise"), &exercise, id, None, self.0),
                Field::part(("set", n, "reps"), &reps, "5", None, self.0),
                Field::part(("set", n, "load"), &weight, kg, problem, self.0),
            ],
            problem: None,
        };
        Record {
            action: "/strength/record".into(),
            problems: 1,
            sports: vec![
                Choice {
                    value: "strength.lift".into(),
                    label: self.say("Lifting", "Со штангой"),
                    is_chosen: true,
                },
                Choice {
                    value: "strength.body".into(),
                    label: self.say("Body weight", "Свой вес"),
                    is_chosen: false,
                },
            ],
            date: Input::of("2026-11-20"),
            time: Input::of("18:10"),
            fields: vec![
                Field::part(("metric", 0, "duration"), &time, "52:00", None, self.0),
                Field::part(("metric", 0, "effort"), &rpe, "7", None, self.0),
                Field::part(("metric", 0, "indoors"), &indoors, "true", None, self.0),
            ],
            parts: vec![PartGroup {
                kind: "set".into(),
                title: self.say("Set", "Подход"),
                rows: vec![
                    row(0, "squat", "100", None),
                    row(1, "squat", "100", None),
                    row(2, "deadlift", "1050", Some(too_much)),
                ],
                presets: vec![Choice {
                    value: "preset:set.five".into(),
                    label: self.say("5 × 5 squat", "Присед 5 × 5"),
                    is_chosen: false,
                }],
            }],
            note: Input::of(self.say("Knees fine.", "Колени в порядке.")),
            key: "0199a8f2".into(),
            ..Record::default()
        }
    }

    pub(crate) fn files_form(&self) -> Record {
        Record {
            is_files: true,
            largest_file: "50 MB".into(),
            ..Record::default()
        }
    }

    pub(crate) fn edit_form(&self) -> Record {
        Record {
            is_edit: true,
            problems: 0,
            version: Some("3".into()),
            title: Input::of(self.row(0).title),
            parts: Vec::new(),
            ..self.record_form()
        }
    }

    pub(crate) fn uploaded(&self) -> Uploaded {
        let file = |name: &str, outcome, text, detail| FileOutcome {
            name: name.to_owned(),
            outcome,
            text,
            detail,
            href: None,
            warnings: Vec::new(),
            gained: Vec::new(),
        };
        let when = self.0.long_moment(self.0.local(start()), now());
        let mut recorded = file(
            "2026-11-19-06-48.fit",
            Outcome::Recorded,
            self.row(0).title,
            format!("{when} · {}", self.0.quantity(12_420.0, &distance())),
        );
        recorded.href = Some("/running/workouts/0".into());
        recorded.gained = vec![self.0.text("count-records", &[("n", 2.into())])];
        recorded.warnings = vec![self.say(
            "The file ends early; the last minutes are missing.",
            "Файл обрывается; последних минут нет.",
        )];
        let mut duplicate = file("copy.gpx", Outcome::Duplicate, self.row(1).title, when);
        duplicate.href = Some("/running/workouts/1".into());
        let refused = file(
            "export.zip/notes.txt",
            Outcome::Refused,
            self.say("This is not a workout file.", "Это не файл тренировки."),
            self.say("Load FIT, GPX or TCX.", "Загрузите FIT, GPX или TCX."),
        );
        let workouts = self.0.text("count-workouts", &[("n", 1.into())]);
        Uploaded {
            summary: self.0.text(
                "uploaded-summary",
                &[("workouts", workouts.into()), ("files", 3.into())],
            ),
            files: vec![recorded, duplicate, refused],
        }
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
                ..Filters::default()
            },
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

    pub(crate) fn run(&self) -> Workout {
        let row = self.row(0);
        Workout {
            title: row.title,
            when: self.0.long_moment(self.0.local(start()), now()),
            source: Some("Garmin Forerunner 255".into()),
            hero: Some(self.figure("Distance", "Дистанция", 12_420.0, &distance())),
            stats: vec![
                self.figure("Time", "Время", 3758.0, &timer()),
                self.figure("Pace", "Темп", 0.3026, &pace()),
                self.figure("Heart", "Пульс", 2.6, &heart_rate()),
            ],
            map: Some(self.map()),
            chart: Some(self.chart()),
            splits: Some(self.splits()),
            records: vec![self.record(), self.record()],
            badges: vec![self.badge(true)],
            metrics: vec![
                self.figure("Climb", "Набор высоты", 84.0, &altitude()),
                self.figure("Highest heart rate", "Наибольший пульс", 2.9, &heart_rate()),
            ],
            note: Input::of(""),
            note_action: "/running/workouts/0/note".into(),
            edit: "/running/workouts/0/edit".into(),
            delete: "/running/workouts/0/delete".into(),
            original: Some(Download {
                href: "/running/workouts/0/file".into(),
                name: "a.fit".into(),
                size: "182\u{a0}kB".into(),
            }),
            ..Workout::default()
        }
    }

    pub(crate) fn lift(&self) -> Workout {
        let set = |kg: f64| {
            vec![
                self.say("Back squat", "Приседания"),
                "5".to_owned(),
                self.0.quantity(kg, &load()).to_string(),
                String::new(),
            ]
        };
        Workout {
            title: self.say("Legs", "Ноги"),
            when: self.row(1).when,
            sport: Some(self.say("Lifting", "Со штангой")),
            source: Some(self.0.text("workout-by-hand", &[])),
            hero: Some(self.figure("Volume", "Объём", 2280.0, &load())),
            parts: vec![PartTable {
                title: self.say("Sets", "Подходы"),
                summary: Some(self.say("3 sets", "3 подхода")),
                columns: vec![
                    self.say("Exercise", "Упражнение"),
                    self.say("Repetitions", "Повторы"),
                    self.say("Load", "Вес"),
                    self.say("Rest", "Отдых"),
                ],
                rows: vec![set(100.0), set(102.5), set(105.0)],
            }],
            warnings: vec![self.say("Two sets had no load.", "У двух подходов нет веса.")],
            is_pending: true,
            note: Input::of(self.say("Felt light.", "Было легко.")),
            note_action: "#".into(),
            edit: "#".into(),
            delete: "#".into(),
            ..Workout::default()
        }
    }

    fn map(&self) -> RouteMap {
        let turns: Vec<f64> = (0..1200)
            .map(|i| f64::from(i) / 1200.0 * std::f64::consts::TAU)
            .collect();
        let latitude: Vec<f64> = turns
            .iter()
            .map(|a| 55.79 + 0.009 * a.sin() + 0.004 * (3.0 * a).sin())
            .collect();
        let longitude: Vec<f64> = turns
            .iter()
            .map(|a| 49.12 + 0.032 * a.cos() + 0.003 * (2.0 * a).cos())
            .collect();
        let distance: Vec<f64> = (0..1200).map(|i| f64::from(i) * 10.35).collect();
        let track = Track {
            latitude: &latitude,
            longitude: &longitude,
            distance: &distance,
            total: Some(12_420.0),
        };
        route(&track, self.0).expect("a route")
    }

    fn chart(&self) -> Chart {
        let metres: Vec<f64> = (0..3700).map(|i| f64::from(i) * 3.357).collect();
        let wave = |i: i32, a: f64, b: f64| {
            (f64::from(i) / a).sin() * b + (f64::from(i * i % 97) / 97.0 - 0.5) * b
        };
        let paces: Vec<f64> = (0..3700).map(|i| 0.302 + wave(i, 300.0, 0.02)).collect();
        let hearts: Vec<f64> = (0..3700)
            .map(|i| 2.6 + wave(i, 500.0, 0.12) - 0.7 * (-f64::from(i) / 200.0).exp())
            .collect();
        let heights: Vec<f64> = (0..3700).map(|i| 76.0 + wave(i, 620.0, 12.0)).collect();
        let lane = |title: String, values, display, style, inverted| Series {
            title,
            values,
            display,
            style,
            inverted,
            summary: None,
        };
        let (pace, heart_rate, altitude) = (pace(), heart_rate(), altitude());
        let series = [
            lane(
                self.say("Pace", "Темп"),
                &paces[..],
                &pace,
                Style::Lead,
                true,
            ),
            lane(
                self.say("Heart rate", "Пульс"),
                &hearts[..],
                &heart_rate,
                Style::Quiet,
                false,
            ),
            lane(
                self.say("Altitude", "Высота"),
                &heights[..],
                &altitude,
                Style::Ground,
                false,
            ),
        ];
        chart(Axis::Distance(&metres, &distance()), &series, self.0).expect("a chart")
    }

    fn splits(&self) -> Splits {
        let seconds = [316, 306, 304, 302, 300, 297, 289, 284, 287, 303, 308, 305];
        let rows = seconds.iter().zip(1..).map(|(s, km)| SplitRow {
            name: km.to_string(),
            value: self.0.duration(f64::from(*s)),
            bar: (360.0 - f64::from(*s)) * 1.25,
            is_best: km == 8,
            extras: vec!["152".into(), "+4".into()],
        });
        Splits {
            unit: self.0.unit_name("km", 1.0),
            value_title: self.say("Pace", "Темп"),
            extra_titles: vec![self.0.unit_name("bpm", 1.0), self.0.unit_name("m", 1.0)],
            rows: rows.collect(),
            note: Some(self.0.text(
                "workout-fastest",
                &[
                    ("unit", self.0.unit_name("km", 1.0).into()),
                    ("n", 8.into()),
                ],
            )),
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

    pub(crate) fn notices(&self) -> NoticeList {
        let notice = |is_new| Notice {
            icon: "medal".into(),
            title: self.say("A record over 10 km", "Рекорд на 10 км"),
            text: self.say(
                "49:48, which beats 12 September by 36 s.",
                "49:48 — на 36 с лучше, чем 12 сентября.",
            ),
            when: self.0.ago(start(), now()),
            href: Some("/running/workouts/0".into()),
            is_new,
        };
        NoticeList {
            notices: vec![notice(true), notice(false)],
            mark_read: Some("/running/notices".into()),
            older: Some("?after=x".into()),
        }
    }

    pub(crate) fn me(&self) -> Me {
        let choice = |value: &str, label: String, is_chosen| Choice {
            value: value.into(),
            label,
            is_chosen,
        };
        let session = |device: &str, is_current| SessionItem {
            device: device.into(),
            seen: self.0.ago(start(), now()),
            is_current,
            end: "/account/sessions/1/end".into(),
        };
        Me {
            email: "dana@example.org".into(),
            name: Input::of(self.say("Dana Reyes", "Дарья Рябинина")),
            locales: vec![
                choice("", self.0.text("me-browser", &[]), false),
                choice("en", "English".into(), true),
                choice("ru", "Русский".into(), false),
            ],
            units: vec![
                choice("metric", self.0.text("me-units-metric", &[]), true),
                choice("imperial", self.0.text("me-units-imperial", &[]), false),
            ],
            zone: Input::wrong(
                "Europe/Moskow",
                self.say(
                    "There is no such zone; did you mean Europe/Moscow?",
                    "Такого пояса нет; может быть, Europe/Moscow?",
                ),
            ),
            zones: vec!["Europe/Moscow".into(), "Asia/Yekaterinburg".into()],
            tokens: vec![Token {
                name: "Backup".into(),
                scopes: self.0.text("me-token-read", &[]),
                used: self.0.text("me-token-unused", &[]),
                revoke: "/account/tokens/1/revoke".into(),
            }],
            new_token: Some("stadion_6f1d0a7c9e2b45f8a3c1d0e9b8a7f6c5".into()),
            sessions: vec![
                session("Firefox, Linux", true),
                session("Safari, iPhone", false),
            ],
            joined: vec![Joined {
                title: self.card("running", "run").title,
                href: "/running/".into(),
                icon: "run".into(),
                since: self.0.text(
                    "me-since",
                    &[("date", self.0.short_date(now().date_naive()).into())],
                ),
            }],
            others: vec![self.card("strength", "strength")],
            urls: MeUrls::new(),
            ..Me::default()
        }
    }

    pub(crate) fn error(&self, status: u16) -> ErrorPage {
        ErrorPage {
            detail: (status == 422).then(|| "Some fields cannot be accepted.".to_owned()),
            problems: if status == 422 {
                vec!["distance: at most 1,000 km".into()]
            } else {
                Vec::new()
            },
            request_id: Some("0199a8f2-7c3e".into()),
            ..ErrorPage::new(status, self.0)
        }
    }

    pub(crate) fn api(&self) -> ApiReference {
        let document = serde_json::json!({
            "openapi": "3.1.0",
            "info": {"title": "Stadion API", "version": "1.0.0", "description": "Workouts, records and accounts."},
            "paths": {
                "/api/v1/workouts": {
                    "get": {"tags": ["workouts"], "summary": "List workouts, newest first", "parameters": [{"name": "after", "in": "query", "required": false, "schema": {"type": "string"}, "description": "Cursor of the page"}], "responses": {"200": {"description": "A page", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Workout"}}}}}}},
                    "post": {"tags": ["workouts"], "summary": "Record a workout", "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewWorkout"}}}}, "responses": {"201": {"description": "Recorded"}, "422": {"description": "A field cannot be accepted"}}}
                },
                "/api/v1/workouts/{id}": {"delete": {"tags": ["workouts"], "summary": "Delete a workout", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}], "responses": {"204": {"description": "Deleted"}}}},
                "/api/v1/me": {"get": {"tags": ["accounts"], "summary": "Who am I", "responses": {"200": {"description": "The caller"}}}}
            },
            "components": {"schemas": {
                "NewWorkout": {"type": "object", "required": ["sport", "start"], "properties": {"sport": {"type": "string", "description": "Qualified: running.run"}, "start": {"type": "string", "format": "date-time"}, "within": {"$ref": "#/components/schemas/NewWorkout"}}},
                "Workout": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "note": {"type": ["string", "null"]}}},
                "Better": {"type": "string", "enum": ["higher", "lower"]}
            }}
        });
        ApiReference::from_openapi(&document, "https://stadion.example")
    }
}
