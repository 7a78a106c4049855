//! Samples as FIT records: a channel goes into the profile's field of its name, another into a
//! developer field of its own.

use rustyfit::profile::typedef::{FitBaseType, MesgNum};
use rustyfit::profile::{ProfileType, lookup, mesgdef};

use super::layer::{Value, Writer};
use super::{LOCAL_DESCRIPTION, LOCAL_DEVELOPER, LOCAL_RECORD, stamp_of};
use crate::Activity;
use crate::streams::OPEN_PREFIX;

/// Says who made the developer fields: sixteen bytes of our own, the same in every file.
const APPLICATION_ID: &[u8; 16] = b"stadion-channels";
/// Types (FIT protocol, "base types").
const FLOAT64: u8 = 0x89;
const SINT32: u8 = 0x85;
/// The mark of the right side.
const RIGHT: f64 = 128.0;

/// The columns of an activity, ready to be written sample by sample.
pub(super) struct Records<'a> {
    activity: &'a Activity,
    native: Vec<Column<'a>>,
    developer: Vec<Open<'a>>,
}

/// A channel that the profile has no field for.
struct Open<'a> {
    name: &'a str,
    unit: &'a str,
    /// Of whole numbers that are as fine as the channel is stored; `None` where a field's scale, one
    /// byte, cannot say that.
    scale: Option<u8>,
    values: &'a [f64],
}

/// One field of a record, and what it holds of its channel.
struct Column<'a> {
    number: u8,
    base: FitBaseType,
    scale: f64,
    offset: f64,
    part: Share,
    values: &'a [f64],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    All,
    /// Before the point, where another field has what is after it.
    Whole,
    Fraction,
    /// Percent, with the mark that it is the right side's (FIT profile, `left_right_balance`).
    Right,
}

impl<'a> Records<'a> {
    pub fn of(activity: &'a Activity) -> Self {
        let (mut native, mut developer) = (Vec::new(), Vec::new());
        for (name, unit, values) in activity.streams.columns() {
            let columns = columns(name, values);
            if columns.is_empty() {
                let open = activity.streams.open.get(name);
                developer.push(Open {
                    name: name.strip_prefix(OPEN_PREFIX).unwrap_or(name),
                    unit,
                    scale: open.and_then(|open| 10_u8.checked_pow(u32::from(open.decimals))),
                    values,
                });
            }
            native.extend(columns);
        }
        Self {
            activity,
            native,
            developer,
        }
    }

    /// What has to stand before the first record that has developer fields.
    pub fn describe(&self, writer: &mut Writer) {
        use mesgdef::{DeveloperDataId, FieldDescription};
        if self.developer.is_empty() {
            return;
        }
        let id = [
            (
                DeveloperDataId::APPLICATION_ID,
                Value::Bytes(APPLICATION_ID.to_vec()),
            ),
            (DeveloperDataId::DEVELOPER_DATA_INDEX, Value::U8(0)),
        ];
        writer.message(LOCAL_DEVELOPER, MesgNum::DEVELOPER_DATA_ID, &id);
        for (number, open) in (0..).zip(&self.developer) {
            let base = if open.scale.is_some() {
                SINT32
            } else {
                FLOAT64
            };
            let mut description = vec![
                (FieldDescription::DEVELOPER_DATA_INDEX, Value::U8(0)),
                (FieldDescription::FIELD_DEFINITION_NUMBER, Value::U8(number)),
                (FieldDescription::FIT_BASE_TYPE_ID, Value::U8(base)),
                (
                    FieldDescription::FIELD_NAME,
                    Value::Text(open.name.to_owned()),
                ),
                (FieldDescription::UNITS, Value::Text(open.unit.to_owned())),
            ];
            let scale = open
                .scale
                .map(|scale| (FieldDescription::SCALE, Value::U8(scale)));
            description.extend(scale);
            writer.message(LOCAL_DESCRIPTION, MesgNum::FIELD_DESCRIPTION, &description);
        }
    }

    /// The record of one sample.
    pub fn write(&self, writer: &mut Writer, index: usize, time_ms: i64) {
        let at = stamp_of(self.activity.start_time, time_ms);
        let mut fields = vec![(mesgdef::Record::TIMESTAMP, Value::U32(at))];
        fields.extend(self.native.iter().map(|column| column.field(index)));
        let more = (0..).zip(&self.developer);
        let more: Vec<_> = more.map(|(n, open)| (n, open.value(index))).collect();
        writer.with_developer_fields(LOCAL_RECORD, MesgNum::RECORD, &fields, &more);
    }
}

impl Open<'_> {
    fn value(&self, index: usize) -> Value {
        let value = self.values.get(index).copied().unwrap_or(f64::NAN);
        match self.scale {
            Some(scale) => Value::of(FitBaseType::SINT32, value * f64::from(scale))
                .unwrap_or_else(|| Value::invalid(FitBaseType::SINT32)),
            None => Value::F64(value),
        }
    }
}

impl Column<'_> {
    fn field(&self, index: usize) -> (u8, Value) {
        let value = self.values.get(index).copied().unwrap_or(f64::NAN);
        let raw = match self.part {
            Share::All => (value + self.offset) * self.scale,
            Share::Whole => value.floor() * self.scale,
            Share::Fraction => (value - value.floor()) * self.scale,
            Share::Right => value.round() + RIGHT,
        };
        let held = Value::of(self.base, raw);
        (
            self.number,
            held.unwrap_or_else(|| Value::invalid(self.base)),
        )
    }
}

/// The fields of the profile's `record` that say a channel: the enhanced one where there is one, the
/// parts before and after the point where they are apart; none of a channel that is not in it.
fn columns<'a>(name: &str, values: &'a [f64]) -> Vec<Column<'a>> {
    let enhanced = format!("enhanced_{name}");
    let fraction = format!("fractional_{name}");
    let of = |wanted: &str, part: Share| {
        (0..=u8::MAX).find_map(|number| {
            let field = lookup::field_reference(MesgNum::RECORD, number)?;
            let is_balance = field.profile_type() == ProfileType::LeftRightBalance;
            let is_number = is_balance || is_number(field.profile_type());
            let fits = field.name() == wanted && !field.array() && is_number;
            let semicircles = field.units() == "semicircles";
            fits.then(|| Column {
                number,
                base: field.base_type(),
                scale: if semicircles {
                    crate::fit::SEMICIRCLE_DEG.recip()
                } else {
                    field.scale()
                },
                offset: field.offset(),
                part: if is_balance { Share::Right } else { part },
                values,
            })
        })
    };
    match (of(&enhanced, Share::All), of(&fraction, Share::Fraction)) {
        (Some(column), _) => vec![column],
        (None, Some(fraction)) => of(name, Share::Whole)
            .into_iter()
            .chain([fraction])
            .collect(),
        (None, None) => of(name, Share::All).into_iter().collect(),
    }
}

/// Whether a field counts or measures; others hold flags or words.
fn is_number(kind: ProfileType) -> bool {
    matches!(
        kind,
        ProfileType::Sint8
            | ProfileType::Uint8
            | ProfileType::Sint16
            | ProfileType::Uint16
            | ProfileType::Sint32
            | ProfileType::Uint32
            | ProfileType::Float32
    )
}
