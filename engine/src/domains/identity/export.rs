//! "Download my data", and what this slice keeps of a user.

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::model::Membership;
use super::{service, store};
use crate::App;
use crate::db::Tx;
use crate::userdata::archive::{Packing, unreadable};
use crate::userdata::{ComesBack, ExportFile, Restoring, Tally, UserData, is_sane};
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};

/// A ZIP of what every slice keeps, one folder a slice.
pub async fn archive(app: &App, user_id: Uuid) -> Result<Vec<u8>> {
    let slices = crate::domains::user_data();
    let mut packing = Packing::begin(&slices, app.clock.now())?;
    for slice in slices {
        let folder = slice.name();
        let files = slice.export(app, user_id).await?;
        // Compressing takes long; other requests go on meanwhile.
        let packed = tokio::task::spawn_blocking(move || {
            packing.add(folder, &files)?;
            Ok::<_, Error>(packing)
        });
        packing = packed.await.map_err(|error| Error::internal(&error))??;
    }
    packing.finish()
}

const PROFILE: &str = "profile.json";
const SPORTS: &str = "sports.json";

pub struct IdentityData;

/// What of the account's own settings comes back.
#[derive(Deserialize)]
struct Kept {
    #[serde(default)]
    locale: Option<String>,
    #[serde(default)]
    time_zone: Option<String>,
}

/// Fills in what the account never said.
async fn settings_back(cx: &mut Restoring<'_>) -> Result<Tally> {
    let mut tally = Tally::of(cx.shown(PROFILE));
    let Some(kept) = cx.json::<Kept>(PROFILE).await? else {
        return Ok(tally);
    };
    let user = service::user(cx.app, cx.user_id).await?;
    let mut change = service::Profile::default();
    for (name, own, kept, change) in [
        (
            "Your language",
            &user.locale,
            kept.locale,
            &mut change.locale,
        ),
        (
            "Your time zone",
            &user.time_zone,
            kept.time_zone,
            &mut change.time_zone,
        ),
    ] {
        match (own, kept) {
            (None, Some(kept)) => *change = Some(Some(kept)),
            (Some(own), Some(kept)) if *own != kept => tally.keep(name),
            _ => {}
        }
    }
    if (change.locale.is_some() || change.time_zone.is_some())
        && let Err(error) = service::change_profile(cx.app, cx.user_id, change, |_| Ok(())).await
    {
        tally.refuse(&error);
    }
    Ok(tally)
}

/// Joins again what was joined; what was left here since stays left.
async fn sports_back(cx: &mut Restoring<'_>) -> Result<Tally> {
    let (sports, mut tally) = cx.list::<Membership>(SPORTS).await?;
    for sport in sports {
        let known = service::known_sport(cx.app, &sport.pack_id);
        if !is_sane(sport.joined_at) {
            tally.refuse(&unreadable(
                "A sport in it was joined at an impossible time.",
            ));
        } else if let Err(error) = known {
            tally.refuse(&error);
        } else if !store::join_again(&cx.app.db, cx.user_id, &sport).await? {
            tally.keep(&format!("Your membership of “{}”", sport.pack_id));
        }
    }
    Ok(tally)
}

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
                ExportFile::json(PROFILE, &profile)?,
                ExportFile::json("consents.json", &store::consents(db, user_id).await?)?,
                ExportFile::json("guardian.json", &store::guardian(db, user_id).await?)?,
                ExportFile::json("sessions.json", &store::sessions(db, user_id, now).await?)?,
                ExportFile::json("tokens.json", &store::tokens(db, user_id).await?)?,
                ExportFile::json("roles.json", &store::roles(db, user_id).await?)?,
                ExportFile::json("identities.json", &store::identities(db, user_id).await?)?,
                ExportFile::json(SPORTS, &store::memberships(db, user_id).await?)?,
                ExportFile::json("passages.json", &store::passages(db, user_id).await?)?,
            ])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "your sports; language and time zone where the account has none",
            but: "name and units, which are chosen for each account; consents, which are given in each; the mail address, logins, tokens, roles and the guardian, by which an account is protected",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let settings = settings_back(cx).await?;
            cx.tell(settings.done()).await?;
            let sports = sports_back(cx).await?;
            cx.tell(sports.done()).await
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::delete(tx, user_id).await?) })
    }
}
