//! What each fuzz target checks of its bytes. The test `codegen/tests/fuzz.rs` checks the kept seeds with the same
//! functions, without a fuzzer.

pub mod descriptor;
pub mod page;
