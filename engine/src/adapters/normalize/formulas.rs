//! Formulas, and scripts that failed in them.

use stadion_pack::expr::Checked;
use stadion_pack::script::{Failure, Why};
use stadion_pack::value::Value as Si;

use super::Work;

/// A payload on which scripts met their limits so often runs no more of them: each may take its time, and a
/// payload holds many records.
const MOST_STOPPED: u32 = 20;

impl Work<'_, '_> {
    /// What a formula gives; a script that failed in it is told, as what is refused of `field`.
    pub(super) fn formula(&mut self, formula: &Checked, field: &str) -> Option<Si> {
        if formula.scripts().is_empty() {
            return formula.eval(&self.names);
        }
        if self.refusals.scripts_stopped() >= MOST_STOPPED {
            let reason = format!(
                "Scripts met their limits {MOST_STOPPED} times in this payload: no more of them run."
            );
            let place = self.root.place.clone();
            self.refusals
                .add("script-failed", "stopped", || place, || reason);
            return None;
        }
        let value = formula.eval(&self.names);
        if value.is_none()
            && let Some(failure) = formula.script_failure(&self.names)
        {
            self.failed(&failure, field);
        }
        value
    }

    fn failed(&mut self, failure: &Failure, field: &str) {
        if matches!(failure.why, Why::Limit(_)) {
            self.refusals.script_stopped();
        }
        let group = self.group(field);
        let place = self.root.place.clone();
        let reason = format!("`{field}` has no value: {failure}.");
        self.refusals
            .add("script-failed", &group, || place, || reason);
    }
}
