//! One run of the compiler, measured: this program stands between Cargo and rustc, and reads what the system says of its
//! one child.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use super::Build;
use super::packages::Package;

/// Names the file for the result; where it is set, this program is called as a wrapper of rustc.
const RESULT: &str = "KIS_SDK_BENCH_RESULT";
/// Names the crate that is measured; others are handed through.
const CRATE: &str = "KIS_SDK_BENCH_CRATE";

/// What one run of the compiler took, and what it left.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measured {
    pub(crate) wall: Duration,
    /// User time on the processors, all threads together: what another program's work changes least. `None` where the
    /// system doesn't say.
    pub(crate) user: Option<Duration>,
    /// Bytes; `None` where the system doesn't say.
    pub(crate) peak_memory: Option<u64>,
    /// Bytes of metadata; `None` where none was written.
    pub(crate) rmeta: Option<u64>,
    /// Bytes of the library; `None` where none was written.
    pub(crate) rlib: Option<u64>,
}

impl Measured {
    fn line(&self) -> String {
        let known = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let values = [Some(micros(self.wall)), self.user.map(micros), self.peak_memory, self.rmeta, self.rlib];
        values.map(known).join(" ")
    }

    fn parse(line: &str) -> Option<Self> {
        let values: Vec<Option<u64>> = line.split_whitespace().map(|value| value.parse().ok()).collect();
        let [wall, user, peak_memory, rmeta, rlib] = *values.as_slice() else { return None };
        let micros = Duration::from_micros;
        Some(Self { wall: micros(wall?), user: user.map(micros), peak_memory, rmeta, rlib })
    }
}

/// Runs Cargo so that it runs the compiler through this program.
pub(crate) struct Rustc {
    target: PathBuf,
    result: PathBuf,
    wrapper: PathBuf,
}

impl Rustc {
    /// Builds go below `folder`.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { target: folder.join("target"), result: folder.join("result"), wrapper: env::current_exe()? })
    }

    /// Builds the dependencies, and the crate itself once.
    pub(crate) fn prepare(&self, package: &Package, build: Build) -> io::Result<()> {
        self.cargo(package, build)
    }

    /// Builds the crate again, and nothing else.
    pub(crate) fn build(&self, package: &Package, build: Build) -> io::Result<Measured> {
        let mut clean = self.command(package, "clean");
        clean.args(["--package", package.name]);
        if build == Build::Release {
            clean.arg("--release");
        }
        run(&mut clean)?;
        if self.result.exists() {
            fs::remove_file(&self.result)?;
        }
        self.cargo(package, build)?;
        let line = fs::read_to_string(&self.result)?;
        Measured::parse(&line).ok_or_else(|| io::Error::other(format!("no measurement: {line:?}")))
    }

    /// The compiler's own name and version.
    pub(crate) fn version(&self) -> io::Result<String> {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).arg("--version").current_dir(crate::workspace()).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn cargo(&self, package: &Package, build: Build) -> io::Result<()> {
        let mut command = self.command(package, if build == Build::Check { "check" } else { "build" });
        command.args(["--package", package.name]);
        if let Some(features) = &package.features {
            command.args(["--no-default-features", "--features", features]);
        }
        command.arg(if build == Build::Program { "--bins" } else { "--lib" });
        if build == Build::Release {
            command.arg("--release");
        }
        command.env(RESULT, &self.result).env(CRATE, package.name.replace('-', "_"));
        command.env("RUSTC_WORKSPACE_WRAPPER", &self.wrapper).env("CARGO_INCREMENTAL", "0");
        run(&mut command)
    }

    /// A command of Cargo on the package, with the output folder that all packages share: most of their dependencies are
    /// the same, and are built once.
    fn command(&self, package: &Package, command: &str) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = Command::new(cargo);
        cargo.arg(command).arg("--quiet").arg("--manifest-path").arg(&package.manifest);
        cargo.arg("--target-dir").arg(&self.target).stdout(Stdio::null());
        // What `cargo xtask` was called with must not change what is built.
        for (name, _) in env::vars_os() {
            let is_ours =
                name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR");
            if is_ours || name == "RUSTFLAGS" {
                cargo.env_remove(name);
            }
        }
        cargo
    }
}

fn run(command: &mut Command) -> io::Result<()> {
    match command.status()?.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("this failed: {command:?}"))),
    }
}

/// What Cargo calls: `xtask rustc --crate-name …`. `None` where this is not such a call.
pub(crate) fn wrapped() -> Option<ExitCode> {
    let result = env::var_os(RESULT)?;
    let mut arguments = env::args_os().skip(1);
    let rustc = arguments.next()?;
    let arguments: Vec<_> = arguments.collect();
    let measures =
        value(&arguments, "--crate-name").is_some_and(|name| env::var_os(CRATE).is_some_and(|of| of == *name));
    let begin = Instant::now();
    let status = Command::new(rustc).args(&arguments).env_remove(RESULT).env_remove(CRATE).status();
    let wall = begin.elapsed();
    let Ok(status) = status else { return Some(ExitCode::FAILURE) };
    if measures && status.success() {
        let usage = usage();
        let measured = Measured {
            wall,
            user: usage.map(|(user, _)| user),
            peak_memory: usage.map(|(_, memory)| memory),
            rmeta: size(&arguments, "rmeta"),
            rlib: size(&arguments, "rlib"),
        };
        if fs::write(result, measured.line()).is_err() {
            return Some(ExitCode::FAILURE);
        }
    }
    Some(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// User time and peak memory of the one child that this program had.
#[cfg(unix)]
fn usage() -> Option<(Duration, u64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let micros = usage.user_time().num_microseconds();
    // Kilobytes, but for the systems of Apple.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    let memory = u64::try_from(usage.max_rss()).ok()? * unit;
    Some((Duration::from_micros(u64::try_from(micros).ok()?), memory))
}

#[cfg(not(unix))]
fn usage() -> Option<(Duration, u64)> {
    None
}

/// The argument after `flag`.
fn value<'a>(arguments: &'a [OsString], flag: &str) -> Option<&'a OsStr> {
    let at = arguments.iter().position(|argument| argument == flag)?;
    arguments.get(at + 1).map(OsString::as_os_str)
}

/// The size of the file that the compiler wrote.
fn size(arguments: &[OsString], extension: &str) -> Option<u64> {
    let folder = value(arguments, "--out-dir")?;
    let name = value(arguments, "--crate-name")?.to_str()?;
    let extra = arguments.iter().find_map(|argument| argument.to_str()?.strip_prefix("extra-filename="))?;
    let file = Path::new(folder).join(format!("lib{name}{extra}.{extension}"));
    fs::metadata(file).ok().map(|file| file.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_travels_as_a_line() {
        let measured = Measured {
            wall: Duration::from_micros(2_500_000),
            user: Some(Duration::from_micros(3_000_001)),
            peak_memory: Some(1024),
            rmeta: Some(7),
            rlib: None,
        };
        let read = Measured::parse(&measured.line()).expect("what was written");
        assert_eq!(format!("{read:?}"), format!("{measured:?}"));
        assert!(Measured::parse("").is_none());
        assert!(Measured::parse("- 1 2 3 4").is_none());
    }

    #[test]
    fn files_are_found_by_the_compiler_s_arguments() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("libkis_sdk-0a.rmeta"), "12345").expect("a file");
        let out = folder.path().as_os_str().to_owned();
        let arguments: Vec<OsString> = ["--crate-name", "kis_sdk", "-C", "extra-filename=-0a", "--out-dir"]
            .map(OsString::from)
            .into_iter()
            .chain([out])
            .collect();
        assert_eq!(size(&arguments, "rmeta"), Some(5));
        assert_eq!(size(&arguments, "rlib"), None);
    }
}
