//! Real towns, away from the sea; the courses around them are invented.

use super::model::Place;

type Spot = (f64, f64, f64);

const fn place(zone: &'static str, home: Spot, hills: Spot, climate: (f64, f64)) -> Place {
    Place {
        zone,
        home,
        hills,
        water: None,
        snow: None,
        climate,
    }
}

impl Place {
    const fn lake(mut self, latitude: f64, longitude: f64) -> Self {
        self.water = Some((latitude, longitude));
        self
    }

    const fn tracks(mut self, spot: Spot) -> Self {
        self.snow = Some(spot);
        self
    }
}

#[rustfmt::skip]
pub static BERLIN: Place = place("Europe/Berlin", (52.4870, 13.4240, 45.0), (52.4960, 13.2410, 60.0), (10.0, 10.0))
    .lake(52.4330, 13.6480)
    .tracks((50.7050, 10.7300, 820.0));
#[rustfmt::skip]
pub static MADRID: Place = place("Europe/Madrid", (40.4150, -3.6830, 660.0), (40.7900, -4.0100, 1400.0), (15.0, 10.0))
    .lake(40.3800, -4.3150)
    .tracks((40.8320, -3.9600, 1800.0));
#[rustfmt::skip]
pub static PUNE: Place = place("Asia/Kolkata", (18.5200, 73.8500, 560.0), (18.3660, 73.7560, 750.0), (25.0, 3.0));
#[rustfmt::skip]
pub static SAITAMA: Place = place("Asia/Tokyo", (35.8620, 139.6450, 15.0), (35.6250, 139.2430, 250.0), (15.0, 11.0))
    .lake(35.2040, 139.0060);
#[rustfmt::skip]
pub static DENVER: Place = place("America/Denver", (39.7390, -104.9610, 1610.0), (39.9990, -105.2930, 1750.0), (10.0, 12.0))
    .lake(39.5450, -105.0650)
    .tracks((39.5700, -106.0900, 2780.0));
#[rustfmt::skip]
pub static JOHANNESBURG: Place = place("Africa/Johannesburg", (-26.1450, 28.0340, 1700.0), (-25.8300, 27.5500, 1350.0), (16.0, -6.0))
    .lake(-25.7560, 27.8500);
#[rustfmt::skip]
pub static MOSCOW: Place = place("Europe/Moscow", (55.7900, 37.6770, 150.0), (55.8450, 37.4000, 160.0), (6.0, 14.0))
    .lake(56.0200, 37.6500)
    .tracks((55.8450, 37.7600, 150.0));
#[rustfmt::skip]
pub static CORDOBA: Place = place("America/Argentina/Cordoba", (-31.4200, -64.1900, 400.0), (-31.2900, -64.3500, 900.0), (18.0, -7.0))
    .lake(-31.3750, -64.4700);
#[rustfmt::skip]
pub static ZURICH: Place = place("Europe/Zurich", (47.3900, 8.5200, 410.0), (47.3200, 8.4900, 600.0), (9.5, 9.5))
    .lake(47.3200, 8.5650)
    .tracks((47.1300, 8.7600, 900.0));
#[rustfmt::skip]
pub static YEKATERINBURG: Place = place("Asia/Yekaterinburg", (56.8350, 60.5900, 260.0), (56.7600, 60.6400, 290.0), (3.0, 17.0))
    .lake(56.8480, 60.6950)
    .tracks((56.7600, 60.6400, 290.0));
#[rustfmt::skip]
pub static MUNICH: Place = place("Europe/Berlin", (48.1500, 11.5900, 515.0), (47.7000, 11.8600, 800.0), (9.5, 9.5))
    .lake(47.9100, 11.3100)
    .tracks((47.6740, 12.0100, 800.0));
#[rustfmt::skip]
pub static CANBERRA: Place = place("Australia/Sydney", (-35.2800, 149.1200, 570.0), (-35.4600, 148.9500, 800.0), (13.5, -8.0))
    .lake(-35.2960, 149.1050);
#[rustfmt::skip]
pub static SEVILLE: Place = place("Europe/Madrid", (37.3890, -5.9700, 10.0), (37.9300, -5.7600, 550.0), (19.0, 9.0));
#[rustfmt::skip]
pub static NAIROBI: Place = place("Africa/Nairobi", (-1.2860, 36.8200, 1700.0), (-1.3700, 36.6400, 1950.0), (19.0, -2.0));
#[rustfmt::skip]
pub static KYOTO: Place = place("Asia/Tokyo", (35.0300, 135.7700, 50.0), (35.0600, 135.8300, 200.0), (16.0, 11.0));
#[rustfmt::skip]
pub static TBILISI: Place = place("Asia/Tbilisi", (41.7100, 44.7900, 450.0), (41.6900, 44.7300, 700.0), (13.5, 11.0));
#[rustfmt::skip]
pub static DALLAS: Place = place("America/Chicago", (32.8400, -96.7900, 140.0), (32.6200, -96.9500, 200.0), (19.0, 11.0));
#[rustfmt::skip]
pub static CHIANG_MAI: Place = place("Asia/Bangkok", (18.7900, 98.9800, 310.0), (18.8000, 98.9300, 600.0), (26.0, 3.0));
