//! A shelf in the person's words.

use stadion_pack::value::Money;

use super::model::{Offer, Reason, Shelf};
use crate::domains::app::Telling;
use crate::domains::gear::model::Owned;
use crate::domains::gear::{gear_type, words};
use crate::web::ui::format::{Formats, NBSP};
use crate::web::ui::page::Urls;
use crate::web::ui::pages;

/// The whole shelf, as the page of gear has it.
pub fn shelf(shelf: &Shelf, all: &[Owned], told: Telling<'_>) -> pages::Shelf {
    let icon = icon(&shelf.reason, all, told);
    let product = |offer: &Offer| pages::ShelfProduct {
        href: offer.href.clone(),
        title: offer.title.get(told.locale()).to_owned(),
        text: offer
            .text
            .as_ref()
            .map_or_else(String::new, |text| text.get(told.locale()).to_owned()),
        price: offer
            .price
            .as_ref()
            .map_or_else(String::new, |money| price(money, told.formats)),
        image: offer.has_image.then(|| format!("/go/image/{}", offer.id)),
        icon: icon.clone(),
    };
    let gear = Urls::new(Some(&told.pack.id)).gear;
    pages::Shelf {
        reason: because(&shelf.reason, all, told),
        products: shelf.offers.iter().map(product).collect(),
        hide: format!("{gear}/shelf/hide"),
    }
}

/// One row that leads to it.
pub fn row(shelf: &Shelf, all: &[Owned], told: Telling<'_>) -> pages::ShelfRow {
    let formats = told.formats;
    let (title, text) = match (&shelf.reason, item(&shelf.reason, all)) {
        (Reason::Worn { .. }, Some(owned)) => {
            let left = words::left_text(owned, told).unwrap_or_default();
            let args = [
                ("name", owned.item.name.clone().into()),
                ("left", left.into()),
            ];
            let forecast = owned.worn.and_then(|worn| worn.forecast);
            let text = match forecast {
                Some(forecast) => {
                    let lasts = words::lasts(&forecast, told);
                    formats.text("shelf-row-lasts", &[("lasts", lasts.into())])
                }
                None => formats.text("shelf-row-worn", &[]),
            };
            (formats.text("shelf-row-left", &args), text)
        }
        (reason, _) => {
            let args = [("kind", kind_title(reason, told).into())];
            let title = formats.text("shelf-row-missing", &args);
            (title, formats.text("shelf-row-missing-text", &[]))
        }
    };
    pages::ShelfRow {
        href: format!("{}#shelf", Urls::new(Some(&told.pack.id)).gear),
        icon: icon(&shelf.reason, all, told),
        title,
        text,
    }
}

fn item<'a>(reason: &Reason, all: &'a [Owned]) -> Option<&'a Owned> {
    let Reason::Worn { gear_id } = reason else {
        return None;
    };
    all.iter().find(|owned| owned.item.id == *gear_id)
}

fn because(reason: &Reason, all: &[Owned], told: Telling<'_>) -> String {
    let formats = told.formats;
    let Some(owned) = item(reason, all) else {
        let args = [("kind", kind_title(reason, told).into())];
        return formats.text("shelf-because-missing", &args);
    };
    let name = ("name", owned.item.name.clone().into());
    let kind = gear_type(told.packs, &owned.item.kind);
    let wear = kind
        .and_then(|kind| kind.wear.as_ref())
        .zip(owned.worn.as_ref());
    match wear.and_then(|(wear, worn)| words::left(wear, worn, formats)) {
        Some(left) => {
            let left = ("left", left.to_string().into());
            formats.text("shelf-because-left", &[name, left])
        }
        None => formats.text("shelf-because-worn", &[name]),
    }
}

/// As it stands inside a sentence.
fn kind_title(reason: &Reason, told: Telling<'_>) -> String {
    let Reason::Missing { kind } = reason else {
        return String::new();
    };
    let title = gear_type(told.packs, kind).map_or("", |kind| kind.title.get(told.locale()));
    let mut letters = title.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

fn icon(reason: &Reason, all: &[Owned], told: Telling<'_>) -> String {
    let kind = match reason {
        Reason::Missing { kind } => gear_type(told.packs, kind),
        Reason::Worn { .. } => {
            let owned = item(reason, all);
            owned.and_then(|owned| gear_type(told.packs, &owned.item.kind))
        }
    };
    words::icon(kind)
}

/// `€119`, `119 ₽`: the sign where the language puts it, the code where there is no sign.
fn price(money: &Money, formats: &Formats) -> String {
    let code = money.currency.as_str();
    let sign = match code {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "RUB" => "₽",
        "JPY" => "¥",
        _ => code,
    };
    // Its own text has as many decimals as the currency has.
    let written = money.to_string();
    let decimals = u8::from(written.contains('.')) * 2;
    let scale = 10f64.powi(i32::from(decimals));
    let value = money.minor as f64 / scale;
    let decimals = if value.fract() == 0.0 { 0 } else { decimals };
    let amount = formats.number(value, decimals);
    if sign == code {
        return format!("{amount}{NBSP}{code}");
    }
    let args = [("sign", sign.into()), ("amount", amount.into())];
    formats.text("shelf-price", &args)
}
