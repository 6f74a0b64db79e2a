//! The maintainer's commands: `cargo xtask …`.
//!
//! Exit codes: 0 when all is well, 1 when something is stale or wrong, 2 when the command line can't be understood.

mod check;
mod codegen;
mod folder;
mod output;

use std::ffi::OsString;
use std::io;
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
    /// Holds recorded answers against the descriptors, read as the client reads them; `--help` after it for more
    #[command(disable_help_flag = true)]
    Verify {
        /// Answers (JSON) or folders of them, and options
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ANSWER")]
        arguments: Vec<OsString>,
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

/// Hands over to the binary that links the client; this one must not, because it has to work while that doesn't compile.
fn verify(arguments: &[OsString]) -> io::Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    command.args(["run", "--quiet", "--package", "xtask", "--features", "verify", "--bin", "xtask-verify"]);
    command.arg("--manifest-path").arg(workspace().join("Cargo.toml")).arg("--").args(arguments);
    Ok(command.status()?.success())
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
        Task::Verify { arguments } => verify(&arguments),
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
