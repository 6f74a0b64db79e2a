//! What the generated modules know about their TR, as plain data, and how the runtime reads it.
//!
//! The generated code holds no logic: each module is a [`Tr`] (the documented page as tables), a request that fills a
//! [`Call`], and answer structs that hand each of their fields to whoever walks through them ([`Record`]). One decoder, one
//! request writer, one `Debug`, `Clone` and `PartialEq` serve every TR through these tables. That keeps the build of the whole API small, and
//! it lets the mock server and untyped callers work from the very same facts.
//!
//! # Your own descriptors
//! A TR that this crate doesn't describe can have a module in your own crate: its descriptor lies in a folder of yours, and
//! the project's own command, run from there, writes the modules against this crate as it is published:
//!
//! ```sh
//! cargo run --manifest-path path/to/kis-sdk/Cargo.toml --package xtask -- codegen --spec spec --out src/api
//! ```
//!
//! They are used as the ones here are; [`mock::Builder::transactions`](../mock/struct.Builder.html#method.transactions) lets
//! the mock server answer them. The package `own-descriptors` under `kis-sdk/examples/` is such a crate. Generated code uses
//! nothing but what is public here, so that you could also write it by hand.
//!
//! # Looking a TR up
//! You can do so at run time:
//!
//! ```
//! let tr = kis_sdk::TRANSACTIONS.iter().find(|tr| tr.title == "장내채권 잔고조회").unwrap();
//! assert_eq!(tr.tr_ids[0].real, "CTSC8407R");
//! assert_eq!(tr.tr_ids[0].paper, None);
//! ```

mod call;
mod code;
mod field;
mod record;
mod shelf;
mod show;
mod table;
mod tr;
mod walk;
#[cfg(feature = "words")]
mod words;

pub use crate::client::decode;
pub use crate::decode::{Difference, Finding, columns, inspect};
pub use call::{Call, Wire};
pub use code::{Code, CodeValue, Coded, Codes};
pub use field::{Field, FieldKind};
pub use record::{Answer, Endpoint, Record, Rows, Subscription};
pub use show::fmt_record;
#[doc(hidden)]
pub use table::Below;
pub use table::{Row, Table};
pub use tr::{Kind, Method, Parameter, Role, Tr, TrId};
pub use walk::{Value, Walker, clone_record, same_record, values};
pub(crate) use walk::{disagreement, fill, fill_from_columns, plan};
#[cfg(feature = "words")]
pub use words::{Choice, Meaning, Words};
