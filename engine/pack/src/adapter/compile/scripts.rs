//! Checks scripts, and the rows that formulas name.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Cx;
use crate::adapter::model::{Named, Rows};
use crate::adapter::raw::{RawAdapterScript, RawArgument, RawRows};
use crate::expr::Type;
use crate::finding::Report;
use crate::ids;
use crate::kinds::scripts::{RawGiven, RawScriptType};
use crate::place::{At, Span};
use crate::script::{Declared, Failures, Library, Script, Source, Taken, TakenType};
use crate::units;

/// Where scripts stand in an adapter's folder.
pub const FOLDER: &str = "scripts/";
const ENDING: &str = ".rhai";

/// Whether a file is one of scripts.
pub fn is_script(path: &str) -> bool {
    path.starts_with(FOLDER) && path.ends_with(ENDING)
}

/// The adapter's files of scripts by path; nothing where one cannot be run, which was told.
pub type Libraries = IndexMap<String, Option<Arc<Library>>>;

impl Cx<'_> {
    pub(super) fn rows(&mut self, name: At<String>, raw: &RawRows) -> Option<(String, Rows)> {
        self.element_id(&name);
        if ["record", "setting", "script"].contains(&name.as_str()) {
            let message = format!("`{}` has another meaning in formulas", *name);
            let report = Report::error("S0503", name.span, message);
            self.report(report.help("call the rows otherwise: `leg`, `round`"));
            return None;
        }
        let path = self.path(&raw.from);
        let fields = raw.fields.iter();
        let fields: Vec<Option<(String, Named)>> = fields
            .map(|(name, value)| self.named(name.clone(), value))
            .collect();
        let fields = fields.into_iter().collect::<Option<_>>()?;
        Some((
            name.value,
            Rows {
                path: path?,
                fields,
            },
        ))
    }

    /// Reads the files of scripts, whether or not anything names them.
    pub(super) fn libraries(&mut self) -> Libraries {
        let source = self.source;
        let files = source.files.iter().filter(|file| is_script(&file.path));
        let read = files.map(|file| {
            let read = self.reading.read(source, file);
            let library = read.and_then(|(index, text)| {
                let name = source.name_of(&file.path);
                match Library::read(name, Source { index, text }) {
                    Ok(library) => Some(Arc::new(library)),
                    Err(reports) => {
                        self.reading.reports.extend(reports);
                        None
                    }
                }
            });
            (file.path.clone(), library)
        });
        read.collect()
    }

    pub(super) fn script(
        &mut self,
        adapter: &str,
        name: At<String>,
        raw: &RawAdapterScript,
        libraries: &Libraries,
    ) -> Option<(String, Arc<Script>)> {
        self.element_id(&name);
        let takes = raw.takes.iter();
        let takes: Vec<Option<(String, Taken)>> = takes
            .map(|(name, taken)| Some((name.value.clone(), self.taken(name, taken)?)))
            .collect();
        let gives = self.gives(&raw.gives);
        let declared = Declared {
            name: (&name, name.span),
            file: &raw.file,
            function: raw.function.as_ref(),
            takes: raw.takes.len(),
        };
        let library = if let Some(library) = libraries.get(raw.file.as_str()) {
            library.clone()?
        } else {
            let all = libraries.keys().map(String::as_str);
            self.report(declared.no_file(all, "the adapter"));
            return None;
        };
        let function = match declared.function_in(&library) {
            Ok(function) => function,
            Err(report) => {
                self.report(report);
                return None;
            }
        };
        let script = Script {
            id: format!("{adapter}.{}", *name),
            name: name.value.clone(),
            title: None,
            takes: takes.into_iter().collect::<Option<_>>()?,
            gives: gives?,
            place: self.place(name.span),
            library,
            function,
            failures: Failures::default(),
        };
        let script = script.sound(|report| self.report(report))?;
        Some((name.value, Arc::new(script)))
    }

    fn taken(&mut self, name: &At<String>, raw: &RawArgument) -> Option<Taken> {
        let of = match (&raw.quantity, &raw.ty, &raw.rows) {
            (Some(quantity), None, None) => TakenType::One(self.quantity_type(quantity)?),
            (None, Some(ty), None) => TakenType::One(plain(ty.value)),
            (None, None, Some(rows)) => {
                let known: Vec<String> = self.rows.keys().cloned().collect();
                self.known_name(rows, &known, "rows");
                let found = self.rows.get(rows.as_str())?;
                let fields = found.fields.iter();
                let fields = fields.map(|(id, value)| (id.clone(), value.ty.as_type()));
                TakenType::Rows {
                    part: rows.value.clone(),
                    fields: fields.collect(),
                }
            }
            _ => {
                let message = format!("`{}` is one of `quantity`, `type` and `rows`", **name);
                let report = Report::error("S0094", name.span, message);
                let help = "write it as in `{quantity: length}`, `{type: text}` or `{rows: leg}`";
                self.report(report.help(help));
                return None;
            }
        };
        Some(Taken {
            of,
            optional: raw.optional,
        })
    }

    fn gives(&mut self, raw: &At<RawGiven>) -> Option<Type> {
        match (&raw.quantity, &raw.ty) {
            (Some(quantity), None) => self.quantity_type(quantity),
            (None, Some(ty)) => Some(plain(ty.value)),
            _ => {
                let message = "a script gives a `quantity` or a `type`";
                let report = Report::error("S0094", raw.span, message);
                self.report(
                    report.help("write it as in `{quantity: duration}` or `{type: count}`"),
                );
                None
            }
        }
    }

    fn quantity_type(&mut self, name: &At<String>) -> Option<Type> {
        if let Some((dim, _)) = units::quantity_kind(name) {
            return Some(Type::Number(dim));
        }
        let near = ids::nearest(name, units::quantity_kind_names());
        let message = format!("there is no quantity `{}`", **name);
        let report = Report::error("S0044", name.span, message);
        let help = near.map_or_else(
            || "the quantities are listed in docs/reference/units.md".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.report(report.help(help).suggest(near.map(str::to_owned)));
        None
    }

    /// Scripts that nothing calls, files that no script names, functions that nothing reaches: all are
    /// code without an effect.
    pub(super) fn unused(
        &mut self,
        libraries: &Libraries,
        declared: &[(String, Span)],
        called: &[&str],
    ) {
        for (name, span) in declared
            .iter()
            .filter(|(name, _)| !called.contains(&name.as_str()))
        {
            let message = format!("no formula calls `script.{name}`");
            let report = Report::warning("S0521", *span, message);
            self.report(report.help("call it under `normalize`, or take it out with its file"));
        }
        for (path, library) in libraries {
            let Some(library) = library else { continue };
            let scripts: Vec<Arc<Script>> = self.scripts.values().cloned().collect();
            let own = scripts
                .iter()
                .filter(|script| Arc::ptr_eq(&script.library, library));
            let named: Vec<&str> = own.map(|script| script.function.as_str()).collect();
            if named.is_empty() {
                let span = Span::new(library.source.index, 0..0);
                let report = Report::warning(
                    "S0521",
                    span,
                    format!("no script of the adapter is in `{path}`"),
                );
                self.report(
                    report.help("declare it under `scripts` of adapter.yaml, or take the file out"),
                );
                continue;
            }
            for (name, span) in library.unreached(named.into_iter()) {
                let message = format!("no script of the adapter uses this function: `{name}`");
                let report = Report::warning("S0521", span, message);
                self.report(report.help("declare it under `scripts`, or take it out"));
            }
        }
    }
}

fn plain(ty: RawScriptType) -> Type {
    match ty {
        RawScriptType::Count => Type::Count,
        RawScriptType::Flag => Type::Flag,
        RawScriptType::Text => Type::Text,
    }
}
