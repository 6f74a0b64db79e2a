//! `cargo xtask bench compile`: what the whole API costs a build, beside the same API with serde derives.

mod measure;
mod packages;
mod report;

use std::io;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
pub(crate) use measure::wrapped;
use measure::{Measured, Rustc};
use packages::Package;

use crate::output;

/// What is measured.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Builds kis-sdk with every product, and the same API with serde derives: times, memory, sizes and their ratios
    ///
    /// Dependencies are built first and not counted: what is measured is the one run of the compiler that builds the crate,
    /// without incremental state. Everything is written below target/bench.
    Compile(Compile),
}

#[derive(Args)]
pub(crate) struct Compile {
    /// How often each is built; the median counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Only these kinds of build, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Build::ALL)]
    builds: Vec<Build>,
    /// The folder of the descriptors [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// A kind of build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Build {
    /// `cargo check`
    Check,
    /// `cargo build`
    Dev,
    /// `cargo build --release`
    Release,
    /// `cargo build` of a program that sends one request
    Program,
}

impl Build {
    const ALL: [Self; 4] = [Self::Check, Self::Dev, Self::Release, Self::Program];

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Dev => "dev",
            Self::Release => "release",
            Self::Program => "program, dev",
        }
    }
}

/// Whether everything could be built.
pub(crate) fn run(bench: Bench) -> io::Result<bool> {
    let Bench::Compile(options) = bench;
    let spec = options.spec.unwrap_or_else(|| crate::workspace().join("spec"));
    let Some(packages) = packages::write(&spec)? else { return Ok(false) };
    let rustc = Rustc::new(&crate::workspace().join("target/bench"))?;
    let mut results: Vec<(Build, [Vec<Measured>; 2])> = Vec::new();
    for build in options.builds {
        let (libraries, programs) = (&packages.libraries, &packages.programs);
        let pair: &[Package; 2] = if build == Build::Program { programs } else { libraries };
        for package in pair {
            output::note(&format!("{}: dependencies of {}", build.name(), package.name));
            rustc.prepare(package, build)?;
        }
        let mut measured = [Vec::new(), Vec::new()];
        for run in 1..=options.runs {
            for (package, measured) in pair.iter().zip(&mut measured) {
                let result = rustc.build(package, build)?;
                let shown = report::seconds(result.wall);
                output::note(&format!("{} {run} of {}: {} {shown}", build.name(), options.runs, package.name));
                measured.push(result);
            }
        }
        results.push((build, measured));
    }
    output::text(&report::text(&results, &rustc.version()?, options.runs))?;
    Ok(true)
}
