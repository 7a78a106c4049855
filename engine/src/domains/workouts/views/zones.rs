//! The time in zones as tables.

use stadion_activity::derive::zones::Kind;
use stadion_pack::model::{Display, Sport};

use crate::domains::app::Telling;
use crate::domains::workouts::displays;
use crate::domains::workouts::zones::{ByZones, InZones};
use crate::web::ui::format::{Formats, Quantity};
use crate::web::ui::pages::{ZoneTable, ZoneTime, Zones};

const MINUTE: f64 = 60.0;

pub fn told(by: &ByZones, sport: &Sport, told: Telling<'_>) -> Option<Zones> {
    if by.told.is_empty() && by.unset.is_empty() {
        return None;
    }
    let formats = told.formats;
    let table = |zones: &InZones| table(zones, sport, formats);
    let unset = by.unset.iter().map(|kind| title(*kind, formats));
    Some(Zones {
        tables: by.told.iter().map(table).collect(),
        unset: unset.collect(),
        profile: format!("/{}/profile", told.pack.id),
    })
}

fn title(kind: Kind, formats: &Formats) -> String {
    formats.text(&format!("zones-{}", name(kind)), &[])
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::HeartRate => "heart-rate",
        Kind::Power => "power",
        Kind::Pace => "pace",
    }
}

fn table(zones: &InZones, sport: &Sport, formats: &Formats) -> ZoneTable {
    let total = zones.spent.total();
    let scale = Scale::of(zones.kind, sport);
    let seconds = zones.spent.seconds.iter();
    let longest = seconds.clone().copied().fold(0.0, f64::max);
    let row = |(n, ((from, to), seconds)): (usize, ((f64, Option<f64>), &f64))| ZoneTime {
        name: formats.text("zone-name", &[("n", (n + 1).into())]),
        range: scale.range(from, to, formats),
        time: formats.duration(*seconds),
        share: format!("{}\u{a0}%", formats.number(seconds / total * 100.0, 0)),
        bar: (seconds / longest.max(1.0) * 100.0).round(),
    };
    let rows = zones.zones.bounds().zip(seconds).enumerate().map(row);
    let method = zones.method.as_str().replace('_', "-");
    let below = (zones.spent.below > 0.0).then(|| formats.duration(zones.spent.below));
    ZoneTable {
        title: title(zones.kind, formats),
        method: formats.text(&format!("zones-by-{method}"), &[]),
        rows: rows.collect(),
        below: below.map(|time| formats.text("zones-below", &[("time", time.into())])),
    }
}

/// How the bounds of a kind read: streams hold beats a minute, watts and metres a second.
struct Scale {
    display: Display,
    kind: Kind,
    /// A pace is the time for a way; some sports tell speed instead.
    is_pace: bool,
}

impl Scale {
    fn of(kind: Kind, sport: &Sport) -> Self {
        let display = match kind {
            Kind::HeartRate => displays::heart_rate(),
            Kind::Power => displays::power(),
            Kind::Pace => displays::pace(Some(sport)),
        };
        Self {
            display,
            kind,
            is_pace: kind == Kind::Pace,
        }
    }

    fn quantity(&self, bound: f64, formats: &Formats) -> Quantity {
        let si = match self.kind {
            Kind::HeartRate => bound / MINUTE,
            Kind::Power => bound,
            Kind::Pace => bound.recip(),
        };
        formats.quantity(si, &self.display)
    }

    /// `114–133 bpm`, `≥ 171 bpm`, `< 110 W`; of a pace the slower bound first.
    fn range(&self, from: f64, to: Option<f64>, formats: &Formats) -> String {
        let starts = from > 0.0;
        let told = |bound: f64| self.quantity(bound, formats);
        match (starts, to) {
            (true, Some(to)) => format!("{}–{}", told(from).value, told(to)),
            (false, Some(to)) if self.is_pace => format!(">\u{a0}{}", told(to)),
            (false, Some(to)) => format!("<\u{a0}{}", told(to)),
            (true, None) if self.is_pace => format!("≤\u{a0}{}", told(from)),
            (true, None) => format!("≥\u{a0}{}", told(from)),
            (false, None) => formats.text("zones-all", &[]),
        }
    }
}
