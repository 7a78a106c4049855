//! Finds, among thousands of rules, those that may hold: for each attribute and value one set of
//! bits, a bit for each rule, and a word at a time for all of them.

use std::collections::HashMap;

use super::equalities::Literal;

/// An index over what rules cannot hold without. Rules have the numbers in which they came.
#[derive(Clone, Debug, Default)]
pub struct RuleIndex {
    attributes: Vec<Attribute>,
    rules: usize,
}

#[derive(Clone, Debug)]
struct Attribute {
    name: String,
    /// Rules that hold whatever it is, or without it.
    free: Vec<u64>,
    by_value: HashMap<Literal, Held>,
}

/// Rules that a value leaves possible.
#[derive(Clone, Debug)]
enum Held {
    /// Beside the free ones.
    Few(Vec<usize>),
    /// The free ones too.
    Many(Vec<u64>),
}

const BITS: usize = u64::BITS as usize;

impl RuleIndex {
    /// Each rule is a list of attributes with the values of which it needs one; an attribute stands
    /// in it once. A rule without any may always hold.
    pub fn new<R, N>(rules: impl IntoIterator<Item = R>) -> Self
    where
        R: IntoIterator<Item = (N, Vec<Literal>)>,
        N: AsRef<str>,
    {
        let mut needs: HashMap<String, Vec<(usize, Vec<Literal>)>> = HashMap::new();
        let mut count = 0;
        for rule in rules {
            for (attribute, values) in rule {
                let attribute = attribute.as_ref();
                if let Some(own) = needs.get_mut(attribute) {
                    own.push((count, values));
                } else {
                    needs.insert(attribute.to_owned(), vec![(count, values)]);
                }
            }
            count += 1;
        }
        let mut attributes: Vec<Attribute> = needs
            .into_iter()
            .map(|(name, needs)| Attribute::new(name, count, needs))
            .collect();
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            attributes,
            rules: count,
        }
    }

    /// What is asked of an event, in order.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
    }

    /// The numbers of the rules that an event's values leave possible, ascending: whoever asks
    /// evaluates these alone. `value_of` answers what an attribute is, `None` where it is missing.
    pub fn candidates(&self, mut value_of: impl FnMut(&str) -> Option<Literal>) -> Candidates {
        let mut words = full(self.rules);
        let mut kept = Vec::new();
        for attribute in &self.attributes {
            let value = value_of(&attribute.name);
            let held = value.and_then(|value| attribute.by_value.get(&value));
            match held {
                Some(Held::Many(held)) => keep(&mut words, held),
                Some(Held::Few(held)) => {
                    kept.clear();
                    kept.extend(held.iter().copied().filter(|rule| has(&words, *rule)));
                    keep(&mut words, &attribute.free);
                    for rule in &kept {
                        set(&mut words, *rule);
                    }
                }
                None => keep(&mut words, &attribute.free),
            }
        }
        Candidates { words, at: 0 }
    }
}

impl Attribute {
    fn new(name: String, rules: usize, needs: Vec<(usize, Vec<Literal>)>) -> Self {
        let mut free = full(rules);
        let mut lists: HashMap<Literal, Vec<usize>> = HashMap::new();
        for (rule, values) in needs {
            clear(&mut free, rule);
            for value in values {
                lists.entry(value).or_default().push(rule);
            }
        }
        let held = |list: Vec<usize>| {
            // A list is walked rule by rule, a set word by word.
            if list.len() <= free.len() {
                return Held::Few(list);
            }
            let mut bits = free.clone();
            for rule in &list {
                set(&mut bits, *rule);
            }
            Held::Many(bits)
        };
        Self {
            by_value: lists
                .into_iter()
                .map(|(value, list)| (value, held(list)))
                .collect(),
            name,
            free,
        }
    }
}

fn full(rules: usize) -> Vec<u64> {
    let mut words = vec![u64::MAX; rules.div_ceil(BITS)];
    if let (Some(last), over @ 1..) = (words.last_mut(), rules % BITS) {
        *last = (1 << over) - 1;
    }
    words
}

fn keep(words: &mut [u64], of: &[u64]) {
    for (word, of) in words.iter_mut().zip(of) {
        *word &= of;
    }
}

fn has(words: &[u64], rule: usize) -> bool {
    words
        .get(rule / BITS)
        .is_some_and(|word| word & (1 << (rule % BITS)) != 0)
}

fn set(words: &mut [u64], rule: usize) {
    if let Some(word) = words.get_mut(rule / BITS) {
        *word |= 1 << (rule % BITS);
    }
}

fn clear(words: &mut [u64], rule: usize) {
    if let Some(word) = words.get_mut(rule / BITS) {
        *word &= !(1 << (rule % BITS));
    }
}

/// Numbers of rules, ascending.
#[derive(Clone, Debug)]
pub struct Candidates {
    words: Vec<u64>,
    at: usize,
}

impl Candidates {
    /// Whether a rule is among those that are still to come.
    pub fn contains(&self, rule: usize) -> bool {
        has(&self.words, rule)
    }
}

impl Iterator for Candidates {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let Some(word) = self.words.get_mut(self.at) {
            if *word != 0 {
                let bit = word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(self.at * BITS + bit);
            }
            self.at += 1;
        }
        None
    }
}
