//! Answers that were recorded, read as the client reads them.

use bytes::Bytes;

use super::attempt::{self, Attempt, Failed};
use super::http::Reply;
use crate::Error;
use crate::decode::Cells;
use crate::descriptor::{Call, Endpoint};

/// Reads the body of a recorded answer, without a client and without a connection.
///
/// It is read exactly as the answer to a request is: envelope first, the same typed values, the same errors. What a body
/// alone doesn't say is whether there are more pages, because that stands in the header `tr_cont`:
/// [`Envelope::continues`](crate::Envelope::continues) is always `false`.
///
/// ```
/// use kis_sdk::Decimal;
/// use kis_sdk::descriptor::decode;
/// use kis_sdk::domestic_bond::trading::inquire_balance;
///
/// let body = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[{"pdno":"KR103502GD61","cblc_qty":"  5000"}]}"#;
/// let answer = decode::<inquire_balance::Request>(body.as_bytes())?;
/// assert_eq!(answer.output[0].cblc_qty, Some(Decimal::from(5000)));
/// assert_eq!(answer.envelope.msg_cd(), "KIOK0510");
///
/// let refused = decode::<inquire_balance::Request>(br#"{"rt_cd":"1","msg_cd":"OPSQ2000","msg1":"ERROR"}"#);
/// assert_eq!(refused.err().and_then(|error| error.code().map(str::to_owned)).as_deref(), Some("OPSQ2000"));
/// # Ok::<(), kis_sdk::Error>(())
/// ```
///
/// # Errors
/// Those of [`Client::send`](crate::Client::send) for such an answer with HTTP status 200: a refusal, a body without
/// `rt_cd`, a value that is not what the page says. Of a TR with several ids, errors name the first.
pub fn decode<E: Endpoint>(body: &[u8]) -> Result<E::Answer, Error> {
    let mut cells = Cells::of::<E::Answer>(E::TR.response.rows());
    let reply = Reply { status: 200, tr_cont: String::new(), request_id: None, body: Bytes::copy_from_slice(body) };
    match attempt::read((&Call::new(E::TR)).into(), &reply, &mut cells) {
        Ok(envelope) => Ok(cells.into_answer(envelope)),
        Err(Attempt::TokenDead(error) | Attempt::Failed(Failed { error, .. })) => Err(error),
    }
}
