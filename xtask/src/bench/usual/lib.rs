//! The API of kis-sdk the way that clients are usually written. Made by `cargo xtask bench compile`; nobody uses it.

mod account;
mod api;
mod client;
mod values;

pub use account::Account;
pub use api::*;
pub use client::{Client, Error};
