use std::fmt::Write as _;

use stadion_engine::config::SETTINGS;

use super::{NOTE, cell};

pub fn page() -> String {
    let mut page = format!(
        "{NOTE}# Settings\n\n\
         One TOML file (`--config FILE`), then `STADION_…` variables, then flags: later ones win. \
         A key or variable that is none of these is an error. Passwords and tokens are never \
         printed.\n\n\
         | key | variable | default | what |\n|---|---|---|---|\n"
    );
    for setting in SETTINGS {
        let default = match setting.default {
            "" => String::new(),
            default => format!("`{default}`"),
        };
        let doc = cell(setting.doc);
        let _ = writeln!(
            page,
            "| `{}` | `{}` | {default} | {doc} |",
            setting.key,
            setting.variable()
        );
    }
    page + "\n`packs` is a list in the file (`packs = [\"sport-packs\", \"more\"]`) and separated by `:` in the variable.\n"
}
