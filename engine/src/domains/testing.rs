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
