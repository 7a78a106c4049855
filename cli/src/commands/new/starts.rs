//! What a definition of each kind begins as: small, valid in every pack, with the next step told.

use std::fmt::Write;

/// What can be begun in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Metric,
    Gear,
    Achievement,
    Norm,
    Part,
    Value,
    Sport,
    Script,
    Segment,
}

/// A definition without its titles.
pub struct Start {
    comment: &'static str,
    /// Below the id, behind the title; `$metrics` is put in.
    body: &'static str,
    /// Texts beside the title: what is left of the key behind the id, and whose words.
    texts: &'static [(&'static str, &'static str)],
}

impl Thing {
    /// The kind's name, as in `pack.yaml` and of its file.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Metric => "metrics",
            Self::Gear => "gear",
            Self::Achievement => "achievements",
            Self::Norm => "norms",
            Self::Part => "parts",
            Self::Value => "values",
            Self::Sport => "sports",
            Self::Script => "scripts",
            Self::Segment => "segments",
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Gear => "gear",
            Self::Achievement => "badge",
            Self::Norm => "norm",
            Self::Part => "part",
            Self::Value => "list",
            Self::Sport => "sport",
            Self::Script => "script",
            Self::Segment => "segment",
        }
    }

    /// A file that the definition names, with its first text.
    pub fn file(self, id: &str) -> Option<(String, String)> {
        let text = format!(
            "// A pure function: it sees its arguments, and what its last line comes to is what it gives.\n\
             // `()` is no answer: the figure is then missing.\n\
             fn {id}(time) {{\n    let minutes = floor(time / 60.0);\n    minutes * 60.0\n}}\n"
        );
        (self == Self::Script).then(|| (format!("scripts/{id}.rhai"), text))
    }

    /// The words of a new definition: what stands behind its id in a text's key, and whose words
    /// they are. Those of no name are the id's own.
    pub fn texts(self) -> Vec<(&'static str, Option<&'static str>)> {
        // A list has no title of its own, its words have.
        let title = (self != Self::Value).then_some(("title", None));
        let others = self.start().texts.iter();
        let others = others.map(|(key, word)| (*key, Some(*word)));
        title.into_iter().chain(others).collect()
    }

    pub fn start(self) -> Start {
        let (comment, body, texts): (_, _, &[(&str, &str)]) = match self {
            Self::Metric => (
                "A figure that is typed in. A sport shows it under `metrics`, asks for it under `form`.\n\
                 One from files has a `source`, one that follows from others a `derive`.",
                "  type: count\n  input: {min: 0, max: 1000}\n  better: higher\n",
                &[],
            ),
            Self::Gear => (
                "What one uses and wears out. `by` may be a metric too: `{by: duration, life: 300 h}`.",
                "  wear: {by: uses, life: 100, warn_at: 80 %}\n",
                &[],
            ),
            Self::Achievement => (
                "What one can earn. The rule is asked after every workout; `stadion check --calibrate demo`\n\
                 says how many people would get it, and when.",
                "  icon: calendar\n  on: workout.recorded\n  when: streak(weeks) >= 4\n",
                &[("description", "badge-description")],
            ),
            Self::Norm => (
                "How much is enough, and who says so. Of a metric: `metric: duration` in place of `count`,\n\
                 and figures with units as targets.",
                "  count: workouts\n  per: P7D\n  targets:\n    amateur: {adult: 2}\n  \
                 source: WHO guidelines on physical activity and sedentary behaviour, 2020 (strength on two days)\n",
                &[],
            ),
            Self::Part => (
                "What a workout has several of. A sport that lists it under `parts` asks for its rows.",
                "  fields:\n    amount: {$amounttype: count, input: {min: 0, max: 1000}, required: true}\n",
                &[("amount-title", "amount")],
            ),
            Self::Value => (
                "Words to choose from: a metric or a part's field names the list under `values`.",
                "",
                &[("first-title", "first"), ("second-title", "second")],
            ),
            Self::Sport => (
                "What people do. `fit: [disc_golf]` would say which FIT sports' files become it.",
                "  archetype: session     # track, sets, match, course or session: what a workout records\n  \
                 icon: activity\n$metrics",
                &[],
            ),
            Self::Script => (
                "What an expression cannot say. A formula or a rule calls it: `script.$id(workout.duration)`.\n\
                 The function stands in the file; figures are in SI units there.",
                "  file: scripts/$id.rhai\n  takes:\n    time: {quantity: duration}\n  gives: {quantity: duration}\n",
                &[],
            ),
            Self::Segment => (
                "An audience. The rule is asked of each person, as of today or of a day gone by.",
                "  who: count(workouts, days(28)) >= 4\n",
                &[("description", "segment-description")],
            ),
        };
        Start {
            comment,
            body,
            texts,
        }
    }
}

impl Start {
    /// The lines of the definition. Words that stand in the file itself are given by `inline`, by
    /// what is left of their keys.
    pub fn yaml(
        &self,
        thing: Thing,
        id: &str,
        metrics: &[String],
        inline: Option<&dyn Fn(&str) -> String>,
    ) -> String {
        let mut yaml = String::new();
        for line in self.comment.lines() {
            let _ = writeln!(yaml, "# {}", line.replace("$id", id));
        }
        if thing == Thing::Value {
            yaml.push_str(&self.list(id, inline));
            return yaml;
        }
        let _ = writeln!(yaml, "{id}:");
        if let Some(words) = inline {
            let _ = writeln!(yaml, "  title: {}", words("title"));
        }
        for (key, _) in self.texts.iter().filter(|(key, _)| !key.contains('-')) {
            if let Some(words) = inline {
                let _ = writeln!(yaml, "  {key}: {}", words(key));
            }
        }
        let list = metrics.join(", ");
        let metrics = if metrics.is_empty() {
            String::new()
        } else {
            format!("  metrics: [{list}]\n  form: [{list}]\n")
        };
        let amount = inline.map_or_else(String::new, |words| {
            format!("title: {}, ", words("amount-title"))
        });
        let body = self.body.replace("$metrics", &metrics).replace("$id", id);
        yaml.push_str(&body.replace("$amount", &amount));
        yaml
    }

    fn list(&self, id: &str, inline: Option<&dyn Fn(&str) -> String>) -> String {
        let words = self.texts.iter().map(|(key, word)| match inline {
            Some(inline) => format!("{word}: {}", inline(key)),
            None => (*word).to_owned(),
        });
        let words = words.collect::<Vec<_>>().join(", ");
        match inline {
            Some(_) => format!("{id}: {{{words}}}\n"),
            None => format!("{id}: [{words}]\n"),
        }
    }
}
