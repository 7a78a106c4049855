//! What a device may record, by its FIT profile names: where it is done, how fast, how hard.
//!
//! Speeds are those of a healthy amateur at an easy effort on the flat; energy costs are metabolic
//! equivalents (Ainsworth and others: 2011 Compendium of Physical Activities).

use crate::sports;

/// One kind of activity that [`super::Outing`] can make up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discipline {
    /// Names in the FIT profile.
    pub sport: &'static str,
    pub sub_sport: &'static str,
    /// Numbers in the FIT profile.
    pub(super) codes: (u8, u8),
    pub ground: Ground,
    /// Metres a second, easily, on the flat; 0 where nobody gets anywhere.
    pub speed: f64,
    /// Metres of climbing in a kilometre of way, usually.
    pub climb: f64,
    /// Revolutions, strides or strokes a minute; 0 is not measured.
    pub(super) cadence: f64,
    /// Metabolic equivalents at an easy effort.
    pub(super) met: f64,
    /// Minutes of an everyday session, and of a long one.
    pub minutes: (f64, f64),
    pub has_power: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Road,
    /// Paths up and down hills.
    Hills,
    /// A lake, in the warm months.
    Water,
    Pool,
    /// Tracks, in the cold months.
    Snow,
    /// A machine that stands.
    Machine,
    Weights,
    Floor,
}

const fn discipline(
    (sport, sub_sport): (&'static str, &'static str),
    codes: (u8, u8),
    ground: Ground,
    (speed, climb, cadence): (f64, f64, f64),
    met: f64,
    minutes: (f64, f64),
) -> Discipline {
    Discipline {
        sport,
        sub_sport,
        codes,
        ground,
        speed,
        climb,
        cadence,
        met,
        minutes,
        has_power: false,
    }
}

const fn powered(discipline: Discipline) -> Discipline {
    Discipline {
        has_power: true,
        ..discipline
    }
}

const GENERIC: &str = "generic";

/// The commonest first.
#[rustfmt::skip]
const ALL: [Discipline; 14] = [
    discipline(("running", GENERIC), (1, 0), Ground::Road, (2.85, 6.0, 82.0), 9.5, (46.0, 95.0)),
    powered(discipline(("cycling", GENERIC), (2, 0), Ground::Road, (7.4, 8.0, 84.0), 7.5, (75.0, 190.0))),
    discipline(("training", "strength_training"), (10, 20), Ground::Weights, (0.0, 0.0, 0.0), 5.0, (52.0, 70.0)),
    discipline(("swimming", "lap_swimming"), (5, 17), Ground::Pool, (0.88, 0.0, 28.0), 7.0, (42.0, 62.0)),
    discipline(("hiking", GENERIC), (17, 0), Ground::Hills, (1.2, 52.0, 54.0), 5.5, (150.0, 310.0)),
    discipline(("walking", GENERIC), (11, 0), Ground::Road, (1.45, 4.0, 56.0), 3.5, (45.0, 95.0)),
    discipline(("training", "yoga"), (10, 43), Ground::Floor, (0.0, 0.0, 0.0), 2.5, (45.0, 80.0)),
    discipline(("training", "breathing"), (10, 62), Ground::Floor, (0.0, 0.0, 0.0), 1.2, (14.0, 26.0)),
    discipline(("cross_country_skiing", GENERIC), (12, 0), Ground::Snow, (3.3, 13.0, 0.0), 8.5, (75.0, 165.0)),
    discipline(("cross_country_skiing", "skate_skiing"), (12, 42), Ground::Snow, (4.4, 13.0, 0.0), 9.5, (70.0, 150.0)),
    discipline(("running", "trail"), (1, 3), Ground::Hills, (2.5, 26.0, 79.0), 10.0, (65.0, 130.0)),
    powered(discipline(("cycling", "mountain"), (2, 8), Ground::Hills, (4.8, 22.0, 76.0), 8.5, (85.0, 170.0))),
    powered(discipline(("cycling", "indoor_cycling"), (2, 6), Ground::Machine, (8.2, 0.0, 88.0), 7.5, (50.0, 80.0))),
    discipline(("swimming", "open_water"), (5, 18), Ground::Water, (0.82, 0.0, 29.0), 7.0, (34.0, 60.0)),
];

impl Discipline {
    /// The one that the FIT profile names so. No sub-sport is the plain kind of the sport.
    pub fn of(sport: &str, sub_sport: Option<&str>) -> Option<&'static Self> {
        let mut all = ALL.iter();
        let sub_sport = sub_sport.unwrap_or(GENERIC);
        all.find(|known| known.sport == sport && known.sub_sport == sub_sport)
    }

    /// The commonest that a plain word may mean: the legs of a race, say.
    pub fn by_word(word: &str) -> Option<&'static Self> {
        let (sport, _) = sports::from_text(word)?;
        ALL.iter().find(|known| known.sport == sport)
    }

    /// How common it is: 0 is what most people do.
    pub fn rank(&self) -> usize {
        let same = |known: &Self| known.codes == self.codes;
        ALL.iter().position(same).unwrap_or(ALL.len())
    }

    /// Whether it goes from one place to others.
    pub const fn has_way(&self) -> bool {
        matches!(
            self.ground,
            Ground::Road | Ground::Hills | Ground::Water | Ground::Snow
        )
    }

    /// Whether it is done outside of the seasons' reach.
    pub const fn is_indoors(&self) -> bool {
        matches!(
            self.ground,
            Ground::Pool | Ground::Machine | Ground::Weights | Ground::Floor
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustyfit::profile::typedef::{Sport, SubSport};

    #[test]
    fn numbers_and_names_are_those_of_the_profile() {
        for known in &ALL {
            assert_eq!(Sport(known.codes.0).to_string(), known.sport);
            assert_eq!(SubSport(known.codes.1).to_string(), known.sub_sport);
            let found = Discipline::of(known.sport, Some(known.sub_sport));
            assert_eq!(found, Some(known));
        }
        assert_eq!(Discipline::of("hiking", None).unwrap().rank(), 4);
        assert_eq!(Discipline::of("chess", None), None);
    }

    #[test]
    fn words_of_a_race_are_understood() {
        let sport = |word| Discipline::by_word(word).map(|known| known.sport);
        assert_eq!(sport("swim"), Some("swimming"));
        assert_eq!(sport("ride"), Some("cycling"));
        assert_eq!(sport("run"), Some("running"));
        assert_eq!(sport("t1"), None);
    }
}
