//! "Download my data", and what this slice keeps of a user.

use std::io::{Cursor, Write};

use serde_json::json;
use uuid::Uuid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};

/// A ZIP of what every slice keeps, one folder a slice.
pub async fn archive(app: &App, user_id: Uuid) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for slice in crate::domains::user_data() {
        let folder = slice.name();
        let files = slice.export(app, user_id).await?;
        // Compressing takes long; other requests go on meanwhile.
        let packed = tokio::task::spawn_blocking(move || pack(zip, folder, &files)).await;
        zip = packed.map_err(|error| Error::internal(&error))??;
    }
    let done = zip.finish().map_err(|error| Error::internal(&error))?;
    Ok(done.into_inner())
}

type Zip = ZipWriter<Cursor<Vec<u8>>>;

fn pack(mut zip: Zip, folder: &str, files: &[ExportFile]) -> Result<Zip> {
    let options = SimpleFileOptions::default();
    for file in files {
        zip.start_file(format!("{folder}/{}", file.path), options)
            .map_err(|error| Error::internal(&error))?;
        zip.write_all(&file.bytes)
            .map_err(|error| Error::internal(&error))?;
    }
    Ok(zip)
}

pub struct IdentityData;

impl UserData for IdentityData {
    fn name(&self) -> &'static str {
        "account"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let db = &app.db;
            let user = store::by_id(db, user_id)
                .await?
                .ok_or_else(Error::unauthenticated)?;
            let profile = json!({
                "id": user.id,
                "email": user.email,
                "display_name": user.display_name,
                "locale": user.locale,
                "time_zone": user.time_zone,
                "units": user.units,
                "created_at": user.created_at,
            });
            let now = app.clock.now();
            Ok(vec![
                ExportFile::json("profile.json", &profile)?,
                ExportFile::json("consents.json", &store::consents(db, user_id).await?)?,
                ExportFile::json("guardian.json", &store::guardian(db, user_id).await?)?,
                ExportFile::json("sessions.json", &store::sessions(db, user_id, now).await?)?,
                ExportFile::json("tokens.json", &store::tokens(db, user_id).await?)?,
                ExportFile::json("roles.json", &store::roles(db, user_id).await?)?,
                ExportFile::json("identities.json", &store::identities(db, user_id).await?)?,
                ExportFile::json("sports.json", &store::memberships(db, user_id).await?)?,
                ExportFile::json("passages.json", &store::passages(db, user_id).await?)?,
            ])
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::delete(tx, user_id).await?) })
    }
}
