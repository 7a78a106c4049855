//! What the person agreed to, and changing their mind.

use axum::response::Response;
use serde::Deserialize;

use super::account::Account;
use crate::domains::identity::model::{Consent, ConsentKind, GUARDIAN_CONSENT};
use crate::domains::identity::service;
use crate::web::ui::pages::ConsentItem;
use crate::web::{Form, Result};

/// Everything one may agree to, with the last word on it.
pub(super) fn list(account: &Account, history: &[Consent]) -> Vec<ConsentItem> {
    let item = |kind: ConsentKind| {
        let last = kind.last_word(history);
        ConsentItem {
            kind: kind.as_str().to_owned(),
            title: account.formats.text(title(kind), &[]),
            said: said(account, last),
            is_given: last.is_some_and(|consent| consent.given),
            is_required: kind.is_required(),
        }
    };
    ConsentKind::ALL
        .into_iter()
        .map(item)
        .chain(guardians(account, history))
        .collect()
}

/// The guardian's word about a child's account; only deleting it takes that back.
fn guardians(account: &Account, history: &[Consent]) -> Option<ConsentItem> {
    let (kind, _) = GUARDIAN_CONSENT;
    let last = history.iter().rev().find(|consent| consent.kind == kind)?;
    Some(ConsentItem {
        kind: kind.to_owned(),
        title: account.formats.text("consent-guardian", &[]),
        said: said(account, Some(last)),
        is_given: last.given,
        is_required: true,
    })
}

fn title(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Terms => "consent-terms",
        ConsentKind::HealthData => "consent-health-data",
        ConsentKind::Marketing => "consent-marketing",
        ConsentKind::Personalisation => "consent-personalisation",
    }
}

/// What was said, when, and about which version of the text.
fn said(account: &Account, last: Option<&Consent>) -> String {
    let Some(consent) = last else {
        return account.formats.text("consent-never", &[]);
    };
    let key = if consent.given {
        "consent-given"
    } else {
        "consent-withdrawn"
    };
    let when = account.formats.date_time(consent.at);
    let version = consent.version.as_str().into();
    let args = [("when", when.into()), ("version", version)];
    account.formats.text(key, &args)
}

#[derive(Deserialize)]
pub(super) struct Word {
    kind: ConsentKind,
    given: bool,
}

pub(super) async fn change(account: Account, Form(word): Form<Word>) -> Result<Response> {
    service::consent(&account.app, account.user_id, word.kind, word.given).await?;
    Ok(account.done("consent"))
}
