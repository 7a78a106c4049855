//! Packs as files, before anything is understood of them.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::adapter;
use crate::model::Place;

/// A text file of a pack (`.yaml`, `.ftl`, `.rhai`) may be this large.
pub const MAX_TEXT_FILE: usize = 1 << 20;
/// All files of a pack together, fixtures and images included.
pub const MAX_PACK: usize = 16 << 20;
pub const MAX_FILES: usize = 1_000;
/// Folders inside a pack's folder.
pub const MAX_DEPTH: usize = 4;

/// One pack's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackSource {
    /// The folder's name: what the pack is called while its `pack.yaml` cannot be read.
    pub id_hint: String,
    /// Where the folder stands, for messages.
    pub root: String,
    pub files: Vec<SourceFile>,
    /// What was found in the folder and not read, with the reason.
    pub refused: Vec<Refused>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the pack's folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub path: String,
    pub reason: &'static str,
}

impl PackSource {
    /// A pack from texts in memory: `("pack.yaml", "id: …")`.
    pub fn from_texts<'a>(id: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, text)| SourceFile {
                path: path.to_owned(),
                bytes: text.into(),
            })
            .collect();
        Self {
            id_hint: id.to_owned(),
            root: id.to_owned(),
            files,
            refused: Vec::new(),
        }
    }

    /// The id that its `pack.yaml`, or its `adapter.yaml`, states; the folder's name where that cannot
    /// be read.
    pub fn id(&self) -> String {
        let is_header = |path: &str| path == "pack.yaml" || path == adapter::FILE;
        let header = self.files.iter().find(|file| is_header(&file.path));
        let text = header.and_then(|file| std::str::from_utf8(&file.bytes).ok());
        let node = text.and_then(|text| crate::yaml::parse(0, text).0);
        let id = node.as_ref().and_then(|node| node.get("id"));
        let id = id.map(|(_, id)| id.to_json());
        let id = id.as_ref().and_then(|id| id.as_str());
        id.unwrap_or(&self.id_hint).to_owned()
    }

    /// Whether it is a device adapter, and no pack.
    pub fn is_adapter(&self) -> bool {
        let has = |path: &str| self.files.iter().any(|file| file.path == path);
        has(adapter::FILE) && !has("pack.yaml")
    }

    /// What the pack is, in 64 hex digits: SHA-256 over the files in order of path, each with its
    /// path's and its own length before it.
    pub fn digest(&self) -> String {
        let mut files: Vec<&SourceFile> = self.files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut hash = Sha256::new();
        for file in files {
            hash.update((file.path.len() as u64).to_le_bytes());
            hash.update(&file.path);
            hash.update((file.bytes.len() as u64).to_le_bytes());
            hash.update(&file.bytes);
        }
        let digest = hash.finalize();
        digest.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The file that a place of a compiled element names.
    pub fn file_of(&self, place: &Place) -> Option<&SourceFile> {
        let named = |file: &&SourceFile| self.name_of(&file.path) == place.file;
        self.files.iter().find(named)
    }

    /// The file's name in messages.
    pub fn name_of(&self, path: &str) -> String {
        if self.root.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.root.trim_end_matches('/'))
        }
    }
}

/// Reads the pack in `folder`, or every pack in the folders of `folder`, in order of name.
/// Hidden files are left out; symbolic links are never followed; sizes are bounded while reading.
///
/// # Errors
/// When `folder` cannot be listed or one of its files cannot be read, or holds no pack at all.
pub fn read_dir(folder: &Path) -> io::Result<Vec<PackSource>> {
    if folder.join("pack.yaml").is_file() {
        return Ok(vec![read_pack(folder)?]);
    }
    let mut packs = Vec::new();
    for path in sorted_entries(folder)? {
        let is_link = path.is_symlink();
        if is_link && path.join("pack.yaml").is_file() {
            packs.push(linked(&path));
        } else if !is_link && path.is_dir() && is_meant_as_pack(&path)? {
            packs.push(read_pack(&path)?);
        }
    }
    if packs.is_empty() {
        let reason = format!(
            "{} holds no pack: a pack is a folder with a pack.yaml",
            folder.display()
        );
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    Ok(packs)
}

/// Reads the adapter in `folder`, or every adapter in the folders of `folder`, in order of name; none
/// where it holds none. As [`read_dir`].
///
/// # Errors
/// When `folder` cannot be listed or one of its files cannot be read.
pub fn read_adapters(folder: &Path) -> io::Result<Vec<PackSource>> {
    if folder.join(adapter::FILE).is_file() {
        return Ok(vec![read_pack(folder)?]);
    }
    let folders = sorted_entries(folder)?.into_iter();
    let adapters = folders.filter(|path| !path.is_symlink() && path.join(adapter::FILE).is_file());
    adapters.map(|path| read_pack(&path)).collect()
}

/// A folder with YAML in it is meant as a pack; one without its `pack.yaml` is told so. One with an
/// adapter's is none.
fn is_meant_as_pack(folder: &Path) -> io::Result<bool> {
    if folder.join(adapter::FILE).is_file() && !folder.join("pack.yaml").is_file() {
        return Ok(false);
    }
    let is_yaml = |path: &std::path::PathBuf| {
        let ending = path.extension();
        ending.is_some_and(|ending| ending == "yaml" || ending == "yml")
    };
    Ok(sorted_entries(folder)?.iter().any(is_yaml))
}

/// A pack that is not followed, and does not vanish without a word.
fn linked(folder: &Path) -> PackSource {
    let name = folder.file_name().unwrap_or_default();
    PackSource {
        id_hint: name.to_string_lossy().into_owned(),
        root: folder.display().to_string(),
        files: Vec::new(),
        refused: vec![Refused {
            path: "pack.yaml".to_owned(),
            reason: "the folder is a symbolic link; give the folder itself",
        }],
    }
}

fn read_pack(folder: &Path) -> io::Result<PackSource> {
    let id_hint = folder
        .canonicalize()?
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut pack = PackSource {
        id_hint,
        root: folder.display().to_string(),
        ..PackSource::default()
    };
    let mut budget = MAX_PACK;
    read_folder(folder, "", 0, &mut budget, &mut pack)?;
    Ok(pack)
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    depth: usize,
    budget: &mut usize,
    pack: &mut PackSource,
) -> io::Result<()> {
    for path in sorted_entries(folder)? {
        let Some(name) = path.file_name() else {
            continue;
        };
        let name = format!("{prefix}{}", name.to_string_lossy());
        let kind = path.symlink_metadata()?.file_type();
        let refusal = if kind.is_symlink() {
            Some("it is a symbolic link; a pack holds plain files and folders")
        } else if kind.is_dir() && depth == MAX_DEPTH {
            Some("folders nest deeper than 4")
        } else if !kind.is_dir() && !kind.is_file() {
            Some("it is neither a file nor a folder")
        } else if pack.files.len() >= MAX_FILES {
            Some("the pack has more than 1000 files")
        } else {
            None
        };
        match refusal {
            Some(reason) => pack.refused.push(Refused { path: name, reason }),
            None if kind.is_dir() => {
                read_folder(&path, &format!("{name}/"), depth + 1, budget, pack)?;
            }
            None => read_file(&path, name, budget, pack)?,
        }
        if pack.refused.len() >= MAX_FILES {
            break;
        }
    }
    Ok(())
}

fn read_file(
    path: &Path,
    name: String,
    budget: &mut usize,
    pack: &mut PackSource,
) -> io::Result<()> {
    use io::Read;

    let limit = if is_text(&name) {
        MAX_TEXT_FILE.min(*budget)
    } else {
        *budget
    };
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let reason = if limit == *budget {
            "the pack's files exceed 16 MiB together"
        } else {
            "it is larger than 1 MiB"
        };
        pack.refused.push(Refused { path: name, reason });
    } else {
        *budget -= bytes.len();
        pack.files.push(SourceFile { path: name, bytes });
    }
    Ok(())
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.retain(|p| {
        !p.file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with('.'))
    });
    paths.sort();
    Ok(paths)
}

/// Whether the language reads the file's text, so that the bound for texts holds.
pub(crate) fn is_text(path: &str) -> bool {
    ["yaml", "yml", "ftl", "rhai"].iter().any(|ext| {
        path.rsplit_once('.')
            .is_some_and(|(_, end)| end.eq_ignore_ascii_case(ext))
    })
}

/// The files of a compile run, by the index that a `Span` carries.
#[derive(Debug, Default)]
pub struct Files(Vec<TextFile>);

#[derive(Debug)]
pub struct TextFile {
    /// Root and path, as findings show it.
    pub name: String,
    pub text: String,
}

impl Files {
    pub fn get(&self, index: u32) -> Option<&TextFile> {
        self.0.get(index as usize)
    }

    pub(crate) fn add(&mut self, name: String, text: String) -> u32 {
        self.0.push(TextFile { name, text });
        u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX)
    }

    /// The line of a span's start.
    pub(crate) fn line(&self, span: crate::place::Span) -> usize {
        self.get(span.file).map_or(1, |f| {
            crate::place::line_column(&f.text, span.range().start).line
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, path: &str, bytes: &[u8]) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_folder_of_packs_is_read_in_order_without_hidden_files() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "b/pack.yaml", b"id: b");
        write(dir.path(), "a/pack.yaml", b"id: a");
        write(dir.path(), "a/.git/config", b"x");
        write(dir.path(), "a/locales/en.ftl", b"k = v");
        write(dir.path(), "notes/readme.txt", b"no pack");
        let packs = read_dir(dir.path()).unwrap();
        let ids: Vec<_> = packs.iter().map(|p| p.id_hint.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        let paths: Vec<_> = packs[0].files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["locales/en.ftl", "pack.yaml"]);
    }

    #[test]
    fn a_packs_id_stands_in_its_header() {
        let id = |yaml| PackSource::from_texts("folder", [("pack.yaml", yaml)]).id();
        assert_eq!(id("# mine\nid: walks # short\nversion: 1.0.0\n"), "walks");
        assert_eq!(id("{id: \"walks\"}"), "walks");
        assert_eq!(id("version: 1"), "folder");
        assert_eq!(id("id: [\n"), "folder");
    }

    #[test]
    fn one_pack_is_read_by_its_own_folder_and_an_empty_folder_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(
            read_dir(dir.path()).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        write(dir.path(), "pack.yaml", b"id: x");
        assert_eq!(read_dir(dir.path()).unwrap().len(), 1);
    }

    #[test]
    fn large_files_and_deep_folders_are_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "pack.yaml", b"id: x");
        write(dir.path(), "metrics.yaml", &vec![b'#'; MAX_TEXT_FILE + 1]);
        write(dir.path(), "fixtures/long.fit", &vec![0; MAX_TEXT_FILE + 1]);
        write(dir.path(), "a/b/c/d/e/f.yaml", b"x");
        let pack = read_dir(dir.path()).unwrap().remove(0);
        let refused: Vec<_> = pack.refused.iter().map(|r| r.path.as_str()).collect();
        assert_eq!(refused, ["a/b/c/d/e", "metrics.yaml"]);
        assert!(pack.files.iter().any(|f| f.path == "fixtures/long.fit"));
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "pack/pack.yaml", b"id: x");
        std::os::unix::fs::symlink("/etc/hostname", dir.path().join("pack/metrics.yaml")).unwrap();
        let pack = read_dir(&dir.path().join("pack")).unwrap().remove(0);
        assert_eq!(pack.refused[0].path, "metrics.yaml");
        assert_eq!(pack.files.len(), 1);
    }
}
