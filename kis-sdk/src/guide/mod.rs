//! The guide: what you want to do, the shortest program that does it, and what can go wrong.
//!
//! | page | |
//! |---|---|
//! | [`first_call`] | 첫 호출: a client, a request, an answer, and what its values are |
//! | [`accounts_and_environments`] | 계좌와 환경: real (실전), paper (모의투자), corporate (법인), keys and account numbers |
//! | [`tokens_and_pace`] | 접근토큰과 호출 속도: one token for everybody, every call in its slot |
//! | [`paging`] | 연속조회: all pages, all rows, and how a walk ends |
//! | [`errors`] | 오류: what kinds there are, and what to do about each |
//! | [`orders`] | 주문: sent once, and how to look up one whose outcome is unknown |
//! | [`realtime`] | 실시간: streams of trades, quotes and notices (체결통보), and their gaps |
//! | [`other_calls`] | TRs without a descriptor, programs without `async`, recorded answers |
//! | [`command_line`] | 명령줄 도구 `kis`: every TR from a terminal |
//! | [`testing_with_the_mock`] | 모의 서버: test your program without an account, bad days included |
//! | [`your_own_descriptors`] | 내 명세: modules for TRs that this crate doesn't have, in your crate |
//! | [`regenerating`] | what to do when the vendor changes a page |
//! | [`design`] | how it is made, and why so |
//! | [`from_the_vendors_python`] | 파이썬 샘플에서: what you write here for what you wrote there |
//!
//! The programs in these pages run as tests, most of them against the mock server.

// Without a feature its items aren't there to be linked to.
#![cfg_attr(not(all(feature = "mock", feature = "realtime")), allow(rustdoc::broken_intra_doc_links))]

// What the pages name in brackets is looked up from here.
use crate::descriptor::Field;
#[cfg(feature = "mock")]
use crate::mock::{Builder, Fault, Server};
#[cfg(feature = "realtime")]
use crate::realtime::{Buffer, Event, Realtime, Updates};
use crate::token::{MemoryTokenStore, TokenStore};
use crate::*;

#[doc = include_str!("accounts_and_environments.md")]
pub mod accounts_and_environments {}
#[doc = include_str!("command_line.md")]
pub mod command_line {}
#[doc = include_str!("design.md")]
pub mod design {}
#[doc = include_str!("errors.md")]
pub mod errors {}
#[doc = include_str!("first_call.md")]
pub mod first_call {}
#[doc = include_str!("from_the_vendors_python.md")]
pub mod from_the_vendors_python {}
#[doc = include_str!("orders.md")]
pub mod orders {}
#[doc = include_str!("other_calls.md")]
pub mod other_calls {}
#[doc = include_str!("paging.md")]
pub mod paging {}
#[doc = include_str!("realtime.md")]
pub mod realtime {}
#[doc = include_str!("regenerating.md")]
pub mod regenerating {}
#[doc = include_str!("testing_with_the_mock.md")]
pub mod testing_with_the_mock {}
#[doc = include_str!("tokens_and_pace.md")]
pub mod tokens_and_pace {}
#[doc = include_str!("your_own_descriptors.md")]
pub mod your_own_descriptors {}
