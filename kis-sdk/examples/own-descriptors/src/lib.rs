//! Modules for TRs that kis-sdk doesn't describe, generated from the descriptors in `spec/`, and used as its own are.
//!
//! **Both TRs here are made up.** With a page of your own in their place, in the folder of your crate:
//!
//! ```sh
//! cargo run --manifest-path path/to/kis-sdk/Cargo.toml --package xtask -- codegen --spec spec --out src/api
//! ```

#[rustfmt::skip]
pub mod api;

pub use api::*;
