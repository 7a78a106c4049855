//! `norms`: targets per user category.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::figure::Figure;
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::model::{MetricType, Norm};
use crate::place::At;
use crate::scope::{AGE_GROUPS, Scope, USER_CATEGORIES};
use crate::value::Dim;
use crate::words::Words;

pub struct Norms;

/// A norm: how much of a metric is enough.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNorm {
    /// What the norm is called.
    pub title: Option<At<Words>>,
    /// The metric it is about.
    pub metric: At<String>,
    /// The period the target is for, in whole days: `P7D` or `7 d`.
    pub per: At<Figure>,
    /// Target by category (`athlete`, `amateur`) and age group (`child`, `teen`, `adult`).
    pub targets: IndexMap<At<String>, IndexMap<At<String>, At<Figure>>>,
    /// Where the figures come from: a publication, or its address. A norm without one is a guess.
    #[schemars(length(min = 8))]
    pub source: At<String>,
}

impl Kind for Norms {
    const NAME: &'static str = "norms";
    const TITLE: &'static str = "Norms";
    const DOC: &'static str = "\
How much is enough: a target of one metric over a period, for each category of user (`athlete`, \
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
";

    type Raw = RawNorm;
    type Element = Norm;

    fn compile(_: &str, raw: RawNorm, cx: &mut Scope<'_>) -> Option<Norm> {
        let title = cx.text(raw.title.as_ref(), "title");
        let metric = cx.metric(&raw.metric);
        let per_days = days(&raw.per, cx);
        let metric = metric?;
        if !matches!(metric.ty, MetricType::Quantity | MetricType::Count) {
            let message = format!("`{}` is no figure to set a target for", metric.name);
            cx.error("S0071", raw.metric.span, message);
            return None;
        }
        let targets = compile_targets(&raw.targets, metric.dim, cx)?;
        let source = raw.source.value;
        Some(Norm {
            id: cx.qualified(),
            metric,
            title,
            per_days: per_days?,
            targets,
            source,
            place: cx.place(),
        })
    }
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
    dim: Dim,
    cx: &mut Scope<'_>,
) -> Option<BTreeMap<(String, String), f64>> {
    let mut targets = BTreeMap::new();
    let mut sound = true;
    for (category, groups) in raw {
        sound &= known(category, USER_CATEGORIES, "category", cx);
        for (group, figure) in groups {
            sound &= known(group, AGE_GROUPS, "age group", cx);
            match cx.quantity(figure, dim) {
                Some(target) => {
                    targets.insert((category.value.clone(), group.value.clone()), target);
                }
                None => sound = false,
            }
        }
    }
    sound.then_some(targets)
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
