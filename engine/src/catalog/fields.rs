//! What files can fill, in the words of the pack language.

use stadion_activity::fields::{FIELDS, FieldDef, PART_FIELDS};
use stadion_pack::SourceField;
use stadion_pack::units::parse_unit;

/// Every figure that a pack may name as a source; a part's fields stand under its kind:
/// `fit:set.weight`.
pub fn source_fields() -> Vec<SourceField> {
    let figures = FIELDS
        .iter()
        .map(|field| source_field(field.name.to_owned(), field));
    let entries = PART_FIELDS.iter().flat_map(|part| {
        let name = |field: &FieldDef| format!("{}.{}", part.kind, field.name);
        part.fields
            .iter()
            .map(move |field| source_field(name(field), field))
    });
    figures.chain(entries).collect()
}

/// Words and plain numbers have no dimension.
fn source_field(name: String, field: &FieldDef) -> SourceField {
    let dim = parse_unit(field.unit)
        .map(|unit| unit.dim)
        .unwrap_or_default();
    SourceField {
        name,
        dim,
        doc: field.doc.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_of_a_figure_is_known_to_the_language() {
        let parts = PART_FIELDS.iter().flat_map(|part| part.fields);
        for field in FIELDS
            .iter()
            .chain(parts)
            .filter(|field| !field.unit.is_empty())
        {
            assert!(
                parse_unit(field.unit).is_ok(),
                "{}: {}",
                field.name,
                field.unit
            );
        }
    }

    #[test]
    fn a_part_has_its_fields_under_its_kind() {
        let fields = source_fields();
        let find = |name: &str| fields.iter().find(|field| field.name == name);
        assert_eq!(
            find("fit:set.weight").map(|f| f.dim),
            parse_unit("kg").ok().map(|u| u.dim)
        );
        assert!(find("fit:session.total_distance").is_some() && find("weight").is_none());
    }
}
