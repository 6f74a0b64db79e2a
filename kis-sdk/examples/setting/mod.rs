//! Whom the examples ask: the real or the paper server where an app key is set, the mock server on this machine otherwise.
//!
//! | variable | what it holds |
//! |---|---|
//! | `KIS_APP_KEY`, `KIS_APP_SECRET` | what the KIS Developers portal issued |
//! | `KIS_ENV` | `real` (the default where a key is set), `paper` or `mock` |
//! | `KIS_ACCOUNT` | the account, such as 12345678-01 |

#![allow(dead_code, reason = "each example uses its part of it")]

use std::env;
use std::error::Error;
use std::io;
use std::process::ExitCode;

use kis_sdk::{Account, Client, ClientBuilder, Credentials, Environment, mock};

/// A server, and what opens it.
pub(crate) struct Setting {
    environment: Environment,
    credentials: Credentials,
    /// Runs until it is dropped.
    server: Option<mock::Server>,
}

impl Setting {
    /// Reads the environment variables; starts a mock server with its usual settings where they say nothing.
    pub(crate) async fn read() -> Result<Self, Box<dyn Error>> {
        Self::read_or(mock::Server::builder()).await
    }

    /// The same with a mock server of the example's own settings.
    pub(crate) async fn read_or(mock: mock::Builder) -> Result<Self, Box<dyn Error>> {
        let has_key = env::var_os("KIS_APP_KEY").is_some() || env::var_os("KIS_APP_SECRET").is_some();
        let environment = match env::var("KIS_ENV").as_deref() {
            Ok("real") => Environment::Real,
            Ok("paper") => Environment::Paper,
            Err(_) if has_key => Environment::Real,
            Ok("mock") | Err(_) => return Self::start(mock).await,
            Ok(other) => return Err(format!("KIS_ENV is {other:?}: write real, paper or mock").into()),
        };
        let credentials = Credentials::from_env()?;
        eprintln!("Asking the {environment} server, with the app key in KIS_APP_KEY.");
        Ok(Self { environment, credentials, server: None })
    }

    async fn start(mock: mock::Builder) -> Result<Self, Box<dyn Error>> {
        let server = mock.start().await?;
        eprintln!(
            "Asking the mock server on this machine, which makes everything up. (Set KIS_APP_KEY and KIS_APP_SECRET to ask \
             the real one.)"
        );
        Ok(Self { environment: server.environment(), credentials: server.credentials(), server: Some(server) })
    }

    /// A client of it, to be built.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder(self.environment.clone(), self.credentials.clone())
    }

    /// A client of it.
    pub(crate) fn client(&self) -> Result<Client, kis_sdk::Error> {
        self.builder().build()
    }

    /// The mock server, where it is one.
    pub(crate) fn mock(&self) -> Option<&mock::Server> {
        self.server.as_ref()
    }

    /// What people call the server.
    pub(crate) fn name(&self) -> &'static str {
        match self.environment {
            Environment::Real => "실전투자 (real)",
            Environment::Paper => "모의투자 (paper)",
            _ => "mock",
        }
    }

    /// The account in `KIS_ACCOUNT`; of the mock server one that it makes up.
    pub(crate) fn account(&self) -> Result<Account, Box<dyn Error>> {
        if let Some(server) = &self.server {
            return Ok(server.account("01"));
        }
        let text = env::var("KIS_ACCOUNT").map_err(|_| "set KIS_ACCOUNT to your account, such as 12345678-01")?;
        Ok(text.parse()?)
    }
}

/// How a program ends: quietly, or with what went wrong.
pub(crate) fn end(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read it has seen enough.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
