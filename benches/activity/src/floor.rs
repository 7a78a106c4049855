//! The least that reading a file takes: what it holds goes into columns, and nothing else happens.

use std::hint::black_box;

use chrono::DateTime;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

#[derive(Default)]
struct Columns {
    time: Vec<i64>,
    values: [Vec<f64>; 8],
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

pub fn events(bytes: Vec<u8>) -> usize {
    let mut reader = Reader::from_str(text(&bytes));
    let mut count = 0;
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => return black_box(count),
            _ => count += 1,
        }
    }
}

fn number(element: &BytesStart, name: &str) -> f64 {
    let attribute = element
        .try_get_attribute(name)
        .expect("attributes")
        .expect("the attribute");
    attribute.value.parse().expect("a number")
}

fn millis(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text)
        .expect("a time")
        .timestamp_millis()
}

/// Position, altitude, time, heart rate and cadence.
pub fn gpx(bytes: Vec<u8>) -> usize {
    let mut reader = Reader::from_str(text(&bytes));
    let mut columns = Columns::default();
    let mut slot = None;
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(element) => {
                slot = match element.local_name().as_ref() {
                    "trkpt" => {
                        columns.values[0].push(number(&element, "lat"));
                        columns.values[1].push(number(&element, "lon"));
                        None
                    }
                    "ele" => Some(2),
                    "hr" => Some(3),
                    "cad" => Some(4),
                    "time" => Some(7),
                    _ => None,
                }
            }
            Event::Text(content) => match slot.take() {
                Some(7) => columns.time.push(millis(&content.into_inner())),
                Some(slot) => {
                    columns.values[slot].push(content.into_inner().parse().expect("a number"))
                }
                None => {}
            },
            Event::Eof => return black_box(columns).time.len(),
            _ => {}
        }
    }
}

/// The same and distance.
pub fn tcx(bytes: Vec<u8>) -> usize {
    let mut reader = Reader::from_str(text(&bytes));
    let mut columns = Columns::default();
    let (mut slot, mut in_point, mut in_rate) = (None, false, false);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(element) => {
                slot = match element.local_name().as_ref() {
                    "Trackpoint" => {
                        in_point = true;
                        None
                    }
                    "HeartRateBpm" => {
                        in_rate = true;
                        None
                    }
                    _ if !in_point => None,
                    "LatitudeDegrees" => Some(0),
                    "LongitudeDegrees" => Some(1),
                    "AltitudeMeters" => Some(2),
                    "Value" if in_rate => Some(3),
                    "RunCadence" | "Cadence" => Some(4),
                    "DistanceMeters" => Some(5),
                    "Speed" => Some(6),
                    "Time" => Some(7),
                    _ => None,
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "Trackpoint" => in_point = false,
                "HeartRateBpm" => in_rate = false,
                _ => {}
            },
            Event::Text(content) => match slot.take() {
                Some(7) => columns.time.push(millis(&content.into_inner())),
                Some(slot) => {
                    columns.values[slot].push(content.into_inner().parse().expect("a number"))
                }
                None => {}
            },
            Event::Eof => return black_box(columns).time.len(),
            _ => {}
        }
    }
}

#[derive(Clone, Default)]
struct Definition {
    number: u16,
    /// Field, size, base type.
    fields: Vec<(u8, u8, u8)>,
    size: usize,
}

/// The records' fields as columns, without scale or profile, and the checksum.
pub fn fit(bytes: Vec<u8>) -> usize {
    let head = usize::from(bytes[0]);
    let size = u32::from_le_bytes(bytes[4..8].try_into().expect("four")) as usize;
    let data = &bytes[..head + size];
    let mut crc = 0_u16;
    for byte in data {
        crc = (crc >> 8) ^ TABLE[usize::from((crc ^ u16::from(*byte)) & 0xff)];
    }
    assert_eq!(crc.to_le_bytes(), bytes[head + size..head + size + 2]);
    let mut definitions: [Definition; 16] = Default::default();
    let mut columns: Vec<Vec<i64>> = vec![Vec::new(); 256];
    let (mut at, mut records) = (head, 0);
    while at < data.len() {
        let header = data[at];
        at += 1;
        let local = usize::from(header & 0x0f);
        if header & 0x40 != 0 {
            let count = usize::from(data[at + 4]);
            let fields: Vec<(u8, u8, u8)> = data[at + 5..at + 5 + count * 3]
                .chunks(3)
                .map(|field| (field[0], field[1], field[2]))
                .collect();
            let number = u16::from_le_bytes([data[at + 2], data[at + 3]]);
            at += 5 + count * 3;
            let mut size: usize = fields.iter().map(|field| usize::from(field.1)).sum();
            if header & 0x20 != 0 {
                let more = usize::from(data[at]);
                size += data[at + 1..at + 1 + more * 3]
                    .chunks(3)
                    .map(|field| usize::from(field[1]))
                    .sum::<usize>();
                at += 1 + more * 3;
            }
            definitions[local] = Definition {
                number,
                fields,
                size,
            };
            continue;
        }
        let definition = &definitions[local];
        if definition.number == 20 {
            records += 1;
            let mut from = at;
            for (field, size, kind) in &definition.fields {
                let size = usize::from(*size);
                let raw = &data[from..from + size];
                let value = match (size, kind) {
                    (1, _) => i64::from(raw[0]),
                    (2, _) => i64::from(u16::from_le_bytes([raw[0], raw[1]])),
                    (4, 0x85) => i64::from(i32::from_le_bytes([raw[0], raw[1], raw[2], raw[3]])),
                    (4, _) => i64::from(u32::from_le_bytes([raw[0], raw[1], raw[2], raw[3]])),
                    _ => 0,
                };
                columns[usize::from(*field)].push(value);
                from += size;
            }
        }
        at += definition.size;
    }
    black_box(columns);
    records
}

/// CRC-16/ARC, which FIT has.
const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u16;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xa001
            } else {
                crc >> 1
            };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
};
