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
