//! `stadion check --calibrate`: what the packs would give people.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use stadion_engine::App;
use stadion_engine::clock::Clock;
use stadion_engine::config::{Config, Raw};
use stadion_engine::domains::calibrate::model::{Bounds, Calibration};
use stadion_engine::domains::calibrate::{CalibrateBody, Candidate, calibrate};
use stadion_engine::domains::demo;
use stadion_engine::domains::workouts::terms;
use stadion_pack::PackSource;
use tokio::runtime::Runtime;

use crate::commands::packs::folders;
use crate::outcome::say;
use crate::remote::{Server, Token, Trouble};

/// Where the people are.
#[derive(clap::Args, Debug)]
pub struct People {
    /// Say what the packs would give people: those of a server (its address) or of the `demo`
    ///
    /// A server asks for the token of an account with the role `author` or `analyst`, in
    /// STADION_TOKEN or a file, and tells numbers over groups of five and more.
    #[arg(long, value_name = "URL|demo", value_parser = NonEmptyStringValueParser::new())]
    pub calibrate: Option<String>,
    #[command(flatten)]
    token: Token,
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
        let server = Server::open("--calibrate", whom, &self.token)?;
        of_server(&server, packs)
    }
}

fn of_server(server: &Server, packs: &[PackSource]) -> Result<Calibration, Trouble> {
    let body = CalibrateBody {
        packs: packs.iter().map(Candidate::of).collect(),
        sample: None,
    };
    let told = server.post("/api/v1/insights/calibrate", &body)?;
    serde_json::from_value(told).map_err(Trouble::failed)
}

/// Makes the demo's people in a folder that is gone afterwards.
fn of_demo(packs: &[PackSource], paths: &[PathBuf]) -> Result<Calibration, Trouble> {
    let folder = tempfile::tempdir().map_err(Trouble::failed)?;
    let flags = Raw {
        data: Some(folder.path().to_owned()),
        packs: Some(folders(paths)),
        demo: true,
        ..Raw::default()
    };
    let none: [(std::ffi::OsString, std::ffi::OsString); 0] = [];
    let config = Config::load(None, none, flags).map_err(Trouble::failed)?;
    let ids: Vec<String> = packs.iter().map(PackSource::id).collect();
    say("making the demo's twelve people with a year each; this takes a while …");
    let work = async {
        let app = App::open(config, Clock::system())
            .await
            .map_err(Trouble::failed)?;
        demo::everybody(&app).await.map_err(Trouble::failed)?;
        let bounds = Bounds {
            people: usize::MAX,
            seconds: u64::MAX,
            smallest_group: 1,
            ..Bounds::default()
        };
        let told = calibrate(&app.db, &app.catalog.packs(), &terms(&app), (&ids, bounds)).await;
        app.db.close().await;
        told.map_err(Trouble::failed)
    };
    Runtime::new().map_err(Trouble::failed)?.block_on(work)
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
    fn figures_read_as_people_say_them() {
        assert_eq!(percent(Some(0.384)), "38 %");
        assert_eq!(percent(Some(0.034)), "3.4 %");
        assert_eq!(percent(None), "too few to tell");
        assert_eq!(figure(Some(1471.0), "s"), "24:31");
        assert_eq!(figure(Some(102.5), "kg"), "102.5 kg");
    }
}
