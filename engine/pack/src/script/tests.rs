//! What a file of scripts may hold, how its functions run, and what stops one that does harm.

use std::fmt::Write;
use std::time::{Duration, Instant};

use indexmap::IndexMap;
use proptest::prelude::*;

use super::*;
use crate::value::Dim;

fn read(text: &str) -> Result<Library, Vec<Report>> {
    let source = Source {
        index: 0,
        text: text.to_owned(),
    };
    Library::read("scripts/x.rhai".into(), source)
}

/// The codes and words of what is wrong with a file.
fn wrong(text: &str) -> Vec<String> {
    let reports = read(text).err().unwrap_or_default();
    let told = reports.iter().map(|r| format!("{} {}", r.code, r.message));
    told.collect()
}

fn one(ty: Type) -> Taken {
    Taken {
        of: TakenType::One(ty),
        optional: false,
    }
}

fn script(text: &str, takes: &[Taken], gives: Type) -> Script {
    let library = read(text).unwrap_or_else(|reports| panic!("{text}: {reports:?}"));
    let function = library.functions.keys().next().unwrap().clone();
    let named = |(n, taken): (usize, &Taken)| (format!("a{n}"), taken.clone());
    Script {
        id: "pack.x".into(),
        name: "x".into(),
        title: None,
        takes: takes.iter().enumerate().map(named).collect(),
        gives,
        place: Place::default(),
        library: Arc::new(library),
        function,
        failures: Failures::default(),
    }
}

fn number(text: &str, arguments: &[f64]) -> Result<Option<Value>, Why> {
    let takes = vec![one(Type::Number(Dim::NONE)); arguments.len()];
    let given = arguments
        .iter()
        .map(|n| Given::One(Some(Value::Number(*n))));
    let given: Vec<_> = given.collect();
    let script = script(text, &takes, Type::Number(Dim::NONE));
    script.ask(&given).map_err(|failure| failure.why)
}

/// What a function without arguments comes to.
fn gives(body: &str) -> Result<Option<Value>, Why> {
    number(&format!("fn x() {{ {body} }}"), &[])
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands beside what a script gives"
)]
fn is(number: f64) -> Result<Option<Value>, Why> {
    Ok(Some(Value::Number(number)))
}

fn limit(limit: Limit) -> Result<Option<Value>, Why> {
    Err(Why::Limit(limit))
}

#[test]
fn a_function_computes_from_its_arguments() {
    assert_eq!(number("fn x(a, b) { a * b + 1 }", &[2.0, 3.5]), is(8.0));
    let loops = "let n = 0; for i in 1..=4 { n += i; } while n < 20 { n += 5 } n";
    assert_eq!(gives(loops), is(20.0));
    assert_eq!(
        gives("let l = [3, 1, 2]; l.sort(); l.push(9); l[0] + l.len()"),
        is(5.0)
    );
    assert_eq!(
        gives("switch \"b\" { \"a\" => 1, \"b\" => 2, _ => 3 }"),
        is(2.0)
    );
    assert_eq!(gives("let t = \"a,b\".split(\",\"); t.len()"), is(2.0));
    assert_eq!(gives("max(sqrt(16.0), abs(-3)) + round(1.4)"), is(5.0));
    assert_eq!(gives("if true { return 1; } 2"), is(1.0));
    assert_eq!(gives("()"), Ok(None));
    let two = "fn x() { twice(4) } fn twice(n) { n * 2 }";
    assert_eq!(number(two, &[]), is(8.0));
}

#[test]
fn rows_are_read_and_not_written() {
    let fields = IndexMap::from([
        ("par".to_owned(), Type::Count),
        ("note".to_owned(), Type::Text),
    ]);
    let rows = Taken {
        of: TakenType::Rows {
            part: "hole".into(),
            fields,
        },
        optional: false,
    };
    let row = |par: f64| PartRow::from([("par".to_owned(), Value::Number(par))]);
    let given = [row(3.0), row(4.0), PartRow::new()];
    let asked = |body: &str| {
        let text = format!("fn x(holes) {{ {body} }}");
        let script = script(&text, std::slice::from_ref(&rows), Type::Count);
        script
            .ask(&[Given::Rows(&given)])
            .map_err(|failure| failure.why)
    };
    assert_eq!(
        asked("let n = 0; for h in holes { if h.par != () { n += h.par } } n"),
        is(7.0)
    );
    assert_eq!(asked("holes[1].par / 3"), is(1.0));
    assert_eq!(asked("holes.len()"), is(3.0));
    assert!(matches!(
        asked("holes[0].par = 9; holes[0].par"),
        Err(Why::Fault(_))
    ));
    assert!(matches!(asked("holes[0].birdies"), Err(Why::Fault(why)) if why.contains("birdies")));
    assert!(matches!(asked("holes[7].par"), Err(Why::Fault(_))));
    let empty = PartRow::new();
    let many = vec![empty; 1_001];
    let script = script("fn x(holes) { 1 }", &[rows], Type::Count);
    let failure = script.ask(&[Given::Rows(&many)]).unwrap_err();
    assert_eq!(failure.why, Why::Limit(Limit::Elements));
}

#[test]
fn what_does_not_go_together_is_an_error_and_not_false() {
    for body in [
        "if \"5\" > 3 { 1 } else { 2 }",
        "if \"5\" == 5 { 1 } else { 2 }",
    ] {
        let found = gives(body);
        assert!(
            matches!(&found, Err(Why::Fault(why)) if why.contains("cannot be compared")),
            "{found:?}"
        );
    }
    assert_eq!(gives("if () == 3 { 1 } else { 2 }"), is(2.0));
    assert_eq!(
        gives("if 3 == 3.0 && \"a\" < \"b\" && [1, 2] == [1, 2.0] { 1 } else { 2 }"),
        is(1.0)
    );
    assert!(matches!(gives("1 + ()"), Err(Why::Fault(why)) if why.contains("nothing")));
    assert!(matches!(gives("1 / 0"), Err(Why::Fault(_))));
    assert!(matches!(
        gives("9223372036854775807 + 1"),
        Err(Why::Fault(_))
    ));
    assert!(matches!(gives("let n = 1; if n { 2 }"), Err(Why::Fault(_))));
    assert!(wrong("fn x() { if 1 { 2 } }")[0].starts_with("S0091"));
}

#[test]
fn a_result_is_of_the_declared_type() {
    let of = |body: &str, ty: Type| {
        let text = format!("fn x() {{ {body} }}");
        script(&text, &[], ty)
            .ask(&[])
            .map_err(|failure| failure.why)
    };
    let wrong = |found: Result<Option<Value>, Why>| matches!(found, Err(Why::Result { .. }));
    assert_eq!(of("2.0", Type::Count), is(2.0));
    assert!(wrong(of("2.5", Type::Count)));
    assert!(wrong(of("\"2\"", Type::Count)));
    assert!(wrong(of("0.0 / 0.0", Type::Number(Dim::LENGTH))));
    assert_eq!(of("1 > 2", Type::Flag), Ok(Some(Value::Flag(false))));
    assert!(wrong(of("1", Type::Flag)));
    assert_eq!(of("\"a\"", Type::Text), Ok(Some(Value::Text("a".into()))));
    assert!(wrong(of("[1]", Type::Text)));
}

#[test]
fn a_missing_argument_makes_the_result_missing_unless_it_is_optional() {
    let text = "fn x(a) { if a == () { 7 } else { a } }";
    let mut taken = one(Type::Count);
    let needed = script(text, &[taken.clone()], Type::Count);
    assert_eq!(needed.ask(&[Given::One(None)]), Ok(None));
    taken.optional = true;
    let optional = script(text, &[taken], Type::Count);
    assert_eq!(optional.run(&[Given::One(None)]), Some(Value::Number(7.0)));
    assert_eq!((needed.failed(), optional.failed()), (0, 0));
}

#[test]
fn a_failure_is_counted_and_tells_its_place() {
    let text = "fn x() {\n  let l = [];\n  inner(l)\n}\nfn inner(l) {\n  l[3]\n}\n";
    let script = script(text, &[], Type::Count);
    assert_eq!((script.run(&[]), script.run(&[])), (None, None));
    assert_eq!(script.failed(), 2);
    let failure = script.last_failure().unwrap();
    assert_eq!((failure.line, failure.file.as_str()), (6, "scripts/x.rhai"));
    assert!(failure.to_string().contains("`pack.x` failed"), "{failure}");
}

#[test]
fn a_script_that_does_not_end_meets_a_limit_that_says_so() {
    for body in [
        "loop {} 1",
        "while true { } 1",
        "let n = 0; loop { n += 1; } n",
        "for i in 0..9223372036854775807 { } 1",
        "let n = 0; for i in range(0, 1000000000) { n += i } n",
        "do { } until false; 1",
    ] {
        assert_eq!(gives(body), limit(Limit::Operations), "{body}");
    }
    assert_eq!(number("fn x() { x() }", &[]), limit(Limit::Levels));
    assert_eq!(
        number("fn x() { y(1) } fn y(n) { y(n + 1) }", &[]),
        limit(Limit::Levels)
    );
    let told = Limit::Operations.to_string();
    assert_eq!(told, "50000 operations");
}

#[test]
fn a_script_that_grows_meets_a_limit_that_says_so() {
    for (body, wanted) in [
        ("let s = \"ab\"; loop { s += s; } 1", Limit::Text),
        ("let s = \"ab\"; loop { s = s + s; } 1", Limit::Text),
        ("let s = \"\"; loop { s = \"ab\" + s + 1; } 1", Limit::Text),
        ("let l = []; loop { l.push(1); } 1", Limit::Elements),
        ("let l = [1]; loop { l += l; } 1", Limit::Elements),
        ("let l = [1]; loop { l.append(l); } 1", Limit::Elements),
        ("let l = [1]; loop { l = [l, l]; } 1", Limit::Elements),
        (
            "let l = []; loop { l.insert(0, [1, 2, 3]); } 1",
            Limit::Elements,
        ),
        (
            "let l = []; let s = \"abcdefgh\"; loop { l.push(s); } 1",
            Limit::Text,
        ),
    ] {
        assert_eq!(gives(body), limit(wanted), "{body}");
    }
    let deep = gives("let l = []; loop { l = [l]; } 1");
    assert!(
        matches!(deep, Err(Why::Limit(Limit::Elements | Limit::Time))),
        "{deep:?}"
    );
    let mut many = String::new();
    for n in 0..40 {
        write!(many, "let v{n} = {n}; ").unwrap();
    }
    assert_eq!(gives(&format!("{many} 1")), limit(Limit::Variables));
}

#[test]
fn a_slow_script_is_stopped_in_time() {
    // Each round sorts the longest list there can be.
    let slow = "let l = []; for i in 0..999 { l.push(999 - i); } loop { l.sort(); l.reverse(); } 1";
    #[expect(clippy::disallowed_methods, reason = "measured here")]
    let begun = Instant::now();
    let found = gives(slow);
    assert!(
        matches!(found, Err(Why::Limit(Limit::Time | Limit::Operations))),
        "{found:?}"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn what_scripts_may_not_do_is_refused_when_the_pack_is_read() {
    for text in [
        "fn x() { eval(\"1\") }",
        "fn x() { Fn(\"eval\").call(\"1\") }",
        "fn x() { let f = Fn(\"x\"); f.curry(1) }",
        "import \"other\" as o; fn x() { o::y() }",
        "fn x() { import \"other\" as o; 1 }",
        "fn x() { print(1) }",
        "fn x() { debug(1) }",
        "fn x() { sleep(1) }",
        "fn x() { timestamp() }",
        "fn x() { rand() }",
        "fn x() { exit(1) }",
        "fn x() { let f = |a| a + 1; 1 }",
        "fn x(l) { l.map(|a| a + 1) }",
        "fn x(l) { l.filter(\"x\") }",
        "fn x() { #{a: 1}.a }",
        "fn x() { let m = #{}; loop { m.a = m; } 1 }",
        "fn x() { `a ${1}` }",
        "fn x() { \"a\".pad(1000000, \"b\") }",
        "fn x() { \"a\".replace(\"a\", \"b\") }",
        "fn x() { blob(1000000) }",
        "fn x() { throw 1 }",
        "fn x() { try { 1 } catch { 2 } }",
        "fn x() { this }",
        "fn x(a) { a.y() } fn y() { 1 }",
        "fn x() { let a = 1; let a = 2; a }",
        "fn x() { loop { break sleep(1) } 1 }",
        "let a = 1; fn x() { 1 }",
        "fn x() { y!() } fn y() { 1 }",
        "fn x() { std::abs(1) }",
        "fn x(a) { 1 } fn x(a, b) { 1 }",
        "fn x() { parse_json(\"{}\") }",
        "fn x() { is_def_fn(\"x\", 0) }",
        "fn x() { type_of(1) }",
    ] {
        let told = wrong(text);
        let named = told.iter().any(|told| {
            told.starts_with("S0092") || told.starts_with("S0093") || told.starts_with("S0091")
        });
        assert!(named, "{text}: {told:?}");
    }
}

#[test]
fn what_is_not_there_is_found_when_the_pack_is_read() {
    assert_eq!(
        wrong("fn x(a) { b }"),
        ["S0093 there is no variable `b` here"]
    );
    assert_eq!(
        wrong("fn x(a) { flor(a) }"),
        ["S0093 a script has no function `flor`"]
    );
    assert_eq!(
        wrong("fn x(a) { y(a) } fn y(a, b) { 1 }"),
        ["S0093 `y` takes 2 arguments, not 1"]
    );
    assert!(wrong("fn x( { 1 }")[0].starts_with("S0091"));
    assert_eq!(wrong("").len(), 0);
    let huge = format!("fn x() {{ \"{}\" }}", "a".repeat(5_000));
    assert!(wrong(&huge)[0].starts_with("S009"), "{:?}", wrong(&huge));
    let huge = format!("fn x() {{ [{}0] }}", "0,".repeat(2_000));
    assert!(wrong(&huge)[0].starts_with("S009"), "{:?}", wrong(&huge));
    let long = format!("fn x() {{ 1 }} // {}", "a".repeat(70_000));
    assert_eq!(wrong(&long), ["S0091 the script is longer than 64 KiB"]);
    let deep = format!("fn x() {{ {}1{} }}", "(".repeat(200), ")".repeat(200));
    assert!(wrong(&deep)[0].starts_with("S009"), "{:?}", wrong(&deep));
    let deep = format!(
        "fn x() {{ {}1{} }}",
        "if true {".repeat(200),
        "}".repeat(200)
    );
    assert!(wrong(&deep)[0].starts_with("S009"), "{:?}", wrong(&deep));
}

#[test]
fn types_are_compared_with_the_declaration() {
    let fields = IndexMap::from([
        ("par".to_owned(), Type::Count),
        ("name".to_owned(), Type::Text),
    ]);
    let takes = [
        Taken {
            of: TakenType::Rows {
                part: "hole".into(),
                fields,
            },
            optional: false,
        },
        one(Type::Text),
    ];
    let told = |body: &str| {
        let text = format!("fn x(holes, word) {{ {body} }}");
        let reports = script(&text, &takes, Type::Count).check();
        let told = reports.iter().map(|r| format!("{} {}", r.code, r.message));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told("let n = 0; for h in holes { n += h.par } n"), [""; 0]);
    let field = ["S0093 a row has no field `prr`"];
    assert_eq!(told("let n = 0; for h in holes { n += h.prr } n"), field);
    assert_eq!(told("holes[0].prr"), field);
    assert_eq!(told("if holes[0].prr > 1 { 1 } else { 2 }"), field);
    assert_eq!(told("let first = holes[0]; first.prr + 1"), field);
    assert_eq!(told("while holes[0].prr.is_zero() { } 1"), field);
    let compared = ["S0095 a text is compared with a number"];
    assert_eq!(told("if word > 3 { 1 } else { 2 }"), compared);
    assert_eq!(told("if \"5\" > 3 { 1 } else { 2 }"), compared);
    assert_eq!(
        told("for h in holes { if h.name == h.par { return 1 } } 2"),
        compared
    );
    assert_eq!(
        told("let w = word; w = 3; if w > 3 { 1 } else { 2 }"),
        [""; 0]
    );
    let gives = ["S0095 this gives a text, and the script is declared to give a number"];
    assert_eq!(told("word"), gives);
    assert_eq!(told("if 1 > 2 { return word; } 1"), gives);
}

#[test]
fn functions_that_nothing_reaches_are_told() {
    let library = read("fn a() { b() }\nfn b() { 1 }\nfn c() { d() }\nfn d() { 2 }\n").unwrap();
    let left = library.unreached(["a"].into_iter());
    let names: Vec<_> = left.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["c", "d"]);
    assert_eq!(left[0].1.range(), 31..32);
}

#[test]
fn every_limit_and_function_has_its_words() {
    let told: Vec<String> = LIMITS.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .all(|words| words.starts_with(|c: char| c.is_ascii_digit()))
    );
    for name in functions::names() {
        let text = format!("fn {name}x() {{ 1 }}");
        assert!(read(&text).is_ok(), "{name}");
    }
}

/// Words that scripts are made of, sensible and not.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "x",
        "a",
        "l",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "1",
        "2.5",
        "\"t\"",
        "true",
        "()",
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "==",
        ">",
        "&&",
        "||",
        "!",
        "??",
        "=",
        "+=",
        ".",
        ",",
        ";",
        "let ",
        "if ",
        "else ",
        "for ",
        " in ",
        "while ",
        "loop ",
        "break ",
        "return ",
        "switch ",
        "=>",
        "..",
        "..=",
        "fn ",
        "len",
        "push",
        "split",
        "sort",
        "range",
        "min",
        "eval",
        "|",
        "#{",
        ":",
        "'c'",
        "`",
        "${",
        "-9223372036854775808",
        "1e308",
        "append",
        "insert",
        "extract",
        "/*",
        "//",
        "\n",
        "import ",
        "this",
        "Fn",
        "call",
        "?.",
        "?[",
        "<<",
        "in",
        "do ",
        "until ",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_script_panics_or_hangs(words in words(), wrapped in any::<bool>()) {
        let text = if wrapped { format!("fn x(a, l) {{ {words} }}") } else { words };
        let Ok(library) = read(&text) else { return Ok(()) };
        let Some(function) = library.functions.keys().next().cloned() else { return Ok(()) };
        let takes = library.functions[&function].parameters.len();
        let script = Script {
            id: "pack.x".into(),
            name: "x".into(),
            title: None,
            takes: (0..takes).map(|n| (n.to_string(), one(Type::Count))).collect(),
            gives: Type::Count,
            place: Place::default(),
            library: Arc::new(library),
            function,
            failures: Failures::default(),
        };
        let given = vec![Given::One(Some(Value::Number(3.0))); takes];
        let _ = script.check();
        let first = script.ask(&given).map_err(|failure| failure.why);
        let time = Err(Why::Limit(Limit::Time));
        // Twice the same, unless the machine was in the way.
        let second = script.ask(&given).map_err(|failure| failure.why);
        prop_assert!(first == second || first == time || second == time, "{:?} {:?}", first, second);
    }
}
