//! The twelve of the demo. All of them, their years and their courses are invented.

use stadion_activity::sample::Body;

use super::model::{Interests, Person, Place};
use super::places::{
    BERLIN, CANBERRA, CHIANG_MAI, CORDOBA, DALLAS, DENVER, JOHANNESBURG, KYOTO, MADRID, MOSCOW,
    MUNICH, NAIROBI, PUNE, SAITAMA, SEVILLE, TBILISI, YEKATERINBURG, ZURICH,
};
use crate::domains::identity::model::Units;

pub const PASSWORD: &str = "stadion demo";

const fn body(resting: f64, highest: f64, mass_kg: f64, threshold_w: f64) -> Body {
    Body {
        resting,
        highest,
        mass_kg,
        threshold_w,
    }
}

/// What most of them have in common.
const fn person(
    name: &'static str,
    email: &'static str,
    (place, trip): (&'static Place, &'static Place),
    born: (i32, u32, u32),
    body: Body,
    packs: &'static [usize],
    weeks: (usize, usize, usize),
) -> Person {
    Person {
        name,
        email,
        locale: Some("en"),
        units: Units::Metric,
        place,
        trip,
        born,
        category: "amateur",
        body,
        level: 1.0,
        sessions: 4.6,
        volume: 1.0,
        packs: Interests::Some(packs),
        is_early: false,
        watch: 0.9,
        weeks,
    }
}

/// The first is whom the README, the tests and the pictures know.
#[rustfmt::skip]
pub static PEOPLE: [Person; 12] = [
    Person {
        packs: Interests::All,
        locale: None,
        sessions: 6.2,
        level: 1.06,
        is_early: true,
        watch: 1.0,
        ..person("Dana Reyes", "athlete@demo.stadion.test", (&BERLIN, &KYOTO), (1991, 3, 14), body(49.0, 187.0, 62.0, 215.0), &[], (17, 27, 49))
    },
    Person {
        category: "athlete",
        level: 1.12,
        sessions: 5.6,
        volume: 1.15,
        ..person("Mateo Quiroga", "athlete2@demo.stadion.test", (&MADRID, &DENVER), (1988, 9, 2), body(46.0, 184.0, 71.0, 288.0), &[1, 0, 2], (9, 33, 30))
    },
    Person {
        is_early: true,
        watch: 0.55,
        ..person("Priya Deshmukh", "athlete3@demo.stadion.test", (&PUNE, &CHIANG_MAI), (1996, 1, 22), body(58.0, 193.0, 57.0, 150.0), &[2, 5, 0], (31, 12, 40))
    },
    Person {
        level: 1.16,
        sessions: 5.2,
        is_early: true,
        ..person("Hana Mizuki", "athlete4@demo.stadion.test", (&SAITAMA, &CANBERRA), (2001, 6, 30), body(51.0, 195.0, 55.0, 185.0), &[3, 0, 2], (21, 8, 36))
    },
    Person {
        units: Units::Imperial,
        level: 0.9,
        sessions: 4.0,
        ..person("Tom Whitlock", "athlete5@demo.stadion.test", (&DENVER, &SEVILLE), (1964, 11, 8), body(57.0, 166.0, 84.0, 205.0), &[4, 6, 2], (14, 41, 34))
    },
    Person {
        sessions: 5.0,
        is_early: true,
        watch: 0.5,
        ..person("Amahle Khoza", "athlete6@demo.stadion.test", (&JOHANNESBURG, &NAIROBI), (1985, 4, 19), body(56.0, 182.0, 66.0, 160.0), &[5, 0, 4], (37, 22, 46))
    },
    Person {
        locale: Some("ru"),
        category: "athlete",
        level: 1.2,
        sessions: 5.6,
        volume: 1.1,
        ..person("Илья Воронцов", "athlete7@demo.stadion.test", (&MOSCOW, &TBILISI), (1993, 2, 5), body(44.0, 189.0, 74.0, 290.0), &[6, 0, 1], (42, 32, 14))
    },
    Person {
        sessions: 4.2,
        watch: 0.6,
        ..person("Lucía Ferreyra", "athlete8@demo.stadion.test", (&CORDOBA, &MADRID), (1990, 12, 11), body(57.0, 188.0, 63.0, 170.0), &[7, 0, 5], (35, 24, 48))
    },
    Person {
        category: "athlete",
        level: 1.18,
        sessions: 6.6,
        volume: 1.1,
        is_early: true,
        watch: 1.0,
        ..person("Noah Fischli", "athlete9@demo.stadion.test", (&ZURICH, &SEVILLE), (1994, 8, 25), body(43.0, 190.0, 70.0, 300.0), &[8, 1, 0, 3], (11, 18, 40))
    },
    Person {
        locale: Some("ru"),
        sessions: 4.4,
        level: 0.97,
        ..person("Мария Соколова", "athlete10@demo.stadion.test", (&YEKATERINBURG, &MOSCOW), (1979, 5, 17), body(55.0, 179.0, 68.0, 165.0), &[0, 3, 6], (7, 29, 39))
    },
    Person {
        level: 1.05,
        sessions: 4.8,
        volume: 0.85,
        ..person("Leo Brandner", "athlete11@demo.stadion.test", (&MUNICH, &TBILISI), (2011, 7, 3), body(58.0, 203.0, 56.0, 175.0), &[3, 7, 1], (25, 38, 44))
    },
    Person {
        units: Units::Imperial,
        level: 0.98,
        is_early: true,
        ..person("Grace Holloway", "athlete12@demo.stadion.test", (&CANBERRA, &DALLAS), (1982, 10, 28), body(54.0, 183.0, 65.0, 190.0), &[1, 4, 5], (28, 34, 22))
    },
];
