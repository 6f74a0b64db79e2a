//! Quotes, trades and notices as they happen, over WebSocket (feature `realtime`).
//!
//! [`Client::realtime`](crate::Client::realtime) gives a [`Realtime`]; [`Realtime::subscribe`] takes a generated request and
//! gives a stream of typed records:
//!
//! ```
//! use kis_sdk::domestic_stock::realtime::trade_krx;
//! use kis_sdk::realtime::Update;
//! use kis_sdk::{Client, mock};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = mock::Server::start().await?;
//! let client = Client::builder(server.environment(), server.credentials()).build()?;
//!
//! let realtime = client.realtime();
//! let mut trades = realtime.subscribe(trade_krx::Request::new("005930")).await?;
//! server.feed().generate(&trade_krx::TR, "005930", 3);
//! for _ in 0..3 {
//!     if let Some(Update::Record(trade)) = trades.next().await.transpose()? {
//!         assert_eq!(trade.mksc_shrn_iscd, "005930");
//!         assert!(trade.stck_prpr.is_some());
//!     }
//! }
//! trades.unsubscribe().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it takes care of
//! - **One session** for each app key, as the server has it, shared by all clones of a client and all clients of the process.
//!   Two streams of the same TR and key share a registration. The 42nd registration is refused here, with a list of the 41.
//! - **Frames**: every record of a frame with several; encrypted ones; `PINGPONG`; columns that no page documents (left
//!   alone, told once as [`Event::NewColumns`]); columns that are missing (`None`, never shifted). A malformed field spoils
//!   its record with an error that names it; a frame whose columns don't go up in its records is an error as a whole.
//! - **Losses**: a connection that ends, breaks or falls silent ([`Realtime::idle_timeout`]) is made again, with growing
//!   waits and never too often; what was subscribed to is subscribed to again, in order. Each stream is told of its gap
//!   ([`Update::Gap`]) before the first record after it. **What the server sent in a gap is lost**: ask for the present state
//!   where it matters, such as the order list after a gap in notices.
//! - **Refusals**: a refused approval key (`OPSP0011`) is replaced once. An app key that is in use elsewhere (`OPSP8996`) ends
//!   the session with an error for good: two programs that reconnect would throw each other out. Only after a loss it is
//!   tried again, five times at most: until the server notices the loss, too, the app key is in use by the lost connection.
//! - **Slow readers**: each stream has a bounded buffer, with a policy of your choice ([`Buffer`]).
//!
//! # Proxies
//! A connection goes through the proxy that the client's calls go through ([`ClientBuilder::proxy`](crate::ClientBuilder::proxy),
//! or the system's `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`), by a tunnel (`CONNECT`) to the realtime server's
//! port: 21000, on paper 31000. A proxy that allows no tunnels there needs an exception, or `NO_PROXY` names
//! `ops.koreainvestment.com` and the machine reaches it directly.
//!
//! # Which record belongs to which key
//! A frame doesn't name the key that it was subscribed to with. It is the record's first column (a code, an HTS ID). Where a
//! server writes it otherwise, the records of a TR with one key only go to that key; others that fit no key are
//! [`Event::Unreadable`] once for each TR.
//!
//! # Notices (체결통보)
//! They are keyed by HTS ID, whose case matters, and cover every account linked to it. They come encrypted, and are decrypted
//! here. HTS IDs and account numbers are in no `Debug` and no log line.

mod buffer;
mod cipher;
mod event;
mod events;
mod failure;
pub mod frame;
mod handle;
mod handshake;
mod link;
mod listening;
mod reader;
mod reply;
mod session;
mod settings;
mod socket;
mod untyped;
mod updates;

pub use buffer::Buffer;
#[cfg(feature = "mock")]
pub(crate) use cipher::Cipher;
pub use event::{Event, Gap, Key, Pushed};
pub use events::Events;
pub use failure::Failure;
pub use handle::Realtime;
#[cfg(feature = "mock")]
pub(crate) use handshake::accept_key;
#[cfg(feature = "mock")]
pub(crate) use settings::REGISTRATIONS;
#[cfg(feature = "mock")]
pub(crate) use socket::{Broken, Message, Socket, Text};
pub use untyped::UntypedUpdates;
pub use updates::{Records, Update, Updates};
