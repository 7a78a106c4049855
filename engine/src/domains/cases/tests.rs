use serde_json::{Value as Json, json};
use stadion_pack::model::MetricType;
use stadion_pack::place::Span;
use stadion_pack::units::parse_unit;
use stadion_pack::value::Value;

use super::cover::Covering;
use super::figures::{Kind, holds, rewritten, scalar, told, wanted};

/// Whether a figure in a unit, given in SI, is what is expected.
fn is(unit: &str, expected: &Json, si: f64) -> bool {
    let unit = parse_unit(unit).unwrap();
    let kind = Kind {
        ty: &MetricType::Quantity,
        dim: unit.dim,
        unit: &unit,
    };
    let wanted = wanted(kind, expected, Span::default()).unwrap();
    holds(kind, &wanted, Some(&Value::Number(si)))
}

#[test]
fn a_figure_is_compared_exactly_or_within_its_tolerance() {
    assert!(is("m", &json!("10 km"), 10_000.0));
    assert!(is("m", &json!(10_000), 10_000.0));
    assert!(!is("m", &json!("10 km"), 10_001.0));
    assert!(is("m", &json!("10 km ± 1 m"), 10_001.0));
    assert!(!is("m", &json!("10 km ± 1 m"), 10_001.1));
    assert!(is("m", &json!("10 ± 0.1 km"), 10_100.0));
    assert!(is("s", &json!("PT52M ± PT10S"), 3_130.0));
    assert!(!is("s", &json!("PT52M ± PT10S"), 3_131.0));
    assert!(is("s", &json!("52:00 min"), 3_120.0));
    assert!(is("min/km", &json!("5:12 min/km ± 0:01"), 0.313));
    assert!(!is("min/km", &json!("5:12 min/km ± 0:01"), 0.314));
    // Stored and told in its own unit, a third of a speed loses its tail.
    assert!(is("m/s", &json!("10 km/h"), 2.777_778));
    // A tolerance of degrees is a distance, wherever the scale begins.
    assert!(is("Cel", &json!("-10 Cel ± 0.5"), 263.6));
    assert!(!is("Cel", &json!("-10 Cel ± 0.5"), 263.7));
    assert!(is("1", &json!("80 % ± 1 %"), 0.81));
    assert!(is("1", &json!("0.0603 ± 0.001"), 0.0612));
    assert!(!is("1", &json!(0.0603), 0.0612));
}

#[test]
fn what_cannot_be_a_figure_is_refused_with_the_reason() {
    let unit = parse_unit("m").unwrap();
    let kind = Kind {
        ty: &MetricType::Quantity,
        dim: unit.dim,
        unit: &unit,
    };
    for (text, part) in [
        ("5 kg", "length is needed"),
        ("5 km ± 1 kg", "length is needed"),
        ("5 km ± much", "much"),
        ("far", "a number of m"),
    ] {
        let report = wanted(kind, &json!(text), Span::default()).unwrap_err();
        assert!(
            report.message().contains(part),
            "{text}: {}",
            report.message()
        );
    }
    let none = wanted(kind, &json!("none"), Span::default()).unwrap();
    assert!(holds(kind, &none, None));
    assert!(!holds(kind, &none, Some(&Value::Number(0.0))));
}

#[test]
fn a_figure_is_told_as_the_expected_one_is_written() {
    let unit = parse_unit("s").unwrap();
    let kind = Kind {
        ty: &MetricType::Quantity,
        dim: unit.dim,
        unit: &unit,
    };
    let told = |like: &str, si: f64| told(kind, like, Some(&Value::Number(si)));
    assert_eq!(told("52:00 min", 3_125.0), "52:05 min");
    assert_eq!(told("0:52:00 h ± 0:00:01", 3_725.0), "1:02:05 h");
    assert_eq!(told("2 h", 5_400.0), "1.5 h");
    assert_eq!(told("PT1H", 5_400.0), "5400 s");
    assert_eq!(told("2 h", 0.0), "0 h");

    let again = |old: &str, si: f64| {
        let old = wanted(kind, &json!(old), Span::default()).unwrap();
        let text = rewritten(kind, &old, Some(&Value::Number(si)));
        let new = wanted(kind, &json!(text), Span::default()).unwrap();
        assert!(holds(kind, &new, Some(&Value::Number(si))), "{text}");
        text
    };
    assert_eq!(again("52:00 min", 3_125.0), "52:05 min");
    assert_eq!(again("52:00 min", 3_125.4), "52:05 min ± 0:01");
    assert_eq!(again("52:00 min ± 0:30", 3_125.4), "52:05 min ± 0:30");
    assert_eq!(again("1 h", 1_000.0), "0.277778 h ± 0.000001");
}

#[test]
fn a_text_is_quoted_where_its_signs_mean_something() {
    for plain in ["10 km ± 1 m", "none", "0.5", "80 %", "true"] {
        assert_eq!(scalar(plain), plain);
    }
    assert_eq!(scalar("5:12 min/km"), "\"5:12 min/km\"");
    assert_eq!(scalar("a, b"), "\"a, b\"");
    assert_eq!(scalar("say \"x\": [1]"), r#""say \"x\": [1]""#);
    assert_eq!(scalar(""), "\"\"");
}

#[test]
fn a_rule_is_covered_by_a_case_that_made_it_true_and_one_that_did_not() {
    let sources = [stadion_pack::PackSource::from_texts(
        "sample",
        [(
            "pack.yaml",
            "id: sample\nversion: 1.0.0\ntitle: {en: Sample}\n\
             sports: {outing: {archetype: session, title: {en: Outing}, metrics: [far], form: [far]}}\n\
             metrics: {far: {quantity: length, title: {en: Far}, input: {}}}\n\
             achievements:\n  a: {title: {en: A}, on: workout.recorded, when: workout.far > metres(1)}\n\
             \x20 b: {title: {en: B}, on: workout.recorded, when: workout.far > metres(2)}\n",
        )],
    )];
    let compiled = stadion_pack::compile(&sources, &crate::domains::kinds(), &[]);
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    let mut covering = Covering::default();
    let rule = |id: &str, asked, held| (format!("sample.{id}"), asked, held);
    covering.add("sample", &[rule("a", 3, 3), rule("b", 3, 0)]);
    let ids = ["sample".to_owned(), "gone".to_owned()];
    let [told] = covering.tell(&compiled.packs, &ids).try_into().unwrap();
    assert_eq!((told.cases, told.rules), (1, 2));
    assert_eq!(told.never_true, ["sample.b"]);
    assert_eq!(told.never_false, ["sample.a"]);
    covering.add("sample", &[rule("a", 3, 2), rule("b", 1, 1)]);
    let [told] = covering.tell(&compiled.packs, &ids).try_into().unwrap();
    assert!(told.is_full(), "{told:?}");
    assert_eq!(told.cases, 2);
}
