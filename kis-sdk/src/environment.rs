//! Which server a client talks to.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use crate::Error;

/// The server a client talks to. There is no default: real money is never one forgotten line away.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// Real accounts (실전투자).
    Real,
    /// Paper accounts (모의투자). Only the TRs whose page gives a paper id exist there.
    Paper,
    /// Any other server: a mock, a recording proxy.
    Custom(BaseUrl),
}

impl Environment {
    /// A server of your own that is asked with the **real** TR ids; [`BaseUrl::with_paper_ids`] asks with the paper ones.
    ///
    /// ```
    /// use kis_sdk::Environment;
    ///
    /// assert!(Environment::url("http://127.0.0.1:8080").is_ok());
    /// assert!(Environment::url("https://kis-proxy.example.com").is_ok());
    /// assert!(Environment::url("http://kis-proxy.example.com").is_err(), "secrets would travel in the clear");
    /// ```
    ///
    /// # Errors
    /// As [`BaseUrl::new`].
    pub fn url(url: &str) -> Result<Self, Error> {
        BaseUrl::new(url).map(Self::Custom)
    }

    /// Whether TRs go by their paper ids here.
    #[must_use]
    pub fn uses_paper_ids(&self) -> bool {
        match self {
            Self::Real => false,
            Self::Paper => true,
            Self::Custom(base) => base.paper_ids,
        }
    }

    /// The address without a path: `https://openapi.koreainvestment.com:9443`.
    pub(crate) fn origin(&self) -> &str {
        match self {
            Self::Real => "https://openapi.koreainvestment.com:9443",
            Self::Paper => "https://openapivts.koreainvestment.com:29443",
            Self::Custom(base) => &base.origin,
        }
    }

    /// Where realtime connections are made, as the address that is asked for an upgrade.
    #[cfg(feature = "realtime")]
    pub(crate) fn realtime_url(&self) -> String {
        match self {
            Self::Real => "http://ops.koreainvestment.com:21000/tryitout".to_owned(),
            Self::Paper => "http://ops.koreainvestment.com:31000/tryitout".to_owned(),
            Self::Custom(base) => format!("{}/tryitout", base.realtime.as_ref().unwrap_or(&base.origin)),
        }
    }

    /// Whether the server is this machine, which no proxy should stand before.
    pub(crate) fn is_loopback(&self) -> bool {
        matches!(self, Self::Custom(base) if base.loopback)
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real => f.write_str("real"),
            Self::Paper => f.write_str("paper"),
            Self::Custom(base) => f.write_str(&base.origin),
        }
    }
}

/// A checked server address: `https` anywhere, plain `http` to this machine only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    loopback: bool,
    paper_ids: bool,
    /// Where realtime connections are made, where it isn't the same address.
    #[cfg(feature = "realtime")]
    realtime: Option<String>,
}

impl BaseUrl {
    /// Checks an address of the form `https://host:port`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) where it is no URL, where it is plain `http` to another machine (app
    /// secret and token would be readable on the way), or where it holds a user, a path, a query or a fragment.
    pub fn new(url: &str) -> Result<Self, Error> {
        let parsed = Url::parse(url.trim()).map_err(|error| {
            Error::input(format!("the server address is no URL ({error}): write https://host:port"))
        })?;
        let host = parsed.host_str().unwrap_or_default();
        let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        let loopback = host.eq_ignore_ascii_case("localhost") || address.is_some_and(|ip| ip.is_loopback());
        match parsed.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => {
                return Err(Error::input(
                    "plain http is for this machine only (127.0.0.1, ::1, localhost): app secret and token would be \
                     readable on the way; write https://",
                ));
            }
            scheme => return Err(Error::input(format!("the server address begins with {scheme}: write https://"))),
        }
        let has_user = !parsed.username().is_empty() || parsed.password().is_some();
        if has_user || parsed.path() != "/" || parsed.query().is_some() || parsed.fragment().is_some() {
            return Err(Error::input(
                "the server address is scheme, host and port only, such as https://host:9443: the paths come from the TRs",
            ));
        }
        Ok(Self {
            origin: parsed.origin().ascii_serialization(),
            loopback,
            paper_ids: false,
            #[cfg(feature = "realtime")]
            realtime: None,
        })
    }

    /// The host alone, without scheme and port: `kis-proxy.example.com`.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, rest)| rest);
        match rest.rfind(':') {
            Some(colon) if !rest[colon..].contains(']') => &rest[..colon],
            _ => rest,
        }
    }

    /// Makes realtime connections to another address of the form `ws://host:port` or `wss://host:port`; by default to the
    /// same one.
    ///
    /// Plain `ws` is taken for any machine: the vendor's own realtime server offers nothing else.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) where it is no such address.
    #[cfg(feature = "realtime")]
    pub fn with_realtime(mut self, url: &str) -> Result<Self, Error> {
        let http = match url.trim().split_once("://") {
            Some(("ws", rest)) => format!("http://{rest}"),
            Some(("wss", rest)) => format!("https://{rest}"),
            _ => return Err(Error::input("the realtime address is none: write ws://host:port or wss://host:port")),
        };
        let parsed = Url::parse(&http).map_err(|error| {
            Error::input(format!("the realtime address is no URL ({error}): write ws://host:port or wss://host:port"))
        })?;
        let has_user = !parsed.username().is_empty() || parsed.password().is_some();
        if has_user || parsed.path() != "/" || parsed.query().is_some() || parsed.fragment().is_some() {
            return Err(Error::input("the realtime address is scheme, host and port only, such as ws://host:21000"));
        }
        self.realtime = Some(parsed.origin().ascii_serialization());
        Ok(self)
    }

    /// Asks with the paper TR ids, as on [`Environment::Paper`].
    #[must_use]
    pub fn with_paper_ids(mut self) -> Self {
        self.paper_ids = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        for url in ["http://127.0.0.1:1", "http://127.8.8.8:1", "http://[::1]:1", "http://localhost:1/", "https://a.b"]
        {
            BaseUrl::new(url).expect(url);
        }
        for url in [
            "http://10.0.0.1:1",
            "http://openapi.koreainvestment.com:9443",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://[2001:db8::1]",
        ] {
            assert!(BaseUrl::new(url).expect_err(url).to_string().contains("plain http"), "{url}");
        }
    }

    #[cfg(feature = "realtime")]
    #[test]
    fn realtime_has_an_address_of_its_own() {
        assert_eq!(Environment::Real.realtime_url(), "http://ops.koreainvestment.com:21000/tryitout");
        assert_eq!(Environment::Paper.realtime_url(), "http://ops.koreainvestment.com:31000/tryitout");
        let base = BaseUrl::new("https://a.b:9443").expect("an address");
        assert_eq!(Environment::Custom(base.clone()).realtime_url(), "https://a.b:9443/tryitout");
        let other = base.clone().with_realtime("ws://c.d:21000").expect("an address");
        assert_eq!(Environment::Custom(other).realtime_url(), "http://c.d:21000/tryitout");
        for url in ["c.d:21000", "http://c.d", "ws://u@c.d", "ws://c.d/tryitout", "ws://"] {
            assert!(base.clone().with_realtime(url).expect_err(url).to_string().contains("ws://"), "{url}");
        }
    }

    #[test]
    fn an_address_is_scheme_host_and_port() {
        for url in ["https://u:p@host", "https://host/uapi", "https://host/?a=b", "https://host/#x"] {
            assert!(BaseUrl::new(url).expect_err(url).to_string().contains("scheme, host and port"), "{url}");
        }
        assert!(BaseUrl::new("host:9443").is_err());
        assert!(BaseUrl::new("ftp://host").expect_err("ftp").to_string().contains("ftp"));
        assert_eq!(BaseUrl::new("https://host:443").expect("origin").origin, "https://host");
        for (url, host) in [
            ("https://A.b:9443", "a.b"),
            ("https://a.b", "a.b"),
            ("http://[::1]:1", "[::1]"),
            ("https://[::1]", "[::1]"),
        ] {
            assert_eq!(BaseUrl::new(url).expect(url).host(), host);
        }
    }
}
