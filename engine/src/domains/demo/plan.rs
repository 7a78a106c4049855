//! A year of somebody's training, planned: which day what, how long and how hard.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use stadion_activity::sample::{Ground, Random};
use stadion_pack::model::Archetype;

use super::form::{Form, load};
use super::model::{Kind, Person, Session};
use super::repertoire::Pursuit;

pub const WEEKS: usize = 53;
/// Days in the order in which they fill; the last one stays free in most weeks.
const DAYS: [Weekday; 7] = [
    Weekday::Sun,
    Weekday::Tue,
    Weekday::Thu,
    Weekday::Sat,
    Weekday::Wed,
    Weekday::Mon,
    Weekday::Fri,
];
const BUILD_UP: usize = 12;

/// The Monday with which the year begins that ends at `until`.
pub fn first_monday(person: &Person, until: DateTime<Utc>) -> NaiveDate {
    let zone: Tz = person.place.zone.parse().unwrap_or(Tz::UTC);
    let today = until.with_timezone(&zone).date_naive();
    today.week(Weekday::Mon).first_day() - weeks(WEEKS - 1)
}

pub fn weeks(count: usize) -> Duration {
    Duration::weeks(i64::try_from(count).unwrap_or(0))
}

/// How a week is: how many of the usual sessions, and how long they are.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Week {
    sessions: f64,
    length: f64,
    is_hard: bool,
}

fn week_of(person: &Person, week: usize) -> Week {
    let (ill, trip, event) = person.weeks;
    let quiet = |sessions, length| Week {
        sessions,
        length,
        is_hard: false,
    };
    match week {
        // In bed; then slowly back.
        _ if week == ill => quiet(0.0, 1.0),
        _ if week == ill + 1 => quiet(0.4, 0.6),
        _ if week == ill + 2 => quiet(0.7, 0.8),
        _ if week == event => quiet(0.6, 0.7),
        // The great day is behind.
        _ if week == event + 1 => quiet(0.45, 0.7),
        _ if (trip..trip + 2).contains(&week) => quiet(0.7, 0.8),
        _ if week + 1 == event => quiet(0.85, 0.75),
        // Two or three weeks on, one easy.
        _ if week % 4 == 3 => quiet(0.7, 0.75),
        _ => Week {
            sessions: 1.0,
            length: match event.checked_sub(week) {
                Some(left) if left <= BUILD_UP => 1.2 - 0.02 * left as f64,
                _ => 0.93,
            },
            is_hard: true,
        },
    }
}

/// All sessions of the year in order.
pub fn year(
    person: &Person,
    pursuits: &[Pursuit],
    until: DateTime<Utc>,
    seed: u64,
) -> Vec<Session> {
    let monday = first_monday(person, until);
    let usual = load(1.0, 0.67) * 60.0 * person.sessions / 7.0 * person.volume;
    let mut planner = Planner {
        person,
        pursuits,
        random: Random::of(seed, 1),
        form: Form::new(usual),
        due: vec![0.0; pursuits.len()],
        sessions: Vec::new(),
    };
    for week in 0..WEEKS {
        planner.week(week, monday + weeks(week));
    }
    planner.sessions
}

struct Planner<'a> {
    person: &'a Person,
    pursuits: &'a [Pursuit],
    random: Random,
    form: Form,
    /// By pursuit, how much it is its turn.
    due: Vec<f64>,
    sessions: Vec<Session>,
}

impl Planner<'_> {
    fn week(&mut self, week: usize, monday: NaiveDate) {
        let plan = week_of(self.person, week);
        let exact = self.person.sessions * plan.sessions;
        let count = (exact + self.random.between(-0.5, 0.5)).round().max(0.0) as usize;
        self.turn(week, monday, count);
        let mut chosen: Vec<(NaiveDate, Session)> = Vec::new();
        for slot in 0..count {
            // Life comes in between, but not on the great day.
            let is_great = week == self.person.weeks.2 && slot == 0;
            if self.random.chance(0.06) && !is_great {
                continue;
            }
            let weekday = DAYS.get(slot % DAYS.len()).copied().unwrap_or(Weekday::Sun);
            let day = monday + Duration::days(i64::from(weekday.num_days_from_monday()));
            let later = chosen.iter().any(|(known, _)| *known == day);
            if let Some(session) = self.session(week, plan, (day, slot), later) {
                chosen.push((day, session));
            }
        }
        chosen.sort_by_key(|(_, session)| session.starts);
        for at in 0..7 {
            let day = monday + Duration::days(at);
            let mut burden = 0.0;
            for (_, session) in chosen.iter_mut().filter(|(known, _)| *known == day) {
                session.shape = self.form.shape();
                session.number = self.sessions.len() as u64;
                burden += load(session.minutes, session.effort);
                self.sessions.push(session.clone());
            }
            self.form.day(burden);
        }
    }

    /// Every pursuit comes nearer to its turn, by how dear it is and what the season allows.
    fn turn(&mut self, week: usize, monday: NaiveDate, count: usize) {
        let shares: Vec<f64> = self
            .pursuits
            .iter()
            .map(|p| self.share(p, week, monday))
            .collect();
        let whole: f64 = shares.iter().sum();
        for (due, share) in self.due.iter_mut().zip(shares) {
            // What is out of season is not owed later.
            *due = if share > 0.0 {
                *due + share / whole * count as f64
            } else {
                due.min(0.0)
            };
        }
    }

    fn share(&self, pursuit: &Pursuit, week: usize, day: NaiveDate) -> f64 {
        if week < pursuit.from_week {
            return 0.0;
        }
        let winter = self.person.place.winter(day);
        pursuit.weight * pursuit.season(winter, self.is_away(week))
    }

    fn is_away(&self, week: usize) -> bool {
        let trip = self.person.weeks.1;
        (trip..trip + 2).contains(&week)
    }

    fn session(
        &mut self,
        week: usize,
        plan: Week,
        (day, slot): (NaiveDate, usize),
        is_second: bool,
    ) -> Option<Session> {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let is_great = week == self.person.weeks.2 && slot == 0;
        let start = if slot == 0 {
            self.start(week, day)
        } else {
            None
        };
        let at = match start {
            _ if is_great => 0,
            Some(at) => at,
            None => self.choose(week, day, is_weekend)?,
        };
        let is_race = is_great || start.is_some();
        let pursuit = self.pursuits.get(at)?;
        if let Some(due) = self.due.get_mut(at) {
            *due -= 1.0;
        }
        let kind = match slot {
            _ if is_race => Kind::Race,
            0 if plan.length > 0.7 => Kind::Long,
            1 if plan.is_hard && week.is_multiple_of(2) => Kind::Repeats,
            1 | 2 if plan.is_hard => Kind::Tempo,
            _ => Kind::Easy,
        };
        let kind = if is_race { kind } else { tamed(pursuit, kind) };
        let (short, long) = pursuit
            .discipline
            .map_or((62.0, 85.0), |known| known.minutes);
        let usual = match kind {
            // Whoever lives for it takes on the longest.
            Kind::Race if pursuit.discipline.is_none() && is_great => 3.0 * long,
            Kind::Long | Kind::Race => long,
            _ => short,
        };
        let wobble = self.random.between(0.9, 1.1);
        let effort = match kind {
            Kind::Easy => 0.655,
            Kind::Long => 0.67,
            Kind::Tempo => 0.78,
            Kind::Repeats => 0.74,
            Kind::Race => 0.85,
        } * calm(pursuit)
            + self.random.between(-0.015, 0.015);
        Some(Session {
            number: 0,
            week,
            starts: day.and_time(self.time(is_weekend, is_second, kind)),
            place: if self.is_away(week) {
                self.person.trip
            } else {
                self.person.place
            },
            pursuit: at,
            kind,
            minutes: usual * plan.length * self.person.volume * wobble,
            effort,
            shape: 1.0,
        })
    }

    /// What is a race whenever it is done has its days in the season: some if one lives for it, else
    /// one or two.
    fn start(&self, week: usize, day: NaiveDate) -> Option<usize> {
        let (every, first) = if self.pursuits.first().is_some_and(is_race) {
            (5, 2)
        } else {
            (10, 4)
        };
        let quiet = week == self.person.weeks.0 + 1 || week == self.person.weeks.2 + 1;
        let at = self.pursuits.iter().position(is_race)?;
        let pursuit = self.pursuits.get(at)?;
        (week % every == first && !quiet && self.share(pursuit, week, day) > 0.0).then_some(at)
    }

    /// The pursuit whose turn it is most. What takes half a day is for the weekend.
    fn choose(&self, week: usize, day: NaiveDate, is_weekend: bool) -> Option<usize> {
        let fits = |pursuit: &Pursuit| {
            let long = pursuit
                .discipline
                .is_some_and(|known| known.minutes.0 > 100.0);
            self.share(pursuit, week, day) > 0.0 && !is_race(pursuit) && (is_weekend || !long)
        };
        let all = self.pursuits.iter().zip(&self.due).enumerate();
        all.filter(|(_, (pursuit, _))| fits(pursuit))
            .max_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b))
            .map(|(at, _)| at)
    }

    fn time(&mut self, is_weekend: bool, is_second: bool, kind: Kind) -> NaiveTime {
        let early = self.person.is_early && !is_second;
        let (from, to) = match (is_weekend, early) {
            _ if kind == Kind::Race => (9.0, 9.2),
            (true, _) if is_second => (16.0, 18.0),
            (true, _) => (8.2, 10.4),
            (false, true) => (6.0, 7.1),
            (false, false) => (17.3, 19.2),
        };
        let seconds = (self.random.between(from, to) * 3600.0) as u32;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
    }
}

fn is_race(pursuit: &Pursuit) -> bool {
    pursuit.sport.archetype == Archetype::Course
}

/// Nobody does intervals on a mat or a mountain path.
fn tamed(pursuit: &Pursuit, kind: Kind) -> Kind {
    let ground = pursuit.discipline.map(|known| known.ground);
    let is_steady = match ground {
        None | Some(Ground::Floor | Ground::Weights | Ground::Hills | Ground::Water) => true,
        Some(Ground::Pool | Ground::Snow) => kind == Kind::Repeats,
        Some(_) => pursuit.discipline.is_some_and(|known| known.speed < 2.0),
    };
    if is_steady && matches!(kind, Kind::Tempo | Kind::Repeats) {
        Kind::Easy
    } else {
        kind
    }
}

/// Effort by that of moving along.
fn calm(pursuit: &Pursuit) -> f64 {
    match pursuit.discipline {
        None => 1.1,
        Some(known) if known.ground == Ground::Floor => 0.36,
        Some(known) if known.ground == Ground::Weights => 0.7,
        Some(known) if known.has_way() && known.speed < 2.0 && known.ground != Ground::Water => {
            0.74
        }
        Some(_) => 1.0,
    }
}
