//! Apple Health's export: workouts, with the heart rate and other records of their time and their
//! routes joined to them.
//!
//! Records stand before the workouts in the file and are as many as there were seconds in years.
//! So the file is gone through twice as a stream: for the workouts, then for the records within
//! them. What a pass holds is bounded; workouts that do not fit wait for one more.

mod excerpt;
mod finish;
mod readings;
mod scan;
mod sports;
mod workout;

use std::io::BufRead;

use readings::{Kept, Readings};
use scan::{Broken, scan};
use workout::{Workout, Workouts};

use crate::read::Handed;
use crate::{Decoded, Format, Refusal};

const FORMAT: Option<Format> = Some(Format::AppleHealth);

/// Readings held at a time; one takes 12 bytes.
const READINGS: usize = 3_000_000;
/// How often the records are gone through at most.
const PASSES: usize = 8;

/// An export that can be gone through again and again.
pub(crate) trait Export {
    /// Gives the document from its start.
    fn pass(&mut self, read: &mut dyn FnMut(&mut dyn BufRead)) -> Result<(), Refusal>;

    /// The file of a route, by its path from the export's folder.
    fn route(&mut self, path: &str) -> Option<Vec<u8>>;
}

/// Gives a result for each workout.
pub(crate) fn read(name: &str, export: &mut dyn Export, handed: &mut Handed) {
    read_within(name, export, handed, READINGS);
}

fn read_within(name: &str, export: &mut dyn Export, handed: &mut Handed, most: usize) {
    let mut found = Workouts::within(handed.limits());
    let mut broken = None;
    let passed = export.pass(&mut |document| {
        broken = scan(document, &mut found).err();
    });
    if let Err(refusal) = passed {
        return handed.refuse(name, FORMAT, refusal);
    }
    let (workouts, left_out) = found.finish();
    if workouts.is_empty() {
        let refusal = match &broken {
            Some(Broken(why)) => Refusal::damaged(format!("The export breaks off: {why}.")),
            None => Refusal::no_samples("an export of Apple Health"),
        };
        return handed.refuse(name, FORMAT, refusal);
    }
    give_all(name, &workouts, export, handed, most);
    if let Some(Broken(why)) = broken {
        let reason = format!("The export breaks off, so workouts may be missing: {why}.");
        handed.refuse(name, FORMAT, Refusal::damaged(reason));
    }
    if left_out > 0 {
        let reason =
            format!("The export has more workouts than are read at a time; left out: {left_out}.");
        handed.refuse(name, FORMAT, Refusal::too_large(reason));
    }
}

/// Batch by batch, each as large as its readings allow.
fn give_all(
    name: &str,
    workouts: &[Workout],
    export: &mut dyn Export,
    handed: &mut Handed,
    most: usize,
) {
    let mut rest = workouts;
    for pass in 0..=PASSES {
        if rest.is_empty() || handed.is_over() {
            return;
        }
        // After the last pass workouts are told without the readings of their time.
        let is_last = pass == PASSES;
        let mut readings = Readings::of(rest, most, handed.limits().samples);
        if !is_last {
            // A break was heard of in the first pass; what comes before it counts.
            let _ = export.pass(&mut |document| {
                let _ = scan(document, &mut readings);
            });
        }
        let kept = readings.finish();
        let done = kept.by_workout.len();
        let (batch, later) = rest.split_at(done.min(rest.len()));
        for (workout, kept) in batch.iter().zip(kept.by_workout) {
            give(name, workout, (kept, is_last), export, handed);
            if handed.is_over() {
                return;
            }
        }
        rest = later;
    }
}

fn give(
    name: &str,
    workout: &Workout,
    (kept, is_unread): (Kept, bool),
    export: &mut dyn Export,
    handed: &mut Handed,
) {
    let routes: Vec<(String, Vec<u8>)> = workout
        .routes
        .iter()
        .filter_map(|path| Some((path.clone(), export.route(path)?)))
        .collect();
    let own = format!("{name}/{}", excerpt::name(workout, !routes.is_empty()));
    let bytes = excerpt::write(workout, &kept, &routes);
    let activity = finish::activity(workout, &kept, &routes, is_unread, handed.limits());
    let outcome = match activity {
        Some(activity) => Ok(Decoded {
            activities: vec![activity],
            ..Decoded::default()
        }),
        None => Err(Refusal::no_times("workout")),
    };
    handed.give(&own, FORMAT, bytes, outcome);
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::Options;
    use crate::streams::Channel;

    struct Text(String);

    impl Export for Text {
        fn pass(&mut self, read: &mut dyn FnMut(&mut dyn BufRead)) -> Result<(), Refusal> {
            read(&mut self.0.as_bytes());
            Ok(())
        }

        fn route(&mut self, _: &str) -> Option<Vec<u8>> {
            None
        }
    }

    fn day(day: u32, beats: u32) -> (String, String) {
        let records = (0..beats).map(|n| {
            format!(
                "<Record type=\"HKQuantityTypeIdentifierHeartRate\" sourceName=\"W\" unit=\"count/min\" \
                startDate=\"2024-05-{day:02} 07:00:{n:02} +0000\" endDate=\"2024-05-{day:02} 07:00:{n:02} +0000\" value=\"{}\"/>",
                100 + n
            )
        });
        let workout = format!(
            "<Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" sourceName=\"W\" \
            startDate=\"2024-05-{day:02} 07:00:00 +0000\" endDate=\"2024-05-{day:02} 07:01:00 +0000\"/>"
        );
        (records.collect(), workout)
    }

    #[test]
    fn workouts_that_do_not_fit_wait_for_another_pass() {
        let days = [day(1, 30), day(2, 20), day(3, 40), day(4, 50)];
        let records: String = days.iter().map(|(records, _)| records.as_str()).collect();
        let workouts: String = days.iter().map(|(_, workout)| workout.as_str()).collect();
        let document = format!("<HealthData>{records}{workouts}</HealthData>");
        let told = |most: usize| {
            let options = Options::default();
            let mut counts = Vec::new();
            crate::read::hear(
                &options,
                |result| {
                    let decoded = result.outcome.unwrap();
                    let rates = decoded.activities[0].streams.channel(Channel::HeartRate);
                    counts.push(rates.map_or(0, <[f64]>::len));
                    ControlFlow::Continue(())
                },
                |handed| read_within("x", &mut Text(document.clone()), handed, most),
            );
            counts
        };
        assert_eq!(told(1_000), [30, 20, 40, 50]);
        assert_eq!(told(60), [30, 20, 40, 50]);
        // One that fits nowhere is cut.
        assert_eq!(told(35), [30, 20, 35, 35]);
    }
}
