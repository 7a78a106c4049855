//! Small packs for the tests of kinds.

use stadion_pack::{Compiled, PackSource, compile};

const PACK: &str = "\
id: outing
version: 1.0.0
title: Outing
metrics:
  distance: {title: Distance, quantity: length, input: {}}
  speed: {title: Speed, quantity: speed, input: {}}
";

/// A pack with the metrics `distance` and `speed`, and this file of a kind.
pub fn compile_file(name: &str, text: &str) -> Compiled {
    let source = PackSource::from_texts("outing", [("pack.yaml", PACK), (name, text)]);
    compile(&[source], &super::kinds(), &[])
}

/// The codes of the findings, in order of place.
pub fn codes(name: &str, text: &str) -> Vec<&'static str> {
    compile_file(name, text)
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn a_pack_takes_sports_that_the_fit_profile_has() {
    let sport = |fit: &str| format!("walk: {{title: W, archetype: track, fit: [{fit}]}}\n");
    let wrong = codes("sports.yaml", &sport("walking/nowhere, runing"));
    assert_eq!(wrong, ["S0066", "S0066"]);
    assert!(
        codes(
            "sports.yaml",
            &sport("walking/casual_walking, running/trail")
        )
        .is_empty()
    );
}
