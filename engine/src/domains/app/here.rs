//! A page within a sport's app.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use stadion_pack::model::{Pack, Packs};
use uuid::Uuid;

use super::{arranged, blocks, is_listed};
use crate::App;
use crate::domains::{gear, identity, notify, profile};
use crate::web::ui::blocks::PageName;
use crate::web::ui::format::Formats;
use crate::web::ui::page::{Page, Section};
use crate::web::ui::pages::About;
use crate::web::visit::Visit;
use crate::web::{Error, Result};

/// A visit to the app of a live pack; an address under no such pack is 404.
pub struct Here {
    visit: Visit,
    pub pack: Arc<Pack>,
}

/// With what the builders of pages tell things: no database, no request.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    pub packs: &'a Packs,
    /// The app.
    pub pack: &'a Pack,
    pub formats: &'a Formats,
    pub now: DateTime<Utc>,
    pub inspecting: Inspecting,
}

/// Whether a page tells where what it shows comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspecting {
    /// The visitor may not know.
    No,
    /// What can be explained is marked.
    Marked,
    /// And has a link to its explanation.
    Linked,
}

impl<'a> Telling<'a> {
    /// As any visitor may be told.
    pub fn of(visit: &'a Visit, pack: &'a Pack) -> Self {
        Self {
            packs: &visit.packs,
            pack,
            formats: &visit.formats,
            now: visit.now,
            inspecting: Inspecting::No,
        }
    }

    /// The BCP 47 tag of the page's language.
    pub fn locale(&self) -> &'static str {
        self.formats.locale.tag()
    }

    /// What explains something shown, for those who may see it: `metric`, `running.pace`, and the
    /// workout whose figure it is; of gear the item.
    pub fn about(&self, kind: &str, id: &str, of: Option<Uuid>) -> Option<About> {
        if self.inspecting == Inspecting::No {
            return None;
        }
        let at = of.map_or_else(String::new, |of| format!("@{of}"));
        let reference = format!("{kind}:{id}{at}");
        let href = format!("/{}/inspect/{reference}", self.pack.id);
        Some(About {
            href: (self.inspecting == Inspecting::Linked).then_some(href),
            reference,
        })
    }
}

impl Deref for Here {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<App> for Here {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        let pack = visit
            .pack
            .clone()
            .ok_or_else(|| Error::not_found("sport"))?;
        Ok(Self { visit, pack })
    }
}

impl Here {
    pub fn telling(&self) -> Telling<'_> {
        Telling {
            inspecting: match (self.may_inspect(), self.inspects()) {
                (false, _) => Inspecting::No,
                (true, false) => Inspecting::Marked,
                (true, true) => Inspecting::Linked,
            },
            ..Telling::of(&self.visit, &self.pack)
        }
    }

    /// The frame with the person's unread notices and whether they joined.
    pub async fn framed(&self, section: Option<Section>) -> Result<Page> {
        frame(&self.visit, section).await
    }

    /// The frame of a page below the top level, with the way back.
    pub async fn framed_below(&self, back: String) -> Result<Page> {
        let mut page = self.framed(None).await?;
        page.back = Some(back);
        Ok(page)
    }

    /// Shows the blocks of a page as the pack arranged it.
    pub fn arrange(&self, page: &mut Page, name: PageName) {
        page.arrange(name, blocks(&self.pack, name));
        let said = arranged(&self.pack, name).and_then(|said| said.title.as_ref());
        page.name = said.map(|title| title.get(self.locale()).to_owned());
    }

    /// Whether the pack wants a page to be led to.
    pub fn leads_to(&self, name: PageName) -> bool {
        arranged(&self.pack, name).is_none_or(|said| said.nav)
    }
}

/// The frame of a page that stands in an app or on the platform, with the person's unread notices
/// and whether they joined; what nobody joins is open as it is.
pub async fn frame(visit: &Visit, section: Option<Section>) -> Result<Page> {
    let mut page = visit.page();
    page.section = section;
    if let Some(pack) = &visit.pack {
        arrange(&mut page, pack, visit.formats.locale.tag());
    }
    if let (Some(principal), Some(person)) = (&visit.principal, &mut page.person) {
        person.photo = profile::photo_url(&visit.app, principal.user_id).await?;
    }
    let (Some(principal), Some(head)) = (&visit.principal, &mut page.app) else {
        return Ok(page);
    };
    let unread = notify::unread(&visit.app, principal.user_id).await?;
    page.notices = u32::try_from(unread).unwrap_or(u32::MAX);
    let joined = identity::memberships(&visit.app.db, principal.user_id).await?;
    let has_joined = joined.iter().any(|member| member.pack_id == head.id);
    let can_be_joined = visit.pack.as_deref().is_some_and(is_listed);
    head.is_joined = has_joined || !can_be_joined;
    Ok(page)
}

/// The navigation and this page as the pack wants them.
fn arrange(page: &mut Page, pack: &Pack, locale: &str) {
    let said = |section: Section| arranged(pack, section.page()?);
    let has_gear = gear::gear_types(pack).next().is_some();
    page.tabs
        .retain(|tab| said(tab.section).is_none_or(|said| said.nav));
    page.tabs
        .retain(|tab| has_gear || tab.section != Section::Gear);
    let name = |section| Some(said(section)?.title.as_ref()?.get(locale).to_owned());
    for tab in &mut page.tabs {
        tab.name = name(tab.section);
    }
    page.name = page.section.and_then(name);
    if let Some(here) = page.section.and_then(Section::page) {
        page.arrange(here, blocks(pack, here));
    }
}
