//! Fields that applications added.

use stadion_activity::streams::{Channel, decode, encode};
use stadion_activity::{FieldValue, Limits, read};

use super::writer::*;
use super::{column, only, shown};

const UINT8: u8 = 0x02;
const SINT16: u8 = 0x83;
const FLOAT32: u8 = 0x88;

/// A description: application, number, type, name, unit, and more.
fn describe(
    fit: &mut Fit,
    (index, number, base): (u8, u8, u8),
    name: &str,
    unit: &str,
    more: &[Field],
) {
    let own = [
        u8(0, index),
        u8(1, number),
        u8(2, base),
        text(3, name, 24),
        text(8, unit, 16),
    ];
    fit.message(3, FIELD_DESCRIPTION, &[&own, more].concat());
}

#[test]
fn a_developer_field_has_name_unit_scale_and_numbers() {
    let mut fit = Fit::activity();
    let id: Vec<u8> = (0..16).collect();
    fit.message(3, DEVELOPER_DATA_ID, &[bytes(1, &id), u8(3, 0), u32(4, 12)]);
    let scale = [u8(6, 10), i8(7, -5)];
    describe(
        &mut fit,
        (0, 4, SINT16),
        "Leaf temperature",
        "\u{b0}C",
        &scale,
    );
    for (second, value) in [(0, 160_i16), (1, i16::MAX), (2, 165)] {
        fit.message(1, RECORD, &[time(second), u8(3, 120), i16(4, value).by(0)]);
    }
    let activity = only(fit.session(1, 2, &[i16(4, 163).by(0)]).finish());
    let leaf = &activity.streams.open["dev:Leaf temperature"];
    assert_eq!((leaf.unit.as_str(), leaf.decimals), ("\u{b0}C", 1));
    // 160 / 10 - (-5)
    assert_eq!(shown(&leaf.values), [21.0, -1.0, 21.5]);
    let field = &activity.developer_fields[0];
    assert_eq!((field.index, field.number), (0, 4));
    assert_eq!(
        field.application.as_deref(),
        Some("000102030405060708090a0b0c0d0e0f")
    );
    assert_eq!(field.channel.as_deref(), Some("dev:Leaf temperature"));
    assert_eq!(field.total, Some(FieldValue::Number(21.3)));
    assert_eq!(field.native, None);
}

#[test]
fn a_field_that_stands_for_the_profile_s_own_fills_it_where_it_is_missing() {
    let native = |field| [u16(14, RECORD), u8(15, field)];
    let file = |has_own: bool| {
        let mut fit = Fit::activity();
        describe(&mut fit, (0, 0, UINT8), "Power", "Watts", &native(7));
        describe(
            &mut fit,
            (0, 1, FLOAT32),
            "Oscillation",
            "Centimeters",
            &native(39),
        );
        let own = if has_own { 200 } else { u16::MAX };
        let fields = [time(0), u16(7, own), u8(0, 240).by(0), f32(1, 6.25).by(0)];
        only(fit.message(1, RECORD, &fields).session(1, 0, &[]).finish())
    };
    let alone = file(false);
    assert_eq!(column(&alone, Channel::Power), [240.0]);
    assert_eq!(column(&alone, Channel::VerticalOscillation), [62.5]);
    assert!(alone.streams.open.is_empty());
    let power = &alone.developer_fields[0];
    assert_eq!(power.native.as_deref(), Some("record.power"));
    assert_eq!(
        (power.native_number, power.channel.as_deref()),
        (Some(7), Some("power"))
    );
    let both = file(true);
    assert_eq!(column(&both, Channel::Power), [200.0]);
    assert_eq!(shown(&both.streams.open["dev:Power"].values), [240.0]);
}

#[test]
fn two_applications_may_use_one_name() {
    let mut fit = Fit::activity();
    describe(&mut fit, (0, 0, UINT8), "Load", "", &[]);
    describe(&mut fit, (1, 0, UINT8), "Load", "kg", &[]);
    fit.message(1, RECORD, &[time(0), u8(0, 1).by(0), u8(0, 2).by(1)]);
    let activity = only(fit.session(1, 0, &[]).finish());
    let told: Vec<_> = activity
        .streams
        .columns()
        .map(|(name, unit, _)| (name, unit))
        .collect();
    assert_eq!(told, [("dev:Load", ""), ("dev:Load 2", "kg")]);
}

#[test]
fn fields_without_description_or_with_texts_shift_nothing() {
    let mut fit = Fit::activity();
    describe(&mut fit, (0, 0, 0x07), "Place", "", &[]);
    let fields = [
        time(0),
        text(0, "Kai", 8).by(0),
        u16(9, 7).by(0),
        u8(3, 140),
    ];
    fit.message(1, RECORD, &fields);
    fit.again(
        1,
        &[
            time(1),
            text(0, "Hof", 8).by(0),
            u16(9, 8).by(0),
            u8(3, 141),
        ],
    );
    let activity = only(fit.session(1, 1, &[text(0, "Nord", 8).by(0)]).finish());
    assert_eq!(column(&activity, Channel::HeartRate), [140.0, 141.0]);
    assert!(activity.streams.open.is_empty());
    let total = activity.developer_fields[0].total.clone();
    assert_eq!(total, Some(FieldValue::Text("Nord".to_owned())));
}

#[test]
fn stored_developer_channels_come_back_bit_for_bit() {
    let mut fit = Fit::activity();
    describe(&mut fit, (0, 0, FLOAT32), "Wind", "m/s", &[]);
    for second in 0..700 {
        let value = (second as f32).sin() * 12.0;
        fit.message(1, RECORD, &[time(second), f32(0, value).by(0)]);
    }
    let activity = only(fit.session(2, 700, &[]).finish());
    let back = decode(&encode(&activity.streams)).unwrap();
    assert_eq!(back.open, activity.streams.open);
    assert_eq!(back.open["dev:Wind"].decimals, 5);
}

#[test]
fn names_and_numbers_of_fields_are_bounded() {
    let mut fit = Fit::activity();
    let mut fields = vec![time(0)];
    for number in 0..40 {
        describe(
            &mut fit,
            (0, number, UINT8),
            &format!("Field\n{number}"),
            "\u{7}",
            &[],
        );
        fields.push(u8(number, number + 1).by(0));
    }
    let bytes = fit.message(1, RECORD, &fields).session(1, 0, &[]).finish();
    let limits = Limits {
        developer_fields: 5,
        ..Limits::default()
    };
    let results = read("many.fit", bytes, &limits);
    let activity = &results[0].outcome.as_ref().unwrap().activities[0];
    assert_eq!(activity.streams.open.len(), 5);
    assert!(activity.streams.open.contains_key("dev:Field 0"));
    assert_eq!(activity.warnings[0].code, "too-many-samples");
    assert_eq!(activity.warnings[0].count, Some(35));
}
