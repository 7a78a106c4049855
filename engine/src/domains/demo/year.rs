//! A person's year, sent week by week as they would have sent it: through the services that the API
//! uses, each call at its own time.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use stadion_activity::sample::{Discipline, Ground, Outing, Random, Recording, Repeats};
use stadion_pack::model::{Archetype, Pack};
use uuid::Uuid;

use super::courses::{self, Courses};
use super::entries::{Figures, Writer, lifts, sum_of};
use super::model::{Kind, Person, Session};
use super::repertoire::Pursuit;
use super::{facts, kit, plan, texts};
use crate::App;
use crate::domains::identity;
use crate::domains::notify;
use crate::domains::workouts::import::{FileStatus, Upload, import};
use crate::domains::workouts::model::{Edits, Source};
use crate::domains::workouts::service::{self, NewWorkout, Patch};
use crate::events::Held;
use crate::web::error::{Error, Result};

/// The last weeks are told workout by workout: these are the notices that one sees.
const RECENT_WEEKS: usize = 2;
/// What was told in these last weeks is not read yet.
const UNREAD_WEEKS: usize = 5;

/// A person who is being made up.
pub struct Year<'a> {
    /// At the person's own time.
    pub app: App,
    pub held: Held<'a>,
    pub user_id: Uuid,
    pub person: &'static Person,
    pub until: DateTime<Utc>,
    pub packs: Vec<Arc<Pack>>,
    pub pursuits: Vec<Pursuit>,
    pub seed: u64,
    pub courses: Courses,
}

impl Year<'_> {
    /// All that happened in a week of the plan.
    pub async fn week(&mut self, week: usize, sessions: &[Session]) -> Result<()> {
        self.begin(week).await?;
        let is_recent = week + RECENT_WEEKS >= plan::WEEKS;
        for session in sessions.iter().filter(|session| session.week == week) {
            self.send(session).await?;
            if is_recent {
                self.held.settle(&self.app).await?;
            }
        }
        self.held.settle(&self.app).await?;
        let mut random = Random::of(self.seed, 10_000 + week as u64);
        if week % 3 == 2 {
            kit::replace(&self.app, self.user_id, &mut random).await?;
            self.held.settle(&self.app).await?;
        }
        if week + UNREAD_WEEKS < plan::WEEKS {
            notify::read_all(&self.app, self.user_id).await?;
        }
        Ok(())
    }

    /// On the week's Monday: joins the apps whose time has come, with what one needs there.
    async fn begin(&self, week: usize) -> Result<()> {
        let monday = plan::first_monday(self.person, self.until) + plan::weeks(week);
        let noon = monday.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
        self.app.clock.set(noon.min(self.until));
        let who = (self.person, self.pursuits.as_slice());
        facts::tell(&self.app, self.user_id, who, (week, monday)).await?;
        for pack in &self.packs {
            let first = self.pursuits.iter().find(|pursuit| pursuit.pack == pack.id);
            if first.is_some_and(|pursuit| pursuit.from_week == week) {
                identity::service::join(&self.app, self.user_id, &pack.id).await?;
                let mut random = Random::of(self.seed, sum_of(&pack.id));
                kit::buy(&self.app, self.user_id, pack, &mut random).await?;
            }
        }
        Ok(())
    }

    async fn send(&mut self, session: &Session) -> Result<()> {
        let Some(pursuit) = self.pursuits.get(session.pursuit).cloned() else {
            return Ok(());
        };
        let mut random = Random::of(self.seed, 1_000 + session.number);
        let zone: Tz = session.place.zone.parse().unwrap_or(Tz::UTC);
        // An hour that the clocks skip is nobody's to train in.
        let Some(local) = zone.from_local_datetime(&session.starts).earliest() else {
            return Ok(());
        };
        let offset_s = local.offset().fix().local_minus_utc();
        let start = local.with_timezone(&Utc);
        let recording = pursuit
            .discipline
            .map(|known| self.record(session, &pursuit, known, (start, offset_s)));
        let minutes = recording
            .as_ref()
            .map_or(session.minutes, |made| f64::from(made.seconds) / 60.0);
        let sent = start
            + Duration::seconds((minutes * 60.0) as i64)
            + Duration::seconds(random.between(240.0, 1500.0) as i64);
        if sent > self.until {
            return Ok(());
        }
        self.app.clock.set(sent);
        let is_whole = pursuit.sport.archetype != Archetype::Course;
        match recording {
            Some(recording) if is_whole && random.chance(self.person.watch) => {
                self.import(session, &pursuit, &recording, random).await
            }
            recording => {
                let figures = recording.map(|made| made.figures()).unwrap_or_default();
                let figures = figures
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                self.type_in(
                    session,
                    &pursuit,
                    figures.collect(),
                    (start, offset_s),
                    random,
                )
                .await
            }
        }
    }

    /// What a device on the person's wrist would have measured.
    fn record(
        &mut self,
        session: &Session,
        pursuit: &Pursuit,
        known: &'static Discipline,
        (start, utc_offset_s): (DateTime<Utc>, i32),
    ) -> Recording {
        let person = self.person;
        let mut random = Random::of(self.seed, 500_000 + session.number);
        let shape = person.level * session.shape;
        // A person's device knows their body; the year's form shows in the pace at the same pulse.
        let metres = known.speed * person.level * session.minutes * 60.0;
        let course = known.has_way().then(|| match session.kind {
            Kind::Race => Some(courses::race(
                session.place,
                known,
                &pursuit.sport,
                metres,
                self.seed,
            )),
            _ => self
                .courses
                .nearest(person, session.place, known, metres, self.seed),
        });
        let sets = if known.ground == Ground::Weights {
            lifts(person, session)
        } else {
            Vec::new()
        };
        let day = session.starts.date();
        Outing {
            discipline: known,
            start,
            utc_offset_s,
            course: course.flatten().as_ref(),
            seconds: (session.minutes * 60.0) as u32,
            shape,
            effort: session.effort,
            repeats: (session.kind == Kind::Repeats).then(|| repeats(known, &mut random)),
            body: person.body,
            temperature: session.place.temperature(day) + random.between(-5.0, 4.0),
            every_s: if known.has_power || known.minutes.0 > 100.0 {
                12
            } else {
                8
            },
            pool_m: if random.chance(0.8) { 25.0 } else { 50.0 },
            sets: &sets,
            seed: random.next(),
        }
        .record()
    }

    async fn import(
        &self,
        session: &Session,
        pursuit: &Pursuit,
        recording: &Recording,
        mut random: Random,
    ) -> Result<()> {
        let is_dear = self.person.watch >= 1.0 || session.week + 8 >= plan::WEEKS;
        let with_samples = is_dear || session.kind == Kind::Race || random.chance(0.4);
        let upload = Upload {
            name: format!("{}.fit", session.starts.format("%Y-%m-%d-%H%M")),
            bytes: Bytes::from(recording.fit(with_samples)),
        };
        let zone = Some(self.person.place.zone);
        let outcomes = import(&self.app, self.user_id, zone, vec![upload]).await;
        for outcome in outcomes {
            if outcome.status != FileStatus::Ok || !outcome.warnings.is_empty() {
                let detail = outcome
                    .reason
                    .unwrap_or_else(|| format!("{:?}", outcome.warnings));
                return Err(Error::internal(&format!("{}: {detail}", outcome.file)));
            }
            for workout in outcome.workouts {
                self.comment(session, pursuit, workout.id, &mut random)
                    .await?;
            }
        }
        Ok(())
    }

    /// How it was, told to what the device sent.
    async fn comment(
        &self,
        session: &Session,
        pursuit: &Pursuit,
        workout_id: Uuid,
        random: &mut Random,
    ) -> Result<()> {
        let (title, note) = self.words(session, random);
        let is_told = random.chance(0.4);
        if title.is_none() && note.is_none() && !is_told {
            return Ok(());
        }
        let mut metrics = BTreeMap::new();
        if is_told {
            metrics = self.writer(session, random).after(&pursuit.sport);
        }
        let patch = Patch {
            title: title.map(Some),
            note: note.map(Some),
            edits: Edits {
                metrics,
                ..Edits::default()
            },
            ..Patch::default()
        };
        service::edit(&self.app, self.user_id, workout_id, None, patch).await?;
        Ok(())
    }

    async fn type_in(
        &self,
        session: &Session,
        pursuit: &Pursuit,
        figures: Figures,
        (start, utc_offset_s): (DateTime<Utc>, i32),
        mut random: Random,
    ) -> Result<()> {
        let (title, note) = self.words(session, &mut random);
        let entered = self
            .writer(session, &mut random)
            .workout(&pursuit.sport, figures);
        let new = NewWorkout {
            // The same on a second start, so that it is recorded once.
            key: Some(Uuid::from_u64_pair(self.seed, session.number)),
            sport: pursuit.sport.id.clone(),
            start_at: Some(start),
            utc_offset_s: Some(utc_offset_s),
            title,
            note,
            entered,
            gear: None,
        };
        let zone = Some(self.person.place.zone);
        service::record(&self.app, self.user_id, zone, Source::Form, new).await?;
        Ok(())
    }

    fn words(&self, session: &Session, random: &mut Random) -> (Option<String>, Option<String>) {
        let is_abroad = session.place != self.person.place;
        let (ill, _, event) = self.person.weeks;
        let is_back = session.week == ill + 1;
        let is_great = session.week == event;
        texts::of(
            self.person.locale.unwrap_or("en"),
            session.kind,
            (is_abroad, is_back, is_great),
            random,
        )
    }

    fn writer<'w>(&self, session: &'w Session, random: &mut Random) -> Writer<'w> {
        Writer {
            person: self.person,
            session,
            seed: self.seed,
            random: Random::new(random.next()),
        }
    }
}

/// Three kinds that everyone knows.
fn repeats(known: &Discipline, random: &mut Random) -> Repeats {
    let (count, work_s, rest_s, effort) = match random.between(0.0, 3.0) as u32 {
        0 => (6, 180, 120, 0.93),
        1 => (4, 480, 180, 0.87),
        _ => (10, 60, 60, 0.97),
    };
    let longer = if known.has_power { 3 } else { 2 };
    Repeats {
        count,
        work_s: work_s * longer / 2,
        rest_s,
        effort,
    }
}
