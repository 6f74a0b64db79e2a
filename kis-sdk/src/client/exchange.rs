//! A call from its checks to its answer: token, turn, tries.

use std::time::{Duration, Instant};

use tracing::Instrument as _;
use tracing::field::Empty;

use super::Shared;
use super::attempt::{Attempt, Failed, Reach, Task};
use super::counters::add;
use super::outgoing::Outgoing;
use crate::decode::Cells;
use crate::descriptor::Kind;
use crate::{Envelope, Error, ErrorKind};

impl Shared {
    /// Sends a request and reads the answer into `cells`, as often as [`Retries`](super::Retries) allow.
    pub(super) async fn exchange(
        &self,
        outgoing: Outgoing<'_>,
        continued: bool,
        cells: &mut Cells,
    ) -> Result<Envelope, Error> {
        let tr_id = self.check(outgoing)?;
        let span = tracing::debug_span!(
            "kis",
            tr_id,
            order = outgoing.is_order(),
            continued,
            tries = Empty,
            waited_ms = Empty,
            took_ms = Empty,
            outcome = Empty
        );
        add(&self.counting.calls, 1);
        let begun = Instant::now();
        let mut waited = Duration::ZERO;
        let mut tries = 0;
        let task = Task { outgoing, tr_id, continued };
        let outcome = self.tries(task, &mut tries, &mut waited, cells).instrument(span.clone()).await;
        span.record("tries", tries)
            .record("waited_ms", waited.as_millis())
            .record("took_ms", begun.elapsed().as_millis());
        match &outcome {
            Ok(envelope) => span.record("outcome", envelope.msg_cd()),
            Err(error) => span.record("outcome", tracing::field::debug(error.kind())),
        };
        self.count(&outcome, waited);
        outcome.map_err(|error| error.after(tries))
    }

    /// Tries until there is an answer or no further try is allowed.
    ///
    /// A token that the server no longer knows is replaced and the request made once more: once, because the server can
    /// hand out the same dead token again; and for queries only, because nothing that changes state is ever sent twice.
    async fn tries(
        &self,
        task: Task<'_>,
        number: &mut u32,
        waited: &mut Duration,
        cells: &mut Cells,
    ) -> Result<Envelope, Error> {
        let is_order = task.outgoing.is_order();
        let mut tries = self.retries.begin();
        let mut has_renewed = false;
        loop {
            *number += 1;
            let failed = match self.turn(task, waited, cells).await {
                Ok(envelope) => return Ok(envelope),
                Err(Attempt::TokenDead(error)) => {
                    add(&self.counting.tokens_refused, 1);
                    if has_renewed || is_order {
                        return Err(error);
                    }
                    tracing::debug!("token refused: asking for another one");
                    has_renewed = true;
                    add(&self.counting.retries, 1);
                    continue;
                }
                Err(Attempt::Failed(failed)) => failed,
            };
            if failed.error.is_rate_limited() {
                add(&self.counting.rate_limited, 1);
            }
            let Some(wait) = tries.after(&failed, is_order) else { return Err(failed.error) };
            let (kind, code) = (failed.error.kind(), failed.error.code());
            tracing::warn!(try_number = *number, ?kind, code, wait_ms = wait.as_millis(), "failed; trying again");
            add(&self.counting.retries, 1);
            tokio::time::sleep(wait).await;
        }
    }

    /// Gets a token, waits for a slot, and sends the request once.
    async fn turn(&self, task: Task<'_>, waited: &mut Duration, cells: &mut Cells) -> Result<Envelope, Attempt> {
        let token = self
            .tokens
            .get(&self.http, &self.credentials)
            .await
            .map_err(|error| Attempt::Failed(Failed { error: error.of(task.outgoing), reach: Reach::NeverLeft }))?;
        let permit = self.pacer.slot(task.outgoing.kind()).await;
        *waited += permit.waited();
        let outcome = self.attempt(task, &token, permit, cells).await;
        match &outcome {
            Ok(_) => token.accepted(),
            Err(Attempt::TokenDead(_)) => self.tokens.forget(&token).await,
            Err(Attempt::Failed(_)) => {}
        }
        outcome
    }

    fn count(&self, outcome: &Result<Envelope, Error>, waited: Duration) {
        let counting = &self.counting;
        add(&counting.waited_micros, u64::try_from(waited.as_micros()).unwrap_or(u64::MAX));
        match outcome {
            Ok(_) => add(&counting.answers, 1),
            Err(error) => {
                add(&counting.errors, 1);
                if error.kind() == ErrorKind::OutcomeUnknown {
                    add(&counting.outcomes_unknown, 1);
                }
            }
        }
    }

    /// What can be known to fail fails before anything is sent. Gives the TR id for this environment.
    fn check<'a>(&self, outgoing: Outgoing<'a>) -> Result<&'a str, Error> {
        match outgoing {
            Outgoing::Described(call) => {
                if let Some((documented, given)) = call.product_mismatch() {
                    return Err(Error::input(format!(
                        "this TR is for accounts with the product code {documented}, and the account given ends in \
                         -{given}; nothing was sent. Give the -{documented} account, or call .acnt_prdt_cd(\"{given}\") \
                         to insist"
                    ))
                    .of(outgoing));
                }
            }
            Outgoing::Untyped(call) => call.check().map_err(|error| error.of(outgoing))?,
        }
        if outgoing.kind() == Kind::Realtime {
            return Err(Error::input("this TR is subscribed to, not called; nothing was sent").of(outgoing));
        }
        outgoing.tr_id(self.environment.uses_paper_ids()).ok_or_else(|| {
            Error::new(
                ErrorKind::NotOnPaper,
                "this TR doesn't exist on the paper environment (모의투자 미지원); nothing was sent. Use Environment::Real",
            )
            .of(outgoing)
        })
    }
}
