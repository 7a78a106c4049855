//! Where in a stream's pages one is.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use stadion_pack::adapter::model::{PageBy, Stream};
use stadion_pack::adapter::{Found, Path, plain};

use super::Answer;

/// The page that is asked for next. Kept, so that whoever goes on after a fall goes on from here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The address of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Records of the pages before.
    #[serde(default)]
    pub seen: u64,
}

impl At {
    pub fn first(stream: &Stream) -> Self {
        let by = stream.paginate.as_ref().map(|pages| &pages.by);
        Self {
            page: match by {
                Some(PageBy::Page(first)) => Some(*first),
                _ => None,
            },
            ..Self::default()
        }
    }
}

/// The page after one with so many records; none after the last. A vendor that tells of a page that was
/// asked for already tells of no other.
pub fn next(stream: &Stream, at: &At, answer: &Answer, records: usize) -> Option<At> {
    let pages = stream.paginate.as_ref()?;
    let body = answer.json().unwrap_or(Value::Null);
    let told = |path: &Path| {
        let told = plain(&path.first(&Found::root(&body))?.value)?;
        (!told.is_empty()).then_some(told)
    };
    let is_last = pages
        .more
        .as_ref()
        .is_some_and(|more| !told(more).is_some_and(|more| more != "false" && more != "0"));
    if is_last {
        return None;
    }
    let seen = at.seen + records as u64;
    let empty = At {
        seen,
        ..At::default()
    };
    // Without `more`, a page that is not full is the last.
    let is_full = match (&pages.more, pages.limit) {
        (Some(_), _) => true,
        (None, Some(limit)) => records >= limit as usize,
        (None, None) => records > 0,
    };
    let after = match &pages.by {
        PageBy::Page(first) => is_full.then(|| At {
            page: Some(at.page.unwrap_or(*first) + 1),
            ..empty
        }),
        PageBy::Offset(None) => is_full.then(|| At {
            offset: Some(seen.to_string()),
            ..empty
        }),
        PageBy::Offset(Some(path)) => told(path).map(|offset| At {
            offset: Some(offset),
            ..empty
        }),
        PageBy::Cursor(path) => told(path).map(|next| At {
            next: Some(next),
            ..empty
        }),
        PageBy::Link(path) => told(path).map(|link| At {
            link: Some(link),
            ..empty
        }),
        PageBy::LinkHeader => answer.header("link").and_then(after_link).map(|link| At {
            link: Some(link),
            ..empty
        }),
    };
    after.filter(|after| !is_same(after, at))
}

fn is_same(a: &At, b: &At) -> bool {
    (a.page, &a.offset, &a.next, &a.link) == (b.page, &b.offset, &b.next, &b.link)
}

/// The target of `rel="next"` in the header `Link` (RFC 8288, 3).
fn after_link(header: &str) -> Option<String> {
    header.split(',').find_map(|one| {
        let (target, parameters) = one.split_once(';')?;
        let is_next = parameters.split(';').any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel") && relations.any(|one| one == "next")
        });
        let target = target.trim().strip_prefix('<')?.strip_suffix('>')?;
        is_next.then(|| target.to_owned())
    })
}
