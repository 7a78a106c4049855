//! Members of rows by name. The rows of a recording have theirs in one order mostly, so where each stood
//! in the row before is looked at first: asking a map for each would be half of the time that rows take.

use std::collections::HashSet;

use serde_json::Value;

/// What a row has where it is asked by a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Member<'v> {
    /// It is not asked by a name alone.
    Unnamed,
    Missing,
    Value(&'v Value),
}

pub struct Members<'n, 'v> {
    /// Those that are asked for; nothing where something else than a name is.
    names: Vec<Option<&'n str>>,
    /// The members of the row before in their order, and which of the names each is.
    order: Vec<(&'v str, Option<usize>)>,
    /// Of the row that was looked at last.
    values: Vec<Option<&'v Value>>,
}

impl<'n, 'v> Members<'n, 'v> {
    pub fn new(mut names: Vec<Option<&'n str>>) -> Self {
        // A member has one place: what is read from it a second time is looked up.
        let mut known = HashSet::new();
        for name in &mut names {
            *name = name.filter(|name| known.insert(*name));
        }
        Self {
            values: vec![None; names.len()],
            names,
            order: Vec::new(),
        }
    }

    pub fn look_at(&mut self, row: &'v Value) {
        self.values.fill(None);
        for (at, (name, value)) in row.as_object().into_iter().flatten().enumerate() {
            let asked = match self.order.get(at) {
                Some((known, asked)) if known == name => *asked,
                _ => self.place(at, name),
            };
            if let Some(slot) = asked.and_then(|asked| self.values.get_mut(asked)) {
                *slot = Some(value).filter(|value| !value.is_null());
            }
        }
    }

    /// Notes which of the names a member is.
    fn place(&mut self, at: usize, name: &'v str) -> Option<usize> {
        let asked = self.names.iter().position(|known| *known == Some(name));
        self.order.truncate(at);
        self.order.push((name, asked));
        asked
    }

    /// What stands by one of the names in the row that was looked at last.
    pub fn member(&self, asked: usize) -> Member<'v> {
        if self.names.get(asked).copied().flatten().is_none() {
            return Member::Unnamed;
        }
        let value = self.values.get(asked).copied().flatten();
        value.map_or(Member::Missing, Member::Value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_found_in_whatever_order_rows_have_them() {
        let rows = [
            json!({"t": 0, "a": 1, "b": 2}),
            json!({"t": 1, "b": 3, "a": 4}),
            json!({"a": 5}),
            json!({"t": 2, "x": 0, "a": null, "b": 6}),
            json!([7]),
            json!({"t": 3, "a": 8, "b": 9}),
        ];
        let mut members = Members::new(vec![Some("a"), None, Some("b"), Some("a")]);
        let mut told = Vec::new();
        for row in &rows {
            members.look_at(row);
            let number = |asked: usize| match members.member(asked) {
                Member::Value(value) => value.as_i64(),
                _ => None,
            };
            told.push((number(0), number(2)));
            let others = (members.member(1), members.member(3));
            assert_eq!(others, (Member::Unnamed, Member::Unnamed));
        }
        let all = [
            (Some(1), Some(2)),
            (Some(4), Some(3)),
            (Some(5), None),
            (None, Some(6)),
            (None, None),
            (Some(8), Some(9)),
        ];
        assert_eq!(told, all);
    }
}
