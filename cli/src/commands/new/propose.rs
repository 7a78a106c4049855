//! From what files showed to a pack that says so.

mod metrics;
mod parts;

use std::collections::BTreeMap;
use std::fmt::Write;

use stadion_activity::streams::Channel;
use stadion_pack::Packs;

use self::metrics::Proposed;
use super::seen::{Seen, SportSeen, files as named};
use super::texts::Language;
use super::{Files, claimed_by, texts};

/// Of a pack that is begun.
pub const VERSION: &str = "0.1.0";

/// What a session asks for where no file showed anything.
pub const USUAL: [&str; 5] = [
    "duration",
    "distance",
    "avg_heart_rate",
    "effort",
    "feeling",
];

/// Names that need words, with the keys of their texts.
type Titles = Vec<(String, String)>;

pub fn files(id: &str, seen: &Seen, live: &Packs) -> Files {
    let mut titles: Titles = vec![("pack-title".into(), id.replace('-', "_"))];
    let mut proposed = Proposed::of(seen, live);
    let mut header = head(id, live);
    if seen.sports.is_empty() {
        header.push_str(&blank_sport(&mut proposed, live, &mut titles));
    }
    for ((sport, sub), told) in &seen.sports {
        let name = sport_name(seen, sport, sub);
        titles.push((
            format!("sports-{name}-title"),
            title_of(sport, sub).to_owned(),
        ));
        header.push_str(&sport_yaml(&name, (sport, sub), told, &proposed, live));
    }
    let mut files = Files::from([("pack.yaml".to_owned(), header)]);
    let (metrics, metric_titles) = proposed.yaml();
    titles.extend(metric_titles);
    if !metrics.is_empty() {
        files.insert("metrics.yaml".into(), metrics);
    }
    let (parts, part_titles) = parts::yaml(seen);
    titles.extend(part_titles);
    if !parts.is_empty() {
        files.insert("parts.yaml".into(), parts);
    }
    files.insert("achievements.yaml".into(), BADGES.to_owned());
    for language in texts::languages() {
        files.insert(
            format!("locales/{}.ftl", language.tag),
            locale(&titles, &language),
        );
    }
    files
}

const BADGES: &str = "\
# What one can earn. A rule is asked after every workout; `stadion check --calibrate demo` says how
# many people would get a badge, and when.
four_weeks:
  icon: calendar
  on: workout.recorded
  when: streak(weeks) >= 4
# Another by a figure of the workout:
# an_hour:
#   icon: clock
#   on: workout.recorded
#   when: workout.duration >= hours(1)
#   tiers: [{at: 1}, {at: 10}]
";

fn head(id: &str, live: &Packs) -> String {
    let requires = match live.pack("core") {
        Some(_) => {
            "requires: {core: \"^1\"}      # names its metrics plainly: duration, distance, …\n"
        }
        None => "",
    };
    let tags: Vec<String> = texts::languages()
        .into_iter()
        .map(|language| language.tag)
        .collect();
    let tags = tags.join(", ");
    format!(
        "# The pack's id is its address: /{id}/. Titles stand in locales/.\n\
         id: {id}\nversion: {VERSION}\n{requires}locales: [{tags}]\n\
         theme: {{accent: \"oklch(0.56 0.15 250)\", icon: activity}}   # the app's one colour\n\n\
         sports:\n"
    )
}

/// The sub-sport names it, where there is one; both where that would be said twice.
fn sport_name(seen: &Seen, sport: &str, sub: &str) -> String {
    let plain = title_of(sport, sub);
    let same = seen
        .sports
        .keys()
        .filter(|(s, sub)| title_of(s, sub) == plain);
    if same.count() > 1 {
        format!("{sport}_{sub}")
    } else {
        plain.to_owned()
    }
}

fn title_of<'a>(sport: &'a str, sub: &'a str) -> &'a str {
    if sub.is_empty() || sub == "generic" {
        sport
    } else {
        sub
    }
}

fn blank_sport(proposed: &mut Proposed, live: &Packs, titles: &mut Titles) -> String {
    titles.push(("sports-session-title".into(), "training".into()));
    let metrics = if live.pack("core").is_some() {
        USUAL.join(", ")
    } else {
        proposed.add_blank();
        "minutes".to_owned()
    };
    let form = &metrics;
    format!(
        "  session:\n    \
         archetype: session     # track, sets, match, course or session: what a workout records\n    \
         icon: activity\n    \
         # fit: [disc_golf]     # the FIT sports whose files become this sport\n    \
         metrics: [{metrics}]\n    form: [{form}]\n"
    )
}

fn sport_yaml(
    name: &str,
    (sport, sub): (&str, &str),
    told: &SportSeen,
    proposed: &Proposed,
    live: &Packs,
) -> String {
    let mut yaml = format!(
        "  {name}:   # {} of {sport}/{sub}: {}\n    archetype: {}   # {}\n    icon: activity\n",
        count(told.activities),
        named(told.files.iter()),
        archetype(told).0,
        archetype(told).1,
    );
    let claim = if sub.is_empty() || sub == "generic" {
        sport.to_owned()
    } else {
        format!("{sport}/{sub}")
    };
    let _ = match claimed_by(live, sport, sub) {
        Some(other) => writeln!(
            yaml,
            "    # fit: [{claim}]   # {other} takes these files: take them out there first"
        ),
        None => writeln!(yaml, "    fit: [{claim}]"),
    };
    let list = |names: Vec<String>| names.join(", ");
    let _ = writeln!(yaml, "    metrics: [{}]", list(proposed.shown(told)));
    let _ = writeln!(yaml, "    form: [{}]", list(proposed.asked(told)));
    let parts = parts::names(told);
    if !parts.is_empty() {
        let _ = writeln!(yaml, "    parts: [{}]", parts.join(", "));
    }
    let charts = charts(told, proposed);
    if !charts.is_empty() {
        let _ = writeln!(yaml, "    charts: [{}]", charts.join(", "));
    }
    yaml
}

fn count(n: usize) -> String {
    if n == 1 {
        "1 activity".into()
    } else {
        format!("{n} activities")
    }
}

fn archetype(told: &SportSeen) -> (&'static str, &'static str) {
    let has = |name: &str| told.fields.contains_key(&format!("fit:session.{name}"));
    if parts::names(told).iter().any(|part| *part != "lap") {
        ("sets", "the files have sets or pool lengths")
    } else if has("player_score") || has("opponent_score") {
        ("match", "the files have scores")
    } else if told.channels.contains(&Channel::PositionLat)
        || told.channels.contains(&Channel::Distance)
    {
        ("track", "the files have a way")
    } else {
        ("session", "the files have no way and no entries")
    }
}

fn charts(told: &SportSeen, proposed: &Proposed) -> Vec<&'static str> {
    let drawn = [
        (Channel::Speed, proposed.speed_chart(told)),
        (Channel::HeartRate, "heart_rate"),
        (Channel::Altitude, "altitude"),
        (Channel::Cadence, "cadence"),
        (Channel::Power, "power"),
        (Channel::Temperature, "temperature"),
    ];
    let there = |channel: &Channel| {
        // A speed is known from the way as well.
        told.channels.contains(channel)
            || *channel == Channel::Speed && told.channels.contains(&Channel::Distance)
    };
    let found = drawn.iter().filter(|(channel, _)| there(channel));
    found.map(|(_, chart)| *chart).collect()
}

/// Keys once each; words that nobody has translated yet are marked.
fn locale(titles: &Titles, language: &Language) -> String {
    let mut text = String::from("# The keys are those that `stadion check` asks for.\n");
    let unique: BTreeMap<&String, &String> = titles.iter().map(|(key, name)| (key, name)).collect();
    let mut open = Vec::new();
    for (key, name) in unique {
        let (words, is_known) = language.title(name);
        if is_known {
            let _ = writeln!(text, "{key} = {words}");
        } else {
            open.push(format!("{key} = {words}"));
        }
    }
    for part in ["title", "description"] {
        let (words, _) = language.title(&format!("badge-{part}"));
        let _ = writeln!(text, "achievements-four_weeks-{part} = {words}");
    }
    if !open.is_empty() {
        let _ = write!(
            text,
            "\n# Still the FIT profile's words: to be translated.\n{}\n",
            open.join("\n")
        );
    }
    text
}
