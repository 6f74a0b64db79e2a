//! The rate of calls: every call waits for its slot.

mod budget;
mod clock;
mod lanes;
mod pacer;
mod queue;
mod shared;
mod state_file;
#[cfg(test)]
mod tests;

use std::num::NonZeroU16;
use std::path::PathBuf;

pub(crate) use pacer::{Pacer, Permit};

use crate::Environment;

/// How many calls a second may begin: the budget of one app key on one host.
///
/// The server counts over a sliding second, and so does the client: after a pause as many calls as the budget has go at
/// once, and then each as soon as the server has forgotten an earlier one. All clients of a program that use the same app
/// key on the same host share one budget; if they are given different rates, the slowest holds for all of them, as long as
/// it lives. Calls are served first come, first served; see
/// [`ClientBuilder::orders_first`](crate::ClientBuilder::orders_first) for orders, and
/// [`ClientBuilder::pace_across_processes`](crate::ClientBuilder::pace_across_processes) for several programs.
///
/// A call counts from its answer, since nothing else proves when it arrived: a machine or a network that stalls makes calls
/// later, and never one too many. So answers that take 20 ms leave 98 % of the budget, and answers that take 100 ms leave
/// 91 %.
///
/// Source: the vendor's notice of 2026-04-20: 18 calls a second on real accounts, 1 on paper accounts, for each app key.
///
/// ```
/// use kis_sdk::{Client, Credentials, Environment, Pace};
///
/// // The portal allows fewer calls on the first days.
/// let client = Client::builder(Environment::Real, Credentials::new("key", "secret")?).pace(Pace::NEW_CUSTOMER).build()?;
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// `None` where nothing limits.
    calls: Option<NonZeroU16>,
}

impl Pace {
    /// Real accounts: 18 calls a second. The default of [`Environment::Real`].
    pub const REAL: Self = Self::per_second(18);
    /// Paper accounts: 1 call a second. The default of [`Environment::Paper`].
    pub const PAPER: Self = Self::per_second(1);
    /// A customer's first three days: 3 calls a second.
    pub const NEW_CUSTOMER: Self = Self::per_second(3);
    /// No limit: for a server of your own. The default of an address on this machine.
    pub const UNLIMITED: Self = Self { calls: None };

    /// The highest rate that can be kept: ask for more and this is what you get. [`Pace::UNLIMITED`] has none.
    pub const MOST_PER_SECOND: u16 = 1000;

    /// Any number of calls in any second, from 1 to [`Pace::MOST_PER_SECOND`]; 0 counts as 1.
    #[must_use]
    pub const fn per_second(calls: u16) -> Self {
        let calls = if calls > Self::MOST_PER_SECOND { Self::MOST_PER_SECOND } else { calls };
        match NonZeroU16::new(calls) {
            Some(calls) => Self { calls: Some(calls) },
            None => Self { calls: Some(NonZeroU16::MIN) },
        }
    }

    /// The number of calls in a second; `None` for [`Pace::UNLIMITED`].
    #[must_use]
    pub const fn calls_per_second(self) -> Option<u16> {
        match self.calls {
            Some(calls) => Some(calls.get()),
            None => None,
        }
    }

    /// What an environment allows. A server on this machine is a mock and limits as it likes; any other server of the
    /// user's own (a recording proxy) stands before the real or the paper one.
    fn of(environment: &Environment) -> Self {
        if environment.is_loopback() {
            Self::UNLIMITED
        } else if environment.uses_paper_ids() {
            Self::PAPER
        } else {
            Self::REAL
        }
    }

    fn lanes(self) -> Option<usize> {
        self.calls.map(|calls| usize::from(calls.get()))
    }
}

/// What a builder was told about pacing.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// `None` for what the environment allows.
    pub(crate) pace: Option<Pace>,
    pub(crate) orders_first: bool,
    pub(crate) sharing: Sharing,
}

impl Default for Settings {
    fn default() -> Self {
        Self { pace: None, orders_first: true, sharing: Sharing::Process }
    }
}

/// Who shares a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// The clients of this process.
    Process,
    /// All processes of this user, through the user's state folder.
    User,
    /// All processes that name this folder.
    Folder(PathBuf),
}

#[cfg(test)]
mod rates {
    use super::*;

    #[test]
    fn rates_are_between_one_and_the_most() {
        assert_eq!(Pace::per_second(0), Pace::PAPER);
        assert_eq!(Pace::per_second(u16::MAX).calls_per_second(), Some(Pace::MOST_PER_SECOND));
        assert_eq!(Pace::REAL.calls_per_second(), Some(18));
        assert_eq!(Pace::UNLIMITED.calls_per_second(), None);
    }

    #[test]
    fn each_environment_has_its_rate() {
        let custom = |url| crate::BaseUrl::new(url).expect("an address");
        assert_eq!(Pace::of(&Environment::Real), Pace::REAL);
        assert_eq!(Pace::of(&Environment::Paper), Pace::PAPER);
        assert_eq!(Pace::of(&Environment::Custom(custom("http://127.0.0.1:8080"))), Pace::UNLIMITED);
        assert_eq!(Pace::of(&Environment::Custom(custom("https://proxy.example.com"))), Pace::REAL);
        let paper = custom("https://proxy.example.com").with_paper_ids();
        assert_eq!(Pace::of(&Environment::Custom(paper)), Pace::PAPER);
    }
}
