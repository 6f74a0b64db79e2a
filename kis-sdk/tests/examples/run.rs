//! Runs the binary of an example.

use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// What no example may print: keys, tokens, the whole account number.
const SECRETS: [&str; 5] =
    ["PSmock00000000000000000000000000mock", "mock-app-secret", "mock-token-", "50001234", "a-personal-security-key"];

/// One run of an example, and what it left.
pub(crate) struct Run {
    name: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs it on the mock server.
    pub(crate) fn of(name: &str, arguments: &[&str]) -> Self {
        Self::with(name, arguments, &[])
    }

    /// Runs it with these variables and no other `KIS_…`.
    pub(crate) fn with(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(name);
        let output = command.args(arguments).envs(variables.iter().copied()).output().expect("it runs");
        Self::ended(name, output)
    }

    pub(crate) fn ended(name: &str, output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let run = Self {
            name: name.to_owned(),
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        for secret in SECRETS {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{secret} is shown by {run}");
        }
        run
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, code, stdout, stderr } = self;
        write!(f, "{name} ended with {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}

/// The example's program, without a terminal, and without any variable of whoever runs the tests: no test may find its way
/// to a real account.
pub(crate) fn command(name: &str) -> Command {
    let mut command = Command::new(program(name));
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("KIS_") {
            command.env_remove(variable);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Where cargo puts examples: beside the folder of the test binaries.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("this program");
    let built = test.ancestors().nth(2).expect("cargo's folder");
    let program = built.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "the example {name} isn't built, as happens where only some tests are run: \
         cargo build -p kis-sdk --examples --all-features"
    );
    program
}
