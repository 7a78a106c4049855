//! Which metrics: those of `core` where it has them, own ones for the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use stadion_activity::fields::by_name;
use stadion_pack::Packs;
use stadion_pack::expr::RESERVED;

use super::super::seen::{FieldSeen, Seen, SportSeen};
use super::Titles;
use super::parts;

/// A pace is spoken of below this speed, in m/s.
const ON_FOOT: f64 = 5.5;
const WAYS: [(f64, &str); 8] = [
    (100.0, "100 m"),
    (400.0, "400 m"),
    (1_000.0, "1 km"),
    (5_000.0, "5 km"),
    (10_000.0, "10 km"),
    (20_000.0, "20 km"),
    (50_000.0, "50 km"),
    (100_000.0, "100 km"),
];
const WAY: [&str; 2] = ["fit:session.total_distance", "track:length"];
const TIME: [&str; 2] = ["fit:session.total_timer_time", "track:elapsed_time"];
/// Of no use as a figure of a workout.
const LEFT_OUT: [&str; 4] = [
    "num_laps",
    "sport_profile_name",
    "opponent_name",
    "elapsed_time",
];

/// The metrics of the new pack.
pub struct Proposed {
    /// Metric of `core` by source field.
    core: BTreeMap<String, String>,
    core_order: Vec<String>,
    /// Own metrics by name, with the lines of their YAML.
    own: BTreeMap<String, Own>,
    has_core: bool,
}

struct Own {
    yaml: String,
    /// The fields that fill it; none of a derived one.
    sources: Vec<String>,
    is_asked: bool,
}

impl Proposed {
    pub fn of(seen: &Seen, live: &Packs) -> Self {
        let mut proposed = Self {
            core: BTreeMap::new(),
            core_order: Vec::new(),
            own: BTreeMap::new(),
            has_core: false,
        };
        if let Some(core) = live.pack("core") {
            proposed.has_core = true;
            for metric in core.metrics.values() {
                proposed.core_order.push(metric.name.clone());
                for source in &metric.source {
                    let name = format!("{}:{}", source.scheme, source.path);
                    proposed
                        .core
                        .entry(name)
                        .or_insert_with(|| metric.name.clone());
                }
            }
        }
        let mut grouped: BTreeMap<String, Vec<(&String, &FieldSeen)>> = BTreeMap::new();
        let fields = seen.sports.values().flat_map(|sport| &sport.fields);
        for (name, field) in fields {
            if !proposed.core.contains_key(name) && is_worth(plain(name), field) {
                grouped
                    .entry(plain(name).to_owned())
                    .or_default()
                    .push((name, field));
            }
        }
        for (name, fields) in grouped {
            if !proposed.core_order.contains(&name) && !RESERVED.contains(&name.as_str()) {
                proposed.own.insert(name, measured(&fields));
            }
        }
        proposed.derive(seen);
        proposed
    }

    /// A pace or a speed with its records, and what entries add up to.
    fn derive(&mut self, seen: &Seen) {
        let mut longest: BTreeMap<&'static str, f64> = BTreeMap::new();
        for told in seen.sports.values() {
            if let (Some(name), Some(way)) = (self.speed(told), most(told, WAY)) {
                let known = longest.entry(name).or_insert(way);
                *known = known.max(way);
            }
        }
        for (name, way) in longest {
            let yaml = self.speed_yaml(name, way);
            self.own.insert(name.into(), derived(yaml));
        }
        for (name, yaml) in parts::metrics(seen) {
            self.own.insert(name.into(), derived(yaml));
        }
    }

    /// `pace` of who goes on foot, `speed` of who is faster; none without a way and a time.
    fn speed(&self, told: &SportSeen) -> Option<&'static str> {
        let (way, time) = (most(told, WAY)?, most(told, TIME)?);
        let can = |name: &str| self.has_core || self.own.contains_key(name);
        let is_told =
            way >= 100.0 && time > 0.0 && can("total_distance") && can("total_timer_time");
        is_told.then(|| {
            if way / time < ON_FOOT {
                "pace"
            } else {
                "speed"
            }
        })
    }

    fn speed_yaml(&self, name: &str, way: f64) -> String {
        let [distance, duration] = if self.has_core {
            ["distance", "duration"]
        } else {
            ["total_distance", "total_timer_time"]
        };
        let (formula, display, better) = if name == "pace" {
            (
                format!("workout.{duration} / workout.{distance}"),
                "{metric: min/km, imperial: min/mi, format: \"m:ss\"}",
                "lower",
            )
        } else {
            (
                format!("workout.{distance} / workout.{duration}"),
                "{metric: km/h, imperial: mi/h, decimals: 1}",
                "higher",
            )
        };
        let ways = WAYS.iter().filter(|(metres, _)| *metres <= way);
        let ways: Vec<_> = ways.map(|(_, words)| *words).collect();
        format!(
            "{name}:   # the longest way in the files is {way:.0} m\n  derive: {formula}\n  \
             display: {display}\n  better: {better}\n  \
             records: [{{best: {name}, over: distance, at: [{}]}}]\n",
            ways.join(", ")
        )
    }

    /// A sport that nobody has recorded yet still takes time.
    pub fn add_blank(&mut self) {
        let yaml = "minutes:\n  quantity: duration\n  unit: min\n  input: {min: 1 min, max: 24 h}\n  required: true\n  better: higher\n";
        let own = Own {
            is_asked: true,
            ..derived(yaml.to_owned())
        };
        self.own.insert("minutes".into(), own);
    }

    /// In order: what the sport's pages lead with first.
    pub fn shown(&self, told: &SportSeen) -> Vec<String> {
        let filled: BTreeSet<&String> = told
            .fields
            .keys()
            .filter_map(|field| self.core.get(field))
            .collect();
        let is_lead = |name: &&String| ["distance", "duration"].contains(&name.as_str());
        let part_of = parts::metric_names(told);
        let speed = self.speed(told);
        let derived = |(name, own): &(&String, &Own)| {
            own.sources.is_empty()
                && (part_of.contains(&name.as_str()) || speed == Some(name.as_str()))
        };
        let own_derived = self.own.iter().filter(derived).map(|(name, _)| name);
        let core = self.core_order.iter().filter(|name| filled.contains(name));
        let lead = ["distance", "duration"].map(str::to_owned);
        let lead = lead.iter().filter(|name| filled.contains(name));
        let told_by_hand = self
            .core_order
            .iter()
            .filter(|name| ["effort", "feeling"].contains(&name.as_str()));
        let own = self.own.iter().filter(|(_, own)| {
            own.sources
                .iter()
                .any(|source| told.fields.contains_key(source))
        });
        let own = own.map(|(name, _)| name);
        let all = own_derived
            .clone()
            .filter(|name| part_of.contains(&name.as_str()))
            .chain(lead)
            .chain(own_derived.filter(|name| !part_of.contains(&name.as_str())))
            .chain(core.filter(|name| !is_lead(name)))
            .chain(told_by_hand)
            .chain(own);
        all.cloned().collect()
    }

    /// What people can tell themselves: the usual figures, not those that only a device measures.
    pub fn asked(&self, told: &SportSeen) -> Vec<String> {
        const BY_HAND: [&str; 7] = [
            "duration",
            "distance",
            "ascent",
            "avg_heart_rate",
            "calories",
            "effort",
            "feeling",
        ];
        let own = |name: &String| self.own.get(name).is_some_and(|own| own.is_asked);
        let shown = self.shown(told);
        let asked = shown.into_iter().filter(|name| {
            self.core_order.contains(name) && BY_HAND.contains(&name.as_str()) || own(name)
        });
        asked.collect()
    }

    pub fn speed_chart(&self, told: &SportSeen) -> &'static str {
        self.speed(told).unwrap_or("speed")
    }

    pub fn yaml(&self) -> (String, Titles) {
        let mut text = String::new();
        let mut titles = Titles::new();
        for (name, own) in &self.own {
            text.push_str(&own.yaml);
            titles.push((format!("metrics-{name}-title"), name.clone()));
        }
        if !text.is_empty() {
            text.insert_str(0, "# What the required packs do not have. Comments say where each was seen; ranges are wider than that.\n");
        }
        (text, titles)
    }
}

/// The greatest figure of the first of these fields that a sport's files have.
fn most(told: &SportSeen, fields: [&str; 2]) -> Option<f64> {
    let mut found = fields
        .iter()
        .filter_map(|name| told.fields.get(*name)?.range);
    found.next().map(|(_, high)| high)
}

fn plain(name: &str) -> &str {
    name.rsplit(['.', ':']).next().unwrap_or(name)
}

/// A figure that is always nought tells nothing.
fn is_worth(name: &str, field: &FieldSeen) -> bool {
    let is_nought = field.range.is_some_and(|range| range == (0.0, 0.0));
    !is_nought && !LEFT_OUT.contains(&name)
}

fn derived(yaml: String) -> Own {
    Own {
        yaml,
        sources: Vec::new(),
        is_asked: false,
    }
}

fn measured(fields: &[(&String, &FieldSeen)]) -> Own {
    let mut sources: Vec<String> = fields.iter().map(|(name, _)| (*name).clone()).collect();
    sources.sort();
    sources.dedup();
    let mut all = FieldSeen {
        is_whole: true,
        ..FieldSeen::default()
    };
    for (_, field) in fields {
        all.files.extend(field.files.iter().cloned());
        all.words.extend(field.words.iter().cloned());
        all.is_whole &= field.is_whole;
        all.range = match (all.range, field.range) {
            (Some((low, high)), Some((l, h))) => Some((low.min(l), high.max(h))),
            (one, other) => one.or(other),
        };
    }
    let definition = sources.first().and_then(|name| by_name(name));
    let unit = definition.map_or("", |field| field.unit);
    let name = sources.first().map_or("", |name| plain(name));
    let mut yaml = format!("{name}:   # {}\n", all.told(unit));
    for line in typed(unit, &all) {
        let _ = writeln!(yaml, "  {line}");
    }
    let _ = writeln!(yaml, "  source: [{}]", sources.join(", "));
    if name.starts_with("max_") {
        yaml.push_str("  aggregate: max\n");
    } else if name.starts_with("min_") {
        yaml.push_str("  aggregate: min\n");
    }
    Own {
        yaml,
        sources,
        is_asked: false,
    }
}

/// Type, unit and range of a field, a line each: for metrics, and for the fields of parts.
pub fn typed(unit: &str, seen: &FieldSeen) -> Vec<String> {
    let quantity = match unit {
        "m" | "mm" => "length",
        "s" | "ms" => "time",
        "/min" => "frequency",
        "kcal" => "energy",
        "J" => "work",
        "W" => "power",
        "kg" => "mass",
        "m/s" => "speed",
        "Cel" => "temperature",
        "%" => "ratio",
        "1" if !seen.is_whole => "ratio",
        "1" => {
            let (low, high) = wider(seen, false);
            return vec![
                "type: count".into(),
                format!("input: {{min: {low}, max: {high}}}"),
            ];
        }
        _ => return vec!["type: text".into()],
    };
    let (low, high) = wider(seen, unit == "Cel");
    let range = if unit == "1" {
        format!("input: {{min: {low}, max: {high}}}")
    } else {
        format!("input: {{min: {low} {unit}, max: {high} {unit}}}")
    };
    let mut lines = vec![
        format!("quantity: {quantity}"),
        format!("unit: {}", quoted(unit)),
        range,
    ];
    if matches!(unit, "/min" | "kcal" | "W") {
        lines.push("display: {decimals: 0}".into());
    }
    lines
}

fn quoted(unit: &str) -> String {
    if matches!(unit, "%" | "1") {
        format!("\"{unit}\"")
    } else {
        unit.to_owned()
    }
}

/// Round figures with room on both sides of what was seen.
fn wider(seen: &FieldSeen, is_scale: bool) -> (f64, f64) {
    let (low, high) = seen.range.unwrap_or((0.0, 0.0));
    if is_scale {
        return ((low - 30.0).floor(), (high + 30.0).ceil());
    }
    let round = |value: f64| {
        if value <= 0.0 {
            return 1.0;
        }
        let ten = 10f64.powf(value.log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0];
        let step = steps.into_iter().find(|step| step * ten >= value);
        let up = step.unwrap_or(10.0) * ten;
        // Powers below one have no exact binary form.
        (up * 1e6).round() / 1e6
    };
    let low = if low < 0.0 { -round(-2.0 * low) } else { 0.0 };
    (low, round(2.0 * high))
}
