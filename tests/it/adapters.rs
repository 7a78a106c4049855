//! What an author runs on device adapters: new, check, test, try.

mod live;

use serde_json::Value;

use crate::cli::{out, run, talk};
use crate::server::root;

#[test]
fn an_adapter_is_begun_checked_tested_and_tried() {
    for transport in ["pull", "ble", "api"] {
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["new", "adapter", "acme-watch", "--transport", transport];
        let begun = run(folder.path(), &arguments);
        assert_eq!(begun.status.code(), Some(0), "{}", talk(&begun));
        assert!(out(&begun).contains("acme-watch/adapter.yaml"));
        for verb in ["check", "test"] {
            let done = run(folder.path(), &[verb, "acme-watch"]);
            let told = (talk(&done), out(&done));
            assert_eq!(done.status.code(), Some(0), "{transport}: {told:?}");
        }
        let tried = run(folder.path(), &["adapter", "try", "acme-watch"]);
        assert_eq!(tried.status.code(), Some(0), "{}", talk(&tried));
        for part in ["decoded", "normalised by", "heart_rate", "activity"] {
            assert!(out(&tried).contains(part), "{part}: {}", out(&tried));
        }
    }
}

#[test]
fn a_failing_example_shows_both_and_is_written() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["new", "adapter", "acme-watch"]);
    let path = folder.path().join("acme-watch/adapter.yaml");
    let yaml = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        yaml.replace("total_distance: 5.2 km", "total_distance: 9 km"),
    )
    .unwrap();
    let failed = run(folder.path(), &["test", "acme-watch"]);
    assert_eq!(failed.status.code(), Some(1));
    let told = out(&failed);
    assert!(
        told.contains("FAILED acme-watch") && told.contains("adapter.yaml:"),
        "{told}"
    );
    assert!(told.contains("5200 m") && told.contains("9 km"), "{told}");
    let written = run(folder.path(), &["test", "--update", "acme-watch"]);
    assert_eq!(written.status.code(), Some(0), "{}", out(&written));
}

#[test]
fn those_that_ship_are_sound_and_tell_what_they_refuse() {
    let done = run(&root(), &["check", "device-adapters"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    let done = run(&root(), &["test", "device-adapters"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    let payload = "device-adapters/polar/fixtures/exercises.json";
    let arguments = [
        "adapter",
        "try",
        "polar",
        "--payload",
        payload,
        "--stream",
        "exercises",
    ];
    let tried = run(&root(), &[&arguments[..], &["--format", "json"]].concat());
    let told: Value = serde_json::from_slice(&tried.stdout).unwrap();
    assert_eq!(told["records"][0]["activity"]["sport"], "running");
    assert_eq!(told["refused"][0]["code"], "out-of-range");
    let unknown = run(&root(), &["adapter", "try", "pola"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        talk(&unknown).contains("did you mean `polar`?"),
        "{}",
        talk(&unknown)
    );
}
