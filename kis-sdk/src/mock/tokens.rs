//! The tokens that the server issued, and how long they count.

use std::collections::HashMap;
use std::time::Duration;

/// Asked for again within this time, a token is handed out again.
const REISSUED_FOR: Duration = Duration::from_secs(6 * 3_600);

/// How many are remembered; an older one is then unknown instead of expired.
const REMEMBERED: usize = 1_024;

/// One token.
#[derive(Debug)]
pub(super) struct Token {
    number: u64,
    pair: usize,
    issued: Duration,
    expires: Duration,
    /// The server doesn't accept it any more.
    is_lost: bool,
    /// Asked for again, another one is made up.
    is_replaced: bool,
}

impl Token {
    pub(super) fn text(&self) -> String {
        format!("mock-token-{}", self.number)
    }

    pub(super) fn expires(&self) -> Duration {
        self.expires
    }
}

/// What a token is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    Unknown,
    Expired,
    Good { pair: usize },
}

/// All tokens of all app keys.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    issued: Vec<Token>,
    count: u64,
    asked: HashMap<(usize, &'static str), Duration>,
}

impl Tokens {
    /// Whether `what` may be asked for at `now`; takes note of it if so.
    pub(super) fn may_ask(&mut self, pair: usize, what: &'static str, interval: Duration, now: Duration) -> bool {
        let last = self.asked.get(&(pair, what));
        let may = last.is_none_or(|last| now.saturating_sub(*last) >= interval);
        if may {
            self.asked.insert((pair, what), now);
        }
        may
    }

    /// The token of an app key: the last one for six hours, then another one, which doesn't end the life of the last one.
    pub(super) fn issue(&mut self, pair: usize, life: Duration, now: Duration) -> &Token {
        let reissued = self.issued.iter().rposition(|token| {
            token.pair == pair
                && !token.is_replaced
                && now.saturating_sub(token.issued) < REISSUED_FOR
                && now < token.expires
        });
        let index = reissued.unwrap_or_else(|| {
            if self.issued.len() == REMEMBERED {
                self.issued.remove(0);
            }
            self.count += 1;
            let expires = now.saturating_add(life);
            let token = Token { number: self.count, pair, issued: now, expires, is_lost: false, is_replaced: false };
            self.issued.push(token);
            self.issued.len() - 1
        });
        &self.issued[index]
    }

    pub(super) fn worth(&self, text: &str, now: Duration) -> Worth {
        match self.issued.iter().rev().find(|token| token.text() == text) {
            None => Worth::Unknown,
            Some(token) if token.is_lost || now >= token.expires => Worth::Expired,
            Some(token) => Worth::Good { pair: token.pair },
        }
    }

    /// Loses every token, or those of one app key; `is_replaced`: the next request makes another one up.
    pub(super) fn lose(&mut self, pair: Option<usize>, is_replaced: bool) {
        for token in self.issued.iter_mut().filter(|token| pair.is_none_or(|pair| token.pair == pair)) {
            token.is_lost = true;
            token.is_replaced |= is_replaced;
        }
    }

    /// Forgets one token; whether there was one.
    pub(super) fn revoke(&mut self, pair: usize, text: &str) -> bool {
        let before = self.issued.len();
        self.issued.retain(|token| token.pair != pair || token.text() != text);
        self.issued.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);
    const HOUR: Duration = Duration::from_secs(3_600);

    #[test]
    fn six_hours_the_same_token_and_a_day_to_live() {
        let mut tokens = Tokens::default();
        let first = tokens.issue(0, DAY, Duration::ZERO).text();
        assert_eq!(tokens.issue(0, DAY, HOUR * 6 - Duration::from_nanos(1)).text(), first);
        assert_ne!(tokens.issue(1, DAY, HOUR).text(), first, "another app key has its own");
        let second = tokens.issue(0, DAY, HOUR * 6).text();
        assert_ne!(second, first);
        assert_eq!(tokens.worth(&first, HOUR * 23), Worth::Good { pair: 0 });
        assert_eq!(tokens.worth(&first, HOUR * 24), Worth::Expired);
        assert_eq!(tokens.worth(&second, HOUR * 29), Worth::Good { pair: 0 });
    }

    #[test]
    fn a_lost_token_is_replaced_or_handed_out_again() {
        let mut tokens = Tokens::default();
        let first = tokens.issue(0, DAY, Duration::ZERO).text();
        tokens.lose(None, false);
        assert_eq!(tokens.worth(&first, HOUR), Worth::Expired);
        assert_eq!(tokens.issue(0, DAY, HOUR).text(), first, "the same dead one");
        tokens.lose(Some(0), true);
        assert_ne!(tokens.issue(0, DAY, HOUR).text(), first);
    }

    #[test]
    fn only_so_many_are_remembered() {
        let mut tokens = Tokens::default();
        for _ in 0..REMEMBERED * 2 {
            tokens.issue(0, DAY, Duration::ZERO);
            tokens.lose(None, true);
        }
        assert_eq!(tokens.issued.len(), REMEMBERED);
    }
}
