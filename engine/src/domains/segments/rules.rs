//! Who a person was when: what they said, as spans of days in which nothing of it changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use stadion_pack::model::Packs;

use super::model::PersonSpan;
use crate::domains::profile::Facts;
use crate::domains::profile::model::{Fact, Field};

/// No day is after it.
const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};
const GENERAL: [Field; 5] = [
    Field::BirthDate,
    Field::Category,
    Field::Sex,
    Field::Region,
    Field::Weight,
];

/// The spans of a person, and those of the categories that they said for single packs.
pub fn spans(packs: &Packs, facts: &[Fact]) -> Vec<PersonSpan> {
    let said = |sport: &str, fields: &[Field]| -> Vec<Fact> {
        let all = facts.iter();
        let of = all.filter(|fact| fact.sport == sport && fields.contains(&fact.field));
        of.cloned().collect()
    };
    let mut spans = spans_of(packs, "", said("", &GENERAL));
    let of_packs = facts.iter().filter(|fact| fact.field == Field::Category);
    let names: BTreeSet<&str> = of_packs.map(|fact| fact.sport.as_str()).collect();
    // What was said for one sport alone is asked by no segment.
    for pack in names
        .into_iter()
        .filter(|name| !name.is_empty() && !name.contains('.'))
    {
        spans.extend(spans_of(packs, pack, said(pack, &[Field::Category])));
    }
    spans
}

fn spans_of(packs: &Packs, pack: &str, facts: Vec<Fact>) -> Vec<PersonSpan> {
    let days: BTreeSet<NaiveDate> = facts.iter().map(|fact| fact.valid_from).collect();
    let facts = Facts(facts);
    let mut spans: Vec<PersonSpan> = Vec::new();
    let next = days.iter().skip(1).copied().chain([NEVER]);
    for (from, until) in days.iter().copied().zip(next) {
        let person = facts.on(packs, pack, from);
        let span = PersonSpan {
            pack: pack.to_owned(),
            from,
            until,
            birth_date: person.birth_date,
            category: person.category.map(|category| category.as_str().to_owned()),
            sex: person.sex.map(|sex| sex.as_str().to_owned()),
            region: person.region,
            weight: person.weight,
        };
        match spans.last_mut() {
            Some(last) if last.until == from && same(last, &span) => last.until = until,
            _ if span.is_empty() => {}
            _ => spans.push(span),
        }
    }
    spans
}

fn same(one: &PersonSpan, other: &PersonSpan) -> bool {
    let of = |span: &PersonSpan| PersonSpan {
        from: NEVER,
        until: NEVER,
        ..span.clone()
    };
    of(one) == of(other)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fact(field: Field, sport: &str, value: Value, from: &str) -> Fact {
        Fact {
            id: Uuid::nil(),
            field,
            sport: sport.to_owned(),
            value,
            valid_from: day(from),
            created_at: DateTime::<Utc>::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_was_said_becomes_spans_without_what_changes_nothing() {
        let facts = [
            fact(Field::BirthDate, "", json!("1990-03-15"), "1900-01-01"),
            fact(Field::Region, "", json!("DE"), "2025-01-01"),
            fact(Field::Photo, "", json!("x"), "2025-02-01"),
            fact(Field::Category, "running", json!("athlete"), "2025-03-01"),
            fact(Field::Sex, "", Value::Null, "2025-04-01"),
            fact(Field::Category, "running", Value::Null, "2025-05-01"),
            fact(Field::Region, "", Value::Null, "2025-06-01"),
        ];
        let told: Vec<_> = spans(&Packs::default(), &facts)
            .into_iter()
            .map(|span| {
                let born = span.birth_number();
                let (from, until) = (span.from.to_string(), span.until.to_string());
                (span.pack, from, until, born, span.region, span.category)
            })
            .collect();
        insta::assert_debug_snapshot!(told);
    }

    #[test]
    fn who_took_everything_back_is_nobody() {
        let facts = [
            fact(Field::Weight, "", json!(70.5), "2025-01-01"),
            fact(Field::Weight, "", Value::Null, "2025-02-01"),
        ];
        let spans = spans(&Packs::default(), &facts);
        assert_eq!(spans.len(), 1);
        assert_eq!(
            (spans[0].until, spans[0].weight),
            (day("2025-02-01"), Some(70.5))
        );
        assert!(super::spans(&Packs::default(), &[]).is_empty());
    }
}
