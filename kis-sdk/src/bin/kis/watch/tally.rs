//! What happened, in numbers.

use std::collections::HashMap;
use std::time::{Instant, SystemTime};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use kis_sdk::realtime::{Event, Key};

/// Counts of one run.
pub(super) struct Tally {
    begun: Instant,
    keys: usize,
    records: HashMap<Key, u64>,
    is_connected: bool,
    was_connected: bool,
    losses: u64,
    gaps: u64,
    dropped: u64,
    unreadable: u64,
}

impl Tally {
    pub(super) fn new(keys: usize) -> Self {
        let (begun, records) = (Instant::now(), HashMap::new());
        let (is_connected, was_connected) = (false, false);
        Self { begun, keys, records, is_connected, was_connected, losses: 0, gaps: 0, dropped: 0, unreadable: 0 }
    }

    pub(super) fn record(&mut self, key: &Key) {
        match self.records.get_mut(key) {
            Some(count) => *count += 1,
            None => drop(self.records.insert(key.clone(), 1)),
        }
    }

    pub(super) fn event(&mut self, event: &Event) {
        match event {
            Event::Connected => (self.is_connected, self.was_connected) = (true, true),
            // A connection that didn't come about is no loss.
            Event::Lost { .. } => self.losses += u64::from(std::mem::take(&mut self.is_connected)),
            Event::Gap { .. } => self.gaps += 1,
            Event::Dropped(number) => self.dropped += number,
            Event::Unreadable { .. } => self.unreadable += 1,
            _ => {}
        }
    }

    /// Whether there was a connection at some time.
    pub(super) fn was_connected(&self) -> bool {
        self.was_connected
    }

    pub(super) fn records(&self) -> u64 {
        self.records.values().sum()
    }

    /// `12 records · 1 gap`
    pub(super) fn counts(&self) -> String {
        let mut parts = vec![count(self.records(), "record"), count(self.gaps, "gap")];
        let others = [(self.dropped, "skipped"), (self.unreadable, "unreadable")];
        parts.extend(others.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")));
        parts.join(" · ")
    }

    /// The last line.
    pub(super) fn summary(&self) -> String {
        let seconds = self.begun.elapsed().as_secs();
        let silent = self.keys.saturating_sub(self.records.len());
        let mut text =
            format!("{} of {} in {seconds} s", count(self.records(), "record"), count(self.keys as u64, "key"));
        let others = [
            (self.losses, "loss", "losses"),
            (self.gaps, "gap", "gaps"),
            (self.dropped, "skipped", "skipped"),
            (self.unreadable, "unreadable", "unreadable"),
        ];
        for (number, one, many) in others.into_iter().filter(|(number, ..)| *number > 0) {
            text.push_str(&format!(", {number} {}", if number == 1 { one } else { many }));
        }
        match silent {
            0 => text,
            _ if !self.was_connected => format!("{text}; no connection came about"),
            silent if silent == self.keys => format!("{text}; none came: is the market open, and the key right?"),
            silent => format!("{text}; none came for {}: is the key right?", count(silent as u64, "key")),
        }
    }
}

/// `1 record`, `2 records`
fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// A time of day in Korea: `09:10:11`.
pub(super) fn clock(time: SystemTime) -> String {
    let korea = Offset::from_seconds(9 * 3_600).ok().map(TimeZone::fixed);
    match Timestamp::try_from(time).ok().zip(korea) {
        Some((time, korea)) => time.to_zoned(korea).strftime("%H:%M:%S").to_string(),
        None => "?".to_owned(),
    }
}
