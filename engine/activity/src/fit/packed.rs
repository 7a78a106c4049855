//! Values that FIT packs into 12 bits each and that continue a running count.

/// Counts on from a value's low 12 bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counter {
    pub total: i64,
}

impl Counter {
    const BITS: u32 = 12;

    pub const fn starting_at(total: i64) -> Self {
        Self { total }
    }

    /// The count whose low bits come next: the smallest that is not less than the last.
    pub fn advance(&mut self, low: i64) -> i64 {
        self.total += (low - self.total) & ((1 << Self::BITS) - 1);
        self.total
    }
}

/// Two 12-bit values in every three bytes, low bits first (FIT protocol, "components").
pub(super) fn unpack(packed: &[u8]) -> impl Iterator<Item = i64> {
    packed.chunks_exact(3).flat_map(|three| match three {
        [a, b, c] => {
            let (a, b, c) = (i64::from(*a), i64::from(*b), i64::from(*c));
            [a | (b & 0x0f) << 8, b >> 4 | c << 4]
        }
        _ => [0, 0],
    })
}

/// `compressed_speed_distance` of a `record`: speed in 1/100 m/s and distance in 1/16 m, the
/// latter counting on from record to record (FIT profile). Metres a second and metres.
pub(super) fn speed_and_distance(packed: &[u8], distance: &mut Counter) -> Option<(f64, f64)> {
    if packed.iter().all(|byte| *byte == u8::MAX) {
        return None;
    }
    let mut values = unpack(packed);
    let speed = values.next()? as f64 / 100.0;
    Some((speed, distance.advance(values.next()?) as f64 / 16.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_bits_are_taken_low_first() {
        assert_eq!(
            unpack(&[0xa0, 0x03, 0x7a, 0xff]).collect::<Vec<_>>(),
            [0x3a0, 0x7a0]
        );
    }

    #[test]
    fn counters_roll_over() {
        let mut counter = Counter::starting_at(4000);
        assert_eq!(counter.advance(4000), 4000);
        assert_eq!(counter.advance(928), 5024);
        assert_eq!(counter.advance(927), 5024 + 4095);
    }

    #[test]
    fn speed_and_distance_are_told_apart() {
        let mut distance = Counter::default();
        // 2.50 m/s (0x0fa) and 32 sixteenths (0x020).
        assert_eq!(
            speed_and_distance(&[0xfa, 0x00, 0x02], &mut distance),
            Some((2.5, 2.0))
        );
        assert_eq!(speed_and_distance(&[0xff, 0xff, 0xff], &mut distance), None);
        assert_eq!(
            speed_and_distance(&[0x00, 0x00, 0x01], &mut distance),
            Some((0.0, 257.0))
        );
    }
}
