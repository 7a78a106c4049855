//! Checksums, files cut short, and what is behind their end.

use stadion_activity::streams::Channel;
use stadion_activity::{Limits, read};

use super::writer::*;
use super::{codes, column, decoded};

fn ten_seconds() -> Fit {
    let mut fit = Fit::activity();
    fit.define(1, RECORD, &[time(0), u8(3, 0)]);
    for second in 0..10 {
        fit.again(1, &[time(second), u8(3, 100 + second as u8)]);
    }
    fit.session(1, 9, &[]);
    fit
}

fn samples(bytes: Vec<u8>) -> (usize, bool, Vec<String>) {
    let decoded = decoded(bytes);
    let told = codes(&decoded).into_iter().map(str::to_owned).collect();
    (decoded.activities[0].streams.len(), decoded.partial, told)
}

#[test]
fn a_right_checksum_is_no_matter() {
    assert_eq!(samples(ten_seconds().finish()), (10, false, vec![]));
}

#[test]
fn a_bad_or_zero_checksum_is_a_warning() {
    let told = (10, false, vec!["bad-checksum".to_owned()]);
    for last in [[0x12, 0x34], [0, 0]] {
        let mut bytes = ten_seconds().unsummed();
        bytes.extend(last);
        assert_eq!(samples(bytes), told);
    }
    let mut header = ten_seconds().unsummed();
    header[12] ^= 1;
    let bytes = [header.clone(), sum(&header).to_le_bytes().to_vec()].concat();
    assert_eq!(samples(bytes), told);
    let missing = vec!["no-checksum".to_owned()];
    assert_eq!(samples(ten_seconds().unsummed()), (10, false, missing));
}

#[test]
fn a_header_without_a_sum_of_its_own_is_right() {
    let mut bytes = ten_seconds().unsummed();
    bytes[12..14].fill(0);
    bytes.extend(sum(&bytes).to_le_bytes());
    assert_eq!(samples(bytes), (10, false, vec![]));
    // Twelve bytes are a header, too.
    let mut short = ten_seconds().unsummed();
    short.drain(12..14);
    short[0] = 12;
    short.extend(sum(&short).to_le_bytes());
    assert_eq!(samples(short), (10, false, vec![]));
}

#[test]
fn a_truncated_file_is_read_up_to_the_break() {
    let whole = ten_seconds().finish();
    for lost in [1, 20, 80] {
        let (kept, partial, told) = samples(whole[..whole.len() - lost].to_vec());
        // The first byte lost is of the checksum.
        assert_eq!((partial, kept == 10), (lost > 1, lost < 60), "{lost}");
        assert_eq!(
            told,
            [if lost == 1 {
                "no-checksum"
            } else {
                "truncated"
            }]
        );
    }
}

#[test]
fn a_file_cut_between_two_messages_is_truncated_too() {
    let fit = ten_seconds();
    let mut first = Fit::activity();
    first.define(1, RECORD, &[time(0), u8(3, 0)]);
    let before = 14 + first.messages.len();
    let (kept, partial, told) = samples(fit.finish()[..before + 4 * 6].to_vec());
    assert_eq!((kept, partial), (4, true));
    assert_eq!(told, ["truncated"]);
}

#[test]
fn an_unterminated_file_is_read() {
    let mut bytes = ten_seconds().unsummed();
    bytes[4..8].fill(0);
    assert_eq!(
        samples(bytes.clone()),
        (10, true, vec!["unfinished".to_owned()])
    );
    // Cut within a message as well, or with a sum that nothing announces.
    bytes.extend([0x05, 0x2f]);
    assert_eq!(
        samples(bytes.clone()),
        (10, true, vec!["unfinished".to_owned()])
    );
    bytes.truncate(bytes.len() - 40);
    let (kept, partial, _) = samples(bytes);
    assert!(kept >= 8 && partial);
}

#[test]
fn a_message_that_was_never_defined_ends_the_reading() {
    let mut fit = ten_seconds();
    fit.messages.push(0x0b);
    fit.message(1, RECORD, &[time(20), u8(3, 90)]);
    assert_eq!(
        samples(fit.finish()),
        (10, true, vec!["damaged".to_owned()])
    );
}

#[test]
fn trailing_bytes_are_told() {
    let bytes = [ten_seconds().finish(), b"and more".to_vec()].concat();
    let decoded = decoded(bytes);
    assert_eq!(codes(&decoded), ["trailing-bytes"]);
    assert_eq!(decoded.warnings[0].count, Some(8));
    assert_eq!(column(&decoded.activities[0], Channel::HeartRate).len(), 10);
}

#[test]
fn other_files_of_a_device_are_told_apart() {
    let refusal = |kind| {
        let mut fit = Fit::of_type(kind);
        fit.message(1, RECORD, &[time(0), u8(3, 60)]);
        let results = read("other.fit", fit.finish(), &Limits::default());
        results[0].outcome.as_ref().unwrap_err().clone()
    };
    let all = [
        (32, "monitoring-file", "all-day monitoring"),
        (28, "monitoring-file", "all-day monitoring"),
        (15, "monitoring-file", "all-day monitoring"),
        (6, "course-file", "a planned course"),
        (5, "workout-file", "a planned workout"),
        (7, "workout-file", "a training schedule"),
        (2, "settings-file", "a device's settings"),
        (3, "settings-file", "a device's sport settings"),
        (1, "settings-file", "what a device can do"),
        (9, "not-an-activity", "weight measurements"),
        (10, "not-an-activity", "running totals"),
        (11, "not-an-activity", "a list of goals"),
        (14, "not-an-activity", "blood pressure"),
        (99, "not-an-activity", "another kind"),
    ];
    for (kind, code, words) in all {
        let refusal = refusal(kind);
        assert_eq!(refusal.code, code, "type {kind}");
        assert!(refusal.reason.contains(words), "{refusal:?}");
        assert!(refusal.remedy.contains("upload"), "{refusal:?}");
    }
}

#[test]
fn a_file_of_no_type_and_one_of_nothing() {
    let mut fit = Fit::default();
    fit.message(1, RECORD, &[time(0), u8(3, 60)]);
    assert_eq!(samples(fit.finish()), (1, false, vec![]));
    let results = read("empty.fit", Fit::activity().finish(), &Limits::default());
    assert_eq!(results[0].outcome.as_ref().unwrap_err().code, "empty");
}
