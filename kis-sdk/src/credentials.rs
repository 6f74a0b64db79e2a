//! App key and app secret.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::Error;

/// The app key and app secret that the vendor's portal issues for one account, on one environment.
///
/// Neither is ever shown: `Debug` prints `Credentials(***)`, and the memory is wiped when the last copy is dropped.
#[derive(Clone)]
pub struct Credentials {
    app_key: SecretString,
    app_secret: SecretString,
}

impl Credentials {
    /// Credentials from values.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) where one is blank or holds a character that no HTTP header can
    /// carry, which is what a bad copy and paste leaves behind. White space around them is removed.
    pub fn new(app_key: impl Into<String>, app_secret: impl Into<String>) -> Result<Self, Error> {
        Ok(Self { app_key: clean("app key", app_key.into())?, app_secret: clean("app secret", app_secret.into())? })
    }

    /// Credentials from the environment variables `KIS_APP_KEY` and `KIS_APP_SECRET`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) that names every variable that is missing, blank or unusable.
    pub fn from_env() -> Result<Self, Error> {
        let read = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        match (read("KIS_APP_KEY"), read("KIS_APP_SECRET")) {
            (Some(key), Some(secret)) => Self::new(key, secret),
            (key, secret) => {
                let missing = [("KIS_APP_KEY", key.is_none()), ("KIS_APP_SECRET", secret.is_none())];
                let missing: Vec<_> = missing.iter().filter(|(_, missing)| *missing).map(|(name, _)| *name).collect();
                Err(Error::input(format!(
                    "set {} in the environment: the app key and secret that the KIS Developers portal issued",
                    missing.join(" and ")
                )))
            }
        }
    }

    pub(crate) fn app_key(&self) -> &str {
        self.app_key.expose_secret()
    }

    pub(crate) fn app_secret(&self) -> &str {
        self.app_secret.expose_secret()
    }
}

fn clean(what: &str, value: String) -> Result<SecretString, Error> {
    let value = SecretString::from(value);
    let text = value.expose_secret().trim();
    if text.is_empty() {
        return Err(Error::input(format!("the {what} is blank")));
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::input(format!(
            "the {what} holds a blank, a line break or a character outside ASCII: copy it again from the portal"
        )));
    }
    Ok(SecretString::from(text))
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_never_shows() {
        let credentials = Credentials::new(" PSkey \n", "secret==").expect("usable");
        assert_eq!((credentials.app_key(), credentials.app_secret()), ("PSkey", "secret=="));
        assert_eq!(format!("{credentials:?}"), "Credentials(***)");
    }

    #[test]
    fn refuses_what_no_header_carries_without_repeating_it() {
        for (key, secret, said) in
            [("", "s", "app key is blank"), ("k", "  ", "app secret is blank"), ("k", "sec\nret", "copy it again")]
        {
            let error = Credentials::new(key, secret).expect_err("unusable").to_string();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("sec\nret"), "{error}");
        }
    }
}
