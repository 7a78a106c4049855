//! The front door, the account, notices and errors.

use super::*;

impl Samples<'_> {
    pub(crate) fn sports(&self) -> Sports {
        Sports {
            sports: vec![
                self.card("running", "run"),
                self.card("strength", "strength"),
            ],
        }
    }

    pub(super) fn card(&self, id: &str, icon: &str) -> SportCard {
        let (title, description) = if id == "running" {
            (
                self.say("Stadion Run", "Стадион: бег"),
                self.say(
                    "Road, trail and track: pace, records, shoes.",
                    "Шоссе, тропы, дорожка: темп, рекорды, кроссовки.",
                ),
            )
        } else {
            (
                self.say("Stadion Lift", "Стадион: сила"),
                self.say(
                    "Sets, loads and how they grow.",
                    "Подходы, веса и как они растут.",
                ),
            )
        };
        SportCard {
            href: format!("/{id}/"),
            title,
            description,
            icon: icon.to_owned(),
            join: Some(format!("/{id}/join")),
        }
    }

    pub(crate) fn start(&self) -> Start {
        Start {
            title: self.say("Stadion Run", "Стадион: бег"),
            description: self.say(
                "Every run counts, and you see what it did: pace, records, the week against the last.",
                "Каждая пробежка на счету, и видно, что она дала: темп, рекорды, неделя рядом с прошлой.",
            ),
            icon: "run".into(),
            figures: ["Distance", "Pace", "Heart rate"].map(str::to_owned).to_vec(),
            badges: vec![self.say("Marathon finisher", "Марафонец"), self.say("Ten weeks", "Десять недель")],
        }
    }

    pub(crate) fn register(&self) -> Register {
        Register {
            next: "/running/".into(),
            name: Input::of("Dana"),
            email: Input::wrong(
                "dana@",
                self.say("This is no e-mail address.", "Это не адрес почты."),
            ),
            password: Input::wrong(
                "",
                self.say("At least 10 characters.", "Не короче 10 знаков."),
            ),
            consent: Input::wrong("", self.0.text("input-required", &[])),
            birth_date: Input::of("2015-05-05"),
            regions: Vec::new(),
            guardian: Some(Input::wrong("", self.0.text("guardian-bad-address", &[]))),
        }
    }

    pub(crate) fn login(&self) -> Login {
        Login {
            next: "/running/".into(),
            problem: Some(self.0.text("login-wrong", &[])),
            ..Login::default()
        }
    }

    pub(crate) fn confirmed(&self) -> Login {
        Login {
            done: Some(self.0.text("login-confirmed", &[])),
            ..Login::default()
        }
    }

    pub(crate) fn sent() -> Sent {
        Sent {
            email: "dana@example.org".into(),
            login: "/account/login".into(),
            mail_folder: Some("data/mail".into()),
        }
    }

    pub(crate) fn confirm(&self) -> Confirm {
        Confirm {
            title: self.0.text("confirm-title", &[]),
            text: self.0.text("confirm-text", &[]),
            submit: self.0.text("confirm-submit", &[]),
            action: Some("/confirm/5f0c".into()),
            again: String::new(),
        }
    }

    pub(crate) fn expired(&self) -> Confirm {
        Confirm {
            title: self.0.text("reset-expired-title", &[]),
            text: self.0.text("confirm-expired-text", &[]),
            submit: self.0.text("confirm-again", &[]),
            action: None,
            again: "/register".into(),
        }
    }

    pub(crate) fn notice_settings(&self) -> NoticeSettings {
        let choice = |kind: &str, icon: &str, is_on| NoticeChoice {
            kind: kind.to_owned(),
            icon: icon.to_owned(),
            title: self.0.text(&format!("notice-settings-{kind}"), &[]),
            text: self.0.text(&format!("notice-settings-{kind}-text"), &[]),
            is_on,
        };
        NoticeSettings {
            kinds: vec![
                choice("record", "medal", true),
                choice("wear", "clock", false),
            ],
            action: "/running/notices/settings".into(),
        }
    }

    pub(crate) fn waiting(&self) -> Waiting {
        let email = ("email", "parent@example.org".into());
        let when = self.0.ago(start(), now());
        Waiting {
            text: self.0.text("guardian-waits-text", &[email]),
            asked: Some(self.0.text("guardian-asked", &[("when", when.into())])),
            can_ask_again: true,
            guardian: Input::wrong("parent@", self.0.text("guardian-bad-address", &[])),
            delete_password: Input::wrong("", self.0.text("account-wrong-password", &[])),
            done: Some(self.0.text("guardian-sent", &[])),
        }
    }

    pub(crate) fn guardian_ask(&self) -> GuardianAsk {
        GuardianAsk {
            name: self.say("Mia Reyes", "Мила Рябинина"),
            email: "mia@example.org".into(),
            agree: "/guardian/link/5f0c/agree".into(),
            decline: "/guardian/link/5f0c/decline".into(),
            done: None,
        }
    }

    pub(crate) fn guardian_done(&self) -> GuardianAsk {
        GuardianAsk {
            done: Some(self.0.text("guardian-agreed", &[])),
            ..GuardianAsk::default()
        }
    }

    pub(crate) fn notices(&self) -> NoticeList {
        let notice = |is_new| Notice {
            icon: "medal".into(),
            title: self.say("A record over 10 km", "Рекорд на 10 км"),
            text: self.say(
                "49:48, which beats 12 September by 36 s.",
                "49:48 — на 36 с лучше, чем 12 сентября.",
            ),
            when: self.0.ago(start(), now()),
            href: Some("/running/workouts/0".into()),
            is_new,
        };
        NoticeList {
            notices: vec![notice(true), notice(false)],
            mark_read: Some("/running/notices".into()),
            settings: "/running/notices/settings".into(),
            older: Some("?after=x".into()),
        }
    }

    pub(crate) fn me(&self) -> Me {
        let choice = |value: &str, label: String, is_chosen| Choice {
            value: value.into(),
            label,
            is_chosen,
        };
        let session = |device: &str, is_current| SessionItem {
            device: device.into(),
            seen: self.0.ago(start(), now()),
            is_current,
            end: "/account/sessions/1/end".into(),
        };
        let consent = |kind: &str, title, is_given| ConsentItem {
            kind: kind.into(),
            title: self.0.text(title, &[]),
            said: self.0.text("consent-never", &[]),
            is_given,
            is_required: kind == "terms",
        };
        Me {
            email: "dana@example.org".into(),
            name: Input::of(self.say("Dana Reyes", "Дарья Рябинина")),
            locales: vec![
                choice("", self.0.text("me-browser", &[]), false),
                choice("en", "English".into(), true),
                choice("ru", "Русский".into(), false),
            ],
            units: vec![
                choice("metric", self.0.text("me-units-metric", &[]), true),
                choice("imperial", self.0.text("me-units-imperial", &[]), false),
            ],
            zone: Input::wrong(
                "Europe/Moskow",
                self.say(
                    "There is no such zone; did you mean Europe/Moscow?",
                    "Такого пояса нет; может быть, Europe/Moscow?",
                ),
            ),
            zones: vec!["Europe/Moscow".into(), "Asia/Yekaterinburg".into()],
            consents: vec![
                consent("terms", "consent-terms", true),
                consent("health_data", "consent-health-data", true),
                consent("marketing", "consent-marketing", false),
            ],
            tokens: vec![Token {
                name: "Backup".into(),
                scopes: self.0.text("me-token-read", &[]),
                used: self.0.text("me-token-unused", &[]),
                revoke: "/account/tokens/1/revoke".into(),
            }],
            new_token: Some("stadion_6f1d0a7c9e2b45f8a3c1d0e9b8a7f6c5".into()),
            sessions: vec![
                session("Firefox, Linux", true),
                session("Safari, iPhone", false),
            ],
            joined: vec![Joined {
                title: self.card("running", "run").title,
                href: "/running/".into(),
                icon: "run".into(),
                since: self.0.text(
                    "me-since",
                    &[("date", self.0.short_date(now().date_naive()).into())],
                ),
            }],
            others: vec![self.card("strength", "strength")],
            urls: MeUrls::at("/account"),
            ..Me::default()
        }
    }

    pub(crate) fn error(&self, status: u16) -> ErrorPage {
        ErrorPage {
            detail: (status == 422).then(|| "Some fields cannot be accepted.".to_owned()),
            problems: if status == 422 {
                vec!["distance: at most 1,000 km".into()]
            } else {
                Vec::new()
            },
            request_id: Some("0199a8f2-7c3e".into()),
            ..ErrorPage::new(status, self.0)
        }
    }
}
