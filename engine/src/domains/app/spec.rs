//! The pack kind `app`: YAML to `AppPage`.

use schemars::JsonSchema;
use serde::Deserialize;
use stadion_pack::diff::Sheet;
use stadion_pack::finding::Report;
use stadion_pack::ids::nearest;
use stadion_pack::words::Words;
use stadion_pack::{At, Kind, Scope};

use super::model::AppPage;
use crate::web::ui::blocks::{Block, PageName};

/// The kind `app`.
pub struct AppPages;

/// One page of the sport's app, under the page's name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPage {
    /// Instead of the page's usual name.
    title: Option<At<Words>>,
    /// What the page shows, from the top. What is not named is not shown. Usually all.
    #[schemars(length(min = 1), extend("x-words" = block_names()))]
    blocks: Option<Vec<At<String>>>,
    /// Whether the navigation leads to it. Usually true.
    nav: Option<bool>,
}

/// All blocks of all pages, for editors: what a page may show depends on the page.
fn block_names() -> Vec<&'static str> {
    Block::ALL.iter().map(|block| block.as_str()).collect()
}

impl Kind for AppPages {
    const NAME: &'static str = "app";
    const TITLE: &'static str = "App pages";
    const DOC: &'static str = "\
Which blocks a page of the sport's app shows, and in which order. Optional: a page not named here
has the usual blocks of the sport's archetype. A block without anything to show (a route without
positions, splits without distance) leaves no gap.

| page | its blocks |
|---|---|
| `home` | `week`, `streak`, `totals`, `recent`, `records`, `achievements`, `shelf` |
| `record` | `form`, `upload` |
| `workout` | `summary`, `route`, `charts`, `splits`, `zones`, `parts`, `similar`, `records`, `achievements`, `metrics`, `gear`, `note` |
| `history` | `calendar`, `totals`, `filters`, `list` |
| `progress` | `compare`, `trend`, `norm`, `streaks`, `records` |
| `records` | `records`, `achievements` |
| `gear` | `items`, `shelf` |

Where there is room for two columns, streaks, the norm, records, badges, further figures and the
note stand in the second one; the order holds within a column. A workout has its own title and
stands in no navigation. The records are a step below the progress: their `nav` says whether it
leads to them.

How the figures of `progress`, `similar` and `streaks` are told:

- A sum is compared with the period before up to the same day. Ratios are the formula over the
  period's sums, never a mean of ratios; a mean is that of all the period's workouts.
- The trend compares the last 28 days of the period with the 28 before them, each told as above; a
  change under 5 % of a sum, or 1 % of another figure, is none. A norm is scaled to the days of the whole period.
- Similar workouts are of the same sport and among the 150 before and the 150 after. Where a record
  is kept for each value of a field (`by: exercise`) they share at least half of these values; else
  they have the same title, or the sport's first metric is within 10 %. They are ranked by
  the first other metric of the sport that has a better direction.
- A streak counts weeks from Monday (or days) with a workout. The present one counts once it has
  one, and breaks nothing until it is over.";
    const EXAMPLE: &'static str = "\
home: {blocks: [week, recent, records]}
workout:
  blocks: [summary, parts, metrics, records, achievements, note]
history: {title: {en: Rounds, ru: Раунды}}
progress: {blocks: [compare, streaks, records]}
records: {nav: false}
";
    const CODES: &'static [(&'static str, &'static str)] = &[
        ("S0330", "The app has no page of this name."),
        ("S0331", "The page has no block of this name."),
        ("S0332", "A block stands twice on a page."),
        (
            "S0333",
            "A workout's page is named and reached by its workout: no `title`, no `nav`.",
        ),
    ];
    type Raw = RawPage;
    type Element = AppPage;
    const HELD: Option<&'static str> = None;

    fn sheet(page: &AppPage, sheet: &mut Sheet) {
        if let Some(title) = &page.title {
            sheet.text("title", title);
        }
        let blocks: Vec<&str> = page.blocks.iter().map(|block| block.as_str()).collect();
        sheet.look("blocks", Some(blocks.join(", ")));
        sheet.look("nav", Some(if page.nav { "yes" } else { "no" }));
    }

    fn compile(id: &str, raw: RawPage, cx: &mut Scope<'_>) -> Option<AppPage> {
        let Some(page) = PageName::parse(id) else {
            report_unknown_page(id, cx);
            return None;
        };
        if page == PageName::Workout && !belongs_to_workout(&raw, cx) {
            return None;
        }
        Some(AppPage {
            page,
            title: cx.optional_text(raw.title.as_ref(), "title"),
            blocks: match &raw.blocks {
                Some(words) => blocks(page, words, cx)?,
                None => page.blocks().to_vec(),
            },
            block_places: raw
                .blocks
                .iter()
                .flatten()
                .map(|word| cx.place_of(word.span))
                .collect(),
            nav: raw.nav.unwrap_or(true),
            place: cx.place(),
        })
    }
}

/// A workout's page has no name and no tab of its own.
fn belongs_to_workout(raw: &RawPage, cx: &mut Scope<'_>) -> bool {
    let is_plain = raw.title.is_none() && raw.nav.is_none();
    if !is_plain {
        let message = "a workout's page is named and reached by its workout";
        let report = Report::error("S0333", cx.key_span(), message);
        cx.report(report.help("take out `title` and `nav`"));
    }
    is_plain
}

fn report_unknown_page(id: &str, cx: &mut Scope<'_>) {
    let pages: Vec<_> = PageName::ALL.iter().map(|page| page.as_str()).collect();
    let near = nearest(id, pages.iter().copied()).map(str::to_owned);
    let report = Report::error(
        "S0330",
        cx.key_span(),
        format!("the app has no page `{id}`"),
    )
    .help(format!("its pages: {}", pages.join(", ")))
    .suggest(near);
    cx.report(report);
}

/// The blocks in order, each known to the page and named once.
fn blocks(page: PageName, words: &[At<String>], cx: &mut Scope<'_>) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    for word in words {
        match Block::parse(word).filter(|block| page.blocks().contains(block)) {
            None => report_unknown_block(page, word, cx),
            Some(block) if blocks.contains(&block) => cx.report(
                Report::error(
                    "S0332",
                    word.span,
                    format!("`{}` is on the page already", **word),
                )
                .help("name a block once"),
            ),
            Some(block) => blocks.push(block),
        }
    }
    (blocks.len() == words.len()).then_some(blocks)
}

fn report_unknown_block(page: PageName, word: &At<String>, cx: &mut Scope<'_>) {
    let known: Vec<_> = page.blocks().iter().map(|block| block.as_str()).collect();
    let near = nearest(word, known.iter().copied()).map(str::to_owned);
    let message = format!("the page `{}` has no block `{}`", page.as_str(), **word);
    let report = Report::error("S0331", word.span, message)
        .help(format!("its blocks: {}", known.join(", ")))
        .suggest(near);
    cx.report(report);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domains::testing::codes;

    #[test]
    fn pages_and_blocks_are_known_ones() {
        let app = |text: &str| codes("app.yaml", text);
        assert!(app("home: {blocks: [recent, week]}\n").is_empty());
        assert_eq!(app("hoem: {blocks: [week]}\n"), ["S0330"]);
        assert_eq!(app("home: {blocks: [week, route]}\n"), ["S0331"]);
        assert_eq!(app("home: {blocks: [week, week]}\n"), ["S0332"]);
        assert_eq!(app("home: {blocks: []}\n").len(), 1);
        assert!(app("home: {nav: false}\n").is_empty());
        assert_eq!(app("workout: {nav: false}\n"), ["S0333"]);
        assert_eq!(app("workout: {title: Round}\n"), ["S0333"]);
    }

    #[test]
    fn the_docs_list_every_block_of_every_page() {
        for page in PageName::ALL {
            let blocks: Vec<_> = page
                .blocks()
                .iter()
                .map(|b| format!("`{}`", b.as_str()))
                .collect();
            let row = format!("| `{}` | {} |", page.as_str(), blocks.join(", "));
            assert!(AppPages::DOC.contains(&row), "{row}");
        }
    }

    #[test]
    fn every_block_has_a_page() {
        for block in Block::ALL {
            assert!(
                PageName::ALL
                    .iter()
                    .any(|page| page.blocks().contains(block)),
                "{block:?}"
            );
        }
    }
}
