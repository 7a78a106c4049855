//! The engine: loads sport packs and serves from them one app per sport, a REST API and ingest.
//! `build` is the one place where everything is put together.

pub mod adapters;
pub mod blobs;
pub mod catalog;
pub mod clock;
pub mod config;
pub mod db;
pub mod domains;
pub mod events;
mod icons;
mod kept_key;
pub mod mail;
pub mod outgoing;
pub mod simulator;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod userdata;
pub mod web;

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use axum::Router;

use crate::blobs::Blobs;
use crate::catalog::{Catalog, Folders};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::domains::cases::Samples;
use crate::domains::clouds::Seal;
use crate::domains::identity::Accounts;
use crate::domains::releases::{self, Following};
use crate::domains::shelf::{CatalogueError, Shop};
use crate::events::Events;
use crate::mail::{MailConfigError, Mailer};
use crate::outgoing::Outgoing;
use crate::web::auth::{Authenticate, BoxFuture};
use crate::web::limits::Limits;
use crate::web::manufacturer::FindKey;
use crate::web::telemetry::Figures;
use crate::web::ui::i18n::I18n;
use crate::web::ui::{Ui, UiError};

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    /// What time it is for whoever holds this.
    pub clock: Clock,
}

pub struct Parts {
    pub config: Config,
    pub db: Db,
    pub catalog: Catalog,
    /// What of the releases is live here.
    pub releases: Following,
    pub blobs: Blobs,
    pub events: Events,
    pub authenticate: Box<dyn Authenticate>,
    pub accounts: Arc<Accounts>,
    /// Requests to vendors.
    pub outgoing: Outgoing,
    /// Hides what vendors let us in with.
    pub seal: Seal,
    /// Who is behind a manufacturer's key.
    pub keys: FindKey,
    pub limits: Limits,
    /// The slices' part of `/metrics`.
    pub figures: Figures,
    pub mail: Mailer,
    /// What may be suggested, and the key of the ways there.
    pub shop: Shop,
    /// The people of the cases that somebody works on.
    pub samples: Samples,
    /// The texts of mails; pages take those of `ui`.
    pub i18n: Arc<I18n>,
    pub ui: Ui,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] db::OpenError),
    #[error("{path}: {error}")]
    Data { path: String, error: std::io::Error },
    #[error(transparent)]
    Mail(#[from] MailConfigError),
    #[error(transparent)]
    Ui(#[from] UiError),
    #[error("what was published cannot be read: {0}")]
    Releases(String),
    #[error("requests to vendors cannot be made: {0}")]
    Tls(String),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// People who work on texts and templates see each change with the next page.
fn ui(config: &Config) -> Result<Ui, UiError> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    if config.dev && source.join("templates").is_dir() {
        Ui::reloading(source.to_owned())
    } else {
        Ui::embedded()
    }
}

impl App {
    /// Opens what the configuration names. Packs with findings do not stop a start: the others run.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data).map_err(|error| StartError::Data {
            path: config.data.display().to_string(),
            error,
        })?;
        let db = Db::open(config.database.reveal()).await?;
        Self::with_releases(config, clock, db).await
    }

    /// As `open`, on a database that a server made: nothing is created, neither files nor tables.
    pub async fn open_existing(config: Config, clock: Clock) -> Result<Self, StartError> {
        let db = Db::existing(config.database.reveal()).await?;
        Self::with_releases(config, clock, db).await
    }

    /// What was published is live from the first request on.
    async fn with_releases(config: Config, clock: Clock, db: Db) -> Result<Self, StartError> {
        let app = Self::with_db(config, clock, db)?;
        let adopted = releases::adopt(&app).await;
        adopted.map_err(|error| StartError::Releases(error.to_string()))?;
        Ok(app)
    }

    /// On a database that is open and migrated already.
    pub fn with_db(config: Config, clock: Clock, db: Db) -> Result<Self, StartError> {
        let ui = ui(&config)?;
        Self::with_ui(config, clock, db, ui)
    }

    /// The same with other texts, templates and assets than those built in.
    pub fn with_ui(config: Config, clock: Clock, db: Db, ui: Ui) -> Result<Self, StartError> {
        let first_generation = u64::try_from(clock.now().timestamp_millis()).unwrap_or(0);
        let accounts = Arc::new(Accounts::new(&clock));
        let parts = Parts {
            catalog: Catalog::load_for(
                Folders {
                    packs: config.packs.clone(),
                    adapters: config.adapters.clone(),
                },
                &config.worked_on,
                domains::kinds(),
                first_generation,
            ),
            releases: Following::default(),
            blobs: Blobs::in_folder(config.data.join("blobs")),
            events: Events::new(domains::reactions()).after(Box::new(domains::migrate::OwedFirst)),
            authenticate: Box::new(accounts.clone()),
            accounts,
            outgoing: Outgoing::new().map_err(StartError::Tls)?,
            seal: Seal::new(&config, &clock),
            keys: domains::devices::by_key,
            figures: domains::figures,
            limits: Limits::new(&config.rates, &clock),
            mail: Mailer::new(&config)?,
            shop: Shop::open(&config, &clock)?,
            samples: Samples::default(),
            i18n: ui.i18n(),
            ui,
            config,
            db,
        };
        Ok(Self {
            parts: Arc::new(parts),
            clock,
        })
    }

    /// The same app at another time and with other randomness: what is called through it happens
    /// then.
    #[must_use]
    pub fn at(&self, clock: Clock) -> Self {
        Self {
            parts: Arc::clone(&self.parts),
            clock,
        }
    }

    /// The API's description.
    pub fn openapi() -> utoipa::openapi::OpenApi {
        web::openapi::complete(web::with_shared(domains::routes()).openapi().clone())
    }

    /// What runs beside the requests until the process stops. Each may be cut off at any point:
    /// what it had not committed is done after the next start.
    pub fn tasks(&self) -> Vec<BoxFuture<'static, ()>> {
        vec![
            Box::pin(Events::dispatch(self.clone())),
            Box::pin(events::renew(self.clone())),
            Box::pin(domains::migrate::run(self.clone())),
            Box::pin(domains::imports::run(self.clone())),
            Box::pin(domains::clouds::run(self.clone())),
            Box::pin(Mailer::run(self.clone())),
            Box::pin(domains::identity::keep_house(self.clone())),
            Box::pin(domains::workouts::house::keep_house(self.clone())),
            Box::pin(domains::workouts::renew::run(self.clone())),
            Box::pin(domains::gear::keep_house(self.clone())),
            Box::pin(releases::keep_up(self.clone())),
            Box::pin(domains::demo::run(self.clone())),
        ]
    }

    /// All routes with their layers.
    pub fn router(&self) -> Router {
        let routes = domains::routes();
        let routes = if self.config.worked_on.is_empty() {
            routes
        } else {
            domains::cases::routes(routes)
        };
        web::build(self, routes, domains::around)
    }
}
