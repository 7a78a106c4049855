//! How devices look and are called.

use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Label, Model};

use crate::domains::app::Here;
use crate::web::ui::page::Urls;
use crate::web::ui::pages::DeviceFace;

/// Shown for a device without an icon of its own.
const ICON: &str = "device";

/// The page of an adapter's device.
pub fn address(here: &Here, adapter: &str) -> String {
    let devices = Urls::new(Some(&here.pack.id)).devices;
    format!("{devices}/{adapter}")
}

/// An adapter by its first device.
pub fn face(here: &Here, id: &str, adapter: Option<&Adapter>) -> DeviceFace {
    match adapter {
        Some(adapter) => {
            let model = adapter.models.first();
            of_model(here, adapter, model.map(|(id, model)| (id.as_str(), model)))
        }
        // A manufacturer that sends canonical JSON needs no folder.
        None => DeviceFace {
            title: id.to_owned(),
            vendor: id.to_owned(),
            icon: ICON.to_owned(),
            ..DeviceFace::default()
        },
    }
}

/// One of an adapter's devices.
pub fn of_model(here: &Here, adapter: &Adapter, model: Option<(&str, &Model)>) -> DeviceFace {
    let locale = here.locale();
    let title = model.map_or(&adapter.title, |(_, model)| &model.title);
    let icon = model.and_then(|(_, model)| model.icon.clone());
    let picture = model.filter(|(_, model)| model.picture.is_some());
    let root = address(here, &adapter.id);
    let version: String = adapter.digest.chars().take(12).collect();
    DeviceFace {
        title: title.get(locale).to_owned(),
        vendor: adapter.vendor.clone(),
        icon: icon.unwrap_or_else(|| ICON.to_owned()),
        picture: picture.map(|(id, _)| format!("{root}/pictures/{id}?v={version}")),
        is_simulated: adapter.label == Label::Simulated,
    }
}

/// Whether an adapter is what somebody looks for: its brand, its name or one of its devices.
pub fn is_meant(adapter: &Adapter, query: &str) -> bool {
    let query = query.to_lowercase();
    let titles = adapter.models.values().map(|model| &model.title);
    let titles = titles.chain([&adapter.title]);
    let words = titles.flat_map(|title| title.0.values().map(String::as_str));
    let mut words = words.chain([adapter.vendor.as_str(), adapter.id.as_str()]);
    words.any(|word| word.to_lowercase().contains(&query))
}
