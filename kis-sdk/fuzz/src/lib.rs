//! What each fuzz target checks of its bytes, through nothing but what `kis-sdk` offers to everybody. The test
//! `kis-sdk/tests/fuzz.rs` checks the kept seeds with the same functions, without a fuzzer.

pub mod columns;
pub mod decode;
pub mod frames;
mod number;
pub mod session;
pub mod token_store;
pub mod untyped;
mod wire;
