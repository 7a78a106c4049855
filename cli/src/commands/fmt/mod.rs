//! `stadion fmt`

use std::fs;
use std::path::{Path, PathBuf};

use stadion_engine::domains;
use stadion_pack::source::MAX_TEXT_FILE;
use stadion_pack::yaml::format::{Shape, Unformatted, format};
use stadion_pack::{KindSet, source};

use crate::outcome::{Outcome, failure, say, usage, write};

/// Write the YAML of packs and adapters in one way
///
/// PATH is the folder of a pack or an adapter, a folder of them or one of their YAML files. Keys stand in the order
/// of the reference, two spaces a level, plain words without quotes, maps in braces as long as they
/// fit in 120 columns (texts in quotes left out). Comments, blank lines and the order of definitions stay. What a file says
/// never changes: that is asked before it is written, and a file that cannot be read is left as it
/// is. Prints the files it changed. Exits 1 where one could not be read, or with --check would
/// change.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to format; this folder when left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing, only tell which files would change
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> Outcome {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() {
        &here[..]
    } else {
        &args.paths
    };
    let kinds = domains::kinds();
    let mut files = Vec::new();
    for path in paths {
        match files_of(path, &kinds) {
            Ok(found) => files.extend(found),
            Err(why) => return usage(why),
        }
    }
    let mut done = Outcome::Well;
    let mut changed = Vec::new();
    for (path, shape) in &files {
        match formatted(path, shape) {
            Ok(None) => {}
            Ok(Some(_)) if args.check => {
                changed.push(path);
                done = Outcome::Findings;
            }
            Ok(Some(new)) => {
                if let Err(error) = replace(path, &new) {
                    return failure(format_args!("{}: {error}", path.display()));
                }
                changed.push(path);
            }
            Err(why) => {
                say(format_args!("{}:{why}; left as it is", path.display()));
                done = Outcome::Findings;
            }
        }
    }
    let changed = changed.iter().map(|path| format!("{}\n", path.display()));
    write(changed.collect::<String>(), done)
}

/// The YAML files that a kind or the pack itself has, with the order of their keys.
fn files_of(path: &Path, kinds: &KindSet) -> Result<Vec<(PathBuf, Shape)>, String> {
    if path.is_file() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shape = Shape::of(kinds, &name).ok_or_else(|| {
            let names: Vec<_> = kinds.names().map(|name| format!("{name}.yaml")).collect();
            let names = names.join(", ");
            format!(
                "{}: no file of a pack or an adapter; they are pack.yaml, adapter.yaml, {names}",
                path.display()
            )
        })?;
        return Ok(vec![(path.to_owned(), shape)]);
    }
    let adapters = source::read_adapters(path).unwrap_or_default();
    let packs = match source::read_dir(path) {
        Err(_) if !adapters.is_empty() => Ok(Vec::new()),
        read => read,
    };
    let packs = packs.map_err(|error| {
        let path = path.display().to_string();
        let error = error.to_string();
        let place = if error.contains(&path) {
            String::new()
        } else {
            format!("{path}: ")
        };
        format!("{place}{error}; give a pack's folder, a folder of packs or a file")
    })?;
    let files = packs.iter().chain(&adapters).flat_map(|pack| {
        let root = Path::new(&pack.root);
        pack.files
            .iter()
            .map(move |file| (root.join(&file.path), &file.path))
    });
    Ok(files
        .filter_map(|(path, name)| Some((path, Shape::of(kinds, name)?)))
        .collect())
}

/// The file in the one way, where it is not yet.
fn formatted(path: &Path, shape: &Shape) -> Result<Option<String>, String> {
    let bytes = fs::read(path).map_err(|error| format!(" {error}"))?;
    if bytes.len() > MAX_TEXT_FILE {
        return Err(" it is larger than 1 MiB".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| " it is not UTF-8".to_owned())?;
    match format(&text, shape) {
        Ok(new) => Ok((new != text).then_some(new)),
        Err(Unformatted::NotYaml(reports)) => {
            let first = reports.first();
            let at = first.map_or(0, |report| report.span().range().start);
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let why = first.map_or("it is no YAML", |report| report.message());
            Err(format!("{line}: {why}"))
        }
        Err(Unformatted::Unknown { line, what }) => Err(format!("{line}: {what}")),
        Err(Unformatted::Unsafe(why)) => Err(format!(" formatted, {why}")),
    }
}

/// Written beside and put in its place, so that no half file is ever there.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let folder = path.parent().unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file()
        .set_permissions(fs::metadata(path)?.permissions())?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests;
