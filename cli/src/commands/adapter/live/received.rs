//! What a vendor answered, as a payload to keep: the records that were gone through and nothing besides.

use indexmap::IndexMap;
use serde_json::Value;

use super::ask::Asked;
use super::mask::Masks;
use super::plan::Plan;

/// A payload, and the answers to further requests for its record.
#[derive(Debug)]
pub struct Received {
    pub payload: Vec<u8>,
    pub details: IndexMap<String, Vec<u8>>,
}

/// Of a list, what was gone through; of its first record, what belongs to it. No secret is in it.
pub fn received(plan: &Plan<'_>, asked: &Asked) -> Received {
    let first = asked.taken.first();
    let details = first.map(|taken| taken.details.iter());
    let details = details.into_iter().flatten();
    Received {
        payload: clean(&plan.masks, &cut(plan, asked)),
        details: details
            .map(|(into, bytes)| (into.clone(), clean(&plan.masks, bytes)))
            .collect(),
    }
}

fn cut(plan: &Plan<'_>, asked: &Asked) -> Vec<u8> {
    let whole = || asked.payload.clone();
    if asked.taken.len() >= asked.count {
        return whole();
    }
    let Ok(mut payload) = serde_json::from_slice::<Value>(&asked.payload) else {
        return whole();
    };
    let own = Some(&plan.stream.records).filter(|path| !path.is_root());
    let path = own.unwrap_or(&plan.adapter.decode.records);
    let taken = asked.taken.iter().filter_map(|taken| {
        // Under which name a record stands in a map, its place says last.
        let name = taken.record.place.rsplit('.').next().unwrap_or_default();
        Some((
            name.trim_matches('"').to_owned(),
            taken.record.value.clone()?,
        ))
    });
    if path.fill(&mut payload, taken.collect()) {
        payload.to_string().into_bytes()
    } else {
        whole()
    }
}

fn clean(masks: &Masks, bytes: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => masks.value(&value).to_string().into_bytes(),
        Err(_) => bytes.to_owned(),
    }
}
