//! `stadion new`

mod adapter;
mod begin;
mod propose;
mod seen;
mod starts;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::catalog::is_below;
use stadion_engine::domains;
use stadion_pack::ids::is_pack_id;
use stadion_pack::{PackSource, Packs, compile, render, source};

use self::seen::Seen;
use self::starts::Thing;
use crate::noted::{self, Moment};
use crate::outcome::{Outcome, failure, say, usage, write};

/// Begin something new
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Pack(PackArgs),
    Adapter(adapter::Args),
    /// Begin a figure of workouts in a pack
    Metric(begin::InPack),
    /// Begin a kind of gear in a pack
    Gear(begin::InPack),
    /// Begin a badge in a pack
    Achievement(begin::InPack),
    /// Begin a norm in a pack
    Norm(begin::InPack),
    /// Begin a kind of entries (sets, holes, games) in a pack
    Part(begin::InPack),
    /// Begin a list of words in a pack
    Value(begin::InPack),
    /// Begin a sport in a pack
    Sport(begin::InPack),
    /// Begin a script in a pack: what an expression cannot say
    Script(begin::InPack),
    /// Begin a segment, a named audience, in a pack
    Segment(begin::InPack),
}

/// Begin a pack: a folder of commented YAML that `stadion check` takes as it is
///
/// With --from it proposes sports, metrics, units, parts, records and charts from what files
/// contain, and says which file showed what. Prints the files it wrote.
#[derive(clap::Args, Debug)]
struct PackArgs {
    /// The pack's id: lower-case words with hyphens, such as `disc-golf`
    id: String,
    /// FIT, GPX, TCX or CSV files, also in .gz and .zip, to see what the sport records
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Folder in which the pack's folder is made; packs in it are known to the new one
    /// [default: sport-packs if it is here, else this folder]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// A pack's files by their path in its folder.
type Files = BTreeMap<String, String>;

pub fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Pack(args) => pack(args),
        What::Adapter(args) => adapter::run(args),
        What::Metric(args) => begin::run(Thing::Metric, args),
        What::Gear(args) => begin::run(Thing::Gear, args),
        What::Achievement(args) => begin::run(Thing::Achievement, args),
        What::Norm(args) => begin::run(Thing::Norm, args),
        What::Part(args) => begin::run(Thing::Part, args),
        What::Value(args) => begin::run(Thing::Value, args),
        What::Sport(args) => begin::run(Thing::Sport, args),
        What::Script(args) => begin::run(Thing::Script, args),
        What::Segment(args) => begin::run(Thing::Segment, args),
    }
}

fn pack(args: &PackArgs) -> Outcome {
    if !is_pack_id(&args.id) {
        return usage(format_args!(
            "`{}` is no pack id: lower-case words with hyphens, none of the reserved ones",
            args.id
        ));
    }
    let dir = dir_of(args.dir.as_deref(), "sport-packs");
    let folder = match fresh(&dir, &args.id) {
        Ok(folder) => folder,
        Err(why) => return usage(why),
    };
    let seen = Seen::of(&args.from);
    for (file, reason) in &seen.refused {
        say(format_args!("skipped {file}: {reason}"));
    }
    if !args.from.is_empty() && seen.sports.is_empty() {
        return usage("none of the files could be read, so nothing was written");
    }
    let beside = source::read_dir(&dir).unwrap_or_default();
    let live = compile(&beside, &domains::kinds(), &source_fields()).packs;
    let files = propose::files(&args.id, &seen, &live);
    if let Err(error) = keep(&folder, &files) {
        return failure(error);
    }
    noted::note(
        &folder.display().to_string(),
        propose::VERSION,
        Moment::Drafted,
    );
    checked(&folder, &files, beside)
}

/// As said, else the usual folder where there is one, else this one.
fn dir_of(said: Option<&Path>, usual: &str) -> PathBuf {
    let usual = Path::new(usual);
    let otherwise = if usual.is_dir() {
        usual
    } else {
        Path::new(".")
    };
    said.unwrap_or(otherwise).to_owned()
}

/// Where a new folder goes; nothing is written over.
fn fresh(dir: &Path, id: &str) -> Result<PathBuf, String> {
    let folder = dir.join(id);
    if folder.symlink_metadata().is_ok() {
        return Err(format!(
            "{} is there already and stays as it is: take another id, or --dir",
            folder.display()
        ));
    }
    Ok(folder)
}

fn keep<'a>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Result<(), String> {
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// What was written is told with what the check says of it.
fn checked(folder: &Path, files: &Files, beside: Vec<PackSource>) -> Outcome {
    let mut packs = beside;
    let root = folder.display().to_string();
    match source::read_dir(folder) {
        Ok(own) => packs.extend(own),
        Err(error) => return failure(error),
    }
    let mut findings = compile(&packs, &domains::kinds(), &source_fields()).findings;
    findings.retain(|finding| is_below(&finding.file, &root));
    say(render::text(&findings, &packs, false).trim_end());
    let paths = files
        .keys()
        .map(|path| folder.join(path).display().to_string() + "\n");
    let done = if stadion_pack::finding::has_errors(&findings) {
        Outcome::Findings
    } else {
        say(format_args!(
            "next: read the comments, change what you like, `stadion check {root}`"
        ));
        Outcome::Well
    };
    write(paths.collect::<String>(), done)
}

/// Whether another pack takes the files of a FIT sport: its sport's id.
fn claimed_by(live: &Packs, sport: &str, sub: &str) -> Option<String> {
    let (_, found) = live.sport_for_fit(sport, sub)?;
    Some(found.id.clone())
}
