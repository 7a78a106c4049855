//! Readers in Python, where `make bench-activity` has set them up.

use std::process::Command;

/// Each reader's name and the median of its seconds; none without Python.
pub fn medians(kind: &str, bytes: &[u8]) -> Vec<(String, f64)> {
    let Some(python) = std::env::var_os("STADION_BENCH_PYTHON") else {
        println!("  (readers in Python are left out: STADION_BENCH_PYTHON is not set)");
        return Vec::new();
    };
    let path = std::env::temp_dir().join(format!("stadion-bench.{kind}"));
    std::fs::write(&path, bytes).expect("written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers.py");
    let output = Command::new(python)
        .arg(script)
        .arg(kind)
        .arg(&path)
        .output()
        .expect("Python runs");
    std::fs::remove_file(path).expect("removed");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let readers = told.as_object().expect("an object").iter();
    readers
        .map(|(name, seconds)| (name.clone(), seconds.as_f64().expect("seconds")))
        .collect()
}
