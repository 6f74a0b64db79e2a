//! What came back, and the ways to show it.

mod columns;
mod document;
mod grid;
mod merge;
mod rows;
mod sheet;
mod tables;
mod unfit;

pub(crate) use columns::Columns;
pub(crate) use document::{Document, Node};
pub(crate) use grid::Grid;
pub(crate) use merge::merge;
pub(crate) use rows::{Container, containers};
pub(crate) use sheet::{choose, csv};
pub(crate) use tables::tables;
pub(crate) use unfit::warn_of_unfit;
