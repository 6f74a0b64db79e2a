//! The client: one generic shell over one non-generic exchange.

mod attempt;
mod builder;
mod connections;
mod counters;
mod exchange;
pub(crate) mod headers;
pub(crate) mod http;
mod keys;
mod outgoing;
#[cfg(all(test, feature = "domestic-bond", feature = "domestic-stock"))]
mod properties;
mod recorded;
mod retries;
mod sending;

use std::fmt;
use std::sync::Arc;

pub use builder::ClientBuilder;
#[cfg(all(test, feature = "mock"))]
pub(crate) use connections::Connections;
pub use counters::Counters;
use counters::Counting;
use headers::Headers;
use http::Http;
pub(crate) use outgoing::Outgoing;
pub use recorded::decode;
pub use retries::Retries;
pub use sending::Sending;

use crate::decode::Cells;
use crate::descriptor::{Answer, Call, Endpoint};
use crate::pace::Pacer;
use crate::token::Tokens;
use crate::{Credentials, Customer, Environment, Error, Pages, Untyped, UntypedAnswer};

/// Sends requests to one environment with one app key.
///
/// Cheap to clone, `Send` and `Sync`; clones share connections. Make one for a program and clone it. The access token is
/// shared further: see [`token`](crate::token).
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    http: Http,
    #[cfg(feature = "realtime")]
    proxy: connections::Proxy,
    environment: Environment,
    credentials: Credentials,
    customer: Customer,
    headers: Headers,
    tokens: Tokens,
    retries: Retries,
    counting: Counting,
    pacer: Pacer,
}

impl Client {
    /// Begins to build a client for an environment, with the credentials that the portal issued for it.
    ///
    /// ```
    /// use kis_sdk::{Client, Credentials, Environment};
    ///
    /// let client = Client::builder(Environment::Paper, Credentials::new("key", "secret")?).build()?;
    /// # Ok::<(), kis_sdk::Error>(())
    /// ```
    pub fn builder(environment: Environment, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(environment, credentials)
    }

    /// The environment that this client talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.shared.environment
    }

    /// Sends one request and reads its answer: the first page where the answer comes in several.
    ///
    /// **Never drop the future of an order** (in a `select!`, in a time-out of your own): it may have left by then, and
    /// nobody is told. The client's own time-outs end it with an answer or with an error that says so. Queries can be
    /// dropped at any time.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind) for each kind and what to do. A TR that has no id on the paper environment is
    /// refused before anything is sent, and so is a pension TR with an account of another product code.
    pub fn send<'a, E: Endpoint>(&'a self, request: &'a E) -> Sending<'a, E::Answer> {
        Sending::new(self.send_page(request.call(), false))
    }

    /// Walks the pages of an answer (연속조회): a [`Stream`](futures_core::Stream) of typed answers.
    ///
    /// The keys of the next page and the header `tr_cont` are taken care of. A TR that doesn't page gives one answer.
    ///
    /// ```no_run
    /// # use kis_sdk::{Account, Client, Error};
    /// # use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
    /// # async fn run(client: Client, account: Account) -> Result<(), Error> {
    /// let mut pages = client.pages(Request::new(&account, InqrCndt::ALL));
    /// while let Some(page) = pages.next().await {
    ///     println!("{} lots", page?.output.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<E: Endpoint + 'static>(&self, request: E) -> Pages<E> {
        Pages::new(self.clone(), &request)
    }

    /// Sends a request for a TR that has no descriptor: a new one, or one that the vendor told you about.
    ///
    /// ```no_run
    /// use kis_sdk::{Client, Untyped};
    ///
    /// # async fn run(client: Client) -> Result<(), kis_sdk::Error> {
    /// let call = Untyped::get("/uapi/domestic-stock/v1/quotations/new-ranking", "FHPST09990000").parameter("FID_DIV", "0");
    /// for row in client.call_untyped(&call).await?.rows("output") {
    ///     println!("{:?} {:?}", row.text("hts_kor_isnm"), row.decimal("stck_prpr")?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Client::send`]; [`ErrorKind::Input`](crate::ErrorKind::Input) for a path or TR id that can't be one. The TR id is
    /// sent as it stands, on the paper environment, too.
    pub async fn call_untyped(&self, call: &Untyped) -> Result<UntypedAnswer, Error> {
        let outgoing = Outgoing::Untyped(call);
        let envelope = self.shared.exchange(outgoing, call.is_continued(), &mut Cells::none()).await?;
        UntypedAnswer::new(call, envelope)
    }

    /// Sends a call of a described TR that was put together at run time, from the tables in
    /// [`TRANSACTIONS`](crate::TRANSACTIONS): for programs that let a person choose the TR. Whoever knows it beforehand is
    /// better off with its module.
    ///
    /// ```no_run
    /// use kis_sdk::descriptor::Call;
    ///
    /// # async fn run(client: kis_sdk::Client) -> Result<(), kis_sdk::Error> {
    /// let tr = kis_sdk::TRANSACTIONS.iter().find(|tr| tr.title == "주식현재가 시세").unwrap();
    /// let call = Call::new(tr).with(0, "J").with(1, "005930");
    /// let answer = client.call(&call).await?;
    /// println!("{:?}", answer.rows("output")[0].decimal("stck_prpr")?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Client::send`], but for values that don't fit: nothing is read before [`Row`](crate::Row) is asked.
    /// [`descriptor::inspect`](crate::descriptor::inspect) finds what does not fit.
    pub async fn call(&self, call: &Call) -> Result<UntypedAnswer, Error> {
        let envelope = self.shared.exchange(call.into(), call.is_continued(), &mut Cells::none()).await?;
        UntypedAnswer::new(call, envelope)
    }

    /// What this client and its clones did so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.shared.counting.read()
    }

    /// Quotes, trades and notices as they happen: subscriptions over one connection ([`Realtime`](crate::realtime::Realtime)).
    ///
    /// Nothing is connected yet. Clones of this client, and other clients with the same app key, share the session.
    #[cfg(feature = "realtime")]
    pub fn realtime(&self) -> crate::realtime::Realtime {
        crate::realtime::Realtime::new(self.clone())
    }

    #[cfg(feature = "realtime")]
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.shared.credentials
    }

    /// What stands between this machine and the server.
    #[cfg(feature = "realtime")]
    pub(crate) fn proxy(&self) -> &connections::Proxy {
        &self.shared.proxy
    }

    /// The customer type as it travels.
    #[cfg(feature = "realtime")]
    pub(crate) fn custtype(&self) -> &'static str {
        match self.shared.customer {
            Customer::Individual => "P",
            Customer::Corporate(_) => "B",
        }
    }

    /// Sends a request as the first page or as a continuation of another.
    pub(crate) async fn send_page<A: Answer>(&self, call: &Call, continued: bool) -> Result<A, Error> {
        let mut cells = Cells::of::<A>(call.tr().response.rows());
        let envelope = self.shared.exchange(Outgoing::Described(call), continued, &mut cells).await?;
        Ok(cells.into_answer(envelope))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("environment", &self.shared.environment).finish_non_exhaustive()
    }
}
