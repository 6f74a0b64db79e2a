//! From a data frame to the streams of its records.

use std::collections::HashMap;

use super::Session;
use crate::ErrorKind;
use crate::descriptor::Tr;
use crate::realtime::cipher::Cipher;
use crate::realtime::event::{Event, Key, Pushed};
use crate::realtime::failure::Failure;
use crate::realtime::frame::{self, Data};
use crate::realtime::link::Want;
use crate::realtime::socket::Text;

/// How many keys of a TR are kept at most: one for each registration is the usual.
const CIPHERS: usize = 8;

/// What is known of each TR.
#[derive(Default)]
pub(super) struct Routes(HashMap<&'static str, Route>);

/// What is known of one TR: all but the last is forgotten with the connection.
#[derive(Default)]
struct Route {
    /// The keys that records may be encrypted with, the latest first.
    ciphers: Vec<Cipher>,
    /// The only key that was asked for so far.
    only: Option<Key>,
    has_others: bool,
    /// A record named its key in the first column.
    is_keyed: bool,
    /// That a record fits no key was told.
    has_stray: bool,
    /// That there are new columns was told.
    has_news: bool,
}

impl Routes {
    /// A new connection: what was known of the last one doesn't count.
    pub(super) fn begin(&mut self) {
        for route in self.0.values_mut() {
            *route = Route { has_news: route.has_news, ..Route::default() };
        }
    }

    /// A key is about to be asked for.
    pub(super) fn ask(&mut self, want: &Want) {
        let route = self.0.entry(want.tr_id).or_default();
        match &route.only {
            None => route.only = Some(want.key.clone()),
            Some(only) => route.has_others |= *only != want.key,
        }
    }

    pub(super) fn set_cipher(&mut self, want: &Want, cipher: Option<Cipher>) {
        if let Some(cipher) = cipher {
            let ciphers = &mut self.0.entry(want.tr_id).or_default().ciphers;
            ciphers.truncate(CIPHERS - 1);
            ciphers.insert(0, cipher);
        }
    }

    fn decrypt(&self, tr_id: &str, payload: &str) -> Result<String, &'static str> {
        let ciphers = self.0.get(tr_id).map(|route| route.ciphers.as_slice()).unwrap_or_default();
        let mut outcome = Err("no acknowledgement brought a key for it");
        for cipher in ciphers {
            outcome = cipher.decrypt(payload);
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }
}

impl Session {
    /// Hands each record of a frame to its streams.
    pub(super) fn data(&mut self, data: &Data<'_>, text: &Text) {
        let Some(entry) = self.book.of_tr(data.tr_id()).next() else {
            // The last of what was unsubscribed.
            return;
        };
        let Want { tr, tr_id, .. } = entry.want;
        let (frame, base) = if data.is_encrypted() {
            match self.routes.decrypt(tr_id, data.payload()) {
                Ok(plain) => (Text::from(plain), 0),
                Err(why) => {
                    return self.spoil(
                        tr,
                        tr_id,
                        format!("a frame can't be decrypted, and its records are lost: {why}"),
                    );
                }
            }
        } else {
            (text.clone(), data.begin())
        };
        let mut records = match frame::split(tr_id, if base == 0 { &frame } else { data.payload() }, data.count()) {
            Ok(records) => records,
            Err(error) => return self.spoil(tr, tr_id, error.to_string()),
        };
        if records.columns() > tr.response.len() {
            self.tell_news(tr, tr_id, records.columns());
        }
        let mut last = usize::MAX;
        while let Some(range) = records.next_range() {
            let range = base + range.start..base + range.end;
            let Some(index) = self.find(tr_id, &frame[range.clone()], last) else {
                self.stray(tr, tr_id);
                continue;
            };
            last = index;
            self.deliver(index, Pushed::new(tr, self.book.entries[index].want.key.clone(), frame.clone(), range));
        }
    }

    /// The registration of a record.
    fn find(&mut self, tr_id: &'static str, record: &str, last: usize) -> Option<usize> {
        let column = record.split('^').next().unwrap_or_default().trim();
        if let Some(index) = self.book.owner(tr_id, column, last) {
            if last == usize::MAX {
                self.routes.0.entry(tr_id).or_default().is_keyed = true;
            }
            return Some(index);
        }
        let route = self.routes.0.get(tr_id)?;
        let only = route.only.as_ref().filter(|_| !route.has_others && !route.is_keyed)?;
        self.book.of_key(tr_id, only)
    }

    fn deliver(&mut self, index: usize, pushed: Pushed) {
        let entry = &mut self.book.entries[index];
        if entry.has_gap() {
            // It was acknowledged, and that is yet to come.
            if let Some(gap) = entry.close_gap() {
                self.tell_gap(&gap);
            }
        }
        let entry = &self.book.entries[index];
        for listener in self.listeners.iter().filter(|listener| listener.takes_records) {
            listener.push(Event::Record(pushed.clone()));
        }
        if let [(_, queue)] = entry.streams.as_slice() {
            return queue.push(Event::Record(pushed));
        }
        entry.tell(&Event::Record(pushed));
    }

    /// Columns that no page documents: told once for each TR.
    fn tell_news(&mut self, tr: &'static Tr, tr_id: &'static str, received: usize) {
        let route = self.routes.0.entry(tr_id).or_default();
        if !std::mem::replace(&mut route.has_news, true) {
            let documented = tr.response.len();
            tracing::info!(tr_id, documented, received, "realtime records have columns that no page documents");
            self.tell(&Event::NewColumns { tr, documented, received });
        }
    }

    /// A frame whose records are lost: all streams of its TR are told.
    fn spoil(&mut self, tr: &'static Tr, tr_id: &'static str, message: String) {
        tracing::warn!(tr_id, "{message}");
        let event = Event::Unreadable { failure: Failure::new(ErrorKind::Decode, message).of(Some(tr)) };
        self.book.of_tr(tr_id).for_each(|entry| entry.tell(&event));
        self.tell(&event);
    }

    /// A record of a key that isn't subscribed to, mostly one that was until a moment ago.
    fn stray(&mut self, tr: &'static Tr, tr_id: &'static str) {
        let route = self.routes.0.entry(tr_id).or_default();
        if route.is_keyed || std::mem::replace(&mut route.has_stray, true) {
            return;
        }
        let message = "a record's first column is none of the keys that are subscribed to; it is left alone, and so are others \
                       like it";
        tracing::warn!(tr_id, "{message}");
        self.tell(&Event::Unreadable { failure: Failure::new(ErrorKind::Decode, message).of(Some(tr)) });
    }
}
