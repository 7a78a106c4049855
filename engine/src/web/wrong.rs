//! What parsers say of a text, in words that help whoever sent it.

/// What chrono says, whichever of its types was asked for.
const NO_TIME: [&str; 6] = [
    "input is out of range",
    "no possible date and time matching input",
    "input is not enough for unique date and time",
    "input contains invalid characters",
    "premature end of input",
    "trailing input",
];

/// The message for `sent`; one that helps already stays.
pub fn plainly(message: &str, sent: &str) -> String {
    let sent: String = sent.chars().take(40).collect();
    match message {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            format!("`{sent}` is no whole number")
        }
        "number too large to fit in target type" => format!("`{sent}` is too large a number"),
        "number too small to fit in target type" => format!("`{sent}` is too small a number"),
        "invalid float literal" | "cannot parse float from empty string" => {
            format!("`{sent}` is no number")
        }
        _ if NO_TIME.contains(&message) => format!(
            "`{sent}` cannot be read: a day is written `2026-11-21`, and a time with its offset, \
             `2026-11-21T09:00:00+01:00`"
        ),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset, NaiveDate};

    use super::*;

    /// The messages belong to other libraries: this fails when they change.
    #[test]
    fn every_parser_is_understood() {
        let times = [
            "2026-11-21T09:00:00",
            "2026-11-21",
            "",
            "soon",
            "2026-99-99T00:00:00Z",
        ];
        for text in times {
            let error = text.parse::<DateTime<FixedOffset>>().expect_err(text);
            let said = plainly(&error.to_string(), text);
            assert!(said.contains("with its offset"), "{text}: {said}");
        }
        for text in ["2026", "2026-11-21T09:00:00Z", "2026-02-30", "today"] {
            let error = text.parse::<NaiveDate>().expect_err(text);
            let said = plainly(&error.to_string(), text);
            assert!(said.contains("a day is written"), "{text}: {said}");
        }
        for (text, says) in [
            ("x", "`x` is no whole"),
            ("", "no whole"),
            ("-1", "no whole"),
            ("300", "too large"),
        ] {
            let error = text.parse::<u8>().expect_err(text);
            let said = plainly(&error.to_string(), text);
            assert!(said.contains(says), "{text}: {said}");
        }
        let error = "far".parse::<f64>().expect_err("no number");
        assert_eq!(plainly(&error.to_string(), "far"), "`far` is no number");
    }
}
