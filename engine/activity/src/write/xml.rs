//! XML as GPX and TCX need it: elements in order, indented, texts escaped.

use quick_xml::escape::escape;

/// A document that is being written.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub fn new() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push_str(">\n");
        }
    }

    /// An element that holds a text alone.
    pub fn leaf(&mut self, name: &'static str, text: &str) {
        self.start(name, &[]);
        self.text.push('>');
        self.text.push_str(&escape(legal(text)));
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// An element for a number that is there.
    pub fn number(&mut self, name: &'static str, value: Option<f64>) {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.leaf(name, &value.to_string());
        }
    }

    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.into_bytes()
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.text.push_str(&escape(legal(value)));
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.open.len()));
    }
}

/// XML 1.0 has no control characters.
fn legal(text: &str) -> String {
    crate::texts::plain(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nest_and_texts_are_escaped() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"<&>\"")]);
        xml.leaf("c", "1 < 2\u{0} & 3");
        xml.number("d", Some(0.1));
        xml.number("e", Some(f64::NAN));
        xml.number("f", None);
        let text = String::from_utf8(xml.finish()).unwrap();
        let (_, body) = text.split_once("?>\n").unwrap();
        assert_eq!(
            body,
            "<a b=\"&quot;&lt;&amp;&gt;&quot;\">\n <c>1 &lt; 2 &amp; 3</c>\n <d>0.1</d>\n</a>\n"
        );
    }
}
