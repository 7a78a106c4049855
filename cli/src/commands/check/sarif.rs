//! `stadion check --format sarif`: findings for code hosts and editors, in SARIF 2.1.0
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use stadion_pack::{Finding, KindSet, Severity, codes};
use url::Url;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to: the folder the command runs in.
const BASE: &str = "SRCROOT";

/// A log of one run, findings in their order. Columns are counted in characters, as findings do.
pub fn log(findings: &[Finding], kinds: &KindSet, folder: &Path) -> Value {
    let base = Url::from_directory_path(folder).ok();
    let shown: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let shown: Vec<&str> = shown.into_iter().collect();
    let rules: Vec<Value> = shown.iter().map(|code| rule(kinds, code)).collect();
    let results = findings.iter().map(|finding| {
        let index = shown.iter().position(|code| *code == finding.code);
        result(finding, index, base.as_ref())
    });
    let mut run = json!({
        "tool": { "driver": {
            "name": "stadion",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        }},
        "columnKind": "unicodeCodePoints",
        "results": results.collect::<Vec<_>>(),
    });
    if let Some(base) = &base {
        run["originalUriBaseIds"] = json!({ BASE: { "uri": base.as_str() } });
    }
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
}

fn rule(kinds: &KindSet, code: &str) -> Value {
    let Some(story) = codes::story(kinds, code) else {
        return json!({ "id": code });
    };
    let title = story.title.unwrap_or(story.story);
    let mut help = format!("{}\n\nIn {}.", story.story, story.files);
    let mut markdown = help.clone();
    for (name, file) in [("Wrong", story.wrong), ("Right", story.right)] {
        if let Some(file) = file {
            let _ = write!(help, "\n\n{name}:\n\n{}", file.trim_end());
            let _ = write!(markdown, "\n\n{name}:\n```yaml\n{file}```");
        }
    }
    json!({
        "id": code,
        "shortDescription": { "text": title },
        "fullDescription": { "text": story.story },
        "help": { "text": help, "markdown": markdown },
    })
}

fn result(finding: &Finding, rule: Option<usize>, base: Option<&Url>) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let help = finding.help.as_ref();
    let text = help.map_or_else(
        || finding.message.clone(),
        |help| format!("{}: {help}", finding.message),
    );
    let artifact = artifact(&finding.file, base);
    let mut result = json!({
        "ruleId": finding.code,
        "level": level,
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact,
            "region": region(finding),
        }}],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    // Without a marked text there is nothing that the words could replace.
    if let Some(words) = finding
        .suggestion
        .as_ref()
        .filter(|_| !finding.span.is_empty())
    {
        result["fixes"] = json!([{
            "description": { "text": format!("write `{words}`") },
            "artifactChanges": [{
                "artifactLocation": artifact,
                "replacements": [{
                    "deletedRegion": region(finding),
                    "insertedContent": { "text": words },
                }],
            }],
        }]);
    }
    result
}

/// The end stands behind the last character, as SARIF wants it.
fn region(finding: &Finding) -> Value {
    json!({
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    })
}

/// A file as seen from `base`; whole where it lies in no common tree.
fn artifact(file: &str, base: Option<&Url>) -> Value {
    let absolute = base.and_then(|base| {
        let path = base.to_file_path().ok()?.join(file);
        let url = Url::from_file_path(path).ok()?;
        // Parsed again, `..` goes up.
        Url::parse(url.as_str()).ok()
    });
    let Some((base, url)) = base.zip(absolute) else {
        return json!({ "uri": file });
    };
    match base.make_relative(&url) {
        Some(uri) => json!({ "uri": uri, "uriBaseId": BASE }),
        None => json!({ "uri": url.as_str() }),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use stadion_engine::domains;
    use stadion_pack::{PackSource, compile};

    use super::*;

    fn of(root: &str, yaml: &str) -> Value {
        let mut pack = PackSource::from_texts("sample", [("pack.yaml", yaml)]);
        pack.root = root.to_owned();
        let kinds = domains::kinds();
        let findings = compile(&[pack], &kinds, &[]).findings;
        log(&findings, &kinds, &PathBuf::from("/srv/my packs"))
    }

    /// Where SARIF 2.1.0 requires a property, and bounds of what stands there.
    fn assert_sound(log: &Value) {
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(run["tool"]["driver"]["name"].is_string());
        for rule in rules {
            assert!(rule["id"].is_string());
            for part in ["shortDescription", "fullDescription", "help"] {
                assert!(!rule[part]["text"].as_str().unwrap().is_empty(), "{rule}");
            }
        }
        for result in run["results"].as_array().unwrap() {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
            assert!(result["message"]["text"].is_string());
            let location = &result["locations"][0]["physicalLocation"];
            assert!(location["artifactLocation"]["uri"].is_string());
            let regions = result["fixes"].as_array().into_iter().flatten().map(|fix| {
                let change = &fix["artifactChanges"][0];
                assert_eq!(change["artifactLocation"], location["artifactLocation"]);
                let replacement = &change["replacements"][0];
                assert!(replacement["insertedContent"]["text"].is_string());
                &replacement["deletedRegion"]
            });
            for region in regions.chain([&location["region"]]) {
                let at = |key: &str| region[key].as_u64().unwrap();
                assert!(at("startLine") >= 1 && at("startColumn") >= 1);
                let start = (at("startLine"), at("startColumn"));
                assert!((at("endLine"), at("endColumn")) >= start, "{region}");
            }
        }
    }

    #[test]
    fn a_finding_has_its_rule_its_place_and_its_fix() {
        let log = of(
            "sample",
            "id: sample\nversion: 1.0.0\ntitel: {en: Жé}\nowner: 5\n",
        );
        assert_sound(&log);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let found = results
            .iter()
            .find(|found| found["ruleId"] == "S0021")
            .unwrap();
        let place = &found["locations"][0]["physicalLocation"];
        assert_eq!(
            place["region"],
            json!({ "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 6 })
        );
        assert_eq!(
            place["artifactLocation"],
            json!({ "uri": "sample/pack.yaml", "uriBaseId": BASE })
        );
        let base = &log["runs"][0]["originalUriBaseIds"][BASE]["uri"];
        assert_eq!(base, "file:///srv/my%20packs/");
        let change = &found["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["insertedContent"]["text"], "title");
        assert!(
            found["message"]["text"]
                .as_str()
                .unwrap()
                .contains("unknown key `titel`")
        );
    }

    #[test]
    fn a_file_elsewhere_keeps_its_place_and_no_finding_is_a_log_too() {
        let uri = |root: &str| {
            let log = of(root, "id: sample\nversion: 1.0.0\ntitel: x\n");
            assert_sound(&log);
            let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
            location["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(uri("../a b"), "../a%20b/pack.yaml");
        assert_eq!(uri("/srv/my packs/one"), "one/pack.yaml");
        assert_eq!(uri("."), "pack.yaml");
        let log = of(
            "sample",
            "id: sample\nversion: 1.0.0\ntitle: {en: Sample}\n",
        );
        assert_sound(&log);
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
