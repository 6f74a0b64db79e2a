//! What the server remembers, and what it decides when a request arrives.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use super::builder::Builder;
use super::fault::Fault;
use super::limit::{Budget, Full, Meter};
use super::message::{Received, Reply};
use super::orders::OrderBook;
use super::target::Target;
use super::tokens::Tokens;
use crate::descriptor::Tr;

/// How many different paths are counted; further ones are none of the API's.
const PATHS: usize = 1_024;

/// Everything that changes while the server runs.
#[derive(Debug, Default)]
pub(super) struct Memory {
    number: u64,
    pub(super) received: VecDeque<Received>,
    pub(super) arrived: HashMap<String, u64>,
    pub(super) scripted: HashMap<String, VecDeque<Reply>>,
    pub(super) tokens: Tokens,
    #[cfg(not(feature = "realtime"))]
    pub(super) approvals: u64,
    pub(super) orders: OrderBook,
    /// By app key, in the order of [`Builder::pairs`].
    budgets: HashMap<usize, Budget>,
    pub(super) meter: Meter,
    pub(super) planned: Vec<Planned>,
    pub(super) played: BTreeMap<String, u64>,
    /// How many further connections are reset as soon as they are there.
    pub(super) resets: u64,
}

/// A fault that waits for its requests.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) target: Target,
    pub(super) fault: Fault,
    /// How many times more; `None`: always.
    pub(super) left: Option<u32>,
}

/// A request whose headers have come.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) number: u64,
    pub(super) at: Duration,
    /// The app key of its headers, if it is known.
    pub(super) pair: Option<usize>,
    pub(super) tr: Option<&'static Tr>,
    pub(super) full: Option<Full>,
    pub(super) fault: Option<Fault>,
}

impl Memory {
    /// Counts a request and decides what it meets. A request that is over the limit meets no fault.
    pub(super) fn arrive(&mut self, settings: &Builder, received: &Received, at: Duration) -> Arrival {
        self.number += 1;
        if let Some(count) = self.arrived.get_mut(&received.path) {
            *count += 1;
        } else if self.arrived.len() < PATHS {
            self.arrived.insert(received.path.clone(), 1);
        }
        let pair = settings.pair(received.header("appkey"));
        let full = self.budget(settings, received, pair, at);
        let tr = settings.meant(received);
        let mut arrival = Arrival { number: self.number, at, pair, tr, full, fault: None };
        if full.is_none() {
            let by_chance = settings.chaos.as_ref();
            arrival.fault = self
                .next_planned(received, tr)
                .or_else(|| by_chance.and_then(|(seed, chaos)| chaos.strike(*seed, self.number, received, tr)));
        }
        if let Some(fault) = &arrival.fault {
            *self.played.entry(fault.to_string()).or_default() += 1;
        }
        arrival
    }

    fn budget(&mut self, settings: &Builder, received: &Received, pair: Option<usize>, at: Duration) -> Option<Full> {
        if !received.is_call() {
            return None;
        }
        let is_ledger = received.path.contains("/trading/");
        let full =
            pair.and_then(|pair| self.budgets.entry(pair).or_default().arrive(&settings.limit, is_ledger, at).err());
        self.meter.count(at, full.is_some());
        full
    }

    pub(super) fn meter_of(&self, pair: usize) -> Option<&Meter> {
        self.budgets.get(&pair).map(|budget| &budget.meter)
    }

    fn next_planned(&mut self, received: &Received, tr: Option<&'static Tr>) -> Option<Fault> {
        let index = self.planned.iter().position(|planned| planned.target.includes(received, tr))?;
        let planned = &mut self.planned[index];
        let fault = planned.fault.clone();
        if let Some(left) = &mut planned.left {
            *left -= 1;
            if *left == 0 {
                self.planned.remove(index);
            }
        }
        Some(fault)
    }

    /// Keeps a request, and forgets the oldest where there are too many.
    pub(super) fn keep(&mut self, received: &Received, at_most: usize) {
        if at_most == 0 {
            return;
        }
        if self.received.len() >= at_most {
            self.received.pop_front();
        }
        self.received.push_back(received.clone());
    }
}
