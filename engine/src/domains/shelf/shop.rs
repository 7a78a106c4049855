//! The catalogue as it is now, and the key that signs the ways out.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use url::Url;

use super::catalogue::{self, CatalogueError};
use super::model::{Catalogue, Link, Product};
use super::rules::links;
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::web::error::{Error, Result};

const KEY_FILE: &str = "shop.key";

pub struct Shop {
    pub catalogue: Catalogue,
    hosts: Vec<String>,
    clock: Clock,
    key_file: PathBuf,
    key: OnceLock<Secret>,
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
            key_file: config.data.join(KEY_FILE),
            key: config
                .shop_key
                .clone()
                .map(OnceLock::from)
                .unwrap_or_default(),
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
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let made = self
            .kept_key()
            .map_err(|error| Error::internal(&format!("{}: {error}", self.key_file.display())))?;
        Ok(self.key.get_or_init(|| made))
    }

    fn kept_key(&self) -> std::io::Result<Secret> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.key_file) {
            Ok(mut file) => {
                let key = self.clock.new_secret();
                file.write_all(key.as_bytes())?;
                file.sync_all()?;
                Ok(Secret::new(key))
            }
            // Another process may have made it, and be writing it yet: too short is an error.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let key = std::fs::read_to_string(&self.key_file)?;
                let key = key.trim();
                if key.len() < 32 {
                    return Err(std::io::Error::other(
                        "the key is too short: remove the file",
                    ));
                }
                Ok(Secret::new(key))
            }
            Err(error) => Err(error),
        }
    }
}
