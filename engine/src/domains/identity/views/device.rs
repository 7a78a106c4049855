//! A `User-Agent` in words that one knows one's devices by.

/// The first that matches counts: browsers name those that they resemble, and devices their kin.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// `Firefox, Linux`; `None` when nothing of it is known.
pub(super) fn name(agent: &str) -> Option<String> {
    let known = [first(&BROWSERS, agent), first(&SYSTEMS, agent)];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.join(", "))
}

fn first<'a>(names: &[(&str, &'a str)], agent: &str) -> Option<&'a str> {
    let found = names.iter().find(|(mark, _)| agent.contains(mark));
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn browsers_are_told_from_those_they_resemble() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like \
                       Gecko) Chrome/130.0.0.0 Safari/537.36";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        let linux = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
        for (agent, words) in [
            (windows.to_owned(), "Chrome, Windows"),
            (format!("{windows} Edg/130.0.0.0"), "Edge, Windows"),
            (phone.to_owned(), "Safari, iPhone"),
            (linux.to_owned(), "Firefox, Linux"),
            ("curl/8.5.0".to_owned(), "curl"),
        ] {
            assert_eq!(name(&agent).as_deref(), Some(words), "{agent}");
        }
        assert_eq!(name(""), None);
        assert_eq!(name("watch-bridge"), None);
    }
}
