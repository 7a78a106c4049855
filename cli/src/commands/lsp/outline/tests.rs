use proptest::prelude::*;

use super::*;

/// `pace.records.0 = …`: path, role and text of the slot under `|`.
fn at(marked: &str) -> String {
    let cursor = marked.find('|').expect("a cursor");
    let text = marked.replacen('|', "", 1);
    let outline = Outline::new(&text, cursor);
    let Some(slot) = outline.at(cursor) else {
        return "nothing".to_owned();
    };
    let steps = slot.path.iter().map(|step| match step {
        Step::Key(name) => name.clone(),
        Step::Item(n) => n.to_string(),
    });
    let path = steps.collect::<Vec<_>>().join(".");
    let role = match slot.role {
        Role::Key { has_colon: true } => "key",
        Role::Key { has_colon: false } => "new key",
        Role::Value => "value",
        Role::Fresh => "fresh",
    };
    let keys = outline.keys(&slot.path, &slot.span).join(",");
    format!("{path} {role} `{}` beside {keys}", &text[slot.span.clone()])
}

#[test]
fn the_place_is_known_in_lines() {
    for (text, place) in [
        ("pa|ce:\n  better: x\n", " key `pace` beside "),
        (
            "pace:\n  bet|ter: lower\n  unit: m\n",
            "pace key `better` beside unit",
        ),
        (
            "pace:\n  better: lo|wer # so\n",
            "pace.better value `lower` beside ",
        ),
        ("pace:\n  better: |\n", "pace.better value `` beside "),
        ("pace:\n  unit: m\n  |\n", "pace new key `` beside unit"),
        ("pace:\n  |\n  unit: m\n", "pace fresh `` beside unit"),
        ("pace:\n  unit: m\n  be|\n", "pace new key `be` beside unit"),
        ("pace:\n  be|", "pace fresh `be` beside "),
        ("pace:\n  unit: m\n|", " new key `` beside pace"),
        ("|", " fresh `` beside "),
        (
            "run:\n  metrics:\n    - distance\n    - du|\n",
            "run.metrics.1 fresh `du` beside ",
        ),
        (
            "run:\n  metrics:\n  - distance\n  - |\n  form: []\n",
            "run.metrics.1 fresh `` beside ",
        ),
        (
            "p:\n  records:\n    - best: p\n      ov|er: x\n",
            "p.records.0 key `over` beside best",
        ),
        (
            "p:\n  records:\n    - best: p\n      |\n",
            "p.records.0 new key `` beside best",
        ),
        (
            "b:\n  when: >-\n    workout.|\n  on: x\n",
            "b.when value `>-\n    workout.` beside ",
        ),
        (
            "b:\n  when: a &&\n    wor|k\n  on: x\n",
            "b.when value `a &&\n    work` beside ",
        ),
        (
            "b:\n  when: \"a: b\" \n  o|n: x\n",
            "b key `on` beside when",
        ),
        (
            "b:\n  when: workout.d >= |",
            "b.when value `workout.d >= ` beside ",
        ),
        ("# a: |\n", "nothing"),
    ] {
        assert_eq!(at(text), place, "{text}");
    }
}

#[test]
fn the_place_is_known_in_brackets() {
    for (text, place) in [
        ("p: {unit: m, be|tter: x}\n", "p key `better` beside unit"),
        ("p: {unit: m, |}\n", "p new key `` beside unit"),
        ("p: {|unit: m}\n", "p key `unit` beside "),
        ("p: {unit: |}\n", "p.unit value `` beside "),
        ("p: {unit: m, be|\nq: {}\n", "p new key `be` beside unit"),
        ("p: {unit: m, |\nq: {}\n", "p new key `` beside unit"),
        ("p: {unit: m}\nq: |\n", "q value `` beside "),
        (
            "r: {metrics: [distance, du|]}\n",
            "r.metrics.1 value `du` beside ",
        ),
        (
            "r: {metrics: [distance, |]}\n",
            "r.metrics.1 fresh `` beside ",
        ),
        (
            "r: [{best: p, at: [1 k|]}, {max: q}]\n",
            "r.0.at.0 value `1 k` beside ",
        ),
        ("r: [{best: p}, {m|ax: q}]\n", "r.1 key `max` beside "),
        ("r: [\n  a,\n  b|\n]\nq: 1\n", "r.1 value `b` beside "),
        (
            "d: {format: \"m:|ss\", x: 1}\n",
            "d.format value `\"m:ss\"` beside ",
        ),
        ("d: {en: Темп, ru: Те|мп}\n", "d.ru value `Темп` beside "),
    ] {
        assert_eq!(at(text), place, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[a-z:{}\\[\\],\"'#| \n>-]{0,60}", wild in "\\PC{0,30}") {
        for text in [text, wild] {
            for cursor in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let outline = Outline::new(&text, cursor);
                for slot in &outline.slots {
                    prop_assert!(text.get(slot.span.clone()).is_some());
                }
            }
        }
    }
}
