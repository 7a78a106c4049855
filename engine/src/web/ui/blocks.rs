//! The closed lists from which a pack arranges its app: pages, and the blocks each can show. A block
//! is a template, `templates/<page>/<block>.html`.

use serde::{Serialize, Serializer};

/// Declares a closed list of names with their words in YAML and their line in the docs.
macro_rules! names {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $word:literal $doc:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $doc] $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in YAML.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|name| name.as_str() == word)
            }
        }
    };
}

names!(
    /// A page of the generated app.
    PageName {
        Home "home" "The first page: where one stands and what is new",
        Record "record" "A new workout, by hand or from files",
        Workout "workout" "One workout",
        History "history" "All workouts",
        Progress "progress" "A figure over a period against the one before; streaks and records",
        Records "records" "Personal records and badges",
        Gear "gear" "The person's gear with its wear",
    }
);

names!(
    /// A block of a page.
    Block {
        Week "week" "This week against the norm and against last week",
        Totals "totals" "Sums of the week's other leading figures; in the history, of weeks, months and years",
        Streak "streak" "Weeks in a row, and what keeps them going",
        Recent "recent" "The latest workouts",
        Form "form" "The form made from the sport's metrics and parts",
        Upload "upload" "Drop or choose files",
        Summary "summary" "The leading figures",
        Route "route" "The route",
        Charts "charts" "The sport's stream charts over one axis",
        Splits "splits" "Splits by distance",
        Zones "zones" "Time in the zones of heart rate, power and pace",
        Parts "parts" "The workout's entries: sets, holes, games",
        Metrics "metrics" "All other figures",
        Records "records" "Personal records; on a workout, those it set",
        Achievements "achievements" "Badges; on a workout, those it earned",
        Note "note" "The athlete's own note",
        Similar "similar" "How the workout stands among the athlete's similar ones",
        Calendar "calendar" "A year, or a month, in which days with more are darker",
        Compare "compare" "A figure over a period against the one before",
        Norm "norm" "The figure against the norm, where a norm has it",
        Trend "trend" "The last four weeks against the four before",
        Streaks "streaks" "Weeks and days in a row, the present and the longest",
        Filters "filters" "Search by time, sport and words",
        List "list" "All workouts, newest first",
        Gear "gear" "On a workout, the gear used in it",
        Items "items" "The person's gear, in use and retired",
        Shelf "shelf" "What replaces worn gear, or what the sport needs and the person lacks",
    }
);

impl PageName {
    /// The blocks this page can show, in their usual order.
    pub fn blocks(self) -> &'static [Block] {
        match self {
            Self::Home => &[
                Block::Week,
                Block::Streak,
                Block::Totals,
                Block::Recent,
                Block::Records,
                Block::Achievements,
                Block::Shelf,
            ],
            Self::Record => &[Block::Form, Block::Upload],
            Self::Workout => &[
                Block::Summary,
                Block::Route,
                Block::Charts,
                Block::Splits,
                Block::Zones,
                Block::Parts,
                Block::Similar,
                Block::Records,
                Block::Achievements,
                Block::Metrics,
                Block::Gear,
                Block::Note,
            ],
            Self::History => &[Block::Calendar, Block::Totals, Block::Filters, Block::List],
            Self::Progress => &[
                Block::Compare,
                Block::Trend,
                Block::Norm,
                Block::Streaks,
                Block::Records,
            ],
            Self::Records => &[Block::Records, Block::Achievements],
            Self::Gear => &[Block::Items, Block::Shelf],
        }
    }

    /// Whether a block stands beside the main column where there is room for two.
    pub fn is_beside(self, block: Block) -> bool {
        match self {
            Self::Home => matches!(block, Block::Records | Block::Achievements | Block::Shelf),
            Self::Workout => matches!(
                block,
                Block::Records | Block::Achievements | Block::Metrics | Block::Gear | Block::Note
            ),
            Self::Progress => matches!(block, Block::Norm | Block::Streaks | Block::Records),
            Self::Records => block == Block::Achievements,
            Self::Gear => block == Block::Shelf,
            Self::Record | Self::History => false,
        }
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
