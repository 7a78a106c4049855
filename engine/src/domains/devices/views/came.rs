//! What came, and what of it was left out.

use crate::domains::app::Here;
use crate::domains::devices::model::{Delivered, NotTaken};
use crate::web::ui::pages::{DeviceDelivery, DeviceRefusal};

/// One time that something came.
pub fn told(here: &Here, came: &Delivered) -> DeviceDelivery {
    let refused = came.details.iter().map(|one| refusal(here, one));
    DeviceDelivery {
        when: here.formats.ago(came.at, here.now),
        text: in_words(here, came),
        is_refused: came.refused > 0,
        refused: refused.collect(),
    }
}

/// `2 workouts, 1 changed, 3 left out`.
fn in_words(here: &Here, came: &Delivered) -> String {
    let counts = [
        ("delivery-taken", came.taken),
        ("delivery-updated", came.updated),
        ("delivery-known", came.known),
        ("delivery-refused", came.refused),
    ];
    let said = counts.into_iter().filter(|(_, n)| *n > 0);
    let said = said.map(|(key, n)| here.formats.text(key, &[("n", n.into())]));
    said.collect::<Vec<_>>().join(", ")
}

/// `3 left out`; nothing where all was taken.
pub fn left_out(here: &Here, came: &Delivered) -> Option<String> {
    let args = [("n", came.refused.into())];
    (came.refused > 0).then(|| here.formats.text("delivery-refused", &args))
}

fn refusal(here: &Here, refused: &NotTaken) -> DeviceRefusal {
    let known = here
        .formats
        .find(&format!("left-out-{}", refused.code), &[]);
    let title = known.unwrap_or_else(|| refused.reason.clone());
    let n = i64::try_from(refused.count).unwrap_or(i64::MAX);
    let times = here.formats.text("delivery-times", &[("n", n.into())]);
    let places = [refused.place.as_str(), refused.reason.as_str()];
    let places = places.into_iter().filter(|text| !text.is_empty());
    DeviceRefusal {
        title: if n > 1 {
            format!("{times} {title}")
        } else {
            title
        },
        text: places.collect::<Vec<_>>().join(": "),
    }
}
