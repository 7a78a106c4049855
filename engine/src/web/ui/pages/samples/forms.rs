//! Recording by hand and from files.

use super::*;

impl Samples<'_> {
    pub(crate) fn record_form(&self) -> Record {
        let [exercise, reps, weight] = set_fields();
        let [time, effort, indoors] = session_fields();
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
            more: Vec::new(),
            has_more: false,
            problem: None,
        };
        let blank = PartRow {
            more: vec![Field::part(("set", 0, "effort"), &effort, "", None, self.0)],
            ..row(0, "", "", None)
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
            opening: Opening::Parts,
            lead: vec![Field::part(
                ("metric", 0, "duration"),
                &time,
                "52:00",
                None,
                self.0,
            )],
            felt: vec![Field::part(
                ("metric", 0, "effort"),
                &effort,
                "7",
                None,
                self.0,
            )],
            more: vec![Field::part(
                ("metric", 0, "indoors"),
                &indoors,
                "true",
                None,
                self.0,
            )],
            has_more: true,
            figures: vec![Figure {
                label: self.say("Volume", "Объём"),
                value: self.0.number(1_000.0, 0),
                unit: self.say("kg", "кг"),
                delta: None,
                about: None,
            }],
            last: Some(Last {
                href: "/strength/record?from=hand&like=0".into(),
                text: self.say("Legs · Thursday, 18:20", "Ноги · четверг, 18:20"),
            }),
            parts: vec![PartGroup {
                kind: "set".into(),
                title: self.say("Set", "Подход"),
                titles: self.say("Sets", "Подходы"),
                rows: vec![
                    row(0, "squat", "100", None),
                    row(1, "squat", "100", None),
                    row(2, "deadlift", "1050", Some(too_much)),
                ],
                presets: vec![Preset {
                    action: "preset:set.five".into(),
                    label: self.say("5 × 5 squat", "Присед 5 × 5"),
                    rows: r#"[{"exercise":"squat","reps":"5"}]"#.into(),
                }],
                blank,
                is_copied: true,
            }],
            note: Input::of(self.say("Knees fine.", "Колени в порядке.")),
            key: "0199a8f2".into(),
            ..Record::default()
        }
    }

    pub(crate) fn files_form() -> Record {
        Record {
            is_files: true,
            largest_file: "50 MB".into(),
            columns: Input::of("Puls=heart_rate"),
            ..Record::default()
        }
    }

    pub(crate) fn live(&self) -> Live {
        let sensor = |id: &str, title: String, settings| LiveSensor {
            id: id.to_owned(),
            title,
            icon: "heart".into(),
            settings,
        };
        let girth = self.say("Girth of the wheel", "Длина окружности колеса");
        let strap = self.say("Heart-rate strap", "Пульсометр");
        let wheel = self.say("Speed sensor", "Датчик скорости");
        Live {
            sports: self.record_form().sports,
            sensors: vec![
                sensor("ble-heart-rate", strap, Vec::new()),
                sensor(
                    "ble-wheel",
                    wheel,
                    vec![("wheel".into(), girth, "mm".into())],
                ),
            ],
            told: "{}".into(),
        }
    }

    pub(crate) fn edit_form(&self) -> Record {
        Record {
            is_edit: true,
            problems: 0,
            version: Some("3".into()),
            opening: Opening::Who,
            last: None,
            figures: Vec::new(),
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
            self.say(
                "Load FIT, GPX, TCX or CSV.",
                "Загрузите FIT, GPX, TCX или CSV.",
            ),
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
}

impl Samples<'_> {
    pub(crate) fn imports(&self) -> Imports {
        let item = |name: &str, state, text: String| ImportItem {
            name: name.to_owned(),
            when: self.0.long_moment(self.0.local(start()), now()),
            state,
            text,
            bar: None,
            figures: String::new(),
            refused: Vec::new(),
            more: None,
        };
        let of = [("done", "1204".into()), ("files", 3000.into())];
        let mut running = item(
            "strava-export.zip",
            ImportState::Running,
            self.0.text("imports-of", &of),
        );
        running.bar = Some(ImportBar {
            value: 1204,
            max: 3000,
        });
        let files = |n: i64| [("files", n.into())];
        let mut done = item(
            "export.zip",
            ImportState::Done,
            self.0.text("imports-files", &files(61)),
        );
        done.figures = [
            self.0.text("count-workouts", &[("n", 52.into())]),
            self.0.text("imports-known", &[("n", 7.into())]),
            self.0.text("imports-not-loaded", &[("n", 2.into())]),
        ]
        .join(", ");
        done.refused = vec![RefusedFile {
            name: "export.zip/notes.txt".into(),
            text: self.say("This is not a workout file.", "Это не файл тренировки."),
        }];
        done.more = Some(self.0.text("imports-more", &[("n", 1.into())]));
        let unknown = item(
            "export.xml.gz",
            ImportState::Running,
            self.0.text("imports-so-far", &files(3)),
        );
        let failed = item(
            "old.zip",
            ImportState::Failed,
            self.0.text("imports-failed", &[]),
        );
        Imports {
            action: "/running/imports".into(),
            largest: "4 GB".into(),
            items: vec![running, unknown, done, failed],
            ..Imports::default()
        }
    }
}

fn field(title: Text, ty: MetricType, shown: Display) -> PartField {
    PartField {
        title,
        ty,
        dim: Dim::NONE,
        unit: Unit::one(),
        display: shown,
        source: None,
        input: None,
        required: false,
    }
}

fn set_fields() -> [PartField; 3] {
    let exercises = [
        ("squat", both("Back squat", "Приседания")),
        ("deadlift", both("Romanian deadlift", "Румынская тяга")),
    ];
    let values = Arc::new(ValueList {
        id: "exercises".into(),
        values: exercises
            .map(|(id, title)| (id.to_owned(), title))
            .into_iter()
            .collect(),
    });
    let ordered = false;
    [
        field(
            both("Exercise", "Упражнение"),
            MetricType::Enum { values, ordered },
            count(),
        ),
        field(both("Repetitions", "Повторы"), MetricType::Count, count()),
        field(both("Load", "Вес"), MetricType::Quantity, load()),
    ]
}

fn session_fields() -> [PartField; 3] {
    let effort = both(
        "Effort, 1 light to 10 all out",
        "Усилие: 1 — легко, 10 — предел",
    );
    [
        field(
            both("Duration", "Длительность"),
            MetricType::Quantity,
            timer(),
        ),
        field(effort, MetricType::Rating { max: 10 }, count()),
        field(both("Indoors", "В помещении"), MetricType::Flag, count()),
    ]
}
