//! Reads a sensor's bytes by a layout. The page does the same in JavaScript; `tests/vectors/` holds
//! what both have to give.

use serde_json::{Map, Number, Value};
use stadion_pack::adapter::model::{Condition, Endian, Layout, LayoutField, ValueType};

/// The bytes end before a field does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    pub field: String,
    pub has: usize,
    pub needs: usize,
}

/// The fields that are there, and the flags; what is missing by its own mark is left out. Bytes behind
/// the last field are of a later version of the sensor's, and passed over.
///
/// # Errors
/// When a field that the flags promise is not there whole.
pub fn read(layout: &Layout, bytes: &[u8]) -> Result<Map<String, Value>, Short> {
    let mut values = Map::new();
    let mut flags: Vec<(&str, u64)> = Vec::new();
    let mut at = 0;
    for field in &layout.fields {
        if !field.only_if.iter().all(|one| holds(one, &flags)) {
            continue;
        }
        let size = field.ty.bytes();
        if field.repeat {
            let mut list = Vec::new();
            while let Some(piece) = bytes.get(at..at + size) {
                list.extend(number(field, piece));
                at += size;
            }
            values.insert(field.name.clone(), Value::Array(list));
            continue;
        }
        let Some(piece) = bytes.get(at..at + size) else {
            return Err(Short {
                field: field.name.clone(),
                has: bytes.len().saturating_sub(at),
                needs: size,
            });
        };
        at += size;
        if !field.bits.is_empty() {
            let whole = unsigned(piece, field.endian);
            for bits in &field.bits {
                let mask = (1_u64 << bits.count) - 1;
                let value = (whole >> bits.first) & mask;
                flags.push((&bits.name, value));
                values.insert(bits.name.clone(), Value::from(value));
            }
        }
        if field.name != "_"
            && let Some(value) = number(field, piece)
        {
            values.insert(field.name.clone(), value);
        }
    }
    Ok(values)
}

fn holds(condition: &Condition, flags: &[(&str, u64)]) -> bool {
    let flag = flags.iter().find(|(name, _)| *name == condition.flag);
    flag.is_some_and(|(_, value)| *value != 0) == condition.set
}

fn number(field: &LayoutField, piece: &[u8]) -> Option<Value> {
    let is_plain =
        field.scale.to_bits() == 1.0_f64.to_bits() && field.offset.to_bits() == 0.0_f64.to_bits();
    let raw = match field.ty {
        ValueType::Sfloat => decimal(unsigned(piece, field.endian), 12)?,
        ValueType::Float => decimal(unsigned(piece, field.endian), 24)?,
        ValueType::F32 => {
            let bits = u32::try_from(unsigned(piece, field.endian)).ok()?;
            f64::from(f32::from_bits(bits))
        }
        _ => {
            let whole = signed(
                unsigned(piece, field.endian),
                piece.len(),
                field.ty.is_signed(),
            );
            if field.missing == Some(whole) {
                return None;
            }
            if is_plain {
                return Some(Value::from(whole));
            }
            whole as f64
        }
    };
    Number::from_f64(raw * field.scale + field.offset).map(Value::Number)
}

fn unsigned(piece: &[u8], endian: Endian) -> u64 {
    let add = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
    match endian {
        Endian::Little => piece.iter().rev().fold(0, add),
        Endian::Big => piece.iter().fold(0, add),
    }
}

fn signed(value: u64, bytes: usize, is_signed: bool) -> i64 {
    let bits = bytes * 8;
    let value = i64::try_from(value).unwrap_or(i64::MAX);
    if is_signed && value >> (bits - 1) == 1 {
        value - (1_i64 << bits)
    } else {
        value
    }
}

/// A number with a decimal exponent above it (IEEE 11073-20601, annex F): of `mantissa` bits, the five
/// values around the middle say that there is none.
fn decimal(value: u64, mantissa: usize) -> Option<f64> {
    let width = if mantissa == 12 { 4 } else { 8 };
    let value = i64::try_from(value).ok()?;
    let number = value & ((1 << mantissa) - 1);
    let middle = 1_i64 << (mantissa - 1);
    if (middle - 2..=middle + 2).contains(&number) {
        return None;
    }
    let number = if number >= middle {
        number - (1 << mantissa)
    } else {
        number
    };
    let exponent = value >> mantissa;
    let exponent = if exponent >> (width - 1) == 1 {
        exponent - (1 << width)
    } else {
        exponent
    };
    let power = 10_f64.powi(i32::try_from(exponent.unsigned_abs()).ok()?);
    let scaled = if exponent < 0 {
        number as f64 / power
    } else {
        number as f64 * power
    };
    scaled.is_finite().then_some(scaled)
}
