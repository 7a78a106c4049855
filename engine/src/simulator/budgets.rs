//! How much may be asked: budgets in windows that begin by the clock, told in the adapter's headers.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use stadion_pack::adapter::model::{Budget, Rate, TimeForm};

use super::answer::Answer;

/// People whose budgets are counted.
const MOST_USERS: usize = 10_000;

#[derive(Debug, Default)]
pub struct Budgets {
    app: Vec<Budget>,
    user: Vec<Budget>,
    of_app: Vec<Window>,
    of_user: HashMap<String, Vec<Window>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Window {
    number: i64,
    used: u32,
}

impl Budgets {
    pub fn new(rate: &Rate, instead: Option<&Vec<Budget>>) -> Self {
        Self {
            app: instead.unwrap_or(&rate.app).clone(),
            user: rate.user.clone(),
            ..Self::default()
        }
    }

    /// Counts a request, or says in how many seconds one is let through again.
    pub fn take(&mut self, user: &str, now: DateTime<Utc>) -> Result<(), i64> {
        if self.of_user.len() >= MOST_USERS && !self.of_user.contains_key(user) {
            self.of_user.clear();
        }
        let of_user = self.of_user.entry(user.to_owned()).or_default();
        let wait = waits(&self.app, &mut self.of_app, now).max(waits(&self.user, of_user, now));
        if wait > 0 {
            return Err(wait);
        }
        for window in self.of_app.iter_mut().chain(of_user) {
            window.used += 1;
        }
        Ok(())
    }

    /// The headers that tell it: a figure for each budget of the app, or of the person where there is
    /// none of the app.
    pub fn tell(&self, rate: &Rate, user: &str, now: DateTime<Utc>, answer: Answer) -> Answer {
        let (budgets, windows) = match self.of_user.get(user) {
            Some(windows) if self.app.is_empty() => (&self.user, windows.as_slice()),
            _ => (&self.app, self.of_app.as_slice()),
        };
        if budgets.is_empty() {
            return answer;
        }
        let both = || budgets.iter().zip(windows);
        let limit: Vec<u32> = both().map(|(budget, _)| budget.requests).collect();
        let spent: Vec<u32> = both().map(|(_, window)| window.used).collect();
        let left = both().map(|(budget, window)| budget.requests.saturating_sub(window.used));
        let left: Vec<u32> = left.collect();
        let reset: Vec<String> = budgets
            .iter()
            .map(|budget| reset(left_s(budget, now), rate.reset_as, now))
            .collect();
        let mut answer = answer;
        for (name, value) in [
            (&rate.limit, joined(&limit)),
            (&rate.used, joined(&spent)),
            (&rate.remaining, joined(&left)),
            (&rate.reset, joined(&reset)),
        ] {
            if let Some(name) = name {
                answer = answer.with(name, value);
            }
        }
        answer
    }
}

fn joined(values: &[impl ToString]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    values.join(",")
}

/// Begins new windows whose time has come; seconds until the fullest lets one through.
fn waits(budgets: &[Budget], windows: &mut Vec<Window>, now: DateTime<Utc>) -> i64 {
    windows.resize(budgets.len(), Window::default());
    let mut wait = 0;
    for (budget, window) in budgets.iter().zip(windows) {
        let number = now.timestamp().div_euclid(seconds(budget));
        if window.number != number {
            *window = Window { number, used: 0 };
        }
        if window.used >= budget.requests {
            wait = wait.max(left_s(budget, now));
        }
    }
    wait
}

fn seconds(budget: &Budget) -> i64 {
    (budget.per_s as i64).max(1)
}

fn left_s(budget: &Budget, now: DateTime<Utc>) -> i64 {
    let length = seconds(budget);
    length - now.timestamp().rem_euclid(length)
}

fn reset(in_s: i64, form: Option<TimeForm>, now: DateTime<Utc>) -> String {
    let at = now.timestamp() + in_s;
    match form {
        Some(TimeForm::Unix) => at.to_string(),
        Some(TimeForm::UnixMs) => (at * 1_000).to_string(),
        Some(TimeForm::Iso8601) => DateTime::from_timestamp(at, 0).unwrap_or(now).to_rfc3339(),
        Some(TimeForm::Milliseconds) => (in_s * 1_000).to_string(),
        _ => in_s.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn a_window_lets_through_what_it_has() {
        let rate = Rate {
            limit: Some("X-Limit".to_owned()),
            used: Some("X-Used".to_owned()),
            reset: Some("X-Reset".to_owned()),
            app: vec![
                Budget {
                    requests: 2,
                    per_s: 900.0,
                },
                Budget {
                    requests: 100,
                    per_s: 86_400.0,
                },
            ],
            ..Rate::default()
        };
        let mut budgets = Budgets::new(&rate, None);
        let noon = Utc.with_ymd_and_hms(2026, 11, 21, 12, 5, 0).unwrap();
        assert_eq!(budgets.take("1", noon), Ok(()));
        assert_eq!(budgets.take("2", noon), Ok(()));
        assert_eq!(budgets.take("1", noon), Err(600));
        let told = budgets.tell(&rate, "1", noon, Answer::empty(429));
        let told: Vec<&str> = told
            .headers
            .iter()
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(told, ["2,100", "2,2", "600,42900"]);
        let later = noon + chrono::TimeDelta::minutes(10);
        assert_eq!(budgets.take("1", later), Ok(()));
    }
}
