//! Pages of a list: by number, offset, cursor or link.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use stadion_pack::adapter::model::{PageBy, Stream};

use super::asked::{Asked, Names};
use super::records::{Item, List};

/// The parameter of links that the simulator makes.
const NEXT: &str = "_next";
/// A page has no more, whatever is asked for.
const LARGEST: usize = 1_000;

#[derive(Debug)]
pub struct Page<'a> {
    pub items: &'a [Item],
    /// Where the next one begins, where there is one.
    pub next: Option<usize>,
}

/// The page that a request asks for; the message says what is wrong with it.
pub fn page_of<'a>(
    list: &'a List,
    stream: &Stream,
    asked: &Asked,
    names: &Names,
    (since, until): (Option<i64>, Option<i64>),
    page_size: usize,
) -> Result<Page<'a>, String> {
    let all = list.between(since, until);
    let Some(paginate) = &stream.paginate else {
        return Ok(Page {
            items: all,
            next: None,
        });
    };
    let number = |name: &str| match names.get(name) {
        Some(text) => text
            .parse::<usize>()
            .map(Some)
            .map_err(|_| format!("`{text}` is no {name}")),
        None => Ok(None),
    };
    let declared = paginate.limit.map(|limit| limit as usize);
    let limit = number("limit")?.or(declared).unwrap_or(page_size);
    let limit = limit.clamp(1, LARGEST);
    let from = match &paginate.by {
        PageBy::Page(first) => {
            let first = *first as usize;
            let page = number("page")?.unwrap_or(first);
            page.saturating_sub(first).saturating_mul(limit)
        }
        PageBy::Offset(_) => number("offset")?.unwrap_or_default(),
        PageBy::Cursor(_) => of_cursor(names.get("next").map(String::as_str))?,
        PageBy::Link(_) | PageBy::LinkHeader => of_cursor(asked.of(NEXT))?,
    };
    let from = from.min(all.len());
    let to = from.saturating_add(limit).min(all.len());
    Ok(Page {
        items: all.get(from..to).unwrap_or_default(),
        next: (to < all.len()).then_some(to),
    })
}

/// A word that says nothing to clients.
pub fn cursor(next: usize) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("from {next}"))
}

fn of_cursor(cursor: Option<&str>) -> Result<usize, String> {
    let Some(cursor) = cursor else {
        return Ok(0);
    };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let next = text.as_deref().and_then(|text| text.strip_prefix("from "));
    next.and_then(|next| next.parse().ok())
        .ok_or_else(|| format!("`{cursor}` is no cursor of this list"))
}

/// The next page's address at the vendor, as it would write it.
pub fn link(asked: &Asked, next: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let others = asked.query.iter().filter(|(name, _)| name != NEXT);
    for (name, value) in others {
        query.append_pair(name, value);
    }
    query.append_pair(NEXT, &cursor(next));
    format!("https://{}{}?{}", asked.host, asked.path, query.finish())
}
