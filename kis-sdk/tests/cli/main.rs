//! The command line `kis`, run as its users run it: the real binary, a real socket, the mock server.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod completions;
mod credentials;
mod every_tr;
mod interrupted;
mod lists;
mod orders;
mod paging;
mod served;
#[cfg(unix)]
mod terminal;
mod tokens;
mod watch;
mod wrong;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kis_sdk::mock::{Builder, Server};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// An account that no help text mentions, so that it can be looked for in what is printed.
const ACCOUNT: &str = "87654321-01";

/// A user with a home folder of their own, and nothing in the environment.
struct User {
    home: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run of the program gave.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl User {
    fn new() -> Self {
        Self { home: TempDir::new().unwrap(), variables: Vec::new() }
    }

    /// Sets an environment variable for every run.
    fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A user of a running mock server, as if it were the real one.
    fn of(mock: &Mock) -> Self {
        Self::new()
            .with("KIS_APP_KEY", Server::APP_KEY)
            .with("KIS_APP_SECRET", Server::APP_SECRET)
            .with("KIS_ACCOUNT", ACCOUNT)
            .with("TEST_URL", &mock.server.url())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The program, ready to run with words of a command line.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kis"));
        let ours = ["PATH", "SYSTEMROOT", "TMPDIR", "LLVM_PROFILE_FILE"];
        command.env_clear().envs(ours.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.env("HOME", self.home.path()).env("XDG_CONFIG_HOME", self.path("config"));
        command.env("XDG_STATE_HOME", self.path("state"));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.args(words).current_dir(self.home.path()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program; whatever it prints is looked through for secrets.
    fn run(&self, words: &[&str]) -> Ran {
        Ran::of(self.command(words).output().unwrap(), words)
    }

    /// Runs a command line as a shell would split it; `URL` stands for the address of the server.
    fn kis(&self, line: &str) -> Ran {
        let url = self.variables.iter().find(|(name, _)| name == "TEST_URL").map_or("", |(_, url)| url);
        let words: Vec<String> =
            line.split_whitespace().map(|word| word.replace("URL", url).replace('·', " ")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.run(&words)
    }

    /// Writes a file below the home folder that its owner alone can read.
    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).unwrap().write_all(text.as_bytes()).unwrap();
        path
    }
}

impl Ran {
    fn of(output: Output, words: &[&str]) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let ran = Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        ran.holds_no_secret(words);
        ran
    }

    /// Nothing that the program prints holds a key, a secret, a token or a whole account number.
    fn holds_no_secret(&self, words: &[&str]) {
        let account = ACCOUNT.split('-').next().unwrap();
        let secrets = [
            Server::APP_KEY,
            Server::APP_SECRET,
            "mock-token-",
            "mock-approval",
            account,
            "50001234",
            "PSsecret",
            "sEcReT",
        ];
        for secret in secrets {
            for text in [&self.out, &self.err] {
                assert!(!text.contains(secret), "kis {}: {secret} in\n{text}", words.join(" "));
            }
        }
    }

    /// It worked; gives what it printed.
    #[track_caller]
    fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// It didn't work, and ended with this code; gives what it said.
    #[track_caller]
    fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self.err
    }
}

/// A mock server of this process, for programs of others.
struct Mock {
    server: Server,
    _runtime: Runtime,
}

impl Mock {
    fn start() -> Self {
        Self::with(Server::builder())
    }

    fn with(builder: Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let server = runtime.block_on(builder.start()).unwrap();
        Self { server, _runtime: runtime }
    }
}

/// What is different on every machine and in every run.
fn redacted(text: &str, home: &Path, url: &str) -> String {
    let text = text.replace(&home.display().to_string(), "<home>");
    if url.is_empty() { text } else { text.replace(url, "<server>") }
}
