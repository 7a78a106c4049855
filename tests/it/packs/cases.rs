//! The cases of the packs, run as `stadion test` runs them.

use stadion_engine::domains::cases;
use stadion_engine::domains::segments::spec::Segments;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_case_of_every_pack_holds_and_every_rule_is_seen_both_ways() {
    let sources = sources();
    let ids: Vec<String> = sources.iter().map(PackSource::id).collect();
    let cases = cases::read(packs(), &sources);
    let told = render::text(&cases.findings, &sources, false);
    assert!(cases.findings.is_empty(), "{told}");
    let data = tempfile::tempdir().unwrap();
    let folders = ["sport-packs", "examples/new-sport"].map(|folder| root().join(folder));
    let app = cases::open(folders.to_vec(), data.path()).await.unwrap();
    let told = cases::run(&app, &cases, &ids).await.unwrap();
    app.db.close().await;

    let failures = told.cases.iter().flat_map(|case| case.failures.clone());
    let failures: Vec<_> = failures.collect();
    let text = render::text(&failures, &sources, false);
    assert!(failures.is_empty(), "{text}");
    assert_eq!(told.coverage.len(), ids.len());
    for pack in &told.coverage {
        assert!(pack.cases > 0, "{} has no case", pack.pack);
        assert!(pack.is_full(), "{pack:?}");
    }
    let rules: usize = told.coverage.iter().map(|pack| pack.rules).sum();
    let all = packs().packs.values();
    let all =
        all.map(|pack| pack.elements::<Achievements>().len() + pack.elements::<Segments>().len());
    assert_eq!(rules, all.sum::<usize>());
}
