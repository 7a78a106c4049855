//! Work for several people at once: each person's in the order in which it came, since a later telling
//! replaces an earlier one; people do not wait for one another.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;

use tokio::task::{Id, JoinError, JoinSet};
use uuid::Uuid;

/// So many people at once: what one waits for the disk and the database, others use.
const AT_ONCE: usize = 4;

/// What is under way, and what came of the rest, by its place in the request.
pub struct Lanes<T> {
    tasks: JoinSet<T>,
    under_way: HashMap<Id, (usize, Uuid)>,
    done: BTreeMap<usize, Result<T, JoinError>>,
}

impl<T: Send + 'static> Lanes<T> {
    pub fn new() -> Self {
        Self {
            tasks: JoinSet::new(),
            under_way: HashMap::new(),
            done: BTreeMap::new(),
        }
    }

    /// Begins work for a person, once their earlier work is done.
    pub async fn begin(
        &mut self,
        place: usize,
        person: Uuid,
        work: impl Future<Output = T> + Send + 'static,
    ) {
        while self.under_way.len() >= AT_ONCE || self.is_busy(person) {
            self.next().await;
        }
        let task = self.tasks.spawn(work);
        self.under_way.insert(task.id(), (place, person));
    }

    fn is_busy(&self, person: Uuid) -> bool {
        self.under_way.values().any(|(_, of)| *of == person)
    }

    async fn next(&mut self) {
        let Some(ended) = self.tasks.join_next_with_id().await else {
            return self.under_way.clear();
        };
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, Ok(outcome)),
            Err(error) => (error.id(), Err(error)),
        };
        if let Some((place, _)) = self.under_way.remove(&id) {
            self.done.insert(place, outcome);
        }
    }

    /// What came of all of it, by its place.
    pub async fn all(mut self) -> BTreeMap<usize, Result<T, JoinError>> {
        while !self.under_way.is_empty() {
            self.next().await;
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[tokio::test]
    async fn one_person_s_work_is_done_in_order_and_all_of_it_is_told() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut lanes = Lanes::new();
        for (place, person) in [one, one, other, one, other].into_iter().enumerate() {
            let order = Arc::clone(&order);
            let work = async move {
                // The first takes longest.
                for _ in 0..20 - 4 * place {
                    tokio::task::yield_now().await;
                }
                assert_ne!(place, 4, "a fault of its own");
                order.lock().expect("no panic").push((person, place));
                place * 10
            };
            lanes.begin(place, person, work).await;
        }
        let all = lanes.all().await;
        let told: Vec<_> = all
            .iter()
            .map(|(place, done)| (*place, done.as_ref().ok()))
            .collect();
        let expected = [
            (0, Some(&0)),
            (1, Some(&10)),
            (2, Some(&20)),
            (3, Some(&30)),
            (4, None),
        ];
        assert_eq!(told, expected);
        let order = order.lock().expect("no panic");
        let of_one: Vec<_> = order
            .iter()
            .filter(|(of, _)| *of == one)
            .map(|(_, at)| *at)
            .collect();
        assert_eq!(of_one, [0, 1, 3]);
    }
}
