//! The closed table. Factors are exact by definition (SI Brochure, 9th ed.; NIST SP 811 for
//! imperial units). Symbols are UCUM's where it has a plain one.

use super::Unit;
use crate::value::Dim;

/// One unit of the table.
#[derive(Debug)]
pub struct UnitDef {
    pub symbol: &'static str,
    pub aliases: &'static [&'static str],
    /// Name of the function that makes such a value in an expression: `km(5)`.
    pub function: Option<&'static str>,
    pub dim: Dim,
    pub factor: f64,
    pub offset: f64,
}

const fn dim(length: i8, mass: i8, time: i8) -> Dim {
    Dim {
        length,
        mass,
        time,
        temperature: 0,
        current: 0,
    }
}

const fn unit(
    symbol: &'static str,
    aliases: &'static [&'static str],
    function: Option<&'static str>,
    dim: Dim,
    factor: f64,
) -> UnitDef {
    UnitDef {
        symbol,
        aliases,
        function,
        dim,
        factor,
        offset: 0.0,
    }
}

const fn degrees(
    symbol: &'static str,
    aliases: &'static [&'static str],
    function: &'static str,
    factor: f64,
    offset: f64,
) -> UnitDef {
    UnitDef {
        symbol,
        aliases,
        function: Some(function),
        dim: KELVIN,
        factor,
        offset,
    }
}

const L: Dim = dim(1, 0, 0);
const M: Dim = dim(0, 1, 0);
const T: Dim = dim(0, 0, 1);
const ONE: Dim = Dim::NONE;
const HZ: Dim = dim(0, 0, -1);
const SPEED: Dim = dim(1, 0, -1);
const ENERGY: Dim = dim(2, 1, -2);
const POWER: Dim = dim(2, 1, -3);
const FORCE: Dim = dim(1, 1, -2);
const PRESSURE: Dim = dim(-1, 1, -2);
const VOLUME: Dim = dim(3, 0, 0);
const KELVIN: Dim = Dim {
    length: 0,
    mass: 0,
    time: 0,
    temperature: 1,
    current: 0,
};
const AMPERE: Dim = Dim {
    length: 0,
    mass: 0,
    time: 0,
    temperature: 0,
    current: 1,
};
const VOLT: Dim = Dim {
    length: 2,
    mass: 1,
    time: -3,
    temperature: 0,
    current: -1,
};

pub const UNITS: &[UnitDef] = &[
    unit("m", &["metre", "meter"], Some("metres"), L, 1.0),
    unit("km", &[], Some("km"), L, 1_000.0),
    unit("cm", &[], Some("cm"), L, 0.01),
    unit("mm", &[], Some("mm"), L, 0.001),
    unit("mi", &["[mi_i]", "mile"], Some("miles"), L, 1_609.344),
    unit("yd", &["[yd_i]"], Some("yards"), L, 0.9144),
    unit("ft", &["[ft_i]"], Some("feet"), L, 0.3048),
    unit("in", &["[in_i]"], Some("inches"), L, 0.0254),
    unit("nmi", &["[nmi_i]"], Some("nautical_miles"), L, 1_852.0),
    unit("kg", &[], Some("kg"), M, 1.0),
    unit("g", &[], Some("grams"), M, 0.001),
    unit("t", &[], Some("tonnes"), M, 1_000.0),
    unit("lb", &["[lb_av]", "lbs"], Some("pounds"), M, 0.453_592_37),
    unit("oz", &["[oz_av]"], None, M, 0.028_349_523_125),
    unit("s", &["sec"], Some("seconds"), T, 1.0),
    unit("ms", &[], None, T, 0.001),
    unit("min", &[], Some("minutes"), T, 60.0),
    unit("h", &["hour"], Some("hours"), T, 3_600.0),
    unit("d", &["day"], Some("days"), T, 86_400.0),
    unit("wk", &["week"], Some("weeks"), T, 604_800.0),
    unit("1", &[], None, ONE, 1.0),
    unit("%", &["percent"], Some("percent"), ONE, 0.01),
    unit("rad", &[], Some("radians"), ONE, 1.0),
    unit(
        "deg",
        &["°"],
        Some("degrees"),
        ONE,
        std::f64::consts::PI / 180.0,
    ),
    unit("{count}", &["count"], None, ONE, 1.0),
    unit("{beat}", &["beat", "beats"], None, ONE, 1.0),
    unit("{step}", &["step", "steps"], None, ONE, 1.0),
    unit("{stroke}", &["stroke", "strokes"], None, ONE, 1.0),
    unit("Hz", &[], Some("hertz"), HZ, 1.0),
    unit(
        "/min",
        &["1/min", "bpm", "rpm", "spm"],
        Some("per_minute"),
        HZ,
        1.0 / 60.0,
    ),
    unit("m/s", &[], Some("metres_per_second"), SPEED, 1.0),
    unit("km/h", &["kmh", "kph"], Some("kmh"), SPEED, 1.0 / 3.6),
    unit("mph", &["mi/h"], Some("mph"), SPEED, 0.447_04),
    unit("kn", &["[kn_i]"], Some("knots"), SPEED, 1_852.0 / 3_600.0),
    unit("J", &[], Some("joules"), ENERGY, 1.0),
    unit("kJ", &[], Some("kilojoules"), ENERGY, 1_000.0),
    unit("cal", &["cal_th"], None, ENERGY, 4.184),
    unit("kcal", &["kcal_th", "[Cal]"], Some("kcal"), ENERGY, 4_184.0),
    unit("W", &[], Some("watts"), POWER, 1.0),
    unit("kW", &[], None, POWER, 1_000.0),
    unit("N", &[], Some("newtons"), FORCE, 1.0),
    unit("Pa", &[], None, PRESSURE, 1.0),
    unit("hPa", &["mbar"], None, PRESSURE, 100.0),
    unit("bar", &[], Some("bar"), PRESSURE, 100_000.0),
    unit("psi", &["[psi]"], None, PRESSURE, 6_894.757_293_168),
    unit("l", &["L"], Some("litres"), VOLUME, 0.001),
    unit("ml", &["mL"], Some("millilitres"), VOLUME, 1e-6),
    unit("A", &[], None, AMPERE, 1.0),
    unit("V", &[], None, VOLT, 1.0),
    unit("K", &[], None, KELVIN, 1.0),
    degrees("Cel", &["°C"], "celsius", 1.0, 273.15),
    degrees("degF", &["[degF]", "°F"], "fahrenheit", 5.0 / 9.0, 459.67),
];

/// The unit of a symbol or alias.
pub(super) fn find(name: &str) -> Option<Unit> {
    let known = UNITS
        .iter()
        .find(|u| u.symbol == name || u.aliases.contains(&name))?;
    Some(Unit {
        symbol: name.to_owned(),
        dim: known.dim,
        factor: known.factor,
        offset: known.offset,
    })
}

/// The unit that a function of the expression language stands for.
pub fn constant(function: &str) -> Option<&'static UnitDef> {
    UNITS.iter().find(|unit| unit.function == Some(function))
}

/// A quantity kind, named as in QUDT but in snake_case.
#[derive(Debug)]
pub struct QuantityKind {
    pub name: &'static str,
    pub dim: Dim,
    /// The unit a metric has when it names none.
    pub unit: &'static str,
}

const fn kind(name: &'static str, dim: Dim, unit: &'static str) -> QuantityKind {
    QuantityKind { name, dim, unit }
}

pub const QUANTITY_KINDS: &[QuantityKind] = &[
    kind("length", L, "m"),
    kind("height", L, "m"),
    kind("mass", M, "kg"),
    kind("duration", T, "s"),
    kind("time", T, "s"),
    kind("speed", SPEED, "m/s"),
    kind("pace", dim(-1, 0, 1), "s/m"),
    kind("acceleration", dim(1, 0, -2), "m/s2"),
    kind("frequency", HZ, "/min"),
    kind("heart_rate", HZ, "/min"),
    kind("cadence", HZ, "/min"),
    kind("power", POWER, "W"),
    kind("power_per_mass", dim(2, 0, -3), "W/kg"),
    kind("energy", ENERGY, "kcal"),
    kind("work", ENERGY, "kJ"),
    kind("force", FORCE, "N"),
    kind("pressure", PRESSURE, "Pa"),
    kind("temperature", KELVIN, "Cel"),
    kind("volume", VOLUME, "l"),
    kind("area", dim(2, 0, 0), "m2"),
    kind("angle", ONE, "deg"),
    kind("ratio", ONE, "1"),
    kind("dimensionless", ONE, "1"),
    kind("current", AMPERE, "A"),
    kind("voltage", VOLT, "V"),
];

/// Dimension and usual unit of a quantity kind.
pub fn quantity_kind(name: &str) -> Option<(Dim, Unit)> {
    let kind = QUANTITY_KINDS.iter().find(|kind| kind.name == name)?;
    super::parse_unit(kind.unit)
        .ok()
        .map(|unit| (kind.dim, unit))
}
