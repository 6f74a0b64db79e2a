//! `kis show`: what a TR takes and answers.

mod document;
pub(crate) mod example;
mod text;

use clap::Args;
use clap_complete::ArgValueCompleter;

use crate::exit::Outcome;
use crate::terminal::{Terminal, print};
use crate::{completions, find};

/// What `kis show` takes.
#[derive(Args)]
pub(crate) struct ShowArguments {
    /// A TR id (real or paper), a path or module, its last part where only one TR has it, or the Korean title
    #[arg(value_name = "TR", add = ArgValueCompleter::new(completions::transactions))]
    tr: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &ShowArguments, terminal: Terminal) -> Outcome {
    let found = find::find(&arguments.tr)?;
    print(&match arguments.json {
        true => document::json(found.tr),
        false => text::text(found.tr, terminal),
    })
}
