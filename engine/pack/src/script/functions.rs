//! The closed table of what a script may call, besides its own file's functions and operators.

/// Functions of one kind, for the reference docs.
#[derive(Debug)]
pub struct Group {
    pub title: &'static str,
    pub names: &'static [&'static str],
}

/// Each is a function of Rhai's own packages that computes and does nothing else. What takes a
/// function, makes a map, copies a text many times (`replace`, `pad`) or looks at the world is not
/// here.
pub const GROUPS: &[Group] = &[
    Group {
        title: "Numbers",
        names: &[
            "abs",
            "sign",
            "floor",
            "ceiling",
            "round",
            "int",
            "fraction",
            "to_int",
            "to_float",
            "sqrt",
            "exp",
            "ln",
            "log",
            "log10",
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "hypot",
            "min",
            "max",
            "is_nan",
            "is_finite",
            "is_zero",
            "is_even",
            "is_odd",
            "PI",
            "E",
        ],
    },
    Group {
        title: "Texts",
        names: &[
            "len",
            "is_empty",
            "contains",
            "starts_with",
            "ends_with",
            "index_of",
            "sub_string",
            "to_upper",
            "to_lower",
            "trim",
            "split",
            "parse_int",
            "parse_float",
            "to_string",
        ],
    },
    Group {
        title: "Lists",
        names: &[
            "push", "pop", "shift", "insert", "remove", "reverse", "sort", "append", "extract",
            "truncate", "clear", "range",
        ],
    },
];

pub fn names<'a>() -> impl Iterator<Item = &'a str> {
    GROUPS
        .iter()
        .flat_map(|group| group.names)
        .map(|name| -> &'a str { name })
}

pub fn is_known(name: &str) -> bool {
    names().any(|known| known == name)
}
