//! Which release is live: one transaction changes it, and only from what its author looked at.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use stadion_pack::PackSource;
use uuid::Uuid;

use super::check::{self, Candidate};
use super::follow::{adopt, stored};
use super::model::{Action, Due, Noted, Step};
use super::store;
use crate::App;
use crate::db::{Tx, is_taken};
use crate::domains::migrate;
use crate::web::error::{Error, Result};

/// Others may activate other packs at the same moment; each time the check is made again.
const TRIES: usize = 5;

/// What is to be live next.
pub struct Next {
    pub pack: String,
    pub source: PackSource,
    /// The release; `None` for the version of the folders.
    pub digest: Option<String>,
    /// What its author saw live; `None` asks for nothing.
    pub base: Option<Base>,
    pub action: Action,
    pub by: Option<Uuid>,
    pub detail: String,
    /// To be stored with it: the archive and what is known of its way.
    pub new: Option<(Vec<u8>, Noted)>,
    /// Carries out this plan.
    pub plan: Option<String>,
}

/// What was live when somebody looked: a digest, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(pub Option<String>);

/// Makes it live here and, within a second, on every replica; what is live already stays so without
/// a word. False when a plan was carried out by another replica meanwhile.
pub async fn go_live(app: &App, mut next: Next) -> Result<bool> {
    for _ in 0..TRIES {
        let known = adopt(app).await?;
        let candidate = check::compile(app, next.source.clone()).await?;
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        if !store::advance(&mut tx, known).await? {
            continue;
        }
        if let Some(plan) = &next.plan
            && store::withdraw(&mut tx, &next.pack, Some(plan))
                .await?
                .is_none()
        {
            return Ok(false);
        }
        let previous = store::live_of(&mut tx, &next.pack).await?;
        let seen = previous.clone().or_else(|| of_folders(app, &next.pack));
        if next.digest.is_some() && previous == next.digest {
            return Ok(true);
        }
        if next.base.as_ref().is_some_and(|base| base.0 != seen) {
            drop(tx);
            return Err(changed(app, &next.pack, seen.as_deref()).await);
        }
        if let Some((archive, noted)) = next.new.take() {
            save(app, &mut tx, &candidate, archive.clone(), &noted, next.by).await?;
            next.new = Some((archive, noted));
        }
        // What people stored follows, once the packs are live.
        migrate::begin(&mut tx, app, &app.catalog.packs(), &candidate.packs).await?;
        store::set_live(&mut tx, &next.pack, next.digest.as_deref(), now).await?;
        let step = Step {
            pack: next.pack.clone(),
            action: next.action,
            digest: next.digest.clone(),
            previous,
            by: next.by,
            detail: next.detail.clone(),
        };
        store::log(&mut tx, now, &step).await?;
        tx.commit().await?;
        adopt(app).await?;
        return Ok(true);
    }
    Err(Error::conflict(
        "busy",
        "Other packs are being published at this moment; try again.",
    ))
}

/// Stores a release with a line in the trail.
pub async fn save(
    app: &App,
    tx: &mut Tx,
    candidate: &Candidate,
    archive: Vec<u8>,
    noted: &Noted,
    by: Option<Uuid>,
) -> Result<()> {
    let now = app.clock.now();
    let new = store::New {
        digest: &candidate.digest,
        pack: &candidate.id,
        version: &candidate.version,
        archive,
        noted,
        by,
        now,
    };
    let is_new = match store::insert(tx, new).await {
        Ok(is_new) => is_new,
        Err(error) if is_taken(&error) => {
            return Err(version_taken(&candidate.id, &candidate.version));
        }
        Err(error) => return Err(error.into()),
    };
    if is_new {
        let step = Step {
            pack: candidate.id.clone(),
            action: Action::Published,
            digest: Some(candidate.digest.clone()),
            previous: None,
            by,
            detail: format!("version {}", candidate.version),
        };
        store::log(tx, now, &step).await?;
    }
    Ok(())
}

pub fn version_taken(pack: &str, version: &str) -> Error {
    let detail = format!(
        "Version {version} of {pack} was published with other files, and a release never changes; \
         raise its `version`."
    );
    Error::conflict("version-taken", detail)
}

/// The digest of the folders' own version of a pack.
pub fn of_folders(app: &App, pack: &str) -> Option<String> {
    app.catalog.of_folders(pack).map(|source| source.digest())
}

/// 409, with who did it and when.
pub async fn changed(app: &App, pack: &str, seen: Option<&str>) -> Error {
    let who = match store::history(&app.db, pack, None, 20).await {
        Ok(log) => log.into_iter().find(|line| {
            let action = Action::parse(&line.action);
            matches!(action, Some(Action::Activated | Action::RolledBack))
        }),
        Err(error) => return error.into(),
    };
    let now = match (&who, seen) {
        (Some(line), _) => format!(
            "{} by {} at {}",
            line.version.as_deref().map_or_else(
                || "the version of the server's folders went live again".to_owned(),
                |version| format!("version {version} went live"),
            ),
            line.by_name.as_deref().unwrap_or("someone who left"),
            line.at.format("%Y-%m-%d %H:%M:%S UTC"),
        ),
        (None, Some(digest)) => format!("the server's folders have {}", short(digest)),
        (None, None) => "nothing is live".to_owned(),
    };
    let detail = format!(
        "{pack} is not what you looked at any more: {now}. Look at `stadion diff`, take over what \
         you need and publish again."
    );
    Error::new(StatusCode::CONFLICT, "live-changed", detail)
}

pub fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

/// Keeps a release to go live at a time.
pub async fn plan(
    app: &App,
    candidate: &Candidate,
    (archive, noted): (Vec<u8>, Noted),
    base: Option<Base>,
    at: DateTime<Utc>,
    by: Uuid,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx).await?;
    let seen = store::live_of(&mut tx, &candidate.id).await?;
    let seen = seen.or_else(|| of_folders(app, &candidate.id));
    if base.as_ref().is_some_and(|base| base.0 != seen) {
        drop(tx);
        return Err(changed(app, &candidate.id, seen.as_deref()).await);
    }
    save(app, &mut tx, candidate, archive, &noted, Some(by)).await?;
    store::plan(
        &mut tx,
        &candidate.id,
        &candidate.digest,
        at,
        seen.as_deref(),
        by,
    )
    .await?;
    let step = Step {
        pack: candidate.id.clone(),
        action: Action::Planned,
        digest: Some(candidate.digest.clone()),
        previous: None,
        by: Some(by),
        detail: format!("for {}", at.format("%Y-%m-%d %H:%M:%S UTC")),
    };
    store::log(&mut tx, app.clock.now(), &step).await?;
    Ok(tx.commit().await?)
}

/// Takes a plan back.
pub async fn withdraw(app: &App, pack: &str, by: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx).await?;
    let Some(digest) = store::withdraw(&mut tx, pack, None).await? else {
        return Err(Error::not_found("plan"));
    };
    let step = Step {
        pack: pack.to_owned(),
        action: Action::Withdrawn,
        digest: Some(digest),
        previous: None,
        by: Some(by),
        detail: String::new(),
    };
    store::log(&mut tx, app.clock.now(), &step).await?;
    Ok(tx.commit().await?)
}

/// A plan whose time has come. One that cannot be carried out is dropped, with the reason in the
/// trail.
pub async fn carry_out(app: &App, plan: &Due) -> Result<()> {
    let reason = match stored(app, &plan.digest).await? {
        None => "the stored archive cannot be read".to_owned(),
        Some(source) => {
            let next = Next {
                pack: plan.pack.clone(),
                source,
                digest: Some(plan.digest.clone()),
                base: Some(Base(plan.base.clone())),
                action: Action::Activated,
                by: plan.by_id,
                detail: "as planned".to_owned(),
                new: None,
                plan: Some(plan.digest.clone()),
            };
            match go_live(app, next).await {
                Ok(_) => return Ok(()),
                Err(error) if error.status >= 500 || error.code == "busy" => return Err(error),
                Err(error) => told(&error),
            }
        }
    };
    tracing::warn!(pack = %plan.pack, version = %plan.version, %reason, "a planned release did not go live");
    let mut tx = app.db.begin().await?;
    store::hold(&mut tx).await?;
    if store::withdraw(&mut tx, &plan.pack, Some(&plan.digest))
        .await?
        .is_none()
    {
        return Ok(());
    }
    let step = Step {
        pack: plan.pack.clone(),
        action: Action::Lapsed,
        digest: Some(plan.digest.clone()),
        previous: None,
        by: plan.by_id,
        detail: reason,
    };
    store::log(&mut tx, app.clock.now(), &step).await?;
    Ok(tx.commit().await?)
}

fn told(error: &Error) -> String {
    let errors = error.errors.iter().take(3);
    let errors = errors.map(|field| format!(" {}: {}", field.field, field.message));
    errors.fold(error.detail.clone(), |told, error| told + error.as_str())
}
