//! The flags that verbs on a server's data share.

use std::path::PathBuf;

use clap::Args;
use stadion_engine::config::{self, Config, ConfigError, Raw, Secret};

/// Flags win over `STADION_…` variables, and these over the file.
#[derive(Args, Clone, Debug, Default)]
pub struct Settings {
    /// TOML file with settings (docs/reference/config.md lists them)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder for the database file, originals and mail files
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Folder of sport packs; may be given several times
    #[arg(long, value_name = "DIR")]
    packs: Vec<PathBuf>,
    /// Folder of device adapters; may be given several times
    #[arg(long, value_name = "DIR")]
    adapters: Vec<PathBuf>,
    /// `sqlite:FILE` or `postgres://…`
    #[arg(long, value_name = "URL", value_parser = |text: &str| Ok::<_, String>(Secret::new(text)))]
    database: Option<Secret>,
}

impl Settings {
    pub fn raw(&self) -> Raw {
        Raw {
            data: self.data.clone(),
            packs: (!self.packs.is_empty()).then(|| self.packs.clone()),
            adapters: (!self.adapters.is_empty()).then(|| self.adapters.clone()),
            database: self.database.clone(),
            ..Raw::default()
        }
    }

    pub fn load(&self, flags: Raw) -> Result<Config, ConfigError> {
        Config::load(self.config.as_deref(), std::env::vars_os(), flags)
    }

    /// The file and line or the variable that gives a setting.
    pub fn origin(&self, key: &str) -> Result<Option<String>, ConfigError> {
        config::origin(key, self.config.as_deref(), std::env::vars_os())
    }
}
