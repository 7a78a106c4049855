//! Pages of the shipped packs: forms without a database, stories through the router.

mod form;
mod lanes;
mod live;
mod odd_files;
mod own_pack;
mod pages;
mod progress;
mod recording;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stadion_pack::model::{Packs, Sport};

use crate::catalog::fields::source_fields;
use crate::domains;
use crate::domains::workouts::displays;
use crate::web::ui::format::{Formats, UnitSystem};
use crate::web::ui::i18n::I18n;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs")
}

fn shipped() -> Packs {
    let sources = stadion_pack::source::read_dir(&folder()).expect("packs");
    stadion_pack::compile(&sources, &domains::kinds(), &source_fields()).packs
}

fn sport(packs: &Packs, id: &str) -> Arc<Sport> {
    packs.sport(id).expect(id).1.clone()
}

pub(super) fn formats(locale: &str, system: UnitSystem) -> Formats {
    let i18n = Arc::new(I18n::embedded().expect("texts"));
    let locale = i18n.negotiate(Some(locale), None);
    Formats::new(i18n, locale, system, chrono_tz::Europe::Moscow)
}

#[test]
fn a_stream_is_told_as_the_sports_own_metric_of_it() {
    let packs = shipped();
    let run = displays::of_chart("cadence", Some(&sport(&packs, "running.run"))).expect("cadence");
    assert_eq!(
        (run.display.metric.symbol.as_str(), run.times),
        ("spm", 2.0)
    );
    let any = displays::of_chart("cadence", None).expect("cadence");
    assert_eq!(
        (any.display.metric.symbol.as_str(), any.times),
        ("rpm", 1.0)
    );
}
