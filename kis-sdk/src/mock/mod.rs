//! A server on this machine that behaves like the real one, quirks included: to try the examples, and to test your own
//! program without an account (feature `mock`).
//!
//! It speaks HTTP over a real socket on a free port of 127.0.0.1. It issues tokens, approval keys and hash keys; answers
//! every described TR from the descriptor's own tables with deterministic rows that add up; pages with padded keys
//! (`SYDB0050` where they don't come back); and refuses what the real server refuses: a missing or wrong token, app key, TR
//! id or parameter. Values come as the server writes them: numbers as text, `0.00000000`, blanks, `+0.09`, `2033/06/10`,
//! padding. With the feature `realtime` it serves WebSocket connections on the same port (`Server::feed`).
//!
//! The command line runs it by itself, with a line for each request, for programs in any language: `kis mock`, or
//! `cargo xtask mock` in this repository.
//!
//! ```
//! use kis_sdk::domestic_bond::trading::inquire_balance::{self, InqrCndt};
//! use kis_sdk::{Client, mock};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::start().await?;
//! let client = Client::builder(server.environment(), server.credentials()).build()?;
//!
//! let request = inquire_balance::Request::new(&server.account("01"), InqrCndt::ALL);
//! let answer = inquire_balance::send(&client, &request).await?;
//! assert!(answer.output.iter().all(|lot| lot.cblc_qty.is_some()));
//! assert!(answer.envelope.continues());
//! # Ok(())
//! # }
//! ```
//!
//! Say what the next answer is with [`Server::reply`], and look at what arrived with [`Server::received`]:
//!
//! ```
//! use kis_sdk::domestic_bond::trading::inquire_balance::{self, InqrCndt, Request};
//! use kis_sdk::{Client, ErrorKind, Retries, mock};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::start().await?;
//! server.reply(&inquire_balance::TR, mock::Reply::text("<html>점검중</html>").status(503));
//!
//! // A client that asks again would get the next answer, which is as usual.
//! let client = Client::builder(server.environment(), server.credentials()).retries(Retries::none()).build()?;
//! let request = Request::new(&server.account("01"), InqrCndt::BY_PRODUCT).pdno("KR103502GD61");
//! let error = client.send(&request).await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Unavailable);
//! assert_eq!(server.received().last().unwrap().parameter("PDNO"), Some("KR103502GD61"));
//! # Ok(())
//! # }
//! ```
//!
//! # What goes wrong
//! [`Server::fault`] lets the next requests meet a [`Fault`]: a code of the server, a page of HTML, a slow, dribbling or
//! cut-off answer, a reset before or after the request was read, malformed JSON, other shapes, a lost token, paging that
//! leads nowhere. [`Builder::chaos`] does so by chance, the same faults in every run of a seed.
//!
//! An order that was processed is in [`Server::orders`], whether or not its answer arrived: a program that sends an order
//! twice is found out there.
//!
//! ```
//! use kis_sdk::domestic_stock::trading::order_cash::{OrdDvsn, Request, Side};
//! use kis_sdk::mock::{self, Fault, Target};
//! use kis_sdk::{Client, ErrorKind};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::start().await?;
//! server.fault(Target::Orders, Fault::ResetAfter);
//!
//! let client = Client::builder(server.environment(), server.credentials()).build()?;
//! let account = server.account("01");
//! let request = Request::new(Side::Buy, &account, "005930", "00".into(), 10.into(), 71_500.into());
//! let error = client.send(&request).await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
//! assert_eq!(server.orders().len(), 1, "it stands, and its sender doesn't know");
//! # Ok(())
//! # }
//! ```
//!
//! Every query that lists an account's orders shows them too (주식일별주문체결조회 and its like), so a program can look up
//! an order of which it doesn't know what became of it:
//!
//! ```
//! use kis_sdk::domestic_stock::trading::inquire_daily_ccld::{self, ExcgIdDvsnCd, Period, SllBuyDvsnCd};
//! use kis_sdk::domestic_stock::trading::order_cash::{OrdDvsn, Request, Side};
//! use kis_sdk::mock::{self, Fault, Target};
//! use kis_sdk::{Client, Date};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::start().await?;
//! server.fault(Target::Orders, Fault::ResetAfter);
//!
//! let client = Client::builder(server.environment(), server.credentials()).build()?;
//! let account = server.account("01");
//! let request = Request::new(Side::Buy, &account, "005930", OrdDvsn::LIMIT, 10.into(), 71_500.into());
//! let error = client.send(&request).await.unwrap_err();
//! let sent = error.sent().unwrap();
//!
//! let (from, to) = (Date::constant(2025, 1, 1), Date::constant(2099, 12, 31));
//! let period = Period::WithinThreeMonths;
//! let list = inquire_daily_ccld::Request::new(
//!     period, &account, from, to, SllBuyDvsnCd::BUY, "", "00", "00", "", "00", ExcgIdDvsnCd::KRX,
//! );
//! let answer = client.send(&list.pdno(sent.parameter("PDNO").unwrap())).await?;
//! assert_eq!(answer.output1[0].odno, server.orders()[0].number);
//! assert_eq!(answer.output1[0].ord_qty, Some(10.into()));
//! # Ok(())
//! # }
//! ```
//!
//! # What is simulated
//! - **Orders**: each is entered as it comes, whatever its stock, price and time of day, and stands. The lists of the same
//!   product show it under its number, with what it said and when it came, oldest first; they heed account, number, stock,
//!   side and days of the query, and whether it asks for what is filled or open. An account without orders has an empty
//!   list (`KIOK0560`). Reserved orders are in the lists of reserved ones.
//! - **Corrections and cancellations** that name an order (`ORGN_ODNO` and its like) take from it what they are about: its
//!   rest shrinks, the cancelled part is shown, and they are rows of their own that refer to it. One that names an order
//!   that the server doesn't know is entered and changes nothing.
//! - **Prices**: a stock has the same price on the same day in quotes and daily charts. A chart has the business days that
//!   were asked for, 100 at most; holidays are unknown. A code that can't be a stock's gets blanks, as from the real server.
//! - **Not simulated**: nothing is ever filled, so what lists of fills (체결) would show is empty or 0; balances, deposits
//!   and what can be ordered are made up and don't change with orders; no order is refused for its price, its quantity or
//!   the time of day ([`Server::reply`] and [`Fault::code`] do that); no notice (체결통보) is pushed for one.
//!
//! # How much is let through
//! [`Builder::limit`] sets a strict [`Limit`]; [`Server::traffic`] says in numbers what arrived. With
//! [`Builder::stopped_clock`] a test moves the server's time by hand ([`Server::advance`]) and doesn't have to wait:
//!
//! ```
//! use std::time::Duration;
//!
//! use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
//! use kis_sdk::mock::{self, Limit};
//! use kis_sdk::Client;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::builder().limit(Limit::PAPER).stopped_clock().start().await?;
//! let client = Client::builder(server.environment(), server.credentials()).build()?;
//! let request = Request::new(&server.account("01"), InqrCndt::ALL);
//! client.send(&request).await?;
//! // Without this the next call would be over the limit.
//! server.advance(Duration::from_secs(1));
//! client.send(&request).await?;
//! let traffic = server.traffic();
//! assert_eq!((traffic.arrived, traffic.refused, traffic.busiest), (2, 0, 1));
//! # Ok(())
//! # }
//! ```
//!
//! # Realtime
//! `Server::feed` says what is pushed to whom: records of your own, made-up ones, a recorded file; once or at intervals. It
//! also ends connections in every way, refuses registrations, and adds columns.
//!
//! # What nobody knows of the real server
//! Where neither the vendor nor anyone else has said how the server behaves, this one is strict in what a client must not
//! rely on and lenient in what a program may do:
//! - A token that is handed out again within its six hours comes with its true end in `access_token_token_expired`, while
//!   `expires_in` is 86400 each time. The next one doesn't end the life of the last one.
//! - A call that is refused for its rate doesn't count ([`Limit::counting_refusals`] makes it count).
//! - Only a parameter that the page marks as required has to be there (`OPSQ2001`); the case of its name doesn't matter.
//! - A silent realtime connection gives its registrations back at once; after `OPSP8996` the connection stays open.
//! - A revoked token is unknown from then on (`EGW00121`); every approval key is a new one.

mod answer;
mod body;
mod builder;
mod chaos;
mod clock;
mod content;
mod exchange;
mod fault;
mod gate;
mod handle;
mod limit;
mod listen;
mod market;
mod memory;
mod message;
mod oauth;
mod orders;
#[cfg(feature = "realtime")]
mod realtime;
mod refusal;
mod sample;
mod server;
mod shape;
mod socket;
mod target;
mod tokens;

pub use builder::Builder;
pub use chaos::Chaos;
pub use exchange::Exchange;
pub use fault::Fault;
pub use limit::{Limit, Traffic};
pub use message::{Received, Reply};
pub use orders::Order;
#[cfg(feature = "realtime")]
pub use realtime::Feed;
pub use server::Server;
pub use target::Target;
