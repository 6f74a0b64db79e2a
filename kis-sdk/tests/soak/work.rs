//! What the tasks do: reads, walks through pages, and orders, each marked by a quantity of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::domestic_stock::trading::order_cash::{self as cash, OrdDvsn, Side};
use kis_sdk::mock::Server;
use kis_sdk::{Account, Client, Error};

use super::memory;

/// Where orders arrive.
pub(crate) const ORDERS: &str = cash::TR.path;

/// From this call on the memory has to stay as it is.
const WARM: u64 = 2_000;

/// The server forgets its tokens each time that so many calls were begun.
const TOKEN_LASTS: u64 = 1_000;

/// One thing that was done, and how it ended.
#[derive(Debug)]
pub(crate) enum Done {
    /// Gives the rows.
    Read(Result<usize, Error>),
    /// Gives the rows of all pages.
    Walk { pages: u64, outcome: Result<usize, Error> },
    /// Gives the order's number.
    Order { mark: u64, outcome: Result<String, Error> },
}

/// The work of all tasks.
pub(crate) struct Work {
    client: Client,
    server: Arc<Server>,
    account: Account,
    next: AtomicU64,
    tokens_lost: AtomicU64,
    warm: OnceLock<Option<usize>>,
}

impl Work {
    pub(crate) fn new(client: Client, server: Arc<Server>) -> Arc<Self> {
        Arc::new(Self {
            client,
            account: server.account("01"),
            server,
            next: AtomicU64::new(1),
            tokens_lost: AtomicU64::new(0),
            warm: OnceLock::new(),
        })
    }

    /// Works until the client made so many calls.
    pub(crate) async fn run(self: Arc<Self>, calls: u64) -> Vec<Done> {
        let mut done = Vec::new();
        loop {
            let made = self.client.counters().calls;
            if made >= calls {
                return done;
            }
            if made >= WARM {
                self.warm.get_or_init(memory::resident);
            }
            if self.tokens_lost.fetch_max(made / TOKEN_LASTS, Ordering::Relaxed) < made / TOKEN_LASTS {
                self.server.drop_token();
            }
            done.push(self.one(self.next.fetch_add(1, Ordering::Relaxed)).await);
        }
    }

    async fn one(&self, number: u64) -> Done {
        let bonds = bond::Request::new(&self.account, InqrCndt::ALL);
        match number % 7 {
            0 => {
                let mut pages = self.client.pages(bonds);
                let (mut read, mut rows) = (0, 0);
                while let Some(page) = pages.next().await {
                    match page {
                        Ok(page) => {
                            read += 1;
                            rows += page.output.len();
                        }
                        Err(error) => return Done::Walk { pages: read, outcome: Err(error) },
                    }
                }
                Done::Walk { pages: read, outcome: Ok(rows) }
            }
            1 | 4 => {
                let side = if number.is_multiple_of(2) { Side::Buy } else { Side::Sell };
                let order =
                    cash::Request::new(side, &self.account, "005930", OrdDvsn::LIMIT, number.into(), 71_500.into());
                let outcome = self.client.send(&order).await;
                Done::Order {
                    mark: number,
                    outcome: outcome.map(|answer| answer.output.map(|receipt| receipt.odno).unwrap_or_default()),
                }
            }
            _ => Done::Read(self.client.send(&bonds).await.map(|answer| answer.output.len())),
        }
    }

    /// Of server and client together, and of what the test itself keeps of each call.
    pub(crate) fn assert_memory_is_flat(&self) {
        let (Some(Some(warm)), Some(now)) = (self.warm.get(), memory::resident()) else {
            assert_ne!(std::env::consts::OS, "linux", "there the memory can be read");
            return;
        };
        let grown = now.saturating_sub(*warm);
        eprintln!("memory: {} KiB after {WARM} calls, {} KiB now", warm / 1024, now / 1024);
        assert!(grown < memory::MOST, "{} KiB more than after {WARM} calls", grown / 1024);
    }
}
