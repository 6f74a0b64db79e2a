//! The list of changes, as it grows.

use super::{Change, Class};

/// The changes of one transaction.
#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    /// The worst first, else as they were found.
    pub(super) fn sorted(mut self) -> Vec<Change> {
        self.0.sort_by_key(|change| change.class);
        self.0
    }

    /// Something that isn't the same on both sides; nothing where it is.
    pub(super) fn differs(&mut self, class: Class, address: &str, what: &str, was: &str, now: &str) {
        if was != now {
            self.push(class, address, what, Some(was), Some(now));
        }
    }

    /// Something new.
    pub(super) fn added(&mut self, class: Class, address: &str, what: &str, now: &str) {
        self.push(class, address, what, None, Some(now));
    }

    /// Something that is gone.
    pub(super) fn removed(&mut self, class: Class, address: &str, what: &str, was: &str) {
        self.push(class, address, what, Some(was), None);
    }

    /// A change of what only the documentation says.
    pub(super) fn documented(&mut self, address: &str, what: &str, was: &str, now: &str) {
        self.differs(Class::Documentation, address, what, was, now);
    }

    /// Whether `Debug` shows a value.
    pub(super) fn hidden(&mut self, address: &str, was: bool, now: bool) {
        let said = |hidden: bool| if hidden { "hidden" } else { "shown" };
        self.documented(address, "value in Debug", said(was), said(now));
    }

    fn push(&mut self, class: Class, address: &str, what: &str, was: Option<&str>, now: Option<&str>) {
        self.0.push(Change {
            class,
            address: address.to_owned(),
            what: what.to_owned(),
            was: was.map(str::to_owned),
            now: now.map(str::to_owned),
        });
    }
}
