//! Units as tables write them. Factors are exact by definition (international yard and pound 1959,
//! BIPM SI Brochure), a thermochemical calorie is 4.184 J.

/// From what is written to the unit that values are kept in: `value * factor + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Unit {
    factor: f64,
    offset: f64,
}

impl Unit {
    pub fn of(self, value: f64) -> f64 {
        // Degrees Fahrenheit lose less this way round.
        if self.offset == 0.0 {
            value * self.factor
        } else {
            (value + self.offset) * self.factor
        }
    }
}

/// What is written, in the unit kept (a UCUM code).
const UNITS: &[(&str, &[&str], f64, f64)] = &[
    (
        "m",
        &["m", "meter", "meters", "metre", "metres", "м"],
        1.0,
        0.0,
    ),
    (
        "m",
        &[
            "km",
            "kilometer",
            "kilometers",
            "kilometre",
            "kilometres",
            "км",
        ],
        1000.0,
        0.0,
    ),
    ("m", &["cm", "см"], 0.01, 0.0),
    ("m", &["mi", "mile", "miles"], 1609.344, 0.0),
    ("m", &["ft", "feet", "foot"], 0.3048, 0.0),
    ("m", &["yd", "yards", "yard"], 0.9144, 0.0),
    ("m/s", &["m/s", "mps", "ms", "м/с"], 1.0, 0.0),
    ("m/s", &["km/h", "kmh", "kph", "км/ч"], 1.0 / 3.6, 0.0),
    ("m/s", &["mph", "mi/h", "mi/hr"], 0.44704, 0.0),
    ("m/s", &["km/hr"], 1.0 / 3.6, 0.0),
    ("m/s", &["kn", "kt", "kts", "knots"], 1852.0 / 3600.0, 0.0),
    ("Cel", &["c", "°c", "degc", "celsius", "cel"], 1.0, 0.0),
    ("Cel", &["f", "°f", "degf", "fahrenheit"], 5.0 / 9.0, -32.0),
    ("Cel", &["k", "kelvin"], 1.0, -273.15),
    ("W", &["w", "watt", "watts", "вт"], 1.0, 0.0),
    ("W", &["kw"], 1000.0, 0.0),
    (
        "/min",
        &[
            "/min",
            "bpm",
            "rpm",
            "count/min",
            "strides/min",
            "уд/мин",
            "об/мин",
        ],
        1.0,
        0.0,
    ),
    // Cadence is counted in strides, of two steps.
    ("/min", &["spm", "steps/min", "шаг/мин"], 0.5, 0.0),
    ("deg", &["deg", "°", "degrees"], 1.0, 0.0),
    ("deg", &["rad"], 180.0 / std::f64::consts::PI, 0.0),
    ("deg", &["semicircles"], 180.0 / 2_147_483_648.0, 0.0),
    (
        "s",
        &["s", "sec", "secs", "second", "seconds", "с", "сек"],
        1.0,
        0.0,
    ),
    ("s", &["ms", "msec", "milliseconds", "мс"], 0.001, 0.0),
    ("s", &["min", "mins", "minute", "minutes", "мин"], 60.0, 0.0),
    ("s", &["h", "hr", "hrs", "hour", "hours", "ч"], 3600.0, 0.0),
    ("kcal", &["kcal", "cal", "calories", "ккал"], 1.0, 0.0),
    ("kcal", &["kj", "кдж"], 1.0 / 4.184, 0.0),
    ("J", &["j"], 1.0, 0.0),
    ("J", &["kj", "кдж"], 1000.0, 0.0),
    ("%", &["%"], 1.0, 0.0),
    ("kg", &["kg", "кг"], 1.0, 0.0),
    ("kg", &["lb", "lbs"], 0.453_592_37, 0.0),
    ("mm", &["mm", "мм"], 1.0, 0.0),
    ("mm", &["cm", "см"], 10.0, 0.0),
];

/// How a unit that is written turns into the one kept.
pub(crate) fn find(kept: &str, written: &str) -> Option<Unit> {
    let written = written.to_lowercase();
    let (.., factor, offset) = UNITS
        .iter()
        .find(|(unit, names, ..)| *unit == kept && names.contains(&written.as_str()))?;
    Some(Unit {
        factor: *factor,
        offset: *offset,
    })
}

impl Unit {
    pub fn find(kept: &str, written: &str) -> Option<Self> {
        find(kept, written)
    }

    pub fn kilometres() -> Option<Self> {
        find("m", "km")
    }
}
