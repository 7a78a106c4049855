//! The tree of a YAML file, every node with its place.

use serde_json::Value;

use crate::place::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub tree: Tree,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    /// A number and the text it was written as, so that it can also be read as a figure.
    Number(serde_json::Number, String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub name: String,
    pub span: Span,
}

impl Node {
    pub fn entries(&self) -> &[(Key, Node)] {
        match &self.tree {
            Tree::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn get(&self, name: &str) -> Option<(&Key, &Node)> {
        self.entries()
            .iter()
            .find(|(k, _)| k.name == name)
            .map(|(k, n)| (k, n))
    }

    pub fn to_json(&self) -> Value {
        match &self.tree {
            Tree::Null => Value::Null,
            Tree::Bool(b) => Value::Bool(*b),
            Tree::Number(n, _) => Value::Number(n.clone()),
            Tree::Text(s) => Value::String(s.clone()),
            Tree::List(items) => items.iter().map(Self::to_json).collect(),
            Tree::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(k, n)| (k.name.clone(), n.to_json()))
                    .collect(),
            ),
        }
    }

    /// The node at a JSON Schema instance path, or the deepest one on the way to it.
    pub fn at_path<'a>(&self, path: impl IntoIterator<Item = PathStep<'a>>) -> &Self {
        let mut node = self;
        for step in path {
            let next = match (&node.tree, step) {
                (Tree::List(items), PathStep::Index(i)) => items.get(i),
                (Tree::Map(_), PathStep::Name(name)) => node.get(&name).map(|(_, n)| n),
                (Tree::Map(_), PathStep::Index(i)) => node.get(&i.to_string()).map(|(_, n)| n),
                _ => None,
            };
            let Some(next) = next else { break };
            node = next;
        }
        node
    }

    /// Marks what stands at a path; `drop_marked` takes it out once all are marked, for an entry
    /// taken out at once would move those after it.
    pub fn take_out(&mut self, path: &[PathStep<'_>]) {
        let Some((step, rest)) = path.split_first() else {
            self.tree = Tree::Null;
            return;
        };
        let next = match (&mut self.tree, step) {
            (Tree::List(items), PathStep::Index(i)) => items.get_mut(*i),
            (Tree::Map(entries), PathStep::Name(name)) => {
                let found = entries.iter_mut().find(|(key, _)| key.name == *name);
                found.map(|(_, node)| node)
            }
            _ => None,
        };
        if let Some(next) = next {
            next.take_out(rest);
        }
    }

    /// Takes out the entries that say nothing.
    pub fn drop_marked(&mut self) {
        match &mut self.tree {
            Tree::List(items) => {
                items.retain(|item| item.tree != Tree::Null);
                for item in items {
                    item.drop_marked();
                }
            }
            Tree::Map(entries) => {
                entries.retain(|(_, node)| node.tree != Tree::Null);
                for (_, node) in entries {
                    node.drop_marked();
                }
            }
            _ => {}
        }
    }

    pub fn describe(&self) -> &'static str {
        match &self.tree {
            Tree::Null => "nothing",
            Tree::Bool(_) => "a flag",
            Tree::Number(..) => "a number",
            Tree::Text(_) => "a text",
            Tree::List(_) => "a list",
            Tree::Map(_) => "a map",
        }
    }
}

#[derive(Clone, Debug)]
pub enum PathStep<'a> {
    Name(std::borrow::Cow<'a, str>),
    Index(usize),
}
