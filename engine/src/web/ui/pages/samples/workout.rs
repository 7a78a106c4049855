//! A run with everything and a lift with little.

use super::*;

impl Samples<'_> {
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
            zones: Some(self.zones()),
            records: vec![self.record(), self.record()],
            badges: vec![self.badge(true)],
            similar: Some(self.similar()),
            metrics: vec![
                self.figure("Climb", "Набор высоты", 84.0, &altitude()),
                self.figure("Highest heart rate", "Наибольший пульс", 2.9, &heart_rate()),
            ],
            gear: Some(self.workout_gear(true)),
            privacy: Some(self.workout_privacy()),
            note: Input::of(""),
            note_action: "/running/workouts/0/note".into(),
            edit: "/running/workouts/0/edit".into(),
            delete: "/running/workouts/0/delete".into(),
            recording: Some(self.recording()),
            original: Some(Download {
                href: "/running/workouts/0/file".into(),
                name: "a.fit".into(),
                size: "182\u{a0}kB".into(),
            }),
            exports: ["fit", "gpx", "tcx", "json"]
                .map(|format| self.export(format))
                .into(),
            zoom: Some(self.zoom()),
            ..Workout::default()
        }
    }

    /// Joined of two, cut, with a fault that was mended and one that was left; a cut was refused.
    fn recording(&self) -> Recording {
        let change = |seq, key: &str, args: &[(&str, &str)]| {
            let args: Vec<_> = args
                .iter()
                .map(|(name, text)| (*name, (*text).into()))
                .collect();
            ChangeItem {
                seq,
                title: self.0.text(key, &args),
                when: self.0.long_moment(self.0.local(start()), now()),
                href: None,
            }
        };
        let source = |name: &str, text: &str, is_shown| SourceItem {
            value: format!("{name}/0"),
            name: name.to_owned(),
            text: text.to_owned(),
            is_shown,
            can_part: true,
        };
        let fault = |fault: &str, is_mended| CleanedItem {
            fault: fault.to_owned(),
            title: self.0.text(&format!("fault-{fault}"), &[]),
            details: vec![self.0.text("fault-values", &[("n", 3.into())])],
            is_mended,
            can_leave: fault != "backward-times",
        };
        Recording {
            action: "/running/workouts/0/changes".into(),
            version: 4,
            is_open: true,
            length: "1:02:38".into(),
            trim: Some(self.trim()),
            from: Input::of("0:00"),
            to: Input::wrong("soon", self.0.text("recording-not-a-time", &[])),
            has_heights: true,
            height_unit: "m".into(),
            neighbours: vec![Choice {
                value: "1".into(),
                label: self.say("Evening run", "Бег вечером"),
                is_chosen: false,
            }],
            changes: vec![
                change(1, "change-crop", &[("from", "2:00"), ("to", "58:30")]),
                change(2, "change-elevation-smooth", &[]),
            ],
            sources: vec![
                source("morning.fit", "Garmin Forerunner 255 · 182\u{a0}kB", true),
                source("export.gpx", "1,2\u{a0}MB", false),
            ],
            cleaned: vec![
                fault("backward-times", true),
                fault("out-of-range", true),
                fault("duplicate-times", false),
            ],
            can_switch: true,
            ..Recording::default()
        }
    }

    fn export(&self, format: &str) -> Link {
        Link {
            href: format!("/running/workouts/0/export?format={format}"),
            label: self.0.text(&format!("export-{format}"), &[]),
            is_current: false,
        }
    }

    fn zoom(&self) -> Zoom {
        let way = |name, icon, is_open: bool| Way {
            name,
            icon,
            label: self.0.text(&format!("chart-{name}"), &[]),
            href: is_open.then(|| "/running/workouts/0?from=600&to=1200#charts".into()),
        };
        Zoom {
            part: Some("10:00\u{a0}– 20:00".into()),
            ways: vec![
                way("earlier", "back", true),
                way("wider", "minus", true),
                way("closer", "plus", true),
                way("later", "next", false),
            ],
            whole: Some("/running/workouts/0#charts".into()),
            at: "/running/workouts/0".into(),
            shown: (600.0, 1200.0),
            ends: (0.0, 3758.0),
        }
    }

    /// A part of it in which nothing was recorded.
    pub(crate) fn standing(&self) -> Workout {
        Workout {
            chart: None,
            ..self.run()
        }
    }

    /// What the script is given of a part.
    pub(crate) fn charts(&self) -> Charts {
        Charts {
            chart: Some(self.chart()),
            zoom: Some(self.zoom()),
        }
    }

    fn trim(&self) -> Trim {
        let lane = self.chart().lanes.swap_remove(1);
        Trim {
            seconds: 3758,
            name: lane.title,
            area: lane.line.clone(),
            line: lane.line,
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
            gear: Some(self.workout_gear(false)),
            is_pending: true,
            note: Input::of(self.say("Felt light.", "Было легко.")),
            note_action: "#".into(),
            edit: "#".into(),
            delete: "#".into(),
            ..Workout::default()
        }
    }

    pub(super) fn zones(&self) -> Zones {
        let row = |n: u32, range: &str, time: &str, share: u32| ZoneTime {
            name: self.0.text("zone-name", &[("n", n.into())]),
            range: range.to_owned(),
            time: time.to_owned(),
            share: format!("{share}\u{a0}%"),
            bar: f64::from(share) * 2.0,
        };
        Zones {
            tables: vec![ZoneTable {
                title: self.0.text("zones-heart-rate", &[]),
                method: self.0.text("zones-by-max-heart-rate", &[]),
                rows: vec![
                    row(1, "95–114\u{a0}bpm", "12:30", 20),
                    row(2, "114–133\u{a0}bpm", "31:05", 50),
                    row(3, "133–152\u{a0}bpm", "18:40", 30),
                ],
                below: Some(self.0.text("zones-below", &[("time", "2:40".into())])),
            }],
            unset: vec![self.0.text("zones-pace", &[])],
            profile: "/running/profile".into(),
        }
    }

    pub(super) fn map(&self) -> RouteMap {
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

    pub(super) fn chart(&self) -> Chart {
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

    pub(super) fn splits(&self) -> Splits {
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
}
