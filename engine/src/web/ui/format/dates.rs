//! Days and times in the person's zone and language.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Utc};

use super::Formats;

impl Formats {
    /// A moment on the person's clock.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The person's present day.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        self.local(now).date()
    }

    /// `06:48`.
    pub fn clock(&self, at: NaiveDateTime) -> String {
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// `Thursday 19 November`; with the year when it is not the present one.
    pub fn long_date(&self, day: NaiveDate, now: DateTime<Utc>) -> String {
        let weekday = self.weekday(day);
        let key = if day.year() == self.today(now).year() {
            "date-long"
        } else {
            "date-long-year"
        };
        self.date(key, day, &weekday)
    }

    /// `Thursday 19 November, 06:48`, from a workout's own local time.
    pub fn long_moment(&self, at: NaiveDateTime, now: DateTime<Utc>) -> String {
        let date = self.long_date(at.date(), now);
        self.text(
            "date-at",
            &[("date", date.into()), ("time", self.clock(at).into())],
        )
    }

    /// `Thu 19 November, 06:48`, for lists.
    pub fn brief_moment(&self, at: NaiveDateTime, now: DateTime<Utc>) -> String {
        let day = at.date();
        let key = if day.year() == self.today(now).year() {
            "date-long"
        } else {
            "date-long-year"
        };
        let date = self.date(key, day, &self.weekday_short(day));
        let time = self.clock(at);
        self.text("date-at", &[("date", date.into()), ("time", time.into())])
    }

    /// `19 November 2026`.
    pub fn short_date(&self, day: NaiveDate) -> String {
        self.date("date-short-year", day, "")
    }

    /// `19 November`; with the year when it is not the present one.
    pub fn day_month(&self, day: NaiveDate, now: DateTime<Utc>) -> String {
        let key = if day.year() == self.today(now).year() {
            "date-short"
        } else {
            "date-short-year"
        };
        self.date(key, day, "")
    }

    /// `19 November 2026, 06:48`.
    pub fn date_time(&self, at: DateTime<Utc>) -> String {
        let local = self.local(at);
        let date = self.short_date(local.date());
        self.text(
            "date-at",
            &[("date", date.into()), ("time", self.clock(local).into())],
        )
    }

    /// `November 2026`, the head of a month in a list.
    pub fn month(&self, day: NaiveDate) -> String {
        let month = self.text(&format!("month-alone-{}", day.month()), &[]);
        self.text(
            "date-month",
            &[
                ("month", month.into()),
                ("year", day.year().to_string().into()),
            ],
        )
    }

    /// `Nov`, under a chart.
    pub fn month_short(&self, day: NaiveDate) -> String {
        self.text(&format!("month-short-{}", day.month()), &[])
    }

    /// `21 Nov`, where there is little room.
    pub fn day_short(&self, day: NaiveDate) -> String {
        let args = [
            ("day", day.day().into()),
            ("month", self.month_short(day).into()),
        ];
        self.text("date-day-short", &args)
    }

    /// `Thu 19 November 2026`, whatever the present year.
    pub fn day_alone(&self, day: NaiveDate) -> String {
        self.date("date-long-year", day, &self.weekday_short(day))
    }

    /// `9–15 November`, `28 October – 3 November`, with the year when it is not the present one; a
    /// whole month or year by its name, a day alone as one.
    pub fn days(&self, from: NaiveDate, to: NaiveDate, now: DateTime<Utc>) -> String {
        if from == to {
            return self.day_month(from, now);
        }
        let ends_month = to.succ_opt().is_none_or(|next| next.day() == 1);
        if from.day() == 1 && ends_month && from.year() == to.year() {
            if from.month() == to.month() {
                return self.month(from);
            }
            if (from.month(), to.month()) == (1, 12) {
                return from.year().to_string();
            }
        }
        if (from.year(), from.month()) != (to.year(), to.month()) {
            let ends = [from, to].map(|day| {
                if from.year() == to.year() {
                    self.day_month(day, now)
                } else {
                    self.short_date(day)
                }
            });
            let [from, to] = ends;
            return self.text("date-span", &[("from", from.into()), ("to", to.into())]);
        }
        let args = [
            ("from", from.day().into()),
            ("to", self.day_month(to, now).into()),
        ];
        self.text("date-span-month", &args)
    }

    /// How long ago: `just now`, `5 min ago`, `today, 07:12`, `yesterday, 07:12`, `19 November`.
    pub fn ago(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let minutes = (now - at).num_minutes();
        match minutes {
            0 => return self.text("ago-now", &[]),
            1..60 => return self.text("ago-minutes", &[("n", minutes.into())]),
            _ => {}
        }
        let (local, today) = (self.local(at), self.today(now));
        let key = match local.date() {
            day if day == today => "date-today-at",
            day if Some(day) == today.checked_sub_days(Days::new(1)) => "date-yesterday-at",
            day => return self.day_month(day, now),
        };
        self.text(key, &[("time", self.clock(local).into())])
    }

    /// `Thursday`.
    pub fn weekday(&self, day: NaiveDate) -> String {
        self.text(
            &format!("weekday-{}", day.weekday().number_from_monday()),
            &[],
        )
    }

    /// The weekday as in "by Friday", for languages that inflect it.
    pub fn weekday_by(&self, day: NaiveDate) -> String {
        let number = day.weekday().number_from_monday();
        self.text(&format!("weekday-by-{number}"), &[])
    }

    /// `Thu`, as over the bars of a week.
    pub fn weekday_short(&self, day: NaiveDate) -> String {
        self.text(
            &format!("weekday-short-{}", day.weekday().number_from_monday()),
            &[],
        )
    }

    fn date(&self, key: &str, day: NaiveDate, weekday: &str) -> String {
        let month = self.text(&format!("month-{}", day.month()), &[]);
        self.text(
            key,
            &[
                ("weekday", weekday.into()),
                ("day", day.day().into()),
                ("month", month.into()),
                ("year", day.year().to_string().into()),
            ],
        )
    }
}
