//! `norms`: targets per user category.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diff::{Nature, Said, Sheet, Tells, in_unit};
use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::model::{MetricType, Norm, NormOf, Pack};
use crate::place::At;
use crate::scope::{AGE_GROUPS, Scope, USER_CATEGORIES};
use crate::units::Unit;
use crate::value::Dim;
use crate::words::Words;

pub struct Norms;

/// A norm: how much of a metric is enough.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNorm {
    /// What the norm is called.
    pub title: Option<At<Words>>,
    /// The metric it is about; or `count`.
    #[schemars(extend("x-names" = "metrics"))]
    pub metric: Option<At<String>>,
    /// What is counted, where the norm is about no metric: `workouts` of the pack's sports.
    pub count: Option<At<RawCount>>,
    /// The period the target is for, in whole days: `P7D` or `7 d`.
    pub per: At<Figure>,
    /// Target by category (`athlete`, `amateur`) and age group (`child`, `teen`, `adult`). Of a
    /// metric with its unit, of workouts a plain whole number.
    pub targets: IndexMap<At<String>, IndexMap<At<String>, At<Figure>>>,
    /// Where the figures come from: a publication, or its address. A norm without one is a guess.
    #[schemars(length(min = 8))]
    pub source: At<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawCount {
    Workouts,
}

impl Kind for Norms {
    const NAME: &'static str = "norms";
    const TITLE: &'static str = "Norms";
    const DOC: &'static str = "\
How much is enough: a target of one metric (`metric: duration`) or of the number of workouts \
(`count: workouts`) over a period, for each category of user (`athlete`, \
`amateur`) and age group (`child`, `teen`, `adult`). Figures of engagement are measured against it, \
so a norm states the `source` its figures come from. A category or age group left out has no norm. \
The title has the key `norms-<id>-title`.";
    const EXAMPLE: &'static str = "\
weekly_activity:
  title: {en: Active time a week, ru: Активность за неделю}
  metric: duration
  per: P7D
  targets:
    amateur: {child: 420 min, teen: 420 min, adult: 150 min}
    athlete: {teen: 600 min, adult: 600 min}
  source: \"WHO guidelines on physical activity and sedentary behaviour, 2020\"
strength_a_week:
  title: {en: Strength training a week, ru: Силовые за неделю}
  count: workouts
  per: P7D
  targets:
    amateur: {adult: 2}
  source: \"WHO guidelines on physical activity and sedentary behaviour, 2020\"
";

    type Raw = RawNorm;
    type Element = Norm;
    const HELD: Option<&'static str> = None;

    fn of(pack: &Pack) -> &IndexMap<String, Arc<Norm>> {
        &pack.norms
    }

    fn sheet(norm: &Norm, sheet: &mut Sheet) {
        sheet.text("title", &norm.title);
        let unit = match &norm.of {
            NormOf::Metric(metric) => {
                let said = Said::Name("metrics", metric.id.clone());
                sheet.say("metric", said, Nature::Shown, Tells::Nothing);
                metric.unit.clone()
            }
            NormOf::Workouts => {
                sheet.words("count", Some("workouts"), Nature::Shown, Tells::Nothing);
                Unit::one()
            }
        };
        let per = format!("{} d", norm.per_days);
        sheet.words("per", Some(per), Nature::Shown, Tells::Nothing);
        for ((category, group), target) in &norm.targets {
            let member = format!("{category}.{group}");
            let said = Said::Figure(*target, in_unit(*target, &unit));
            sheet.member("targets", &member, said, Nature::Shown, Tells::Nothing);
        }
        sheet.look("source", Some(&norm.source));
    }

    fn compile(_: &str, raw: RawNorm, cx: &mut Scope<'_>) -> Option<Norm> {
        let title = cx.text(raw.title.as_ref(), "title");
        let of = subject(raw.metric.as_ref(), raw.count.as_ref(), cx);
        let per_days = days(&raw.per, cx);
        let of = of?;
        let targets = compile_targets(&raw.targets, &of, per_days, cx)?;
        let source = raw.source.value;
        Some(Norm {
            id: cx.qualified(),
            of,
            title,
            per_days: per_days?,
            targets,
            source,
            place: cx.place(),
        })
    }
}

/// What the norm is about: one of `metric` and `count`.
fn subject(
    metric: Option<&At<String>>,
    count: Option<&At<RawCount>>,
    cx: &mut Scope<'_>,
) -> Option<NormOf> {
    let name = match (metric, count) {
        (Some(name), None) => name,
        (None, Some(_)) => return Some(NormOf::Workouts),
        (Some(_), Some(count)) => {
            cx.report(
                Report::error("S0061", count.span, "a norm has a `metric` or a `count`")
                    .help("take one of the two out"),
            );
            return None;
        }
        (None, None) => {
            let span = cx.key_span();
            cx.report(
                Report::error("S0022", span, "the norm does not say of what it is")
                    .help("name a `metric`, or write `count: workouts`"),
            );
            return None;
        }
    };
    let metric = cx.metric(name)?;
    if matches!(metric.ty, MetricType::Quantity | MetricType::Count) {
        return Some(NormOf::Metric(metric));
    }
    let message = format!("`{}` is no figure to set a target for", metric.name);
    cx.error("S0071", name.span, message);
    None
}

fn days(per: &At<Figure>, cx: &mut Scope<'_>) -> Option<u32> {
    let seconds = cx.quantity(per, Dim::TIME)?;
    let days = seconds / 86_400.0;
    if (1.0..=366.0).contains(&days) && (days - days.round()).abs() < 1e-9 {
        return Some(days.round() as u32);
    }
    cx.report(
        Report::error(
            "S0025",
            per.span,
            "a norm's period is whole days, from 1 to 366",
        )
        .help("write it as a duration: P7D is a week"),
    );
    None
}

fn compile_targets(
    raw: &IndexMap<At<String>, IndexMap<At<String>, At<Figure>>>,
    of: &NormOf,
    per_days: Option<u32>,
    cx: &mut Scope<'_>,
) -> Option<BTreeMap<(String, String), f64>> {
    let mut targets = BTreeMap::new();
    let mut sound = true;
    for (category, groups) in raw {
        sound &= known(category, USER_CATEGORIES, "category", cx);
        for (group, figure) in groups {
            sound &= known(group, AGE_GROUPS, "age group", cx);
            match target(figure, of, per_days, cx) {
                Some(target) => {
                    targets.insert((category.value.clone(), group.value.clone()), target);
                }
                None => sound = false,
            }
        }
    }
    sound.then_some(targets)
}

fn target(
    figure: &At<Figure>,
    of: &NormOf,
    per_days: Option<u32>,
    cx: &mut Scope<'_>,
) -> Option<f64> {
    let (target, fault) = match of {
        NormOf::Metric(metric) => {
            let target = cx.quantity(figure, metric.dim)?;
            let period = f64::from(per_days.unwrap_or(u32::MAX)) * 86_400.0;
            let fault = if target <= 0.0 {
                Some("a norm of nothing is always met")
            } else if metric.dim == Dim::TIME && target > period {
                Some("the norm asks more time than its period has")
            } else {
                None
            };
            (target, fault)
        }
        NormOf::Workouts => {
            let target = cx.quantity(figure, Dim::NONE)?;
            let is_count = target >= 1.0 && target.fract() == 0.0;
            (
                target,
                (!is_count).then_some("workouts are counted in whole numbers"),
            )
        }
    };
    let Some(fault) = fault else {
        return Some(target);
    };
    let help = match of {
        NormOf::Metric(_) => "write how much is enough, such as 150 min a week",
        NormOf::Workouts => "write how many are enough: 2",
    };
    cx.report(Report::error("S0025", figure.span, fault).help(help));
    None
}

fn known(word: &At<String>, words: &[&str], what: &str, cx: &mut Scope<'_>) -> bool {
    let found = words.contains(&word.as_str());
    if !found {
        cx.report(
            Report::error(
                "S0024",
                word.span,
                format!("`{}` is not a user's {what}", **word),
            )
            .help(format!("one of: {}", words.join(", ")))
            .suggest(ids::nearest(word, words.iter().copied()).map(str::to_owned)),
        );
    }
    found
}
