//! What two versions of an adapter differ in, and what of it breaks for those who are connected by it.

mod written;

use std::collections::BTreeSet;

use super::model::{Audience, Label, Transport, What};
use super::{Adapter, Path};
use crate::diff::{Action, Change, Diff};

/// The difference of two versions; `None` where nothing of the adapter was live. An adapter refers to
/// nothing and nothing to it, so it stands alone.
pub fn diff(old: Option<&Adapter>, new: &Adapter) -> Diff {
    let changes = old.map_or_else(Vec::new, |old| {
        let mut told = Comparison {
            id: &new.id,
            is_answered: new.version.major > old.version.major,
            changes: Vec::new(),
        };
        told.ids(old, new);
        told.ways(old, new);
        told.terms(old, new);
        told.fields(old, new);
        told.others(old, new);
        told.changes
    });
    Diff {
        pack: new.id.clone(),
        old: old.map(|old| old.version.to_string()),
        new: Some(new.version.to_string()),
        files_differ: old.is_none_or(|old| old.digest != new.digest),
        changes,
        problems: Vec::new(),
    }
}

struct Comparison<'a> {
    id: &'a str,
    is_answered: bool,
    changes: Vec<Change>,
}

/// How a change is judged: whether it breaks, why, and what it needs.
type Verdict = (bool, &'static str, &'static str);

const DOUBLED: Verdict = (
    true,
    "what came before is not known again by its id, and comes a second time",
    "keep the path, and add the new one beside it: the first that answers counts",
);
const SILENT: Verdict = (
    true,
    "nothing of it comes any more for those who are connected",
    "keep it until nobody is connected by it",
);
const UNFILLED: Verdict = (
    true,
    "workouts that come no longer have it",
    "fill it from another place",
);
const ASKED_ANEW: Verdict = (
    true,
    "people have to connect anew, for they did not allow this",
    "tell them before it goes live",
);
const STRICTER: Verdict = (
    true,
    "what people showed of its data is shown no longer, also what came before",
    "tell them before it goes live",
);
const LOOSER: Verdict = (
    false,
    "what came under stricter terms may be used so too",
    "",
);
const PLAIN: Verdict = (false, "", "");
const READ_OTHERWISE: Verdict = (
    false,
    "what comes from now on is read otherwise, what came before stays as it is",
    "",
);
const TAKEN_OTHERWISE: Verdict = (
    false,
    "other values are taken from now on, what came before stays as it is",
    "",
);
const CALLS_REFUSED: Verdict = (
    true,
    "calls of the vendor are refused until both sides know the same",
    "set the secret and the vendor's side before it goes live",
);
const STRANGERS: Verdict = (
    true,
    "people who are connected are not known again",
    "keep it until nobody is connected by it",
);
const LET_IN_OTHERWISE: Verdict = (
    true,
    "what people let the server in with is sent otherwise",
    "try it with a person's token before it goes live: `stadion adapter try ID --live`",
);

/// What the judgements above tell of already, and what every version changes.
const TOLD: [&str; 8] = [
    "id",
    "version",
    "dedupe.id",
    "transport.api.id",
    "label",
    "transport.pull.hosts",
    "transport.pull.auth.oauth2.scopes",
    "data_policy.visible_to",
];
const USES: [&str; 3] = [
    "data_policy.rankings",
    "data_policy.promos",
    "data_policy.models",
];

/// What a change of a key means, by what the key begins with; the first counts.
const MEANS: [(&str, Verdict); 12] = [
    ("transport.push.verify.", CALLS_REFUSED),
    ("transport.push.events.user", STRANGERS),
    ("transport.pull.auth.oauth2.user", STRANGERS),
    ("transport.pull.auth.", LET_IN_OTHERWISE),
    ("transport.ble.service", SILENT),
    ("decode.", READ_OTHERWISE),
    ("record.", READ_OTHERWISE),
    ("rows.", READ_OTHERWISE),
    ("scripts.", READ_OTHERWISE),
    ("normalize.", READ_OTHERWISE),
    ("validate.", TAKEN_OTHERWISE),
    ("settings.", READ_OTHERWISE),
];

impl Comparison<'_> {
    fn push(&mut self, key: &str, (old, new): (Option<String>, Option<String>), verdict: Verdict) {
        let (is_breaking, why, remedy) = verdict;
        self.changes.push(Change {
            kind: "adapter".to_owned(),
            id: self.id.to_owned(),
            key: Some(key.to_owned()),
            action: match (&old, &new) {
                (None, _) => Action::Added,
                (_, None) => Action::Removed,
                _ => Action::Changed,
            },
            old,
            new,
            is_breaking,
            why: why.to_owned(),
            remedy: (!remedy.is_empty()).then(|| remedy.to_owned()),
            is_answered: is_breaking && self.is_answered,
            held: None,
            place: None,
        });
    }

    fn value(&mut self, key: &str, old: String, new: String, verdict: Verdict) {
        if old != new {
            self.push(key, (Some(old), Some(new)), verdict);
        }
    }

    /// What is in one list and not in the other.
    fn names(&mut self, key: &str, old: &BTreeSet<String>, new: &BTreeSet<String>, gone: Verdict) {
        for name in new.difference(old) {
            self.push(&format!("{key} {name}"), (None, Some(String::new())), PLAIN);
        }
        for name in old.difference(new) {
            self.push(&format!("{key} {name}"), (Some(String::new()), None), gone);
        }
    }

    /// By what a record is known again.
    fn ids(&mut self, old: &Adapter, new: &Adapter) {
        let paths = |paths: &[Path]| {
            let paths: Vec<&str> = paths.iter().map(Path::as_str).collect();
            paths.join(", ")
        };
        let (was, is) = (paths(&old.dedupe.id), paths(&new.dedupe.id));
        // The first path that answers is the id: others may follow it.
        let keeps = !was.is_empty() && is.starts_with(&was);
        self.value("dedupe.id", was, is, if keeps { PLAIN } else { DOUBLED });
        if let (Some(was), Some(is)) = (&old.transport.api, &new.transport.api) {
            let (was, is) = (was.id.as_str().to_owned(), is.id.as_str().to_owned());
            self.value("transport.api.id", was, is, DOUBLED);
        }
    }

    /// How data comes in.
    fn ways(&mut self, old: &Adapter, new: &Adapter) {
        self.names(
            "transport",
            &ways(&old.transport),
            &ways(&new.transport),
            SILENT,
        );
        let (Some(was), Some(is)) = (&old.transport.pull, &new.transport.pull) else {
            return;
        };
        let streams = |pull: &super::model::Pull| pull.streams.keys().cloned().collect();
        self.names("streams", &streams(was), &streams(is), SILENT);
        let hosts = |pull: &super::model::Pull| pull.hosts.iter().cloned().collect();
        self.names("hosts", &hosts(was), &hosts(is), PLAIN);
        let scopes = |pull: &super::model::Pull| {
            let scopes = pull.oauth2.iter().flat_map(|auth| &auth.scopes);
            scopes.cloned().collect::<BTreeSet<String>>()
        };
        let (was, is) = (scopes(was), scopes(is));
        if was != is {
            let words = |all: &BTreeSet<String>| {
                let all: Vec<&str> = all.iter().map(String::as_str).collect();
                all.join(" ")
            };
            let verdict = if is.is_subset(&was) {
                PLAIN
            } else {
                ASKED_ANEW
            };
            self.value("auth.oauth2.scopes", words(&was), words(&is), verdict);
        }
    }

    /// What may become of the data, and whether anybody has run it.
    fn terms(&mut self, old: &Adapter, new: &Adapter) {
        let label = |label: Label| match label {
            Label::Live => "live".to_owned(),
            Label::Simulated => "simulated".to_owned(),
        };
        self.value("label", label(old.label), label(new.label), PLAIN);
        let (was, is) = (&old.policy, &new.policy);
        let seen = |by: Audience| match by {
            Audience::Owner => (0, "owner"),
            Audience::Club => (1, "club"),
            Audience::Public => (2, "public"),
        };
        let judged = |is_stricter: bool| if is_stricter { STRICTER } else { LOOSER };
        let (from, to) = (seen(was.visible_to), seen(is.visible_to));
        let verdict = judged(to.0 < from.0);
        let key = "data_policy.visible_to";
        self.value(key, from.1.to_owned(), to.1.to_owned(), verdict);
        let uses = [
            ("rankings", was.rankings, is.rankings),
            ("promos", was.promos, is.promos),
            ("models", was.models, is.models),
        ];
        for (name, was, is) in uses {
            let key = format!("data_policy.{name}");
            self.value(&key, was.to_string(), is.to_string(), judged(!is));
        }
    }

    /// What is filled, asked and stood for.
    fn fields(&mut self, old: &Adapter, new: &Adapter) {
        self.names("normalize", &filled(old), &filled(new), UNFILLED);
        let settings = |of: &Adapter| of.settings.keys().cloned().collect();
        self.names("settings", &settings(old), &settings(new), UNFILLED);
        let models = |of: &Adapter| of.models.keys().cloned().collect();
        self.names("models", &models(old), &models(new), PLAIN);
    }
}

impl Comparison<'_> {
    /// Every other key.
    fn others(&mut self, old: &Adapter, new: &Adapter) {
        let (was, is) = (written::keys(&old.written), written::keys(&new.written));
        let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for key in keys {
            let (old, new) = (was.get(key), is.get(key));
            let is_told = TOLD.iter().chain(&USES).any(|told| told == key);
            if old == new || is_told || self.is_of_what_came_or_went(key) {
                continue;
            }
            let means = MEANS.iter().find(|(begin, _)| key.starts_with(begin));
            let verdict = means.map_or(PLAIN, |(_, verdict)| *verdict);
            self.push(key, (old.cloned(), new.cloned()), verdict);
        }
    }

    /// Whether the whole of what the key belongs to was added or removed, and told so.
    fn is_of_what_came_or_went(&self, key: &str) -> bool {
        let of = |told: &str| match told.split_once(' ') {
            Some(("streams", name)) => format!("transport.pull.streams.{name}."),
            Some(("normalize", name)) => match name.strip_prefix("samples ") {
                Some(channel) => format!("normalize.samples.samples.fields.{channel}."),
                None => format!("normalize.{name}."),
            },
            Some((whole, name)) => format!("{whole}.{name}."),
            None => "\n".to_owned(),
        };
        let changes = self.changes.iter();
        let mut whole = changes.filter(|change| change.action != Action::Changed);
        whole.any(|change| {
            change
                .key
                .as_deref()
                .is_some_and(|told| key.starts_with(&of(told)))
        })
    }
}

fn ways(transport: &Transport) -> BTreeSet<String> {
    let all = [
        ("file", transport.file.is_some()),
        ("push", transport.push.is_some()),
        ("pull", transport.pull.is_some()),
        ("ble", transport.ble.is_some()),
        ("api", transport.api.is_some()),
    ];
    let there = all.into_iter().filter(|(_, is_there)| *is_there);
    there.map(|(name, _)| name.to_owned()).collect()
}

/// The canonical fields and channels that an adapter fills.
fn filled(adapter: &Adapter) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for entry in &adapter.entries {
        match &entry.what {
            What::Field(field) => {
                all.insert(field.target.word().to_owned());
            }
            What::Samples(samples) => {
                let channels = samples.fields.iter().map(|field| &field.channel);
                all.extend(channels.map(|channel| format!("samples {channel}")));
            }
            What::Part(part) => {
                all.insert(part.kind.clone());
            }
        }
    }
    all
}
