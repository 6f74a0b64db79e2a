//! One thing that is asked for while one thing goes wrong.

use std::fmt;
use std::io;

use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::domestic_stock::trading::order_cash::{self as cash, OrdDvsn, Side};
use kis_sdk::mock::{Fault, Server, Target};
use kis_sdk::{Account, Client, Error, ErrorKind};

use super::setting::{LONG, Setting, TRIES};
use super::trouble::{Times, Trouble};

const TOKENS: &str = "/oauth2/tokenP";
/// The rows of a page of the mock server, and its pages.
pub(crate) const ROWS: usize = 4;
pub(crate) const PAGES: u64 = 3;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    Read,
    Order,
    /// The pages after the first one.
    Paging,
    /// A read that needs a token first.
    Token,
    /// An order that needs a token first. Not in the table: its token is the same as a read's.
    OrderWithoutToken,
    /// An order of a client that sends orders again after `EGW00201`. Not in the table.
    OrderOptedIn,
}

impl Ask {
    pub(crate) const ALL: [Self; 6] =
        [Self::Read, Self::Order, Self::Paging, Self::Token, Self::OrderWithoutToken, Self::OrderOptedIn];

    pub(crate) fn is_order(self) -> bool {
        matches!(self, Self::Order | Self::OrderWithoutToken | Self::OrderOptedIn)
    }

    fn needs_token(self) -> bool {
        matches!(self, Self::Token | Self::OrderWithoutToken)
    }

    /// Which requests the trouble is for.
    fn target(self) -> Target {
        match self {
            Self::Read => Target::Queries,
            Self::Order | Self::OrderOptedIn => Target::Orders,
            Self::Paging => Target::NextPages,
            Self::Token | Self::OrderWithoutToken => Target::Tokens,
        }
    }

    /// Where those requests arrive.
    fn path(self) -> &'static str {
        match self {
            Self::Read | Self::Paging => bond::TR.path,
            Self::Order | Self::OrderOptedIn => cash::TR.path,
            Self::Token | Self::OrderWithoutToken => TOKENS,
        }
    }
}

/// What is tried.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    pub(crate) ask: Ask,
    pub(crate) trouble: Trouble,
    pub(crate) times: Times,
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, {}, {:?}", self.ask, self.trouble, self.times)
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Seen {
    /// `None` where the call never ended.
    pub(crate) ended: Option<Ended>,
    /// The requests that the trouble is about and that arrived.
    pub(crate) arrived: u64,
    pub(crate) orders_arrived: u64,
    /// The orders that stand.
    pub(crate) stand: usize,
    /// How often the client tried, over all pages.
    pub(crate) tries: u64,
    /// Whether calls, answers and errors add up.
    pub(crate) counters_agree: bool,
    /// Whether the fault was met at all.
    pub(crate) met: bool,
}

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) pages: u64,
    pub(crate) rows: usize,
    pub(crate) error: Option<Error>,
}

impl Trial {
    /// Whether the trouble can come as often as that, and whether that says more than the other times.
    pub(crate) fn is_possible(&self) -> bool {
        let for_good = matches!(self.trouble, Trouble::NobodyListens | Trouble::NoConnection);
        let is_the_same = for_good || self.ask == Ask::OrderOptedIn;
        !(is_the_same && self.times == Times::Once)
    }

    pub(crate) async fn run(&self) -> io::Result<Seen> {
        let opted_in = self.ask == Ask::OrderOptedIn;
        let mut setting = Setting::new(&self.trouble, opted_in, !self.ask.needs_token()).await?;
        let account: Account = "50001234-01".parse().map_err(io::Error::other)?;
        let bonds = bond::Request::new(&account, InqrCndt::ALL);
        let client = setting.client.clone();
        let before = setting.server.as_ref().map_or(0, |server| server.arrived(self.ask.path()));
        // Longer than all tries together could last.
        let patience = LONG * (TRIES + 1);
        let ended = match self.ask {
            Ask::Paging => {
                let mut pages = client.pages(bonds);
                let mut ended = Ended { pages: 0, rows: 0, error: None };
                let mut armed = false;
                tokio::time::timeout(patience, async {
                    while let Some(page) = pages.next().await {
                        match page {
                            Ok(page) => {
                                ended.pages += 1;
                                ended.rows += page.output.len();
                            }
                            Err(error) => ended.error = Some(error),
                        }
                        if !armed {
                            armed = true;
                            setting.arm(&self.trouble, self.times, self.ask.target()).await?;
                        }
                    }
                    io::Result::Ok(ended)
                })
                .await
            }
            ask => {
                setting.arm(&self.trouble, self.times, ask.target()).await?;
                tokio::time::timeout(patience, async {
                    io::Result::Ok(match ask.is_order() {
                        true => order(&client, &account).await,
                        false => read(&client, &bonds).await,
                    })
                })
                .await
            }
        };
        let ended = ended.ok().transpose()?;
        Ok(self.seen(ended, &setting, before))
    }

    fn seen(&self, ended: Option<Ended>, setting: &Setting, before: u64) -> Seen {
        let count = |of: &dyn Fn(&Server) -> u64| setting.server.as_ref().map_or(0, of);
        let first_page = u64::from(self.ask == Ask::Paging);
        let counters = setting.client.counters();
        let played = |fault: &Fault| count(&|server| server.played().get(&fault.to_string()).copied().unwrap_or(0));
        Seen {
            ended,
            arrived: count(&|server| server.arrived(self.ask.path())).saturating_sub(before + first_page),
            orders_arrived: count(&|server| server.arrived(cash::TR.path)),
            stand: setting.server.as_ref().map_or(0, |server| server.orders().len()),
            tries: counters.calls + counters.retries - first_page,
            counters_agree: counters.calls == counters.answers + counters.errors,
            met: self.trouble.fault().is_none_or(|fault| played(&fault) > 0),
        }
    }
}

async fn read(client: &Client, request: &bond::Request) -> Ended {
    match client.send(request).await {
        Ok(answer) => Ended { pages: 1, rows: answer.output.len(), error: None },
        Err(error) => Ended { pages: 0, rows: 0, error: Some(error) },
    }
}

async fn order(client: &Client, account: &Account) -> Ended {
    let request = cash::Request::new(Side::Buy, account, "005930", OrdDvsn::LIMIT, 10.into(), 71_500.into());
    match client.send(&request).await {
        Ok(_) => Ended { pages: 1, rows: 0, error: None },
        Err(error) => Ended { pages: 0, rows: 0, error: Some(error) },
    }
}

impl Seen {
    pub(crate) fn error(&self) -> Option<&Error> {
        self.ended.as_ref()?.error.as_ref()
    }

    pub(crate) fn kind(&self) -> Option<ErrorKind> {
        self.error().map(Error::kind)
    }

    /// Whether the caller was told that it worked.
    pub(crate) fn is_answer(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.error.is_none())
    }
}
