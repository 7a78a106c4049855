//! `stadion rollback`

use serde_json::{Value, json};

use super::publish::live_of;
use crate::outcome::{Outcome, write};
use crate::remote::{Remote, Trouble};

/// Put back what was live of a pack before
///
/// An earlier release, or the version of the server's folders. Exits 1 when there is none, or when somebody else
/// published meanwhile.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The pack's id
    #[arg(value_name = "PACK")]
    pack: String,
    #[command(flatten)]
    server: Remote,
    /// Make this release live, whichever it is (`stadion history` lists them)
    #[arg(long, value_name = "DIGEST", conflicts_with = "planned")]
    release: Option<String>,
    /// Take back what is planned; what is live stays
    #[arg(long)]
    planned: bool,
}

pub fn run(args: &Args) -> Outcome {
    match roll_back(args) {
        Ok(told) => write(told + "\n", Outcome::Well),
        Err(trouble) => trouble.end(),
    }
}

fn roll_back(args: &Args) -> Result<String, Trouble> {
    let server = args.server.open()?;
    let path = format!("/api/v1/packs/{}", args.pack);
    if args.planned {
        server.delete(&format!("{path}/plan"))?;
        return Ok(format!("{}: nothing is planned any more", args.pack));
    }
    let before = live_of(&server, &args.pack)?;
    let base = before.as_ref().map(|(_, digest)| digest);
    let told = match &args.release {
        Some(digest) => {
            let digest = whole(&server.get(&format!("{path}/history?limit=100"))?, digest)?;
            let body = json!({"digest": digest, "base": base});
            server.post(&format!("{path}/activate"), &body)?
        }
        None => server.post(&format!("{path}/rollback"), &json!({ "base": base }))?,
    };
    let version = told["version"].as_str().unwrap_or_default();
    let before = before.map_or_else(String::new, |(before, _)| format!(" in place of {before}"));
    Ok(format!("{} {version} is live again{before}", args.pack))
}

/// The digest that begins so, of those in the trail.
fn whole(history: &Value, begin: &str) -> Result<String, Trouble> {
    let lines = history["items"].as_array().into_iter().flatten();
    let digests = lines.filter_map(|line| line["digest"].as_str());
    let mut found: Vec<&str> = digests.filter(|digest| digest.starts_with(begin)).collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Err(Trouble::Asked(format!(
            "no release begins with {begin}: see `stadion history`"
        ))),
        _ => Err(Trouble::Asked(format!(
            "several releases begin with {begin}: write more of it"
        ))),
    }
}
