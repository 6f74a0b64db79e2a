//! What is kept for a key, and what follows from it.

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::waits::Waits;
use super::{DAY, margin};

/// Longer than any token is good for; a longer time is not one of ours.
pub(super) const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// An entry.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The token; `None` where there is only something to remember about asking.
    pub(super) secret: Option<SecretString>,
    /// When it was asked for, by the clock of the machine that asked.
    pub(super) asked_at: SystemTime,
    /// How long it was good for then.
    pub(super) lifetime: Duration,
    pub(super) standing: Standing,
    /// Whether it was asked for because the server refused the one before.
    pub(super) is_replacement: bool,
    /// When the server said last that it was asked too soon (EGW00133).
    pub(super) denied_at: Option<SystemTime>,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing against it.
    Good,
    /// The server refused it.
    Refused,
    /// The server refused it, and asking again didn't help.
    Stuck,
}

impl Standing {
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Good, "good"), (Self::Refused, "refused"), (Self::Stuck, "stuck")];
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Use the token, for this long.
    Use(Duration),
    /// The server was told lately that it hands out a token that it doesn't accept: don't ask, say so.
    Stuck,
    /// Somebody was told lately that it is too soon: don't ask yet.
    Wait,
    /// Ask the server. `suspects_old`: the token of the record was refused just now and had better not come back.
    Ask { suspects_old: bool },
}

/// A token that the server refused, and when.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) value: SecretString,
    pub(super) at: SystemTime,
}

impl Record {
    /// Nothing but the memory of having asked.
    pub(super) fn without_token(asked_at: SystemTime) -> Self {
        Self {
            secret: None,
            asked_at,
            lifetime: Duration::ZERO,
            standing: Standing::Good,
            is_replacement: false,
            denied_at: None,
        }
    }

    pub(super) fn value(&self) -> Option<&str> {
        self.secret.as_ref().map(ExposeSecret::expose_secret)
    }

    /// How long the token is good for. Never more than it was when it was asked for, and never more than a day where it
    /// was asked for in the future: then this machine's clock was or is wrong, and nobody knows how old the token is. Should
    /// it be dead by then, the server says so, it is replaced once, and the entry has a time again that fits the clock.
    pub(super) fn remaining(&self, now: SystemTime) -> Duration {
        match now.duration_since(self.asked_at) {
            Ok(age) => self.lifetime.saturating_sub(age),
            Err(_) => self.lifetime.min(DAY),
        }
    }

    /// What to do now. Knows of no waiting and no server: all of it can be tested.
    pub(super) fn verdict(&self, refused: Option<&Refused>, now: SystemTime, waits: &Waits) -> Verdict {
        // One that was asked for after the refusal is another one, or the same one come to life again.
        let is_refused_here =
            refused.is_some_and(|old| self.value() == Some(old.value.expose_secret()) && self.asked_at <= old.at);
        let remaining = self.remaining(now);
        if self.secret.is_some()
            && self.standing == Standing::Good
            && !is_refused_here
            && remaining > margin(self.lifetime)
        {
            return Verdict::Use(remaining);
        }
        if self.secret.is_some() && self.standing == Standing::Stuck && is_within(waits.minute, self.asked_at, now) {
            return Verdict::Stuck;
        }
        if self.denied_at.is_some_and(|denied_at| is_within(waits.ask(), denied_at, now)) {
            return Verdict::Wait;
        }
        Verdict::Ask {
            suspects_old: match self.standing {
                Standing::Good => is_refused_here,
                Standing::Refused => true,
                // The minute is over. For six hours the server may have no other one, and it may have recovered: once more.
                Standing::Stuck => false,
            },
        }
    }
}

/// Whether something happened less than `span` ago. What happened in the future counts where a clock can be a little off;
/// further away it says nothing, so that a wrong clock never keeps anybody waiting for long.
fn is_within(span: Duration, then: SystemTime, now: SystemTime) -> bool {
    match now.duration_since(then) {
        Ok(ago) => ago < span,
        Err(ahead) => ahead.duration() < span,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.x";

    /// 2026-11-20.
    pub(in super::super) fn noon() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_176_000)
    }

    pub(in super::super) fn good() -> Record {
        Record { secret: Some(TOKEN.into()), lifetime: DAY, ..Record::without_token(noon()) }
    }

    fn hours(hours: u64) -> Duration {
        Duration::from_secs(hours * 3600)
    }

    fn verdict(record: &Record, now: SystemTime) -> Verdict {
        record.verdict(None, now, &Waits::default())
    }

    #[test]
    fn a_token_is_used_until_shortly_before_its_end() {
        let record = good();
        assert_eq!(verdict(&record, noon()), Verdict::Use(DAY));
        assert_eq!(verdict(&record, noon() + hours(23)), Verdict::Use(hours(1)));
        assert_eq!(verdict(&record, noon() + DAY - Duration::from_secs(60)), Verdict::Ask { suspects_old: false });
        assert_eq!(verdict(&record, noon() + DAY * 400), Verdict::Ask { suspects_old: false });
    }

    #[test]
    fn a_clock_that_was_set_back_trusts_a_token_for_a_day_at_most() {
        let partner = Record { lifetime: DAY * 90, ..good() };
        assert_eq!(verdict(&good(), noon() - Duration::from_secs(2)), Verdict::Use(DAY));
        assert_eq!(verdict(&good(), SystemTime::UNIX_EPOCH), Verdict::Use(DAY));
        assert_eq!(verdict(&partner, noon() - Duration::from_secs(2)), Verdict::Use(DAY));
        assert_eq!(verdict(&partner, noon()), Verdict::Use(DAY * 90));
    }

    #[test]
    fn a_refused_token_is_not_used_until_it_was_asked_for_again() {
        let refused = Refused { value: TOKEN.into(), at: noon() + hours(1) };
        let judge = |record: &Record| record.verdict(Some(&refused), noon() + hours(2), &Waits::default());
        assert_eq!(judge(&good()), Verdict::Ask { suspects_old: true });
        // Another process got the same one later, and it works there.
        assert!(matches!(judge(&Record { asked_at: noon() + hours(2), ..good() }), Verdict::Use(_)));
        // Another process got another one, by whatever clock.
        assert!(matches!(judge(&Record { secret: Some("another".into()), ..good() }), Verdict::Use(_)));
        assert_eq!(
            verdict(&Record { standing: Standing::Refused, ..good() }, noon()),
            Verdict::Ask { suspects_old: true }
        );
    }

    #[test]
    fn a_token_that_came_back_refused_is_left_alone_for_a_minute() {
        let record = Record { standing: Standing::Stuck, ..good() };
        let again = Verdict::Ask { suspects_old: false };
        assert_eq!(verdict(&record, noon() + Duration::from_secs(59)), Verdict::Stuck);
        assert_eq!(verdict(&record, noon() + Duration::from_secs(60)), again);
        // A clock that is off by more doesn't keep anybody from asking.
        assert_eq!(verdict(&record, noon() - Duration::from_secs(59)), Verdict::Stuck);
        assert_eq!(verdict(&record, noon() - Duration::from_secs(60)), again);
    }

    #[test]
    fn who_was_told_that_it_is_too_soon_speaks_for_all() {
        let record = Record { denied_at: Some(noon()), ..Record::without_token(noon()) };
        assert_eq!(verdict(&record, noon() + Duration::from_secs(12)), Verdict::Wait);
        assert_eq!(verdict(&record, noon() + Duration::from_secs(13)), Verdict::Ask { suspects_old: false });
        assert_eq!(verdict(&record, noon() - hours(1)), Verdict::Ask { suspects_old: false });
        // A good token that is there is used all the same.
        let record = Record { denied_at: Some(noon()), ..good() };
        assert_eq!(verdict(&record, noon()), Verdict::Use(DAY));
    }
}
