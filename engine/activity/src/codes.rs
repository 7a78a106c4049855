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
    ClockNotSet = "clock-not-set",
    Damaged = "damaged",
    DuplicateTimes = "duplicate-times",
    ImplausibleValues = "implausible-values",
    NoChecksum = "no-checksum",
    NoTimes = "no-times",
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
    Damaged = "damaged",
    Empty = "empty",
    Encrypted = "encrypted",
    NoTimes = "no-times",
    NotAnActivity = "not-an-activity",
    TooLarge = "too-large",
    UnknownFormat = "unknown-format",
}
