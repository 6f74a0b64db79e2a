//! What becomes of a call when something goes wrong, measured. This module holds this page only.
//!
//! What to do about an error is said by its [`ErrorKind`](crate::ErrorKind). The tables here say which kind comes of what.
//! They are measured against the [mock server](crate#features) over real sockets, by a client that tries three times; the
//! project's tests fail where they are not up to date. What holds in all of them is no matter of tables:
//!
//! - **No order stands or arrives twice**, whatever goes wrong.
//! - **An order that stands while its caller has no answer** is
//!   [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown), or
//!   [`ErrorKind::Decode`](crate::ErrorKind::Decode) with a message that says `ACCEPTED`. Any other error: it doesn't stand.
//! - A query is never in doubt; it is asked again where that can help.
//! - A walk through pages is complete, or it ends with an error. The exceptions are the server's own word: an answer that says
//!   that it is the last page, or that comes without rows.
//! - Every call ends.
//!
//! # How to read the tables
//! Troubles that come to the same share a line. They go by the names of `mock::Fault`: a code of the server
//! (`EGW00201`); an HTTP status without an envelope (`503`), which for `504-processed` came after the request had been
//! carried out; an answer that comes late, in pieces, broken or not at all; a connection that is reset before or after the
//! server took the request; answers in other shapes than documented; paging that leads nowhere. `wrong value`: a number that is none, in an answer that is fine otherwise. `nobody listens`: the
//! connection is refused. `no connection`: nobody answers before the connect time-out.
//!
//! `×2`: so many requests of this sort arrived at the server. `of 3 tries`: some were never made, for want of a connection or a
//! token. `stands`: the order was carried out. **next page**: a walk of three pages of four rows each, in trouble from the
//! second one on, and the rows that its caller got. **token**: a query that needs a token first, in trouble at the
//! token request, with [`token_patience`](crate::ClientBuilder::token_patience) zero.
//!
#![doc = include_str!("faults.md")]
