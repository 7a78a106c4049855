//! How the wear of gear is told.

use chrono::{Datelike, NaiveDate};
use stadion_pack::model::{Display, Format};
use stadion_pack::value::Dim;
use uuid::Uuid;

use super::gear_type;
use super::model::{Forecast, GearType, Item, Owned, Upkeep, Wear, WearBy, Worn};
use crate::domains::app::Telling;
use crate::domains::workouts::displays;
use crate::web::ui::format::{Formats, Quantity};
use crate::web::ui::page::Urls;
use crate::web::ui::pages::WearBar;

/// Shown for a kind without an icon of its own.
const ICON: &str = "bag";
/// Up to so many days a forecast counts weeks; beyond, it names the month.
const WEEKS_UP_TO: i64 = 56;
const MONTH_S: f64 = 30.44 * 86_400.0;
const YEAR_S: f64 = 365.25 * 86_400.0;

/// The page of an item in the app of its kind.
pub fn address(kind: &str, id: Uuid) -> String {
    let pack = kind.split('.').next().unwrap_or(kind);
    format!("{}/{id}", Urls::new(Some(pack)).gear)
}

pub fn icon(kind: Option<&GearType>) -> String {
    let own = kind.and_then(|kind| kind.icon.clone());
    own.unwrap_or_else(|| ICON.to_owned())
}

/// How a measure that is no count is shown; `None` for workouts and for time that passes.
pub fn display(by: &WearBy, dim: Dim) -> Option<Display> {
    let plain = match by {
        WearBy::Uses | WearBy::Age => return None,
        WearBy::Metric(metric) if metric.display.format == Format::Decimal => Display {
            decimals: 0,
            ..metric.display.clone()
        },
        WearBy::Metric(_) | WearBy::Formula(_) if dim == Dim::TIME => {
            displays::display("h", "h", 0, Format::Decimal)
        }
        _ if dim == Dim::LENGTH => displays::display("km", "mi", 0, Format::Decimal),
        WearBy::Metric(metric) => metric.display.clone(),
        WearBy::Formula(_) => displays::display("1", "1", 0, Format::Decimal),
    };
    Some(plain)
}

/// An amount of a measure. Time that passes is told in the unit that fits `whole`.
pub fn amount(by: &WearBy, dim: Dim, si: f64, whole: f64, formats: &Formats) -> Quantity {
    if let Some(display) = display(by, dim) {
        // Little of a measure keeps a decimal.
        let decimals = u8::from(formats.unit_of(&display).from_si(whole).abs() < 20.0);
        return formats.quantity(
            si,
            &Display {
                decimals,
                ..display
            },
        );
    }
    let (n, key) = match (by, whole) {
        (WearBy::Age, whole) if whole < 2.0 * MONTH_S => (si / 86_400.0, "gear-unit-days"),
        (WearBy::Age, whole) if whole < 2.0 * YEAR_S => (si / MONTH_S, "gear-unit-months"),
        (WearBy::Age, _) if si.abs() < 2.0 * YEAR_S => (si / MONTH_S, "gear-unit-months"),
        (WearBy::Age, _) => (si / YEAR_S, "gear-unit-years"),
        _ => (si, "gear-unit-uses"),
    };
    let n = n.round();
    Quantity {
        value: formats.number(n, 0),
        unit: formats.text(key, &[("n", n.into())]),
    }
}

/// `118 km`: what is left of a life; `None` when it is used up.
pub fn left(wear: &Wear, worn: &Worn, formats: &Formats) -> Option<Quantity> {
    let left = wear.life - worn.used;
    (left > 0.0).then(|| amount(&wear.by, wear.dim, left, wear.life, formats))
}

pub fn life(wear: &Wear, formats: &Formats) -> Quantity {
    amount(&wear.by, wear.dim, wear.life, wear.life, formats)
}

/// `118 km left`, or that nothing is.
pub fn left_text(owned: &Owned, told: Telling<'_>) -> Option<String> {
    let wear = gear_type(told.packs, &owned.item.kind)?.wear.as_ref()?;
    let worn = owned.worn.as_ref()?;
    Some(match left(wear, worn, told.formats) {
        Some(left) => told
            .formats
            .text("gear-left", &[("left", left.to_string().into())]),
        None => told.formats.text("gear-worn-out", &[]),
    })
}

/// `682 of 800 km`; of two units each has its own.
fn used_of(by: &WearBy, dim: Dim, used: f64, whole: f64, formats: &Formats) -> String {
    let [part, all] = [used, whole].map(|si| amount(by, dim, si, whole, formats));
    let same = part.unit == all.unit || matches!(by, WearBy::Uses);
    let part = if same { part.value } else { part.to_string() };
    formats.text(
        "gear-used-of",
        &[("used", part.into()), ("life", all.to_string().into())],
    )
}

pub fn bar(owned: &Owned, told: Telling<'_>) -> Option<WearBar> {
    let wear = gear_type(told.packs, &owned.item.kind)?.wear.as_ref()?;
    let worn = owned.worn.as_ref()?;
    let used = used_of(&wear.by, wear.dim, worn.used, wear.life, told.formats);
    let more = worn.forecast.map(|forecast| lasts(&forecast, told));
    let text = match more {
        Some(more) => format!("{used}, {more}"),
        None => used,
    };
    Some(WearBar {
        value: worn.used.clamp(0.0, worn.life),
        max: worn.life,
        text,
        level: level(worn.share, worn.is_due),
    })
}

/// The way to the next service.
pub fn service_bar(item: &Item, upkeep: &Upkeep, told: Telling<'_>) -> Option<WearBar> {
    let kind = gear_type(told.packs, &item.kind)?;
    let (by, service) = (kind.service_by()?, kind.service.as_ref()?);
    Some(WearBar {
        value: upkeep.used.clamp(0.0, upkeep.every),
        max: upkeep.every,
        text: used_of(by, service.dim, upkeep.used, upkeep.every, told.formats),
        level: if upkeep.is_due() { "warn" } else { "" },
    })
}

fn level(share: f64, is_due: bool) -> &'static str {
    match share {
        share if share >= 1.0 => "bad",
        _ if is_due => "warn",
        _ => "",
    }
}

/// `about five weeks more`, or `until about March 2027`.
pub fn lasts(forecast: &Forecast, told: Telling<'_>) -> String {
    let formats = told.formats;
    let days = (forecast.until - formats.today(told.now)).num_days();
    if days <= WEEKS_UP_TO {
        let weeks = ((days + 3) / 7).max(1);
        return formats.text("gear-weeks-more", &[("n", weeks.into())]);
    }
    formats.text(
        "gear-until",
        &[("month", month(forecast.until, formats).into())],
    )
}

/// `March 2027`, as it stands inside a sentence.
pub fn month(day: NaiveDate, formats: &Formats) -> String {
    let month = formats.text(&format!("month-{}", day.month()), &[]);
    let year = day.year().to_string();
    formats.text(
        "gear-month",
        &[("month", month.into()), ("year", year.into())],
    )
}

/// What a forecast is reckoned from.
pub fn basis(wear: &Wear, forecast: &Forecast, formats: &Formats) -> String {
    if matches!(wear.by, WearBy::Age) {
        return formats.text("gear-basis-age", &[]);
    }
    let used = amount(&wear.by, wear.dim, forecast.used, forecast.used, formats).to_string();
    formats.text(
        "gear-basis",
        &[("used", used.into()), ("days", forecast.days.into())],
    )
}

/// What one workout added.
pub fn added(kind: Option<&GearType>, steps: i64, formats: &Formats) -> String {
    let wear = kind.and_then(|kind| kind.wear.as_ref());
    let counted = wear.filter(|wear| display(&wear.by, wear.dim).is_some());
    counted.map_or_else(String::new, |wear| {
        let si = wear.dim.from_steps(steps);
        amount(&wear.by, wear.dim, si, si, formats).to_string()
    })
}
