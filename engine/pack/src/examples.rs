//! Files that show a code: one that is wrong so, and the same put right. A test compiles both.

/// Two small files of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    pub code: &'static str,
    /// The kind whose files they are; of a script its path.
    pub kind: &'static str,
    pub wrong: &'static str,
    pub right: &'static str,
}

const fn example(
    code: &'static str,
    kind: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Example {
    Example {
        code,
        kind,
        wrong,
        right,
    }
}

/// By code. Codes of bounds, of other packs and of whole folders have none: a file cannot show them.
pub const EXAMPLES: &[Example] = &[
    example(
        "S0012",
        "metrics",
        "\
laps:
  type: count
  input: {}
laps:
  type: count
",
        "\
laps:
  type: count
  input: {}
",
    ),
    example(
        "S0021",
        "metrics",
        "\
laps:
  type: count
  inptu: {}
",
        "\
laps:
  type: count
  input: {}
",
    ),
    example(
        "S0022",
        "norms",
        "\
weekly_minutes:
  metric: time
  targets: {amateur: {adult: 150 min}}
  source: WHO guidelines on physical activity, 2020
",
        "\
weekly_minutes:
  metric: time
  per: P7D
  targets: {amateur: {adult: 150 min}}
  source: WHO guidelines on physical activity, 2020
",
    ),
    example(
        "S0023",
        "metrics",
        "\
laps:
  type: count
  input: yes please
",
        "\
laps:
  type: count
  input: {min: 1}
",
    ),
    example(
        "S0024",
        "metrics",
        "\
laps:
  type: count
  better: bigger
  input: {}
",
        "\
laps:
  type: count
  better: higher
  input: {}
",
    ),
    example(
        "S0030",
        "metrics",
        "\
avgLaps:
  type: count
  input: {}
",
        "\
avg_laps:
  type: count
  input: {}
",
    ),
    example(
        "S0031",
        "metrics",
        "\
match:
  type: count
  input: {}
",
        "\
matches:
  type: count
  input: {}
",
    ),
    example(
        "S0042",
        "metrics",
        "\
there:
  derive: workout.back * 2
back:
  derive: workout.there / 2
",
        "\
there:
  quantity: length
  input: {}
back:
  derive: workout.there / 2
",
    ),
    example(
        "S0044",
        "metrics",
        "\
load:
  quantity: weight
  input: {}
",
        "\
load:
  quantity: mass
  input: {}
",
    ),
    example(
        "S0045",
        "metrics",
        "\
load:
  quantity: mass
  unit: km
  input: {}
",
        "\
load:
  quantity: mass
  unit: kg
  input: {}
",
    ),
    example(
        "S0060",
        "metrics",
        "\
laps:
  input: {}
",
        "\
laps:
  type: count
  input: {}
",
    ),
    example(
        "S0061",
        "metrics",
        "\
laps:
  type: count
  max: 10
  input: {}
",
        "\
ease:
  type: rating
  max: 10
  input: {}
",
    ),
    example(
        "S0063",
        "metrics",
        "\
laps:
  type: count
  input: {min: 9, max: 1}
",
        "\
laps:
  type: count
  input: {min: 1, max: 9}
",
    ),
    example(
        "S0064",
        "metrics",
        "\
load:
  quantity: mass
  input: {}
double:
  derive: workout.load * 2
  input: {}
",
        "\
load:
  quantity: mass
  input: {}
double:
  derive: workout.load * 2
",
    ),
    example(
        "S0073",
        "metrics",
        "\
load:
  quantity: mass
  input: {}
  better: higher
  records: [{min: load}]
",
        "\
load:
  quantity: mass
  input: {}
  better: higher
  records: [{max: load}]
",
    ),
    example(
        "S0091",
        "scripts/score.rhai",
        "\
fn score(laps) {
  for lap in laps
    1
}
",
        "\
fn score(laps) {
  let fast = 0;
  for lap in laps {
    if lap.count == 1 { fast += 1 }
  }
  fast
}
",
    ),
    example(
        "S0092",
        "scripts/score.rhai",
        "\
fn score(laps) {
  let seen = #{first: 1};
  laps.len() - seen.first
}
",
        "\
fn score(laps) {
  let first = 1;
  laps.len() - first
}
",
    ),
    example(
        "S0093",
        "scripts/score.rhai",
        "\
fn score(laps) {
  laps[0].cout
}
",
        "\
fn score(laps) {
  laps[0].count
}
",
    ),
    example(
        "S0094",
        "scripts",
        "\
other:
  file: scripts/score.rhai
  function: scoer
  takes: {laps: {rows: lap}}
  gives: {type: count}
",
        "\
other:
  file: scripts/score.rhai
  function: score
  takes: {laps: {rows: lap}}
  gives: {type: count}
",
    ),
    example(
        "S0095",
        "scripts/score.rhai",
        "\
fn score(laps) {
  if laps[0].count == \"1\" { 1 } else { 0 }
}
",
        "\
fn score(laps) {
  if laps[0].count == 1 { 1 } else { 0 }
}
",
    ),
    example(
        "S0101",
        "metrics",
        "\
load:
  quantity: mass
  unit: kilo
  input: {}
",
        "\
load:
  quantity: mass
  unit: kg
  input: {}
",
    ),
    example(
        "S0121",
        "migrations",
        "\
plain_names:
  to: 1.0.0
  rename: {metrics: {duration: tiem}}
",
        "\
plain_names:
  to: 1.0.0
  rename: {metrics: {duration: time}}
",
    ),
    example(
        "S0122",
        "migrations",
        "\
less:
  to: 1.0.0
  retire: {metrics: [time]}
",
        "\
less:
  to: 1.0.0
  retire: {metrics: [steps]}
",
    ),
    example(
        "S0124",
        "migrations",
        "\
later:
  to: 2.0.0
  retire: {metrics: [steps]}
",
        "\
now:
  to: 1.0.0
  retire: {metrics: [steps]}
",
    ),
    example(
        "S0202",
        "metrics",
        "\
load:
  quantity: mass
  input: {}
double:
  derive: workout.laod * 2
",
        "\
load:
  quantity: mass
  input: {}
double:
  derive: workout.load * 2
",
    ),
    example(
        "S0204",
        "metrics",
        "\
load:
  quantity: mass
  input: {}
way:
  quantity: length
  input: {}
both:
  derive: workout.load + workout.way
",
        "\
load:
  quantity: mass
  input: {}
way:
  quantity: length
  input: {}
both:
  derive: workout.load * workout.way
",
    ),
];
