//! A server on this machine that behaves like the real one, quirks included: to try the examples, and to test your own
//! program without an account (feature `mock`).
//!
//! It speaks HTTP over a real socket on a free port of 127.0.0.1. It issues tokens; answers every described TR from the
//! descriptor's own tables with deterministic rows that add up; pages with padded keys (`SYDB0050` where they don't come
//! back); and refuses what the real server refuses: a missing or wrong token, app key, TR id or parameter. Values come as
//! the server writes them: numbers as text, `0.00000000`, blanks, `+0.09`, `2033/06/10`, padding.
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
//! use kis_sdk::{Client, ErrorKind, mock};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::start().await?;
//! server.reply(&inquire_balance::TR, mock::Reply::text("<html>점검중</html>").status(503));
//!
//! let client = Client::builder(server.environment(), server.credentials()).build()?;
//! let request = Request::new(&server.account("01"), InqrCndt::BY_PRODUCT).pdno("KR103502GD61");
//! let error = client.send(&request).await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Unavailable);
//! assert_eq!(server.received().last().unwrap().parameter("PDNO"), Some("KR103502GD61"));
//! # Ok(())
//! # }
//! ```

mod answer;
mod gate;
mod message;
mod sample;
mod server;

pub use message::{Received, Reply};
pub use server::{Builder, Server};
