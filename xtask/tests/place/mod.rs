//! A project of its own: two descriptors under `spec/`, and the commands run in it as a maintainer runs them.

#![allow(dead_code, reason = "each test uses its part of it")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) const FIRST: &str = "domestic-bond/trading/first.yaml";
pub(crate) const SECOND: &str = "domestic-bond/quotations/second.yaml";

pub(crate) fn descriptor(path: &str, tr_id: &str) -> String {
    format!(
        "summary: An example.
documented:
  title: 예시 조회
  protocol: REST
  method: GET
  path: /uapi/domestic-bond/v1/{path}
  domain: {{ real: \"\", paper: \"\" }}
  tr_id: {{ real: {tr_id}, paper: \"\" }}
  request:
    query:
      - {{ name: PDNO, ko: 상품번호, length: \"12\" }}
  response:
    body:
      - {{ name: rt_cd, ko: 성공 실패 여부, length: \"1\" }}
      - {{ name: prdt_name, ko: 상품명, length: \"60\" }}
"
    )
}

/// Two descriptors, and nothing generated from them yet.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write(FIRST, &descriptor("trading/first", "CTSC1111R"));
        place.write(SECOND, &descriptor("quotations/second", "CTSC2222R"));
        place
    }

    /// One in a repository, committed with what `file` says beside the descriptors.
    pub(crate) fn committed(file: &str, text: &str) -> Self {
        let place = Self::new();
        fs::write(place.root(file), text).unwrap();
        for arguments in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "x"]] {
            place.git(arguments);
        }
        place
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let mut git = clean("git");
        git.args(["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]);
        git.args(["-c", "tag.gpgsign=false"]).current_dir(self.root(""));
        let output = git.args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    }

    /// A file of the project.
    pub(crate) fn root(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// A file of `spec/`.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root("spec").join(file)
    }

    /// A file that `codegen` writes.
    pub(crate) fn out(&self, file: &str) -> PathBuf {
        self.root("out").join(file)
    }

    /// Writes a file of `spec/`.
    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    /// Changes a file of `spec/`.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(old), "{old}");
        self.write(file, &text.replace(old, new));
    }

    /// Runs a command on this `spec/`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = clean(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.root("")).args(arguments).arg("--spec").arg(self.path(""));
        if arguments[0] == "codegen" && !arguments.contains(&"--out") {
            command.arg("--out").arg(self.out(""));
        }
        command.output().unwrap()
    }
}

/// A command that knows nothing of a repository around the tests.
pub(crate) fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
