//! The connection of one command: environment, client, account, and the mock server where it is within this program.

use std::time::Duration;

use kis_sdk::mock::Server;
use kis_sdk::token::FileTokenStore;
use kis_sdk::{Account, BaseUrl, Client, Environment};

use crate::arguments::{EnvironmentName, Global};
use crate::credentials;
use crate::exit::{Exit, Failure, Outcome};
use crate::suggest::did_you_mean;

/// What a command asks a server with.
pub(crate) struct Session {
    pub(crate) client: Client,
    /// The account of the user; the mock server takes any.
    pub(crate) account: Option<Account>,
    /// Whom realtime notices are for.
    pub(crate) hts_id: Option<String>,
    pub(crate) name: EnvironmentName,
    /// The server within this program. It ends with it.
    server: Option<Server>,
}

/// What the mock server calls its account.
const MOCK_ACCOUNT: &str = "50001234";

/// The environment that was asked for: the command line, `KIS_ENV`, real.
pub(crate) fn environment(global: &Global) -> Outcome<EnvironmentName> {
    if let Some(name) = global.env {
        return Ok(name);
    }
    let names = [EnvironmentName::Real, EnvironmentName::Paper, EnvironmentName::Mock];
    match std::env::var("KIS_ENV") {
        Ok(text) if !text.trim().is_empty() => {
            let text = text.trim().to_lowercase();
            names.into_iter().find(|name| name.name() == text).ok_or_else(|| {
                let near = did_you_mean(&text, names.map(EnvironmentName::name));
                Failure::usage(format!("KIS_ENV is {text:?}, and no environment is called so{near}"))
                    .advise("set it to real, paper or mock, or say --env")
            })
        }
        _ => Ok(EnvironmentName::Real),
    }
}

impl Session {
    /// Opens what the command line asks for. Nothing is sent.
    pub(crate) async fn open(global: &Global) -> Outcome<Self> {
        let name = environment(global)?;
        if name == EnvironmentName::Mock {
            return Self::mock(global).await;
        }
        let known = credentials::known(name, global)?;
        let credentials = known.credentials.ok_or_else(|| credentials::missing(name, global))?;
        let environment = match (&global.url, name) {
            (Some(url), _) => Environment::Custom(base(url, name)?),
            (None, EnvironmentName::Paper) => Environment::Paper,
            (None, _) => Environment::Real,
        };
        // A program that runs for one call has to remember beyond itself. And whoever waits before it is better told at once
        // that the server issues no token yet than left without a word for a minute.
        let builder = Client::builder(environment, credentials).token_store(FileTokenStore::new());
        let client = builder.pace_across_processes().token_patience(Duration::ZERO).build()?;
        Ok(Self { client, account: known.account, hts_id: known.hts_id, name, server: None })
    }

    /// A mock server within this program, or the one at the address that was given.
    async fn mock(global: &Global) -> Outcome<Self> {
        let account = global.account.as_deref().map(str::parse).transpose();
        let account = account.map_err(|error| Failure::usage(format!("{error} (from --account)")))?;
        let (environment, server) = match &global.url {
            Some(url) => (Environment::Custom(base(url, EnvironmentName::Mock)?), None),
            None => {
                let server = Server::start().await.map_err(|error| {
                    Failure::new(Exit::Other, format!("the mock server can't open a port on 127.0.0.1: {error}"))
                        .advise("does something on this machine forbid it?")
                })?;
                (server.environment(), Some(server))
            }
        };
        let credentials = kis_sdk::Credentials::new(Server::APP_KEY, Server::APP_SECRET)?;
        let builder = Client::builder(environment, credentials).token_patience(Duration::ZERO);
        // A server that lives longer than this program may issue no second token within a minute, as the real one does.
        let client = if server.is_none() { builder.token_store(FileTokenStore::new()) } else { builder }.build()?;
        Ok(Self { client, account, hts_id: Some("mock".to_owned()), name: EnvironmentName::Mock, server })
    }

    /// Lets the mock server within this program push made-up records at this interval. Another one pushes as it was told to.
    pub(crate) fn push_every(&self, interval: std::time::Duration) {
        if let Some(server) = &self.server {
            server.feed().every(interval);
        }
    }

    /// The account for a TR that is meant for this product code, if for any.
    pub(crate) fn account_for(&self, product: Option<&str>) -> Option<Account> {
        match (&self.account, self.name) {
            (Some(account), _) => Some(account.clone()),
            (None, EnvironmentName::Mock) => mock_account(product),
            (None, _) => None,
        }
    }

    /// Whether an order here moves real money.
    pub(crate) fn is_real_money(&self) -> bool {
        self.name == EnvironmentName::Real
    }

    /// What to call the server: `real`, `paper`, `mock`, with the address where it is another one.
    pub(crate) fn place(&self) -> String {
        match self.client.environment() {
            Environment::Custom(_) if self.server.is_none() => {
                format!("{} ({})", self.name.name(), self.client.environment())
            }
            _ => self.name.name().to_owned(),
        }
    }
}

/// An account of the mock server with a product code.
pub(crate) fn mock_account(product: Option<&str>) -> Option<Account> {
    format!("{MOCK_ACCOUNT}-{}", product.unwrap_or("01")).parse().ok()
}

/// The vendor's servers, and whose accounts they have.
const VENDORS: [(&str, EnvironmentName); 2] = [
    ("openapi.koreainvestment.com", EnvironmentName::Real),
    ("openapivts.koreainvestment.com", EnvironmentName::Paper),
];

/// The address after --url. One of the vendor's own servers is taken only as what it is: whoever says `mock` or `paper` must
/// never reach real accounts, by whatever address.
fn base(url: &str, name: EnvironmentName) -> Outcome<BaseUrl> {
    let base = BaseUrl::new(url).map_err(|error| Failure::usage(format!("--url: {error}")))?;
    let host = base.host().trim_end_matches('.').to_ascii_lowercase();
    let theirs = VENDORS.iter().find(|(known, _)| host == *known);
    if let Some((host, whose)) = theirs.filter(|(_, whose)| *whose != name) {
        let (asked, whose) = (name.name(), whose.name());
        return Err(Failure::usage(format!(
            "--url: {host} has {whose} accounts, and {asked} is asked for; nothing was sent"
        ))
        .advise(format!("leave out --url, or say --env {whose} if that is meant")));
    }
    Ok(if name == EnvironmentName::Paper { base.with_paper_ids() } else { base })
}
