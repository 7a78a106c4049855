use super::*;
use crate::domains::testing::{codes, compile_file};

#[test]
fn gear_wears_by_a_metric_by_uses_by_age_or_by_a_formula() {
    let yaml = "\
shoes: {title: Shoes, wear: {by: distance, life: 700 km}, components: [soles]}
soles: {title: Soles, wear: {formula: workout.distance * 1.2, life: 400 km, warn_at: 50 %}}
belt: {title: Belt, wear: {by: uses, life: 600}}
helmet: {title: Helmet, wear: {by: age, life: 1000 d}}
mat: {title: Mat}
";
    let compiled = compile_file("gear.yaml", yaml);
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    let gear = compiled.packs.pack("outing").unwrap().elements::<Gear>();
    let wear = |id: &str| gear[id].wear.as_ref().unwrap();
    assert!(matches!(&wear("shoes").by, WearBy::Metric(metric) if metric.id == "outing.distance"));
    assert_eq!(
        (wear("shoes").dim, wear("shoes").life, wear("shoes").warn_at),
        (Dim::LENGTH, 700_000.0, 0.8)
    );
    assert!(matches!(wear("soles").by, WearBy::Formula(_)));
    assert_eq!(
        (wear("soles").dim, wear("soles").warn_at),
        (Dim::LENGTH, 0.5)
    );
    assert!(matches!(wear("belt").by, WearBy::Uses));
    assert_eq!(
        (wear("helmet").dim, wear("helmet").life),
        (Dim::TIME, 86_400_000.0)
    );
    assert!(gear["mat"].wear.is_none());
    assert_eq!(gear["shoes"].components, ["outing.soles"]);
}

#[test]
fn what_cannot_wear_is_told() {
    let wear = |wear: &str| {
        codes(
            "gear.yaml",
            &format!("shoes: {{title: Shoes, wear: {wear}}}\n"),
        )
    };
    assert_eq!(wear("{life: 700 km}"), ["S0310"]);
    assert_eq!(
        wear("{by: distance, formula: workout.distance, life: 700 km}"),
        ["S0310"]
    );
    assert_eq!(wear("{by: speed, life: 3 m/s}"), ["S0311"]);
    assert_eq!(wear("{by: distance, life: 0 km}"), ["S0312"]);
    assert_eq!(
        wear("{by: distance, life: 7 km, warn_at: 120 %}"),
        ["S0313"]
    );
    assert_eq!(wear("{by: distnace, life: 7 km}"), ["S0032"]);
    assert_eq!(wear("{by: distance, life: 7 h}"), ["S0102"]);
}

#[test]
fn attributes_are_json_schemas() {
    let attribute = |schema: &str| {
        codes(
            "gear.yaml",
            &format!("shoes: {{title: Shoes, attributes: {{drop: {schema}}}}}\n"),
        )
    };
    for wrong in [
        "{type: integr}",
        "true",
        "{category: shoes}",
        "{type: object}",
        "{type: number, minimum: 5, maximum: 5}",
    ] {
        assert_eq!(attribute(wrong), ["S0314"], "{wrong}");
    }
    assert!(attribute("{type: integer, minimum: 0}").is_empty());
}

#[test]
fn service_is_counted_as_the_wear_or_by_itself() {
    let compiled = compile_file(
        "gear.yaml",
        "\
skis: {title: Skis, wear: {by: distance, life: 4000 km}, service: {every: 100 km}}
bike: {title: Bike, service: {by: distance, every: 2500 km}}
net: {title: Net, wear: {by: uses, life: 90}, service: {by: age, every: P1Y}}
",
    );
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    let gear = compiled.packs.pack("outing").unwrap().elements::<Gear>();
    let every = |id: &str| {
        let service = gear[id].service.as_ref().unwrap();
        (service.dim, service.every)
    };
    assert_eq!(every("skis"), (Dim::LENGTH, 100_000.0));
    assert!(matches!(gear["skis"].service_by(), Some(WearBy::Metric(_))));
    assert_eq!(every("bike"), (Dim::LENGTH, 2_500_000.0));
    assert_eq!(every("net"), (Dim::TIME, 31_536_000.0));
    assert!(matches!(gear["net"].service_by(), Some(WearBy::Age)));
}

#[test]
fn service_that_cannot_be_is_told() {
    let service = |rest: &str| codes("gear.yaml", &format!("skis: {{title: Skis, {rest}}}\n"));
    assert_eq!(service("service: {every: 100 km}"), ["S0315"]);
    assert_eq!(service("service: {by: distance, every: 0 km}"), ["S0316"]);
    assert_eq!(service("service: {by: speed, every: 3 m/s}"), ["S0311"]);
    assert_eq!(service("service: {by: distance, every: 3 h}"), ["S0102"]);
    assert_eq!(service("needed_by: [flying]"), ["S0032"]);
}

#[test]
fn the_values_of_an_attribute_have_titles() {
    let source = stadion_pack::PackSource::from_texts(
        "outing",
        [
            (
                "pack.yaml",
                "id: outing\nversion: 1.0.0\ntitle: Outing\nlocales: [en, ru]\n",
            ),
            (
                "gear.yaml",
                "shoes: {title: {en: Shoes, ru: Обувь}, attributes: {use: {enum: [long_way, track]}}}\n",
            ),
            ("locales/en.ftl", "gear-shoes-use-title = Use\n"),
            (
                "locales/ru.ftl",
                "gear-shoes-use-title = Для чего\ngear-shoes-use-track-title = Дорожка\n",
            ),
        ],
    );
    let compiled = stadion_pack::compile(&[source], &crate::domains::kinds(), &[]);
    let values =
        &compiled.packs.pack("outing").unwrap().elements::<Gear>()["shoes"].attributes["use"]
            .values;
    assert_eq!(values["track"].get("ru"), "Дорожка");
    assert_eq!(values["long_way"].get("ru"), "Long way");
}

#[test]
fn gear_inside_itself_is_refused() {
    assert_eq!(
        codes("gear.yaml", "shoes: {title: Shoes, components: [shoes]}\n"),
        ["S0042"]
    );
}
