//! The command line as clap reads it.

use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::call::CallArguments;
use crate::completions::Shell;
use crate::credentials::Action as CredentialsAction;
use crate::list::ListArguments;
use crate::mock::MockArguments;
use crate::show::ShowArguments;
use crate::terminal::Color;
use crate::token::TokenArguments;
use crate::watch::WatchArguments;

/// What stands below every help: a start, and the exit codes.
const AFTER: &str = "\
Try it without an account:
  kis list 잔고                                          which TRs there are
  kis show CTSC8407R                                     what one takes and answers
  kis call CTSC8407R INQR_CNDT=all --env mock            ask it
  kis watch H0STCNT0 005930 --env mock                   watch prices as they come

Credentials: KIS_APP_KEY, KIS_APP_SECRET, KIS_ACCOUNT and KIS_HTS_ID in the environment (with _PAPER behind them for paper
accounts), or a file that only you can read: `kis credentials init`.

Exit codes: 0 done, also where an answer has no rows · 1 anything else, such as an order that was not confirmed ·
2 the command line can't be used, nothing was sent · 3 credentials missing, unusable or refused · 4 refused by the server ·
5 no connection, no answer, too many calls · 6 the answer doesn't fit its descriptor, or its pages break off ·
7 an order left and its outcome is unknown · 130 interrupted";

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold());

/// Every TR of the KIS Open API (한국투자증권) from the command line.
#[derive(Parser)]
#[command(name = "kis", version, styles = STYLES, after_help = AFTER, infer_long_args = false)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    /// Real accounts, paper accounts (모의투자), or a mock server that needs nothing [default: KIS_ENV, or real]
    #[arg(long, value_name = "ENV", global = true, help_heading = "Everywhere")]
    pub(crate) env: Option<EnvironmentName>,
    /// Another server, such as a running `kis mock`: https://host:port, or http:// on this machine
    #[arg(long, value_name = "URL", global = true, help_heading = "Everywhere")]
    pub(crate) url: Option<String>,
    /// The account, such as 12345678-01 [default: KIS_ACCOUNT, or the credentials file]
    #[arg(long, value_name = "ACCOUNT", global = true, help_heading = "Everywhere")]
    pub(crate) account: Option<String>,
    /// The credentials file [default: see `kis credentials path`]
    #[arg(long, value_name = "FILE", global = true, help_heading = "Everywhere")]
    pub(crate) credentials: Option<PathBuf>,
    /// Colours
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", help_heading = "Everywhere")]
    pub(crate) color: Color,
    /// Fit tables into this many columns; 0 for no limit [default: the terminal's, none when piped]
    #[arg(long, value_name = "COLUMNS", global = true, help_heading = "Everywhere")]
    pub(crate) width: Option<usize>,
}

/// Which accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnvironmentName {
    /// Real accounts (실전투자)
    Real,
    /// Paper accounts (모의투자)
    Paper,
    /// A mock server within this program; with --url one that runs by itself
    Mock,
}

impl EnvironmentName {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Paper => "paper",
            Self::Mock => "mock",
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Lists the TRs that a word is about: Korean or English, a title, an id, a path, a field
    List(ListArguments),
    /// Shows what a TR takes and answers
    Show(ShowArguments),
    /// Calls a TR
    Call(CallArguments),
    /// Watches what a realtime TR pushes: a table that lives, or a line for each record
    #[command(
        after_help = "kis watch H0STCNT0 005930 000660 --env mock             trades of two stocks, without an account\n\
                            kis watch H0STCNI0                                      notices of your own orders (체결통보)\n\
                            kis watch H0STCNT0 005930 --json --count 10             ten records for a program\n\n\
                            Ctrl-C ends it, with a summary and exit code 0. The server allows one realtime session for each app\n\
                            key: while another program has it, this one ends with code 4 (OPSP8996)."
    )]
    Watch(WatchArguments),
    /// Shows the kept access token: how long it lasts, never the token itself
    Token(TokenArguments),
    /// Shows where credentials are read from, checks them, or begins the file
    Credentials {
        #[command(subcommand)]
        action: CredentialsAction,
    },
    /// Runs the mock server by itself, with a line for each request, until Ctrl-C
    Mock(MockArguments),
    /// Writes a script that completes commands, TRs and KEY= in a shell
    #[command(after_help = "bash        source <(kis completions bash)               in ~/.bashrc\n\
                            zsh         source <(kis completions zsh)                in ~/.zshrc\n\
                            fish        kis completions fish | source                in ~/.config/fish/config.fish\n\
                            powershell  kis completions powershell | Out-String | Invoke-Expression")]
    Completions {
        /// For which shell
        shell: Shell,
    },
}
