use std::sync::LazyLock;

use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;
use stadion_pack::value::Dim;

use super::*;

/// Read once: some tests ask hundreds of times.
static TEXTS: LazyLock<Arc<I18n>> = LazyLock::new(|| Arc::new(I18n::embedded().expect("texts")));

fn formats(locale: &str, system: UnitSystem) -> Formats {
    let i18n = Arc::clone(&TEXTS);
    let locale = i18n.negotiate(Some(locale), None);
    Formats::new(i18n, locale, system, chrono_tz::Europe::Moscow)
}

fn unit(symbol: &str, factor: f64) -> Unit {
    Unit {
        symbol: symbol.to_owned(),
        dim: Dim::NONE,
        factor,
        offset: 0.0,
    }
}

fn display(metric: Unit, imperial: Unit, decimals: u8, format: Format) -> Display {
    Display {
        metric,
        imperial,
        decimals,
        format,
    }
}

fn distance() -> Display {
    display(unit("km", 1000.0), unit("mi", 1609.344), 2, Format::Decimal)
}

fn pace() -> Display {
    display(
        unit("min/km", 0.06),
        unit("min/mi", 60.0 / 1609.344),
        0,
        Format::MinSec,
    )
}

fn timer() -> Display {
    display(unit("h", 3600.0), unit("h", 3600.0), 0, Format::HourMinSec)
}

#[test]
fn quantities_follow_language_and_system() {
    let en = formats("en", UnitSystem::Metric);
    let ru = formats("ru", UnitSystem::Metric);
    let us = formats("en", UnitSystem::Imperial);
    assert_eq!(
        en.quantity(12_420.0, &distance()).to_string(),
        "12.42\u{a0}km"
    );
    assert_eq!(
        ru.quantity(12_420.0, &distance()).to_string(),
        "12,42\u{a0}км"
    );
    assert_eq!(
        us.quantity(12_420.0, &distance()).to_string(),
        "7.72\u{a0}mi"
    );
    assert_eq!(en.quantity(10_000.0, &distance()).to_string(), "10\u{a0}km");
    assert_eq!(en.quantity(0.302, &pace()).to_string(), "5:02\u{a0}/km");
    assert_eq!(ru.quantity(0.302, &pace()).to_string(), "5:02\u{a0}/км");
    assert_eq!(us.quantity(0.302, &pace()).to_string(), "8:06\u{a0}/mi");
    assert_eq!(en.quantity(3758.0, &timer()).to_string(), "1:02:38");
    assert_eq!(en.quantity(1449.0, &timer()).to_string(), "24:09");
    assert_eq!(ru.unit_full(&pace()), "мин/км");
}

#[test]
fn digits_are_grouped_and_signs_are_typographic() {
    let en = formats("en", UnitSystem::Metric);
    let ru = formats("ru", UnitSystem::Metric);
    assert_eq!(en.number(1_234_567.891, 2), "1,234,567.89");
    assert_eq!(ru.number(1_234_567.891, 2), "1\u{a0}234\u{a0}567,89");
    assert_eq!(en.number(-2.0, 0), "\u{2212}2");
    assert_eq!(en.number(-0.004, 2), "0.00");
    assert_eq!(en.number(f64::NAN, 1), "–");
    assert_eq!(en.count(2280), "2,280");
}

#[test]
fn a_language_says_from_how_many_digits_on_it_groups() {
    let es = formats("es", UnitSystem::Metric);
    assert_eq!(es.count(8_849), "8849");
    assert_eq!(es.count(12_345), "12\u{a0}345");
    assert_eq!(es.number(1_234_567.891, 2), "1\u{a0}234\u{a0}567,89");
    assert_eq!(es.parse("12 345,5", &distance()), Ok(12_345_500.0));
    assert_eq!(es.parse("1.250", &distance()), Ok(1250.0));
    let day = NaiveDate::from_ymd_opt(2025, 3, 5).expect("day");
    assert_eq!(es.short_date(day), "5 de marzo de 2025");
    assert_eq!(es.month(day), "Marzo de 2025");
    let now = Utc.with_ymd_and_hms(2025, 3, 9, 9, 0, 0).single();
    let now = now.expect("time");
    assert_eq!(es.long_date(day, now), "Miércoles, 5 de marzo");
    assert_eq!(es.ago(now, now), "ahora mismo");
}

#[test]
fn units_without_a_name_show_their_symbol() {
    let ru = formats("ru", UnitSystem::Metric);
    assert_eq!(ru.unit_name("[mi_i]", 2.0), "мили");
    assert_eq!(ru.unit_name("km/h", 2.0), "км/ч");
    assert_eq!(ru.unit_name("furlong", 2.0), "furlong");
    assert_eq!(ru.unit_name("kg/furlong", 2.0), "кг/furlong");
    assert_eq!(ru.unit_name("1", 2.0), "");
    assert_eq!(ru.unit_name("min/100m", 2.0), "мин/100\u{a0}м");
}

#[test]
fn differences_and_spans_use_the_fitting_unit() {
    let en = formats("en", UnitSystem::Metric);
    assert_eq!(
        en.difference(-3800.0, &distance()).to_string(),
        "3.80\u{a0}km"
    );
    assert_eq!(en.difference(-0.006, &pace()).to_string(), "6\u{a0}s");
    assert_eq!(en.difference(840.0, &timer()).to_string(), "14\u{a0}min");
    assert_eq!(en.span(7620.0).to_string(), "2:07\u{a0}h");
    let mut celsius = display(unit("Cel", 1.0), unit("Cel", 1.0), 0, Format::Decimal);
    celsius.metric.offset = 273.15;
    assert_eq!(
        en.quantity(271.15, &celsius).to_string(),
        "\u{2212}2\u{a0}°C"
    );
    assert_eq!(en.difference(3.0, &celsius).to_string(), "3\u{a0}°C");
}

#[test]
fn times_are_in_the_persons_zone_and_language() {
    let en = formats("en", UnitSystem::Metric);
    let ru = formats("ru", UnitSystem::Metric);
    let at = Utc
        .with_ymd_and_hms(2026, 11, 19, 3, 48, 0)
        .single()
        .expect("time");
    let now = Utc
        .with_ymd_and_hms(2026, 11, 20, 9, 0, 0)
        .single()
        .expect("time");
    assert_eq!(
        en.long_moment(en.local(at), now),
        "Thursday 19 November, 06:48"
    );
    assert_eq!(
        ru.long_moment(ru.local(at), now),
        "Четверг, 19 ноября, 06:48"
    );
    assert_eq!(
        ru.month(NaiveDate::from_ymd_opt(2026, 11, 1).expect("day")),
        "Ноябрь 2026"
    );
    assert_eq!(en.ago(at, now), "yesterday, 06:48");
    assert_eq!(
        ru.ago(now - chrono::Duration::minutes(5), now),
        "5\u{a0}мин назад"
    );
    assert_eq!(
        en.ago(now - chrono::Duration::hours(3), now),
        "today, 09:00"
    );
    assert_eq!(
        en.ago(now - chrono::Duration::days(400), now),
        "16 October 2025"
    );
}

#[test]
fn what_people_type_is_read() {
    let en = formats("en", UnitSystem::Metric);
    let us = formats("en", UnitSystem::Imperial);
    let ru = formats("ru", UnitSystem::Metric);
    assert_eq!(en.parse("12.42", &distance()), Ok(12_420.0));
    assert_eq!(en.parse("12,42", &distance()), Ok(12_420.0));
    assert_eq!(en.parse("1,250", &distance()), Ok(1_250_000.0));
    assert_eq!(ru.parse("1,250", &distance()), Ok(1250.0));
    assert_eq!(ru.parse("1 250,5", &distance()), Ok(1_250_500.0));
    assert_eq!(us.parse("1", &distance()), Ok(1609.344));
    assert_eq!(en.parse("1:02:38", &timer()), Ok(3758.0));
    assert_eq!(en.parse("24:09", &timer()), Ok(1449.0));
    assert_eq!(en.parse("52", &timer()), Ok(3120.0));
    for (text, seconds) in [
        ("1h 2m", 3720.0),
        ("1 h 2 min 30 s", 3750.0),
        ("1 ч 2 мин.", 3720.0),
        ("1h 20", 4800.0),
        ("1h20m", 4800.0),
        ("90 min", 5400.0),
        ("1,5 ч", 5400.0),
        ("62:30", 3750.0),
    ] {
        assert_eq!(ru.parse(text, &timer()), Ok(seconds), "{text}");
    }
    for text in ["2m 1h", "an hour", "1h 2h", "h", "1d", "-1h", "5s 3"] {
        assert!(en.parse(text, &timer()).is_err(), "{text}");
    }
    assert_eq!(en.parse("1.250,5", &distance()), Ok(1_250_500.0));
    assert_eq!(ru.parse("1'250'000,5", &distance()), Ok(1_250_000_500.0));
    for wrong in [
        "far", "5..2", "5,,2", "5.,2", "1.2.3", "1,2.5", ",,5", "1.250.5", "'5", "5'",
    ] {
        assert_eq!(
            en.parse(wrong, &distance()),
            Err(ParseError::Number),
            "{wrong}"
        );
        assert_eq!(
            ru.parse(wrong, &distance()),
            Err(ParseError::Number),
            "{wrong}"
        );
    }
    for wrong in ["", "5:61", "1:2:3:4", ":", "-5", "1e9:00", "NaN", "inf"] {
        assert_eq!(en.parse(wrong, &timer()), Err(ParseError::Time), "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_form_gives_back_what_it_shows(metres in 0u32..1_000_000, russian: bool) {
        let formats = formats(if russian { "ru" } else { "en" }, UnitSystem::Metric);
        let si = f64::from(metres) * 10.0;
        let typed = formats.input_value(si, &distance());
        let read = formats.parse(&typed, &distance()).expect("own output is read");
        prop_assert!((read - si).abs() < 1e-6, "{typed}: {read} is not {si}");
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        let formats = formats("en", UnitSystem::Metric);
        for display in [distance(), pace(), timer()] {
            if let Ok(si) = formats.parse(&text, &display) {
                prop_assert!(si.is_finite());
            }
        }
    }
}
