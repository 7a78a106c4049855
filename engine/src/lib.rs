//! The engine: loads sport packs and serves from them one app per sport, a REST API and ingest.
//! `build` is the one place where everything is put together.

pub mod blobs;
pub mod catalog;
pub mod clock;
pub mod config;
pub mod db;
pub mod domains;
pub mod events;
pub mod web;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;

use crate::blobs::Blobs;
use crate::catalog::Catalog;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::events::Events;
use crate::web::auth::Authenticate;

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub catalog: Catalog,
    pub blobs: Blobs,
    pub events: Events,
    pub authenticate: Box<dyn Authenticate>,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] db::OpenError),
    #[error("{path}: {error}")]
    Data { path: String, error: std::io::Error },
}

impl App {
    /// Opens what the configuration names. Packs with findings do not stop a start: the others run.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data).map_err(|error| StartError::Data {
            path: config.data.display().to_string(),
            error,
        })?;
        let db = Db::open(config.database.reveal()).await?;
        let first_generation = u64::try_from(clock.now().timestamp_millis()).unwrap_or(0);
        let parts = Parts {
            catalog: Catalog::load(&config.packs, domains::kinds(), first_generation),
            blobs: Blobs::in_folder(config.data.join("blobs")),
            events: Events::new(domains::reactions()),
            authenticate: Box::new(web::auth::NoOne),
            config,
            db,
            clock,
        };
        Ok(Self(Arc::new(parts)))
    }

    /// The API's description.
    pub fn openapi() -> utoipa::openapi::OpenApi {
        web::openapi::complete(web::with_shared(domains::routes()).openapi().clone())
    }

    /// All routes with their layers.
    pub fn router(&self) -> Router {
        web::build(self, domains::routes())
    }
}
