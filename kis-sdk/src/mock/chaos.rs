//! Faults by chance, the same ones in every run.

use std::time::Duration;

use super::fault::Fault;
use super::message::Received;
use super::target::Target;
use crate::descriptor::Tr;

/// Which faults happen by chance, and how often; given to [`Builder::chaos`](super::Builder::chaos) with a seed.
///
/// Whether a request meets a fault, and which one, follows from the seed and the request's number alone (the first to
/// arrive has number 1): neither time nor what happened before matters. One request meets one fault at most.
///
/// ```
/// use kis_sdk::mock::{Chaos, Fault, Target};
///
/// let chaos = Chaos::new().rate(0.05, Target::Calls, Fault::code("EGW00201")).rate(0.01, Target::Orders, Fault::CutOff);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "chaos does nothing until a builder is given it"]
pub struct Chaos {
    rates: Vec<(f64, Target, Fault)>,
}

impl Chaos {
    /// Nothing goes wrong.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault for this share of the requests that `target` names: 0.01 is one in a hundred. Where the shares of
    /// several faults for the same request are more than 1 together, the last ones get the rest.
    pub fn rate(mut self, share: f64, target: impl Into<Target>, fault: Fault) -> Self {
        self.rates.push((share, target.into(), fault));
        self
    }

    /// A bad day: about a tenth of all calls meet something, from `EGW00201` to answers that are lost on their way; token
    /// requests are refused now and then.
    pub fn bad_day() -> Self {
        let calls = [
            (0.02, Fault::code("EGW00201")),
            (0.005, Fault::code("EGW00215")),
            (0.01, Fault::code("EGW00316")),
            (0.005, Fault::code("OPSQ1002")),
            (0.01, Fault::Html(503)),
            (0.005, Fault::HtmlProcessed(504)),
            (0.005, Fault::TokenLost),
            (0.01, Fault::ResetBefore),
            (0.01, Fault::ResetAfter),
            (0.005, Fault::Close),
            (0.005, Fault::CutOff),
            (0.005, Fault::Malformed),
            (0.01, Fault::Slow(Duration::from_millis(20))),
            (0.005, Fault::Dribble(Duration::from_millis(1))),
        ];
        let chaos =
            calls.into_iter().fold(Self::new(), |chaos, (share, fault)| chaos.rate(share, Target::Calls, fault));
        chaos.rate(0.05, Target::Tokens, Fault::code("EGW00133")).rate(0.05, Target::Tokens, Fault::ResetBefore)
    }

    /// What the request with this number meets.
    pub(super) fn strike(&self, seed: u64, number: u64, received: &Received, tr: Option<&'static Tr>) -> Option<Fault> {
        // The odd constant of splitmix64 spreads neighbouring numbers over all seeds.
        let mut random = fastrand::Rng::with_seed(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut roll = random.f64();
        self.rates.iter().filter(|(_, target, _)| target.includes(received, tr)).find_map(|(share, _, fault)| {
            roll -= share;
            (roll < 0.0).then(|| fault.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Received {
        Received::head("GET", "/uapi/x", Vec::new())
    }

    #[test]
    fn rates_hold_and_runs_repeat() {
        let chaos = Chaos::new().rate(0.1, Target::Calls, Fault::Close).rate(0.05, Target::Calls, Fault::Silent).rate(
            1.0,
            Target::Tokens,
            Fault::CutOff,
        );
        let run = |seed| (0..20_000).map(|number| chaos.strike(seed, number, &call(), None)).collect::<Vec<_>>();
        let first = run(1);
        let count = |fault: Fault| first.iter().flatten().filter(|struck| **struck == fault).count();
        // Seven standard deviations around 2,000 and 1,000.
        assert!((1_700..2_300).contains(&count(Fault::Close)), "{}", count(Fault::Close));
        assert!((780..1_220).contains(&count(Fault::Silent)), "{}", count(Fault::Silent));
        assert!(!first.contains(&Some(Fault::CutOff)), "it is for others");
        assert_eq!(first, run(1));
        assert_ne!(first, run(2));
    }

    #[test]
    fn the_whole_is_the_most() {
        let chaos = Chaos::new().rate(1.0, Target::All, Fault::Close).rate(1.0, Target::All, Fault::Silent);
        assert!((0..1_000).all(|number| chaos.strike(7, number, &call(), None) == Some(Fault::Close)));
        assert!((0..1_000).all(|number| Chaos::new().strike(7, number, &call(), None).is_none()));
    }
}
