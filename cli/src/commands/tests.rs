//! What the documents tell people to type.

use std::path::Path;

use clap::Parser;
use clap::error::ErrorKind;

use super::Cli;

const DOCUMENTS: [&str; 10] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "benches/README.md",
    "docs/activity.md",
    "docs/adapters/guide.md",
    "docs/packs/editor.md",
    "docs/packs/guide.md",
    "docs/packs/releases.md",
    "examples/new-sport/README.md",
];

/// Commands in blocks of code and in `spans`, without comments and what a shell does.
fn commands(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            found.push(line.trim());
        } else {
            found.extend(line.split('`').skip(1).step_by(2));
        }
    }
    let plain = |line: &str| line.split(['#', '|', '>']).next().map(str::to_owned);
    let ours = found
        .into_iter()
        .filter(|line| line.starts_with("stadion "));
    ours.filter_map(plain).collect()
}

/// A document may name a command without all that it needs.
fn is_known(command: &str) -> bool {
    match Cli::try_parse_from(command.split_whitespace()) {
        Ok(_) => true,
        Err(error) => matches!(
            error.kind(),
            ErrorKind::MissingRequiredArgument
                | ErrorKind::MissingSubcommand
                | ErrorKind::DisplayHelp
                | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        ),
    }
}

#[test]
fn every_command_in_the_documents_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seen = 0;
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        for command in commands(&text) {
            assert!(is_known(&command), "{document}: `{command}`");
            seen += 1;
        }
    }
    assert!(
        seen > 10,
        "{seen} commands: are they written otherwise now?"
    );
}

#[test]
fn a_verb_or_flag_that_does_not_exist_is_found() {
    let text = "```sh\nstadion ask S0042 # why\n```\nor `stadion serve --fast`, `stadion check`";
    let known: Vec<bool> = commands(text).iter().map(|text| is_known(text)).collect();
    assert_eq!(known, [false, false, true]);
}
