//! The pack kind `achievements`: YAML to `Achievement`.

use schemars::JsonSchema;
use serde::Deserialize;
use stadion_pack::diff::{Nature, Sheet, Tells};
use stadion_pack::expr::{Checked, Want};
use stadion_pack::finding::Report;
use stadion_pack::words::Words;
use stadion_pack::{At, Kind, Scope};

use super::model::{Achievement, Per, Tier, Trigger};

/// The kind `achievements`.
pub struct Achievements;

/// A badge and the rule that earns it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAchievement {
    /// Title by language; may stand in a locale file instead.
    title: Option<At<Words>>,
    /// What it takes, in a sentence.
    description: Option<At<Words>>,
    /// Name of an icon of the built-in set.
    #[schemars(extend("x-names" = "icons"))]
    icon: Option<At<String>>,
    /// The event after which the rule is asked.
    on: RawTrigger,
    /// The rule: an expression over `workout` and `user`, with history. True earns.
    #[schemars(extend("x-names" = "rule"))]
    when: At<String>,
    /// Levels by the number of workouts for which the rule held, ascending. One level, at the
    /// first such workout, when left out. Levels count workouts and nothing else: a total is a
    /// badge of its own for each of its levels (`sum(distance) >= km(1000)`).
    #[serde(default)]
    tiers: Vec<RawTier>,
    /// `once`: each level once, which is usual. `each`: with every workout that keeps the rule.
    #[serde(default)]
    per: RawPer,
}

/// A level.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawTier {
    /// Reached with this many workouts.
    #[schemars(range(min = 1))]
    at: At<u32>,
    /// Instead of the badge's own title; in a locale file `achievements-<id>-tier_<at>-title`.
    title: Option<At<Words>>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
enum RawTrigger {
    #[serde(rename = "workout.recorded")]
    WorkoutRecorded,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RawPer {
    #[default]
    Once,
    Each,
}

impl Kind for Achievements {
    const NAME: &'static str = "achievements";
    const TITLE: &'static str = "Achievements";
    const DOC: &'static str = "\
Badges. `when` is asked of every workout of the pack's sports, as of the workout's start: a late,
changed or deleted workout is judged again, with those after it, so that a badge never depends on
the order in which files came in.

A comparison with a missing figure is unknown, and unknown earns nothing.

`sum(distance)` without a window looks at everything up to the workout; `count(workouts)`, `max(…)`
and the others alike. A rule that holds from some workout on (`best(pace, km(10)) < …`, a total)
holds for every later one too: with `tiers` each of them counts.

`best(…)` looks at stretches of recorded samples. A workout that was typed in has none and earns no
badge by it, whatever its distance and time: ask `workout.duration` for those.

Badges are told when workouts change. A changed rule judges all earlier workouts by itself, in the
background: who no longer meets it loses the badge, and nobody is sent a notice.

Texts have the keys `achievements-<id>-title` and `achievements-<id>-description`; a level's own
title is `achievements-<id>-tier_<at>-title`, as in `achievements-marathon_finisher-tier_10-title`.";
    const EXAMPLE: &'static str = "\
marathon_finisher:
  title: {en: Marathon finisher, ru: Марафонец}
  description: {en: Run 42.195 km in one go, ru: Пробежать 42,195 км за один раз}
  icon: medal
  on: workout.recorded
  when: workout.distance >= km(42.195)
  tiers: [{at: 1}, {at: 5}, {at: 10}]
";
    const CODES: &'static [(&'static str, &'static str)] = &[
        (
            "S0320",
            "A badge that is given each time has levels. Drop `tiers`, or `per: each`.",
        ),
        ("S0321", "Levels do not ascend, or one stands twice."),
        (
            "S0322",
            "A rule looks at nothing, so it is the same for every workout.",
        ),
    ];
    type Raw = RawAchievement;
    type Element = Achievement;
    const HELD: Option<&'static str> = Some("badges");

    fn sheet(badge: &Achievement, sheet: &mut Sheet) {
        sheet.text("title", &badge.title);
        if let Some(description) = &badge.description {
            sheet.text("description", description);
        }
        sheet.look("icon", badge.icon.as_ref());
        let on = match badge.on {
            Trigger::WorkoutRecorded => "workout.recorded",
        };
        sheet.words("on", Some(on), Nature::Told, Tells::Badges);
        sheet.rule("when", Some(&badge.when), Tells::Badges);
        for tier in &badge.tiers {
            let at = tier.at.to_string();
            sheet.each("tiers", [at.as_str()], Nature::Offered, Tells::Badges);
            if let Some(title) = &tier.title {
                sheet.text_of("tiers", &at, title);
            }
        }
        let per = match badge.per {
            Per::Once => "once",
            Per::Each => "each",
        };
        sheet.words("per", Some(per), Nature::Told, Tells::Badges);
    }

    fn compile(_id: &str, raw: RawAchievement, cx: &mut Scope<'_>) -> Option<Achievement> {
        let tiers = tiers(raw.tiers, raw.per, cx);
        let when = cx.expr(&raw.when, &cx.workout_context(), Want::Flag)?;
        warn_if_constant(&raw.when, &when, cx);
        Some(Achievement {
            id: cx.qualified(),
            title: cx.text(raw.title.as_ref(), "title"),
            description: cx.optional_text(raw.description.as_ref(), "description"),
            icon: cx.icon(raw.icon),
            on: match raw.on {
                RawTrigger::WorkoutRecorded => Trigger::WorkoutRecorded,
            },
            when,
            tiers: tiers?,
            per: match raw.per {
                RawPer::Once => Per::Once,
                RawPer::Each => Per::Each,
            },
            place: cx.place(),
        })
    }
}

/// The levels, ascending; one at the first workout where none are written.
fn tiers(raw: Vec<RawTier>, per: RawPer, cx: &mut Scope<'_>) -> Option<Vec<Tier>> {
    if raw.is_empty() {
        return Some(vec![Tier { at: 1, title: None }]);
    }
    if let (RawPer::Each, Some(first)) = (per, raw.first()) {
        let report = Report::error(
            "S0320",
            first.at.span,
            "a badge given each time has no levels",
        );
        cx.report(report.help("drop `tiers`, or `per: each`"));
        return None;
    }
    let mut tiers: Vec<Tier> = Vec::new();
    for tier in raw {
        if tiers.last().is_some_and(|below| below.at >= tier.at.value) {
            let message = format!(
                "level at {} does not come after the one before",
                tier.at.value
            );
            let report = Report::error("S0321", tier.at.span, message);
            cx.report(report.help("write the levels from the lowest to the highest, each once"));
            return None;
        }
        let title = cx.optional_text(
            tier.title.as_ref(),
            &format!("tier_{}-title", tier.at.value),
        );
        tiers.push(Tier {
            at: tier.at.value,
            title,
        });
    }
    Some(tiers)
}

fn warn_if_constant(source: &At<String>, rule: &Checked, cx: &mut Scope<'_>) {
    if rule.is_constant() {
        let report = Report::warning(
            "S0322",
            source.span,
            "this rule is the same for every workout",
        );
        cx.report(report.help("compare a figure of the workout, or look into the history"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domains::testing::{codes, compile_file};

    fn badge(keys: &str) -> Vec<&'static str> {
        codes(
            "achievements.yaml",
            &format!("far: {{title: Far, on: workout.recorded, {keys}}}\n"),
        )
    }

    #[test]
    fn a_badge_without_levels_has_one() {
        let yaml = "far: {title: Far, on: workout.recorded, when: workout.distance >= km(5)}\n";
        let compiled = compile_file("achievements.yaml", yaml);
        assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
        let far = &compiled
            .packs
            .pack("outing")
            .unwrap()
            .elements::<Achievements>()["far"];
        assert_eq!(far.tiers, [Tier { at: 1, title: None }]);
        assert_eq!((far.on, far.per), (Trigger::WorkoutRecorded, Per::Once));
        assert_eq!((far.tier_at(0), far.tier_at(7)), (None, Some(0)));
    }

    #[test]
    fn a_level_has_a_title_in_every_language() {
        let source = |english: &str, russian: &str| {
            stadion_pack::PackSource::from_texts(
                "outing",
                [
                    (
                        "pack.yaml",
                        "id: outing\nversion: 1.0.0\ntitle: {en: Outing, ru: Поход}\n\
                         locales: [en, ru]\nmetrics:\n  way: {title: {en: Way, ru: Путь}, \
                         quantity: length, input: {}}\n",
                    ),
                    (
                        "achievements.yaml",
                        "far: {title: {en: Far, ru: Далеко}, on: workout.recorded, \
                         when: workout.way >= km(5), tiers: [{at: 1}, {at: 10}]}\n",
                    ),
                    ("locales/en.ftl", english),
                    ("locales/ru.ftl", russian),
                ],
            )
        };
        let compiled = |english, russian| {
            stadion_pack::compile(&[source(english, russian)], &crate::domains::kinds(), &[])
        };
        let whole = compiled(
            "achievements-far-tier_10-title = Ten times\n",
            "achievements-far-tier_10-title = Десять раз\n",
        );
        assert!(whole.findings.is_empty(), "{:?}", whole.findings);
        let packs = whole.packs;
        let far = &packs.pack("outing").unwrap().elements::<Achievements>()["far"];
        assert_eq!(far.tier_title(1).get("ru"), "Десять раз");
        assert_eq!(far.tier_title(0).get("ru"), "Далеко");
        let half = compiled("achievements-far-tier_10-title = Ten times\n", "");
        let codes: Vec<_> = half.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["S0052"]);
    }

    #[test]
    fn levels_ascend_and_need_once() {
        let rule = "when: workout.distance >= km(5)";
        assert!(badge(&format!("{rule}, tiers: [{{at: 1}}, {{at: 5}}]")).is_empty());
        assert_eq!(
            badge(&format!("{rule}, tiers: [{{at: 5}}, {{at: 5}}]")),
            ["S0321"]
        );
        assert_eq!(
            badge(&format!("{rule}, per: each, tiers: [{{at: 5}}]")),
            ["S0320"]
        );
        assert_eq!(badge(&format!("{rule}, tiers: [{{at: 0}}]")).len(), 1);
    }

    #[test]
    fn an_icon_is_one_of_the_built_in_set() {
        let rule = "when: workout.distance >= km(5)";
        assert!(badge(&format!("{rule}, icon: medal")).is_empty());
        assert_eq!(badge(&format!("{rule}, icon: medla")), ["S0039"]);
    }

    #[test]
    fn a_rule_names_sports_that_there_are() {
        assert_eq!(badge("when: workout.sport == \"marathon\""), ["S0205"]);
    }

    #[test]
    fn a_rule_asks_who_the_person_is() {
        assert!(badge("when: user.age >= 60 && user.sex == \"female\"").is_empty());
        assert!(badge("when: user.age_group < \"adult\" || user.region == \"DE\"").is_empty());
        assert!(badge("when: user.weight > kg(90)").is_empty());
        assert_eq!(badge("when: user.category == \"profi\""), ["S0205"]);
        assert_eq!(badge("when: user.region == \"UK\""), ["S0205"]);
        assert_eq!(badge("when: user.name == \"Ann\""), ["S0202"]);
    }

    #[test]
    fn a_rule_has_to_ask_something() {
        assert_eq!(badge("when: 1 < 2"), ["S0322"]);
        assert_eq!(badge("when: workout.distance > minutes(5)"), ["S0204"]);
        assert_eq!(badge("when: workout.distnace > km(5)"), ["S0202"]);
        assert_eq!(badge("when: workout.distance"), ["S0206"]);
    }
}
