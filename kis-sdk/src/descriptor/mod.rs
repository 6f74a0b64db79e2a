//! What the generated modules know about their TR, as plain data, and how the runtime reads it.
//!
//! The generated code holds no logic: each module is a [`Tr`] (the documented page as static tables), a request that
//! fills a [`Call`], and answer structs that hand out their fields by position ([`Record::slot`]). One decoder, one
//! request writer and one `Debug` serve every TR through these tables. That keeps the build of the whole API small, and
//! it lets the mock server and untyped callers work from the very same facts.
//!
//! You meet this module when you write your own descriptors, or when you want to look a TR up at run time:
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
mod tr;

pub use crate::client::decode;
pub use crate::decode::{Difference, Finding, columns, inspect};
pub use call::{Call, Wire};
pub use code::{Code, CodeValue, Coded};
pub use field::{Field, FieldKind};
pub use record::{Answer, Endpoint, Record, Rows, Slot, Subscription, fmt_record};
pub use tr::{Kind, Method, Parameter, Role, Tr, TrId};
