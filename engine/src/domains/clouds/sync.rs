//! A connection's turn: its streams are asked for page by page, each page is durable before the next.

use chrono::{DateTime, TimeDelta, Utc};
use stadion_pack::adapter::model::{Pull, Stream};
use uuid::Uuid;

use super::model::{Account, Progress};
use super::place::Place;
use super::tokens::{self, Kept};
use super::{budgets, records, rules, store};
use crate::App;
use crate::adapters::pull::{Answer, Ask, Verdict, judge, list, next, signed};
use crate::domains::devices::model::{Delivery, Receiver};
use crate::outgoing::OutgoingError;
use crate::web::error::Error;

/// A process that died lets go after this long; longer than any one request may take.
const HELD: TimeDelta = TimeDelta::seconds(90);
/// Where a vendor says that it is too much and not until when.
const UNTOLD: TimeDelta = TimeDelta::minutes(1);

/// Why a turn breaks off.
#[derive(Debug)]
pub enum Stop {
    /// The vendor wants to be left alone until then.
    Pause(DateTime<Utc>, String),
    /// Later, with growing pauses.
    Retry(String),
    /// The vendor no longer lets us in.
    Ended(String),
    /// Another process has it meanwhile, or it is gone.
    Lost,
    Ours(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Self {
        Self::Ours(error.into())
    }
}

/// What a vendor said to a request.
pub enum Said {
    Good(Answer),
    Nothing,
    /// No, and it will not be otherwise.
    No(String),
}

/// A connection while it is asked.
pub struct Turn<'a> {
    pub app: &'a App,
    pub place: &'a Place,
    pub account: Account,
    pub receiver: Receiver,
    pub holder: String,
    pub kept: Kept,
    /// What came in it.
    pub delivery: Delivery,
    /// A request that will never be answered, told to the person; the rest goes on.
    pub told: Option<String>,
}

impl Turn<'_> {
    pub fn whose(&self) -> (Uuid, Uuid) {
        (self.account.user_id, self.account.connection_id)
    }

    /// Asks in the person's name: within the budgets, with a token that lives.
    pub async fn ask(&mut self, ask: Ask) -> Result<Said, Stop> {
        let (app, place) = (self.app, self.place);
        let pull = place.pull()?;
        let adapter = place.adapter.id.as_str();
        let can_renew = pull.oauth2.is_some() && self.kept.refresh.is_some();
        if can_renew && tokens::is_ending(self.account.expires_at, app.clock.now()) {
            tokens::renew(app, place, &mut self.account, &mut self.kept).await?;
        }
        let mut is_renewed = false;
        loop {
            self.hold().await?;
            let wait = budgets::take(app, adapter, &pull.rate, self.account.connection_id).await?;
            if let Some(until) = wait {
                return Err(Stop::Pause(
                    until,
                    "the budget of requests is used up".to_owned(),
                ));
            }
            let request = signed(pull, ask.clone(), &self.kept.access);
            let answer = match app.outgoing.ask(&place.vendor, request).await {
                Ok(answer) => answer,
                Err(error @ OutgoingError::Unreachable(_)) => {
                    return Err(Stop::Retry(error.to_string()));
                }
                Err(error) => return Ok(Said::No(error.to_string())),
            };
            let pause = budgets::heed(app, adapter, &pull.rate, &answer).await?;
            match judge(&place.adapter, pull, &answer) {
                Verdict::Good => return Ok(Said::Good(answer)),
                Verdict::Nothing => return Ok(Said::Nothing),
                Verdict::Fail(why) => return Ok(Said::No(why)),
                Verdict::Retry(why) => return Err(Stop::Retry(why)),
                Verdict::RateLimited(why) => {
                    let until = pause.unwrap_or(app.clock.now() + UNTOLD);
                    store::put_pause(&app.db, adapter, until).await?;
                    return Err(Stop::Pause(until, why));
                }
                Verdict::RefreshToken(why) if is_renewed || !can_renew => {
                    return Err(Stop::Ended(why));
                }
                Verdict::RefreshToken(_) => {
                    tokens::renew(app, place, &mut self.account, &mut self.kept).await?;
                    is_renewed = true;
                }
            }
        }
    }

    /// Holds on to the connection while it is worked on.
    async fn hold(&self) -> Result<(), Stop> {
        let now = self.app.clock.now();
        let times = (now, now + HELD);
        let held = store::hold(&self.app.db, self.whose(), &self.holder, times).await?;
        if held { Ok(()) } else { Err(Stop::Lost) }
    }
}

/// All streams that are asked for on schedule: what is new of each before the history of any.
pub async fn streams(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let began = turn.app.clock.now();
    let place = turn.place;
    let pull = place.pull()?;
    let scheduled = || pull.streams.iter().filter(|(_, stream)| !stream.on_ping);
    for (id, stream) in scheduled() {
        fresh(turn, pull, (id, stream), began).await?;
    }
    for (id, stream) in scheduled() {
        history(turn, pull, (id, stream), began).await?;
    }
    Ok(())
}

async fn load(turn: &Turn<'_>, stream: &str) -> Result<Progress, Stop> {
    let progress = store::progress(&turn.app.db, turn.whose(), stream).await?;
    Ok(progress.unwrap_or_default())
}

async fn fresh(
    turn: &mut Turn<'_>,
    pull: &Pull,
    (id, stream): (&str, &Stream),
    began: DateTime<Utc>,
) -> Result<(), Stop> {
    let mut progress = load(turn, id).await?;
    // Pages of history that were being read are read on first: they are half way.
    let mut is_fresh = false;
    while !is_fresh {
        rules::begin(stream, &mut progress, false, began);
        let is_new = progress.run.as_deref() == Some("new");
        pages(turn, pull, (id, stream), &mut progress, true).await?;
        is_fresh = progress.end(stream, began) && is_new;
        store::put_progress(&turn.app.db, turn.whose(), id, &progress).await?;
    }
    Ok(())
}

async fn history(
    turn: &mut Turn<'_>,
    pull: &Pull,
    (id, stream): (&str, &Stream),
    began: DateTime<Utc>,
) -> Result<(), Stop> {
    if stream.incremental.is_none() {
        return Ok(());
    }
    let mut progress = load(turn, id).await?;
    while rules::begin(stream, &mut progress, true, began) {
        pages(turn, pull, (id, stream), &mut progress, true).await?;
        progress.end(stream, began);
        store::put_progress(&turn.app.db, turn.whose(), id, &progress).await?;
    }
    Ok(())
}

/// Pages up to the last of a run, the place reached kept where it is the stream's own. A page that the
/// vendor refuses is asked for again in another turn: nothing behind it is passed over.
pub async fn pages(
    turn: &mut Turn<'_>,
    pull: &Pull,
    (id, stream): (&str, &Stream),
    progress: &mut Progress,
    is_kept: bool,
) -> Result<(), Stop> {
    keep(turn, id, progress, is_kept).await?;
    loop {
        let at = progress.at(stream);
        let asked = list(pull, stream, progress.asked(), &at, &turn.receiver.account);
        let request = match asked {
            Ok(request) => request,
            Err(fault) => return Err(Stop::Retry(format!("{id}: {fault}"))),
        };
        let answer = match turn.ask(request).await? {
            Said::Good(answer) => answer,
            Said::Nothing => return Ok(()),
            Said::No(why) => return Err(Stop::Retry(format!("{id}: {why}"))),
        };
        let seen = records::page(turn, (id, stream), &answer).await?;
        progress.saw(seen.latest, turn.app.clock.now());
        // It went on: failures are no longer in a row.
        turn.account.attempts = 0;
        let Some(next) = next(stream, &at, &answer, seen.count) else {
            return Ok(());
        };
        progress.keep_at(&next);
        keep(turn, id, progress, is_kept).await?;
    }
}

async fn keep(
    turn: &Turn<'_>,
    stream: &str,
    progress: &Progress,
    is_kept: bool,
) -> Result<(), Stop> {
    if is_kept {
        store::put_progress(&turn.app.db, turn.whose(), stream, progress).await?;
    }
    Ok(())
}
