use std::fmt::Write as _;

use clap::{Arg, Command};

use super::{NOTE, cell};

const CONVENTIONS: &str = "Results go to stdout, everything else to stderr. Colour only on a \
    terminal, and never with `NO_COLOR`. Exit codes: 0 well, 1 findings, 2 called or configured \
    in a way that cannot be done, 3 any other failure.\n";

pub fn page(mut command: Command) -> String {
    command.build();
    let mut page = format!("{NOTE}# stadion\n\n{CONVENTIONS}");
    for verb in command.get_subcommands() {
        section(&mut page, verb, "stadion");
    }
    page
}

fn section(page: &mut String, command: &Command, path: &str) {
    if command.get_name() == "help" {
        return;
    }
    let path = format!("{path} {}", command.get_name());
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let arguments: Vec<&Arg> = command
        .get_arguments()
        .filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"))
        .collect();
    let _ = write!(page, "\n## {path}\n\n{about}\n");
    if !arguments.is_empty() {
        page.push_str("\n| argument | what |\n|---|---|\n");
    }
    for argument in arguments {
        let _ = writeln!(page, "| `{}` | {} |", shape(argument), meaning(argument));
    }
    for verb in command.get_subcommands() {
        section(page, verb, &path);
    }
}

/// `--listen ADDR`, `PATH…`.
fn shape(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let takes_value = argument.get_action().takes_values();
    let value = names.first().map_or("", |name| name.as_str());
    let many = argument.get_num_args().is_some_and(|n| n.max_values() > 1);
    let many = many || matches!(argument.get_action(), clap::ArgAction::Append);
    let many = if many { "…" } else { "" };
    match argument.get_long() {
        Some(long) if takes_value => format!("--{long} {value}{many}"),
        Some(long) => format!("--{long}"),
        None => format!("{value}{many}"),
    }
}

fn meaning(argument: &Arg) -> String {
    let mut text = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let takes_value = argument.get_action().takes_values();
    let values: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|_| takes_value)
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if !values.is_empty() {
        let _ = write!(text, ": {}", values.join(" or "));
    }
    let defaults = argument.get_default_values();
    if let Some(default) = defaults.first().filter(|_| takes_value) {
        let _ = write!(text, " (default `{}`)", default.to_string_lossy());
    }
    cell(&text)
}
