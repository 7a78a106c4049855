//! The closed table of functions, for the reference docs and for did-you-mean.

/// One function of the language.
#[derive(Debug)]
pub struct FunctionDoc {
    pub name: &'static str,
    pub usage: &'static str,
    pub doc: &'static str,
}

const fn doc(name: &'static str, usage: &'static str, doc: &'static str) -> FunctionDoc {
    FunctionDoc { name, usage, doc }
}

/// Unit constants (`km(5)`) stand in the table of units.
pub const FUNCTIONS: &[FunctionDoc] = &[
    doc(
        "has",
        "has(workout.avg_heart_rate)",
        "Whether a value is there.",
    ),
    doc(
        "coalesce",
        "coalesce(workout.moving, workout.duration)",
        "The first value that is there.",
    ),
    doc(
        "when",
        "when(workout.distance > km(1), workout.calories)",
        "The second value if the first is true, else the third, else missing.",
    ),
    doc(
        "date",
        "workout.day >= date(\"2027-03-01\")",
        "A calendar day. A date or time moves by a duration (`now - days(7)`); two give the time between.",
    ),
    doc(
        "time",
        "workout.start < time(\"2027-03-01T10:00:00Z\")",
        "A moment, with its offset from UTC.",
    ),
    doc(
        "money",
        "money(\"12.50 EUR\") * 2",
        "An amount in a currency of ISO 4217. Amounts of two currencies cannot be compared.",
    ),
    doc("abs", "abs(workout.to_par)", "Without its sign."),
    doc(
        "floor",
        "floor(workout.distance / km(1))",
        "The whole number below. Of plain numbers.",
    ),
    doc(
        "ceil",
        "ceil(workout.distance / km(1))",
        "The whole number above. Of plain numbers.",
    ),
    doc(
        "round",
        "round(workout.distance / km(1))",
        "The nearest whole number. Of plain numbers.",
    ),
    doc(
        "min",
        "min(a, b) · min(set.load) · min(distance, days(30))",
        "The least of values, of a part's rows, or of a metric over time. Over nothing: missing.",
    ),
    doc(
        "max",
        "max(a, b) · max(set.load) · max(distance, days(30))",
        "The greatest of values, of a part's rows, or of a metric over time. Over nothing: missing.",
    ),
    doc(
        "sum",
        "sum(set.reps * set.load) · sum(distance, days(30))",
        "Added up over a part's rows, or over time. Over nothing: 0.",
    ),
    doc(
        "mean",
        "mean(set.load) · mean(avg_heart_rate, days(7))",
        "The mean over a part's rows, or over workouts. Over nothing: missing.",
    ),
    doc(
        "count",
        "count(set) · count(hole.throws == 1) · count(workouts, days(7))",
        "How many rows, rows for which something is true, or workouts. Over nothing: 0.",
    ),
    doc(
        "best",
        "best(pace, km(5)) · best(avg_power, minutes(20))",
        "The metric over the best stretch so far of that length or duration, of which it keeps a record; a window may follow.",
    ),
    doc(
        "streak",
        "streak(weeks)",
        "Consecutive weeks (or `days`) with a workout, up to this one.",
    ),
];
