//! What a simulated vendor is told of itself.

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use stadion_pack::adapter::model::Budget;

/// How a simulated vendor behaves; what is left at its default goes by the adapter and its fixtures.
#[derive(Clone, Debug)]
pub struct Options {
    /// People say yes without a page.
    pub auto_allow: bool,
    /// How many records each list has, made of those of the fixtures by moving them back by days; the
    /// fixtures' own where left out.
    pub records: Option<usize>,
    /// The newest record begins on the last day before this; the fixtures' dates where left out.
    pub latest: Option<DateTime<Utc>>,
    /// Records of a page where neither the adapter nor the request says.
    pub page_size: usize,
    pub client_id: String,
    pub client_secret: String,
    /// The vendor's ids of people; the first says yes where nobody chooses.
    pub users: Vec<String>,
    /// The secrets that an operator sets, by the names that the adapter gives them.
    pub secrets: IndexMap<String, String>,
    /// What a person copies where the adapter asks for a key.
    pub key: String,
    /// In place of the budgets of the app that the adapter declares.
    pub budgets: Option<Vec<Budget>>,
    pub access_lives: TimeDelta,
    /// For how long a refresh token that was rotated is still taken, as long as its successor was not
    /// used. Not at all is what RFC 9700 asks for.
    pub old_refresh_lives: TimeDelta,
    /// Of faults that happen by chance.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            auto_allow: false,
            records: None,
            latest: None,
            page_size: 20,
            client_id: "simulated-client".to_owned(),
            client_secret: "simulated-client-secret".to_owned(),
            users: vec!["1001".to_owned()],
            secrets: IndexMap::new(),
            key: "simulated-key".to_owned(),
            budgets: None,
            access_lives: TimeDelta::hours(1),
            old_refresh_lives: TimeDelta::zero(),
            seed: 1,
        }
    }
}

impl Options {
    /// The secret of a name, as an operator would set it: made of the name where nothing else was said.
    pub fn secret(&self, name: &str) -> String {
        match self.secrets.get(name) {
            Some(secret) => secret.clone(),
            None if name == "client_secret" => self.client_secret.clone(),
            None => format!("simulated-{name}"),
        }
    }

    pub(super) fn user(&self) -> String {
        let first = self.users.first();
        first.map_or_else(|| "1001".to_owned(), Clone::clone)
    }
}
