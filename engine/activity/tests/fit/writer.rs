//! FIT files byte by byte, right and wrong.

/// Seconds from 1970 to FIT's epoch.
pub const EPOCH_S: i64 = 631_065_600;
/// 2026-05-01T06:00:00Z in seconds of FIT.
pub const START: u32 = (1_777_615_200 - EPOCH_S) as u32;

pub const FILE_ID: u16 = 0;
pub const SESSION: u16 = 18;
pub const LAP: u16 = 19;
pub const RECORD: u16 = 20;
pub const EVENT: u16 = 21;
pub const ACTIVITY: u16 = 34;
pub const FILE_CREATOR: u16 = 49;
pub const LENGTH: u16 = 101;
pub const HR: u16 = 132;
pub const FIELD_DESCRIPTION: u16 = 206;
pub const DEVELOPER_DATA_ID: u16 = 207;
pub const SPO2_DATA: u16 = 269;
pub const TIMESTAMP: u8 = 253;

/// A field: number, type, and its elements in little endian.
#[derive(Clone, Debug)]
pub struct Field {
    number: u8,
    base: u8,
    elements: Vec<Vec<u8>>,
    /// Of the application, for a developer field.
    developer: Option<u8>,
}

macro_rules! of {
    ($name:ident, $kind:ty, $base:literal) => {
        pub fn $name(number: u8, value: $kind) -> Field {
            Field::new(number, $base, vec![value.to_le_bytes().to_vec()])
        }
    };
}

of!(enumerated, u8, 0x00);
of!(i8, i8, 0x01);
of!(u8, u8, 0x02);
of!(i16, i16, 0x83);
of!(u16, u16, 0x84);
of!(i32, i32, 0x85);
of!(u32, u32, 0x86);
of!(f32, f32, 0x88);
of!(u32z, u32, 0x8c);

pub fn text(number: u8, value: &str, size: usize) -> Field {
    let mut bytes = value.as_bytes().to_vec();
    bytes.resize(size, 0);
    Field::new(number, 0x07, vec![bytes])
}

pub fn bytes(number: u8, value: &[u8]) -> Field {
    Field::new(number, 0x0d, value.iter().map(|byte| vec![*byte]).collect())
}

/// Bytes that claim to be of a type.
pub fn raw(number: u8, base: u8, value: &[u8]) -> Field {
    Field::new(number, base, vec![value.to_vec()])
}

pub fn array_u16(number: u8, values: &[u16]) -> Field {
    let elements = values.iter().map(|value| value.to_le_bytes().to_vec());
    Field::new(number, 0x84, elements.collect())
}

pub fn time(seconds: u32) -> Field {
    u32(TIMESTAMP, START + seconds)
}

impl Field {
    fn new(number: u8, base: u8, elements: Vec<Vec<u8>>) -> Self {
        Self {
            number,
            base,
            elements,
            developer: None,
        }
    }

    /// As an application's field.
    pub fn by(mut self, index: u8) -> Self {
        self.developer = Some(index);
        self
    }

    fn size(&self) -> u8 {
        self.elements.iter().map(Vec::len).sum::<usize>() as u8
    }
}

#[derive(Clone, Default)]
pub struct Fit {
    pub messages: Vec<u8>,
    pub is_big_endian: bool,
}

impl Fit {
    /// Begins with a `file_id` of the type.
    pub fn of_type(kind: u8) -> Self {
        let mut fit = Self::default();
        fit.message(0, FILE_ID, &[enumerated(0, kind), u16(1, 255), u16(2, 7)]);
        fit
    }

    pub fn activity() -> Self {
        Self::of_type(4)
    }

    /// A definition, and a message of it.
    pub fn message(&mut self, local: u8, kind: u16, fields: &[Field]) -> &mut Self {
        self.define(local, kind, fields);
        self.again(local, fields)
    }

    pub fn define(&mut self, local: u8, kind: u16, fields: &[Field]) -> &mut Self {
        let (developer, plain): (Vec<_>, Vec<_>) =
            fields.iter().partition(|field| field.developer.is_some());
        let bit = if developer.is_empty() { 0 } else { 0x20 };
        let kind = if self.is_big_endian {
            kind.to_be_bytes()
        } else {
            kind.to_le_bytes()
        };
        self.messages
            .extend([0x40 | bit | local, 0, u8::from(self.is_big_endian)]);
        self.messages.extend(kind);
        self.messages.push(plain.len() as u8);
        for field in plain {
            self.messages
                .extend([field.number, field.size(), field.base]);
        }
        if !developer.is_empty() {
            self.messages.push(developer.len() as u8);
        }
        for field in developer {
            self.messages
                .extend([field.number, field.size(), field.developer.unwrap()]);
        }
        self
    }

    /// A message of the definition before.
    pub fn again(&mut self, local: u8, fields: &[Field]) -> &mut Self {
        self.messages.push(local);
        self.values(fields)
    }

    /// With the time's low five bits in its header.
    pub fn compressed(&mut self, local: u8, seconds: u32, fields: &[Field]) -> &mut Self {
        let low = (START + seconds) as u8 & 0x1f;
        self.messages.push(0x80 | local << 5 | low);
        self.values(fields)
    }

    fn values(&mut self, fields: &[Field]) -> &mut Self {
        let (developer, plain): (Vec<_>, Vec<_>) =
            fields.iter().partition(|field| field.developer.is_some());
        for element in plain
            .into_iter()
            .chain(developer)
            .flat_map(|field| &field.elements)
        {
            let mut element = element.clone();
            if self.is_big_endian {
                element.reverse();
            }
            self.messages.extend(element);
        }
        self
    }

    /// A session from the start, with more fields.
    pub fn session(&mut self, sport: u8, seconds: u32, fields: &[Field]) -> &mut Self {
        let own = [
            time(seconds),
            u32(2, START),
            enumerated(5, sport),
            u32(7, seconds * 1000),
            u32(8, seconds * 1000),
        ];
        self.message(5, SESSION, &[&own, fields].concat())
    }

    pub fn finish(&self) -> Vec<u8> {
        let mut bytes = self.unsummed();
        bytes.extend(sum(&bytes).to_le_bytes());
        bytes
    }

    /// Without the checksum at the end.
    pub fn unsummed(&self) -> Vec<u8> {
        let mut bytes = vec![14, 0x20, 0xe2, 0x52];
        bytes.extend((self.messages.len() as u32).to_le_bytes());
        bytes.extend(b".FIT");
        bytes.extend(sum(&bytes).to_le_bytes());
        bytes.extend(&self.messages);
        bytes
    }
}

/// FIT's checksum: CRC-16/ARC, bit by bit.
pub fn sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |mut crc, byte| {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xa001
            } else {
                crc >> 1
            };
        }
        crc
    })
}
