//! FIT's bytes: header, definitions, messages, checksums (FIT protocol, D00001275).

use rustyfit::profile::typedef::{FitBaseType, MesgNum};

use crate::fit::crc16;

const HEADER_BYTES: u8 = 14;
const PROTOCOL_VERSION: u8 = 0x20;
const PROFILE_VERSION: u16 = 21_218;
/// Longer texts are cut: a field has at most 255 bytes, the closing zero among them.
const MOST_TEXT: usize = 254;

/// The value of one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Enum(u8),
    I8(i8),
    U8(u8),
    U16(u16),
    U32(u32),
    I32(i32),
    F32(f32),
    F64(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// A whole number of any type; one that the type cannot hold is its "invalid".
    Number(FitBaseType, Option<i64>),
}

impl Value {
    /// Base type and size in bytes (FIT protocol, "base types").
    fn base_type(&self) -> (FitBaseType, u8) {
        let (base, size) = match self {
            Self::Enum(_) => (FitBaseType::ENUM, 1),
            Self::I8(_) => (FitBaseType::SINT8, 1),
            Self::U8(_) => (FitBaseType::UINT8, 1),
            Self::U16(_) => (FitBaseType::UINT16, 2),
            Self::U32(_) => (FitBaseType::UINT32, 4),
            Self::I32(_) => (FitBaseType::SINT32, 4),
            Self::F32(_) => (FitBaseType::FLOAT32, 4),
            Self::F64(_) => (FitBaseType::FLOAT64, 8),
            Self::Text(text) => (FitBaseType::STRING, cut(text).len() + 1),
            Self::Bytes(bytes) => (FitBaseType::BYTE, bytes.len().min(255)),
            Self::Number(base, _) => (*base, Whole::of(*base).bytes),
        };
        (base, size as u8)
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Enum(value) | Self::U8(value) => bytes.push(*value),
            Self::I8(value) => bytes.extend(value.to_le_bytes()),
            Self::U16(value) => bytes.extend(value.to_le_bytes()),
            Self::U32(value) => bytes.extend(value.to_le_bytes()),
            Self::I32(value) => bytes.extend(value.to_le_bytes()),
            // The invalid value of floats is all bits set, one of the many that are no number.
            Self::F32(value) if value.is_nan() => bytes.extend([0xff; 4]),
            Self::F32(value) => bytes.extend(value.to_le_bytes()),
            Self::F64(value) if value.is_nan() => bytes.extend([0xff; 8]),
            Self::F64(value) => bytes.extend(value.to_le_bytes()),
            Self::Text(text) => {
                bytes.extend(cut(text).bytes());
                bytes.push(0);
            }
            Self::Bytes(all) => bytes.extend(all.iter().take(255)),
            Self::Number(base, value) => {
                let whole = Whole::of(*base);
                let value = value.filter(|value| whole.holds(*value));
                let le = value.unwrap_or(whole.invalid).to_le_bytes();
                bytes.extend(le.iter().take(whole.bytes));
            }
        }
    }

    /// A stored number of this type; `None` where it cannot say it.
    pub fn of(base: FitBaseType, raw: f64) -> Option<Self> {
        match base {
            FitBaseType::FLOAT32 => Some(Self::F32(raw as f32)),
            FitBaseType::FLOAT64 => Some(Self::F64(raw)),
            _ => {
                Self::holds(base, raw.round()).then(|| Self::Number(base, Some(raw.round() as i64)))
            }
        }
    }

    /// Its type's way to say nothing.
    pub fn invalid(base: FitBaseType) -> Self {
        match base {
            FitBaseType::FLOAT32 => Self::F32(f32::NAN),
            FitBaseType::FLOAT64 => Self::F64(f64::NAN),
            _ => Self::Number(base, None),
        }
    }

    fn holds(base: FitBaseType, raw: f64) -> bool {
        raw.is_finite() && raw.abs() < 9e15 && Whole::of(base).holds(raw as i64)
    }
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MOST_TEXT))
        .unwrap_or(text)
}

/// What a type of whole numbers can hold.
#[derive(Clone, Copy)]
struct Whole {
    bytes: usize,
    least: i64,
    most: i64,
    invalid: i64,
}

impl Whole {
    fn of(base: FitBaseType) -> Self {
        let unsigned = |bytes: usize| {
            let invalid = (1_i64 << (8 * bytes)) - 1;
            Self {
                bytes,
                least: 0,
                most: invalid - 1,
                invalid,
            }
        };
        let signed = |bytes: usize| {
            let invalid = (1_i64 << (8 * bytes - 1)) - 1;
            Self {
                bytes,
                least: -invalid - 1,
                most: invalid - 1,
                invalid,
            }
        };
        // Types "z" have 0 as the invalid value.
        let zero = |bytes: usize| Self {
            bytes,
            least: 1,
            most: (1_i64 << (8 * bytes)) - 1,
            invalid: 0,
        };
        match base {
            FitBaseType::SINT8 => signed(1),
            FitBaseType::SINT16 => signed(2),
            FitBaseType::SINT32 => signed(4),
            FitBaseType::UINT16 => unsigned(2),
            FitBaseType::UINT32 => unsigned(4),
            FitBaseType::UINT8Z => zero(1),
            FitBaseType::UINT16Z => zero(2),
            FitBaseType::UINT32Z => zero(4),
            _ => unsigned(1),
        }
    }

    fn holds(&self, value: i64) -> bool {
        (self.least..=self.most).contains(&value)
    }
}

/// Collects messages. A definition is written before the first message of each local number, and
/// again where its fields change.
#[derive(Default)]
pub(crate) struct Writer {
    messages: Vec<u8>,
    defined: [Vec<u8>; 16],
}

impl Writer {
    pub fn message(&mut self, local: u8, kind: MesgNum, fields: &[(u8, Value)]) {
        self.with_developer_fields(local, kind, fields, &[]);
    }

    /// Developer fields are numbered within developer data index 0.
    pub fn with_developer_fields(
        &mut self,
        local: u8,
        kind: MesgNum,
        fields: &[(u8, Value)],
        more: &[(u8, Value)],
    ) {
        let local = local & 0x0f;
        let definition = definition(local, kind, fields, more);
        if let Some(known) = self.defined.get_mut(usize::from(local))
            && *known != definition
        {
            self.messages.extend(&definition);
            *known = definition;
        }
        self.messages.push(local);
        for (_, value) in fields.iter().chain(more) {
            value.put(&mut self.messages);
        }
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bytes = vec![HEADER_BYTES, PROTOCOL_VERSION];
        bytes.extend(PROFILE_VERSION.to_le_bytes());
        bytes.extend((self.messages.len() as u32).to_le_bytes());
        bytes.extend(b".FIT");
        bytes.extend(crc16(&bytes).to_le_bytes());
        bytes.extend(self.messages);
        bytes.extend(crc16(&bytes).to_le_bytes());
        bytes
    }
}

fn definition(local: u8, kind: MesgNum, fields: &[(u8, Value)], more: &[(u8, Value)]) -> Vec<u8> {
    const DEFINITION: u8 = 0x40;
    const DEVELOPER: u8 = 0x20;
    const LITTLE_ENDIAN: u8 = 0;
    let developer = if more.is_empty() { 0 } else { DEVELOPER };
    let [low, high] = kind.0.to_le_bytes();
    let count = fields.len() as u8;
    let mut bytes = vec![
        DEFINITION | developer | local,
        0,
        LITTLE_ENDIAN,
        low,
        high,
        count,
    ];
    for (number, value) in fields {
        let (base, size) = value.base_type();
        bytes.extend([*number, size, base.0]);
    }
    if !more.is_empty() {
        bytes.push(more.len() as u8);
        for (number, value) in more {
            bytes.extend([*number, value.base_type().1, 0]);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(value: &Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        bytes
    }

    #[test]
    fn what_a_type_cannot_hold_is_invalid() {
        let number = |base, value| bytes(&Value::Number(base, Some(value)));
        assert_eq!(number(FitBaseType::UINT8, 254), [254]);
        assert_eq!(number(FitBaseType::UINT8, 255), [255]);
        assert_eq!(number(FitBaseType::UINT8, 300), [255]);
        assert_eq!(number(FitBaseType::SINT8, -128), [128]);
        assert_eq!(number(FitBaseType::SINT8, 127), [127]);
        assert_eq!(number(FitBaseType::SINT16, -2), [0xfe, 0xff]);
        assert_eq!(number(FitBaseType::UINT32Z, 0), [0, 0, 0, 0]);
        assert_eq!(bytes(&Value::Number(FitBaseType::UINT16, None)), [255, 255]);
        assert!(Value::holds(FitBaseType::UINT16, 65_534.0));
        assert!(!Value::holds(FitBaseType::UINT16, 65_535.0));
        assert!(!Value::holds(FitBaseType::UINT16, f64::NAN));
        assert_eq!(bytes(&Value::F64(f64::NAN)), [0xff; 8]);
    }

    #[test]
    fn texts_end_in_zero_and_are_cut_between_characters() {
        assert_eq!(bytes(&Value::Text("é".into())), [0xc3, 0xa9, 0]);
        let long = Value::Text("é".repeat(200));
        let (_, size) = long.base_type();
        assert_eq!((bytes(&long).len(), size), (255, 255));
    }

    #[test]
    fn a_definition_is_written_once_and_again_when_fields_change() {
        let mut writer = Writer::default();
        writer.message(1, MesgNum::RECORD, &[(3, Value::U8(140))]);
        writer.message(1, MesgNum::RECORD, &[(3, Value::U8(141))]);
        let twice = writer.messages.len();
        writer.message(1, MesgNum::RECORD, &[(4, Value::U8(85))]);
        assert_eq!((twice, writer.messages.len()), (9 + 2 + 2, 13 + 9 + 2));
    }
}
