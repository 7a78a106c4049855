//! Questions to a user's history: what is asked, over which window, of whose workouts.

use super::{Check, Raw, RawKind, Typed, position_or_push, typed};
use crate::expr::context::{Named, Stretch, Type};
use crate::expr::tree::{HistoryFn, HistoryQuery, Node, Scope, Window};
use crate::value::Dim;

impl Check<'_> {
    pub(super) fn history(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Typed> {
        let Some(query) = self.query(raw, name, args)? else {
            return self.unknown_call(raw, name, args.len());
        };
        if !self.context.history {
            return self.fail(raw.at, "S0207", "a user's history is not known here");
        }
        let metric = query
            .metric
            .as_deref()
            .and_then(|metric| self.context.metric(metric));
        let ty = match (query.func, metric) {
            (HistoryFn::Count | HistoryFn::Streak, _) => Type::Count,
            (HistoryFn::Mean, Some(ty)) => Type::Number(ty.dim()?),
            (_, Some(ty)) => ty.clone(),
            (_, None) => return None,
        };
        let index = position_or_push(&mut self.history, query);
        typed(Node::History(index), ty)
    }

    /// `Ok(None)` of arguments that no history function takes.
    #[expect(
        clippy::option_option,
        reason = "told, not told but wrong in shape, right"
    )]
    fn query(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Option<HistoryQuery>> {
        let Some((first, rest)) = args.split_first() else {
            return Some(None);
        };
        let RawKind::Name(bare) = &first.kind else {
            return Some(None);
        };
        let (scope, rest) = self.scope(rest)?;
        let query = |func, metric, window, at| {
            Some(Some(HistoryQuery {
                func,
                metric,
                window,
                scope: scope.clone(),
                at,
            }))
        };
        if name == "streak" {
            let window = match bare.as_str() {
                "weeks" => Window::Weeks(1),
                "days" => Window::Days(1),
                _ => return self.fail(first.at, "S0203", "a streak counts `weeks` or `days`"),
            };
            return if rest.is_empty() {
                query(HistoryFn::Streak, None, window, None)
            } else {
                Some(None)
            };
        }
        if name == "count" {
            if bare != "workouts" {
                self.fail::<()>(
                    first.at,
                    "S0203",
                    format!("`count` counts `workouts` or a part's rows, not `{bare}`"),
                );
                return None;
            }
            return self
                .window(rest)?
                .map_or(Some(None), |w| query(HistoryFn::Count, None, w, None));
        }
        self.known_metric(first, bare)?;
        let metric = Some(bare.clone());
        if name == "best" {
            let Some((at, rest)) = rest.split_first() else {
                return Some(None);
            };
            let at = self.stretch(at, bare)?;
            return self
                .window(rest)?
                .map_or(Some(None), |w| query(HistoryFn::Best, metric, w, Some(at)));
        }
        let func = match name {
            "sum" => HistoryFn::Sum,
            "mean" => HistoryFn::Mean,
            "min" => HistoryFn::Min,
            "max" => HistoryFn::Max,
            _ => return Some(None),
        };
        let _ = raw;
        self.window(rest)?
            .map_or(Some(None), |window| query(func, metric, window, None))
    }

    fn known_metric(&mut self, raw: &Raw, name: &str) -> Option<()> {
        let context = self.context;
        match context.metric(name).map(Type::dim) {
            Some(Some(_)) => Some(()),
            Some(None) => self.fail(raw.at, "S0203", format!("`{name}` is no number")),
            None if context.hidden.is_metric(name) => None,
            None => {
                self.fail::<()>(raw.at, "S0202", format!("there is no metric `{name}` here"));
                self.near(name, context.metric_names(), "");
                None
            }
        }
    }

    /// `best` needs a length or a duration of which the metric keeps a record.
    fn stretch(&mut self, raw: &Raw, metric: &str) -> Option<f64> {
        let (node, ty) = self.number(raw)?;
        let (Node::Number(si, _), Some(dim @ (Dim::LENGTH | Dim::TIME))) = (node, ty.dim()) else {
            let message = "here stands a distance or a duration, such as `km(5)`";
            return self.fail(raw.at, "S0203", message);
        };
        let asked = Stretch { dim, si };
        let kept = self
            .context
            .bests
            .get(metric)
            .map_or(&[][..], Vec::as_slice);
        if kept.iter().any(|stretch| stretch.is(asked)) {
            return Some(asked.si);
        }
        let message = format!("`{metric}` has no record over {}", asked.written());
        self.fail::<()>(raw.at, "S0203", message);
        let kept: Vec<_> = kept.iter().map(|stretch| stretch.written()).collect();
        self.help(if kept.is_empty() {
            format!("`{metric}` has no records over a stretch: give it `records: [{{best: …}}]`")
        } else {
            format!("it has {}; another goes under `records`", kept.join(", "))
        });
        None
    }

    /// Nothing is the whole history. `Some(None)` of anything that is no window.
    #[expect(
        clippy::option_option,
        reason = "told, not told but wrong in shape, right"
    )]
    fn window(&mut self, args: &[Raw]) -> Option<Option<Window>> {
        match args {
            [] => Some(Some(Window::All)),
            [
                Raw {
                    at,
                    kind: RawKind::Call(unit, inner),
                    ..
                },
            ] => {
                let [
                    Raw {
                        kind: RawKind::Number(n),
                        ..
                    },
                ] = inner.as_slice()
                else {
                    return Some(None);
                };
                if n.fract() != 0.0 || !(1.0..=3_660.0).contains(n) {
                    return self.fail(
                        *at,
                        "S0203",
                        "a window is a whole number from 1 day to ten years",
                    );
                }
                match unit.as_str() {
                    "days" => Some(Some(Window::Days(*n as u32))),
                    "weeks" => Some(Some(Window::Weeks(*n as u32))),
                    _ => self.fail(
                        *at,
                        "S0203",
                        "a window counts local days: `days(30)` or `weeks(4)`",
                    ),
                }
            }
            _ => Some(None),
        }
    }

    /// The last argument may name a sport, or `all_sports`.
    fn scope<'r>(&mut self, rest: &'r [Raw]) -> Option<(Scope, &'r [Raw])> {
        let Some((last, before)) = rest.split_last() else {
            return Some((Scope::Own, rest));
        };
        let name = match &last.kind {
            RawKind::Name(name) => name.clone(),
            RawKind::Field(pack, sport) => format!("{pack}.{sport}"),
            _ => return Some((Scope::Own, rest)),
        };
        if name == "all_sports" {
            return Some((Scope::All, before));
        }
        let context = self.context;
        if let Some(id) = context.sports.get(&name) {
            return Some((Scope::Sport(id.clone()), before));
        }
        if context.hidden.any(Named::Sport) {
            return None;
        }
        self.fail::<()>(last.at, "S0202", format!("there is no sport `{name}` here"));
        let known = context.sports.keys().map(String::as_str);
        self.near(&name, known.chain(["all_sports"]), "");
        None
    }
}
