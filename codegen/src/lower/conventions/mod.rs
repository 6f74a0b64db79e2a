//! The conventions: how documented facts become meaning, so that most descriptors need no word of ours.
//!
//! Each file is one question and states its rules as a table. A rule that isn't sure says nothing: a value that stays
//! text can be read by anybody, one that was misread can't.

mod codes;
mod defaults;
mod roles;
mod tr_ids;
mod values;

pub use codes::{codes, looks_like_codes, says_more_than_codes};
pub use defaults::{can_be_blank, default, only_code};
pub use roles::{announces_pages, is_client_filled, is_envelope, is_sensitive, label, role};
pub use tr_ids::{Paper, is_tr_id, labelled_ids, paper};
pub use values::{Hint, is_number_like, value};
