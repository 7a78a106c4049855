//! Style, script and icons. Served under a name with the content's hash, so that a browser may
//! keep them for good; the sheet is put together from `assets/css` in order of name.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The `Cache-Control` of an asset: its URL changes with its content.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// Where assets are served: `/static/{*path}`.
pub const ROOT: &str = "/static/";

/// One served file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Below [`ROOT`]: `3f2a91c04be1/app.css`.
    pub path: String,
    /// A strong entity tag, with its quotes.
    pub etag: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// All served files and the icons that templates draw.
#[derive(Debug, Default)]
pub struct Assets {
    by_path: BTreeMap<String, Asset>,
    /// File name to the URL with its hash.
    urls: BTreeMap<String, String>,
    /// Icon name to the shapes inside its 24 by 24 drawing.
    icons: BTreeMap<String, String>,
    /// Changes when any served file does.
    digest: String,
}

impl Assets {
    /// What is built into the binary.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect_embedded(&ASSETS, &mut files);
        Self::new(files)
    }

    /// What is in a folder now (`--dev`).
    pub fn from_dir(root: &Path) -> std::io::Result<Self> {
        let mut files = BTreeMap::new();
        collect_dir(root, root, &mut files)?;
        Ok(Self::new(files))
    }

    fn new(files: BTreeMap<String, Vec<u8>>) -> Self {
        let mut assets = Self::default();
        let mut sheet = Vec::new();
        let mut scripts = BTreeMap::new();
        for (path, bytes) in files {
            if path.starts_with("css/") {
                sheet.extend_from_slice(&bytes);
            } else if let Some(name) = path
                .strip_prefix("icons/")
                .and_then(|n| n.strip_suffix(".svg"))
            {
                assets
                    .icons
                    .insert(name.to_owned(), shapes(&String::from_utf8_lossy(&bytes)));
            } else if Path::new(&path).extension().is_some_and(|end| end == "js") {
                scripts.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            } else {
                assets.add(&path, bytes);
            }
        }
        assets.add("app.css", sheet);
        assets.add_scripts(scripts);
        let all: Vec<&str> = assets.urls.values().map(String::as_str).collect();
        assets.digest = short_hash(all.concat().as_bytes());
        assets
    }

    /// A script that names others (`from "./queue.js"`) is served with their addresses in the
    /// place of their names, so that its own changes with theirs. Those that name each other in a
    /// circle are served as they are.
    fn add_scripts(&mut self, mut scripts: BTreeMap<String, String>) {
        while !scripts.is_empty() {
            let waits = |text: &String| scripts.keys().any(|name| text.contains(&import_of(name)));
            let ready = scripts.iter().find(|(_, text)| !waits(text));
            let Some(name) = ready
                .or(scripts.iter().next())
                .map(|(name, _)| name.clone())
            else {
                return;
            };
            let mut text = scripts.remove(&name).unwrap_or_default();
            for (known, url) in &self.urls {
                text = text.replace(&import_of(known), &format!("from \"{url}\""));
            }
            self.add(&name, text.into_bytes());
        }
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let hash = short_hash(&bytes);
        let path = format!("{hash}/{name}");
        self.urls.insert(name.to_owned(), format!("{ROOT}{path}"));
        let etag = format!("\"{hash}\"");
        let content_type = content_type(name);
        self.by_path.insert(
            path.clone(),
            Asset {
                path,
                etag,
                content_type,
                bytes,
            },
        );
    }

    /// The file at a path below [`ROOT`].
    pub fn get(&self, path: &str) -> Option<&Asset> {
        self.by_path.get(path)
    }

    /// Changes when any served file does.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The URL of a file by its plain name, `app.css`.
    pub fn url(&self, name: &str) -> Option<&str> {
        self.urls.get(name).map(String::as_str)
    }

    /// The shapes of an icon, to be put into an `svg` of 24 by 24.
    pub fn icon(&self, name: &str) -> Option<&str> {
        self.icons.get(name).map(String::as_str)
    }

    /// The names that a pack may give as `icon`.
    pub fn icon_names(&self) -> impl Iterator<Item = &str> {
        self.icons.keys().map(String::as_str)
    }
}

fn short_hash(bytes: &[u8]) -> String {
    let hash = hex::encode(Sha256::digest(bytes));
    hash.chars().take(12).collect()
}

/// How a script names another.
fn import_of(name: &str) -> String {
    format!("from \"./{name}\"")
}

/// A pack's sheet: one colour, from which the tokens derive all others. `None` when the text is
/// not plainly a colour (`#rrggbb`, `#rgb`, `oklch(L C H)`), whatever was checked before.
pub fn theme_css(accent: &str) -> Option<String> {
    let accent = accent.trim();
    let hex = accent.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    });
    let oklch = accent
        .strip_prefix("oklch(")
        .and_then(|rest| rest.strip_suffix(')'));
    let oklch = oklch.is_some_and(|inside| {
        let numbers: Vec<&str> = inside.split_whitespace().collect();
        numbers.len() == 3
            && numbers.iter().all(|n| {
                n.trim_end_matches(['%', 'd', 'e', 'g'])
                    .parse::<f64>()
                    .is_ok_and(f64::is_finite)
            })
    });
    (hex || oklch).then(|| format!(":root {{ --accent: {accent}; }}\n"))
}

fn collect_embedded(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        files.insert(
            file.path().to_string_lossy().into_owned(),
            file.contents().to_vec(),
        );
    }
    for sub in dir.dirs() {
        collect_embedded(sub, files);
    }
}

fn collect_dir(
    root: &Path,
    dir: &Path,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect_dir(root, &path, files)?;
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            files.insert(name, std::fs::read(&path)?);
        }
    }
    Ok(())
}

/// The inside of an icon file's `svg`.
fn shapes(svg: &str) -> String {
    let inside = svg.split_once('>').map_or("", |(_, rest)| rest);
    inside
        .rsplit_once("</svg>")
        .map_or(inside, |(shapes, _)| shapes)
        .trim()
        .to_owned()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_by_its_hashed_url() {
        let assets = Assets::embedded();
        for (name, kind) in [
            ("app.css", "text/css"),
            ("app.js", "text/javascript"),
            ("favicon.svg", "image/svg"),
        ] {
            let url = assets.url(name).expect(name);
            let asset = assets
                .get(url.strip_prefix(ROOT).expect("root"))
                .expect("served");
            assert!(asset.content_type.starts_with(kind));
            assert!(asset.path.contains(asset.etag.trim_matches('"')));
        }
        assert_eq!(assets.get("../Cargo.toml"), None);
    }

    fn script(assets: &Assets, name: &str) -> String {
        let url = assets.url(name).expect("url");
        let path = url.strip_prefix(ROOT).expect("root");
        let bytes = assets.get(path).expect("served").bytes.clone();
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn the_scripts_stay_small() {
        let assets = Assets::embedded();
        let names = [
            "app.js",
            "device.js",
            "queue.js",
            "record.js",
            "rows.js",
            "trim.js",
            "zoom.js",
        ];
        let sizes = names.map(|name| script(&assets, name).len());
        assert!(sizes.iter().sum::<usize>() < 60_000, "{sizes:?}");
    }

    #[test]
    fn a_script_names_others_by_their_addresses() {
        let assets = Assets::embedded();
        let queue = assets.url("queue.js").expect("url");
        for name in ["device.js", "record.js"] {
            let script = script(&assets, name);
            assert!(script.contains(&format!("from \"{queue}\"")), "{name}");
            assert!(
                !script.contains("from \"./"),
                "{name} names a file that is not there"
            );
        }
        let circle = [("a.js", "from \"./b.js\""), ("b.js", "from \"./a.js\"")];
        let files = circle.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        assert!(
            Assets::new(files.into()).url("b.js").is_some(),
            "a circle ends"
        );
    }

    #[test]
    fn only_a_colour_becomes_a_theme() {
        assert_eq!(
            theme_css("#c63").as_deref(),
            Some(":root { --accent: #c63; }\n")
        );
        assert!(theme_css("oklch(0.58 0.2 30)").is_some());
        assert!(theme_css("oklch(58% 0.2 30deg)").is_some());
        for bad in [
            "red",
            "#12",
            "#12345g",
            "oklch(1 2)",
            "#fff;} body{display:none",
            "oklch(1 2 url(x))",
            "oklch(1 2 NaN)",
        ] {
            assert_eq!(theme_css(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_sheet_has_no_raw_colours_beside_the_tokens() {
        let dir = ASSETS.get_dir("css").expect("sheets");
        for file in dir
            .files()
            .filter(|f| !f.path().to_string_lossy().contains("tokens"))
        {
            let css = file.contents_utf8().expect("text");
            assert!(
                !css.contains("oklch(") && !css.contains("rgb("),
                "{:?}",
                file.path()
            );
        }
    }
}
