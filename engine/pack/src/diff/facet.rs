//! What an element says, key by key, in words that can be compared: a kind lists it once, and the
//! diff, the plan of a release and the retelling of earlier workouts all read that list.

use std::fmt::Display;

use crate::expr::Checked;
use crate::model::{Bounds, Text};
use crate::units::Unit;

/// How a changed key is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Words, looks, order: nothing that is stored depends on it.
    Look,
    /// Used when something is shown or asked, from the next page on.
    Shown,
    /// Followed when workouts are told: the earlier ones are told anew.
    Told,
    /// Clients of the API and people go by it, and what is stored stays right: it may change with
    /// a major version.
    Relied,
    /// What stored facts mean. No migration turns one into the other.
    Meant,
    /// Something that people's facts name. Gone, it needs a `rename` or `retire` under this key of
    /// a migration; the name is `pack.` and this element's id before the member.
    Held(&'static str),
    /// Something that is there for clients and people, though nothing is stored under it.
    Offered,
    /// The least figure that may be typed in, in SI.
    AtLeast,
    /// The greatest.
    AtMost,
    /// Whether it has to be stated. If so from now on, a migration says what holds of those who
    /// never did (`backfill`).
    Required,
    /// A list whose words keep their order; added and removed ones are told elsewhere.
    Ranked,
}

/// Which reactions tell their projections by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    Nothing,
    /// The figures, parts, records and sums of workouts; wear and badges look at these.
    Workouts,
    /// Badges.
    Badges,
    /// The wear of gear.
    Wear,
    /// Who a person is, which badges may ask.
    People,
}

/// A value in words.
#[derive(Clone, Debug)]
pub enum Said {
    Words(String),
    /// An expression, which names other elements.
    Rule(String),
    /// An element of a kind, by its qualified id.
    Name(&'static str, String),
    /// In SI base units, and as people read it.
    Figure(f64, String),
}

/// A figure is the same in every unit.
impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Figure(one, _), Self::Figure(other, _)) => one.to_bits() == other.to_bits(),
            (Self::Name(of, one), Self::Name(kind, other)) => of == kind && one == other,
            (Self::Rule(one), Self::Rule(other)) | (Self::Words(one), Self::Words(other)) => {
                one == other
            }
            _ => false,
        }
    }
}

impl Said {
    pub fn in_words(&self) -> &str {
        match self {
            Self::Words(text) | Self::Rule(text) | Self::Name(_, text) | Self::Figure(_, text) => {
                text
            }
        }
    }
}

/// One key of an element, or one member of a key that holds several.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// The key and the member that this stands in: `fields` and `load`.
    pub within: Option<(&'static str, String)>,
    /// As written in YAML: `unit`.
    pub key: &'static str,
    /// `ru` of a title.
    pub member: String,
    pub said: Said,
    pub nature: Nature,
    pub tells: Tells,
}

/// All that an element says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub facets: Vec<Facet>,
    within: Option<(&'static str, String)>,
}

impl Facet {
    /// As people find it: `unit`, `title ru`, `fields load.unit`.
    pub fn path(&self) -> String {
        let own = [self.key, &self.member].join(" ");
        match &self.within {
            Some((key, member)) if member.is_empty() => format!("{key}.{}", own.trim()),
            Some((key, member)) => format!("{key} {member}.{}", own.trim()),
            None => own.trim().to_owned(),
        }
    }

    /// The same thing in another version.
    pub(super) fn at(&self) -> impl Ord + use<> {
        // `derive` says that there is a formula, and which.
        let is_rule = matches!(self.said, Said::Rule(_));
        (self.within.clone(), self.key, self.member.clone(), is_rule)
    }
}

impl Sheet {
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists what follows as standing in a key (`wear`), or in a member of it (the unit of a part's
    /// field).
    pub fn inside(&mut self, key: &'static str, member: &str, list: impl FnOnce(&mut Self)) {
        let before = self.within.replace((key, member.to_owned()));
        list(self);
        self.within = before;
    }

    pub fn say(&mut self, key: &'static str, said: Said, nature: Nature, tells: Tells) {
        self.member(key, "", said, nature, tells);
    }

    pub fn member(
        &mut self,
        key: &'static str,
        member: &str,
        said: Said,
        nature: Nature,
        tells: Tells,
    ) {
        self.facets.push(Facet {
            within: self.within.clone(),
            key,
            member: member.to_owned(),
            said,
            nature,
            tells,
        });
    }

    /// Words and looks; a text that is missing is left out.
    pub fn look(&mut self, key: &'static str, word: Option<impl Display>) {
        self.words(key, word, Nature::Look, Tells::Nothing);
    }

    pub fn words(
        &mut self,
        key: &'static str,
        word: Option<impl Display>,
        nature: Nature,
        tells: Tells,
    ) {
        if let Some(word) = word {
            self.say(key, Said::Words(word.to_string()), nature, tells);
        }
    }

    pub fn rule(&mut self, key: &'static str, rule: Option<&Checked>, tells: Tells) {
        if let Some(rule) = rule {
            let said = Said::Rule(rule.source().trim().to_owned());
            self.say(key, said, Nature::Told, tells);
        }
    }

    /// A text in each of its languages.
    pub fn text(&mut self, key: &'static str, text: &Text) {
        self.text_of(key, "", text);
    }

    /// The text of a member, in each of its languages.
    pub fn text_of(&mut self, key: &'static str, member: &str, text: &Text) {
        for (language, words) in &text.0 {
            let member = [member, language].join(" ");
            let said = Said::Words(words.clone());
            self.member(key, member.trim(), said, Nature::Look, Tells::Nothing);
        }
    }

    /// A list that a reader goes through; each entry is a member that may be there or not.
    pub fn each(
        &mut self,
        key: &'static str,
        entries: impl IntoIterator<Item = impl Into<String>>,
        nature: Nature,
        tells: Tells,
    ) {
        for entry in entries {
            let entry = entry.into();
            self.member(key, &entry, Said::Words(String::new()), nature, tells);
        }
    }

    /// The same of elements of a kind, by qualified id.
    pub fn names<'e>(
        &mut self,
        key: &'static str,
        kind: &'static str,
        ids: impl IntoIterator<Item = &'e str>,
        nature: Nature,
        tells: Tells,
    ) {
        for id in ids {
            self.member(key, id, Said::Name(kind, id.to_owned()), nature, tells);
        }
    }

    /// Bounds of what may be typed in. `none` of them is what cannot be typed in at all.
    pub fn bounds(&mut self, bounds: Option<&Bounds>, unit: &Unit) {
        let Some(bounds) = bounds else { return };
        self.each("input", ["asked"], Nature::Offered, Tells::Nothing);
        let ends = [
            ("min", bounds.min, Nature::AtLeast),
            ("max", bounds.max, Nature::AtMost),
        ];
        for (end, si, nature) in ends {
            if let Some(si) = si {
                let said = Said::Figure(si, in_unit(si, unit));
                self.member("input", end, said, nature, Tells::Nothing);
            }
        }
    }
}

/// `700 km`; a figure in SI in a unit, without the noise of conversions.
pub fn in_unit(si: f64, unit: &Unit) -> String {
    let figure = (unit.from_si(si) * 1e6).round() / 1e6;
    match unit.symbol.as_str() {
        "1" => figure.to_string(),
        symbol => format!("{figure} {symbol}"),
    }
}
