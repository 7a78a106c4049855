//! Devices to choose from, and one of them.

use serde::Serialize;

/// What is connected, and what can be.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Devices {
    pub connected: Vec<ConnectedDevice>,
    /// Form target of the search, and the page with all.
    pub action: String,
    /// As it was typed.
    pub query: String,
    /// `12 devices`.
    pub count: String,
    pub found: Vec<DeviceCard>,
    /// The server has no devices at all.
    pub is_bare: bool,
    /// Where files are loaded.
    pub files: String,
}

/// How a device looks.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceFace {
    pub title: String,
    pub vendor: String,
    pub icon: String,
    /// Address of its picture.
    pub picture: Option<String>,
    /// Nobody has run it with the real one yet.
    pub is_simulated: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceCard {
    #[serde(flatten)]
    pub face: DeviceFace,
    pub href: String,
    /// `Files`, `Bluetooth`.
    pub ways: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ConnectedDevice {
    #[serde(flatten)]
    pub face: DeviceFace,
    pub href: String,
    /// `Last data: 5 minutes ago`.
    pub text: String,
    /// `3 left out`, of what came last.
    pub refused: Option<String>,
}

/// One device, and how it is connected.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Device {
    #[serde(flatten)]
    pub face: DeviceFace,
    pub text: String,
    pub ways: Vec<DeviceWay>,
    pub code: Option<DeviceCode>,
    /// A code was asked for, and nobody has brought it yet.
    pub is_waiting: bool,
    /// Why nothing was connected.
    pub problem: Option<String>,
    pub connections: Vec<DeviceConnection>,
    /// What its maker's terms say, in words.
    pub policy: Vec<String>,
    pub terms: Option<String>,
    pub came: Vec<DeviceDelivery>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceWay {
    pub icon: String,
    pub title: String,
    pub text: String,
    pub steps: Vec<String>,
    /// Form target; absent where it cannot be done here, and `text` says why.
    pub action: Option<String>,
    /// It leads to another site, where no form of ours may lead (`form-action`).
    pub is_link: bool,
    /// What the person copies from the vendor is asked for.
    pub asks_key: bool,
    pub submit: String,
}

/// A code to type in a maker's app. It is shown this once.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceCode {
    pub code: String,
    /// `It works until 14:35.`
    pub until: String,
    pub left: String,
    /// What the script counts down.
    pub left_s: i64,
    /// This page, to see whether it was brought.
    pub check: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceConnection {
    /// `Connected 20 November 2026`.
    pub title: String,
    pub text: String,
    /// Of an account that is asked.
    pub account: Option<DeviceAccount>,
    /// Form target.
    pub disconnect: String,
    pub is_ended: bool,
}

/// How it stands with an account at a vendor that is asked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceAccount {
    /// `Asked an hour ago, and again in 20 minutes`.
    pub text: String,
    /// Why it is late, or does not work.
    pub problem: Option<String>,
    /// Form target; absent where asking would be in vain.
    pub sync: Option<String>,
    /// Where the person lets us in anew.
    pub again: Option<String>,
    /// Share of earlier workouts that is here, in percent, while it grows.
    pub history: Option<i64>,
    pub history_text: String,
}

/// What came at one time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceDelivery {
    pub when: String,
    /// `2 workouts, 1 changed, 3 left out`.
    pub text: String,
    pub is_refused: bool,
    pub refused: Vec<DeviceRefusal>,
}

/// Something that was left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeviceRefusal {
    /// In the person's language, and how often.
    pub title: String,
    /// As the adapter says it, with its place.
    pub text: String,
}
