//! The stable codes of findings, each with its long story.

use crate::examples::{EXAMPLES, Example};
use crate::kind::KindSet;
use crate::{adapter, diff, expr, units};

/// What `stadion explain` prints and the reference lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    /// Which files of a pack it is found in, as Markdown.
    pub files: &'static str,
    pub title: &'static str,
    pub story: &'static str,
}

impl Code {
    /// What is wrong so, and right.
    pub fn example(&self) -> Option<&'static Example> {
        EXAMPLES.iter().find(|example| example.code == self.code)
    }
}

/// The story of one of the loader's codes.
pub fn explain(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|c| c.code.eq_ignore_ascii_case(code))
}

/// Everything that is declared of a code, whoever declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub code: &'static str,
    /// Which files of a pack it is found in, as Markdown.
    pub files: String,
    /// What has gone wrong in a few words, where the code has a longer story.
    pub title: Option<&'static str>,
    pub story: &'static str,
    /// A whole file that is wrong, and what it shows.
    pub wrong: Option<&'static str>,
    /// A whole file that is right.
    pub right: Option<&'static str>,
}

/// The story of a code of the loader, of units, of expressions or of a kind.
pub fn story(kinds: &KindSet, code: &str) -> Option<Story> {
    if let Some(code) = explain(code) {
        let example = code.example();
        return Some(Story {
            code: code.code,
            files: code.files.to_owned(),
            title: Some(code.title),
            story: code.story,
            wrong: example.map(|example| example.wrong),
            right: example.map(|example| example.right),
        });
    }
    groups(kinds).find_map(|group| {
        let found = |(name, _): &&(&'static str, &'static str)| name.eq_ignore_ascii_case(code);
        let (code, story) = group.codes.iter().find(found)?;
        let example = EXAMPLES.iter().find(|example| example.code == *code);
        Some(Story {
            code,
            files: group.files,
            title: None,
            story,
            wrong: example.map(|example| example.wrong),
            right: example.map(|example| example.right).or(group.example),
        })
    })
}

/// Every code that a finding can have, in the order of the reference.
pub fn all(kinds: &KindSet) -> impl Iterator<Item = &'static str> + '_ {
    let of_groups = groups(kinds).flat_map(|group| group.codes.iter().map(|(code, _)| *code));
    CODES.iter().map(|code| code.code).chain(of_groups)
}

/// Codes that are declared together, with a line each.
pub(crate) struct Group {
    pub title: &'static str,
    pub files: String,
    pub codes: &'static [(&'static str, &'static str)],
    /// A file without a finding.
    pub example: Option<&'static str>,
}

/// The codes beside the loader's own: of units, of expressions, and of the kinds that have some.
pub(crate) fn groups(kinds: &KindSet) -> impl Iterator<Item = Group> + '_ {
    let anywhere = [
        (
            "releases",
            "a new version beside the one that is out",
            diff::CODES,
        ),
        ("units", "wherever a figure or a unit stands", units::CODES),
        ("expressions", "wherever a rule stands", expr::CODES),
    ];
    let anywhere = anywhere.into_iter().map(|(title, files, codes)| Group {
        title,
        files: files.to_owned(),
        codes,
        example: None,
    });
    let with_codes = kinds.entries().iter().filter(|kind| !kind.codes.is_empty());
    let of_kinds = with_codes.map(|kind| Group {
        title: kind.name,
        files: format!("`{}.yaml`", kind.name),
        codes: kind.codes,
        example: Some(kind.example),
    });
    let of_adapters = Group {
        title: "device adapters",
        files: format!("`{}`", adapter::FILE),
        codes: adapter::CODES,
        example: Some(adapter::EXAMPLE),
    };
    anywhere.chain(of_kinds).chain([of_adapters])
}

const fn code(
    code: &'static str,
    files: &'static str,
    title: &'static str,
    story: &'static str,
) -> Code {
    Code {
        code,
        files,
        title,
        story,
    }
}

/// The loader's codes, in order. S010x are units, S012x migrations, S013x releases, S02xx expressions.
pub const CODES: &[Code] = &[
    code(
        "S0001",
        "`pack.yaml`",
        "no pack.yaml",
        "A pack is a folder with a `pack.yaml` that states at least its `id` and `version`. The file is missing or empty, so the folder cannot be named, required or published. Write the two keys; all else is optional.",
    ),
    code(
        "S0002",
        "any file",
        "too large, or not a plain file",
        "A pack holds plain files within bounds: a text file to 1 MiB, 16 MiB and 1000 files in all, four folders deep. Symbolic links are not followed, because a pack must be the same wherever it is unpacked. Shorten or split what is too large; replace a link by the file itself.",
    ),
    code(
        "S0003",
        "any YAML or Fluent file",
        "not UTF-8",
        "Pack texts are UTF-8. The mark stands at the first byte that is not. Save the file as UTF-8 in your editor.",
    ),
    code(
        "S0004",
        "any file",
        "a file nothing uses",
        "Each kind of definition has its file: `metrics.yaml`, `sports.yaml` and so on; texts stand in `locales/<language>.ftl`; cases stand in `tests/`, the files they upload in `fixtures/`, and `images/` is passed over. A YAML, Fluent or script file under another name would silently do nothing, so it is an error; any other unknown file is a warning.",
    ),
    code(
        "S0011",
        "any YAML file",
        "not YAML",
        "The file cannot be read as one YAML document. Usual causes: a tab in the indentation, a text with a colon that is not quoted, a bracket or quote left open, a second document after `---`. Tags (`!thing`) have no meaning in a pack.",
    ),
    code(
        "S0012",
        "any YAML file",
        "written twice",
        "A key, an id or a list's member stands twice. YAML would keep one of them and silently lose the other; the language refuses both so that nothing is lost. The same holds for an id in `metrics.yaml` and again under `metrics:` in `pack.yaml`.",
    ),
    code(
        "S0013",
        "any YAML file",
        "beyond the bounds of a file",
        "A file may nest 32 levels, hold 200,000 values once its aliases are written out, and use 200 aliases. The bounds keep a hostile file from exhausting the server that checks it; no pack written by people comes near.",
    ),
    code(
        "S0014",
        "a kind's file, or the kind's key in `pack.yaml`",
        "not a map of definitions",
        "A kind's file, and what stands under a kind's name in `pack.yaml`, is a map from id to definition. A list or a single value has no ids for others to refer to.",
    ),
    code(
        "S0015",
        "a kind's file, or the kind's key in `pack.yaml`",
        "too many definitions",
        "A pack has at most 1000 definitions of a kind. The bound keeps checking quick; a pack that meets it is better split into one that others require.",
    ),
    code(
        "S0020",
        "any YAML file",
        "does not fit",
        "The definition has the right keys and types, and still cannot be read as what it should be. The message says which part.",
    ),
    code(
        "S0021",
        "any YAML file",
        "unknown key",
        "The key means nothing at this place. A mistyped key would otherwise be ignored, and its default taken for what was meant.",
    ),
    code(
        "S0022",
        "any YAML file",
        "a key is missing",
        "The definition cannot do without this key; the help says what it states.",
    ),
    code(
        "S0023",
        "any YAML file",
        "the wrong type of value",
        "A text stands where a list should, a number where a text should, or the like. A number or `true` becomes a text by quoting it; one thing becomes a list by brackets. A key without a value is written with one or left out.",
    ),
    code(
        "S0024",
        "any YAML file",
        "not one of the words",
        "The key takes one of a few words, which the help lists.",
    ),
    code(
        "S0025",
        "any YAML file",
        "out of bounds",
        "The value has the right type and is outside of what the key allows: too long, too short, too large, or of another form.",
    ),
    code(
        "S0030",
        "any YAML file",
        "not an id",
        "Pack ids are `kebab-case` (they stand in addresses), all other ids `snake_case` (rules name them): a-z, 0-9 and the joint, beginning with a letter. Titles carry the words people read.",
    ),
    code(
        "S0031",
        "any YAML file",
        "a reserved word",
        "The id is a word of the expression language (`match`, `default`, `new`, `go`, …), a field that every workout has, or, for a pack, an address of the platform itself (`admin`, `api`, `static`, …). A rule could not name it, or the address would be taken. Choose another.",
    ),
    code(
        "S0032",
        "any YAML file",
        "an unknown name",
        "The name means no definition of that kind. A plain name means the pack's own definition, then one of a pack that `requires` lists; kinds refer only to kinds compiled before them. The nearest known name is proposed where there is one.",
    ),
    code(
        "S0033",
        "any YAML file",
        "a pack that is not required",
        "A qualified name (`running.pace`) names a pack that this one does not list under `requires`. Only direct requirements count, so that a pack states all it builds upon.",
    ),
    code(
        "S0034",
        "any YAML file",
        "an ambiguous name",
        "More than one required pack has a definition of this name and the pack itself has none. Write the qualified form, `pack.name`, to say which is meant.",
    ),
    code(
        "S0035",
        "`pack.yaml`",
        "a pack id taken twice",
        "Two of the packs checked together have one id. Ids are addresses and prefixes of everything in the pack, so live packs have different ones.",
    ),
    code(
        "S0036",
        "`pack.yaml`",
        "a required pack is not here",
        "The pack requires another that was not given, or was given in a version outside of the range stated. Nothing it borrows can be checked without it.",
    ),
    code(
        "S0037",
        "`pack.yaml`",
        "not a version",
        "Versions are semver, three numbers: `1.0.0`. Ranges are semver requirements: `\"^1\"`, `\">=1.2, <2\"`; quote them, for YAML reads some as numbers.",
    ),
    code(
        "S0038",
        "`pack.yaml`",
        "another engine",
        "The pack's `engine` range leaves out this engine. Run the pack where it belongs, or widen the range once `stadion check` finds nothing here.",
    ),
    code(
        "S0039",
        "`pack.yaml`, and wherever an `icon` stands",
        "a colour or an icon",
        "The accent is one colour, `\"#rrggbb\"` or `oklch(L C H)`, and nothing else, for it goes into the app's style sheet; an icon is the `kebab-case` name of one in the built-in set.",
    ),
    code(
        "S0040",
        "`pack.yaml`",
        "a required pack has errors",
        "A pack that this one requires was refused, so this one is left out too. Its own definitions were checked nevertheless; mend the other pack first.",
    ),
    code(
        "S0041",
        "`pack.yaml`",
        "packs in a circle",
        "Packs require each other, so none can be compiled first. Put what they share into a pack that all of them require.",
    ),
    code(
        "S0042",
        "`metrics.yaml`, `parts.yaml`",
        "definitions in a circle",
        "A metric is derived from itself by way of others, or a part stands in itself. One of them has to be found another way: from a file, or typed in.",
    ),
    code(
        "S0043",
        "`metrics.yaml`, `parts.yaml`",
        "an unknown source",
        "A `source` names a canonical field that file formats fill, such as `fit:session.total_distance` or `track:length`; for a part, the entries of a file (`fit:lap`, `fit:length`, `fit:set`), and for its field one of theirs. No reader fills the one named here. The fields are the same for every format.",
    ),
    code(
        "S0044",
        "`metrics.yaml`, `parts.yaml`",
        "an unknown quantity",
        "`quantity` takes a kind of quantity from the reference of units, named as in QUDT: `length`, `mass`, `duration`, `heart_rate`. It fixes the dimension, against which units, sources and rules are checked.",
    ),
    code(
        "S0045",
        "`metrics.yaml`, `parts.yaml`",
        "dimensions that do not agree",
        "A unit, a source or a formula gives another dimension than the metric has: kilograms for a length, or metres where the formula gives seconds. Figures of different dimensions cannot be compared or added, so one of the two is a mistake.",
    ),
    code(
        "S0050",
        "`pack.yaml`, `locales/`",
        "not a language",
        "Languages are BCP 47 tags in their usual spelling: `en`, `ru`, `pt-BR`. A locale file is named by its tag.",
    ),
    code(
        "S0051",
        "`locales/<language>.ftl`",
        "not Fluent",
        "A locale file is in the Fluent format: `key = Text`, longer texts in indented lines, comments with `#`. The part around the mark is not.",
    ),
    code(
        "S0052",
        "wherever a title or description stands, or `locales/<language>.ftl`",
        "a missing translation",
        "The text lacks one of the pack's languages: those listed under `locales`, and those that have a file. It is shown in another language meanwhile. Add it where the text is written, or to the locale file under the key named in the help: kind, id and what it is, as in `metrics-pace-title`.",
    ),
    code(
        "S0053",
        "`locales/<language>.ftl`",
        "a text that nothing asks for",
        "A message of a locale file is keyed like an element's text, and the pack has no such element. It is mistyped, or the element is gone.",
    ),
    code(
        "S0054",
        "`locales/<language>.ftl`",
        "a title with variables",
        "Titles stand on pages, in lists and in mails, where nothing could fill a variable. Write plain text.",
    ),
    code(
        "S0060",
        "`metrics.yaml`, `parts.yaml`",
        "what is measured?",
        "A metric or field has no type and no quantity, formula or list from which it follows. State `quantity` for a figure with a unit, or a `type`.",
    ),
    code(
        "S0061",
        "`metrics.yaml`, `parts.yaml`",
        "a key of another type",
        "The key means something for one type only, and the metric or field is of another: `values` for an enum, `max` for a rating, `unit` for a quantity. It would be ignored, so it is refused.",
    ),
    code(
        "S0062",
        "`metrics.yaml`, `parts.yaml`",
        "a clock without minutes",
        "`m:ss` shows minutes and seconds of a figure in minutes (5.2 min/km as 5:12), `h:mm:ss` one in hours. In another unit the figure would read wrong.",
    ),
    code(
        "S0063",
        "`metrics.yaml`, `parts.yaml`",
        "bounds the wrong way round",
        "The largest allowed figure is not above the smallest, so none, or one alone, could ever be typed in.",
    ),
    code(
        "S0064",
        "`metrics.yaml`",
        "what a formula cannot have",
        "A derived metric takes its figure from the formula alone: it has no source, no input and is not required; and a formula gives a number or a flag, not a word.",
    ),
    code(
        "S0065",
        "`sports.yaml`",
        "a derived metric in a form",
        "A form asks for what is typed in. A derived metric follows from others: ask for those.",
    ),
    code(
        "S0066",
        "`sports.yaml`",
        "not a FIT sport",
        "A claim is a sport of the FIT profile in its own words, alone or with a sub-sport: `running`, `running/trail`.",
    ),
    code(
        "S0067",
        "`sports.yaml`",
        "a FIT sport taken twice",
        "Each FIT sport, and each sub-sport named, belongs to one live sport, or a file could become either. Claim a sub-sport, or give the claim up in one of the two.",
    ),
    code(
        "S0070",
        "`metrics.yaml`",
        "a record that is not one",
        "A record keeps one of: `best` with `over` and `at`; `max` or `min` of the metric itself; `max` or `min` of a part's field. `by` keeps `max` or `min` for each value of another field, or of an enum metric. Records stand with the metric whose figure they keep.",
    ),
    code(
        "S0071",
        "`metrics.yaml`",
        "a record of the wrong metric",
        "`best` finds the fastest stretch, so it belongs to a pace (time over length, better lower) or a speed (length over time, better higher); or the best mean of a stream over a duration, so it belongs to a metric whose `source` has the stream's mean (`track:avg_power`) and which says which way is better. `max`, `min` and norms need a number; `by` of a metric's record needs an enum.",
    ),
    code(
        "S0072",
        "`metrics.yaml`",
        "a record kept twice",
        "Two rules of one metric keep the same record. One is enough.",
    ),
    code(
        "S0073",
        "`metrics.yaml`",
        "a record of the worst",
        "The metric says which way is better, and this record keeps the other extreme. It may be meant; mostly it is a slip.",
    ),
    code(
        "S0074",
        "`metrics.yaml`, `sports.yaml`",
        "a record that is never kept",
        "Records are kept of the metrics that a sport lists under `metrics` (or asks for under `form`), and no sport lists this one: no workout would ever set the record. Add the metric to the sport, or take the record out.",
    ),
    code(
        "S0080",
        "`tests/*.yaml`",
        "not a case",
        "A file in `tests/` is a list of cases, each with a `name`, what is `given` and what one may `expect`. A name stands once in a pack, so that a failure says which case it is.",
    ),
    code(
        "S0081",
        "`tests/*.yaml`",
        "a case that asserts nothing",
        "A case that expects nothing passes whatever the pack does, so nobody learns anything from it. State at least one thing under `expect`; an empty list of achievements says that none is earned.",
    ),
    code(
        "S0082",
        "`tests/*.yaml`",
        "a fixture that is not there",
        "A case uploads a file of its own pack, named from the pack's folder: `file: fixtures/morning.fit`. No file of the pack has this path.",
    ),
    code(
        "S0083",
        "`tests/*.yaml`",
        "not what the server takes",
        "What a case gives goes through the server's own code, and this was refused as an upload or a form would be: a metric the sport does not have, a figure out of bounds, a start after `now`. What it expects is read by the same code.",
    ),
    code(
        "S0084",
        "`tests/*.yaml`",
        "an expectation that does not hold",
        "The case ran, and this came out otherwise than it says. Either the pack or the case is wrong: the message has both figures. A figure is compared exactly unless it states a tolerance (`5:12 min/km ± 0:01`).",
    ),
    code(
        "S0085",
        "`tests/*.yaml`",
        "a snapshot that is not written yet",
        "`metrics: snapshot` asks for the derived figures of the case's last workout to be written there. `stadion test --update` does that; look at what it wrote before you keep it.",
    ),
    code(
        "S0090",
        "a kind's file, or the kind's key in `pack.yaml`",
        "unused",
        "The pack has sports, and none of its sports, metrics and parts uses this definition. Packs without sports are libraries for others and are not looked at.",
    ),
    code(
        "S0091",
        "`scripts/*.rhai`",
        "not a script",
        "The file is not Rhai as scripts write it. A script is functions, `fn score(holes) { … }`, with `let`, `if`, `switch`, `for`, `while` and `return` in them; what a function's last line comes to is what it gives.",
    ),
    code(
        "S0092",
        "`scripts/*.rhai`",
        "not allowed in a script",
        "A script computes from its arguments and touches nothing else, so that a figure can be computed anew at any time and is the same. It holds functions alone, and has no closures, function pointers, modules, maps, `eval`, `try`, `throw` or printing. What it may call stands in the reference of scripts.",
    ),
    code(
        "S0093",
        "`scripts/*.rhai`",
        "an unknown name in a script",
        "No variable, function or field of a row has this name. A function sees its arguments and its own variables; it calls the functions of its file and those of the reference of scripts; a row has the fields of its part.",
    ),
    code(
        "S0094",
        "`scripts.yaml`",
        "a declaration that does not fit its function",
        "A script names a file of the pack's folder `scripts/` and a function in it, which takes as many arguments as are declared under `takes`. Each argument, and what the script gives, is of one kind: a `quantity` or a `type`, or the `rows` of a part.",
    ),
    code(
        "S0095",
        "`scripts/*.rhai`",
        "types that do not go together in a script",
        "A number is compared with a text, or the function gives another type than `gives` declares. Rhai would say `false` to the first; here it is an error, when the pack is read where the types are known, else when the script runs.",
    ),
    code(
        "S0096",
        "`tests/*.yaml`",
        "a script that failed",
        "The case ran, and a script that it needs was stopped: by a limit, by something that cannot be done (a division by zero, a place beyond a list), or because it gave another type than declared. For a person the figure would be missing without a word, so a case does not pass with it. Give `()` where there is no answer.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_once() {
        assert!(CODES.windows(2).all(|w| w[0].code < w[1].code));
        assert_eq!(
            explain("s0042").map(|c| c.title),
            Some("definitions in a circle")
        );
        assert_eq!(explain("S9999"), None);
    }
}
