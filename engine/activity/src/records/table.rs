//! A list of maps of which some members are wanted, by their names: hours of samples, a row for each moment.
//! As a tree each row would have its names and a place of its own for each of them; here it has its values.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::tree::Tree;

/// Which list of a document is wanted as a table, and what of its rows.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The member of the document that is the list.
    pub list: String,
    /// Members of its rows.
    pub names: Vec<String>,
    /// Entries of the list that are looked at.
    pub most: usize,
}

/// What a row has where it was asked.
#[derive(Clone, Debug, Default, PartialEq)]
enum Cell {
    /// Null, too.
    #[default]
    Missing,
    Whole(i64),
    Number(f64),
    Other(Box<Value>),
}

impl Cell {
    fn value(&self) -> Option<Cow<'_, Value>> {
        match self {
            Self::Missing => None,
            Self::Whole(number) => Some(Cow::Owned(Value::Number((*number).into()))),
            Self::Number(number) => Number::from_f64(*number).map(Value::Number).map(Cow::Owned),
            Self::Other(value) => Some(Cow::Borrowed(value)),
        }
    }
}

/// Rows in their order; entries that are null are none.
#[derive(Clone, Debug)]
pub struct Table {
    wanted: Wanted,
    cells: Vec<Cell>,
    /// Where in the list each row stood.
    places: Vec<usize>,
}

impl Table {
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The member of the document that it was.
    pub fn list(&self) -> &str {
        &self.wanted.list
    }

    /// Where in the list a row stood.
    pub fn place(&self, row: usize) -> usize {
        self.places.get(row).copied().unwrap_or(row)
    }

    /// Which of the wanted names a name is.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.wanted.names.iter().position(|known| known == name)
    }

    /// What a row has by one of the names; null is nothing.
    pub fn value(&self, row: usize, column: usize) -> Option<Cow<'_, Value>> {
        let at = row * self.wanted.names.len() + column;
        self.cells.get(at).and_then(Cell::value)
    }
}

/// A document, and its list as a table where it has one; the list is then no member of it.
pub fn with_table(bytes: &[u8], wanted: &Wanted) -> serde_json::Result<(Value, Option<Table>)> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Reader::Document(wanted).deserialize(&mut reader)?;
    reader.end()?;
    Ok(match read {
        Read::Document(map, table) => (Value::Object(map), table),
        other => (other.into_value(), None),
    })
}

/// What stands where in the document.
enum Reader<'r> {
    Document(&'r Wanted),
    List(&'r Wanted),
    Row(&'r mut Table, &'r mut Order),
    Cell,
}

enum Read {
    Document(Map<String, Value>, Option<Table>),
    Table(Table),
    Row,
    Cell(Cell),
}

impl Read {
    fn into_value(self) -> Value {
        match self {
            Self::Cell(Cell::Other(value)) => *value,
            Self::Cell(cell) => cell.value().map_or(Value::Null, Cow::into_owned),
            _ => Value::Null,
        }
    }
}

/// The members of the row before: rows alike have theirs in one order.
type Order = Vec<(String, Option<usize>)>;

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Read, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Read;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any JSON value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Read, E> {
        Ok(Read::Cell(Cell::Other(Box::new(Value::Bool(flag)))))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Read, E> {
        Ok(Read::Cell(Cell::Whole(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Read, E> {
        let other = || Cell::Other(Box::new(Value::Number(number.into())));
        let cell = i64::try_from(number).map_or_else(|_| other(), Cell::Whole);
        Ok(Read::Cell(cell))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Read, E> {
        Ok(Read::Cell(Cell::Number(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Read, E> {
        let text = Value::String(text.to_owned());
        Ok(Read::Cell(Cell::Other(Box::new(text))))
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Read::Cell(Cell::Missing))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<Read, A::Error> {
        match self {
            Self::List(wanted) => rows(wanted, entries).map(Read::Table),
            _ => Tree::default().visit_seq(entries).map(tree),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Read, A::Error> {
        match self {
            Self::Document(wanted) => document(wanted, entries),
            Self::Row(table, order) => row(table, order, entries).map(|()| Read::Row),
            _ => Tree::default().visit_map(entries).map(tree),
        }
    }
}

fn tree(value: Value) -> Read {
    Read::Cell(Cell::Other(Box::new(value)))
}

fn document<'de, A: MapAccess<'de>>(wanted: &Wanted, mut entries: A) -> Result<Read, A::Error> {
    let (mut map, mut table) = (Map::new(), None);
    while let Some(name) = entries.next_key::<String>()? {
        if name != wanted.list {
            map.insert(name, entries.next_value_seed(Tree::default())?);
            continue;
        }
        // Of what stands twice the last counts.
        map.shift_remove(&name);
        table = None;
        match entries.next_value_seed(Reader::List(wanted))? {
            Read::Table(list) => table = Some(list),
            other => {
                map.insert(name, other.into_value());
            }
        }
    }
    Ok(Read::Document(map, table))
}

fn rows<'de, A: SeqAccess<'de>>(wanted: &Wanted, mut entries: A) -> Result<Table, A::Error> {
    let mut table = Table {
        wanted: wanted.clone(),
        cells: Vec::new(),
        places: Vec::new(),
    };
    let (width, mut order) = (wanted.names.len(), Order::new());
    for place in 0.. {
        let begun = table.cells.len();
        table.cells.resize(begun + width, Cell::Missing);
        let read = entries.next_element_seed(Reader::Row(&mut table, &mut order))?;
        let is_row = place < wanted.most && !matches!(read, Some(Read::Cell(Cell::Missing)));
        if is_row && read.is_some() {
            table.places.push(place);
        } else {
            table.cells.truncate(begun);
        }
        if read.is_none() {
            break;
        }
    }
    Ok(table)
}

/// Fills the last row of the table.
fn row<'de, A: MapAccess<'de>>(
    table: &mut Table,
    order: &mut Order,
    mut entries: A,
) -> Result<(), A::Error> {
    let begun = table.cells.len().saturating_sub(table.wanted.names.len());
    let mut at = 0;
    while let Some(column) = entries.next_key_seed(Name {
        of: table,
        order,
        at,
    })? {
        at += 1;
        let read = entries.next_value_seed(Reader::Cell)?;
        let cell = column.and_then(|column| table.cells.get_mut(begun + column));
        if let (Some(cell), Read::Cell(read)) = (cell, read) {
            *cell = read;
        }
    }
    Ok(())
}

/// The name of a row's member, told as one of those that are wanted.
struct Name<'r> {
    of: &'r Table,
    order: &'r mut Order,
    at: usize,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Option<usize>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<usize>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<usize>, E> {
        match self.order.get(self.at) {
            Some((known, column)) if known == name => Ok(*column),
            _ => {
                let column = self.of.column(name);
                self.order.truncate(self.at);
                self.order.push((name.to_owned(), column));
                Ok(column)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::records::tree;

    fn wanted() -> Wanted {
        Wanted {
            list: "rows".to_owned(),
            names: vec!["t".to_owned(), "a".to_owned()],
            most: 6,
        }
    }

    /// As the tree of the same has it.
    fn as_tree(document: &Value, table: &Table) -> Vec<(usize, Vec<Option<Value>>)> {
        let rows = document["rows"].as_array().unwrap().iter().enumerate();
        let rows = rows.filter(|(_, row)| !row.is_null()).take(table.len());
        let cell =
            |row: &Value, name: &str| row.get(name).filter(|value| !value.is_null()).cloned();
        rows.map(|(place, row)| (place, vec![cell(row, "t"), cell(row, "a")]))
            .collect()
    }

    #[test]
    fn a_table_has_what_a_tree_has() {
        let text = r#"{"id": "x", "rows": [
            {"t": 0, "a": 1.5, "b": [1, {"c": 2}]}, null, {"a": "2", "t": 1},
            {"t": 18446744073709551615, "t": -2}, 7, {"a": null, "t": {"u": [true]}}, {"t": 99}],
            "more": {"rows": [1]}}"#;
        let document = tree::of(text.as_bytes()).unwrap();
        let (rest, table) = with_table(text.as_bytes(), &wanted()).unwrap();
        let table = table.unwrap();
        assert_eq!(rest, json!({"id": "x", "more": {"rows": [1]}}));
        assert_eq!(
            (table.list(), table.len(), table.column("b")),
            ("rows", 5, None)
        );
        let cells = |row: usize| {
            (0..2)
                .map(|column| table.value(row, column).map(Cow::into_owned))
                .collect()
        };
        let told: Vec<(usize, Vec<Option<Value>>)> = (0..table.len())
            .map(|row| (table.place(row), cells(row)))
            .collect();
        assert_eq!(told, as_tree(&document, &table));
    }

    #[test]
    fn what_is_no_list_of_a_map_is_a_tree() {
        for text in [
            r#"{"rows": {"t": 1}, "id": 2}"#,
            r#"{"rows": [], "rows": 1.5}"#,
            r#"{"rows": null}"#,
            r#"[{"rows": [1]}]"#,
            "18446744073709551615",
            "\"a\"",
            "true",
            "{}",
        ] {
            let (value, table) = with_table(text.as_bytes(), &wanted()).unwrap();
            assert_eq!(value, tree::of(text.as_bytes()).unwrap(), "{text}");
            assert!(table.is_none(), "{text}");
        }
        let twice = br#"{"rows": 1, "rows": [{"t": 5}]}"#;
        let (value, table) = with_table(twice, &wanted()).unwrap();
        assert_eq!(value, json!({}));
        assert_eq!(
            table.unwrap().value(0, 0).map(Cow::into_owned),
            Some(json!(5))
        );
        for broken in [
            r#"{"rows":[{"t":1e999}]}"#,
            r#"{"rows":[{"x":1e999}]}"#,
            r#"{"rows":[{"t":}]}"#,
            "{",
            "1 2",
        ] {
            let ours = with_table(broken.as_bytes(), &wanted()).unwrap_err();
            let plain = tree::of(broken.as_bytes()).unwrap_err();
            assert_eq!(ours.to_string(), plain.to_string(), "{broken}");
        }
    }
}
