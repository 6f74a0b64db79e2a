//! Documentation pages: a page becomes the `documented:` part of a descriptor, and back.
//!
//! Every step is a pure function of text:
//!
//! | function | from | to |
//! |---|---|---|
//! | [`parse`] | a page's bytes | its cells, its Python classes, and what each line was ([`Ledger`]) |
//! | [`write`](fn@write) | the cells | the `documented:` part |
//! | [`splice`] | a descriptor and that part | the descriptor with our part untouched |
//! | [`print`](fn@print) | the cells | a page in the vendor's form |
//! | [`audit`] | a page's bytes and a descriptor's cells | every line in which they differ |
//! | [`witness`] | a read page | where its Python classes contradict its tables |
//! | [`place`](fn@place) | the cells | the file that the descriptor belongs to |
//! | [`duplicates`] | all cells | the pages whose path another page has |
//! | [`changes`](fn@changes) | two readings of a page | what it says otherwise than before |
//! | `Page::from` | a descriptor's cells | the page that they make |
//!
//! # What is kept of a cell
//! Its visible text. Cells are trimmed; of a description each line is trimmed at its end, blank lines inside it are
//! kept and those after it dropped. Characters that show nothing ([`ZERO_WIDTH`]) are dropped and counted. The
//! converter that made the pages put a backslash before some characters (`\-`, `1\.`): that backslash is dropped.
//!
//! # How rows nest
//! A row belongs to the object above it when its name is followed by two spaces instead of one, or begins with `-`. A
//! row that is marked so without such an object above stays where it is and says [`Row::nested`].

mod audit;
mod changes;
mod classes;
mod document;
mod information;
mod ledger;
mod line;
mod model;
mod nesting;
mod parse;
mod place;
mod print;
mod problem;
mod scalar;
mod sections;
mod slug;
mod splice;
mod table;
mod witness;
mod write;

pub use audit::{Difference, audit};
pub use changes::{Change, changes};
pub use ledger::{Ledger, LineKind};
pub use line::ZERO_WIDTH;
pub use model::{Class, Field, Page, ParameterKind, Parameters, Parsed, Protocol, Row};
pub use parse::parse;
pub use place::{Place, duplicates, place};
pub use print::print;
pub use problem::{Problem, Rule};
pub use splice::splice;
pub use witness::{Disagreement, Sort, witness};
pub use write::{HeaderRow, write};

#[cfg(test)]
mod tests;
