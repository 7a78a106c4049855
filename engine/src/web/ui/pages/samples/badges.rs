//! The page of all badges.

use super::{Achievements, BadgeCard, Level, Progress, Samples, now};

impl Samples<'_> {
    pub(crate) fn achievements(&self) -> Achievements {
        let day = self.0.short_date(now().date_naive());
        let level = |at: u32, is_reached: bool| Level {
            title: format!("×{at}"),
            when: is_reached.then(|| day.clone()),
        };
        let open = BadgeCard {
            about: None,
            title: self.say("Hundred in a month", "Сотня за месяц"),
            description: self.say("Run 100 km in one month", "Пробегите 100 км за месяц"),
            icon: "badge".into(),
            is_earned: false,
            when: None,
            times: None,
            href: None,
            levels: Vec::new(),
            progress: Some(Progress {
                value: 72.4,
                max: 100.0,
                text: self.say("72.4 of 100 km", "72,4 из 100 км"),
            }),
        };
        let earned = BadgeCard {
            title: self.say("Early bird", "Ранняя пташка"),
            is_earned: true,
            when: Some(day.clone()),
            times: Some(self.0.text("badge-times", &[("n", 7.into())])),
            href: Some("/running/workouts/0".into()),
            progress: None,
            ..open.clone()
        };
        let levels = BadgeCard {
            levels: vec![level(1, true), level(5, true), level(10, false)],
            progress: Some(Progress {
                value: 7.0,
                max: 10.0,
                text: self.0.text(
                    "badge-progress-times",
                    &[("n", 7.into()), ("all", 10.into())],
                ),
            }),
            ..earned.clone()
        };
        let none = BadgeCard {
            progress: None,
            ..open.clone()
        };
        Achievements {
            earned_count: self
                .0
                .text("records-earned", &[("n", 2.into()), ("all", 4.into())]),
            near: vec![open],
            earned: vec![earned, levels],
            open: vec![none],
        }
    }
}
