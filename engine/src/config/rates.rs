//! How often one caller may do a thing.

use std::time::Duration;

/// Calls in a burst, and how long a full burst takes to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub within: Duration,
}

impl Rate {
    pub const fn new(burst: u32, minutes: u64) -> Self {
        Self {
            burst,
            within: Duration::from_secs(minutes * 60),
        }
    }
}

/// What is limited, by address (`_from`) or by the account that is meant (`_of`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Passwords tried.
    pub login_from: Rate,
    pub login_of: Rate,
    /// Actions that send mail: registering, resetting a password, changing the address.
    pub mail_from: Rate,
    pub mail_of: Rate,
    /// Requests to the API, by user, or by address where nobody is logged in.
    pub api: Rate,
}

impl Rates {
    /// For a server on the internet. A household or an office behind one address must get
    /// through, a list of stolen passwords must not.
    pub const PUBLIC: Self = Self {
        login_from: Rate::new(60, 10),
        login_of: Rate::new(10, 10),
        mail_from: Rate::new(20, 60),
        mail_of: Rate::new(4, 60),
        api: Rate::new(1200, 1),
    };

    /// For a demo on loopback, and tests that are about something else.
    pub const GENEROUS: Self = Self {
        login_from: Rate::new(100_000, 1),
        login_of: Rate::new(100_000, 1),
        mail_from: Rate::new(100_000, 1),
        mail_of: Rate::new(100_000, 1),
        api: Rate::new(1_000_000, 1),
    };
}
