//! `Accept-Language` (RFC 9110, section 12.5.4).

/// The tags of the header, most wanted first; equal weights keep their order. Ranges that are
/// refused (`q=0`), and `*`, which names no language, are left out.
pub(super) fn by_quality(header: &str) -> Vec<String> {
    let mut ranges: Vec<(u16, &str)> = header.split(',').take(32).filter_map(range).collect();
    ranges.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    ranges.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}

/// `ru;q=0.8` → `(800, "ru")`.
fn range(part: &str) -> Option<(u16, &str)> {
    let mut pieces = part.split(';').map(str::trim);
    let tag = pieces.next().filter(|tag| !tag.is_empty() && *tag != "*")?;
    let weight = match pieces.find_map(|piece| piece.strip_prefix("q=")) {
        None => 1.0,
        Some(q) => q.parse::<f64>().ok().filter(|q| (0.0..=1.0).contains(q))?,
    };
    let thousandths = (weight * 1000.0).round() as u16;
    (thousandths > 0).then_some((thousandths, tag))
}
