//! What the page's script is told: sensors, how figures are shown, and what it says.

use std::collections::BTreeMap;

use serde::Serialize;
use stadion_activity::streams::Channel;
use stadion_pack::model::{Display, Format, Sport};
use stadion_pack::units::{Unit, parse_unit};
use stadion_pack::value::Dim;

use crate::adapters::sensor::SensorPage;
use crate::domains::app::Here;
use crate::domains::workouts::displays;
use crate::web::ui::format::Formats;

#[derive(Debug, Serialize)]
pub struct Told {
    /// Where a recording is sent.
    pub send: String,
    pub sports: BTreeMap<String, SportTold>,
    pub sensors: Vec<SensorPage>,
    /// What the script says, by key; `%1` is filled in.
    pub words: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
pub struct SportTold {
    pub title: String,
    pub figures: Vec<FigureTold>,
}

/// How a channel's value becomes a figure: `value × scale + offset`, of a pace `scale ÷ value`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureTold {
    pub channel: &'static str,
    pub label: String,
    pub unit: String,
    pub scale: f64,
    pub offset: f64,
    pub decimals: u8,
    /// A figure of minutes, as minutes and seconds.
    pub is_clock: bool,
    /// Less is faster.
    pub is_inverse: bool,
}

/// Keys of texts that the script says, without `live-`.
const WORDS: &[&str] = &[
    "state-ready",
    "state-runs",
    "state-paused",
    "state-sending",
    "state-waits",
    "state-login",
    "state-gone",
    "state-refused",
    "state-full",
    "sensor-none",
    "sensor-connecting",
    "sensor-live",
    "sensor-lost",
    "sensor-silent",
    "sensor-again",
    "sensor-off",
    "sensor-denied",
    "sensor-failed",
    "sensor-pair",
    "sensor-stop",
    "place-off",
    "place-seeking",
    "place-found",
    "place-vague",
    "place-denied",
    "place-none",
    "place-lost",
    "place-on",
    "place-stop",
    "found-text",
    "other-window",
    "awake",
    "laps",
    "kept-since",
    "setting-wrong",
];

impl Told {
    pub fn of(here: &Here) -> Self {
        let formats = &here.formats;
        let sports = here.pack.sports.values().map(|sport| {
            let told = SportTold {
                title: sport.title.get(here.locale()).to_owned(),
                figures: figures(sport, formats),
            };
            (sport.id.clone(), told)
        });
        let adapters = here.app.catalog.adapters();
        let sensors = adapters.values();
        let sensors = sensors.filter_map(|adapter| SensorPage::of(adapter, here.locale()));
        let words = WORDS.iter().map(|key| {
            let args = [("first", "%1".into())];
            (*key, formats.text(&format!("live-{key}"), &args))
        });
        Self {
            send: format!("/{}/record/live", here.pack.id),
            sports: sports.collect(),
            sensors: sensors.map(|sensor| named(sensor, formats)).collect(),
            words: words.collect(),
        }
    }
}

/// Units in the person's language.
fn named(mut sensor: SensorPage, formats: &Formats) -> SensorPage {
    for setting in &mut sensor.settings {
        setting.unit = formats.unit_name(&setting.unit, 5.0);
    }
    sensor
}

/// In the order of the page: how far and how fast first.
pub fn figures(sport: &Sport, formats: &Formats) -> Vec<FigureTold> {
    let has_pace = sport.charts.iter().any(|chart| chart == "pace")
        || sport.metrics.iter().any(|metric| metric.dim == Dim::PACE);
    let fast = if has_pace { "pace" } else { "speed" };
    let shown = ["heart_rate", "power", "cadence", "spo2"];
    let charts = [fast].into_iter().chain(shown);
    let figures = charts.filter_map(|name| of_chart(name, sport, formats));
    let way = figure(Channel::Distance, &displays::way(), 1.0, formats);
    let way = FigureTold {
        label: formats.text("live-distance", &[]),
        ..way
    };
    [way].into_iter().chain(figures).collect()
}

fn of_chart(name: &str, sport: &Sport, formats: &Formats) -> Option<FigureTold> {
    let label = formats.text(&format!("chart-{}", name.replace('_', "-")), &[]);
    if name == "pace" {
        let display = displays::pace(Some(sport));
        let told = FigureTold {
            scale: formats.unit_of(&display).from_si(1.0),
            offset: 0.0,
            is_inverse: true,
            label,
            ..figure(Channel::Speed, &display, 1.0, formats)
        };
        return Some(told);
    }
    let channel = Channel::from_name(name)?;
    let (display, times) = match displays::of_chart(name, Some(sport)) {
        Some(shown) => (shown.display, shown.times),
        None => (displays::of_channel(channel)?, 1.0),
    };
    Some(FigureTold {
        label,
        ..figure(channel, &display, times, formats)
    })
}

/// `times`: how many of the display's figure one of the channel stands for, in SI each.
fn figure(channel: Channel, display: &Display, times: f64, formats: &Formats) -> FigureTold {
    let to = formats.unit_of(display);
    let from = parse_unit(channel.unit()).unwrap_or_else(|_| Unit::one());
    // What counts a time unit and what counts its turns are written alike.
    let scale = times * from.factor / to.factor;
    FigureTold {
        channel: channel.name(),
        label: String::new(),
        unit: formats.unit_label(display, 5.0),
        scale,
        offset: from.offset * scale - to.offset,
        decimals: display.decimals,
        is_clock: display.format != Format::Decimal,
        is_inverse: false,
    }
}
