use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn arbitrary_streams() -> impl Strategy<Value = Streams> {
    let row = (
        0_i64..5_000,
        proptest::option::of(-1e5_f64..1e5),
        proptest::option::of(0.0_f64..300.0),
    );
    proptest::collection::vec(row, 0..1500).prop_map(|rows| {
        let mut streams = Streams::default();
        let mut time = 0;
        let (mut altitude, mut heart_rate) = (Vec::new(), Vec::new());
        for (step, metres, beats) in rows {
            time += step;
            streams.time_ms.push(time);
            altitude.push(metres.map_or(f64::NAN, |v| Channel::Altitude.snap(v)));
            heart_rate.push(beats.map_or(f64::NAN, |v| Channel::HeartRate.snap(v)));
        }
        streams.channels.insert(Channel::Altitude, altitude);
        streams.channels.insert(Channel::HeartRate, heart_rate);
        // A channel without values has no chunks, so it does not come back.
        streams
            .channels
            .retain(|_, values| values.iter().any(|value| !value.is_nan()));
        streams
    })
}

fn bits(streams: &Streams) -> Vec<(Channel, Vec<u64>)> {
    let column = |values: &Vec<f64>| values.iter().map(|value| value.to_bits()).collect();
    streams
        .channels
        .iter()
        .map(|(channel, values)| (*channel, column(values)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn snapped_streams_come_back_bit_for_bit(streams in arbitrary_streams()) {
        let back = decode(&encode(&streams)).unwrap();
        prop_assert_eq!(&back.time_ms, &streams.time_ms);
        prop_assert_eq!(bits(&back), bits(&streams));
    }

    #[test]
    fn hostile_bytes_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        plain in proptest::collection::vec(any::<u8>(), 0..200),
        index in any::<u32>(),
        count in any::<u32>(),
    ) {
        let frame = zstd::bulk::compress(&plain, 1).unwrap();
        let packed = [vec![VERSION], frame.clone()].concat();
        let open = [vec![VERSION_OPEN, 200, 0], frame].concat();
        for bytes in [bytes, packed, open] {
            for channel in [Column::Time, Column::Channel(Channel::Power), Column::Open("dev:x".into())] {
                let chunk = Chunk { channel, index, count, min: 0.0, max: 0.0, bytes: bytes.clone() };
                if let Ok(streams) = decode(&[chunk]) {
                    prop_assert!(streams.len() <= CHUNK_SAMPLES);
                }
            }
        }
    }

    #[test]
    fn varints_go_both_ways(value in any::<i64>()) {
        let mut bytes = Vec::new();
        put_varint(&mut bytes, zigzag(value));
        let mut rest = bytes.as_slice();
        prop_assert_eq!(take_varint(&mut rest).map(unzigzag), Some(value));
        prop_assert!(rest.is_empty());
    }
}

fn two_chunks() -> Vec<Chunk> {
    let mut streams = Streams {
        time_ms: (0..700).map(|i| i * 1000).collect(),
        ..Streams::default()
    };
    streams
        .channels
        .insert(Channel::Power, (0..700).map(f64::from).collect());
    encode(&streams)
}

#[test]
fn chunks_carry_their_range() {
    let chunks = two_chunks();
    let power: Vec<_> = chunks
        .iter()
        .filter(|c| c.channel == Column::Channel(Channel::Power))
        .collect();
    assert_eq!(
        power
            .iter()
            .map(|c| (c.index, c.count, c.min, c.max))
            .collect::<Vec<_>>(),
        [(0, 600, 0.0, 599.0), (1, 100, 600.0, 699.0)]
    );
    assert!(chunks.iter().map(|c| c.bytes.len()).sum::<usize>() < 700);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = zstd::bulk::compress(&vec![0; 50 << 20], 19).unwrap();
    let bytes = [vec![VERSION], bomb].concat();
    let chunk = Chunk {
        channel: Column::Time,
        index: 0,
        count: 600,
        min: 0.0,
        max: 0.0,
        bytes,
    };
    assert_eq!(
        decode(&[chunk]),
        Err(CodecError::Damaged {
            column: "time".to_owned(),
            index: 0
        })
    );
}

#[test]
fn misplaced_chunks_are_errors() {
    let mut missing = two_chunks();
    missing.remove(0);
    assert!(matches!(
        decode(&missing),
        Err(CodecError::Order { column, .. }) if column == "time"
    ));
    let mut twice = two_chunks();
    twice.push(twice[2].clone());
    assert_eq!(
        decode(&twice),
        Err(CodecError::Order {
            column: "power".to_owned(),
            index: 0
        })
    );
    let mut version = two_chunks();
    version[0].bytes[0] = 9;
    assert_eq!(
        decode(&version),
        Err(CodecError::Version {
            column: "time".to_owned(),
            index: 0
        })
    );
}

#[test]
fn columns_have_names() {
    for name in ["time", "power", "position_lat", "dev:Leaf temperature"] {
        assert_eq!(Column::from_name(name).unwrap().name(), name);
    }
    assert_eq!(Column::from_name("unknown"), None);
}

#[test]
fn columns_of_one_file_keep_name_unit_and_digits() {
    let open = OpenColumn {
        unit: "µmol/l".to_owned(),
        decimals: 2,
        values: (0..700)
            .map(|i| {
                if i % 7 == 0 {
                    f64::NAN
                } else {
                    f64::from(i) / 100.0
                }
            })
            .collect(),
    };
    let streams = Streams {
        time_ms: (0..700).map(|i| i * 1000).collect(),
        open: BTreeMap::from([("dev:Lactate".to_owned(), open)]),
        ..Streams::default()
    };
    let chunks = encode(&streams);
    assert_eq!(chunks.len(), 4);
    assert_eq!((chunks[2].min, chunks[2].max), (0.01, 5.99));
    let back = decode(&chunks).unwrap();
    let (told, found) = (&streams.open["dev:Lactate"], &back.open["dev:Lactate"]);
    assert_eq!((&found.unit, found.decimals), (&told.unit, told.decimals));
    let bits = |open: &OpenColumn| open.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(found), bits(told));
}

#[test]
fn what_was_stored_before_is_read_as_it_was() {
    // Version 1, three samples of power: 100, none, 102 (101 + 1 zigzagged is 201; 0; 5).
    let plain = [0xc9, 0x01, 0x00, 0x05];
    let packed = zstd::bulk::compress(&plain, 3).unwrap();
    let times = zstd::bulk::compress(&[0x01, 0xd1, 0x0f, 0xd1, 0x0f], 3).unwrap();
    let chunk = |channel, packed: Vec<u8>| Chunk {
        channel,
        index: 0,
        count: 3,
        min: 0.0,
        max: 0.0,
        bytes: [vec![1], packed].concat(),
    };
    let stored = [
        chunk(Column::Time, times),
        chunk(Column::Channel(Channel::Power), packed),
    ];
    let streams = decode(&stored).unwrap();
    assert_eq!(streams.time_ms, [0, 1000, 2000]);
    let power = streams.channel(Channel::Power).unwrap();
    assert_eq!((power[0], power[2]), (100.0, 102.0));
    assert!(power[1].is_nan());
}
