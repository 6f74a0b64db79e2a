//! A stream that is read to its end though nothing can be written to it any more.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream whose writing never fails: what it fails with is what its reading ends with, after everything that came before.
///
/// A server that ends a connection has often sent records right before, and the first to notice is whoever writes next: a
/// pong, a registration. Left at that, records would be lost that are on this machine already.
pub(super) struct Listening<S> {
    stream: S,
    /// Why nothing can be written any more.
    failure: Option<io::Error>,
}

impl<S> Listening<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, failure: None }
    }

    /// What writing gave, or all of it where that is in vain: nobody is there to miss it.
    fn noted(&mut self, all: usize, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(Err(error)) => {
                self.failure = Some(error);
                Poll::Ready(Ok(all))
            }
            other => other,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Listening<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Pending => self.failure.take().map_or(Poll::Pending, |failure| Poll::Ready(Err(failure))),
            read => read,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Listening<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.failure.is_some() {
            return Poll::Ready(Ok(bytes.len()));
        }
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.noted(bytes.len(), outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let all = parts.iter().map(|part| part.len()).sum();
        if self.failure.is_some() {
            return Poll::Ready(Ok(all));
        }
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.noted(all, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.failure.is_some() {
            return Poll::Ready(Ok(()));
        }
        let outcome = Pin::new(&mut self.stream).poll_flush(context).map_ok(|()| 0);
        self.noted(0, outcome).map_ok(drop)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.failure.is_some() {
            return Poll::Ready(Ok(()));
        }
        let outcome = Pin::new(&mut self.stream).poll_shutdown(context).map_ok(|()| 0);
        self.noted(0, outcome).map_ok(drop)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn what_came_before_is_read_though_nothing_can_be_written() {
        let (one, mut other) = tokio::io::duplex(100);
        let mut stream = Listening::new(one);
        other.write_all(b"the last words").await.expect("sent");
        drop(other);
        stream.write_all(b"in vain").await.expect("not told yet");
        stream.flush().await.expect("not told yet");
        let mut words = String::new();
        stream.read_to_string(&mut words).await.expect("its end");
        assert_eq!(words, "the last words");
    }

    /// Where the reading doesn't end by itself, it ends with what the writing failed with.
    #[tokio::test]
    async fn a_failure_is_told_after_what_came_before() {
        let stream = deaf();
        let mut stream = Listening::new(stream);
        stream.write_all(b"in vain").await.expect("not told yet");
        let mut words = [0; 5];
        stream.read_exact(&mut words).await.expect("they came before");
        assert_eq!(&words, b"words");
        let error = stream.read_exact(&mut words).await.expect_err("no more");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }

    /// Some words to read and then silence; writing fails.
    fn deaf() -> impl AsyncRead + AsyncWrite + Unpin {
        struct Broken(&'static [u8]);
        impl AsyncRead for Broken {
            fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
                if self.0.is_empty() {
                    return Poll::Pending;
                }
                to.put_slice(std::mem::take(&mut self.0));
                Poll::Ready(Ok(()))
            }
        }
        impl AsyncWrite for Broken {
            fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
                Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
            }
            fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                Poll::Ready(Ok(()))
            }
            fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                Poll::Ready(Ok(()))
            }
        }
        Broken(b"words")
    }
}
