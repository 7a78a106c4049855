//! Texts with places to fill: `/activities/{record.id}/streams`.

use std::fmt;

/// A checked template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// What stands between braces.
    Name(String),
}

impl Template {
    /// Braces are closed and hold a name; the message says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, behind) = rest.split_at(open);
            let inner = behind.get(1..).unwrap_or_default();
            let Some(close) = inner.find('}') else {
                return Err("the brace is not closed".to_owned());
            };
            let name = inner.get(..close).unwrap_or_default().trim();
            if name.is_empty() || name.contains('{') {
                return Err("a name stands between braces".to_owned());
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Name(name.to_owned()));
            rest = inner.get(close + 1..).unwrap_or_default();
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// What has to be filled in.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// What each name stands for in a filled text, in order; nothing where the text is none of the
    /// template's. A name goes on until the text behind it begins.
    pub fn read<'t>(&self, text: &'t str) -> Option<Vec<(&str, &'t str)>> {
        let mut found = Vec::new();
        let mut rest = text;
        for (at, piece) in self.0.iter().enumerate() {
            match piece {
                Piece::Text(expected) => rest = rest.strip_prefix(expected.as_str())?,
                Piece::Name(name) => {
                    let end = match self.0.get(at + 1) {
                        Some(Piece::Text(behind)) => rest.find(behind.as_str())?,
                        Some(Piece::Name(_)) => 0,
                        None => rest.len(),
                    };
                    let (value, behind) = rest.split_at(end);
                    found.push((name.as_str(), value));
                    rest = behind;
                }
            }
        }
        rest.is_empty().then_some(found)
    }

    /// The text, each name as `value` tells it; nothing where one has no value.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Name(name) => value(name),
        });
        pieces.collect()
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Name(name) => write!(f, "{{{name}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_or_the_whole_is_nothing() {
        let template = Template::parse("/a/{record.id}/b?x={since}").unwrap();
        assert_eq!(template.names().collect::<Vec<_>>(), ["record.id", "since"]);
        let filled = template.fill(|name| Some(name.len().to_string()));
        assert_eq!(filled.as_deref(), Some("/a/9/b?x=5"));
        assert_eq!(
            template.fill(|name| (name == "since").then(String::new)),
            None
        );
        assert_eq!(template.to_string(), "/a/{record.id}/b?x={since}");
        assert_eq!(
            template.read("/a/9/b?x=5"),
            Some(vec![("record.id", "9"), ("since", "5")])
        );
        assert_eq!(template.read("/a/9/c?x=5"), None);
        assert_eq!(Template::parse("/a").unwrap().read("/a/b"), None);
        assert!(Template::parse("{").is_err() && Template::parse("{}").is_err());
    }
}
