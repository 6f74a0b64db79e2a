//! Calls of TRs that have no descriptor.

mod answer;
mod request;

pub use answer::{Row, UntypedAnswer};
pub use request::Untyped;
