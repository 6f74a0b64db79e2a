//! This test program once more, as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::*;

/// A process that does something with the token of a server.
pub(super) struct Process {
    child: Child,
    output: BufReader<ChildStdout>,
}

/// What it does once it is told to.
#[derive(Clone, Copy)]
pub(super) enum Task {
    /// Sends a request, with tokens in this folder.
    Call,
    /// The same, with tokens in the user's state folder.
    CallAtHome,
    /// Takes the lock in this folder and keeps it.
    Lock,
}

impl Process {
    /// Starts one. `prepare` sets its environment.
    pub(super) fn start(
        server: &mock::Server,
        task: Task,
        folder: &Path,
        prepare: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Self {
        Self::start_by(Command::new(program()), server, task, folder, prepare)
    }

    /// Starts one through another program.
    pub(super) fn start_by(
        mut command: Command,
        server: &mock::Server,
        task: Task,
        folder: &Path,
        prepare: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Self {
        command.args(["--exact", "child::process", "--nocapture", "--test-threads", "1"]);
        command.env("KIS_TEST_URL", server.url()).env("KIS_TEST_FOLDER", folder);
        command.env("KIS_TEST_TASK", task.name()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = prepare(&mut command).spawn().expect("a process");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        let mut process = Self { child, output };
        process.wait_for("ready");
        process
    }

    /// Lets it begin.
    pub(super) fn go(&mut self) {
        self.child.stdin.as_mut().expect("piped").write_all(b"go\n").expect("still there");
    }

    /// Waits until it said this.
    pub(super) fn wait_for(&mut self, word: &str) {
        let mut line = String::new();
        while line.trim_end() != word {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).expect("text"), 0, "the process ended before it said {word}");
        }
    }

    /// Waits for its end; gives what it wrote.
    pub(super) fn end(mut self) -> String {
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("text");
        assert!(self.child.wait().expect("an end").success(), "the process failed: {rest}");
        rest
    }

    /// Ends it the hard way.
    pub(super) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("an end");
    }
}

/// No process outlives its test.
impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub(super) fn program() -> PathBuf {
    std::env::current_exe().expect("this program")
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::CallAtHome => "call-at-home",
            Self::Lock => "lock",
        }
    }
}

fn say(word: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "\n{word}").and_then(|()| output.flush()).expect("somebody listens");
}

/// What such a process runs. In the test run itself it has nothing to do. The mock's app key and secret are the same
/// everywhere.
#[tokio::test]
async fn process() {
    if std::env::var_os("KIS_TEST_TASK").is_none() {
        return;
    }
    let setting = |name: &str| std::env::var(name).expect(name);
    let environment = Environment::url(&setting("KIS_TEST_URL")).expect("loopback");
    let credentials = kis_sdk::Credentials::new(mock::Server::APP_KEY, mock::Server::APP_SECRET).expect("usable");
    let task = setting("KIS_TEST_TASK");
    let store = match task.as_str() {
        "call-at-home" => FileTokenStore::new(),
        _ => FileTokenStore::at(setting("KIS_TEST_FOLDER")),
    };
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .with_ansi(false)
        .with_writer(std::io::stdout)
        .init();
    say("ready");
    std::io::stdin().read_line(&mut String::new()).expect("told");
    if task == "lock" {
        let key = TokenKey::new(&environment, &credentials, Purpose::AccessToken);
        let _lease = store.lock(&key).await.expect("locked");
        say("locked");
        // Until it is killed; until the other end is gone where the test failed.
        std::io::stdin().read_line(&mut String::new()).expect("told");
        return;
    }
    let client = Client::builder(environment, credentials).token_store(store).build().expect("a client");
    let account = "50001234-01".parse().expect("an account");
    client.send(&bond::Request::new(&account, InqrCndt::ALL)).await.expect("an answer");
    say("answered");
}
