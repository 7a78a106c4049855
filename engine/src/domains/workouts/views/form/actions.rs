//! The buttons of the form. Each sends it whole; all but saving show it again, changed.

use stadion_pack::model::{Archetype, MetricType, Part, Sport};

use super::typed::{Row, Typed, is_blank, row_of};
use crate::domains::workouts::rules::validate::ROWS_MAX;
use crate::web::ui::format::Formats;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Save,
    /// Shows the form again as it is.
    Show,
    /// One more entry of a part.
    Add {
        part: String,
    },
    Remove {
        part: String,
        row: usize,
    },
    /// The entries of a preset.
    Preset {
        part: String,
        preset: String,
    },
    /// Sets a field to what its problem proposed.
    Fix {
        field: String,
        value: String,
    },
}

impl Action {
    /// `save`, `add:set`, `remove:set.2`, `preset:hole.course_18`, `fix:set.2.load=105`.
    pub fn parse(text: &str) -> Self {
        let Some((verb, rest)) = text.split_once(':') else {
            return if matches!(text, "" | "save") {
                Self::Save
            } else {
                Self::Show
            };
        };
        let of_part = || {
            rest.split_once('.')
                .map(|(part, what)| (part.to_owned(), what))
        };
        let action = match verb {
            "add" => Some(Self::Add {
                part: rest.to_owned(),
            }),
            "remove" => of_part().and_then(|(part, row)| {
                Some(Self::Remove {
                    part,
                    row: row.parse().ok()?,
                })
            }),
            "preset" => of_part().map(|(part, preset)| Self::Preset {
                part,
                preset: preset.to_owned(),
            }),
            "fix" => rest.split_once('=').map(|(field, value)| Self::Fix {
                field: field.to_owned(),
                value: value.to_owned(),
            }),
            _ => None,
        };
        action.unwrap_or(Self::Show)
    }

    /// Changes the form; what does not fit it changes nothing.
    pub fn apply(&self, typed: &mut Typed, sport: &Sport, formats: &Formats) {
        let known = |name: &str| sport.parts.iter().find(|part| part.name == *name);
        match self {
            Self::Save | Self::Show => {}
            Self::Add { part } => {
                if let Some(part) = known(part) {
                    add(typed, part, sport);
                }
            }
            Self::Remove { part, row } => {
                let rows = typed.rows.get_mut(part);
                if let Some(rows) = rows.filter(|rows| *row < rows.len()) {
                    rows.remove(*row);
                }
            }
            Self::Preset { part, preset } => {
                if let Some(part) = known(part) {
                    fill(typed, part, preset, formats);
                }
            }
            Self::Fix { field, value } => {
                if let Some(text) = typed.field_mut(field) {
                    value.clone_into(text);
                }
            }
        }
    }
}

/// Whether a new entry begins as the last one did: the next of a set is mostly the same again,
/// a score never is.
pub fn is_copied(sport: &Sport) -> bool {
    sport.archetype == Archetype::Sets
}

/// The new entry takes over the last one, or at least what was chosen in it; how hard it was is
/// never the same.
fn add(typed: &mut Typed, part: &Part, sport: &Sport) {
    let rows = typed.rows.entry(part.name.clone()).or_default();
    if rows.len() >= ROWS_MAX {
        return;
    }
    let is_choice = |name: &String| {
        part.fields.get(name).is_some_and(|field| match field.ty {
            MetricType::Enum { .. } => true,
            MetricType::Rating { .. } => false,
            _ => is_copied(sport),
        })
    };
    let chosen = rows.last().map(|row| {
        let kept = row.iter().filter(|(name, _)| is_choice(name));
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Row>()
    });
    rows.push(chosen.unwrap_or_default());
}

/// After what was typed; empty entries make room, and those of a preset in which nothing was typed.
fn fill(typed: &mut Typed, part: &Part, preset: &str, formats: &Formats) {
    let Some(preset) = part.presets.iter().find(|known| known.id == preset) else {
        return;
    };
    let rows = typed.rows.entry(part.name.clone()).or_default();
    rows.retain(|row| !is_blank(row) && !is_of_preset(part, row, formats));
    let room = ROWS_MAX.saturating_sub(rows.len());
    rows.extend(
        preset
            .rows
            .iter()
            .take(room)
            .map(|row| row_of(part, row, formats)),
    );
}

/// Whether a row is as a preset made it.
pub fn is_of_preset(part: &Part, row: &Row, formats: &Formats) -> bool {
    let filled = |row: &Row| {
        let filled = row.iter().filter(|(_, text)| !text.trim().is_empty());
        filled
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect::<Row>()
    };
    let row = filled(row);
    let mut rows = part.presets.iter().flat_map(|preset| &preset.rows);
    rows.any(|preset| row == filled(&row_of(part, preset, formats)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_read_and_others_change_nothing() {
        let remove = Action::Remove {
            part: "set".into(),
            row: 2,
        };
        let fix = Action::Fix {
            field: "set.2.load".into(),
            value: "1=2".into(),
        };
        let preset = Action::Preset {
            part: "hole".into(),
            preset: "course_18".into(),
        };
        for (text, action) in [
            ("", Action::Save),
            ("save", Action::Save),
            ("add:set", Action::Add { part: "set".into() }),
            ("remove:set.2", remove),
            ("preset:hole.course_18", preset),
            ("fix:set.2.load=1=2", fix),
            ("remove:set.-1", Action::Show),
            ("remove:set", Action::Show),
            ("delete:all", Action::Show),
            ("what", Action::Show),
        ] {
            assert_eq!(Action::parse(text), action, "{text}");
        }
    }
}
