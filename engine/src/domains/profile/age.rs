//! The bounds of age groups that hold in a region.

use stadion_pack::model::Packs;

use super::model::AgeBounds;
use super::spec::AgeGroups;

/// Where no live pack says anything: the most careful bounds of Europe (GDPR, article 8(1)).
fn careful() -> AgeBounds {
    AgeBounds {
        regions: Vec::new(),
        teen: 16,
        adult: 18,
        source: "GDPR, article 8(1)".to_owned(),
    }
}

/// The region's own, else the packs' default, else careful ones.
pub fn bounds(packs: &Packs, region: Option<&str>) -> AgeBounds {
    let all = || {
        let packs = packs.packs.values();
        packs.flat_map(|pack| pack.elements::<AgeGroups>().values())
    };
    let own = region
        .and_then(|region| all().find(|bounds| bounds.regions.iter().any(|code| code == region)));
    let found = own.or_else(|| all().find(|bounds| bounds.regions.is_empty()));
    found.map_or_else(careful, |bounds| AgeBounds::clone(bounds))
}
