//! All badges of an app: what is near, what was earned, what is still to come.

use std::collections::BTreeMap;

use axum::response::Response;
use axum::routing::get;
use stadion_pack::value::Value;

use super::held::{Counting, Held, TierState, held};
use super::reach::{Reach, ReachOf, reach};
use super::told;
use crate::domains::app::{Here, Telling};
use crate::domains::workouts::words;
use crate::web::ui::format::Formats;
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{Achievements, BadgeCard, Level, Progress};
use crate::web::{Access, Principal, Result, Routes};

/// How many of those ahead are told as near.
const NEAR: usize = 3;
/// And from which part of the way on.
const IS_NEAR: f64 = 0.25;

pub fn routes(routes: Routes) -> Routes {
    routes.page(Access::User, "GET", "/{pack}/achievements", get(show))
}

async fn show(here: Here, principal: Principal) -> Result<Response> {
    let (app, user_id) = (&here.app, principal.user_id);
    let all = held(app, user_id, &here.packs, &here.pack.id, Counting::Times).await?;
    let today = here.formats.today(here.now);
    let mut ways = BTreeMap::new();
    for open in all.iter().filter(|held| held.next == Some(1)) {
        let Some(known) = super::achievement(&here.packs, &open.id) else {
            continue;
        };
        let way = reach(&app.db, user_id, &here.packs, known, today).await?;
        ways.extend(way.map(|way| (open.id.clone(), way)));
    }
    let urls = Urls::new(Some(&here.pack.id));
    let page = here.framed_below(urls.records).await?;
    here.show(&page, &view(&all, &ways, here.telling()))
}

fn view(all: &[Held], ways: &BTreeMap<String, Reach>, told: Telling<'_>) -> Achievements {
    let (mut earned, open): (Vec<&Held>, Vec<&Held>) =
        all.iter().partition(|held| held.tier.is_some());
    earned.sort_by_key(|held| std::cmp::Reverse(held.tier.as_ref().map(|tier| tier.start_at)));
    let counts = [("n", earned.len().into()), ("all", all.len().into())];
    let mut near: Vec<(f64, &Held)> = open
        .iter()
        .copied()
        .filter_map(|held| Some((share(held, ways)?, held)))
        .filter(|(share, _)| *share >= IS_NEAR)
        .collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    near.truncate(NEAR);
    let is_near = |held: &Held| near.iter().any(|(_, other)| other.id == held.id);
    let cards = |held: Vec<&Held>| -> Vec<BadgeCard> {
        held.into_iter()
            .map(|held| card(held, ways.get(&held.id), told))
            .collect()
    };
    Achievements {
        earned_count: told.formats.text("records-earned", &counts),
        near: cards(near.iter().map(|(_, held)| *held).collect()),
        open: cards(open.into_iter().filter(|held| !is_near(held)).collect()),
        earned: cards(earned),
    }
}

/// Of the way to the next level; `None` before the first step and after the last.
fn share(held: &Held, ways: &BTreeMap<String, Reach>) -> Option<f64> {
    let next = f64::from(held.next?);
    let share = match ways.get(&held.id) {
        Some(way) => way.value / way.target,
        None => held.count as f64 / next,
    };
    (share > 0.0 && share < 1.0).then_some(share)
}

fn card(held: &Held, way: Option<&Reach>, told: Telling<'_>) -> BadgeCard {
    let formats = told.formats;
    let reached = held.tier.as_ref();
    let when = |at| formats.short_date(formats.local(at).date());
    BadgeCard {
        title: held.title.get(told.locale()).to_owned(),
        description: told::description(held, told),
        icon: held.icon.clone(),
        is_earned: reached.is_some(),
        when: reached.map(|tier| when(tier.start_at)),
        times: (held.repeats && held.count > 1)
            .then(|| formats.text("badge-times", &[("n", held.count.into())])),
        href: reached.map(|tier| words::address(&held.pack, tier.workout_id)),
        about: told.about("badge", &held.id, reached.map(|tier| tier.workout_id)),
        levels: if held.tiers.len() > 1 {
            held.tiers.iter().map(|tier| level(tier, told)).collect()
        } else {
            Vec::new()
        },
        progress: way.and_then(|way| of_way(way, formats)).or_else(|| {
            held.next
                .filter(|next| *next > 1)
                .map(|next| of_count(held.count, next, formats))
        }),
    }
}

fn level(tier: &TierState, told: Telling<'_>) -> Level {
    let formats = told.formats;
    let own = tier
        .title
        .as_ref()
        .map(|title| title.get(told.locale()).to_owned());
    Level {
        title: own.unwrap_or_else(|| format!("×{}", tier.at)),
        when: tier
            .reached
            .map(|at| formats.short_date(formats.local(at).date())),
    }
}

fn of_count(count: i64, next: u32, formats: &Formats) -> Progress {
    let n = count.min(i64::from(next));
    Progress {
        value: n as f64,
        max: f64::from(next),
        text: formats.text(
            "badge-progress-times",
            &[("n", n.into()), ("all", next.into())],
        ),
    }
}

/// `None` when there is nothing yet, or as much as it takes: the rule asks for more than that then.
fn of_way(way: &Reach, formats: &Formats) -> Option<Progress> {
    if way.value <= 0.0 || way.value >= way.target {
        return None;
    }
    let text = match &way.of {
        ReachOf::Metric(metric) => {
            let amount = |si| formats.metric(metric, &Value::Number(si)).to_string();
            let args = [
                ("n", amount(way.value).into()),
                ("all", amount(way.target).into()),
            ];
            formats.text("badge-progress", &args)
        }
        ReachOf::Workouts => counted("badge-progress-workouts", way, formats),
        ReachOf::Days => counted("badge-progress-days", way, formats),
        ReachOf::Weeks => counted("badge-progress-weeks", way, formats),
    };
    Some(Progress {
        value: way.value,
        max: way.target,
        text,
    })
}

fn counted(key: &str, way: &Reach, formats: &Formats) -> String {
    let (n, all) = (way.value as i64, way.target.ceil() as i64);
    formats.text(key, &[("n", n.into()), ("all", all.into())])
}
