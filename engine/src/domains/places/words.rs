//! Coordinates and distances as people write and read them.

use super::model::{LEAST_RADIUS, MOST_RADIUS, Position, USUAL_RADIUS};
use crate::domains::workouts::displays;
use crate::web::ui::format::Formats;
use crate::web::ui::pages::Choice;

/// Metres to choose from; the API takes any between the first and the last.
const RADII: [f64; 8] = [
    LEAST_RADIUS,
    100.0,
    200.0,
    USUAL_RADIUS,
    800.0,
    1_500.0,
    3_000.0,
    MOST_RADIUS,
];

/// `400 m`.
pub fn radius(metres: f64, formats: &Formats) -> String {
    formats.quantity(metres, &displays::height()).to_string()
}

/// What there is to choose, and what is so far.
pub fn radii(chosen: f64, formats: &Formats) -> Vec<Choice> {
    let mut all = RADII.to_vec();
    if !all.contains(&chosen) {
        all.push(chosen);
        all.sort_by(f64::total_cmp);
    }
    let choice = |metres: f64| Choice {
        value: metres.to_string(),
        label: radius(metres, formats),
        is_chosen: metres.total_cmp(&chosen).is_eq(),
    };
    all.into_iter().map(choice).collect()
}

/// Five digits after the point are a metre.
pub fn position(at: Position) -> String {
    let digits = |degrees: f64| format!("{degrees:.5}");
    format!("{}, {}", digits(at.latitude), digits(at.longitude))
}

/// `52.5145, 13.3501` as maps give it, also with decimal commas: `52,5145 13,3501`.
pub fn read_position(text: &str) -> Option<Position> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ';')
        .map(|part| part.trim_matches(','))
        .filter(|part| !part.is_empty())
        .collect();
    let (latitude, longitude) = match parts.as_slice() {
        [both] => both.split_once(',')?,
        [latitude, longitude] => (*latitude, *longitude),
        _ => return None,
    };
    let degrees = |text: &str| {
        let text = text
            .trim_end_matches('°')
            .replace(',', ".")
            .replace('−', "-");
        text.parse::<f64>().ok()
    };
    let at = Position {
        latitude: degrees(latitude)?,
        longitude: degrees(longitude)?,
    };
    let is_on_earth = at.latitude.abs() <= 90.0 && at.longitude.abs() <= 180.0;
    is_on_earth.then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_as_maps_give_them() {
        let at = Position {
            latitude: 52.5145,
            longitude: -13.3501,
        };
        for text in [
            "52.5145, -13.3501",
            "52.5145,-13.3501",
            "52,5145 −13,3501",
            " 52.5145°; -13.3501° ",
            "52,5145, -13,3501",
        ] {
            assert_eq!(read_position(text), Some(at), "{text}");
        }
        for text in [
            "",
            "52.5",
            "91, 0",
            "0, 181",
            "north, west",
            "1 2 3",
            "NaN, 1",
            "inf 1",
        ] {
            assert_eq!(read_position(text), None, "{text}");
        }
        assert_eq!(read_position(&position(at)), Some(at));
    }
}
