//! The reasons for which a file becomes no workout.

use crate::Refusal;
use crate::codes::Reason;

impl Refusal {
    pub(crate) fn new(code: Reason, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code: code.as_str().into(),
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }

    pub(crate) fn empty() -> Self {
        Self::new(
            Reason::Empty,
            "The file is empty.",
            "Export the activity again and upload that file.",
        )
    }

    pub(crate) fn no_samples(what: &str) -> Self {
        Self::new(
            Reason::Empty,
            format!("The file is {what} but holds no session and no recorded point."),
            "If the device shows the activity, synchronise it and export the file again.",
        )
    }

    pub(crate) fn no_times(what: &str) -> Self {
        Self::new(
            Reason::NoTimes,
            format!("The {what} has points but not the times at which they were passed."),
            "It may be a planned route. Upload the recording of the activity itself.",
        )
    }

    pub(crate) fn not_an_activity(what: &str) -> Self {
        Self::new(
            Reason::NotAnActivity,
            format!("This is {what}, not a recorded activity."),
            "Nothing needs to be done; upload files from the device's activity folder.",
        )
    }

    /// A file of a device that is none of its recordings: what it is, and where it belongs.
    pub(crate) fn of_other_kind(code: Reason, what: &str) -> Self {
        let remedy = match code {
            Reason::MonitoringFile => {
                "It belongs to the device's own days; upload the recordings from the folder Activity."
            }
            Reason::CourseFile => {
                "It belongs on the device, to be followed there; upload the recording made on it."
            }
            Reason::WorkoutFile => {
                "It belongs on the device, to be trained by; upload the recording made with it."
            }
            Reason::SettingsFile => {
                "It belongs on the device; upload the recordings from the folder Activity."
            }
            _ => return Self::not_an_activity(what),
        };
        Self::new(
            code,
            format!("This is {what}, not a recorded activity."),
            remedy,
        )
    }

    pub(crate) fn unknown_format(what: &str) -> Self {
        Self::new(
            Reason::UnknownFormat,
            format!(
                "This is {what}; activities are read from FIT, GPX, TCX and CSV files and from Apple Health's export."
            ),
            "Export the activity as FIT (best), TCX, GPX or CSV.",
        )
    }

    pub(crate) fn too_large(reason: impl Into<String>) -> Self {
        Self::new(
            Reason::TooLarge,
            reason,
            "Upload the activity files themselves, or fewer at a time.",
        )
    }

    pub(crate) fn damaged(reason: impl Into<String>) -> Self {
        Self::new(
            Reason::Damaged,
            reason,
            "Copy the file from the device again, or export it anew.",
        )
    }
}
