use std::fmt::Write as _;

use serde_json::Value;
use stadion_engine::web::problems::PROBLEMS;
use utoipa::openapi::OpenApi;

use super::{NOTE, cell};

pub fn page(openapi: &OpenApi) -> String {
    let document = serde_json::to_value(openapi).unwrap_or_default();
    let mut page = format!(
        "{NOTE}# The API\n\n{}\n\nThe description for machines is at `/api/openapi.json` \
         (`stadion schema openapi`), a page for people at `/api`.\n",
        text(&document["info"]["description"])
    );
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            describe(&mut page, method, path, operation);
        }
    }
    problems(&mut page);
    page
}

fn describe(page: &mut String, method: &str, path: &str, operation: &Value) {
    let _ = write!(page, "\n## {} {path}\n\n", method.to_uppercase());
    for paragraph in [&operation["summary"], &operation["description"]] {
        if !text(paragraph).is_empty() {
            let _ = write!(page, "{}\n\n", text(paragraph));
        }
    }
    page.push_str(
        if operation["security"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
        {
            "Needs a session or a token.\n"
        } else {
            "Open to all.\n"
        },
    );
    table(page, "parameter", &operation["parameters"], |parameter| {
        let place = format!(
            "{} (in {})",
            text(&parameter["name"]),
            text(&parameter["in"])
        );
        (place, text(&parameter["description"]).to_owned())
    });
    let answers = operation["responses"].as_object();
    page.push_str("\n| answer | when |\n|---|---|\n");
    for (status, response) in answers.into_iter().flatten() {
        let _ = writeln!(
            page,
            "| {status} | {} |",
            cell(text(&response["description"]))
        );
    }
}

fn table(page: &mut String, head: &str, rows: &Value, row: impl Fn(&Value) -> (String, String)) {
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() {
        return;
    }
    let _ = write!(page, "\n| {head} | what |\n|---|---|\n");
    for (name, what) in rows.iter().map(row) {
        let _ = writeln!(page, "| {} | {} |", cell(&name), cell(&what));
    }
}

fn problems(page: &mut String) {
    page.push_str(
        "\n## Problem codes\n\nErrors are problem documents (RFC 9457); branch on `code`.\n\n\
         | code | status | meaning |\n|---|---|---|\n",
    );
    for problem in PROBLEMS {
        let meaning = cell(problem.meaning);
        let _ = writeln!(
            page,
            "| `{}` | {} | {meaning} |",
            problem.code, problem.status
        );
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
