//! How connections are made and kept.

#[cfg(feature = "realtime")]
use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::{Environment, Error};

/// What this crate calls itself.
const PRODUCT: &str = concat!("kis-sdk/", env!("CARGO_PKG_VERSION"));

/// Settings of the connections.
#[derive(Clone, Debug)]
pub(crate) struct Connections {
    pub(super) connect: Duration,
    pub(super) read: Duration,
    pub(super) total: Duration,
    /// Shorter than the time after which servers and gateways commonly close an idle connection: a request that is written
    /// into a connection which the other side closes at that moment is lost, and for an order that is a doubt.
    pub(super) idle: Duration,
    pub(super) keep_alive: Option<Duration>,
    pub(super) proxy: Proxy,
    pub(super) user_agent: Option<String>,
}

/// What stands between this machine and the server.
#[derive(Clone)]
pub(crate) enum Proxy {
    /// What the system's settings say (`HTTPS_PROXY`, `NO_PROXY` and the like).
    System,
    /// Nothing, whatever the system says.
    None,
    /// This one. Its address may hold a password.
    Url(secrecy::SecretString),
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::None => "None",
            Self::Url(_) => "Url(***)",
        })
    }
}

impl Proxy {
    /// Goes through it with everything that an HTTP client sends.
    pub(crate) fn set(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        Ok(match self {
            Self::System => builder,
            Self::None => builder.no_proxy(),
            Self::Url(url) => builder.proxy(proxy(secrecy::ExposeSecret::expose_secret(url))?),
        })
    }

    /// The proxy before a plain `http` address that is to be reached by a tunnel, where there is one. Of the system's
    /// settings the one for `https` counts first, which is always reached so.
    #[cfg(feature = "realtime")]
    pub(crate) fn tunnel(&self, uri: &http::Uri) -> Option<hyper_util::client::proxy::matcher::Intercept> {
        use hyper_util::client::proxy::matcher::Matcher;
        use secrecy::ExposeSecret as _;

        if uri.scheme_str() != Some("http") {
            return None;
        }
        let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
        let is_here = host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let proxies = match self {
            Self::System if !is_here => Matcher::from_system(),
            Self::Url(url) => Matcher::builder().all(url.expose_secret()).build(),
            Self::System | Self::None => return None,
        };
        let mut parts = uri.clone().into_parts();
        parts.scheme = Some(http::uri::Scheme::HTTPS);
        let secure = http::Uri::from_parts(parts).ok()?;
        proxies.intercept(&secure).or_else(|| proxies.intercept(uri))
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            read: Duration::from_secs(10),
            total: Duration::from_secs(20),
            idle: Duration::from_secs(20),
            keep_alive: Some(Duration::from_secs(15)),
            proxy: Proxy::System,
            user_agent: None,
        }
    }
}

impl Connections {
    /// The HTTP client with these settings.
    pub(super) fn open(&self, environment: &Environment) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(self.user_agent()?)
            .connect_timeout(self.connect)
            .read_timeout(self.read)
            .timeout(self.total)
            .pool_idle_timeout(self.idle)
            .tcp_keepalive(self.keep_alive)
            .tcp_nodelay(true)
            // A redirect would carry secrets to wherever it points.
            .redirect(reqwest::redirect::Policy::none())
            // Whether a request may go out again is decided in one place, by what sort of TR it is.
            .retry(reqwest::retry::never());
        builder = match &self.proxy {
            // No proxy should stand before this machine itself.
            Proxy::System if environment.is_loopback() => builder.no_proxy(),
            proxy => proxy.set(builder)?,
        };
        if !environment.is_loopback() {
            builder = builder.https_only(true);
        }
        builder.build().map_err(|error| {
            Error::input("the HTTP client can't be set up: check the machine's certificates and proxy settings")
                .with_source(error.without_url())
        })
    }

    fn user_agent(&self) -> Result<HeaderValue, Error> {
        let text = match &self.user_agent {
            Some(program) => format!("{program} {PRODUCT}"),
            None => PRODUCT.to_owned(),
        };
        HeaderValue::from_str(&text)
            .map_err(|_| Error::input("the User-Agent can't carry that name: write something like my-program/1.0"))
    }
}

/// A proxy by its address, which is never repeated: it may hold a password.
fn proxy(url: &str) -> Result<reqwest::Proxy, Error> {
    reqwest::Proxy::all(url).map_err(|_| {
        Error::input("the proxy's address is none: write http://host:port, https://host:port or with user:password@")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_settings_are_told_and_not_repeated() {
        let bad = Connections { proxy: Proxy::Url("://user:hunter2@".into()), ..Connections::default() };
        let error = bad.open(&Environment::Real).expect_err("no address").to_string();
        assert!(error.contains("proxy") && !error.contains("hunter2"), "{error}");
        assert!(!format!("{bad:?}").contains("hunter2"));
        let bad = Connections { user_agent: Some("a\nb".to_owned()), ..Connections::default() };
        assert!(bad.open(&Environment::Real).expect_err("two lines").to_string().contains("User-Agent"));
    }
}
