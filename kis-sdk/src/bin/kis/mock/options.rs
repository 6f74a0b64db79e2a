//! The command line of `kis mock`.

use std::str::FromStr;

use clap::Args;
use kis_sdk::Error;
use kis_sdk::mock::{Builder, Chaos, Fault, Limit, Server, Target};

/// What `kis mock` takes.
#[derive(Args)]
pub(crate) struct MockArguments {
    /// The port on 127.0.0.1; 0 for any free one
    #[arg(long, value_name = "N", default_value_t = 8600)]
    pub(crate) port: u16,
    /// Answer as the paper environment (모의투자): paper TR ids only
    #[arg(long)]
    pub(crate) paper: bool,
    /// Calls a second for each app key: real (18), paper (1), new (3, a new customer), none, or a number. With real, paper
    /// and new a token can be asked for once a minute only
    #[arg(long, value_name = "LIMIT", default_value = "none", value_parser = limit)]
    limit: Limit,
    /// Calls a second of account and trading TRs among them
    #[arg(long, value_name = "N")]
    ledger_limit: Option<u32>,
    /// Pages of a TR that pages
    #[arg(long, value_name = "N", default_value_t = 3)]
    pages: usize,
    /// Rows of a page
    #[arg(long, value_name = "N", default_value_t = 4)]
    rows: usize,
    /// What goes wrong; can be given several times. Without TIMES always, without TARGET for
    /// calls. TARGET: all, calls, queries, orders, next-pages, tokens, a path or a TR id. FAULT: a code (EGW00201), an HTTP
    /// status (503), slow:500, reset-after, cut-off, …: an unknown one is answered with the list
    #[arg(long = "fault", value_name = "[TARGET=]FAULT[*TIMES]")]
    pub(crate) faults: Vec<Planned>,
    /// Milliseconds between two made-up records of each realtime registration; 0 for none
    #[arg(long, value_name = "MS", default_value_t = 500)]
    pub(crate) realtime_every: u64,
    /// A recorded file of realtime frames, a line each, sent to everyone in turn, again and again
    #[arg(long, value_name = "FILE")]
    pub(crate) realtime_file: Option<std::path::PathBuf>,
    /// Lines of that file a second
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) realtime_rate: u32,
    /// Faults by chance, about one call in ten; the same seed makes the same faults
    #[arg(long, value_name = "SEED")]
    chaos: Option<u64>,
}

impl MockArguments {
    /// The server's settings. What was asked is only counted: it may run for days.
    pub(crate) fn builder(&self) -> Builder {
        let limit = self.ledger_limit.map_or(self.limit, |calls| self.limit.ledger(calls));
        let builder = Server::builder().port(self.port).limit(limit).pages(self.pages).rows(self.rows).keep_received(0);
        let builder = if self.paper { builder.paper() } else { builder };
        match self.chaos {
            Some(seed) => builder.chaos(seed, Chaos::bad_day()),
            None => builder,
        }
    }
}

fn limit(text: &str) -> Result<Limit, String> {
    match text {
        "real" => Ok(Limit::REAL),
        "paper" => Ok(Limit::PAPER),
        "new" => Ok(Limit::NEW_CUSTOMER),
        "none" => Ok(Limit::NONE),
        number => {
            let calls = number.parse().map_err(|_| "write real, paper, new, none or calls a second".to_owned())?;
            Ok(Limit::per_second(calls))
        }
    }
}

/// `[TARGET=]FAULT[*TIMES]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Planned {
    pub(crate) target: Target,
    pub(crate) fault: Fault,
    /// `None`: always.
    pub(crate) times: Option<u32>,
}

impl FromStr for Planned {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (target, rest) = match text.split_once('=') {
            Some((target, rest)) => (target.parse()?, rest),
            None => (Target::Calls, text),
        };
        let (name, times) = match rest.rsplit_once('*') {
            Some((name, times)) => match times.parse() {
                Ok(times) => (name, Some(times)),
                // The fault's own error shows it as it was written.
                Err(_) => (rest, None),
            },
            None => (rest, None),
        };
        Ok(Self { target, fault: name.parse()?, times })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_a_target_and_a_number() {
        let read = |text: &str| text.parse::<Planned>().map_err(|error| error.to_string());
        let planned = |target, fault, times| Ok(Planned { target, fault, times });
        assert_eq!(read("503"), planned(Target::Calls, Fault::Html(503), None));
        assert_eq!(read("tokens=EGW00133*2"), planned(Target::Tokens, Fault::code("EGW00133"), Some(2)));
        assert_eq!(
            read("TTTC0012U=reset-after"),
            planned(Target::TrId("TTTC0012U".to_owned()), Fault::ResetAfter, None)
        );
        assert!(read("everyone=503").is_err_and(|error| error.contains("next-pages")));
        assert!(read("orders=nothing*3").is_err_and(|error| error.contains("reset-after")));
        assert!(read("503*x").is_err());
    }
}
