//! How much of a stranger's file is taken in.

/// Bounds for [`crate::read`]; what exceeds one is refused or cut, and said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one unpacked file.
    pub file_bytes: usize,
    /// Bytes of everything unpacked from one upload together.
    pub unpacked_bytes: usize,
    /// Unpacked bytes per packed byte, beyond a free first mebibyte. Deflate cannot exceed 1032;
    /// activity files stay under 30.
    pub ratio: usize,
    /// Files in one upload, archives counted too.
    pub entries: usize,
    /// Archives within archives: 1 allows a `.zip` of `.gz` files.
    pub nesting: usize,
    /// Samples of one file. Two million are 23 days at one a second.
    pub samples: usize,
    /// Sessions, laps, lengths and sets of one file, each.
    pub parts: usize,
    /// Depth of XML elements.
    pub xml_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 512 << 20,
            ratio: 200,
            entries: 2_000,
            nesting: 1,
            samples: 2_000_000,
            parts: 20_000,
            xml_depth: 64,
        }
    }
}
