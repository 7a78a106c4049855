//! Checks formulas, in what they see.

use super::Cx;
use crate::adapter::model::{Entry, From, NamedType, What};
use crate::expr::{self, Checked, Context, Type, Want};
use crate::finding::Report;
use crate::place::At;

impl Cx<'_> {
    pub fn expression(
        &mut self,
        text: &At<String>,
        context: &Context,
        want: Want,
    ) -> Option<Checked> {
        match expr::compile(text, context, want) {
            Ok(checked) => Some(checked),
            Err(errors) => {
                for error in errors {
                    let span = self.part(text, &error.span);
                    let mut report = Report::error(error.code, span, error.message);
                    report.help = error.help;
                    report.suggestion = error.suggestion.filter(|_| span != text.span);
                    self.report(report);
                }
                None
            }
        }
    }

    /// What a formula over a record sees.
    pub fn record_context(&self) -> Context {
        let record = self
            .record
            .iter()
            .map(|(name, value)| (name.clone(), value.ty.as_type()));
        let settings = self
            .settings
            .iter()
            .map(|(name, setting)| (name.clone(), Type::Number(setting.unit.dim)));
        let context = Context::new()
            .root("record", record.collect())
            .root("setting", settings.collect())
            .scripts(self.scripts.clone());
        self.rows.iter().fold(context, |context, (name, rows)| {
            let fields = rows.fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), value.ty.as_type()));
            context.part(name, fields.collect())
        })
    }
}

/// The names of the scripts that entries call.
pub(super) fn called(entries: &[Entry]) -> Vec<&str> {
    let formulas = entries.iter().flat_map(|entry| {
        let own = match &entry.what {
            What::Field(field) => match &field.source {
                From::Formula(formula) => Some(formula),
                _ => None,
            },
            _ => None,
        };
        own.into_iter().chain(&entry.when)
    });
    let scripts = formulas.flat_map(Checked::scripts);
    scripts.map(|script| script.name.as_str()).collect()
}

impl NamedType {
    pub(super) fn as_type(&self) -> Type {
        match self {
            Self::Number(unit) => Type::Number(unit.dim),
            Self::Text => Type::Text,
            Self::Flag => Type::Flag,
            Self::Time => Type::Time,
        }
    }
}
