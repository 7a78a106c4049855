//! The flags by which a vendor is asked.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// Of `adapter try` and `adapter record`.
#[derive(clap::Args, Debug, Default)]
#[command(next_help_heading = "Asking the vendor")]
#[allow(clippy::struct_field_names)] // as the flags are called
pub struct Live {
    /// Ask the vendor once, as `pull` of the adapter says, in the place of a payload
    #[arg(long, conflicts_with = "payload")]
    pub live: bool,
    /// From when on, as 2026-06-01 or 2026-06-01T06:00:00Z; as the adapter's first look where it is left out
    #[arg(long, value_name = "TIME", requires = "live", value_parser = moment)]
    pub since: Option<DateTime<Utc>>,
    /// So many records of the answer are gone through, each with its further requests
    #[arg(long, value_name = "N", requires = "live", default_value_t = 1)]
    pub records: usize,
    /// The record's id, for a stream that asks for one
    #[arg(long, value_name = "ID", requires = "live")]
    pub record: Option<String>,
    /// The person, as the vendor knows them, where a request names them
    #[arg(long, value_name = "ID", requires = "live")]
    pub user: Option<String>,
    /// File that holds the access token, or the key that a person copies; otherwise STADION_VENDOR_TOKEN does
    #[arg(long, value_name = "FILE", requires = "live")]
    pub token_file: Option<PathBuf>,
    /// TOML file with settings, whose `[vendors.ID]` approves hosts
    #[arg(long, value_name = "FILE", requires = "live")]
    pub config: Option<PathBuf>,
    /// Approve a host of the adapter for this once; may be given several times
    #[arg(long, value_name = "HOST", requires = "live")]
    pub allow_host: Vec<String>,
    /// Ask this address in the vendor's place, as http://127.0.0.1:7070 of `stadion adapter simulate`
    #[arg(long, value_name = "URL", requires = "live")]
    pub stand_in: Option<String>,
}

/// A day begins at midnight, UTC.
fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(day.and_time(NaiveTime::MIN).and_utc());
    }
    let time = DateTime::parse_from_rfc3339(text);
    time.map(|time| time.to_utc())
        .map_err(|_| "write a day or a time, as 2026-06-01 or 2026-06-01T06:00:00Z".to_owned())
}
