//! The thread on which connections live while nobody waits.

use std::future::Future;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::{Error, ErrorKind};

/// One thread that looks after the connections of a blocking client.
pub(super) struct Background {
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

impl Background {
    pub(super) fn start() -> Result<Self, Error> {
        // A thread of its own, so that a connection that the server closes between two calls is noticed.
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("kis-sdk").enable_all().build();
        let runtime =
            runtime.map_err(|error| Error::input("no thread can be started for the connections").with_source(error))?;
        Ok(Self { runtime: Some(runtime) })
    }

    /// Waits for what `future` gives.
    pub(super) fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::input(
                "a blocking call within an async program would stop its other tasks; nothing was sent. Use kis_sdk::Client \
                 there",
            ));
        }
        match &self.runtime {
            Some(runtime) => Ok(runtime.block_on(future)),
            // It is taken away by `drop` only.
            None => Err(Error::new(ErrorKind::Input, "the client is gone")),
        }
    }
}

/// Ends the thread without waiting for it: waiting isn't possible where the last client is dropped in an async program.
impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
