//! Counting audiences: now, as of a day, and over a period gone by.

use std::time::Duration;

use chrono::NaiveDate;
use stadion_pack::expr::{Checked, Want, compile};
use stadion_pack::model::{Pack, Packs};
use stadion_pack::scope::person_context;

use super::model::asking::Asking;
use super::model::reach::countable;
use super::model::{AsOf, Audience, Backtest, DayAudience};
use super::store;
use crate::App;
use crate::db::is_too_slow;
use crate::domains::workouts;
use crate::web::error::{Error, FieldError, Result};

/// A question over everybody takes no longer.
const LIMIT: Duration = Duration::from_secs(20);
/// Days of a backtest: each is a question over everybody.
pub const MOST_DAYS: i64 = 92;
/// Groups of fewer people are not told of; those of a demo are made up.
const SMALLEST_GROUP: i64 = 5;

pub fn smallest_group(app: &App) -> i64 {
    if app.config.demo { 1 } else { SMALLEST_GROUP }
}

/// The adapters whose terms let their data choose whom a promo is shown to.
pub fn open(app: &App) -> Vec<String> {
    workouts::terms(app).allowing(|said| said.promos)
}

/// The rule as everybody may be asked it. Where nobody has data of other adapters, nobody is looked at
/// for that.
async fn within_terms(app: &App, asking: &Asking) -> Result<Asking> {
    let open = open(app);
    if store::has_closed(&app.db, &open).await? {
        Ok(asking.within(open))
    } else {
        Ok(asking.clone())
    }
}

/// How many people a rule holds for.
pub async fn audience(app: &App, asking: &Asking, as_of: AsOf) -> Result<Audience> {
    let smallest_group = smallest_group(app);
    let asking = &within_terms(app, asking).await?;
    let people = store::count(&app.db, asking, &as_of.todays(), LIMIT).await;
    let of = store::everybody(&app.db).await?;
    let told = |n: i64| (n >= smallest_group).then_some(n);
    Ok(Audience {
        people: told(people.map_err(refused)?),
        of: told(of),
        smallest_group,
    })
}

/// How many people a rule would have reached on each of some days, and on any of them.
pub async fn backtest(
    app: &App,
    asking: &Asking,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Backtest> {
    let span: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let todays = span.iter().map(|day| AsOf::Day(*day).today(None));
    let todays: Vec<_> = todays.collect();
    let asking = &within_terms(app, asking).await?;
    let counted = store::backtest(&app.db, asking, &todays, LIMIT).await;
    let (days, people) = counted.map_err(refused)?;
    let smallest_group = smallest_group(app);
    let told = |n: i64| (n >= smallest_group).then_some(n);
    let day = |(day, n): (NaiveDate, i64)| DayAudience {
        day,
        people: told(n),
    };
    Ok(Backtest {
        from,
        to,
        people: told(people),
        days: span.into_iter().zip(days).map(day).collect(),
        smallest_group,
    })
}

fn refused(error: sqlx::Error) -> Error {
    if is_too_slow(&error) {
        let detail = "Counting took longer than 20 s; ask for fewer days, or a rule that looks back less far.";
        return Error {
            detail: detail.to_owned(),
            ..Error::timed_out()
        };
    }
    error.into()
}

/// A rule that is no segment yet, checked as one of a live pack. What is wrong is told at its place.
pub fn candidate(packs: &Packs, pack: &Pack, rule: &str) -> Result<Checked> {
    let context = person_context(packs, pack);
    let wrong = |at: usize, message: String, help: Option<String>| {
        let sign = rule.get(..at).map_or(0, |before| before.chars().count()) + 1;
        let error = FieldError::new("/rule", format!("sign {sign}: {message}"));
        match help {
            Some(help) => error.remedy(help),
            None => error,
        }
    };
    let checked = compile(rule, &context, Want::Flag).map_err(|errors| {
        let told = errors.into_iter();
        let told = told.map(|e| wrong(e.span.start, format!("{} ({})", e.message, e.code), e.help));
        Error::invalid(told.collect())
    })?;
    countable(&checked).map_err(|refusal| {
        let message = format!("{} (S0390)", refusal.message);
        Error::invalid(vec![wrong(0, message, Some(refusal.help.to_owned()))])
    })?;
    Ok(checked)
}
