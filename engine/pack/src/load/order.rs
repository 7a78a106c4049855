//! Dependency order with its circles told apart.

use std::collections::HashMap;

use indexmap::IndexMap;

pub(crate) struct Order {
    /// Dependencies before what needs them; what stands in a circle is left out.
    pub sorted: Vec<String>,
    /// Each circle once, from its first member in the order written.
    pub cycles: Vec<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

/// Orders the keys of `needs`; a need that is no key is passed over.
pub(crate) fn dependency_order(needs: &IndexMap<&str, Vec<String>>) -> Order {
    let mut order = Order {
        sorted: Vec::new(),
        cycles: Vec::new(),
    };
    let mut marks = HashMap::new();
    for root in needs.keys() {
        visit(root, needs, &mut marks, &mut order);
    }
    let circular: Vec<_> = order.cycles.iter().flatten().cloned().collect();
    order.sorted.retain(|id| !circular.contains(id));
    order
}

/// Depth first with a stack of its own, so that a long chain cannot exhaust the thread's.
fn visit<'a>(
    root: &'a str,
    needs: &'a IndexMap<&str, Vec<String>>,
    marks: &mut HashMap<&'a str, Mark>,
    order: &mut Order,
) {
    if marks.contains_key(root) {
        return;
    }
    let mut path: Vec<(&str, usize)> = vec![(root, 0)];
    marks.insert(root, Mark::Open);
    while let Some((id, next)) = path.last_mut() {
        let need = needs.get(*id).and_then(|list| list.get(*next));
        *next += 1;
        let Some(need) = need else {
            marks.insert(id, Mark::Done);
            order.sorted.push((*id).to_owned());
            path.pop();
            continue;
        };
        let Some((need, _)) = needs.get_key_value(need.as_str()) else {
            continue;
        };
        match marks.get(*need) {
            None => {
                marks.insert(need, Mark::Open);
                path.push((need, 0));
            }
            Some(Mark::Open) => {
                let from = path
                    .iter()
                    .position(|(id, _)| id == need)
                    .unwrap_or_default();
                let cycle = path.iter().skip(from).map(|(id, _)| (*id).to_owned());
                order.cycles.push(cycle.collect());
            }
            Some(Mark::Done) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(edges: &[(&'static str, &[&str])]) -> Order {
        let needs: IndexMap<&str, Vec<String>> = edges
            .iter()
            .map(|(id, needs)| (*id, needs.iter().map(ToString::to_string).collect()))
            .collect();
        dependency_order(&needs)
    }

    #[test]
    fn needs_come_first() {
        let order = order(&[("c", &["b", "x"]), ("a", &[]), ("b", &["a"])]);
        assert_eq!(order.sorted, ["a", "b", "c"]);
        assert!(order.cycles.is_empty());
    }

    #[test]
    fn circles_are_told_apart_from_the_rest() {
        let order = order(&[("a", &["b"]), ("b", &["a"]), ("c", &["c"]), ("d", &[])]);
        assert_eq!(order.cycles, [vec!["a", "b"], vec!["c"]]);
        assert_eq!(order.sorted, ["d"]);
    }

    #[test]
    fn a_long_chain_does_not_exhaust_the_stack() {
        let ids: Vec<String> = (0..50_000).map(|n| format!("m{n}")).collect();
        let needs: IndexMap<&str, Vec<String>> = ids
            .iter()
            .enumerate()
            .map(|(n, id)| (id.as_str(), ids.get(n + 1).cloned().into_iter().collect()))
            .collect();
        assert_eq!(dependency_order(&needs).sorted.len(), 50_000);
    }
}
