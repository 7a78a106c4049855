//! Failures at will: when one happens, and what it does to an answer.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use stadion_pack::adapter::model::Action;

/// A failure to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    #[serde(default)]
    pub when: When,
    pub what: What,
}

/// Which requests it meets: all that are said here hold. Requests are counted among those that `path`
/// and `of` let through, from 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// Part of `host/path?query`.
    pub path: Option<String>,
    /// What is asked, or its beginning: `authorize`, `token`, `refresh`, `register`, `revoke`,
    /// `stream`, `stream:workouts`, `detail`, `detail:workouts.pulse`.
    pub of: Option<String>,
    pub nth: Option<u64>,
    pub every: Option<u64>,
    /// A share, 0 to 1; by the simulator's seed.
    pub probability: Option<f64>,
    /// At most so often.
    pub times: Option<u64>,
}

/// What becomes of an answer. With the first four the request is not carried out; with the others it
/// is, and its answer suffers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// This status, and nothing else.
    Status {
        status: u16,
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// An answer with status 200 that the adapter's `error_predicate` finds an error; one for which
    /// `responses` says this action, where one is named.
    ErrorInside {
        #[serde(default)]
        action: Option<Action>,
    },
    /// 200 and no byte.
    Empty,
    /// 200 and so many bytes of no sense.
    Huge { bytes: u64 },
    /// Half of the body, then the connection ends.
    Cut,
    /// The connection ends before a byte of the body, as when a token's answer is lost in transit.
    Lost,
    /// Numbers as texts, maps as lists of one.
    WrongTypes,
    /// After so long.
    Slow { ms: u64 },
}

impl What {
    pub(super) const fn is_carried_out(&self) -> bool {
        matches!(
            self,
            Self::Cut | Self::Lost | Self::WrongTypes | Self::Slow { .. }
        )
    }
}

/// A failure, and how often it was there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FaultTold {
    #[serde(flatten)]
    pub fault: Fault,
    /// Requests that `path` and `of` let through.
    pub met: u64,
    /// Of these, how many failed.
    pub done: u64,
}

impl FaultTold {
    pub(super) fn new(fault: Fault) -> Self {
        Self {
            fault,
            met: 0,
            done: 0,
        }
    }

    /// Counts a request, and answers whether it fails; `number` is the fault's own among all.
    pub(super) fn strikes(&mut self, address: &str, of: &str, seed: u64, number: usize) -> bool {
        let when = &self.fault.when;
        let is_there = when.path.as_ref().is_none_or(|part| address.contains(part));
        let is_of = when.of.as_ref().is_none_or(|start| of.starts_with(start));
        if !is_there || !is_of {
            return false;
        }
        self.met += 1;
        let strikes = when.nth.is_none_or(|nth| self.met == nth)
            && when
                .every
                .is_none_or(|every| self.met.is_multiple_of(every))
            && when.times.is_none_or(|times| self.done < times)
            && when
                .probability
                .is_none_or(|share| chance(seed, number, self.met) < share);
        self.done += u64::from(strikes);
        strikes
    }
}

/// From 0 to 1, the same for the same numbers.
fn chance(seed: u64, number: usize, met: u64) -> f64 {
    let hash = Sha256::new()
        .chain_update(seed.to_le_bytes())
        .chain_update((number as u64).to_le_bytes())
        .chain_update(met.to_le_bytes())
        .finalize();
    let first = hash
        .first_chunk()
        .map_or(0, |eight| u64::from_le_bytes(*eight));
    first as f64 / u64::MAX as f64
}

/// `429 every=5 of=stream`, `cut nth=3 path=/workouts`, `slow=2000 times=1`.
impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let first = words.next().ok_or("a fault begins with what happens")?;
        let (name, figure) = match first.split_once('=') {
            Some((name, figure)) => (name, Some(figure)),
            None => (first, None),
        };
        let mut when = When::default();
        let mut retry_after = None;
        let mut action = None;
        for word in words {
            let (key, value) = word
                .split_once('=')
                .ok_or_else(|| format!("write `{word}` as NAME=VALUE"))?;
            match key {
                "path" => when.path = Some(value.to_owned()),
                "of" => when.of = Some(value.to_owned()),
                "nth" => when.nth = Some(whole(key, value)?),
                "every" => when.every = Some(whole(key, value)?),
                "times" => when.times = Some(whole(key, value)?),
                "probability" => when.probability = Some(share(value)?),
                "retry-after" => retry_after = Some(number(key, value)?),
                "then" => action = Some(action_of(value)?),
                _ => {
                    return Err(format!(
                        "`{key}` is none of path, of, nth, every, times, probability, retry-after and then"
                    ));
                }
            }
        }
        let what = match (name, figure) {
            ("error-inside", None) => What::ErrorInside { action },
            ("empty", None) => What::Empty,
            ("huge", bytes) => What::Huge {
                bytes: bytes.map_or(Ok(100 << 20), |bytes| number(name, bytes))?,
            },
            ("cut", None) => What::Cut,
            ("lost", None) => What::Lost,
            ("wrong-types", None) => What::WrongTypes,
            ("slow", ms) => What::Slow {
                ms: ms.map_or(Ok(5_000), |ms| number(name, ms))?,
            },
            (status, None) => What::Status {
                status: status_of(status)?,
                retry_after,
            },
            _ => return Err(format!("`{name}` takes no figure")),
        };
        Ok(Self { when, what })
    }
}

fn number<T: FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("`{name}` is a whole number, not `{text}`"))
}

/// Counted from one.
fn whole(name: &str, text: &str) -> Result<u64, String> {
    match number(name, text)? {
        0 => Err(format!("`{name}` counts from 1")),
        n => Ok(n),
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| format!("`probability` is a share from 0 to 1, not `{text}`"))
}

fn action_of(text: &str) -> Result<Action, String> {
    let word = serde_json::Value::String(text.replace('-', "_"));
    serde_json::from_value(word).map_err(|_| {
        "`then` is one of retry, fail, ignore, rate-limited and refresh-token".to_owned()
    })
}

fn status_of(text: &str) -> Result<u16, String> {
    let status = text.parse().ok();
    status.filter(|status| (200..=599).contains(status)).ok_or_else(|| {
        format!("`{text}` is no fault: a status from 200 to 599, cut, lost, empty, huge, slow, wrong-types or error-inside")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_written_in_words() {
        let fault: Fault = "429 every=5 of=stream retry-after=3".parse().unwrap();
        assert_eq!(fault.when.every, Some(5));
        let what = What::Status {
            status: 429,
            retry_after: Some(3),
        };
        assert_eq!(fault.what, what);
        let slow: Fault = "slow=20 times=1".parse().unwrap();
        assert_eq!(slow.what, What::Slow { ms: 20 });
        for (text, word) in [
            ("", "begins with"),
            ("nonsense", "no fault"),
            ("99", "no fault"),
            ("cut every=0", "from 1"),
            ("cut probability=2", "share"),
            ("cut nth", "NAME=VALUE"),
            ("cut=3", "no figure"),
            ("error-inside then=x", "one of"),
        ] {
            let error = text.parse::<Fault>().expect_err(text);
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn faults_strike_by_count_place_and_chance() {
        let struck = |text: &str| -> Vec<u64> {
            let mut told = FaultTold::new(text.parse().unwrap());
            let strikes =
                |n: &u64| told.strikes("host/path?x=1", "stream:workouts", 7, 0) && *n > 0;
            (1..=10).filter(strikes).collect()
        };
        assert_eq!(struck("500 nth=3"), [3]);
        assert_eq!(struck("500 every=4"), [4, 8]);
        assert_eq!(struck("500 times=2 of=stream"), [1, 2]);
        assert!(struck("500 of=token").is_empty() && struck("500 path=other").is_empty());
        let by_chance = struck("500 probability=0.5");
        assert!((1..10).contains(&by_chance.len()), "{by_chance:?}");
        assert_eq!(by_chance, struck("500 probability=0.5"));
    }
}
