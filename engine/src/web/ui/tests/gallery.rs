//! Every page in each of its states.

use std::collections::BTreeMap;

use super::{formats, page};
use crate::web::ui::Ui;
use crate::web::ui::blocks::{Block, PageName};
use crate::web::ui::i18n::Locale;
use crate::web::ui::page::{Page, Section, Toast, Urls};
use crate::web::ui::pages::samples::Samples;
use crate::web::ui::pages::{
    Achievements, Devices, Forgot, GearList, History, Home, Imports, NoticeList, Profile,
    ProgressPage, Records, Register, Reset, Share, Sports, Uploaded, View, Waiting,
};

/// The HTML of all pages of a language by name.
pub(super) fn all(ui: &Ui, locale: Locale) -> BTreeMap<&'static str, String> {
    let formats = formats(ui, locale);
    let mut gallery = Gallery {
        ui,
        locale,
        pages: BTreeMap::new(),
    };
    let samples = Samples(&formats);
    gallery.add_front(&samples);
    gallery.add_account(&samples);
    gallery.add_record(&samples);
    gallery.add_app(&samples);
    gallery.pages
}

struct Gallery<'a> {
    ui: &'a Ui,
    locale: Locale,
    pages: BTreeMap<&'static str, String>,
}

impl Gallery<'_> {
    fn add<V: View>(&mut self, name: &'static str, frame: &Page, view: &V) {
        let html = self.ui.render(frame, view);
        let html = html.unwrap_or_else(|error| panic!("{name} in {}: {error:#}", self.locale));
        assert!(self.pages.insert(name, html).is_none(), "{name} twice");
    }

    fn at(&self, section: Section) -> Page {
        let mut page = page(self.ui, self.locale, Some(section));
        if let Some(name) = section.page() {
            page.arrange(name, name.blocks());
        }
        page
    }

    /// A workout's page, in the usual order of its blocks.
    fn workout(&self) -> Page {
        let mut page = self.below(Section::History);
        page.arrange(PageName::Workout, PageName::Workout.blocks());
        page
    }

    fn records(&self) -> Page {
        let mut page = self.below(Section::Progress);
        page.arrange(PageName::Records, PageName::Records.blocks());
        page
    }

    fn add_gear(&mut self, samples: &Samples<'_>) {
        let gear = self.at(Section::Gear);
        self.add("gear", &gear, &samples.gear());
        let first = GearList {
            add: Some("/running/gear/new".into()),
            ..GearList::default()
        };
        self.add("gear-first", &gear, &first);
        self.add("gear-none", &gear, &GearList::default());
        let below = self.below(Section::Gear);
        self.add("gear-item", &below, &samples.gear_item());
        self.add("gear-item-bare", &below, &samples.bare_gear_item());
        self.add("gear-kinds", &below, &samples.gear_kinds());
        let form = Page {
            is_focus: true,
            ..below
        };
        self.add("gear-form", &form, &samples.gear_form());
    }

    fn add_devices(&mut self, samples: &Samples<'_>) {
        let below = self.below(Section::Me);
        self.add("devices", &below, &samples.devices());
        self.add("devices-first", &below, &samples.no_devices());
        self.add("devices-unknown", &below, &samples.unknown_device());
        let bare = Devices {
            is_bare: true,
            ..Devices::default()
        };
        self.add("devices-none", &below, &bare);
        self.add("device", &below, &samples.device());
        self.add("device-code", &below, &samples.device_code());
    }

    fn add_progress(&mut self, samples: &Samples<'_>) {
        let progress = self.at(Section::Progress);
        self.add("progress", &progress, &samples.progress());
        self.add("progress-pace", &progress, &samples.progress_of_pace());
        self.add("progress-nothing", &progress, &samples.no_progress());
        let first = ProgressPage::default();
        self.add("progress-first", &progress, &first);
        let growth = self.below(Section::Progress);
        self.add("growth", &growth, &samples.growth());
    }

    fn below(&self, section: Section) -> Page {
        Page {
            back: Some("/running/history".into()),
            ..self.at(section)
        }
    }

    fn public(&self) -> Page {
        Page {
            person: None,
            ..page(self.ui, self.locale, None)
        }
    }

    fn platform(&self) -> Page {
        Page {
            app: None,
            urls: Urls::new(None),
            ..self.public()
        }
    }

    fn add_front(&mut self, samples: &Samples<'_>) {
        let (public, platform) = (self.public(), self.platform());
        self.add("sports", &platform, &samples.sports());
        self.add("sports-empty", &platform, &Sports::default());
        self.add("start", &public, &samples.start());
        self.add(
            "start-join",
            &page(self.ui, self.locale, None),
            &samples.start(),
        );
        self.add("api", &platform, &Samples::api());
        let errors = [
            ("error-401", 401),
            ("error-403", 403),
            ("error-404", 404),
            ("error-422", 422),
            ("error-500", 500),
        ];
        for (name, status) in errors {
            self.add(name, &public, &samples.error(status));
        }
    }

    fn add_account(&mut self, samples: &Samples<'_>) {
        let public = self.public();
        self.add("register", &public, &Register::default());
        self.add("register-wrong", &public, &samples.register());
        self.add("login-wrong", &public, &samples.login());
        self.add("login-confirmed", &public, &samples.confirmed());
        self.add("sent", &public, &Samples::sent());
        self.add("confirm", &public, &samples.confirm());
        self.add("confirm-expired", &public, &samples.expired());
        self.add("guardian", &self.platform(), &samples.waiting());
        self.add("guardian-none", &self.platform(), &Waiting::default());
        self.add("guardian-ask", &public, &samples.guardian_ask());
        self.add("guardian-done", &public, &samples.guardian_done());
        self.add("forgot", &public, &Forgot::default());
        self.add("reset", &public, &Reset::default());
        let expired = Reset {
            is_expired: true,
            ..Reset::default()
        };
        self.add("reset-expired", &public, &expired);
        self.add("me", &self.at(Section::Me), &samples.me());
        self.add("profile", &self.at(Section::Me), &samples.profile());
        let me = self.at(Section::Me);
        self.add("places", &me, &samples.places());
        self.add("places-full", &me, &samples.full_places());
        self.add("places-none", &me, &samples.no_places());
        self.add("share", &self.below(Section::History), &samples.share());
        self.add(
            "share-none",
            &self.below(Section::History),
            &samples.no_links(),
        );
        let full = Share {
            is_full: true,
            ..samples.share()
        };
        self.add("share-full", &self.below(Section::History), &full);
        self.add("shared", &self.platform(), &samples.shared());
        let first = Profile::default();
        self.add("profile-first", &self.at(Section::Me), &first);
    }

    fn add_record(&mut self, samples: &Samples<'_>) {
        let back = Some("/running/".into());
        let form = Page {
            is_focus: true,
            back,
            ..self.at(Section::Record)
        };
        self.add("record", &form, &samples.record_form());
        let felt = crate::web::ui::pages::Record {
            opening: crate::web::ui::pages::Opening::Felt,
            ..samples.record_form()
        };
        self.add("record-felt", &form, &felt);
        let offline = Page {
            person: None,
            is_focus: true,
            ..self.at(Section::Record)
        };
        self.add("offline", &offline, &crate::web::ui::pages::Offline {});
        self.add("record-files", &form, &Samples::files_form());
        self.add("live", &form, &samples.live());
        let none = crate::web::ui::pages::Live::default();
        self.add("live-none", &form, &none);
        self.add("record-edit", &form, &samples.edit_form());
        self.add(
            "uploaded",
            &self.below(Section::Record),
            &samples.uploaded(),
        );
        self.add(
            "uploaded-none",
            &self.below(Section::Record),
            &Uploaded::default(),
        );
        self.add("imports", &self.below(Section::Record), &samples.imports());
        let wrong = Imports {
            problem: Some(samples.0.text("imports-none-chosen", &[])),
            ..Imports::default()
        };
        self.add("imports-none", &self.below(Section::Record), &wrong);
    }

    fn add_app(&mut self, samples: &Samples<'_>) {
        let (home, history) = (self.at(Section::Home), self.at(Section::History));
        self.add("home", &home, &samples.home());
        self.add("home-first", &home, &samples.first_home());
        let bare = Home {
            lead: samples.home().lead,
            week: samples.home().week,
            ..Home::default()
        };
        self.add("home-bare", &home, &bare);
        let mut arranged = home.clone();
        arranged.arrange(PageName::Home, &[Block::Recent, Block::Week]);
        arranged.tabs.retain(|tab| tab.section != Section::Progress);
        arranged.name = Some("Rounds".into());
        self.add("home-arranged", &arranged, &samples.home());
        let html = &self.pages["home-arranged"];
        let place = |id: &str| html.find(&format!("id=\"{id}\""));
        assert!(place("latest") < place("week") && place("latest").is_some());
        assert!(place("records").is_none() && !html.contains("/progress\""));
        assert!(html.contains("<title>Rounds · "));
        self.add("history", &history, &samples.history());
        self.add("history-first", &history, &History::default());
        self.add("history-nothing", &history, &samples.nothing_found());
        let undo = Some("/running/workouts/0/restore".into());
        let finding = "error[S0042]: unknown unit `kmm`\n --> metrics.yaml:3:9";
        let deleted = Page {
            toast: Some(Toast {
                text: "Legs".into(),
                undo,
            }),
            finding: Some(finding.into()),
            ..history
        };
        self.add("history-deleted", &deleted, &samples.history());
        self.add("workout", &self.workout(), &samples.run());
        self.add("workout-lift", &self.workout(), &samples.lift());
        self.add("workout-part", &self.workout(), &samples.standing());
        self.add("records", &self.records(), &samples.records());
        self.add("records-first", &self.records(), &Records::default());
        self.add_progress(samples);
        self.add_gear(samples);
        self.add_devices(samples);
        self.add("notices", &self.below(Section::Home), &samples.notices());
        let below = self.below(Section::Home);
        self.add("notice-settings", &below, &samples.notice_settings());
        let below = self.below(Section::Progress);
        self.add("achievements", &below, &samples.achievements());
        let none_earned = Achievements {
            earned: Vec::new(),
            ..samples.achievements()
        };
        self.add("achievements-none", &below, &none_earned);
        self.add("achievements-no-badges", &below, &Achievements::default());
        self.add(
            "notices-none",
            &self.below(Section::Home),
            &NoticeList::default(),
        );
    }
}
