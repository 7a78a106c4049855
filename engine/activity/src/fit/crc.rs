//! The checksum of FIT files: CRC-16/ARC (polynomial 0x8005, reflected, from 0), over header and
//! messages (FIT protocol, "CRC").

use crc::{CRC_16_ARC, Crc, Table};

const ARC: Crc<u16, Table<16>> = Crc::<u16, Table<16>>::new(&CRC_16_ARC);

pub(crate) fn crc16(bytes: &[u8]) -> u16 {
    ARC.checksum(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_check_value() {
        assert_eq!(crc16(b"123456789"), 0xbb3d);
    }
}
