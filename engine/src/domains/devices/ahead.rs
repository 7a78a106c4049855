//! Work for a processor, done one piece ahead of whoever waits for it.

use std::sync::Arc;

use tokio::task::{JoinError, JoinHandle, spawn_blocking};

/// Pieces of work in a thread of their own: the next one is done while what came of the last is stored.
pub struct Ahead<P, T> {
    pieces: std::vec::IntoIter<P>,
    work: Arc<dyn Fn(P) -> T + Send + Sync>,
    under_way: Option<JoinHandle<T>>,
}

impl<P: Send + 'static, T: Send + 'static> Ahead<P, T> {
    /// Begins with the first at once. Dropped, it does no other.
    pub fn begin(pieces: Vec<P>, work: impl Fn(P) -> T + Send + Sync + 'static) -> Self {
        let mut ahead = Self {
            pieces: pieces.into_iter(),
            work: Arc::new(work),
            under_way: None,
        };
        ahead.go_on();
        ahead
    }

    /// What came of the next, in their order.
    pub async fn next(&mut self) -> Option<Result<T, JoinError>> {
        let done = self.under_way.take()?.await;
        self.go_on();
        Some(done)
    }

    fn go_on(&mut self) {
        self.under_way = self.pieces.next().map(|piece| {
            let work = Arc::clone(&self.work);
            spawn_blocking(move || work(piece))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pieces_are_done_in_order_and_one_that_fails_stops_no_other() {
        let mut ahead = Ahead::begin(vec![1, 2, 3], |piece| {
            assert_ne!(piece, 2, "a fault of its own");
            piece * 10
        });
        let mut told = Vec::new();
        while let Some(done) = ahead.next().await {
            told.push(done.ok());
        }
        assert_eq!(told, [Some(10), None, Some(30)]);
        assert!(Ahead::begin(Vec::<u8>::new(), drop).next().await.is_none());
    }
}
