//! The names that exporters and people give to columns.

use super::{Meaning, Role, session_field, units};
use crate::streams::Channel;

/// As [`super::normal`] writes them. A third entry is the unit that the name stands for.
const NAMES: &[(Role, &[&str], Option<&str>)] = &[
    (
        Role::Time,
        &[
            "time",
            "timestamp",
            "datetime",
            "date time",
            "start time",
            "begin timestamp",
            "utc",
            "utc time",
            "время",
            "tiempo",
            "hora",
            "zeit",
            "uhrzeit",
        ],
        None,
    ),
    (
        Role::Date,
        &[
            "date",
            "day",
            "activity date",
            "workout date",
            "start date",
            "start",
            "дата",
            "fecha",
            "datum",
        ],
        None,
    ),
    (
        Role::Elapsed,
        &[
            "secs",
            "sec",
            "seconds",
            "elapsed",
            "elapsed secs",
            "time s",
            "time secs",
            "time from start",
            "t",
        ],
        None,
    ),
    (Role::Elapsed, &["minutes", "mins"], Some("min")),
    (
        Role::Sport,
        &[
            "sport",
            "type",
            "activity type",
            "activity",
            "workout type",
            "вид спорта",
            "спорт",
            "тип",
            "deporte",
            "tipo",
            "tipo de actividad",
            "sportart",
            "aktivitätstyp",
        ],
        None,
    ),
    (
        Role::Name,
        &[
            "name",
            "title",
            "activity name",
            "workout name",
            "название",
            "título",
            "titulo",
            "nombre",
            "titel",
        ],
        None,
    ),
    (Role::Filename, &["filename", "file", "file name"], None),
    (
        Role::Channel(Channel::PositionLat),
        &[
            "lat",
            "latitude",
            "position lat",
            "широта",
            "latitud",
            "breite",
            "breitengrad",
        ],
        None,
    ),
    (
        Role::Channel(Channel::PositionLong),
        &[
            "lon",
            "lng",
            "long",
            "longitude",
            "position long",
            "долгота",
            "longitud",
            "länge",
            "längengrad",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Altitude),
        &[
            "alt",
            "altitude",
            "ele",
            "elevation",
            "height",
            "enhanced altitude",
            "высота",
            "altitud",
            "höhe",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Distance),
        &[
            "dist",
            "distance",
            "total distance so far",
            "расстояние",
            "дистанция",
            "distancia",
            "distanz",
            "strecke",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Distance),
        &["km", "kilometers", "kilometres"],
        Some("km"),
    ),
    (Role::Channel(Channel::Distance), &["miles"], Some("mi")),
    (
        Role::Channel(Channel::HeartRate),
        &[
            "hr",
            "heart rate",
            "heartrate",
            "heart",
            "bpm",
            "pulse",
            "пульс",
            "чсс",
            "frecuencia cardíaca",
            "frecuencia cardiaca",
            "fc",
            "puls",
            "herzfrequenz",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Cadence),
        &[
            "cad",
            "cadence",
            "rpm",
            "каденс",
            "cadencia",
            "trittfrequenz",
            "kadenz",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Cadence),
        &["spm", "run cadence", "steps per minute"],
        Some("spm"),
    ),
    (
        Role::Channel(Channel::Power),
        &[
            "power",
            "watts",
            "watt",
            "pwr",
            "мощность",
            "potencia",
            "leistung",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Speed),
        &[
            "speed",
            "velocity",
            "enhanced speed",
            "скорость",
            "velocidad",
            "geschwindigkeit",
        ],
        None,
    ),
    (
        Role::Channel(Channel::Speed),
        &["kph", "kmh", "km/h"],
        Some("km/h"),
    ),
    (Role::Channel(Channel::Speed), &["mph"], Some("mph")),
    (Role::Channel(Channel::Speed), &["mps", "m/s"], Some("m/s")),
    (
        Role::Channel(Channel::Temperature),
        &[
            "temp",
            "temperature",
            "air temperature",
            "температура",
            "temperatura",
            "temperatur",
        ],
        None,
    ),
    (
        Role::Field("fit:session.total_timer_time"),
        &[
            "duration",
            "moving duration",
            "workout time",
            "timer time",
            "длительность",
            "продолжительность",
            "duración",
            "duracion",
            "dauer",
        ],
        None,
    ),
    (
        Role::Field("fit:session.total_elapsed_time"),
        &["elapsed time", "total time"],
        None,
    ),
    (
        Role::Field("fit:session.total_moving_time"),
        &["moving time", "время движения", "tiempo en movimiento"],
        None,
    ),
    (
        Role::Field("fit:session.total_calories"),
        &[
            "calories",
            "kcal",
            "energy",
            "калории",
            "calorías",
            "calorias",
            "kalorien",
        ],
        None,
    ),
    (
        Role::Field("fit:session.avg_heart_rate"),
        &[
            "avg hr",
            "average heart rate",
            "avg heart rate",
            "avg bpm",
            "средний пульс",
            "frecuencia cardiaca media",
            "ø herzfrequenz",
        ],
        None,
    ),
    (
        Role::Field("fit:session.max_heart_rate"),
        &[
            "max hr",
            "max heart rate",
            "maximum heart rate",
            "максимальный пульс",
            "frecuencia cardiaca máxima",
            "maximale herzfrequenz",
        ],
        None,
    ),
    (
        Role::Field("fit:session.avg_power"),
        &[
            "avg power",
            "average power",
            "average watts",
            "avg watts",
            "средняя мощность",
        ],
        None,
    ),
    (
        Role::Field("fit:session.max_power"),
        &["max power", "max watts"],
        None,
    ),
    (
        Role::Field("fit:session.normalized_power"),
        &[
            "normalized power",
            "normalized power® (np®)",
            "weighted average power",
        ],
        None,
    ),
    (
        Role::Field("fit:session.avg_cadence"),
        &["avg cadence", "average cadence", "avg bike cadence"],
        None,
    ),
    (
        Role::Field("fit:session.avg_cadence"),
        &["avg run cadence"],
        Some("spm"),
    ),
    (
        Role::Field("fit:session.max_cadence"),
        &["max cadence", "max bike cadence"],
        None,
    ),
    (
        Role::Field("fit:session.max_cadence"),
        &["max run cadence"],
        Some("spm"),
    ),
    (
        Role::Field("fit:session.avg_speed"),
        &["avg speed", "average speed"],
        None,
    ),
    (
        Role::Field("fit:session.max_speed"),
        &["max speed", "maximum speed"],
        None,
    ),
    (
        Role::Field("fit:session.total_ascent"),
        &[
            "ascent",
            "total ascent",
            "elevation gain",
            "elev gain",
            "climb",
            "набор высоты",
            "ascenso",
            "anstieg",
        ],
        None,
    ),
    (
        Role::Field("fit:session.total_descent"),
        &["descent", "total descent", "elevation loss", "elev loss"],
        None,
    ),
];

pub(super) fn meaning(header: &str) -> Option<Meaning> {
    named(header, None)
        .or_else(|| bracketed(header))
        .or_else(|| ended(header))
}

fn named(name: &str, written: Option<&str>) -> Option<Meaning> {
    let known = NAMES.iter().find(|(_, names, _)| names.contains(&name));
    let (role, told) = match known {
        Some((role, _, unit)) => (*role, *unit),
        None => (
            session_field(&name.replace(' ', "_")).map(Role::Field)?,
            None,
        ),
    };
    let unit = match (written.or(told), role.unit()) {
        (Some(unit), Some(kept)) => Some(units::find(kept, unit)?),
        // `name (UTC)` and the like say nothing of a measure.
        _ => None,
    };
    Some(Meaning { role, unit })
}

/// `speed (km/h)`, `speed [km/h]`
fn bracketed(header: &str) -> Option<Meaning> {
    let (name, rest) = header.split_once(['(', '[', ','])?;
    let unit = rest.trim().trim_end_matches([')', ']']).trim();
    let name = name.trim();
    // What is in the brackets may be no unit.
    named(name, Some(unit))
        .or_else(|| named(name, None).filter(|meaning| meaning.role.unit().is_none()))
}

/// `speed_kmh`
fn ended(header: &str) -> Option<Meaning> {
    let (name, unit) = header.rsplit_once(' ')?;
    named(name, Some(unit)).filter(|meaning| meaning.unit.is_some())
}
