//! Tables of what servers answer.

use serde_json::Value;

/// Lines under a head, each column as wide as its widest text; empty without lines.
pub fn columns(head: &[&str], lines: Vec<Vec<String>>) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let head: Vec<String> = head.iter().map(|&text| text.to_owned()).collect();
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(lines).collect();
    let width = |column: usize| {
        let texts = lines.iter().filter_map(|line| line.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let row = |line: &Vec<String>| {
        let cells = line.iter().enumerate();
        let cells = cells.map(|(n, text)| format!("{text:<width$}", width = width(n)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    lines.iter().map(row).collect()
}

/// A moment of the API to the minute.
pub fn moment(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => text.to_owned(),
    }
}

/// Seconds as people say them.
pub fn took(seconds: f64) -> String {
    match seconds {
        s if s < 60.0 => format!("{s:.0} s"),
        s if s < 5_400.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3_600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_texts() {
        let lines = vec![
            vec!["бег".to_owned(), "1".to_owned()],
            vec!["a".into(), String::new()],
        ];
        assert_eq!(columns(&["id", "n"], lines), "id   n\nбег  1\na\n");
        assert_eq!(columns(&["id"], Vec::new()), "");
    }

    #[test]
    fn moments_and_spans_are_short() {
        assert_eq!(
            moment(&json!("2026-11-21T09:05:59.123Z")),
            "2026-11-21 09:05 UTC"
        );
        assert_eq!(moment(&json!(null)), "");
        let spans = [3.2, 119.0, 5_400.0, 259_200.0].map(took);
        assert_eq!(spans, ["3 s", "2 min", "1.5 h", "3.0 days"]);
    }
}
