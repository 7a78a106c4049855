//! A declaration beside the file that it names: whoever declares scripts, these are the words.

use super::Library;
use crate::finding::Report;
use crate::ids;
use crate::place::{At, Span};

/// What of a declaration is found in a file.
#[derive(Clone, Copy)]
pub struct Declared<'a> {
    /// The script's own name, which its function has too where nothing else is said.
    pub name: (&'a str, Span),
    pub file: &'a At<String>,
    pub function: Option<&'a At<String>>,
    /// The number of its arguments.
    pub takes: usize,
}

impl Declared<'_> {
    /// `whose` as in `the pack`; `all` are the files of scripts that there are.
    pub fn no_file<'f>(&self, all: impl Iterator<Item = &'f str>, whose: &str) -> Report {
        let near = ids::nearest(self.file, all).map(str::to_owned);
        let message = format!("{whose} has no file `{}`", **self.file);
        let help = match &near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                format!("scripts stand in {whose}'s folder `scripts/`, in files that end in .rhai")
            }
        };
        let report = Report::error("S0094", self.file.span, message);
        report.help(help).suggest(near)
    }

    /// The name of the function, which takes as many arguments as are declared.
    pub fn function_in(&self, library: &Library) -> Result<String, Report> {
        let (name, span) = match self.function {
            Some(name) => (name.as_str(), name.span),
            None => self.name,
        };
        let Some(found) = library.functions.get(name) else {
            return Err(self.no_function(library, name, span));
        };
        let (takes, declared) = (found.parameters.len(), self.takes);
        if takes != declared {
            let message =
                format!("`takes` has {declared}, and the function `{name}` takes {takes}");
            let help = format!("it is written fn {name}({})", found.parameters.join(", "));
            return Err(Report::error("S0094", span, message).help(help));
        }
        Ok(name.to_owned())
    }

    fn no_function(&self, library: &Library, name: &str, span: Span) -> Report {
        let known = library.functions.keys().map(String::as_str);
        let near = ids::nearest(name, known.clone()).map(str::to_owned);
        let message = format!("`{}` has no function `{name}`", **self.file);
        let help = if let Some(near) = &near {
            format!("did you mean `function: {near}`?")
        } else {
            let all: Vec<&str> = known.collect();
            format!("name one of it: function: {}", all.join(", "))
        };
        let suggestion = near.filter(|_| self.function.is_some());
        let report = Report::error("S0094", span, message);
        report.help(help).suggest(suggestion)
    }
}
