//! What a file becomes: sessions, laps, lengths, durations, pauses, channels, local time.

use std::io::Cursor;
use std::ops::ControlFlow;

use stadion_activity::clean::{Cleaning, Fault};
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, FieldValue, Limits, Options, PauseCause, read, read_each};

use super::writer::*;
use super::{column, decoded, number, only};

#[test]
fn running_dynamics_muscle_oxygen_and_more_are_channels() {
    let mut fit = Fit::activity();
    let fields = [
        time(0),
        u16(39, 985),
        u16(40, 3_025),
        u16(41, 2_485),
        u16(83, 812),
        u16(84, 4_987),
        u16(85, 11_234),
        u16(54, 1_213),
        u16(57, 664),
        u8(30, 0x80 | 0x34),
        u8(43, 171),
        u8(44, 160),
        u8(45, 44),
        u8(46, 41),
        u16(33, 512),
        u32(92, 12_345),
        u16(139, 3_755),
    ];
    fit.message(1, RECORD, &fields);
    let activity = only(fit.session(1, 0, &[]).finish());
    let expected = [
        (Channel::VerticalOscillation, 98.5),
        (Channel::StanceTimePercent, 30.25),
        (Channel::StanceTime, 248.5),
        (Channel::VerticalRatio, 8.12),
        (Channel::StanceTimeBalance, 49.87),
        (Channel::StepLength, 1_123.4),
        (Channel::TotalHemoglobinConc, 12.13),
        (Channel::SaturatedHemoglobinPercent, 66.4),
        (Channel::LeftRightBalance, 52.0),
        (Channel::LeftTorqueEffectiveness, 85.5),
        (Channel::RightTorqueEffectiveness, 80.0),
        (Channel::LeftPedalSmoothness, 22.0),
        (Channel::RightPedalSmoothness, 20.5),
        (Channel::Calories, 512.0),
        (Channel::Depth, 12.345),
        (Channel::CoreTemperature, 37.55),
    ];
    for (channel, value) in expected {
        assert_eq!(column(&activity, channel), [value], "{}", channel.name());
    }
    assert_eq!(activity.streams.channels.len(), expected.len());
}

#[test]
fn a_balance_of_an_unknown_side_is_none() {
    let mut fit = Fit::activity();
    fit.message(1, RECORD, &[time(0), u8(30, 48), u8(3, 120)]);
    let activity = only(fit.session(2, 0, &[]).finish());
    assert!(
        activity
            .streams
            .channel(Channel::LeftRightBalance)
            .is_none()
    );
}

#[test]
fn oxygen_saturation_comes_in_messages_of_its_own() {
    let mut fit = Fit::activity();
    for second in 0..30 {
        fit.message(1, RECORD, &[time(second), u8(3, 90)]);
    }
    fit.message(2, SPO2_DATA, &[time(12), u8(0, 94), u8(1, 3)]);
    fit.message(2, SPO2_DATA, &[time(500), u8(0, 91), u8(1, 3)]);
    let activity = only(fit.session(17, 30, &[]).finish());
    let spo2 = column(&activity, Channel::Spo2);
    assert_eq!(spo2[12], 94.0);
    assert_eq!(spo2.iter().filter(|percent| **percent > 0.0).count(), 1);
    assert_eq!(activity.recorded.records, 30);
}

#[test]
fn three_durations_are_kept_apart() {
    let mut fit = Fit::activity();
    let metres = |second: u32| if second < 20 { second * 300 } else { 6_000 };
    for second in 0..40 {
        fit.message(1, RECORD, &[time(second), u32(5, metres(second))]);
    }
    let fields = [
        time(60),
        u32(2, START),
        enumerated(5, 1),
        u32(7, 60_000),
        u32(8, 40_000),
    ];
    let activity = only(fit.message(5, SESSION, &fields).finish());
    assert_eq!(number(&activity, "total_elapsed_time"), 60.0);
    assert_eq!(number(&activity, "total_timer_time"), 40.0);
    assert_eq!(
        activity.fields["track:moving_time"],
        FieldValue::Number(20.0)
    );
    assert_eq!(
        activity.fields["track:elapsed_time"],
        FieldValue::Number(39.0)
    );
}

#[test]
fn the_timer_s_events_are_pauses_with_their_cause() {
    const TIMER: u8 = 0;
    let event = |second, kind, cause| {
        [
            time(second),
            enumerated(0, TIMER),
            enumerated(1, kind),
            u32(3, cause),
        ]
    };
    let (start, stop, stop_all) = (0, 1, 4);
    let mut fit = Fit::activity();
    fit.message(2, EVENT, &event(0, start, 0));
    fit.message(1, RECORD, &[time(0), u8(3, 100)]);
    fit.message(1, RECORD, &[time(10), u8(3, 100)]);
    fit.message(2, EVENT, &event(10, stop_all, 0));
    fit.message(2, EVENT, &event(70, start, 0));
    fit.message(1, RECORD, &[time(75), u8(3, 100)]);
    fit.message(2, EVENT, &event(80, stop, 1));
    fit.message(2, EVENT, &event(95, start, 1));
    fit.message(1, RECORD, &[time(100), u8(3, 100)]);
    // The end is no pause.
    fit.message(2, EVENT, &event(100, stop_all, 0));
    let activity = only(fit.session(1, 100, &[]).finish());
    let told: Vec<_> = activity
        .pauses
        .iter()
        .map(|pause| {
            let from = (pause.start - activity.start_time).num_seconds();
            (from, (pause.end - pause.start).num_seconds(), pause.cause)
        })
        .collect();
    assert_eq!(
        told,
        [(10, 60, PauseCause::Manual), (80, 15, PauseCause::Auto)]
    );
    assert_eq!(
        activity.fields["track:timer_time"],
        FieldValue::Number(25.0)
    );
}

#[test]
fn a_file_without_timer_events_pauses_where_samples_are_missing() {
    let mut fit = Fit::activity();
    for second in (0..20).chain(200..220) {
        fit.message(1, RECORD, &[time(second), u8(3, 100)]);
    }
    let activity = only(fit.session(1, 220, &[]).finish());
    assert_eq!(activity.pauses.len(), 1);
    assert_eq!(activity.pauses[0].cause, PauseCause::Gap);
}

#[test]
fn lengths_of_a_pool_have_stroke_and_swolf() {
    let mut fit = Fit::activity();
    let length = |n: u32, stroke, strokes, kind| {
        [
            time(30 * (n + 1)),
            u32(2, START + 30 * n),
            u32(3, 28_400),
            u32(4, 28_400),
            u16(5, strokes),
            enumerated(7, stroke),
            enumerated(12, kind),
        ]
    };
    fit.message(1, LENGTH, &length(0, 0, 14, 1));
    fit.message(1, LENGTH, &length(1, 2, 10, 1));
    fit.message(1, LENGTH, &length(2, 255, 0, 0));
    let fields = [u16(44, 2_500), enumerated(6, 17), enumerated(43, 5)];
    let activity = only(fit.session(5, 90, &fields).finish());
    assert_eq!(activity.sub_sport, "lap_swimming");
    assert_eq!(number(&activity, "pool_length"), 25.0);
    let word = |n: usize, name: &str| activity.parts[n].fields.get(name).cloned();
    let text = |text: &str| Some(FieldValue::Text(text.to_owned()));
    assert_eq!(word(0, "swim_stroke"), text("freestyle"));
    assert_eq!(word(1, "swim_stroke"), text("breaststroke"));
    assert_eq!(
        (word(2, "swim_stroke"), word(2, "length_type")),
        (None, text("idle"))
    );
    assert_eq!(word(0, "swolf"), Some(FieldValue::Number(42.0)));
    assert_eq!(word(2, "swolf"), None);
    assert_eq!(activity.fields["track:avg_swolf"], FieldValue::Number(40.0));
}

#[test]
fn sessions_share_laps_samples_and_fields_by_time() {
    let mut fit = Fit::activity();
    for second in 0..20 {
        fit.message(1, RECORD, &[time(second), u8(3, 100 + second as u8)]);
    }
    fit.message(2, LAP, &[time(10), u32(2, START)]);
    fit.message(2, LAP, &[time(20), u32(2, START + 10)]);
    let session = |from: u32, sport| {
        [
            time(from + 10),
            u32(2, START + from),
            enumerated(5, sport),
            u32(7, 10_000),
        ]
    };
    fit.message(5, SESSION, &session(0, 1));
    fit.message(5, SESSION, &session(10, 2));
    let decoded = decoded(fit.finish());
    let told: Vec<_> = decoded
        .activities
        .iter()
        .map(|one| (one.sport.as_str(), one.streams.len(), one.parts.len()))
        .collect();
    assert_eq!(told, [("running", 10, 1), ("cycling", 10, 1)]);
    assert_eq!(column(&decoded.activities[1], Channel::HeartRate)[0], 110.0);
}

#[test]
fn the_device_is_told_with_its_software() {
    let mut fit = Fit::default();
    let own = [
        enumerated(0, 4),
        u16(1, 255),
        u16(2, 7),
        u32z(3, 4_242),
        text(8, "Hourglass", 12),
    ];
    fit.message(0, FILE_ID, &own);
    fit.message(0, FILE_CREATOR, &[u16(0, 1_320)]);
    fit.message(1, RECORD, &[time(0), u8(3, 100)]);
    let device = only(fit.session(1, 0, &[]).finish()).device.unwrap();
    assert_eq!(device.manufacturer.as_deref(), Some("development"));
    assert_eq!(device.product.as_deref(), Some("Hourglass"));
    assert_eq!(device.serial.as_deref(), Some("4242"));
    assert_eq!(device.software.as_deref(), Some("1320"));
}

#[test]
fn local_time_is_the_file_s_else_that_of_the_place() {
    let semicircles = |degrees: f64| (degrees * f64::from(1_u32 << 31) / 180.0) as i32;
    let file = |told: Option<u32>| {
        let mut fit = Fit::activity();
        let place = [
            time(0),
            i32(0, semicircles(35.68)),
            i32(1, semicircles(139.69)),
        ];
        fit.message(1, RECORD, &place).session(1, 0, &[]);
        if let Some(seconds) = told {
            fit.message(2, ACTIVITY, &[time(0), u32(5, START + seconds)]);
        }
        only(fit.finish())
    };
    let told = file(Some(7_200));
    assert_eq!((told.utc_offset_s, told.time_zone), (Some(7_200), None));
    let placed = file(None);
    assert_eq!(placed.utc_offset_s, Some(9 * 3_600));
    assert_eq!(placed.time_zone.as_deref(), Some("Asia/Tokyo"));
}

fn faulty() -> Vec<u8> {
    let metre = 1.0 / 111_195.0 * f64::from(1_u32 << 31) / 180.0;
    let mut fit = Fit::activity();
    for second in 0..60_u32 {
        let north = f64::from(second) * 3.0 + if second == 30 { 2_000.0 } else { 0.0 };
        let lat = (596_523_000.0 + north * metre) as i32;
        let (lat, long) = if second == 5 {
            (0, 0)
        } else {
            (lat, 95_000_000)
        };
        let rate = if second == 40 { 230 } else { 140 };
        // One second comes twice, and one after the next.
        let at = match second {
            10 => 9,
            20 => 21,
            21 => 20,
            other => other,
        };
        let power = if second == 50 { 60_000 } else { 200 };
        let fields = [
            time(at),
            i32(0, lat),
            i32(1, long),
            u8(3, rate),
            u16(7, power),
        ];
        fit.message(1, RECORD, &fields);
    }
    fit.session(1, 60, &[]).finish()
}

#[test]
fn faults_are_mended_and_listed() {
    let activity = only(faulty());
    let told: Vec<_> = activity
        .cleaned
        .iter()
        .map(|one| (one.fault, one.channel.as_deref(), one.count, one.applied))
        .collect();
    assert_eq!(
        told,
        [
            (Fault::BackwardTimes, None, 1, true),
            (Fault::ZeroPositions, Some("position_lat"), 1, true),
            (Fault::OutOfRange, Some("power"), 1, true),
            (Fault::DuplicateTimes, None, 1, true),
            (Fault::PositionJumps, Some("position_lat"), 1, true),
            (Fault::Spikes, Some("heart_rate"), 1, true),
        ]
    );
    // What the file has is counted as it was.
    assert_eq!(
        (activity.recorded.records, activity.recorded.positions),
        (60, 60)
    );
    let jump = &activity.cleaned[4].spans[0];
    assert_eq!((jump.from - activity.start_time).num_seconds(), 30);
}

fn cleaned(bytes: Vec<u8>, cleaning: Cleaning) -> Activity {
    let options = Options {
        cleaning,
        ..Options::default()
    };
    let mut found = None;
    read_each("faulty.fit", Cursor::new(bytes), &options, |result| {
        found = result.outcome.unwrap().activities.pop();
        ControlFlow::Continue(())
    });
    found.unwrap()
}

#[test]
fn each_kind_of_fault_can_be_left() {
    let all = read("faulty.fit", faulty(), &Limits::default());
    let all = &all[0].outcome.as_ref().unwrap().activities[0];
    for fault in Fault::ALL {
        let activity = cleaned(faulty(), Cleaning::ALL.without(fault));
        let found = activity.cleaned.iter().find(|one| one.fault == fault);
        // Drift is in no such file; order is always needed.
        let Some(found) = found.filter(|one| one.fault != Fault::BackwardTimes) else {
            continue;
        };
        assert!(!found.applied, "{fault:?}");
        assert_ne!(activity.streams, all.streams, "{fault:?}");
    }
    let none = cleaned(faulty(), Cleaning::NONE);
    assert_eq!(none.streams.len(), 60);
    assert!(none.streams.time_ms.is_sorted());
}
