//! Positions somewhere else: the globe is turned so that the first of them lies in the ocean. Turning
//! keeps every distance and every angle, and north stays north where it begins; the shape of a route
//! stays too, which is what a fixture is for.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::kinds::words;

/// Where the first position comes to lie, in degrees.
const THERE: (f64, f64) = (10.0, -35.0);
const DEEPEST: usize = 128;

#[derive(Debug, Default)]
pub struct Positions {
    first: Option<(f64, f64)>,
    told: IndexMap<(String, &'static str), u64>,
}

/// Which of two numbers comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LatFirst,
    /// GeoJSON (RFC 7946, 3.1.1).
    LongFirst,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Lat,
    Long,
}

impl Positions {
    pub fn moved(&mut self, value: &Value) -> Value {
        self.walk(value, "", None, 0)
    }

    pub fn told(&self) -> impl Iterator<Item = (String, &'static str, u64)> {
        let all = self.told.iter();
        all.map(|((path, what), count)| (path.clone(), *what, *count))
    }

    fn walk(&mut self, value: &Value, path: &str, pairs: Option<Order>, deep: usize) -> Value {
        match value {
            _ if deep > DEEPEST => Value::Null,
            Value::Object(map) => {
                let mut moved = map.clone();
                for (name, inner) in map {
                    let path = super::joined(path, name);
                    let new = match axis(name) {
                        Some(_) if is_numbers(inner) => continue,
                        _ => self.walk(inner, &path, order(name).or(pairs), deep + 1),
                    };
                    moved.insert(name.clone(), new);
                }
                for (name, partner) in partners(map.keys()) {
                    let path = super::joined(path, &name);
                    let other = partner.as_ref().and_then(|partner| map.get(partner));
                    let found = map.get(&name).zip(other);
                    let new = found.and_then(|(lat, long)| self.both(lat, long, &path));
                    let (lat, long) = new.unwrap_or_else(|| {
                        self.note(&path, "position, left out");
                        (Value::Null, Value::Null)
                    });
                    moved.insert(name, lat);
                    if let Some(partner) = partner {
                        moved.insert(partner, long);
                    }
                }
                Value::Object(moved)
            }
            Value::Array(list) => self.list(list, path, pairs, deep),
            _ => value.clone(),
        }
    }

    fn list(&mut self, list: &[Value], path: &str, pairs: Option<Order>, deep: usize) -> Value {
        if let (Some(order), Some((one, two, rest))) = (pairs, pair(list)) {
            let (lat, long) = match order {
                Order::LatFirst => (one, two),
                Order::LongFirst => (two, one),
            };
            let Some((lat, long)) = self.turned(lat, long) else {
                self.note(path, "position, left out");
                return Value::Null;
            };
            self.note(path, "position");
            let both = match order {
                Order::LatFirst => [json!(lat), json!(long)],
                Order::LongFirst => [json!(long), json!(lat)],
            };
            return both.into_iter().chain(rest.iter().cloned()).collect();
        }
        let path = format!("{path}[*]");
        let all = list.iter();
        all.map(|inner| self.walk(inner, &path, pairs, deep + 1))
            .collect()
    }

    /// Two numbers, or two columns of them.
    fn both(&mut self, lat: &Value, long: &Value, path: &str) -> Option<(Value, Value)> {
        if let (Value::Array(lats), Value::Array(longs)) = (lat, long) {
            if lats.len() != longs.len() {
                return None;
            }
            let both = lats.iter().zip(longs).map(|(lat, long)| {
                if lat.is_null() || long.is_null() {
                    return Some((Value::Null, Value::Null));
                }
                self.both(lat, long, path)
            });
            let both: Vec<(Value, Value)> = both.collect::<Option<_>>()?;
            let (lats, longs) = both.into_iter().unzip();
            return Some((Value::Array(lats), Value::Array(longs)));
        }
        let (lat, long) = self.turned(lat.as_f64()?, long.as_f64()?)?;
        self.note(path, "position");
        Some((json!(lat), json!(long)))
    }

    /// Nothing where the numbers are no degrees.
    fn turned(&mut self, lat: f64, long: f64) -> Option<(f64, f64)> {
        if lat.abs() > 90.0 || long.abs() > 180.0 {
            return None;
        }
        let (lat0, long0) = *self.first.get_or_insert((lat, long));
        let by = (THERE.0 - lat0).to_radians();
        let (lat, long) = (lat.to_radians(), (long - long0).to_radians());
        let (x, y, z) = (lat.cos() * long.cos(), lat.cos() * long.sin(), lat.sin());
        let (x, z) = (x * by.cos() - z * by.sin(), x * by.sin() + z * by.cos());
        let lat = z.clamp(-1.0, 1.0).asin().to_degrees();
        let long = y.atan2(x).to_degrees() + THERE.1;
        let long = (long + 540.0).rem_euclid(360.0) - 180.0;
        // A centimetre.
        let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
        Some((rounded(lat), rounded(long)))
    }

    fn note(&mut self, path: &str, what: &'static str) {
        *self.told.entry((path.to_owned(), what)).or_default() += 1;
    }
}

fn is_numbers(value: &Value) -> bool {
    let is_number = |value: &Value| value.is_number() || value.is_null();
    match value {
        Value::Array(list) => list.iter().all(is_number),
        other => other.is_number(),
    }
}

fn axis(name: &str) -> Option<Axis> {
    words(name).iter().find_map(|word| axis_of(word))
}

fn axis_of(word: &str) -> Option<Axis> {
    match word {
        "lat" | "latitude" => Some(Axis::Lat),
        "lng" | "lon" | "long" | "longitude" => Some(Axis::Long),
        _ => None,
    }
}

fn order(name: &str) -> Option<Order> {
    let words = words(name);
    let is = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if is(&["coordinates", "lnglat", "lonlat"]) {
        return Some(Order::LongFirst);
    }
    is(&[
        "latlng",
        "latlngs",
        "latlon",
        "position",
        "positions",
        "gps",
    ])
    .then_some(Order::LatFirst)
}

/// Each latitude with the longitude that is called alike, and those that have none.
fn partners<'a>(names: impl Iterator<Item = &'a String>) -> Vec<(String, Option<String>)> {
    let rest = |name: &str| {
        let words = words(name).into_iter();
        words
            .filter(|word| axis_of(word).is_none())
            .collect::<Vec<_>>()
    };
    let (lats, mut longs): (Vec<_>, Vec<_>) = names
        .filter_map(|name| Some((axis(name)?, name.clone())))
        .partition(|(axis, _)| *axis == Axis::Lat);
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    for (_, lat) in lats {
        let at = longs.iter().position(|(_, long)| rest(long) == rest(&lat));
        all.push((lat, at.map(|at| longs.remove(at).1)));
    }
    // A longitude alone tells where somebody was as well.
    all.extend(longs.into_iter().map(|(_, long)| (long, None)));
    all
}

/// Two numbers, and what stands behind them, as an altitude.
fn pair(list: &[Value]) -> Option<(f64, f64, &[Value])> {
    let (one, rest) = list.split_first()?;
    let (two, rest) = rest.split_first()?;
    (rest.len() < 2).then_some((one.as_f64()?, two.as_f64()?, rest))
}
