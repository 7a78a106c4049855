//! Orders of bytes, types, scales, components, sub-fields, times.

use stadion_activity::FieldValue;
use stadion_activity::streams::Channel;

use super::writer::*;
use super::{column, number, only};

#[test]
fn both_orders_of_bytes_give_the_same() {
    let file = |is_big_endian| {
        let mut fit = Fit::activity();
        fit.is_big_endian = is_big_endian;
        for second in 0..3 {
            let fields = [
                time(second),
                u16(7, 250),
                u32(5, second * 350),
                i32(0, 620_000_000),
            ];
            fit.message(1, RECORD, &fields);
        }
        fit.session(2, 2, &[u32(9, 700)]);
        only(fit.finish())
    };
    let (little, big) = (file(false), file(true));
    assert_eq!(column(&little, Channel::Power), [250.0, 250.0, 250.0]);
    assert_eq!(column(&little, Channel::Distance), [0.0, 3.5, 7.0]);
    assert_eq!(number(&little, "total_distance"), 7.0);
    assert_eq!(little.fields, big.fields);
    assert_eq!(
        column(&little, Channel::Distance),
        column(&big, Channel::Distance)
    );
}

#[test]
fn markers_of_no_value_are_none_in_every_type() {
    let mut fit = Fit::activity();
    let none = [
        time(0),
        u8(3, u8::MAX),
        u16(7, u16::MAX),
        i8(13, i8::MAX),
        u32(5, u32::MAX),
        i32(0, i32::MAX),
        i32(1, i32::MAX),
        i16(9, i16::MAX),
        f32(139, f32::from_bits(u32::MAX)),
    ];
    fit.message(1, RECORD, &none);
    fit.message(1, RECORD, &[time(1), u8(3, 120)]);
    let activity = only(
        fit.session(1, 1, &[u16(21, u16::MAX), u8(16, 130)])
            .finish(),
    );
    let known: Vec<_> = activity.streams.channels.keys().copied().collect();
    assert_eq!(known, [Channel::HeartRate]);
    assert_eq!(column(&activity, Channel::HeartRate), [-1.0, 120.0]);
    assert!(!activity.fields.contains_key("fit:session.max_power"));
    assert_eq!(number(&activity, "avg_heart_rate"), 130.0);
}

#[test]
fn scales_offsets_and_enhanced_fields() {
    let mut fit = Fit::activity();
    // 512.4 m and 3.456 m/s; the enhanced fields hold more, and win whatever their place.
    let fields = [
        time(0),
        u32(78, 60_000),
        u16(2, 5_062),
        u16(6, 3_456),
        u32(73, u32::MAX),
        u8(99, 17),
        u16(108, 1_725),
        i8(13, -5),
        i16(9, -250),
        u8(4, 88),
        u8(53, 64),
    ];
    fit.message(1, RECORD, &fields);
    fit.message(1, RECORD, &[time(1), u16(2, 5_062)]);
    let activity = only(fit.session(1, 1, &[]).finish());
    assert_eq!(column(&activity, Channel::Altitude), [11_500.0, 512.4]);
    assert_eq!(column(&activity, Channel::Speed)[0], 3.456);
    assert_eq!(column(&activity, Channel::RespirationRate)[0], 17.25);
    assert_eq!(column(&activity, Channel::Temperature)[0], -5.0);
    assert_eq!(column(&activity, Channel::Grade)[0], -2.5);
    assert_eq!(column(&activity, Channel::Cadence)[0], 88.5);
}

#[test]
fn a_type_narrower_or_wider_than_the_profile_s_is_read_as_written() {
    let mut fit = Fit::activity();
    let fields = [time(0), u8(7, 200), u16(3, 141), u32(2, 5_062)];
    fit.message(1, RECORD, &fields);
    // The marker of the type that is written counts.
    fit.message(
        1,
        RECORD,
        &[time(1), u8(7, 255), u16(3, 255), u32(2, 65_535)],
    );
    let activity = only(fit.session(2, 1, &[]).finish());
    assert_eq!(column(&activity, Channel::Power), [200.0, -1.0]);
    assert_eq!(column(&activity, Channel::HeartRate), [141.0, 255.0]);
    assert_eq!(column(&activity, Channel::Altitude), [512.4, 12_607.0]);
}

#[test]
fn misaligned_sizes_mean_nothing_and_shift_nothing() {
    let mut fit = Fit::activity();
    let fields = [
        time(0),
        raw(7, 0x84, &[1, 2, 3]),
        raw(5, 0x86, &[9, 9]),
        raw(2, 0x84, &[]),
        u8(3, 133),
    ];
    fit.message(1, RECORD, &fields);
    let activity = only(fit.session(1, 0, &[]).finish());
    let known: Vec<_> = activity.streams.channels.keys().copied().collect();
    assert_eq!(known, [Channel::HeartRate]);
    assert_eq!(column(&activity, Channel::HeartRate), [133.0]);
}

#[test]
fn arrays_give_their_first_value_and_texts_lose_their_padding() {
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), array_u16(7, &[u16::MAX, 310, 320])]);
    let fields = [text(110, "Hills \u{e9}", 16), enumerated(6, 3)];
    let activity = only(fit.session(1, 0, &fields).finish());
    assert_eq!(column(&activity, Channel::Power), [310.0]);
    assert_eq!(activity.sub_sport, "trail");
    assert_eq!(
        activity.fields["fit:session.sport_profile_name"],
        FieldValue::Text("Hills \u{e9}".to_owned())
    );
}

#[test]
fn components_are_unpacked_and_accumulated() {
    // Speed in 12 bits of 1/100 m/s and distance in 12 bits of 1/16 m, which rolls over.
    let packed = |speed: u16, distance: u16| {
        let [low, high] = (speed | distance << 12).to_le_bytes();
        bytes(8, &[low, high, (distance >> 4) as u8])
    };
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), packed(250, 4_000)]);
    fit.again(1, &[time(1), packed(300, 4_048)]);
    fit.again(1, &[time(2), packed(350, 8)]);
    fit.again(1, &[time(3), bytes(8, &[255, 255, 255])]);
    let activity = only(fit.session(1, 3, &[]).finish());
    assert_eq!(column(&activity, Channel::Speed), [2.5, 3.0, 3.5, -1.0]);
    assert_eq!(
        column(&activity, Channel::Distance),
        [250.0, 253.0, 256.5, -1.0]
    );
}

#[test]
fn sub_fields_follow_the_sport() {
    let cycles = |sport| {
        let mut fit = Fit::activity();
        fit.message(1, RECORD, &[time(0), u8(3, 120)]);
        only(fit.session(sport, 0, &[u32(10, 4_321)]).finish())
    };
    assert_eq!(number(&cycles(1), "total_strides"), 4_321.0);
    assert_eq!(number(&cycles(5), "total_strokes"), 4_321.0);
    assert_eq!(number(&cycles(0), "total_cycles"), 4_321.0);
}

#[test]
fn compressed_timestamps_continue_the_last_time_and_roll_over() {
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), u8(3, 100)]);
    fit.define(2, RECORD, &[u8(3, 0)]);
    for second in [1, 20, 33, 60] {
        fit.compressed(2, second, &[u8(3, 100 + second as u8)]);
    }
    let activity = only(fit.session(1, 60, &[]).finish());
    assert_eq!(activity.streams.time_ms, [0, 1_000, 20_000, 33_000, 60_000]);
    assert_eq!(column(&activity, Channel::HeartRate)[4], 160.0);
}

#[test]
fn a_compressed_timestamp_without_a_time_before_is_none() {
    let mut fit = Fit::activity();
    fit.define(2, RECORD, &[u8(3, 0)]);
    fit.compressed(2, 5, &[u8(3, 99)]);
    fit.message(1, RECORD, &[time(6), u8(3, 100)]);
    let activity = only(fit.session(1, 6, &[]).finish());
    assert_eq!(column(&activity, Channel::HeartRate), [100.0]);
    assert_eq!(activity.recorded.records, 2);
    assert_eq!(activity.warnings[0].code, "no-times");
}

#[test]
fn a_local_number_may_be_defined_anew() {
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), u8(3, 100)]);
    fit.again(1, &[time(1), u8(3, 101)]);
    fit.message(1, LAP, &[time(2), u32(2, START), u32(9, 500)]);
    fit.message(1, RECORD, &[time(2), u16(7, 222), u8(3, 102)]);
    let activity = only(fit.session(2, 2, &[]).finish());
    assert_eq!(column(&activity, Channel::HeartRate), [100.0, 101.0, 102.0]);
    assert_eq!(column(&activity, Channel::Power), [-1.0, -1.0, 222.0]);
    assert_eq!(activity.parts.len(), 1);
}

#[test]
fn sequences_chained_in_one_file_are_all_read() {
    let file = |from: u32, sport| {
        let mut fit = Fit::activity();
        fit.message(1, RECORD, &[time(from), u8(3, 100)]);
        let fields = [time(from), u32(2, START + from), enumerated(5, sport)];
        fit.message(5, SESSION, &fields).finish()
    };
    let decoded = super::decoded([file(0, 1), file(7_200, 2)].concat());
    let sports: Vec<_> = decoded
        .activities
        .iter()
        .map(|one| one.sport.as_str())
        .collect();
    assert_eq!(sports, ["running", "cycling"]);
    assert!(decoded.warnings.is_empty());
}

#[test]
fn hr_messages_of_a_strap_are_merged_into_records() {
    let mut fit = Fit::activity();
    for second in 0..6 {
        let own = if second == 1 { 55 } else { 255 };
        fit.message(1, RECORD, &[time(second), u8(3, own)]);
    }
    fit.session(5, 6, &[]);
    let mut strap = Fit::activity();
    strap.message(1, HR, &[time(0), u32(9, 4_000), u8(6, 90)]);
    // 4000 + 1024 = 5024 and 6048: their low 12 bits are 928 (0x3a0) and 1952 (0x7a0).
    strap.message(
        1,
        HR,
        &[bytes(10, &[0xa0, 0x03, 0x7a]), bytes(6, &[100, 110])],
    );
    let activity = only([fit.finish(), strap.finish()].concat());
    let rates = column(&activity, Channel::HeartRate);
    // Between beats the last one stands for three seconds.
    assert_eq!(rates, [90.0, 55.0, 110.0, 110.0, 110.0, 110.0]);
}
