//! What is worth showing to a person, and what of it they can buy.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::model::{Catalogue, Product, Reason, Region};
use crate::domains::gear::model::{GearType, Owned};

/// Products of one shelf.
pub const OFFERS: usize = 3;

/// Reasons for a shelf with the category that answers each, the best first: the most worn of the
/// items in use that near their end, then what a sport that the person does needs and they lack.
pub fn reasons<'k>(
    kinds: &(impl Iterator<Item = &'k GearType> + Clone),
    owned: &[Owned],
    sports_done: &BTreeSet<String>,
) -> Vec<(Reason, &'k str)> {
    let in_use = || owned.iter().filter(|owned| owned.item.retired_at.is_none());
    let of_kind = |id: &str| kinds.clone().find(|kind| kind.id == id);
    let mut worn: Vec<_> = in_use()
        .filter_map(|owned| {
            let worn = owned.worn.filter(|worn| worn.is_due)?;
            let category = of_kind(&owned.item.kind)?.category.as_deref()?;
            Some((worn.share, owned.item.id, category))
        })
        .collect();
    worn.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
    let worn = worn
        .into_iter()
        .map(|(_, gear_id, category)| (Reason::Worn { gear_id }, category));
    let is_missing = |kind: &&GearType| {
        let is_needed = kind
            .needed_by
            .iter()
            .any(|sport| sports_done.contains(sport));
        is_needed && !in_use().any(|owned| owned.item.kind == kind.id)
    };
    let missing = kinds.clone().filter(is_missing).filter_map(|kind| {
        let reason = Reason::Missing {
            kind: kind.id.clone(),
        };
        Some((reason, kind.category.as_deref()?))
    });
    worn.chain(missing).collect()
}

/// Where a person lives: the first region that names their country, else the first that names
/// their time zone, else the first that takes all others.
pub fn region<'c>(catalogue: &'c Catalogue, country: Option<&str>, zone: &str) -> Option<&'c str> {
    let covers = |pattern: &String| match pattern.strip_suffix('*') {
        Some(part) => zone.starts_with(part),
        None => zone == pattern,
    };
    let first = |is_of: &dyn Fn(&Region) -> bool| {
        let found = catalogue.regions.iter().find(|(_, region)| is_of(region));
        found.map(|(id, _)| id.as_str())
    };
    let lives_in = |code: &String| country == Some(code.as_str());
    first(&|region| region.countries.iter().any(lives_in))
        .or_else(|| first(&|region| region.zones.iter().any(covers)))
        .or_else(|| first(&|region| region.zones.is_empty() && region.countries.is_empty()))
}

/// What of a category is sold in a region, in the catalogue's order.
pub fn products<'c>(
    catalogue: &'c Catalogue,
    category: &'c str,
    region: &'c str,
) -> impl Iterator<Item = &'c Product> {
    let is_sold = move |product: &&Product| {
        product.category == category
            && (product.regions.is_empty() || product.regions.iter().any(|id| id == region))
    };
    catalogue.products.values().filter(is_sold)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let all = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let region = |countries: &[&str], zones: &[&str]| Region {
            countries: all(countries),
            zones: all(zones),
        };
        let regions = [
            ("rest".to_owned(), region(&[], &[])),
            (
                "ru".to_owned(),
                region(&["RU"], &["Europe/Moscow", "Asia/Omsk"]),
            ),
            ("eu".to_owned(), region(&["DE", "PT"], &["Europe/*"])),
            ("kz".to_owned(), region(&["KZ"], &[])),
        ];
        Catalogue {
            regions: regions.into_iter().collect(),
            ..Catalogue::default()
        }
    }

    #[test]
    fn a_zone_finds_the_region_that_names_it_first() {
        let catalogue = catalogue();
        assert_eq!(region(&catalogue, None, "Europe/Moscow"), Some("ru"));
        assert_eq!(region(&catalogue, None, "Europe/Berlin"), Some("eu"));
        assert_eq!(region(&catalogue, None, "America/Lima"), Some("rest"));
        assert_eq!(region(&Catalogue::default(), None, "America/Lima"), None);
    }

    #[test]
    fn what_a_person_says_of_their_country_goes_before_the_time_zone() {
        let catalogue = catalogue();
        assert_eq!(region(&catalogue, Some("RU"), "Europe/Berlin"), Some("ru"));
        assert_eq!(
            region(&catalogue, Some("PT"), "Atlantic/Azores"),
            Some("eu")
        );
        assert_eq!(region(&catalogue, Some("KZ"), "Asia/Omsk"), Some("kz"));
        // A country that no region names leaves the zone.
        assert_eq!(region(&catalogue, Some("GB"), "Europe/London"), Some("eu"));
        assert_eq!(region(&catalogue, Some("PE"), "America/Lima"), Some("rest"));
    }
}
