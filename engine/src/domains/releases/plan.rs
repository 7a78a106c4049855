//! What a release would do, told before it is one.

use axum::body::Bytes;
use axum::http::StatusCode;
use stadion_pack::PackSource;
use stadion_pack::adapter::{self, Compiled};
use stadion_pack::diff::{self, Change, Diff, Side};

use super::check::{self, Candidate};
use super::follow::adopt;
use crate::App;
use crate::domains::migrate;
use crate::domains::migrate::model::{Held, PackPlan, Plan, PlannedChange};
use crate::web::error::{Error, FieldError, Result};

/// The difference between what is live and a release.
pub struct Told {
    pub plan: Plan,
    /// The same in words.
    pub text: String,
    pub is_breaking: bool,
}

/// Looks at a pack as `publish` would, stores nothing and runs no case.
pub async fn plan(app: &App, archive: Bytes) -> Result<Told> {
    let source = check::unpacked(archive).await?;
    adopt(app).await?;
    let candidate = check::compile(app, source).await?;
    if let Some(compiled) = &candidate.adapter {
        return Ok(of_adapter(app, compiled));
    }
    let (live, sources) = (app.catalog.packs(), app.catalog.sources());
    let old = Side {
        packs: &live,
        sources: &sources,
    };
    let plan = migrate::plan(app, old, side(&candidate)).await?;
    let diffs = diff::diff(old, side(&candidate), app.catalog.kinds());
    let changes: Vec<&PlannedChange> = plan.packs.iter().flat_map(|pack| &pack.changes).collect();
    let held = |change: &Change| {
        let planned = changes.iter().find(|planned| planned.change == *change);
        planned
            .and_then(|planned| planned.held)
            .map(|held| held_in_words(&held))
    };
    let mut text = diff::text(&diffs, held);
    for work in &plan.work {
        let people = plural(work.people, "person", "people");
        text.extend([
            "in the background: ",
            &work.in_words,
            " (",
            &people,
            ")
",
        ]);
    }
    Ok(Told {
        is_breaking: diffs.iter().any(Diff::is_breaking),
        plan,
        text,
    })
}

/// What a version of an adapter changes for those who are connected. Nothing has to be told anew.
fn of_adapter(app: &App, compiled: &Compiled) -> Told {
    let adapters = app.catalog.adapters();
    let diff = compiled.adapter.as_ref().map(|new| {
        let old = adapters.get(&new.id).map(AsRef::as_ref);
        adapter::diff(old, new)
    });
    let diffs: Vec<Diff> = diff.into_iter().filter(|diff| !diff.is_empty()).collect();
    let packs = diffs.iter().map(|diff| PackPlan {
        pack: diff.pack.clone(),
        old: diff.old.clone(),
        new: diff.new.clone(),
        changes: diff
            .changes
            .iter()
            .map(|change| PlannedChange {
                change: change.clone(),
                held: None,
            })
            .collect(),
        problems: Vec::new(),
    });
    Told {
        is_breaking: diffs.iter().any(Diff::is_breaking),
        plan: Plan {
            packs: packs.collect(),
            work: Vec::new(),
        },
        text: diff::text(&diffs, |_| None),
    }
}

fn side(candidate: &Candidate) -> Side<'_> {
    Side {
        packs: &candidate.packs,
        sources: &candidate.beside,
    }
}

fn held_in_words(held: &Held) -> String {
    let people = plural(held.people, "person has", "people have");
    format!("{people} it, {} times", held.rows)
}

fn plural(n: i64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A release that breaks what people stored without saying what becomes of it is none.
pub fn answered(app: &App, candidate: &Candidate) -> Result<()> {
    if candidate.adapter.is_some() {
        return Ok(());
    }
    let (live, sources) = (app.catalog.packs(), app.catalog.sources());
    let old = Side {
        packs: &live,
        sources: &sources,
    };
    let diffs = diff::diff(old, side(candidate), app.catalog.kinds());
    let own = diffs.iter().filter(|diff| diff.pack == candidate.id);
    let problems = own.flat_map(|diff| &diff.problems);
    let errors: Vec<FieldError> = problems
        .map(|problem| {
            let field = problem.place.as_ref().map_or_else(
                || "pack.yaml".to_owned(),
                |place| inside(&place.file, &candidate.source, place.line),
            );
            let message = format!("{} ({})", problem.message, problem.code);
            FieldError::new(field, message).remedy(problem.remedy.clone())
        })
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    let detail = "The release does not follow from what is live; `errors` says what it needs, and \
        `stadion diff` shows all that changes.";
    Err(Error {
        errors,
        ..Error::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "unanswered-changes",
            detail,
        )
    })
}

/// The place in the pack's own folder.
fn inside(file: &str, source: &PackSource, line: usize) -> String {
    let root = format!("{}/", source.root);
    format!("{}:{line}", file.strip_prefix(&root).unwrap_or(file))
}
