//! What people type: figures from what their day was like, the rest from what the pack asks, within
//! its bounds.

use std::collections::BTreeMap;

use stadion_activity::sample::{Discipline, Lift, Random};
use stadion_pack::model::{Archetype, Metric, MetricType, Part, PartField, Sport};
use stadion_pack::value::{Dim, Value};

use super::model::{Kind, Person, Session};
use super::plan::WEEKS;
use super::texts::COMPANIONS;
use crate::domains::workouts::model::{Entered, PartRow};

/// Figures of a session by canonical name, in SI.
pub type Figures = BTreeMap<String, f64>;

const TIMER: &str = "fit:session.total_timer_time";

/// Somebody who types what they did.
pub struct Writer<'a> {
    pub person: &'a Person,
    pub session: &'a Session,
    /// Tells the person's habits from those of others.
    pub seed: u64,
    pub random: Random,
}

impl Writer<'_> {
    /// A whole workout. `figures` are what a device would have said; none knows them to the second.
    pub fn workout(&mut self, sport: &Sport, mut figures: Figures) -> Entered {
        let mut entered = Entered::default();
        for part in &sport.parts {
            let rows = self.rows(sport, part);
            if let Some(seconds) = self.seconds_of(sport, part, &rows) {
                self.took(&mut figures, seconds);
            }
            if !rows.is_empty() {
                entered.parts.insert(part.id.clone(), rows);
            }
        }
        if !figures.contains_key(TIMER) {
            self.took(&mut figures, self.session.minutes * 60.0);
        }
        let mut named = 0;
        for metric in &sport.form {
            let typed = known(metric, &figures).or_else(|| self.told(sport, metric, &mut named));
            if let Some(value) = typed.filter(|value| is_within(metric.input, value)) {
                entered.metrics.insert(metric.id.clone(), value);
            }
        }
        entered
    }

    /// What a device cannot know, told afterwards.
    pub fn after(&mut self, sport: &Sport) -> BTreeMap<String, Option<Value>> {
        let mut told = BTreeMap::new();
        for metric in &sport.form {
            if metric.source.is_empty()
                && let Some(value) = self.told(sport, metric, &mut 0)
                && is_within(metric.input, &value)
            {
                told.insert(metric.id.clone(), Some(value));
            }
        }
        told
    }

    /// The time it took, and what follows from it.
    fn took(&self, figures: &mut Figures, seconds: f64) {
        let body = self.person.body;
        let reserve = (body.highest - body.resting) * self.session.effort;
        let mut put = |name: &str, value: f64| {
            figures
                .entry(format!("fit:session.{name}"))
                .or_insert(value);
        };
        put("total_timer_time", seconds);
        put("avg_heart_rate", (body.resting + reserve).round() / 60.0);
        // Six metabolic equivalents, a kilocalorie each for a kilogram and an hour.
        put(
            "total_calories",
            (6.0 * body.mass_kg * seconds / 3600.0).round() * 4184.0,
        );
    }

    fn told(&mut self, sport: &Sport, metric: &Metric, named: &mut usize) -> Option<Value> {
        let random = &mut self.random;
        match &metric.ty {
            MetricType::Rating { max } => Some(Value::Number(self.rating(*max))),
            MetricType::Enum { values, ordered } => {
                let ids: Vec<&String> = values.values.keys().collect();
                let last = ids.len().saturating_sub(1) as f64;
                let at = if *ordered {
                    let mood = 0.62 - (self.session.effort - 0.68) + random.between(-0.3, 0.25);
                    (mood.clamp(0.0, 1.0) * last).round()
                } else {
                    // Everyone has a favourite or two.
                    let mut habit = Random::of(self.seed, sum_of(&metric.id));
                    let (dear, next) = (habit.between(0.0, last), habit.between(0.0, last));
                    let whim = random.between(0.0, last);
                    let of = if random.chance(0.55) { dear } else { next };
                    (if random.chance(0.2) { whim } else { of }).round()
                };
                ids.get(at as usize).map(|id| Value::Text((*id).clone()))
            }
            MetricType::Text if sport.archetype == Archetype::Match => {
                let first = random.between(0.0, COMPANIONS.len() as f64) as usize;
                let name = |at: usize| {
                    COMPANIONS
                        .get(at % COMPANIONS.len())
                        .copied()
                        .unwrap_or_default()
                };
                *named += 1;
                let text = if *named == 1 {
                    name(first).to_owned()
                } else {
                    let other = random.between(1.0, COMPANIONS.len() as f64) as usize;
                    format!("{} & {}", name(first), name(first + other))
                };
                Some(Value::Text(text))
            }
            MetricType::Quantity if metric.source.is_empty() => {
                // A scale around zero: measured now and then, better from month to month.
                let (low, high) = metric.input.and_then(|input| input.min.zip(input.max))?;
                if low >= 0.0 || high <= 0.0 || !random.chance(0.4) {
                    return None;
                }
                let progress = self.session.week as f64 / WEEKS as f64;
                let at = 0.42 + 0.1 * progress + random.between(-0.015, 0.015);
                Some(Value::Number(
                    metric
                        .unit
                        .to_si(metric.unit.from_si(low + (high - low) * at).round()),
                ))
            }
            _ => None,
        }
    }

    /// Of ten as sessions are rated by exertion; on shorter scales how good it was.
    fn rating(&mut self, max: u8) -> f64 {
        let most = f64::from(max);
        let wobble = self.random.between(-0.08, 0.08);
        let share = if max >= 10 {
            let usual = match self.session.kind {
                Kind::Easy => 0.4,
                Kind::Long => 0.5,
                Kind::Tempo => 0.68,
                Kind::Repeats => 0.78,
                Kind::Race => 0.94,
            };
            usual + 0.05 * (self.session.minutes / 60.0 - 1.0).clamp(-1.0, 2.0)
        } else {
            0.68 + 0.1 * self.session.week as f64 / WEEKS as f64 + 2.0 * wobble
        };
        (most * (share + wobble)).round().clamp(1.0, most)
    }

    fn rows(&mut self, sport: &Sport, part: &Part) -> Vec<PartRow> {
        match sport.archetype {
            Archetype::Match => self.score(part),
            Archetype::Course => self.legs(part),
            _ => self.lifted(part),
        }
    }

    /// Best of three: who has one point fewer than the most and two more than the other has won it.
    fn score(&mut self, part: &Part) -> Vec<PartRow> {
        let counts = part
            .fields
            .iter()
            .filter(|(_, field)| matches!(field.ty, MetricType::Count));
        let names: Vec<&String> = counts.map(|(name, _)| name).collect();
        let [own, theirs, ..] = names.as_slice() else {
            return Vec::new();
        };
        let most = part
            .fields
            .get(*own)
            .and_then(|field| field.input?.max)
            .unwrap_or(7.0);
        let flag = part
            .fields
            .iter()
            .find(|(_, field)| matches!(field.ty, MetricType::Flag));
        let strength = 0.5 + 0.6 * (self.session.shape - 1.0) + self.random.between(-0.25, 0.25);
        let (mut rows, mut won, mut lost) = (Vec::new(), 0, 0);
        while won < 2 && lost < 2 {
            let is_won = self.random.chance(strength);
            let close = self.random.chance(0.22);
            let (winner, loser) = if close {
                (
                    most,
                    most - 1.0 - f64::from(u8::from(self.random.chance(0.5))),
                )
            } else {
                (most - 1.0, self.random.between(0.0, most - 2.51).round())
            };
            let (mine, yours) = if is_won {
                (winner, loser)
            } else {
                (loser, winner)
            };
            let mut row = PartRow::new();
            row.insert((*own).clone(), Value::Number(mine));
            row.insert((*theirs).clone(), Value::Number(yours));
            if let Some((name, _)) = flag
                && close
                && (winner - loser - 1.0).abs() < 0.5
            {
                row.insert(name.clone(), Value::Flag(true));
            }
            rows.push(row);
            if is_won {
                won += 1;
            } else {
                lost += 1;
            }
        }
        rows
    }

    /// The rows of a preset: the shorter ones on most days, a long one on the great day.
    fn legs(&mut self, part: &Part) -> Vec<PartRow> {
        let most = part.presets.len().saturating_sub(1);
        let at = match self.session.minutes {
            minutes if minutes > 150.0 => 2,
            _ if self.random.chance(0.6) => 0,
            _ => 1,
        };
        let Some(preset) = part.presets.get(at.min(most)) else {
            return Vec::new();
        };
        let fill = |row: &PartRow| self.leg(part, row);
        let rows: Vec<PartRow> = preset.rows.clone();
        rows.iter().map(fill).collect::<Vec<_>>()
    }

    /// A time for a way, by what the row's word means; a change of clothes where it means none.
    fn leg(&self, part: &Part, row: &PartRow) -> PartRow {
        let mut random = Random::of(self.session.number, sum_of(&format!("{row:?}")));
        let words = row.values().find_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let known = words.and_then(Discipline::by_word);
        let of_dim = |dim: Dim| {
            part.fields
                .iter()
                .find(|(_, field)| field.dim == dim && matches!(field.ty, MetricType::Quantity))
        };
        let length = Dim::LENGTH;
        let metres = of_dim(length)
            .and_then(|(name, _)| row.get(name)?.number())
            .unwrap_or(0.0);
        let seconds = match known {
            Some(known) if metres > 0.0 => {
                let hard = if known.has_power { 1.18 } else { 1.2 };
                metres / (known.speed * hard * self.person.level * self.session.shape)
            }
            _ => random.between(65.0, 170.0),
        };
        let mut row = row.clone();
        if let Some((name, field)) = of_dim(Dim::TIME) {
            let seconds = (seconds * random.between(0.97, 1.03)).round();
            if field
                .input
                .is_none_or(|input| input.max.is_none_or(|max| seconds <= max))
            {
                row.insert(name.clone(), Value::Number(seconds));
            }
        }
        row
    }

    /// Exercises with weights, where the pack has any that are known.
    fn lifted(&mut self, part: &Part) -> Vec<PartRow> {
        let named = part
            .fields
            .iter()
            .find_map(|(name, field)| match &field.ty {
                MetricType::Enum { values, .. } => {
                    let has = |lift: &Lift| values.values.contains_key(lift.name);
                    Lift::all().iter().any(has).then_some((name, values))
                }
                _ => None,
            });
        let Some((name, values)) = named else {
            return Vec::new();
        };
        let sets = lifts(self.person, self.session);
        let sets = sets
            .into_iter()
            .filter(|(lift, ..)| values.values.contains_key(lift.name));
        let row = |(lift, kg, repetitions): (&Lift, f64, u16)| {
            let mut row = PartRow::new();
            row.insert(name.clone(), Value::Text(lift.name.to_owned()));
            for (name, field) in &part.fields {
                if let Some(value) = of_set(field, kg, f64::from(repetitions)) {
                    row.insert(name.clone(), value);
                }
            }
            row
        };
        sets.map(row).collect()
    }

    /// How long what was typed took: the times of its rows, or those that its games take.
    fn seconds_of(&mut self, sport: &Sport, part: &Part, rows: &[PartRow]) -> Option<f64> {
        if rows.is_empty() {
            return None;
        }
        let timed = part.fields.iter().find(|(_, field)| {
            field.dim == Dim::TIME && field.required && matches!(field.ty, MetricType::Quantity)
        });
        let of = |row: &PartRow, name: &str| row.get(name).and_then(Value::number).unwrap_or(0.0);
        if let Some((name, _)) = timed {
            return Some(rows.iter().map(|row| of(row, name)).sum());
        }
        (sport.archetype == Archetype::Match).then(|| {
            let points: f64 = rows
                .iter()
                .flat_map(PartRow::values)
                .filter_map(Value::number)
                .sum();
            (points * self.random.between(3.4, 4.2) / 5.0).round() * 300.0
        })
    }
}

fn of_set(field: &PartField, kg: f64, repetitions: f64) -> Option<Value> {
    let mass = Dim::MASS;
    match field.ty {
        MetricType::Count => Some(Value::Number(repetitions)),
        MetricType::Quantity if field.dim == mass && kg > 0.0 => Some(Value::Number(kg)),
        _ => None,
    }
}

/// A session with weights: one of three programmes in turn, heavier from month to month, lighter in
/// easy weeks.
pub fn lifts(person: &Person, session: &Session) -> Vec<(&'static Lift, f64, u16)> {
    const EXERCISES: usize = 5;
    let all = Lift::all();
    let progress = session.week as f64 / WEEKS as f64;
    let easy = if session.week % 4 == 3 { 0.9 } else { 1.0 };
    let level = (0.66 + 0.3 * progress) * person.level * session.shape * easy;
    let first = session.number as usize % 3;
    let mut sets = Vec::new();
    for lift in all.iter().skip(first).step_by(3).take(EXERCISES) {
        for (share, repetitions) in [(0.8, 10), (0.9, 8), (1.0, 8), (1.0, 6)] {
            let kg = lift.weight_kg(person.body.mass_kg, level * share);
            sets.push((lift, kg, repetitions));
        }
    }
    sets
}

/// What a device would have said, rounded as people do.
fn known(metric: &Metric, figures: &Figures) -> Option<Value> {
    let source = metric.source.iter();
    let mut named = source.map(|source| format!("{}:{}", source.scheme, source.path));
    let value = named.find_map(|name| figures.get(&name).copied())?;
    let rounded = match metric.dim {
        Dim::TIME if value > 600.0 => (value / 60.0).round() * 60.0,
        dim if dim.length == 1 && dim.time == 0 && value > 2000.0 => {
            (value / 100.0).round() * 100.0
        }
        _ => value,
    };
    Some(Value::Number(rounded))
}

fn is_within(input: Option<stadion_pack::model::Bounds>, value: &Value) -> bool {
    let (Some(input), Some(number)) = (input, value.number()) else {
        return true;
    };
    input.min.is_none_or(|min| number >= min) && input.max.is_none_or(|max| number <= max)
}

/// A number that a name always gives.
pub fn sum_of(name: &str) -> u64 {
    // FNV-1a, 64 bits.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}
