//! Settings of a client.

use std::sync::Arc;
use std::time::Duration;

use super::http::{Http, Timeouts};
use super::{Client, Shared};
use crate::customer::check_header;
use crate::token::Tokens;
use crate::{Credentials, Customer, Environment, Error};

/// Builds a [`Client`]; made by [`Client::builder`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Credentials,
    customer: Customer,
    mac_address: Option<String>,
    timeouts: Timeouts,
}

impl ClientBuilder {
    pub(super) fn new(environment: Environment, credentials: Credentials) -> Self {
        Self {
            environment,
            credentials,
            customer: Customer::Individual,
            mac_address: None,
            timeouts: Timeouts { connect: Duration::from_secs(5), total: Duration::from_secs(20) },
        }
    }

    /// Sets the customer type (`custtype`); a person by default.
    pub fn customer(mut self, customer: Customer) -> Self {
        self.customer = customer;
        self
    }

    /// Sets 맥주소 (`mac_address`): twelve hexadecimal digits; not sent by default.
    pub fn mac_address(mut self, mac_address: impl Into<String>) -> Self {
        self.mac_address = Some(mac_address.into());
        self
    }

    /// Sets how long to wait for a connection; 5 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Sets how long to wait for a whole answer, connection included; 20 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.total = timeout;
        self
    }

    /// Builds the client. Nothing is sent: the token is asked for by the first call.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a corporate customer on the paper environment, which the server
    /// doesn't allow; for a MAC address that is none; where the machine's TLS set-up can't be read.
    pub fn build(self) -> Result<Client, Error> {
        if matches!((&self.customer, &self.environment), (Customer::Corporate(_), Environment::Paper)) {
            return Err(Error::input(
                "corporate customers can't use the paper environment (the server answers EGW00210)",
            ));
        }
        if let Some(mac_address) = &self.mac_address {
            check_header("mac_address", mac_address)?;
        }
        let http = Http::new(&self.environment, self.timeouts)?;
        Ok(Client {
            shared: Arc::new(Shared {
                http,
                environment: self.environment,
                credentials: self.credentials,
                customer: self.customer,
                mac_address: self.mac_address,
                tokens: Tokens::default(),
            }),
        })
    }
}
