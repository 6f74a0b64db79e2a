//! The realtime side of the server: WebSocket connections on the same port.

mod answer;
mod connection;
mod feed;
mod hub;
mod sample;
mod upgrade;

pub use feed::Feed;
pub(super) use hub::Hub;
pub(super) use upgrade::{is_upgrade, upgrade};
