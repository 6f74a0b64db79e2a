//! One try of a connection: approval key, then the connection.

use super::dial::{Stream, dial};
use crate::realtime::failure::Failure;
use crate::realtime::settings::Settings;
use crate::realtime::socket::Socket;
use crate::token::ApprovalKey;
use crate::{Client, Error, ErrorKind};

/// A connection, and the key that its registrations carry.
pub(super) struct Open {
    pub(super) socket: Socket<Stream>,
    pub(super) key: ApprovalKey,
}

/// Why there is none.
pub(super) enum Refusal {
    /// Trying again won't help.
    Final(Failure),
    /// The next try may do better.
    Again(Failure),
}

impl Refusal {
    /// What an error means.
    pub(super) fn of(error: &Error) -> Self {
        let failure = Failure::from_error(error);
        match error.kind() {
            ErrorKind::Auth | ErrorKind::Input | ErrorKind::Refused => Self::Final(failure),
            _ => Self::Again(failure),
        }
    }
}

/// Tries once.
pub(super) async fn open(client: Client, settings: Settings) -> Result<Open, Refusal> {
    let key = client.approval_key().await.map_err(|error| Refusal::of(&error))?;
    match tokio::time::timeout(settings.connect, dial(&client, &settings)).await {
        Ok(Ok(socket)) => Ok(Open { socket, key }),
        Ok(Err(error)) => Err(Refusal::of(&error)),
        Err(_) => {
            let seconds = settings.connect.as_secs_f32();
            let message = format!("no connection to the realtime server within {seconds} s");
            Err(Refusal::Again(Failure::new(ErrorKind::Timeout, message)))
        }
    }
}
