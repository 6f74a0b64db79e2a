//! A server, a client of it, and trouble between them.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use kis_sdk::mock::{Fault, Server, Target};
use kis_sdk::{Client, ClientBuilder, Retries};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::trouble::{Times, Trouble};

/// How often a call is tried.
pub(crate) const TRIES: u32 = 3;

/// For troubles that are silent for ever. Everything else answers, however slow the machine is, within [`LONG`].
const SHORT: Duration = Duration::from_secs(3);
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// What the client's requests meet.
pub(crate) struct Setting {
    /// `None` where nobody listens any more.
    pub(crate) server: Option<Server>,
    pub(crate) client: Client,
    address: SocketAddr,
    /// What keeps the port busy that nobody listens on.
    held: Held,
}

#[derive(Default)]
struct Held {
    socket: Option<TcpSocket>,
    listener: Option<TcpListener>,
    queue: Vec<tokio::task::JoinHandle<io::Result<TcpStream>>>,
}

impl Setting {
    /// A server, and a client that has a token already if `with_token`.
    pub(crate) async fn new(trouble: &Trouble, orders_over_limit: bool, with_token: bool) -> io::Result<Self> {
        let server = Server::start().await?;
        let address = server.url().trim_start_matches("http://").parse().map_err(io::Error::other)?;
        let retries = Retries::default().tries(TRIES).first_wait(Duration::from_millis(1)).within(LONG);
        let builder = || {
            Client::builder(server.environment(), server.credentials())
                .retries(retries.orders_over_limit(orders_over_limit))
                .token_patience(Duration::ZERO)
                .timeout(LONG)
                .read_timeout(LONG)
                .connect_timeout(LONG)
        };
        let builder_of = match trouble {
            Trouble::NoConnection => builder().connect_timeout(SHORT),
            Trouble::Fault(Fault::Silent) => builder().read_timeout(SHORT),
            _ => builder(),
        };
        // What happens to a new connection is seen only where each request makes one.
        let fresh = trouble.is_before_the_request();
        let client = if fresh { builder_of.idle_timeout(Duration::ZERO) } else { builder_of };
        let client = build(client).await?;
        if with_token {
            // Both know the token; this one's patience is not on trial.
            let calm = if trouble.is_silent() { build(builder()).await? } else { client.clone() };
            calm.access_token().await.map_err(io::Error::other)?;
        }
        Ok(Self { server: Some(server), client, address, held: Held::default() })
    }

    /// From now on it goes wrong.
    pub(crate) async fn arm(&mut self, trouble: &Trouble, times: Times, target: Target) -> io::Result<()> {
        if let (Some(fault), Some(server)) = (trouble.fault(), &self.server) {
            match times {
                Times::Once => server.fault(target, fault),
                Times::Always => server.fault_always(target, fault),
            }
        }
        match (trouble, &self.server) {
            (Trouble::ResetAtOnce, Some(server)) => server.reset_connections(match times {
                Times::Once => 1,
                Times::Always => u64::MAX,
            }),
            (Trouble::NobodyListens, _) => self.close().await?,
            (Trouble::NoConnection, _) => self.fill().await?,
            _ => {}
        }
        Ok(())
    }

    /// The server is gone, and nobody else gets its port.
    async fn close(&mut self) -> io::Result<()> {
        let socket = self.take_port().await?;
        self.held.socket = Some(socket);
        Ok(())
    }

    /// The server is gone, and connections to its port wait for ever: the queue of those that nobody accepts is full.
    async fn fill(&mut self) -> io::Result<()> {
        let listener = self.take_port().await?.listen(0)?;
        self.held.listener = Some(listener);
        // Two that wait: one could be a machine that is slow.
        let mut waiting = 0;
        while waiting < 2 {
            let mut connection = tokio::spawn(TcpStream::connect(self.address));
            match tokio::time::timeout(SHORT / 3, &mut connection).await {
                Err(_) => {
                    waiting += 1;
                    self.held.queue.push(connection);
                }
                // It is in the queue, and stays there.
                Ok(connected) => {
                    let stream = connected.map_err(io::Error::other)??;
                    self.held.queue.push(tokio::spawn(async move { Ok(stream) }));
                }
            }
        }
        Ok(())
    }

    /// Ends the server and binds its port. That it is gone is seen when the port can be had.
    async fn take_port(&mut self) -> io::Result<TcpSocket> {
        self.server = None;
        loop {
            let socket = TcpSocket::new_v4()?;
            socket.set_reuseaddr(true)?;
            match socket.bind(self.address) {
                Ok(()) if TcpStream::connect(self.address).await.is_err() => return Ok(socket),
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(error),
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// Reading the machine's certificates takes a while, in which others go on.
async fn build(builder: ClientBuilder) -> io::Result<Client> {
    let built = tokio::task::spawn_blocking(|| builder.build()).await;
    built.map_err(io::Error::other)?.map_err(io::Error::other)
}
