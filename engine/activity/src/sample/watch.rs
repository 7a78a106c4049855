//! A recording as the FIT file of a watch.

use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::MesgNum;

use super::discipline::Ground;
use super::fit::{activity, file_id, semicircles, stamp};
use super::outing::{Point, Recording};
use super::ride;
use crate::write::fit::layer::{Value, Writer};

/// A stretch of a recording in figures; SI, but beats, strides and revolutions by the minute.
struct Totals {
    from: Point,
    to: Point,
    heart_rate: (f64, f64),
    cadence: f64,
    power: (f64, f64),
    max_speed: f64,
    altitude: (f64, f64, f64),
}

impl Totals {
    fn of(points: &[Point]) -> Option<Self> {
        let (from, to) = (*points.first()?, *points.last()?);
        let mean =
            |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / points.len().max(1) as f64;
        let most = |of: fn(&Point) -> f64| points.iter().map(of).fold(0.0, f64::max);
        let steps = points.windows(2).filter_map(|pair| match pair {
            [a, b] => Some(b.altitude - a.altitude),
            _ => None,
        });
        let (mut up, mut down) = (0.0, 0.0);
        for step in steps.filter(|step| !step.is_nan()) {
            if step > 0.0 {
                up += step;
            } else {
                down -= step;
            }
        }
        Some(Self {
            from,
            to,
            heart_rate: (
                mean(|point| point.heart_rate),
                most(|point| point.heart_rate),
            ),
            cadence: mean(|point| point.cadence),
            power: (mean(|point| point.power), most(|point| point.power)),
            max_speed: most(|point| point.speed),
            altitude: (
                up,
                down,
                points.iter().map(|p| p.altitude).fold(f64::NAN, f64::max),
            ),
        })
    }

    const fn seconds(&self) -> u32 {
        self.to.second - self.from.second
    }

    fn metres(&self) -> f64 {
        self.to.metres - self.from.metres
    }
}

impl Recording {
    /// What a device's display would say at the end, by canonical name, in SI base units.
    pub fn figures(&self) -> Vec<(&'static str, f64)> {
        const KCAL_J: f64 = 4184.0; // thermochemical
        let Some(totals) = Totals::of(&self.points) else {
            return Vec::new();
        };
        let seconds = f64::from(self.seconds);
        let mut figures = vec![
            ("fit:session.total_timer_time", seconds),
            ("fit:session.total_elapsed_time", seconds),
            ("fit:session.total_calories", self.calories.round() * KCAL_J),
            (
                "fit:session.avg_heart_rate",
                totals.heart_rate.0.round() / 60.0,
            ),
            (
                "fit:session.max_heart_rate",
                totals.heart_rate.1.round() / 60.0,
            ),
        ];
        if totals.metres() > 0.0 {
            figures.push(("fit:session.total_distance", totals.metres().round()));
        }
        if self.discipline.has_way() && self.discipline.ground != Ground::Water {
            let (up, down, top) = totals.altitude;
            figures.push(("fit:session.total_ascent", up.round()));
            figures.push(("fit:session.total_descent", down.round()));
            figures.push(("fit:session.max_altitude", top.round()));
        }
        if totals.power.1 > 0.0 {
            figures.push(("fit:session.avg_power", totals.power.0.round()));
        }
        if totals.cadence > 0.0 {
            figures.push(("fit:session.avg_cadence", totals.cadence.round() / 60.0));
        }
        if !self.lengths.is_empty() {
            figures.push(("fit:session.pool_length", self.pool_m));
        }
        figures
    }

    /// The FIT file; without samples as a watch writes it whose battery had to last.
    pub fn fit(&self, with_samples: bool) -> Vec<u8> {
        let start = stamp(self.start);
        let mut writer = Writer::default();
        file_id(&mut writer, start);
        self.lengths_and_sets(&mut writer, start);
        if with_samples {
            for point in &self.points {
                self.sample(&mut writer, start, point);
            }
        }
        let laps = self.laps();
        for (index, points) in laps.iter().enumerate() {
            if let Some(totals) = Totals::of(points) {
                self.lap(&mut writer, start, index, &totals);
            }
        }
        if let Some(totals) = Totals::of(&self.points) {
            self.session(&mut writer, start, laps.len(), &totals);
        }
        activity(&mut writer, start + self.seconds, self.utc_offset_s);
        writer.finish()
    }

    /// Stretches of a round way, each beginning where the one before ended.
    fn laps(&self) -> Vec<&[Point]> {
        let lap_m = match self.discipline.ground {
            Ground::Water => 500.0,
            _ if self.discipline.has_power => 5000.0,
            _ => 1000.0,
        };
        if !self.discipline.has_way() && self.discipline.ground != Ground::Machine {
            return vec![&self.points];
        }
        let number = |point: &Point| (point.metres / lap_m).floor();
        let crossed = |(n, pair): (usize, &[Point])| match pair {
            [a, b] if number(b) > number(a) => Some(n + 1),
            _ => None,
        };
        let mut ends: Vec<usize> = self
            .points
            .windows(2)
            .enumerate()
            .filter_map(crossed)
            .collect();
        let last = self.points.len().saturating_sub(1);
        if ends.last() != Some(&last) {
            ends.push(last);
        }
        let mut from = 0;
        let mut laps = Vec::new();
        for end in ends {
            laps.extend(
                self.points
                    .get(from..=end)
                    .filter(|points| points.len() > 1),
            );
            from = end;
        }
        laps
    }

    fn sample(&self, writer: &mut Writer, start: u32, point: &Point) {
        use mesgdef::Record;
        let mut fields = vec![
            (Record::TIMESTAMP, Value::U32(start + point.second)),
            (
                Record::HEART_RATE,
                Value::U8(point.heart_rate.round() as u8),
            ),
        ];
        if let Some((latitude, longitude)) = point.place {
            fields.push((Record::POSITION_LAT, Value::I32(semicircles(latitude))));
            fields.push((Record::POSITION_LONG, Value::I32(semicircles(longitude))));
        }
        if self.has_altitude() {
            fields.push((
                Record::ENHANCED_ALTITUDE,
                Value::U32(altitude(point.altitude)),
            ));
        }
        if self.discipline.speed > 0.0 {
            fields.push((Record::DISTANCE, Value::U32(hundredths(point.metres))));
            fields.push((
                Record::ENHANCED_SPEED,
                Value::U32((point.speed * 1000.0) as u32),
            ));
        }
        if self.discipline.cadence > 0.0 {
            fields.push((Record::CADENCE, Value::U8(point.cadence.round() as u8)));
        }
        if self.discipline.has_power {
            fields.push((Record::POWER, Value::U16(point.power.round() as u16)));
        }
        if let Some(temperature) = self.temperature {
            fields.push((Record::TEMPERATURE, Value::I8(temperature.round() as i8)));
        }
        writer.message(1, MesgNum::RECORD, &fields);
    }

    fn has_altitude(&self) -> bool {
        self.discipline.has_way() && self.discipline.ground != Ground::Water
    }

    fn lap(&self, writer: &mut Writer, start: u32, index: usize, lap: &Totals) {
        use mesgdef::Lap;
        let mut fields = vec![
            (Lap::MESSAGE_INDEX, Value::U16(index as u16)),
            (Lap::TIMESTAMP, Value::U32(start + lap.to.second)),
            (Lap::START_TIME, Value::U32(start + lap.from.second)),
            (Lap::TOTAL_ELAPSED_TIME, Value::U32(lap.seconds() * 1000)),
            (Lap::TOTAL_TIMER_TIME, Value::U32(lap.seconds() * 1000)),
            (
                Lap::AVG_HEART_RATE,
                Value::U8(lap.heart_rate.0.round() as u8),
            ),
            (
                Lap::MAX_HEART_RATE,
                Value::U8(lap.heart_rate.1.round() as u8),
            ),
            (Lap::LAP_TRIGGER, Value::Enum(2)),
        ];
        if self.discipline.speed > 0.0 {
            fields.push((Lap::TOTAL_DISTANCE, Value::U32(hundredths(lap.metres()))));
        }
        writer.message(2, MesgNum::LAP, &fields);
    }

    fn session(&self, writer: &mut Writer, start: u32, laps: usize, whole: &Totals) {
        use mesgdef::Session;
        let (sport, sub_sport) = self.discipline.codes;
        let mut fields = vec![
            (Session::TIMESTAMP, Value::U32(start + self.seconds)),
            (Session::START_TIME, Value::U32(start)),
            (Session::SPORT, Value::Enum(sport)),
            (Session::SUB_SPORT, Value::Enum(sub_sport)),
            (Session::TOTAL_ELAPSED_TIME, Value::U32(self.seconds * 1000)),
            (Session::TOTAL_TIMER_TIME, Value::U32(self.seconds * 1000)),
            (
                Session::TOTAL_CALORIES,
                Value::U16(self.calories.round() as u16),
            ),
            (
                Session::AVG_HEART_RATE,
                Value::U8(whole.heart_rate.0.round() as u8),
            ),
            (
                Session::MAX_HEART_RATE,
                Value::U8(whole.heart_rate.1.round() as u8),
            ),
            (Session::FIRST_LAP_INDEX, Value::U16(0)),
            (Session::NUM_LAPS, Value::U16(laps as u16)),
        ];
        if self.discipline.speed > 0.0 {
            fields.push((
                Session::TOTAL_DISTANCE,
                Value::U32(hundredths(whole.metres())),
            ));
            let max_speed = Value::U32((whole.max_speed * 1000.0) as u32);
            fields.push((Session::ENHANCED_MAX_SPEED, max_speed));
        }
        if self.has_altitude() {
            let (up, down, top) = whole.altitude;
            fields.push((Session::TOTAL_ASCENT, Value::U16(up.round() as u16)));
            fields.push((Session::TOTAL_DESCENT, Value::U16(down.round() as u16)));
            fields.push((Session::ENHANCED_MAX_ALTITUDE, Value::U32(altitude(top))));
        }
        if self.discipline.cadence > 0.0 {
            fields.push((Session::AVG_CADENCE, Value::U8(whole.cadence.round() as u8)));
        }
        if self.discipline.has_power {
            let powers: Vec<f64> = self.points.iter().map(|point| point.power).collect();
            let every_s = self.seconds / (powers.len().saturating_sub(1).max(1) as u32);
            let normalized = ride::normalized(&powers, every_s);
            fields.push((Session::AVG_POWER, Value::U16(whole.power.0.round() as u16)));
            fields.push((Session::MAX_POWER, Value::U16(whole.power.1.round() as u16)));
            fields.push((
                Session::NORMALIZED_POWER,
                Value::U16(normalized.round() as u16),
            ));
        }
        if let Some(temperature) = self.temperature {
            fields.push((
                Session::AVG_TEMPERATURE,
                Value::I8(temperature.round() as i8),
            ));
        }
        if !self.lengths.is_empty() {
            fields.push((
                Session::POOL_LENGTH,
                Value::U16(hundredths(self.pool_m) as u16),
            ));
            fields.push((
                Session::NUM_ACTIVE_LENGTHS,
                Value::U16(self.lengths.len() as u16),
            ));
        }
        writer.message(5, MesgNum::SESSION, &fields);
    }

    fn lengths_and_sets(&self, writer: &mut Writer, start: u32) {
        use mesgdef::Length;
        for (index, length) in self.lengths.iter().enumerate() {
            let millis = (length.seconds * 1000.0).round() as u32;
            let end = start + length.start + length.seconds.round() as u32;
            writer.message(
                3,
                MesgNum::LENGTH,
                &[
                    (Length::MESSAGE_INDEX, Value::U16(index as u16)),
                    (Length::TIMESTAMP, Value::U32(end)),
                    (Length::START_TIME, Value::U32(start + length.start)),
                    (Length::TOTAL_ELAPSED_TIME, Value::U32(millis)),
                    (Length::TOTAL_TIMER_TIME, Value::U32(millis)),
                    (Length::TOTAL_STROKES, Value::U16(length.strokes)),
                    (Length::SWIM_STROKE, Value::Enum(length.stroke)),
                    (Length::LENGTH_TYPE, Value::Enum(1)),
                ],
            );
        }
        for set in &self.sets {
            let from = start + set.start;
            set_messages(writer, from, set);
        }
    }
}

fn set_messages(writer: &mut Writer, from: u32, set: &super::outing::Set) {
    use mesgdef::Set;
    let end = from + set.seconds;
    writer.message(
        3,
        MesgNum::SET,
        &[
            (Set::TIMESTAMP, Value::U32(end)),
            (Set::DURATION, Value::U32(set.seconds * 1000)),
            (Set::REPETITIONS, Value::U16(set.repetitions)),
            (
                Set::WEIGHT,
                Value::U16((set.weight_kg * 16.0).round() as u16),
            ),
            (Set::SET_TYPE, Value::U8(1)),
            (Set::START_TIME, Value::U32(from)),
            (Set::CATEGORY, Value::U16(set.lift.category)),
        ],
    );
    writer.message(
        4,
        MesgNum::SET,
        &[
            (Set::TIMESTAMP, Value::U32(end + set.rest_s)),
            (Set::DURATION, Value::U32(set.rest_s * 1000)),
            (Set::SET_TYPE, Value::U8(0)),
            (Set::START_TIME, Value::U32(end)),
        ],
    );
}

fn hundredths(metres: f64) -> u32 {
    (metres * 100.0).round() as u32
}

/// As FIT stores it: fifths of a metre above 500 m under the sea.
fn altitude(metres: f64) -> u32 {
    ((metres + 500.0) * 5.0).round() as u32
}
