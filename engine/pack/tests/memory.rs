//! What scripts that want all memory get of it. A binary of its own: it counts what is allocated.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use peak_alloc::PeakAlloc;
use stadion_pack::script::{Limit, Why};
use stadion_pack::{KindSet, PackSource, compile};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What `script/sandbox.rs` promises.
const BOUND: usize = 16 << 20;

/// The most that was held at once beyond what was there before, and what became of the script.
fn hold(text: &str) -> (usize, Result<(), Why>) {
    let header = "id: greedy\nversion: 1.0.0\ntitle: Greedy\nlocales: [en]\nscripts:\n  x: {file: scripts/x.rhai, takes: {}, gives: {type: count}}\n";
    let pack = PackSource::from_texts("greedy", [("pack.yaml", header), ("scripts/x.rhai", text)]);
    let compiled = compile(&[pack], &KindSet::language(), &[]);
    let pack = compiled.packs.packs.get("greedy");
    let pack = pack.unwrap_or_else(|| panic!("{text}: {:?}", compiled.findings));
    let script = &pack.scripts["x"];
    // What is set up once is not the script's.
    let _ = script.ask(&[]);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let done = script.ask(&[]);
    let most = MEMORY.peak_usage().saturating_sub(before);
    let left = MEMORY.current_usage().saturating_sub(before);
    assert!(left < 64 << 10, "{left} bytes stay after {text}");
    (most, done.map(drop).map_err(|failure| failure.why))
}

/// Lists of all sizes, in as many variables as there may be, in as many calls as there may be.
fn widest(list: &str) -> String {
    let copies = (0..31).fold(String::new(), |copies, n| format!("{copies}let v{n} = l; "));
    format!("fn x() {{ {list} y(l) }} fn y(l) {{ {copies} y(l) }}")
}

#[test]
fn no_script_holds_more_than_its_bound() {
    let numbers = "let l = []; for i in 0..1000 { l.push(i); }";
    let nested = "let l = []; for i in 0..500 { l.push([i]); }";
    let empty = "let l = []; for i in 0..1000 { l.push([]); }";
    let texts = "let l = []; for i in 0..800 { l.push(\"abcd\" + i % 10); }";
    let letters = "let l = []; for i in 0..1000 { l.push('x'); }";
    let mut seen = Vec::new();
    for (name, text) in [
        ("numbers", widest(numbers)),
        ("nested", widest(nested)),
        ("empty", widest(empty)),
        ("texts", widest(texts)),
        ("letters", widest(letters)),
        ("doubling", "fn x() { let s = \"ab\"; loop { s += s; } }".into()),
        ("append", "fn x() { let l = [1]; loop { l.append(l); } }".into()),
        ("literal", "fn x() { let l = [1]; loop { l = [l, l, l, l, l, l, l, l]; } }".into()),
        ("split", "fn x() { let s = \"a,\"; while s.len() < 2000 { s += s; } let n = 0; loop { n += s.split(\",\").len(); } }".into()),
        ("between", format!("fn x() {{ {numbers} y(l, l, l, l, l, l, l, l, l, l, l, l) }} fn y(a, b, c, d, e, f, g, h, i, j, k, l) {{ y(a + [], b + [], c + [], d + [], e + [], f + [], g + [], h + [], i + [], j + [], k + [], l + []) }}")),
        ("deep", "fn x() { let l = []; loop { l = [l]; } }".into()),
        ("upper", "fn x() { let s = \"ß\"; while s.len() < 2000 { s += s; } loop { s.to_upper(); s.to_lower(); } }".into()),
    ] {
        let (most, done) = hold(&text);
        assert!(most < BOUND, "{name}: {most} bytes");
        let Err(Why::Limit(limit)) = done else {
            panic!("{name}: {done:?}");
        };
        seen.push((name, limit));
        println!("{name}: {} KiB, then {limit}", most >> 10);
    }
    let widest = seen.iter().filter(|(_, limit)| *limit == Limit::Levels);
    assert!(widest.count() >= 4, "{seen:?}");
}
