//! The catalogue as it is now, and the key that signs the ways out.

use url::Url;

use super::catalogue::{self, CatalogueError};
use super::model::{Catalogue, Link, Product};
use super::rules::links;
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::kept_key::KeptKey;
use crate::web::error::{Error, Result};

const KEY_FILE: &str = "shop.key";

pub struct Shop {
    pub catalogue: Catalogue,
    hosts: Vec<String>,
    clock: Clock,
    key: KeptKey,
}

impl Shop {
    /// Reads the catalogue that the settings name; without one, nothing is ever shown.
    pub fn open(config: &Config, clock: &Clock) -> std::result::Result<Self, CatalogueError> {
        let hosts = config.shop_hosts.clone();
        let path = config.catalog.as_deref();
        let catalogue = path.map(|path| catalogue::load(path, &hosts)).transpose()?;
        Ok(Self {
            catalogue: catalogue.unwrap_or_default(),
            hosts,
            clock: clock.clone(),
            key: KeptKey::new(config.shop_key.clone(), config.data.join(KEY_FILE), clock),
        })
    }

    /// The way out to a product; `None` to a host that is not allowed.
    pub fn sign(&self, product: &Product, link: &Link) -> Result<Option<String>> {
        if !self.is_allowed(&product.link) {
            return Ok(None);
        }
        let token = links::sign(self.key()?.reveal().as_bytes(), link);
        Ok(Some(format!("/go/{token}")))
    }

    /// What a followed link says.
    pub fn read(&self, token: &str) -> Result<std::result::Result<Link, links::Refused>> {
        let key = self.key()?;
        Ok(links::read(
            key.reveal().as_bytes(),
            token,
            self.clock.now(),
        ))
    }

    pub fn is_allowed(&self, link: &Url) -> bool {
        links::is_allowed(link, &self.hosts)
    }

    /// The settings' key, else that of the data folder, made with the first link.
    fn key(&self) -> Result<&Secret> {
        let key = self.key.get();
        key.map_err(|error| Error::internal(&format!("{}: {error}", self.key.file().display())))
    }
}
