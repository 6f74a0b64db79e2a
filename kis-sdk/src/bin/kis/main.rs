//! `kis`: every TR of the KIS Open API from the command line, without code of its own for any of them.
//!
//! Everything comes from the same tables that the generated modules are made of ([`kis_sdk::TRANSACTIONS`],
//! [`kis_sdk::descriptor::Words`]): what there is, what it takes, what its codes are called, what an answer means. A wrong
//! page is mended by a correction in its descriptor, never here.
//!
//! # Exit codes
//! | code | meaning |
//! |---|---|
//! | 0 | done, also where an answer has no rows, and where a pipe was closed |
//! | 1 | anything else: an order that was not confirmed, a file that can't be written |
//! | 2 | the command line can't be used; nothing was sent |
//! | 3 | credentials missing, unusable or refused |
//! | 4 | refused by the server |
//! | 5 | no connection, no answer, too many calls, maintenance |
//! | 6 | the answer doesn't fit its descriptor, or its pages break off |
//! | 7 | an order left and its outcome is unknown |
//! | 130 | interrupted |
//!
//! # Secrets
//! App key, app secret and token are never printed, account numbers only with most digits hidden, unless a flag asks for
//! it (`kis token --show`, `kis call --unmask`, `--raw`).

mod answer;
mod arguments;
mod call;
mod completions;
mod credentials;
mod exit;
mod find;
mod list;
mod mask;
mod mock;
mod session;
mod show;
mod suggest;
mod terminal;
mod token;
mod watch;

use std::process::ExitCode;

use arguments::{Command, CommandLine};
use clap::{CommandFactory as _, Parser as _};
use exit::{Exit, Failure, Outcome};
use terminal::Terminal;

fn main() -> ExitCode {
    clap_complete::CompleteEnv::with_factory(CommandLine::command).var(completions::VARIABLE).complete();
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => return misread(&error),
    };
    let terminal = Terminal::new(line.global.color, line.global.width);
    match run(line, terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.fail(&failure);
            failure.exit.into()
        }
    }
}

/// Help and version go to standard output, everything else is an error in few lines.
fn misread(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe has seen enough.
        drop(error.print());
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    terminal::say(&format!("{}\n", lines.join("\n")));
    Exit::Usage.into()
}

fn run(line: CommandLine, terminal: Terminal) -> Outcome {
    let global = line.global;
    match line.command {
        Command::List(arguments) => list::run(&arguments, terminal),
        Command::Show(arguments) => show::run(&arguments, terminal),
        Command::Call(arguments) => block_on(call::run(&arguments, &global, terminal)),
        Command::Watch(arguments) => block_on(watch::run(&arguments, &global, terminal)),
        Command::Token(arguments) => block_on(token::run(&arguments, &global, terminal)),
        Command::Credentials { action } => credentials::run(&action, &global, terminal),
        Command::Mock(arguments) => block_on(mock::run(&arguments)),
        Command::Completions { shell } => completions::run(shell),
    }
}

/// Runs what asks a server. One thread is enough: a command waits for one answer at a time.
fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::new(Exit::Other, format!("the system gives no event loop: {error}")))?;
    runtime.block_on(work)
}
