//! The profile.

use super::*;

impl Samples<'_> {
    pub(crate) fn profile(&self) -> Profile {
        let choice = |value: &str, key: &str, is_chosen| Choice {
            value: value.into(),
            label: self.0.text(key, &[]),
            is_chosen,
        };
        let categories = || {
            vec![
                choice("", "profile-not-said", false),
                choice("amateur", "category-amateur", false),
                choice("athlete", "category-athlete", true),
            ]
        };
        let history = || {
            let day = self.0.short_date(now().date_naive());
            vec![Change {
                title: self.0.text("profile-weight", &[]),
                value: self.0.quantity(71.5, &load()).to_string(),
                from: self.0.text("profile-since", &[("date", day.into())]),
            }]
        };
        let zone = |n: usize, bounds: &str| ZoneRow {
            name: self.0.text("profile-zone-n", &[("n", n.into())]),
            bounds: bounds.into(),
        };
        let kind = |id: &str, zones| ZoneKind {
            id: id.replace('-', "_"),
            title: self.0.text(&format!("profile-zones-{id}"), &[]),
            methods: vec![choice("", "zone-method-best", true)],
            bounds: Input::of("110 130 150"),
            bounds_hint: self.0.text(
                &format!("profile-bounds-hint-{id}"),
                &[("unit", "bpm".into())],
            ),
            method: Some(self.0.text("zone-method-max-heart-rate", &[])),
            zones,
            missing: self.0.text(&format!("profile-zones-missing-{id}"), &[]),
        };
        let rows = vec![zone(1, "95–114\u{a0}bpm"), zone(2, "114–133\u{a0}bpm")];
        Profile {
            age: Some(self.0.text("profile-years", &[("n", 34.into())])),
            birth_date: Input::of("1992-03-04"),
            categories: categories(),
            sexes: vec![choice("female", "sex-female", true)],
            weight: Input::wrong("5", self.0.text("profile-bad-weight", &[])),
            weight_unit: "kg".into(),
            regions: vec![choice("", "profile-not-said", true)],
            max_heart_rate: Input::of("190"),
            resting_heart_rate: Input::default(),
            heart_rate_unit: "bpm".into(),
            from: Input::of("2026-11-20"),
            photo: Input::wrong("", self.0.text("profile-bad-photo", &[])),
            has_photo: true,
            history: history(),
            sport: Some(SportProfile {
                title: self.card("running", "run").title,
                categories: categories(),
                has_power: true,
                ftp: Input::of("250"),
                power_unit: "W".into(),
                has_pace: true,
                threshold_pace: Input::of("4:30"),
                pace_unit: "min/km".into(),
                has_heart_rate: true,
                threshold_heart_rate: Input::default(),
                kinds: vec![kind("heart-rate", rows), kind("power", Vec::new())],
                from: Input::of("2026-11-20"),
                history: history(),
            }),
            base: "/running/profile".into(),
        }
    }
}
