//! Whether a change is safe, why, and what a breaking one needs.

use super::Action;
use super::facet::{Facet, Nature, Said};
use super::names::Names;

/// What is to be said of a change.
pub(super) struct Verdict {
    pub action: Action,
    pub is_breaking: bool,
    pub why: String,
    pub remedy: Option<String>,
    pub is_answered: bool,
}

impl Verdict {
    fn safe(action: Action, why: &str) -> Self {
        Self {
            action,
            is_breaking: false,
            why: why.to_owned(),
            remedy: None,
            is_answered: true,
        }
    }

    fn breaking(action: Action, why: String, remedy: String, is_answered: bool) -> Self {
        Self {
            action,
            is_breaking: true,
            why,
            remedy: Some(remedy),
            is_answered,
        }
    }

    pub fn added() -> Self {
        Self::safe(Action::Added, "nobody holds anything of it yet")
    }

    /// A migration says so, or it would be something else that was added.
    pub fn renamed(held: Option<&str>) -> Self {
        let held = held.unwrap_or("what names it");
        let why =
            format!("clients ask for it by its name; {held} stay, and are found by both names");
        let remedy = "the migration states it".to_owned();
        Self::breaking(Action::Renamed, why, remedy, true)
    }

    pub fn removed(kind: &str, held: Option<&str>, is_answered: bool) -> Self {
        let Some(held) = held else {
            return Self::safe(Action::Removed, "nothing is stored under its name");
        };
        let why = format!("people hold {held} under its name");
        Self::breaking(Action::Removed, why, stated(kind, is_answered), is_answered)
    }
}

fn stated(kind: &str, is_answered: bool) -> String {
    if is_answered {
        return "the migration states it".to_owned();
    }
    match kind {
        "words" | "attributes" => format!("state it in migrations.yaml: `retire: {{{kind}: […]}}`"),
        _ => format!(
            "state it in migrations.yaml: `rename: {{{kind}: {{old: new}}}}`, or `retire: {{{kind}: […]}}`"
        ),
    }
}

fn major(is_raised: bool) -> String {
    if is_raised {
        "the major version is raised".to_owned()
    } else {
        "raise the major version".to_owned()
    }
}

pub(super) type Pair<'a> = (Option<&'a Facet>, Option<&'a Facet>);

/// Leaves out what only follows from another change: a figure of another type has another unit, and
/// what is not asked for any more has no bounds.
pub(super) fn without_followers(changes: &[Pair<'_>]) -> Vec<usize> {
    let follows = |facet: &Facet, head: &Pair<'_>| {
        let Some(other) = head.1.or(head.0) else {
            return false;
        };
        if let Some((key, member)) = &facet.within
            && (other.key, &other.member) == (*key, member)
        {
            // An entry's new field that has to be filled in is told by itself.
            return facet.nature != Nature::Required;
        }
        let followers: &[&str] = match (other.key, other.member.as_str()) {
            ("type", _) => &[
                "quantity",
                "unit",
                "max",
                "values",
                "ordered",
                "display",
                "aggregate",
                "input",
            ],
            ("quantity", _) => &["unit", "display", "aggregate", "input"],
            ("unit", _) => &["display"],
            // A record is called after its metric where it has no title of its own.
            ("title", language) if facet.nature == Nature::Look => {
                return facet.key == "records" && facet.member.ends_with(language);
            }
            ("input", "asked") if facet.member != "asked" => &["input"],
            _ => &[],
        };
        other.within == facet.within && followers.contains(&facet.key)
    };
    let is_first = |change: &Pair<'_>| {
        let facet = change.1.or(change.0);
        facet.is_some_and(|facet| {
            !changes
                .iter()
                .any(|head| head != change && follows(facet, head))
        })
    };
    let kept = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| is_first(change));
    kept.map(|(at, _)| at).collect()
}

/// What a change of one key means; `None` where it is none.
pub(super) fn facet(id: &str, (old, new): Pair<'_>, names: &Names<'_>) -> Option<Verdict> {
    let facet = new.or(old)?;
    let action = match (old, new) {
        (None, _) => Action::Added,
        (_, None) => Action::Removed,
        _ => Action::Changed,
    };
    let safe = |why| Some(Verdict::safe(action, why));
    let offered = |why: &str| {
        let raised = names.is_major();
        let verdict = Verdict::breaking(action, why.to_owned(), major(raised), raised);
        Some(verdict)
    };
    match facet.nature {
        Nature::Look => safe("words and looks: nothing stored depends on it"),
        Nature::Shown => safe("it holds from the next page on"),
        Nature::Told => safe("earlier workouts are told anew by it"),
        Nature::Relied => {
            offered("clients of the API and people go by it; what is stored stays right")
        }
        Nature::Meant => {
            let why = "what was stored under this id would be read as something else".to_owned();
            let remedy = "give it an id of its own, and retire this one".to_owned();
            Some(Verdict::breaking(action, why, remedy, false))
        }
        Nature::Held(of) if action == Action::Removed => {
            let name = format!("{id}.{}", facet.member);
            let is_answered = names.is_retired(of, &name);
            let why = format!("people's {} name it", of.replace('_', " "));
            Some(Verdict::breaking(
                action,
                why,
                stated(of, is_answered),
                is_answered,
            ))
        }
        Nature::Held(_) => safe("nobody holds anything of it yet"),
        Nature::Offered if action == Action::Removed => match &facet.said {
            Said::Name(of, name) if names.is_given_up(of, name) => None,
            _ => offered("people and clients have it now"),
        },
        Nature::Offered => safe("there is more of it; nothing is taken from anybody"),
        Nature::AtLeast | Nature::AtMost if is_narrower(old, new, facet.nature) => {
            offered("what was taken until now is refused")
        }
        Nature::AtLeast | Nature::AtMost => safe("what was taken until now is taken still"),
        Nature::Required => required(id, (old, new), action, names),
        Nature::Ranked => {
            let is_moved = is_moved(old?.said.in_words(), new?.said.in_words());
            is_moved.then(|| Verdict::safe(action, "earlier workouts are told anew by the order"))
        }
    }
}

fn is_narrower(old: Option<&Facet>, new: Option<&Facet>, nature: Nature) -> bool {
    let figure = |facet: Option<&Facet>| match facet.map(|f| &f.said) {
        Some(Said::Figure(si, _)) => Some(*si),
        _ => None,
    };
    match (figure(old), figure(new)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) if nature == Nature::AtLeast => new > old,
        (Some(old), Some(new)) => new < old,
    }
}

/// Whether words that both lists have stand in another order.
fn is_moved(old: &str, new: &str) -> bool {
    let both = |list: &str, other: &str| -> Vec<String> {
        let known: Vec<&str> = other.split(", ").collect();
        let words = list.split(", ").filter(|word| known.contains(word));
        words.map(str::to_owned).collect()
    };
    both(old, new) != both(new, old)
}

/// What has to be stated from now on is not there in what was stated before.
fn required(id: &str, (old, new): Pair<'_>, action: Action, names: &Names<'_>) -> Option<Verdict> {
    let is = |facet: Option<&Facet>| facet.is_some_and(|f| f.said.in_words() != "no");
    if is(old) == is(new) || !is(new) {
        let why = "less has to be stated than before";
        return (is(old) != is(new)).then(|| Verdict::safe(action, why));
    }
    let facet = new?;
    let of = match (&facet.said, &facet.within) {
        (Said::Name(_, name), _) => name.clone(),
        (_, Some((_, member))) => names.qualified(&format!("{id}.{member}")),
        _ => names.qualified(id),
    };
    let is_answered = names.is_backfilled(&of);
    let why = "it has to be stated, and earlier workouts do not state it".to_owned();
    let plain = of.split_once('.').map_or(of.as_str(), |(_, plain)| plain);
    let remedy = if is_answered {
        "the migration says what holds of them".to_owned()
    } else {
        format!("say what holds of them in migrations.yaml: `backfill: {{{plain}: …}}`")
    };
    Some(Verdict::breaking(action, why, remedy, is_answered))
}
