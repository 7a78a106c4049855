//! What a page needs to read a sensor by itself: its service, layouts and how their fields become values,
//! as the compiled adapter says. The page shows these while it records; what is stored is read here from
//! the bytes.

use indexmap::IndexMap;
use serde::Serialize;
use stadion_activity::streams::Channel;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{
    Characteristic, Layout, SampleField, Samples, SamplesFrom, What,
};
use stadion_pack::units::Unit;

/// A sensor, for the page.
#[derive(Clone, Debug, Serialize)]
pub struct SensorPage {
    pub id: String,
    pub title: String,
    pub icon: String,
    /// A whole UUID.
    pub service: String,
    /// By the name of the layout that reads it.
    pub characteristics: IndexMap<String, Characteristic>,
    pub layouts: IndexMap<String, Layout>,
    pub settings: Vec<SettingPage>,
    pub values: Vec<ValuePage>,
}

/// What a person sets, in its own unit.
#[derive(Clone, Debug, Serialize)]
pub struct SettingPage {
    pub id: String,
    pub title: String,
    pub unit: String,
    pub default: f64,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// SI of one unit.
    pub si: f64,
}

/// A field of a layout that becomes a value of a channel: as it is, or by how fast it grows.
#[derive(Clone, Debug, Serialize)]
pub struct ValuePage {
    pub layout: String,
    pub channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<RatePage>,
    /// The setting that multiplies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<String>,
    /// To the channel's unit.
    pub scale: f64,
    pub offset: f64,
    /// What is taken.
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatePage {
    pub of: String,
    pub of_wraps: Option<f64>,
    pub over: String,
    pub over_wraps: Option<f64>,
}

impl SensorPage {
    /// Of an adapter that listens by Bluetooth, its texts in this language.
    pub fn of(adapter: &Adapter, locale: &str) -> Option<Self> {
        let ble = adapter.transport.ble.as_ref()?;
        let model = adapter.models.values().next();
        let icon = model.and_then(|model| model.icon.clone());
        let settings = adapter.settings.iter().map(|(id, setting)| {
            let shown = |si: f64| setting.unit.from_si(si);
            SettingPage {
                id: id.clone(),
                title: setting.title.get(locale).to_owned(),
                unit: setting.unit.symbol.clone(),
                default: shown(setting.default),
                min: setting.min.map(shown),
                max: setting.max.map(shown),
                si: setting.unit.factor,
            }
        });
        let samples = adapter
            .entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Samples(samples) => Some(samples),
                _ => None,
            });
        Some(Self {
            id: adapter.id.clone(),
            title: adapter.title.get(locale).to_owned(),
            icon: icon.unwrap_or_else(|| "device".to_owned()),
            service: ble.service.clone(),
            characteristics: ble.characteristics.clone(),
            layouts: adapter.decode.layouts.clone(),
            settings: settings.collect(),
            values: samples
                .flat_map(|samples| values(adapter, samples))
                .collect(),
        })
    }
}

/// Those that a page can show: a plain field of the notification itself.
fn values<'a>(
    adapter: &'a Adapter,
    samples: &'a Samples,
) -> impl Iterator<Item = ValuePage> + use<'a> {
    let layout = match &samples.from {
        SamplesFrom::Rows(path) => path.as_str().strip_suffix("[*]"),
        SamplesFrom::Columns(_) => None,
    };
    let layout = layout.filter(|name| adapter.decode.layouts.contains_key(*name));
    let fields = layout.map(|layout| samples.fields.iter().map(move |field| (layout, field)));
    fields
        .into_iter()
        .flatten()
        .filter_map(|(layout, field)| value(adapter, layout, field))
}

fn value(adapter: &Adapter, layout: &str, field: &SampleField) -> Option<ValuePage> {
    let channel = Channel::from_name(&field.channel)?;
    let plain = field.paths.iter().find(|path| path.is_plain());
    let rate = field.rate.as_ref().map(|rate| RatePage {
        of: rate.of.as_str().to_owned(),
        of_wraps: rate.of_wraps,
        over: rate.over.as_str().to_owned(),
        over_wraps: rate.over_wraps,
    });
    if plain.is_none() && rate.is_none() {
        return None;
    }
    // A rate is in SI already, unless a setting multiplies it.
    let si = Unit::one();
    let is_si = rate.is_some() && field.times.is_none();
    let from = if is_si { &si } else { &field.unit };
    let scale = from.factor / field.to.factor;
    let (low, high) = channel.plausible();
    let valid = adapter.validate.fields.get(&field.channel);
    Some(ValuePage {
        layout: layout.to_owned(),
        channel: field.channel.clone(),
        from: plain.map(|path| path.as_str().to_owned()),
        rate,
        times: field.times.clone(),
        scale,
        offset: from.offset * scale - field.to.offset,
        low: valid
            .and_then(|valid| valid.min)
            .map_or(low, |min| min.max(low)),
        high: valid
            .and_then(|valid| valid.max)
            .map_or(high, |max| max.min(high)),
    })
}
