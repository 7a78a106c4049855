//! `stadion check --calibrate`: what the packs would give people.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use serde_json::Value;
use stadion_engine::App;
use stadion_engine::clock::Clock;
use stadion_engine::config::{Config, Raw};
use stadion_engine::domains::calibrate::model::{Bounds, Calibration};
use stadion_engine::domains::calibrate::{CalibrateBody, Candidate, calibrate};
use stadion_engine::domains::demo;
use stadion_pack::PackSource;
use tokio::runtime::Runtime;
use url::Url;

use crate::commands::packs::folders;
use crate::outcome::say;

/// Where the people are.
#[derive(clap::Args, Debug)]
pub struct People {
    /// Say what the packs would give people: those of a server (its address) or of the `demo`
    ///
    /// A server asks for the token of an account with the role `author` or `analyst`, in
    /// STADION_TOKEN or a file, and tells numbers over groups of five and more.
    #[arg(long, value_name = "URL|demo", value_parser = NonEmptyStringValueParser::new())]
    pub calibrate: Option<String>,
    /// File that holds the token for the server
    #[arg(long, value_name = "FILE", requires = "calibrate")]
    token_file: Option<PathBuf>,
}

/// What went wrong, and whether how it was asked for is at fault.
pub enum Trouble {
    Asked(String),
    Failed(String),
}

fn failed(error: impl std::fmt::Display) -> Trouble {
    Trouble::Failed(error.to_string())
}

impl People {
    /// `packs` are those to tell about; `paths` is where they were found.
    pub fn run(
        &self,
        whom: &str,
        packs: &[PackSource],
        paths: &[PathBuf],
    ) -> Result<Calibration, Trouble> {
        if whom == "demo" {
            return of_demo(packs, paths);
        }
        let server = address(whom)?;
        of_server(&server, &self.token()?, packs)
    }

    fn token(&self) -> Result<String, Trouble> {
        let told = match &self.token_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Trouble::Asked(format!("{}: {error}", path.display())))?,
            None => std::env::var("STADION_TOKEN").unwrap_or_default(),
        };
        let token = told.trim();
        if token.is_empty() {
            let lacks = "the server asks for a token: make one under Me, and give it in \
                STADION_TOKEN or --token-file";
            return Err(Trouble::Asked(lacks.into()));
        }
        Ok(token.to_owned())
    }
}

/// A token goes over an encrypted line, or to this machine.
fn address(text: &str) -> Result<Url, Trouble> {
    let wrong = |why: &str| {
        Trouble::Asked(format!(
            "--calibrate {text}: {why}; give `demo` or a server's address as https://sport.example.org"
        ))
    };
    let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
    let is_here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err(wrong("it names no server")),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_here => Ok(url),
        "http" => Err(wrong("a token may not go over plain http")),
        _ => Err(wrong("only http and https are known")),
    }
}

fn of_server(server: &Url, token: &str, packs: &[PackSource]) -> Result<Calibration, Trouble> {
    let at = server.join("/api/v1/insights/calibrate").map_err(failed)?;
    let body = CalibrateBody {
        packs: packs.iter().map(Candidate::of).collect(),
        sample: None,
    };
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(std::time::Duration::from_secs(150)))
        .build()
        .new_agent();
    let sent = agent
        .post(at.as_str())
        .header("authorization", format!("Bearer {token}"))
        .send_json(&body);
    let mut answer = sent.map_err(|error| Trouble::Failed(format!("{server}: {error}")))?;
    if answer.status().is_success() {
        return answer.body_mut().read_json().map_err(failed);
    }
    let status = answer.status();
    let problem: Value = answer.body_mut().read_json().unwrap_or_default();
    Err(Trouble::Failed(format!(
        "{server}: {}",
        told(status.as_u16(), &problem)
    )))
}

/// A problem document in words; an old server knows no such address.
fn told(status: u16, problem: &Value) -> String {
    let detail = problem["detail"].as_str().unwrap_or("no reason was given");
    let errors = problem["errors"].as_array().into_iter().flatten();
    let errors = errors.filter_map(|error| {
        let (field, message) = (error["field"].as_str()?, error["message"].as_str()?);
        Some(format!("\n  {field}: {message}"))
    });
    format!("{status}: {detail}{}", errors.collect::<String>())
}

/// Makes the demo's people in a folder that is gone afterwards.
fn of_demo(packs: &[PackSource], paths: &[PathBuf]) -> Result<Calibration, Trouble> {
    let folder = tempfile::tempdir().map_err(failed)?;
    let flags = Raw {
        data: Some(folder.path().to_owned()),
        packs: Some(folders(paths)),
        demo: true,
        ..Raw::default()
    };
    let none: [(std::ffi::OsString, std::ffi::OsString); 0] = [];
    let config = Config::load(None, none, flags).map_err(failed)?;
    let ids: Vec<String> = packs.iter().map(PackSource::id).collect();
    say("making the demo's twelve people with a year each; this takes a while …");
    let work = async {
        let app = App::open(config, Clock::system()).await.map_err(failed)?;
        demo::everybody(&app).await.map_err(failed)?;
        let bounds = Bounds {
            people: usize::MAX,
            seconds: u64::MAX,
            smallest_group: 1,
            ..Bounds::default()
        };
        let told = calibrate(&app.db, &app.catalog.packs(), &ids, bounds).await;
        app.db.close().await;
        told.map_err(failed)
    };
    Runtime::new().map_err(failed)?.block_on(work)
}

/// A line for each badge, norm, record and kind of gear.
pub fn text(told: &Calibration) -> String {
    let sample = if told.is_sample { " (a sample)" } else { "" };
    let mut lines = vec![match told.people {
        Some(1) => format!("1 person{sample}"),
        Some(n) => format!("{n} people{sample}"),
        None => format!(
            "fewer than {} people: nothing can be told",
            told.smallest_group
        ),
    }];
    for badge in told.badges.iter().filter(|badge| badge.people != Some(0)) {
        for (n, tier) in badge.tiers.iter().enumerate() {
            let name = if n == 0 {
                format!("badge {}:", badge.id)
            } else {
                format!("  ×{}:", tier.at)
            };
            let week = tier.median_week.map_or_else(String::new, |week| {
                format!(", median in week {}", whole(week))
            });
            let earn = match tier.share {
                Some(_) => format!("{} earn it", percent(tier.share)),
                None => "too few to tell how many earn it".to_owned(),
            };
            lines.push(format!("{name} {earn}{week}"));
        }
    }
    for norm in told.norms.iter().filter(|norm| norm.people != Some(0)) {
        lines.push(format!(
            "norm {}: the norm is met by {} (half of their active periods of {} days or more), in {} of all active periods",
            norm.id, percent(norm.share), norm.per_days, percent(norm.share_of_periods)
        ));
    }
    for record in &told.records {
        let variant = if record.variant.is_empty() {
            String::new()
        } else {
            format!(" {}", record.variant)
        };
        let value = |value: Option<f64>| figure(value, &record.unit);
        let people = record
            .people
            .map_or_else(|| "few".to_owned(), |n| n.to_string());
        lines.push(format!(
            "record {}{variant}: {people} have one, median {}, worst tenth {}, best tenth {}",
            record.record,
            value(record.median),
            value(record.tenth),
            value(record.ninth)
        ));
    }
    for gear in &told.gear {
        let weeks = gear.median_weeks.map_or_else(
            || "too few use it long enough to tell".to_owned(),
            |weeks| format!("median {} weeks to the warning", whole(weeks)),
        );
        lines.push(format!("gear {}: {weeks}", gear.id));
    }
    // One line for each pack that nobody trains by.
    let idle = told.badges.iter().filter(|badge| badge.people == Some(0));
    let idle: BTreeSet<&str> = idle
        .filter_map(|badge| badge.id.split('.').next())
        .collect();
    lines.extend(
        idle.iter()
            .map(|pack| format!("pack {pack}: nobody here trains by it")),
    );
    lines.extend(
        told.warnings
            .iter()
            .map(|warning| format!("warning: {warning}")),
    );
    lines.join("\n") + "\n"
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(
        || "too few to tell".to_owned(),
        |share| format!("{} %", whole(share * 100.0)),
    )
}

/// Without decimals where there is enough before the point.
fn whole(value: f64) -> String {
    if value >= 10.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

fn figure(value: Option<f64>, unit: &str) -> String {
    let Some(value) = value else {
        return "–".into();
    };
    match unit {
        "s" => {
            let seconds = value.round() as i64;
            let (minutes, seconds) = (seconds / 60, seconds % 60);
            format!("{minutes}:{seconds:02}")
        }
        "1" => value.to_string(),
        _ => format!("{value} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_over_an_encrypted_line_or_nowhere_far() {
        for good in [
            "https://sport.example.org",
            "http://127.0.0.1:8080",
            "http://localhost",
        ] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://sport.example.org",
            "ftp://x",
            "sport.example.org",
            "demo2",
        ] {
            assert!(matches!(address(bad), Err(Trouble::Asked(_))), "{bad}");
        }
    }

    #[test]
    fn figures_read_as_people_say_them() {
        assert_eq!(percent(Some(0.384)), "38 %");
        assert_eq!(percent(Some(0.034)), "3.4 %");
        assert_eq!(percent(None), "too few to tell");
        assert_eq!(figure(Some(1471.0), "s"), "24:31");
        assert_eq!(figure(Some(102.5), "kg"), "102.5 kg");
    }
}
