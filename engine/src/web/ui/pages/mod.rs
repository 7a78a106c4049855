//! The content of each page, ready to show: strings are in the person's language and units
//! already, `None` and empty lists choose the page's empty states. One struct a template.

mod account;
mod api;
mod devices;
mod error;
mod form;
mod gear;
mod history;
mod home;
mod imports;
mod inspect;
mod live;
mod me;
mod notices;
mod privacy;
mod profile;
mod progress;
mod record;
mod recording;
mod records;
#[cfg(test)]
pub(super) mod samples;
mod workout;

use serde::Serialize;

pub use account::{
    Confirm, Forgot, GuardianAsk, Login, Register, Reset, Sent, SportCard, Sports, Start, Waiting,
};
pub use api::{ApiGroup, ApiOperation, ApiParameter, ApiReference, ApiResponse, ApiSchema};
pub use devices::{
    ConnectedDevice, Device, DeviceAccount, DeviceCard, DeviceCode, DeviceConnection,
    DeviceDelivery, DeviceFace, DeviceRefusal, DeviceWay, Devices,
};
pub use error::ErrorPage;
pub use form::{Choice, Field, FieldKind, Fix, Input, Problem};
pub use gear::{
    GearCard, GearForm, GearItem, GearLink, GearList, GearReplace, GearService, GearServiced,
    GearUrls, GearUse, Shelf, ShelfProduct, ShelfRow, WearBar, WorkoutGear,
};
pub use history::{
    Bound, Calendar, Filters, History, Month, PeriodTotal, PeriodTotals, WorkoutRow,
};
pub use home::Home;
pub use imports::{ImportBar, ImportItem, ImportState, Imports, RefusedFile};
pub use inspect::{About, Explained, Fact, Inspection, SourceLine, WrittenAt};
pub use live::{Live, LiveSensor};
pub use me::{ConsentItem, Joined, Me, MeUrls, SessionItem, Token};
pub use notices::{Notice, NoticeChoice, NoticeList, NoticeSettings};
pub use privacy::{PlaceForm, PlaceItem, Places, Share, ShareItem, Shared, WorkoutPrivacy};
pub use profile::{Change, Profile, SportProfile, ZoneKind, ZoneRow};
pub use progress::{
    Chooser, ComparedRow, Link, NormLine, ProgressPage, RecordGrowth, StreakCard, StreakLine, Told,
    Trend,
};
pub use record::{
    Checked, FileOutcome, Last, Offline, Opening, Outcome, PartGroup, PartRow, Preset, Record,
    Uploaded,
};
pub use recording::{ChangeItem, CleanedItem, Recording, SourceItem, Trim};
pub use records::{
    Achievements, Badge, BadgeCard, Level, Progress, RecordGroup, RecordItem, Records,
};
pub use workout::{
    Charts, Download, PartTable, Similar, SplitRow, Splits, Way, Workout, ZoneTable, ZoneTime,
    Zones, Zoom,
};

use super::format::{Formats, Quantity};

/// The content of a page and the template that shows it.
pub trait View: Serialize {
    const TEMPLATE: &'static str;
}

macro_rules! views {
    ($($view:ty => $template:literal),* $(,)?) => {
        $(impl View for $view {
            const TEMPLATE: &'static str = $template;
        })*
    };
}

views! {
    Sports => "sports.html",
    Start => "start.html",
    Register => "register.html",
    Login => "login.html",
    Sent => "sent.html",
    Confirm => "confirm.html",
    Forgot => "forgot.html",
    Waiting => "guardian.html",
    GuardianAsk => "guardian_ask.html",
    Reset => "reset.html",
    Home => "home.html",
    Record => "record.html",
    Live => "live.html",
    Uploaded => "uploaded.html",
    Imports => "imports.html",
    Offline => "offline.html",
    History => "history.html",
    Workout => "workout.html",
    Charts => "charts.html",
    ProgressPage => "progress.html",
    Records => "records.html",
    Achievements => "achievements.html",
    RecordGrowth => "growth.html",
    GearList => "gear.html",
    GearItem => "gear-item.html",
    GearForm => "gear-form.html",
    Devices => "devices.html",
    Device => "device.html",
    NoticeList => "notices.html",
    NoticeSettings => "notice-settings.html",
    Me => "me.html",
    Inspection => "inspect.html",
    Profile => "profile.html",
    Places => "places.html",
    Share => "share.html",
    Shared => "shared.html",
    ErrorPage => "error.html",
    ApiReference => "api.html",
}

/// A titled number. `unit` may be empty.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figure {
    pub label: String,
    pub value: String,
    pub unit: String,
    pub delta: Option<Delta>,
    pub about: Option<About>,
}

impl Figure {
    pub fn new(label: impl Into<String>, quantity: Quantity) -> Self {
        Self {
            label: label.into(),
            value: quantity.value,
            unit: quantity.unit,
            delta: None,
            about: None,
        }
    }

    /// Says where it comes from, to those who may see it.
    #[must_use]
    pub fn about(mut self, about: Option<About>) -> Self {
        self.about = about;
        self
    }

    #[must_use]
    pub fn with(mut self, delta: Option<Delta>) -> Self {
        self.delta = delta;
        self
    }
}

/// A comparison. It says what it compares with, as text or to the ear.
#[derive(Clone, Debug, Serialize)]
pub struct Delta {
    /// `3.8 km` or, where there is room, `3.8 km more than by Friday last week`.
    pub text: String,
    /// Read out before the text: `more:`, `less:`.
    pub spoken: String,
    pub is_up: bool,
    /// The metric's own direction; `None` where neither is better, or nothing changed.
    pub is_better: Option<bool>,
}

impl Delta {
    /// `None` when both are equal as shown. `higher_is_better` is `None` where neither is.
    pub fn between(
        now: f64,
        before: f64,
        difference: &Quantity,
        higher_is_better: Option<bool>,
        formats: &Formats,
    ) -> Option<Self> {
        let shows_something = difference.value.bytes().any(|b| matches!(b, b'1'..=b'9'));
        if !shows_something || !now.is_finite() || !before.is_finite() {
            return None;
        }
        let is_up = now > before;
        Some(Self {
            text: difference.to_string(),
            spoken: formats.text(if is_up { "delta-more" } else { "delta-less" }, &[]),
            is_up,
            is_better: higher_is_better.map(|higher| higher == is_up),
        })
    }
}
