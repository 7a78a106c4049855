//! The wire format: definitions and data messages, read where they lie in the bytes.
//!
//! Source: FIT SDK, "FIT Protocol", record format. A value is read by the type that its file
//! declares, which need not be the profile's. Nothing is copied, and nothing allocated but for
//! definitions: sixteen of them at a time, of at most 510 fields.

use rustyfit::profile::lookup::SubField;
use rustyfit::profile::typedef::MesgNum;

use super::value::{Base, Value};

const DEFINITION: u8 = 0x40;
const DEVELOPER_DATA: u8 = 0x20;
const COMPRESSED: u8 = 0x80;
const TIME_BITS: u8 = 0x1f;
/// In every kind of message (FIT profile).
pub(super) const TIMESTAMP: u8 = 253;

/// Walks over the messages of one sequence.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    definitions: [Option<Definition>; 16],
    defined: u32,
    /// The last time that any message told, which compressed ones continue.
    clock: Option<u32>,
}

/// Why no message follows although bytes do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// The bytes end within a message.
    Cut,
    /// A message of a kind that was never defined: its length is unknown.
    Undefined,
}

/// How the messages of one local number look, until it is defined anew.
pub(super) struct Definition {
    /// Tells definitions apart.
    number: u32,
    kind: MesgNum,
    places: Vec<Place>,
    developer: Vec<DeveloperPlace>,
    timestamp: Option<Place>,
    size: usize,
}

/// Where a field lies in a message, and how to read it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub number: u8,
    base: Base,
    is_big_endian: bool,
    offset: u32,
    size: u8,
}

/// Where an application's own field lies; its type stands in a description elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeveloperPlace {
    pub number: u8,
    /// Of the application.
    pub index: u8,
    is_big_endian: bool,
    offset: u32,
    size: u8,
}

#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    definition: &'a Definition,
    bytes: &'a [u8],
    time: Option<u32>,
}

impl<'a> Reader<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            definitions: [const { None }; 16],
            defined: 0,
            clock: None,
        }
    }

    /// Bytes not read.
    pub const fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The next data message; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Message<'_>>, Break> {
        while let Some(&header) = self.bytes.get(self.at) {
            let is_compressed = header & COMPRESSED != 0;
            if !is_compressed && header & DEFINITION != 0 {
                self.define(header)?;
                continue;
            }
            let local = if is_compressed {
                header >> 5 & 3
            } else {
                header & 0x0f
            };
            let place = usize::from(local);
            let definition = self.definitions.get(place).and_then(Option::as_ref);
            let size = definition.ok_or(Break::Undefined)?.size;
            let start = self.at + 1;
            let bytes = self.bytes.get(start..start + size).ok_or(Break::Cut)?;
            self.at = start + size;
            return Ok(self.message(place, bytes, is_compressed.then_some(header)));
        }
        Ok(None)
    }

    fn message(
        &mut self,
        place: usize,
        bytes: &'a [u8],
        header: Option<u8>,
    ) -> Option<Message<'_>> {
        let definition = self.definitions.get(place)?.as_ref()?;
        let written = definition.timestamp.and_then(|place| place.time(bytes));
        let time = written.or_else(|| {
            let passed = header?.wrapping_sub(self.clock? as u8) & TIME_BITS;
            Some(self.clock?.wrapping_add(u32::from(passed)))
        });
        self.clock = time.or(self.clock);
        Some(Message {
            definition,
            bytes,
            time,
        })
    }

    fn define(&mut self, header: u8) -> Result<(), Break> {
        let mut cursor = Cursor {
            bytes: self.bytes,
            at: self.at + 1,
        };
        let [_reserved, architecture, a, b, count] = cursor.take()?;
        // Zero is little endian; whatever else is written means the other.
        let is_big_endian = architecture != 0;
        let kind = if is_big_endian {
            u16::from_be_bytes([a, b])
        } else {
            u16::from_le_bytes([a, b])
        };
        let mut offset = 0_u32;
        let mut places = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let [number, size, base] = cursor.take()?;
            let base = Base::of(base, size);
            places.push(Place {
                number,
                base,
                is_big_endian,
                offset,
                size,
            });
            offset += u32::from(size);
        }
        let mut developer = Vec::new();
        if header & DEVELOPER_DATA != 0 {
            let [count] = cursor.take()?;
            for _ in 0..count {
                let [number, size, index] = cursor.take()?;
                developer.push(DeveloperPlace {
                    number,
                    index,
                    is_big_endian,
                    offset,
                    size,
                });
                offset += u32::from(size);
            }
        }
        self.at = cursor.at;
        self.defined += 1;
        let timestamp = places
            .iter()
            .find(|place| place.number == TIMESTAMP)
            .copied();
        let local = usize::from(header & 0x0f);
        if let Some(slot) = self.definitions.get_mut(local) {
            *slot = Some(Definition {
                number: self.defined,
                kind: MesgNum(kind),
                places,
                developer,
                timestamp,
                size: offset as usize,
            });
        }
        Ok(())
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Break> {
        let bytes = self.bytes.get(self.at..self.at + N).ok_or(Break::Cut)?;
        self.at += N;
        bytes.try_into().map_err(|_| Break::Cut)
    }
}

impl Place {
    pub fn value(self, message: &[u8]) -> Value<'_> {
        let start = self.offset as usize;
        let bytes = message.get(start..start + usize::from(self.size));
        Value::new(self.base, self.is_big_endian, bytes.unwrap_or_default())
    }

    fn time(self, message: &[u8]) -> Option<u32> {
        self.value(message).seconds()
    }
}

impl DeveloperPlace {
    /// By the type that the description states (its byte in the protocol).
    pub fn value(self, base: u8, message: &[u8]) -> Value<'_> {
        let place = Place {
            number: self.number,
            base: Base::of(base, self.size),
            is_big_endian: self.is_big_endian,
            offset: self.offset,
            size: self.size,
        };
        place.value(message)
    }
}

impl<'a> Message<'a> {
    pub const fn kind(&self) -> MesgNum {
        self.definition.kind
    }

    /// Of its definition: equal for messages that look alike.
    pub const fn definition(&self) -> u32 {
        self.definition.number
    }

    pub fn places(&self) -> &'a [Place] {
        &self.definition.places
    }

    pub fn developer_places(&self) -> &'a [DeveloperPlace] {
        &self.definition.developer
    }

    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// When it was written, in seconds of FIT: its own timestamp or the compressed one.
    pub const fn time(&self) -> Option<u32> {
        self.time
    }

    pub fn values(&self) -> impl Iterator<Item = (u8, Value<'a>)> {
        let bytes = self.bytes;
        self.places()
            .iter()
            .map(move |place| (place.number, place.value(bytes)))
    }

    pub fn find(&self, number: u8) -> Option<Value<'a>> {
        let place = self.places().iter().find(|place| place.number == number)?;
        Some(place.value(self.bytes))
    }

    pub fn number(&self, number: u8) -> Option<f64> {
        self.find(number)?.number()
    }

    pub fn text(&self, number: u8) -> Option<String> {
        self.find(number)?.text()
    }

    /// Which of a field's other meanings the rest of the message calls for (FIT profile, "dynamic
    /// fields").
    pub fn sub_field<'f>(&self, sub_fields: &'f [SubField]) -> Option<&'f SubField> {
        sub_fields.iter().find(|sub_field| {
            sub_field.maps().iter().any(|map| {
                let wanted = map.ref_field_value() as f64;
                self.number(map.ref_field_num())
                    .is_some_and(|found| (found - wanted).abs() < 0.5)
            })
        })
    }
}
