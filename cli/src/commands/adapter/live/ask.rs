//! The requests themselves, one after another, and what the server would make of each answer.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use stadion_activity::Limits;
use stadion_engine::adapters::pull::{
    Answer, Ask, At, Verdict, detail, judge, next, pause, signed,
};
use stadion_engine::adapters::{Input, Output, Record, read_record, records};
use stadion_engine::outgoing::{Outgoing, OutgoingError};
use stadion_pack::adapter::model::Payload;
use tokio::runtime::Runtime;

use super::plan::Plan;
use crate::remote::Trouble;

/// A request, and what came of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// `stream workouts`, `pulse of workouts[0]`
    pub of: String,
    /// None where there is nothing to ask with.
    pub ask: Option<Ask>,
    pub said: Said,
}

#[derive(Clone, Debug)]
pub enum Said {
    Answered {
        answer: Answer,
        verdict: Verdict,
        /// The vendor wants to be left alone until then.
        pause: Option<DateTime<Utc>>,
    },
    /// Nothing came.
    Nothing(String),
}

/// Why it went no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broke {
    /// The vendor answered, and the server would not take it.
    Refused,
    /// It did not answer.
    Unreached,
}

/// What one look at a vendor gave.
#[derive(Debug, Default)]
pub struct Asked {
    pub exchanges: Vec<Exchange>,
    /// The answer that holds the records.
    pub payload: Vec<u8>,
    /// Records of it.
    pub count: usize,
    pub next: Option<At>,
    /// What was gone through: as it came, and the answers to further requests for it.
    pub taken: Vec<Taken>,
    pub output: Output,
    pub broke: Option<Broke>,
}

#[derive(Clone, Debug)]
pub struct Taken {
    pub record: Record,
    pub details: IndexMap<String, Vec<u8>>,
}

/// Asks for one page, and for what belongs to its first records.
pub fn ask(plan: &Plan<'_>) -> Result<Asked, Trouble> {
    let threads = Runtime::new().map_err(Trouble::failed)?;
    threads.block_on(look(plan))
}

async fn look(plan: &Plan<'_>) -> Result<Asked, Trouble> {
    let outgoing = Outgoing::new().map_err(Trouble::Failed)?;
    let mut line = Line {
        plan,
        outgoing,
        asked: Asked::default(),
    };
    let request = plan
        .request()
        .map_err(|fault| Trouble::Asked(fault.to_string()))?;
    if let Some(answer) = line.send(format!("stream {}", plan.name), request).await {
        line.page(answer).await;
    }
    Ok(line.asked)
}

struct Line<'a> {
    plan: &'a Plan<'a>,
    outgoing: Outgoing,
    asked: Asked,
}

impl Line<'_> {
    /// The answer, where the server would take it.
    async fn send(&mut self, of: String, ask: Ask) -> Option<Answer> {
        let plan = self.plan;
        let ask = signed(plan.pull, ask, &plan.token);
        let (said, taken, broke) = match self.outgoing.ask(&plan.vendor, ask.clone()).await {
            Ok(answer) => {
                let verdict = judge(plan.adapter, plan.pull, &answer);
                let broke = match &verdict {
                    Verdict::Good | Verdict::Nothing => None,
                    _ => Some(Broke::Refused),
                };
                let taken = (verdict == Verdict::Good).then(|| answer.clone());
                let pause = pause(&plan.pull.rate, &answer, plan.now);
                let said = Said::Answered {
                    answer,
                    verdict,
                    pause,
                };
                (said, taken, broke)
            }
            Err(error @ OutgoingError::Unreachable(_)) => (
                Said::Nothing(error.to_string()),
                None,
                Some(Broke::Unreached),
            ),
            Err(error) => (Said::Nothing(error.to_string()), None, Some(Broke::Refused)),
        };
        self.asked.broke = broke;
        self.tell(of, Some(ask), said);
        taken
    }

    fn tell(&mut self, of: String, ask: Option<Ask>, said: Said) {
        self.asked.exchanges.push(Exchange { of, ask, said });
    }

    async fn page(&mut self, answer: Answer) {
        let plan = self.plan;
        let payload = Payload::Bytes {
            name: plan.name.to_owned(),
            bytes: answer.body.clone(),
        };
        let none = IndexMap::new();
        let (found, refused) = records(plan.adapter, &input(plan, &payload, &none));
        self.asked.count = found.len();
        self.asked.next = next(plan.stream, &plan.at(), &answer, found.len());
        self.asked.payload = answer.body;
        self.asked.output.refused = refused;
        for record in found.into_iter().take(plan.records) {
            if self.record(record, &payload).await.is_none() {
                return;
            }
        }
    }

    /// Nothing where the vendor wants no more of it.
    async fn record(&mut self, record: Record, payload: &Payload) -> Option<()> {
        let details = self.details(&record).await?;
        let plan = self.plan;
        let (told, refused) = read_record(
            plan.adapter,
            &input(plan, payload, &details),
            record.clone(),
        );
        self.asked.output.records.push(told);
        self.asked.output.refused.extend(refused);
        self.asked.taken.push(Taken { record, details });
        Some(())
    }

    /// As the server: what is optional may fail, what is not takes its record along.
    async fn details(&mut self, record: &Record) -> Option<IndexMap<String, Vec<u8>>> {
        let plan = self.plan;
        let mut answers = IndexMap::new();
        let Some(value) = &record.value else {
            return Some(answers);
        };
        for one in &plan.stream.details {
            let of = format!("{} of {}", one.into, record.place);
            let request = match detail(plan.pull, one, value, &plan.user) {
                Ok(request) => request,
                Err(fault) => {
                    self.tell(of, None, Said::Nothing(fault.to_string()));
                    if one.optional {
                        continue;
                    }
                    self.asked.broke = Some(Broke::Refused);
                    return None;
                }
            };
            match self.send(of, request).await {
                Some(answer) => {
                    answers.insert(one.into.clone(), answer.body);
                }
                None if self.goes_on(one.optional) => self.asked.broke = None,
                None => return None,
            }
        }
        Some(answers)
    }

    /// An answer that says no ends an optional one alone; no answer at all ends the look.
    fn goes_on(&self, is_optional: bool) -> bool {
        let last = self.asked.exchanges.last().map(|one| &one.said);
        match last {
            Some(Said::Answered { verdict, .. }) => match verdict {
                Verdict::Nothing => true,
                Verdict::Fail(_) => is_optional,
                _ => false,
            },
            _ => false,
        }
    }
}

fn input<'a>(
    plan: &'a Plan<'a>,
    payload: &'a Payload,
    details: &'a IndexMap<String, Vec<u8>>,
) -> Input<'a> {
    Input {
        payload,
        stream: Some(plan.name),
        details,
        settings: &plan.settings,
        now: plan.now,
        limits: Limits::default(),
    }
}
