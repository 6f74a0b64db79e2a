//! `cargo xtask faults`: what becomes of a call when something goes wrong, measured against the mock server.
//!
//! A binary of its own because it links the client: the other commands have to work while the generated code doesn't
//! compile.

mod matrix;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// Lets everything go wrong for a read, an order, a further page and a token, and shows what came of each.
///
/// A cell says what the caller got, how many requests arrived at the server, and whether the order stands. It fails where a
/// rule is broken: an order that arrives or stands twice or stands unknown to its sender, a read in doubt, a walk that is
/// short, a call that hangs.
#[derive(Parser)]
#[command(name = "cargo xtask faults", bin_name = "cargo xtask faults")]
struct Command {
    /// Keep the tables in this file, as Markdown; kis-sdk/src/faults.md is the one in the documentation
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// Change nothing, and fail where the file is not what was seen [default file: kis-sdk/src/faults.md]
    #[arg(long)]
    check: bool,
    /// Only these troubles, such as EGW00201 or reset-after; an unknown one is answered with the list
    #[arg(value_name = "TROUBLE", conflicts_with_all = ["into", "check"])]
    only: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Command::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever closed the pipe has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(io::stderr(), "error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether all is as it should be.
async fn run(command: &Command) -> io::Result<bool> {
    let keeps = command.check || command.into.is_some();
    if keeps && !cfg!(target_os = "linux") {
        return Err(io::Error::other("the tables are kept on Linux: only there a connection can be made to hang"));
    }
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).with_file_name("kis-sdk/src/faults.md");
    let path = command.into.clone().unwrap_or_else(default);
    let kept = std::fs::read_to_string(&path).ok();
    if command.check && kept.is_none() {
        return stale(&path);
    }
    let matrix = matrix::measure(&command.only).await?;
    let broken = matrix.broken();
    for line in &broken {
        writeln!(io::stderr(), "broken: {line}")?;
    }
    if !broken.is_empty() {
        return Ok(false);
    }
    let trials = matrix.trials();
    if !keeps {
        writeln!(io::stdout(), "{}\n{trials} trials, no rule broken", matrix.plain())?;
        return Ok(true);
    }
    let fresh = matrix.markdown();
    if kept.as_deref() == Some(&*fresh) {
        writeln!(io::stdout(), "{trials} trials, no rule broken; {} is up to date", path.display())?;
        return Ok(true);
    }
    if command.check {
        return stale(&path);
    }
    std::fs::write(&path, fresh)?;
    writeln!(io::stdout(), "{trials} trials, no rule broken; wrote {}\nnext: read `git diff`", path.display())?;
    Ok(true)
}

/// Says that what is kept is not what was seen, or that nothing is kept.
fn stale(path: &Path) -> io::Result<bool> {
    writeln!(io::stderr(), "stale: {}\nnext: cargo xtask faults --into {0}", path.display())?;
    Ok(false)
}
