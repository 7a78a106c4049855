//! Fields of the canonical activity, as adapters name them.

use stadion_engine::adapters::canon::canon;
use stadion_pack::adapter::{CanonField, PLAIN};

use super::outline::Step;
use super::place::Place;

/// One of them: what an activity has besides figures, a figure, a channel or a part's field.
pub struct Field {
    pub name: String,
    /// The unit it is told in.
    pub unit: String,
    pub doc: String,
}

/// Those that may stand at a place.
pub fn fields(place: &Place<'_>) -> Vec<Field> {
    let canon = canon();
    let of = |all: &[CanonField]| all.iter().map(field).collect::<Vec<_>>();
    match place.names() {
        Some("channels") => of(&canon.channels),
        Some("canonical") if place.is_below("validate") => {
            let figures = canon.figures.iter().filter(|field| field.unit.is_some());
            let channels = canon.channels.iter();
            channels.chain(figures).map(field).collect()
        }
        Some("canonical") if is_of_part(place) => {
            let all = canon.parts.iter().flat_map(|(_, fields)| fields.iter());
            let mut all: Vec<Field> = all.map(field).collect();
            all.sort_by(|a, b| a.name.cmp(&b.name));
            all.dedup_by(|a, b| a.name == b.name);
            all
        }
        Some("canonical") => {
            let plain = PLAIN.iter().map(|plain| Field {
                name: plain.name.to_owned(),
                unit: plain.unit.to_owned(),
                doc: plain.doc.to_owned(),
            });
            plain.chain(of(&canon.figures)).collect()
        }
        _ => Vec::new(),
    }
}

pub fn find(place: &Place<'_>, name: &str) -> Option<Field> {
    fields(place).into_iter().find(|field| field.name == name)
}

pub fn story(field: &Field) -> String {
    let unit = match field.unit.as_str() {
        "" => String::new(),
        unit => format!(": in {unit}"),
    };
    format!("**`{}`**{unit}\n\n{}", field.name, field.doc)
}

fn is_of_part(place: &Place<'_>) -> bool {
    let part = Step::Key("part".to_owned());
    place.slot.path.contains(&part)
}

fn field(known: &CanonField) -> Field {
    let name = known.name.strip_prefix("fit:session.");
    Field {
        name: name.unwrap_or(&known.name).to_owned(),
        unit: known
            .unit
            .as_ref()
            .map_or_else(String::new, |unit| unit.symbol.clone()),
        doc: known.doc.clone(),
    }
}
