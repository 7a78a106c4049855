//! Files whose form is right and whose content is anything: an answer comes, and what it takes is
//! bounded by what was given.

use proptest::prelude::*;
use stadion_activity::streams::{decode, encode};
use stadion_activity::{Activity, Limits, read};

use super::writer::*;

/// Messages that the reader looks into, and one that it does not.
const KINDS: [u16; 14] = [
    FILE_ID,
    SESSION,
    LAP,
    RECORD,
    RECORD,
    EVENT,
    ACTIVITY,
    FILE_CREATOR,
    LENGTH,
    HR,
    FIELD_DESCRIPTION,
    DEVELOPER_DATA_ID,
    SPO2_DATA,
    999,
];

fn field() -> impl Strategy<Value = Field> {
    let number = prop_oneof![0_u8..16, Just(TIMESTAMP), any::<u8>()];
    let value = proptest::collection::vec(any::<u8>(), 0..12);
    (number, any::<u8>(), value, proptest::option::of(0_u8..3)).prop_map(
        |(number, base, value, developer)| {
            let field = raw(number, base, &value);
            developer.map_or(field.clone(), |index| field.by(index))
        },
    )
}

type Written = (u8, usize, bool, Vec<Field>, u32);

fn file(messages: &[Written], is_big_endian: bool) -> Vec<u8> {
    let mut fit = Fit::activity();
    fit.is_big_endian = is_big_endian;
    for (local, kind, has_time, fields, second) in messages {
        let mut fields = fields.clone();
        if *has_time {
            fields.push(time(*second));
        }
        fit.message(*local, KINDS[*kind], &fields);
        fit.again(*local, &fields);
        fit.compressed(local & 3, *second, &fields);
    }
    fit.finish()
}

/// Values in the columns, times among them.
fn cells(activity: &Activity) -> usize {
    activity.streams.len() * (activity.streams.columns().count() + 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn made_up_messages_are_survived(
        messages in proptest::collection::vec(
            (0_u8..16, 0..KINDS.len(), any::<bool>(), proptest::collection::vec(field(), 0..8), 0_u32..100_000),
            1..30,
        ),
        is_big_endian in any::<bool>(),
    ) {
        let bytes = file(&messages, is_big_endian);
        let length = bytes.len();
        for result in read("made-up.fit", bytes, &Limits::default()) {
            match result.outcome {
                Ok(decoded) => for activity in decoded.activities {
                    let streams = &activity.streams;
                    prop_assert!(streams.time_ms.is_sorted());
                    prop_assert!(streams.columns().all(|(_, _, column)| column.len() == streams.len()));
                    prop_assert!(cells(&activity) <= 17 * length + 20_000);
                    let back = decode(&encode(streams)).unwrap();
                    prop_assert_eq!(&back.time_ms, &streams.time_ms);
                },
                Err(refusal) => prop_assert!(!refusal.reason.contains("makes no sense")),
            }
        }
    }
}

#[test]
fn what_columns_take_is_bounded_by_the_input() {
    // A hundred thousand records of two bytes, then one with a value for every channel.
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), u8(3, 100)]);
    fit.define(2, RECORD, &[u8(3, 0)]);
    for second in 0..100_000 {
        fit.compressed(2, second % 32, &[u8(3, 120)]);
    }
    let all: Vec<_> = (0..=255)
        .filter(|number| *number != TIMESTAMP)
        .map(|number| u8(number, 1))
        .collect();
    fit.message(1, RECORD, &[&[time(100_000)], all.as_slice()].concat());
    let bytes = fit.session(1, 0, &[]).finish();
    let length = bytes.len();
    let results = read("sparse.fit", bytes, &Limits::default());
    let activity = &results[0].outcome.as_ref().unwrap().activities[0];
    assert!(cells(activity) <= 17 * length + 20_000);
    let limits = Limits {
        values: 250_000,
        ..Limits::default()
    };
    let mut fit = Fit::activity();
    for second in 0..100_000 {
        fit.message(
            1,
            RECORD,
            &[time(second), u8(3, 100), u8(4, 80), u16(7, 200)],
        );
    }
    let results = read("long.fit", fit.finish(), &limits);
    let activity = &results[0].outcome.as_ref().unwrap().activities[0];
    assert_eq!(activity.streams.len(), 83_333);
    assert_eq!(activity.warnings[0].code, "too-many-samples");
    assert_eq!(activity.warnings[0].count, Some(16_667));
}

#[test]
fn the_most_fields_of_the_longest_size_are_survived() {
    let widest: Vec<_> = (0..=255)
        .map(|number| raw(number, 0x0d, &[7; 255]))
        .collect();
    let many: Vec<_> = widest.iter().take(255).cloned().collect();
    let developers: Vec<_> = many.iter().cloned().map(|field| field.by(0)).collect();
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), u8(3, 100)]);
    fit.message(2, RECORD, &[many, developers].concat());
    fit.message(1, RECORD, &[time(1), u8(3, 101)]);
    let activity = super::only(fit.session(1, 1, &[]).finish());
    assert_eq!(
        super::column(&activity, stadion_activity::streams::Channel::HeartRate).last(),
        Some(&101.0)
    );
}
