//! How a device is connected, and what its maker's terms say, in words.

use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Audience, FileTransport};

use super::words::address;
use crate::domains::app::Here;
use crate::domains::clouds::is_connectable;
use crate::domains::devices::model::How;
use crate::web::ui::pages::DeviceWay;

/// A way there is, and whether it can be gone here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub how: How,
    pub is_open: bool,
}

/// The ways of an adapter, those that can be gone here first; `has_key` says whether its maker may send.
pub fn ways(here: &Here, adapter: Option<&Adapter>, has_key: bool) -> Vec<Way> {
    let Some(adapter) = adapter else {
        return vec![Way {
            how: How::Api,
            is_open: has_key,
        }];
    };
    let transport = &adapter.transport;
    let known = [
        (
            How::Pull,
            transport.pull.is_some(),
            is_connectable(&here.app, &adapter.id),
        ),
        (How::Api, transport.api.is_some() || has_key, has_key),
        (How::Ble, transport.ble.is_some(), true),
        (How::File, transport.file.is_some(), true),
    ];
    let there = known.into_iter().filter(|(_, is_there, _)| *is_there);
    let mut ways: Vec<Way> = there
        .map(|(how, _, is_open)| Way { how, is_open })
        .collect();
    ways.sort_by_key(|way| !way.is_open);
    ways
}

/// `Files`, `Bluetooth`.
pub fn label(here: &Here, how: How) -> String {
    here.formats
        .text(&format!("device-way-{}", how.as_str()), &[])
}

/// A way as the page tells it.
pub fn told(here: &Here, (id, adapter): (&str, Option<&Adapter>), way: Way) -> DeviceWay {
    let vendor = adapter.map_or(id, |adapter| adapter.vendor.as_str());
    let how = way.how.as_str();
    let say = |key: &str| {
        let args = [("vendor", vendor.into())];
        here.formats.text(&format!("device-{how}-{key}"), &args)
    };
    let (icon, steps): (&str, Vec<String>) = match way.how {
        How::File => {
            let file = adapter.and_then(|adapter| adapter.transport.file.as_ref());
            (
                "upload",
                file.map_or_else(Vec::new, |file| of_files(here, file, vendor)),
            )
        }
        How::Ble => ("heart", ["wear", "pair", "browser"].map(say).into()),
        How::Api => ("key", ["ask", "type"].map(say).into()),
        How::Pull | How::Push => ("user", ["login", "allow"].map(say).into()),
    };
    let pull = adapter.and_then(|adapter| adapter.transport.pull.as_ref());
    let asks_key = way.how == How::Pull && pull.is_some_and(|pull| pull.key.is_some());
    let root = address(here, id);
    let action = match way.how {
        How::Api => format!("{root}/pair"),
        How::Pull | How::Push => format!("{root}/connect"),
        How::File | How::Ble => format!("{root}/begin?how={how}"),
    };
    DeviceWay {
        icon: icon.to_owned(),
        title: say("title"),
        text: say(if way.is_open { "text" } else { "unset" }),
        steps: if way.is_open { steps } else { Vec::new() },
        action: way.is_open.then_some(action),
        is_link: way.how == How::Pull && !asks_key,
        asks_key,
        submit: say("submit"),
    }
}

fn of_files(here: &Here, file: &FileTransport, vendor: &str) -> Vec<String> {
    let find = match file.archive {
        Some(_) => "device-file-find-archive",
        None => "device-file-find",
    };
    let args = [
        ("vendor", vendor.into()),
        ("files", file.extensions.join(", ").into()),
    ];
    vec![
        here.formats.text(find, &args),
        here.formats.text("device-file-load", &args),
    ]
}

/// What may become of the data, in sentences.
pub fn policy(here: &Here, adapter: &Adapter) -> Vec<String> {
    let policy = &adapter.policy;
    let audience = match policy.visible_to {
        Audience::Owner => "owner",
        Audience::Club => "club",
        Audience::Public => "public",
    };
    let lines = [
        (true, audience),
        (!policy.rankings, "rankings"),
        (!policy.promos, "promos"),
        (!policy.models, "models"),
    ];
    let said = lines.into_iter().filter(|(holds, _)| *holds);
    let vendor = || [("vendor", adapter.vendor.as_str().into())];
    said.map(|(_, key)| {
        here.formats
            .text(&format!("device-policy-{key}"), &vendor())
    })
    .collect()
}
