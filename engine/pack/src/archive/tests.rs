use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::source::{MAX_TEXT_FILE, PackSource, SourceFile};

fn small() -> PackSource {
    let texts = [
        ("tests/one.yaml", "[]"),
        ("pack.yaml", "id: walks\nversion: 1.0.0\n"),
        ("locales/en.ftl", "a = b"),
    ];
    PackSource::from_texts("folder", texts)
}

fn plain() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// An archive of these entries, as another program may have made it.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, plain()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HEADER: (&str, &[u8]) = ("pack.yaml", b"id: walks");

fn refusal(bytes: &[u8]) -> String {
    unpack(bytes).unwrap_err().to_string()
}

#[test]
fn files_come_back_and_the_id_names_the_pack() {
    let read = unpack(&pack(&small()).unwrap()).unwrap();
    let paths: Vec<&str> = read.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["locales/en.ftl", "pack.yaml", "tests/one.yaml"]);
    assert_eq!(
        (read.id_hint.as_str(), read.root.as_str()),
        ("walks", "walks")
    );
    assert_eq!(read.digest(), small().digest());
}

#[test]
fn the_bytes_depend_on_the_files_alone() {
    let mut turned = small();
    turned.files.reverse();
    turned.root = "/elsewhere".to_owned();
    assert_eq!(pack(&turned).unwrap(), pack(&small()).unwrap());
    turned.files[0].bytes.push(b'#');
    assert_ne!(pack(&turned).unwrap(), pack(&small()).unwrap());
    assert_ne!(turned.digest(), small().digest());
}

#[test]
fn a_pack_of_which_files_were_left_out_is_not_archived() {
    let mut source = small();
    source.refused.push(crate::source::Refused {
        path: "metrics.yaml".to_owned(),
        reason: "it is a symbolic link; a pack holds plain files and folders",
    });
    let error = pack(&source).unwrap_err().to_string();
    assert!(
        error.starts_with("folder/metrics.yaml: it is a symbolic link"),
        "{error}"
    );
}

#[test]
fn names_that_leave_the_pack_are_refused() {
    let names = [
        "../pack.yaml",
        "a/../../b.yaml",
        "/etc/passwd",
        "C:/x.yaml",
        "a\\b.yaml",
        "a//b.yaml",
        "./pack.yaml",
        ".git/config",
        "a/.hidden",
        "a\nb.yaml",
        "a/b/c/d/e/f.yaml",
    ];
    for name in names {
        let told = refusal(&zip(&[HEADER, (name, b"x")]));
        let shown = name.escape_default().to_string();
        assert!(told.starts_with(&format!("{shown}: ")), "{name}: {told}");
    }
}

#[test]
fn links_and_folders_are_refused() {
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.start_file("pack.yaml", plain()).unwrap();
    link.write_all(b"id: walks").unwrap();
    link.add_symlink("metrics.yaml", "/etc/passwd", plain())
        .unwrap();
    let told = refusal(&link.finish().unwrap().into_inner());
    assert!(
        told.starts_with("metrics.yaml: it is no plain file"),
        "{told}"
    );

    let mut folder = ZipWriter::new(Cursor::new(Vec::new()));
    folder.add_directory("tests", plain()).unwrap();
    let told = refusal(&folder.finish().unwrap().into_inner());
    assert!(told.starts_with("tests/: it is no plain file"), "{told}");
}

#[test]
fn bombs_are_refused_at_the_bound() {
    let zeros = vec![b'#'; 64 << 20];
    let bomb = zip(&[HEADER, ("fixtures/a.fit", &zeros)]);
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    assert!(refusal(&bomb).contains("exceed 16 MiB together"));
    let text = zip(&[HEADER, ("metrics.yaml", &zeros[..=MAX_TEXT_FILE])]);
    assert!(refusal(&text).contains("larger than 1 MiB"));
    let halves = [
        HEADER,
        ("a.fit", &zeros[..9 << 20]),
        ("b.fit", &zeros[..9 << 20]),
    ];
    assert!(refusal(&zip(&halves)).starts_with("b.fit: the pack's files exceed"));
    let names: Vec<String> = (0..=MAX_FILES).map(|n| format!("{n}.yaml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refusal(&zip(&many)).contains("more than 1000"));
    assert!(refusal(&vec![0; MAX_ARCHIVE + 1]).contains("more than"));
}

#[test]
fn a_size_that_lies_is_found_by_the_bytes() {
    // The central directory's size of the last entry claims ten bytes.
    let zeros = vec![0_u8; 32 << 20];
    let mut bytes = zip(&[HEADER, ("a.fit", &zeros)]);
    let at = bytes
        .windows(4)
        .rposition(|w| w == [0x50, 0x4b, 1, 2])
        .unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert!(unpack(&bytes).is_err());
}

#[test]
fn what_is_no_archive_or_cut_or_changed_says_so() {
    assert!(refusal(b"id: walks").starts_with("this is no ZIP archive"));
    let whole = pack(&small()).unwrap();
    assert!(unpack(&whole[..whole.len() / 2]).is_err());
    let at = whole
        .windows(4)
        .position(|w| w == [0x50, 0x4b, 3, 4])
        .unwrap();
    let mut changed = whole.clone();
    changed[at + 30 + "locales/en.ftl".len() + 2] ^= 0xff;
    assert!(
        refusal(&changed).contains("cannot be unpacked"),
        "{}",
        refusal(&changed)
    );
    assert_eq!(
        refusal(&zip(&[("x.yaml", b"id: walks")])),
        ArchiveError::NoPack.to_string()
    );
}

#[test]
fn a_name_may_not_stand_twice() {
    let mut bytes = zip(&[HEADER, ("aa.yaml", b"x"), ("ab.yaml", b"y")]);
    while let Some(at) = bytes.windows(7).position(|w| w == b"ab.yaml") {
        bytes[at + 1] = b'a';
    }
    assert!(refusal(&bytes).ends_with("a name stands in it twice"));
}

#[test]
fn nothing_stands_around_an_archive() {
    let whole = pack(&small()).unwrap();
    let told = refusal(&[b"#!/bin/sh\n", whole.as_slice()].concat());
    assert!(told.ends_with("bytes before its first file"), "{told}");
    let told = refusal(&[whole.as_slice(), b"more"].concat());
    assert!(told.ends_with("more bytes after its end"), "{told}");
}

#[test]
fn a_name_may_not_be_a_file_and_a_folder() {
    let told = refusal(&zip(&[HEADER, ("a", b"x"), ("a/b.yaml", b"y")]));
    assert_eq!(told, "a: it is a file and a folder at once");
}

proptest! {
    #[test]
    fn any_files_survive(files in proptest::collection::btree_map(
        "[a-z]{1,8}(/[a-z]{1,8}){0,2}\\.(yaml|fit)", proptest::collection::vec(any::<u8>(), 0..200), 0..12,
    )) {
        let mut source = small();
        source.files.extend(files.into_iter().map(|(path, bytes)| SourceFile { path, bytes }));
        let read = unpack(&pack(&source).unwrap()).unwrap();
        prop_assert_eq!(read.digest(), source.digest());
        prop_assert_eq!(pack(&read).unwrap(), pack(&source).unwrap());
    }

    #[test]
    fn no_bytes_bring_it_down(
        mut bytes in Just(pack(&small()).unwrap()),
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<proptest::sample::Index>(),
    ) {
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        let _ = unpack(&bytes);
    }
}
