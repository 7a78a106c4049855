//! `script.name(…)`: a script of the pack, its arguments of the types it declares.

use std::sync::Arc;

use super::{Check, Raw, RawKind, Typed, position_or_push, typed};
use crate::expr::context::Type;
use crate::expr::tree::{Argument, Node};
use crate::script::{Script, Taken, TakenType};
use crate::value::Dim;

impl Check<'_> {
    pub(super) fn script(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Typed> {
        let context = self.context;
        let Some(scripts) = &context.scripts else {
            let message = "no script can be called here: the database answers this at once";
            self.fail::<()>(raw.at, "S0209", message);
            self.help("derive a metric by the script, and name that metric here");
            return None;
        };
        let Some(script) = scripts.get(name) else {
            if context.hidden.is_script(name) {
                return None;
            }
            self.fail::<()>(raw.at, "S0203", format!("there is no script `{name}`"));
            self.near(name, scripts.keys().map(String::as_str), "script.");
            return None;
        };
        if args.len() != script.takes.len() {
            let (takes, given) = (script.takes.len(), args.len());
            let plural = if takes == 1 { "" } else { "s" };
            let message = format!("`script.{name}` takes {takes} argument{plural}, not {given}");
            self.fail::<()>(raw.at, "S0203", message);
            self.help(format!("write `{}`", usage(script)));
            return None;
        }
        if self.row_of.is_some() {
            let message = "a script is not called for each row";
            self.fail::<()>(raw.at, "S0203", message);
            self.help("give it all rows by the part's name, and let it look at each");
            return None;
        }
        let given = args.iter().zip(&script.takes);
        let given: Vec<Option<Argument>> = given
            .map(|(arg, (name, taken))| self.argument(arg, name, taken))
            .collect();
        let args = given.into_iter().collect::<Option<Vec<_>>>()?;
        let found = self.scripts.iter().position(|known| known.id == script.id);
        let script_at = found.unwrap_or_else(|| {
            self.scripts.push(Arc::clone(script));
            self.scripts.len() - 1
        });
        let script_node = Node::Script {
            script: script_at,
            args,
        };
        typed(script_node, script.gives.clone())
    }

    fn argument(&mut self, raw: &Raw, name: &str, taken: &Taken) -> Option<Argument> {
        let wanted = match &taken.of {
            TakenType::Rows { part, .. } => return self.rows(raw, name, part),
            TakenType::One(wanted) => wanted,
        };
        let given = self.node(raw)?;
        let fits = match (wanted, &given.ty) {
            (Type::Flag, Type::Flag)
            | (Type::Text, Type::Text | Type::Enum(_) | Type::Ordered(_))
            | (Type::Count, Type::Count) => true,
            // `20` is a plain number, and as good a count.
            (Type::Count, other) => other.dim() == Some(Dim::NONE),
            (Type::Number(dim), other) => other.dim() == Some(*dim),
            _ => false,
        };
        if fits {
            return Some(Argument::One(given.ty, given.node));
        }
        let (wanted, given) = (wanted.describe(), given.ty.describe());
        let message = format!("`{name}` of the script is {wanted}, and this is {given}");
        self.fail(raw.at, "S0204", message)
    }

    fn rows(&mut self, raw: &Raw, name: &str, part: &str) -> Option<Argument> {
        if matches!(&raw.kind, RawKind::Name(given) if given == part)
            && self.context.parts.contains_key(part)
        {
            return Some(Argument::Rows(position_or_push(
                &mut self.parts,
                part.to_owned(),
            )));
        }
        let message = format!("`{name}` of the script is the rows of `{part}`");
        self.fail::<()>(raw.at, "S0204", message);
        self.help(format!("write the part's name alone: `{part}`"));
        None
    }
}

/// As an expression calls it: `script.best_run(hole)`.
fn usage(script: &Script) -> String {
    let one = |(name, taken): (&String, &Taken)| match &taken.of {
        TakenType::Rows { part, .. } => part.clone(),
        TakenType::One(_) => name.clone(),
    };
    let args: Vec<String> = script.takes.iter().map(one).collect();
    format!("script.{}({})", script.name, args.join(", "))
}
