//! What the server's codes mean to a client. Codes that are not here pass through untouched as [`ErrorKind::Refused`].

use super::ErrorKind;

/// What a code means to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The token is invalid or expired: get another one and ask once more.
    TokenDead,
    /// There is no data: an answer without rows, not an error.
    NoData,
    /// An error of this kind, with what happened and what to do.
    Failure(ErrorKind, &'static str),
}

impl Meaning {
    /// Looks a code up.
    pub(crate) fn of(code: &str) -> Self {
        use ErrorKind::{Auth, Paging, RateLimited, Refused, Unavailable};
        match code {
            "EGW00121" | "EGW00123" => Self::TokenDead,
            "KIOK0560" | "APBK1631" => Self::NoData,
            "EGW00133" => {
                Self::Failure(RateLimited, "a token was asked for too soon after the last one: wait a minute")
            }
            "EGW00201" => Self::Failure(RateLimited, "over the calls per second of this app key: wait, then ask again"),
            "EGW00215" => {
                Self::Failure(RateLimited, "over the calls per second of the ledger (원장): wait, then ask again")
            }
            "EGW00102" | "EGW00103" | "EGW00104" | "EGW00105" | "EGW00304" => {
                Self::Failure(Auth, "the app key or app secret is wrong: check both, and that they belong together")
            }
            "EGW00205" => Self::Failure(Auth, "these credentials are of the wrong type for this call"),
            "EGW00210" => Self::Failure(Auth, "corporate customers can't use the paper environment"),
            "EGW02004" => {
                Self::Failure(Auth, "this app key is for the paper environment: use Environment::Paper or the real key")
            }
            "EGW02007" => {
                Self::Failure(Auth, "this app key is for the real environment: use Environment::Real or the paper key")
            }
            "EGW02005" => Self::Failure(Refused, "a paper TR id reached the real environment"),
            "EGW02006" => Self::Failure(ErrorKind::NotOnPaper, "the paper environment doesn't offer this TR"),
            "EGW00316" | "OPSQ1002" | "OPSQ0003" => {
                Self::Failure(Unavailable, "the server can't answer for the moment: ask again")
            }
            "OPSQ0002" | "MCA00124" => Self::Failure(
                Refused,
                "the server has no such service for this account: check environment, kind of account and TR",
            ),
            "OPSQ2000" => {
                Self::Failure(Refused, "the server doesn't accept this account: check number and product code")
            }
            "OPSQ2001" | "OPSQ2002" => {
                Self::Failure(Refused, "the server doesn't accept a parameter: its message says which")
            }
            "SYDB0050" => Self::Failure(Paging, "the data changed while its pages were read: begin again"),
            _ => Self::Failure(Refused, "the server refused"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_codes_stay_business_refusals() {
        assert_eq!(Meaning::of("APBK0919"), Meaning::Failure(ErrorKind::Refused, "the server refused"));
        assert_eq!(Meaning::of(""), Meaning::Failure(ErrorKind::Refused, "the server refused"));
    }

    #[test]
    fn wrong_host_says_which_way_round() {
        let Meaning::Failure(ErrorKind::Auth, text) = Meaning::of("EGW02004") else { panic!("EGW02004") };
        assert!(text.contains("Environment::Paper"));
        let Meaning::Failure(ErrorKind::Auth, text) = Meaning::of("EGW02007") else { panic!("EGW02007") };
        assert!(text.contains("Environment::Real"));
    }
}
