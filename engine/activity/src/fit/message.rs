//! Values of FIT fields: "invalid" markers told apart, numbers and texts taken out.

use rustyfit::profile::typedef::FitBaseType;
use rustyfit::proto::{Field, Value};

/// Seconds from 1970 to the FIT epoch, 1989-12-31T00:00:00Z (FIT protocol, `date_time`).
const EPOCH_S: i64 = 631_065_600;
/// Below this a `date_time` counts from when the device was switched on (FIT profile).
const CLOCK_SET_FROM: u32 = 0x1000_0000;
/// Degrees of a semicircle, FIT's unit of position.
pub(super) const SEMICIRCLE_DEG: f64 = 180.0 / (1_u64 << 31) as f64;

/// Seconds since 1970 of a `date_time` field.
pub(super) fn seconds(field: &Field) -> Option<i64> {
    match field.value {
        Value::Uint32(u32::MAX) => None,
        Value::Uint32(value) => Some(i64::from(value) + EPOCH_S),
        _ => None,
    }
}

/// Whether a time comes from a clock that knew the date.
pub(super) fn clock_was_set(seconds: i64) -> bool {
    seconds >= EPOCH_S + i64::from(CLOCK_SET_FROM)
}

/// The field as stored, before scale and offset; of an array its first valid element.
pub(super) fn number(field: &Field) -> Option<f64> {
    let zero_is_invalid = matches!(
        field.base_type,
        FitBaseType::UINT8Z | FitBaseType::UINT16Z | FitBaseType::UINT32Z | FitBaseType::UINT64Z
    );
    // The FIT protocol's invalid values: all bits set, or the largest signed number, or 0 for "z".
    let unsigned = |value: u64, max: u64| {
        let invalid = if zero_is_invalid { 0 } else { max };
        (value != invalid).then_some(value as f64)
    };
    let signed = |value: i64, max: i64| (value != max).then_some(value as f64);
    match &field.value {
        Value::Uint8(v) => unsigned(u64::from(*v), u64::from(u8::MAX)),
        Value::Uint16(v) => unsigned(u64::from(*v), u64::from(u16::MAX)),
        Value::Uint32(v) => unsigned(u64::from(*v), u64::from(u32::MAX)),
        Value::Uint64(v) => unsigned(*v, u64::MAX),
        Value::Int8(v) => signed(i64::from(*v), i64::from(i8::MAX)),
        Value::Int16(v) => signed(i64::from(*v), i64::from(i16::MAX)),
        Value::Int32(v) => signed(i64::from(*v), i64::from(i32::MAX)),
        Value::Int64(v) => signed(*v, i64::MAX),
        Value::Float32(v) => v.is_finite().then_some(f64::from(*v)),
        Value::Float64(v) => v.is_finite().then_some(*v),
        Value::ArrayUint8(v) => v
            .iter()
            .find_map(|v| unsigned(u64::from(*v), u64::from(u8::MAX))),
        Value::ArrayUint16(v) => v
            .iter()
            .find_map(|v| unsigned(u64::from(*v), u64::from(u16::MAX))),
        _ => None,
    }
}

/// A text field without padding; `None` when nothing is left.
pub(super) fn text(field: &Field) -> Option<String> {
    let raw = match &field.value {
        Value::String(text) => text,
        Value::ArrayString(texts) => texts.first()?,
        _ => return None,
    };
    let text = raw.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    (!text.is_empty()).then(|| text.chars().take(200).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(base_type: FitBaseType, value: Value) -> Field {
        Field {
            num: 0,
            base_type,
            value,
            is_expanded: false,
        }
    }

    #[test]
    fn invalid_markers_are_no_numbers() {
        assert_eq!(number(&field(FitBaseType::UINT8, Value::Uint8(255))), None);
        assert_eq!(
            number(&field(FitBaseType::UINT8, Value::Uint8(0))),
            Some(0.0)
        );
        assert_eq!(number(&field(FitBaseType::UINT32Z, Value::Uint32(0))), None);
        assert_eq!(
            number(&field(FitBaseType::SINT32, Value::Int32(i32::MAX))),
            None
        );
        assert_eq!(
            number(&field(FitBaseType::FLOAT32, Value::Float32(f32::NAN))),
            None
        );
        let array = Value::ArrayUint16(Box::new([u16::MAX, 7]));
        assert_eq!(number(&field(FitBaseType::UINT16, array)), Some(7.0));
    }

    #[test]
    fn texts_lose_their_padding() {
        let padded = field(FitBaseType::STRING, Value::String("Trail \0\0".into()));
        assert_eq!(text(&padded).as_deref(), Some("Trail"));
        assert_eq!(
            text(&field(FitBaseType::STRING, Value::String("\0".into()))),
            None
        );
    }

    #[test]
    fn a_clock_that_counts_from_power_on_is_known() {
        let at = seconds(&field(FitBaseType::UINT32, Value::Uint32(17_000_000))).unwrap();
        assert!(!clock_was_set(at));
        assert!(clock_was_set(1_600_000_000));
    }
}
