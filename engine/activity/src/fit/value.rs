//! Values of FIT fields: base types, their markers of "no value", numbers and texts.
//!
//! Source: FIT SDK, "FIT Protocol", base types.

/// Seconds from 1970 to the FIT epoch, 1989-12-31T00:00:00Z (FIT protocol, `date_time`).
pub(crate) const EPOCH_S: i64 = 631_065_600;
/// Below this a `date_time` counts from when the device was switched on (FIT profile).
const CLOCK_SET_FROM: u32 = 0x1000_0000;
/// Degrees of a semicircle, FIT's unit of position.
pub(crate) const SEMICIRCLE_DEG: f64 = 180.0 / (1_u64 << 31) as f64;
/// Longer texts are cut.
const MOST_CHARS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// `enum`, `uint8` and `byte`: all bits set is none.
    Uint8,
    Uint8z,
    Sint8,
    Uint16,
    Uint16z,
    Sint16,
    Uint32,
    Uint32z,
    Sint32,
    Uint64,
    Uint64z,
    Sint64,
    Float32,
    Float64,
    String,
    /// A size that is no multiple of the type's: such bytes mean no number.
    Misaligned,
}

impl Base {
    /// By the byte in a definition, of which the low five bits count; the top bit only says whether
    /// the order of bytes matters. Types that the protocol lacks are bytes.
    pub fn of(byte: u8, size: u8) -> Self {
        let base = match byte & 0x1f {
            1 => Self::Sint8,
            3 => Self::Sint16,
            4 => Self::Uint16,
            5 => Self::Sint32,
            6 => Self::Uint32,
            7 => Self::String,
            8 => Self::Float32,
            9 => Self::Float64,
            10 => Self::Uint8z,
            11 => Self::Uint16z,
            12 => Self::Uint32z,
            14 => Self::Sint64,
            15 => Self::Uint64,
            16 => Self::Uint64z,
            _ => Self::Uint8,
        };
        if size.is_multiple_of(base.size()) {
            base
        } else {
            Self::Misaligned
        }
    }

    const fn size(self) -> u8 {
        match self {
            Self::Uint8 | Self::Uint8z | Self::Sint8 | Self::String | Self::Misaligned => 1,
            Self::Uint16 | Self::Uint16z | Self::Sint16 => 2,
            Self::Uint32 | Self::Uint32z | Self::Sint32 | Self::Float32 => 4,
            Self::Uint64 | Self::Uint64z | Self::Sint64 | Self::Float64 => 8,
        }
    }

    /// Whether values have a floating point; of others the scale tells how fine they are.
    pub const fn is_float(self) -> bool {
        matches!(self, Self::Float32 | Self::Float64)
    }
}

/// A field of a message as it lies there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    base: Base,
    is_big_endian: bool,
    bytes: &'a [u8],
}

macro_rules! element {
    ($self:ident, $bytes:ident, $kind:ty) => {{
        let bytes = $bytes.first_chunk()?;
        if $self.is_big_endian {
            <$kind>::from_be_bytes(*bytes)
        } else {
            <$kind>::from_le_bytes(*bytes)
        }
    }};
    ($self:ident, $bytes:ident, $kind:ty, none $none:expr) => {{
        let value = element!($self, $bytes, $kind);
        if value == $none {
            None
        } else {
            Some(value as f64)
        }
    }};
}

impl<'a> Value<'a> {
    pub const fn new(base: Base, is_big_endian: bool, bytes: &'a [u8]) -> Self {
        Self {
            base,
            is_big_endian,
            bytes,
        }
    }

    pub const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// As stored, before scale and offset; of an array its first valid element.
    pub fn number(self) -> Option<f64> {
        self.numbers().flatten().next()
    }

    /// The elements of an array; a single value is an array of one.
    pub fn numbers(self) -> impl Iterator<Item = Option<f64>> + use<'a> {
        let elements = self.bytes.chunks_exact(usize::from(self.base.size()));
        elements.map(move |bytes| self.element(bytes))
    }

    #[allow(clippy::cast_lossless)] // One macro for all types.
    fn element(self, bytes: &[u8]) -> Option<f64> {
        match self.base {
            Base::Uint8 => element!(self, bytes, u8, none u8::MAX),
            Base::Uint8z => element!(self, bytes, u8, none 0),
            Base::Sint8 => element!(self, bytes, i8, none i8::MAX),
            Base::Uint16 => element!(self, bytes, u16, none u16::MAX),
            Base::Uint16z => element!(self, bytes, u16, none 0),
            Base::Sint16 => element!(self, bytes, i16, none i16::MAX),
            Base::Uint32 => element!(self, bytes, u32, none u32::MAX),
            Base::Uint32z => element!(self, bytes, u32, none 0),
            Base::Sint32 => element!(self, bytes, i32, none i32::MAX),
            Base::Uint64 => element!(self, bytes, u64, none u64::MAX),
            Base::Uint64z => element!(self, bytes, u64, none 0),
            Base::Sint64 => element!(self, bytes, i64, none i64::MAX),
            // All bits set is one of the numbers that are none.
            Base::Float32 => Some(f64::from(element!(self, bytes, f32))).filter(|v| v.is_finite()),
            Base::Float64 => Some(element!(self, bytes, f64)).filter(|v| v.is_finite()),
            Base::String | Base::Misaligned => None,
        }
    }

    /// Without padding; of several texts the first; `None` when nothing is left.
    pub fn text(self) -> Option<String> {
        if self.base != Base::String {
            return None;
        }
        let texts = self.bytes.split(|byte| *byte == 0);
        let mut texts = texts.filter_map(|text| {
            let text = String::from_utf8_lossy(text);
            let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
            (!text.is_empty()).then(|| text.chars().take(MOST_CHARS).collect())
        });
        texts.next()
    }

    /// Of a `date_time`.
    pub fn seconds(self) -> Option<u32> {
        match self.base {
            Base::Uint32 | Base::Uint32z | Base::Sint32 => self.number().map(|time| time as u32),
            _ => None,
        }
    }
}

/// Seconds since 1970 of seconds of FIT.
pub(super) fn since_1970(seconds: u32) -> i64 {
    i64::from(seconds) + EPOCH_S
}

/// Whether a time comes from a clock that knew the date.
pub(super) fn clock_was_set(seconds: i64) -> bool {
    seconds >= EPOCH_S + i64::from(CLOCK_SET_FROM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn little(byte: u8, bytes: &[u8]) -> Option<f64> {
        Value::new(Base::of(byte, bytes.len() as u8), false, bytes).number()
    }

    #[test]
    fn every_base_type_has_its_marker_of_none() {
        const FF: [u8; 8] = [0xff; 8];
        // Byte of the type, its size, its marker of none.
        let all: [(u8, usize, [u8; 8]); 16] = [
            (0x00, 1, FF),
            (0x01, 1, [0x7f; 8]),
            (0x02, 1, FF),
            (0x83, 2, [0xff, 0x7f, 0, 0, 0, 0, 0, 0]),
            (0x84, 2, FF),
            (0x85, 4, [0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0]),
            (0x86, 4, FF),
            (0x88, 4, FF),
            (0x89, 8, FF),
            (0x0a, 1, [0; 8]),
            (0x8b, 2, [0; 8]),
            (0x8c, 4, [0; 8]),
            (0x0d, 1, FF),
            (0x8e, 8, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
            (0x8f, 8, FF),
            (0x90, 8, [0; 8]),
        ];
        for (byte, size, none) in all {
            assert_eq!(little(byte, &none[..size]), None, "{byte:#x}");
            let mut one = [0; 8];
            one[0] = 1;
            let floats = [0x88, 0x89].contains(&byte);
            let told = little(byte, &one[..size]);
            assert!(
                told == Some(1.0) || floats && told.is_some(),
                "{byte:#x}: {told:?}"
            );
        }
        assert_eq!(little(0x88, &1.5_f32.to_le_bytes()), Some(1.5));
        assert_eq!(little(0x89, &(-2.5_f64).to_le_bytes()), Some(-2.5));
        assert_eq!(little(0x01, &[0xfe]), Some(-2.0));
    }

    #[test]
    fn both_orders_of_bytes_are_read() {
        let bytes = [0x01, 0x02, 0x03, 0x04];
        let value = |is_big| Value::new(Base::Uint32, is_big, &bytes).number();
        assert_eq!(value(false), Some(f64::from(0x0403_0201)));
        assert_eq!(value(true), Some(f64::from(0x0102_0304)));
    }

    #[test]
    fn arrays_skip_what_is_none() {
        assert_eq!(little(0x84, &[0xff, 0xff, 7, 0]), Some(7.0));
        let value = Value::new(Base::Uint8, false, &[1, 255, 3]);
        let told: Vec<_> = value.numbers().collect();
        assert_eq!(told, [Some(1.0), None, Some(3.0)]);
    }

    #[test]
    fn sizes_that_do_not_fit_the_type_mean_no_number() {
        assert_eq!(little(0x86, &[1, 0, 0]), None);
        assert_eq!(little(0x84, &[1, 0, 0]), None);
        assert_eq!(little(0x84, &[]), None);
        // Types that are not in the protocol are bytes.
        assert_eq!(little(0x1f, &[9]), Some(9.0));
    }

    #[test]
    fn texts_lose_their_padding() {
        let text = |bytes| Value::new(Base::String, false, bytes).text();
        assert_eq!(text(b"Trail \0\0").as_deref(), Some("Trail"));
        assert_eq!(text(b"\0\0Second\0Third\0").as_deref(), Some("Second"));
        assert_eq!(text(b"\xff\xfe").as_deref(), Some("\u{fffd}\u{fffd}"));
        assert_eq!(text(b"\0"), None);
    }

    #[test]
    fn a_clock_that_counts_from_power_on_is_known() {
        assert!(!clock_was_set(since_1970(17_000_000)));
        assert!(clock_was_set(1_600_000_000));
    }
}
