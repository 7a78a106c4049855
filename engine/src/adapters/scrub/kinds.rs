//! What a member is, by the words of its name, and what a text is by its look.

use serde_json::{Value, json};

use super::numbered;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Name,
    Mail,
    Phone,
    Place,
    Secret,
    User,
    Record,
    Device,
    Born,
    Body,
    Zone,
    Text,
    Track,
    Link,
}

impl Kind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Mail => "e-mail",
            Self::Phone => "phone",
            Self::Place => "address",
            Self::Secret => "secret",
            Self::User => "person's id",
            Self::Record => "record's id",
            Self::Device => "device's id",
            Self::Born => "birth",
            Self::Body => "body",
            Self::Zone => "zone",
            Self::Text => "text",
            Self::Track => "track",
            Self::Link => "link",
        }
    }

    /// What stands for the `number`th value of its kind.
    pub fn stand_in(self, number: u64, value: &Value) -> Value {
        match self {
            Self::Name => json!(format!("Person {number}")),
            Self::Mail => json!(format!("person{number}@example.org")),
            // Numbers that are given to nobody: 555-0100 and on.
            Self::Phone => json!(format!("+1 555 {:04}", 99 + number)),
            Self::Place => numbered(value, number, &format!("Place {number}")),
            Self::Secret => json!(format!("secret-{number}")),
            Self::User => numbered(value, 1_000 + number, &format!("user-{number}")),
            Self::Record => numbered(value, 1_000_000 + number, &format!("record-{number}")),
            Self::Device => numbered(value, 100 + number, &format!("device-{number}")),
            Self::Born | Self::Body => Value::Null,
            Self::Zone => json!("UTC"),
            Self::Text | Self::Track => json!(""),
            Self::Link => json!(format!("https://example.org/{number}")),
        }
    }
}

/// `startTimeUTC_offset` → start, time, utc, offset.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let breaks = c.is_uppercase() && was_lower;
        if (breaks || !c.is_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

const PEOPLE: [&str; 20] = [
    "account",
    "accounts",
    "athlete",
    "athletes",
    "author",
    "client",
    "coach",
    "creator",
    "customer",
    "friend",
    "friends",
    "member",
    "members",
    "owner",
    "participant",
    "participants",
    "person",
    "profile",
    "user",
    "users",
];
const SECRETS: [&str; 9] = [
    "authorization",
    "cookie",
    "jwt",
    "passwd",
    "password",
    "secret",
    "signature",
    "token",
    "tokens",
];
const NAMES: [&str; 9] = [
    "displayname",
    "firstname",
    "fullname",
    "lastname",
    "nick",
    "nickname",
    "realname",
    "surname",
    "username",
];
/// Before `name`.
const OF_PEOPLE: [&str; 8] = [
    "display", "family", "first", "full", "given", "last", "middle", "real",
];
const PLACES: [&str; 12] = [
    "address", "city", "country", "county", "district", "location", "postal", "postcode",
    "province", "street", "town", "zip",
];
const DEVICES: [&str; 7] = [
    "deviceid",
    "hardwareid",
    "imei",
    "mac",
    "serial",
    "serialnumber",
    "udid",
];
const BIRTHS: [&str; 6] = [
    "birth",
    "birthdate",
    "birthday",
    "born",
    "dateofbirth",
    "dob",
];
const BODIES: [&str; 8] = [
    "age", "bmi", "ftp", "gender", "height", "sex", "weight", "vo2max",
];
const TEXTS: [&str; 18] = [
    "bio",
    "body",
    "caption",
    "comment",
    "comments",
    "description",
    "label",
    "memo",
    "message",
    "name",
    "note",
    "notes",
    "remark",
    "remarks",
    "subject",
    "tags",
    "text",
    "title",
];
/// What a name of something else is of.
const THINGS: [&str; 11] = [
    "app",
    "brand",
    "category",
    "device",
    "kind",
    "manufacturer",
    "model",
    "product",
    "sport",
    "type",
    "unit",
];

/// Whether members of what has this name are of a person.
pub fn is_person(words: &[String]) -> bool {
    words.last().is_some_and(|word| has(&PEOPLE, word))
}

pub fn of_name(words: &[String], is_person: bool) -> Option<Kind> {
    let (last, before) = words.split_last()?;
    let any = |known: &[&str]| words.iter().any(|word| has(known, word));
    let before_last = |known: &[&str]| before.last().is_some_and(|word| has(known, word));
    let is_alone = before.is_empty();
    if any(&SECRETS) || (last == "key" && before_last(&["api", "access", "private"])) {
        return Some(Kind::Secret);
    }
    if any(&["email", "emails", "mail"]) {
        return Some(Kind::Mail);
    }
    if any(&["phone", "mobile", "telephone"]) {
        return Some(Kind::Phone);
    }
    if any(&NAMES) || last == "name" && (before_last(&OF_PEOPLE) || before_last(&PEOPLE)) {
        return Some(Kind::Name);
    }
    if last == "name" && is_alone && is_person {
        return Some(Kind::Name);
    }
    let is_whose = last == "id" && (before_last(&PEOPLE) || is_alone && is_person);
    if is_whose || matches!(last.as_str(), "userid" | "ownerid" | "athleteid") || is_one(words) {
        return Some(Kind::User);
    }
    if any(&DEVICES) || last == "id" && before_last(&["device", "hardware", "sensor"]) {
        return Some(Kind::Device);
    }
    if any(&BIRTHS) {
        return Some(Kind::Born);
    }
    if is_person && any(&BODIES) {
        return Some(Kind::Body);
    }
    if any(&PLACES) || is_person && last == "state" {
        return Some(Kind::Place);
    }
    if any(&["timezone", "tz"]) || last == "zone" && before_last(&["time"]) {
        return Some(Kind::Zone);
    }
    if any(&["polyline"]) {
        return Some(Kind::Track);
    }
    if has(&TEXTS, last) && may_be_words(words) {
        return Some(Kind::Text);
    }
    None
}

/// `user: "https://…/users/17"` and `polar_user: 17` say who it is.
fn is_one(words: &[String]) -> bool {
    words
        .last()
        .is_some_and(|word| has(&["athlete", "member", "owner", "user"], word))
}

/// Whether a text here may be somebody's own words: what names a thing is not.
pub fn may_be_words(words: &[String]) -> bool {
    !words.iter().any(|word| has(&THINGS, word))
}

pub fn of_value(text: &str) -> Option<Kind> {
    let is_link = text.starts_with("http://") || text.starts_with("https://");
    if is_link {
        return Some(Kind::Link);
    }
    if is_mail(text) {
        return Some(Kind::Mail);
    }
    // What people write has words; what programs write has few. A time has two.
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic));
    (words.count() > 2).then_some(Kind::Text)
}

fn is_mail(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('/')
        })
    })
}

fn has(known: &[&str], word: &str) -> bool {
    known.contains(&word)
}
