//! A running server: from bound addresses to a closed database.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch as signal;
use tokio::task::JoinHandle;

use super::telemetry;
use crate::catalog::watch;
use crate::clock::Clock;
use crate::config::Config;
use crate::{App, StartError};

/// What requests under way get to finish once a stop is asked for.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{address} cannot be listened on: {error}; choose another with `{setting}`")]
    Bind {
        address: SocketAddr,
        setting: &'static str,
        error: io::Error,
    },
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
}

/// Serves until SIGINT or SIGTERM. `announce` hears the address as soon as it is bound: requests
/// that come before packs and database are open wait. `opened` gets the app once it is; what it
/// begins ends before the database is closed.
pub async fn serve(
    mut config: Config,
    clock: Clock,
    announce: impl FnOnce(SocketAddr),
    opened: impl FnOnce(&App) -> Option<JoinHandle<()>>,
) -> Result<(), ServeError> {
    telemetry::start(&config);
    let listener = bind(config.listen, "--listen").await?;
    let metrics_listener = match config.metrics_listen {
        Some(address) => Some(bind(address, "metrics_listen").await?),
        None => None,
    };
    settle_port(&mut config, listener.local_addr()?);
    announce(config.listen);
    let stop = on_signal();
    let app = App::open(config, clock).await?;
    show(&app);
    let begun = opened(&app);
    let mut background = background(&app, metrics_listener, &stop);
    background.extend(begun);
    let served = run(listener, app.router(), stop).await;
    for task in background {
        task.abort();
        let _ = task.await; // cancelled, which is what was asked
    }
    app.db.close().await;
    tracing::info!("stopped");
    Ok(served?)
}

async fn bind(address: SocketAddr, setting: &'static str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| ServeError::Bind {
            address,
            setting,
            error,
        })
}

/// Port 0 asks for any free port: links in mails need the one that was given.
fn settle_port(config: &mut Config, bound: SocketAddr) {
    if config.public_url == format!("http://{}", config.listen) {
        config.public_url = format!("http://{bound}");
    }
    config.listen = bound;
}

/// What runs beside the requests. A cancelled reaction rolls back and is done after the next start.
fn background(
    app: &App,
    metrics: Option<TcpListener>,
    stop: &signal::Receiver<bool>,
) -> Vec<JoinHandle<()>> {
    let mut tasks: Vec<_> = app.tasks().into_iter().map(tokio::spawn).collect();
    if app.config.dev {
        let folders = app.catalog.folders().map(PathBuf::from).collect();
        let reloading = app.clone();
        let reload = move |unwatched| {
            reloading.catalog.reload(unwatched);
            show(&reloading);
        };
        tasks.push(tokio::spawn(watch::watch(folders, reload)));
        tasks.push(tokio::spawn(let_pages_go(app.clone(), stop.clone())));
    }
    if let Some(listener) = metrics {
        tasks.push(tokio::spawn(serve_metrics(
            listener,
            app.clone(),
            stop.clone(),
        )));
    }
    tasks
}

/// Tells the operator of the packs; whoever works on packs is told otherwise.
fn show(app: &App) {
    if app.config.worked_on.is_empty() {
        app.catalog.live().show();
    }
}

/// Open pages wait for the next reload; a stop shall not wait for them.
async fn let_pages_go(app: App, stop: signal::Receiver<bool>) {
    stopped(stop).await;
    app.catalog.wake();
}

async fn serve_metrics(listener: TcpListener, app: App, stop: signal::Receiver<bool>) {
    let router = Router::new()
        .route("/metrics", get(telemetry::metrics))
        .with_state(app);
    if let Err(error) = run(listener, router, stop).await {
        tracing::error!(%error, "the metrics listener stopped");
    }
}

/// Serves until `stop`; then takes no more connections and lets requests finish for a while.
async fn run(
    listener: TcpListener,
    router: Router,
    stop: signal::Receiver<bool>,
) -> io::Result<()> {
    let listener = listener.tap_io(|connection| {
        // Small answers go out at once; a connection that refuses the option works without.
        let _ = connection.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopped(stop.clone()));
    let late = async {
        stopped(stop).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving.into_future() => ended,
        () = late => {
            tracing::warn!("requests were cut off after {} s", GRACE.as_secs());
            Ok(())
        }
    }
}

/// Returns when a stop was asked for.
async fn stopped(mut stop: signal::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Listens for SIGINT and SIGTERM from now on. A second signal ends the process at once.
fn on_signal() -> signal::Receiver<bool> {
    let (tell, stop) = signal::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping: no new requests; those under way may finish");
        let _ = tell.send(true);
        asked_to_stop().await;
        std::process::exit(130);
    });
    stop
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => interrupt().await,
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    interrupt().await;
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals the process runs until it is killed.
        std::future::pending::<()>().await;
    }
}
