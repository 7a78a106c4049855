//! What is worth showing to a person, and what of it they can buy.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::model::{Catalogue, Product, Reason};
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

/// The region of a time zone: the first that names it, else the first that takes all others.
pub fn region<'c>(catalogue: &'c Catalogue, zone: &str) -> Option<&'c str> {
    let covers = |pattern: &String| match pattern.strip_suffix('*') {
        Some(part) => zone.starts_with(part),
        None => zone == pattern,
    };
    let mut regions = catalogue.regions.iter();
    let nearest = regions
        .clone()
        .find(|(_, region)| region.zones.iter().any(covers));
    let open = || regions.find(|(_, region)| region.zones.is_empty());
    nearest.or_else(open).map(|(id, _)| id.as_str())
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
    use super::super::super::model::Region;
    use super::*;

    fn catalogue() -> Catalogue {
        let region = |zones: &[&str]| Region {
            zones: zones.iter().map(|&zone| zone.to_owned()).collect(),
        };
        let regions = [
            ("rest".to_owned(), region(&[])),
            ("ru".to_owned(), region(&["Europe/Moscow", "Asia/Omsk"])),
            ("eu".to_owned(), region(&["Europe/*"])),
        ];
        Catalogue {
            regions: regions.into_iter().collect(),
            ..Catalogue::default()
        }
    }

    #[test]
    fn a_zone_finds_the_region_that_names_it_first() {
        let catalogue = catalogue();
        assert_eq!(region(&catalogue, "Europe/Moscow"), Some("ru"));
        assert_eq!(region(&catalogue, "Europe/Berlin"), Some("eu"));
        assert_eq!(region(&catalogue, "America/Lima"), Some("rest"));
        assert_eq!(region(&Catalogue::default(), "America/Lima"), None);
    }
}
