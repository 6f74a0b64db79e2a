//! The maintainer's commands: `cargo xtask …`.
//!
//! Exit codes: 0 when all is well, 1 when something is stale or wrong, 2 when the command line can't be understood.

mod check;
mod codegen;
mod folder;
mod output;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// The maintainer's commands of kis-sdk.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generates the API's modules from the descriptors; writes only what changed
    Codegen {
        /// Change nothing, and fail where a file is missing, stale or too many
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        spec: Spec,
        /// Where the generated modules go [default: kis-sdk/src/api]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Checks the descriptors and shows errors and warnings
    Check {
        #[command(flatten)]
        spec: Spec,
    },
}

#[derive(Args)]
struct Spec {
    /// The folder of the descriptors [default: spec]
    #[arg(long = "spec", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Spec {
    fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| workspace().join("spec"))
    }
}

/// The workspace that this binary was built in.
pub(crate) fn workspace() -> PathBuf {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    package.parent().map(PathBuf::from).unwrap_or(package)
}

fn main() -> ExitCode {
    let outcome = match Command::parse().task {
        Task::Codegen { check, spec, out } => {
            let given = [("--spec", &spec.folder), ("--out", &out)];
            let given = given.iter().filter_map(|(flag, path)| Some(format!(" {flag} {}", path.as_ref()?.display())));
            let command = format!("cargo xtask codegen{}", given.collect::<String>());
            let out = out.unwrap_or_else(|| workspace().join("kis-sdk/src/api"));
            codegen::run(&spec.folder(), &out, check, &command)
        }
        Task::Check { spec } => check::run(&spec.folder()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            output::error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
