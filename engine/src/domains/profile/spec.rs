//! The pack kind `age_groups`: YAML to `AgeBounds`.

use schemars::JsonSchema;
use serde::Deserialize;
use stadion_pack::diff::{Nature, Sheet, Tells};
use stadion_pack::finding::Report;
use stadion_pack::ids::nearest;
use stadion_pack::regions::{REGIONS, is_region};
use stadion_pack::{At, Kind, Scope};

use super::model::AgeBounds;

/// The kind `age_groups`.
pub struct AgeGroups;

/// Where a child becomes a teen, and a teen an adult.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAgeBounds {
    /// Countries by their ISO 3166-1 code. Left out: all that no other definition names.
    #[serde(default)]
    #[schemars(extend("x-names" = "regions"))]
    regions: Vec<At<String>>,
    /// The age in years from which a person consents alone to a service like this one.
    #[schemars(range(min = 1, max = 30))]
    teen: At<u32>,
    /// The age of majority in years.
    #[schemars(range(min = 1, max = 30))]
    adult: At<u32>,
    /// The law or publication that says so.
    #[schemars(length(min = 8))]
    source: At<String>,
}

impl Kind for AgeGroups {
    const NAME: &'static str = "age_groups";
    const TITLE: &'static str = "Age groups";
    const DOC: &'static str = "\
Who counts as a child, a teen and an adult, by region: norms, rules (`user.age_group`) and the
guardian's confirmation go by it. A person younger than `teen` is a child, and the account of a
child waits for a guardian. A definition without `regions` is for all others; there is at most one.";
    const EXAMPLE: &'static str = "\
others:
  teen: 16
  adult: 18
  source: GDPR, article 8(1)
from_13:
  regions: [BE, EE]
  teen: 13
  adult: 18
  source: national laws on GDPR, article 8(1)
";
    const CODES: &'static [(&'static str, &'static str)] = &[
        ("S0370", "A region is no code of ISO 3166-1 alpha-2."),
        (
            "S0371",
            "A region, or all others, has bounds twice. Say each once.",
        ),
        (
            "S0372",
            "A teen begins no earlier than an adult. Give `teen` the lower age.",
        ),
    ];
    type Raw = RawAgeBounds;
    type Element = AgeBounds;
    const HELD: Option<&'static str> = None;

    fn sheet(bounds: &AgeBounds, sheet: &mut Sheet) {
        sheet.each(
            "regions",
            bounds.regions.iter().map(String::as_str),
            Nature::Relied,
            Tells::People,
        );
        sheet.words("teen", Some(bounds.teen), Nature::Relied, Tells::People);
        sheet.words("adult", Some(bounds.adult), Nature::Relied, Tells::People);
        sheet.look("source", Some(&bounds.source));
    }

    fn compile(_id: &str, raw: RawAgeBounds, cx: &mut Scope<'_>) -> Option<AgeBounds> {
        if raw.teen.value >= raw.adult.value {
            let message = "a teen is younger than an adult";
            let report = Report::error("S0372", raw.teen.span, message);
            cx.report(report.help(format!("write less than {}", raw.adult.value)));
            return None;
        }
        let unknown = raw.regions.iter().filter(|region| !is_known(region, cx));
        let known = unknown.count() == 0;
        (known && is_new(&raw.regions, cx)).then(|| AgeBounds {
            regions: raw.regions.into_iter().map(|region| region.value).collect(),
            teen: raw.teen.value,
            adult: raw.adult.value,
            source: raw.source.value,
        })
    }
}

fn is_known(region: &At<String>, cx: &mut Scope<'_>) -> bool {
    if is_region(region) {
        return true;
    }
    let upper = region.to_uppercase();
    let near = if is_region(&upper) {
        Some(upper)
    } else {
        nearest(region, REGIONS.iter().copied()).map(str::to_owned)
    };
    let message = format!("`{}` is no country's code", **region);
    let report = Report::error("S0370", region.span, message);
    cx.report(
        report
            .help("write the two letters of ISO 3166-1: DE")
            .suggest(near),
    );
    false
}

/// No region has two bounds, and there is one default.
fn is_new(regions: &[At<String>], cx: &mut Scope<'_>) -> bool {
    let before = cx.visible::<AgeGroups>();
    if regions.is_empty() && before.values().any(|other| other.regions.is_empty()) {
        let message = "there are bounds for all other regions already";
        let report = Report::error("S0371", cx.key_span(), message);
        cx.report(report.help("name the regions that these are for"));
        return false;
    }
    let mut seen: Vec<&str> = Vec::new();
    for region in regions {
        let taken = before.values().any(|other| other.regions.contains(region));
        if taken || seen.contains(&region.as_str()) {
            let message = format!("`{}` has bounds already", **region);
            let report = Report::error("S0371", region.span, message);
            cx.report(report.help("name it once"));
            return false;
        }
        seen.push(region);
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::domains::testing::{codes, compile_file};

    fn bounds(more: &str) -> Vec<&'static str> {
        let first = "others: {teen: 16, adult: 18, source: GDPR article 8}\n\
            young: {regions: [BE, \"NO\"], teen: 13, adult: 18, source: national laws}\n";
        codes("age_groups.yaml", &format!("{first}{more}"))
    }

    #[test]
    fn bounds_are_by_region() {
        assert!(bounds("").is_empty());
        let wrong = |regions: &str| {
            bounds(&format!(
                "more: {{regions: [{regions}], teen: 14, adult: 18, source: a law of 2018}}\n"
            ))
        };
        assert!(wrong("AT").is_empty());
        assert_eq!(wrong("UK, dk"), ["S0370", "S0370"]);
        assert_eq!(wrong("BE"), ["S0371"]);
        assert_eq!(wrong("AT, AT"), ["S0371"]);
        assert_eq!(wrong(""), ["S0371"]);
        let late = "late: {regions: [AT], teen: 18, adult: 18, source: a law of 2018}\n";
        assert_eq!(bounds(late), ["S0372"]);
        let guess = "guess: {regions: [AT], teen: 14, adult: 18}\n";
        assert_eq!(bounds(guess).len(), 1);
    }

    #[test]
    fn a_wrong_file_is_explained() {
        let text = "early: {regions: [DE], teen: 18, adult: 16, source: a law of 2018}\n\
            young: {regions: [DE, DE], teen: 13, adult: 18, source: a law of 2018}\n\
            guess: {regions: [FR], teen: 15, adult: 18, source: \"?\"}\n\
            odd: {regions: [gb], teen: 13, adult: 18, source: a law of 2018}\n";
        let told: Vec<_> = compile_file("age_groups.yaml", text)
            .findings
            .iter()
            .map(|f| format!("{} {}:{} {}", f.code, f.line, f.column, f.message))
            .collect();
        insta::assert_debug_snapshot!(told);
    }
}
