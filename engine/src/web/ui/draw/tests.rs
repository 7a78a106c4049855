use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::simplify::simplify;
use super::*;
use crate::web::ui::format::UnitSystem;
use crate::web::ui::i18n::I18n;
use crate::web::ui::pages::samples;

/// Read once: some tests ask hundreds of times.
static TEXTS: LazyLock<Arc<I18n>> = LazyLock::new(|| Arc::new(I18n::embedded().expect("texts")));

fn formats(system: UnitSystem) -> crate::web::ui::format::Formats {
    let i18n = Arc::clone(&TEXTS);
    let locale = i18n.negotiate(None, None);
    crate::web::ui::format::Formats::new(i18n, locale, system, chrono_tz::UTC)
}

/// A straight line north from the equator, a point each 100 m or so.
fn north(points: u32) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let latitude = (0..points).map(|i| f64::from(i) * 0.000_899_32).collect();
    (
        latitude,
        vec![10.0; points as usize],
        (0..points).map(|i| f64::from(i) * 100.0).collect(),
    )
}

#[test]
fn a_straight_route_is_two_points_with_marks() {
    let (latitude, longitude, distance) = north(101);
    let track = Track {
        latitude: &latitude,
        longitude: &longitude,
        distance: &distance,
        total: Some(10_000.0),
    };
    let map = route(&track, &formats(UnitSystem::Metric)).expect("a route");
    assert_eq!(
        map.path, "M320.0 366.0L320.0 34.0",
        "fills the height, north is up"
    );
    let texts: Vec<&str> = map.marks.iter().map(|mark| mark.text.as_str()).collect();
    assert_eq!(
        texts,
        ["2", "4", "6", "8"],
        "the last would hide the finish"
    );
    assert!(map.finish.is_some());
    assert!(
        map.label.contains("10.00\u{a0}km from start to finish"),
        "{}",
        map.label
    );
    assert_eq!(map.scale.text, "2\u{a0}km");
    let miles = route(&track, &formats(UnitSystem::Imperial)).expect("a route");
    assert!(miles.label.contains("6.21\u{a0}mi"), "{}", miles.label);
}

#[test]
fn a_loop_has_no_finish_and_missing_positions_part_the_line() {
    let turns: Vec<f64> = (0..400)
        .map(|i| f64::from(i) / 399.0 * std::f64::consts::TAU)
        .collect();
    let mut latitude: Vec<f64> = turns.iter().map(|a| 55.0 + 0.01 * a.sin()).collect();
    let longitude: Vec<f64> = turns
        .iter()
        .map(|a| 179.99 + 0.02 * a.cos())
        .map(|l| if l > 180.0 { l - 360.0 } else { l })
        .collect();
    latitude[100..200].fill(f64::NAN);
    let track = Track {
        latitude: &latitude,
        longitude: &longitude,
        distance: &[],
        total: None,
    };
    let map = route(&track, &formats(UnitSystem::Metric)).expect("a route over the date line");
    assert_eq!(map.finish, None);
    assert_eq!(map.path.matches('M').count(), 2);
    assert!(map.marks.is_empty());
}

#[test]
fn no_route_without_a_way() {
    let formats = formats(UnitSystem::Metric);
    let still = [55.0; 20];
    for latitude in [&[][..], &[f64::NAN; 20], &still, &[91.0; 20]] {
        let track = Track {
            latitude,
            longitude: &still,
            distance: &[],
            total: None,
        };
        assert_eq!(route(&track, &formats), None);
    }
}

#[test]
fn a_lane_tells_its_finding_and_turns_pace_upside_down() {
    let formats = formats(UnitSystem::Metric);
    let metres: Vec<f64> = (0..1000).map(|i| f64::from(i) * 10.0).collect();
    let faster: Vec<f64> = (0..1000).map(|i| 0.36 - f64::from(i) * 0.000_06).collect();
    let shown = samples::pace();
    let pace = Series {
        title: "Pace".into(),
        values: &faster,
        display: &shown,
        style: Style::Lead,
        inverted: true,
        summary: None,
    };
    let drawn = chart(
        Axis::Distance(&metres, &samples::distance()),
        &[pace],
        &formats,
    )
    .expect("a chart");
    let lane = &drawn.lanes[0];
    assert!(
        lane.line.starts_with("M0.0 86.0") || lane.line.starts_with("M0.0 8"),
        "slow is low: {}",
        lane.line
    );
    assert_eq!((lane.top.as_str(), lane.bottom.as_str()), ("5:00", "6:00"));
    assert!(
        lane.label
            .starts_with("Pace by distance: 5:30\u{a0}/km, from 5:0"),
        "{}",
        lane.label
    );
    assert_eq!(drawn.axis, ["0", "2.5", "5.0", "7.5", "10.0\u{a0}km"]);
    assert_eq!(drawn.at.split('|').count(), lane.values.split('|').count());
}

/// Ten minutes on the way, ten standing, ten on: the stay is one place of the axis.
#[test]
fn each_place_of_a_chart_knows_its_time() {
    let seconds: Vec<f64> = (0..=1800).map(f64::from).collect();
    let metres = |second: &f64| 2.0 * (second.min(600.0) + (second - 1200.0).max(0.0));
    let way: Vec<f64> = seconds.iter().map(metres).collect();
    let pace = samples::pace();
    let series = [Series {
        title: "Pace".to_owned(),
        values: &seconds,
        display: &pace,
        style: Style::Lead,
        inverted: false,
        summary: None,
    }];
    let shown = samples::distance();
    let chart = chart(
        Axis::Distance(&way, &shown),
        &series,
        &formats(UnitSystem::Metric),
    );
    let chart = chart.expect("a chart");
    assert_eq!(chart.times, "", "told where a part can be chosen");
    let placed = chart.timed(&way, &seconds, 0.0);
    let times: Vec<u32> = placed
        .times
        .split(' ')
        .filter_map(|time| time.parse().ok())
        .collect();
    assert_eq!(times.len(), placed.at.split('|').count() + 1);
    assert!(times.is_sorted());
    assert_eq!(
        (times[0], times[40], times[80], times[120], times[160]),
        (0, 300, 600, 1500, 1800)
    );
    assert_eq!(times[81], 1208, "the first place behind the stay");
}

#[test]
fn a_chart_without_samples_is_none() {
    let formats = formats(UnitSystem::Metric);
    let shown = samples::pace();
    let empty = |values| Series {
        title: "Pace".into(),
        values,
        display: &shown,
        style: Style::Lead,
        inverted: true,
        summary: None,
    };
    assert_eq!(chart(Axis::Time(&[]), &[empty(&[])], &formats), None);
    assert_eq!(
        chart(
            Axis::Time(&[0.0, 1.0]),
            &[empty(&[f64::NAN, f64::NAN])],
            &formats
        ),
        None
    );
    assert_eq!(
        chart(Axis::Time(&[0.0, 0.0]), &[empty(&[1.0, 2.0])], &formats),
        None
    );
}

proptest! {
    #[test]
    fn simplifying_keeps_the_ends_and_the_shape(raw in prop::collection::vec((0.0f64..640.0, 0.0f64..400.0), 0..200)) {
        let points: Vec<Point> = raw.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        let simple = simplify(&points, 2.0);
        prop_assert_eq!(simple.first(), points.first());
        prop_assert_eq!(simple.last(), points.last());
        prop_assert!(simple.len() <= points.len());
        prop_assert!(simple.iter().all(|point| points.contains(point)));
    }

    #[test]
    fn any_track_is_drawn_within_the_picture(raw in prop::collection::vec((-90.0f64..90.0, -180.0f64..180.0), 0..100)) {
        let (latitude, longitude): (Vec<f64>, Vec<f64>) = raw.into_iter().unzip();
        let distance: Vec<f64> = (0..latitude.len()).map(|i| i as f64 * 1000.0).collect();
        let track = Track { latitude: &latitude, longitude: &longitude, distance: &distance, total: None };
        if let Some(map) = route(&track, &formats(UnitSystem::Metric)) {
            prop_assert!((0.0..=map.height).contains(&map.start.y), "{:?}", map.start);
            prop_assert!(!map.path.contains("NaN"));
        }
    }

    #[test]
    fn any_stream_is_drawn_without_holes_in_numbers(values in prop::collection::vec(prop::num::f64::ANY, 0..300)) {
        let seconds: Vec<f64> = (0..values.len()).map(|i| i as f64).collect();
        let shown = samples::distance();
        let series = Series { title: "x".into(), values: &values, display: &shown, style: Style::Ground, inverted: false, summary: None };
        if let Some(drawn) = chart(Axis::Time(&seconds), &[series], &formats(UnitSystem::Metric)) {
            prop_assert!(!drawn.lanes[0].line.contains("NaN") && !drawn.lanes[0].line.contains("inf"));
        }
    }
}
