//! What others see, and what they do not.

use super::*;

impl Samples<'_> {
    fn place_form(&self, id: &str) -> PlaceForm {
        let radius = |metres: f64| Choice {
            value: metres.to_string(),
            label: self.0.quantity(metres, &altitude()).to_string(),
            is_chosen: metres > 300.0,
        };
        PlaceForm {
            id: id.into(),
            action: format!("/running/places/{id}"),
            name: Input::of(self.say("Home", "Дом")),
            position: Input::of("52.51450, 13.35010"),
            radii: vec![radius(200.0), radius(400.0)],
        }
    }

    pub(crate) fn places(&self) -> Places {
        let around = self.0.quantity(400.0, &altitude()).to_string();
        let item = |id: &str, is_open| PlaceItem {
            name: self.say("Home", "Дом"),
            text: self
                .0
                .text("places-around", &[("radius", around.clone().into())]),
            form: self.place_form(id),
            delete: format!("/running/places/{id}/delete"),
            is_open,
        };
        let wrong = self.0.text("places-bad-position", &[]);
        let mut open = item("1", true);
        open.form.position = Input::wrong("north", wrong);
        Places {
            places: vec![item("0", false), open],
            add: Some(PlaceForm {
                name: Input::default(),
                position: Input::default(),
                ..self.place_form("new")
            }),
            most: 20,
        }
    }

    /// As many as there can be.
    pub(crate) fn full_places(&self) -> Places {
        Places {
            add: None,
            ..self.places()
        }
    }

    pub(crate) fn no_places(&self) -> Places {
        Places {
            places: Vec::new(),
            ..self.places()
        }
    }

    pub(super) fn workout_privacy(&self) -> WorkoutPrivacy {
        WorkoutPrivacy {
            terms: vec![
                self.0
                    .text("privacy-unranked", &[("vendor", "Acme".into())]),
            ],
            is_closed: false,
            share: "/running/workouts/0/share".into(),
            hide: Some("/running/workouts/0/hide".into()),
            links: Some(self.0.text("privacy-links", &[("n", 2.into())])),
        }
    }

    pub(crate) fn share(&self) -> Share {
        let date = || self.0.short_date(now().date_naive());
        Share {
            made: Some("https://example.org/s/5f0c11".into()),
            links: vec![ShareItem {
                made: self.0.text("share-made", &[("date", date().into())]),
                text: [
                    self.0.text("share-shows-name", &[]),
                    self.0.text("share-until-day", &[("date", date().into())]),
                ]
                .join(", "),
                revoke: "/running/workouts/0/share/0/revoke".into(),
            }],
            ticked: vec!["name"],
            ..self.no_links()
        }
    }

    pub(crate) fn no_links(&self) -> Share {
        Share {
            title: self.row(0).title,
            when: self.row(0).when,
            action: "/running/workouts/0/share".into(),
            places: "/running/places".into(),
            until: Input::wrong("2020-01-01", self.0.text("share-bad-until", &[])),
            has_track: true,
            ..Share::default()
        }
    }

    pub(crate) fn shared(&self) -> Shared {
        let run = self.run();
        Shared {
            workout: Workout {
                title: run.title,
                when: run.when,
                hero: run.hero,
                stats: run.stats,
                metrics: run.metrics,
                map: run.map,
                chart: run.chart,
                splits: run.splits,
                ..Workout::default()
            },
            by: Some(self.say("Anna", "Анна")),
            is_hidden: true,
            files: vec![Link {
                href: "/api/v1/shared/5f0c11/export?format=gpx".into(),
                label: "GPX".into(),
                is_current: false,
            }],
        }
    }
}
