//! The figure in words, numbers and a chart.

use std::sync::{Arc, LazyLock};

use stadion_pack::model::{Aggregate, Display, Format, Metric, MetricType, Norm, NormOf};
use stadion_pack::units::Unit as Symbol;
use stadion_pack::value::Dim;

use super::Sums;
use super::choose::Chosen;
use crate::domains::app::Telling;
use crate::domains::workouts::model::periods::{Span, Unit};
use crate::domains::workouts::norms::Measure;
use crate::domains::workouts::rules::progress::{Direction, Frame, direction, scaled};
use crate::domains::workouts::sums::{Bucket, Summed};
use crate::domains::workouts::views::{home, periods};
use crate::domains::workouts::{totals, words};
use crate::web::ui::draw::{Comparison, Shape, Slot, compare};
use crate::web::ui::format::Quantity;
use crate::web::ui::pages::{About, ComparedRow, Delta, Figure, NormLine, Told, Trend};

/// How a plain number of workouts is shown.
static COUNT: LazyLock<Display> = LazyLock::new(|| {
    let one = || Symbol {
        symbol: "1".to_owned(),
        dim: Dim::NONE,
        factor: 1.0,
        offset: 0.0,
    };
    Display {
        metric: one(),
        imperial: one(),
        decimals: 0,
        format: Format::Decimal,
    }
});

/// Tells one figure over one frame.
pub struct Teller<'a> {
    pub sums: &'a Sums,
    pub chosen: &'a Chosen,
    pub frame: &'a Frame,
    pub measure: Measure,
    pub told: Telling<'a>,
}

impl Teller<'_> {
    fn metric(&self) -> Option<&Metric> {
        self.chosen.metric.as_ref().map(|(_, m)| m.as_ref())
    }

    fn display(&self) -> &Display {
        self.metric().map_or(&COUNT, |metric| &metric.display)
    }

    /// Whether the figure of a period is the sum of its workouts'. A formula that adds up has a
    /// dimension that does, such as a length; a ratio of counts has none.
    fn adds_up(&self) -> bool {
        self.metric().is_none_or(|metric| {
            let is_formula = totals::is_told_by_formula(metric);
            let can_add = !is_formula || matches!(metric.ty, MetricType::Quantity);
            metric.aggregate == Aggregate::Sum && can_add
        })
    }

    /// More training is neither better nor worse where the pack says nothing; more workouts are more.
    fn better(&self) -> Option<bool> {
        match self.metric() {
            Some(metric) => home::higher(metric),
            None => Some(true),
        }
    }

    fn value(&self, summed: &Summed) -> Option<f64> {
        match &self.chosen.metric {
            Some((sport, metric)) => summed.value(self.told.packs, sport, metric),
            None => Some(summed.workouts() as f64),
        }
    }

    fn bucket_value(&self, bucket: &Bucket<'_>) -> Option<f64> {
        match &self.chosen.metric {
            Some((sport, metric)) => bucket.value(self.told.packs, sport, metric),
            None => Some(bucket.workouts() as f64),
        }
    }

    fn amount(&self, si: f64) -> Quantity {
        match self.metric() {
            Some(metric) => words::amount(metric, si, self.told.formats),
            None => Quantity::bare(self.told.formats.number(si, 0)),
        }
    }

    fn title(&self) -> String {
        match self.metric() {
            Some(metric) => self.told.formats.title(metric, false).to_owned(),
            None => self.told.formats.text("progress-workouts", &[]),
        }
    }

    fn days(&self, span: Span) -> String {
        periods::days(span, self.told)
    }

    /// What explains the chosen figure.
    fn about(&self) -> Option<About> {
        self.told.about("metric", &self.metric()?.id, None)
    }

    pub fn told(&self) -> Told {
        let formats = self.told.formats;
        let figure = self
            .value(&self.sums.now)
            .filter(|_| self.sums.now.workouts() > 0)
            .map(|si| Figure::new(self.title(), self.amount(si)).about(self.about()));
        let delta = self.delta();
        let beside = self.beside(delta.as_ref());
        let finding = delta.as_ref().map(|delta| delta.text.clone());
        let chart = self.chart(figure.as_ref(), finding.or_else(|| beside.clone()));
        Told {
            title: self.title(),
            days: self.days(self.frame.so_far),
            tiles: self.tiles(),
            rows: self.rows(),
            chart,
            now_title: self.days(self.frame.span),
            before_title: self.frame.before.map(|before| self.days(before.span)),
            earlier: self.frame.before.map(|before| {
                let (from, to) = (before.span.from.to_string(), before.span.to.to_string());
                self.chosen
                    .address(&[("from", &from), ("to", &to)], self.told)
            }),
            beside: beside.or_else(|| {
                figure.is_none().then(|| {
                    let days = self.days(self.frame.so_far);
                    formats.text("progress-nothing", &[("days", days.into())])
                })
            }),
            figure,
            delta,
        }
    }

    /// Both figures, where there is something of both.
    fn compared(&self) -> Option<(f64, f64)> {
        let (_, same) = self.sums.before.as_ref()?;
        let has_both = self.sums.now.workouts() > 0 && same.workouts() > 0;
        let both = self.value(&self.sums.now).zip(self.value(same));
        both.filter(|_| has_both)
    }

    /// `12.4 km more than in 8 June – 29 August`.
    fn delta(&self) -> Option<Delta> {
        let (now, before) = self.compared()?;
        let formats = self.told.formats;
        let difference = self.difference(now - before);
        let better = self.better();
        let delta = Delta::between(now, before, &difference, better, formats)?;
        let days = self.days(self.frame.before?.same_days);
        let args = [
            ("value", difference.to_string().into()),
            ("days", days.into()),
        ];
        let key = match (self.adds_up(), delta.is_better, delta.is_up) {
            (true, _, true) => "progress-more",
            (true, _, false) => "progress-less",
            (false, Some(true), _) => "progress-better",
            (false, Some(false), _) => "progress-worse",
            (false, None, true) => "progress-higher",
            (false, None, false) => "progress-lower",
        };
        Some(Delta {
            text: formats.text(key, &args),
            spoken: String::new(),
            ..delta
        })
    }

    /// What is said of the period before where there is no difference.
    fn beside(&self, delta: Option<&Delta>) -> Option<String> {
        let before = self.frame.before?;
        if delta.is_some() || self.sums.now.workouts() == 0 {
            return None;
        }
        let key = match self.compared() {
            Some(_) => "progress-same",
            None => "progress-none-before",
        };
        let days = self.days(before.same_days);
        Some(self.told.formats.text(key, &[("days", days.into())]))
    }

    fn difference(&self, si: f64) -> Quantity {
        match self.metric() {
            Some(metric) => self.told.formats.difference(si, &metric.display),
            None => Quantity::bare(self.told.formats.number(si.abs(), 0)),
        }
    }

    /// The best bucket, what a week brings, and the number of workouts.
    fn tiles(&self) -> Vec<Figure> {
        let formats = self.told.formats;
        let mut tiles = Vec::new();
        if let Some((title, figure)) = self.best() {
            tiles.push(Figure::new(title, figure).about(self.about()));
        }
        let weeks = self.frame.so_far.days() as f64 / 7.0;
        if self.adds_up()
            && weeks > 1.0
            && let Some(si) = self.value(&self.sums.now)
        {
            let title = formats.text("progress-a-week", &[]);
            tiles.push(Figure::new(title, self.average(si / weeks)).about(self.about()));
        }
        if self.metric().is_some() {
            let n = self.sums.now.workouts();
            let title = formats.text("progress-workouts", &[]);
            let before = self.sums.before.as_ref().map(|(_, same)| same.workouts());
            let delta = before.filter(|before| *before > 0).and_then(|before| {
                let difference = Quantity::bare(formats.count((n - before).abs()));
                Delta::between(n as f64, before as f64, &difference, None, formats)
            });
            tiles.push(Figure::new(title, Quantity::bare(formats.count(n))).with(delta));
        }
        tiles
    }

    fn average(&self, si: f64) -> Quantity {
        match self.metric() {
            Some(_) => self.amount(si),
            None => Quantity::bare(self.told.formats.number(si, 1)),
        }
    }

    /// `Best week, 9–15 November`; the highest where no direction is better.
    fn best(&self) -> Option<(String, Quantity)> {
        let lower = self.better() == Some(false);
        let buckets = self.sums.now.buckets();
        let known = buckets.filter(|bucket| bucket.workouts() > 0);
        let known = known.filter_map(|bucket| Some((bucket.span, self.bucket_value(&bucket)?)));
        let (span, si) = known.reduce(|best, next| {
            let is_better = if lower {
                next.1 < best.1
            } else {
                next.1 > best.1
            };
            if is_better { next } else { best }
        })?;
        let word = if self.better().is_some() {
            "best"
        } else {
            "most"
        };
        let unit = self.frame.unit;
        let key = format!("progress-{word}-{}", unit.as_str());
        let title = self.told.formats.text(&key, &[]);
        let when = match unit {
            Unit::Day => self.told.formats.day_month(span.from, self.told.now),
            _ => self.days(span),
        };
        Some((format!("{title}, {when}"), self.amount(si)))
    }

    fn slots(&self) -> Vec<Slot> {
        let (whole, today) = (self.frame.span, self.frame.so_far.to);
        let before: Vec<Option<f64>> = match &self.sums.before {
            Some((before, _)) => before.buckets().map(|b| self.shown(&b)).collect(),
            None => Vec::new(),
        };
        let now: Vec<Bucket<'_>> = self.sums.now.buckets().collect();
        let count = now.len().max(before.len());
        let slot = |n: usize| {
            let bucket = now.get(n);
            Slot {
                label: bucket.map_or_else(String::new, |bucket| {
                    periods::label(self.frame.unit, bucket.span, whole, self.told)
                }),
                now: bucket
                    .filter(|bucket| bucket.span.from <= today)
                    .and_then(|bucket| self.shown(bucket)),
                before: before.get(n).copied().flatten(),
            }
        };
        (0..count).map(slot).collect()
    }

    /// A bucket's figure; one without workouts has none.
    fn shown(&self, bucket: &Bucket<'_>) -> Option<f64> {
        self.bucket_value(bucket).filter(|_| bucket.workouts() > 0)
    }

    fn chart(&self, figure: Option<&Figure>, finding: Option<String>) -> Option<Comparison> {
        let formats = self.told.formats;
        let value = figure.map_or_else(String::new, |figure| {
            let (value, unit) = (figure.value.clone(), figure.unit.clone());
            Quantity { value, unit }.to_string()
        });
        let args = [
            ("title", self.title().into()),
            ("days", self.days(self.frame.so_far).into()),
            ("value", value.into()),
            ("finding", finding.unwrap_or_default().into()),
        ];
        let label = formats.text("progress-chart-label", &args);
        let shape = if self.adds_up() {
            Shape::Bars
        } else {
            let inverted = self.better() == Some(false);
            Shape::Line { inverted }
        };
        compare(&self.slots(), shape, label, self.display(), formats)
    }

    fn rows(&self) -> Vec<ComparedRow> {
        let now: Vec<Bucket<'_>> = self.sums.now.buckets().collect();
        let before: Vec<Bucket<'_>> = match &self.sums.before {
            Some((before, _)) => before.buckets().collect(),
            None => Vec::new(),
        };
        let cell = |bucket: Option<&Bucket<'_>>| {
            let si = bucket.and_then(|bucket| self.shown(bucket));
            si.map_or_else(|| "–".to_owned(), |si| self.amount(si).to_string())
        };
        let row = |n: usize| {
            let title = now.get(n).or(before.get(n)).map(|bucket| bucket.span);
            ComparedRow {
                title: title.map_or_else(String::new, |span| {
                    periods::name(self.frame.unit, span, self.told)
                }),
                now: cell(now.get(n)),
                before: cell(before.get(n)),
            }
        };
        let has_any = |n: &usize| {
            let places = [now.get(*n), before.get(*n)];
            places
                .into_iter()
                .flatten()
                .any(|bucket| bucket.workouts() > 0)
        };
        let places = (0..now.len().max(before.len())).filter(has_any);
        places.map(row).collect()
    }

    /// The norm of the metric, for as many days as the whole period has.
    pub fn norm(&self) -> Option<NormLine> {
        let metric = self.metric();
        if !self.adds_up() {
            return None;
        }
        let is_of_it = |norm: &&Arc<Norm>| match (&norm.of, metric) {
            (NormOf::Metric(of), Some(metric)) => of.id == metric.id,
            (NormOf::Workouts, None) => true,
            _ => false,
        };
        let norm = self.told.pack.norms.values().find(is_of_it)?;
        let target = self.measure.target(norm)?;
        let mut whole = scaled(target, norm.per_days, self.frame.span.days());
        let value = self.value(&self.sums.now).unwrap_or(0.0);
        let formats = self.told.formats;
        let amount = |si: f64| match metric {
            Some(_) => self.amount(si).to_string(),
            None => formats.text("count-workouts", &[("n", (si as i64).into())]),
        };
        if metric.is_none() {
            // Nobody does half a workout.
            whole = whole.round().max(1.0);
        }
        let text = if metric.is_none() && value < whole {
            let args = [
                ("done", (value as i64).into()),
                ("norm", (whole as i64).into()),
            ];
            formats.text("progress-norm-workouts", &args)
        } else if value < whole {
            let args = [
                ("left", amount(whole - value).into()),
                ("norm", amount(whole).into()),
            ];
            formats.text("progress-norm-left", &args)
        } else {
            formats.text("progress-norm-done", &[("norm", amount(whole).into())])
        };
        let args = [
            ("title", norm.title.get(self.told.locale()).into()),
            ("norm", amount(target).into()),
            ("days", norm.per_days.into()),
        ];
        Some(NormLine {
            text,
            basis: formats.text("progress-norm-basis", &args),
            about: self.told.about("norm", &norm.id, None),
            value: value.clamp(0.0, whole),
            max: whole,
        })
    }

    /// Four weeks against the four before, each told from its own sums.
    pub fn trend(&self) -> Trend {
        let formats = self.told.formats;
        let (last, earlier) = &self.sums.trend;
        let has_both = last.workouts() > 0 && earlier.workouts() > 0;
        let both = self.value(last).zip(self.value(earlier));
        let found = both
            .filter(|_| has_both)
            .and_then(|(now, before)| Some((now, before, direction(now, before, self.adds_up())?)));
        let Some((now, before, direction)) = found else {
            return Trend {
                text: formats.text("progress-trend-unknown", &[]),
                ..Trend::default()
            };
        };
        let better = self.better();
        let is_up = match direction {
            Direction::Up => Some(true),
            Direction::Down => Some(false),
            Direction::Steady => None,
        };
        let is_better = is_up.and_then(|is_up| Some(better? == is_up));
        let share = ((now - before) / before).abs() * 100.0;
        let key = match (direction, self.adds_up(), is_better) {
            (Direction::Steady, ..) => "progress-trend-steady",
            (_, false, Some(true)) => "progress-trend-better",
            (_, false, Some(false)) => "progress-trend-worse",
            (Direction::Up, ..) => "progress-trend-up",
            (Direction::Down, ..) => "progress-trend-down",
        };
        let day = formats.day_month(last.span.to, self.told.now);
        let args = [
            ("now", self.amount(now).to_string().into()),
            ("before", self.amount(before).to_string().into()),
            ("day", day.into()),
        ];
        Trend {
            text: formats.text(key, &[("share", formats.number(share, 0).into())]),
            figures: Some(formats.text("progress-trend-figures", &args)),
            is_up,
            is_better,
        }
    }
}
