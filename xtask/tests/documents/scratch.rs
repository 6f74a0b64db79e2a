//! A copy of the project to run commands in, with a home, a git history and pages of its own.
//!
//! What a command writes lands here, and nothing is built anew. A stand-in for `cargo` goes before it in `PATH`: `cargo xtask`
//! is the binary that was built with this test, told that it lies in the copy, and everything else is cargo itself, building
//! from the project in the target folder that the test was built in.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, thread};

use tempfile::TempDir;

use super::pages::{page_of, with_classes};

/// Stands in for cargo. The alias is checked by the test.
const CARGO: &str = r#"#!/bin/sh
case "$1 $2" in
"xtask verify") built="$XTASK_VERIFY" ;;
"xtask faults") built="$XTASK_FAULTS" ;;
*) built="" ;;
esac
if [ -n "$built" ]; then
    shift 2
    exec "$built" "$@"
fi
case "$1 $2" in
"xtask verify" | "xtask faults" | "xtask mock" | "xtask bench")
    shift
    CARGO="$REAL_CARGO" CARGO_MANIFEST_DIR="$PROJECT/xtask" exec "$XTASK" "$@"
    ;;
"xtask "*)
    shift
    CARGO="$REAL_CARGO" CARGO_MANIFEST_DIR="$CHECKOUT/xtask" exec "$XTASK" "$@"
    ;;
"run --manifest-path")
    case "$4 $5 $6" in
    "--package xtask --") ;;
    *) echo "only xtask is run from another folder" >&2; exit 101 ;;
    esac
    package="$(cd "$(dirname "$3")" && pwd)/xtask" || exit 101
    shift 6
    CARGO="$REAL_CARGO" CARGO_MANIFEST_DIR="$package" exec "$XTASK" "$@"
    ;;
*)
    command="$1"
    shift
    exec "$REAL_CARGO" "$command" --manifest-path "$PROJECT/Cargo.toml" "$@"
    ;;
esac
"#;

/// Tasks that xtask hands over to a binary of their own, where that was built with this test: cargo would build it anew, with
/// fewer features.
pub(crate) const HANDED_OVER: [(&str, &str, Option<&str>); 2] = [
    ("verify", "XTASK_VERIFY", option_env!("CARGO_BIN_EXE_xtask-verify")),
    ("faults", "XTASK_FAULTS", option_env!("CARGO_BIN_EXE_xtask-faults")),
];

/// The alias that the stand-in plays.
const ALIAS: &str = "xtask = \"run --quiet --package xtask --\"";

/// The page that the documents transcribe: what the vendor changed about it.
const PAGE: &str = "pages/장내채권_잔고조회.md";
const PAGE_OF: &str = "domestic-bond/trading/inquire-balance.yaml";
const CHANGES: [(&str, &str); 4] = [
    ("00: 전체, 01: 상품번호단위", "00: 전체, 01: 상품번호단위, 02: 만기도래"),
    ("PDNO | 상품번호 | String | Y | 12 | 공백", "PDNO | 상품번호 | String | Y | 12 | 종목코드"),
    ("exdt  | 만기일 | String | Y | 8", "exdt  | 만기일자 | String | Y | 10"),
    ("ord_psbl_qty  |", "buy_fee  | 매수수수료 | String | Y | 19 |   \nord_psbl_qty  |"),
];

/// A recorded answer that the documents hold against its descriptor: a longer date than the page says.
const ANSWER: &str = "answers/CTSC8407R__1.json";
const RECORDED: &str = r#"{ "rt_cd": "0", "msg_cd": "KIOK0510", "msg1": "조회가 완료되었습니다", "output": [
  { "pdno": "KR103502GD61", "prdt_name": "국고채권", "buy_dt": "20250106", "exdt": "2033/06/10", "cblc_qty": "5000" }
] }"#;

/// How long a program may take to end after Ctrl-C; nothing waits for it that ends.
const PATIENCE: Duration = Duration::from_secs(120);

/// What came of a command.
pub(crate) struct Ran {
    pub(crate) is_fine: bool,
    /// Standard output and error as they came.
    pub(crate) output: String,
}

/// A copy of the project.
pub(crate) struct Scratch {
    folder: TempDir,
    project: PathBuf,
}

impl Scratch {
    pub(crate) fn new(project: &Path) -> Self {
        let scratch = Self { folder: tempfile::tempdir().unwrap(), project: project.to_owned() };
        let checkout = scratch.checkout();
        for file in files(project) {
            let to = checkout.join(&file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(project.join(&file), to).unwrap();
        }
        let config = fs::read_to_string(checkout.join(".cargo/config.toml")).unwrap();
        assert!(config.lines().any(|line| line == ALIAS), "cargo xtask is something else than this test takes it for");
        scratch.commit();
        scratch.page();
        scratch.answer();
        scratch.own_crate();
        let bin = scratch.folder.path().join("bin");
        fs::create_dir_all(scratch.folder.path().join("home")).unwrap();
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("cargo"), CARGO).unwrap();
        fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
        scratch
    }

    fn checkout(&self) -> PathBuf {
        self.folder.path().join("kis-sdk")
    }

    /// A history with a release, as a clone has it.
    fn commit(&self) {
        for arguments in
            [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "all"], &["tag", "v0.1.0"]]
        {
            self.git(arguments);
        }
        fs::write(self.checkout().join(".git/info/exclude"), "/pages\n/answers\n").unwrap();
    }

    /// A page of the vendor's, in its form, with something new on it.
    fn page(&self) {
        let mut page = page_of(&self.checkout().join("spec"), PAGE_OF);
        for (old, new) in CHANGES {
            assert!(page.contains(old), "{old} in {page}");
            page = page.replacen(old, new, 1);
        }
        // The classes follow the tables.
        let (tables, _) = page.split_once("    @dataclass").unwrap();
        let page = with_classes(tables);
        let path = self.checkout().join(PAGE);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, page).unwrap();
    }

    /// An answer of the server's, as a reader recorded it.
    fn answer(&self) {
        let path = self.checkout().join(ANSWER);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, RECORDED).unwrap();
    }

    /// A crate of the reader's own beside the checkout, with a descriptor of its own.
    fn own_crate(&self) {
        let example = self.checkout().join("kis-sdk/examples/own-descriptors");
        for file in files(&example).into_iter().filter(|file| !file.contains("/api/")) {
            let to = self.folder.path().join("my-crate").join(&file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(example.join(&file), to).unwrap();
        }
    }

    /// Takes back what the commands of the last fence did.
    pub(crate) fn reset(&self) {
        self.git(&["reset", "--quiet", "--hard", "v0.1.0"]);
        self.git(&["clean", "--quiet", "--force", "-d"]);
    }

    fn git(&self, arguments: &[&str]) {
        let output = self.command("git", None).args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, command: &str, from: Option<&str>) -> Ran {
        let output = self.shell(command, from).output().unwrap();
        Ran { is_fine: output.status.success(), output: String::from_utf8_lossy(&output.stdout).into_owned() }
    }

    /// Runs a command until its first line is there, then interrupts it as Ctrl-C does, which has to end it.
    pub(crate) fn interrupt(&self, command: &str, from: Option<&str>) -> Ran {
        let mut child = self.shell(command, from).process_group(0).stdout(Stdio::piped()).spawn().unwrap();
        let group = format!("-{}", child.id());
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut output = String::new();
        reader.read_line(&mut output).unwrap();
        let is_there = signal("INT", &group);
        // One that doesn't end would hold up all tests.
        let (ended, wait) = mpsc::channel::<()>();
        let watch = thread::spawn(move || {
            let hangs = wait.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout);
            hangs && signal("KILL", &group)
        });
        reader.read_to_string(&mut output).unwrap();
        child.wait().unwrap();
        drop(ended);
        if watch.join().unwrap() {
            output.push_str("\nit went on after Ctrl-C, and was killed");
            return Ran { is_fine: false, output };
        }
        Ran { is_fine: is_there && !output.is_empty(), output }
    }

    /// A line for the shell, both of whose outputs go the same way.
    fn shell(&self, line: &str, from: Option<&str>) -> Command {
        let mut command = self.command("sh", from);
        command.args(["-c", &format!("exec 2>&1; {line}")]).stdin(Stdio::null());
        command
    }

    /// A program that knows of the copy only, and of no account.
    fn command(&self, program: &str, from: Option<&str>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            let shown = name.to_string_lossy();
            if ["GIT_", "KIS_", "XDG_", "CARGO_PKG_", "CARGO_BIN_"].iter().any(|prefix| shown.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        let old_home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            command.env(name, env::var_os(name).unwrap_or_else(|| old_home.join(folder).into()));
        }
        let bin = self.folder.path().join("bin");
        let path =
            env::join_paths(std::iter::once(bin).chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())));
        // …/target/debug/xtask
        let target = Path::new(env!("CARGO_BIN_EXE_xtask")).ancestors().nth(2).unwrap();
        let checkout = self.checkout();
        command
            .env("PATH", path.unwrap())
            .env("HOME", self.folder.path().join("home"))
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_QUIET", "true")
            .env("REAL_CARGO", env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
            .envs(HANDED_OVER.map(|(_, name, built)| (name, built.unwrap_or_default())))
            .env("PROJECT", &self.project)
            .env("CHECKOUT", &checkout)
            .envs([("GIT_AUTHOR_NAME", "x"), ("GIT_AUTHOR_EMAIL", "x@example.com")])
            .envs([("GIT_COMMITTER_NAME", "x"), ("GIT_COMMITTER_EMAIL", "x@example.com")])
            .envs([("GIT_CONFIG_NOSYSTEM", "1"), ("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8")])
            .current_dir(checkout.join(from.unwrap_or_default()));
        command
    }
}

/// Whether a group of processes was there to get a signal.
fn signal(name: &str, group: &str) -> bool {
    Command::new("kill").args(["-s", name, "--", group]).status().unwrap().success()
}

/// The files below a folder that belong to a project, by their paths from there: neither git's nor what was built.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            // In a second working tree `.git` is a file, which leads back to the repository itself.
            if [".git", "target"].contains(&&*name) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else if path.is_file() {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}
