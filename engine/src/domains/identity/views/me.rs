//! What the account's page shows.

use super::account::Account;
use super::{consents, device};
use crate::domains::app::{card, is_listed};
use crate::domains::identity::model::{self, ApiToken, Membership, Session, SessionKind, User};
use crate::domains::identity::{service, store};
use crate::web::ui::pages::{Choice, Input, Joined, Me, MeUrls, SessionItem, SportCard, Token};
use crate::web::{Result, Scope, visit};

pub(super) async fn view(account: &Account) -> Result<Me> {
    let (app, user_id) = (&account.app, account.user_id);
    let user = service::user(app, user_id).await?;
    let sessions = service::sessions(app, user_id).await?;
    let tokens = store::tokens(&app.db, user_id).await?;
    let agreed = store::consents(&app.db, user_id).await?;
    let joined = store::memberships(&app.db, user_id).await?;
    Ok(Me {
        name: Input::of(&user.display_name),
        locales: locales(account, user.locale.as_deref().unwrap_or_default()),
        units: units(account, &user),
        zone: Input::of(user.time_zone.clone().unwrap_or_default()),
        zones: zones(),
        consents: consents::list(account, &agreed),
        tokens: tokens.iter().map(|token| shown(account, token)).collect(),
        sessions: sessions.iter().map(|s| session(account, s)).collect(),
        others: others(account, &joined),
        joined: joined.iter().filter_map(|m| member(account, m)).collect(),
        urls: MeUrls::at(&account.base),
        email: user.email,
        ..Me::default()
    })
}

/// The first follows the browser.
pub(super) fn locales(account: &Account, chosen: &str) -> Vec<Choice> {
    let browser = Choice {
        value: String::new(),
        label: account.formats.text("me-browser", &[]),
        is_chosen: chosen.is_empty(),
    };
    let known = account.app.ui.locale_choices(account.formats.locale);
    let known = known.into_iter().map(|locale| Choice {
        is_chosen: locale.tag == chosen,
        value: locale.tag,
        label: locale.name,
    });
    [browser].into_iter().chain(known).collect()
}

fn units(account: &Account, user: &User) -> Vec<Choice> {
    let choice = |value: &str, key| Choice {
        value: value.to_owned(),
        label: account.formats.text(key, &[]),
        is_chosen: user.units == value,
    };
    vec![
        choice("metric", "me-units-metric"),
        choice("imperial", "me-units-imperial"),
    ]
}

/// Suggestions: places by region. Old names and fixed offsets are taken when typed.
fn zones() -> Vec<String> {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    names
        .filter(|name| name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("US/"))
        .map(str::to_owned)
        .collect()
}

fn shown(account: &Account, token: &ApiToken) -> Token {
    let formats = &account.formats;
    let scopes = if model::scopes(&token.scopes).contains(&Scope::Write) {
        "me-token-read-write"
    } else {
        "me-token-read"
    };
    let used = token.used_at.map(|at| formats.ago(at, account.now));
    Token {
        name: token.name.clone(),
        scopes: formats.text(scopes, &[]),
        used: match used {
            Some(when) => formats.text("me-token-used", &[("when", when.into())]),
            None => formats.text("me-token-unused", &[]),
        },
        revoke: format!("{}/tokens/{}/revoke", account.base, token.id),
    }
}

fn session(account: &Account, session: &Session) -> SessionItem {
    let unknown = if session.kind == SessionKind::Bearer.as_str() {
        "me-device-program"
    } else {
        "me-device-browser"
    };
    SessionItem {
        device: device::name(&session.agent).unwrap_or_else(|| account.formats.text(unknown, &[])),
        seen: account.formats.ago(session.seen_at, account.now),
        is_current: session.id == account.session,
        end: format!("{}/sessions/{}/end", account.base, session.id),
    }
}

/// `None` for a sport that is no longer live.
fn member(account: &Account, membership: &Membership) -> Option<Joined> {
    let pack = account.packs.pack(&membership.pack_id)?;
    let formats = &account.formats;
    let date = formats.short_date(formats.local(membership.joined_at).date());
    Some(Joined {
        title: pack.title.get(account.locale()).to_owned(),
        href: format!("/{}/", pack.id),
        icon: visit::icon(pack).to_owned(),
        since: formats.text("me-since", &[("date", date.into())]),
    })
}

fn others(account: &Account, joined: &[Membership]) -> Vec<SportCard> {
    let packs = account.packs.packs.values();
    packs
        .filter(|pack| is_listed(pack) && !joined.iter().any(|m| m.pack_id == pack.id))
        .map(|pack| SportCard {
            join: Some(format!("/{}/join", pack.id)),
            ..card(pack, account.locale())
        })
        .collect()
}
