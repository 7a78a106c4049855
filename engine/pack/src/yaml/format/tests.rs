use super::*;
use crate::kind::KindSet;

fn formatted(path: &str, text: &str) -> Result<String, Unformatted> {
    let shape = Shape::of(&KindSet::language(), path).unwrap();
    format(text, &shape)
}

fn assert_formats(path: &str, text: &str, wanted: &str) {
    let new = formatted(path, text).unwrap();
    assert_eq!(new, wanted);
    assert_eq!(formatted(path, &new).unwrap(), wanted);
}

#[test]
fn keys_stand_as_declared_with_their_comments() {
    let text = "\
# All of it.
pace:    # of the whole way
    better:   lower   # faster
    # checked: seconds per metre
    derive: workout.duration / workout.distance
    title: {ru: 'Темп', en: \"Pace\"}
    # that is all


# Counted.
laps: {input: { max: 9,min: 1 }, type: count}
";
    let wanted = "\
# All of it.
pace:    # of the whole way
  title: {ru: Темп, en: Pace}
  # checked: seconds per metre
  derive: workout.duration / workout.distance
  better: lower   # faster
  # that is all


# Counted.
laps: {type: count, input: {min: 1, max: 9}}
";
    assert_formats("metrics.yaml", text, wanted);
}

#[test]
fn definitions_languages_and_unknown_keys_keep_their_order() {
    let text = "zebra: {b: 1, a: 2, type: count}\nant: {title: {ru: А, en: A}}\n";
    let wanted = "zebra: {type: count, b: 1, a: 2}\nant: {title: {ru: А, en: A}}\n";
    assert_formats("metrics.yaml", text, wanted);
    let text =
        "sports:\n    b: {archetype: track}\nversion: 1.0.0\nvalues: {x: [b, a]}\nid: mine\n";
    let wanted =
        "id: mine\nversion: 1.0.0\nsports:\n  b: {archetype: track}\nvalues: {x: [b, a]}\n";
    assert_formats("pack.yaml", text, wanted);
}

#[test]
fn quotes_stay_where_a_word_could_be_something_else() {
    for (written, wanted) in [
        ("\"Cook and others\"", "Cook and others"),
        ("'Cook and others'", "Cook and others"),
        ("'m:ss'", "\"m:ss\""),
        ("\"^1\"", "\"^1\""),
        ("\"no\"", "\"no\""),
        ("'True'", "\"True\""),
        ("\"1.0\"", "\"1.0\""),
        ("'it''s'", "'it''s'"),
        ("\"a\\tb\"", "\"a\\tb\""),
        ("'say \"x\"'", "'say \"x\"'"),
        ("\"a \"", "\"a \""),
        ("O'Brien's", "O'Brien's"),
    ] {
        let text = format!("a: {{source: {written}, title: {written}}}\nb: {written}\n");
        let wanted = format!("a: {{title: {wanted}, source: {wanted}}}\nb: {wanted}\n");
        assert_formats("metrics.yaml", &text, &wanted);
    }
}

#[test]
fn lists_and_texts_over_lines_keep_what_they_say() {
    let text = "\
a:
    title: Pace
    records:
    - max: a   # the most

    # the least
    - {min: a}
    -   by: b
        max: a
    source: [
      one, # first
      two
    ]
    derive: >-
        workout.a +
          workout.b

b:
  source: [one,
     two]
  derive: workout.a
    + 1
";
    let wanted = "\
a:
  title: Pace
  source: [
    one, # first
    two
  ]
  derive: >-
    workout.a +
      workout.b
  records:
    - max: a   # the most

    # the least
    - {min: a}
    - max: a
      by: b

b:
  source: [one, two]
  derive: workout.a
    + 1
";
    assert_formats("metrics.yaml", text, wanted);
}

#[test]
fn a_map_in_braces_stands_on_a_line_as_long_as_it_fits() {
    let long = "long enough to be over the bound of columns ".repeat(3);
    let long = long.trim();
    let text = format!(
        "a: {{derive: 1, title: {{en: {long}}}}}\nb: {{type: enum, values: [{long}]}}   # c\n"
    );
    let wanted = format!(
        "a:\n  title:\n    en: {long}\n  derive: 1\nb:   # c\n  type: enum\n  values: [{long}]\n"
    );
    assert_formats("metrics.yaml", &text, &wanted);
    // A sentence in quotes is no shorter elsewhere.
    let text = format!("a: {{title: {{en: \"{long}: so\"}}, derive: \"1 + {long}\"}}\n");
    assert_formats("metrics.yaml", &text, &text);
    let text = format!("a: [\n  {long},\n  {long}\n]\n");
    assert_formats("metrics.yaml", &text, &text);
    // A list of words has no better shape.
    assert_formats(
        "metrics.yaml",
        &format!("a: [{long}, {long}]\n"),
        &format!("a: [{long}, {long}]\n"),
    );
}

#[test]
fn line_endings_and_a_mark_at_the_start_are_no_content() {
    assert_formats(
        "metrics.yaml",
        "\u{feff}a: 1\r\n\r\nb: 2\r\n\r\n",
        "\u{feff}a: 1\n\nb: 2\n",
    );
    assert_formats("metrics.yaml", "# nothing yet\n", "# nothing yet\n");
    assert_formats(
        "metrics.yaml",
        "a: &x\n    type: count\nb: *x\n",
        "a: &x\n  type: count\nb: *x\n",
    );
}

#[test]
fn what_is_not_understood_is_left_alone() {
    for text in ["a: [\n", "a: 1\na: 2\n"] {
        let left = formatted("metrics.yaml", text);
        assert!(
            matches!(left, Err(Unformatted::NotYaml(_))),
            "{text}: {left:?}"
        );
    }
    for (text, at) in [
        ("---\na: 1\n", 1),
        ("{a: 1}\n", 1),
        ("a: 1\n? b\n: 2\n", 2),
        ("a: 1\nb: |2\n   x\n", 2),
        ("a:\n  just text\n", 2),
    ] {
        let left = formatted("metrics.yaml", text);
        assert!(
            matches!(left, Err(Unformatted::Unknown { line, .. }) if line == at),
            "{text}: {left:?}"
        );
    }
}
