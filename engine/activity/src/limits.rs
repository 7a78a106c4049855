//! How much of a stranger's file is taken in.

/// Bounds for [`crate::read`]; what exceeds one is refused or cut, and said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one unpacked file.
    pub file_bytes: usize,
    /// Bytes of everything unpacked from one upload together. Files are unpacked one at a time, so
    /// this bounds the work, not the memory: 3,000 activities of 1.3 MiB each.
    pub unpacked_bytes: u64,
    /// Bytes of one health export, which is read as a stream and never held.
    pub export_bytes: u64,
    /// Unpacked bytes per packed byte, beyond a free first mebibyte. Deflate cannot exceed 1032;
    /// activity files stay under 30.
    pub ratio: usize,
    /// Files in one upload, archives counted too. An export of ten years holds some 3,000
    /// activities, and as many photos may lie beside them.
    pub entries: usize,
    /// Archives within archives: 1 allows a `.zip` of `.gz` files.
    pub nesting: usize,
    /// Samples of one file. Two million are 23 days at one a second.
    pub samples: usize,
    /// Values in the columns of one file together; a column counts as long as the time axis.
    pub values: usize,
    /// Fields of applications in one FIT file: those in records become columns.
    pub developer_fields: usize,
    /// Sessions, laps, lengths and sets of one file, each.
    pub parts: usize,
    /// Depth of XML elements.
    pub xml_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 4 << 30,
            export_bytes: 8 << 30,
            ratio: 200,
            entries: 10_000,
            nesting: 1,
            samples: 2_000_000,
            values: 40_000_000,
            developer_fields: 32,
            parts: 20_000,
            xml_depth: 64,
        }
    }
}
