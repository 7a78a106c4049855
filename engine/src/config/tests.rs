use super::*;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stadion.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn variables<const N: usize>(all: [(&str, &str); N]) -> Vec<(OsString, OsString)> {
    all.map(|(name, value)| (name.into(), value.into())).into()
}

fn load(
    text: &str,
    environment: Vec<(OsString, OsString)>,
    flags: Raw,
) -> Result<Config, ConfigError> {
    let (_folder, path) = file(text);
    Config::load(Some(&path), environment, flags)
}

#[test]
fn later_sources_win() {
    let text = "listen = '127.0.0.1:1'\nlog = 'warn'\nmail_from = 'file@example.org'";
    let environment = variables([
        ("STADION_LISTEN", "127.0.0.1:2"),
        ("STADION_LOG", "debug"),
        ("STADION_PACKS", "a:b"),
        ("HOME", "/root"),
    ]);
    let flags = Raw {
        listen: Some("127.0.0.1:3".into()),
        ..Raw::default()
    };
    let config = load(text, environment, flags).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.log, "debug");
    assert_eq!(config.mail_from, "file@example.org");
    assert_eq!(config.packs, [PathBuf::from("a"), PathBuf::from("b")]);
    assert_eq!(config.public_url, "http://127.0.0.1:3");
}

#[test]
fn defaults_are_those_that_are_documented() {
    let config = Config::load(None, [], Raw::default()).unwrap();
    let documented = |key: &str| {
        let setting = SETTINGS.iter().find(|setting| setting.key == key).unwrap();
        setting.default
    };
    assert_eq!(config.listen.to_string(), documented("listen"));
    assert_eq!(config.data, PathBuf::from(documented("data")));
    assert_eq!(config.packs, [PathBuf::from(documented("packs"))]);
    assert_eq!(config.log, documented("log"));
    assert_eq!(config.mail_from, documented("mail_from"));
    let database = documented("database").replace("{data}", documented("data"));
    assert_eq!(config.database.reveal(), database);
    assert!(config.metrics_listen.is_none() && config.smtp.is_none());
}

#[test]
fn the_rate_of_the_api_is_a_number_of_calls() {
    let config = load("api_rate = 60", Vec::new(), Raw::default()).unwrap();
    assert_eq!(config.rates.api.burst, 60);
    assert_eq!(config.rates.login_of, Rates::PUBLIC.login_of);
    let public = Config::load(None, [], Raw::default()).unwrap().rates;
    assert_eq!(public.api.burst.to_string(), "1200");
    for wrong in ["0", "many", "-1"] {
        let environment = variables([("STADION_API_RATE", wrong)]);
        let error = Config::load(None, environment, Raw::default()).unwrap_err();
        assert!(error.to_string().contains("api_rate"), "{error}");
    }
}

#[test]
fn an_unknown_key_is_told_with_its_place() {
    let error = load("log = 'info'\n  listn = 'x'\n", Vec::new(), Raw::default()).unwrap_err();
    let ConfigError::Parse {
        line,
        column,
        message,
        ..
    } = &error
    else {
        panic!("{error}");
    };
    assert_eq!((*line, *column), (2, 3));
    assert!(
        message.contains("listn") && message.contains("listen"),
        "{message}"
    );
    assert!(error.to_string().contains("stadion.toml:2:3: "), "{error}");
}

#[test]
fn a_file_that_is_not_there_and_broken_toml_name_the_file() {
    let missing = Config::load(Some(Path::new("/none.toml")), [], Raw::default()).unwrap_err();
    assert!(missing.to_string().starts_with("/none.toml: "));
    let broken = load("listen = ", Vec::new(), Raw::default()).unwrap_err();
    assert!(broken.to_string().contains("stadion.toml:1:"), "{broken}");
}

#[test]
fn an_unknown_variable_is_an_error_with_the_near_one() {
    let error = load("", variables([("STADION_LISEN", "x")]), Raw::default()).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("STADION_LISEN") && text.contains("STADION_LISTEN"),
        "{text}"
    );
    load(
        "",
        variables([("STADION_TEST_POSTGRES", "x")]),
        Raw::default(),
    )
    .unwrap();
}

#[test]
fn every_setting_can_be_given_by_file_and_by_variable() {
    let folder = tempfile::tempdir().unwrap();
    let vendors = folder.path().join("vendors.toml");
    std::fs::write(&vendors, "[acme]\nhosts = ['api.example.org']").unwrap();
    for setting in SETTINGS {
        let value = match setting.key {
            "listen" | "metrics_listen" => "127.0.0.1:9",
            "public_url" => "https://sport.example",
            "log_format" => "json",
            "client_address_header" => "X-Forwarded-For",
            "api_rate" => "60",
            "database" => "sqlite:x",
            "smtp" => "smtp://x",
            "mail_from" => "x@example.org",
            "shop_hosts" => "shop.example",
            "shop_key" | "vendor_key" => "a key of at least thirty-two characters",
            "vendors" => vendors.to_str().unwrap(),
            _ => "x",
        };
        let variable = setting.variable();
        load("", variables([(variable.as_str(), value)]), Raw::default()).unwrap();
        let text = match setting.key {
            "vendors" => "[vendors.acme]\nhosts = ['api.example.org']".to_owned(),
            "adapters" | "packs" | "shop_hosts" => format!("{} = ['{value}']", setting.key),
            "api_rate" => format!("{} = {value}", setting.key),
            key => format!("{key} = '{value}'"),
        };
        load(&text, Vec::new(), Raw::default()).unwrap();
    }
}

#[test]
fn a_short_key_is_refused_and_never_told() {
    for key in ["shop_key", "vendor_key"] {
        let load = |value: &str| load(&format!("{key} = '{value}'"), Vec::new(), Raw::default());
        let error = load("too-short-to-be-secret").unwrap_err().to_string();
        assert!(error.contains(key) && error.contains("32"), "{error}");
        assert!(!error.contains("too-short"), "{error}");
        assert!(load("a key of at least thirty-two characters").is_ok());
    }
}

#[test]
fn a_wrong_value_comes_with_its_place_and_what_to_write() {
    for (text, remedy) in [
        ("listen = '8080'", "127.0.0.1:8080"),
        ("public_url = 'sport.example'", "https://sport.example"),
        ("log_format = 'xml'", "`text` or `json`"),
        ("log = '(((=nonsense'", "stadion_engine=debug"),
        ("packs = ['']", "write a folder"),
        ("data = ''", "write a folder"),
        ("smtp = 'http://mail'", "smtps://user:password@host"),
        ("mail_from = 'me'", "no-reply@example.org"),
        ("database = 'mysql://me:hunter2@db/s'", "begin with sqlite:"),
        ("database = 'sqlite:'", "names no file"),
        ("database = 'sqlite:f.db?mode=ro'", "no options"),
    ] {
        let error = load(&format!("\n{text}"), Vec::new(), Raw::default()).unwrap_err();
        let error = error.to_string();
        assert!(error.contains(remedy), "{error}");
        assert!(error.contains("stadion.toml:2: "), "{error}");
    }
}

#[test]
fn a_wrong_value_names_the_source_that_won() {
    let wrong = |environment, flags| {
        let error = load("listen = '8080'", environment, flags).unwrap_err();
        error.to_string()
    };
    let environment = || variables([("STADION_LISTEN", "8081")]);
    let flags = Raw {
        listen: Some("8082".into()),
        ..Raw::default()
    };
    let told = wrong(environment(), Raw::default());
    assert!(
        told.starts_with("STADION_LISTEN: listen is `8081`"),
        "{told}"
    );
    let told = wrong(environment(), flags);
    assert!(told.starts_with("--listen: listen is `8082`"), "{told}");
    let empty = load("", variables([("STADION_PACKS", "")]), Raw::default()).unwrap_err();
    assert!(empty.to_string().starts_with("STADION_PACKS: "), "{empty}");
}

#[test]
fn whoever_overrules_a_setting_can_say_where_it_stands() {
    let (_folder, path) = file("log = 'info'\nlisten = '0.0.0.0:80'");
    let told = |environment| origin("listen", Some(&path), environment).unwrap();
    assert!(told(Vec::new()).unwrap().ends_with("stadion.toml:2"));
    let environment = variables([("STADION_LISTEN", "x")]);
    assert_eq!(told(environment).unwrap(), "STADION_LISTEN");
    assert_eq!(origin("listen", None, Vec::new()).unwrap(), None);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_refused_by_name_if_it_is_ours() {
    use std::os::unix::ffi::OsStringExt;
    let broken = || OsString::from_vec(vec![b'a', 0xff]);
    let named = |name: &str| [(name.into(), broken())];
    Config::load(None, named("LC_NAME"), Raw::default()).unwrap();
    Config::load(None, [(broken(), broken())], Raw::default()).unwrap();
    let error = Config::load(None, named("STADION_LOG"), Raw::default()).unwrap_err();
    assert!(error.to_string().contains("STADION_LOG is not UTF-8"));
}

#[test]
fn secrets_are_never_printed() {
    let text = "database = 'postgres://me:hunter2@db/s'\nsmtp = 'smtps://u:hunter2@m'\nmetrics_token = 'hunter2'";
    let config = load(text, Vec::new(), Raw::default()).unwrap();
    let shown = format!("{config:?}");
    assert!(
        !shown.contains("hunter2") && shown.contains("***"),
        "{shown}"
    );
    assert_eq!(config.metrics_token.unwrap().reveal(), "hunter2");
    for wrong in [
        "metrics_token = ['hunter2']",
        "metrics_token = 12345",
        "database = {password = 'hunter2'}",
        "smtp = 12345.0",
        "database = 'mysql://me:hunter2@db/s'",
        "smtp = 'http://u:hunter2@h'",
        "public_url = 'http://u:hunter2@h/path'",
        "public_url = 'http://u:hunter2@sport.example'",
        "public_url = 'u:hunter2@'",
    ] {
        let told = load(wrong, Vec::new(), Raw::default()).unwrap_err();
        let told = told.to_string();
        assert!(
            !told.contains("hunter2") && !told.contains("12345"),
            "{told}"
        );
        assert!(told.contains("stadion.toml:1:"), "{told}");
    }
}
