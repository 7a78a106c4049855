//! What every page has around its content.

use serde::Serialize;

use super::blocks::{Block, PageName};
use super::i18n::Locale;
use super::palette::Palette;

/// The frame of a page: language, app, person, place.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub locale: Locale,
    /// The language, units and zone of the page: `en metric Europe/Moscow`.
    pub under: String,
    /// Every language there is, for the choice on pages without a person's setting.
    pub locales: Vec<LocaleChoice>,
    /// The path and query of this request, to come back to.
    pub path: String,
    /// The app; absent on the platform's own pages.
    pub app: Option<AppHead>,
    /// Who is logged in.
    pub person: Option<Person>,
    /// Which item of the navigation is here.
    pub section: Option<Section>,
    pub tabs: Vec<Tab>,
    /// The pack's own name for this page.
    pub name: Option<String>,
    /// The blocks to show, in order; `beside` those of the second column.
    pub main: Vec<Block>,
    pub beside: Vec<Block>,
    pub urls: Urls,
    /// Unread notices.
    pub notices: u32,
    pub toast: Option<Toast>,
    /// Where the arrow of a page below the top level leads.
    pub back: Option<String>,
    /// A form page: hides the tabs, its action bar takes their place.
    pub is_focus: bool,
    /// What is wrong with the pack's last edit, under `--dev`.
    pub finding: Option<String>,
    /// For who may see where figures and blocks come from.
    pub inspect: Option<Inspect>,
}

/// The switch of the inspect mode, on pages of an app.
#[derive(Clone, Debug, Serialize)]
pub struct Inspect {
    /// Small links stand beside what can be explained.
    pub is_on: bool,
    /// This page with the mode changed.
    pub toggle: String,
    /// Before a reference: `/running/inspect/`.
    pub root: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct LocaleChoice {
    pub tag: String,
    /// In its own language.
    pub name: String,
    pub is_current: bool,
}

/// A sport's app.
#[derive(Clone, Debug, Serialize)]
pub struct AppHead {
    /// The pack's id.
    pub id: String,
    /// In the page's language.
    pub title: String,
    pub icon: String,
    /// The sheet with the pack's accent, when it has one.
    pub theme: Option<String>,
    /// What installing the app needs.
    pub install: Install,
    /// Whether the person has joined.
    pub is_joined: bool,
}

/// Addresses that change with what they lead to, and the colours of the frame around a page.
#[derive(Clone, Debug, Serialize)]
pub struct Install {
    pub manifest: String,
    pub icon_svg: String,
    pub icon_touch: String,
    /// `#rrggbb` by day and by night.
    pub light: String,
    pub dark: String,
    /// Changes with the pack and the assets: what a device kept of an older one is of no use.
    pub build: String,
}

impl Install {
    /// Of an app by its id; `version` changes with the pack, `build` with the assets too.
    pub fn new(app: &str, version: &str, build: String, locale: Locale, palette: Palette) -> Self {
        let at = |name: &str| format!("/{app}/icon/{name}?v={version}");
        Self {
            manifest: format!("/{app}/manifest.webmanifest?lang={locale}"),
            icon_svg: at("app.svg"),
            icon_touch: at("touch-180.png"),
            light: palette.light,
            dark: palette.dark,
            build,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// What a device keeps for a person is kept under this.
    pub id: String,
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// Address of the photo.
    pub photo: Option<String>,
}

impl Person {
    pub fn new(id: String, name: &str) -> Self {
        let first_letters = name
            .split_whitespace()
            .filter_map(|word| word.chars().next());
        let initials = first_letters.take(2).flat_map(char::to_uppercase).collect();
        Self {
            id,
            name: name.to_owned(),
            initials,
            photo: None,
        }
    }
}

/// The items of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Home,
    History,
    Record,
    Progress,
    Gear,
    /// The account: no tab, but the avatar leads to it.
    Me,
}

impl Section {
    /// In the order of the navigation.
    pub const ALL: [Self; 5] = [
        Self::Home,
        Self::History,
        Self::Record,
        Self::Progress,
        Self::Gear,
    ];

    /// The page that a pack may arrange.
    pub fn page(self) -> Option<PageName> {
        match self {
            Self::Home => Some(PageName::Home),
            Self::History => Some(PageName::History),
            Self::Record => Some(PageName::Record),
            Self::Progress => Some(PageName::Progress),
            Self::Gear => Some(PageName::Gear),
            Self::Me => None,
        }
    }
}

/// An item of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    pub section: Section,
    /// The pack's own name for it.
    pub name: Option<String>,
}

impl Tab {
    pub fn all() -> Vec<Self> {
        let tab = |section| Self {
            section,
            name: None,
        };
        Section::ALL.map(tab).to_vec()
    }
}

impl Page {
    /// Shows these blocks of a page.
    pub fn arrange(&mut self, name: PageName, blocks: &[Block]) {
        let all = blocks.iter().copied();
        (self.beside, self.main) = all.partition(|block| name.is_beside(*block));
    }
}

/// A short answer to what was just done.
#[derive(Clone, Debug, Serialize)]
pub struct Toast {
    pub text: String,
    /// The form target that takes it back.
    pub undo: Option<String>,
}

/// Where things are. The one place that knows the addresses which templates link to.
#[derive(Clone, Debug, Serialize)]
pub struct Urls {
    /// The list of sports.
    pub platform: String,
    pub home: String,
    pub history: String,
    pub record: String,
    /// What the form's script asks: what is wrong so far, and to take the workout.
    pub check: String,
    pub send: String,
    /// Listens to sensors and to the place.
    pub live: String,
    /// Form target of file uploads, and the page of their results.
    pub files: String,
    /// Archives that are read in the background.
    pub imports: String,
    pub progress: String,
    /// A step below the progress.
    pub records: String,
    pub achievements: String,
    pub gear: String,
    pub notices: String,
    pub me: String,
    /// Who one is, and how one does in this sport.
    pub profile: String,
    /// What others do not see.
    pub places: String,
    /// What sends by itself.
    pub devices: String,
    /// Form target that joins this sport.
    pub join: String,
    /// With the way back to this app.
    pub login: String,
    pub register: String,
    pub forgot: String,
    /// Form targets of the account.
    pub login_action: String,
    pub register_action: String,
    pub forgot_action: String,
    pub reset_action: String,
    pub logout: String,
    pub api: String,
}

impl Urls {
    /// The addresses within an app, or of the platform.
    pub fn new(app: Option<&str>) -> Self {
        let root = app.map_or_else(String::new, |id| format!("/{id}"));
        let here = format!("{root}/");
        let next = if app.is_some() {
            format!("?next={here}")
        } else {
            String::new()
        };
        Self {
            platform: "/".to_owned(),
            home: here,
            history: format!("{root}/workouts"),
            record: format!("{root}/record"),
            check: format!("{root}/record/check"),
            send: format!("{root}/record/send"),
            live: format!("{root}/record/live"),
            files: format!("{root}/upload"),
            imports: format!("{root}/imports"),
            progress: format!("{root}/progress"),
            records: format!("{root}/records"),
            achievements: format!("{root}/achievements"),
            gear: format!("{root}/gear"),
            notices: format!("{root}/notices"),
            me: app.map_or_else(|| "/account".to_owned(), |_| format!("{root}/me")),
            profile: app.map_or_else(
                || "/account/profile".to_owned(),
                |_| format!("{root}/profile"),
            ),
            places: app.map_or_else(
                || "/account/places".to_owned(),
                |_| format!("{root}/places"),
            ),
            devices: format!("{root}/devices"),
            join: format!("{root}/join"),
            login: format!("/login{next}"),
            register: format!("/register{next}"),
            forgot: format!("/forgot{next}"),
            login_action: "/login".to_owned(),
            register_action: "/register".to_owned(),
            forgot_action: "/forgot".to_owned(),
            reset_action: "/reset".to_owned(),
            logout: "/logout".to_owned(),
            api: "/api".to_owned(),
        }
    }

    /// The page of a workout.
    pub fn workout(&self, id: &str) -> String {
        format!("{}workouts/{id}", self.home)
    }
}
