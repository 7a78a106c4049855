//! What can be inspected, by name.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// `metric:running.pace@` and a workout's id, `gear:running.running_shoes@` and an item's; the id may
/// be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub subject: Subject,
    pub of: Option<Uuid>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Qualified id.
    Metric(String),
    Badge(String),
    Norm(String),
    Gear(String),
    /// `running/running.pace/best/distance/5000`, and `~` before the exercise of one of several.
    Record {
        pack: String,
        key: String,
        variant: String,
    },
    /// `running/workout/route`.
    Block {
        pack: String,
        page: String,
        block: String,
    },
}

impl Subject {
    /// The word before the colon.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Metric(_) => "metric",
            Self::Badge(_) => "badge",
            Self::Norm(_) => "norm",
            Self::Gear(_) => "gear",
            Self::Record { .. } => "record",
            Self::Block { .. } => "block",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metric(id) | Self::Badge(id) | Self::Norm(id) | Self::Gear(id) => f.write_str(id),
            Self::Record { pack, key, variant } if variant.is_empty() => write!(f, "{pack}/{key}"),
            Self::Record { pack, key, variant } => write!(f, "{pack}/{key}~{variant}"),
            Self::Block { pack, page, block } => write!(f, "{pack}/{page}/{block}"),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.subject.kind(), self.subject)?;
        match self.of {
            Some(of) => write!(f, "@{of}"),
            None => Ok(()),
        }
    }
}

/// It is written in none of the ways there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl FromStr for Reference {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (kind, rest) = text.split_once(':').ok_or(Unreadable)?;
        let (id, of) = match rest.split_once('@') {
            Some((id, at)) => (id, Some(Uuid::try_parse(at).map_err(|_| Unreadable)?)),
            None => (rest, None),
        };
        let subject = subject(kind, id).ok_or(Unreadable)?;
        Ok(Self { subject, of })
    }
}

fn subject(kind: &str, id: &str) -> Option<Subject> {
    let qualified = || Some(id.to_owned()).filter(|id| id.contains('.'));
    match kind {
        "metric" => qualified().map(Subject::Metric),
        "badge" => qualified().map(Subject::Badge),
        "norm" => qualified().map(Subject::Norm),
        "gear" => qualified().map(Subject::Gear),
        "record" => {
            let (pack, key) = id.split_once('/')?;
            let (key, variant) = key.split_once('~').unwrap_or((key, ""));
            let [pack, key, variant] = [pack, key, variant].map(str::to_owned);
            Some(Subject::Record { pack, key, variant })
        }
        "block" => {
            let mut words = id.split('/').map(str::to_owned);
            let (pack, page, block) = (words.next()?, words.next()?, words.next()?);
            words
                .next()
                .is_none()
                .then_some(Subject::Block { pack, page, block })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_as_it_is_written() {
        let workout = "019c2a00-0000-7000-8000-000000000001";
        for text in [
            "metric:running.pace".to_owned(),
            format!("metric:running.pace@{workout}"),
            format!("badge:disc-golf.first_ace@{workout}"),
            format!("record:strength/strength.load/max/set.load/exercise~back_squat@{workout}"),
            "record:running/running.pace/best/distance/21097.5".to_owned(),
            "norm:core.weekly_activity".to_owned(),
            format!("gear:running.running_shoes@{workout}"),
            "block:running/workout/route".to_owned(),
        ] {
            let read: Reference = text.parse().expect(&text);
            assert_eq!(read.to_string(), text);
        }
        for text in [
            "",
            "metric",
            "metric:pace",
            "metric:a.b@x",
            "block:a/b",
            "block:a/b/c/d",
            "x:a.b",
        ] {
            assert_eq!(text.parse::<Reference>(), Err(Unreadable), "{text}");
        }
    }
}
