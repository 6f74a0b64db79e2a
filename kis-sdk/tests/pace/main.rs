//! The pace against a strict server. A test binary of its own: nothing else runs beside it.

mod gate;
mod processes;
mod tasks;
#[path = "../support/watch.rs"]
mod watch;
