//! Shoes in use, a bike of parts, and what replaces the worn.

use super::*;

impl Samples<'_> {
    fn bar(&self, km: f64, life: f64, level: &'static str) -> WearBar {
        let told = |km: f64| self.0.quantity(km * 1000.0, &distance());
        let args = [
            ("used", told(km).value.into()),
            ("life", told(life).to_string().into()),
        ];
        WearBar {
            value: km * 1000.0,
            max: life * 1000.0,
            text: self.0.text("gear-used-of", &args),
            level,
        }
    }

    fn gear_card(&self, name: &str, km: f64, life: f64, level: &'static str) -> GearCard {
        let left = self.0.quantity((life - km) * 1000.0, &distance());
        GearCard {
            href: format!("/running/gear/{km}"),
            name: name.to_owned(),
            icon: "shoe".into(),
            text: self.0.text(
                "gear-since",
                &[
                    (
                        "kind",
                        self.say("Running shoes", "Беговые кроссовки").into(),
                    ),
                    ("month", self.say("March 2026", "марта 2026").into()),
                ],
            ),
            left: Some(
                self.0
                    .text("gear-left", &[("left", left.to_string().into())]),
            ),
            bar: Some(self.bar(km, life, level)),
            ..GearCard::default()
        }
    }

    pub(crate) fn gear(&self) -> GearList {
        let whole = GearCard {
            parts: vec![self.gear_card("Insoles", 120.0, 400.0, "")],
            service: Some(self.0.text("gear-service-due", &[])),
            ..self.gear_card("Harrier Speed", 214.0, 500.0, "")
        };
        GearList {
            items: vec![self.gear_card("Kestrel 4", 682.0, 800.0, "warn"), whole],
            count: self.0.text("gear-items", &[("n", 2.into())]),
            retired: vec![self.gear_card("Kestrel 3", 811.0, 800.0, "bad")],
            retired_title: self.0.text("gear-retired", &[("n", 1.into())]),
            add: Some("/running/gear/new".into()),
            shelf: Some(self.shelf()),
        }
    }

    fn shelf(&self) -> Shelf {
        let product = |title: &str| ShelfProduct {
            href: "/go/x".into(),
            title: title.to_owned(),
            text: self.say("The next one: 12 g lighter", "Новая: на 12 г легче"),
            price: "€119".into(),
            image: None,
            icon: "shoe".into(),
        };
        Shelf {
            reason: self.0.text(
                "shelf-because-left",
                &[("name", "Kestrel 4".into()), ("left", "118 km".into())],
            ),
            products: ["Kestrel 5", "Kestrel 4", "Merlin Foam"]
                .map(product)
                .into(),
            hide: "/running/gear/shelf/hide".into(),
        }
    }

    pub(crate) fn shelf_row(&self) -> ShelfRow {
        let args = [("name", "Kestrel 4".into()), ("left", "118 km".into())];
        ShelfRow {
            href: "/running/gear#shelf".into(),
            icon: "shoe".into(),
            title: self.0.text("shelf-row-left", &args),
            text: self.0.text("shelf-row-worn", &[]),
        }
    }

    pub(crate) fn gear_item(&self) -> GearItem {
        let today = now().date_naive();
        let choice = |value: &str, label: String| Choice {
            value: value.to_owned(),
            label,
            is_chosen: value.is_empty(),
        };
        GearItem {
            name: "Kestrel 4".into(),
            kind: self.say("Running shoes", "Беговые кроссовки"),
            icon: "shoe".into(),
            hero: "118".into(),
            unit: self.0.unit_name("km", 1.0),
            hero_text: self.0.text("gear-left-of", &[("life", "800 km".into())]),
            bar: Some(self.bar(682.0, 800.0, "warn")),
            forecast: Some(self.0.text(
                "gear-forecast",
                &[("month", self.say("March 2027", "марта 2027").into())],
            )),
            basis: Some(self.0.text(
                "gear-basis",
                &[("used", "214 km".into()), ("days", 90.into())],
            )),
            source: Some("Cook and others 1985".into()),
            facts: vec![(self.say("Size, EU", "Размер, EU"), "42".into())],
            parent: Some(GearLink {
                href: "/running/gear/1".into(),
                title: self.say("Winter pair", "Зимняя пара"),
                text: self.0.text(
                    "gear-part-since",
                    &[("day", self.0.short_date(today).into())],
                ),
            }),
            service: Some(GearService {
                bar: Some(self.bar(80.0, 100.0, "")),
                done: vec![GearServiced {
                    on: self.0.short_date(today),
                    note: self.say("Washed", "Постирал"),
                    remove: "#".into(),
                }],
                on: Input::of("2026-11-20"),
                note: Input::wrong("x", self.0.text("gear-wrong-note", &[])),
            }),
            parts: vec![self.gear_card("Insoles", 120.0, 400.0, "")],
            add_parts: vec![GearLink {
                href: "/running/gear/new".into(),
                title: self.say("Laces", "Шнурки"),
                text: String::new(),
            }],
            workouts: vec![GearUse {
                href: "/running/workouts/0".into(),
                title: self.row(0).title,
                when: self.row(0).when,
                added: self.0.quantity(12_420.0, &distance()).to_string(),
            }],
            used: self.0.text("gear-used-in", &[("n", 61.into())]),
            default_sport: vec![
                choice("", self.0.text("gear-default-none", &[])),
                choice("running.run", self.say("Run", "Бег")),
            ],
            replace: Some(GearReplace {
                name: Input::wrong("", self.0.text("gear-wrong-name", &[])),
                on: Input::of("2026-11-20"),
            }),
            urls: GearUrls::at("/running/gear/1"),
            can_delete: true,
            ..GearItem::default()
        }
    }

    /// Neither wear nor use.
    pub(crate) fn bare_gear_item(&self) -> GearItem {
        GearItem {
            name: self.say("Race belt", "Пояс"),
            kind: self.say("Belt", "Пояс для номера"),
            icon: "bag".into(),
            is_retired: true,
            hero: "0".into(),
            hero_text: self.0.text("gear-unit-uses", &[("n", 0.into())]),
            used: self.0.text("gear-used-in", &[("n", 0.into())]),
            urls: GearUrls::at("/running/gear/2"),
            ..GearItem::default()
        }
    }

    pub(crate) fn gear_form(&self) -> GearForm {
        let size = Field {
            hint: Some(
                self.0
                    .text("input-between", &[("min", 30.into()), ("max", 52.into())]),
            ),
            problem: Some(Problem {
                message: self.0.text("gear-attribute-wrong", &[]),
                fix: None,
            }),
            ..Field::attribute(
                "size_eu",
                &self.say("Size", "Размер"),
                FieldKind::Number,
                "99",
            )
        };
        let none = Choice {
            value: String::new(),
            label: self.0.text("gear-parent-none", &[]),
            is_chosen: true,
        };
        GearForm {
            action: "/running/gear/new".into(),
            kind: "running.running_shoes".into(),
            kind_title: self.say("Running shoes", "Беговые кроссовки"),
            problems: 2,
            name: Input::wrong("", self.0.text("gear-wrong-name", &[])),
            acquired_on: Input::of("2026-11-20"),
            used_before: Some(Field::attribute(
                "used_before",
                &self.0.text("gear-used-before", &[]),
                FieldKind::Number,
                "",
            )),
            fields: vec![size],
            default_sport: vec![none.clone()],
            parents: vec![none],
            version: Some("1".into()),
            ..GearForm::default()
        }
    }

    pub(crate) fn gear_kinds(&self) -> GearForm {
        GearForm {
            kinds: vec![GearLink {
                href: "/running/gear/new?kind=running.running_shoes".into(),
                title: self.say("Running shoes", "Беговые кроссовки"),
                text: self.0.text("gear-lasts", &[("life", "700 km".into())]),
            }],
            ..GearForm::default()
        }
    }

    pub(crate) fn workout_gear(&self, is_used: bool) -> WorkoutGear {
        let items = if is_used {
            vec![self.gear_card("Kestrel 4", 682.0, 800.0, "warn")]
        } else {
            Vec::new()
        };
        WorkoutGear {
            ids: items.iter().map(|_| "1".to_owned()).collect(),
            choices: items
                .iter()
                .map(|_| Choice {
                    value: "2".into(),
                    label: "Harrier Speed".into(),
                    is_chosen: false,
                })
                .collect(),
            items,
            action: "/running/workouts/0/gear".into(),
            add: "/running/gear/new".into(),
        }
    }
}
