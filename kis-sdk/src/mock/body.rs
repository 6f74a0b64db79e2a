//! The body of an answer: at once, in pieces, or broken off.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

/// The connection ends here.
#[derive(Debug)]
pub(super) struct Aborted;

impl fmt::Display for Aborted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the mock server ends the connection, as it was told to")
    }
}

impl std::error::Error for Aborted {}

/// How many pieces a body that dribbles comes in.
const PIECES: usize = 16;

/// A body on its way out.
#[derive(Debug)]
pub(super) struct Body {
    pieces: VecDeque<Bytes>,
    announced: usize,
    pause: Duration,
    pausing: Option<Pin<Box<Sleep>>>,
    end: End,
}

/// What comes after the last piece.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Clean,
    /// The connection breaks, as soon as what was written is on its way.
    Break,
    BreakNow,
}

impl Body {
    pub(super) fn whole(bytes: Bytes) -> Self {
        let announced = bytes.len();
        let pieces = VecDeque::from_iter(Some(bytes).filter(|bytes| !bytes.is_empty()));
        Self { pieces, announced, pause: Duration::ZERO, pausing: None, end: End::Clean }
    }

    /// In sixteen pieces with a pause between them.
    pub(super) fn dribbling(bytes: Bytes, pause: Duration) -> Self {
        let size = bytes.len().div_ceil(PIECES).max(1);
        let pieces = (0..bytes.len()).step_by(size).map(|at| bytes.slice(at..bytes.len().min(at + size))).collect();
        Self { pieces, pause, ..Self::whole(bytes) }
    }

    /// Half of what is announced, then nothing.
    pub(super) fn cut_off(bytes: Bytes) -> Self {
        let announced = bytes.len().max(2);
        let half = bytes.slice(..bytes.len() / 2);
        Self { announced, end: End::Break, ..Self::whole(half) }
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Aborted;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Aborted>>> {
        if let Some(pausing) = &mut self.pausing {
            ready!(pausing.as_mut().poll(cx));
            self.pausing = None;
        }
        if let Some(piece) = self.pieces.pop_front() {
            if !self.pieces.is_empty() && !self.pause.is_zero() {
                self.pausing = Some(Box::pin(tokio::time::sleep(self.pause)));
            }
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        match self.end {
            End::Clean => Poll::Ready(None),
            End::Break => {
                // The HTTP library writes out what it holds when there is nothing more to be had for the moment.
                self.end = End::BreakNow;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            End::BreakNow => Poll::Ready(Some(Err(Aborted))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty() && self.end == End::Clean
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.announced).unwrap_or(u64::MAX))
    }
}
