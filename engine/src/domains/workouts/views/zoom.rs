//! A part of a workout's charts, and the ways to others: addresses, so that they work without script.

use axum::response::Response;
use serde::Deserialize;
use stadion_activity::streams::{Channel, Streams};

use super::streams;
use super::workout::At;
use crate::domains::app::Here;
use crate::domains::workouts::service;
use crate::domains::workouts::store;
use crate::domains::workouts::words;
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{Charts, Way, Zoom};
use crate::web::{Path, Principal, Query, Result};

/// Shorter workouts are seen whole.
const LEAST_S: f64 = 600.0;
/// No way leads to a shorter part.
const CLOSEST_S: f64 = 120.0;

/// Seconds from the start. What is no number, or no span, is the whole.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    to: Option<String>,
}

/// A part of a workout in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    from: f64,
    to: f64,
}

impl Asked {
    /// `None` for the whole, and of one that is not cut.
    pub fn part(&self, whole: Option<Part>) -> Option<Part> {
        let seconds = |text: &Option<String>| text.as_deref()?.parse::<f64>().ok();
        let whole = whole?;
        let from = seconds(&self.from).unwrap_or(whole.from).max(whole.from);
        let to = seconds(&self.to).unwrap_or(whole.to).min(whole.to);
        let part = Part { from, to };
        let is_part = part != whole && to - from >= 1.0;
        is_part.then_some(part)
    }
}

impl Part {
    /// Milliseconds, as streams count.
    pub fn span(self) -> (i64, i64) {
        ((self.from * 1000.0) as i64, (self.to * 1000.0) as i64)
    }

    fn length(self) -> f64 {
        self.to - self.from
    }

    /// As long, and as far beside as the whole reaches.
    fn moved(self, by: f64, whole: Self) -> Self {
        let from = (self.from + by).clamp(whole.from, whole.to - self.length());
        Self {
            from,
            to: from + self.length(),
        }
    }

    /// Longer by this at either end, or shorter.
    fn grown(self, by: f64, whole: Self) -> Self {
        Self {
            from: (self.from - by).max(whole.from),
            to: (self.to + by).min(whole.to),
        }
    }
}

/// From the first sample to the last, in milliseconds; `None` of a workout that is too short to be
/// cut.
pub fn whole(bounds: Option<(i64, i64)>) -> Option<Part> {
    let (first, last) = bounds?;
    let whole = Part {
        from: first as f64 / 1000.0,
        to: last as f64 / 1000.0,
    };
    (whole.length() >= LEAST_S).then_some(whole)
}

/// The same of samples at hand.
pub fn whole_of(streams: &Streams) -> Option<Part> {
    let times = &streams.time_ms;
    whole(times.first().copied().zip(times.last().copied()))
}

/// Where one can go from a part; `None` for a workout that is too short to be cut.
pub fn told(whole: Option<Part>, part: Option<Part>, at: &str, formats: &Formats) -> Option<Zoom> {
    let whole = whole?;
    let shown = part.unwrap_or(whole);
    let all = || format!("{at}#charts");
    let href = |to: Part| {
        if to == whole {
            return all();
        }
        format!("{at}?from={:.0}&to={:.0}#charts", to.from, to.to)
    };
    let step = shown.length() / 2.0;
    let way = |name: &'static str, icon: &'static str, to: Part, is_open: bool| Way {
        name,
        icon,
        label: formats.text(&format!("chart-{name}"), &[]),
        href: is_open.then(|| href(to)),
    };
    let closer = shown.grown(-step / 2.0, whole);
    let clock = |seconds: f64| formats.duration(seconds.round());
    Some(Zoom {
        part: part.map(|part| format!("{}\u{a0}– {}", clock(part.from), clock(part.to))),
        ways: vec![
            way(
                "earlier",
                "back",
                shown.moved(-step, whole),
                shown.from > whole.from,
            ),
            way("wider", "minus", shown.grown(step, whole), part.is_some()),
            way("closer", "plus", closer, closer.length() >= CLOSEST_S),
            way(
                "later",
                "next",
                shown.moved(step, whole),
                shown.to < whole.to,
            ),
        ],
        whole: part.map(|_| all()),
        at: at.to_owned(),
        shown: (shown.from, shown.to),
        ends: (whole.from, whole.to),
    })
}

/// The charts of a part alone, for the script of the page. Only the part's own samples are read,
/// so the answer is as small and as quick for a day as for an hour.
pub async fn charts(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, user_id) = (&here.app.db, principal.user_id);
    let workout = service::get(&here.app, user_id, id).await?;
    let whole = whole(store::streams::bounds(db, user_id, id).await?);
    let part = asked.part(whole);
    let names = store::streams::channels(db, user_id, id).await?;
    let is_place = |name: &str| {
        [Channel::PositionLat, Channel::PositionLong]
            .iter()
            .any(|place| place.name() == name)
    };
    let drawn: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !is_place(name))
        .collect();
    let span = part.map_or(store::streams::WHOLE, Part::span);
    let samples = store::streams::range(db, user_id, id, &drawn, span).await?;
    let sport = here.packs.sport(&workout.sport);
    let at = words::address(&workout.sport, id);
    let view = Charts {
        chart: sport.and_then(|(_, sport)| {
            streams::charts_of_part(&samples, part.is_some(), sport, &here.formats)
        }),
        zoom: told(whole, part, &at, &here.formats),
    };
    here.show(&here.page(), &view)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Part = Part {
        from: 0.0,
        to: 3600.0,
    };

    fn asked(from: &str, to: &str) -> Option<Part> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let asked = Asked {
            from: text(from),
            to: text(to),
        };
        asked.part(whole(Some((0, 3_600_000))))
    }

    #[test]
    fn what_is_no_span_is_the_whole() {
        let part = |from, to| Some(Part { from, to });
        assert_eq!(asked("600", "1200"), part(600.0, 1200.0));
        assert_eq!(asked("600", ""), part(600.0, 3600.0));
        assert_eq!(asked("-5", "1200"), part(0.0, 1200.0));
        for (from, to) in [
            ("", ""),
            ("0", "9999"),
            ("900", "800"),
            ("x", "NaN"),
            ("inf", ""),
        ] {
            assert_eq!(asked(from, to), None, "{from} {to}");
        }
        assert_eq!(Asked::default().part(whole_of(&Streams::default())), None);
        assert_eq!(whole(Some((0, 599_000))), None);
    }

    fn ways(part: Option<Part>) -> Vec<(&'static str, Option<String>)> {
        let formats =
            super::super::tests::formats("en", crate::web::ui::format::UnitSystem::Metric);
        let zoom = told(Some(HOUR), part, "/w", &formats).expect("long enough");
        assert_eq!(zoom.whole.is_some(), part.is_some());
        let ways = zoom.ways.into_iter();
        ways.map(|way| (way.name, way.href)).collect()
    }

    #[test]
    fn ways_lead_to_parts_within_the_whole() {
        let to = |from: u32, to: u32| Some(format!("/w?from={from}&to={to}#charts"));
        assert_eq!(
            ways(None),
            [
                ("earlier", None),
                ("wider", None),
                ("closer", to(900, 2700)),
                ("later", None)
            ]
        );
        let part = |from, to| Some(Part { from, to });
        assert_eq!(
            ways(part(900.0, 2700.0)),
            [
                ("earlier", to(0, 1800)),
                ("wider", Some("/w#charts".to_owned())),
                ("closer", to(1350, 2250)),
                ("later", to(1800, 3600))
            ]
        );
        // At the end, and too short to be halved.
        assert_eq!(
            ways(part(3400.0, 3600.0)),
            [
                ("earlier", to(3300, 3500)),
                ("wider", to(3300, 3600)),
                ("closer", None),
                ("later", None)
            ]
        );
    }
}
