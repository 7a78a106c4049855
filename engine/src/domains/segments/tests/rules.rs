//! What SQL says is what native evaluation says: of rules and people made up, of nasty ones, and of
//! all that ship.

use std::fmt::Write as _;

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::people::{app, giant, make, moment, moments, someone};
use super::{LIMIT, asking, in_sql, known, natively};
use crate::db::testing::both;
use crate::domains::segments::model::AsOf;
use crate::domains::segments::model::asking::Asking;
use crate::domains::segments::native::Someone;
use crate::domains::segments::{of_pack, store};
use crate::testing::TestApp;

const PEOPLE: usize = 28;
const RULES: usize = 70;

fn pick(words: &[&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(words.to_vec())
        .prop_map(str::to_owned)
        .boxed()
}

fn window() -> BoxedStrategy<String> {
    prop_oneof![
        4 => (1..40_u32).prop_map(|n| format!(", days({n})")),
        2 => (1..6_u32).prop_map(|n| format!(", weeks({n})")),
        2 => Just(String::new()),
    ]
    .boxed()
}

fn whose() -> BoxedStrategy<String> {
    pick(&["", "", "", ", all_sports", ", run"])
}

fn length() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        4 => (pick(&["sum", "sum", "mean", "min", "max"]), window(), whose())
            .prop_map(|(f, window, whose)| format!("{f}(distance{window}{whose})")),
        1 => (1..60_u32).prop_map(|n| format!("km({n})")),
        1 => Just("metres(0)".to_owned()),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), pick(&["+", "-"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (inner.clone(), 0..4_u32).prop_map(|(a, n)| format!("({a} * {n}.5)")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} ?? {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("min({a}, {b})")),
            (inner.clone(), inner)
                .prop_map(|(a, b)| format!("when(user.sex == \"male\", {a}, {b})")),
        ]
    })
    .boxed()
}

fn plain() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        2 => Just("user.age".to_owned()),
        3 => (window(), whose()).prop_map(|(w, s)| format!("count(workouts{w}{s})")),
        3 => (pick(&["weeks", "days"]), whose()).prop_map(|(w, s)| format!("streak({w}{s})")),
        2 => (0..40_u32).prop_map(|n| n.to_string()),
        1 => Just("0.5".to_owned()),
        2 => length().prop_map(|length| format!("({length} / km(1))")),
        1 => (window(), whose()).prop_map(|(w, s)| format!("(minutes(5) / km(1) / best(pace, km(5){w}{s}))")),
        1 => pick(&["(now - time(\"2026-11-01T00:00:00.250Z\")) / days(1)", "user.weight / kg(10)"]),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), pick(&["+", "-", "*", "/"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            inner.clone().prop_map(|a| format!("(-{a})")),
            (pick(&["floor", "ceil", "round", "abs"]), inner.clone())
                .prop_map(|(f, a)| format!("{f}({a})")),
            (
                pick(&["min", "max", "coalesce"]),
                inner.clone(),
                inner.clone()
            )
                .prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            (flag(), inner.clone(), inner.clone())
                .prop_map(|(t, a, b)| format!("when({t}, {a}, {b})")),
            (flag(), inner).prop_map(|(t, a)| format!("when({t}, {a})")),
        ]
    })
    .boxed()
}

/// Of a person alone.
fn flag() -> BoxedStrategy<String> {
    prop_oneof![
        (pick(&["==", "!="]), pick(&["\"DE\"", "\"ES\""]))
            .prop_map(|(is, region)| format!("user.region {is} {region}")),
        (pick(&["<", "<=", ">", ">=", "==", "!="]), pick(&["\"child\"", "\"teen\"", "\"adult\""]))
            .prop_map(|(is, group)| format!("user.age_group {is} {group}")),
        pick(&[
            "user.category == \"athlete\"",
            "user.category in [\"athlete\", \"amateur\"]",
            "user.sex == \"female\"",
            "user.weight >= kg(80)",
            "has(user.age)",
            "has(user.category)",
            "has(best(pace, km(5)))",
            "now - days(user.age ?? 3) > time(\"2026-11-15T00:00:00Z\")",
            "now >= time(\"2026-11-21T09:00:00Z\")",
            "date(\"2026-11-01\") + (max(duration) ?? hours(9)) * 8.7 >= date(\"2026-11-02\")",
            "(user.region == \"DE\") == (user.sex == \"male\")",
        ].map(|rule| match rule {
            // A duration takes a written number; what is computed is times a day.
            "now - days(user.age ?? 3) > time(\"2026-11-15T00:00:00Z\")" =>
                "now - days(1) * (count(workouts, days(9)) + 0.3) > time(\"2026-11-15T00:00:00Z\")",
            rule => rule,
        })),
    ]
    .boxed()
}

fn rule() -> BoxedStrategy<String> {
    let signs = || pick(&["<", "<=", ">", ">=", "==", "!="]);
    let leaf = prop_oneof![
        3 => flag(),
        4 => (plain(), signs(), plain()).prop_map(|(a, is, b)| format!("{a} {is} {b}")),
        3 => (length(), signs(), length()).prop_map(|(a, is, b)| format!("{a} {is} {b}")),
    ];
    leaf.prop_map(|leaf| format!("({leaf})"))
        .prop_recursive(3, 10, 3, |inner| {
            prop_oneof![
                (inner.clone(), pick(&["&&", "||"]), inner.clone())
                    .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
                inner.clone().prop_map(|a| format!("!{a}")),
                inner.clone().prop_map(|a| format!("has({a})")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} ?? {b})")),
                (inner.clone(), inner.clone(), inner)
                    .prop_map(|(a, b, c)| format!("when({a}, {b}, {c})")),
            ]
        })
        .boxed()
}

const NASTY: [(&str, &str); 34] = [
    ("running", "count(workouts, days(30)) == 0"),
    (
        "running",
        "count(workouts) > 0 && count(workouts, days(14)) == 0",
    ),
    ("running", "sum(distance, days(30)) >= km(20)"),
    ("running", "sum(distance) / count(workouts) > km(5)"),
    ("running", "!(max(distance, days(7)) > km(5))"),
    (
        "running",
        "max(distance, days(7)) > km(5) || !has(max(distance, days(7)))",
    ),
    ("running", "streak(weeks) >= 2"),
    ("running", "streak(weeks) < 1"),
    ("running", "streak(days) >= 1"),
    ("running", "streak(weeks, all_sports) >= 3"),
    ("running", "streak(weeks, run) * 2 >= 3"),
    ("running", "streak(days, trail_run) > 0"),
    ("core", "streak(weeks) >= 2"),
    ("core", "streak(days) + 0 > 1"),
    (
        "core",
        "sum(distance, weeks(2)) > km(10) && streak(weeks, all_sports) != 0",
    ),
    ("running", "best(pace, km(5)) < minutes(6) / km(1)"),
    ("running", "has(best(pace, km(5), days(30)))"),
    ("running", "user.age_group == \"teen\""),
    ("running", "user.age_group <= \"teen\" || user.age >= 16"),
    ("running", "!(user.age_group == \"adult\")"),
    (
        "running",
        "user.category == \"athlete\" && !has(user.region)",
    ),
    ("core", "user.category == \"athlete\""),
    (
        "running",
        "user.weight * count(workouts, days(9)) > kg(500)",
    ),
    (
        "running",
        "count(workouts, days(7)) / count(workouts, days(3)) >= 2",
    ),
    (
        "running",
        "sum(distance, days(7)) / (sum(distance, days(7)) - sum(distance, days(3))) > 1.5",
    ),
    (
        "running",
        "round(mean(distance) / km(1)) == floor(mean(distance) / km(1))",
    ),
    (
        "running",
        "ceil(-(mean(distance) / km(1))) < -3 && abs(-1) == 1",
    ),
    ("running", "min(user.age, streak(days)) == streak(days)"),
    (
        "running",
        "when(has(user.sex), user.sex == \"female\", count(workouts) > 3)",
    ),
    ("running", "when(user.sex == \"male\", true)"),
    (
        "running",
        "(user.region == \"DE\") == (user.sex == \"male\")",
    ),
    (
        "running",
        "now - days(1) * user.age > time(\"2026-10-20T10:00:00Z\")",
    ),
    (
        "running",
        "date(\"2026-01-01\") + max(duration) * 1e200 > date(\"2026-01-05\") || true",
    ),
    ("running", "now + days(1) * (user.age * 1e9) > now"),
];

fn several<S: Strategy>(mut runner: TestRunner, of: &S, n: usize) -> Vec<S::Value> {
    (0..n)
        .map(|_| of.new_tree(&mut runner).expect("made up").current())
        .collect()
}

/// Asked at all moments and days: whoever SQL finds is whom native evaluation finds.
async fn agree(app: &TestApp, people: &[(Uuid, Someone)], asking: &Asking) -> usize {
    let packs = app.app.catalog.packs();
    let day = |ago| AsOf::Day(moment(moments()[0]).date_naive() - Duration::days(ago));
    let now = moments().map(|text| AsOf::Moment(moment(text)));
    let mut found = 0;
    for as_of in now.into_iter().chain([day(0), day(12)]) {
        let expected = natively(&packs, asking, people, as_of);
        let ids = in_sql(&app.app.db, asking, as_of).await;
        assert_eq!(
            ids,
            expected,
            "{}: {} as of {as_of:?}",
            asking.pack,
            asking.who.source()
        );
        found += ids.len();
    }
    found
}

#[tokio::test]
async fn any_rule_finds_in_sql_whom_it_finds_natively() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let packs = app.app.catalog.packs();
        // The same people and rules each time, then some that nobody has seen.
        let mut people = several(TestRunner::deterministic(), &someone(), PEOPLE / 2);
        people.extend(several(TestRunner::default(), &someone(), PEOPLE / 2));
        let ids = known(&db, &make(&app, &people).await).await;
        let mut rules = several(TestRunner::deterministic(), &rule(), RULES / 2);
        rules.extend(several(TestRunner::default(), &rule(), RULES / 2));
        let (mut asked, mut told_apart) = (0, 0);
        let mut refused = String::new();
        for rule in &rules {
            let Some(asking) = asking(&packs, "running", rule) else {
                let _ = writeln!(refused, "{rule}");
                continue;
            };
            let found = agree(&app, &ids, &asking).await;
            asked += 1;
            told_apart += usize::from(found > 0 && found < 5 * ids.len());
        }
        assert!(
            asked * 10 >= rules.len() * 7,
            "most rules are well formed:\n{refused}"
        );
        assert!(
            told_apart * 4 >= asked,
            "{told_apart} of {asked} tell people apart"
        );
    })
    .await;
}

#[tokio::test]
async fn nasty_rules_and_those_that_ship_find_the_same_people_too() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let packs = app.app.catalog.packs();
        let people = several(TestRunner::deterministic(), &someone(), PEOPLE);
        let ids = known(&db, &make(&app, &people).await).await;
        let mut empty = Vec::new();
        for (pack, rule) in NASTY {
            let asking = asking(&packs, pack, rule);
            let asking = asking.unwrap_or_else(|| panic!("{rule} is refused"));
            if agree(&app, &ids, &asking).await == 0 {
                empty.push(rule);
            }
        }
        assert!(empty.len() <= 4, "nobody at all: {empty:?}");
        let mut shipped = 0;
        for pack in packs.packs.values() {
            for segment in of_pack(pack) {
                agree(&app, &ids, &Asking::new(&packs, pack, &segment.who)).await;
                shipped += 1;
            }
        }
        assert!(shipped >= 4, "{shipped} segments ship");
    })
    .await;
}

#[tokio::test]
async fn a_sum_that_does_not_fit_is_missing_and_one_that_barely_fits_is_there() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let packs = app.app.catalog.packs();
        let people = several(TestRunner::deterministic(), &someone(), 5);
        let ids = make(&app, &people).await;
        let most = i64::MAX;
        giant(&app, ids[0], &[(1, most), (2, 1)]).await;
        giant(&app, ids[1], &[(1, most), (2, 1), (3, -1)]).await;
        giant(&app, ids[2], &[(1, i64::MIN), (2, -1)]).await;
        giant(&app, ids[3], &[(1, i64::MIN + 1), (2, -1)]).await;
        let ids = known(&db, &ids).await;
        for rule in [
            "sum(distance, days(9)) > km(1)",
            "sum(distance, days(9)) < km(1)",
            "has(sum(distance, days(9)))",
            "has(sum(distance))",
            "mean(distance, days(9)) > km(1)",
            "max(distance, days(9)) + min(distance, days(9)) < km(1)",
        ] {
            let asking = asking(&packs, "running", rule).expect("a rule");
            let found = agree(&app, &ids, &asking).await;
            assert!(found > 0 || rule.contains('<'), "{rule}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_backtest_counts_each_day_and_each_person_once() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let packs = app.app.catalog.packs();
        let people = several(TestRunner::deterministic(), &someone(), PEOPLE);
        let ids = known(&db, &make(&app, &people).await).await;
        let last: NaiveDate = moment(moments()[0]).date_naive();
        let days: Vec<AsOf> = (0..12)
            .rev()
            .map(|ago| AsOf::Day(last - Duration::days(ago)))
            .collect();
        for rule in [
            "count(workouts, days(7)) >= 2",
            "streak(weeks) >= 1 && user.age_group == \"adult\"",
            "sum(distance) > km(40) || user.region == \"ES\"",
            "user.age < 3",
        ] {
            let asking = asking(&packs, "running", rule).expect("a rule");
            let todays: Vec<_> = days.iter().map(|day| day.today(None)).collect();
            let told = store::backtest(&app.app.db, &asking, &todays, LIMIT).await;
            let mut each = Vec::new();
            let mut any = std::collections::BTreeSet::new();
            for day in &days {
                let held = natively(&packs, &asking, &ids, *day);
                each.push(i64::try_from(held.len()).expect("few"));
                any.extend(held);
            }
            let expected = (each, i64::try_from(any.len()).expect("few"));
            assert_eq!(told.expect("counted"), expected, "{rule}");
        }
    })
    .await;
}
