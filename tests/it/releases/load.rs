//! People who use the servers: 200 requests a second, each of which must be answered well.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

use crate::server::Server;

const EVERY: Duration = Duration::from_millis(5);

pub struct Load {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
    since: Instant,
}

struct Shared {
    pages: Mutex<Vec<String>>,
    stopped: AtomicBool,
    answered: AtomicUsize,
    failed: Mutex<Vec<String>>,
}

/// What the people saw.
pub struct Seen {
    pub answered: usize,
    pub a_second: f64,
    pub failed: Vec<String>,
}

impl Load {
    pub fn start(servers: &[Server], token: &str) -> Self {
        let pages = ["/", "/core/", "/api/v1/sports", "/api/v1/workouts"];
        let shared = Arc::new(Shared {
            pages: Mutex::new(pages.map(str::to_owned).to_vec()),
            stopped: AtomicBool::new(false),
            answered: AtomicUsize::new(0),
            failed: Mutex::default(),
        });
        let urls: Vec<String> = servers.iter().map(|server| server.url.clone()).collect();
        let task = run(Arc::clone(&shared), urls, token.to_owned());
        Self {
            task: tokio::spawn(task),
            shared,
            since: Instant::now(),
        }
    }

    /// A page more that people look at.
    pub fn visit(&self, page: &str) {
        self.shared.pages.lock().unwrap().push(page.to_owned());
    }

    pub async fn stop(self) -> Seen {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.task.await.unwrap();
        let answered = self.shared.answered.load(Ordering::Relaxed);
        Seen {
            answered,
            a_second: answered as f64 / self.since.elapsed().as_secs_f64(),
            failed: self.shared.failed.lock().unwrap().clone(),
        }
    }
}

async fn run(shared: Arc<Shared>, urls: Vec<String>, token: String) {
    let http = stadion_engine::outgoing::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let mut under_way = JoinSet::new();
    let mut tick = tokio::time::interval(EVERY);
    for n in 0.. {
        if shared.stopped.load(Ordering::Relaxed) {
            break;
        }
        tick.tick().await;
        let page = {
            let pages = shared.pages.lock().unwrap();
            pages[n % pages.len()].clone()
        };
        let url = format!("{}{page}", urls[n % urls.len()]);
        // One in fifty writes.
        let request = if n % 50 == 0 {
            let body = json!({"sport": "core.other", "start": "2026-10-05T06:00:00Z", "metrics": {"duration": 60}});
            http.post(format!("{}/api/v1/workouts", urls[n % urls.len()]))
                .json(&body)
        } else {
            http.get(&url)
        };
        let (shared, request) = (Arc::clone(&shared), request.bearer_auth(&token));
        under_way.spawn(async move {
            match request.send().await {
                Ok(answer) if answer.status().as_u16() < 400 => {
                    shared.answered.fetch_add(1, Ordering::Relaxed);
                }
                Ok(answer) => {
                    let told = format!("{}: {}", answer.url(), answer.status());
                    shared.failed.lock().unwrap().push(told);
                }
                Err(error) => shared.failed.lock().unwrap().push(error.to_string()),
            }
        });
        while under_way.try_join_next().is_some() {}
    }
    under_way.join_all().await;
}
