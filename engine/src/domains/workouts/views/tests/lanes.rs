//! Charts of channels that no pack names.

use std::collections::BTreeMap;

use stadion_activity::streams::{Channel, OpenColumn, Streams};

use super::{formats, shipped, sport};
use crate::domains::workouts::views::streams::charts;
use crate::web::ui::draw::Lane;
use crate::web::ui::format::UnitSystem;

/// Eleven samples with a chest strap's dynamics and a sensor that only the file knows.
fn recorded() -> Streams {
    let column = |value: f64| (0..11).map(|n| value + f64::from(n)).collect();
    let wind = OpenColumn {
        unit: "km/h".to_owned(),
        decimals: 3,
        values: column(10.0),
    };
    let load = OpenColumn {
        unit: "<b>".to_owned(),
        decimals: 0,
        values: column(250.0),
    };
    Streams {
        time_ms: (0..11).map(|second| second * 1000).collect(),
        channels: BTreeMap::from([
            (Channel::HeartRate, column(140.0)),
            (Channel::StanceTime, column(240.0)),
            (Channel::Spo2, column(90.0)),
            (Channel::TotalHemoglobinConc, column(12.0)),
        ]),
        open: BTreeMap::from([("dev:Wind".to_owned(), wind), ("dev:Load".to_owned(), load)]),
    }
}

fn lanes(locale: &str) -> Vec<Lane> {
    let packs = shipped();
    let formats = formats(locale, UnitSystem::Metric);
    charts(&recorded(), &sport(&packs, "running.run"), &formats)
        .expect("charts")
        .lanes
}

#[test]
fn further_channels_have_a_chart_with_name_and_unit() {
    let told = |locale| -> Vec<(String, String)> {
        let lanes = lanes(locale).into_iter();
        lanes.map(|lane| (lane.title, lane.summary)).collect()
    };
    let expected = |told: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = |(title, summary): &(&str, &str)| (title.to_string(), summary.to_string());
        told.iter().map(owned).collect()
    };
    assert_eq!(
        told("en"),
        expected(&[
            ("Heart rate", "145\u{a0}bpm"),
            ("Oxygen saturation", "95\u{a0}%"),
            ("Ground contact", "245\u{a0}ms"),
            ("Total haemoglobin", "17\u{a0}g/dL"),
            ("Load", "255\u{a0}<b>"),
            ("Wind", "15\u{a0}km/h"),
        ])
    );
    let russian = told("ru");
    assert_eq!(
        russian[2],
        expected(&[("Контакт с землёй", "245\u{a0}мс")])[0]
    );
    // The file's own words are nobody's to translate.
    assert_eq!(russian[5].0, "Wind");
}
