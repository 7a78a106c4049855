//! The pack kind `segments`: YAML to `Segment`.

use schemars::JsonSchema;
use serde::Deserialize;
use stadion_pack::diff::{Nature, Said, Sheet, Tells};
use stadion_pack::expr::{Checked, Want};
use stadion_pack::finding::Report;
use stadion_pack::words::Words;
use stadion_pack::{At, Kind, Scope};

use super::model::Segment;
use super::model::reach::countable;

/// The kind `segments`.
pub struct Segments;

/// A named audience: the people for whom a rule holds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSegment {
    /// Title by language; may stand in a locale file instead.
    title: Option<At<Words>>,
    /// Who they are, in a sentence.
    description: Option<At<Words>>,
    /// The rule: an expression over `user` and their history. True is in.
    #[schemars(extend("x-names" = "audience"))]
    who: At<String>,
}

impl Kind for Segments {
    const NAME: &'static str = "segments";
    const TITLE: &'static str = "Segments";
    const DOC: &'static str = "\
Named audiences. `who` is asked of a person as of a day, at no workout: it sees `user`, `now` and
the history functions over the pack's metrics, and nothing of a single workout (ask
`max(distance, days(30))` where a badge would ask `workout.distance`).

An audience is counted now, each person by the day it is in their time zone, or as of a day gone by
with what people had said and done by then. A backtest asks for each day of a period, and how many
different people it would have reached.

A comparison with a missing figure is unknown, and whoever is unknown is not in. `sum`, `count` and
`streak` over nothing are 0, the others missing: `count(workouts, days(28)) == 0` finds people who
stopped and people who never began; `count(workouts) > 0` beside it leaves the latter out.

A rule whose value is the same for everybody is a mistake most of the time and told as a warning.
Refused is what no database computes as the engine does: what a division leaves (`%`), money,
moments finer than a millisecond, and numbers beyond 10^290.

Texts have the keys `segments-<id>-title` and `segments-<id>-description`.";
    const EXAMPLE: &'static str = "\
regulars:
  title: {en: Regulars, ru: Постоянные}
  description: {en: Eight workouts in four weeks, ru: Восемь тренировок за четыре недели}
  who: count(workouts, weeks(4)) >= 8
lapsed_adults:
  title: {en: Adults who paused, ru: Взрослые на перерыве}
  who: user.age_group == \"adult\" && count(workouts) > 0 && count(workouts, days(28)) == 0
";
    const CODES: &'static [(&'static str, &'static str)] = &[
        (
            "S0390",
            "No audience can be counted by this rule: a database computes it otherwise than the engine.",
        ),
        (
            "S0391",
            "A rule looks at nothing, so it is the same for everybody.",
        ),
    ];
    type Raw = RawSegment;
    type Element = Segment;
    const HELD: Option<&'static str> = None;

    fn sheet(segment: &Segment, sheet: &mut Sheet) {
        sheet.text("title", &segment.title);
        if let Some(description) = &segment.description {
            sheet.text("description", description);
        }
        // Whoever asks is answered by the rule that is live.
        let who = Said::Rule(segment.who.source().trim().to_owned());
        sheet.say("who", who, Nature::Shown, Tells::Nothing);
    }

    fn compile(_id: &str, raw: RawSegment, cx: &mut Scope<'_>) -> Option<Segment> {
        let who = rule(&raw.who, cx)?;
        if who.is_constant() {
            let message = "this rule is the same for everybody";
            let report = Report::warning("S0391", raw.who.span, message);
            cx.report(report.help("ask who the person is, or look into their history"));
        }
        Some(Segment {
            id: cx.qualified(),
            title: cx.text(raw.title.as_ref(), "title"),
            description: cx.optional_text(raw.description.as_ref(), "description"),
            who,
            place: cx.place(),
        })
    }
}

fn rule(source: &At<String>, cx: &mut Scope<'_>) -> Option<Checked> {
    let who = cx.expr(source, &cx.person_context(), Want::Flag)?;
    match countable(&who) {
        Ok(()) => Some(who),
        Err(refusal) => {
            let report = Report::error("S0390", source.span, refusal.message);
            cx.report(report.help(refusal.help));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domains::testing::{codes, compile_file};

    fn who(rule: &str) -> Vec<&'static str> {
        codes(
            "segments.yaml",
            &format!("some: {{title: Some, who: '{rule}'}}\n"),
        )
    }

    #[test]
    fn a_segment_asks_a_person_and_their_history() {
        let yaml = "some: {title: Some, who: 'count(workouts, days(7)) > 2'}\n";
        let compiled = compile_file("segments.yaml", yaml);
        assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
        let some = &compiled
            .packs
            .pack("outing")
            .unwrap()
            .elements::<Segments>()["some"];
        assert_eq!(
            (some.id.as_str(), some.title.get("en")),
            ("outing.some", "Some")
        );
        assert!(who("user.age_group == \"teen\" && streak(weeks) > 3").is_empty());
        assert!(who("sum(distance, weeks(4)) / 4 > km(10) || max(speed) > kmh(30)").is_empty());
        assert!(who("now < time(\"2027-01-01T00:00:00Z\") && has(user.region)").is_empty());
    }

    #[test]
    fn a_workout_is_not_there_to_be_asked() {
        assert_eq!(who("workout.distance > km(5)"), ["S0202"]);
        assert_eq!(who("distance > km(5)"), ["S0202"]);
        assert_eq!(who("user.name == \"Ann\""), ["S0202"]);
        assert_eq!(who("user.category == \"profi\""), ["S0205"]);
        assert_eq!(who("count(workouts)"), ["S0206"]);
        assert_eq!(who("1 < 2"), ["S0391"]);
    }

    #[test]
    fn what_cannot_be_counted_is_told_at_its_place() {
        let text = "odd: {title: Odd, who: user.age % 2 == 0}\n\
            far: {title: Far, who: workout.distance > km(5)}\n\
            near: {title: Near, who: user.ages > 5}\n";
        let told: Vec<_> = compile_file("segments.yaml", text)
            .findings
            .iter()
            .map(|f| {
                let help = f.help.clone().unwrap_or_default();
                format!("{} {}:{} {}: {help}", f.code, f.line, f.column, f.message)
            })
            .collect();
        insta::assert_debug_snapshot!(told);
    }
}
