//! A plan counts what people hold.

use stadion_pack::diff::Side;

use super::{edited, person, renamed, server};
use crate::db::testing::both;
use crate::domains::migrate::model::{Held, Plan};
use crate::domains::migrate::plan;
use crate::testing::TestApp;

async fn planned(app: &TestApp, text: &str) -> Plan {
    let old = app.app.catalog.packs();
    let source = stadion_pack::PackSource::from_texts("sample", [("pack.yaml", text)]);
    let sources = [source];
    let compiled =
        stadion_pack::compile(&sources, app.app.catalog.kinds(), app.app.catalog.fields());
    assert!(
        !stadion_pack::finding::has_errors(&compiled.findings),
        "{:?}",
        compiled.findings
    );
    let old = Side {
        packs: &old,
        sources: &app.app.catalog.sources(),
    };
    let new = Side {
        packs: &compiled.packs,
        sources: &sources,
    };
    plan(&app.app, old, new).await.expect("a plan")
}

fn held(plan: &Plan, kind: &str, id: &str, key: Option<&str>) -> Option<Held> {
    let mut changes = plan.packs.iter().flat_map(|pack| &pack.changes);
    let found = changes.find(|planned| {
        let change = &planned.change;
        change.kind == kind && change.id == id && change.key.as_deref() == key
    });
    found
        .unwrap_or_else(|| panic!("{kind} {id} {key:?} in {plan:#?}"))
        .held
}

#[tokio::test]
async fn what_breaks_says_how_much_people_hold() {
    both(|db| async move {
        let app = server(db).await;
        person(&app, "held@example.org").await;
        person(&app, "too@example.org").await;
        let some = |rows, people| Some(Held { rows, people });
        let plan_of_names = planned(&app, &renamed()).await;
        assert_eq!(
            held(&plan_of_names, "metrics", "distance", None),
            some(8, 2)
        );
        assert_eq!(held(&plan_of_names, "sports", "stroll", None), some(8, 2));
        assert_eq!(held(&plan_of_names, "parts", "entry", None), some(8, 2));
        assert_eq!(held(&plan_of_names, "gear", "shoes", None), some(2, 2));
        assert_eq!(
            held(&plan_of_names, "achievements", "long", None),
            some(2, 2)
        );
        assert!(
            plan_of_names.packs[0].problems.is_empty(),
            "{plan_of_names:#?}"
        );
        assert!(
            plan_of_names.work.iter().all(|work| work.people == 2),
            "{plan_of_names:#?}"
        );

        let less = edited(&[
            (", grass: Grass", ""),
            (
                "      weight: {title: Weight, quantity: mass, unit: kg, input: {}}\n",
                "",
            ),
            ("sum(set.reps * set.weight)", "sum(set.reps)"),
            (", records: [{max: set.weight, by: ground}]", ""),
            (", attributes: {size: {type: integer}}", ""),
            ("unit: km, ", ""),
        ]);
        let less = planned(&app, &less).await;
        assert_eq!(held(&less, "values", "surfaces", Some("grass")), some(8, 2));
        assert_eq!(
            held(&less, "parts", "set", Some("fields weight")),
            some(8, 2)
        );
        assert_eq!(
            held(&less, "gear", "boots", Some("attributes size")),
            some(2, 2)
        );
        assert_eq!(held(&less, "metrics", "way", Some("unit")), some(8, 2));
        let codes: Vec<_> = less.packs[0].problems.iter().map(|p| p.code).collect();
        assert!(
            codes.contains(&"S0130") && codes.contains(&"S0131"),
            "{codes:?}"
        );
        assert!(serde_json::to_value(&less).is_ok());
    })
    .await;
}

#[test]
fn every_kind_that_people_hold_is_held_by_a_slice() {
    let holdings = crate::domains::holdings();
    let kept: Vec<&str> = holdings
        .iter()
        .flat_map(|holding| holding.kinds())
        .copied()
        .collect();
    for kind in crate::domains::kinds().held() {
        assert!(
            kept.contains(&kind),
            "{kind}: no slice says what it keeps under its names"
        );
    }
    for within in ["fields", "words", "attributes"] {
        assert!(kept.contains(&within), "{within}");
    }
}
