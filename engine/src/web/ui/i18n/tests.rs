use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Message ids of a Fluent source with the variables (`$n`) each one mentions.
fn messages_of(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    let mut current = None;
    for line in source.lines() {
        let starts = line.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        if let Some((id, _)) = line.split_once('=').filter(|_| starts) {
            current = Some(id.trim().to_owned());
            messages.entry(id.trim().to_owned()).or_default();
        }
        let Some(id) = &current else { continue };
        for piece in line.split('$').skip(1) {
            let name: String = piece
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            messages
                .entry(id.clone())
                .or_insert_with(BTreeSet::new)
                .insert(name);
        }
    }
    messages
}

fn messages_in(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let folder = LOCALES.get_dir(locale.tag()).expect("embedded language");
    folder
        .files()
        .filter_map(|file| file.contents_utf8())
        .flat_map(messages_of)
        .collect()
}

fn i18n() -> I18n {
    I18n::embedded().expect("embedded texts")
}

#[test]
fn every_language_has_the_same_messages_and_variables() {
    let i18n = i18n();
    let english = messages_in(Locale("en"));
    assert!(english.len() > 80, "only {} messages", english.len());
    for locale in i18n.locales() {
        let own = messages_in(locale);
        for (key, variables) in &english {
            assert_eq!(
                own.get(key),
                Some(variables),
                "`{key}` in `{locale}` (left) and `en` (right)"
            );
        }
        let extra: Vec<_> = own
            .keys()
            .filter(|key| !english.contains_key(*key))
            .collect();
        assert!(
            extra.is_empty(),
            "`{locale}` has {extra:?}, which English lacks"
        );
    }
}

#[test]
fn a_person_gets_the_nearest_language() {
    let i18n = i18n();
    let choose = |setting, header| i18n.negotiate(setting, header).tag();
    assert_eq!(choose(Some("ru"), Some("en")), "ru");
    assert_eq!(choose(None, Some("ru-RU,ru;q=0.9,en-US;q=0.8")), "ru");
    assert_eq!(choose(None, Some("en;q=0.3, ru;q=0.7, *;q=0.1")), "ru");
    assert_eq!(choose(None, Some("ru;q=0, en;q=0.5")), "en");
    assert_eq!(choose(None, Some("tlh, de;q=0.9")), "en");
    assert_eq!(choose(Some("not a tag"), Some("ru")), "ru");
    assert_eq!(choose(None, Some(";;;q=,,-,ru;q=9")), "en");
    assert_eq!(choose(None, None), "en");
}

#[test]
fn russian_plurals_follow_the_number() {
    let i18n = i18n();
    let ru = i18n.negotiate(Some("ru"), None);
    let workouts = |n: i32| i18n.text(ru, "count-workouts", &[("n", n.into())]);
    assert_eq!(workouts(1), "1\u{a0}тренировка");
    assert_eq!(workouts(3), "3\u{a0}тренировки");
    assert_eq!(workouts(5), "5\u{a0}тренировок");
    assert_eq!(workouts(11), "11\u{a0}тренировок");
    assert_eq!(workouts(21), "21\u{a0}тренировка");
    assert_eq!(workouts(112), "112\u{a0}тренировок");
}

#[test]
fn spanish_plurals_know_the_million() {
    let i18n = i18n();
    let es = i18n.negotiate(Some("es-MX"), None);
    let workouts = |n: i32| i18n.text(es, "count-workouts", &[("n", n.into())]);
    assert_eq!(workouts(1), "1\u{a0}entrenamiento");
    assert_eq!(workouts(0), "0\u{a0}entrenamientos");
    assert_eq!(workouts(21), "21\u{a0}entrenamientos");
    assert_eq!(workouts(12_345), "12\u{a0}345\u{a0}entrenamientos");
    let million = workouts(1_000_000);
    assert!(million.ends_with("entrenamientos"), "{million}");
}

#[test]
fn a_missing_text_is_seen() {
    let i18n = i18n();
    assert_eq!(i18n.plain(Locale("ru"), "no-such-key"), "⟦no-such-key⟧");
}

#[test]
fn a_new_language_is_one_folder() {
    let root = tempfile::tempdir().expect("temporary folder");
    for (tag, text) in [("en", "hello = Hello\nbye = Bye"), ("pt-BR", "hello = Olá")] {
        std::fs::create_dir(root.path().join(tag)).expect("folder");
        std::fs::write(root.path().join(tag).join("app.ftl"), text).expect("file");
    }
    let i18n = I18n::from_dir(root.path()).expect("texts");
    let locale = i18n.negotiate(Some("pt"), None);
    assert_eq!(locale.tag(), "pt-BR");
    assert_eq!(i18n.plain(locale, "hello"), "Olá");
    assert_eq!(i18n.plain(locale, "bye"), "Bye", "falls back to English");
}

#[test]
fn a_broken_file_is_named() {
    let root = tempfile::tempdir().expect("temporary folder");
    std::fs::create_dir(root.path().join("en")).expect("folder");
    std::fs::write(root.path().join("en/app.ftl"), "hello = { $ }").expect("file");
    let error = I18n::from_dir(root.path())
        .err()
        .expect("refused")
        .to_string();
    assert!(error.contains("app.ftl"), "{error}");
}
