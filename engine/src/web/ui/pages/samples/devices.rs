//! What sends by itself.

use super::*;

impl Samples<'_> {
    fn band(&self) -> DeviceFace {
        DeviceFace {
            title: self.say("Heart-rate band", "Нагрудный датчик пульса"),
            vendor: "Acme".into(),
            icon: "heart".into(),
            picture: None,
            is_simulated: true,
        }
    }

    fn device_card(&self, is_simulated: bool) -> DeviceCard {
        DeviceCard {
            face: DeviceFace {
                is_simulated,
                ..self.band()
            },
            href: "/running/devices/acme".into(),
            ways: vec![
                self.0.text("device-way-api", &[]),
                self.0.text("device-way-file", &[]),
            ],
        }
    }

    pub(crate) fn devices(&self) -> Devices {
        let when = self.0.ago(start(), now());
        Devices {
            connected: vec![ConnectedDevice {
                face: self.band(),
                href: "/running/devices/acme".into(),
                text: self.0.text("device-last", &[("when", when.into())]),
                refused: Some(self.0.text("delivery-refused", &[("n", 3.into())])),
            }],
            ..self.no_devices()
        }
    }

    /// Nothing is connected yet.
    pub(crate) fn no_devices(&self) -> Devices {
        let pictured = DeviceCard {
            face: DeviceFace {
                picture: Some("/running/devices/acme/pictures/band?v=5f0c".into()),
                ..self.band()
            },
            ..self.device_card(true)
        };
        Devices {
            action: "/running/devices".into(),
            count: self.0.text("devices-found", &[("n", 2.into())]),
            found: vec![self.device_card(false), pictured],
            files: "/running/record?from=files".into(),
            ..Devices::default()
        }
    }

    /// Nothing has the name that was asked for.
    pub(crate) fn unknown_device(&self) -> Devices {
        Devices {
            query: "Zzyzx".into(),
            found: Vec::new(),
            count: self.0.text("devices-found", &[("n", 0.into())]),
            ..self.no_devices()
        }
    }

    pub(crate) fn device(&self) -> Device {
        let vendor = || [("vendor", "Acme".into())];
        let date = || [("date", self.0.short_date(now().date_naive()).into())];
        Device {
            face: self.band(),
            text: self.say("A band worn on the chest", "Носят на груди"),
            ways: vec![
                DeviceWay {
                    icon: "key".into(),
                    title: self.0.text("device-api-title", &[]),
                    text: self.0.text("device-api-text", &vendor()),
                    steps: vec![self.0.text("device-api-ask", &[])],
                    action: Some("/running/devices/acme/pair".into()),
                    submit: self.0.text("device-api-submit", &[]),
                    ..DeviceWay::default()
                },
                DeviceWay {
                    icon: "user".into(),
                    title: self.0.text("device-pull-title", &[]),
                    text: self.0.text("device-pull-unset", &vendor()),
                    ..DeviceWay::default()
                },
            ],
            connections: vec![
                DeviceConnection {
                    title: self.0.text("device-since", &date()),
                    text: self.0.text("device-last-none", &[]),
                    account: Some(self.account()),
                    disconnect: "/running/devices/connections/0/disconnect".into(),
                    is_ended: false,
                },
                DeviceConnection {
                    title: self.0.text("device-ended", &date()),
                    text: self.0.text("device-last-none", &[]),
                    disconnect: "/running/devices/connections/1/disconnect".into(),
                    is_ended: true,
                    ..DeviceConnection::default()
                },
            ],
            policy: vec![self.0.text("device-policy-owner", &vendor())],
            terms: Some("https://example.org/terms".into()),
            came: vec![DeviceDelivery {
                when: self.0.ago(start(), now()),
                text: self.0.text("delivery-taken", &[("n", 2.into())]),
                is_refused: true,
                refused: vec![DeviceRefusal {
                    title: self.0.text("left-out-too-fast", &[]),
                    text: "sessions[0].pulse[7]: 240 is not within 25 and 220 /min.".into(),
                }],
            }],
            ..Device::default()
        }
    }

    /// It is late, and what was recorded before is still coming.
    fn account(&self) -> DeviceAccount {
        let when = self.0.ago(start(), now());
        let history = 40;
        DeviceAccount {
            text: self.0.text("account-last", &[("when", when.into())]),
            problem: Some(self.0.text("account-late", &[("why", "HTTP 500".into())])),
            sync: Some("/running/devices/connections/0/sync".into()),
            again: None,
            history: Some(history),
            history_text: self
                .0
                .text("account-history", &[("percent", history.into())]),
        }
    }

    /// A code was asked for.
    pub(crate) fn device_code(&self) -> Device {
        Device {
            code: Some(DeviceCode {
                code: "WDJB-MJHT".into(),
                until: self
                    .0
                    .text("device-code-until", &[("time", "18:10".into())]),
                left: self.0.text("device-code-left", &[("minutes", 10.into())]),
                left_s: 600,
                check: "/running/devices/acme?code=typed".into(),
            }),
            is_waiting: true,
            connections: Vec::new(),
            came: Vec::new(),
            ..self.device()
        }
    }
}
