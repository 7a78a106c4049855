//! `stadion explain`

use std::fmt::Write;

use stadion_engine::domains;
use stadion_engine::web::problems::{PROBLEMS, ProblemCode};
use stadion_pack::codes::{self, Story};
use stadion_pack::ids::nearest;

use crate::outcome::{Outcome, usage, write};

/// Columns of running text.
const WIDTH: usize = 80;

/// Tell the long story of a code
///
/// A finding's code, as `stadion check` shows it (`S0042`), or the `code` of the API's problem
/// documents (`bad-cursor`).
#[derive(clap::Args, Debug)]
pub struct Args {
    /// One code or several
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
}

pub fn run(args: &Args) -> Outcome {
    let mut told = Vec::new();
    for code in &args.codes {
        match explain(code) {
            Ok(text) => told.push(text),
            Err(why) => return usage(why),
        }
    }
    write(told.join("\n"), Outcome::Well)
}

fn explain(code: &str) -> Result<String, String> {
    let kinds = domains::kinds();
    let problem = PROBLEMS
        .iter()
        .find(|problem| problem.code.eq_ignore_ascii_case(code));
    match (codes::story(&kinds, code), problem) {
        (Some(story), _) => Ok(of_finding(&story)),
        (None, Some(problem)) => Ok(of_problem(problem)),
        (None, None) => {
            let known: Vec<String> = codes::all(&kinds).map(str::to_lowercase).collect();
            let finding = nearest(code, known.iter().map(String::as_str)).map(str::to_uppercase);
            let problems = PROBLEMS.iter().map(|problem| problem.code);
            let near = finding.or_else(|| nearest(code, problems).map(str::to_owned));
            let remedy = near.map_or_else(
                || "docs/reference lists them in codes.md and api.md".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(format!("there is no code `{code}`: {remedy}"))
        }
    }
}

fn of_finding(story: &Story) -> String {
    let mut text = story.code.to_owned();
    if let Some(title) = story.title {
        let _ = write!(text, ": {title}");
    }
    let _ = write!(text, "\nin {}\n\n{}\n", story.files, wrapped(story.story));
    for (title, file) in [("Wrong", story.wrong), ("Right", story.right)] {
        if let Some(file) = file {
            let _ = write!(text, "\n{title}:\n\n{}", indented(file));
        }
    }
    text
}

fn of_problem(problem: &ProblemCode) -> String {
    let ProblemCode {
        code,
        status,
        meaning,
    } = problem;
    let meaning = wrapped(meaning);
    format!("{code}: {status}\nin answers of the API\n\n{meaning}\n")
}

fn indented(file: &str) -> String {
    file.split_inclusive('\n')
        .flat_map(|line| ["    ", line])
        .collect()
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else {
            continue;
        };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= WIDTH {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_told_in_lines_that_fit() {
        let kinds = domains::kinds();
        let problems = PROBLEMS.iter().map(|problem| problem.code);
        for code in codes::all(&kinds).chain(problems) {
            let text = explain(code).unwrap();
            assert!(
                text.starts_with(code) && text.lines().count() >= 4,
                "{text}"
            );
            for line in text.lines().filter(|line| !line.starts_with("    ")) {
                assert!(line.chars().count() <= WIDTH, "{line}");
            }
        }
    }

    #[test]
    fn a_story_has_its_files_and_both_examples() {
        let text = explain("s0042").unwrap();
        assert!(text.starts_with("S0042: definitions in a circle\nin `metrics.yaml`"));
        for part in [
            "derived from itself",
            "\nWrong:\n",
            "\nRight:\n",
            "workout.there",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        // A kind's own code shows that kind's file.
        let text = explain("S0321").unwrap();
        assert!(
            text.contains("`achievements.yaml`") && text.contains("Right:"),
            "{text}"
        );
        assert!(explain("unauthenticated").unwrap().contains("401"));
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        let near = explain("S0O42").unwrap_err();
        assert!(near.contains("did you mean `S0042`?"), "{near}");
        let near = explain("bad-curser").unwrap_err();
        assert!(near.contains("`bad-cursor`"), "{near}");
        assert!(explain("weather").unwrap_err().contains("codes.md"));
    }
}
