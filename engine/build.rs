//! Texts, templates and assets are built into the binary. Cargo notices a changed file by itself, but
//! a new one, such as those of a new language, only where it is told to look.

fn main() {
    for folder in ["assets", "locales", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
