//! Typed access to the Open API of 한국투자증권 (Korea Investment & Securities, KIS).
//!
//! Every documented transaction (TR) has a module at its path, with a `Request`, a `Response`, its coded values and a
//! `send` function, generated from a machine-readable descriptor of the vendor's page. Field names are the wire names in
//! lower case, so that the page and the code read alike; searching these pages for the Korean name (잔고수량) finds the
//! field.
//!
//! ```no_run
//! use kis_sdk::domestic_bond::trading::inquire_balance::{self, InqrCndt};
//! use kis_sdk::{Account, Client, Credentials, Environment};
//!
//! # async fn run() -> Result<(), kis_sdk::Error> {
//! let client = Client::builder(Environment::Real, Credentials::from_env()?).build()?;
//! let account: Account = "12345678-01".parse()?;
//!
//! let request = inquire_balance::Request::new(&account, InqrCndt::ALL);
//! let answer = inquire_balance::send(&client, &request).await?;
//! for lot in &answer.output {
//!     println!("{} {:?}", lot.prdt_name, lot.cblc_qty);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **Begin with the [guide]**: pages for the first call, accounts, paging, errors, orders, realtime, tests with the mock
//! server, and for those who come from the vendor's Python sample.
//!
//! # What the types promise
//! - A number is an `Option<`[`Decimal`]`>`, a day an `Option<`[`Date`]`>`, a time of day an `Option<`[`Time`]`>`. `None`
//!   means that the server sent blanks or nothing; a value that can't be read is an error that names TR, field, 한글명,
//!   row and text. Nothing is ever read as 0 by default.
//! - A coded value is a [`Coded`] of its list, which has a named constant for each documented code (`InqrCndt::ALL`); codes
//!   that the page doesn't list are kept as they came.
//! - `Response` is one of a few shapes with the page's own rows in it ([`answer`]): `envelope`, and `output` or `output1`,
//!   `output2`. An array is a `Vec`, an object that may be missing an `Option`.
//! - Answers that come in pages are walked by [`Client::pages`].
//! - App key, app secret, tokens, account numbers and continuation keys appear in no `Debug`, `Display` or log line.
//! - Nothing that changes state at the broker is ever sent twice.
//!
//! # Errors
//! [`Error::kind`] says what to do. [`ErrorKind`] has it by kind, [`errors`] what becomes of a call for each thing that can go
//! wrong, measured.
//!
//! # Tokens
//! One access token for all clients of a process and all processes of a user, kept in the user's state folder: see
//! [`token`], which also says what happens when something goes wrong, and how to keep them elsewhere.
//!
//! # Realtime
//! Realtime pages have a module as well, with a `Request` (what to subscribe to) and a `Record` (what is pushed), which
//! [`descriptor::columns`] reads from the columns of a data frame. With the feature `realtime` `Client::realtime` subscribes
//! to them: one session for each app key, kept alive, with a typed stream for each subscription.
//!
//! # Features
//! - One for each product (`domestic-bond`, `domestic-stock`, …), all on by default: leave out what you don't use with
//!   `default-features = false`.
//! - `realtime`: quotes, trades and notices over WebSocket, on by default; not needed for calls.
//! - `blocking`: the same client without `async`, for scripts: `ClientBuilder::build_blocking`.
//! - `mock`: an in-process server that behaves like the real one, to try examples and test programs without an account.
//! - `words`: what the pages say in words, for programs that show it to people (`descriptor::Words`).
//! - `cli`: the command line `kis`, which calls every TR from a terminal.

// Generated code names this crate the way that a user's own generated code does.
extern crate self as kis_sdk;

mod account;
pub mod answer;
#[rustfmt::skip]
mod api;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod credentials;
mod customer;
mod decode;
pub mod descriptor;
mod envelope;
mod environment;
mod error;
pub mod errors;
// For readers only: nothing of it is built into programs. Its programs run where all that they show is there.
#[cfg(all(
    doc,
    any(
        not(doctest),
        all(
            feature = "blocking",
            feature = "domestic-bond",
            feature = "domestic-stock",
            feature = "mock",
            feature = "realtime"
        )
    )
))]
pub mod guide;
#[cfg(feature = "mock")]
pub mod mock;
mod pace;
mod pages;
#[cfg(feature = "realtime")]
pub mod realtime;
pub mod token;
mod untyped;
mod user_folder;

pub use account::Account;
pub use api::*;
pub use client::{Client, ClientBuilder, Counters, Retries, Sending};
pub use credentials::Credentials;
pub use customer::{Corporate, Customer};
pub use descriptor::Coded;
pub(crate) use envelope::Continuation;
pub use envelope::Envelope;
pub use environment::{BaseUrl, Environment};
pub use error::{Error, ErrorKind, Sent};
pub use jiff::civil::{Date, Time};
pub use pace::Pace;
pub use pages::{Items, Pages, Progress};
pub use rust_decimal::Decimal;
pub use untyped::{Row, Untyped, UntypedAnswer};

/// The programs of the README compile.
#[cfg(all(doctest, feature = "domestic-bond", feature = "domestic-stock", feature = "realtime"))]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.ko.md")]
struct Readme;
