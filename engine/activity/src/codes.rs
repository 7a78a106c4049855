//! The codes of warnings and refusals, each kind in one place: whoever shows them in other words
//! finds here what there is to say.

macro_rules! codes {
    ($(#[$doc:meta])* $kind:ident, $all:ident: $($name:ident = $code:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $kind {
            $($name,)+
        }

        impl $kind {
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }

        /// Every code of this kind; stable, `kebab-case`.
        pub const $all: &[&str] = &[$($code),+];
    };
}

codes! {
    /// What was odd about a file that was read all the same.
    Odd, WARNINGS:
    BackwardTimes = "backward-times",
    BadChecksum = "bad-checksum",
    BadRows = "bad-rows",
    ClockNotSet = "clock-not-set",
    Damaged = "damaged",
    DuplicateTimes = "duplicate-times",
    ImplausibleValues = "implausible-values",
    NoChecksum = "no-checksum",
    NoTimes = "no-times",
    PositionJumps = "position-jumps",
    Spikes = "spikes",
    StandingDrift = "standing-drift",
    StrayTimes = "stray-times",
    TooManySamples = "too-many-samples",
    TrailingBytes = "trailing-bytes",
    Truncated = "truncated",
    Unfinished = "unfinished",
    UnknownSport = "unknown-sport",
}

codes! {
    /// Why a file became no workout.
    Reason, REFUSALS:
    BadRow = "bad-row",
    CourseFile = "course-file",
    Damaged = "damaged",
    Empty = "empty",
    Encrypted = "encrypted",
    MonitoringFile = "monitoring-file",
    NoTimes = "no-times",
    NotAnActivity = "not-an-activity",
    SettingsFile = "settings-file",
    TooLarge = "too-large",
    UnknownColumns = "unknown-columns",
    UnknownFormat = "unknown-format",
    WorkoutFile = "workout-file",
}
