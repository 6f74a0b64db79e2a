//! The maintainer's commands: `cargo xtask …`.
//!
//! Exit codes: 0 when all is well, 1 when something is stale or wrong, 2 when the command line can't be understood.

mod bench;
mod changelog;
mod check;
mod codegen;
mod coverage;
mod diff;
mod export;
mod folder;
mod git;
mod input;
mod manifest;
mod new;
mod output;
mod published;
mod transcribe;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use ::codegen::skeleton::Method;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand};

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
        /// Where the generated modules go [default: kis-sdk/src/api]; has to be said for descriptors of your own
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Checks the descriptors and shows errors and warnings, and how many there are of each
    Check {
        /// One line for each: file:line:column lint message
        #[arg(long)]
        short: bool,
        /// Fail where something is only a warning too
        #[arg(long)]
        deny_warnings: bool,
        /// Check nothing; list every lint with its severity and what it finds
        #[arg(long)]
        lints: bool,
        #[command(flatten)]
        spec: Spec,
    },
    /// Shows what changed for callers since a git revision: breaking, additive, documentation only
    ///
    /// Both sides are read by today's conventions, so that only what the descriptors say counts.
    Diff {
        /// A commit, branch or tag
        #[arg(value_name = "REV")]
        revision: String,
        /// As Markdown, as it stands in the changelog
        #[arg(long)]
        markdown: bool,
        /// Writes it into the unreleased section of this changelog, between two marks; what stands beside them is kept
        #[arg(long, value_name = "FILE", conflicts_with = "markdown")]
        into: Option<PathBuf>,
        /// Writes nothing, and fails where the changelog isn't current
        #[arg(long, requires = "into")]
        check: bool,
        /// Fail where something is breaking
        #[arg(long)]
        deny_breaking: bool,
        #[command(flatten)]
        spec: Spec,
    },
    /// Counts what is described, by product and section
    Coverage {
        /// Recorded answers: one proves the TR whose id its file name begins with
        #[arg(long, value_name = "DIR")]
        answers: Option<PathBuf>,
        /// As Markdown
        #[arg(long)]
        markdown: bool,
        /// Writes what the project publishes into this file, between the two marks that are there
        #[arg(long, value_name = "FILE", conflicts_with_all = ["answers", "markdown"])]
        into: Option<PathBuf>,
        /// Writes nothing, and fails where the file isn't current
        #[arg(long, requires = "into")]
        check: bool,
        #[command(flatten)]
        spec: Spec,
    },
    /// Writes everything that is known about every TR as JSON, for other tools
    Export {
        /// The file [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        spec: Spec,
    },
    /// Begins a descriptor for an API's path, with what has to be filled in
    New {
        /// The path on the host, such as /uapi/domestic-bond/v1/trading/inquire-balance or /tryitout/H0STCNT0
        path: String,
        /// The HTTP method [default: get]
        #[arg(long, ignore_case = true, value_parser = ["get", "post"])]
        method: Option<String>,
        /// Where a realtime page lies, such as domestic-stock/realtime/trade-krx
        #[arg(long, value_name = "PLACE")]
        at: Option<String>,
        #[command(flatten)]
        spec: Spec,
    },
    /// Reads documentation pages into the `documented:` part of their descriptors; our part stays as it is
    Transcribe {
        #[command(flatten)]
        options: transcribe::Options,
        #[command(flatten)]
        spec: Spec,
    },
    /// Measures what kis-sdk costs
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Holds recorded answers against the descriptors, read as the client reads them; `--help` after it for more
    #[command(disable_help_flag = true)]
    Verify {
        /// Answers (JSON) or folders of them, and options
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ANSWER")]
        arguments: Vec<OsString>,
    },
    /// Runs the mock server by itself, for programs in any language: `kis mock`; `--help` after it for more
    #[command(disable_help_flag = true)]
    Mock {
        /// Options
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
        arguments: Vec<OsString>,
    },
    /// Lets everything go wrong and shows what becomes of reads, orders, pages and tokens; `--help` after it for more
    #[command(disable_help_flag = true)]
    Faults {
        /// Options
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
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

    /// Whether it is the folder of this project's own descriptors.
    fn is_ours(&self) -> bool {
        let full = |path: PathBuf| path.canonicalize().unwrap_or(path);
        full(self.folder()) == full(workspace().join("spec"))
    }
}

/// The workspace that cargo runs this binary in; without cargo, the one that it was built in.
///
/// They differ where checkouts share a target folder: cargo takes the binary of one for that of the other.
pub(crate) fn workspace() -> PathBuf {
    let run = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = run.filter(|package| package.ends_with("xtask")).unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    package.parent().map(PathBuf::from).unwrap_or(package)
}

/// Hands over to a binary that links the client; this one must not, because it has to work while that doesn't compile.
fn hand_over(feature: &str, binary: &str, arguments: &[OsString]) -> io::Result<bool> {
    run_binary("xtask", feature, binary, arguments)
}

/// Runs a binary of a package, built with a feature.
fn run_binary(package: &str, feature: &str, binary: &str, arguments: &[OsString]) -> io::Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    command.args(["run", "--quiet", "--package", package, "--features", feature, "--bin", binary]);
    command.arg("--manifest-path").arg(workspace().join("Cargo.toml")).arg("--").args(arguments);
    Ok(command.status()?.success())
}

fn main() -> ExitCode {
    if let Some(code) = bench::wrapped() {
        return code;
    }
    let outcome = match Command::parse().task {
        Task::Codegen { check, spec, out } => {
            if out.is_none() && !spec.is_ours() {
                let message = "descriptors of your own need `--out DIR`, such as `--out src/api`: without it their modules \
                               would take the place of kis-sdk's\n";
                Command::command().error(ErrorKind::MissingRequiredArgument, message).exit();
            }
            let given = [("--spec", &spec.folder), ("--out", &out)];
            let given = given.iter().filter_map(|(flag, path)| Some(format!(" {flag} {}", path.as_ref()?.display())));
            let command = format!("cargo xtask codegen{}", given.collect::<String>());
            let out = out.unwrap_or_else(|| workspace().join("kis-sdk/src/api"));
            codegen::run(&spec.folder(), &out, check, &command)
        }
        Task::Check { lints: true, .. } => check::lints(),
        Task::Check { short, deny_warnings, spec, .. } => check::run(&spec.folder(), short, deny_warnings),
        Task::Diff { revision, markdown, into, check, deny_breaking, spec } => {
            let shape = match (into, markdown) {
                (Some(file), _) => diff::Shape::Changelog { file, check },
                (None, true) => diff::Shape::Markdown,
                (None, false) => diff::Shape::Terminal,
            };
            diff::run(&spec.folder(), &revision, &diff::Choices { shape, deny_breaking })
        }
        Task::Coverage { into: Some(file), check, spec, .. } => coverage::publish(&spec.folder(), &file, check),
        Task::Coverage { answers, markdown, spec, .. } => coverage::run(&spec.folder(), answers.as_deref(), markdown),
        Task::Export { out, spec } => export::run(&spec.folder(), out.as_deref()),
        Task::New { path, method, at, spec } => {
            let method = method.map(|method| match method.eq_ignore_ascii_case("post") {
                true => Method::Post,
                false => Method::Get,
            });
            new::run(&spec.folder(), &path, method, at.as_deref())
        }
        Task::Transcribe { options, spec } => transcribe::run(&options, &spec.folder()),
        Task::Bench { bench } => bench::run(bench),
        Task::Verify { arguments } => hand_over("verify", "xtask-verify", &arguments),
        Task::Faults { arguments } => hand_over("faults", "xtask-faults", &arguments),
        Task::Mock { arguments } => {
            let arguments: Vec<OsString> = std::iter::once("mock".into()).chain(arguments).collect();
            run_binary("kis-sdk", "cli", "kis", &arguments)
        }
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
