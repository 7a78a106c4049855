//! `stadion lsp`

mod actions;
mod canonical;
mod completion;
mod definition;
mod diagnostics;
mod documents;
mod expression;
mod hover;
mod names;
mod outline;
mod place;
mod positions;
mod requests;
mod server;
mod shelf;
mod words;

use crate::outcome::Outcome;

/// Serve an editor: findings as one types, completion, hover, definitions and quick fixes
///
/// For packs and for device adapters.
/// Speaks the Language Server Protocol on stdin and stdout; an editor starts it. How VS Code, Helix
/// and Neovim do is told in docs/packs/editor.md.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Taken for editors that say so; there is no other way than stdin and stdout
    #[arg(long)]
    stdio: bool,
}

pub fn run(_: &Args) -> Outcome {
    server::serve()
}
