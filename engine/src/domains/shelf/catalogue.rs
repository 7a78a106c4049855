//! Reads the catalogue: a YAML or JSON file, each mistake with its line.

use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use stadion_pack::At;
use stadion_pack::model::Text;
use stadion_pack::place::{Span, line_column};
use stadion_pack::regions::is_region;
use stadion_pack::units::parse_money;
use stadion_pack::words::Words;
use stadion_pack::yaml::{from_node, parse};
use url::Url;

use super::model::{Catalogue, Image, Product, Region};
use super::rules::links::is_allowed;

/// A picture beside a product's name has no need of more.
const LARGEST_IMAGE: u64 = 300_000;

#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("{path}: {error}")]
    Read { path: String, error: std::io::Error },
    /// One line a mistake: `FILE:LINE:COLUMN: what is wrong: what to do`.
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    regions: IndexMap<String, RawRegion>,
    products: IndexMap<At<String>, RawProduct>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegion {
    #[serde(default)]
    countries: Vec<At<String>>,
    #[serde(default)]
    zones: Vec<At<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProduct {
    category: String,
    title: Words,
    text: Option<Words>,
    image: Option<At<String>>,
    #[serde(default)]
    price: IndexMap<At<String>, At<String>>,
    #[serde(default)]
    regions: Vec<At<String>>,
    link: At<String>,
}

/// The checked catalogue of a file; `hosts` are those that its links may lead to.
pub fn load(path: &Path, hosts: &[String]) -> Result<Catalogue, CatalogueError> {
    let unreadable = |error| CatalogueError::Read {
        path: path.display().to_string(),
        error,
    };
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.display().to_string();
    let place = |span: Option<Span>, message: &str| {
        let at = line_column(&text, span.map_or(0, |span| span.range().start));
        format!("{name}:{}:{}: {message}", at.line, at.column)
    };
    let (tree, reports) = parse(0, &text);
    if !reports.is_empty() {
        let told = reports.iter().map(|r| place(Some(r.span()), r.message()));
        return Err(CatalogueError::Wrong(told.collect()));
    }
    let one = |line: String| CatalogueError::Wrong(vec![line]);
    let tree = tree.ok_or_else(|| one(place(None, "the catalogue is empty")))?;
    let raw: Raw = from_node(&tree).map_err(|e| one(place(e.span, &e.message)))?;
    let mut reading = Reading {
        folder,
        hosts,
        wrong: Vec::new(),
    };
    let catalogue = reading.catalogue(raw);
    if reading.wrong.is_empty() {
        Ok(catalogue)
    } else {
        let told = reading.wrong.into_iter();
        let told = told.map(|(span, message)| place(Some(span), &message));
        Err(CatalogueError::Wrong(told.collect()))
    }
}

struct Reading<'a> {
    folder: &'a Path,
    hosts: &'a [String],
    wrong: Vec<(Span, String)>,
}

impl Reading<'_> {
    fn catalogue(&mut self, raw: Raw) -> Catalogue {
        let regions = raw.regions.into_iter().map(|(id, region)| {
            let countries = region.countries.into_iter().map(|code| self.country(code));
            let countries = countries.collect();
            let zones = region.zones.into_iter().map(|zone| self.zone(zone));
            let zones = zones.collect();
            (id, Region { countries, zones })
        });
        let mut catalogue = Catalogue {
            regions: regions.collect(),
            ..Catalogue::default()
        };
        for (id, product) in raw.products {
            if let Some(product) = self.product(&id, product, &catalogue) {
                catalogue.products.insert(id.value, product);
            }
        }
        catalogue
    }

    fn country(&mut self, code: At<String>) -> String {
        if !is_region(&code) {
            let message = format!("`{}` is no code of ISO 3166-1 alpha-2: DE, KZ", *code);
            self.wrong.push((code.span, message));
        }
        code.value
    }

    fn zone(&mut self, zone: At<String>) -> String {
        let is_part = zone.ends_with("/*");
        if !is_part && zone.parse::<chrono_tz::Tz>().is_err() {
            let message = format!("`{}` is no time zone: Europe/Berlin, Europe/*", *zone);
            self.wrong.push((zone.span, message));
        }
        zone.value
    }

    fn product(
        &mut self,
        id: &At<String>,
        raw: RawProduct,
        catalogue: &Catalogue,
    ) -> Option<Product> {
        let before = self.wrong.len();
        let link = self.link(&raw.link);
        let image = raw.image.as_ref().and_then(|image| self.image(image));
        let named = raw.price.keys().chain(&raw.regions);
        for region in named.filter(|region| !catalogue.regions.contains_key(&region.value)) {
            let known: Vec<_> = catalogue.regions.keys().map(String::as_str).collect();
            let message = format!("there is no region `{}`: {}", **region, known.join(", "));
            self.wrong.push((region.span, message));
        }
        let mut price = IndexMap::new();
        for (region, text) in raw.price {
            match parse_money(&text) {
                Ok(money) if money.minor > 0 => drop(price.insert(region.value, money)),
                Ok(_) => self
                    .wrong
                    .push((text.span, "a price is more than nothing".into())),
                Err(error) => self.wrong.push((text.span, error.to_string())),
            }
        }
        if id.value.len() > 64 || !id.value.bytes().all(|b| b.is_ascii_graphic() && b != b'/') {
            let message = "an id has up to 64 letters, digits and hyphens".to_owned();
            self.wrong.push((id.span, message));
        }
        (self.wrong.len() == before).then_some(Product {
            id: id.value.clone(),
            category: raw.category,
            title: text(raw.title),
            text: raw.text.map(text),
            image,
            price,
            regions: raw.regions.into_iter().map(|region| region.value).collect(),
            link: link?,
        })
    }

    fn link(&mut self, link: &At<String>) -> Option<Url> {
        let parsed = Url::parse(link).ok();
        let allowed = parsed.filter(|url| is_allowed(url, self.hosts));
        if allowed.is_none() {
            let message = format!(
                "`{}` leads to no host that `shop_hosts` allows ({}): write https://HOST/…, and \
                 add the host to the settings",
                **link,
                self.hosts.join(", ")
            );
            self.wrong.push((link.span, message));
        }
        allowed
    }

    /// Below the catalogue's own folder.
    fn image(&mut self, name: &At<String>) -> Option<Image> {
        let types = [
            ("png", "image/png"),
            ("jpg", "image/jpeg"),
            ("jpeg", "image/jpeg"),
            ("webp", "image/webp"),
        ];
        let end = name.rsplit('.').next().unwrap_or_default();
        let content_type = types.iter().find(|(known, _)| *known == end);
        let is_below = !name.starts_with('/') && !name.split('/').any(|part| part == "..");
        let path = self.folder.join(&name.value);
        let size = std::fs::metadata(&path).map(|meta| meta.len());
        let wrong = match (content_type, size) {
            (None, _) => "a picture is a .png, .jpg or .webp file".to_owned(),
            _ if !is_below => "a picture lies beside the catalogue, or in a folder there".into(),
            (_, Err(error)) => format!("{}: {error}", path.display()),
            (_, Ok(size)) if size > LARGEST_IMAGE => {
                format!("a picture has at most {} kB", LARGEST_IMAGE / 1000)
            }
            (Some((_, content_type)), Ok(_)) => match std::fs::read(&path) {
                Ok(bytes) => {
                    return Some(Image {
                        content_type,
                        bytes,
                    });
                }
                Err(error) => format!("{}: {error}", path.display()),
            },
        };
        self.wrong.push((name.span, wrong));
        None
    }
}

fn text(words: Words) -> Text {
    match words {
        Words::Plain(plain) => Text([("en".to_owned(), plain)].into_iter().collect()),
        Words::ByLocale(map) => {
            let words = map.into_iter().map(|(tag, words)| (tag.value, words.value));
            Text(words.collect())
        }
    }
}
